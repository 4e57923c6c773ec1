package consent

import (
	"iter"
	"math/bits"
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

// EnoughRecorded reports whether what was recorded is at least the percentage of the
// planned time: recorded × 100 >= planned × percent, in whole nanoseconds, without
// overflow for any pair of times. The lengths of all recorded spans are added up. Exactly
// the percentage is enough.
//
// A nil sequence has no spans.
//
// Ours: of an empty planned time, and for a percentage outside 1 to 100, nothing is
// enough.
func EnoughRecorded(recorded iter.Seq[invite.Span], planned invite.Span, percent int) bool {
	want := nanoseconds(planned)
	if recorded == nil || percent < 1 || percent > 100 || want == (uint128{}) {
		return false
	}
	var sum uint128
	for r := range recorded {
		sum = sum.add(nanoseconds(r))
	}
	return !sum.times(100).less(want.times(uint64(percent)))
}

// EnoughFrom returns the first instant at which the recorded spans, in order, amount to
// the percentage of the planned time: from then on a cut leaves something to keep. A span
// with a zero To has no end. EnoughFrom returns the zero time where [EnoughRecorded] is
// true at no instant of the spans that a time can hold, and of a nil sequence.
func EnoughFrom(recorded iter.Seq[invite.Span], planned invite.Span, percent int) time.Time {
	want := nanoseconds(planned)
	if recorded == nil || percent < 1 || percent > 100 || want == (uint128{}) {
		return time.Time{}
	}
	left := want.times(uint64(percent)).dividedUp(100)
	for r := range recorded {
		length := nanoseconds(r)
		if r.To.IsZero() || !length.less(left) {
			return after(r.From, left)
		}
		left = left.subtract(length)
	}
	return time.Time{}
}

// after returns the instant so many nanoseconds after another; zero if no time can hold
// it.
func after(from time.Time, nanoseconds uint128) time.Time {
	seconds, nanos := nanoseconds.divided(uint64(time.Second))
	at := time.Unix(from.Unix()+int64(seconds.lo), int64(from.Nanosecond())+int64(nanos)).UTC()
	if at.Before(from) { // the sum wrapped around
		return time.Time{}
	}
	return at
}

// nanoseconds returns the length of a span. Seconds are subtracted modulo 2⁶⁴,
// which is exact for every pair of times.
func nanoseconds(s invite.Span) uint128 {
	from, to := s.From.Round(0), s.To.Round(0)
	if !from.Before(to) {
		return uint128{}
	}
	hi, lo := bits.Mul64(uint64(to.Unix())-uint64(from.Unix()), uint64(time.Second))
	d := uint128{hi, lo}
	if from.Nanosecond() <= to.Nanosecond() {
		return d.add(uint128{lo: uint64(to.Nanosecond() - from.Nanosecond())})
	}
	return d.subtract(uint128{lo: uint64(from.Nanosecond() - to.Nanosecond())})
}

// uint128 is wide enough for a hundred times the nanoseconds between any two times,
// which are fewer than 2¹⁰¹.
type uint128 struct{ hi, lo uint64 }

func (a uint128) add(b uint128) uint128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return uint128{a.hi + b.hi + carry, lo}
}

func (a uint128) subtract(b uint128) uint128 {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	return uint128{a.hi - b.hi - borrow, lo}
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
	quotient, _ := a.add(uint128{lo: b - 1}).divided(b)
	return quotient
}
