package recur

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

// stream gives the instants of one rule, in order. Readings that the clocks skip
// are instants after those of readings that follow them; such instants are held
// until their turn has come.
type stream struct {
	walker *walker
	clock  clock
	until  int64   // no instant is later
	held   []int64 // instants found, in order
	passed int64   // no instant to be found is earlier
	done   bool    // nothing more is to be found

	head int64 // the instant that is next
	ok   bool  // there is one
}

// next makes head the instant that follows.
func (s *stream) next() {
	for !s.done && (len(s.held) == 0 || s.held[0] > s.passed) {
		s.find()
	}
	if s.ok = len(s.held) > 0; s.ok {
		s.head, s.held = s.held[0], s.held[1:]
	}
}

// find adds the instant of the rule's next reading.
func (s *stream) find() {
	reading, ok := s.walker.read()
	if !ok {
		s.done = true
		return
	}
	at, first := s.clock.instant(reading)
	s.passed = first
	s.done = first > s.until
	if at <= s.until {
		i, _ := slices.BinarySearch(s.held, at)
		s.held = slices.Insert(s.held, i, at)
	}
}

// merge gives the occurrences of a set in order, from its dates and its rules.
// The rules are opened when their first occurrences are needed: the start is
// given before the first step is taken.
type merge struct {
	set         *Set
	first, last int64               // the readings between which rules are of interest
	given       int64               // the start of the last one given
	dates       []invite.Occurrence // those to come
	rules       opened
	exRules     opened
	work        *budget
}

// opened is the streams of some rules, once they are needed.
type opened struct {
	streams []*stream
	done    bool
}

// merge begins with what may reach into the time after from.
func (s *Set) merge(from, to time.Time, work *budget) *merge {
	m := &merge{set: s, work: work, last: maxReading, given: math.MinInt64}
	begin := s.lookBack(from)
	m.dates = s.dates[s.search(begin.Unix()-s.longest):]
	if len(s.rules) == 0 {
		return m
	}
	if !to.IsZero() {
		m.last = reading(to.In(s.loc)) + 2*daySeconds // a clock is put back by less than two days
	}
	m.first = floor(begin.In(s.loc))
	return m
}

// search returns the position of the first date that does not begin before a Unix
// time.
func (s *Set) search(at int64) int {
	return sort.Search(len(s.dates), func(i int) bool { return s.dates[i].Start.Unix() >= at })
}

// lookBack returns an instant so early that what begins before it is over by from.
// A day of the calendar is less than two days long.
func (s *Set) lookBack(from time.Time) time.Time {
	if s.length.Days > 0 {
		from = from.AddDate(0, 0, -s.length.Days-2)
	}
	return from.Add(-max(s.length.Time, 0))
}

// open returns the streams of some rules. Where they are counted, the set's start
// is the first of their COUNT. Every rule costs a step, and none is opened when
// the work is over.
func (m *merge) open(o *opened, rules []rule, counted bool) []*stream {
	if o.done {
		return o.streams
	}
	o.done = true
	for i := range rules {
		if !m.work.spend(1) {
			break
		}
		w := newWalker(&rules[i], reading(m.set.start), m.last, counted, m.work)
		w.seek(m.first)
		s := &stream{walker: w, clock: newClock(m.set.loc), until: rules[i].untilInstant}
		if s.next(); s.ok {
			o.streams = append(o.streams, s)
		}
	}
	return o.streams
}

// next takes the occurrence with the earliest start from wherever it is. No rule
// has one before the set's start.
func (m *merge) next() (invite.Occurrence, bool) {
	for len(m.dates) > 0 && m.dates[0].Start.Unix() <= m.given {
		m.dates = m.dates[1:]
	}
	var head *stream
	if len(m.dates) == 0 || m.dates[0].Start.After(m.set.start) {
		streams := m.open(&m.rules, m.set.rules, true)
		skipPast(streams, m.given)
		head = earliest(streams)
	}
	if len(m.dates) == 0 && head == nil {
		return invite.Occurrence{}, false
	}
	var o invite.Occurrence
	if head == nil || len(m.dates) > 0 && m.dates[0].Start.Unix() <= head.head {
		o = m.dates[0]
	} else {
		o.Start = time.Unix(head.head, 0).In(m.set.loc)
		o.End = m.set.length.AddTo(o.Start)
	}
	m.given = o.Start.Unix()
	return o, true
}

// earliest returns the stream whose next instant is the earliest, nil if all are
// over.
func earliest(streams []*stream) *stream {
	var first *stream
	for _, s := range streams {
		if s.ok && (first == nil || s.head < first.head) {
			first = s
		}
	}
	return first
}

// skipPast goes past an instant in every stream.
func skipPast(streams []*stream, at int64) {
	for _, s := range streams {
		for s.ok && s.head <= at {
			s.next()
		}
	}
}

// excepts reports whether the set leaves out what begins at start.
func (m *merge) excepts(start time.Time) bool {
	_, time := m.set.exTimes[start.Unix()]
	_, day := m.set.exDays[floorDiv(reading(start), daySeconds)]
	return time || day || m.exceptedByRule(start.Unix())
}

func (m *merge) exceptedByRule(at int64) bool {
	streams := m.open(&m.exRules, m.set.exRules, false)
	m.work.spend(len(streams))
	skipPast(streams, at-1)
	return slices.ContainsFunc(streams, func(s *stream) bool { return s.ok && s.head == at })
}
