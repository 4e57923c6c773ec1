package ics

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

const allDoubts = "organizer, attendees, time, links, state, class, title"

// in puts lines into the head of the calendar that around makes of an event.
func in(head, event string) string {
	return strings.Replace(event, "BEGIN:VEVENT", head+"\nBEGIN:VEVENT", 1)
}

// Every kind of note is here, and what it puts in doubt: where it is lossy, or never is,
// or is and concerns nothing that decides.
func TestDoubtOfEachKindOfNote(t *testing.T) {
	const start = "DTSTART:20240301T100000Z"
	broken := utf16Of(around("SUMMARY:a"), true)
	rows := []struct {
		kind        NoteKind
		rule, input string
		lossy       bool
		want        string
	}{
		{NoteCharset, "a title in unknown bytes", around("SUMMARY:caf\xe9"), true, "title"},
		{NoteCharset, "an address in unknown bytes", around("ATTENDEE:mailto:caf\xe9@x.example"), true, "attendees"},
		{NoteCharset, "a name in unknown bytes identifies nobody", around("ATTENDEE;CN=caf\xe9:mailto:a@x.example"), false, ""},
		{NoteCharset, "links are ASCII", around("DESCRIPTION:caf\xe9 https://zoom.us/j/1"), false, ""},
		{NoteCharset, "a title of an alarm", around("BEGIN:VALARM", "SUMMARY:caf\xe9", "END:VALARM"), true, ""},
		{NoteCharset, "UTF-16 with half a character", broken[:len(broken)-1], true, allDoubts},
		{NoteCharset, "UTF-16", broken, false, ""},
		{NoteControl, "never lossy", around("SUMMARY:a\x01"), false, ""},
		{NoteLineEnding, "never lossy", strings.ReplaceAll(around(), "\n", "\r"), false, ""},
		{NoteIndented, "never lossy", "> " + strings.ReplaceAll(around(), "\n", "\n> "), false, ""},
		{NoteJunk, "a property before all calendars", "ORGANIZER:mailto:a@x.example\n\n" + around(), true, "organizer"},
		{NoteJunk, "any other line there", "hello\n" + around(), false, ""},
		{NoteJunk, "a line in an event", around("ATTENDEE:mailto:a@x.example", "what is this"), true, allDoubts},
		{NoteJoined, "more of a UID", around("UID:", "2"), true, "state"},
		{NoteJoined, "a property after one that is not read", around("X-A:b", "Organizer : mailto:a@x.example"), true, "organizer"},
		{NoteJoined, "more of a property that is not read", around("COMMENT:a", "and b"), true, ""},
		{NoteName, "never lossy", around("SUMMARY :a"), false, ""},
		{NoteParam, "of an attendee", around(`ATTENDEE;CN="A:mailto:a@x.example`), true, "attendees"},
		{NoteParam, "of an organizer", around(`ORGANIZER;CN="A:mailto:a@x.example`), true, "organizer"},
		{NoteLongParam, "by its property", around("ORGANIZER;CN=" + strings.Repeat("a", 2000) + ":mailto:a@x.example"), true, "organizer"},
		{NoteEncoding, "that cannot be undone", around("LOCATION;ENCODING=BASE64:a"), true, "links"},
		{NoteEncoding, "with a title in unknown bytes", around("SUMMARY;ENCODING=QUOTED-PRINTABLE:caf=E9"), true, "title"},
		{NoteEncoding, "with a text in unknown bytes", around("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:caf=E9"), false, ""},
		{NoteNoCalendar, "never lossy", "BEGIN:VEVENT\n" + start + "\nEND:VEVENT\n", false, ""},
		{NoteMissingEnd, "of an alarm, which may hide more of the event", around(start, "BEGIN:VALARM", "SUMMARY:a"), true, allDoubts},
		{NoteMissingEnd, "of a task, which may hide an event that calls this one off", in("BEGIN:VTODO", around()), true, "state"},
		{NoteStrayEnd, "of an event", in("END:VEVENT", around()), true, allDoubts},
		{NoteTruncated, "in the event", strings.TrimSuffix(around(), "END:VEVENT\nEND:VCALENDAR\n"), true, allDoubts},
		{NoteTruncated, "after it: another may follow that calls it off", strings.TrimSuffix(around(), "END:VCALENDAR\n"), true, "state"},
		{NoteMisplaced, "by its property", in("ATTENDEE:mailto:a@x.example", around()), true, "attendees"},
		{NoteMisplaced, "a zone in an event counts for nothing", around("X-WR-TIMEZONE:Europe/Paris"), true, ""},
		{NoteRepeated, "a METHOD", in("METHOD:REQUEST\nMETHOD:CANCEL", around()), true, "state"},
		{NoteRepeated, "a STATUS that calls off", around("STATUS:CONFIRMED", "STATUS:CANCELLED"), true, "state"},
		{NoteRepeated, "a STATUS that is unknown", around("STATUS:CONFIRMED", "STATUS:off"), true, "state"},
		{NoteRepeated, "a STATUS that does not call off", around("STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:ACCEPTED"), false, ""},
		{NoteRepeated, "an organizer", around("ORGANIZER:mailto:a@x.example", "ORGANIZER:mailto:b@x.example"), true, "organizer"},
		{NoteRepeated, "a CLASS", around("CLASS:PUBLIC", "CLASS:PRIVATE"), true, "class"},
		{NoteRepeated, "a zone that is used", in("BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"+
			"BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE", around("DTSTART;TZID=X:20240301T100000")), true, "time"},
		{NoteRepeated, "a zone that is not", in("BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\nBEGIN:VTIMEZONE\nTZID:X\nX-LIC-LOCATION:Y\nEND:VTIMEZONE", around()), true, ""},
		{NoteMethod, "that is unknown", in("METHOD:CREATE", around()), true, "state"},
		{NoteMethod, "of an event, another than the calendar's", in("METHOD:REQUEST", around("METHOD:CANCEL")), true, "state"},
		{NoteStatus, "that is unknown", around("STATUS:off"), true, "state"},
		{NoteStatus, "that is misspelt", around("STATUS:CANCELED"), false, ""},
		{NoteClass, "never lossy: what is unknown is private", around("CLASS:TOP-SECRET"), false, ""},
		{NoteCUType, "never lossy: who is of an unknown type is a party", around("ATTENDEE;CUTYPE=X:mailto:a@x.example"), false, ""},
		{NotePartStat, "that is unknown", around("ATTENDEE;PARTSTAT=X:mailto:a@x.example"), true, "attendees"},
		{NoteAddress, "of an organizer", around("ORGANIZER:ann"), true, "organizer"},
		{NoteAddress, "of who sends for the organizer", around("ORGANIZER;SENT-BY=ann:mailto:a@x.example"), true, "organizer"},
		{NoteAddress, "of an organizer, another than EMAIL's", around("ORGANIZER;EMAIL=b@x.example:mailto:a@x.example"), true, "organizer"},
		{NoteAddress, "that is broken beside EMAIL", around("ORGANIZER;EMAIL=b@x.example:mailto:a(at)x.example"), true, "organizer"},
		{NoteAddress, "that is none beside EMAIL", around("ORGANIZER;EMAIL=b@x.example:urn:uuid:1"), false, ""},
		{NoteAddress, "of an attendee with a name", around("ATTENDEE;CN=Ann:invalid:nomail"), true, "attendees"},
		{NoteAddress, "of an attendee without one", around("ATTENDEE:invalid:nomail"), true, "attendees"},
		{NoteAddress, "of an attendee, in letters that nobody maps", around("ATTENDEE;CN=Ann:mailto:a@\u0378.example"), true, "attendees"},
		{NoteAddress, "of an attendee, with a joiner that browsers refuse", around("ATTENDEE:mailto:a@ac\u200dme.example"), true, "attendees"},
		{NoteAddress, "of an attendee, with a mark of direction", around("ATTENDEE:mailto:a@ac%E2%80%AEme.example"), true, "attendees"},
		{NoteAddress, "of an attendee, with a hyphen that is none of ASCII", around("ATTENDEE:mailto:a@acme\u2011mail.example"), true, "attendees"},
		{NoteAddress, "of an organizer, in Punycode that stands for nothing", around("ORGANIZER:mailto:a@xn--.example"), true, "organizer"},
		{NoteAddress, "of an organizer, in letters that nobody maps", around("ORGANIZER:mailto:a@\u0378.example"), true, "organizer"},
		{NoteAddress, "of who sends for the organizer, with a joiner", around("ORGANIZER;SENT-BY=\"mailto:a@ac\u200dme.example\":mailto:a@x.example"), true, "organizer"},
		{NoteAddress, "of a room, in letters that nobody maps", around("ATTENDEE;CUTYPE=ROOM:mailto:a@\u0378.example"), false, ""},
		{NoteAddress, "of a room, which is no party", around("ATTENDEE;CUTYPE=ROOM:invalid:nomail"), false, ""},
		{NoteNumber, "an older message may count", around("SEQUENCE:x"), true, "state"},
		{NoteText, "with characters that were lost", around("SUMMARY:caf\ufffd"), true, "title"},
		{NoteText, "with a wrong escape", around(`SUMMARY:a\b`), false, ""},
		{NoteTime, "that is guessed", around("DTSTART:20240301T10300Z"), true, "time"},
		{NoteTime, "of a message, which counts beside others only", around("DTSTAMP:00010101T000000Z"), true, ""},
		{NoteTime, "that is none", around("DTSTART:soon"), true, "time"},
		{NoteTime, "in an irregular form", around("DTSTART:2024-03-01T10:00:00Z"), false, ""},
		{NoteDuration, "that is none", around(start, "DURATION:soon"), true, "time"},
		{NoteDuration, "beside an end, which counts", around(start, "DTEND:20240301T110000Z", "DURATION:PT2H"), false, ""},
		{NoteNoStart, "that no start is given is certain", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n", true, ""},
		{NoteNoUID, "an event without a UID is a meeting of its own", strings.Replace(around(), "UID:1\n", "", 1), true, ""},
		{NoteEnd, "before the start", around(start, "DTEND:20240301T090000Z"), true, "time"},
		{NoteFloating, "of which nobody knows the zone", around("DTSTART:20240301T100000"), true, "time"},
		{NoteFloating, "an end", around(start, "DTEND:20240301T110000"), true, "time"},
		{NoteFloating, "in a calendar of a zone", in("X-WR-TIMEZONE:Europe/Paris", around("DTSTART:20240301T100000")), false, ""},
		{NoteFloating, "in a calendar of an unknown zone", in("X-WR-TIMEZONE:Nowhere", around("DTSTART:20240301T100000")), true, "time"},
		{NoteUnknownZone, "of the calendar, for a time that needs none", in("X-WR-TIMEZONE:Nowhere", around()), true, ""},
		{NoteUnknownZone, "of a time", around("DTSTART;TZID=Nowhere:20240301T100000"), true, "time"},
		{NoteZone, "that is guessed", around("DTSTART;TZID=\"(UTC+01:00) Nowhere\":20240301T100000"), true, "time"},
		{NoteZone, "by another name", around("DTSTART;TZID=W. Europe Standard Time:20240301T100000"), false, ""},
		{NoteZoneConflict, "that is defined otherwise", in("BEGIN:VTIMEZONE\nTZID:Europe/Paris\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE", around("DTSTART;TZID=Europe/Paris:20240301T100000")), true, "time"},
		{NoteParam, "in a zone", in("BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART;X=\"a:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE", around()), true, "time"},
		{NoteRecurrence, "a rule that cannot be read", around("RRULE:FREQ=NEVER"), true, "time"},
		{NoteLink, "that cannot be read", around("URL:https://"), true, "links"},
		{NoteLink, "that hides where it leads", around("URL:https://secure-web.cisco.com/abc"), true, "links"},
		{NoteMissingBegin, "what was before it may be lost", "BEGIN:VCALENDAR\n" + start + "\nEND:VEVENT\nEND:VCALENDAR\n", true, allDoubts},
		{NoteOrganizer, "by role", around("ATTENDEE;ROLE=OWNER:mailto:a@x.example"), true, "organizer"},
	}
	seen := map[NoteKind]bool{}
	for _, row := range rows {
		seen[row.kind] = true
		t.Run(row.kind.String()+": "+row.rule, func(t *testing.T) {
			c, err := Read([]byte(row.input), Options{})
			require.NoError(t, err)
			require.Len(t, c.Events, 1)
			found, lossy := false, false
			for _, n := range c.Notes {
				found, lossy = found || n.Kind == row.kind, lossy || n.Kind == row.kind && n.Lossy
			}
			assert.True(t, found, "%v", c.Notes)
			assert.Equal(t, row.lossy, lossy, "%v", c.Notes)
			inv := c.Events[0].Invite
			assert.Equal(t, row.want, inv.Doubts.String(), "%v", c.Notes)
			var from invite.Doubts
			for _, f := range inv.DoubtsFrom {
				from |= 1 << f.Doubt
				assert.Positive(t, f.Line)
			}
			assert.Equal(t, inv.Doubts, from, "each doubt says where it comes from")
		})
	}
	for _, kind := range AllNoteKinds() {
		assert.True(t, seen[kind], kind)
	}
}

func TestDoubtsFrom(t *testing.T) {
	doubtsFrom := func(input string, o Options) []invite.Doubtful {
		c, err := Read([]byte(input), o)
		require.NoError(t, err)
		return c.Events[len(c.Events)-1].Invite.DoubtsFrom
	}
	assert.Equal(t, []invite.Doubtful{{Doubt: invite.DoubtAttendees, Property: "ATTENDEE", Line: 4}, {Doubt: invite.DoubtState, Property: "STATUS", Line: 6}},
		doubtsFrom(around("ATTENDEE:a", "ATTENDEE:b", "STATUS:off"), Options{}), "the first line of a property, in order")
	assert.Empty(t, doubtsFrom(around("DTSTART:20240301T100000"), Options{Zone: time.UTC}), "the caller names the zone")
	two := around("DTSTART;TZID=Nowhere:20240301T100000") + around("DTSTART;TZID=Nowhere:20240301T100000")
	assert.Equal(t, []invite.Doubtful{{Doubt: invite.DoubtTime, Property: "DTSTART", Line: 10}}, doubtsFrom(two, Options{}), "each event that uses a zone")
	assert.Empty(t, doubtsFrom(around("STATUS:off")+around(), Options{}), "an event says nothing of another")
	assert.Empty(t, doubtsFrom(in("METHOD:x", around())+around(), Options{}), "nor a calendar of another")
	same := "BEGIN:VCALENDAR\nMETHOD:x\n" + strings.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 2) + "END:VCALENDAR\n"
	assert.Equal(t, []invite.Doubtful{{Doubt: invite.DoubtState, Property: "METHOD", Line: 2}}, doubtsFrom(same, Options{}), "a calendar of all its events")
}

func TestFoldJoinsDoubts(t *testing.T) {
	const series = "DTSTART:20240301T100000Z\nRRULE:FREQ=DAILY\nATTENDEE:mailto:a@x.example\nATTENDEE:mailto:b@x.example"
	rows := []struct {
		rule, want string
		messages   []string
	}{
		{"a certain update settles what was in doubt", "", []string{message("REQUEST", series, "STATUS:off"), message("REQUEST", "SEQUENCE:1", series)}},
		{"one in doubt is in doubt", "state", []string{message("REQUEST", series), message("REQUEST", "SEQUENCE:1", series, "STATUS:off")}},
		{"what may be the newer one counts", "state", []string{message("CANCEL", "SEQUENCE:x"), message("REQUEST", "SEQUENCE:1", series)}},
		{"a cancellation without a DTSTAMP may be the newer one", "state", []string{message("CANCEL", series), message("REQUEST", "DTSTAMP:20240201T000000Z", series)}},
		{"a cancellation is merged", "organizer, state", []string{message("REQUEST", series, "ORGANIZER:x"), message("CANCEL", "SEQUENCE:1", "STATUS:off", "ATTENDEE:mailto:a@x.example")}},
		{"an answer is merged", "attendees", []string{message("REQUEST", series), message("REPLY", "ATTENDEE;PARTSTAT=X:mailto:a@x.example", "SUMMARY:\ufffd")}},
		{"which meeting is called off", "time", []string{message("REQUEST", series), message("CANCEL", "RECURRENCE-ID:20240302T10300Z")}},
		{"of a copy with the same words the doubtful one counts", "title", []string{message("REQUEST", series, "SUMMARY:caf\xe9"), message("REQUEST", series, "SUMMARY:café")}},
	}
	for _, row := range rows {
		for range 2 {
			s := Fold(readAll(t, row.messages...))[0]
			assert.Equal(t, row.want, s.Master.Invite.Doubts.String(), row.rule)
			row.messages[0], row.messages[1] = row.messages[1], row.messages[0]
		}
	}
	s := Fold(readAll(t, message("REQUEST", series, "SUMMARY:\ufffd"), message("CANCEL", "RECURRENCE-ID:20240302T100000Z", "STATUS:off")))[0]
	inv, err := s.Invite(keyOf(date(2, 10)))
	require.NoError(t, err)
	assert.Equal(t, "state, title", inv.Doubts.String(), "a meeting that is called off has the doubts of what calls it off")
	inv, err = s.Invite(keyOf(date(3, 10)))
	require.NoError(t, err)
	assert.Equal(t, "title", inv.Doubts.String(), "the others have those of the series")
}

func TestWriteWritesNoDoubts(t *testing.T) {
	inv := invite.Invite{UID: "1", Start: date(1, 10)}
	certain := icalendar(t, Event{Invite: inv})
	inv.Doubts, inv.DoubtsFrom = everything, []invite.Doubtful{{Doubt: invite.DoubtTime}}
	assert.Equal(t, certain, icalendar(t, Event{Invite: inv}))
}
