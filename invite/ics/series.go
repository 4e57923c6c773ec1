package ics

import (
	"cmp"
	"errors"
	"iter"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// ErrOver says that a series has no meeting in progress and none to come.
var ErrOver = errors.New("ics: every meeting is over")

// Series is the state in force of one UID: a single meeting, or a series with its
// changed occurrences. [Fold] makes it. The zero Series has no meetings.
type Series struct {
	UID string
	// Master is the event with the rules, or the only one. It is the zero Event
	// if no more is known than single occurrences.
	Master Event
	// Overrides are the occurrences that were changed, added or cancelled, in the
	// order of their original starts. One that changes those after it too says so
	// by [Event.ThisAndFuture].
	Overrides []Event
	// Answers are the messages that are no invitations: what attendees answer and
	// propose (REPLY, COUNTER), and what else asks for nothing to change. The
	// answers to what is in force are in the attendees of Master and Overrides.
	Answers []Event
	// Superseded are the messages that newer ones have replaced.
	Superseded []Event
}

// A meeting is one occurrence of a series and the event that it is read from.
type meeting struct {
	invite.Occurrence
	event    *Event
	original time.Time // the start that the rules give it; zero if it was not changed
}

// invite returns the invite of the meeting alone.
func (m meeting) invite() invite.Invite {
	inv := m.event.Invite
	inv.Start, inv.End, inv.RecurrenceID = m.Start, m.End, m.original
	return inv
}

// Cancelled reports whether the whole series is called off.
func (s *Series) Cancelled() bool { return s.Master.Invite.Cancelled() }

// Occurrences gives the planned times of the meetings that overlap the time from
// one instant to another, in the order of their starts. Cancelled ones are left
// out. A zero to means no end; rules without an end cost what is taken of them.
//
// Where a limit of the reading's [Options] ends the iteration early, the last pair
// is a zero occurrence with an error.
func (s *Series) Occurrences(from, to time.Time) iter.Seq2[invite.Occurrence, error] {
	return func(yield func(invite.Occurrence, error) bool) {
		for m, err := range s.meetings(from, to) {
			if !yield(m.Occurrence, err) {
				return
			}
		}
	}
}

// Invites is Occurrences, with the whole invite of each meeting, its changes
// applied.
func (s *Series) Invites(from, to time.Time) iter.Seq2[invite.Invite, error] {
	return func(yield func(invite.Invite, error) bool) {
		for m, err := range s.meetings(from, to) {
			inv := invite.Invite{}
			if err == nil {
				inv = m.invite()
			}
			if !yield(inv, err) {
				return
			}
		}
	}
}

// At returns the invite of the meeting in progress at an instant, else of the next
// one to start: the meeting that an answer given then belongs to, as
// [invite.OccurrenceAt] has it. It fails with [ErrOver] when there is none, and
// with a [*LimitError] when it was not found within the limits.
func (s *Series) At(at time.Time) (invite.Invite, error) {
	for m, err := range s.meetings(at, time.Time{}) {
		switch {
		case err != nil:
			return invite.Invite{}, err
		case at.Before(m.End):
			return m.invite(), nil
		}
	}
	return invite.Invite{}, ErrOver
}

// meetings gives the meetings that overlap a time, in order.
func (s *Series) meetings(from, to time.Time) iter.Seq2[meeting, error] {
	return func(yield func(meeting, error) bool) {
		if s.Cancelled() {
			return
		}
		p := plan{series: s, from: from, to: to, pool: recur.NewPool(s.limit().steps())}
		p.divide()
		p.run(yield)
	}
}

// A plan is how the meetings of a series in a window are found: what was changed
// one by one is listed and sorted, and the stretches of the series run beside it,
// each from when it may have the next meeting. All of them draw on one pool.
type plan struct {
	series   *Series
	from, to time.Time
	pool     *recur.Pool
	listed   []meeting
	replaced map[int64]bool // Unix times of the originals that were changed one by one
	waiting  []stretch      // by the earliest start that they can have
	running  []*running     // by their next start
	taken    *running       // the one that gave the last meeting
	err      error
}

// A stretch is a part of a series between two changes of "this and future".
type stretch struct {
	begin, end time.Time // of the originals; zero: open
	event      *Event    // whose data counts; cancelled or without a start: the stretch is empty
	shift      time.Duration
	length     recur.Duration
	changed    bool
}

// stretchOf returns the stretch from an event that changes what comes after it on.
func stretchOf(o *Event) stretch {
	return stretch{
		begin: o.Invite.RecurrenceID, event: o, changed: true,
		shift: wallBetween(o.Invite.RecurrenceID, o.Invite.Start), length: o.recurrence.Duration,
	}
}

// running is a stretch whose meetings are being taken.
type running struct {
	head meeting
	next func() (m meeting, ok bool, err error)
}

// divide lists the changed occurrences and the stretches of the series.
func (p *plan) divide() {
	s := p.series
	p.waiting = []stretch{{event: &s.Master, length: s.Master.recurrence.Duration}}
	p.replaced = map[int64]bool{}
	for i := range s.Overrides {
		o := &s.Overrides[i]
		id := o.Invite.RecurrenceID
		if o.thisAndFuture && !s.Master.Invite.Start.IsZero() {
			p.waiting[len(p.waiting)-1].end = id
			p.waiting = append(p.waiting, stretchOf(o))
			continue
		}
		p.replaced[id.Unix()] = true
		p.list(meeting{invite.Occurrence{Start: o.Invite.Start, End: o.Invite.End}, o, id})
	}
	slices.SortStableFunc(p.waiting, func(a, b stretch) int { return a.earliest().Compare(b.earliest()) })
	slices.SortStableFunc(p.listed, func(a, b meeting) int { return a.Start.Compare(b.Start) })
}

// list adds a meeting that takes place in the window.
func (p *plan) list(m meeting) {
	if !m.event.Invite.Cancelled() && !m.Start.IsZero() && p.overlaps(m.Occurrence) {
		p.listed = append(p.listed, m)
	}
}

func (p *plan) overlaps(o invite.Occurrence) bool {
	return (o.End.After(p.from) || !o.Start.Before(p.from)) && (p.to.IsZero() || o.Start.Before(p.to))
}

// run gives the meetings in order, as many as the limit allows.
func (p *plan) run(yield func(meeting, error) bool) {
	limit := p.series.limit()
	for given := 0; ; given++ {
		m, ok := p.next()
		if ok && given >= limit.Max {
			p.err = limit
		}
		if p.err != nil {
			yield(meeting{}, p.err)
			return
		}
		if !ok || !yield(m, nil) {
			return
		}
	}
}

// next takes the meeting with the earliest start.
func (p *plan) next() (meeting, bool) {
	if p.taken != nil {
		p.advance(p.taken)
		p.taken = nil
	}
	for len(p.waiting) > 0 && p.err == nil && !p.before(p.waiting[0].earliest()) {
		p.start(p.waiting[0])
		p.waiting = p.waiting[1:]
	}
	switch {
	case len(p.running) > 0 && (len(p.listed) == 0 || p.running[0].head.Start.Before(p.listed[0].Start)):
		p.taken, p.running = p.running[0], p.running[1:]
		return p.taken.head, true
	case len(p.listed) > 0:
		m := p.listed[0]
		p.listed = p.listed[1:]
		return m, true
	}
	return meeting{}, false
}

// before reports whether the next meeting that is known begins before an instant.
func (p *plan) before(at time.Time) bool {
	return len(p.listed) > 0 && p.listed[0].Start.Before(at) || len(p.running) > 0 && p.running[0].head.Start.Before(at)
}

// start begins to take the meetings of a stretch, if it can have any.
func (p *plan) start(st stretch) {
	from, to := st.window(p.from, p.to)
	passed := st.changed && !to.IsZero() && !from.Before(to)
	if passed || st.event.Invite.Cancelled() || st.event.Invite.Start.IsZero() || p.series.Master.Invite.Start.IsZero() {
		return
	}
	p.advance(&running{next: p.through(&st, from, to)})
}

// advance finds the next meeting of a stretch and puts the stretch in its place.
func (p *plan) advance(r *running) {
	m, ok, err := r.next()
	if p.err = err; !ok {
		return
	}
	r.head = m
	i := sort.Search(len(p.running), func(i int) bool { return m.Start.Before(p.running[i].head.Start) })
	p.running = slices.Insert(p.running, i, r)
}

// slack is more than any two clocks of a place can differ.
const slack = 26 * time.Hour

// through returns what gives the meetings of a stretch in the window, one by one,
// whose originals lie between two instants.
func (p *plan) through(st *stretch, from, to time.Time) func() (m meeting, ok bool, err error) {
	next := p.series.Master.iterate(from, to, p.pool)
	return func() (meeting, bool, error) {
		for {
			o, ok, err := next()
			if !ok {
				return meeting{}, false, err
			}
			m := st.meeting(o)
			if !p.replaced[o.Start.Unix()] && st.contains(o.Start) && p.overlaps(m.Occurrence) {
				return m, true, nil
			}
		}
	}
}

// earliest returns an instant before which no meeting of the stretch begins.
func (st *stretch) earliest() time.Time {
	if !st.changed {
		return time.Time{}
	}
	return st.begin.Add(st.shift).Add(-slack)
}

// window returns the time in which the originals lie whose meetings can overlap
// the time between two instants.
func (st *stretch) window(from, to time.Time) (time.Time, time.Time) {
	if st.changed && !from.IsZero() {
		from = from.Add(-st.shift-slack-max(st.length.Time, 0)).AddDate(0, 0, -max(st.length.Days, 0))
	}
	if st.changed && !to.IsZero() {
		to = to.Add(-st.shift + slack)
	}
	if from.Before(st.begin) {
		from = st.begin
	}
	if !st.end.IsZero() && (to.IsZero() || st.end.Before(to)) {
		to = st.end
	}
	return from, to
}

// contains reports whether an original start lies in the stretch.
func (st *stretch) contains(start time.Time) bool {
	return !start.Before(st.begin) && (st.end.IsZero() || start.Before(st.end))
}

// meeting returns the meeting that the stretch makes of an occurrence of the
// rules.
func (st *stretch) meeting(o invite.Occurrence) meeting {
	if !st.changed {
		return meeting{o, st.event, time.Time{}}
	}
	loc := st.event.Invite.Start.Location()
	start := recur.At(wall(o.Start.In(loc)).Add(st.shift), loc)
	return meeting{invite.Occurrence{Start: start, End: st.length.AddTo(start)}, st.event, o.Start}
}

// wall returns what the clock of t's location shows, as a time in UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// wallBetween returns how far a clock in b's location goes on from a to b.
func wallBetween(a, b time.Time) time.Duration {
	return wall(b).Sub(wall(a.In(b.Location())))
}

// iterate returns what gives the occurrences of the event itself, one by one, by
// its rules, as far as the steps in a pool go.
func (e *Event) iterate(from, to time.Time, pool *recur.Pool) func() (o invite.Occurrence, ok bool, err error) {
	if e.set == nil {
		left := 1
		return func() (invite.Occurrence, bool, error) {
			left--
			return invite.Occurrence{Start: e.Invite.Start, End: e.Invite.End}, left == 0, nil
		}
	}
	it := e.set.Iterate(from, to, recur.Limits{Occurrences: math.MaxInt, Work: e.limit().steps(), Pool: pool})
	return func() (invite.Occurrence, bool, error) {
		o, ok, err := it.Next()
		if err != nil {
			err = e.limit()
		}
		return o, ok, err
	}
}

// limit returns the error that there are more meetings than are given.
func (s *Series) limit() *LimitError {
	if s.Master.Invite.Start.IsZero() && len(s.Overrides) > 0 {
		return s.Overrides[0].limit()
	}
	return s.Master.limit()
}

// limit returns the error that there are more occurrences than are looked for.
func (e *Event) limit() *LimitError {
	return &LimitError{Limit: "Occurrences", Max: cmp.Or(e.limits.Occurrences, recur.DefaultOccurrences), Line: e.Line}
}

// steps returns how many steps may be taken to find as many meetings as a limit
// allows: 30 for each.
func (l *LimitError) steps() int {
	const each = recur.DefaultWork / recur.DefaultOccurrences
	return each * min(l.Max, math.MaxInt/each)
}
