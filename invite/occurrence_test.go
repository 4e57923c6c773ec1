package invite_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

// meeting is planned from and to the given minutes after nine.
func meeting(from, to int) invite.Occurrence {
	return invite.Occurrence{Start: minute(from), End: minute(to)}
}

func minute(n int) time.Time { return nine.Add(time.Duration(n) * time.Minute) }

// ran is a recorder from and to the given minutes after nine; to zero, it still runs.
func ran(from, to int) invite.Span {
	if to == 0 {
		return invite.Span{From: minute(from)}
	}
	return invite.Span{From: minute(from), To: minute(to)}
}

func cancelled(o invite.Occurrence) invite.Occurrence {
	o.Cancelled = true
	return o
}

func endless(from int) invite.Occurrence { return invite.Occurrence{Start: minute(from)} }

func TestOver(t *testing.T) {
	for _, row := range []struct {
		rule          string
		of            invite.Occurrence
		over, overrun int
	}{
		{"at its end, and as long again", meeting(10, 40), 40, 70},
		{"without a planned end, after a day and no longer", endless(10), 10 + 24*60, 10 + 24*60},
		{"without length, when it begins", meeting(10, 10), 10, 10},
	} {
		t.Run(row.rule, func(t *testing.T) {
			assert.Equal(t, minute(row.over), row.of.Over())
			assert.Equal(t, minute(row.overrun), row.of.Overrun())
		})
	}
}

func TestSpanContains(t *testing.T) {
	for _, row := range []struct {
		rule string
		span invite.Span
		at   time.Time
		want bool
	}{
		{"its beginning", ran(10, 20), minute(10), true},
		{"not what comes before", ran(10, 20), minute(10).Add(-1), false},
		{"what comes before its end", ran(10, 20), minute(20).Add(-1), true},
		{"not its end", ran(10, 20), minute(20), false},
		{"an open end is never over", ran(10, 0), minute(1e6), true},
		{"nothing before an open end's beginning", ran(10, 0), minute(9), false},
		{"an empty span contains nothing", ran(10, 10), minute(10), false},
	} {
		t.Run(row.rule, func(t *testing.T) { assert.Equal(t, row.want, row.span.Contains(row.at)) })
	}
}

func TestOccurrenceAt(t *testing.T) {
	series := []invite.Occurrence{meeting(0, 60), meeting(240, 300), meeting(480, 540)}
	overlapping := []invite.Occurrence{meeting(0, 60), meeting(30, 40), meeting(50, 90)}
	soon := []invite.Occurrence{meeting(0, 60), meeting(80, 140)}
	ends := []invite.Occurrence{meeting(0, 100), meeting(10, 20), meeting(50, 90), meeting(400, 410)}
	adHoc := []invite.Occurrence{endless(0), endless(24*60 + 90)}
	daily := []invite.Occurrence{endless(0), endless(24 * 60), endless(48 * 60)}
	for _, row := range []struct {
		rule     string
		all      []invite.Occurrence
		at       time.Time
		recorded []invite.Span
		want     int
	}{
		{"before the first: the first", series, minute(-600), nil, 0},
		{"at a start: that one", series, minute(0), nil, 0},
		{"in progress: that one", series, minute(30), nil, 0},
		{"a nanosecond before an end: that one", series, minute(60).Add(-1), nil, 0},
		{"at an end: that one overruns", series, minute(60), nil, 0},
		{"a nanosecond before it has lasted twice as long as planned: that one", series, minute(120).Add(-1), nil, 0},
		{"when it has lasted twice as long as planned: the next", series, minute(120), nil, 1},
		{"half an hour before the next: the next", series, minute(210), nil, 1},
		{"a nanosecond before a start: the next", series, minute(240).Add(-1), nil, 1},
		{"after the last, which overruns: the last", series, minute(540), nil, 2},
		{"a nanosecond before it has overrun: the last", series, minute(600).Add(-1), nil, 2},
		{"after all: none", series, minute(600), nil, noMeeting},
		{"long after all: none", series, minute(1e6), nil, noMeeting},
		{"no occurrence: none", nil, minute(0), nil, noMeeting},
		{"an overrunning meeting gives way half an hour before the next", soon, minute(60), nil, 1},
		{"and not a nanosecond earlier", []invite.Occurrence{meeting(0, 60), meeting(95, 140)}, minute(65).Add(-1), nil, 0},
		{"but then", []invite.Occurrence{meeting(0, 60), meeting(95, 140)}, minute(65), nil, 1},

		{"overlapping: the first in progress", overlapping, minute(35), nil, 0},
		{"overlapping: the first in progress, though it began earlier than others", overlapping, minute(55), nil, 0},
		{"overlapping: an over one does not hide one in progress", overlapping, minute(70), nil, 2},
		{"overlapping: the one that ended last overruns, not the one that began last", ends, minute(105), nil, 0},
		{"overlapping: that one alone counts, also where one that ended before lasted longer", []invite.Occurrence{meeting(0, 60), meeting(50, 61)}, minute(80), nil, noMeeting},

		{"an occurrence without length is never in progress", []invite.Occurrence{meeting(0, 0), meeting(60, 90)}, minute(0), nil, 1},
		{"an occurrence without length does not overrun", []invite.Occurrence{meeting(0, 0)}, minute(0), nil, noMeeting},
		{"an occurrence without length can be next", []invite.Occurrence{meeting(60, 60)}, minute(0), nil, 0},
		{"an occurrence that ends before it begins neither", []invite.Occurrence{meeting(10, 0)}, minute(10), nil, noMeeting},
		{"without a planned end: in progress for a day", adHoc, minute(24 * 60).Add(-1), nil, 0},
		{"without a planned end: over after a day, and it does not overrun", adHoc, minute(24 * 60), nil, 1},
		{"without a planned end: the last is over after a day", adHoc[:1], minute(24 * 60), nil, noMeeting},

		{"without a planned end: in progress until half an hour before the next", daily, minute(24*60 - 30).Add(-1), nil, 0},
		{"without a planned end: then the next", daily, minute(24*60 - 30), nil, 1},
		{"without a planned end: the next is in progress", daily, minute(24*60 + 5), nil, 1},
		{"without a planned end: the last is in progress", daily, minute(48*60 + 5), nil, 2},
		{"without a planned end: a cancelled one does not end it", []invite.Occurrence{endless(0), cancelled(meeting(60, 120))}, minute(50), nil, 0},
		{"without a planned end: over when it starts if the next is near", []invite.Occurrence{endless(0), meeting(20, 80)}, minute(0), nil, 1},
		{"without a planned end: the one that ended it overruns", []invite.Occurrence{endless(0), meeting(120, 180)}, minute(190), nil, 1},
		{"without a planned end: over before the one that ended it", []invite.Occurrence{endless(0), meeting(60, 23*60), meeting(100*60, 101*60)}, minute(25 * 60), nil, 1},
		{"without a planned end: the first of two that start together", []invite.Occurrence{endless(0), meeting(0, 60), meeting(100, 160)}, minute(30), nil, 0},
		{"without a planned end: the second of two that start together has one", []invite.Occurrence{endless(0), meeting(0, 60), meeting(70, 160)}, minute(45), nil, 1},

		{"the zero time: no occurrence", nil, time.Time{}, nil, noMeeting},
		{"the zero time: one that ended just before overruns", []invite.Occurrence{{Start: time.Time{}.Add(-time.Hour), End: time.Time{}.Add(-1)}}, time.Time{}, nil, 0},
		{"the zero time: the next", series, time.Time{}, nil, 0},

		{"a cancelled meeting takes nothing while it would be in progress", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(240, 300)}, minute(30), nil, 1},
		{"nor half an hour before", []invite.Occurrence{meeting(0, 60), cancelled(meeting(80, 140))}, minute(70), nil, 0},
		{"nor after it", []invite.Occurrence{cancelled(meeting(0, 60))}, minute(60), nil, noMeeting},
		{"but while its recorder runs: that one", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(240, 300)}, minute(30), []invite.Span{ran(0, 0)}, 0},
		{"up to the stop of its recorder", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(240, 300)}, minute(30), []invite.Span{ran(0, 30)}, 1},
		{"its recorder started half an hour early", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(240, 300)}, minute(-10), []invite.Span{ran(-30, 0)}, 0},
		{"a recorder that started earlier is of the next", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(240, 300)}, minute(30), []invite.Span{ran(-31, 0)}, 1},
		{"its recorder started while it overran", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(240, 300)}, minute(130), []invite.Span{ran(119, 0)}, 0},
		{"the last is cancelled while its recorder runs", []invite.Occurrence{meeting(0, 60), cancelled(meeting(240, 300))}, minute(250), []invite.Span{ran(240, 0)}, 1},
		{"a recorder is of the meeting in progress, not of a cancelled one", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(15, 75)}, minute(20), []invite.Span{ran(15, 0)}, 1},
		{"a recorder is of the meeting about to start, not of a cancelled one", []invite.Occurrence{cancelled(meeting(0, 60)), meeting(60, 120)}, minute(50), []invite.Span{ran(40, 0)}, 1},
		{"a recorder is of the meeting that overruns, not of a cancelled one", []invite.Occurrence{meeting(0, 60), cancelled(meeting(60, 120))}, minute(80), []invite.Span{ran(70, 0)}, 0},
		{"today's recorder started early, today's is cancelled, and yesterday's had no planned end", []invite.Occurrence{endless(-24 * 60), cancelled(endless(0)), endless(24 * 60)}, minute(5), []invite.Span{ran(-2, 0)}, 1},
		{"all cancelled: none", []invite.Occurrence{cancelled(meeting(0, 60)), cancelled(meeting(240, 300))}, minute(0), nil, noMeeting},

		{"a recorder that runs on into the next: that one's", soon, minute(90), []invite.Span{ran(0, 0)}, 0},
		{"up to the recorder's stop, which is no part of it", soon, minute(100), []invite.Span{ran(0, 100)}, 1},
		{"a nanosecond before the recorder's stop", soon, minute(100).Add(-1), []invite.Span{ran(0, 100)}, 0},
		{"at the recorder's start", series, minute(220), []invite.Span{ran(220, 0)}, 1},
		{"before the recorder's start it says nothing", series, minute(100), []invite.Span{ran(200, 0)}, 0},
		{"a recorder that stopped long ago says nothing", series, minute(250), []invite.Span{ran(0, 60)}, 1},
		{"a recorder that starts within half an hour of the next: the next", soon, minute(90), []invite.Span{ran(50, 55), ran(55, 60), ran(62, 0)}, 1},
		{"a recorder without end, and long after all", series, minute(1e6), []invite.Span{ran(485, 0)}, 2},
		{"a recorder that started after all meetings were over records none", series, minute(700), []invite.Span{ran(650, 0)}, noMeeting},
		{"two recorders run: the one that started last", soon, minute(90), []invite.Span{ran(0, 0), ran(85, 0)}, 1},
		{"two recorders run, in any order", soon, minute(90), []invite.Span{ran(85, 0), ran(0, 0)}, 1},
		{"two recorders run, one of them from this instant on", soon, minute(85), []invite.Span{ran(85, 0), ran(0, 0)}, 1},
	} {
		t.Run(row.rule, func(t *testing.T) {
			got, ok := invite.OccurrenceAt(slices.Values(row.all), row.at, row.recorded...)
			require.Equal(t, row.want >= 0, ok)
			if ok {
				assert.Equal(t, row.all[row.want], got)
			} else {
				assert.Zero(t, got)
			}
		})
	}
}

func TestOccurrenceAtOfNoSequence(t *testing.T) {
	for _, at := range []time.Time{{}, nine} {
		_, ok := invite.OccurrenceAt(nil, at)
		assert.False(t, ok, at)
	}
}

func TestOccurrenceAtAsksNoMoreThanItNeeds(t *testing.T) {
	for _, row := range []struct {
		rule     string
		at, want int
		asked    int
	}{
		{"up to the one in progress", 70, 60, 2},
		{"else up to the next", 100, 120, 3},
	} {
		asked := 0
		endless := func(yield func(invite.Occurrence) bool) {
			for i := 0; ; i++ {
				asked++
				if !yield(meeting(60*i, 60*i+30)) {
					return
				}
			}
		}
		got, ok := invite.OccurrenceAt(endless, minute(row.at))
		assert.True(t, ok)
		assert.Equal(t, minute(row.want), got.Start)
		assert.Equal(t, row.asked, asked, row.rule)
	}
}

// What is told of a meeting is the same when all of it happens in another zone, or is
// measured with a monotonic clock.
func TestOccurrenceAtKnowsInstantsOnly(t *testing.T) {
	now := time.Now() // with a monotonic reading
	o := invite.Occurrence{Start: now, End: now.Add(time.Hour).Round(0).In(time.FixedZone("x", 3600))}
	for _, at := range []time.Time{now, now.Round(0).UTC(), now.Add(2*time.Hour - 1)} {
		got, ok := invite.OccurrenceAt(slices.Values([]invite.Occurrence{o}), at, invite.Span{From: now, To: now.Add(time.Hour)})
		assert.True(t, ok, at)
		assert.Equal(t, o, got)
	}
}

// The rules once more, each by itself, over all the meetings.
func TestOccurrenceAtAgainstItsRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []invite.Occurrence
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			from := rapid.IntRange(0, 200).Draw(t, "from")
			o := meeting(from, from+rapid.IntRange(0, 60).Draw(t, "length"))
			switch rapid.IntRange(0, 5).Draw(t, "kind") {
			case 0:
				o.Cancelled = true
			case 1:
				o.End = time.Time{}
			}
			all = append(all, o)
		}
		slices.SortStableFunc(all, func(a, b invite.Occurrence) int { return a.Start.Compare(b.Start) })
		asked := minute(rapid.SampledFrom([]int{0, 24 * 60}).Draw(t, "day") + rapid.IntRange(-40, 310).Draw(t, "at"))
		asked = asked.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns")))
		var recorded []invite.Span
		at := asked
		if rapid.Bool().Draw(t, "recorded") {
			recorded = append(recorded, ran(rapid.IntRange(-40, 310).Draw(t, "start"), 0))
			if from := recorded[0].From; !from.After(asked) {
				at = from
			}
		}

		takesPlace := slices.DeleteFunc(slices.Clone(all), func(o invite.Occurrence) bool { return o.Cancelled })
		bounds, runs := takesPlace, at != asked || len(recorded) > 0 && at.Equal(recorded[0].From)
		if runs {
			bounds = all
		}
		want, near := byTheRules(takesPlace, bounds, at)
		if cancelled, is := byTheRules(all, all, at); runs && !near && is {
			want = cancelled
		}
		got, ok := invite.OccurrenceAt(slices.Values(all), asked, recorded...)
		require.Equal(t, want != nil, ok)
		if ok {
			require.Equal(t, *want, got)
		}
	})
}

// byTheRules returns the meeting of an instant, and whether it is more than the next.
// Meetings without an end are bounded by the starts of others.
func byTheRules(all, bounds []invite.Occurrence, at time.Time) (meeting *invite.Occurrence, near bool) {
	over := func(o invite.Occurrence) time.Time {
		end := o.Over()
		for _, b := range bounds {
			if by := b.Start.Add(-30 * time.Minute); o.End.IsZero() && b.Start.After(o.Start) && by.Before(end) {
				end = by
			}
		}
		return end
	}
	var running, next, last *invite.Occurrence
	for i, o := range all {
		switch {
		case o.Start.After(at):
			if next == nil {
				next = &all[i]
			}
		case at.Before(over(o)):
			if running == nil {
				running = &all[i]
			}
		case last == nil || over(o).After(over(*last)):
			last = &all[i]
		}
	}
	switch {
	case running != nil:
		return running, true
	case next != nil && next.Start.Sub(at) <= 30*time.Minute:
		return next, true
	case last != nil && !last.End.IsZero() && at.Sub(last.End) < last.End.Sub(last.Start):
		return last, true
	}
	return next, false
}

const noMeeting = -1

// Cancelled meetings, wherever they stand, change nothing.
func TestCancelledMeetingsTakeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all, takesPlace []invite.Occurrence
		for i := range rapid.IntRange(0, 6).Draw(t, "n") {
			o := meeting(60*i, 60*i+rapid.IntRange(0, 90).Draw(t, "length"))
			if o.Cancelled = rapid.Bool().Draw(t, "cancelled"); !o.Cancelled {
				takesPlace = append(takesPlace, o)
			}
			all = append(all, o)
		}
		at := minute(rapid.IntRange(-40, 500).Draw(t, "at"))
		at1, ok1 := invite.OccurrenceAt(slices.Values(all), at)
		at2, ok2 := invite.OccurrenceAt(slices.Values(takesPlace), at)
		require.Equal(t, ok2, ok1)
		require.Equal(t, at2, at1)
	})
}
