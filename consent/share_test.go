package consent_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
)

func hours(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }

func TestEnoughRecorded(t *testing.T) {
	hour := consent.Span{From: start, To: minute(60)}
	centuries := consent.Span{From: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}
	first := func(d time.Duration) consent.Span { return consent.Span{From: start, To: start.Add(d)} }
	for _, test := range []struct {
		rule              string
		recorded, planned consent.Span
		percent           int
		want              bool
	}{
		{"exactly the percentage", first(42 * time.Minute), hour, 70, true},
		{"a nanosecond less", first(42*time.Minute - 1), hour, 70, false},
		{"a nanosecond more", first(42*time.Minute + 1), hour, 70, true},
		{"all of it", hour, hour, 100, true},
		{"all of it but a nanosecond", first(time.Hour - 1), hour, 100, false},
		{"one percent", first(36 * time.Second), hour, 1, true},
		{"a nanosecond less than one percent", first(36*time.Second - 1), hour, 1, false},
		{"more than was planned", first(10 * time.Hour), hour, 100, true},
		{"a recording elsewhere counts by its length", consent.Span{From: hours(5), To: hours(5).Add(42 * time.Minute)}, hour, 70, true},
		{"a share that is no whole number of nanoseconds is not reached below", first(2), first(3), 70, false},
		{"and reached above", first(3), first(3), 70, true},
		{"nothing recorded", first(0), hour, 1, false},
		{"a reversed recording is empty", consent.Span{From: hours(1), To: start}, hour, 1, false},
		{"nothing planned", hour, first(0), 70, false},
		{"nothing planned and nothing recorded", first(0), first(0), 70, false},
		{"a reversed plan is empty", hour, consent.Span{From: minute(60), To: start}, 70, false},
		{"no percentage", hour, hour, 0, false},
		{"a negative percentage", hour, hour, -70, false},
		{"more than all", hour, hour, 101, false},
		{"more than all, twofold recorded", first(3 * time.Hour), hour, 101, false},
		{"centuries", centuries, centuries, 100, true},
		{"centuries but a nanosecond", consent.Span{From: centuries.From.Add(1), To: centuries.To}, centuries, 100, false},
		{"nanoseconds across a second", consent.Span{From: start.Add(999_999_999), To: start.Add(1_000_000_001)}, first(2), 100, true},
		{"nanoseconds across a second, one less", consent.Span{From: start.Add(999_999_999), To: start.Add(1_000_000_000)}, first(2), 100, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.want, consent.EnoughRecorded(test.recorded, test.planned, test.percent))
		})
	}
}

func TestEnoughFrom(t *testing.T) {
	hour := consent.Span{From: start, To: minute(60)}
	for _, test := range []struct {
		rule    string
		start   time.Time
		planned consent.Span
		percent int
		want    time.Time
	}{
		{"seventy percent of an hour", start, hour, 70, minute(42)},
		{"of a recording begun late", minute(10), hour, 70, minute(52)},
		{"of a recording begun a nanosecond late", start.Add(1), hour, 70, minute(42).Add(1)},
		{"carried into the next second", start.Add(999_999_999), hour, 70, minute(42).Add(999_999_999)},
		{"rounded up to the nanosecond", start, consent.Span{From: start, To: start.Add(3)}, 70, start.Add(3)},
		{"nothing planned: never", start, consent.Span{From: start, To: start}, 70, time.Time{}},
		{"a reversed plan: never", start, consent.Span{From: minute(60), To: start}, 70, time.Time{}},
		{"no percentage: never", start, hour, 0, time.Time{}},
		{"more than all: never", start, hour, 101, time.Time{}},
		{"no instant is late enough: never", time.Unix(math.MaxInt64-unixToYearOne, 0), hour, 1, time.Time{}},
		{"the last instant is just late enough", time.Unix(math.MaxInt64-unixToYearOne-36, 0), hour, 1, time.Unix(math.MaxInt64-unixToYearOne, 0).UTC()},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.want, consent.EnoughFrom(test.start, test.planned, test.percent))
		})
	}
}

// unixToYearOne is the seconds from the year 1, from which time.Time counts, to 1970.
const unixToYearOne = 62_135_596_800

var (
	billion = big.NewInt(1e9)
	hundred = big.NewInt(100)
)

// nanos returns the nanoseconds from the year 1 to an instant, as time.Time orders
// them: it wraps around at 2⁶³ seconds.
func nanos(t time.Time) *big.Int {
	seconds := big.NewInt(int64(uint64(t.Unix()) + unixToYearOne))
	return seconds.Mul(seconds, billion).Add(seconds, big.NewInt(int64(t.Nanosecond())))
}

func length(s consent.Span) *big.Int {
	d := new(big.Int).Sub(nanos(s.To), nanos(s.From))
	if d.Sign() < 0 {
		return new(big.Int)
	}
	return d
}

func enough(recorded, planned consent.Span, percent int) bool {
	share := new(big.Int).Mul(length(planned), big.NewInt(int64(percent)))
	return 1 <= percent && percent <= 100 && length(planned).Sign() > 0 &&
		new(big.Int).Mul(length(recorded), hundred).Cmp(share) >= 0
}

// times draws times near each other, centuries apart, and at the ends of what a time
// can be.
func times() *rapid.Generator[time.Time] {
	seconds := rapid.OneOf(
		rapid.Int64Range(start.Unix()-5, start.Unix()+5),
		rapid.Int64Range(-unixToYearOne, 4*unixToYearOne),
		rapid.Int64(),
		rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -unixToYearOne, 0, math.MaxInt64 - unixToYearOne, math.MaxInt64 - unixToYearOne + 1, math.MaxInt64}),
	)
	ns := rapid.OneOf(rapid.SampledFrom([]int64{0, 1, 999_999_999}), rapid.Int64Range(0, 999_999_999))
	return rapid.Custom(func(t *rapid.T) time.Time {
		at := time.Unix(seconds.Draw(t, "seconds"), ns.Draw(t, "ns"))
		return at.In(time.FixedZone("", rapid.SampledFrom([]int{0, 3600, -9 * 3600}).Draw(t, "zone")))
	})
}

func spans() *rapid.Generator[consent.Span] {
	return rapid.Custom(func(t *rapid.T) consent.Span {
		return consent.Span{From: times().Draw(t, "from"), To: times().Draw(t, "to")}
	})
}

func TestOrderOfTimesIsTheOracles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := times().Draw(t, "a"), times().Draw(t, "b")
		require.Equal(t, a.Compare(b), nanos(a).Cmp(nanos(b)))
	})
}

func TestEnoughRecordedAgainstBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		recorded, planned := spans().Draw(t, "recorded"), spans().Draw(t, "planned")
		percent := rapid.IntRange(-1, 102).Draw(t, "percent")
		require.Equal(t, enough(recorded, planned, percent), consent.EnoughRecorded(recorded, planned, percent))
	})
}

func TestEnoughFromAgainstBigIntegers(t *testing.T) {
	var late, never int
	defer func() { assert.True(t, t.Failed() || late > 0 && never > 0, "%d and %d cases", late, never) }()
	last := time.Unix(math.MaxInt64-unixToYearOne, 999_999_999)
	rapid.Check(t, func(t *rapid.T) {
		begun, planned := times().Draw(t, "start"), spans().Draw(t, "planned")
		if planned.To.Before(planned.From) {
			planned.From, planned.To = planned.To, planned.From
		}
		percent := rapid.IntRange(0, 101).Draw(t, "percent")
		share := new(big.Int).Mul(length(planned), big.NewInt(int64(percent)))
		share.Add(share, big.NewInt(99)).Div(share, hundred)
		want := share.Add(share, nanos(begun))
		if want.Sign() == 0 {
			t.Skip("the zero time means never")
		}
		got := consent.EnoughFrom(begun, planned, percent)
		recorded := func(to time.Time) consent.Span { return consent.Span{From: begun, To: to} }
		if !enough(recorded(last), planned, percent) {
			require.True(t, got.IsZero())
			never++
			return
		}
		late++
		require.Equal(t, want, nanos(got))
		require.Equal(t, time.UTC, got.Location())
		require.True(t, consent.EnoughRecorded(recorded(got), planned, percent), "enough at the instant")
		require.False(t, consent.EnoughRecorded(recorded(got.Add(-1)), planned, percent), "and not a nanosecond before")
	})
}

func TestSharesIgnoreMonotonicReadings(t *testing.T) {
	now := time.Now()
	planned := consent.Span{From: now, To: now.Add(time.Hour)}
	at := consent.EnoughFrom(now, planned, 70)
	assert.True(t, at.Equal(now.Add(42*time.Minute)))
	assert.Equal(t, at, at.Round(0))
	for _, d := range []time.Duration{-1, 0, 1} {
		recorded := consent.Span{From: now.Round(0), To: now.Add(42*time.Minute + d)}
		assert.Equal(t, d >= 0, consent.EnoughRecorded(recorded, planned, 70))
	}
}
