package zone

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// The limits of what is read of a VTIMEZONE. Real ones stay far below: the
// longest has some 200 sub-components and 400 onsets. One that does not cannot be
// used, nor can those that are left when the work for all of an input is done.
const (
	maxParts   = 1_000
	maxOnsets  = 2_000
	maxWork    = 60_000    // steps of the recurrence rules
	maxAllWork = 1_000_000 // the same, and comparisons with zones, for all of an input
)

// lastYear is the one before which onsets are listed where their rules have no
// end and no short form.
const lastYear = 2100

// observance is a STANDARD or DAYLIGHT part of a VTIMEZONE: from when to when its
// offset counts.
type observance struct {
	clock    time.Time // what the clock shows at its beginning, with the offset before it, in time.UTC
	from, to int       // the offsets before and from an onset on, in seconds
	daylight bool
	rules    []string
	dates    []recur.Dates
}

// onset is an instant from which on an offset counts.
type onset struct {
	at   int64
	kind kind
}

// kind is what counts from an onset on.
type kind struct {
	offset   int
	daylight bool
}

// described is what a VTIMEZONE describes. A nil or zero described is nothing.
type described struct {
	name     string // of its location: the TZID
	parts    []observance
	seasons  seasons // all that it describes, where seasonal says so
	seasonal bool
	partial  bool           // there are parts that cannot be read
	loc      *time.Location // made of the parts, once that is asked for

	pool     *recur.Pool    // for the work that it takes
	against  *time.Location // with which it was compared last
	conflict bool           // what came of that
}

// describe reads a VTIMEZONE, each once. What it returns is nothing where it
// cannot be used.
func (r *Resolver) describe(tzid string, vtz *ical.Component) *described {
	if d, ok := r.files[vtz]; ok || vtz == nil {
		return d
	}
	if r.files == nil {
		r.files, r.pool = map[*ical.Component]*described{}, recur.NewPool(maxAllWork)
	}
	d := &described{name: cleanName(tzid), pool: r.pool}
	r.files[vtz] = d
	if len(vtz.Children) <= maxParts {
		d.parts, d.partial = observances(vtz)
	}
	if d.seasons, d.seasonal = seasonsOf(d.parts); !d.seasonal {
		d.location()
	}
	return d
}

// usable reports whether there is a description.
func (d *described) usable() bool { return d != nil && (d.seasonal || d.loc != nil) }

// offset returns the offset at an instant.
func (d *described) offset(t time.Time) int {
	if d.seasonal {
		return d.seasons.offset(t)
	}
	return offsetAt(d.loc, t)
}

// location returns the location that is described, or nil.
func (d *described) location() *time.Location {
	if d == nil {
		return nil
	}
	if d.loc == nil && len(d.parts) > 0 {
		d.make()
	}
	return d.loc
}

// make makes the location. If that fails, d is nothing.
func (d *described) make() {
	if data, ok := zoneData(d.parts, d.pool.Part(maxWork)); ok {
		d.loc, _ = time.LoadLocationFromTZData(d.name, data) // nil with an error
	}
	if d.loc == nil {
		*d = described{}
	}
}

// comparisons is how many offsets are compared at most before there is a conflict:
// two a month, from 1990 to 2037.
const comparisons = 2 * (12*(2037-1990) + 1)

// conflictsWith reports whether d was never the same as a location, from 1990 to
// 2037, for twelve months on end. The offsets are compared at the beginning and in
// the middle of each month. It looks at late years first: the rules that most files
// hold have no end. If there is no work left for it, d is nothing.
func (d *described) conflictsWith(loc *time.Location) bool {
	switch {
	case !d.usable() || d.seasonal && d.seasons.sameChanges(loc, 2037):
		return false
	case d.against == loc:
		return d.conflict
	case !d.pool.Spend(comparisons):
		*d = described{}
		return false
	}
	d.against, d.conflict = loc, !d.agreesWith(loc)
	return d.conflict
}

// agreesWith reports whether the two were the same for twelve months.
func (d *described) agreesWith(loc *time.Location) bool {
	same := 0
	for month := 12 * 2037; month >= 12*1990 && same < 24; month-- {
		for _, day := range [...]int{15, 1} {
			same++
			if at := time.Date(0, time.Month(month), day, 12, 0, 0, 0, time.UTC); d.offset(at) != offsetAt(loc, at) {
				same = 0
			}
		}
	}
	return same >= 24
}

// cleanName keeps a location made from a file from looking like the host's own or
// like one that everybody knows by a name of one word.
func cleanName(tzid string) string {
	if tzid == "" || tzid == "Local" || isShort(iana(tzid)) {
		return "VTIMEZONE " + tzid
	}
	return tzid
}

// isShort reports whether the name of a zone is one word.
func isShort(name string) bool { return name != "" && !strings.Contains(name, "/") }

// observances returns the parts of a VTIMEZONE that say what they must, and
// whether there are others.
func observances(vtz *ical.Component) (list []observance, partial bool) {
	list = make([]observance, 0, len(vtz.Children))
	for _, part := range vtz.Children {
		if o, ok := readObservance(part); ok {
			list = append(list, o)
		} else if strings.EqualFold(part.Name, "DAYLIGHT") || strings.EqualFold(part.Name, "STANDARD") {
			partial = true
		}
	}
	return list, partial
}

// readObservance reads a part. Without an offset before it, the one from then on
// is taken.
func readObservance(part *ical.Component) (o observance, ok bool) {
	o.daylight = strings.EqualFold(part.Name, "DAYLIGHT")
	if !o.daylight && !strings.EqualFold(part.Name, "STANDARD") {
		return o, false
	}
	to, ok := parseOffset(property(part, "TZOFFSETTO"))
	from, stated := parseOffset(property(part, "TZOFFSETFROM"))
	start, err := recur.ParseMoment(property(part, "DTSTART"))
	if !ok || err != nil {
		return o, false
	}
	if o.from, o.to = from, to; !stated {
		o.from = to
	}
	o.clock = clockOf(start, o.from)
	for _, p := range part.Props[ical.PropRecurrenceRule] {
		o.rules = append(o.rules, p.Value)
	}
	for _, p := range part.Props[ical.PropRecurrenceDates] {
		o.dates = append(o.dates, recur.Dates{Value: p.Value})
	}
	return o, true
}

// begin returns the instant at which an observance begins.
func (o observance) begin() time.Time { return o.clock.Add(-time.Duration(o.from) * time.Second) }

// property returns the value of the first property of that name.
func property(c *ical.Component, name string) string {
	if c == nil {
		return ""
	}
	if p := c.Props.Get(name); p != nil {
		return p.Value
	}
	return ""
}

// parseOffset reads a UTC offset such as +0100, in seconds; the sign, the minutes
// and the colon of other formats may be missing or there.
func parseOffset(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	digits := strings.TrimLeft(s, "+-")
	n, err := strconv.ParseUint(digits, 10, 32)
	for length := len(digits); length < 5; length += 2 { // no minutes, or no seconds
		n *= 100
	}
	if err != nil || len(digits) > 6 || n/100%100 > 59 || n%100 > 59 || n/10000 > 23 {
		return 0, false
	}
	seconds := int(n/10000*3600 + n/100%100*60 + n%100)
	if strings.HasPrefix(s, "-") {
		seconds = -seconds
	}
	return seconds, true
}

// zoneData writes observances as time zone data. Two rules without an end that
// are seasons are listed no further than the others, and then in short. It reports
// false where there is too much of it, and where the work is over.
func zoneData(parts []observance, work *recur.Pool) ([]byte, bool) {
	finite, endless := divide(parts)
	s, seasonal := seasonsOf(endless)
	footer := ""
	if seasonal {
		footer = s.posix()
	} else {
		finite, endless = parts, nil
	}
	l := lister{pool: work}
	l.add(finite, time.Date(lastYear, time.January, 1, 0, 0, 0, 0, time.UTC))
	l.add(endless, l.afterAll(endless))
	if l.failed {
		return nil, false
	}
	return encode(begin(parts), l.sorted(), footer)
}

// begin returns what counts before the first onset: the offset from which it
// changes. Some programs write +0000 there, or a local mean time, which is none of
// the zone's own; then it is what the earliest standard time changes to.
func begin(parts []observance) kind {
	byStart := func(a, b observance) int {
		return cmp.Or(a.begin().Compare(b.begin()), a.order()-b.order())
	}
	first := slices.MinFunc(parts, byStart)
	if first.putsClock() || slices.ContainsFunc(parts, func(o observance) bool { return o.to == first.from }) {
		return kind{offset: first.from}
	}
	standard := slices.MinFunc(parts, func(a, b observance) int { return cmp.Or(a.order()-b.order(), byStart(a, b)) })
	return kind{offset: standard.to}
}

// putsClock reports whether an observance begins as daylight saving does and ends:
// with a clock that is put forward or back by some quarters of an hour.
func (o observance) putsClock() bool {
	step := o.to - o.from
	return step != 0 && step%(15*60) == 0 && -2*60*60 <= step && step <= 2*60*60
}

// order puts standard times before others.
func (o observance) order() int { return int(truth(o.daylight)) }

// lister lists the onsets of observances.
type lister struct {
	pool   *recur.Pool
	onsets []onset
	failed bool // there are too many, or they take too long to find
}

// add lists those before end.
func (l *lister) add(parts []observance, end time.Time) {
	for _, o := range parts {
		set, _ := recur.New(recur.Event{Start: o.begin().In(fixed(o.from)), Rules: o.rules, Dates: o.dates})
		limits := recur.Limits{Occurrences: maxOnsets - len(l.onsets) + 1, Pool: l.pool}
		for at, err := range set.Between(time.Time{}, end, limits) {
			l.onsets = append(l.onsets, onset{at.Start.Unix(), kind{o.to, o.daylight}})
			l.failed = l.failed || err != nil || len(l.onsets) > maxOnsets
		}
	}
}

// afterAll returns an instant after the onsets that are listed and after the first
// two of each of the parts.
func (l *lister) afterAll(parts []observance) time.Time {
	var last int64 = math.MinInt64
	for _, o := range l.onsets {
		last = max(last, o.at)
	}
	for _, o := range parts {
		last = max(last, o.begin().Unix())
	}
	return time.Unix(last, 0).AddDate(2, 0, 0)
}

// sorted returns the onsets in order, one an instant.
func (l *lister) sorted() []onset {
	slices.SortStableFunc(l.onsets, func(a, b onset) int { return cmp.Compare(a.at, b.at) })
	return slices.CompactFunc(l.onsets, func(a, b onset) bool { return a.at == b.at })
}

// divide tells the parts with a rule that has no end from the others.
func divide(parts []observance) (finite, endless []observance) {
	for _, o := range parts {
		if o.endless() {
			endless = append(endless, o)
		} else {
			finite = append(finite, o)
		}
	}
	return finite, endless
}

// endless reports whether one of the rules has no end.
func (o observance) endless() bool {
	return slices.ContainsFunc(o.rules, func(rule string) bool {
		rule = strings.ToUpper(rule)
		return !strings.Contains(rule, "UNTIL") && !strings.Contains(rule, "COUNT")
	})
}
