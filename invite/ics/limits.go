package ics

import (
	"errors"
	"fmt"
)

// ErrNoCalendar says that an input has no calendar in it at all.
var ErrNoCalendar = errors.New("ics: no calendar: want a line BEGIN:VCALENDAR")

// Limits bound what [Read] takes from an input. A zero field means its default;
// a negative one allows nothing.
//
// What no sender needs more of is bounded without an option: a link has at most 8
// KiB and a parameter 1 KiB, which is noted; a million steps are taken at most for
// the VTIMEZONEs of an input, after which those left cannot be used, which is noted
// too; and for each of the Occurrences 30 steps, after which the limit is exceeded.
type Limits struct {
	Bytes       int // of the input; default 16 MiB
	Lines       int // of the input; default 1,000,000
	LineLength  int // bytes of a line once unfolded; default 8 MiB
	Nesting     int // of components in each other; default 16
	Components  int // of the input; default 100,000
	Properties  int // of the input; default 1,000,000
	Attendees   int // of one event; default 10,000
	Links       int // of one event, dial-in numbers included; default 1,000
	Occurrences int // of a series, from one instant to another, changed ones included; default 10,000
}

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		value    *int
		standard int
	}{
		{&l.Bytes, 16 << 20}, {&l.Lines, 1e6}, {&l.LineLength, 8 << 20}, {&l.Nesting, 16},
		{&l.Components, 1e5}, {&l.Properties, 1e6}, {&l.Attendees, 1e4}, {&l.Links, 1e3}, {&l.Occurrences, 1e4},
	} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return l
}

// LimitError says which of the [Limits] an input exceeds, and where.
type LimitError struct {
	Limit string // the field of Limits, as in "LineLength"
	Max   int    // its value
	Line  int    // the line at which it was exceeded; 0 if that is no line's doing
}

// Error names the limit, its value and the line, if there is one.
func (e *LimitError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("ics: more than the limit %s allows (%d)", e.Limit, e.Max)
	}
	return fmt.Sprintf("ics: line %d: more than the limit %s allows (%d)", e.Line, e.Limit, e.Max)
}
