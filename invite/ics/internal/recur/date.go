package recur

import (
	"math/bits"
	"time"
)

const (
	minuteSeconds = 60
	hourSeconds   = 60 * minuteSeconds
	daySeconds    = 24 * hourSeconds
)

// maxReading is the last second of the year 9999, after which no calendar can
// name a time.
const maxReading = 253402300799

// date is a day in every form in which rules speak of it.
type date struct {
	number          int64 // days since 1 January 1970
	year            int
	month           time.Month
	day, yearDay    int // from 1
	weekday         time.Weekday
	inMonth, inYear int // how many days there are
}

func dateOf(number int64) date {
	t := time.Unix(number*daySeconds, 0).UTC()
	d := date{number: number, yearDay: t.YearDay(), weekday: t.Weekday()}
	d.year, d.month, d.day = t.Date()
	d.inMonth, d.inYear = daysIn(d.month, d.year), 365
	if daysIn(time.February, d.year) == 29 {
		d.inYear = 366
	}
	return d
}

func dayNumber(year int, month time.Month, day int) int64 {
	return floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), daySeconds)
}

func daysIn(month time.Month, year int) int {
	switch {
	case month == time.April || month == time.June || month == time.September || month == time.November:
		return 30
	case month != time.February:
		return 31
	case year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	}
	return 28
}

// week returns the number of d's week and how many weeks its year has, where
// weeks begin on first and week 1 is the one with four days in the new year.
func (d date) week(first time.Weekday) (number, in int) {
	middle := weekStart(d.number, first) + 3
	year := dateOf(middle).year
	one := weekStart(dayNumber(year, time.January, 4), first)
	next := weekStart(dayNumber(year+1, time.January, 4), first)
	return int((middle-one)/7) + 1, int((next - one) / 7)
}

// weekStart returns the day on which the week of a day begins.
func weekStart(day int64, first time.Weekday) int64 {
	return day - floorMod(day+int64(time.Thursday-first), 7) // day 0 was a Thursday
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

// bitset is a set of numbers from 0 to 63.
type bitset uint64

func (b *bitset) add(n int)     { *b |= 1 << n }
func (b bitset) has(n int) bool { return b&(1<<n) != 0 }

// list returns the numbers in order.
func (b bitset) list() []int {
	var list []int
	for ; b != 0; b &= b - 1 {
		list = append(list, bits.TrailingZeros64(uint64(b)))
	}
	return list
}

// numbers is the value of a part such as BYMONTHDAY: numbers up to 63 that count
// from the beginning, and negative ones that count from the end.
type numbers struct{ up, down bitset }

func (s *numbers) add(n int) {
	if n < 0 {
		s.down.add(-n)
		return
	}
	s.up.add(n)
}

func (s *numbers) empty() bool { return s.up|s.down == 0 }

// has reports whether the n-th of size (from 1) is meant.
func (s *numbers) has(n, size int) bool { return s.up.has(n) || s.down.has(size+1-n) }

// allows is has, except that an empty set allows everything.
func (s *numbers) allows(n, size int) bool { return s.empty() || s.has(n, size) }

// yearNumbers are numbers of up to 366, as those of BYYEARDAY.
type yearNumbers struct{ up, down [366/64 + 1]bitset }

func (s *yearNumbers) add(n int) {
	if n < 0 {
		s.down[-n/64].add(-n % 64)
		return
	}
	s.up[n/64].add(n % 64)
}

// allows reports whether the n-th of size (from 1) is meant; where nothing is said,
// each is.
func (s *yearNumbers) allows(n, size int) bool {
	return s == nil || s.up[n/64].has(n%64) || s.down[(size+1-n)/64].has((size+1-n)%64)
}

// lists returns the numbers from the beginning and those from the end, in order.
func (s *yearNumbers) lists() (up, down []int) {
	if s == nil {
		return nil, nil
	}
	for i := range s.up {
		for _, n := range s.up[i].list() {
			up = append(up, 64*i+n)
		}
		for _, n := range s.down[i].list() {
			down = append(down, 64*i+n)
		}
	}
	return up, down
}
