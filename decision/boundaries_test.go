package decision_test

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // the zones below are there on every machine

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

const nano = time.Nanosecond

// boundary is a case a nanosecond on one side of a limit, or on it. What it says
// comes on top of the permits that the case of recorded has.
type boundary struct {
	name    string
	of      bounds
	verdict Verdict
	reasons Reasons
	cut     time.Time
}

func checkBoundaries(t *testing.T, rows []boundary) {
	t.Helper()
	permits := enum.SetOf(RecordedAutomatically, ConsentByPage)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := Decide(Case(row.of))
			assert.Equal(t, row.verdict.String(), got.Verdict.String())
			assert.Equal(t, (row.reasons | permits).String(), (got.Reasons &^ enum.SetOf(NobodyAnswered)).String())
			assert.Equal(t, row.cut, got.Cut)
		})
	}
}

var (
	saysOptedOut  = enum.SetOf(ParticipantOptedOut)
	saysTooLittle = enum.SetOf(ParticipantOptedOut, TooLittleRecorded)
	saysLate      = enum.SetOf(ParticipantOptedOut, LateOptOut)
	saysCancelled = enum.SetOf(RecordingCancelled)
	saysTooLate   = enum.SetOf(CancelledTooLate)
)

// bounds is a case that is brought to a limit.
type bounds Case

// boundsAt is the recorded case at a moment.
func boundsAt(now time.Time) bounds {
	b := bounds(recorded())
	b.Now = now
	return b
}

// boundsOf is the recorded case, of a meeting from one time to another, at its end.
func boundsOf(from, to time.Time) bounds {
	b := boundsAt(to)
	b.Invite.Start, b.Invite.End = from, to
	return b
}

// boundsLate is a meeting, recorded from its start on, with an opt-out.
func boundsLate(from, to, at time.Time) bounds {
	return boundsOf(from, to).recordedFrom(from).optOut(at)
}

func (b bounds) at(now time.Time) bounds { b.Now = now; return b }

func (b bounds) cancelledAt(at time.Time) bounds {
	b.Cancellations = []Cancellation{{By: ann, At: at}}
	return b
}

func (b bounds) lead(l profile.Period) bounds { b.Org.CancelBefore = l; return b }

func (b bounds) keep(percent int) bounds { b.Org.KeepPercent = percent; return b }

func (b bounds) recordedFrom(at time.Time) bounds { b.Recordings = ran(at); return b }

func (b bounds) stoppedAt(at time.Time) bounds {
	b.Recordings = ranTo(b.Recordings[0].Start, at)
	return b
}

func (b bounds) optOut(at time.Time) bounds { return b.answer(consent.OptedOut, at) }

func (b bounds) consent(at time.Time) bounds { return b.answer(consent.Consented, at) }

func (b bounds) answer(choice consent.Choice, at time.Time) bounds {
	b.Answers = b.Answers.With(consent.Response{Participant: cem, Choice: choice, At: at})
	return b
}

// another is the answer of a second participant.
func (b bounds) another(choice consent.Choice, at time.Time) bounds {
	b.Answers = b.Answers.With(consent.Response{Participant: dia, Choice: choice, At: at})
	return b
}

// Up to and including the last moment, cancelling is in time.
func TestBoundaryOfCancelling(t *testing.T) {
	last := start.Add(-20 * time.Minute)
	hour := start.Add(-time.Hour)
	at := func(at time.Time) bounds { return boundsAt(start).cancelledAt(at) }
	none := time.Time{}
	checkBoundaries(t, []boundary{
		{"a nanosecond before 20 minutes", at(last.Add(-nano)), Refuse, saysCancelled, none},
		{"exactly 20 minutes", at(last), Refuse, saysCancelled, none},
		{"a nanosecond after", at(last.Add(nano)), Record, saysTooLate, none},
		{"an hour, by the org's setting", at(hour).lead(profile.Period(time.Hour)), Refuse, saysCancelled, none},
		{"a nanosecond after the hour", at(hour.Add(nano)).lead(profile.Period(time.Hour)), Record, saysTooLate, none},
		{"a lead of a nanosecond", at(start.Add(-nano)).lead(1), Refuse, saysCancelled, none},
		{"a lead of a nanosecond, at the start", at(start).lead(1), Record, saysTooLate, none},
		{"no lead, at the start", at(start).lead(profile.NoPeriod), Refuse, saysCancelled, none},
		{"no lead, a nanosecond after", boundsAt(start.Add(nano)).lead(profile.NoPeriod).cancelledAt(start.Add(nano)), Record, saysTooLate, none},
		{"cancelled now", boundsAt(last).cancelledAt(last), Refuse, saysCancelled, none},
		{"cancelled a nanosecond from now", boundsAt(last.Add(-nano)).cancelledAt(last), Record, 0, none},
	})
	for _, row := range []struct {
		name    string
		now     time.Time
		allowed bool
		reason  Reason
	}{
		{"asked a nanosecond before", last.Add(-nano), true, 0},
		{"asked exactly then", last, true, 0},
		{"asked a nanosecond after", last.Add(nano), false, CancelledTooLate},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := CanCancel(Case(boundsAt(row.now)), ann, ThisOccurrence)
			assert.Equal(t, row.allowed, got.Allowed)
			assert.Equal(t, row.reason, got.Reason)
			assert.Equal(t, last, got.Until)
		})
	}
}

// Exactly the share is enough, of whatever length the meeting is.
func TestBoundaryOfKeeping(t *testing.T) {
	enough := start.Add(42 * time.Minute)
	at := func(length, cut time.Duration) bounds { return boundsLate(start, start.Add(length), start.Add(cut)) }
	share := func(percent int, cut time.Time) bounds { return boundsLate(start, end, cut).keep(percent) }
	from := func(r, cut time.Time) bounds { return boundsAt(cut).recordedFrom(r).optOut(cut) }
	early, joined := start.Add(-time.Minute), start.Add(10*time.Minute)
	checkBoundaries(t, []boundary{
		{"a nanosecond less than 70%", boundsLate(start, end, enough.Add(-nano)), Discard, saysTooLittle, enough.Add(-nano)},
		{"exactly 70%", boundsLate(start, end, enough), KeepPart, saysLate, enough},
		{"a nanosecond more", boundsLate(start, end, enough.Add(nano)), KeepPart, saysLate, enough.Add(nano)},
		{"7 of 10 nanoseconds", at(10, 7), KeepPart, saysLate, start.Add(7)},
		{"6 of 10 nanoseconds", at(10, 6), Discard, saysTooLittle, start.Add(6)},
		{"3 of 3 nanoseconds", at(3, 3), KeepPart, saysLate, start.Add(3)},
		{"2 of 3 nanoseconds", at(3, 2), Discard, saysTooLittle, start.Add(2)},
		{"the one nanosecond", at(1, 1), KeepPart, saysLate, start.Add(1)},
		{"nothing of one nanosecond", at(1, 0), Discard, saysTooLittle, start},
		{"1% of an hour", share(1, start.Add(36*time.Second)), KeepPart, saysLate, start.Add(36 * time.Second)},
		{"a nanosecond less than 1%", share(1, start.Add(36*time.Second-nano)), Discard, saysTooLittle, start.Add(36*time.Second - nano)},
		{"100% of an hour", share(100, end), KeepPart, saysLate, end},
		{"a nanosecond less than 100%", share(100, end.Add(-nano)), Discard, saysTooLittle, end.Add(-nano)},
		{"a recorder that was early: counted is from the planned start on", from(early, enough), KeepPart, saysLate, enough},
		{"a recorder that was early, a nanosecond less", from(early, enough.Add(-nano)), Discard, saysTooLittle, enough.Add(-nano)},
		{"a recorder that was late", from(joined, joined.Add(42*time.Minute)), KeepPart, saysLate, joined.Add(42 * time.Minute)},
		{"a recorder that was late, a nanosecond less", from(joined, joined.Add(42*time.Minute-nano)), Discard, saysTooLittle, joined.Add(42*time.Minute - nano)},
	})
}

// From the first whole nanosecond on that is enough, a part is kept.
func TestBoundaryOfTheTimeline(t *testing.T) {
	for length, enough := range map[time.Duration]time.Duration{1: 1, 3: 3, 10: 7, 11: 8, 20: 14, time.Hour: 42 * time.Minute} {
		got := Timeline(Case(boundsOf(start, start.Add(length))))
		assert.Equal(t, start.Add(enough), got.KeepsFrom, "of %v", length)
	}
}

// Neither are times too far apart for a time.Duration rounded or cut.
func TestBoundaryOfKeepingForMillennia(t *testing.T) {
	from := time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)
	tenths := func(n int) time.Time {
		at := from
		for range n {
			at = at.Add(290 * 365 * 24 * time.Hour)
		}
		return at
	}
	rows := []boundary{{"a nanosecond less than 7 of 10", boundsLate(from, tenths(10), tenths(7).Add(-nano)), Discard, saysTooLittle, tenths(7).Add(-nano)}}
	for n := range 7 {
		rows = append(rows, boundary{fmt.Sprint(n, " of 10"), boundsLate(from, tenths(10), tenths(n)), Discard, saysTooLittle, tenths(n)})
	}
	for n := 7; n <= 10; n++ {
		rows = append(rows, boundary{fmt.Sprint(n, " of 10"), boundsLate(from, tenths(10), tenths(n)), KeepPart, saysLate, tenths(n)})
	}
	checkBoundaries(t, rows)
	assert.Equal(t, tenths(7), Timeline(Case(boundsOf(from, tenths(10)))).KeepsFrom)
}

// At its end a meeting is over, unless a recorder has started by then.
func TestBoundaryOfTheMeeting(t *testing.T) {
	over := enum.SetOf(MeetingOver)
	started := func(now, at time.Time) bounds { return boundsAt(now).recordedFrom(at) }
	none := time.Time{}
	checkBoundaries(t, []boundary{
		{"a nanosecond before the start", boundsAt(start.Add(-nano)), Record, 0, none},
		{"at the start", boundsAt(start), Record, 0, none},
		{"a nanosecond before the end", boundsAt(end.Add(-nano)), Record, 0, none},
		{"at the end", boundsAt(end), Refuse, over, none},
		{"a nanosecond after the end", boundsAt(end.Add(nano)), Refuse, over, none},
		{"at the end, a recorder starts", started(end, end), Record, 0, none},
		{"it stopped where the meeting starts, and so touches it", boundsAt(end).recordedFrom(start.Add(-time.Hour)).stoppedAt(start), Record, 0, none},
		{"it stopped a nanosecond before", boundsAt(end).recordedFrom(start.Add(-time.Hour)).stoppedAt(start.Add(-nano)), Record, enum.SetOf(RecordedElsewhen), none},
		{"at the end, a recorder starts a nanosecond later", started(end, end.Add(nano)), Refuse, over, none},
		{"a meeting of a nanosecond", boundsOf(start, start.Add(nano)).at(start), Record, 0, none},
		{"a meeting of no length", boundsOf(start, start), Refuse, over | enum.SetOf(InvalidCase), none},
		{"a meeting that ends a nanosecond before it starts", boundsOf(start, start.Add(-nano)), Refuse, over | enum.SetOf(InvalidCase), none},
	})
}

// The recording is a window with both its ends: an opt-out in force at either takes
// effect; a nanosecond outside it none.
func TestBoundaryOfTheRecording(t *testing.T) {
	r, e := start, start.Add(50*time.Minute)
	ran := boundsAt(end).recordedFrom(r).stoppedAt(e)
	minute := boundsAt(r.Add(time.Minute)).recordedFrom(r)
	notYet := boundsAt(r.Add(-nano)).recordedFrom(r)
	none := time.Time{}
	checkBoundaries(t, []boundary{
		{"opted out at its start", ran.optOut(r), Discard, saysTooLittle, r},
		{"opted out before, and still at its start", ran.optOut(r.Add(-nano)), Discard, saysTooLittle, r},
		{"opted out before, and consented at its start", ran.optOut(r.Add(-nano)).consent(r), Record, 0, none},
		{"opted out before, and consented a nanosecond into it", ran.optOut(r.Add(-nano)).consent(r.Add(nano)), Discard, saysTooLittle, r},
		{"opted out at its stop: after the recording, of which all is kept", ran.optOut(e), KeepPart, saysOptedOut, e},
		{"opted out a nanosecond before its stop", ran.optOut(e.Add(-nano)), KeepPart, saysLate, e.Add(-nano)},
		{"opted out a nanosecond after its stop", ran.optOut(e.Add(nano)), KeepPart, saysOptedOut, e},
		{"opted out a nanosecond before the meeting is over", ran.optOut(end.Add(-nano)), KeepPart, saysOptedOut, e},
		{"opted out when the meeting is over", ran.at(end.Add(nano)).optOut(end), Record, 0, none},
		{"opted out now", minute.optOut(r.Add(time.Minute)), Discard, saysTooLittle, r.Add(time.Minute)},
		{"opted out a nanosecond from now", minute.optOut(r.Add(time.Minute + nano)), Record, 0, none},
		{"it starts now", boundsAt(r).recordedFrom(r).optOut(r), Discard, saysTooLittle, r},
		{"it starts a nanosecond from now", notYet.optOut(r.Add(-nano)), Refuse, saysOptedOut, none},
		{"it starts a nanosecond from now, and so does the opt-out", notYet.optOut(r), Record, 0, none},
		{"opted out for a nanosecond", ran.optOut(e.Add(-nano)).consent(e), KeepPart, saysLate, e.Add(-nano)},
		{"opted out and consented at one instant", ran.optOut(e.Add(-nano)).consent(e.Add(-nano)), KeepPart, saysLate, e.Add(-nano)},
		{"of two opt-outs the earlier", ran.optOut(e).optOut(r.Add(nano)), Discard, saysTooLittle, r.Add(nano)},
		{"of two participants' opt-outs the earlier", ran.optOut(e).another(consent.OptedOut, r.Add(nano)), Discard, saysTooLittle, r.Add(nano)},
		{"of two participants' opt-outs the earlier, the other way round", ran.optOut(r.Add(nano)).another(consent.OptedOut, e), Discard, saysTooLittle, r.Add(nano)},
		{"passed by late, and opted out a nanosecond later", ran.another(consent.Bypassed, e.Add(-2*nano)).optOut(e.Add(-nano)), KeepPart, saysLate | enum.SetOf(ConsentUnverified), e.Add(-2 * nano)},
		{"opted out late, and passed by a nanosecond later", ran.another(consent.Bypassed, e.Add(-nano)).optOut(e.Add(-2 * nano)), KeepPart, saysLate | enum.SetOf(ConsentUnverified), e.Add(-2 * nano)},
		{"it stops a nanosecond from now, and so does the opt-out", ran.at(e.Add(-nano)).optOut(e), Record, 0, none},
		{"it stops a nanosecond from now, opted out now", ran.at(e.Add(-nano)).optOut(e.Add(-nano)), KeepPart, saysLate, e.Add(-nano)},
		{"it stops when it starts", ran.stoppedAt(r), Record, 0, none},
		{"it stops a nanosecond before it starts", ran.stoppedAt(r.Add(-nano)), Hold, enum.SetOf(InvalidCase, RecordedElsewhen), none},
	})
}

// What is kept ends where the cut is, to the nanosecond.
func TestBoundaryOfWhatIsKept(t *testing.T) {
	cut := start.Add(42*time.Minute + 7*nano)
	c := Case(boundsLate(start, end, cut))
	assert.Equal(t, []invite.Span{{From: start, To: cut}}, Decide(c).Kept(c))

	c = Case(boundsLate(start, end, start.Add(42*time.Minute-nano)))
	assert.Empty(t, Decide(c).Kept(c))
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	require.NoError(t, err)
	return zone
}

// Where clocks are put forward or back, it is the time that passes which counts.
func TestBoundariesAcrossDaylightSaving(t *testing.T) {
	paris := zoneOf(t, "Europe/Paris")
	wall := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, paris)
	}
	utc := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, time.UTC)
	}
	// In the night to 29 March the clocks go from 02:00 to 03:00: from 01:30 to 03:30
	// is one hour, of which 42 minutes have passed at 03:12.
	spring, springEnd, spring70 := wall(3, 29, 1, 30), wall(3, 29, 3, 30), wall(3, 29, 3, 12)
	// A meeting at 03:10 can be cancelled until 01:50.
	threeTen, oneFifty := wall(3, 29, 3, 10), wall(3, 29, 1, 50)
	// On 25 October they go from 03:00 back to 02:00: from 01:30 to the second 02:30
	// are two hours, of which 84 minutes have passed at the first 02:54.
	autumn, autumnEnd, autumn70 := wall(10, 25, 1, 30), utc(10, 25, 1, 30).In(paris), utc(10, 25, 0, 54).In(paris)
	// From the first 02:30 to the second is an hour. The second 02:10 comes twenty
	// minutes after the first 02:50.
	first, second := utc(10, 25, 0, 30).In(paris), utc(10, 25, 1, 30).In(paris)
	secondTen, firstFifty := utc(10, 25, 1, 10).In(paris), utc(10, 25, 0, 50).In(paris)
	require.Equal(t, "03:12 CEST 02:54 CEST 02:30 CEST 02:30 CET", spring70.Format("15:04 MST")+autumn70.Format(" 15:04 MST")+
		first.Format(" 15:04 MST")+second.Format(" 15:04 MST"))

	cancelled := func(from, at time.Time) bounds { return boundsOf(from, from.Add(time.Hour)).at(from).cancelledAt(at) }
	none := time.Time{}
	checkBoundaries(t, []boundary{
		{"spring, exactly 70%", boundsLate(spring, springEnd, spring70), KeepPart, saysLate, utc(3, 29, 1, 12)},
		{"spring, a nanosecond less", boundsLate(spring, springEnd, spring70.Add(-nano)), Discard, saysTooLittle, utc(3, 29, 1, 12).Add(-nano)},
		{"spring, cancelled in time", cancelled(threeTen, oneFifty), Refuse, saysCancelled, none},
		{"spring, cancelled a nanosecond late", cancelled(threeTen, oneFifty.Add(nano)), Record, saysTooLate, none},
		{"autumn, exactly 70%", boundsLate(autumn, autumnEnd, autumn70), KeepPart, saysLate, utc(10, 25, 0, 54)},
		{"autumn, a nanosecond less", boundsLate(autumn, autumnEnd, autumn70.Add(-nano)), Discard, saysTooLittle, utc(10, 25, 0, 54).Add(-nano)},
		{"autumn, the same clock time twice is an hour", boundsLate(first, second, first.Add(42*time.Minute)), KeepPart, saysLate, utc(10, 25, 1, 12)},
		{"autumn, not over at the first of its two ends", boundsOf(autumn, second).at(first), Record, 0, none},
		{"autumn, over at the second", boundsOf(autumn, second), Refuse, enum.SetOf(MeetingOver), none},
		{"autumn, cancelled in time", cancelled(secondTen, firstFifty), Refuse, saysCancelled, none},
		{"autumn, cancelled a nanosecond late", cancelled(secondTen, firstFifty.Add(nano)), Record, saysTooLate, none},
	})
	assert.Equal(t, Schedule{CancelUntil: utc(3, 29, 0, 10), Joins: utc(3, 29, 0, 30), KeepsFrom: utc(3, 29, 1, 12), Ends: utc(3, 29, 1, 30)},
		Timeline(Case(boundsOf(spring, springEnd).at(spring))))
}

// In which zone times are written changes nothing, not even the form of the cut.
func TestZonesChangeNothing(t *testing.T) {
	cut := start.Add(42 * time.Minute)
	want := Decide(Case(boundsLate(start, end, cut)))
	for _, zone := range []*time.Location{zoneOf(t, "Europe/Paris"), zoneOf(t, "Asia/Kathmandu"), zoneOf(t, "America/St_Johns"), time.FixedZone("far", 14*3600)} {
		got := Decide(Case(boundsLate(start.In(zone), end.In(zone), cut.In(zone))))
		assert.True(t, want == got, "in %v: %v, want %v", zone, got, want)

		before := Decide(Case(boundsLate(start.In(zone), end.In(zone), start.Add(-nano))))
		assert.Equal(t, start, before.Cut, "in %v", zone)
	}
}

// A leap day is a day; a year has as many as it has.
func TestBoundariesInLeapYears(t *testing.T) {
	at := func(year int, month time.Month, day, hour, minute int) time.Time {
		return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	}
	// 70% of 366 days are 256 days, 4 hours and 48 minutes; of 365, 255 and a half.
	leap, leap70 := at(2028, 1, 1, 0, 0), at(2028, 9, 13, 4, 48)
	year, year70 := at(2027, 1, 1, 0, 0), at(2027, 9, 13, 12, 0)
	checkBoundaries(t, []boundary{
		{"into a leap day", boundsLate(at(2028, 2, 28, 23, 30), at(2028, 2, 29, 0, 30), at(2028, 2, 29, 0, 12)), KeepPart, saysLate, at(2028, 2, 29, 0, 12)},
		{"into a leap day, a nanosecond less", boundsLate(at(2028, 2, 28, 23, 30), at(2028, 2, 29, 0, 30), at(2028, 2, 29, 0, 12).Add(-nano)), Discard, saysTooLittle, at(2028, 2, 29, 0, 12).Add(-nano)},
		{"out of a leap day", boundsLate(at(2028, 2, 29, 23, 30), at(2028, 3, 1, 0, 30), at(2028, 3, 1, 0, 12)), KeepPart, saysLate, at(2028, 3, 1, 0, 12)},
		{"no leap day in 2027", boundsLate(at(2027, 2, 28, 23, 30), at(2027, 3, 1, 0, 30), at(2027, 3, 1, 0, 12)), KeepPart, saysLate, at(2027, 3, 1, 0, 12)},
		{"no leap day in 2100", boundsLate(at(2100, 2, 28, 23, 30), at(2100, 3, 1, 0, 30), at(2100, 3, 1, 0, 12)), KeepPart, saysLate, at(2100, 3, 1, 0, 12)},
		{"70% of a leap year", boundsLate(leap, at(2029, 1, 1, 0, 0), leap70), KeepPart, saysLate, leap70},
		{"a nanosecond less than that", boundsLate(leap, at(2029, 1, 1, 0, 0), leap70.Add(-nano)), Discard, saysTooLittle, leap70.Add(-nano)},
		{"70% of another year", boundsLate(year, leap, year70), KeepPart, saysLate, year70},
		{"a nanosecond less than that one", boundsLate(year, leap, year70.Add(-nano)), Discard, saysTooLittle, year70.Add(-nano)},
		{"cancelled on the leap day", boundsOf(at(2028, 3, 1, 0, 10), at(2028, 3, 1, 1, 10)).at(at(2028, 3, 1, 0, 0)).cancelledAt(at(2028, 2, 29, 23, 50)), Refuse, saysCancelled, time.Time{}},
	})
}

// The monotonic reading of a time plays no part, and is in no answer: decisions stay
// comparable with ==.
func TestMonotonicReadingsPlayNoPart(t *testing.T) {
	now := time.Now()
	require.NotEqual(t, now, now.Round(0), "time.Now has a monotonic reading")
	begin := now.Add(-42 * time.Minute)
	meeting := func(wall func(time.Time) time.Time) Case {
		b := boundsLate(wall(begin), wall(begin.Add(time.Hour)), wall(now))
		return Case(b.at(wall(now)).stoppedAt(wall(now)).cancelledAt(wall(begin.Add(-20 * time.Minute))))
	}
	read := func(t time.Time) time.Time { return t }
	stripped := func(t time.Time) time.Time { return t.Round(0).UTC() }
	c, want := meeting(read), meeting(stripped)

	assert.True(t, Decide(want) == Decide(c), "%v, want %v", Decide(c), Decide(want))
	assert.True(t, Decide(c).Cut == stripped(now))
	assert.Equal(t, enum.SetOf(ParticipantOptedOut, RecordingCancelled, RecordedAutomatically, ConsentByPage), Decide(c).Reasons)
	assert.True(t, Timeline(want) == Timeline(c), "%v, want %v", Timeline(c), Timeline(want))
	assert.True(t, CanCancel(want, ann, ThisOccurrence) == CanCancel(c, ann, ThisOccurrence))
	assert.Equal(t, Explain(want).String(), Explain(c).String())

	mixed := c
	mixed.Now, mixed.Invite.Start = stripped(now), stripped(begin)
	assert.True(t, Decide(want) == Decide(mixed), "%v, want %v", Decide(mixed), Decide(want))
}
