package invite

import (
	"iter"
	"time"
)

// Span is the time from From to To. A span whose To is not after From is empty, except
// where a zero To is said to mean that the end is open.
type Span struct{ From, To time.Time }

// Contains reports whether an instant lies in the span. From does, To does not. A zero To
// means that the end is open.
func (s Span) Contains(at time.Time) bool {
	at = at.Round(0)
	return !at.Before(s.From.Round(0)) && (s.To.IsZero() || at.Before(s.To.Round(0)))
}

// Occurrence is the planned time of one meeting of a series. A zero End is no planned
// end. A Cancelled occurrence does not take place.
type Occurrence struct {
	Start, End time.Time
	Cancelled  bool
}

// WithoutEnd is how long a meeting without a planned end is taken to last (ours).
const WithoutEnd = 24 * time.Hour

// Over returns the instant from which on a meeting is over as planned: its end, or for
// a meeting without one a day after its start (ours).
func (o Occurrence) Over() time.Time {
	if o.End.IsZero() {
		return o.Start.Round(0).Add(WithoutEnd)
	}
	return o.End.Round(0)
}

// Overrun returns the instant up to which a meeting may overrun its planned end: as long
// again as it was planned to last. A meeting without a planned end does not overrun: it is
// the instant from which on the meeting is over (ours).
func (o Occurrence) Overrun() time.Time {
	if o.End.IsZero() {
		return o.Over()
	}
	return o.Over().Add(o.Over().Sub(o.Start.Round(0)))
}

// early is how long before its start a meeting takes what is said for it (ours).
const early = 30 * time.Minute

// OccurrenceAt returns the meeting of a series that an answer, a presence, a request or
// a cancellation at an instant belongs to. It is the first of these:
//
//   - the meeting whose recorder runs at the instant;
//   - the one in progress, the first of several;
//   - the next, if it starts within half an hour;
//   - the one that ended last, for as long again as it was planned to last: it overruns;
//   - the next.
//
// A meeting without a planned end is in progress for a day, but at most until half an hour
// before a later meeting starts.
//
// Recorded are the times when a recorder ran; a zero To means that it still runs. The
// meeting of a recorder is the one that the other rules give for the instant at which the
// recorder started. Of several recorders that run, the one that started last counts.
//
// Cancelled meetings take nothing, with one exception: the meeting of a recorder may be
// cancelled while the recorder runs. A recorder that started when no other meeting was in
// progress, about to start within half an hour, or overrunning, is the recorder of the
// cancelled meeting that was. Then the start of a cancelled meeting also bounds a meeting
// without a planned end.
//
// The occurrences come in the order of their starts; no more of them are asked for than
// are needed. A nil sequence has none. OccurrenceAt reports false where the series has no
// meeting left.
//
// Source: "FAQs for recording consent", how the consent page works with recurring
// meetings: consent is asked for the meeting attended, not for the series. Which
// meeting is attended outside of the planned times is ours.
func OccurrenceAt(occurrences iter.Seq[Occurrence], at time.Time, recorded ...Span) (Occurrence, bool) {
	if occurrences == nil {
		return Occurrence{}, false
	}
	at, runs := recorderStart(at.Round(0), recorded)
	held, planned := search{at: at}, search{at: at} // without the cancelled meetings, and with them
	for o := range occurrences {
		if o.Cancelled && !runs {
			continue
		}
		planned.take(o)
		if o.Cancelled {
			held.close(o.Start.Round(0))
		} else if held.take(o); held.done() {
			break
		}
	}
	if o := held.near(); o.ok {
		return o.Occurrence, true
	}
	if o := planned.near(); o.ok {
		return o.Occurrence, true
	}
	return held.next.Occurrence, held.next.ok
}

// found is a meeting, if there is one.
type found struct {
	Occurrence
	ok bool
}

// search looks for the meeting of an instant. It takes meetings in the order of their
// starts, until it is done.
type search struct {
	at       time.Time
	running  found     // the first that is in progress
	open     found     // the one without a planned end, until a later meeting starts
	last     found     // the one that ended last
	lastOver time.Time // when it ended
	next     found     // the first that starts later
}

// done reports whether no further meeting changes what was found.
func (s *search) done() bool { return s.next.ok || s.running.ok && !s.open.ok }

func (s *search) take(o Occurrence) {
	start := o.Start.Round(0)
	s.close(start)
	switch {
	case start.After(s.at):
		if !s.next.ok {
			s.next = found{o, true}
		}
	case !o.End.IsZero():
		s.place(o, o.Over())
	case !s.open.ok:
		s.open = found{o, true}
	}
}

// close ends the meeting without a planned end, if a meeting that starts later ends it. Of
// all the meetings in progress it is the first: whatever started before it ended the search.
func (s *search) close(start time.Time) {
	o := s.open.Occurrence
	if !s.open.ok || !start.After(o.Start.Round(0)) {
		return
	}
	s.open.ok = false
	over := start.Add(-early)
	if o.Over().Before(over) {
		over = o.Over()
	}
	if s.at.Before(over) {
		s.running.ok = false
	}
	s.place(o, over)
}

// place puts a meeting that has started, and is over at an instant, where it belongs.
func (s *search) place(o Occurrence, over time.Time) {
	switch {
	case s.at.Before(over):
		if !s.running.ok {
			s.running = found{o, true}
		}
	case !s.last.ok || over.After(s.lastOver):
		s.last, s.lastOver = found{o, true}, over
	}
}

// near returns the meeting that is in progress, about to start or overrunning.
func (s *search) near() found {
	s.close(s.open.Over().Add(early))
	switch last := s.last; {
	case s.running.ok:
		return s.running
	case s.next.ok && s.next.Start.Sub(s.at) <= early:
		return s.next
	case last.ok && !last.End.IsZero() && s.at.Before(last.Overrun()):
		return last
	}
	return found{}
}

// recorderStart returns when the recorder started that runs at an instant. If none does,
// it returns the instant and false.
func recorderStart(at time.Time, recorded []Span) (start time.Time, runs bool) {
	start = at
	for _, r := range recorded {
		if from := r.From.Round(0); r.Contains(at) && (!runs || from.After(start)) {
			start, runs = from, true
		}
	}
	return start, runs
}
