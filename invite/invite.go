// Package invite holds what a calendar says of one meeting: who organizes it, who
// is asked to come, when it is, and which links lead into it.
//
// An [Invite] is one occurrence of one event. It is made by hand, or read by
// package invite/ics from what calendars send. [Address] and [Link] are parsed
// once, on the way in, into small comparable values, so that everything after
// compares them with == and never by looking for one text inside another.
//
// [Provider] lists the web conferencing systems that are known and what each can
// do; the source is the article "FAQs for recording consent".
package invite

import (
	"time"

	"github.com/mayrecord/mayrecord/invite/enum"
)

// Invite is what the calendar says of one meeting (one occurrence of an event).
//
// The zero Invite says nothing: no time, no organizer, nothing to join. A case
// built on it is refused.
type Invite struct {
	UID      string    `json:"uid,omitempty"`      // UID: the same for every message about an event
	Sequence int       `json:"sequence,omitempty"` // SEQUENCE: the revision; zero is the first
	Stamp    time.Time `json:"stamp,omitzero"`     // DTSTAMP: when this message was made; zero if unsaid
	Method   Method    `json:"method,omitempty"`   // METHOD of the message that brought it
	Status   Status    `json:"status,omitempty"`   // STATUS of the event
	Class    Class     `json:"class,omitempty"`    // CLASS: who may see it
	Title    string    `json:"title,omitempty"`    // SUMMARY, as written

	// Start and End bound the planned time: at Start the meeting begins, at End
	// it is over. A zero End is no planned end, as of a meeting called ad hoc. AllDay
	// says that the calendar gave dates, not times.
	Start  time.Time `json:"start,omitzero"`
	End    time.Time `json:"end,omitzero"`
	AllDay bool      `json:"all_day,omitempty"`

	// Recurring says that the meeting belongs to a series. RecurrenceID is the
	// original start of an occurrence that was changed; zero otherwise.
	Recurring    bool      `json:"recurring,omitempty"`
	RecurrenceID time.Time `json:"recurrence_id,omitzero"`

	Organizer Party   `json:"organizer,omitzero"`  // ORGANIZER; the zero Party if the event names none
	SentBy    Address `json:"sent_by,omitzero"`    // who sent on the organizer's behalf (SENT-BY)
	Attendees []Party `json:"attendees,omitempty"` // ATTENDEE, in the event's order

	// Links are the web links in the event, those of higher authority first:
	// CONFERENCE, X-GOOGLE-CONFERENCE, X-MICROSOFT-SKYPETEAMSMEETINGURL,
	// LOCATION, URL, DESCRIPTION, X-ALT-DESC.
	Links []Link `json:"links,omitempty"`

	// DialIn are telephone numbers that lead into the call, as written;
	// NumbersShown says which of them the consent page shows.
	DialIn []string `json:"dial_in,omitempty"`

	// Doubts are what is not known with certainty, and DoubtsFrom where they come from, as
	// far as that is known. A service that knows that something is not complete adds to them.
	Doubts     Doubts     `json:"doubts,omitempty"`
	DoubtsFrom []Doubtful `json:"doubts_from,omitempty"`
}

// Planned returns the planned time, and whether the meeting is called off.
func (inv *Invite) Planned() Occurrence {
	return Occurrence{Start: inv.Start, End: inv.End, Cancelled: inv.Cancelled()}
}

// Cancelled reports whether the calendar says that the meeting is called off:
// STATUS:CANCELLED, or METHOD:CANCEL (RFC 5546, section 3.2.5).
func (inv *Invite) Cancelled() bool {
	return inv.Status == StatusCancelled || inv.Method == MethodCancel
}

// Method is the iTIP method of a message (RFC 5546, section 1.4). The zero
// Method is none: a calendar file that is no message.
type Method uint8

// The iTIP methods.
const (
	// MethodNone is the zero Method: the calendar file says no METHOD and is no message.
	MethodNone Method = iota
	// MethodPublish is PUBLISH: an event is announced, and nobody is asked to answer.
	MethodPublish
	// MethodRequest is REQUEST: an invitation, or an update of an invitation.
	MethodRequest
	// MethodReply is REPLY: an attendee answers an invitation.
	MethodReply
	// MethodAdd is ADD: the organizer adds occurrences to a series.
	MethodAdd
	// MethodCancel is CANCEL: the organizer calls off a meeting, or occurrences of it.
	MethodCancel
	// MethodRefresh is REFRESH: an attendee asks for the latest version of an event.
	MethodRefresh
	// MethodCounter is COUNTER: an attendee proposes a change, for example a later start.
	MethodCounter
	// MethodDeclineCounter is DECLINECOUNTER: the organizer declines a proposal.
	MethodDeclineCounter
)

var methods = enum.Table[Method]{Kind: "method", Texts: []string{
	"none", "publish", "request", "reply", "add", "cancel", "refresh", "counter", "decline_counter",
}}

// AllMethods returns every method.
func AllMethods() []Method { return methods.All() }

// Known reports whether m is one of the constants.
func (m Method) Known() bool { return m <= MethodDeclineCounter }

// String returns the text form of m.
func (m Method) String() string { return methods.String(m) }

// MarshalText returns the text form, or an error for an unknown value.
func (m Method) MarshalText() ([]byte, error) { return methods.AppendText(nil, m) }

// UnmarshalText reads the text form; unknown text is an error.
func (m *Method) UnmarshalText(text []byte) error { return methods.Parse(m, text) }

// Status is the overall status of an event (RFC 5545, section 3.8.1.11). The
// zero Status is none: the event states no status.
type Status uint8

// The statuses of events.
const (
	// StatusNone is the zero Status: the event says no STATUS.
	StatusNone Status = iota
	// StatusTentative is TENTATIVE: the meeting is not certain yet.
	StatusTentative
	// StatusConfirmed is CONFIRMED: the meeting is certain.
	StatusConfirmed
	// StatusCancelled is CANCELLED: the meeting is called off.
	StatusCancelled
)

var statuses = enum.Table[Status]{Kind: "status", Texts: []string{
	"none", "tentative", "confirmed", "cancelled",
}}

// AllStatuses returns every status.
func AllStatuses() []Status { return statuses.All() }

// Known reports whether s is one of the constants.
func (s Status) Known() bool { return s <= StatusCancelled }

// String returns the text form of s.
func (s Status) String() string { return statuses.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Status) MarshalText() ([]byte, error) { return statuses.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Status) UnmarshalText(text []byte) error { return statuses.Parse(s, text) }

// Class is the access classification of an event (RFC 5545, section 3.8.1.3).
// The zero Class is public, which is also the RFC's default. A reader turns a
// class that it does not know into private, as the RFC asks.
type Class uint8

// The access classifications.
const (
	// ClassPublic is PUBLIC, or no CLASS: whoever sees the calendar may see the event.
	ClassPublic Class = iota
	// ClassPrivate is PRIVATE, or a CLASS that is not known: the event is private.
	ClassPrivate
	// ClassConfidential is CONFIDENTIAL. Rules treat it as they treat ClassPrivate.
	ClassConfidential
)

var classes = enum.Table[Class]{Kind: "class", Texts: []string{"public", "private", "confidential"}}

// AllClasses returns every class.
func AllClasses() []Class { return classes.All() }

// Known reports whether c is one of the constants.
func (c Class) Known() bool { return c <= ClassConfidential }

// String returns the text form of c.
func (c Class) String() string { return classes.String(c) }

// MarshalText returns the text form, or an error for an unknown value.
func (c Class) MarshalText() ([]byte, error) { return classes.AppendText(nil, c) }

// UnmarshalText reads the text form; unknown text is an error.
func (c *Class) UnmarshalText(text []byte) error { return classes.Parse(c, text) }
