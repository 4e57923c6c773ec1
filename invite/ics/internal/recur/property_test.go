package recur_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// drawRule draws a rule of any kind.
func drawRule(t *rapid.T) string {
	parts := []string{"FREQ=" + rapid.SampledFrom([]string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"}).Draw(t, "freq")}
	add := func(name string, values *rapid.Generator[string]) {
		if rapid.IntRange(0, 3).Draw(t, "has"+name) == 0 {
			list := rapid.SliceOfNDistinct(values, 1, 3, rapid.ID).Draw(t, name)
			parts = append(parts, name+"="+strings.Join(list, ","))
		}
	}
	add("INTERVAL", rapid.Map(rapid.IntRange(1, 20), number))
	parts[len(parts)-1], _, _ = strings.Cut(parts[len(parts)-1], ",")
	add("BYMONTH", rapid.Map(rapid.IntRange(1, 12), number))
	add("BYMONTHDAY", rapid.Map(rapid.OneOf(rapid.IntRange(1, 31), rapid.IntRange(-31, -1)), number))
	add("BYYEARDAY", rapid.Map(rapid.OneOf(rapid.IntRange(1, 366), rapid.IntRange(-366, -1)), number))
	add("BYDAY", rapid.SampledFrom([]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU", "1MO", "-1FR", "5WE"}))
	add("BYHOUR", rapid.Map(rapid.IntRange(0, 23), number))
	add("BYMINUTE", rapid.Map(rapid.IntRange(0, 59), number))
	parts = append(parts, "WKST="+rapid.SampledFrom([]string{"MO", "SU", "WE"}).Draw(t, "WKST"))
	add("BYSETPOS", rapid.Map(rapid.OneOf(rapid.IntRange(1, 9), rapid.IntRange(-9, -1)), number))
	switch rapid.IntRange(0, 4).Draw(t, "end") {
	case 0:
		parts = append(parts, "COUNT="+number(rapid.IntRange(1, 300).Draw(t, "count")))
	case 1:
		parts = append(parts, "UNTIL="+drawTime(t, "until").Format("20060102T150405Z"))
	}
	return strings.Join(parts, ";")
}

func number(n int) string { return fmt.Sprint(n) }

// drawTime draws a time between 2000 and 2030.
func drawTime(t *rapid.T, label string) time.Time {
	return time.Unix(rapid.Int64Range(946684800, 1893456000).Draw(t, label), 0).UTC()
}

// drawEvent draws an event with up to two rules, a rule of exceptions, dates and
// exceptions.
func drawEvent(t *rapid.T) recur.Event {
	loc, err := time.LoadLocation(rapid.SampledFrom(locations()).Draw(t, "location"))
	require.NoError(t, err)
	e := recur.Event{Start: drawTime(t, "start").In(loc), AllDay: rapid.IntRange(0, 5).Draw(t, "allDay") == 0}
	e.Duration = recur.Duration{
		Days: rapid.IntRange(0, 3).Draw(t, "days"),
		Time: time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour,
	}
	for range rapid.IntRange(0, 2).Draw(t, "rules") {
		e.Rules = append(e.Rules, drawRule(t))
	}
	if rapid.IntRange(0, 3).Draw(t, "exRule") == 0 {
		e.ExRules = []string{drawRule(t)}
	}
	for range rapid.IntRange(0, 3).Draw(t, "dates") {
		e.Dates = append(e.Dates, recur.Dates{Value: drawTime(t, "date").Format("20060102T150405Z")})
		e.ExDates = append(e.ExDates, recur.Dates{Value: drawTime(t, "exDate").Format("20060102")})
	}
	return e
}

// collect lists the occurrences in a window, and whether they are all of them.
func collect(s *recur.Set, from, to time.Time, limits recur.Limits) (list []invite.Occurrence, complete bool) {
	for o, err := range s.Between(from, to, limits) {
		if err != nil {
			return list, false
		}
		list = append(list, o)
	}
	return list, true
}

func TestStartsIncrease(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, problems := recur.New(drawEvent(t))
		for _, p := range problems {
			require.NotEqual(t, recur.LossAll, p.Loss, p)
		}
		list, _ := collect(s, time.Time{}, time.Time{}, recur.Limits{Occurrences: 300, Work: 5_000})
		for i := range len(list) - 1 {
			require.True(t, list[i].Start.Before(list[i+1].Start), "%v before %v", list[i], list[i+1])
		}
	})
}

// TestWindowIsPart checks that what a window gives is what the whole gives and the
// window overlaps.
func TestWindowIsPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := recur.New(drawEvent(t))
		whole, complete := collect(s, time.Time{}, time.Time{}, recur.Limits{Occurrences: 400, Work: 5_000})
		if len(whole) == 0 {
			return
		}
		last := whole[len(whole)-1].Start
		from := rapid.SampledFrom(whole).Draw(t, "near").Start.Add(time.Duration(rapid.IntRange(-1e5, 1e5).Draw(t, "off")) * time.Second)
		to := from.Add(time.Duration(rapid.IntRange(0, 1e8).Draw(t, "length")) * time.Second)
		if !complete && to.After(last) {
			to = last
		}
		want := slices.DeleteFunc(slices.Clone(whole), func(o invite.Occurrence) bool {
			return !o.Start.Before(to) || !o.End.After(from) && o.Start.Before(from)
		})
		got, complete := collect(s, from, to, recur.Limits{})
		require.True(t, complete)
		require.Equal(t, texts(want), texts(got))
	})
}

func texts(list []invite.Occurrence) (texts []string) {
	for _, o := range list {
		texts = append(texts, o.Start.Format(time.RFC3339)+"/"+o.End.Format(time.RFC3339))
	}
	return texts
}

// TestDayByDay checks rules against their meaning, asked of each day in turn.
func TestDayByDay(t *testing.T) {
	weekdays := []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
	rapid.Check(t, func(t *rapid.T) {
		start := drawTime(t, "start").Truncate(24 * time.Hour).Add(9 * time.Hour)
		interval := rapid.IntRange(1, 5).Draw(t, "interval")
		day := rapid.IntRange(0, 6).Draw(t, "weekday")
		monthDay := rapid.IntRange(1, 31).Draw(t, "day")
		week := func(d time.Time) int { return int(d.Unix()/86400+3) / 7 } // weeks begin on Monday
		months := func(d time.Time) int { return d.Year()*12 + int(d.Month()) }
		rows := []struct {
			rule string
			has  func(d time.Time) bool
		}{
			{"FREQ=DAILY", func(d time.Time) bool { return int(d.Sub(start).Hours()/24)%interval == 0 }},
			{"FREQ=DAILY;BYDAY=" + weekdays[day], func(d time.Time) bool {
				return int(d.Sub(start).Hours()/24)%interval == 0 && int(d.Weekday()) == day
			}},
			{"FREQ=WEEKLY;BYDAY=" + weekdays[day], func(d time.Time) bool {
				return (week(d)-week(start))%interval == 0 && int(d.Weekday()) == day
			}},
			{"FREQ=MONTHLY;BYMONTHDAY=" + number(monthDay), func(d time.Time) bool {
				return (months(d)-months(start))%interval == 0 && d.Day() == monthDay
			}},
			{"FREQ=MONTHLY;BYDAY=2" + weekdays[day], func(d time.Time) bool {
				return (months(d)-months(start))%interval == 0 && int(d.Weekday()) == day && (d.Day()-1)/7 == 1
			}},
			{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", func(d time.Time) bool {
				return (d.Year()-start.Year())%interval == 0 && d.Month() == 2 && d.AddDate(0, 0, 1).Month() == 3
			}},
		}
		row := rapid.SampledFrom(rows).Draw(t, "row")
		want := []string{start.Format(time.DateOnly)}
		for d := start.AddDate(0, 0, 1); d.Before(start.AddDate(0, 0, 2000)); d = d.AddDate(0, 0, 1) {
			if row.has(d) {
				want = append(want, d.Format(time.DateOnly))
			}
		}
		s, _ := recur.New(recur.Event{Start: start, Rules: []string{row.rule + ";INTERVAL=" + number(interval)}})
		var got []string
		for o := range s.Between(start, start.AddDate(0, 0, 2000), recur.Limits{}) {
			got = append(got, o.Start.Format(time.DateOnly))
		}
		require.Equal(t, want, got, row.rule)
	})
}

// TestAgainstRRuleGo compares with another implementation of the same rules.
func TestAgainstRRuleGo(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		start, rule := drawTime(t, "start"), drawRule(t)
		rule, _, _ = strings.Cut(rule, ";COUNT=") // it counts from the first that the rule names
		s, _ := recur.New(recur.Event{Start: start, Rules: []string{rule}})
		near, _ := collect(s, start, start.AddDate(40, 0, 0), recur.Limits{Occurrences: 2})
		if !comparable(rule) || len(near) < 2 && !strings.Contains(rule, "YEARLY") {
			return // what never comes the other looks for day by day until the year 9999
		}
		options, err := rrule.StrToROption(rule)
		require.NoError(t, err)
		options.Dtstart = start
		other, err := rrule.NewRRule(*options)
		require.NoError(t, err)
		until := start.AddDate(3, 0, 0)
		want := []string{start.Format(time.RFC3339)}
		next := other.Iterator()
		for at, ok := next(); ok && at.Before(until) && len(want) < 200; at, ok = next() {
			if at.After(start) {
				want = append(want, at.Format(time.RFC3339))
			}
		}
		list, _ := collect(s, start, until, recur.Limits{Occurrences: 200})
		var got []string
		for _, o := range list {
			got = append(got, o.Start.Format(time.RFC3339))
		}
		require.Equal(t, want, got, rule)
		compared++
	})
	assert.NotZero(t, compared)
}

// comparable reports whether rrule-go is right about a rule: it takes days with
// and without a number to be both meant, picks from a week as from the days after
// the start, and may not come back from times of day that no interval reaches.
func comparable(rule string) bool {
	_, days, _ := strings.Cut(rule, "BYDAY=")
	days, _, _ = strings.Cut(days, ";")
	numbered := strings.ContainsAny(days, "0123456789")
	plain := slices.ContainsFunc(strings.Split(days, ","), func(day string) bool { return len(day) == 2 })
	often := strings.Contains(rule, "HOURLY") || strings.Contains(rule, "MINUTELY") || strings.Contains(rule, "SECONDLY")
	weekPicks := strings.Contains(rule, "WEEKLY") && strings.Contains(rule, "BYSETPOS")
	return !(numbered && plain) && !weekPicks && !(often && strings.Contains(rule, ";BY"))
}

// TestCountIsPrefix checks that COUNT gives the first so many of the rule without
// it, however far away the window begins.
func TestCountIsPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvent(t)
		e.ExRules, e.Dates, e.ExDates = nil, nil, nil
		rule, _, _ := strings.Cut(drawRule(t), ";COUNT=")
		count := rapid.IntRange(1, 100).Draw(t, "count")
		e.Rules = []string{rule}
		whole, complete := collect(must(recur.New(e)), time.Time{}, time.Time{}, recur.Limits{Occurrences: 150, Work: 5_000})
		if skipsHours(e.Start.Location()) || !complete && len(whole) < 150 {
			return
		}
		e.Rules = []string{rule + ";COUNT=" + number(count)}
		counted := must(recur.New(e))
		want := whole[:min(count, len(whole))]
		got, complete := collect(counted, time.Time{}, want[len(want)-1].Start.Add(1), recur.Limits{})
		require.True(t, complete)
		require.Equal(t, texts(want), texts(got))
		from := rapid.SampledFrom(want).Draw(t, "from")
		got, _ = collect(counted, from.Start, want[len(want)-1].Start.Add(1), recur.Limits{})
		require.Equal(t, texts(want)[len(want)-1], texts(got)[len(got)-1])
	})
}

// skipsHours reports whether clocks in a location ever change. A skipped reading
// may be the instant of another, and both count.
func skipsHours(loc *time.Location) bool {
	start, end := time.Unix(946684800, 0).In(loc).ZoneBounds()
	return !start.IsZero() || !end.IsZero()
}

func must(s *recur.Set, _ []*recur.Problem) *recur.Set { return s }

// TestPlainYearlyDays holds the quick way to read a yearly day against the other,
// which an empty part at the end of a rule forces.
func TestPlainYearlyDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []string
		for kind, some := range []*rapid.Generator[string]{
			rapid.SampledFrom([]string{"FREQ=YEARLY", "FREQ=YEARLY", "FREQ=MONTHLY", "FREQ="}),
			rapid.SampledFrom([]string{"BYMONTH=1", "BYMONTH=12", "BYMONTH=03", "BYMONTH=0", "BYMONTH=13", "BYMONTH=-1", "BYMONTH=", "BYMONTH=257"}),
			rapid.SampledFrom([]string{
				"BYDAY=-1SU", "BYDAY=4MO", "BYDAY=5MO", "BYDAY=-2FR", "BYDAY=+1TU", "BYDAY=SU", "BYDAY=1", "BYDAY=", "BYDAY=-1SUN", "BYDAY=1SU,2SU",
			}),
			rapid.SampledFrom([]string{"", "BYMONTHDAY=3", "INTERVAL=1", "FREQ=YEARLY", "BYMONTH=1", "BYDAY=4MO"}),
		} {
			if kind < 3 || rapid.Bool().Draw(t, "more") {
				parts = append(parts, some.Draw(t, "part"))
			}
		}
		rule := strings.Join(rapid.Permutation(parts).Draw(t, "parts"), ";")
		start := time.Date(2024, 3, 3, 2, 0, 0, 0, time.UTC)
		want, slow := recur.ParseYearlyDay(rule+";", start)
		got, ok := recur.ParseYearlyDay(rule, start)
		if slow != ok || got != want {
			t.Fatalf("%s: %v %v; in the other way %v %v", rule, got, ok, want, slow)
		}
	})
}
