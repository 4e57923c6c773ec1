package decision

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
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
	// ParticipantsConsent: everybody who is in the call and has not answered passes the
	// page and consents. Nobody who said no is asked.
	ParticipantsConsent
	// AddConferenceLink: the invitation carries the link of a call. Which, only the
	// organizer can know, so this is advice and no part of a remedy.
	AddConferenceLink
	// SayOrganizer: the invitation says who organizes in a way that can be read.
	SayOrganizer
	// SendAgain: the invitation is sent again, complete and in a form that can be read. As a
	// remedy it works if the invitation turns out to say what it seems to say.
	SendAgain

	lastStep = SendAgain
)

var steps = enum.Table[Step]{Kind: "step", Texts: []string{
	"", "organize_yourself", "use_consent_link", "remove_direct_links", "make_public", "lift_block",
	"turn_provider_on", "permit_sender", "ask_assistant", "participants_consent",
	"add_conference_link", "say_organizer", "send_again",
}}

// AllSteps returns every step, in the order in which they are taken.
func AllSteps() []Step { return steps.All() }

// String returns the text form of s.
func (s Step) String() string { return steps.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Step) MarshalText() ([]byte, error) { return steps.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Step) UnmarshalText(text []byte) error { return steps.Parse(s, text) }

// Each step has a bit in [Steps]: this does not compile otherwise.
const _ = uint(63 - lastStep)

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

// AllActors returns every actor.
func AllActors() []Actor { return actors.All() }

// String returns the text form of a.
func (a Actor) String() string { return actors.String(a) }

// MarshalText returns the text form, or an error for an unknown value.
func (a Actor) MarshalText() ([]byte, error) { return actors.AppendText(nil, a) }

// UnmarshalText reads the text form; unknown text is an error.
func (a *Actor) UnmarshalText(text []byte) error { return actors.Parse(a, text) }

// Who returns who can take the step.
func (s Step) Who() Actor {
	switch s {
	case UseConsentLink, RemoveDirectLinks, MakePublic, AddConferenceLink, SayOrganizer, SendAgain:
		return ActorOrganizer
	case LiftBlock, TurnProviderOn, PermitSender:
		return ActorAdmin
	case ParticipantsConsent:
		return ActorParticipant
	}
	return ActorMember
}

// Says returns what to do, as one sentence for people, with what the case knows. It is safe
// to print: see [strictjson.Printable]. Of many links or people it names the first ten.
func (s Step) Says(c Case) string {
	switch s {
	case OrganizeYourself:
		return "Set the meeting up yourself, as a member of the organization."
	case UseConsentLink:
		return say("Put your consent page link into the invitation", c.consentLink().String())
	case RemoveDirectLinks:
		return say("Remove the links that bypass the consent page", list(c.directLinks()))
	case MakePublic:
		return "Remove the private or confidential mark from the meeting."
	case LiftBlock:
		return "Take the entry that matches off the organization's block list."
	case TurnProviderOn:
		p := c.turnOn()
		if p == invite.ProviderNone {
			return "Say in the consent profile which web conferencing system the consent page leads to."
		}
		return say("Turn recording on for the web conferencing system", p.Name())
	case PermitSender:
		return say("Give the sender the permission to manually schedule and upload calls", c.sender().String())
	case AskAssistant:
		return say("As a member who may schedule calls, forward the invitation to the assistant", c.Org.Assistant.String())
	case ParticipantsConsent:
		return say("Pass the consent page and consent to be recorded", list(texts(c.unanswered())))
	case AddConferenceLink:
		return "Put the link of the video call into the invitation."
	case SayOrganizer:
		return "Say in the invitation, by an address, who organizes the meeting."
	case SendAgain:
		return "Send the invitation again, complete and in a form that can be read."
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
		return len(c.unanswered()) > 0
	case LiftBlock:
		return c.listed()
	case SayOrganizer:
		return c.Invite.Doubts.Has(invite.DoubtOrganizer)
	case SendAgain:
		return c.Invite.Doubts != 0
	}
	return true
}

// say returns a sentence that ends with what it is about, where that is known: with
// no full stop then, which would be copied with a link.
func say(what, about string) string {
	if about == "" {
		return what + "."
	}
	return strictjson.Printable(what + ": " + about)
}

// maxListed is how many things a sentence lists.
const maxListed = 10

// list lists the first of many texts, and says how many more there are.
func list(all []string) string {
	if more := len(all) - maxListed; more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(all[:maxListed], ", "), more)
	}
	return strings.Join(all, ", ")
}

// step returns the case after a step. Where the step cannot be taken the case is the same.
func (f *fixes) step(s Step, c Case) Case {
	switch s {
	case OrganizeYourself:
		if m := c.someMember(); m != nil {
			c.Invite.Organizer, c.Invite.SentBy = invite.Party{Address: m.Address, Name: m.Name}, invite.Address{}
			c.settle(enum.SetOf(invite.DoubtOrganizer))
		}
	case UseConsentLink:
		c.Invite.Links = c.withConsentLink()
	case RemoveDirectLinks:
		c.Invite.Links = c.linksWithout(profile.LinkDirect)
	case MakePublic:
		c.Invite.Class = invite.ClassPublic
	case LiftBlock:
		c.Org.Block = f.unblocked(&c)
	case TurnProviderOn:
		c.Org.Off &^= enum.SetOf(c.turnOn())
	case PermitSender:
		c.Org.Members = f.permit(c.Org.Members, c.sender())
	case AskAssistant:
		if m := c.permittedMember(); m != nil && !c.Org.Assistant.IsZero() {
			c.Requests = f.ask(c.Requests, Request{Sender: m.Address, To: c.Org.Assistant, At: c.Now})
		}
	case ParticipantsConsent:
		c.Answers = f.consent(&c)
	case SayOrganizer:
		c.settle(enum.SetOf(invite.DoubtOrganizer))
	case SendAgain:
		c.settle(c.Invite.Doubts)
	}
	return c
}

// stepsOfDoubt are the steps that settle what the invite leaves in doubt.
var stepsOfDoubt = []Step{SayOrganizer, SendAgain}

// settle takes doubts of the invite away.
func (c *Case) settle(some invite.Doubts) {
	c.Invite.Doubts &^= some
	c.Invite.DoubtsFrom = slices.DeleteFunc(slices.Clone(c.Invite.DoubtsFrom), func(d invite.Doubtful) bool { return some.Has(d.Doubt) })
}

// permit returns the directory in which the member of an address may schedule calls.
func (f *fixes) permit(d profile.Directory, a invite.Address) profile.Directory {
	if permitting, ok := f.permitting[a]; ok {
		return permitting
	}
	if d.ByAddress(a) == nil {
		return d
	}
	members := d.All()
	for i := range members {
		members[i].MaySchedule = members[i].MaySchedule || members[i].Has(a)
	}
	if f.permitting == nil {
		f.permitting = map[invite.Address]profile.Directory{}
	}
	f.permitting[a] = profile.NewDirectory(members...)
	return f.permitting[a]
}

// listed reports whether the block list blocks the meeting, and not only that somebody is
// never recorded, which nobody is asked to give up (ours).
func (c *Case) listed() bool {
	var o observation
	o.observe(c)
	return slices.ContainsFunc(o.blocked(c), func(e Evidence) bool { return e.Setting == "block" })
}

// ask returns requests and one more.
func (f *fixes) ask(requests []Request, r Request) []Request {
	if f.asked[r] == nil {
		if f.asked == nil {
			f.asked = map[Request][]Request{}
		}
		f.asked[r] = append(slices.Clone(requests), r)
	}
	return f.asked[r]
}

// consent returns the answers, and a consent now of everybody who has not answered.
func (f *fixes) consent(c *Case) consent.Log {
	who := c.unanswered()
	for _, known := range f.consented {
		if slices.Equal(known.who, who) {
			return known.log
		}
	}
	var all []consent.Response
	for _, a := range who {
		all = append(all, consent.Response{Participant: a, Choice: consent.Consented, At: c.Now})
	}
	f.consented = append(f.consented, consented{who, c.Answers.With(all...)})
	return f.consented[len(f.consented)-1].log
}

// unblocked returns the block list less every entry that blocks the meeting.
//
// An entry stands for domains below it, and a name is below several: those that block
// somebody are taken off one level after the other.
func (f *fixes) unblocked(c *Case) profile.BlockList {
	var o observation
	o.observe(c)
	who := blocking{c.Invite.Organizer.Address, o.organizer, o.host}
	if known, found := f.lifted[who]; found {
		return known
	}
	parties := o.everybody(c)
	left := c.Org.Block
	addresses, domains, phrases := left.Entries()
	phrases = slices.DeleteFunc(phrases, func(p string) bool {
		one := profile.NewBlockList(nil, nil, []string{p})
		return one.Phrase(c.Invite.Title) != ""
	})
	for {
		entries := map[string]bool{}
		for a := range parties {
			entries[left.Party(a)] = true
		}
		kept := len(addresses) + len(domains)
		addresses = slices.DeleteFunc(addresses, func(a invite.Address) bool { return entries[a.String()] })
		domains = slices.DeleteFunc(domains, func(d string) bool {
			blocked := entryOf(d)
			return blocked != "" && entries[blocked]
		})
		left = profile.NewBlockList(addresses, domains, phrases)
		if kept == len(addresses)+len(domains) {
			break
		}
	}
	if f.lifted == nil {
		f.lifted = map[blocking]profile.BlockList{}
	}
	f.lifted[who] = left
	return left
}

// entryOf returns what [profile.BlockList.Party] says of an address that a domain on the
// list blocks; empty for what is no domain.
func entryOf(domain string) string {
	one := profile.NewBlockList(nil, []string{domain}, nil)
	a, _ := invite.ParseAddress("x@" + strings.TrimSpace(domain))
	return one.Party(a)
}

// everybody returns the addresses of everybody whom the invitation names or the roster has
// shown, under all of their addresses.
func (o *observation) everybody(c *Case) map[invite.Address]bool {
	all := map[invite.Address]bool{}
	add := func(a invite.Address) {
		all[a] = true
		if m := c.Org.Members.ByAddress(a); m != nil {
			all[m.Address] = true
			for _, alias := range m.Aliases {
				all[alias] = true
			}
		}
	}
	for _, a := range o.addresses(c) {
		add(a)
	}
	for p := range c.Roster.Until(o.now) {
		add(p.Address)
	}
	return all
}

// someMember returns who would organize the meeting: its owner, else the first
// member with a consent link.
func (c *Case) someMember() *profile.Member {
	if m := c.Owner(); m != nil {
		return m
	}
	return c.firstMember(func(m *profile.Member) bool { return m.Slug != "" })
}

// firstMember returns the first member that fits, or nil.
func (c *Case) firstMember(fits func(*profile.Member) bool) *profile.Member {
	for m := range c.Org.Members.Each() {
		if fits(m) {
			return m
		}
	}
	return nil
}

// sender returns who made the request that counts.
func (c *Case) sender() invite.Address {
	var o observation
	o.observe(c)
	return o.asked.Sender
}

func texts(all []invite.Address) []string {
	var texts []string
	for _, a := range all {
		texts = append(texts, a.String())
	}
	return texts
}

// permittedMember returns who would ask the assistant: the owner, else the first
// member who may.
func (c *Case) permittedMember() *profile.Member {
	if m := c.Owner(); m != nil && m.MaySchedule {
		return m
	}
	return c.firstMember(func(m *profile.Member) bool { return m.MaySchedule })
}

// consentLink returns the consent link to be used: the zero Link where there is no
// page, no member to have one, or no way to make one of the type that is allowed.
func (c *Case) consentLink() invite.Link {
	m := c.someMember()
	l := c.Org.ConsentURL(m)
	p := c.Profile
	if p.IsZero() {
		p = c.Org.ProfileOf(m)
	}
	if !l.IsZero() && !p.Links.Allows(false) {
		l, _ = invite.ParseLink(l.String() + "/new-meeting") // as the calendar add-in makes one; zero if too long
	}
	if c.judge(l).Kind != profile.LinkCurrent {
		return invite.Link{}
	}
	return l
}

// judge says what a link is to the org.
func (c *Case) judge(l invite.Link) profile.Judgement {
	return c.Org.Judge(&l, c.ownProfile())
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
	return slices.DeleteFunc(slices.Clone(c.Invite.Links), func(l invite.Link) bool { return c.judge(l).Kind == kind })
}

func (c *Case) directLinks() []string {
	var texts []string
	for _, l := range c.Invite.Links {
		if c.judge(l).Kind == profile.LinkDirect {
			texts = append(texts, l.String())
		}
	}
	return texts
}

// turnOn returns the provider of the link that the meeting is on. ProviderNone if it is
// not known.
func (c *Case) turnOn() invite.Provider {
	var o observation
	o.observe(c)
	return o.join
}

// unanswered returns who is in the call now, has to pass the page, and has not answered.
func (c *Case) unanswered() []invite.Address {
	var o observation
	o.observe(c)
	var all []invite.Address
	if !o.enforced() {
		return nil
	}
	seen := map[invite.Address]bool{}
	call := o.call(c)
	for x := range call.Objections() {
		_, now := x.In(o.now, o.now, true)
		if now && x.Choice == consent.Bypassed && !seen[x.Participant] {
			seen[x.Participant] = true
			all = append(all, x.Participant)
		}
	}
	return all
}
