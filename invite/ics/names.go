package ics

import (
	"bytes"
	"strings"
)

// A nameKind says what is known of a property name; several kinds may apply.
type nameKind uint16

const (
	nameKnown nameKind = 1 << iota // of RFC 5545, 7986, 9073, 9253 or vCalendar 1.0
	nameRead                       // a reader of events has a use for it; what stands in others is not decoded
	nameZone                       // a reader of zones has
	nameHead                       // stands above the components of a calendar; no event is begun by it
	nameEvent                      // of an event, and never of an alarm inside one
	nameDate                       // a date or time, or several
	nameText                       // running text, with which a broken producer goes on on the next line
	nameProse                      // running text of several lines, as a rule
	nameWord                       // one long word, which is broken as such text is
	nameBegin
	nameEnd
)

var nameKinds = kinds(map[nameKind]string{
	nameKnown: `
	BEGIN END
	ACTION ATTACH ATTENDEE BUSYTYPE CALSCALE CATEGORIES CLASS COLOR COMMENT COMPLETED CONFERENCE CONTACT
	CREATED DESCRIPTION DTEND DTSTAMP DTSTART DUE DURATION EXDATE EXRULE FREEBUSY GEO IMAGE
	LAST-MODIFIED LOCATION METHOD NAME ORGANIZER PERCENT-COMPLETE PRIORITY PRODID RDATE
	RECURRENCE-ID REFRESH-INTERVAL RELATED-TO REPEAT REQUEST-STATUS RESOURCES RRULE SEQUENCE
	SOURCE STATUS SUMMARY TRANSP TRIGGER TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL UID URL VERSION
	ACKNOWLEDGED CALENDAR-ADDRESS CONCEPT LINK LOCATION-TYPE PARTICIPANT-TYPE PROXIMITY REFID
	RESOURCE-TYPE STRUCTURED-DATA STYLED-DESCRIPTION TZID-ALIAS-OF TZUNTIL
	AALARM DALARM DAYLIGHT DCREATED MALARM PALARM RNUM TZ`,
	nameRead: `
	METHOD X-WR-TIMEZONE TZ DAYLIGHT
	UID SEQUENCE DTSTAMP STATUS CLASS SUMMARY DTSTART DTEND DURATION
	RRULE EXRULE RDATE EXDATE RECURRENCE-ID ORGANIZER ATTENDEE
	CONFERENCE X-GOOGLE-CONFERENCE X-MICROSOFT-SKYPETEAMSMEETINGURL X-MICROSOFT-ONLINEMEETINGEXTERNALLINK LOCATION URL
	X-MICROSOFT-CDO-SENSITIVITY X-CALENDARSERVER-ACCESS
	DESCRIPTION X-ALT-DESC STYLED-DESCRIPTION`,
	nameHead: "VERSION PRODID CALSCALE METHOD X-WR-TIMEZONE TZ DAYLIGHT X-CALENDARSERVER-ACCESS",
	nameEvent: `
	SEQUENCE DTSTAMP STATUS CLASS DTSTART DTEND RRULE EXRULE RDATE EXDATE RECURRENCE-ID
	ORGANIZER LOCATION CONFERENCE X-GOOGLE-CONFERENCE X-MICROSOFT-SKYPETEAMSMEETINGURL`,
	nameDate:  "DTSTART DTEND RECURRENCE-ID RDATE EXDATE",
	nameZone:  "TZID TZOFFSETFROM TZOFFSETTO DTSTART RRULE RDATE EXRULE EXDATE TZUNTIL X-LIC-LOCATION",
	nameText:  "DESCRIPTION SUMMARY LOCATION COMMENT CONTACT STYLED-DESCRIPTION X-ALT-DESC",
	nameWord:  "UID",
	nameProse: "DESCRIPTION COMMENT STYLED-DESCRIPTION X-ALT-DESC",
	nameBegin: "BEGIN",
	nameEnd:   "END",
})

func kinds(names map[nameKind]string) *nameTable {
	var all nameTable
	for kind, list := range names {
		for name := range strings.FieldsSeq(list) {
			entry := all.find([]byte(name))
			entry.name = name
			entry.kind |= kind
		}
	}
	return &all
}

// A nameTable says what is known of names. Each line is looked up in it: a map would
// take twice the time. Most of it is empty, so that a search for a name that is not
// there ends soon.
type nameTable [512]knownName

type knownName struct {
	name string
	kind nameKind
}

// find returns the entry of a name, or the empty one that it would have.
func (t *nameTable) find(name []byte) *knownName {
	at := uint(len(name))
	if at > 0 {
		at = at*31 + uint(name[0])*7 + uint(name[at/2])*3 + uint(name[at-1])
	}
	for ; ; at++ {
		if entry := &t[at%uint(len(t))]; entry.name == string(name) || entry.name == "" {
			return entry
		}
	}
}

// kindOf returns what is known of a name, in any case.
func kindOf(name []byte) nameKind {
	entry := nameKinds.find(name)
	if entry.name == "" && hasSmall(name) {
		entry = nameKinds.find(bytes.ToUpper(name))
	}
	return entry.kind
}

// isReadParam reports whether a reader has a use for a parameter, in any case.
func isReadParam(name []byte) bool {
	switch string(name) {
	case "TZID", "VALUE", "CN", "CUTYPE", "ROLE", "PARTSTAT", "STATUS", "SENT-BY", "EMAIL", "RANGE", "FMTTYPE":
		return true
	}
	return hasSmall(name) && isReadParam(bytes.ToUpper(name))
}

// components are those that stand at a certain depth, and nowhere else.
var components = func() map[string]knownComponent {
	known := map[string]knownComponent{}
	for depth, names := range []string{
		"VCALENDAR", "VEVENT VTODO VJOURNAL VFREEBUSY VTIMEZONE VAVAILABILITY", "VALARM STANDARD DAYLIGHT",
	} {
		for name := range strings.FieldsSeq(names) {
			known[name] = knownComponent{name, depth}
		}
	}
	return known
}()

type knownComponent struct {
	name  string
	depth int
}

// splitName returns the name of a content line, and what follows its first colon
// or semicolon. Of a line that has none the name is empty.
func splitName(line []byte) (name, rest []byte) {
	end := nameLength(line)
	after := line[end:]
	for len(after) > 0 && (after[0] == ' ' || after[0] == '\t') {
		after = after[1:]
	}
	if len(after) == 0 || after[0] != ':' && after[0] != ';' {
		return nil, nil
	}
	return line[:end], after[1:]
}

// isProperty tells a property from running text that happens to have a colon, by
// the line alone: a property has a name that is known, begins with X-, or is in
// capitals. Prose, such as "Where: the moon" and "https://x.example", has a blank
// or slashes after the colon and a name that is not written as one.
func isProperty(name, rest []byte, kind nameKind) bool {
	small := hasSmall(name)
	prose := len(rest) > 0 && (rest[0] == ' ' || rest[0] == '/' && bytes.HasPrefix(rest, []byte("//")))
	if !small && !prose {
		return true
	}
	known := kind != 0 || isExtension(name)
	return known && !(prose && small && hasCapital(name))
}

// isExtension reports the names that producers may choose for themselves.
func isExtension(name []byte) bool {
	return len(name) > 2 && name[0]|0x20 == 'x' && name[1] == '-'
}

func hasSmall(name []byte) bool {
	for _, c := range name {
		if 'a' <= c && c <= 'z' {
			return true
		}
	}
	return false
}

func hasCapital(name []byte) bool {
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			return true
		}
	}
	return false
}

// componentName returns the name of the component in the value of BEGIN or END, in
// capitals, empty if there is none.
func componentName(value []byte) string {
	value = bytes.TrimSpace(value)
	value = value[:nameLength(value)]
	if known, ok := components[string(value)]; ok {
		return known.name
	}
	return string(bytes.ToUpper(value))
}

// namesComponent reports whether the value of BEGIN or END is the name of a
// component: one that is known, an extension, or in capitals. What else follows
// these words is prose, such as "Begin:10am".
func namesComponent(value []byte) bool {
	if _, known := components[componentName(value)]; known {
		return true
	}
	value = bytes.TrimSpace(value)
	return len(value) > 0 && nameLength(value) == len(value) && value[0] > '9' && (isExtension(value) || !hasSmall(value))
}

// excerpt returns the beginning of a line, for a note.
func excerpt(line []byte) string { return string(line[:min(len(line), maxExcerpt+1)]) }
