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

// ErrNoMeeting says that a series has no meeting of a key.
var ErrNoMeeting = errors.New("ics: there is no such meeting")

// Series is the state in force of one UID: a single meeting, or a series with its
// changed occurrences. [Fold] makes it. The zero Series has no meetings.
//
// The key of a meeting, [invite.Invite.Key], stays the same when the meeting is moved,
// alone or together with those after it: the original start is the one that the rules of
// Master give. Only a Master with another start or other rules has other meetings.
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
	event     *Event
	original  time.Time // the start that the rules give it; zero if it was not changed
	calledOff *Event    // what calls it off, where that is not event itself
}

// invite returns the invite of the meeting alone.
func (m meeting) invite() invite.Invite {
	inv := m.event.Invite
	inv.Start, inv.End, inv.RecurrenceID = m.Start, m.End, m.original
	if m.calledOff != nil {
		by := &m.calledOff.Invite
		inv.Method, inv.Status, inv.Sequence, inv.Stamp = by.Method, by.Status, by.Sequence, by.Stamp
		join(&inv, by.Doubts, by.DoubtsFrom...)
	}
	return inv
}

// originalStart returns the start by which the meeting's key names it.
func (m meeting) originalStart() time.Time {
	if m.original.IsZero() {
		return m.Start
	}
	return m.original
}

// Cancelled reports whether the whole series is called off.
func (s *Series) Cancelled() bool { return s.Master.Invite.Cancelled() }

// Occurrences gives the planned times of the meetings that overlap the time from
// one instant to another, in the order of their starts. Those that are called off are
// among them and say so (Cancelled), at the time for which they were planned; exceptions
// (EXDATE) are no meetings. A meeting without a planned end lasts until it is over
// ([invite.Occurrence.Over]). A zero to means no end; rules without an end cost what is
// taken of them.
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
// applied. That of a meeting that is called off says so (Cancelled), with the METHOD and
// STATUS, the SEQUENCE and DTSTAMP of what calls it off.
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

// At returns the invite of the meeting that an answer, a presence, a request or a
// cancellation at an instant belongs to, as [invite.OccurrenceAt] has it; recorded are the
// times when recorders ran. It fails with [ErrOver] when there is none left, and with a
// [*LimitError] when it was not found within the limits.
func (s *Series) At(at time.Time, recorded ...invite.Span) (invite.Invite, error) {
	from, runs := at, false
	for _, r := range recorded {
		if r.Contains(at) && (!runs || r.From.After(from)) {
			from, runs = r.From, true
		}
	}
	p := s.plan(time.Time{}, time.Time{})
	p.attended = true
	if runs {
		p.calledOffTo = from.Add(near)
	}
	p.from = p.overrunning(from)
	var given []meeting
	found, ok := invite.OccurrenceAt(func(yield func(invite.Occurrence) bool) {
		p.run(func(m meeting, err error) bool {
			given = append(given, m)
			return err == nil && yield(m.Occurrence)
		})
	}, at, recorded...)
	switch {
	case p.err != nil:
		return invite.Invite{}, p.err
	case !ok:
		return invite.Invite{}, ErrOver
	}
	i := slices.IndexFunc(given, func(m meeting) bool { return m.Occurrence == found })
	return given[i].invite(), nil
}

// near is more than a recorder starts before its meeting, as [invite.OccurrenceAt] has it.
const near = time.Hour

// Invite returns the invite of the meeting of a key, also of one that is called off. The
// key of a whole series is that of no meeting. Invite fails with [ErrNoMeeting] when there
// is none, and with a [*LimitError] when it was not found within the limits.
func (s *Series) Invite(key invite.Key) (invite.Invite, error) {
	start, master := key.Start(), &s.Master.Invite
	switch {
	case key.IsZero() || key.UID() != s.UID:
		return invite.Invite{}, ErrNoMeeting
	case start.IsZero() && !master.Recurring:
		start = master.Start
	}
	p := s.plan(time.Time{}, time.Time{})
	m, ok := p.find(start)
	switch {
	case p.err != nil:
		return invite.Invite{}, p.err
	case !ok:
		return invite.Invite{}, ErrNoMeeting
	}
	return m.invite(), nil
}

// meetings gives the meetings that overlap a time, in order.
func (s *Series) meetings(from, to time.Time) iter.Seq2[meeting, error] {
	return func(yield func(meeting, error) bool) {
		p := s.plan(from, to)
		p.run(yield)
	}
}

func (s *Series) plan(from, to time.Time) plan {
	p := plan{series: s, from: from, to: to, pool: recur.NewPool(s.limit().steps()), changed: map[int64]*Event{}}
	p.divide()
	return p
}

// A plan is how the meetings of a series in a window are found: what was changed
// one by one is listed and sorted, and the stretches of the series run beside it,
// each from when it may have the next meeting. All of them draw on one pool.
type plan struct {
	series      *Series
	from, to    time.Time
	attended    bool      // what is called off is asked for only
	calledOffTo time.Time // if it starts before this
	pool        *recur.Pool
	listed      []meeting
	changed     map[int64]*Event // what was changed one by one, by the Unix time of the original
	waiting     []stretch        // by the earliest start that they can have
	running     []*running       // by their next start
	taken       *running         // the one that gave the last meeting
	err         error
}

// A stretch is a part of a series between two changes of "this and future".
type stretch struct {
	begin, end time.Time // of the originals; zero: open
	event      *Event    // whose data counts; without a start: the stretch is empty
	calledOff  *Event    // what calls it off, where that is not event itself
	shift      time.Duration
	length     recur.Duration
	changed    bool
}

// cancels reports whether all that an event says is that a meeting, or those after it
// too, are called off: their data are those that they have without it.
func (e *Event) cancels() bool { return e.Invite.Cancelled() && e.Invite.Start.IsZero() }

// stretchOf returns the stretch from an event that changes what comes after it on.
func stretchOf(o *Event) stretch {
	return stretch{
		begin: o.Invite.RecurrenceID, event: o, changed: true,
		shift: wallBetween(o.Invite.RecurrenceID, o.Invite.Start), length: o.recurrence.Duration,
	}
}

// followedBy returns the next stretch, which begins with an event that changes what comes
// after it. If the event only calls this off, the data are those of the stretch before.
func (st *stretch) followedBy(o *Event) stretch {
	if !o.cancels() {
		return stretchOf(o)
	}
	next := *st
	next.begin, next.end, next.calledOff = o.Invite.RecurrenceID, time.Time{}, o
	return next
}

// running is a stretch whose meetings are being taken.
type running struct {
	head meeting
	next func() (m meeting, ok bool, err error)
}

// divide finds what was changed one by one, and the stretches of the series.
func (p *plan) divide() {
	s := p.series
	p.waiting = []stretch{{event: &s.Master, length: s.Master.recurrence.Duration}}
	for i := range s.Overrides {
		o := &s.Overrides[i]
		id := o.Invite.RecurrenceID
		if o.thisAndFuture && s.known() {
			last := &p.waiting[len(p.waiting)-1]
			p.waiting = append(p.waiting, last.followedBy(o))
			p.waiting[len(p.waiting)-2].end = id
			continue
		}
		p.changed[id.Unix()] = o // the last of an original: one that changes it alone
	}
	slices.SortStableFunc(p.waiting, func(a, b stretch) int { return a.earliest().Compare(b.earliest()) })
}

// overrunning returns an instant so early that no meeting overruns at another instant
// that was over by it, nor one that ended before one that does.
func (p *plan) overrunning(at time.Time) time.Time {
	since := at
	before := func(t time.Time) {
		if t.Before(since) {
			since = t
		}
	}
	alone := func(e *Event) { // of what takes place once, only what does overrun
		if planned := e.Invite.Planned(); p.asksFor(planned) && !planned.Over().After(at) && at.Before(planned.Overrun()) {
			before(planned.Over().Add(-1))
		}
	}
	for i := range p.waiting {
		if st := &p.waiting[i]; !p.isEmpty(st) {
			before(st.earlier(at))
		}
	}
	if master := &p.series.Master; master.set != nil {
		before(time.Unix(at.Unix()-master.set.Longest(), 0))
	} else {
		alone(master)
	}
	for _, o := range p.changed {
		alone(o)
	}
	if p.endless() {
		since = since.Add(-invite.WithoutEnd)
	}
	return since
}

// endless reports whether a meeting may have no planned end. Then those that start while
// it would last are asked for too, since each of them ends it.
func (p *plan) endless() bool {
	isEndless := func(e *Event) bool { return !e.Invite.Start.IsZero() && e.Invite.End.IsZero() }
	for i := range p.series.Overrides {
		if isEndless(&p.series.Overrides[i]) {
			return true
		}
	}
	return isEndless(&p.series.Master)
}

// list lists what was changed one by one and is asked for.
func (p *plan) list() {
	for i := range p.series.Overrides {
		if o := &p.series.Overrides[i]; p.changed[o.Invite.RecurrenceID.Unix()] == o {
			p.add(o)
		}
	}
	slices.SortFunc(p.listed, compareMeetings)
}

// compareMeetings orders meetings by their starts. Of those that start together the one
// that did so first by the rules comes first.
func compareMeetings(a, b meeting) int {
	return cmp.Or(a.Start.Compare(b.Start), a.originalStart().Compare(b.originalStart()))
}

// known reports whether more is known of a series than single occurrences.
func (s *Series) known() bool { return !s.Master.Invite.Start.IsZero() }

// add lists the meeting of what was changed alone. One that is only called off is found
// where it was; if nobody knows where that was, it is given at its original start.
func (p *plan) add(o *Event) {
	m := meeting{Occurrence: invite.Occurrence{Start: o.Invite.Start, End: o.Invite.End}, event: o, original: o.Invite.RecurrenceID}
	if o.cancels() && !p.series.known() {
		m.Start = m.original
	}
	if !m.Start.IsZero() && p.wants(&m) {
		p.listed = append(p.listed, m)
	}
}

// wants says whether a meeting takes place, and reports whether it is asked for.
func (p *plan) wants(m *meeting) bool {
	m.Cancelled = m.calledOff != nil || m.event.Invite.Cancelled()
	if !m.Cancelled && p.series.Cancelled() {
		m.Cancelled, m.calledOff = true, &p.series.Master
	}
	return p.asksFor(m.Occurrence) && p.overlaps(m.Occurrence)
}

// asksFor reports whether a meeting is asked for, as far as it may be called off.
func (p *plan) asksFor(o invite.Occurrence) bool {
	return !p.attended || !o.Cancelled || o.Start.Before(p.calledOffTo)
}

func (p *plan) overlaps(o invite.Occurrence) bool {
	return (o.Over().After(p.from) || !o.Start.Before(p.from)) && (p.to.IsZero() || o.Start.Before(p.to))
}

// find returns the meeting of an original start.
func (p *plan) find(original time.Time) (meeting, bool) {
	p.list()
	for _, m := range p.listed {
		if m.original.Equal(original) {
			return m, true
		}
	}
	for _, st := range p.waiting {
		if p.isEmpty(&st) || !st.contains(original) {
			continue
		}
		next := p.through(&st, original, original.Add(1))
		m, ok, err := next()
		for ok && !m.originalStart().Equal(original) {
			m, ok, err = next()
		}
		p.err = err
		return m, ok
	}
	return meeting{}, false
}

// isEmpty reports whether nothing that is asked for can be in a stretch.
func (p *plan) isEmpty(st *stretch) bool {
	return p.attended && p.calledOffTo.IsZero() && p.isCalledOff(st) || st.event.Invite.Start.IsZero() || !p.series.known()
}

func (p *plan) isCalledOff(st *stretch) bool {
	return st.calledOff != nil || st.event.Invite.Cancelled() || p.series.Cancelled()
}

// run gives the meetings in order, as many as the limit allows.
func (p *plan) run(yield func(meeting, error) bool) {
	p.list()
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
	case len(p.running) > 0 && (len(p.listed) == 0 || compareMeetings(p.running[0].head, p.listed[0]) < 0):
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
	from, to := p.window(&st)
	if passed := st.changed && !to.IsZero() && !from.Before(to); passed || p.isEmpty(&st) {
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
	i := sort.Search(len(p.running), func(i int) bool { return compareMeetings(m, p.running[i].head) < 0 })
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
			if change := p.changed[o.Start.Unix()]; change != nil {
				if !change.cancels() {
					continue // it is listed
				}
				m.calledOff, m.original = change, o.Start
			}
			if st.contains(o.Start) && p.wants(&m) {
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

// window returns the time in which the originals lie whose meetings can be asked for.
func (p *plan) window(st *stretch) (time.Time, time.Time) {
	from, to := p.from, p.to
	if p.attended && p.isCalledOff(st) {
		to = p.calledOffTo
	}
	if !from.IsZero() && st.event.Invite.End.IsZero() {
		from = from.Add(-invite.WithoutEnd)
	}
	if !from.IsZero() && st.changed {
		from = st.earlier(from.Add(-st.shift - slack))
	}
	if !to.IsZero() && st.changed {
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

// earlier returns an instant that is earlier by at least as much as the meetings of a
// stretch last. A day of the calendar is less than two days long.
func (st *stretch) earlier(at time.Time) time.Time {
	if st.length.Days > 0 {
		at = at.AddDate(0, 0, -st.length.Days-2)
	}
	return at.Add(-max(st.length.Time, 0))
}

// contains reports whether an original start lies in the stretch.
func (st *stretch) contains(start time.Time) bool {
	return !start.Before(st.begin) && (st.end.IsZero() || start.Before(st.end))
}

// meeting returns the meeting that the stretch makes of an occurrence of the
// rules.
func (st *stretch) meeting(o invite.Occurrence) meeting {
	m := meeting{Occurrence: o, event: st.event, calledOff: st.calledOff}
	if st.changed {
		loc := st.event.Invite.Start.Location()
		m.original, m.Start = o.Start, recur.At(wall(o.Start.In(loc)).Add(st.shift), loc)
		m.End = st.length.AddTo(m.Start)
	}
	if st.event.Invite.End.IsZero() && m.End.Equal(m.Start) {
		m.End = time.Time{}
	}
	return m
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
