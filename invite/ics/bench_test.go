package ics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
)

// typical is an invitation as a big calendar sends it: eight attendees, three
// links.
const typical = `BEGIN:VCALENDAR
PRODID:-//Example Inc//Example Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Europe/Berlin:20260304T100000
DTEND;TZID=Europe/Berlin:20260304T110000
RRULE:FREQ=WEEKLY;BYDAY=WE
DTSTAMP:20260301T091500Z
ORGANIZER;CN=Ann Archer:mailto:ann.archer@acme.example
UID:5a1b2c3d4e5f6a7b8c9d@calendar.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE
 ;CN=Ann Archer;X-NUM-GUESTS=0:mailto:ann.archer@acme.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=Ben Baker;X-NUM-GUESTS=0:mailto:ben.baker@globex.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=Cleo Carter;X-NUM-GUESTS=0:mailto:cleo@initech.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;RSVP=TRU
 E;CN=Dan Dyer;X-NUM-GUESTS=0:mailto:dan.dyer@initech.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;RSVP=TRUE
 ;CN=Eve Eaton;X-NUM-GUESTS=0:mailto:eve@acme.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=fay@umbrella.example;X-NUM-GUESTS=0:mailto:fay@umbrella.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE
 ;CN=Gus Grant;X-NUM-GUESTS=0:mailto:gus.grant@acme.example
ATTENDEE;CUTYPE=RESOURCE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE
 ;CN=Room 4;X-NUM-GUESTS=0:mailto:room4@acme.example
X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij
X-MICROSOFT-CDO-OWNERAPPTID:1234567890
CREATED:20260220T080000Z
DESCRIPTION:Agenda: figures of the week\, then questions.\n\n-::~:~::~:~:~:~:
 ~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-\nJoin 
 with the link: https://meet.google.com/abc-defg-hij\nOr dial: +49 30 5550 10
 0 PIN: 123456789#\nMore phone numbers: https://tel.meet.example/abc-defg-hij
 ?pin=1234567890123&hs=7\n-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
LAST-MODIFIED:20260301T091500Z
LOCATION:Berlin\, Room 4 https://maps.example/room4
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Weekly figures
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:This is an event reminder
TRIGGER:-P0DT0H10M0S
END:VALARM
END:VEVENT
END:VCALENDAR
`

// calendarOf returns a calendar of at least size bytes.
func calendarOf(size int) []byte {
	begin, end := strings.Index(typical, "BEGIN:VEVENT"), strings.Index(typical, "END:VCALENDAR")
	var b bytes.Buffer
	b.WriteString(typical[:begin])
	for i := 0; i == 0 || b.Len() < size; i++ {
		b.WriteString(strings.Replace(typical[begin:end], "UID:", fmt.Sprint("UID:", i, "-"), 1))
	}
	b.WriteString(typical[end:])
	return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n"))
}

// decodeRaw reads a calendar with go-ical alone.
func decodeRaw(data []byte) error {
	for decoder := ical.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := decoder.Decode(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func BenchmarkRead(b *testing.B) {
	inputs := []struct {
		name string
		data []byte
	}{
		{"invite", calendarOf(1)}, {"10KB", calendarOf(10e3)}, {"100KB", calendarOf(100e3)},
		{"1MB", calendarOf(1e6)}, {"10MB", calendarOf(10e6)},
	}
	for _, in := range inputs {
		b.Run("ics/"+in.name, func(b *testing.B) {
			b.SetBytes(int64(len(in.data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(in.data, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("go-ical/"+in.name, func(b *testing.B) {
			b.SetBytes(int64(len(in.data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := decodeRaw(in.data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
