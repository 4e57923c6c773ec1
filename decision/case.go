package decision

import (
	"errors"
	"fmt"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Case is everything that a decision depends on. What is not in it plays no part.
//
// The invite, the org and the profile are those in force for that call: while it
// runs, today's, for a change of profile counts at once (F); for a finished call,
// those of its time.
//
// The zero Case makes no sense, and is refused with invalid_case.
type Case struct {
	// Now is the moment asked about. What happens after it has not happened.
	Now time.Time
	// Invite is what the calendar says of the meeting.
	Invite invite.Invite
	// Org is the company's settings.
	Org profile.Org
	// Profile is the consent profile of the call's owner: see [Case.Governed].
	Profile profile.Profile
	// Request is what the assistant was asked; the zero Request is nothing.
	Request Request
	// Answers is what the participants answered.
	Answers consent.Log
	// Recording is when a recorder ran; the zero Recording is none.
	Recording Recording
	// Cancellations are the wishes to cancel the recording of this occurrence. One of
	// the whole series counts for each occurrence for which it is in time.
	Cancellations []Cancellation
}

// Request is a request to the assistant to record. It supplies a basis for
// recording, and nothing else: it never lifts a consent rule (A, summary).
//
// The zero Request is none. Where the invite lists the org's assistant as an
// attendee, that is a request by the organizer (A: "adding it as a participant";
// ours: that it is the organizer who did so). Of the two, one that is in order counts.
type Request struct {
	Sender invite.Address `json:"sender,omitzero"` // who asked
	To     invite.Address `json:"to,omitzero"`     // the address that was asked
}

// Recording is when a recorder ran.
type Recording struct {
	Start time.Time `json:"start,omitzero"` // zero: it never started
	Stop  time.Time `json:"stop,omitzero"`  // zero: it has not stopped
}

// Cancellation is a wish that the meeting not be recorded.
type Cancellation struct {
	By invite.Address `json:"by,omitzero"` // who; the zero Address is somebody unknown
	At time.Time      `json:"at"`          // when
}

// Governed returns the case with the profile that governs it: that of the call's
// owner, or the org's default profile.
func (c Case) Governed() Case {
	c.Profile = c.Org.ProfileOf(c.Org.Owner(&c.Invite, c.asked().Sender))
	return c
}

// asked returns the request that counts.
func (c *Case) asked() Request { return c.best(c.implied()) }

// best returns the request that counts: the one that is said, or the one implied by
// the assistant's being an attendee, where only that is there or in order. Who asks
// in vain takes nothing from who asked rightly (ours).
func (c *Case) best(implied Request) Request {
	said := c.Request
	if said == (Request{}) || implied != (Request{}) && !c.inOrder(said) && c.inOrder(implied) {
		return implied
	}
	return said
}

// inOrder reports whether a request is a basis for recording: made at an address of
// the org's assistant, by a member who may schedule calls.
func (c *Case) inOrder(r Request) bool {
	m := c.Org.Members.ByAddress(r.Sender)
	return m != nil && m.MaySchedule && c.Org.IsAssistant(r.To)
}

// implied returns the organizer's request, where the assistant is an attendee.
func (c *Case) implied() Request {
	if c.Org.Assistant.IsZero() && len(c.Org.FormerAssistants) == 0 {
		return Request{}
	}
	for i := range c.Invite.Attendees {
		if a := c.Invite.Attendees[i].Address; c.Org.IsAssistant(a) {
			return Request{Sender: c.Invite.Organizer.Address, To: a}
		}
	}
	return Request{}
}

// lastCancel returns the last instant at which the recording may be cancelled.
func (c *Case) lastCancel() time.Time {
	return c.Invite.Start.Round(0).Add(-c.Org.CancelBefore.Duration())
}

// CaseError says which field of a case makes no sense.
type CaseError struct {
	Field string // by its name in JSON, as in "invite.end"
	Want  string // what would be right
}

// Error names the field.
func (e *CaseError) Error() string { return e.Field + ": " + e.Want }

// Validate joins a [*CaseError] for every field that makes no sense. A case is
// refused with invalid_case exactly when there is one. Settings that make sense one
// by one and not together are [profile.Org.Validate]'s to report.
func (c *Case) Validate() error {
	var k checker
	c.check(&k)
	return errors.Join(k.errs...)
}

// checker collects what is wrong, or, when quiet, only that something is.
type checker struct {
	quiet bool
	wrong bool
	errs  []error
}

func (k *checker) require(right bool, field, want string) {
	if right {
		return
	}
	k.wrong = true
	if !k.quiet {
		k.errs = append(k.errs, &CaseError{Field: field, Want: want})
	}
}

// requireAt is require for a field of a list's element.
func (k *checker) requireAt(right bool, list string, i int, field, want string) {
	if right || k.quiet {
		k.wrong = k.wrong || !right
		return
	}
	k.require(right, fmt.Sprintf("%s[%d].%s", list, i, field), want)
}

func (c *Case) check(k *checker) {
	k.require(!c.Now.IsZero(), "now", "say the moment asked about")
	c.checkInvite(k)
	c.checkSettings(k)
	c.checkAnswers(k)
	r := &c.Recording
	k.require(r.Stop.IsZero() || !r.Start.IsZero(), "recording.start", "a recording that stopped must have started")
	k.require(r.Stop.IsZero() || !r.Stop.Round(0).Before(r.Start.Round(0)), "recording.stop", "want a time that is not before the start")
	for i := range c.Cancellations {
		k.requireAt(!c.Cancellations[i].At.IsZero(), "cancellations", i, "at", "say when it was cancelled")
	}
}

func (c *Case) checkInvite(k *checker) {
	inv := &c.Invite
	k.require(!inv.Start.IsZero(), "invite.start", "say when the meeting starts")
	k.require(!inv.End.IsZero(), "invite.end", "say when the meeting ends")
	k.require(inv.End.Round(0).After(inv.Start.Round(0)), "invite.end", "want a time after the start")
	k.require(inv.Method.Known(), "invite.method", "want a method that is known")
	k.require(inv.Status.Known(), "invite.status", "want a status that is known")
	k.require(inv.Class.Known(), "invite.class", "want a class that is known")
	k.require(inv.Organizer.Kind.Known(), "invite.organizer.kind", "want a calendar user type that is known")
	k.require(inv.Organizer.Answer.Known(), "invite.organizer.answer", "want a participation status that is known")
	for i := range inv.Links {
		k.requireAt(inv.Links[i].Place().Known(), "invite.links", i, "place", "want a place that is known")
	}
	for i := range inv.Attendees {
		if p := &inv.Attendees[i]; !p.Kind.Known() || !p.Answer.Known() {
			k.requireAt(p.Kind.Known(), "invite.attendees", i, "kind", "want a calendar user type that is known")
			k.requireAt(p.Answer.Known(), "invite.attendees", i, "answer", "want a participation status that is known")
		}
	}
}

func (c *Case) checkSettings(k *checker) {
	k.require(c.Profile.Page.Known(), "profile.page", "want off, enabled or enforced (or the org has no profile of the member's)")
	k.require(c.Profile.Links.Known(), "profile.links", "want static, dynamic or host_decides")
	k.require(c.Profile.Provider.Known(), "profile.provider", "want a provider that is known")
	k.require(c.Org.Records.Known(), "org.records", "want host_only or any_participant")
	k.require(c.Org.CancelBefore.Known(), "org.cancel_before", "want a duration that is not negative")
	k.require(c.Org.KeepPercent >= 0 && c.Org.KeepPercent <= 100, "org.keep_percent", "want 1 to 100, or nothing for 70")
	if !c.Org.Block.Valid() {
		for _, problem := range c.Org.Block.Problems() {
			k.require(false, "org."+problem.Field, problem.Want)
		}
	}
	if c.Org.Members.Valid() {
		return
	}
	for _, problem := range c.Org.Members.Problems() {
		k.require(false, fmt.Sprintf("org.members[%d]", problem.Index), problem.Problem)
	}
}

func (c *Case) checkAnswers(k *checker) {
	if c.Answers.Valid() {
		return
	}
	for _, problem := range c.Answers.Problems() {
		k.requireAt(false, "answers", problem.Index, problem.Field, problem.Want)
	}
}
