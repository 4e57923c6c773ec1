package consent_test

import (
	"iter"
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
)

func hours(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }

// spans is what was recorded.
func spans(all ...invite.Span) iter.Seq[invite.Span] { return slices.Values(all) }

func TestEnoughRecorded(t *testing.T) {
	hour := invite.Span{From: start, To: minute(60)}
	centuries := invite.Span{From: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}
	first := func(d time.Duration) invite.Span { return invite.Span{From: start, To: start.Add(d)} }
	for _, test := range []struct {
		rule              string
		recorded, planned invite.Span
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
		{"a recording elsewhere counts by its length", invite.Span{From: hours(5), To: hours(5).Add(42 * time.Minute)}, hour, 70, true},
		{"a share that is no whole number of nanoseconds is not reached below", first(2), first(3), 70, false},
		{"and reached above", first(3), first(3), 70, true},
		{"nothing recorded", first(0), hour, 1, false},
		{"a reversed recording is empty", invite.Span{From: hours(1), To: start}, hour, 1, false},
		{"nothing planned", hour, first(0), 70, false},
		{"nothing planned and nothing recorded", first(0), first(0), 70, false},
		{"a reversed plan is empty", hour, invite.Span{From: minute(60), To: start}, 70, false},
		{"no percentage", hour, hour, 0, false},
		{"a negative percentage", hour, hour, -70, false},
		{"more than all", hour, hour, 101, false},
		{"more than all, twofold recorded", first(3 * time.Hour), hour, 101, false},
		{"centuries", centuries, centuries, 100, true},
		{"centuries but a nanosecond", invite.Span{From: centuries.From.Add(1), To: centuries.To}, centuries, 100, false},
		{"nanoseconds across a second", invite.Span{From: start.Add(999_999_999), To: start.Add(1_000_000_001)}, first(2), 100, true},
		{"nanoseconds across a second, one less", invite.Span{From: start.Add(999_999_999), To: start.Add(1_000_000_000)}, first(2), 100, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.want, consent.EnoughRecorded(spans(test.recorded), test.planned, test.percent))
		})
	}
}

func TestEnoughFrom(t *testing.T) {
	hour := invite.Span{From: start, To: minute(60)}
	for _, test := range []struct {
		rule    string
		start   time.Time
		planned invite.Span
		percent int
		want    time.Time
	}{
		{"seventy percent of an hour", start, hour, 70, minute(42)},
		{"of a recording begun late", minute(10), hour, 70, minute(52)},
		{"of a recording begun a nanosecond late", start.Add(1), hour, 70, minute(42).Add(1)},
		{"carried into the next second", start.Add(999_999_999), hour, 70, minute(42).Add(999_999_999)},
		{"rounded up to the nanosecond", start, invite.Span{From: start, To: start.Add(3)}, 70, start.Add(3)},
		{"nothing planned: never", start, invite.Span{From: start, To: start}, 70, time.Time{}},
		{"a reversed plan: never", start, invite.Span{From: minute(60), To: start}, 70, time.Time{}},
		{"no percentage: never", start, hour, 0, time.Time{}},
		{"more than all: never", start, hour, 101, time.Time{}},
		{"no instant is late enough: never", time.Unix(math.MaxInt64-unixToYearOne, 0), hour, 1, time.Time{}},
		{"the last instant is just late enough", time.Unix(math.MaxInt64-unixToYearOne-36, 0), hour, 1, time.Unix(math.MaxInt64-unixToYearOne, 0).UTC()},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.want, consent.EnoughFrom(spans(invite.Span{From: test.start}), test.planned, test.percent))
		})
	}
}

func TestEnoughRecordedInSeveralSpans(t *testing.T) {
	hour := span(0, 60)
	for _, test := range []struct {
		rule     string
		recorded []invite.Span
		want     bool
		from     time.Time
	}{
		{"nothing", nil, false, time.Time{}},
		{"two that are enough together: the gap does not count", []invite.Span{span(0, 20), span(30, 52)}, true, minute(52)},
		{"two that are a nanosecond too short", []invite.Span{span(0, 20), {From: minute(30).Add(1), To: minute(52)}}, false, time.Time{}},
		{"enough within the second", []invite.Span{span(0, 20), span(30, 60)}, true, minute(52)},
		{"enough within the first", []invite.Span{span(0, 50), span(55, 60)}, true, minute(42)},
		{"exactly at the end of the first", []invite.Span{span(0, 42), span(55, 60)}, true, minute(42)},
		{"an empty span between", []invite.Span{span(0, 20), span(25, 25), span(30, 60)}, true, minute(52)},
		{"a reversed span between takes nothing away", []invite.Span{span(0, 20), span(29, 25), span(30, 60)}, true, minute(52)},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.want, consent.EnoughRecorded(spans(test.recorded...), hour, 70))
			assert.Equal(t, test.from, consent.EnoughFrom(spans(test.recorded...), hour, 70))
		})
	}
	assert.False(t, consent.EnoughRecorded(nil, hour, 70), "a nil sequence has no spans")
	assert.Zero(t, consent.EnoughFrom(nil, hour, 70), "a nil sequence has no spans")
	running := spans(span(0, 20), invite.Span{From: minute(30)}, span(100, 200))
	assert.Equal(t, minute(52), consent.EnoughFrom(running, hour, 70), "a span without an end goes on")
}

func span(from, to int) invite.Span { return invite.Span{From: minute(from), To: minute(to)} }

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

func length(s invite.Span) *big.Int {
	d := new(big.Int).Sub(nanos(s.To), nanos(s.From))
	if d.Sign() < 0 {
		return new(big.Int)
	}
	return d
}

func enough(recorded []invite.Span, planned invite.Span, percent int) bool {
	share := new(big.Int).Mul(length(planned), big.NewInt(int64(percent)))
	sum := new(big.Int)
	for _, r := range recorded {
		sum.Add(sum, length(r))
	}
	return 1 <= percent && percent <= 100 && length(planned).Sign() > 0 && sum.Mul(sum, hundred).Cmp(share) >= 0
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

func anySpan() *rapid.Generator[invite.Span] {
	return rapid.Custom(func(t *rapid.T) invite.Span {
		return invite.Span{From: times().Draw(t, "from"), To: times().Draw(t, "to")}
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
		recorded, planned := rapid.SliceOfN(anySpan(), 0, 4).Draw(t, "recorded"), anySpan().Draw(t, "planned")
		percent := rapid.IntRange(-1, 102).Draw(t, "percent")
		require.Equal(t, enough(recorded, planned, percent), consent.EnoughRecorded(spans(recorded...), planned, percent))
	})
}

func TestEnoughFromAgainstBigIntegers(t *testing.T) {
	var late, never int
	defer func() {
		assert.True(t, t.Failed() || late+never < 100 || late > 0 && never > 0, "%d and %d cases", late, never)
	}()
	last := time.Unix(math.MaxInt64-unixToYearOne, 999_999_999)
	rapid.Check(t, func(t *rapid.T) {
		begun, planned := times().Draw(t, "start"), anySpan().Draw(t, "planned")
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
		got := consent.EnoughFrom(spans(invite.Span{From: begun}), planned, percent)
		recorded := func(to time.Time) []invite.Span { return []invite.Span{{From: begun, To: to}} }
		if !enough(recorded(last), planned, percent) {
			require.True(t, got.IsZero())
			never++
			return
		}
		late++
		require.Equal(t, want, nanos(got))
		require.Equal(t, time.UTC, got.Location())
		require.True(t, consent.EnoughRecorded(spans(recorded(got)...), planned, percent), "enough at the instant")
		require.False(t, consent.EnoughRecorded(spans(recorded(got.Add(-1))...), planned, percent), "and not a nanosecond before")
	})
}

// EnoughFrom is the first instant at which what was recorded until then is enough.
func TestEnoughFromIsWhereEnoughBegins(t *testing.T) {
	var found int
	defer func() { assert.True(t, t.Failed() || found > 0) }()
	rapid.Check(t, func(t *rapid.T) {
		var recorded []invite.Span
		at := start
		for range rapid.IntRange(0, 4).Draw(t, "spans") {
			from := at.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "gap")))
			at = from.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "length")))
			recorded = append(recorded, invite.Span{From: from, To: at})
		}
		planned := invite.Span{From: start, To: start.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "planned")))}
		percent := rapid.IntRange(0, 101).Draw(t, "percent")
		var want time.Time
		for s := start; want.IsZero() && !s.After(at); s = s.Add(1) {
			var until []invite.Span
			for _, r := range recorded {
				if r.To.After(s) {
					r.To = s
				}
				until = append(until, r)
			}
			if enough(until, planned, percent) {
				want = s
				found++
			}
		}
		require.Equal(t, want, consent.EnoughFrom(spans(recorded...), planned, percent))
	})
}

func TestSharesIgnoreMonotonicReadings(t *testing.T) {
	now := time.Now()
	planned := invite.Span{From: now, To: now.Add(time.Hour)}
	at := consent.EnoughFrom(spans(invite.Span{From: now}), planned, 70)
	assert.True(t, at.Equal(now.Add(42*time.Minute)))
	assert.Equal(t, at, at.Round(0))
	for _, d := range []time.Duration{-1, 0, 1} {
		recorded := invite.Span{From: now.Round(0), To: now.Add(42*time.Minute + d)}
		assert.Equal(t, d >= 0, consent.EnoughRecorded(spans(recorded), planned, 70))
	}
}
