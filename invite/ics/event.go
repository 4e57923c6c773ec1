package ics

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// An event is one VEVENT that is being read.
type event struct {
	component
	calendar *calendar
	result   Event
	length   recur.Duration
	floats   bool // its start or end is without a zone
	differs  bool // a time of it is another by its VTIMEZONE than by the zone of its name
}

// read maps the event.
func (e *event) read() Event {
	inv := &e.result.Invite
	e.result.Line = e.line()
	e.identity(inv)
	e.state(inv)
	e.times(inv)
	e.recurrence(inv)
	e.parties(inv)
	e.places(inv)
	return e.result
}

// identity reads which event this is, and which revision of it.
func (e *event) identity(inv *invite.Invite) {
	if inv.UID = e.text(e.one("UID"), 0); inv.UID == "" {
		e.note("UID", 0, Note{Kind: NoteNoUID, Lossy: true})
	}
	if text := e.value("SEQUENCE"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			e.note("SEQUENCE", 0, Note{Kind: NoteNumber, Was: text, Made: "0", Lossy: true})
			n = 0
		}
		inv.Sequence = n
	}
	if stamp, ok := e.stated(e.one("DTSTAMP"), 0, time.UTC); ok {
		inv.Stamp = stamp.at
	}
	e.method(inv)
	for _, name := range []string{"X-WR-TIMEZONE", "TZ", "DAYLIGHT"} {
		if p := e.Props[name]; p != nil {
			e.note(name, 0, Note{Kind: NoteMisplaced, Was: name + ":" + p[0].Value, Lossy: true})
		}
	}
}

// method reads METHOD, which an event has none of: that of its calendar counts
// before its own.
func (e *event) method(inv *invite.Invite) {
	inv.Method = e.calendar.method
	if e.Props["METHOD"] == nil {
		return
	}
	own := e.calendar.readMethod(&e.component)
	if inv.Method == invite.MethodNone {
		inv.Method = own
		e.note("METHOD", 0, Note{Kind: NoteMethod, Was: "METHOD in an event", Made: own.String()})
	} else if own != inv.Method {
		e.note("METHOD", 0, Note{Kind: NoteMethod, Was: own.String(), Made: inv.Method.String(), Lossy: true})
	}
}

// state reads what the event says of itself.
func (e *event) state(inv *invite.Invite) {
	inv.Title = e.text(e.one("SUMMARY"), 0)
	if strings.ContainsRune(inv.Title, utf8.RuneError) {
		e.note("SUMMARY", 0, Note{Kind: NoteText, Was: inv.Title, Made: inv.Title, Lossy: true})
	}
	status, ok := e.value("STATUS"), false
	if inv.Status, ok = lookUp(statuses, status); !ok {
		inv.Status = otherStatuses[strings.ToUpper(status)]
		e.note("STATUS", 0, Note{Kind: NoteStatus, Was: status, Made: inv.Status.String(), Lossy: inv.Status == invite.StatusNone})
	}
	if e.Props["CLASS"] == nil {
		e.otherClass(inv)
		return
	}
	class := e.value("CLASS")
	if inv.Class, ok = lookUp(classes, class); !ok {
		inv.Class = invite.ClassPrivate
		e.note("CLASS", 0, Note{Kind: NoteClass, Was: class, Made: inv.Class.String()})
	}
}

// callsOff reports whether a STATUS calls the event off, as far as is known.
func callsOff(text string) bool {
	status, ok := lookUp(statuses, text)
	return !ok && otherStatuses[strings.ToUpper(text)] != invite.StatusConfirmed || status == invite.StatusCancelled
}

// otherClass reads what other programs write for CLASS: Outlook its sensitivity, of
// which 2 is private and 3 is confidential; CalendarServer, for a whole calendar,
// who has access. That these count where there is no CLASS is a choice of this
// package.
func (e *event) otherClass(inv *invite.Invite) {
	for _, c := range []*component{&e.component, &e.calendar.component} {
		for _, name := range []string{"X-MICROSOFT-CDO-SENSITIVITY", "X-CALENDARSERVER-ACCESS"} {
			text := c.value(name)
			if class := otherClasses[strings.ToUpper(text)]; class != invite.ClassPublic && inv.Class == invite.ClassPublic {
				inv.Class = class
				c.note(name, 0, Note{Kind: NoteClass, Was: name + ":" + text, Made: class.String()})
			}
		}
	}
}

var otherClasses = map[string]invite.Class{
	"2": invite.ClassPrivate, "3": invite.ClassConfidential,
	"PRIVATE": invite.ClassPrivate, "CONFIDENTIAL": invite.ClassConfidential, "RESTRICTED": invite.ClassConfidential,
}

var (
	statuses = map[string]invite.Status{
		"": invite.StatusNone, "TENTATIVE": invite.StatusTentative,
		"CONFIRMED": invite.StatusConfirmed, "CANCELLED": invite.StatusCancelled,
	}
	// otherStatuses are misspelt, or those of vCalendar 1.0.
	otherStatuses = map[string]invite.Status{
		"CANCELED": invite.StatusCancelled, "CANCEL": invite.StatusCancelled,
		"ACCEPTED": invite.StatusConfirmed,
	}
	classes = map[string]invite.Class{
		"PUBLIC": invite.ClassPublic, "PRIVATE": invite.ClassPrivate, "CONFIDENTIAL": invite.ClassConfidential,
	}
)

// text returns what a TEXT property says, the i-th of its name.
func (e *event) text(p *ical.Prop, i int) string {
	if p == nil {
		return ""
	}
	punctuation := escapedProse
	if p.Name == "UID" {
		punctuation = escaped // two programs must find the same event by it
	}
	text, ok := unescape(p.Value, punctuation)
	if !ok {
		e.note(p.Name, i, Note{Kind: NoteText, Was: p.Value, Made: text})
	}
	return text
}

// moment is a date or time as a property states it.
type moment struct {
	at   time.Time
	date bool
}

// stated reads the date or time of a property, the i-th of its name, where times
// without a zone are those of floating. It reports false if there is none.
func (e *event) stated(p *ical.Prop, i int, floating *time.Location) (moment, bool) {
	if p == nil {
		return moment{}, false
	}
	m, sure := read(p)
	if !inRange(m.Wall) {
		e.note(p.Name, i, Note{Kind: NoteTime, Was: p.Value, Lossy: true})
		return moment{}, false
	}
	if !sure || !isRegular(p, m) {
		e.note(p.Name, i, Note{Kind: NoteTime, Was: p.Value, Made: written(m), Lossy: !sure})
	}
	loc := e.r.zone
	if !m.Date {
		loc = e.locationOf(p, i, m.UTC, floating)
	}
	at := moment{m.In(loc), m.Date}
	if !m.Date && !m.UTC {
		e.compareZones(p, i, at.at)
	}
	return at, true
}

// compareZones notes a time of the meeting that is another by the VTIMEZONE than by the zone
// of its name. Where the two agree at that time, it does not matter that they contradict each
// other at others, unless the event takes place at others as well.
func (e *event) compareZones(p *ical.Prop, i int, at time.Time) {
	known := e.calendar.zones[param(p, "TZID")]
	if p.Name != "DTSTAMP" && (known.DiffersAt(at) || known.overruled() && e.repeats()) {
		e.contradicted(p, i)
	}
}

// contradicted notes, once for an event, that its VTIMEZONE contradicts the zone that counts.
func (e *event) contradicted(p *ical.Prop, i int) {
	if !e.differs {
		e.differs = true
		e.note(p.Name, i, Note{Kind: NoteZoneConflict, Was: param(p, "TZID"), Made: "the zone of that name", Lossy: true})
	}
}

// repeats reports whether the event takes place several times, or is one of several.
func (e *event) repeats() bool {
	return e.Props["RRULE"] != nil || e.Props["RDATE"] != nil || e.Props["RECURRENCE-ID"] != nil
}

// read reads a date or time as it is written; what cannot be read is the zero
// Moment. It is not sure of what it had to guess, nor of a time that is called a
// date: its day counts.
func read(p *ical.Prop) (m recur.Moment, sure bool) {
	m, err := recur.ParseMoment(p.Value)
	if sure = err == nil; !sure {
		if m, err = recur.ParseMoment(regular(p.Value)); err != nil {
			return recur.Moment{}, false
		}
	}
	if !m.Date && strings.EqualFold(param(p, "VALUE"), "DATE") {
		return recur.Moment{Wall: m.Wall.Truncate(24 * time.Hour), Date: true}, false
	}
	return m, sure
}

// regular guesses what a malformed date or time was meant to be: a date without
// the Z, and a time of six digits where there are five, or more than six; of what
// follows the digits, a Z counts.
func regular(value string) string {
	date, clock, timed := strings.Cut(strings.TrimSpace(value), "T")
	if !timed {
		return date[:digits(date)]
	}
	zone := ""
	if clock, zone = clock[:digits(clock)], clock[digits(clock):]; !strings.HasPrefix(zone, "Z") {
		zone = ""
	}
	if len(clock) == len("10300") {
		clock += "0"
	}
	return date + "T" + clock[:min(len(clock), len("103000"))] + zone[:min(len(zone), 1)]
}

// digits returns how many digits a text begins with.
func digits(text string) int { return len(text) - len(strings.TrimLeft(text, "0123456789")) }

// The times that can be written again in any zone.
var (
	earliest = time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(9999, 12, 30, 23, 59, 59, 0, time.UTC)
)

func inRange(t time.Time) bool { return !t.Before(earliest) && !t.After(latest) }

// locationOf returns the location of a time.
func (e *event) locationOf(p *ical.Prop, i int, utc bool, floating *time.Location) *time.Location {
	tzid := param(p, "TZID")
	switch {
	case utc:
		return time.UTC
	case tzid != "":
		if loc, ok := e.calendar.zone(tzid, &e.component, p.Name, i); ok {
			return loc
		}
	case p.Name == "DTSTART" || p.Name == "DTEND" && !e.floats:
		e.floats = true
		e.note(p.Name, i, Note{Kind: NoteFloating, Was: p.Value, Made: floating.String(), Lossy: !e.calendar.sure})
	}
	return floating
}

// isRegular reports whether a date or time is written as RFC 5545 has it, with its
// type stated.
func isRegular(p *ical.Prop, m recur.Moment) bool {
	if m.Date {
		return len(p.Value) == len("20060102") && param(p, "VALUE") == "DATE"
	}
	kind := param(p, "VALUE")
	long := len(p.Value) == len("20060102T150405") || m.UTC && len(p.Value) == len("20060102T150405Z")
	return long && p.Value[8] == 'T' && (kind == "" || kind == "DATE-TIME")
}

// written returns a date or time as it should be written.
func written(m recur.Moment) string {
	switch {
	case m.Date:
		return m.Wall.Format("20060102")
	case m.UTC:
		return m.Wall.Format("20060102T150405Z")
	}
	return m.Wall.Format("20060102T150405")
}

// times reads the planned time.
func (e *event) times(inv *invite.Invite) {
	start, ok := e.stated(e.one("DTSTART"), 0, e.calendar.floating)
	if !ok {
		if e.Props["DTSTART"] != nil || needsStart(inv.Method) {
			e.note("DTSTART", 0, Note{Kind: NoteNoStart, Lossy: true})
		}
		return
	}
	inv.Start, inv.AllDay = start.at, start.date
	e.end(inv)
	if !inv.End.IsZero() && inv.End.Before(inv.Start) {
		e.note("DTEND", 0, Note{Kind: NoteEnd, Was: inv.End.String(), Made: "kept: before the start", Lossy: true})
	}
}

// needsStart reports whether messages of a method must say when the event starts
// (RFC 5546, section 3.2).
func needsStart(m invite.Method) bool {
	switch m {
	case invite.MethodReply, invite.MethodCancel, invite.MethodRefresh, invite.MethodDeclineCounter:
		return false
	}
	return true
}

// end reads the end of the planned time: DTEND, else DURATION, else the end of the day
// for dates. A time with neither has no planned end; that RFC 5545 (section 3.6.1) has
// such an event end when it starts says no more.
func (e *event) end(inv *invite.Invite) {
	duration := e.value("DURATION")
	if end, ok := e.stated(e.one("DTEND"), 0, e.calendar.floating); ok {
		e.endAt(inv, end)
		if duration != "" {
			e.contradiction(duration)
		}
		return
	}
	if inv.AllDay {
		e.length.Days = 1
	}
	if stated := duration != "" && e.duration(duration, inv.Start); stated || inv.AllDay {
		inv.End = e.length.AddTo(inv.Start)
	}
}

// endAt ends the planned time where DTEND does, even on the day of the start: of a
// date, that leaves no day.
func (e *event) endAt(inv *invite.Invite, end moment) {
	inv.End = end.at
	e.length = recur.LengthOf(inv.Start, end.at)
	if inv.AllDay && end.date {
		e.length = recur.Duration{Days: days(inv.Start, end.at)}
	}
	switch {
	case end.date != inv.AllDay:
		e.note("DTEND", 0, Note{Kind: NoteEnd, Was: e.value("DTEND"), Made: inv.End.String(), Lossy: true})
	case inv.AllDay && e.length.Days == 0:
		e.note("DTEND", 0, Note{Kind: NoteEnd, Was: e.value("DTEND"), Made: "kept: on the day of the start", Lossy: true})
	}
}

// contradiction notes a DURATION beside DTEND that says something else. DTEND counts, as
// for calendar programs: it is what everybody sees.
func (e *event) contradiction(text string) {
	inv := &e.result.Invite
	if d, err := recur.ParseDuration(text); err != nil || !d.AddTo(inv.Start).Equal(inv.End) {
		e.note("DURATION", 0, Note{Kind: NoteDuration, Was: text, Made: "the end: " + inv.End.String()})
	}
}

// duration reads DURATION, and reports false where it is none.
func (e *event) duration(text string, start time.Time) bool {
	d, err := recur.ParseDuration(text)
	if err != nil || !inRange(d.AddTo(start)) {
		e.note("DURATION", 0, Note{Kind: NoteDuration, Was: text, Lossy: true})
		return false
	}
	switch e.length = d; {
	case e.result.Invite.AllDay && d.Time > 0:
		e.length = daysOnly(d)
		e.note("DURATION", 0, Note{Kind: NoteDuration, Was: text, Made: fmt.Sprintf("P%dD", e.length.Days), Lossy: d.Time%day != 0})
	case !recur.RegularDuration(text):
		e.note("DURATION", 0, Note{Kind: NoteDuration, Was: text, Made: fmt.Sprintf("%d days and %v", d.Days, d.Time)})
	}
	return true
}

const day = 24 * time.Hour

// daysOnly returns the days that a duration has: at least one, for an event on a
// date lasts that long.
func daysOnly(d recur.Duration) recur.Duration {
	return recur.Duration{Days: max(1, d.Days+int(d.Time/day))}
}

// days returns how many days lie between two midnights of the same location.
func days(from, to time.Time) int {
	midnight := func(t time.Time) int64 {
		year, month, day := t.Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	}
	return int((midnight(to) - midnight(from)) / (24 * 60 * 60))
}
