package invite

import "github.com/mayrecord/mayrecord/invite/enum"

// Doubt is a part of a meeting of which something is not known with certainty. A reader
// sets it where it could not read something, a service where it knows that something is
// not complete. The zero Doubt is reserved.
type Doubt uint8

// The doubts.
const (
	// DoubtOrganizer: who organizes is not certain, as where the address cannot be read.
	DoubtOrganizer Doubt = iota + 1
	// DoubtAttendees: who is asked to come is not certain, as where an attendee cannot be
	// read or the list is not complete.
	DoubtAttendees
	// DoubtTime: the times are a guess, as where nobody knows the zone.
	DoubtTime
	// DoubtLinks: where a link leads is not certain, as behind a redirector.
	DoubtLinks
	// DoubtState: whether the meeting is called off, or the message an invitation, is not
	// certain, as where STATUS or METHOD contradict themselves.
	DoubtState
	// DoubtClass: whether the meeting is private is not certain.
	DoubtClass
	// DoubtTitle: the title is not certain, as where it was cut off.
	DoubtTitle
	// DoubtPresence: somebody in the call is not identified and may not have answered. An
	// invite never has this doubt: it comes from the roster.
	DoubtPresence

	lastDoubt = DoubtPresence
)

var doubts = enum.Table[Doubt]{Kind: "doubt", Texts: []string{
	"", "organizer", "attendees", "time", "links", "state", "class", "title", "presence",
}}

// AllDoubts returns every doubt.
func AllDoubts() []Doubt { return doubts.All() }

// Known reports whether d is one of the constants.
func (d Doubt) Known() bool { return doubts.Known(d) }

// String returns the text form of d.
func (d Doubt) String() string { return doubts.String(d) }

// MarshalText returns the text form, or an error for an unknown value.
func (d Doubt) MarshalText() ([]byte, error) { return doubts.AppendText(nil, d) }

// UnmarshalText reads the text form; unknown text is an error.
func (d *Doubt) UnmarshalText(text []byte) error { return doubts.Parse(d, text) }

// Doubts is a set of doubts, made by [enum.SetOf]. The zero set is empty: all is certain.
type Doubts = enum.Set[Doubt]

// Each doubt has a bit in a set: this does not compile otherwise.
const _ = uint(63 - lastDoubt)

// Doubtful is where a doubt comes from.
type Doubtful struct {
	Doubt Doubt `json:"doubt"`
	// Property is the property of the event, as in "ORGANIZER", or "END" where the file ends
	// before the event does; empty where it is not known.
	Property string `json:"property,omitempty"`
	// Line is its line in the file, from 1; zero where it is not known.
	Line int `json:"line,omitempty"`
}
