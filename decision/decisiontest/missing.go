package decisiontest

import (
	"cmp"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// missingAt says whose consent is missing at an instant, the slow way: person by person,
// by going through everything that is known of each.
func missingAt(c decision.Case, at time.Time) (invite.Address, bool) {
	c = inForceAt(c, at)
	for _, who := range persons(&c) {
		says, saidNo := answerAt(&c, who, at)
		if saidNo && objects(&c, who, says, at) || unasked(&c, who, at) {
			return who, true
		}
	}
	return invite.Address{}, false
}

// inForceAt returns the case with the invite and the settings that were in force at an
// instant.
func inForceAt(c decision.Case, at time.Time) decision.Case {
	if b := c.Before; b != (decision.Before{}) && at.Before(b.Until) {
		if b.Invite != nil {
			c.Invite = *b.Invite
		}
		if b.Org != nil {
			c.Org = *b.Org
		}
		if b.Profile != nil {
			c.Profile = *b.Profile
		}
	}
	c.Before = decision.Before{}
	return c
}

// same reports whether two addresses are one person's.
func same(c *decision.Case, a, b invite.Address) bool {
	m := c.Org.Members.ByAddress(a)
	return a == b || m != nil && m == c.Org.Members.ByAddress(b)
}

// persons returns everybody who answered or is identified as having been in the call, but
// for rooms, recorders and the assistant.
func persons(c *decision.Case) []invite.Address {
	var all []invite.Address
	add := func(a invite.Address) {
		room := slices.ContainsFunc(c.Invite.Attendees, func(p invite.Party) bool { return p.IsRoom() && same(c, p.Address, a) })
		if !a.IsZero() && !room && c.Org.IsParty(&invite.Party{Address: a}) {
			all = append(all, a)
		}
	}
	for _, r := range c.Answers.Responses() {
		add(r.Participant)
	}
	for _, p := range c.Roster.Presences() {
		if p.Kind == consent.Person {
			add(p.Address)
		}
	}
	return all
}

// answerAt returns the answer of a person that is in force at an instant, zero for none,
// and whether the last one on the page was an opt-out.
func answerAt(c *decision.Case, who invite.Address, at time.Time) (inForce consent.Choice, saidNo bool) {
	var given []consent.Response
	for _, r := range c.Answers.Responses() {
		if same(c, who, r.Participant) && !r.At.After(at) {
			given = append(given, r)
		}
	}
	slices.SortStableFunc(given, func(a, b consent.Response) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Choice, b.Choice))
	})
	for i, r := range given {
		stands := inForce == consent.Consented || inForce == consent.OptedOut
		switch {
		case i+1 < len(given) && given[i+1].At.Equal(r.At): // the stricter one counts
		case r.Choice == consent.Bypassed && stands:
		case r.Choice == consent.Bypassed && saidNo:
			inForce = consent.OptedOut
		case r.Choice == consent.Consented || r.Choice == consent.OptedOut:
			inForce, saidNo = r.Choice, r.Choice == consent.OptedOut
		default:
			inForce = r.Choice
		}
	}
	return inForce, saidNo
}

// objects reports whether an opt-out counts: from its giver's first presence on, and not at
// all of who is known never to have come. Whoever was in the call and stays away afterwards
// has not consented by that.
func objects(c *decision.Case, who invite.Address, says consent.Choice, at time.Time) bool {
	var first time.Time
	allKnown := c.Roster.Complete()
	for _, p := range c.Roster.Presences() {
		switch {
		case p.From.After(c.Now):
		case p.Address.IsZero():
			allKnown = allKnown && p.Kind != consent.Person
		case same(c, who, p.Address) && (first.IsZero() || p.From.Before(first)):
			first = p.From
		}
	}
	if first.IsZero() {
		return !allKnown && says == consent.OptedOut
	}
	return !first.After(at)
}

// unasked reports whether somebody who has to pass an enforced page is in the call
// without an answer, and has had the time to give one.
func unasked(c *decision.Case, who invite.Address, at time.Time) bool {
	p := c.Governing()
	if p.Page != profile.PageEnforced || !hasToPass(c, &p, who) || isThing(c, who) {
		return false
	}
	seen := false
	for _, stay := range c.Roster.Presences() {
		if stay.From.After(c.Now) || !same(c, who, stay.Address) {
			continue
		}
		seen = seen || !stay.From.After(at)
		joining, saidNo := answerAt(c, who, stay.From)
		late := stay.From.Add(c.Org.Grace())
		silent := !saidNo && joining != consent.Consented && !answersIn(c, who, stay.From, latest(at, late))
		if stay.Kind == consent.Person && stay.At(at) && !late.After(c.Now) && silent {
			return true
		}
	}
	says, _ := answerAt(c, who, at)
	return says == consent.Bypassed && !seen
}

// isThing reports whether somebody has been in the call as a room or a recorder only.
func isThing(c *decision.Case, who invite.Address) bool {
	kinds := map[bool]int{} // whether it is a person
	for _, stay := range c.Roster.Presences() {
		if !stay.From.After(c.Now) && same(c, who, stay.Address) {
			kinds[stay.Kind == consent.Person]++
		}
	}
	return kinds[true] == 0 && kinds[false] > 0
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// answersIn reports whether somebody answers the page from an instant to another.
func answersIn(c *decision.Case, who invite.Address, from, to time.Time) bool {
	return slices.ContainsFunc(c.Answers.Responses(), func(r consent.Response) bool {
		page := r.Choice == consent.Consented || r.Choice == consent.OptedOut
		return page && same(c, who, r.Participant) && !r.At.Before(from) && !r.At.After(to)
	})
}

// hasToPass reports whether somebody has to pass the page: everybody from outside, or
// everybody but the host.
func hasToPass(c *decision.Case, p *profile.Profile, who invite.Address) bool {
	if !c.Org.IsInternal(who) {
		return true
	}
	judgedBy := p
	if c.Profile == (profile.Profile{}) {
		judgedBy = nil
	}
	host := c.Org.Host(&c.Invite, judgedBy)
	if host == nil {
		host = c.Org.Members.ByAddress(c.Org.Organizer(&c.Invite, nil))
	}
	return p.EverybodyPasses && (host == nil || !host.Has(who))
}
