package mail

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSender(t *testing.T) {
	for _, c := range []struct{ rule, header, want, kinds string }{
		{"a bare address", "From: ann@acme.example", "ann@acme.example ", ""},
		{"a name", "From: Ann Lee <Ann@Acme.example>", "ann@acme.example Ann Lee", ""},
		{"a blank before the colon, which is no mbox", "From : Ann <ann@acme.example>", "ann@acme.example Ann", ""},
		{"a comment", "From: ann@acme.example (Ann (the boss) Lee)", "ann@acme.example Ann (the boss) Lee", ""},
		{"quotes", `From: "Lee, \"Ann\"" <ann@acme.example>`, `ann@acme.example Lee, "Ann"`, ""},
		{"an address as a name", `From: "bo@globex.example" <ann@acme.example>`, "ann@acme.example bo@globex.example", ""},
		{"an address in brackets in quotes", `From: "Bo <bo@globex.example>" <ann@acme.example>`, "ann@acme.example Bo <bo@globex.example>", ""},
		{"an encoded name that looks like an address", "From: =?utf-8?q?bo=40globex.example=3E?= <ann@acme.example>", "ann@acme.example bo@globex.example>", ""},
		{"a name in Latin-1", "From: N\xfa\xf1ez <ann@acme.example>", "ann@acme.example Núñez", "charset"},
		{"a comma without quotes", "From: Lee, Ann <ann@acme.example>", "ann@acme.example Lee, Ann", "address"},
		{"mailto", "From: mailto:ann@acme.example", "ann@acme.example ", ""},
		{"a group", "From: Sales: ann@acme.example;", "ann@acme.example ", ""},
		{"From counts, not Sender", "From: ann@acme.example\nSender: bo@globex.example", "ann@acme.example ", ""},
		{"From counts, not Resent-From", "From: ann@acme.example\nResent-From: bo@globex.example", "ann@acme.example ", "resent"},
		{"several mailboxes and a Sender", "From: ann@acme.example, ida@acme.example\nSender: Bo <bo@globex.example>", "bo@globex.example Bo", ""},
		{"several mailboxes", "From: ann@acme.example, ida@acme.example", " ", "sender"},
		{"several mailboxes and two Senders", "From: ann@acme.example, ida@acme.example\nSender: bo@globex.example, x@globex.example", " ", "sender"},
		{"several mailboxes and a broken Sender", "From: ann@acme.example, ida@acme.example\nSender: bo", " ", "address sender"},
		{"two From fields", "From: ann@acme.example\nFrom: bo@globex.example", " ", "sender"},
		{"two From fields that are the same", "From: ann@acme.example\nFrom: ann@acme.example", " ", "sender"},
		{"two From fields and a Sender", "From: ann@acme.example\nFrom: ida@acme.example\nSender: bo@globex.example", " ", "sender"},
		{"two From fields, one empty", "From: ann@acme.example\nFrom:", " ", "sender"},
		{"two From fields by a carriage return", "From: ann@acme.example\rFrom: bo@globex.example", " ", "line_ending address sender"},
		{"a From field by a carriage return", "Subject: hi\rFrom: boss@acme.example\nTo: x@globex.example", " ", "line_ending sender"},
		{"a From field by a carriage return, and CRLF", "Subject: hi\rFrom: boss@acme.example\r\nTo: x@globex.example\r", " ", "line_ending sender"},
		{"a From field by a carriage return, and another", "Subject: hi\rFrom: boss@acme.example\nFrom: x@globex.example", " ", "line_ending sender"},
		{"a From field by an empty line of carriage returns", "X: y\r\rFrom: boss@acme.example\nTo: x@globex.example", " ", "line_ending sender"},
		{"a From field by a carriage return, after empty lines", "\n\nX: y\rFrom: boss@acme.example", " ", "line_ending blank sender"},
		{"a From field by a carriage return, in an mbox", "From x\n\nX: y\rFrom: boss@acme.example", " ", "line_ending mbox blank sender"},
		{"a carriage return in another field", "From: ann@acme.example\nX: y\rz", " ", "line_ending sender"},
		{"a carriage return in the body", "From: ann@acme.example\n\nX: y\rz", "ann@acme.example ", "line_ending"},
		{"a carriage return in the body, after two at each end of line", "From: ann@acme.example\r\r\n\r\r\nX: y\rz", "ann@acme.example ", "line_ending"},
		{"a carriage return behind a boundary without an empty line", "From: ann@acme.example\n--b\nX: y\rz", "ann@acme.example ", "line_ending no_blank"},
		{"no From field", "Sender: ann@acme.example", " ", "sender"},
		{"an empty From field", "From: ", " ", "sender"},
		{"a name only", "From: Ann", " ", "address sender"},
		{"a domain in other letters", "From: ann@B\u00dcCHER.example", "ann@xn--bcher-kva.example ", ""},
		{"a domain in letters that only tables map", "From: ann@cu\u017ftomer.example", "ann@customer.example ", ""},
		{"a domain with a joiner that browsers refuse", "From: ann@ac\u200dme.example", " ", "address sender"},
		{"a domain in Punycode of nothing", "From: ann@xn--99999a.example", " ", "address sender"},
		{"two pairs of brackets", "From: <ann@acme.example> <bo@globex.example>", " ", "address sender"},
		{"something after the brackets", "From: <ann@acme.example> bo", " ", "address sender"},
		{"brackets that are not closed", "From: Ann <ann@acme.example", " ", "address sender"},
		{"quotes that are not closed", `From: "Ann <ann@acme.example>`, " ", "address sender"},
		{"a comment that is not closed", "From: ann@acme.example (Ann", " ", "address sender"},
		{"a route", "From: <@globex.example:ann@acme.example>", " ", "address sender"},
		{"an address as the name of a group", "From: ann@acme.example: bo@globex.example;", " ", "address sender"},
		{"an address in brackets as the name of a group", "From: <ann@acme.example>: bo@globex.example;", " ", "address sender"},
		{"an address that is folded before a colon", "From: ann@acme.example\n \n X: bo@globex.example", " ", "address sender"},
		{"a comment behind the brackets", "From: Ann Lee <ann@acme.example> (made up)", "ann@acme.example Ann Lee", ""},
		{"an address in a comment", "From: ann@acme.example (<bo@globex.example>)", "ann@acme.example <bo@globex.example>", ""},
		{"control characters in a name", "From: =?utf-8?Q?Ann=0D=0ATo=3A_x=00?= <ann@acme.example>", "ann@acme.example Ann  To: x ", "word"},
		{"control characters in a name as they are", "From: Ann\x01 Lee <ann@acme.example>", "ann@acme.example Ann  Lee", "word"},
		{"a good and a broken mailbox", "From: <ann@acme.example>, <bo>", " ", "address sender"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, c.header+"\n\n")
			assert.Equal(t, c.want, m.Sender.Address.String()+" "+m.Sender.Name)
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
		})
	}
}

func TestRecipients(t *testing.T) {
	for _, c := range []struct{ rule, header, want, kinds string }{
		{"several", "To: a@x.example, B <b@x.example> , c@x.example (C)", "a@x.example b@x.example c@x.example", ""},
		{"semicolons", "To: a@x.example; b@x.example;", "a@x.example b@x.example", ""},
		{"empty entries", "To: , a@x.example,,;", "a@x.example", ""},
		{"several fields", "To: a@x.example\nTo: b@x.example", "a@x.example b@x.example", ""},
		{"the same one twice", "To: a@x.example, A@X.example", "a@x.example", ""},
		{"folded", "To: a@x.example,\n\tb@x.example", "a@x.example b@x.example", ""},
		{"an empty group", "To: undisclosed-recipients:;", "", ""},
		{"a group and others", "To: Team: a@x.example, b@x.example;, c@x.example", "a@x.example b@x.example c@x.example", ""},
		{"a bad one costs only itself", "To: a@x.example, <nobody>, b@x.example", "a@x.example b@x.example", "address"},
		{"an empty pair of brackets", "To: <>, a@x.example", "a@x.example", "address"},
		{"an escaped bracket in a comment", `To: a@x.example (\) <b@x.example>)`, "a@x.example", ""},
		{"names without addresses", "To: ann, bo", "", "address"},
		{"an empty name in quotes", `To: "" <a@x.example>`, "a@x.example", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, "From: ann@acme.example\n"+c.header+"\n\n")
			assert.Equal(t, c.want, strings.Join(texts(m.To), " "))
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
		})
	}
}

func TestDelivered(t *testing.T) {
	m := read(t, "Envelope-To: c@x.example\nX-Original-To: b@x.example\nDelivered-To: a@x.example\nDelivered-To: B@x.example\nFrom: ann@acme.example\n\n")
	assert.Equal(t, []string{"a@x.example", "b@x.example", "c@x.example"}, texts(m.Delivered))
	assert.Empty(t, m.To)
	m = read(t, "Delivered-To: mailing list team@lists.example\nFrom: ann@acme.example\n\n")
	assert.Equal(t, []string{"team@lists.example"}, texts(m.Delivered))
	assert.Empty(t, m.Notes)
	m = read(t, "Bcc: c@x.example\nX-Delivered-To: b@x.example\nX-Envelope-To: a@x.example\nFrom: ann@acme.example\n\n")
	assert.Equal(t, []string{"a@x.example", "b@x.example", "c@x.example"}, texts(m.Delivered))
}

func TestDate(t *testing.T) {
	want := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, text := range []string{
		"Mon, 2 Mar 2026 09:00:00 +0000", "Mon, 02 Mar 2026 10:00:00 +0100", "2 Mar 2026 09:00 +0000",
		"Mon, 2 Mar 2026 09:00:00 GMT", "Mon, 2 Mar 2026 04:00:00 EST", "Mon, 2 Mar 2026 01:00:00 -0800 (PST)",
		"Monday, 2 Mar 26 09:00:00 +0000", "2 Mar 26 09:00 Z", "Mon,2 Mar 2026 09:00:00 +0000", "Mon  2  Mar 2026 09:00:00 UT",
		"Mon, 2 Mar 2026 10:00:00 +01:00", "Mon, 2 Mar 2026 10:00:00 GMT+0100", "Mon, 2 Mar 2026 09:00:00",
		"Mon Mar  2 09:00:00 2026", "2026-03-02T09:00:00Z", "Mon, (a (nested) comment) 2 Mar 2026 09:00:00 +0000 )",
	} {
		got, ok := parseDate(strings.TrimSuffix(text, " )"))
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "yesterday", "Mon", "Mon, 2 Mar 2026 25:00:00 +0000", "Mon, 2 Mar 2026 09:00:00 XYZ", "31 Feb 2026 09:00 +0000"} {
		got, ok := parseDate(text)
		assert.False(t, ok, text)
		assert.True(t, got.IsZero(), text)
	}
	m := read(t, "From: ann@acme.example\nDate: some day\n\n")
	assert.Equal(t, []string{"date"}, kinds(m))
	assert.True(t, m.Date.IsZero())
}

func TestSubject(t *testing.T) {
	for _, c := range []struct{ rule, text, want, kinds string }{
		{"plain", "Quarterly review", "Quarterly review", ""},
		{"folded", "Quarterly\n review", "Quarterly review", ""},
		{"a tab", "Quarterly\treview", "Quarterly\treview", ""},
		{"control characters that are encoded", "=?utf-8?Q?a=0Ab=7Fc=C2=85d?=", "a b c d", "word"},
		{"UTF-8 as it is", "Brücke", "Brücke", ""},
		{"Latin-1 as it is", "Br\xfccke", "Brücke", "charset"},
		{"Q", "=?utf-8?Q?Br=C3=BCcke_1?=", "Brücke 1", ""},
		{"B", "=?UTF-8?B?QnLDvGNrZQ==?=", "Brücke", ""},
		{"B without padding", "=?UTF-8?b?QnLDvGNrZQ?=", "Brücke", ""},
		{"Latin-1", "=?iso-8859-1?Q?Br=FCcke?=", "Brücke", ""},
		{"Japanese", "=?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=", "会議", ""},
		{"with a language", "=?utf-8*de?Q?Br=C3=BCcke?=", "Brücke", ""},
		{"blanks between words do not count", "=?utf-8?Q?a?= \n =?utf-8?Q?b?=", "ab", ""},
		{"blanks around words count", "Re: =?utf-8?Q?a?= b =?utf-8?Q?c?= d", "Re: a b c d", ""},
		{"words in two charsets", "=?utf-8?Q?=C3=BC?= =?iso-8859-1?Q?=FC?=", "üü", ""},
		{"a character cut in two", "=?utf-8?Q?Br=C3?= =?utf-8?Q?=BCcke?=", "Brücke", ""},
		{"words without blanks between", "=?utf-8?Q?a?==?utf-8?Q?b?=c", "abc", ""},
		{"a blank in a word", "=?utf-8?Q?Br=C3=BCcke eins?=", "Brücke eins", ""},
		{"a broken escape", "=?utf-8?Q?100=%?=", "100=%", ""},
		{"lower-case digits", "=?utf-8?q?Br=c3=bccke?=", "Brücke", ""},
		{"an unknown charset", "=?x-klingon?Q?abc?=", "abc", "word"},
		{"an unknown encoding", "=?utf-8?Z?abc?=", "=?utf-8?Z?abc?=", ""},
		{"a word that is not ended", "=?utf-8?Q?abc", "=?utf-8?Q?abc", ""},
		{"a word that is hardly begun", "a =?utf-8", "a =?utf-8", ""},
		{"a word without a charset", "=??Q?abc?=", "=??Q?abc?=", ""},
		{"a word that is not ended before another", "=?utf-8?Q?a =?utf-8?Q?b?=", "=?utf-8?Q?a b", ""},
		{"question marks", "=?=?=?", "=?=?=?", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m := read(t, "From: ann@acme.example\nSubject: "+c.text+"\n\n")
			assert.Equal(t, c.want, m.Subject)
			assert.Equal(t, c.kinds, strings.Join(kinds(m), " "))
		})
	}
}

func TestMessageID(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"<a@b>", "a@b"}, {" a@b ", "a@b"}, {"(x) <a@b> y", "a@b"}, {"<a@b", "a@b"}, {"<\xff>", "\uFFFD"}, {"", ""},
	} {
		assert.Equal(t, c.want, messageID(c.text))
	}
}

func TestACarriageReturnAloneStandsForABlank(t *testing.T) {
	m := read(t, "Subject: hi\rTo: boss@acme.example\nFrom: ann@acme.example\n\n")
	assert.Equal(t, "hi To: boss@acme.example", m.Subject)
	assert.Empty(t, m.To)
	assert.Equal(t, Note{Line: 1, Kind: NoteLineEnding, Lossy: true}, m.Notes[0])
	m, err := Read([]byte("Authentication-Results: mx; dmarc=pass header.from=acme.example\nReceived: by mx\nX: y\rz\nFrom: ann@acme.example\n\n"), Options{AuthServer: "mx"})
	require.NoError(t, err)
	assert.False(t, m.Authenticated(), "another reader may see another sender")
}

func TestACarriageReturnAloneMovesNoBorder(t *testing.T) {
	const mail = "Received: from evil\rX by mx\nAuthentication-Results: mx; dmarc=pass header.from=acme.example\nReceived: by mx\nFrom: ann@acme.example\n\n"
	m, err := Read([]byte(mail), Options{AuthServer: "mx"})
	require.NoError(t, err)
	assert.Equal(t, Auth{}, m.Auth)
}

func TestResultsCountNothingWhereACarriageReturnHides(t *testing.T) {
	for _, mail := range []string{
		"Return-Path: x\rAuthentication-Results: mx; dmarc=pass header.from=acme.example\r\r\nReceived: by mx\nFrom: ann@acme.example\n\n",
		"A: b\rC: d\rE: f\rAuthentication-Results: mx; dmarc=pass header.from=acme.example\rReceived: by mx\nFrom: ann@acme.example\n\n",
		"A: b\rC: d\rE: f\nAuthentication-Results: mx; dmarc=pass header.from=acme.example\nReceived: by mx\nFrom: ann@acme.example\n\n",
	} {
		m, err := Read([]byte(mail), Options{AuthServer: "mx"})
		require.NoError(t, err)
		assert.Equal(t, Auth{}, m.Auth)
		assert.True(t, m.Sender.IsZero())
	}
}

func TestRepeatedFieldsAreNoted(t *testing.T) {
	m := read(t, "From: ann@acme.example\nSubject: one\nSubject: two\nDate: 2 Mar 2026 09:00 +0000\nDate: 2 Mar 2026 09:00 +0000\n\n")
	assert.Equal(t, "one", m.Subject)
	assert.Equal(t, []Note{{Line: 3, Kind: NoteRepeated, Was: "Subject: two", Made: "Subject: one", Lossy: true}}, m.Notes)
}

func TestHeaderRepairs(t *testing.T) {
	for _, c := range []struct{ rule, text, subject, body string }{
		{"as it should be", "Subject: x\n\nbody", "x", "body"},
		{"a blank before the colon", "Subject : x\n\nbody", "x", "body"},
		{"a line without a colon", "To: a@x.example\nnonsense\nSubject: x\n\nbody", "x", "body"},
		{"a name with a blank", "Spam Score: 3\nSubject: x\n\nbody", "x", "body"},
		{"a name that is no ASCII", "Betré: 3\nSubject: x\n\nbody", "x", "body"},
		{"a folded line first", " folded\nSubject: x\n\nbody", "x", "body"},
		{"a dropped line that is folded", "nonsense\n folded\n twice\nSubject: x\n\nbody", "x", "body"},
		{"a folded line belongs to the dropped one", "Subject: x\nnonsense\n folded\nTo: a@x.example\n\nbody", "x", "body"},
		{"a dropped line last", "Subject: x\nnonsense\n\nbody", "x", "body"},
		{"no empty line", "Subject: x\nbody\nmore", "x", "body\nmore"},
		{"a boundary at once", "Subject: x\n--b\nContent-Type: text/plain", "x", "--b\nContent-Type: text/plain"},
		{"no body", "Subject: x", "x", ""},
		{"a colon first", ": 3\nSubject: x\n\nbody", "x", "body"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r := &reader{o: Options{Limits: Limits{}.withDefaults()}}
			h, body, err := r.header(&entity{line: 1}, []byte(c.text))
			require.NoError(t, err)
			f, ok := h.first("Subject")
			require.True(t, ok)
			assert.Equal(t, c.subject, f.value)
			assert.Equal(t, strings.Split(c.text, "\n")[f.line-1][:7], "Subject")
			assert.Equal(t, c.body, string(body))
		})
	}
}

func TestMbox(t *testing.T) {
	const box = "From ann@acme.example Mon Mar  2 10:00:00 2026\n"
	for _, c := range []struct{ rule, text, body, kinds string }{
		{"the line before the mail", box + "Subject: x\n\nbody\n", "body\n", "mbox"},
		{"a quoted line before the mail", ">" + box + "Subject: x\n\nbody\n", "body\n", "mbox"},
		{"an empty line after it", box + "\nSubject: x\n\nbody\n", "body\n", "mbox blank"},
		{"a quoted line in the body", box + "Subject: x\n\n>From me\n>>From you\n", "From me\n>From you\n", "mbox"},
		{"another mail", box + "Subject: x\n\nbody\n\n" + box + "Subject: y\n\nother\n", "body\n\n", "mbox another"},
		{"no other mail: no header", box + "Subject: x\n\nbody\n\nFrom here on\nit is text\n", "body\n\nFrom here on\nit is text\n", "mbox"},
		{"no other mail: no empty line", box + "Subject: x\n\nbody\nFrom here on\nTo: there\n", "body\nFrom here on\nTo: there\n", "mbox"},
		{"no mbox: nothing is taken off", "Subject: x\n\n>From me\n\nFrom you\nTo: me\n", ">From me\n\nFrom you\nTo: me\n", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r := &reader{o: Options{Limits: Limits{}.withDefaults()}}
			e := entity{line: 1}
			text := r.isolate(&e, []byte(c.text))
			line := e.line
			h, body, err := r.header(&e, text)
			require.NoError(t, err)
			require.Len(t, h, 1)
			assert.Equal(t, "x", h[0].value)
			assert.True(t, strings.HasPrefix(strings.Split(c.text, "\n")[line-1], "Subject"), "line %d", line)
			assert.Equal(t, c.body, string(body))
			assert.Equal(t, c.kinds, strings.Join(kinds(&r.m), " "))
		})
	}
}
