package mail

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestContentType(t *testing.T) {
	for _, c := range []struct{ rule, text, mediaType, params, kinds string }{
		{"as it should be", `text/calendar; charset="utf-8"; method=REQUEST`, "text/calendar", "charset=utf-8 method=REQUEST", ""},
		{"two semicolons", `text/calendar; method=REQUEST;; charset=UTF-8`, "text/calendar", "charset=UTF-8 method=REQUEST", "type"},
		{"no semicolon after quotes", `text/calendar; method="REQUEST" charset="utf-8"`, "text/calendar", "charset=utf-8 method=REQUEST", "type"},
		{"no semicolon without quotes", `text/calendar; method=REQUEST charset=utf-8`, "text/calendar", "charset=utf-8 method=REQUEST", "type"},
		{"no semicolon at all", `text/calendar method=REQUEST`, "text/calendar", "method=REQUEST", "type"},
		{"a comma for a semicolon", `text/calendar, method=REQUEST`, "text/calendar", "method=REQUEST", "type"},
		{"a name with blanks", `text/calendar; name=our invite.ics; method=REQUEST`, "text/calendar", "method=REQUEST name=our invite.ics", "type"},
		{"a name with blanks before another parameter", `text/calendar; name=our invite.ics method=REQUEST`, "text/calendar", "method=REQUEST name=our invite.ics", "type"},
		{"the same parameter twice", `text/calendar; charset=utf-8; charset=utf-8`, "text/calendar", "charset=utf-8", ""},
		{"a parameter that contradicts itself: the first", `text/calendar; charset=utf-8; charset=latin1`, "text/calendar", "charset=utf-8", "type"},
		{"blanks around the equals sign", `text/calendar; method = REQUEST`, "text/calendar", "method=REQUEST", ""},
		{"quotes that are not closed", `text/calendar; method=REQUEST; name="our invite.ics`, "text/calendar", "method=REQUEST name=our invite.ics", "type"},
		{"quotes that are not closed before another parameter", `text/calendar; charset="utf-8; method=REQUEST`, "text/calendar", "charset=utf-8 method=REQUEST", "type"},
		{"an escaped quote for a closing one", `text/calendar; name="our\"; method=REQUEST`, "text/calendar", `method=REQUEST name=our\`, "type"},
		{"nothing but a quote", `text/calendar; name="`, "text/calendar", "name=", "type"},
		{"escaped quotes", `text/calendar; name="our \"invite\".ics";; x=y`, "text/calendar", `name=our "invite".ics x=y`, "type"},
		{"a backslash at the end", `text/calendar; name="a\`, "text/calendar", `name=a\`, "type"},
		{"no value", `text/calendar; method; charset=utf-8`, "text/calendar", "charset=utf-8", "type"},
		{"an empty value", `text/calendar; method=; charset=utf-8`, "text/calendar", "charset=utf-8 method=", "type"},
		{"no name", `text/calendar; ="x"; charset=utf-8`, "text/calendar", "charset=utf-8", "type"},
		{"a name that is no token", `text/calendar; a/b=c; charset=utf-8`, "text/calendar", "charset=utf-8", "type"},
		{"rubbish at the end", `text/calendar; charset=utf-8; rubbish`, "text/calendar", "charset=utf-8", "type"},
		{"upper case", `TEXT/Calendar; METHOD=request;;`, "text/calendar", "method=request", "type"},
		{"in several pieces", `text/calendar; name*0="our "; name*1="invite.ics"`, "text/calendar", "name=our invite.ics", ""},
		{"in several pieces and broken", `text/calendar; name*0*=utf-8''our%20; name*1="invite.ics";;`, "text/calendar", "name=our invite.ics", "type"},
		{"a comment after a value", `text/calendar; method=REQUEST (made up)`, "text/calendar", "method=REQUEST", ""},
		{"a comment that touches a value", `text/calendar; method=REQUEST(made up); charset=utf-8`, "text/calendar", "charset=utf-8 method=REQUEST", ""},
		{"a comment with parameters in it", `text/calendar (a (b; c=d) \) ";); method=REQUEST`, "text/calendar", "method=REQUEST", ""},
		{"a comment that is not closed", `text/calendar; method=REQUEST (`, "text/calendar", "method=REQUEST (", "type"},
		{"parentheses in quotes", `text/calendar; name="our (1) \"(2)"`, "text/calendar", `name=our (1) "(2)`, ""},
		{"parentheses in a name without quotes", `text/calendar; name=our invite(1).ics`, "text/calendar", `name=our invite(1).ics`, "type"},
		{"parentheses at the end of a name without quotes", `text/calendar; name=invite.ics (1)`, "text/calendar", `name=invite.ics`, ""},
		{"a charset", `text/calendar; name*=utf-8'de'%C3%BC.ics; x=y`, "text/calendar", `name=ü.ics x=y`, ""},
		{"a charset that is not UTF-8", `text/calendar; name*=ISO-8859-1''%FC.ics; x=y`, "text/calendar", `name=ü.ics x=y`, ""},
		{"a charset that is not UTF-8, in quotes", `text/calendar; name*="iso-8859-1'de'%FC.ics"`, "text/calendar", `name=ü.ics`, ""},
		{"a charset of several pieces", `text/calendar; x=y;NAME*0*=iso-2022-jp''%1B%24B%32%71; name*1*=%35%44%1B%28%42.ics`, "text/calendar", `name=会議.ics x=y`, ""},
		{"a charset without a name", `text/calendar; name*=''%41.ics`, "text/calendar", `name=A.ics`, ""},
		{"a charset that nobody knows", `text/calendar; name*=x-klingon''%41.ics`, "text/calendar", `name=A.ics`, "charset"},
		{"a charset of a parameter that is broken", `text/calendar; name*=iso-8859-1''%zz.ics`, "text/calendar", ``, ""},
		{"no type", `; charset=utf-8`, "text/plain", "charset=utf-8", "type"},
		{"no type that can be read", `text/cal/endar; charset=utf-8`, "text/plain", "charset=utf-8", "type"},
		{"nothing", ``, "text/plain", "", "type"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r := &reader{}
			mediaType, params := r.parameters(entity{}, field{value: c.text})
			assert.Equal(t, c.mediaType, mediaType)
			assert.Equal(t, c.params, paramText(params))
			assert.Equal(t, c.kinds, strings.Join(kinds(&r.m), " "))
		})
	}
}

// paramText returns some parameters as one text, in the order of their names.
func paramText(params map[string]string) string {
	var list []string
	for _, name := range []string{"charset", "method", "name", "x"} {
		if value, ok := params[name]; ok {
			list = append(list, name+"="+value)
		}
	}
	return strings.Join(list, " ")
}

func TestTransferEncoding(t *testing.T) {
	cal := calendarOf("one@acme.example")
	const typed = "Content-Type: text/calendar\nContent-Transfer-Encoding: "
	quoted := strings.NewReplacer("=", "=3D", "ü", "=C3=BC").Replace(cal)
	for _, c := range []struct{ rule, text, kinds string }{
		{"7bit", "7bit\n\n" + cal, ""},
		{"8BIT", "8BIT\n\n" + cal, ""},
		{"binary", "binary\n\n" + cal, ""},
		{"an unknown one", "x-made-up\n\n" + cal, "encoding"},
		{"another spelling", "Base-64;\n\n" + encode(cal, 76), ""},
		{"quotes", "\"quoted-printable\"\n\n" + quoted, ""},
		{"two words", "Quoted Printable\n\n" + quoted, ""},
		{"a comment", "quoted-printable (made up)\n\n" + quoted, ""},
		{"base64 in lines of any length", "base64\n\n" + encode(cal, 61), ""},
		{"base64 in one line", "base64\n\n" + encode(cal, 1<<20), ""},
		{"base64 with blanks", "base64\n\n" + strings.ReplaceAll(encode(cal, 60), "\n", " \n\t"), ""},
		{"base64 with rubbish", "base64\n\n" + strings.ReplaceAll(encode(cal, 60), "\n", " !\n"), "encoding"},
		{"base64 for URLs", "base64\n\n" + strings.NewReplacer("+", "-", "/", "_").Replace(encode(cal+"\n\n>>>???", 60)), "encoding"},
		{"base64 without padding", "base64\n\n" + strings.TrimRight(encode(cal+"\n\n", 60), "=\n"), "encoding"},
		{"base64 cut off", "base64\n\n" + strings.TrimRight(encode(cal+"\n\n\n\n\n", 60), "=\n")[:len(encode(cal, 60))], "encoding"},
		{"base64 with padding inside", "base64\n\n" + encode(cal[:100], 60) + encode(cal[100:], 60), "encoding"},
		{"base64 that is none", "base64\n\n" + cal, "encoding"},
		{"base64 that does not say so", "7bit\n\n" + encode(cal, 60), "encoding"},
		{"soft line breaks", "quoted-printable\n\n" + strings.ReplaceAll(quoted, "VCALENDAR", "VCAL=\nENDAR"), ""},
		{"a soft line break with blanks", "quoted-printable\n\n" + strings.ReplaceAll(quoted, "VERSION", "VERS= \t\nION"), ""},
		{"a soft line break at the end", "quoted-printable\n\n" + quoted + "=", "encoding"},
		{"equals signs that are not encoded", "quoted-printable\n\n" + strings.ReplaceAll(cal, "ü", "=C3=BC"), "encoding"},
		{"equals signs and soft line breaks", "quoted-printable\n\n" + strings.ReplaceAll(cal, "VERSION", "VERS= \nION"), "encoding"},
		{"an equals sign before many blanks", "quoted-printable\n\n" + strings.ReplaceAll(quoted, "VERSION", "X-A:="+strings.Repeat(" ", 100)+"b\nVERSION"), "encoding"},
		{"a control character", "quoted-printable\n\n" + quoted + "\x01", "encoding"},
		{"quoted-printable that does not say so", "7bit\n\n" + quoted, "encoding"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, head+typed+c.text)
			assert.Equal(t, []string{"one@acme.example"}, uids(m))
			assert.Equal(t, "Brücke", m.Events()[0].Invite.Title)
			assert.NotContains(t, string(m.Calendars[0].Content), "bVERSION")
			assert.Equal(t, "Ann", m.Events()[0].Invite.Organizer.Name)
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
		})
	}
}

func TestLinksKeepTheirEqualsSigns(t *testing.T) {
	cal := strings.ReplaceAll(calendarOf("one@acme.example"), "SUMMARY:Brücke", "SUMMARY:a=3Db\nURL:https://acme.example/?x=3Dy")
	m := read(t, head+"Content-Type: text/calendar\n\n"+cal)
	assert.Equal(t, "a=3Db", m.Events()[0].Invite.Title, "only a parameter tells that a calendar is quoted-printable")
}

func TestShorten(t *testing.T) {
	long := strings.Repeat("ü", 100)
	assert.Equal(t, strings.Repeat("ü", 40)+"…", shorten(long))
	assert.Equal(t, "x"+strings.Repeat("ü", 39)+"…", shorten("x"+long), "no character is cut in two")
	assert.Equal(t, "a\uFFFD", shorten("a\xff"))
}

func TestDuplicates(t *testing.T) {
	cal := calendarOf("one@acme.example")
	part := "--b\nContent-Type: text/calendar\n\n"
	m := read(t, head+"Content-Type: multipart/mixed; boundary=b\n\n"+
		part+cal+part+strings.ReplaceAll(cal, "Brücke", "Other")+part+cal+"\n\n"+
		"--b\nContent-Type: application/ics; name=x.ics\nContent-Transfer-Encoding: base64\n\n"+encode(strings.ReplaceAll(cal, "\n", "\r\n"), 60)+"--b--\n")
	assert.Equal(t, []string{"1", "2", "3=1", "4=1"}, paths(m))
	assert.Len(t, m.Events(), 2, "each calendar is read once")
}

func TestNoteKinds(t *testing.T) {
	for kind := noteUnset + 1; kind <= NoteCalendar; kind++ {
		require := assert.New(t)
		text, err := kind.MarshalText()
		require.NoError(err)
		require.Equal(kind.String(), string(text))
		require.True(kind.Known())
		var again NoteKind
		require.NoError(again.UnmarshalText(text))
		require.Equal(kind, again)
	}
	assert.Len(t, AllNoteKinds(), int(NoteCalendar))
	assert.False(t, noteUnset.Known())
	assert.False(t, (NoteCalendar + 1).Known())
	assert.Error(t, new(NoteKind).UnmarshalText([]byte("")))
	assert.Error(t, new(NoteKind).UnmarshalText([]byte("made up")))
}

func TestSalvagedQuotedPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"a=3Db": "a=b", "a=b": "a=b", "a=": "a", "a=\nb": "ab", "a= \t\r\nb": "ab", "a=\rb": "a=\rb", "=3": "=3", "==3D": "==",
		"a=" + strings.Repeat(" ", 100) + "b": "a=" + strings.Repeat(" ", 100) + "b",
	} {
		assert.Equal(t, want, string(salvageQuoted([]byte(text))), "%q", text)
		assert.Equal(t, strings.ContainsAny(want, "="), hasStrayEquals([]byte(text)) || text == "a=3Db", "%q", text)
	}
}
