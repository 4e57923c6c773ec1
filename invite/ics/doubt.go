package ics

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// A loss is what a lossy note says of the meetings that it concerns.
type loss struct {
	scope    int // the number of the event or calendar that lost something, or one of the scopes below
	kind     NoteKind
	property string // in capitals; empty where it is not known
	line     int
}

// The scopes that are no component's number.
const (
	everywhere = -1 - iota // every event of the input
	inZones                // a VTIMEZONE, which any event may use
	nowhere                // what no event depends on
)

// everything is the doubt of an event of which nobody knows what was lost.
var everything = enum.SetOf(invite.DoubtOrganizer, invite.DoubtAttendees, invite.DoubtTime, invite.DoubtLinks,
	invite.DoubtState, invite.DoubtClass, invite.DoubtTitle)

// A consequence is what a lossy note of a kind puts in doubt. The zero consequence is none.
type consequence struct {
	property bool          // the doubt of the property, where it is known
	event    invite.Doubts // else, in an event
	outside  invite.Doubts // else, anywhere else
}

var (
	ofProperty = consequence{property: true, event: everything, outside: everything}
	state      = enum.SetOf(invite.DoubtState)
)

// consequences holds every kind of note that may be lossy. The kinds without a row are
// never lossy.
var consequences = [...]consequence{
	NoteCharset:      ofProperty,
	NoteJunk:         ofProperty,
	NoteJoined:       {property: true}, // else the line goes on with a property that is not read
	NoteParam:        ofProperty,
	NoteLongParam:    ofProperty,
	NoteEncoding:     ofProperty,
	NoteMissingEnd:   {event: everything, outside: state}, // outside of events another event may be lost, which calls this one off
	NoteStrayEnd:     {event: everything, outside: everything},
	NoteTruncated:    {event: everything, outside: state}, // likewise
	NoteMisplaced:    ofProperty,
	NoteRepeated:     ofProperty,
	NoteMethod:       ofProperty,
	NoteStatus:       ofProperty,
	NoteClass:        ofProperty,
	NotePartStat:     ofProperty,
	NoteAddress:      ofProperty,
	NoteNumber:       ofProperty,
	NoteText:         ofProperty,
	NoteTime:         ofProperty,
	NoteDuration:     ofProperty,
	NoteNoStart:      {}, // that no start is given is certain; one that cannot be read has a note of its own
	NoteNoUID:        {}, // without a UID an event is a meeting of its own: what it says of itself is certain
	NoteEnd:          ofProperty,
	NoteFloating:     ofProperty,
	NoteZone:         ofProperty,
	NoteZoneConflict: ofProperty,
	NoteUnknownZone:  ofProperty,
	NoteRecurrence:   ofProperty,
	NoteLink:         ofProperty,
	NoteMissingBegin: {event: everything, outside: everything},
	NoteOrganizer:    {event: enum.SetOf(invite.DoubtOrganizer)},
}

// propertyDoubts says what is in doubt where a property was not read with certainty.
// Nothing is for the properties that are not here: X-WR-TIMEZONE, TZ and DAYLIGHT count
// for floating times only, which have a note of their own; DTSTAMP counts beside other
// messages only, and Fold puts in doubt what it decides; the others are not read.
var propertyDoubts = map[string]invite.Doubt{
	"ORGANIZER": invite.DoubtOrganizer,
	"ATTENDEE":  invite.DoubtAttendees,

	"DTSTART": invite.DoubtTime, "DTEND": invite.DoubtTime, "DURATION": invite.DoubtTime, "RECURRENCE-ID": invite.DoubtTime,
	"RRULE": invite.DoubtTime, "EXRULE": invite.DoubtTime, "RDATE": invite.DoubtTime, "EXDATE": invite.DoubtTime,

	"CONFERENCE": invite.DoubtLinks, "X-GOOGLE-CONFERENCE": invite.DoubtLinks,
	"X-MICROSOFT-SKYPETEAMSMEETINGURL": invite.DoubtLinks, "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK": invite.DoubtLinks,
	"LOCATION": invite.DoubtLinks, "URL": invite.DoubtLinks,
	"DESCRIPTION": invite.DoubtLinks, "X-ALT-DESC": invite.DoubtLinks, "STYLED-DESCRIPTION": invite.DoubtLinks,

	// By UID and SEQUENCE a message is known to be of a meeting, and to be the last about
	// it. A later one may call it off.
	"UID": invite.DoubtState, "SEQUENCE": invite.DoubtState,
	"STATUS": invite.DoubtState, "METHOD": invite.DoubtState,

	"CLASS": invite.DoubtClass, "X-MICROSOFT-CDO-SENSITIVITY": invite.DoubtClass, "X-CALENDARSERVER-ACCESS": invite.DoubtClass,
	"SUMMARY": invite.DoubtTitle,
}

// propertyOf returns the name of the property that a line begins with, in capitals, empty
// where no such property is known.
func propertyOf(line []byte) string {
	name, _ := splitName(bytes.TrimLeft(line, " \t"))
	if kindOf(name) == 0 {
		return ""
	}
	return string(bytes.ToUpper(name))
}

// doubts returns what a loss puts in doubt.
func (l loss) doubts(inEvent bool) invite.Doubts {
	c := consequences[l.kind]
	doubt, found := propertyDoubts[l.property]
	switch {
	case l.scope == inZones:
		return enum.SetOf(invite.DoubtTime)
	case c.property && found:
		return enum.SetOf(doubt)
	case c.property && l.property != "":
		return 0
	case inEvent:
		return c.event
	}
	return c.outside
}

// doubtful is what is in doubt of the events of one scope.
type doubtful struct {
	doubts invite.Doubts
	from   []invite.Doubtful
}

// add adds what a loss puts in doubt.
func (d *doubtful) add(l loss, doubts invite.Doubts) {
	d.doubts |= doubts
	for doubt := range doubts.All() {
		d.from = withCause(d.from, invite.Doubtful{Doubt: doubt, Property: l.property, Line: l.line})
	}
}

// withCause adds where a doubt comes from to a list. Of one property the first line is
// kept: however much is read and joined, the list stays short.
func withCause(list []invite.Doubtful, cause invite.Doubtful) []invite.Doubtful {
	for _, known := range list {
		if known.Doubt == cause.Doubt && known.Property == cause.Property {
			return list
		}
	}
	return append(list, cause)
}

// doubt sets the doubts of the events that were read.
func (r *reader) doubt() {
	if len(r.losses) == 0 {
		return
	}
	slices.SortStableFunc(r.losses, func(a, b loss) int { return cmp.Compare(a.line, b.line) })
	scopes := map[int]*doubtful{}
	for _, l := range r.losses {
		if scopes[l.scope] == nil {
			scopes[l.scope] = &doubtful{}
		}
		scopes[l.scope].add(l, l.doubts(r.isEvent(l.scope)))
	}
	calendar, events := everywhere, r.result.Events
	for number := range r.begins {
		switch {
		case r.begun(number, "VCALENDAR"):
			calendar = number
		case r.isEvent(number):
			inv := &events[0].Invite
			events = events[1:]
			for _, scope := range []int{number, calendar, inZones, everywhere} {
				if d := scopes[scope]; d != nil {
					join(inv, d.doubts, d.from...)
				}
			}
		}
	}
}

// begun reports whether a component is of a name, by its number.
func (r *reader) begun(number int, name string) bool {
	return bytes.HasPrefix(r.out[r.begins[number].offset:], []byte("BEGIN:"+name+"\n"))
}

// isEvent reports whether a scope is an event.
func (r *reader) isEvent(scope int) bool { return scope >= 0 && r.begun(scope, "VEVENT") }

// join adds doubts to those of an invite. It does not change the list of where they come
// from: another invite may share that.
func join(inv *invite.Invite, doubts invite.Doubts, from ...invite.Doubtful) {
	inv.Doubts |= doubts
	if len(inv.DoubtsFrom) == 0 {
		inv.DoubtsFrom = slices.Clip(from)
		return
	}
	inv.DoubtsFrom = slices.Clip(inv.DoubtsFrom)
	for _, f := range from {
		inv.DoubtsFrom = withCause(inv.DoubtsFrom, f)
	}
}

// joinOf adds those doubts of another invite that come from some of its properties.
func joinOf(inv, other *invite.Invite, properties ...string) {
	for _, from := range other.DoubtsFrom {
		if slices.Contains(properties, from.Property) {
			join(inv, enum.SetOf(from.Doubt), from)
		}
	}
}
