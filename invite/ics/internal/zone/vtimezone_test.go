package zone_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite/ics/internal/zone"
)

func TestVTimezone(t *testing.T) {
	newYork := part("DAYLIGHT", "19670430T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=20060402T070000Z") +
		part("STANDARD", "19671029T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z") +
		part("DAYLIGHT", "20070311T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU") +
		part("STANDARD", "20071104T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")
	single := part("DAYLIGHT", "20240331T020000", "+0100", "+0200", "RDATE:20250330T020000,20260329T020000") +
		part("STANDARD", "20241027T030000", "+0200", "+0100", "RDATE:20251026T030000")
	rows := []struct{ name, lines, at, want string }{
		{"a rule, winter", berlin, "2024-01-15T12:00:00Z", "+01:00"},
		{"a rule, summer", berlin, "2024-07-15T12:00:00Z", "+02:00"},
		{"a second before the change in spring", berlin, "2024-03-31T00:59:59Z", "+01:00"},
		{"the change in spring", berlin, "2024-03-31T01:00:00Z", "+02:00"},
		{"a second before the change in autumn", berlin, "2024-10-27T00:59:59Z", "+02:00"},
		{"the change in autumn", berlin, "2024-10-27T01:00:00Z", "+01:00"},
		{"a rule goes on", berlin, "2399-07-15T12:00:00Z", "+02:00"},
		{"a rule from the time of the first calendars", berlin, "1700-07-15T12:00:00Z", "+02:00"},
		{"the southern summer", sydney, "2024-01-15T12:00:00Z", "+11:00"},
		{"the southern winter", sydney, "2024-07-15T12:00:00Z", "+10:00"},
		{"before the first onset what it changes from", sydney, "2008-03-15T12:00:00Z", "+11:00"},
		{"long before the first onset", sydney, "1990-07-15T12:00:00Z", "+11:00"},
		{"rules that ended", newYork, "1990-04-15T12:00:00Z", "-05:00"},
		{"rules that ended, in their summer", newYork, "1990-05-15T12:00:00Z", "-04:00"},
		{"the new rule in its first year", newYork, "2007-03-15T12:00:00Z", "-04:00"},
		{"the new rule in autumn", newYork, "2007-11-01T12:00:00Z", "-04:00"},
		{"the last autumn of the old rule", newYork, "2006-11-01T12:00:00Z", "-05:00"},
		{"single onsets", single, "2024-07-15T12:00:00Z", "+02:00"},
		{"single onsets of another year", single, "2026-04-15T12:00:00Z", "+02:00"},
		{"after the last single onset", single, "2030-01-15T12:00:00Z", "+02:00"},
		{"one part only", plusOne, "2024-07-15T12:00:00Z", "+01:00"},
		{"no offset before", "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0530\nEND:STANDARD", "1960-07-15T12:00:00Z", "+05:30"},
		{"no offset before an onset is the one from then on", plusOne + "BEGIN:DAYLIGHT\nDTSTART:20240331T020000\nTZOFFSETTO:+0200\nEND:DAYLIGHT", "2024-03-31T00:00:00Z", "+02:00"},
		{"nor is there another a second earlier", plusOne + "BEGIN:DAYLIGHT\nDTSTART:20240331T020000\nTZOFFSETTO:+0200\nEND:DAYLIGHT", "2024-03-30T23:59:59Z", "+01:00"},
		{"lower case", "BEGIN:standard\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:standard", "1960-07-15T12:00:00Z", "+05:30"},
		{"an offset before that is none of the zone's", part("DAYLIGHT", "20031025T160000", "+0000", "+1100") + part("STANDARD", "20040328T030000", "+1100", "+1000"), "2003-07-15T12:00:00Z", "+10:00"},
		{"before the only onset, of daylight saving", part("DAYLIGHT", "20240331T020000", "+0100", "+0200"), "2024-01-15T12:00:00Z", "+01:00"},
		{"before the only onset, of a winter", part("STANDARD", "20241027T030000", "+0200", "+0100"), "2024-07-15T12:00:00Z", "+02:00"},
		{"such an offset where there is no standard time", part("DAYLIGHT", "20031025T160000", "+0000", "+1100"), "2003-07-15T12:00:00Z", "+11:00"},
		{"such an offset before a standard time", part("STANDARD", "18930401T000000", "+005328", "+0100"), "1850-07-15T12:00:00Z", "+01:00"},
		{"two parts at one instant", part("DAYLIGHT", "16010101T000000", "-0700", "-0700") + part("STANDARD", "16010101T000000", "-0700", "-0700"), "2024-07-15T12:00:00Z", "-07:00"},
		{"seconds in an offset", part("STANDARD", "19110601T000000", "+034152", "+034152"), "2024-07-15T12:00:00Z", "+03:41"},
		{"an endless rule that has no short form", part("DAYLIGHT", "20000326T020000", "+0200", "+0300", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR") + part("STANDARD", "20001029T020000", "+0300", "+0200", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-2SU"), "2099-07-15T12:00:00Z", "+03:00"},
		{"parts of no meaning are left out", "BEGIN:X-OTHER\nEND:X-OTHER\nBEGIN:STANDARD\nDTSTART:never\nTZOFFSETTO:+0900\nEND:STANDARD\nBEGIN:STANDARD\nDTSTART:19700101T000000\nEND:STANDARD\n" + plusOne, "2024-07-15T12:00:00Z", "+01:00"},
		{"single onsets after a rule that has no end", berlin + part("STANDARD", "20300101T000000", "+0100", "+0400"), "2030-02-15T12:00:00Z", "+04:00"},
		{"a rule that has no end after single onsets", berlin + part("STANDARD", "20300101T000000", "+0100", "+0400"), "2030-07-15T12:00:00Z", "+02:00"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r, ok := zone.Resolve("Test", vtimezone(t, row.lines))
			require.True(t, ok)
			at, err := time.Parse(time.RFC3339, row.at)
			require.NoError(t, err)
			assert.Equal(t, row.want, at.In(r.Location).Format("-07:00"))
		})
	}
}

func TestPartialVTimezone(t *testing.T) {
	broken := "BEGIN:STANDARD\nDTSTART:19700101T000000\nEND:STANDARD\n"
	for _, row := range []struct {
		name, tzid, lines, location string
		partial, conflict           bool
	}{
		{"all of it can be read", "Test", plusOne, "Test", false, false},
		{"a part cannot be read", "Test", plusOne + broken, "Test", true, false},
		{"parts of other kinds do not count", "Test", plusOne + "BEGIN:X-OTHER\nEND:X-OTHER\n", "Test", false, false},
		{"the name counts, whatever the parts", "Europe/Berlin", berlin + broken, "Europe/Berlin", false, false},
		{"a name of one word yields", "EST", plusOne, "VTIMEZONE EST", false, true},
		{"a name of one word yields, in any case", "gmt", plusOne, "VTIMEZONE gmt", false, true},
		{"a name of one word that agrees", "CET", berlin, "CET", false, false},
		{"no other name yields", "America/New_York", plusOne, "America/New_York", false, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, ok := zone.Resolve(row.tzid, vtimezone(t, row.lines))
			require.True(t, ok)
			assert.Equal(t, row.location, r.Location.String())
			assert.Equal(t, row.partial, r.Partial)
			assert.Equal(t, row.conflict, r.Conflict)
		})
	}
}

func TestKey(t *testing.T) {
	assert.Equal(t, zone.Key("a, b"), zone.Key(` 3D"A\, B" `))
	assert.Equal(t, zone.Key("Foo Bar"), zone.Key("Foo  bar"))
	assert.Equal(t, zone.Key("Foo Bar"), zone.Key("FooBar"))
	assert.NotEqual(t, zone.Key("a"), zone.Key("b"))
}

// TestSummerTime checks that the location knows which of its times is daylight
// saving, and that its offsets are its names.
func TestSummerTime(t *testing.T) {
	r, ok := zone.Resolve("Test", vtimezone(t, berlin))
	require.True(t, ok)
	for _, year := range []int{1601, 2024, 2500} {
		july := time.Date(year, time.July, 1, 0, 0, 0, 0, r.Location)
		name, _ := july.Zone()
		assert.Equal(t, "+0200", name)
		assert.True(t, july.IsDST() && !july.AddDate(0, 6, 0).IsDST())
	}
}

func TestHostileVTimezones(t *testing.T) {
	kinds := func(n int) string {
		var lines strings.Builder
		for i := range n {
			lines.WriteString(part("STANDARD", fmt.Sprintf("20%02d0101T000000", i), "+0000", fmt.Sprintf("+00%02d%02d", i/60, i%60)))
		}
		return lines.String()
	}
	rows := []struct {
		name, lines string
		ok          bool
	}{
		{"many parts", strings.Repeat(plusOne, 900), true},
		{"too many parts", strings.Repeat(plusOne, 1001), false},
		{"a change every second", part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=SECONDLY"), false},
		{"a change every day for ever", part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=DAILY"), false},
		{"many rules of many changes", strings.Repeat(part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=DAILY;COUNT=500"), 20), false},
		{"a change that never comes", part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), true},
		{"a change that never comes, looked for every day", part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=5"), true},
		{"many changes that never come", strings.Repeat(part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 100), false},
		{"many offsets", kinds(31), true},
		{"too many offsets", kinds(32), false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, ok := zone.Resolve("Test", vtimezone(t, row.lines))
			assert.Equal(t, row.ok, ok)
		})
	}
}

// TestSharedWork checks that the VTIMEZONEs that one Resolver reads share their
// work, that what is read already stays, and that those that come too late are said
// to be of no use.
func TestSharedWork(t *testing.T) {
	long := part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20200101")
	rows := []struct {
		name, tzid, lines string
		atMost            int // of them can be used
		tooLate           string
	}{
		{"rules that come to nothing", "Test", long, 50, "the file's VTIMEZONE cannot be used"},
		{"names that they contradict", "Europe/Berlin", plusOne, 1000, "the file's VTIMEZONE cannot be used"},
		{"names that count less than what contradicts them", "CET", part("STANDARD", "19700101T000000", "+0500", "+0500"), 1000, "the file's VTIMEZONE cannot be used"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var all zone.Resolver
			first := vtimezone(t, row.lines)
			want, ok := all.Resolve(row.tzid, first)
			require.True(t, ok)
			used := 0
			for ; used < 2000; used++ {
				if r, _ := all.Resolve(row.tzid, vtimezone(t, row.lines)); r.Note != want.Note {
					assert.Equal(t, row.tooLate, r.Note)
					assert.False(t, r.Conflict)
					break
				}
			}
			assert.Less(t, used, row.atMost)
			assert.Greater(t, used, 20)
			again, ok := all.Resolve(row.tzid, first)
			require.True(t, ok)
			assert.Equal(t, want, again)
		})
	}
}

// TestVTimezonesAreReadOnce checks that a VTIMEZONE is read once, whatever is asked
// of it and whether it can be used or not.
func TestVTimezonesAreReadOnce(t *testing.T) {
	for name, lines := range map[string]string{
		"one with many parts":           strings.Repeat(plusOne, 900),
		"one that changes every second": part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=SECONDLY"),
	} {
		var all zone.Resolver
		vtz := vtimezone(t, lines)
		all.Resolve("Europe/Berlin", vtz)
		assert.Less(t, testing.AllocsPerRun(10, func() { all.Resolve("Europe/Berlin", vtz) }), 5.0, name)
	}
}

// TestNamesAreComparedAgain checks that what one name contradicts another does not.
func TestNamesAreComparedAgain(t *testing.T) {
	var all zone.Resolver
	vtz := vtimezone(t, plusOne)
	for range 2 {
		r, _ := all.Resolve("Europe/Berlin", vtz)
		assert.True(t, r.Conflict)
		r, _ = all.Resolve("Africa/Lagos", vtz)
		assert.False(t, r.Conflict)
	}
}

// TestWrittenZones writes zones of the database as VTIMEZONEs and reads them: the
// offsets are the same at every instant drawn.
func TestWrittenZones(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom([]string{
			"UTC", "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia",
			"Asia/Kathmandu", "Africa/Casablanca", "America/St_Johns", "Europe/Dublin", "Asia/Gaza", "Asia/Tehran",
		}).Draw(t, "zone"))
		require.NoError(t, err)
		from := time.Unix(rapid.Int64Range(0, 1.5e9).Draw(t, "from"), 0)
		to := from.AddDate(rapid.IntRange(1, 15).Draw(t, "years"), 0, 0)
		lines := write(loc, from, to)
		if rapid.Bool().Draw(t, "shuffled") {
			parts := strings.SplitAfter(lines, "END:STANDARD\n")
			lines = strings.Join(rapid.Permutation(parts).Draw(t, "parts"), "")
		}
		r, ok := zone.Resolve("Test", vtimezone(&testing.T{}, lines))
		require.True(t, ok)
		at := from.Add(time.Duration(rapid.Float64Range(0, 1).Draw(t, "at") * float64(to.Sub(from))))
		require.Equal(t, at.In(loc).Format(time.RFC3339), at.In(r.Location).Format(time.RFC3339))
		require.False(t, r.DiffersAt(at))
	})
}

// write describes a location between two instants, one part a change.
func write(loc *time.Location, from, to time.Time) string {
	var lines strings.Builder
	at := from
	for {
		_, offset := at.In(loc).Zone()
		_, before := at.Add(-time.Second).In(loc).Zone()
		local := at.In(time.FixedZone("", before)).Format("20060102T150405")
		lines.WriteString(part("STANDARD", local, offsetText(before), offsetText(offset)))
		_, end := at.In(loc).ZoneBounds()
		if end.IsZero() || end.After(to) {
			return lines.String()
		}
		at = end
	}
}

func offsetText(offset int) string {
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("%c%02d%02d%02d", sign, offset/3600, offset/60%60, offset%60)
}

// FuzzZone resolves any TZID with any VTIMEZONE. Whatever they are: the host's
// zone is not meant, there is a location exactly when it is said so, the same
// comes again, and each of its offsets is one that the file states.
func FuzzZone(f *testing.F) {
	f.Add("Europe/Paris", "")
	f.Add("Local", plusOne)
	f.Add("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", berlin)
	f.Add("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "")
	f.Add("W. Europe Standard Time", part("STANDARD", "99900101T030000", "+0700", "+0600", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")+part("DAYLIGHT", "00010101T020000", "+0600", "+0700", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"))
	f.Add("/mozilla.org/20050126_1/Europe/Berlin", sydney)
	f.Add("Customized Time Zone", part("DAYLIGHT", "20240331T020000", "+0100", "+0200", "RDATE:20250330T020000,20260329T020000"))
	f.Add("UTC+5:30", part("STANDARD", "20000101T000000", "-1", "+235959", "RRULE:FREQ=SECONDLY;COUNT=9", "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=1SU"))
	f.Add("3D", part("STANDARD", "99991231T235959Z", "0", "00", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=4SU")+part("DAYLIGHT", "16010101T000000", "00", "-0", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1TH"))
	f.Fuzz(func(t *testing.T, tzid, lines string) {
		vtz := vtimezone(t, lines)
		r, ok := zone.Resolve(tzid, vtz)
		require.Equal(t, ok, r.Location != nil)
		require.Equal(t, ok, r.Source != zone.SourceUnknown)
		require.True(t, r.Source.Known())
		again, _ := zone.Resolve(tzid, vtz)
		require.Equal(t, r.Note, again.Note)
		if !ok {
			return
		}
		require.NotEqual(t, "Local", r.Location.String())
		for _, year := range []int{1600, 1900, 1999, 2024, 2105} {
			at := time.Date(year, time.July, 1, 0, 0, 0, 0, time.UTC)
			_, offset := at.In(r.Location).Zone()
			_, same := at.In(again.Location).Zone()
			require.Equal(t, offset, same)
			require.Less(t, max(offset, -offset), 24*3600)
			require.True(t, r.Source != zone.SourceFile || strings.Contains(strings.ToUpper(lines), "TZOFFSET"), "offsets come from the file")
			_ = at.In(r.Location).Format(time.RFC1123Z)
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	rows := []struct{ name, tzid, lines string }{
		{"iana", "Europe/Berlin", ""},
		{"iana-with-vtimezone", "Europe/Berlin", berlin},
		{"iana-with-other-vtimezone", "Europe/Berlin", sydney},
		{"windows-with-vtimezone", "W. Europe Standard Time", berlin},
		{"label", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", ""},
		{"vtimezone", "Customized Time Zone", berlin},
		{"hostile-vtimezone", "Customized Time Zone", part("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=SECONDLY")},
		{"word", "Foo", ""},
	}
	for _, row := range rows {
		b.Run(row.name, func(b *testing.B) {
			vtz := vtimezone(b, row.lines)
			for b.Loop() {
				zone.Resolve(row.tzid, vtz)
			}
		})
	}
}
