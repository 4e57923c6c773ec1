package ics

import "bytes"

// An outlook is what is known of the lines to come: which component begins or ends
// next, and whether the start of an event comes before that. The zero outlook knows
// nothing.
type outlook struct {
	until int      // up to which byte of the input this holds
	what  nameKind // nameBegin or nameEnd; 0 at the end of the input
	name  string   // of the component
	start bool     // there is a DTSTART before it
}

// inEvent reports whether the lines to come are those of an event that should have
// been begun: its start is among them, or its end or an alarm of its own is next.
func (o outlook) inEvent() bool {
	return o.start || o.what == nameEnd && o.name == "VEVENT" || o.what == nameBegin && o.name == "VALARM"
}

// lookAhead looks for the next boundary. What it finds is kept up to there, so that
// no line is looked at twice.
func (r *repairer) lookAhead() outlook {
	if r.pos < r.ahead.until {
		return r.ahead
	}
	before := r.place
	var o outlook
	for o.what == 0 {
		o.until = r.pos
		line, ok := r.physical()
		if !ok {
			break
		}
		name, value := splitName(line)
		o.what = kindOf(name) & (nameBegin | nameEnd)
		o.name = componentName(value)
		o.start = o.start || isStart(name)
	}
	r.place, r.ahead = before, o
	return o
}

func isStart(name []byte) bool { return bytes.EqualFold(name, []byte("DTSTART")) }

// beginsEvent reports whether a property that stands in no component is the first
// one of an event that should have been begun.
func (r *repairer) beginsEvent(name []byte) bool { return isStart(name) || r.lookAhead().inEvent() }

// beginsCalendar reports whether a line outside of calendars is the first one of
// a calendar that should have been begun: one that stands above components of
// which one begins next, or one of an event.
func (r *repairer) beginsCalendar(name, value []byte) bool {
	kind := kindOf(name)
	if kind&(nameHead|nameRead) == 0 || !isProperty(name, value, kind) {
		return false
	}
	o := r.lookAhead()
	next, ok := components[o.name]
	switch {
	case !ok || o.what == nameBegin && next.depth == 0:
		return false
	case o.what == nameBegin && next.depth == 1 && kind&nameHead != 0:
		return true
	}
	return isStart(name) || o.inEvent()
}
