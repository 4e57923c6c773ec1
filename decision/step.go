package decision

import (
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// Step is one thing that somebody can do so that a meeting may be recorded. The zero
// Step is reserved.
//
// Ours: no step weakens a consent rule. There is none that switches the page's
// enforcement off or tolerates direct links.
type Step uint8

// The steps, in the order in which they are taken.
const (
	// OrganizeYourself: a member organizes the meeting instead (A, "Set up meetings
	// using the assistant and the consent page").
	OrganizeYourself Step = iota + 1
	// UseConsentLink: the invitation carries a member's consent link.
	UseConsentLink
	// RemoveDirectLinks: the invitation carries no link that passes the page by.
	RemoveDirectLinks
	// MakePublic: the event is not marked private.
	MakePublic
	// LiftBlock: the org takes what blocks the meeting off its block list.
	LiftBlock
	// TurnProviderOn: the org turns recording with the provider on.
	TurnProviderOn
	// PermitSender: the org gives the sender the permission to schedule calls.
	PermitSender
	// AskAssistant: a member who may schedule calls asks the assistant.
	AskAssistant
	// ParticipantsConsent: everybody whose consent is missing passes the page and
	// consents.
	ParticipantsConsent
	// ResumeRecording: the cancellation is withdrawn.
	ResumeRecording
	// AddConferenceLink: the invitation carries the link of a call. Which, only the
	// organizer can know, so this is advice and no part of a remedy.
	AddConferenceLink

	lastStep = AddConferenceLink
)

var steps = enum.Table[Step]{Kind: "step", Texts: []string{
	"", "organize_yourself", "use_consent_link", "remove_direct_links", "make_public", "lift_block",
	"turn_provider_on", "permit_sender", "ask_assistant", "participants_consent", "resume_recording",
	"add_conference_link",
}}

// AllSteps returns every step, in the order in which they are taken.
func AllSteps() []Step { return steps.All() }

// String returns the text form of s.
func (s Step) String() string { return steps.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Step) MarshalText() ([]byte, error) { return steps.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Step) UnmarshalText(text []byte) error { return steps.Parse(s, text) }

// Each step has a bit in [Remedy]: this does not compile otherwise.
const _ = uint(15 - lastStep)

// Actor is who can take a step. The zero Actor is reserved.
type Actor uint8

// The actors.
const (
	ActorOrganizer   Actor = iota + 1 // whoever can edit the invitation
	ActorMember                       // a member
	ActorAdmin                        // whoever administers the org's settings
	ActorParticipant                  // the participants themselves
)

var actors = enum.Table[Actor]{Kind: "actor", Texts: []string{"", "organizer", "member", "admin", "participant"}}

// Actors returns every actor.
func Actors() []Actor { return actors.All() }

// String returns the text form of a.
func (a Actor) String() string { return actors.String(a) }

// MarshalText returns the text form, or an error for an unknown value.
func (a Actor) MarshalText() ([]byte, error) { return actors.AppendText(nil, a) }

// UnmarshalText reads the text form; unknown text is an error.
func (a *Actor) UnmarshalText(text []byte) error { return actors.Parse(a, text) }

// Who returns who can take the step.
func (s Step) Who() Actor {
	switch s {
	case UseConsentLink, RemoveDirectLinks, MakePublic, AddConferenceLink:
		return ActorOrganizer
	case LiftBlock, TurnProviderOn, PermitSender:
		return ActorAdmin
	case ParticipantsConsent:
		return ActorParticipant
	}
	return ActorMember
}

// Says returns what to do, as one sentence for people, with what the case knows.
func (s Step) Says(c Case) string {
	switch s {
	case OrganizeYourself:
		return "Set the meeting up yourself, as a member of the organization."
	case UseConsentLink:
		return say("Put your consent page link into the invitation", c.consentLink().String())
	case RemoveDirectLinks:
		return say("Remove the links that bypass the consent page", c.directLinks())
	case MakePublic:
		return "Remove the private or confidential mark from the meeting."
	case LiftBlock:
		return "Take the entry that matches off the organization's block list."
	case TurnProviderOn:
		if c.turnOn() == invite.ProviderNone {
			return "Say in the consent profile which web conferencing system the consent page leads to."
		}
		return say("Turn recording on for the web conferencing system", c.turnOn().Name())
	case PermitSender:
		return say("Give the sender the permission to manually schedule and upload calls", c.asked().Sender.String())
	case AskAssistant:
		return say("As a member who may schedule calls, forward the invitation to the assistant", c.Org.Assistant.String())
	case ParticipantsConsent:
		return say("Pass the consent page and consent to be recorded", strings.Join(c.missingNow(), ", "))
	case ResumeRecording:
		return "Withdraw the cancellation of the recording."
	case AddConferenceLink:
		return "Put the link of the video call into the invitation."
	}
	return s.String()
}

// possible reports whether the step can be taken in a case.
func (s Step) possible(c Case) bool {
	switch s {
	case OrganizeYourself:
		return c.someMember() != nil
	case UseConsentLink:
		return !c.consentLink().IsZero()
	case AskAssistant:
		return c.permittedMember() != nil && !c.Org.Assistant.IsZero()
	case ParticipantsConsent:
		return len(c.missingNow()) > 0
	}
	return true
}

// say returns a sentence that ends with what it is about, where that is known: with
// no full stop then, which would be copied with a link.
func say(what, about string) string {
	if about == "" {
		return what + "."
	}
	return what + ": " + about
}

// apply returns the case after the step. Where the step cannot be taken the case is
// the same.
func (s Step) apply(c Case) Case {
	switch s {
	case OrganizeYourself:
		if m := c.someMember(); m != nil {
			c.Invite.Organizer = invite.Party{Address: m.Address, Name: m.Name}
		}
	case UseConsentLink:
		c.Invite.Links = c.withConsentLink()
	case RemoveDirectLinks:
		c.Invite.Links = c.linksWithout(profile.LinkDirect)
	case MakePublic:
		c.Invite.Class = invite.ClassPublic
	case LiftBlock:
		c.Org.Block = c.Org.Block.Without(c.partyAddresses(), c.Invite.Title)
	case TurnProviderOn:
		c.Org.Off = c.Org.Off.Without(c.turnOn())
	case PermitSender:
		c.Org.Members = c.Org.Members.Permitting(c.asked().Sender)
	case AskAssistant:
		if s.possible(c) {
			c.Request = Request{Sender: c.permittedMember().Address, To: c.Org.Assistant}
		}
	case ParticipantsConsent:
		c.Answers = c.Answers.With(c.consents()...)
	case ResumeRecording:
		c.Cancellations = c.cancellationsWithdrawn()
	}
	return c
}

// someMember returns who would organize the meeting: its owner, else the first
// member with a consent link.
func (c *Case) someMember() *profile.Member {
	if m := c.owner(); m != nil {
		return m
	}
	return c.Org.Members.First(func(m *profile.Member) bool { return m.Slug != "" })
}

func (c *Case) owner() *profile.Member { return c.Org.Owner(&c.Invite, c.asked().Sender) }

// permittedMember returns who would ask the assistant: the owner, else the first
// member who may.
func (c *Case) permittedMember() *profile.Member {
	if m := c.owner(); m != nil && m.MaySchedule {
		return m
	}
	return c.Org.Members.First(func(m *profile.Member) bool { return m.MaySchedule })
}

// consentLink returns the consent link to be used: the zero Link where there is no
// page, no member to have one, or no way to make one of the type that is allowed.
func (c *Case) consentLink() invite.Link {
	l := c.Org.ConsentURL(c.someMember())
	if !l.IsZero() && !c.Profile.Links.Allows(false) {
		l, _ = invite.ParseLink(l.String() + "/new-meeting") // as the calendar add-in makes one; zero if too long
	}
	if c.Org.Judge(l, &c.Profile).Kind != profile.LinkCurrent {
		return invite.Link{}
	}
	return l
}

// withConsentLink returns the links with the consent link first in place of stale
// ones.
func (c *Case) withConsentLink() []invite.Link {
	l := c.consentLink()
	if l.IsZero() {
		return c.Invite.Links
	}
	return slices.Insert(c.linksWithout(profile.LinkStale), 0, l)
}

func (c *Case) linksWithout(kind profile.LinkKind) []invite.Link {
	return slices.DeleteFunc(slices.Clone(c.Invite.Links), func(l invite.Link) bool {
		return c.Org.Judge(l, &c.Profile).Kind == kind
	})
}

func (c *Case) directLinks() string {
	var texts []string
	for _, l := range c.Invite.Links {
		if c.Org.Judge(l, &c.Profile).Kind == profile.LinkDirect {
			texts = append(texts, l.String())
		}
	}
	return strings.Join(texts, ", ")
}

// turnOn returns the provider that must be on to join the meeting, as the links are
// now: the one of the highest authority. ProviderNone if it is not known.
func (c *Case) turnOn() invite.Provider {
	all := c.Org
	all.Off = 0
	on := *c
	on.Org = all
	return observe(&on).join
}

// partyAddresses returns the addresses of everybody in the meeting.
func (c *Case) partyAddresses() []invite.Address {
	all := []invite.Address{c.Invite.Organizer.Address}
	for _, p := range c.Invite.Attendees {
		all = append(all, p.Address)
	}
	return all
}

// missingNow returns the participants whose consent is missing.
func (c *Case) missingNow() []string {
	var all []string
	for s := range c.Answers.Stretches() {
		_, now := s.In(c.now(), c.now())
		if now && s.Choice.Missing(c.Profile.Page == profile.PageEnforced) {
			all = append(all, s.Participant)
		}
	}
	return all
}

// consents returns a consent now of everybody whose consent is missing.
func (c *Case) consents() []consent.Response {
	var all []consent.Response
	for _, participant := range c.missingNow() {
		all = append(all, consent.Response{Participant: participant, Choice: consent.Consented, At: c.Now})
	}
	return all
}

func (c *Case) cancellationsWithdrawn() []Cancellation {
	return slices.DeleteFunc(slices.Clone(c.Cancellations), func(x Cancellation) bool {
		return c.Org.Members.ByAddress(x.By) != nil
	})
}
