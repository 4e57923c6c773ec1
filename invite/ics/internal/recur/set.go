package recur

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

// Event is what an event says about when it takes place. The zero Event begins
// at the zero time and takes place once.
type Event struct {
	Start    time.Time // DTSTART; its location is that of the series
	AllDay   bool      // DTSTART is a date
	Duration Duration  // of every occurrence that does not state its own
	Rules    []string  // the value of each RRULE
	ExRules  []string  // the value of each EXRULE
	Dates    []Dates   // each RDATE
	ExDates  []Dates   // each EXDATE
}

// Dates is one RDATE or EXDATE: dates, times or periods with commas between them.
type Dates struct {
	Value    string
	Location *time.Location // of its TZID; nil is the event's own
}

// Set is the recurrence set of an event. It is immutable; the zero Set is empty.
type Set struct {
	loc     *time.Location
	start   time.Time
	length  Duration
	allDay  bool
	dates   []invite.Occurrence // the start and the further dates, in order
	longest int64               // that one of them lasts, in seconds
	rules   []rule
	exRules []rule
	exTimes map[int64]struct{} // Unix times
	exDays  map[int64]struct{} // day numbers in loc
}

// New reads the recurrence set of an event. It never fails: what can be read is
// used, and the problems say what cannot.
//
// The start is an occurrence whether or not a rule names it, and the first of
// those that a COUNT counts, unless an exception takes it out. A further date
// that is no time of day takes that of the start; an exception that is none takes
// out the whole day; a period that ends before it begins lasts as long as the event.
// On an event of whole days only the dates count.
func New(e Event) (*Set, []*Problem) {
	s := &Set{loc: e.Start.Location(), start: e.Start, length: e.Duration, allDay: e.AllDay}
	var problems []*Problem
	s.rules, problems = s.parseRules("RRULE", e.Rules, problems)
	s.exRules, problems = s.parseRules("EXRULE", e.ExRules, problems)
	s.addDate(e.Start)
	problems = eachDate("RDATE", e.Dates, problems, s.addItem)
	problems = eachDate("EXDATE", e.ExDates, problems, s.exceptItem)
	slices.SortStableFunc(s.dates, func(a, b invite.Occurrence) int {
		return cmp.Or(a.Start.Compare(b.Start), b.End.Compare(a.End))
	})
	for _, o := range s.dates {
		s.longest = max(s.longest, o.End.Unix()-o.Start.Unix()+1) // whatever the fractions of a second
	}
	return s, problems
}

// Longest returns how many seconds the longest of the stated dates lasts, the start
// included, to the second above.
func (s *Set) Longest() int64 { return s.longest }

func (s *Set) parseRules(property string, values []string, problems []*Problem) ([]rule, []*Problem) {
	var rules []rule
	for _, value := range values {
		r, found, ok := parseRule(property, value, s.start, s.allDay)
		problems = append(problems, found...)
		if ok {
			rules = append(rules, r)
		}
	}
	return rules, problems
}

// eachDate calls add for each item of the lists, and notes what is wrong with it.
func eachDate(property string, lists []Dates, problems []*Problem, add func(string, *time.Location) fault) []*Problem {
	for _, list := range lists {
		for item := range strings.SplitSeq(list.Value, ",") {
			if f := add(item, list.Location); f.text != "" {
				problems = append(problems, &Problem{
					Property: property, Value: list.Value, Part: item,
					Fault: f.text, Want: f.want, Loss: f.loss,
				})
			}
		}
	}
	return problems
}

// fault is what is wrong with an item. The zero fault is nothing.
type fault struct {
	text, want string
	loss       Loss
}

// refused is the fault of an item that cannot be read.
func refused(err error) fault { return fault{text: err.Error(), loss: LossPart} }

// formOf returns the fault of a text that was read as m, where it has one.
func formOf(text string, m Moment) fault {
	if m.isForm(text) {
		return fault{}
	}
	return fault{text: irregular, want: m.String()}
}

func (s *Set) addDate(start time.Time) {
	s.dates = append(s.dates, invite.Occurrence{Start: start, End: s.length.AddTo(start)})
}

// addItem adds one further date: a date, a time, or a period with its own end.
func (s *Set) addItem(item string, loc *time.Location) fault {
	text, end, period := strings.Cut(item, "/")
	m, err := s.parse(text)
	if err != nil {
		return refused(err)
	}
	start := s.instant(m, loc)
	if !period {
		s.addDate(start)
		return formOf(text, m)
	}
	o := invite.Occurrence{Start: start}
	var f fault
	switch o.End, f = periodEnd(start, end, cmp.Or(loc, s.loc)); {
	case f.loss != LossNone:
		return f
	case o.End.Before(start):
		s.addDate(start)
		return fault{"it ends before it begins; the event's own length counts", "an end after the start", LossPart}
	}
	s.dates = append(s.dates, o)
	return cmp.Or(formOf(text, m), f)
}

// parse reads a date or a time. Of an event on dates, Google writes dates with the Z of a
// time: no clock is in them that could make them another day.
func (s *Set) parse(text string) (Moment, error) {
	if s.allDay && len(text) == len("20060102Z") {
		text = strings.TrimSuffix(text, "Z")
	}
	return ParseMoment(text)
}

// instant returns when an occurrence begins for which m is written.
func (s *Set) instant(m Moment, loc *time.Location) time.Time {
	switch {
	case s.allDay:
		return At(time.Unix(floorDiv(m.Wall.Unix(), daySeconds)*daySeconds, 0).UTC(), s.loc)
	case m.Date:
		return At(m.Wall.Add(time.Duration(floorMod(reading(s.start), daySeconds))*time.Second), s.loc)
	}
	return m.In(cmp.Or(loc, s.loc)).In(s.loc)
}

// periodEnd reads the second half of a period, a time or a duration.
func periodEnd(start time.Time, text string, loc *time.Location) (time.Time, fault) {
	if m, err := ParseMoment(text); err == nil {
		return m.In(loc).In(start.Location()), formOf(text, m)
	}
	d, err := ParseDuration(text)
	switch {
	case err != nil:
		return time.Time{}, refused(err)
	case !RegularDuration(text):
		return d.AddTo(start), fault{text: irregular, want: "the form PT1H30M, P1D or P1W"}
	}
	return d.AddTo(start), fault{}
}

// exceptItem adds one exception.
func (s *Set) exceptItem(item string, loc *time.Location) fault {
	m, err := s.parse(item)
	switch {
	case err != nil:
		return refused(err)
	case m.Date || s.allDay:
		mark(&s.exDays, floorDiv(m.Wall.Unix(), daySeconds))
	default:
		mark(&s.exTimes, m.In(cmp.Or(loc, s.loc)).Unix())
	}
	return formOf(item, m)
}

// mark adds a number to a set, nil where it is empty.
func mark(set *map[int64]struct{}, n int64) {
	if *set == nil {
		*set = map[int64]struct{}{}
	}
	(*set)[n] = struct{}{}
}

// The limits of an iteration that names none.
const (
	DefaultOccurrences = 10_000
	DefaultWork        = 300_000
)

// Limits bound an iteration. Zero stands for the default.
type Limits struct {
	Occurrences int // how many occurrences are given
	Work        int // how many steps are taken: days looked at, times listed

	// Pool bounds several iterations together; nil does not.
	Pool *Pool
}

// LimitError says that an iteration ended at a limit: there may be more.
type LimitError struct {
	Limit string // "occurrences" or "work"
	Max   int
}

// Error names the limit.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the recurrence has more than the limit of %d %s", e.Max, e.Limit)
}

// Between gives the occurrences that overlap the time from one instant to another
// (one that ends at the first or begins at the second does not; one without
// length overlaps where it begins), in the order of their starts and without
// duplicates. A zero from is the beginning of time, a zero to the end of the year
// 9999. Of several that begin at once, the longest of the stated dates counts,
// else the rules' one.
//
// Where a limit ends the iteration before to, the last pair is a zero occurrence
// with a [*LimitError].
func (s *Set) Between(from, to time.Time, limits Limits) iter.Seq2[invite.Occurrence, error] {
	return func(yield func(invite.Occurrence, error) bool) {
		for it := s.Iterate(from, to, limits); ; {
			o, ok, err := it.Next()
			if !ok && err == nil || !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// An Iterator gives the occurrences of a set one by one. [Set.Iterate] makes it.
type Iterator struct {
	merge    *merge
	from, to time.Time
	limits   Limits
	given    int
}

// Iterate is [Set.Between] for a caller that takes the occurrences itself.
func (s *Set) Iterate(from, to time.Time, limits Limits) *Iterator {
	limits.Occurrences = cmp.Or(limits.Occurrences, DefaultOccurrences)
	limits.Work = cmp.Or(limits.Work, DefaultWork)
	work := &budget{left: limits.Work, pool: limits.Pool}
	return &Iterator{merge: s.merge(from, to, work), from: from, to: to, limits: limits}
}

// Next returns the next occurrence. It reports false after the last one, with a
// [*LimitError] where a limit ends the iteration; then it must not be called again.
func (it *Iterator) Next() (o invite.Occurrence, ok bool, err error) {
	o, ok = it.find()
	switch {
	case ok && it.given < it.limits.Occurrences:
		it.given++
		return o, true, nil
	case ok:
		return invite.Occurrence{}, false, &LimitError{"occurrences", it.limits.Occurrences}
	case it.merge.work.over:
		return invite.Occurrence{}, false, &LimitError{"work", it.limits.Work}
	}
	return invite.Occurrence{}, false, nil
}

// find is Next without the limit on their number.
func (it *Iterator) find() (invite.Occurrence, bool) {
	for m := it.merge; ; {
		o, ok := m.next()
		if !ok || !m.work.spend(max(len(m.rules.streams), 1)) || !it.to.IsZero() && !o.Start.Before(it.to) {
			return invite.Occurrence{}, false
		}
		overlaps := o.End.After(it.from) || !o.Start.Before(it.from)
		if overlaps && !m.excepts(o.Start) && !m.work.over {
			return o, true
		}
	}
}
