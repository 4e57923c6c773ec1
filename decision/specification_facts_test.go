package decision_test

import (
	"slices"

	. "github.com/mayrecord/mayrecord/decision"
)

// implication says how facts hang together: where all of when hold, at least one of
// then does.
type implication struct{ when, then Facts }

func (m implication) holds(f Facts) bool { return !f.Has(m.when) || f&m.then != 0 }

// implications are all the ways in which observed facts hang together. Whatever they
// allow can happen in some case.
var implications = []implication{
	// Enforced is one of the two ways in which the page is on.
	{when: FactPageEnforced, then: FactPageOn},
	// A consent link works only while the page is on.
	{when: FactCurrentLink, then: FactPageOn},
	// A provider's link is a direct link.
	{when: FactProviderLink, then: FactDirectLink},
	// Only a provider through which the call can be joined is looked up.
	{when: FactProviderOn, then: FactCurrentLink | FactProviderLink},
	// The provider to join is one that is on.
	{when: FactCannotOptOut, then: FactProviderOn},

	// Who did not ask has neither asked at an address nor as a member.
	{when: FactAddressKnown, then: FactAsked},
	{when: FactSenderMember, then: FactAsked},
	// Permissions are members'.
	{when: FactSenderPermitted, then: FactSenderMember},

	// Only an organizer that is named can be placed. An internal meeting may still have
	// an organizer from outside: a rented room is one, and rooms do not count.
	{when: FactOrganizerInternal, then: FactOrganizerKnown},

	// Enough or not is asked of a recording in which consent went missing: by an
	// opt-out, or where passing the page is required, by passing it by.
	{when: FactLateEnough, then: FactStarted},
	{when: FactLateEnough, then: FactOptedOut | FactBypassed},
	{when: FactLateEnough, then: FactOptedOut | FactPageEnforced},
}

// specFacts is a set of facts, and how they hang together.
type specFacts struct {
	facts        Facts
	implications []implication
}

// can reports whether a combination can happen.
func (s specFacts) can(f Facts) bool {
	for _, m := range s.implications {
		if !m.holds(f) {
			return false
		}
	}
	return f&^s.facts == 0
}

// groups parts the facts so that facts that hang together are in one group: every
// combination that can happen is one of each group, and the other way round.
func (s specFacts) groups() []Facts {
	var groups []Facts
	for fact := range s.facts.All() {
		groups = append(groups, fact)
	}
	for _, m := range s.implications {
		whole := Facts(0)
		groups = slices.DeleteFunc(groups, func(g Facts) bool {
			touched := g&(m.when|m.then) != 0
			if touched {
				whole |= g
			}
			return touched
		})
		groups = append(groups, whole)
	}
	return groups
}

// within returns the combinations of one group that can happen, those with fewer facts
// before those that add to them.
func (s specFacts) within(group Facts) []Facts {
	var all []Facts
	for f := Facts(0); ; f = (f - group) & group { // the next number with bits of the group alone
		if s.can(f) {
			all = append(all, f)
		}
		if f == group {
			return all
		}
	}
}

// halves returns two lists: every combination that can happen is one of the first
// with one of the second, and the second is no longer than small.
func (s specFacts) halves(small int) (outer, inner []Facts) {
	outer, inner = []Facts{0}, []Facts{0}
	for _, group := range s.groups() {
		within := s.within(group)
		if len(inner)*len(within) <= small {
			inner = product(inner, within)
		} else {
			outer = product(outer, within)
		}
	}
	return outer, inner
}

func product(as, bs []Facts) []Facts {
	all := make([]Facts, 0, len(as)*len(bs))
	for _, a := range as {
		for _, b := range bs {
			all = append(all, a|b)
		}
	}
	return all
}
