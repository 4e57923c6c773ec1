package ics

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadRecurrence(t *testing.T) {
	checkQuirks(t, []quirk{
		{"a trailing semicolon", around("RRULE:FREQ=DAILY;COUNT=3;"), hour + " 4:recurrence"},
		{"a blank in a list", around("RRULE:FREQ=WEEKLY;BYDAY=MO, TU"), hour + " 4:recurrence"},
		{"a rule of vCalendar 1.0", around("RRULE:W1 FR #3"), hour + " 4:recurrence"},
		{"a rule that is none", around("RRULE:FREQ=DAILY", "RRULE:often"), hour + " 5:recurrence! 5:recurrence!"},
		{"dates of which one is none", around("RRULE:FREQ=DAILY", "EXDATE:20240302T100000Z,x", "RDATE:y"), hour + " 5:recurrence! 6:recurrence!"},
		{"an unknown RANGE", around("RECURRENCE-ID;RANGE=THISANDPRIOR:20240301T100000Z"), hour + " 4:recurrence!"},
		{"a RECURRENCE-ID that is none", around("RECURRENCE-ID:x"), hour + " 4:time!"},
		{"exceptions without a rule", around("EXDATE:20240302T100000Z"), hour},
	})
}

func TestZoneConflict(t *testing.T) {
	in := func(autumn, summer, start string) string {
		return "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Europe/Paris\n" +
			"BEGIN:STANDARD\nDTSTART:19900101T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=" + autumn + "\nTZOFFSETFROM:" + summer + "\nTZOFFSETTO:+0100\nEND:STANDARD\n" +
			"BEGIN:DAYLIGHT\nDTSTART:19900101T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:" + summer + "\nEND:DAYLIGHT\n" +
			"END:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Paris:" + start + "\nEND:VEVENT\nEND:VCALENDAR\n"
	}
	checkQuirks(t, []quirk{
		{"the same zone", in("10", "+0200", "20241010T100000"), "10-10 08:00..10-10 08:00"},
		{"the name counts, also in winter", in("10", "+0500", "20240301T100000"), "03-01 09:00..03-01 09:00 19:zone_conflict!"},
		{"rules of another time, where they are the same", in("9", "+0200", "20240701T100000"), "07-01 08:00..07-01 08:00"},
		{"rules of another time, where they are not", in("9", "+0200", "20241010T100000"), "10-10 08:00..10-10 08:00 19:zone_conflict!"},
	})
}

func TestZoneOfTheCaller(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	require.NoError(t, err)
	c, err := Read([]byte(strings.Replace(around("DTSTART:20240301T100000"), "BEGIN:VEVENT", "X-WR-TIMEZONE:Asia/Tokyo\nBEGIN:VEVENT", 1)), Options{Zone: rome})
	require.NoError(t, err)
	assert.True(t, date(1, 9).Equal(c.Events[0].Invite.Start), "a zone that the caller names counts before the calendar's")
	c, err = Read([]byte(around("DTSTART;VALUE=DATE:20240301")), Options{Zone: rome})
	require.NoError(t, err)
	assert.Equal(t, time.Date(2024, 3, 1, 0, 0, 0, 0, rome), c.Events[0].Invite.Start)
}

func TestMethodOfTheCalendar(t *testing.T) {
	c, err := Read([]byte(message("CANCEL", "SUMMARY:x")+message("REQUEST", "SUMMARY:x")), Options{})
	require.NoError(t, err)
	assert.Equal(t, "cancel", c.Method.String())
	assert.Equal(t, "request", c.Events[1].Invite.Method.String())
}
