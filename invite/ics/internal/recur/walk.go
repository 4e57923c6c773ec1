package recur

import (
	"math"
	"slices"
	"sort"
	"time"
)

// budget counts the steps of an iteration.
type budget struct {
	left int
	pool *Pool
	over bool // more was asked for than there was
}

// spend takes n steps, and reports whether there were as many.
func (b *budget) spend(n int) bool {
	b.left -= n
	b.over = b.over || b.left < 0 || !b.pool.Spend(n)
	return !b.over
}

// Pool is a store of steps that several iterations draw on. A nil Pool never runs
// out, the zero Pool is empty.
type Pool struct {
	left int
	from *Pool // that this one draws on in turn
}

// NewPool returns a pool of so many steps.
func NewPool(steps int) *Pool { return &Pool{left: steps} }

// Part returns a pool of so many steps, or of as many as p has by the time that
// they are taken.
func (p *Pool) Part(steps int) *Pool { return &Pool{left: steps, from: p} }

// Spend takes n steps, and reports whether there were as many.
func (p *Pool) Spend(n int) bool {
	if p == nil {
		return true
	}
	p.left = max(p.left-n, -1)
	return p.left >= 0 && p.from.Spend(n)
}

// walker lists the readings of one rule, in order. It goes from period to period
// (years for a yearly rule) and holds what is in one: days, and the times of day
// that are the same on each. That product is never written out.
type walker struct {
	rule  *rule
	work  *budget
	start int64 // the reading of the event's start: nothing is earlier
	last  int64 // nothing is later
	left  int64 // how many more there may be (COUNT)

	next                    int64 // the period to come
	days                    []int64
	hours, minutes, seconds []int
	fromFirst, fromLast     []int // what BYSETPOS picks, from either end
	picked                  []int // the positions in the period that are picked
	n, i                    int   // how many there are in the period, and the next of them
}

// newWalker returns a walker at the first reading not before start. Where counted
// says that the start is an occurrence whatever the rule says, it is the first of
// COUNT.
func newWalker(r *rule, start, last int64, counted bool, work *budget) *walker {
	w := &walker{rule: r, work: work, start: start, last: min(last, r.untilReading, maxReading), left: math.MaxInt64}
	w.hours, w.minutes, w.seconds = r.hours.up.list(), r.minutes.up.list(), r.second.up.list()
	w.fromFirst, w.fromLast = r.picks.lists()
	w.next = r.period(start)
	w.load()
	w.i = w.search(start)
	if r.count > 0 {
		w.left = r.count
		if counted && (w.i == w.n || w.at(w.i) != start) {
			w.left--
		}
	}
	return w
}

// period returns the number of the period that a reading is in. Periods are
// numbered in units of the frequency, whatever the interval.
func (r *rule) period(reading int64) int64 {
	day := floorDiv(reading, daySeconds)
	switch r.freq {
	case yearly:
		return int64(dateOf(day).year)
	case monthly:
		d := dateOf(day)
		return int64(d.year)*12 + int64(d.month) - 1
	case weekly:
		return floorDiv(weekStart(day, r.weekStart)+6, 7)
	}
	return floorDiv(reading, r.unit())
}

// unit returns the length of a period of a daily rule or one more frequent.
func (r *rule) unit() int64 {
	switch r.freq {
	case hourly:
		return hourSeconds
	case minutely:
		return minuteSeconds
	case secondly:
		return 1
	}
	return daySeconds
}

// seek goes on to the first reading that is not before one.
func (w *walker) seek(reading int64) {
	if w.left == math.MaxInt64 {
		w.skipTo(w.rule.period(reading))
	}
	for w.i >= w.n || w.at(w.n-1) < reading {
		w.pass(w.n)
		if w.left <= 0 || !w.advance() {
			return
		}
	}
	w.pass(max(w.i, w.search(reading)))
}

// pass goes on to the i-th reading of the period.
func (w *walker) pass(i int) {
	if w.left != math.MaxInt64 {
		w.left -= int64(i - w.i)
	}
	w.i = i
}

// skipTo makes the period to come the one that holds the given one, or the next
// that the interval allows, and leaves out those before it.
func (w *walker) skipTo(period int64) {
	if period >= w.next {
		over := floorMod(period-w.next, w.rule.interval)
		w.next = period - over
		w.pass(w.n)
	}
}

// read returns the next reading, or false after the last one or when the work is
// over.
func (w *walker) read() (int64, bool) {
	for w.i >= w.n && w.left > 0 {
		if !w.advance() {
			return 0, false
		}
	}
	if w.left <= 0 || !w.work.spend(1) {
		return 0, false
	}
	reading := w.at(w.i)
	w.pass(w.i + 1)
	return reading, reading <= w.last
}

// advance goes on to the next period that has anything in it.
func (w *walker) advance() bool {
	for w.next <= w.rule.period(w.last) && w.work.spend(1) {
		if w.load(); w.n > 0 {
			return true
		}
	}
	return false
}

// load fills in the period to come and chooses the one after it.
func (w *walker) load() {
	period := w.next
	w.next += w.rule.interval
	w.days, w.i = w.days[:0], 0
	switch w.rule.freq {
	case yearly:
		w.addYear(int(period))
	case monthly:
		w.addMonth(int(floorDiv(period, 12)), time.Month(floorMod(period, 12)+1))
	case weekly:
		w.addDays(weekStart(7*period, w.rule.weekStart), 7)
	case daily:
		w.addDays(period, 1)
	default:
		w.addTime(period * w.rule.unit())
	}
	w.n = len(w.days) * len(w.hours) * len(w.minutes) * len(w.seconds)
	if w.rule.picks != nil {
		w.pick()
	}
}

func (w *walker) addYear(year int) {
	for month := time.January; month <= time.December; month++ {
		if w.rule.months.allows(int(month), 12) {
			w.addMonth(year, month)
		}
	}
}

func (w *walker) addMonth(year int, month time.Month) {
	w.addDays(dayNumber(year, month, 1), daysIn(month, year))
}

// addDays adds those of n days that the rule allows.
func (w *walker) addDays(first int64, n int) {
	w.work.spend(n)
	for day := first; day < first+int64(n); day++ {
		if w.rule.matches(dateOf(day)) {
			w.days = append(w.days, day)
		}
	}
}

// addTime adds the hour, minute or second that begins at a reading, or goes on to
// the first that the rule may allow.
func (w *walker) addTime(reading int64) {
	r, day, second := w.rule, floorDiv(reading, daySeconds), int(floorMod(reading, daySeconds))
	if !r.matches(dateOf(day)) {
		w.skipFrom((day + 1) * daySeconds)
		return
	}
	hour, minute := second/hourSeconds, second/minuteSeconds%60
	switch {
	case !r.hours.allows(hour, 24):
		w.skipFrom(reading - floorMod(reading, hourSeconds) + hourSeconds)
		return
	case r.freq >= minutely && !r.minutes.allows(minute, 60):
		w.skipFrom(reading - floorMod(reading, minuteSeconds) + minuteSeconds)
		return
	case r.freq == secondly && !r.second.allows(second%60, 60):
		return
	}
	w.days, w.hours = append(w.days, day), append(w.hours[:0], hour)
	if r.freq >= minutely {
		w.minutes = append(w.minutes[:0], minute)
	}
	if r.freq == secondly {
		w.seconds = append(w.seconds[:0], second%60)
	}
}

// skipFrom makes the period to come the first that does not begin before a
// reading.
func (w *walker) skipFrom(reading int64) {
	ahead := max(floorDiv(reading, w.rule.unit())-w.next, 0)
	w.next += ahead + floorMod(-ahead, w.rule.interval)
}

// pick lists the positions in the period that BYSETPOS means.
func (w *walker) pick() {
	w.picked = w.picked[:0]
	for _, n := range w.fromFirst {
		w.picked = append(w.picked, n-1)
	}
	for _, n := range w.fromLast {
		w.picked = append(w.picked, w.n-n)
	}
	w.picked = slices.DeleteFunc(w.picked, func(i int) bool { return i < 0 || i >= w.n })
	slices.Sort(w.picked)
	w.picked = slices.Compact(w.picked)
	w.n = len(w.picked)
	w.work.spend(w.n)
}

// at returns the i-th reading of the period.
func (w *walker) at(i int) int64 {
	if w.rule.picks != nil {
		i = w.picked[i]
	}
	i, second := i/len(w.seconds), w.seconds[i%len(w.seconds)]
	i, minute := i/len(w.minutes), w.minutes[i%len(w.minutes)]
	i, hour := i/len(w.hours), w.hours[i%len(w.hours)]
	return w.days[i]*daySeconds + int64(hour)*hourSeconds + int64(minute)*minuteSeconds + int64(second)
}

// search returns the position of the first reading in the period that is not
// before one.
func (w *walker) search(reading int64) int {
	return sort.Search(w.n, func(i int) bool { return w.at(i) >= reading })
}
