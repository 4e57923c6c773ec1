package ics

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/zone"
)

// A reader maps what go-ical decoded of one input.
type reader struct {
	*repairer
	limits Limits
	named  *time.Location // the zone that the caller names, nil if none
	zone   *time.Location // the zone of dates
	number int            // how many components were read
	result Calendar

	zones      zone.Resolver
	vtimezones map[string]definition // by the keys of their TZIDs; those of earlier calendars count too
}

// A component is one of go-ical's, and where it was read.
type component struct {
	*ical.Component
	r      *reader
	number int              // its place in the order of BEGIN lines
	lines  map[string][]int // the lines of its properties; nil until one is asked for
}

// component returns the next component in the order of BEGIN lines.
func (r *reader) component(c *ical.Component) component {
	found := component{Component: c, r: r, number: r.number}
	r.number++
	return found
}

// skip passes over the components inside c.
func (r *reader) skip(c *ical.Component) {
	for _, child := range c.Children {
		r.number++
		r.skip(child)
	}
}

// line returns the line on which c begins.
func (c *component) line() int { return int(c.r.from[c.r.begins[c.number].line]) }

// lineOf returns the line of the i-th property of a name; of one that is missing,
// the line on which c begins.
func (c *component) lineOf(name string, i int) int {
	if c.lines == nil {
		c.lines = map[string][]int{}
		c.findLines()
	}
	if lines := c.lines[name]; i < len(lines) {
		return lines[i]
	}
	return c.line()
}

// findLines notes the lines of the properties, those of components inside
// excepted.
func (c *component) findLines() {
	begin := c.r.begins[c.number]
	depth, number := 0, begin.line
	for line := range bytes.Lines(c.r.out[begin.offset:]) {
		switch name := string(bytes.ToUpper(line[:nameLength(line)])); {
		case name == "BEGIN":
			depth++
		case name == "END":
			depth--
		case depth == 1:
			c.lines[name] = append(c.lines[name], int(c.r.from[number]))
		}
		if number++; depth == 0 {
			return
		}
	}
}

// note adds a note on the i-th property of a name.
func (c *component) note(name string, i int, n Note) {
	n.Line = c.lineOf(name, i)
	c.r.addIn(c.scope(), name, n)
}

// scope returns what depends on c: the events that use it, if it is a VTIMEZONE, say so
// themselves.
func (c *component) scope() int {
	if c.Name == ical.CompTimezone {
		return nowhere
	}
	return c.number
}

// one returns a property that may be given once, nil if it is not given. Of
// several the first counts; another that says something else is noted.
func (c *component) one(name string) *ical.Prop {
	props := c.Props[name]
	if len(props) == 0 {
		return nil
	}
	for i := range props[1:] {
		if props[1+i].Value != props[0].Value || param(&props[1+i], "TZID") != param(&props[0], "TZID") {
			lossy := name != "STATUS" || callsOff(props[1+i].Value) != callsOff(props[0].Value)
			c.note(name, 1+i, Note{Kind: NoteRepeated, Was: name + ":" + props[1+i].Value, Made: name + ":" + props[0].Value, Lossy: lossy})
		}
	}
	return &props[0]
}

// value returns the value of a property that is one word, without blanks around
// it, empty if it is not given.
func (c *component) value(name string) string {
	p := c.one(name)
	if p == nil {
		return ""
	}
	return strings.TrimSpace(p.Value)
}

// A calendar is what the events of one VCALENDAR have in common.
type calendar struct {
	component
	method   invite.Method
	zones    map[string]known
	floating *time.Location // of times without a zone
	sure     bool           // the caller or the calendar names that zone, and there is no doubt about it
}

// known is what a TZID means, and the kind of note that says why that is not certain;
// unset if it is.
type known struct {
	zone.Resolution
	lossy NoteKind
}

// overruled reports whether the zone of the name counts before a VTIMEZONE that contradicts
// it: each event says for itself whether that changes its times.
func (k known) overruled() bool { return k.Conflict && k.Source != zone.SourceFile }

// calendar maps one VCALENDAR.
func (r *reader) calendar(c *ical.Component) {
	cal := calendar{component: r.component(c), zones: map[string]known{}}
	var events []component
	for _, child := range c.Children {
		found := r.component(child)
		r.skip(child)
		switch child.Name {
		case ical.CompEvent:
			events = append(events, found)
		case ical.CompTimezone:
			found.define(&cal)
		}
	}
	cal.head()
	if cal.number == 0 {
		r.result.Method = cal.method
	}
	for _, found := range events {
		e := event{component: found, calendar: &cal}
		r.result.Events = append(r.result.Events, e.read())
	}
}

// A definition is a VTIMEZONE, and the calendar in which it stands.
type definition struct {
	*ical.Component
	calendar  int
	contested bool // it says something else than another of that calendar
}

// define keeps a VTIMEZONE. Of several with one TZID in a calendar the last counts.
func (c *component) define(cal *calendar) {
	tzid := c.value("TZID")
	key := zone.Key(tzid)
	found := definition{Component: c.Component, calendar: cal.number}
	before, known := c.r.vtimezones[key]
	switch equal := known && reflect.DeepEqual(before.Component, c.Component); {
	case equal:
		found.Component = before.Component // which is read once
	case known && before.calendar == cal.number:
		c.note("TZID", 0, Note{Kind: NoteRepeated, Was: "TZID:" + tzid, Made: "the last of that name", Lossy: true})
		found.contested = true
	}
	c.r.vtimezones[key] = found
}

// head reads what stands above the events.
func (cal *calendar) head() {
	cal.method = cal.readMethod(&cal.component)
	cal.floating, cal.sure = cal.r.zone, true
	if cal.r.named == nil {
		certain := len(cal.r.losses)
		own := cal.ownZone()
		cal.floating, cal.sure = cmp.Or(own, cal.floating), own != nil && len(cal.r.losses) == certain
	}
	var others []string
	for name := range cal.Props {
		if kindOf([]byte(name))&nameHead == 0 {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	for _, name := range others {
		cal.misplaced(name)
	}
}

// ownZone returns the zone that the calendar names for times without one, nil if it
// names none.
func (cal *calendar) ownZone() *time.Location {
	if name := cal.value("X-WR-TIMEZONE"); name != "" {
		if l, ok := cal.zone(name, &cal.component, "X-WR-TIMEZONE", 0); ok {
			return l
		}
	}
	text := cal.value("TZ") // of vCalendar 1.0
	if text == "" {
		return nil
	}
	var daylights []string
	for _, p := range cal.Props["DAYLIGHT"] {
		daylights = append(daylights, p.Value)
	}
	found, _ := zone.FromVCalendar(text, daylights)
	if n, irregular := noteOfZone(text, found); irregular {
		cal.note("TZ", 0, n)
	}
	return found.Location
}

// misplaced notes what belongs to an event. The calendar's own identity, address
// and description (RFC 7986, section 4) stand before its components.
func (cal *calendar) misplaced(name string) {
	own := name == "UID" || name == "URL" || name == "DESCRIPTION"
	for i, p := range cal.Props[name] {
		if !own || len(cal.Children) > 0 && cal.lineOf(name, i) >= int(cal.r.from[cal.r.begins[cal.number+1].line]) {
			cal.note(name, i, Note{Kind: NoteMisplaced, Was: name + ":" + p.Value, Lossy: true})
		}
	}
}

// readMethod reads METHOD.
func (cal *calendar) readMethod(c *component) invite.Method {
	name := c.value("METHOD")
	method, ok := lookUp(methods, name)
	if !ok {
		c.note("METHOD", 0, Note{Kind: NoteMethod, Was: name, Made: method.String(), Lossy: true})
	}
	return method
}

var methods = map[string]invite.Method{
	"": invite.MethodNone, "PUBLISH": invite.MethodPublish, "REQUEST": invite.MethodRequest,
	"REPLY": invite.MethodReply, "ADD": invite.MethodAdd, "CANCEL": invite.MethodCancel,
	"REFRESH": invite.MethodRefresh, "COUNTER": invite.MethodCounter,
	"DECLINECOUNTER": invite.MethodDeclineCounter,
}

// zone returns the location that a TZID means, and reports false if it means
// none that is known. What a property says of it is noted the first time; what is not
// certain about it every event says that uses it.
func (cal *calendar) zone(tzid string, c *component, name string, i int) (*time.Location, bool) {
	k, ok := cal.zones[tzid]
	if !ok {
		k = cal.resolve(tzid, c, name, i)
		cal.zones[tzid] = k
	}
	if k.lossy != noteUnset {
		c.r.lose(loss{c.scope(), k.lossy, name, c.lineOf(name, i)})
	}
	return k.Location, k.Location != nil
}

// resolve finds what a TZID means, and notes what is irregular about it.
func (cal *calendar) resolve(tzid string, c *component, name string, i int) known {
	file := cal.r.vtimezones[zone.Key(tzid)]
	found, _ := cal.r.zones.Resolve(tzid, file.Component)
	k := known{Resolution: found}
	if file.contested && found.Source == zone.SourceFile {
		k.lossy = NoteRepeated
	}
	if n, irregular := noteOfZone(tzid, found); irregular && !(k.overruled() && c.Name == ical.CompEvent) {
		c.note(name, i, n)
		if n.Lossy && !k.overruled() {
			k.lossy = n.Kind
		}
	}
	return k
}

// noteOfZone returns the note on what is irregular about a zone.
func noteOfZone(tzid string, found zone.Resolution) (n Note, irregular bool) {
	switch {
	case found.Location == nil:
		return Note{Kind: NoteUnknownZone, Was: tzid, Made: found.Note, Lossy: true}, true
	case found.Conflict:
		return Note{Kind: NoteZoneConflict, Was: tzid, Made: found.Note, Lossy: true}, true
	case found.Source != zone.SourceIANA || found.Note != "":
		made := found.Location.String()
		if found.Note != "" {
			made += ": " + found.Note
		}
		return Note{Kind: NoteZone, Was: tzid, Made: made, Lossy: found.Partial || found.Guess}, true
	}
	return Note{}, false
}
