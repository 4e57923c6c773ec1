// Package zone finds the location that a TZID of a calendar file means: an IANA
// name in whatever dress, a Windows name, a label of Outlook's, or what the
// file's own VTIMEZONE says.
//
// A [Resolver] depends on nothing but its arguments: the database of zones is linked
// in, for hosts that have none, and the host's own zone is never meant.
package zone

import (
	"cmp"
	"time"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

//go:generate go run ./gen

// Source says by what the meaning of a TZID was found. The zero Source is
// unknown: it was not.
type Source uint8

// The sources.
const (
	SourceUnknown Source = iota
	SourceIANA           // a name of the IANA database
	SourceVariant        // such a name in other case, after a prefix, with other separators
	SourceWindows        // a name of Windows's
	SourceDisplay        // a label that Outlook shows
	SourceFile           // the file's own VTIMEZONE
	SourceOffset         // a fixed offset that the text states, or UTC
)

var sources = enum.Table[Source]{Kind: "zone source", Texts: []string{
	"unknown", "iana", "variant", "windows", "display", "file", "offset",
}}

// AllSources returns every source.
func AllSources() []Source { return sources.All() }

// Known reports whether s is one of the constants.
func (s Source) Known() bool { return sources.Known(s) }

// String returns the text form of s.
func (s Source) String() string { return sources.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Source) MarshalText() ([]byte, error) { return sources.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Source) UnmarshalText(text []byte) error { return sources.Parse(s, text) }

// Resolution is what a TZID means. The zero Resolution is nothing.
type Resolution struct {
	Location *time.Location
	Source   Source

	// Conflict says that the VTIMEZONE describes another zone than the name: in
	// no twelve months since 1990 were the two the same. (That a VTIMEZONE gives
	// today's rules for the past, or yesterday's for today, is common and no
	// conflict; [Resolution.DiffersAt] tells for one instant.)
	Conflict bool

	// Partial says that the VTIMEZONE counts, and that parts of it could not be
	// read: it may change its clocks when the location does not.
	Partial bool

	// Guess says that the TZID names no zone: the location is the one that it
	// resembles, or that of a place in it, or has the offset that it states.
	Guess bool

	// Note says what a reader should know of how the meaning was found; empty if
	// there is nothing to know.
	Note string

	file *described // what the VTIMEZONE says
}

// DiffersAt reports whether the VTIMEZONE gives another offset than the location
// at an instant. (Of the time before its first rule a VTIMEZONE of two rules is
// taken to say the same as of the time after.)
func (r Resolution) DiffersAt(t time.Time) bool {
	return r.file.usable() && r.file.offset(t) != offsetAt(r.Location, t)
}

// The notes of a [Resolution].
const (
	noteConflict = "the file's VTIMEZONE contradicts the zone of this name; the name counts"
	noteShort    = "the file's VTIMEZONE contradicts the zone of this name; the VTIMEZONE counts"
	notePartial  = "the file's VTIMEZONE has parts that cannot be read"
	noteLabel    = "the file's VTIMEZONE contradicts the zones with this label; the VTIMEZONE counts"
	noteUnusable = "the file's VTIMEZONE cannot be used"
	noteOffset   = "the text states an offset only; when its clocks change is unknown"
	notePlace    = "the text names a place with that offset"
	noteGuess    = "the text resembles the name of a zone"
)

// A Resolver finds what the TZIDs of one input mean. It reads each VTIMEZONE once,
// and bounds the work that all of them take together; the zero Resolver has done
// none.
type Resolver struct {
	pool  *recur.Pool // nil before the first VTIMEZONE
	files map[*ical.Component]*described
}

// Resolve is [Resolver.Resolve] for one TZID by itself.
func Resolve(tzid string, vtz *ical.Component) (Resolution, bool) {
	var one Resolver
	return one.Resolve(tzid, vtz)
}

// Resolve returns the location that a TZID means. vtz is the file's VTIMEZONE of
// that TZID, or nil. It reports false for a TZID that means nothing and has no
// VTIMEZONE that can be used. It never returns the host's own zone.
//
// A name of a zone (IANA or Windows) counts before the VTIMEZONE: so do mail
// clients, which know how the rules of a zone changed after a file was written. A
// VTIMEZONE that contradicts it counts where the name is of Windows, whose
// programs write what a user chose, as no daylight saving; and where the name is
// one word (EST, HST, GMT, UTC and the like), which is also what people call the
// zones of their own. A label such as "(UTC+01:00) Amsterdam, Berlin, …" counts
// unless the VTIMEZONE contradicts it, for labels were given to other zones from
// time to time. Of every other text the VTIMEZONE says what it means; only without
// one is it searched for an offset, for places that have it, or the likeness of a
// name.
//
// Where the work for all VTIMEZONEs is done, those that need more cannot be used.
func (r *Resolver) Resolve(tzid string, vtz *ical.Component) (Resolution, bool) {
	found := Resolution{file: r.describe(tzid, vtz)}
	text := clean(tzid)
	ok := found.named(text) || found.labelled(text) || found.defined() || found.guessed(text, vtz)
	if vtz != nil && !found.file.usable() {
		found.Note = cmp.Or(found.Note, noteUnusable)
	}
	if !ok {
		return Resolution{Note: found.Note}, false
	}
	return found, true
}

// named takes what the text names: an IANA or a Windows zone.
func (r *Resolution) named(text string) bool {
	name, source := known(text)
	if !r.take(name, source, "") {
		return false
	}
	r.Conflict = r.file.conflictsWith(r.Location)
	switch {
	case r.Conflict && (isShort(name) || source == SourceWindows):
		r.yield(noteShort)
	case r.Conflict:
		r.Note = noteConflict
	}
	return true
}

// labelled takes what the text is a label of, unless the VTIMEZONE differs.
func (r *Resolution) labelled(text string) bool {
	if !r.take(labelled(text), SourceDisplay, "") {
		return false
	}
	if r.Conflict = r.file.conflictsWith(r.Location); r.Conflict {
		r.yield(noteLabel)
	}
	return true
}

// yield takes what the VTIMEZONE says for what the text means. Where it turns out
// that it cannot be used, it contradicts nothing.
func (r *Resolution) yield(note string) {
	named := *r
	if r.defined() {
		r.Note = note
		return
	}
	*r = named
	r.Conflict = false
}

// defined takes what the VTIMEZONE says.
func (r *Resolution) defined() bool {
	r.Location, r.Source = r.file.location(), SourceFile
	if r.Partial = r.Location != nil && r.file.partial; r.Partial {
		r.Note = cmp.Or(r.Note, notePartial)
	}
	return r.Location != nil
}

// guessed takes what can be made of a text that is no name: the name of a zone
// that the VTIMEZONE gives beside its TZID; the zone of a place that the text names
// after an offset, as labels do in all languages, or else that offset; or the name
// of a zone that it resembles.
func (r *Resolution) guessed(text string, vtz *ical.Component) bool {
	beside, _ := known(clean(property(vtz, "X-LIC-LOCATION")))
	if r.take(beside, SourceVariant, noteUnusable) {
		return true
	}
	r.Guess = true
	if offset, rest, ok := statedOffset(text); ok {
		if loc := placed(rest, offset); loc != nil {
			r.Location, r.Source, r.Note = loc, SourceDisplay, notePlace
			return true
		}
		r.Location, r.Source, r.Note = fixed(offset), SourceOffset, noteOffset
		return true
	}
	return r.take(resembling(text), SourceVariant, noteGuess)
}

// take takes the zone of that name, if there is one in the database. A note that
// is there already stays.
func (r *Resolution) take(name string, source Source, note string) bool {
	if name == "" {
		return false // which the database takes for UTC
	}
	r.Location = load(name)
	r.Source, r.Note = source, cmp.Or(r.Note, note)
	return r.Location != nil
}

func offsetAt(loc *time.Location, t time.Time) int {
	_, offset := t.In(loc).Zone()
	return offset
}
