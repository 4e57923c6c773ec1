package decision_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Whatever the implications allow can happen: there is a case in which just that is
// observed. Every combination of facts that hang together is tried in random
// surroundings.
func TestEveryCombinationIsObservedInSomeCase(t *testing.T) {
	facts := theRules().specFacts
	groups := facts.groups()
	rapid.Check(t, func(t *rapid.T) {
		var around Facts
		for _, group := range groups {
			around |= rapid.SampledFrom(facts.within(group)).Draw(t, group.String())
		}
		for _, group := range groups {
			for _, f := range facts.within(group) {
				f |= around &^ group
				require.Equal(t, f.String(), Observe(caseFor(f)).String())
			}
		}
	})
}

// Nothing else happens: whatever is wished for, what is observed is allowed.
func TestOnlyAllowedCombinationsAreObserved(t *testing.T) {
	facts := theRules().specFacts
	rapid.Check(t, func(t *rapid.T) {
		for range 100 {
			wish := Facts(rapid.Uint64().Draw(t, "facts")) & AllFacts()
			seen := Observe(caseFor(wish))
			require.True(t, facts.can(seen), "%s", seen)
		}
	})
}

// caseFor returns a case in which exactly the given facts are observed. Ann organizes
// the meeting, or Cem from outside, or nobody; Bea is invited.
//
// Of facts that cannot hold together, it brings about some.
func caseFor(f Facts) Case {
	c := Case{
		Now: start.Add(55 * time.Minute),
		Invite: invite.Invite{
			Title: "Roadmap", Start: start, End: end,
			Organizer: organizerFor(f),
			Attendees: []invite.Party{{Address: bea, Answer: invite.PartStatAccepted}},
			Links:     linksFor(f),
		},
		Org:           orgFor(f),
		Profile:       profileFor(f),
		Request:       requestFor(f),
		Answers:       answersFor(f),
		Cancellations: cancellationsFor(f),
	}
	if f.Has(FactInvalid) {
		c.Invite.Method = 255
	}
	if f.Has(FactEventCancelled) {
		c.Invite.Status = invite.StatusCancelled
	}
	if f.Has(FactPrivate) {
		c.Invite.Class = invite.ClassPrivate
	}
	if f.Has(FactStarted) {
		c.Recording.Start = start
	}
	if f.Has(FactOver) {
		c.Now = end
	}
	return c
}

// organizerFor returns a room for an organizer from outside of an internal meeting.
func organizerFor(f Facts) invite.Party {
	switch {
	case !f.Has(FactOrganizerKnown):
		return invite.Party{}
	case f.Has(FactOrganizerInternal):
		return invite.Party{Address: ann}
	case f.Has(FactInternalExcluded):
		return invite.Party{Address: invite.MustAddress("hall@venue.example"), Kind: invite.CUTypeRoom}
	}
	return invite.Party{Address: cem}
}

func linksFor(f Facts) []invite.Link {
	var links []invite.Link
	if f.Has(FactCurrentLink) {
		links = append(links, annsLink)
	}
	if f.Has(FactStaleLink) {
		links = append(links, invite.MustLink("https://join.example/acme-inc/ann"))
	}
	switch {
	case f.Has(FactProviderLink | FactCannotOptOut):
		links = append(links, wherebys)
	case f.Has(FactProviderLink):
		links = append(links, teamsLink)
	case f.Has(FactDirectLink):
		links = append(links, invite.MustLink("https://join.example/customer/cem"))
	}
	return links
}

// providerFor returns the provider of the provider's link, and of the profile.
func providerFor(f Facts) invite.Provider {
	if f.Has(FactCannotOptOut) {
		return invite.ProviderWhereby
	}
	return invite.ProviderMicrosoftTeams
}

func orgFor(f Facts) profile.Org {
	org := acme()
	org.Records = profile.AnyParticipant
	org.RecordsInternal = !f.Has(FactInternalExcluded)
	org.Members = profile.NewDirectory(
		profile.Member{Address: ann, Slug: "ann", MaySchedule: true},
		profile.Member{Address: bea, Recorded: f.Has(FactRecordedMember)},
	)
	if !f.Has(FactProviderOn) {
		org.Off = invite.SetOf(providerFor(f))
	}
	if f.Has(FactBlocked) {
		org.Block = profile.NewBlockList([]invite.Address{bea}, nil, nil)
	}
	return org
}

func profileFor(f Facts) profile.Profile {
	p := profile.Profile{
		Page:        profile.PageOff,
		Provider:    providerFor(f),
		OptOut:      f.Has(FactOptOutOffered),
		AudioPrompt: f.Has(FactNotice),
		DirectLinks: f.Has(FactDirectTolerated),
	}
	switch {
	case f.Has(FactPageEnforced):
		p.Page = profile.PageEnforced
	case f.Has(FactPageOn):
		p.Page = profile.PageEnabled
	}
	return p
}

func requestFor(f Facts) Request {
	if !f.Has(FactAsked) {
		return Request{}
	}
	r := Request{Sender: cem, To: dia}
	switch {
	case f.Has(FactSenderPermitted):
		r.Sender = ann
	case f.Has(FactSenderMember):
		r.Sender = bea
	}
	if f.Has(FactAddressKnown) {
		r.To = assistant
	}
	return r
}

// answersFor returns answers ten minutes into the meeting of an hour, or forty-two,
// which is just enough.
func answersFor(f Facts) consent.Log {
	at := start.Add(10 * time.Minute)
	if f.Has(FactLateEnough) {
		at = start.Add(42 * time.Minute)
	}
	var answers []consent.Response
	if f.Has(FactOptedOut) {
		answers = append(answers, consent.Response{Participant: cem.String(), Choice: consent.OptedOut, At: at})
	}
	if f.Has(FactBypassed) {
		answers = append(answers, consent.Response{Participant: dia.String(), Choice: consent.Bypassed, At: at})
	}
	return consent.NewLog(answers...)
}

func cancellationsFor(f Facts) []Cancellation {
	var all []Cancellation
	if f.Has(FactCancelledInTime) {
		all = append(all, Cancellation{By: ann, At: start.Add(-20 * time.Minute)})
	}
	if f.Has(FactCancelledLate) {
		all = append(all, Cancellation{By: ann, At: start.Add(-19 * time.Minute)})
	}
	if f.Has(FactCancelledByOther) {
		all = append(all, Cancellation{By: cem, At: start.Add(-time.Hour)})
	}
	return all
}
