package recur_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// FuzzRecurrence makes events of any values. Whatever they are: the work is
// bounded, starts increase, what is given overlaps the window, the same is given
// again, a part of the window gives a part of it, and a problem says what it is.
func FuzzRecurrence(f *testing.F) {
	f.Add("20240301T090000", uint8(1), "PT1H", "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=9", "", "20240308T090000Z/PT2H", "20240304", int64(1709000000), uint32(1e7))
	f.Add("20240331T013000", uint8(1), "P1D", "FREQ=MINUTELY;INTERVAL=30", "FREQ=DAILY", "", "", int64(1711800000), uint32(1e5))
	f.Add("20111229T230000", uint8(5), "PT0S", "FREQ=HOURLY;INTERVAL=7\nFREQ=DAILY;BYHOUR=1,2,3", "", "20111230", "", int64(1325100000), uint32(1e6))
	f.Add("20240229", uint8(2), "P1DT", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,29,", "FREQ=YEARLY;INTERVAL=0", "never", "20240229T000000", int64(0), uint32(4e9))
	f.Add("19700101T000000Z", uint8(0), "PT24H", "FREQ=SECONDLY;UNTIL=20991231T235959Z;BYSETPOS=-1,1;BYDAY=53MO", "FREQ=SECONDLY;BYSECOND=60", "", "", int64(4e9), uint32(100))
	f.Add("20240104T120000", uint8(3), "-PT1H", "freq=yearly; byweekno=-1 ;wkst=su;x-y=z;;", "", "", "20240105,20240106T120000", int64(1704000000), uint32(3e9))
	f.Add("0", uint8(29), "P11111H11H11H", "FREQ=WEEKLY", "", "", "20", int64(1709000001), uint32(1e7))
	f.Fuzz(func(t *testing.T, start string, location uint8, duration, rules, exRules, dates, exDates string, from int64, length uint32) {
		names := locations()
		loc, err := time.LoadLocation(names[int(location)%len(names)])
		require.NoError(t, err)
		m, _ := recur.ParseMoment(start)
		d, _ := recur.ParseDuration(duration)
		s, problems := recur.New(recur.Event{
			Start: m.In(loc).In(loc), AllDay: m.Date, Duration: d,
			Rules: strings.Split(rules, "\n"), ExRules: strings.Split(exRules, "\n"),
			Dates: []recur.Dates{{Value: dates}}, ExDates: []recur.Dates{{Value: exDates}},
		})
		for _, p := range problems {
			require.True(t, p.Property != "" && p.Fault != "" && p.Loss <= recur.LossAll, p)
		}
		begin := time.Unix(from%(1<<40), 0)
		end := begin.Add(time.Duration(length) * time.Second)
		checkWindow(t, s, begin, end)
	})
}

func checkWindow(t *testing.T, s *recur.Set, begin, end time.Time) {
	pool := recur.NewPool(20_000)
	list, complete := collect(s, begin, end, recur.Limits{Occurrences: 200, Pool: pool})
	require.True(t, pool.Left() >= -1, "steps beyond the limit are not taken")
	again, _ := collect(s, begin, end, recur.Limits{Occurrences: 200, Work: 20_000})
	require.Equal(t, texts(list), texts(again))
	for i, o := range list {
		if i > 0 && !list[i-1].Start.Before(o.Start) {
			t.Fatalf("%v is not before %v", list[i-1], o)
		}
		if !o.Start.Before(end) || !o.End.After(begin) && o.Start.Before(begin) {
			t.Fatalf("%v does not overlap", o)
		}
	}
	if !complete || len(list) == 0 {
		return
	}
	middle := list[len(list)/2].Start
	if middle.Before(begin) { // an occurrence that began before the window
		middle = begin
	}
	part, complete := collect(s, middle, end, recur.Limits{Occurrences: 200, Work: 40_000})
	if complete {
		kept := slices.Clone(list)
		kept = slices.DeleteFunc(kept, func(o invite.Occurrence) bool { return !o.End.After(middle) && o.Start.Before(middle) })
		require.Equal(t, texts(kept), texts(part))
	}
}
