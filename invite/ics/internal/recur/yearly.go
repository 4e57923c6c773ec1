package recur

import (
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// YearlyDay is a day of every year, as in "the last Sunday in October": that on
// which the clocks of most zones change. The zero YearlyDay is none.
type YearlyDay struct {
	Month time.Month
	Week  int // 1 to 4 counts from the month's first such day, -1 is its last
	Day   time.Weekday
}

// ParseYearlyDay reports whether a rule, of an event that begins at start, means
// one such day of every year from then on, at start's time of day, and which:
// FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU, or with BYMONTHDAY=8,9,10,11,12,13,14 for
// the second week.
func ParseYearlyDay(value string, start time.Time) (YearlyDay, bool) {
	if y, ok := plainYearlyDay(value); ok {
		return y, true
	}
	r, _, ok := parseRule("RRULE", value, start, false)
	months := r.months.up.list()
	if !ok || len(months) != 1 {
		return YearlyDay{}, false
	}
	y := YearlyDay{Month: time.Month(months[0])}
	y.Week, y.Day = r.week()
	if y.Week < -1 || y.Week == 0 || y.Week > 4 {
		return YearlyDay{}, false
	}
	same := y.rule(start, r.weekStart, r.numbered)
	return y, r == same
}

// plainYearlyDay reads the three parts that nearly all such rules have, in any
// order, and nothing else: [ParseYearlyDay] in a fraction of its time.
func plainYearlyDay(value string) (y YearlyDay, ok bool) {
	var frequency, month, day string
	for part := range strings.SplitSeq(value, ";") {
		name, text, _ := strings.Cut(part, "=")
		switch {
		case name == "FREQ" && frequency == "":
			frequency = text
		case name == "BYMONTH" && month == "":
			month = text
		case name == "BYDAY" && day == "":
			day = text
		default:
			return y, false
		}
	}
	number, _ := strconv.ParseUint(month, 10, 8)
	y.Month = time.Month(number)
	y.Week, y.Day = plainDay(day)
	return y, frequency == "YEARLY" && 1 <= number && number <= 12 && y.Week != 0
}

// plainDay reads a day of the week after a number from 1 to 4 or -1; the number is
// 0 if text is anything else.
func plainDay(text string) (week int, day time.Weekday) {
	number := text[:max(0, len(text)-len("SU"))]
	switch {
	case number == "-1":
		week = -1
	case len(number) == 1 && '1' <= number[0] && number[0] <= '4':
		week = int(number[0] - '0')
	}
	found := slices.Index(dayNames(), text[len(number):])
	if found < 0 {
		return 0, 0
	}
	return week, time.Weekday(found)
}

// week returns the first number before a day of BYDAY, and that day; or the week
// in which the first day of BYMONTHDAY is, and the first day of BYDAY.
func (r *rule) week() (int, time.Weekday) {
	for day := range r.nth {
		for _, n := range r.nth[day].up.list() {
			return n, time.Weekday(day)
		}
		for _, n := range r.nth[day].down.list() {
			return -n, time.Weekday(day)
		}
	}
	for _, n := range r.monthDays.up.list() {
		return (n + 6) / 7, time.Weekday(bits.TrailingZeros8(r.weekdays) % 7)
	}
	return 0, 0
}

// rule writes y as a rule: with a number before the day, or with the days of the
// month that are in the week.
func (y YearlyDay) rule(start time.Time, weekStart time.Weekday, numbered bool) rule {
	r := rule{interval: 1, untilInstant: math.MaxInt64, untilReading: math.MaxInt64, weekStart: weekStart}
	r.months.add(int(y.Month))
	if numbered {
		r.addNth(y.Day, y.Week)
	} else {
		r.weekdays = 1 << y.Day
		for day := 7*y.Week - 6; day <= 7*y.Week; day++ {
			r.monthDays.add(day)
		}
	}
	r.fill(start)
	return r
}

// Date returns the day in a year, at midnight in UTC.
func (y YearlyDay) Date(year int) time.Time {
	if y.Week < 0 {
		last := time.Date(year, y.Month+1, 0, 0, 0, 0, 0, time.UTC)
		return last.AddDate(0, 0, -daysFrom(y.Day, last.Weekday()))
	}
	first := time.Date(year, y.Month, 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, daysFrom(first.Weekday(), y.Day)+7*(y.Week-1))
}

// daysFrom returns how many days after a day of the week the next other one is.
func daysFrom(a, b time.Weekday) int { return int(b-a+7) % 7 }
