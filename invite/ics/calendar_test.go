package ics

import (
	"fmt"
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
		{"a rule after the name of its property", around("RRULE:RRULE:FREQ=DAILY"), hour + " 4:recurrence"},
		{"a last moment in ISO 8601", around("RRULE:FREQ=DAILY;UNTIL=2024-03-03T10:00:00Z"), hour + " 4:recurrence"},
		{"dates in ISO 8601", around("RRULE:FREQ=DAILY", "EXDATE:2024-03-02T10:00:00Z", "RDATE:20240303T240000Z,20240305T100000Z"), hour + " 5:recurrence 6:recurrence"},
		{"a period that ends before it begins", around("RDATE;VALUE=PERIOD:20240302T100000Z/20240302T090000Z"), hour + " 4:recurrence!"},
		{"a rule that is none", around("RRULE:FREQ=DAILY", "RRULE:often"), hour + " 5:recurrence! 5:recurrence!"},
		{"dates of which one is none", around("RRULE:FREQ=DAILY", "EXDATE:20240302T100000Z,x", "RDATE:y"), hour + " 5:recurrence! 6:recurrence!"},
		{"an unknown RANGE", around("RECURRENCE-ID;RANGE=THISANDPRIOR:20240301T100000Z"), hour + " 4:recurrence!"},
		{"a rule in a changed occurrence", around("RECURRENCE-ID:20240301T100000Z", "RRULE:FREQ=DAILY"), hour + " 5:recurrence!"},
		{"a RECURRENCE-ID that is none", around("RECURRENCE-ID:x"), hour + " 4:time!"},
		{"dates with a Z, of an event on dates", around("DTSTART;VALUE=DATE:20240301", "RRULE:FREQ=DAILY", "RDATE:20230301Z", "EXDATE:20240302Z"), "03-01..03-02 6:recurrence 7:recurrence"},
		{"dates with a Z, of an event at a time", around("RRULE:FREQ=DAILY", "RDATE:20230301Z", "EXDATE:20240302Z"), hour + " 5:recurrence! 6:recurrence!"},
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
	far := func(lines ...string) string { // five hours ahead in summer
		return strings.Replace(in("10", "+0500", "20240301T100000"), "DTSTART;TZID=Europe/Paris:20240301T100000", strings.Join(lines, "\n"), 1)
	}
	head := func(text string) string {
		return strings.Replace(text, "BEGIN:VTIMEZONE", "X-WR-TIMEZONE:Europe/Paris\nBEGIN:VTIMEZONE", 1)
	}
	checkQuirks(t, []quirk{
		{"the same zone", in("10", "+0200", "20241010T100000"), "10-10 08:00.."},
		{"another summer, in summer", far("DTSTART;TZID=Europe/Paris:20240701T100000"), "07-01 08:00.. 19:zone_conflict!"},
		{"another summer, in winter", far("DTSTART;TZID=Europe/Paris:20240301T100000"), "03-01 09:00.."},
		{"another summer, in winter and again", far("DTSTART;TZID=Europe/Paris:20240301T100000", "RRULE:FREQ=DAILY"), "03-01 09:00.. 19:zone_conflict!"},
		{"another summer, in winter and on other dates", far("DTSTART;TZID=Europe/Paris:20240301T100000", "RDATE:20240701T100000Z"), "03-01 09:00.. 19:zone_conflict!"},
		{"another summer, one of several meetings", far("DTSTART:20240301T090000Z", "RECURRENCE-ID;TZID=Europe/Paris:20240301T100000"), "03-01 09:00.. 20:zone_conflict!"},
		{"another summer, the end", far("DTSTART:20240701T080000Z", "DTEND;TZID=Europe/Paris:20240701T110000"), "07-01 08:00..07-01 09:00 20:zone_conflict!"},
		{"another summer, other dates", far("DTSTART:20240301T090000Z", "RDATE;TZID=Europe/Paris:20240302T100000"), "03-01 09:00.. 20:zone_conflict!"},
		{"another summer, exceptions", far("DTSTART:20240301T090000Z", "RRULE:FREQ=DAILY", "EXDATE;TZID=Europe/Paris:20240302T100000"), "03-01 09:00.. 21:zone_conflict!"},
		{"another summer, when the message was written", far("DTSTAMP;TZID=Europe/Paris:20240701T100000", "DTSTART;TZID=Europe/Paris:20240301T100000"), "03-01 09:00.."},
		{"another summer, a date", far("DTSTART;VALUE=DATE;TZID=Europe/Paris:20240701"), "07-01..07-02"},
		{"another summer, a floating time in the calendar's zone", head(far("DTSTART:20240301T100000")), "03-01 09:00.. 2:zone_conflict! 20:floating!"},
		{"rules of another time, where they are the same", in("9", "+0200", "20240701T100000"), "07-01 08:00.."},
		{"rules of another time, where they are not", in("9", "+0200", "20241010T100000"), "10-10 08:00.. 19:zone_conflict!"},
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

// zoned is a calendar of one event with a VTIMEZONE for Foo that is so far ahead of
// UTC, after what stands above it.
func zoned(offset, head string) string {
	return "BEGIN:VCALENDAR\n" + head + "BEGIN:VTIMEZONE\nTZID:Foo\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:" + offset +
		"\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Foo:20240301T100000\nEND:VEVENT\nEND:VCALENDAR\n"
}

func TestZones(t *testing.T) {
	in := func(tzid, head string) string {
		return strings.Replace(around("DTSTART;TZID="+tzid+":20240701T100000"), "BEGIN:VEVENT", head+"BEGIN:VEVENT", 1)
	}
	floating := func(head string) string {
		return strings.Replace(around("DTSTART:20240701T100000"), "BEGIN:VEVENT", head+"BEGIN:VEVENT", 1)
	}
	definition := func(offset string) string {
		whole := zoned(offset, "")
		return whole[strings.Index(whole, "BEGIN:VTIME"):strings.Index(whole, "BEGIN:VEVENT")]
	}
	unusable := "BEGIN:VTIMEZONE\nTZID:%\nEND:VTIMEZONE\n"
	checkQuirks(t, []quirk{
		{"a label in another language is guessed by its places", in(`"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"`, ""), "07-01 08:00.. 4:zone!"},
		{"a label that is known is not guessed", in(`"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"`, ""), "07-01 08:00.. 4:zone"},
		{"of an offset it is not known when its clocks change", in(`"(UTC+01:00) Nowhere"`, ""), "07-01 09:00.. 4:zone!"},
		{"a likeness is a guess", in("Europe_Berlin", ""), "07-01 08:00.. 4:zone!"},
		{"a VTIMEZONE that cannot be used is noted, also where the name counts", in("Europe/Berlin", strings.Replace(unusable, "%", "Europe/Berlin", 1)), "07-01 08:00.. 7:zone"},
		{"a VTIMEZONE that cannot be used, of a name that is none", in("Foo", strings.Replace(unusable, "%", "Foo", 1)), "07-01 10:00.. 7:unknown_zone!"},
		{"TZ counts where X-WR-TIMEZONE is unknown", floating("X-WR-TIMEZONE:Foo\nTZ:-05\n"), "07-01 15:00.. 2:unknown_zone! 3:zone 6:floating!"},
		{"X-WR-TIMEZONE counts before TZ", floating("X-WR-TIMEZONE:Europe/Rome\nTZ:-05\n"), "07-01 08:00.. 6:floating"},
		{"two VTIMEZONEs of one name in the second calendar", around() + zoned("+0300", definition("+0200")), hour + " | 03-01 07:00.. 18:repeated! 26:zone"},
		{"the same VTIMEZONE in the second calendar", zoned("+0300", "") + zoned("+0300", definition("+0300")), "03-01 07:00.. | 03-01 07:00.. 11:zone 31:zone"},
		{"the same VTIMEZONE again after another in the second calendar", zoned("+0300", "") + zoned("+0300", definition("+0200")), "03-01 07:00.. | 03-01 07:00.. 11:zone 23:repeated! 31:zone"},
	})
}

func TestZoneNotes(t *testing.T) {
	for tzid, want := range map[string]string{
		`"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"`: "Europe/Amsterdam: the text names a place with that offset",
		"UTC+11":        "UTC+1100: the text states an offset only; when its clocks change is unknown",
		"europe/berlin": "Europe/Berlin",
		"Foo":           "",
	} {
		c, err := Read([]byte(around("DTSTART;TZID="+tzid+":20240701T100000")), Options{})
		require.NoError(t, err)
		require.Len(t, c.Notes, 1)
		assert.Equal(t, want, c.Notes[0].Made)
	}
}

// zonesWith is n VTIMEZONEs with a line that is theirs, each used once.
func zonesWith(n int, line string) string {
	var b strings.Builder
	for i := range n {
		one := strings.ReplaceAll(zoned("+0300", ""), "Foo", fmt.Sprint("Foo", i))
		b.WriteString(strings.Replace(one, "TZOFF", line+"\nTZOFF", 1))
	}
	return strings.ReplaceAll(b.String(), "END:VCALENDAR\nBEGIN:VCALENDAR\n", "")
}

// TestZonesShareTheirWork checks that the VTIMEZONEs of an input can be used as long
// as there is work left for all of them together, and that the others are noted. One
// that stands in many calendars is read once.
func TestZonesShareTheirWork(t *testing.T) {
	used := func(input string) (known int) {
		c, err := Read([]byte(input), Options{})
		require.NoError(t, err)
		require.Len(t, c.Notes, len(c.Events))
		for _, n := range c.Notes {
			if n.Kind == NoteZone {
				known++
				continue
			}
			require.Equal(t, Note{n.Line, n.Line, NoteUnknownZone, n.Was, "the file's VTIMEZONE cannot be used", true}, n)
		}
		return known
	}
	const long = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20200101"
	assert.Equal(t, 10, used(zonesWith(10, long)))
	assert.Less(t, used(zonesWith(100, long)), 50)
	assert.Equal(t, used(zonesWith(100, long)), used(zonesWith(200, long)))
	assert.Less(t, used(zonesWith(1000, "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")), 50)
	assert.Equal(t, 100, used(strings.Repeat(zonesWith(1, long), 100)))
}

// TestZonesAreReadOnce checks that a VTIMEZONE costs no more for being asked for in
// many spellings.
func TestZonesAreReadOnce(t *testing.T) {
	input := func(n int) string {
		whole := zonesWith(1, "RDATE:19700101T000000"+strings.Repeat(",19700101T000000", 4*n))
		var lines strings.Builder
		for i := range n {
			spelt := []byte("abcdefghijk")
			for j := range spelt {
				spelt[j] -= byte(i>>j&1) * ('a' - 'A')
			}
			fmt.Fprintf(&lines, "EXDATE;TZID=%s:20240301T100000\n", spelt)
		}
		return strings.Replace(strings.ReplaceAll(whole, "Foo0", "abcdefghijk"), "END:VEVENT", lines.String()+"END:VEVENT", 1)
	}
	const few, factor = 100, 16
	assert.Less(t, bytesOf(input(few*factor))/bytesOf(input(few)), float64(factor*2))
}
