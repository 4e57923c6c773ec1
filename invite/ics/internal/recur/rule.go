package recur

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// freq is how often a rule comes round, from rarely to often.
type freq uint8

const (
	yearly freq = iota
	monthly
	weekly
	daily
	hourly
	minutely
	secondly
)

// freqNames returns the texts of the frequencies, in their order.
func freqNames() []string {
	return []string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"}
}

// dayNames returns the texts of the days of the week, in the order of
// [time.Weekday].
func dayNames() []string { return []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"} }

// longDays returns those of three letters, which are none of RFC 5545's.
func longDays() []string { return []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"} }

// rule is one RRULE or EXRULE, with what it leaves open filled in from the
// event's start.
type rule struct {
	freq     freq
	interval int64
	count    int64 // zero: no bound

	// No occurrence is later than the instant nor than the reading; the largest
	// number is no bound.
	untilInstant, untilReading int64

	weekStart                time.Weekday
	months, monthDays, weeks numbers
	hours, minutes, second   numbers
	yearDays, picks          *yearNumbers // BYYEARDAY and BYSETPOS; nil where there is none
	weekdays                 uint8        // the days of BYDAY without a number, a bit each
	nth                      [7]numbers   // the numbers of BYDAY by day: 2MO, -1FR
	numbered                 bool         // there is one
}

// ruleParser reads one rule and notes what is wrong with it.
type ruleParser struct {
	rule
	problem  Problem // property and value, for every problem
	allDay   bool
	seen     []string
	problems []*Problem
	lost     bool // the rule cannot be used
}

// parseRule reads a rule of an event that begins at start. The rule is usable
// unless one of the problems is a [LossAll].
func parseRule(property, value string, start time.Time, allDay bool) (rule, []*Problem, bool) {
	p := ruleParser{problem: Problem{Property: property, Value: value}, allDay: allDay}
	p.rule = rule{interval: 1, untilInstant: math.MaxInt64, untilReading: math.MaxInt64, weekStart: time.Monday}
	var names [8]string // room for those of most rules
	p.seen = names[:0]
	text := strings.ToUpper(value)
	if rule, named := strings.CutPrefix(text, property+":"); named {
		p.note(LossNone, property+":", "the name of the property is there twice", "it once")
		text = rule
	}
	if rule, ok := modern(text); ok {
		p.note(LossNone, value, "it is a rule of vCalendar 1.0", rule)
		text = rule
	}
	for part := range strings.SplitSeq(text, ";") {
		p.part(part)
	}
	if !slices.Contains(p.seen, "FREQ") && !p.lost {
		p.fail("FREQ", "there is no FREQ", "one of "+strings.Join(freqNames(), ", "))
	}
	p.checkDays()
	p.fill(start)
	return p.rule, p.problems, !p.lost
}

func (p *ruleParser) note(loss Loss, part, fault, want string) {
	q := p.problem
	q.Part, q.Fault, q.Want, q.Loss = part, fault, want, loss
	p.problems = append(p.problems, &q)
	p.lost = p.lost || loss == LossAll
}

func (p *ruleParser) fail(part, fault, want string) { p.note(LossAll, part, fault, want) }

// part reads one NAME=VALUE.
func (p *ruleParser) part(raw string) {
	part := dropBlanks(raw)
	if len(part) != len(raw) {
		p.note(LossNone, raw, "there are blanks in it", part)
	}
	name, value, found := strings.Cut(part, "=")
	switch {
	case part == "":
		p.note(LossNone, raw, "there is nothing between two semicolons or after the last", "")
	case !found || value == "":
		p.note(LossPart, raw, "there is no value", "the form NAME=VALUE")
	case slices.Contains(p.seen, name):
		p.note(LossPart, raw, "it is there twice", "it once")
	default:
		p.seen = append(p.seen, name)
		p.set(part, name, value)
	}
}

func (p *ruleParser) set(part, name, value string) {
	switch name {
	case "FREQ":
		i := slices.Index(freqNames(), value)
		if i < 0 {
			p.fail(part, "there is no such frequency", "one of "+strings.Join(freqNames(), ", "))
		}
		p.freq = freq(max(i, 0))
	case "INTERVAL":
		p.interval = p.every(part, value)
	case "COUNT":
		p.count = p.positive(part, value)
	case "UNTIL":
		p.until(part, value)
	case "WKST":
		p.weekStart = p.day(part, value)
	case "BYDAY":
		p.byDay(part, value)
	case "RSCALE":
		if value != "GREGORIAN" {
			p.fail(part, "other calendars than the Gregorian are not read", "RSCALE=GREGORIAN")
		}
	default:
		p.byList(part, name, value)
	}
}

// every reads an interval. Zero is read as one, as other programs do.
func (p *ruleParser) every(part, value string) int64 {
	if n, err := strconv.Atoi(value); err == nil && n == 0 {
		p.note(LossPart, part, "there is no such interval", "INTERVAL=1")
		return 1
	}
	return p.positive(part, value)
}

// positive reads a number from 1 to 2^31-1.
func (p *ruleParser) positive(part, value string) int64 {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 1 {
		p.fail(part, "it is out of range", "a number from 1 to 2147483647")
		return 1
	}
	return n
}

// until reads the last moment. One without a zone, and a date, are readings of
// the event's own clock; a date is meant to its end. Events of whole days have
// readings only.
func (p *ruleParser) until(part, value string) {
	m, err := ParseMoment(value)
	if err != nil {
		p.fail(part, "it is no time", "the form UNTIL=20240301T100000Z")
		return
	}
	if !m.isForm(value) {
		p.note(LossNone, part, irregular, "UNTIL="+m.String())
	}
	switch {
	case m.Date:
		p.untilReading = m.Wall.Unix() + daySeconds - 1
	case m.UTC && !p.allDay:
		p.untilInstant = m.Wall.Unix()
	default:
		p.untilReading = m.Wall.Unix()
	}
}

func (p *ruleParser) day(part, value string) time.Weekday {
	day, ok := p.weekday(part, value)
	if !ok {
		p.fail(part, "there is no such day", "one of "+strings.Join(dayNames(), ", "))
	}
	return day
}

// weekday finds a day by its two letters, or by three as in FRI.
func (p *ruleParser) weekday(part, value string) (time.Weekday, bool) {
	if day := slices.Index(dayNames(), value); day >= 0 {
		return time.Weekday(day), true
	}
	day := slices.Index(longDays(), value)
	if day < 0 {
		return 0, false
	}
	p.note(LossNone, part, value+" has a letter too many", dayNames()[day])
	return time.Weekday(day), true
}

// byDay reads the days of BYDAY. Those that are none are left out, unless all
// are.
func (p *ruleParser) byDay(part, value string) {
	var bad []string
	for item := range strings.SplitSeq(value, ",") {
		if !p.addDay(part, item) {
			bad = append(bad, item)
		}
	}
	loss := LossPart
	if p.weekdays == 0 && !p.numbered {
		loss = LossAll
	}
	for _, item := range bad {
		p.note(loss, part, strconv.Quote(item)+" is no day", "one of "+strings.Join(dayNames(), ", ")+", after a number from 1 to 53 or -1 to -53 or none")
	}
}

// addDay adds one day of BYDAY, with the number before it.
func (p *ruleParser) addDay(part, item string) bool {
	number := strings.TrimRight(item, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	day, ok := p.weekday(part, item[len(number):])
	if ok && number == "" {
		p.weekdays |= 1 << day
		return true
	}
	n, err := strconv.Atoi(number)
	if ok = ok && err == nil && n != 0 && n >= -53 && n <= 53; ok {
		p.addNth(day, n)
	}
	return ok
}

func (r *rule) addNth(day time.Weekday, n int) {
	r.nth[day].add(n)
	r.numbered = true
}

// byList reads a part that lists numbers.
func (p *ruleParser) byList(part, name, value string) {
	set, low, high, negative := p.list(name)
	if set == nil {
		p.note(LossPart, part, "there is no such part", "")
		return
	}
	for item := range strings.SplitSeq(value, ",") {
		n, err := strconv.Atoi(item)
		if err != nil || (n < low || n > high) && (!negative || n < -high || n > -low) {
			p.fail(part, strconv.Quote(item)+" is out of range", rangeText(low, high, negative))
			return
		}
		set.add(n)
	}
}

func rangeText(low, high int, negative bool) string {
	if negative {
		return fmt.Sprintf("numbers from %d to %d or %d to %d", low, high, -low, -high)
	}
	return fmt.Sprintf("numbers from %d to %d", low, high)
}

// list returns where the numbers of a part go and which are right.
func (r *rule) list(name string) (set interface{ add(int) }, low, high int, negative bool) {
	switch name {
	case "BYMONTH":
		return &r.months, 1, 12, false
	case "BYMONTHDAY":
		return &r.monthDays, 1, 31, true
	case "BYYEARDAY":
		r.yearDays = &yearNumbers{}
		return r.yearDays, 1, 366, true
	case "BYWEEKNO":
		return &r.weeks, 1, 53, true
	case "BYHOUR":
		return &r.hours, 0, 23, false
	case "BYMINUTE":
		return &r.minutes, 0, 59, false
	case "BYSECOND":
		return &r.second, 0, 60, false
	case "BYSETPOS":
		r.picks = &yearNumbers{}
		return r.picks, 1, 366, true
	}
	return nil, 0, 0, false
}

// checkDays takes the numbers off the days of BYDAY where they mean nothing:
// only months and years have a second Monday.
func (p *ruleParser) checkDays() {
	if !p.numbered || p.freq <= monthly && p.weeks.empty() {
		return
	}
	p.note(LossPart, "BYDAY", "numbers before days mean nothing here", "days without numbers")
	for day := range p.nth {
		if !p.nth[day].empty() {
			p.weekdays |= 1 << day
		}
	}
	p.nth, p.numbered = [7]numbers{}, false
}

// fill takes from the start what the rule leaves open: a yearly rule without a
// day means the start's day, and every rule the start's time of day.
func (r *rule) fill(start time.Time) {
	if !r.choosesDay() {
		r.fillDay(start)
	}
	if r.freq < hourly && r.hours.empty() {
		r.hours.add(start.Hour())
	}
	if r.freq < minutely && r.minutes.empty() {
		r.minutes.add(start.Minute())
	}
	if r.freq < secondly && r.second.empty() {
		r.second.add(start.Second())
	}
	if r.second.up.has(60) { // a leap second is the second before it
		r.second.up = r.second.up&^(1<<60) | 1<<59
	}
}

// choosesDay reports whether the rule says which day of its period it means.
func (r *rule) choosesDay() bool {
	return r.freq >= daily || r.weekdays != 0 || r.numbered || !r.monthDays.empty() || r.yearDays != nil
}

func (r *rule) fillDay(start time.Time) {
	if r.freq == weekly || !r.weeks.empty() {
		r.weekdays = 1 << start.Weekday()
		return
	}
	if r.freq == yearly && r.months.empty() {
		r.months.add(int(start.Month()))
	}
	r.monthDays.add(start.Day())
}

// matches reports whether the rule allows a day.
func (r *rule) matches(d date) bool {
	return r.months.allows(int(d.month), 12) &&
		r.monthDays.allows(d.day, d.inMonth) &&
		r.yearDays.allows(d.yearDay, d.inYear) &&
		r.allowsWeekday(d) &&
		r.allowsWeek(d)
}

func (r *rule) allowsWeek(d date) bool {
	return r.weeks.empty() || r.weeks.has(d.week(r.weekStart))
}

func (r *rule) allowsWeekday(d date) bool {
	if r.weekdays == 0 && !r.numbered || r.weekdays&(1<<d.weekday) != 0 {
		return true
	}
	if !r.numbered {
		return false
	}
	n, size := d.day, d.inMonth
	if r.freq == yearly && r.months.empty() {
		n, size = d.yearDay, d.inYear
	}
	return r.nth[d.weekday].hasNth(n, size)
}

// hasNth reports whether the n-th day of a span is one of the weekdays in s, which
// count from the span's beginning and its end.
func (s *numbers) hasNth(n, size int) bool {
	return s.up.has((n+6)/7) || s.down.has((size-n)/7+1)
}
