package mail

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
)

// calendarOf returns a calendar with one event.
func calendarOf(uid string) string {
	return strings.Join([]string{
		"BEGIN:VCALENDAR", "PRODID:-//Made Up//EN", "VERSION:2.0", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:" + uid,
		"DTSTAMP:20260302T090000Z", "DTSTART:20260310T140000Z", "DTEND:20260310T150000Z", "SUMMARY:Brücke",
		"ORGANIZER;CN=Ann:mailto:ann@acme.example", "END:VEVENT", "END:VCALENDAR", "",
	}, "\n")
}

// head is the header of a mail but for its content.
const head = "From: Ann Lee <ann@acme.example>\nTo: assistant@acme.example\n"

// read reads a mail that must be readable.
func read(t require.TestingT, text string) *Message {
	m, err := Read([]byte(text), Options{})
	require.NoError(t, err)
	return m
}

// sample reads a mail of testdata.
func sample(t testing.TB, name string, o Options) *Message {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	m, err := Read(data, o)
	require.NoError(t, err)
	return m
}

// uids returns the UIDs of a mail's events.
func uids(m *Message) []string {
	var list []string
	for _, e := range m.Events() {
		list = append(list, e.Invite.UID)
	}
	return list
}

// kinds returns the kinds of a mail's notes, in order, each once.
func kinds(m *Message) []string {
	var list []string
	for _, n := range m.Notes {
		if text := n.Kind.String(); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// paths returns the paths of a mail's calendars; that of a duplicate has the path
// of the first after an equals sign.
func paths(m *Message) []string {
	var list []string
	for _, p := range m.Calendars {
		path := p.Path
		if p.DuplicateOf != nil {
			path += "=" + p.DuplicateOf.Path
		}
		list = append(list, path)
	}
	return list
}

func texts(list []invite.Address) (out []string) {
	for _, a := range list {
		out = append(out, a.String())
	}
	return out
}

func TestSamples(t *testing.T) {
	for _, s := range []struct {
		file, sender, to, subject, paths, uids, kinds string
	}{
		{"gmail_forward.eml", "ann@acme.example", "assistant@acme.example", "Fwd: Invitation: Quarterly review @ Tue 10 Mar 2026 3pm - 4pm (CET)", "2", "quarterly-1@acme.example", ""},
		{"outlook_invitation.eml", "bo@globex.example", "assistant@acme.example ann@acme.example", "Abschlussgespräch with Acme", "3", "040000008200E00074C5B7101A82E00800000000MADEUP", ""},
		{"forward_as_attachment.eml", "ann@acme.example", "assistant@acme.example", "Fwd: Kick-off", "2.1.2", "kickoff-1@globex.example", ""},
		{"direct_invitation.eml", "bo@globex.example", "assistant+emea@acme.example", "Invitation: Café talk @ Tue 10 Mar", "1.2 2=1.2", "cafe-1@globex.example", ""},
		{"mbox.eml", "ann@acme.example", "assistant@acme.example", "please record", "", "stand-up-1@globex.example", "mbox another header inline"},
		{"broken_types.eml", "bo@globex.example", "ann@acme.example assistant@acme.example", "Brücke für alle", "2", "bridge-1@globex.example", "blank header address type boundary encoding unread truncated"},
	} {
		t.Run(s.file, func(t *testing.T) {
			m := sample(t, s.file, Options{})
			assert.Equal(t, s.sender, m.Sender.Address.String())
			assert.Equal(t, s.to, strings.Join(texts(m.To), " "))
			assert.Equal(t, s.subject, m.Subject)
			assert.Equal(t, s.paths, strings.Join(paths(m), " "))
			assert.Equal(t, s.uids, strings.Join(uids(m), " "))
			assert.Equal(t, s.kinds, strings.Join(kinds(m), " "))
			assert.Equal(t, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), m.Date.Truncate(24*time.Hour))
			require.Len(t, m.Events(), 1)
		})
	}
}

func TestSamplesAreTheSameWithAnyEndsOfLines(t *testing.T) {
	files, err := filepath.Glob("testdata/*.eml")
	require.NoError(t, err)
	require.Len(t, files, 6)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		want := read(t, string(data))
		for name, end := range map[string]string{"CRLF": "\r\n", "CR": "\r", "CRCRLF": "\r\r\n"} {
			t.Run(filepath.Base(file)+" "+name, func(t *testing.T) {
				m := read(t, strings.ReplaceAll(string(data), "\n", end))
				assert.Equal(t, want.Subject, m.Subject)
				assert.Equal(t, want.Sender, m.Sender)
				assert.Equal(t, paths(want), paths(m))
				assert.Equal(t, uids(want), uids(m))
				assert.Equal(t, want.Date, m.Date)
				assert.Equal(t, want.Calendars[0].Line, m.Calendars[0].Line, "lines are counted alike")
			})
		}
	}
}

func TestCarriageReturnsButForOneLineFeed(t *testing.T) {
	files, err := filepath.Glob("testdata/*.eml")
	require.NoError(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		want := read(t, string(data))
		lines := strings.SplitAfter(string(data), "\n")
		for i := range lines {
			if lines[i] == "\n" {
				continue // with the carriage return before it it ends one line
			}
			text := strings.ReplaceAll(strings.Join(lines[:i], ""), "\n", "\r") + lines[i] + strings.ReplaceAll(strings.Join(lines[i+1:], ""), "\n", "\r")
			m := read(t, text)
			assert.Equal(t, want.Subject, m.Subject, "%s:%d", file, i+1)
			assert.Equal(t, paths(want), paths(m))
			assert.Equal(t, uids(want), uids(m))
			atEnd := strings.Trim(strings.Join(lines[i+1:], ""), "\n") == ""
			assert.Equal(t, !atEnd, m.Sender.IsZero(), "others may see another sender")
		}
	}
}

func TestDirectInvitation(t *testing.T) {
	m := sample(t, "direct_invitation.eml", Options{})
	assert.Equal(t, "Bo Berg", m.Sender.Name)
	assert.Equal(t, []string{"recorder-inbox@acme.example", "assistant+emea@acme.example"}, texts(m.Delivered))
	assert.Equal(t, "invite-77@globex.example", m.MessageID)
	first, second := m.Calendars[0], m.Calendars[1]
	assert.Equal(t, Part{Path: "1.2", Line: 28, Type: "text/calendar", Method: invite.MethodRequest, Content: first.Content, Calendar: first.Calendar}, *first)
	assert.Equal(t, Part{Path: "2", Line: 41, Type: "application/ics", Name: "invite.ics", Content: second.Content, Calendar: first.Calendar, DuplicateOf: first}, *second)
	assert.NotEqual(t, first.Content, second.Content, "one has CRLF, the other LF")
	assert.Equal(t, "Café talk", m.Events()[0].Invite.Title)
}

func TestForwardAsAttachment(t *testing.T) {
	m := sample(t, "forward_as_attachment.eml", Options{AuthServer: "mx.acme.example"})
	assert.Equal(t, "ann@acme.example", m.Sender.Address.String(), "who forwards is who asks")
	assert.Equal(t, 1, m.Calendars[0].Depth)
	assert.Equal(t, Auth{}, m.Auth, "results in the attached mail are none of the mail's")
	assert.False(t, m.Authenticated())
}

func TestMailsThatAreNoASCII(t *testing.T) {
	text := head + "Subject: Br\u00fccke\nContent-Type: text/calendar\n\n" + calendarOf("one@acme.example")
	for name, data := range map[string]string{
		"a byte order mark": "\ufeff" + text,
		"UTF-16":            string(utf16Of(text, false)),
		"big-endian UTF-16": "\xfe\xff" + string(utf16Of(text, true)),
		"UTF-16 with CRLF":  "\xff\xfe" + string(utf16Of(strings.ReplaceAll(text, "\n", "\r\n"), false)),
	} {
		t.Run(name, func(t *testing.T) {
			m := read(t, data)
			assert.Equal(t, "ann@acme.example", m.Sender.Address.String())
			assert.Equal(t, "Brücke", m.Subject)
			assert.Equal(t, []string{"one@acme.example"}, uids(m))
			assert.Equal(t, []string{"charset"}, kinds(m))
			assert.Equal(t, "Brücke", m.Events()[0].Invite.Title)
		})
	}
}

func TestLinesOfAttachedMails(t *testing.T) {
	const inner = "Subject: inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\nContent-Type: text/calendar\n\n"
	cal := calendarOf("one@acme.example")
	m := read(t, head+"Content-Type: message/rfc822\n\n"+inner+cal)
	assert.Equal(t, "1.1", m.Calendars[0].Path)
	assert.Equal(t, 9, m.Calendars[0].Line, "the line of the input")
	m = read(t, head+"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"+encode(inner+cal, 10))
	assert.Equal(t, "1.1", m.Calendars[0].Path)
	assert.Equal(t, 5, m.Calendars[0].Line, "the line of the decoded mail")
}

func TestOneCalendarIsReadWhereverItIs(t *testing.T) {
	cal := calendarOf("one@acme.example")
	encoded := base64.StdEncoding.EncodeToString([]byte(cal))
	quoted := strings.NewReplacer("=", "=3D", "ü", "=C3=BC").Replace(cal)
	latin := strings.ReplaceAll(cal, "ü", "\xfc")
	const mixed = "Content-Type: multipart/mixed; boundary=b\n\n"
	for _, c := range []struct{ rule, body, path, kinds string }{
		{"the mail is the calendar", "Content-Type: text/calendar\n\n" + cal, "", ""},
		{"base64", "Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n" + encoded, "", ""},
		{"quoted-printable", "Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n\n" + quoted, "", ""},
		{"Latin-1", "Content-Type: text/calendar; charset=iso-8859-1\n\n" + latin, "", ""},
		{"Latin-1 that does not say so", "Content-Type: text/calendar\n\n" + latin, "", ""},
		{"UTF-8 that says it is Latin-1", "Content-Type: text/calendar; charset=iso-8859-1\n\n" + cal, "", "charset"},
		{"KOI8 in a text", "Content-Type: text/plain; charset=koi8-r\n\n\xf0\xf2\n" + strings.ReplaceAll(cal, "ü", "u"), "", "inline"},
		{"UTF-16 in base64", "Content-Type: text/calendar; charset=utf-16\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(utf16Of(cal, false)), "", ""},
		{"UTF-16 that does not say so", "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(utf16Of(cal, true)), "", ""},
		{"UTF-8 that says it is UTF-16", "Content-Type: text/calendar; charset=utf-16\n\n" + cal, "", "charset"},
		{"a charset that nobody knows", "Content-Type: text/calendar; charset=x-klingon\n\n" + cal, "", "charset"},
		{"a charset that cannot be decoded", "Content-Type: text/calendar; charset=iso-2022-kr\n\n" + cal, "", "charset"},
		{"a file name", "Content-Type: application/octet-stream; name=Invite.ICS\n\n" + cal, "", ""},
		{"a file name in the disposition", "Content-Type: text/plain\nContent-Disposition: attachment; filename=\"invite.ics\"\n\n" + cal, "", ""},
		{"a file name of RFC 2231", "Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''einladung%20%C3%BC.ics\n\n" + cal, "", ""},
		{"a file name in Latin-1 of RFC 2231", "Content-Type: text/plain\nContent-Disposition: attachment; filename*=iso-8859-1''einladung%20%FC.ics\n\n" + cal, "", ""},
		{"a file name with a blank at its end", "Content-Type: image/png; name=\"invite.ics \"\n\n" + cal, "", ""},
		{"a type of Outlook and a file name", "Content-Type: application/vnd.ms-outlook; name=invite.ics\n\n" + cal, "", ""},
		{"a mail that is signed", "Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/calendar\n\n" + cal + "\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIG\n--b--\n", "1", ""},
		{"a digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n" + encoded + "\n--b--\n", "1.1", ""},
		{"a digest with a part that says what it is", "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "1", ""},
		{"a zip that is none", "Content-Type: application/zip; name=invite.zip\n\n" + cal, "", ""},
		{"beside a uuencoded file", "\nbegin 644 more.ics\n`\nend\n" + cal, "", "unread inline"},
		{"nothing but its first line tells", "Content-Type: application/x-made-up\nContent-Transfer-Encoding: base64\n\n" + encoded, "", ""},
		{"HTML that is none", "Content-Type: text/html\n\n" + cal, "", ""},
		{"a text that is a calendar", "\n" + cal, "", ""},
		{"no empty line before it", cal, "", "no_blank"},
		{"a line with blanks before it", "Subject: x\n \t\n" + cal, "", "no_blank"},
		{"in a text", "\nHello,\nplease come:\n\n" + cal + "\nBo\n", "", "inline"},
		{"quoted in a text", "\nBo wrote:\n> " + strings.ReplaceAll(strings.TrimSuffix(cal, "\n"), "\n", "\n> ") + "\n> Bo\n", "", "inline"},
		{"cut off in a text", "\nHello\n" + strings.TrimSuffix(cal, "END:VCALENDAR\n"), "", "inline"},
		{"a part", mixed + "--b\n\nHello\n--b\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "2", ""},
		{"a part with blanks after its boundary", mixed + "--b \t\nContent-Type: text/calendar\n\n" + cal + "--b-- \n", "1", ""},
		{"a part after the last boundary", mixed + "--b\n\nHello\n--b--\n\n--b\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "2", ""},
		{"a part after the last boundary that is not ended", mixed + "--b\n\nHello\n--b--\n\n--b\nContent-Type: text/calendar\n\n" + cal, "2", "truncated"},
		{"a part whose header comes late", mixed + "--b\n\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n" + encoded + "\n--b--\n", "1", "blank"},
		{"no last boundary", mixed + "--b\nContent-Type: text/calendar\n\n" + cal, "1", "truncated"},
		{"a boundary at the very end", mixed + "--b\nContent-Type: text/calendar\n\n" + cal + "--b", "1", "truncated"},
		{"another boundary", mixed + "--c\nContent-Type: text/calendar\n\n" + cal + "--c--\n", "1", "boundary"},
		{"no boundary named", "Content-Type: multipart/mixed\n\n--c\nContent-Type: text/calendar\n\n" + cal + "--c--\n", "1", "boundary"},
		{"no boundary at all", mixed + "Hello\n" + cal, "", "boundary inline"},
		{"one boundary for two levels", mixed + "--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/calendar\n\n" + cal + "--b--\n--b--\n", "2", "boundary"},
		{"a boundary that begins like another", mixed + "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: text/calendar\n\n" + cal + "--bb--\n--b--\n", "1.1", ""},
		{"an inner multipart that is not ended", mixed + "--b\nContent-Type: multipart/mixed; boundary=i\n\n--i\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "1.1", "truncated"},
		{"a multipart with a transfer encoding", "Content-Transfer-Encoding: quoted-printable\n" + mixed + "--b\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "1", ""},
		{"an attached mail", mixed + "--b\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "1.1", ""},
		{"an attached mail in base64", mixed + "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("Subject: inner\nContent-Type: text/calendar\n\n"+cal)) + "\n--b--\n", "1.1", ""},
		{"an attached mail by its file name", mixed + "--b\nContent-Type: application/octet-stream; name=x.eml\n\n\nSubject: inner\nContent-Type: text/calendar\n\n" + cal + "--b--\n", "1.1", "blank"},
		{"an attached mail of an mbox", mixed + "--b\nContent-Type: message/rfc822\n\nFrom x@y.example Mon Mar  2 10:00:00 2026\nSubject: inner\n\n" + cal + "--b--\n", "1.1", "mbox"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, head+c.body)
			assert.Equal(t, []string{c.path}, paths(m))
			require.Equal(t, []string{"one@acme.example"}, uids(m))
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
			assert.Contains(t, []string{"Brücke", "Brucke"}, m.Events()[0].Invite.Title)
			assert.Equal(t, "ann@acme.example", m.Sender.Address.String())
		})
	}
}

// utf16Of returns text in UTF-16 without a byte order mark. Its characters are
// those of Latin-1.
func utf16Of(text string, big bool) []byte {
	var out []byte
	for _, r := range text {
		if big {
			out = append(out, 0, byte(r))
		} else {
			out = append(out, byte(r), 0)
		}
	}
	return out
}

func TestCalendarsThatAreNotRead(t *testing.T) {
	cal := calendarOf("one@acme.example")
	for _, c := range []struct{ rule, body, kinds string }{
		{"pasted into HTML", "Content-Type: text/html\n\n<p>" + strings.ReplaceAll(cal, "\n", "<br>\n"), "unread"},
		{"TNEF", "Content-Type: application/ms-tnef; name=winmail.dat\n\n" + cal, "unread"},
		{"TNEF by its signature", "Content-Type: application/octet-stream; name=ATT1.dat\nContent-Transfer-Encoding: base64\n\n" + encode("\x78\x9f\x3e\x22\x01\x00", 60), "unread"},
		{"no TNEF", "Content-Type: application/octet-stream; name=ATT1.dat\nContent-Transfer-Encoding: base64\n\n" + encode("\x78\x9f\x3e\x21\x01\x00", 60), ""},
		{"S/MIME by its file name", "Content-Type: application/octet-stream; name=smime.p7m\n\n" + cal, "unread"},
		{"a signature", "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIG", ""},
		{"PGP", "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--\n", "unread"},
		{"PGP in a text", "\n-----BEGIN PGP MESSAGE-----\n\nhQ==\n", "unread"},
		{"a text that PGP signs", "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nHello\n", ""},
		{"a calendar in JSON", "Content-Type: application/calendar+json\n\n[]", "unread"},
		{"a calendar in XML", "Content-Type: application/calendar+xml\n\n<icalendar/>", "unread"},
		{"TNEF by its file name", "Content-Type: application/octet-stream; name=WINMAIL.DAT\n\n" + cal, "unread"},
		{"an Outlook message", "Content-Type: application/octet-stream; name=x.msg\n\n" + cal, "unread"},
		{"an encrypted mail", "Content-Type: application/pkcs7-mime\n\n" + cal, "unread"},
		{"a zip", "Content-Type: application/zip; name=invite.zip\nContent-Transfer-Encoding: base64\n\n" + encode("PK\x03\x04", 60), "unread"},
		{"a zip by its type", "Content-Type: application/x-zip-compressed\n\nPK", "unread"},
		{"a zip by its file name", "Content-Type: application/octet-stream; name=Invite.ZIP\n\nPK", "unread"},
		{"a zip that calls itself a text", "Content-Type: text/plain; name=invite.zip\n\nPK", "unread"},
		{"a zip that calls itself a picture", "Content-Type: image/png; name=invite.zip\n\nPK", "unread"},
		{"uuencoded", "\nHello\nbegin 644 invite.ics\n/0D5'24XZ5D-!3$5.1$%2\n`\nend\n", "unread"},
		{"uuencoded, with CRLF and blanks in its name", "\r\nbegin 0666 Our Invite.ICS \r\n`\r\nend\r\n", "unread"},
		{"uuencoded in base64", "\nbegin-base64 644 invite.ics\nQkVHSU4=\n====\n", "unread"},
		{"a uuencoded zip", "\nbegin 644 invite.zip\n`\nend\n", "unread"},
		{"uuencoded winmail.dat", "\nbegin 600 WINMAIL.DAT\n`\nend\n", "unread"},
		{"a uuencoded mail after a picture", "\nbegin 644 x.png\n`\nend\nbegin 644 x.eml\n`\nend\n", "unread"},
		{"uuencoded, not in a text", "Content-Type: application/octet-stream\n\nbegin 644 invite.ics\n`\nend\n", "unread"},
		{"a uuencoded picture", "\nbegin 644 x.png\n`\nend\n", ""},
		{"a text about files", "\nbegin with invite.ics\nbegin 9 invite.ics\nbegin  invite.ics\nend 644 invite.ics\n", ""},
		{"what macOS keeps beside a file", "Content-Type: application/applefile; name=invite.ics\nContent-Transfer-Encoding: base64\n\nAAUWBwACAAA=", ""},
		{"a picture", "Content-Type: image/png\n\n" + cal, ""},
		{"a document", "Content-Type: application/pdf\n\n%PDF\n" + cal, ""},
		{"a calendar that is none", "Content-Type: text/calendar\n\nHello\n", "calendar"},
		{"a text", "\nHello\n", ""},
		{"nothing", "", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, head+c.body)
			assert.Empty(t, m.Calendars)
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
			for _, n := range m.Notes {
				assert.True(t, n.Lossy)
			}
		})
	}
}

func TestABadPartCostsOnlyItself(t *testing.T) {
	m := read(t, head+"Content-Type: multipart/mixed; boundary=b\n\n"+
		"--b\nContent-Type: text/calendar\n\nnot a calendar\n"+
		"--b\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n!!!!\n"+
		"--b\nContent-Type: text/calendar\n\n"+calendarOf("good@acme.example")+"--b--\n")
	assert.Equal(t, []string{"3"}, paths(m))
	assert.Equal(t, []string{"good@acme.example"}, uids(m))
	require.Len(t, m.Notes, 3)
	assert.Equal(t, Note{Part: "1", Line: 6, Kind: NoteCalendar, Was: "not a calendar", Lossy: true, Err: m.Notes[0].Err}, m.Notes[0])
	assert.ErrorIs(t, m.Notes[0].Err, ics.ErrNoCalendar)
	assert.Equal(t, "2", m.Notes[1].Part)
	assert.Equal(t, NoteEncoding, m.Notes[1].Kind)
	assert.Equal(t, 13, m.Notes[1].Line, "the line of the body")
	assert.Error(t, m.Notes[1].Err, "go-message says why")
}

func TestACalendarOverItsLimitCostsThatPart(t *testing.T) {
	data := []byte(head + "Content-Type: text/calendar\n\n" + calendarOf("big@acme.example"))
	m, err := Read(data, Options{Calendar: ics.Options{Limits: ics.Limits{Bytes: 10}}})
	require.NoError(t, err)
	require.Len(t, m.Notes, 1)
	var limit *ics.LimitError
	assert.ErrorAs(t, m.Notes[0].Err, &limit)
}

func TestMethodParameter(t *testing.T) {
	cal := calendarOf("one@acme.example")
	for _, c := range []struct {
		method string
		want   invite.Method
		kinds  string
	}{
		{"REQUEST", invite.MethodRequest, ""},
		{"request", invite.MethodRequest, ""},
		{"\" Request \"", invite.MethodRequest, ""},
		{"CANCEL", invite.MethodCancel, "method"},
		{"REQUEST (made up)", invite.MethodRequest, ""},
		{"DECLINECOUNTER", invite.MethodDeclineCounter, "method"},
		{"INVITE", invite.MethodNone, "method"},
	} {
		t.Run(c.method, func(t *testing.T) {
			m := read(t, head+"Content-Type: text/calendar; method="+c.method+"\n\n"+cal)
			assert.Equal(t, c.want, m.Calendars[0].Method)
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
		})
	}
}

func TestNoMail(t *testing.T) {
	for _, text := range []string{"", "\n\n", "\x00\x01\x02", "Hello there\nhow are you\n"} {
		_, err := Read([]byte(text), Options{})
		assert.ErrorIs(t, err, ErrNoMail, "%q", text)
	}
	m := read(t, calendarOf("bare@acme.example"))
	assert.Equal(t, []string{"bare@acme.example"}, uids(m), "a calendar alone is a mail without a header")
	assert.True(t, m.Sender.IsZero())
}

func TestAsked(t *testing.T) {
	m := read(t, "From: Ann <ann@acme.example>\nTo: bo@globex.example, Assistant@acme.example\nCc: ida@globex.example\nDelivered-To: inbox@acme.example\n\n")
	is := func(list ...string) func(invite.Address) bool {
		return func(a invite.Address) bool { return slices.Contains(list, a.String()) }
	}
	for _, c := range []struct {
		rule string
		ours func(invite.Address) bool
		want string
	}{
		{"the one that is ours", is("assistant@acme.example"), "assistant@acme.example"},
		{"the first that is ours, To before Cc", is("ida@globex.example", "bo@globex.example"), "bo@globex.example"},
		{"Cc before Delivered-To", is("ida@globex.example", "inbox@acme.example"), "ida@globex.example"},
		{"Delivered-To, as for a blind copy", is("inbox@acme.example"), "inbox@acme.example"},
		{"none is ours: where it was delivered", is(), "inbox@acme.example"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			sender, to := m.Asked(c.ours)
			assert.Equal(t, "ann@acme.example", sender.String())
			assert.Equal(t, c.want, to.String())
		})
	}
	sender, to := read(t, "Subject: x\n\n").Asked(is())
	assert.True(t, sender.IsZero())
	assert.True(t, to.IsZero())
	_, to = read(t, "Cc: ida@globex.example\n\n").Asked(is())
	assert.Equal(t, "ida@globex.example", to.String())
}

func TestMethodParameterOfACalendarWithoutMethod(t *testing.T) {
	bare := strings.Replace(calendarOf("one@acme.example"), "METHOD:REQUEST\n", "", 1)
	inEvent := strings.Replace(bare, "UID:", "METHOD:REQUEST\nUID:", 1)
	for _, c := range []struct {
		rule, cal, method    string
		ofCalendar, ofEvents invite.Method
		notes                []string
	}{
		{"a cancellation", bare, "CANCEL", invite.MethodCancel, invite.MethodCancel, []string{"no METHOD>cancel"}},
		{"an answer", bare, "reply", invite.MethodReply, invite.MethodReply, []string{"no METHOD>reply"}},
		{"an unknown one", bare, "INVITE", invite.MethodNone, invite.MethodNone, []string{"INVITE>none"}},
		{"the calendar's own counts", calendarOf("one@acme.example"), "CANCEL", invite.MethodRequest, invite.MethodRequest, []string{"cancel>request"}},
		{"the event's own counts", inEvent, "CANCEL", invite.MethodCancel, invite.MethodRequest, []string{"no METHOD>cancel", "cancel>request"}},
		{"no event", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "CANCEL", invite.MethodCancel, invite.MethodNone, []string{"no METHOD>cancel"}},
		{"no event, the calendar's own counts", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", "CANCEL", invite.MethodRequest, invite.MethodNone, nil},
		{"each calendar of a part", calendarOf("one@acme.example") + bare, "REQUEST", invite.MethodRequest, invite.MethodRequest, []string{"no METHOD>request"}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, head+"Content-Type: text/calendar; method="+c.method+"\n\n"+c.cal)
			require.Len(t, m.Calendars, 1)
			assert.Equal(t, c.ofCalendar, m.Calendars[0].Calendar.Method)
			for _, e := range m.Events() {
				assert.Equal(t, c.ofEvents, e.Invite.Method)
				assert.Equal(t, c.ofEvents == invite.MethodCancel, e.Invite.Cancelled())
			}
			var notes []string
			for _, n := range m.Notes {
				assert.Equal(t, NoteMethod, n.Kind)
				notes = append(notes, n.Was+">"+n.Made)
			}
			assert.Equal(t, c.notes, notes)
		})
	}
}

func TestMethodParameterOfADuplicate(t *testing.T) {
	bare := strings.Replace(calendarOf("one@acme.example"), "METHOD:REQUEST\n", "", 1)
	m := read(t, head+"Content-Type: multipart/mixed; boundary=b\n\n"+
		"--b\nContent-Type: application/ics\n\n"+bare+"--b\nContent-Type: text/calendar; method=CANCEL\n\n"+bare+
		"--b\nContent-Type: text/calendar; method=CANCEL\n\n"+bare+"--b--\n")
	require.Len(t, m.Events(), 1)
	assert.True(t, m.Events()[0].Invite.Cancelled(), "it is the same calendar")
	assert.Equal(t, []Note{{Part: "2", Line: 21, Kind: NoteMethod, Was: "no METHOD", Made: "cancel"}}, m.Notes)
}

// Whoever makes a message by hand may leave something out.
func TestEventsOfMessagesByHand(t *testing.T) {
	events := []ics.Event{{}}
	m := Message{Calendars: []*Part{nil, {}, {Calendar: &ics.Calendar{Events: events}}}}
	assert.Equal(t, events, m.Events())
	assert.Empty(t, (&Message{}).Events())
}
