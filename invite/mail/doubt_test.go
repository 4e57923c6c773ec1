package mail

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every kind of note that puts something in doubt is here; of the others a row says so.
func TestDoubtsOfACalendarInAMail(t *testing.T) {
	const (
		none   = ""
		all    = "organizer, attendees, time, links, state, class, title"
		spells = "organizer, attendees, links, title"
	)
	part := func(fields, calendar string) string { return head + fields + "\n" + calendar }
	ascii := strings.ReplaceAll(calendarOf("1"), "ü", "ue")
	multi := head + "Content-Type: multipart/mixed; boundary=b\n"
	rows := []struct {
		rule, input string
		note        NoteKind
		want        string
	}{
		{"a calendar without a note", part("Content-Type: text/calendar; charset=utf-8\n", calendarOf("1")), noteUnset, none},
		{"an unknown charset", part("Content-Type: text/calendar; charset=x-nothing\n", ascii), NoteCharset, spells},
		{"bytes that are none of the charset", part("Content-Type: text/calendar; charset=gb18030\n", strings.Replace(ascii, "Bruecke", "\xff", 1)), NoteCharset, spells},
		{"a title in unknown bytes, which the calendar's reader notes", part("Content-Type: text/calendar\n", strings.Replace(ascii, "Bruecke", "\xff", 1)), noteUnset, "title"},
		{"a subject in an unknown charset is none of the calendar", part("Subject: =?gb18030?q?=ff?=\nContent-Type: text/calendar\n", ascii), NoteCharset, none},
		{"a file name is none either", part("Content-Type: text/calendar; name*=gb18030''%FF.ics\n", ascii), NoteCharset, none},
		{"a mail in UTF-16, cut off", "\xfe\xff" + wide(part("Content-Type: text/calendar\n", ascii)) + "\x00", NoteCharset, spells},
		{"an encoding that is unknown", part("Content-Type: text/calendar\nContent-Transfer-Encoding: x-zip\n", ascii), NoteEncoding, all},
		{"an encoding that is broken", part("Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n", strings.Replace(ascii, "Bruecke", "a=b", 1)), NoteEncoding, all},
		{"an encoding of the mail around it", multi + "\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: x-zip\n\n" + part("Content-Type: text/calendar\n", ascii) + "\n--b--\n", NoteEncoding, all},
		{"an encoding of another part", multi + "\n--b\nContent-Transfer-Encoding: x-zip\n\nhello\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", NoteEncoding, none},
		{"no boundary", part("Content-Type: multipart/mixed\n", ascii), NoteBoundary, all},
		{"a boundary that is guessed", head + "Content-Type: multipart/mixed\n\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", NoteBoundary, none},
		{"a method that is unknown", part("Content-Type: text/calendar; method=x\n", ascii), NoteMethod, "state"},
		{"a method that the calendar contradicts", part("Content-Type: text/calendar; method=cancel\n", ascii), NoteMethod, "state"},
		{"a line of the header that was left out", part("Content-Type: text/calendar\nwhat is this\nX-A: b\n", ascii), NoteHeader, all},
		{"a line of another header", "what is this\n" + multi + "\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", NoteHeader, none},
		{"two types", part("Content-Type: text/calendar\nContent-Type: text/plain\n", ascii), NoteRepeated, all},
		{"two subjects", part("Content-Type: text/calendar\nSubject: a\nSubject: b\n", ascii), NoteRepeated, none},
		{"a sender that cannot be told is no doubt of the invite", "From: a\nFrom: b\nContent-Type: text/calendar\n\n" + ascii, NoteSender, none},
		{"a part that is not read", multi + "\n--b\nContent-Type: application/ms-tnef\n\nx\n--b\nContent-Type: text/calendar\n\n" + ascii + "\n--b--\n", NoteUnread, none},
		{"a mail that is cut off after the calendar", multi + "\n--b\nContent-Type: text/calendar\n\n" + ascii, NoteTruncated, none},
		{"a mail that is cut off in the calendar, which its reader notes", multi + "\n--b\nContent-Type: text/calendar\n\n" + strings.TrimSuffix(ascii, "END:VEVENT\nEND:VCALENDAR\n"), NoteTruncated, all},
	}
	seen := map[NoteKind]bool{}
	for _, row := range rows {
		t.Run(row.rule, func(t *testing.T) {
			m := read(t, row.input)
			require.Len(t, m.Events(), 1)
			if seen[row.note] = true; row.note != noteUnset {
				assert.Contains(t, kinds(m), row.note.String())
			}
			inv := m.Events()[0].Invite
			assert.Equal(t, row.want, inv.Doubts.String(), "%v", m.Notes)
			assert.GreaterOrEqual(t, len(inv.DoubtsFrom), inv.Doubts.Len(), "each doubt says where it comes from")
		})
	}
	for kind, doubts := range consequences {
		assert.True(t, doubts == 0 || seen[NoteKind(kind)], NoteKind(kind))
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
