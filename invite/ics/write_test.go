package ics

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

func icalendar(t require.TestingT, events ...Event) string {
	var b bytes.Buffer
	require.NoError(t, Write(&b, events...))
	return b.String()
}

func TestWrite(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	e := Event{Invite: invite.Invite{
		UID: "1", Sequence: 2, Stamp: date(1, 0), Method: invite.MethodRequest, Status: invite.StatusConfirmed,
		Class: invite.ClassPrivate, Title: "a, b; c\\d\ne",
		Start: date(2, 9).In(paris), End: date(2, 10).In(time.FixedZone("x", 3600)),
		RecurrenceID: date(2, 8),
		Organizer:    invite.Party{Name: `Ann "A" Archer`, Address: invite.MustAddress("a?%#@acme.example")},
		SentBy:       invite.MustAddress("assistant@acme.example"),
		Attendees:    []invite.Party{{Name: "Room", Kind: invite.CUTypeRoom, Answer: invite.PartStatDeclined}},
		Links:        []invite.Link{invite.MustLink("https://a.example/?b,c").At(invite.PlaceConference), invite.MustLink("https://b.example/")},
		DialIn:       []string{"+1 555,,1#"},
	}}
	assert.Equal(t, strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mayrecord//ics//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:1
SEQUENCE:2
DTSTAMP:20240301T000000Z
STATUS:CONFIRMED
CLASS:PRIVATE
SUMMARY:a\, b\; c\\d\ne
DTSTART;TZID=Europe/Paris:20240302T100000
DTEND:20240302T100000Z
RECURRENCE-ID:20240302T080000Z
ORGANIZER;CN="Ann ^'A^' Archer";SENT-BY="mailto:assistant@acme.example":mai
 lto:a%3F%25%23@acme.example
ATTENDEE;CN="Room";CUTYPE="ROOM";PARTSTAT="DECLINED":
CONFERENCE;VALUE=URI:tel:+1 555,,1#
CONFERENCE;VALUE=URI:https://a.example/?b,c
DESCRIPTION:<https://b.example/>
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n"), icalendar(t, e))
}

func TestWriteFolds(t *testing.T) {
	for _, title := range []string{strings.Repeat("é", 100), strings.Repeat("x", 67) + "END:VEVENT", strings.Repeat(" ", 200) + "x"} {
		text := icalendar(t, Event{Invite: invite.Invite{Title: title}})
		for line := range strings.SplitSeq(text, "\r\n") {
			assert.LessOrEqual(t, len(line), maxLine)
		}
		read := readAll(t, text)
		require.Len(t, read, 1)
		assert.Equal(t, title, read[0].Invite.Title)
	}
}

func TestWriteMethods(t *testing.T) {
	var events []Event
	for _, m := range invite.AllMethods() {
		events = append(events, Event{Invite: invite.Invite{Method: m}}, Event{Invite: invite.Invite{Method: m}})
	}
	read := readAll(t, icalendar(t, events...))
	require.Len(t, read, len(events))
	for i, e := range read {
		assert.Equal(t, events[i].Invite.Method, e.Invite.Method)
	}
}

func TestWriteSeries(t *testing.T) {
	input := message("REQUEST", "DTSTART;TZID=Europe/Paris:20240301T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=9\nEXRULE:FREQ=WEEKLY;COUNT=2\n"+
		"EXDATE;TZID=Europe/Paris:20240303T100000\nRDATE:20240301T120000Z") +
		message("REQUEST", "DTSTART:20240305T150000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240305T090000Z") +
		message("REQUEST", "DTSTART;VALUE=DATE:20240309\nRECURRENCE-ID;VALUE=DATE:20240309")
	before := Fold(readAll(t, input))[0]
	after := Fold(readAll(t, icalendar(t, readAll(t, input)...)))[0]
	assert.NotEmpty(t, meetingsOf(&before))
	assert.Equal(t, meetingsOf(&before), meetingsOf(&after))
}

func TestWriteRecurringByHand(t *testing.T) {
	e := Event{Invite: invite.Invite{Start: date(1, 10), End: date(1, 11), Recurring: true}}
	assert.True(t, readAll(t, icalendar(t, e))[0].Invite.Recurring)
}

func TestWriteTheHourThatComesTwice(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	second := time.Date(2024, 10, 27, 1, 30, 0, 0, time.UTC).In(paris)
	assert.True(t, readAll(t, icalendar(t, Event{Invite: invite.Invite{Start: second}}))[0].Invite.Start.Equal(second))
}

func TestWriteAnAllDayEventThatEndsAtAMidnightElsewhere(t *testing.T) {
	read := func(text string) invite.Invite {
		c, err := Read([]byte(text), Options{})
		require.NoError(t, err)
		return c.Events[0].Invite
	}
	want := read(around("DTSTART;VALUE=DATE:20240301", "DTEND;TZID=Europe/Berlin:20240302T000000"))
	var b strings.Builder
	require.NoError(t, Write(&b, Event{Invite: want}))
	assert.True(t, want.End.Equal(read(b.String()).End), b.String())
}

func TestWriteError(t *testing.T) {
	assert.ErrorIs(t, Write(broken{}, Event{}), errBroken)
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestNoteKinds(t *testing.T) {
	assert.Len(t, AllNoteKinds(), len(noteKinds.Texts)-1)
	for _, k := range AllNoteKinds() {
		text, err := k.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, k.String(), string(text))
		var back NoteKind
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, k, back)
	}
	assert.Equal(t, NoteOrganizer, AllNoteKinds()[len(AllNoteKinds())-1], "every kind has a text")
	assert.False(t, noteUnset.Known())
	assert.Error(t, new(NoteKind).UnmarshalText([]byte("nonsense")))
}

func TestNotesAreShort(t *testing.T) {
	c, err := Read([]byte(around("nonsense "+strings.Repeat("é", 200))), Options{})
	require.NoError(t, err)
	require.Len(t, c.Notes, 1)
	assert.LessOrEqual(t, len(c.Notes[0].Was), maxExcerpt+len("…"))
	assert.True(t, strings.HasSuffix(c.Notes[0].Was, "é…"), c.Notes[0].Was)
}

func TestNotesOfRows(t *testing.T) {
	c, err := Read([]byte("a\nb\nc\n"+around("STATUS:CONFIRMED", "x", "y")), Options{})
	require.NoError(t, err)
	assert.Equal(t, []Note{
		{Line: 1, Until: 3, Kind: NoteJunk, Was: "a"},
		{Line: 8, Until: 9, Kind: NoteJunk, Was: "x", Lossy: true},
	}, c.Notes)
}

// What is written is read again.
func TestWriteProperty(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab \",;:\\\n^'<>é😀=%?#")))
	at := rapid.Map(rapid.Int64Range(0, 4e9), func(s int64) time.Time { return time.Unix(s, 0).UTC() })
	party := rapid.Custom(func(t *rapid.T) invite.Party {
		return invite.Party{
			Name:    strings.TrimSpace(text.Draw(t, "name")),
			Address: rapid.SampledFrom([]invite.Address{{}, invite.MustAddress("a@b.example"), invite.MustAddress("%41?b#c@d.example")}).Draw(t, "address"),
			Kind:    rapid.SampledFrom(invite.AllCUTypes()).Draw(t, "kind"),
			Answer:  rapid.SampledFrom(invite.AllPartStats()).Draw(t, "answer"),

			NonParticipant: rapid.Bool().Draw(t, "told only"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		inv := invite.Invite{
			UID: text.Draw(t, "uid"), Title: text.Draw(t, "title"), Sequence: rapid.IntRange(0, 9).Draw(t, "sequence"),
			Method: rapid.SampledFrom(invite.AllMethods()).Draw(t, "method"),
			Status: rapid.SampledFrom(invite.AllStatuses()).Draw(t, "status"),
			Class:  rapid.SampledFrom(invite.AllClasses()).Draw(t, "class"),
			Stamp:  at.Draw(t, "stamp"), Start: at.Draw(t, "start"), Organizer: party.Draw(t, "organizer"),
		}
		inv.Organizer.Kind, inv.Organizer.Answer, inv.Organizer.NonParticipant = invite.CUTypeIndividual, invite.PartStatNeedsAction, false // those of attendees only
		inv.SentBy = rapid.SampledFrom([]invite.Address{{}, invite.MustAddress("desk+x@acme.example")}).Draw(t, "sent by")
		inv.End = rapid.SampledFrom([]time.Time{{}, inv.Start, inv.Start.Add(time.Hour)}).Draw(t, "end")
		for range rapid.IntRange(0, 3).Draw(t, "attendees") {
			if p := party.Draw(t, "attendee"); !p.IsZero() {
				inv.Attendees = append(inv.Attendees, p)
			}
		}
		for i, place := range invite.AllPlaces()[1:] {
			if rapid.Bool().Draw(t, "linked") {
				inv.Links = append(inv.Links, invite.MustLink("https://x.example/"+strings.Repeat("y", i)).At(place))
			}
		}
		c, err := Read([]byte(icalendar(t, Event{Invite: inv})), Options{})
		require.NoError(t, err)
		require.Equal(t, []invite.Invite{inv}, invites(c))
	})
}
