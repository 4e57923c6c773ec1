package ics

import (
	"html"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
	"github.com/mayrecord/mayrecord/invite/ics/internal/zone"
)

// Write writes events as iCalendar. [Read] with the same Options reads the same
// invites from it. Times are written with the IANA name of their location, else in
// UTC; no VTIMEZONE is written.
func Write(w io.Writer, events ...Event) error {
	var b []byte
	for len(events) > 0 {
		method, n := events[0].Invite.Method, 1
		for n < len(events) && events[n].Invite.Method == method {
			n++
		}
		b = appendCalendar(b, method, events[:n])
		events = events[n:]
	}
	_, err := w.Write(b)
	return err
}

// appendCalendar appends one VCALENDAR to b.
func appendCalendar(b []byte, method invite.Method, events []Event) []byte {
	out := writer{b: b}
	out.line("BEGIN:VCALENDAR")
	out.line("VERSION:2.0")
	out.line("PRODID:-//mayrecord//ics//EN")
	out.named("METHOD", nameOf(methods, method))
	for i := range events {
		out.event(&events[i])
	}
	out.line("END:VCALENDAR")
	return out.b
}

// nameOf returns the iCalendar name of a value, empty for that of the empty name.
func nameOf[T comparable](values map[string]T, value T) string {
	name := ""
	for n, v := range values {
		if v == value && n != "" && values[""] != value && (name == "" || n < name) {
			name = n
		}
	}
	return name
}

// A writer writes content lines.
type writer struct{ b []byte }

// maxLine is the length at which lines are folded, in bytes (RFC 5545, section
// 3.1).
const maxLine = 75

// line writes a content line, folded between characters.
func (w *writer) line(text string) {
	for room := maxLine; len(text) > room; room = maxLine - 1 {
		end := room
		for !utf8.RuneStart(text[end]) || isBoundary([]byte(text[end:min(end+maxLine, len(text))])) {
			end--
		}
		w.b = append(append(w.b, text[:end]...), "\r\n "...)
		text = text[end:]
	}
	w.b = append(append(w.b, text...), "\r\n"...)
}

// named writes a property, unless its value is empty.
func (w *writer) named(name, value string) {
	if value != "" {
		w.line(name + ":" + value)
	}
}

func (w *writer) event(e *Event) {
	inv := &e.Invite
	w.line("BEGIN:VEVENT")
	w.named("UID", escape(inv.UID))
	w.named("SEQUENCE", strconv.Itoa(inv.Sequence))
	w.time("DTSTAMP", inv.Stamp.UTC(), false)
	w.named("STATUS", nameOf(statuses, inv.Status))
	if inv.Class != invite.ClassPublic {
		w.named("CLASS", nameOf(classes, inv.Class))
	}
	w.named("SUMMARY", escape(inv.Title))
	w.time("DTSTART", inv.Start, inv.AllDay)
	w.time("DTEND", inv.End, inv.AllDay && isMidnight(inv.End) && inv.End.Location().String() == inv.Start.Location().String())
	w.recurrence(e)
	if !inv.Organizer.IsZero() || !inv.SentBy.IsZero() {
		w.party("ORGANIZER", inv.Organizer, inv.SentBy)
	}
	for _, p := range inv.Attendees {
		w.party("ATTENDEE", p, invite.Address{})
	}
	w.places(inv)
	w.line("END:VEVENT")
}

func isMidnight(t time.Time) bool {
	hour, minute, second := t.Clock()
	return hour == 0 && minute == 0 && second == 0
}

// time writes a date or time, unless it is zero.
func (w *writer) time(name string, t time.Time, date bool) {
	if t.IsZero() {
		return
	}
	if date {
		w.line(name + ";VALUE=DATE:" + t.Format("20060102"))
		return
	}
	if tzid := ianaName(t.Location(), t); tzid != "" {
		w.line(name + ";TZID=" + tzid + ":" + t.Format("20060102T150405"))
		return
	}
	w.line(name + ":" + t.UTC().Format("20060102T150405Z"))
}

// ianaName returns the name of a location, empty if it has none by which everybody
// knows it, or is that of UTC, or if the clocks it stands for show another time at
// the instant, or one that they show twice.
func ianaName(loc *time.Location, at time.Time) string {
	name := loc.String()
	known, ok := zone.Resolve(name, nil)
	if loc == time.UTC || !ok || known.Source != zone.SourceIANA {
		return ""
	}
	if !recur.At(wall(at.In(loc)), known.Location).Equal(at) {
		return ""
	}
	return name
}

// recurrence writes the rules and dates, and which occurrence the event changes.
func (w *writer) recurrence(e *Event) {
	r := &e.recurrence
	for _, rule := range r.Rules {
		w.line("RRULE:" + rule)
	}
	for _, rule := range r.ExRules {
		w.line("EXRULE:" + rule)
	}
	w.dates("RDATE", r.Dates)
	w.dates("EXDATE", r.ExDates)
	inv := &e.Invite
	if inv.Recurring && len(r.Rules)+len(r.Dates) == 0 && inv.RecurrenceID.IsZero() {
		w.time("RDATE", inv.Start, inv.AllDay)
	}
	name := "RECURRENCE-ID"
	if e.thisAndFuture {
		name += ";RANGE=THISANDFUTURE"
	}
	w.time(name, inv.RecurrenceID, e.idIsDate || inv.AllDay && isMidnight(inv.RecurrenceID))
}

// dates writes lists of dates as they were read.
func (w *writer) dates(name string, lists []recur.Dates) {
	for _, list := range lists {
		head := name
		if list.Location != nil {
			head += ";TZID=" + list.Location.String()
		}
		w.line(head + ":" + list.Value)
	}
}

// party writes one party.
func (w *writer) party(name string, p invite.Party, sentBy invite.Address) {
	var b strings.Builder
	b.WriteString(name)
	writeParam(&b, "CN", p.Name)
	if name == "ATTENDEE" {
		writeParam(&b, "CUTYPE", nameOf(cuTypes, p.Kind))
		if p.NonParticipant {
			writeParam(&b, "ROLE", nonParticipant)
		}
		writeParam(&b, "PARTSTAT", nameOf(partStats, p.Answer))
	}
	writeParam(&b, "SENT-BY", mailto(sentBy))
	w.line(b.String() + ":" + mailto(p.Address))
}

func writeParam(b *strings.Builder, name, value string) {
	if value != "" {
		b.WriteString(";" + name + `="` + caret(value) + `"`)
	}
}

// mailto returns an address as a URI, empty for the zero Address.
func mailto(a invite.Address) string {
	if a.IsZero() {
		return ""
	}
	return "mailto:" + mailtoEscapes.Replace(a.String())
}

var mailtoEscapes = strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23")

// places writes links and numbers where they were found.
func (w *writer) places(inv *invite.Invite) {
	at := map[invite.Place][]string{}
	for _, l := range inv.Links {
		at[l.Place()] = append(at[l.Place()], l.String())
	}
	for _, number := range inv.DialIn {
		w.line("CONFERENCE;VALUE=URI:tel:" + escapeLines.Replace(number))
	}
	w.each("CONFERENCE;VALUE=URI", at[invite.PlaceConference])
	w.each("X-GOOGLE-CONFERENCE", at[invite.PlaceGoogleConference])
	w.each("X-MICROSOFT-SKYPETEAMSMEETINGURL", at[invite.PlaceTeamsMeetingURL])
	w.named("LOCATION", inBrackets(at[invite.PlaceLocation]))
	w.each("URL", at[invite.PlaceURL])
	w.named("DESCRIPTION", inBrackets(append(at[invite.PlaceUnstated], at[invite.PlaceDescription]...)))
	w.named("X-ALT-DESC;FMTTYPE=text/html", inAnchors(at[invite.PlaceAltDescription]))
}

var escapeLines = strings.NewReplacer(`\`, `\\`, "\n", `\n`)

func (w *writer) each(name string, links []string) {
	for _, link := range links {
		w.line(name + ":" + link)
	}
}

// inBrackets returns a text with links in it.
func inBrackets(links []string) string {
	if len(links) == 0 {
		return ""
	}
	return escape("<" + strings.Join(links, ">\n<") + ">")
}

// inAnchors returns HTML with links in it.
func inAnchors(links []string) string {
	var b strings.Builder
	for _, link := range links {
		b.WriteString(`<a href="` + html.EscapeString(link) + `"></a>`)
	}
	return escape(b.String())
}
