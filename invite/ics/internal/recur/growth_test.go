package recur_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

const plenty = 1 << 40

// work returns how many steps a window of an hour costs, so many days after the
// start.
func work(t testing.TB, days int, rules ...string) int {
	t.Helper()
	s, _ := recur.New(series(t, func(e *recur.Event) { e.Rules = rules }))
	from := moment(t, "20240301T0900").AddDate(0, 0, days)
	pool := recur.NewPool(plenty)
	for range s.Between(from, from.Add(time.Hour), recur.Limits{Work: plenty, Pool: pool}) {
	}
	return plenty - pool.Left()
}

// TestFarWindows checks that a window costs no more for being far from the start.
func TestFarWindows(t *testing.T) {
	for _, rule := range []string{
		"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY", "FREQ=HOURLY;INTERVAL=5",
		"FREQ=SECONDLY;INTERVAL=7", "FREQ=YEARLY;BYHOUR=9,10;BYMINUTE=1,2,3", "FREQ=DAILY;UNTIL=99991231",
		"FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR",
	} {
		near, far := work(t, 100, rule), work(t, 100_000, rule)
		assert.LessOrEqual(t, far, near+400, rule)
		assert.LessOrEqual(t, far, 4200, rule)
	}
}

// TestCountedWindows checks that a window of a rule with COUNT costs what the
// periods before it do, not what is in them.
func TestCountedWindows(t *testing.T) {
	few := work(t, 10_000, "FREQ=DAILY;COUNT=2147483647")
	many := work(t, 10_000, "FREQ=DAILY;COUNT=2147483647;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=0,10,20,30,40,50")
	assert.InDelta(t, few, many, 20)
	assert.InDelta(t, 10, float64(work(t, 100_000, "FREQ=DAILY;COUNT=2147483647"))/float64(few), 0.1)
}

// TestManyRules checks that rules add up and do not multiply.
func TestManyRules(t *testing.T) {
	rules := strings.Split(strings.Repeat("FREQ=DAILY ", 1000), " ")
	assert.InDelta(t, 10, float64(work(t, 100, rules[:1000]...))/float64(work(t, 100, rules[:100]...)), 0.5)
}

// TestRulesThatAreNotOpened checks that every rule costs something, so that no more
// are opened than the work allows.
func TestRulesThatAreNotOpened(t *testing.T) {
	rules := strings.Split(strings.Repeat("FREQ=SECONDLY;BYMONTH=2 ", 100_000), " ")
	s, _ := recur.New(series(t, func(e *recur.Event) { e.Rules = rules[:100_000] }))
	allocated := func(pool int) float64 {
		return testing.AllocsPerRun(1, func() {
			for _, err := range s.Between(moment(t, "20240305T0900"), time.Time{}, recur.Limits{Pool: recur.NewPool(pool)}) {
				assert.Error(t, err)
			}
		})
	}
	assert.Less(t, allocated(1000), 20_000.0)
}

// TestFarDates checks that a window costs no more for the dates before it.
func TestFarDates(t *testing.T) {
	far := func(n int) int {
		start := moment(t, "20240301T0900")
		s, _ := recur.New(series(t, func(e *recur.Event) {
			for i := range n {
				e.Dates = append(e.Dates, recur.Dates{Value: start.AddDate(0, 0, i).Format("20060102T150405")})
			}
		}))
		pool := recur.NewPool(plenty)
		for range s.Between(start.AddDate(0, 0, n-1), time.Time{}, recur.Limits{Pool: pool}) {
		}
		return plenty - pool.Left()
	}
	assert.Equal(t, far(10), far(10_000))
}

// TestHugePeriods checks that what is in a period is not written out.
func TestHugePeriods(t *testing.T) {
	all := func(n int) string {
		var list []string
		for i := range n {
			list = append(list, number(i))
		}
		return strings.Join(list, ",")
	}
	rule := "FREQ=YEARLY;BYYEARDAY=" + strings.TrimPrefix(all(366), "0,") + ";BYHOUR=" + all(24) + ";BYMINUTE=" + all(60) + ";BYSECOND=" + all(60)
	assert.Less(t, work(t, 3000, rule), 20_000, "an hour of 31 million times a year")
	s, _ := recur.New(series(t, func(e *recur.Event) { e.Rules = []string{rule} }))
	assert.Less(t, testing.AllocsPerRun(1, func() {
		for range s.Between(time.Time{}, time.Time{}, recur.Limits{Occurrences: 10}) {
		}
	}), 100.0)
}

func BenchmarkBetween(b *testing.B) {
	rows := []struct{ name, rule string }{
		{"weekly", "FREQ=WEEKLY;BYDAY=MO,WE,FR"},
		{"monthly", "FREQ=MONTHLY;BYDAY=-1FR"},
		{"yearly", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
		{"counted", "FREQ=DAILY;COUNT=20000"},
		{"secondly", "FREQ=SECONDLY"},
	}
	for _, row := range rows {
		b.Run(row.name, func(b *testing.B) {
			s, _ := recur.New(series(b, func(e *recur.Event) { e.Rules = []string{row.rule} }))
			from := moment(b, "20540301T0900")
			for b.Loop() {
				for range s.Between(from, from.AddDate(1, 0, 0), recur.Limits{Occurrences: 10}) {
				}
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	e := series(b, func(e *recur.Event) {
		e.Rules = []string{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20251231T090000Z;WKST=SU"}
	})
	for b.Loop() {
		recur.New(e)
	}
}

func BenchmarkParseYearlyDay(b *testing.B) {
	start := time.Date(1601, 1, 1, 3, 0, 0, 0, time.UTC)
	for b.Loop() {
		recur.ParseYearlyDay("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", start)
	}
}
