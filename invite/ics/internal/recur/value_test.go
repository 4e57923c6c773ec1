package recur_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

func TestParseDuration(t *testing.T) {
	rows := []struct {
		name, text string
		days       int
		time       time.Duration
		problem    string
	}{
		{"hours and minutes", "PT1H30M", 0, 90 * time.Minute, ""},
		{"seconds", "PT45S", 0, 45 * time.Second, ""},
		{"a day is nominal", "P1D", 1, 0, ""},
		{"a day in hours is exact", "PT24H", 0, 24 * time.Hour, ""},
		{"weeks are seven days", "P2W", 14, 0, ""},
		{"days and time", "P1DT2H", 1, 2 * time.Hour, ""},
		{"a plus sign", "+PT1H", 0, time.Hour, ""},
		{"a minus sign counts for both", "-P1DT1H", -1, -time.Hour, ""},
		{"nothing after T", "P1DT", 1, 0, ""},
		{"nothing at all", "PT", 0, 0, ""},
		{"nothing after P", "P", 0, 0, ""},
		{"lower case", "pt1h", 0, time.Hour, ""},
		{"blanks", " PT 1 H ", 0, time.Hour, ""},
		{"weeks beside days", "P1W1D", 8, 0, ""},
		{"hours without T", "P1H30S", 0, time.Hour + 30*time.Second, ""},
		{"the longest days", "P3659634D", 3659634, 0, ""},
		{"the longest time", "PT9223372036S", 0, 9223372036 * time.Second, ""},
		{"empty", "", 0, 0, "it does not begin with P"},
		{"a sign alone", "-", 0, 0, "it does not begin with P"},
		{"no P", "1H", 0, 0, "it does not begin with P"},
		{"months have no length", "P1M", 0, 0, `"M" is no unit here`},
		{"years have no length", "P1Y", 0, 0, `"Y" is no unit here`},
		{"a number without a unit", "PT1H30", 0, 0, "there is no unit after 30"},
		{"a unit without a number", "PTH", 0, 0, `there is no number before "H"`},
		{"fractions", "PT1.5H", 0, 0, `"." is no unit here`},
		{"too many days", "P3659635D", 0, 0, "it is longer than a time can be"},
		{"too many seconds", "PT9223372037S", 0, 0, "it is longer than a time can be"},
		{"more digits than a number has", "PT99999999999999999999S", 0, 0, "it is longer than a time can be"},
		{"a sum that is too long", "P" + strings.Repeat("T999999999H", 9000), 0, 0, "it is longer than a time can be"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			d, err := recur.ParseDuration(row.text)
			assert.Equal(t, recur.Duration{Days: row.days, Time: row.time}, d)
			checkValueError(t, err, "duration", row.text, row.problem)
		})
	}
}

func checkValueError(t *testing.T, err error, kind, text, problem string) {
	t.Helper()
	if problem == "" {
		require.NoError(t, err)
		return
	}
	var e *recur.ValueError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, []string{kind, text, problem}, []string{e.Kind, e.Text, e.Problem})
	assert.Contains(t, err.Error(), kind)
	assert.Contains(t, err.Error(), problem+"; want the form ")
}

func TestLengthOf(t *testing.T) {
	rows := []struct {
		name, from, to string
		days           int
		time           time.Duration
	}{
		{"an hour", "20240301T090000", "20240301T100000", 0, time.Hour},
		{"a day of 23 hours", "20240330T120000", "20240331T120000", 0, 23 * time.Hour},
		{"a century is exact", "19000101T000000", "20000101T000000", 0, 36524 * 24 * time.Hour},
		{"nothing", "20240301T090000", "20240301T090000", 0, 0},
		{"an end before the start", "20240301T090000", "20240301T080000", 0, -time.Hour},
		{"three centuries", "20000101T000000", "23000101T013000", 109573, 90 * time.Minute},
		{"the longest", "00010101T000000Z", "99991231T235959Z", 3652058, 24*time.Hour - time.Second},
		{"the longest, back", "99991231T235959Z", "00010101T000000Z", -3652058, -(24*time.Hour - time.Second)},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			from, to := moment(t, row.from), moment(t, row.to)
			d := recur.LengthOf(from, to)
			assert.Equal(t, recur.Duration{Days: row.days, Time: row.time}, d)
			assert.True(t, to.Equal(d.AddTo(from)))
		})
	}
}

// TestLengthOfLeadsToTheEnd checks that a length added to the start is the end.
func TestLengthOfLeadsToTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(locations()).Draw(t, "location"))
		require.NoError(t, err)
		instant := rapid.Int64Range(date(t, "0001").Unix(), date(t, "9999").Unix())
		from, to := time.Unix(instant.Draw(t, "from"), 0).In(loc), time.Unix(instant.Draw(t, "to"), 0)
		require.True(t, to.Equal(recur.LengthOf(from, to).AddTo(from)))
	})
}

func TestRegularDuration(t *testing.T) {
	rows := []struct {
		name, texts string
		want        bool
	}{
		{"weeks", "P1W P15W", true},
		{"days", "P1D P0D", true},
		{"parts of a time", "PT1H PT1M PT1S PT1H30M PT1M30S PT1H0M30S PT1H30S", true},
		{"days and a time", "P1DT2H P15DT5H0M20S", true},
		{"signs", "+P1D -PT1H", true},
		{"lower case", "p1dt2h", true},
		{"no parts", "P PT P1DT", false},
		{"weeks beside others", "P1W1D P1D1W P1WT1H", false},
		{"times without T", "P1D2H P1H P1S", false},
		{"days after T", "PT1D", false},
		{"parts in another order", "PT1M1H PT1S1M", false},
		{"a part twice", "P1D1D PT1H1H PT1HT1M", false},
		{"no number", "PD PTH", false},
		{"no unit", "P1 PT1 PT1H1", false},
		{"fractions", "PT1.5H", false},
		{"months", "P1M P1Y", false},
		{"no P", "1D T1H - +", false},
		{"a P twice", "PP1D", false},
		{"two signs", "--P1D", false},
	}
	for _, row := range rows {
		for _, text := range strings.Fields(row.texts) {
			assert.Equal(t, row.want, recur.RegularDuration(text), "%s: %s", row.name, text)
		}
	}
	for _, text := range []string{"", " P1D", "P1D ", "PT 1H"} {
		assert.False(t, recur.RegularDuration(text), "%q", text)
	}
}

// TestRegularDurationsAreRead checks that what is regular can be read, but for its
// length.
func TestRegularDurationsAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[+-]?P([0-9]{1,2}[WDHMS]){0,2}(T([0-9]{1,2}[HMSD]){0,3})?`).Draw(t, "text")
		_, err := recur.ParseDuration(text)
		require.False(t, recur.RegularDuration(text) && err != nil, "%v", err)
	})
}

func TestAddTo(t *testing.T) {
	rows := []struct{ name, start, duration, want string }{
		{"a day in spring has 23 hours", "20240330T120000", "P1D", "2024-03-31T12:00:00+02:00"},
		{"a day in autumn has 25 hours", "20241026T120000", "P1D", "2024-10-27T12:00:00+01:00"},
		{"24 hours in spring are exact", "20240330T120000", "PT24H", "2024-03-31T13:00:00+02:00"},
		{"days first, then time", "20240330T230000", "P1DT4H", "2024-04-01T03:00:00+02:00"},
		{"days to a time that is skipped", "20240330T023000", "P1D", "2024-03-31T03:30:00+02:00"},
		{"days to a time that is shown twice", "20241026T023000", "P1D", "2024-10-27T02:30:00+02:00"},
		{"days back", "20240401T120000", "-P2D", "2024-03-30T12:00:00+01:00"},
		{"nothing", "20240330T120000", "PT0S", "2024-03-30T12:00:00+01:00"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			m, err := recur.ParseMoment(row.start)
			require.NoError(t, err)
			d, err := recur.ParseDuration(row.duration)
			require.NoError(t, err)
			assert.Equal(t, row.want, d.AddTo(m.In(zone(t, "Europe/Paris"))).Format(time.RFC3339))
		})
	}
}

func TestParseMoment(t *testing.T) {
	rows := []struct{ name, text, want, problem string }{
		{"a time", "20240301T100500", "2024-03-01T10:05:00", ""},
		{"a time in UTC", "20240301T100500Z", "2024-03-01T10:05:00 utc", ""},
		{"a date", "20240301", "2024-03-01T00:00:00 date", ""},
		{"no seconds", "20240301T1005", "2024-03-01T10:05:00", ""},
		{"no seconds in UTC", "20240301T1005Z", "2024-03-01T10:05:00 utc", ""},
		{"lower case", "20240301t100500z", "2024-03-01T10:05:00 utc", ""},
		{"blanks around", " 20240301T100500Z ", "2024-03-01T10:05:00 utc", ""},
		{"ISO 8601", "2024-03-01T10:05:00Z", "2024-03-01T10:05:00 utc", ""},
		{"ISO 8601 date", "2024-03-01", "2024-03-01T00:00:00 date", ""},
		{"a blank for the T", "20240301 100500", "2024-03-01T10:05:00", ""},
		{"fractions are dropped", "20240301T100500.25Z", "2024-03-01T10:05:00 utc", ""},
		{"an offset east", "20240301T100500+0130", "2024-03-01T08:35:00 utc", ""},
		{"an offset west", "2024-03-01T23:05:00-05:00", "2024-03-02T04:05:00 utc", ""},
		{"the end of a day", "20240301T240000", "2024-03-02T00:00:00", ""},
		{"a leap second", "20161231T235960Z", "2016-12-31T23:59:59 utc", ""},
		{"a leap day", "20240229", "2024-02-29T00:00:00 date", ""},
		{"no leap day", "20230229", "", "there is no such day"},
		{"no leap day in a century", "21000229", "", "there is no such day"},
		{"a leap day in the fourth century", "20000229", "2000-02-29T00:00:00 date", ""},
		{"the 31st of a short month", "20240431", "", "there is no such day"},
		{"month zero", "20240001", "", "there is no such day"},
		{"month 13", "20241301", "", "there is no such day"},
		{"day zero", "20240300", "", "there is no such day"},
		{"a short date", "2024031", "", "there is no such day"},
		{"a sign in a date", "+2024030", "", "there is no such day"},
		{"words", "tomorrow", "", "there is no such day"},
		{"empty", "", "", "there is no such day"},
		{"hour 25", "20240301T250000", "", "there is no such time of day"},
		{"past the end of a day", "20240301T240001", "", "there is no such time of day"},
		{"minute 60", "20240301T106000", "", "there is no such time of day"},
		{"second 61", "20240301T100061", "", "there is no such time of day"},
		{"no time after T", "20240301T", "", "there is no such time of day"},
		{"a bad offset", "20240301T100500+1", "", "there is no such time of day"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			m, err := recur.ParseMoment(row.text)
			checkValueError(t, err, "date", row.text, row.problem)
			assert.Equal(t, row.want, momentText(m))
		})
	}
}

func momentText(m recur.Moment) string {
	if m.Wall.IsZero() {
		return ""
	}
	text := m.Wall.Format("2006-01-02T15:04:05")
	if m.UTC {
		text += " utc"
	}
	if m.Date {
		text += " date"
	}
	return text
}

func TestMomentIn(t *testing.T) {
	rows := []struct{ name, text, location, want string }{
		{"a clock in Paris", "20240301T100000", "Europe/Paris", "2024-03-01T10:00:00+01:00"},
		{"UTC wherever", "20240301T100000Z", "Europe/Paris", "2024-03-01T10:00:00Z"},
		{"a skipped time east of Greenwich", "20240331T023000", "Europe/Paris", "2024-03-31T03:30:00+02:00"},
		{"a skipped time west of Greenwich", "20240310T023000", "America/New_York", "2024-03-10T03:30:00-04:00"},
		{"the first of the skipped", "20240310T020000", "America/New_York", "2024-03-10T03:00:00-04:00"},
		{"the first after them", "20240310T030000", "America/New_York", "2024-03-10T03:00:00-04:00"},
		{"a time shown twice east of Greenwich", "20241027T023000", "Europe/Paris", "2024-10-27T02:30:00+02:00"},
		{"a time shown twice west of Greenwich", "20241103T013000", "America/New_York", "2024-11-03T01:30:00-04:00"},
		{"the last that is shown twice", "20241027T025959", "Europe/Paris", "2024-10-27T02:59:59+02:00"},
		{"the first after it was shown twice", "20241027T030000", "Europe/Paris", "2024-10-27T03:00:00+01:00"},
		{"a skipped midnight", "20181104", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"},
		{"half an hour", "20241006T021500", "Australia/Lord_Howe", "2024-10-06T02:45:00+11:00"},
		{"a skipped day", "20111230T100000", "Pacific/Apia", "2011-12-31T10:00:00+14:00"},
		{"the far future", "23990701T100000", "Europe/Paris", "2399-07-01T10:00:00+02:00"},
		{"before there were zones", "18000701T100000", "Europe/Paris", "1800-07-01T10:00:00+00:09"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			m, err := recur.ParseMoment(row.text)
			require.NoError(t, err)
			assert.Equal(t, row.want, m.In(zone(t, row.location)).Format(time.RFC3339))
		})
	}
	assert.Equal(t, time.Unix(1, 2).UTC(), recur.At(time.Unix(1, 2).UTC(), nil), "no location is UTC")
}

// locations are zones with everything that zones do: whole, half and quarter
// hours, changes at midnight, skipped days, summer time in both hemispheres.
func locations() []string {
	return []string{
		"UTC", "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia",
		"Asia/Kathmandu", "Africa/Casablanca", "America/St_Johns", "Europe/Dublin", "Asia/Gaza", "Pacific/Kwajalein",
	}
}

// TestAtIsFirst checks the meaning of At against a walk over the clock: no earlier
// instant shows the same, and where none shows it, the offset is the one before.
func TestAtIsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(locations()).Draw(t, "location"))
		require.NoError(t, err)
		wall := drawNearChange(t, loc)
		at := recur.At(wall, loc)
		first, shown := firstShowing(wall, loc)
		if shown {
			require.Equal(t, first.Unix(), at.Unix())
			return
		}
		_, before := first.Add(-time.Second).Zone()
		require.Equal(t, wall.Unix()-int64(before), at.Unix(), "the offset before the change")
	})
}

// drawNearChange draws a reading, to five minutes, within two days of a change of
// offset.
func drawNearChange(t *rapid.T, loc *time.Location) time.Time {
	at := time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(t, "instant"), 0).In(loc)
	if _, end := at.ZoneBounds(); !end.IsZero() {
		at = end
	}
	step := rapid.Int64Range(-2*24*12, 2*24*12).Draw(t, "step")
	return time.Unix(at.Unix()/300*300+step*300, 0).UTC()
}

// firstShowing returns the first instant at which a clock in loc shows wall, or,
// where none does, the first at which it shows something later.
func firstShowing(wall time.Time, loc *time.Location) (at time.Time, shown bool) {
	const layout = "2006-01-02T15:04:05"
	for at := wall.Add(-27 * time.Hour); ; at = at.Add(5 * time.Minute) {
		clock := at.In(loc).Format(layout)
		if clock >= wall.Format(layout) {
			return at.In(loc), clock == wall.Format(layout)
		}
	}
}
