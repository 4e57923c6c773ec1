package ics_test

import (
	"fmt"
	"os"
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
)

const weekly = `BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:weekly@acme.example
DTSTART;TZID=W. Europe Standard Time:20260304T100000
DURATION:PT1H
RRULE:FREQ=WEEKLY;
SUMMARY:Figures of the week
LOCATION:https://meet.google.com/abc-defg-hij
ORGANIZER;CN="Ann "Archer:mailto:ann@acme.example
END:VCALENDAR
`

func ExampleRead() {
	calendar, err := ics.Read([]byte(weekly), ics.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, event := range calendar.Events {
		inv := event.Invite
		fmt.Println(inv.Title, "at", inv.Start, "by", inv.Organizer.Name, inv.Links[0].Provider().Name())
	}
	for _, note := range calendar.Notes {
		fmt.Println("line", note.Line, note.Kind)
	}
	// Output:
	// Figures of the week at 2026-03-04 10:00:00 +0100 CET by Ann Archer Google Meet
	// line 5 zone
	// line 7 recurrence
	// line 10 param
	// line 11 missing_end
}

func ExampleFold() {
	const cancelled = `BEGIN:VCALENDAR
METHOD:CANCEL
BEGIN:VEVENT
UID:weekly@acme.example
SEQUENCE:1
RECURRENCE-ID:20260311T090000Z
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
`
	var messages []ics.Event
	for _, text := range []string{cancelled, weekly} { // in whatever order they came
		calendar, _ := ics.Read([]byte(text), ics.Options{})
		messages = append(messages, calendar.Events...)
	}
	series := ics.Fold(messages)[0]
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for meeting := range series.Occurrences(from, from.AddDate(0, 0, 21)) {
		fmt.Println(meeting.Start, meeting.Cancelled)
	}
	next, _ := series.At(time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC))
	fmt.Println("an answer of 5 March is for", next.Start)
	// Output:
	// 2026-03-04 10:00:00 +0100 CET false
	// 2026-03-11 10:00:00 +0100 CET true
	// 2026-03-18 10:00:00 +0100 CET false
	// an answer of 5 March is for 2026-03-18 10:00:00 +0100 CET
}

func ExampleSeries_Invite() {
	calendar, _ := ics.Read([]byte(weekly), ics.Options{})
	series := calendar.Series()[0]
	var key invite.Key // as it was kept, say, with an answer
	_ = key.UnmarshalText([]byte("2026-03-11T09:00:00Z/weekly@acme.example"))
	meeting, err := series.Invite(key)
	fmt.Println(meeting.Title, "at", meeting.Start, err)
	// Output: Figures of the week at 2026-03-11 10:00:00 +0100 CET <nil>
}

func ExampleWrite() {
	inv := invite.Invite{
		UID: "1", Title: "Kick-off", Method: invite.MethodRequest,
		Start: time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 4, 11, 0, 0, 0, time.UTC),
	}
	_ = ics.Write(os.Stdout, ics.Event{Invite: inv})
}
