package ics

import (
	"errors"
	"iter"
	"slices"
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
	// order of their original starts.
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
		p := plan{series: s, from: from, to: to}
		p.divide()
		p.run(yield)
	}
}

// A plan is how the meetings of a series in a window are found: what is finite is
// listed and sorted, and the last stretch of the series runs beside it.
type plan struct {
	series   *Series
	from, to time.Time
	listed   []meeting
	replaced map[int64]bool // Unix times of the originals that were changed one by one
	last     *stretch
	err      error
}

// A stretch is a part of a series between two changes of "this and future".
type stretch struct {
	begin, end time.Time // of the originals; zero: open
	event      *Event    // whose data counts; cancelled: the stretch is empty
	shift      time.Duration
	length     recur.Duration
	changed    bool
}

// divide lists the changed occurrences and the stretches of the series.
func (p *plan) divide() {
	s := p.series
	stretches := []stretch{{event: &s.Master, length: s.Master.recurrence.Duration}}
	p.replaced = map[int64]bool{}
	for i := range s.Overrides {
		o := &s.Overrides[i]
		id := o.Invite.RecurrenceID
		if o.thisAndFuture {
			stretches[len(stretches)-1].end = id
			stretches = append(stretches, stretch{
				begin: id, event: o, changed: true,
				shift: wallBetween(id, o.Invite.Start), length: o.recurrence.Duration,
			})
			continue
		}
		p.replaced[id.Unix()] = true
		p.list(meeting{invite.Occurrence{Start: o.Invite.Start, End: o.Invite.End}, o, id})
	}
	for i := range stretches {
		if st := &stretches[i]; i == len(stretches)-1 {
			p.last = st
		} else {
			p.listStretch(st)
		}
	}
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

func (p *plan) listStretch(st *stretch) {
	for m, err := range p.through(st) {
		if err != nil {
			p.err = err
			return
		}
		p.list(m)
	}
}

// run gives what is listed and the last stretch, merged.
func (p *plan) run(yield func(meeting, error) bool) {
	for m, err := range p.through(p.last) {
		if err != nil {
			p.err = err
			break
		}
		if !p.overlaps(m.Occurrence) {
			continue
		}
		for len(p.listed) > 0 && !m.Start.Before(p.listed[0].Start) {
			if !yield(p.listed[0], nil) {
				return
			}
			p.listed = p.listed[1:]
		}
		if !yield(m, nil) {
			return
		}
	}
	for _, m := range p.listed {
		if !yield(m, nil) {
			return
		}
	}
	if p.err != nil {
		yield(meeting{}, p.err)
	}
}

// slack is more than any two clocks of a place can differ.
const slack = 26 * time.Hour

// through gives the meetings of a stretch that may lie in the window.
func (p *plan) through(st *stretch) iter.Seq2[meeting, error] {
	return func(yield func(meeting, error) bool) {
		if st.event.Invite.Cancelled() || p.series.Master.Invite.Start.IsZero() {
			return
		}
		from, to := st.window(p.from, p.to)
		for o, err := range p.series.Master.between(from, to) {
			if err == nil && (p.replaced[o.Start.Unix()] || !st.contains(o.Start)) {
				continue
			}
			if !yield(st.meeting(o), err) {
				return
			}
		}
	}
}

// window returns the time in which the originals lie whose meetings can overlap
// the time between two instants.
func (st *stretch) window(from, to time.Time) (time.Time, time.Time) {
	if st.changed && !from.IsZero() {
		from = from.Add(-st.shift-slack-st.length.Time).AddDate(0, 0, -st.length.Days)
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
	if !st.changed || o.Start.IsZero() {
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

// between gives the occurrences of the event itself, by its rules.
func (e *Event) between(from, to time.Time) iter.Seq2[invite.Occurrence, error] {
	return func(yield func(invite.Occurrence, error) bool) {
		if e.set == nil {
			yield(invite.Occurrence{Start: e.Invite.Start, End: e.Invite.End}, nil)
			return
		}
		for o, err := range e.set.Between(from, to, e.limits) {
			if err != nil {
				err = &LimitError{Limit: "Occurrences", Max: e.limits.Occurrences, Line: e.Line}
			}
			if !yield(o, err) {
				return
			}
		}
	}
}
