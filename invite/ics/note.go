package ics

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Note reports one repair, or one thing that was not understood.
type Note struct {
	Line  int      // the line of the input, from 1; 0 if it concerns no line
	Until int      // the last of the lines in a row that it concerns; Line if it is one
	Kind  NoteKind // what was wrong
	Was   string   // what was there, shortened, in the form of [strictjson.Printable]
	Made  string   // what was made of it, shortened; empty if it was left out
	Lossy bool     // meaning may have been lost
}

// NoteKind is the kind of a [Note]. The zero kind is reserved.
type NoteKind uint8

// The kinds of notes. Their numbers are appended, never reused.
const (
	noteUnset NoteKind = iota

	NoteCharset      // bytes in another encoding than UTF-8, or a byte order mark
	NoteControl      // control characters, left out
	NoteLineEnding   // lines that end in a bare carriage return
	NoteIndented     // a calendar indented, or quoted as in a mail
	NoteJunk         // lines outside a calendar, or that are no property
	NoteJoined       // a line broken without folding, joined to the one before
	NoteName         // a property name with something about it that does not belong
	NoteParam        // a malformed parameter
	NoteLongParam    // a parameter value cut to the longest that is read
	NoteEncoding     // a quoted-printable or base64 value, decoded where it is one
	NoteNoCalendar   // an event outside VCALENDAR
	NoteMissingEnd   // a component that is not ended where it must be
	NoteStrayEnd     // an END of nothing
	NoteTruncated    // the input stops inside a component
	NoteMisplaced    // a property outside of the component that it belongs to
	NoteRepeated     // a property that may be given once, given again
	NoteMethod       // an unknown METHOD, one in an event, or one that contradicts another
	NoteStatus       // an unknown or misspelt STATUS
	NoteClass        // an unknown CLASS, read as private, or what stands for one
	NoteCUType       // an unknown calendar user type, or one of an organizer
	NotePartStat     // an unknown participation status
	NoteAddress      // a party or a sender without a mail address
	NoteNumber       // a SEQUENCE that is no number
	NoteText         // a text with a wrong escape
	NoteTime         // a date or time in an irregular form, or none
	NoteDuration     // a duration in an irregular form, none, or one that contradicts the end
	NoteNoStart      // an event without a start
	NoteNoUID        // an event without a UID
	NoteEnd          // an end before the start, on the day of the start, or of another type
	NoteFloating     // a time without a zone
	NoteZone         // a zone by another name than IANA's, or a calendar's own; or whose VTIMEZONE cannot be used
	NoteZoneConflict // a zone by an IANA name that the file defines differently, where that changes a time
	NoteUnknownZone  // a zone that cannot be understood
	NoteRecurrence   // a recurrence rule or date in an irregular form, or none
	NoteLink         // a link that cannot be read
	NoteMissingBegin // an event that is begun without a BEGIN
	NoteOrganizer    // an organizer that is named among the attendees
)

var noteKinds = enum.Table[NoteKind]{Kind: "note kind", Texts: []string{
	"", "charset", "control", "line_ending", "indented", "junk", "joined", "name", "param", "long_param",
	"encoding", "no_calendar", "missing_end", "stray_end", "truncated", "misplaced", "repeated", "method",
	"status", "class", "cutype", "partstat", "address", "number", "text", "time", "duration", "no_start",
	"no_uid", "end", "floating", "zone", "zone_conflict", "unknown_zone", "recurrence", "link", "missing_begin",
	"organizer",
}}

// AllNoteKinds returns every kind.
func AllNoteKinds() []NoteKind { return noteKinds.All() }

// Known reports whether k is one of the constants.
func (k NoteKind) Known() bool { return noteKinds.Known(k) }

// String returns the text form of k.
func (k NoteKind) String() string { return noteKinds.String(k) }

// MarshalText returns the text form, or an error for an unknown value.
func (k NoteKind) MarshalText() ([]byte, error) { return noteKinds.AppendText(nil, k) }

// UnmarshalText reads the text form; unknown text is an error.
func (k *NoteKind) UnmarshalText(text []byte) error { return noteKinds.Parse(k, text) }

// notebook collects notes, and what those that are lossy put in doubt.
type notebook struct {
	notes  []Note
	scope  int // what is being repaired
	losses []loss
}

// add writes down a note on a property, empty where none is known, of what is being
// repaired.
func (b *notebook) add(property string, n Note) { b.addIn(b.scope, property, n) }

// addIn writes down a note. Equal repairs of lines in a row become one.
func (b *notebook) addIn(scope int, property string, n Note) {
	if n.Lossy {
		b.lose(loss{scope, n.Kind, property, n.Line})
	}
	n.Until = n.Line
	n.Was, n.Made = shorten(n.Was), shorten(n.Made)
	if last := len(b.notes) - 1; last >= 0 && n.Kind.inRows() {
		if l := &b.notes[last]; l.Kind == n.Kind && l.Lossy == n.Lossy && l.Until+1 == n.Line {
			l.Until = n.Line
			return
		}
	}
	b.notes = append(b.notes, n)
}

// lose writes down what was lost.
func (b *notebook) lose(l loss) {
	if last := len(b.losses) - 1; last >= 0 {
		if of := b.losses[last]; l.scope == of.scope && l.kind == of.kind && l.property == of.property {
			return // of one property the first line counts
		}
	}
	b.losses = append(b.losses, l)
}

// inRows reports the kinds that come in rows of lines.
func (k NoteKind) inRows() bool {
	return k == NoteJunk || k == NoteJoined || k == NoteControl || k == NoteCharset || k == NoteIndented
}

// sorted returns the notes in the order of their lines.
func (b *notebook) sorted() []Note {
	slices.SortStableFunc(b.notes, func(x, y Note) int { return x.Line - y.Line })
	return b.notes
}

// maxExcerpt is the length to which notes shorten what they quote, in bytes.
const maxExcerpt = 80

// shorten returns the beginning of s in memory of its own, safe to print.
func shorten(s string) string {
	if len(s) <= maxExcerpt {
		return strictjson.Printable(strings.ToValidUTF8(s, "\uFFFD"))
	}
	end := maxExcerpt
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strictjson.Printable(strings.ToValidUTF8(s[:end], "\uFFFD") + "…")
}
