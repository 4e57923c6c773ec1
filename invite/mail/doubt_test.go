package mail

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every kind of note is here, and what it puts in doubt of the calendar: where it is lossy, or
// never is, or is and concerns nothing of the calendar.
func TestDoubtOfEachKindOfNote(t *testing.T) {
	const (
		none   = ""
		all    = "organizer, attendees, time, links, state, class, title"
		spells = "organizer, attendees, links, title"
	)
	part := func(fields, calendar string) string { return head + fields + "\n" + calendar }
	ascii := strings.ReplaceAll(calendarOf("1"), "ü", "ue")
	multi := head + "Content-Type: multipart/mixed; boundary=b\n"
	rows := []struct {
		kind        NoteKind
		rule, input string
		lossy       bool
		want        string
	}{
		{noteUnset, "a calendar without a note", part("Content-Type: text/calendar; charset=utf-8\n", calendarOf("1")), false, none},
		{NoteCharset, "an unknown charset", part("Content-Type: text/calendar; charset=x-nothing\n", ascii), true, spells},
		{NoteCharset, "bytes that are none of the charset", part("Content-Type: text/calendar; charset=gb18030\n", strings.Replace(ascii, "Bruecke", "\xff", 1)), true, spells},
		{noteUnset, "a title in unknown bytes, which the calendar's reader notes", part("Content-Type: text/calendar\n", strings.Replace(ascii, "Bruecke", "\xff", 1)), false, "title"},
		{NoteCharset, "a subject in an unknown charset is none of the calendar", part("Subject: =?gb18030?q?=ff?=\nContent-Type: text/calendar\n", ascii), true, none},
		{NoteCharset, "a file name is none either", part("Content-Type: text/calendar; name*=gb18030''%FF.ics\n", ascii), true, none},
		{NoteCharset, "a mail in UTF-16, cut off", "\xfe\xff" + wide(part("Content-Type: text/calendar\n", ascii)) + "\x00", true, spells},
		{NoteEncoding, "an encoding that is unknown", part("Content-Type: text/calendar\nContent-Transfer-Encoding: x-zip\n", ascii), true, all},
		{NoteEncoding, "an encoding that is broken", part("Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n", strings.Replace(ascii, "Bruecke", "a=b", 1)), true, all},
		{NoteEncoding, "an encoding of the mail around it", multi + "\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: x-zip\n\n" + part("Content-Type: text/calendar\n", ascii) + "\n--b--\n", true, all},
		{NoteEncoding, "an encoding of another part", multi + "\n--b\nContent-Transfer-Encoding: x-zip\n\nhello\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", true, none},
		{NoteBoundary, "no boundary", part("Content-Type: multipart/mixed\n", ascii), true, all},
		{NoteBoundary, "a boundary that is guessed", head + "Content-Type: multipart/mixed\n\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", false, none},
		{NoteMethod, "a method that is unknown", part("Content-Type: text/calendar; method=x\n", ascii), true, "state"},
		{NoteMethod, "a method that the calendar contradicts", part("Content-Type: text/calendar; method=cancel\n", ascii), true, "state"},
		{NoteHeader, "a line of the header that was left out", part("Content-Type: text/calendar\nwhat is this\nX-A: b\n", ascii), true, all},
		{NoteHeader, "a line of another header", "what is this\n" + multi + "\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", true, none},
		{NoteRepeated, "two types", part("Content-Type: text/calendar\nContent-Type: text/plain\n", ascii), true, all},
		{NoteRepeated, "two subjects", part("Content-Type: text/calendar\nSubject: a\nSubject: b\n", ascii), true, none},
		{NoteSender, "a sender that cannot be told is no doubt of the invite", "From: a\nFrom: b\nContent-Type: text/calendar\n\n" + ascii, true, none},
		{NoteUnread, "a part that is not read", multi + "\n--b\nContent-Type: application/ms-tnef\n\nx\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", true, none},
		{NoteTruncated, "a mail that is cut off after the calendar", multi + "\n--b\nContent-Type: text/calendar\n\n" + ascii, false, none},
		{NoteTruncated, "a mail that is cut off in the calendar, which its reader notes", multi + "\n--b\nContent-Type: text/calendar\n\n" + strings.TrimSuffix(ascii, "END:VEVENT\nEND:VCALENDAR\n"), false, all},
		{NoteLineEnding, "of the lines of a calendar", part("Content-Type: text/calendar\n", strings.ReplaceAll(ascii, "\n", "\r\r\n")), false, none},
		{NoteLineEnding, "inside a header, which some readers see another field in", part("X-A: b\rContent-Transfer-Encoding: base64\nContent-Type: text/calendar\n", ascii), true, all},
		{NoteLineEnding, "inside the header of a mail around it", strings.Replace(multi, "To:", "X-A: b\rTo:", 1) + "\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", true, none},
		{NoteMbox, "never lossy", "From ann@acme.example Mon Mar  2 09:00:00 2026\n" + part("Content-Type: text/calendar\n", ascii), false, none},
		{NoteAnother, "what another mail says is no part of this one", "From x\n" + part("Content-Type: text/calendar\n", ascii) + "\nFrom x\nSubject: another\n\n", true, none},
		{NoteBlank, "never lossy", "\n" + part("Content-Type: text/calendar\n", ascii), false, none},
		{NoteNoBlank, "never lossy", head + "Content-Type: text/calendar\n" + ascii, false, none},
		{NoteWord, "of a subject, which is none of the calendar", part("Subject: =?x-nothing?q?=ff?=\nContent-Type: text/calendar\n", ascii), true, none},
		{NoteWord, "of a file name, which is none either", part("Content-Type: text/calendar; name=\"=?x-nothing?q?=ff?=.ics\"\n", ascii), true, none},
		{NoteDate, "when the mail was written says nothing of the meeting", part("Date: soon\nContent-Type: text/calendar\n", ascii), true, none},
		{NoteAddress, "of somebody to whom the mail went, who is not asked to come by that", part("Cc: nobody\nContent-Type: text/calendar\n", ascii), true, none},
		{NoteAddress, "that is put irregularly", part("Cc: Lee, Bea <bea@acme.example>\nContent-Type: text/calendar\n", ascii), false, none},
		{NoteResent, "never lossy: who redirected the mail is no part of the invite", part("Resent-From: bea@acme.example\nContent-Type: text/calendar\n", ascii), false, none},
		{NoteAuth, "never lossy: whether the sender is believed is no part of the invite", part("Authentication-Results: mx; dkim=pass\nContent-Type: text/calendar\n", ascii), false, none},
		{NoteType, "never lossy: a calendar is known by its first line", part("Content-Type: text/calendar; method\n", ascii), false, none},
		{NoteInline, "never lossy: the lines around a calendar are none of it", part("", "Hello\n"+ascii), false, none},
		{NoteCalendar, "of a part that cannot be read, beside one that was", multi + "\n--b\nContent-Type: text/calendar\n\nhello\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", true, none},
	}
	seen := map[NoteKind]bool{}
	for _, row := range rows {
		seen[row.kind] = true
		t.Run(row.kind.String()+": "+row.rule, func(t *testing.T) {
			m, err := Read([]byte(row.input), Options{AuthServer: "mx"})
			require.NoError(t, err)
			require.Len(t, m.Events(), 1)
			found, lossy := row.kind == noteUnset, false
			for _, n := range m.Notes {
				found, lossy = found || n.Kind == row.kind, lossy || n.Kind == row.kind && n.Lossy
			}
			assert.True(t, found, "%v", m.Notes)
			assert.Equal(t, row.lossy, lossy, "%v", m.Notes)
			inv := m.Events()[0].Invite
			assert.Equal(t, row.want, inv.Doubts.String(), "%v", m.Notes)
			assert.GreaterOrEqual(t, len(inv.DoubtsFrom), inv.Doubts.Len(), "each doubt says where it comes from")
		})
	}
	for _, kind := range AllNoteKinds() {
		assert.True(t, seen[kind], kind)
	}
}

// wide returns ASCII in UTF-16, big-endian.
func wide(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteByte(0)
		b.WriteByte(text[i])
	}
	return b.String()
}

func TestDoubtsOfTwoCopies(t *testing.T) {
	ascii := strings.ReplaceAll(calendarOf("1"), "ü", "ue")
	copied := "--b\nContent-Type: text/calendar; method=x\n\n" + ascii + "\n"
	m := read(t, head+"Content-Type: multipart/mixed; boundary=b\n\n"+copied+copied+"--b--\n")
	require.Len(t, m.Events(), 1)
	assert.Len(t, m.Events()[0].Invite.DoubtsFrom, 1, "said once")
}
