package decision

import (
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// Case is everything that a decision depends on. What is not in it plays no part.
//
// The invite, the org and the profile are those in force for that call: while it
// runs, today's, for a change of profile counts at once (F); for a finished call,
// those of its time. What changed while it was recorded, Before says.
//
// The zero Case makes no sense, and is refused with invalid_case.
type Case struct {
	// Now is the moment asked about. What happens after it has not happened.
	Now time.Time
	// Invite is what the calendar says of the meeting.
	Invite invite.Invite
	// Org is the company's settings.
	Org profile.Org
	// Profile is the consent profile that governs the call. The zero Profile is that of the
	// call's owner, by the org's settings; any other stands in for every member's own.
	Profile profile.Profile
	// Requests are the requests to the assistant, in any order.
	Requests []Request
	// Answers is what the participants answered.
	Answers consent.Log
	// Roster is who was in the call; the zero Roster is not known.
	Roster consent.Roster
	// Recordings are the times when a recorder ran, in order.
	Recordings []Recording
	// Cancellations are the wishes not to record, in any order.
	Cancellations []Cancellation
	// Before is what was in force when the recording began, as far as it differs. The zero
	// Before is nothing: nothing is on record to have changed.
	Before Before
}

// Request is a request to the assistant to record. It supplies a basis for
// recording, and nothing else: it never lifts a consent rule (A, summary).
//
// Where the invite lists the org's assistant as an attendee who has not declined, that is
// a request too (A: "adding it as a participant"). Ours: it is made by SENT-BY, if a
// member, else by the organizer, unless a request on record says who listed the assistant.
// Where the assistant declined, no listing counts, on record or not.
type Request struct {
	Sender invite.Address `json:"sender,omitzero"` // who asked; zero: somebody unknown
	To     invite.Address `json:"to,omitzero"`     // the address that was asked
	// At is when. A zero At is not known: it is before all that is.
	At  time.Time `json:"at,omitzero"`
	How How       `json:"how,omitempty"`
}

// How is how the assistant was asked. The zero How is Forwarded.
type How uint8

// The ways to ask the assistant (A, "Adding the assistant to a meeting", step 2).
const (
	// Forwarded: the invitation was sent on to the assistant.
	Forwarded How = iota
	// Listed: the assistant was added among the attendees.
	Listed
)

var hows = enum.Table[How]{Kind: "way to ask", Texts: []string{"forwarded", "listed"}}

// AllHows returns every way to ask.
func AllHows() []How { return hows.All() }

// Known reports whether h is one of the constants.
func (h How) Known() bool { return hows.Known(h) }

// String returns the text form of h.
func (h How) String() string { return hows.String(h) }

// MarshalText returns the text form, or an error for an unknown value.
func (h How) MarshalText() ([]byte, error) { return hows.AppendText(nil, h) }

// UnmarshalText reads the text form; unknown text is an error.
func (h *How) UnmarshalText(text []byte) error { return hows.Parse(h, text) }

// Recording is a time during which a recorder ran, without a break. A recorder that waits
// to be let in has not started.
type Recording struct {
	Start time.Time `json:"start"`
	Stop  time.Time `json:"stop,omitzero"` // zero: it has not stopped
	// Ended is how it stopped; of no meaning while it runs.
	Ended Ended `json:"ended,omitempty"`
}

// Ended is how a recording ended. The zero Ended is Finished.
type Ended uint8

// How a recording can end (A, "Cancel the recording during the meeting").
const (
	// Finished: the recorder stopped by itself, as at the end of the call.
	Finished Ended = iota
	// Stopped: somebody in the call stopped the recording, or removed the bot.
	Stopped
	// NotAdmitted: the bot was not let into the call. Such a recording recorded nothing,
	// and its recorder never started.
	NotAdmitted
	// Failed: something broke. The recorder may start again.
	Failed
)

var endings = enum.Table[Ended]{Kind: "ending of a recording", Texts: []string{"finished", "stopped", "not_admitted", "failed"}}

// AllEnded returns every way in which a recording can end.
func AllEnded() []Ended { return endings.All() }

// Known reports whether e is one of the constants.
func (e Ended) Known() bool { return endings.Known(e) }

// String returns the text form of e.
func (e Ended) String() string { return endings.String(e) }

// MarshalText returns the text form, or an error for an unknown value.
func (e Ended) MarshalText() ([]byte, error) { return endings.AppendText(nil, e) }

// UnmarshalText reads the text form; unknown text is an error.
func (e *Ended) UnmarshalText(text []byte) error { return endings.Parse(e, text) }

// Cancellation is a wish that a meeting not be recorded.
type Cancellation struct {
	By invite.Address `json:"by,omitzero"` // who; zero: somebody unknown
	At time.Time      `json:"at"`          // when
	// Of is the meeting, or, by [invite.Key.Series], every meeting of a series. The zero Key
	// is the meeting of the case. One of another meeting counts for nothing.
	Of invite.Key `json:"of,omitzero"`
	// Start is the start that was planned when it was cancelled, against which in time is
	// measured. Zero is the invite's.
	Start time.Time `json:"start,omitzero"`
}

// Before is what was in force when the recording began, as far as it differs from what is
// in the case, and until when. What is nil is the same.
type Before struct {
	// Until is the instant of the change.
	Until   time.Time
	Invite  *invite.Invite
	Org     *profile.Org
	Profile *profile.Profile
}

// then returns the case with what was in force before the change.
func (c *Case) then() Case {
	then := *c
	then.Before = Before{}
	if b := c.Before.Invite; b != nil {
		then.Invite = *b
	}
	if b := c.Before.Org; b != nil {
		then.Org = *b
	}
	if b := c.Before.Profile; b != nil {
		then.Profile = *b
	}
	return then
}

// now returns the moment asked about, without its monotonic reading: only the wall
// clock is compared.
func (c *Case) now() time.Time { return c.Now.Round(0) }

// Owner returns the member to whom the call is attributed, or nil: see
// [profile.Org.Owner]. The member must not be changed.
func (c *Case) Owner() *profile.Member {
	o := observation{now: c.now()}
	o.find(c)
	return c.Org.Owner(&c.Invite, o.host, o.sender)
}

// Governing returns the consent profile that governs the call: the case's, or where that
// is zero the owner's.
func (c *Case) Governing() profile.Profile {
	o := observation{now: c.now()}
	o.find(c)
	return o.profile
}

// planned returns the planned time.
func (c *Case) planned() invite.Occurrence {
	return invite.Occurrence{Start: c.Invite.Start, End: c.Invite.End}
}

// inOrder reports whether a request is a basis for recording: made at an address of
// the org's assistant, by a member who may schedule calls.
func (c *Case) inOrder(r *Request) bool {
	m := c.Org.Members.ByAddress(r.Sender)
	return m != nil && m.MaySchedule && c.Org.IsAssistant(r.To)
}

// lastCancel returns the last instant at which the recording of a meeting may be
// cancelled, by the start that was planned then.
func (c *Case) lastCancel(start time.Time) time.Time {
	if start.IsZero() {
		start = c.Invite.Start
	}
	return start.Round(0).Add(-c.Org.CancelLead())
}
