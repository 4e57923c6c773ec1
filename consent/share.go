package consent

import (
	"math/bits"
	"time"
)

// Span is the time from From to To. A span whose To is not after From is empty.
type Span struct{ From, To time.Time }

// EnoughRecorded reports whether what was recorded is at least the percentage of
// the planned time: recorded × 100 >= planned × percent, in whole nanoseconds,
// without overflow for any pair of times. Exactly the percentage is enough.
//
// Ours: of an empty planned time, and for a percentage outside 1 to 100, nothing is
// enough.
func EnoughRecorded(recorded, planned Span, percent int) bool {
	want := planned.nanoseconds()
	if percent < 1 || percent > 100 || want == (uint128{}) {
		return false
	}
	return !recorded.nanoseconds().times(100).less(want.times(uint64(percent)))
}

// EnoughFrom returns the first instant at which a recording begun at start has
// reached the percentage of the planned time: from then on a cut leaves something
// to keep. It is the zero time where [EnoughRecorded] is true at no instant that a
// time can hold.
func EnoughFrom(start time.Time, planned Span, percent int) time.Time {
	want := planned.nanoseconds()
	if percent < 1 || percent > 100 || want == (uint128{}) {
		return time.Time{}
	}
	share := want.times(uint64(percent)).dividedUp(100)
	seconds, nanos := share.divided(uint64(time.Second))
	at := time.Unix(start.Unix()+int64(seconds.lo), int64(start.Nanosecond())+int64(nanos)).UTC()
	if at.Before(start) { // the sum wrapped around
		return time.Time{}
	}
	return at
}

// nanoseconds returns the length of the span. Seconds are subtracted modulo 2⁶⁴,
// which is exact for every pair of times.
func (s Span) nanoseconds() uint128 {
	from, to := s.From.Round(0), s.To.Round(0)
	if !from.Before(to) {
		return uint128{}
	}
	hi, lo := bits.Mul64(uint64(to.Unix())-uint64(from.Unix()), uint64(time.Second))
	d := uint128{hi, lo}
	if from.Nanosecond() <= to.Nanosecond() {
		return d.plus(uint64(to.Nanosecond() - from.Nanosecond()))
	}
	return d.minus(uint64(from.Nanosecond() - to.Nanosecond()))
}

// uint128 is wide enough for a hundred times the nanoseconds between any two times,
// which are fewer than 2¹⁰¹.
type uint128 struct{ hi, lo uint64 }

func (a uint128) plus(b uint64) uint128 {
	lo, carry := bits.Add64(a.lo, b, 0)
	return uint128{a.hi + carry, lo}
}

func (a uint128) minus(b uint64) uint128 {
	lo, borrow := bits.Sub64(a.lo, b, 0)
	return uint128{a.hi - borrow, lo}
}

func (a uint128) times(b uint64) uint128 {
	hi, lo := bits.Mul64(a.lo, b)
	return uint128{a.hi*b + hi, lo}
}

func (a uint128) less(b uint128) bool {
	return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo
}

func (a uint128) divided(b uint64) (quotient uint128, remainder uint64) {
	quotient.hi, remainder = bits.Div64(0, a.hi, b)
	quotient.lo, remainder = bits.Div64(remainder, a.lo, b)
	return quotient, remainder
}

func (a uint128) dividedUp(b uint64) uint128 {
	quotient, _ := a.plus(b - 1).divided(b)
	return quotient
}
