package zone_test

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/ics/internal/zone"
)

// vtimezone makes a VTIMEZONE of lines as they stand in a file, its own BEGIN and
// END left out.
func vtimezone(t testing.TB, lines string) *ical.Component {
	t.Helper()
	if lines == "" {
		return nil
	}
	c := ical.NewComponent("VTIMEZONE")
	to := c
	for line := range strings.SplitSeq(lines, "\n") {
		name, value, found := strings.Cut(strings.TrimSpace(line), ":")
		switch {
		case name == "BEGIN":
			to = &ical.Component{Name: value, Props: ical.Props{}}
			c.Children = append(c.Children, to)
		case name == "END":
			to = c
		case found:
			p := ical.NewProp(name)
			p.Value = value
			to.Props.Add(p)
		}
	}
	return c
}

// part makes a sub-component of a VTIMEZONE.
func part(kind, start, from, to string, lines ...string) string {
	head := []string{"BEGIN:" + kind, "DTSTART:" + start, "TZOFFSETFROM:" + from, "TZOFFSETTO:" + to}
	return strings.Join(append(append(head, lines...), "END:"+kind), "\n") + "\n"
}

// Zones as programs write them.
var (
	berlin = part("STANDARD", "16010101T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10") +
		part("DAYLIGHT", "16010101T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")
	sydney = part("STANDARD", "20080406T030000", "+1100", "+1000", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU") +
		part("DAYLIGHT", "20081005T020000", "+1000", "+1100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU")
	plusOne = part("STANDARD", "19700101T000000", "+0100", "+0100")
)

func TestResolve(t *testing.T) {
	rows := []struct{ name, tzid, vtimezone, location, source string }{
		{"an IANA name", "Europe/Paris", "", "Europe/Paris", "iana"},
		{"an IANA name of one word", "Japan", "", "Japan", "iana"},
		{"an IANA offset, with its sign the other way round", "Etc/GMT-2", "", "Etc/GMT-2", "iana"},
		{"UTC", "UTC", "", "UTC", "iana"},
		{"GMT", "GMT", "", "GMT", "iana"},
		{"other case", "europe/paris", "", "Europe/Paris", "variant"},
		{"names that title case would miss", "AMERICA/PORT-AU-PRINCE", "", "America/Port-au-Prince", "variant"},
		{"blanks around", "  Europe/Paris ", "", "Europe/Paris", "iana"},
		{"quotes around", `"Europe/Paris"`, "", "Europe/Paris", "iana"},
		{"a slash before", "/Europe/Stockholm", "", "Europe/Stockholm", "variant"},
		{"an old libical's prefix", "/softwarestudio.org/Olson_20011030_5/America/New_York", "", "America/New_York", "variant"},
		{"Mozilla's prefix", "/mozilla.org/20050126_1/Europe/Berlin", "", "Europe/Berlin", "variant"},
		{"Evolution's prefix", "/freeassociation.sourceforge.net/Europe/Paris", "", "Europe/Paris", "variant"},
		{"three parts after a prefix", "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "", "America/Argentina/Buenos_Aires", "variant"},
		{"one word after a prefix", "/example.org/UTC", "", "UTC", "variant"},
		{"a folder of some hosts", "posix/Europe/Vaduz", "", "Europe/Vaduz", "variant"},
		{"left of a bad decoding", "3DEurope/Helsinki", "", "Europe/Helsinki", "iana"},
		{"Outlook's own scheme", "tzone://Microsoft/Utc", "", "Etc/UTC", "variant"},
		{"a Windows name", "W. Europe Standard Time", "", "Europe/Berlin", "windows"},
		{"a Windows name in other case", "eastern standard time", "", "America/New_York", "windows"},
		{"a Windows name with blanks", "Eastern  Standard Time", "", "America/New_York", "windows"},
		{"a Windows name with brackets", "Central Standard Time (Mexico)", "", "America/Mexico_City", "windows"},
		{"the summer time of a Windows name", "Pacific Daylight Time", "", "America/Los_Angeles", "windows"},
		{"a Windows name that is no more", "Mexico Standard Time", "", "America/Mexico_City", "windows"},
		{"a Windows offset", "UTC-02", "", "Etc/GMT+2", "windows"},
		{"a label", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "", "Europe/Berlin", "display"},
		{"a label with and for &", "(UTC-05:00) Eastern Time (US and Canada)", "", "America/New_York", "display"},
		{"a label with GMT", "(GMT-05:00) Eastern Time (US & Canada)", "", "America/New_York", "display"},
		{"a label without an offset", "Pacific Time (US & Canada), Tijuana", "", "America/Los_Angeles", "display"},
		{"a label with an escaped comma", `Kuala Lumpur\, Singapore`, "", "Asia/Singapore", "display"},
		{"a label with an accent", "(UTC-03:00) Brasília", "", "America/Sao_Paulo", "display"},
		{"a label with another accent", "(UTC-04:00) Asunción", "", "America/Asuncion", "display"},
		{"a label with two accents", "(UTC+00:00) São Tomé", "", "Africa/Sao_Tome", "display"},
		{"a label with an apostrophe", "(UTC+13:00) Nuku'alofa", "", "Pacific/Tongatapu", "display"},
		{"a label with a dash", "(UTC-02:00) Mid-Atlantic - Old", "", "Etc/GMT+2", "display"},
		{"a label of UTC", "(UTC) Coordinated Universal Time", "", "Etc/UTC", "display"},
		{"a label that agrees with the file", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", berlin, "Europe/Berlin", "display"},
		{"a label that the file contradicts", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", sydney, "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "file"},
		{"a name of the file's own", "Customized Time Zone", sydney, "Customized Time Zone", "file"},
		{"Outlook's scheme for the file's own", "tzone://Microsoft/Custom", sydney, "tzone://Microsoft/Custom", "file"},
		{"other separators yield to the file", "Europe_London", sydney, "Europe_London", "file"},
		{"an offset yields to the file", "(GMT +01:00)", sydney, "(GMT +01:00)", "file"},
		{"no name at all", "", sydney, "VTIMEZONE ", "file"},
		{"the host's zone is never meant, the file's is", "Local", sydney, "VTIMEZONE Local", "file"},
		{"the file names its zone beside the TZID", "Foo", "X-LIC-LOCATION:Europe/Paris", "Europe/Paris", "variant"},
		{"underscores for the slash", "America_New_York", "", "America/New_York", "variant"},
		{"a dash for the slash", "America-Chicago", "", "America/Chicago", "variant"},
		{"blanks for underscores", "America/New York", "", "America/New_York", "variant"},
		{"an abbreviation of one zone", "CEST", "", "Europe/Berlin", "variant"},
		{"the first place of a list", "Amsterdam, Belgrade, Berlin", "", "Europe/Amsterdam", "variant"},
		{"a place of two words", "New York", "", "America/New_York", "variant"},
		{"an offset", "UTC+11", "", "UTC+1100", "offset"},
		{"an offset that looks like a name of IANA's, whose sign is the other way round", "GMT+2", "", "UTC+0200", "offset"},
		{"the same to the west", "GMT-5", "", "UTC-0500", "offset"},
		{"a Windows name without daylight saving", "W. Europe Standard Time", plusOne, "W. Europe Standard Time", "file"},
		{"a Windows name that agrees with the file", "W. Europe Standard Time", berlin, "Europe/Berlin", "windows"},
		{"a name that IANA has given up", "us/pacific-new", "", "America/Los_Angeles", "variant"},
		{"a name from before IANA", "SystemV/PST8PDT", "", "America/Los_Angeles", "variant"},
		{"an offset in four digits", "GMT -0530", "", "UTC-0530", "offset"},
		{"an offset with a point", "GMT-05.00/-04.00", "", "UTC-0500", "offset"},
		{"an offset in brackets", "(GMT +01:00)", "", "UTC+0100", "offset"},
		{"an offset with a text", "(UTC+02:00) Somewhere", "", "UTC+0200", "offset"},
		{"a label in another language", "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "", "Europe/Amsterdam", "display"},
		{"a label in another language yields to the file", "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", sydney, "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "file"},
		{"places that are unknown come before one that is known", "(UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris", "", "Europe/Madrid", "display"},
		{"a place that a label alone has", "(UTC+05:30) Neu-Delhi; Chennai; Kalkutta", "", "Asia/Calcutta", "display"},
		{"a place with another name in brackets", "(UTC+01:00) Bratislava (Pressburg), Prag", "", "Europe/Bratislava", "display"},
		{"places between slashes", "(GMT+01.00) Rom/Berlin", "", "Europe/Berlin", "display"},
		{"a place that has given its offset up", "(UTC+04:00) Moskau, Moscow", "", "Europe/Moscow", "display"},
		{"a place in a part of a country", "(UTC-03:00) Stadt/Buenos Aires", "", "America/Argentina/Buenos_Aires", "display"},
		{"a place of a dash and a blank", "(UTC-05:00) Port au Prince", "", "America/Port-au-Prince", "display"},
		{"of a place that several zones have the one with the offset", "(UTC-04:00) Georgetown, Manaos", "", "America/La_Paz", "display"},
		{"the standard time of a place counts, also in the south", "(UTC+10:00) Melburne, Sydney", "", "Australia/Sydney", "display"},
		{"the summer time of a place does not", "(UTC+02:00) Berlin", "", "UTC+0200", "offset"},
		{"a place with another offset", "(UTC+05:00) Berlin", "", "UTC+0500", "offset"},
		{"a part of a country is no place", "(UTC+08:00) West", "", "UTC+0800", "offset"},
		{"a place after too many that are unknown", "(UTC+01:00) " + strings.Repeat("x,", 10) + "Berlin", "", "UTC+0100", "offset"},
		{"an offset alone", "+0530", "", "UTC+0530", "offset"},
		{"the host's zone", "Local", "", "", ""},
		{"nothing", "", "", "", ""},
		{"blanks", "  ", "", "", ""},
		{"a name of the file's own without the file's", "Customized Time Zone", "", "", ""},
		{"a word", "Foo", "", "", ""},
		{"a word with a VTIMEZONE that says nothing", "Foo", "TZID:Foo", "", ""},
		{"an abbreviation of several zones", "CST", "", "", ""},
		{"a place of several zones", "Eastern", "", "", ""},
		{"a place that two regions have", "Nicosia", "", "", ""},
		{"a place that a region has under two names", "Louisville", "", "America/Louisville", "variant"},
		{"a part of a country", "East", "", "", ""},
		{"a part of a state", "Center", "", "", ""},
		{"a word that is an abbreviation in capitals", "West", "", "", ""},
		{"an offset without a sign", "GMT 1", "", "", ""},
		{"a path", "../../etc/localtime", "", "", ""},
		{"a file of some hosts", "posixrules", "", "", ""},
		{"an offset beyond the day line", "UTC+15", "", "", ""},
		{"an offset with too many minutes", "UTC+01:75", "", "", ""},
		{"an offset with too many digits", "UTC+01000", "", "", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r, ok := zone.Resolve(row.tzid, vtimezone(t, row.vtimezone))
			require.Equal(t, row.location != "", ok)
			if !ok {
				assert.Nil(t, r.Location)
				assert.Equal(t, zone.SourceUnknown, r.Source)
				return
			}
			assert.Equal(t, row.location, r.Location.String())
			assert.Equal(t, row.source, r.Source.String())
		})
	}
}

// TestNeverLocal checks that the host's zone is not found by any spelling.
func TestNeverLocal(t *testing.T) {
	for _, tzid := range []string{"Local", "local", "/Local", `"Local"`, "/example.org/Local", "LOCAL", "localtime"} {
		_, ok := zone.Resolve(tzid, nil)
		assert.False(t, ok, tzid)
	}
}

func TestNotes(t *testing.T) {
	late := time.Date(2024, time.July, 1, 0, 0, 0, 0, time.UTC)
	apart := part("STANDARD", "99900101T030000", "+0700", "+0600", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10") +
		part("DAYLIGHT", "00010101T020000", "+0600", "+0700", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")
	rows := []struct {
		name, tzid, vtimezone string
		conflict, differs     bool
		note                  string
	}{
		{"no VTIMEZONE", "Europe/Berlin", "", false, false, ""},
		{"one that says the same", "Europe/Berlin", berlin, false, false, ""},
		{"one of another zone", "Europe/Berlin", sydney, true, true, "the file's VTIMEZONE contradicts the zone of this name; the name counts"},
		{"one of another zone for a Windows name", "W. Europe Standard Time", sydney, true, false, "the file's VTIMEZONE contradicts the zone of this name; the VTIMEZONE counts"},
		{"one without the summer time", "Europe/Berlin", plusOne, true, true, "the file's VTIMEZONE contradicts the zone of this name; the name counts"},
		{"one that is right for the summer only", "Europe/London", plusOne, true, false, "the file's VTIMEZONE contradicts the zone of this name; the name counts"},
		{"one that was right once", "Europe/Moscow", part("STANDARD", "19700101T000000", "+0400", "+0400"), false, true, ""},
		{"one of a single year", "Europe/Berlin", part("DAYLIGHT", "20240331T020000", "+0100", "+0200") + part("STANDARD", "20241027T030000", "+0200", "+0100"), false, false, ""},
		{"one that cannot be used", "Europe/Berlin", "BEGIN:STANDARD\nEND:STANDARD", false, false, "the file's VTIMEZONE cannot be used"},
		{"one that cannot be used, and no name", "Foo", "BEGIN:STANDARD\nEND:STANDARD", false, false, "the file's VTIMEZONE cannot be used"},
		{"one that cannot be used, and an offset", "UTC+2", "BEGIN:STANDARD\nEND:STANDARD", false, false, "the text states an offset only; when its clocks change is unknown"},
		{"a label that it contradicts", "(GMT+01:00) Prague, Central Europe", sydney, true, false, "the file's VTIMEZONE contradicts the zones with this label; the VTIMEZONE counts"},
		{"one of another zone that cannot be used, for a Windows name", "W. Europe Standard Time", apart, false, false, "the file's VTIMEZONE cannot be used"},
		{"one of another zone that cannot be used, for a label", "(GMT+01:00) Prague, Central Europe", apart, false, false, "the file's VTIMEZONE cannot be used"},
		{"a name of the file's own", "Foo", berlin, false, false, ""},
		{"a likeness", "Europe_Berlin", "", false, false, "the text resembles the name of a zone"},
		{"a place with an offset", "(UTC+01:00) Wien, Paris", "", false, false, "the text names a place with that offset"},
		{"an offset", "UTC+2", "", false, false, "the text states an offset only; when its clocks change is unknown"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r, ok := zone.Resolve(row.tzid, vtimezone(t, row.vtimezone))
			assert.Equal(t, row.conflict, r.Conflict)
			assert.Equal(t, row.differs, ok && r.DiffersAt(late))
			assert.Equal(t, row.note, r.Note)
			assert.Equal(t, ok, r.Location != nil)
		})
	}
}

func TestSourceText(t *testing.T) {
	for want, s := range zone.AllSources() {
		assert.Equal(t, zone.Source(want), s)
		assert.True(t, s.Known())
		text, err := s.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, s.String(), string(text))
		var back zone.Source
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, s, back)
	}
	assert.Len(t, zone.AllSources(), int(zone.SourceOffset)+1)
	assert.False(t, (zone.SourceOffset + 1).Known())
	assert.Error(t, new(zone.Source).UnmarshalText([]byte("guess")))
}

// TestDiffersAtNoHour checks that a VTIMEZONE that says what the zone does differs
// at no hour of the year, in the north and in the south, nor one that does not
// only where it does not.
func TestDiffersAtNoHour(t *testing.T) {
	rows := []struct {
		tzid, vtimezone string
		hours           int
	}{
		{"Europe/Berlin", berlin, 0},
		{"Australia/Sydney", sydney, 0},
		{"Europe/London", plusOne, (366 - 210) * 24},
	}
	for _, row := range rows {
		r, ok := zone.Resolve(row.tzid, vtimezone(t, row.vtimezone))
		require.True(t, ok)
		hours := 0
		for at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2024; at = at.Add(time.Hour) {
			if r.DiffersAt(at) {
				hours++
			}
		}
		assert.Equal(t, row.hours, hours, row.tzid)
	}
}
