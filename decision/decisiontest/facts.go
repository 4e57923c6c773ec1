package decisiontest

import "github.com/mayrecord/mayrecord/decision"

// implication says how facts hang together: where all of when hold, at least one of
// then does; where then is empty, all of when never hold together.
type implication struct{ when, then decision.Facts }

func (m implication) holds(f decision.Facts) bool { return !f.Has(m.when) || f&m.then != 0 }

// implications are all the ways in which observed facts hang together. Whatever they
// allow can happen in some case.
var implications = []implication{
	// Enforced is one of the two ways in which the page is on.
	{when: decision.FactPageEnforced, then: decision.FactPageOn},
	// A consent link works only while the page is on, and leads to a call.
	{when: decision.FactCurrentLink, then: decision.FactPageOn},
	{when: decision.FactCurrentLink, then: decision.FactJoinable},
	// A call that can be joined is behind our page or a direct link.
	{when: decision.FactJoinable, then: decision.FactCurrentLink | decision.FactDirectLink},
	// Two rooms are behind direct links.
	{when: decision.FactSeveralRooms, then: decision.FactDirectLink},
	// Only a provider through which the call can be joined is looked up.
	{when: decision.FactProviderOn, then: decision.FactJoinable},
	// The provider to join is one that is on.
	{when: decision.FactCannotOptOut, then: decision.FactProviderOn},

	// Who did not ask has neither asked at an address nor as a member.
	{when: decision.FactAddressKnown, then: decision.FactAsked},
	{when: decision.FactSenderMember, then: decision.FactAsked},
	// Permissions are members'.
	{when: decision.FactSenderPermitted, then: decision.FactSenderMember},

	// Only an organizer who is known can be placed. An internal meeting may still have an
	// organizer from outside: a rented room is one, and rooms do not count.
	{when: decision.FactOrganizerInternal, then: decision.FactOrganizerKnown},

	// Enough or not is asked of a recording in which consent went missing: by an
	// opt-out, or where passing the page is required, by passing it by.
	{when: decision.FactLateEnough, then: decision.FactStarted},
	{when: decision.FactLateEnough, then: decision.FactOptedOut | decision.FactBypassed},
	{when: decision.FactLateEnough, then: decision.FactOptedOut | decision.FactPageEnforced},
	// Likewise whether it went missing later. It does one or the other.
	{when: decision.FactMissingLater, then: decision.FactStarted},
	{when: decision.FactMissingLater, then: decision.FactOptedOut | decision.FactBypassed},
	{when: decision.FactMissingLater, then: decision.FactOptedOut | decision.FactPageEnforced},
	{when: decision.FactMissingLater | decision.FactLateEnough},
	// Who opted out has answered.
	{when: decision.FactOptedOut, then: decision.FactAnswered},

	// Asking again is in order, and follows a cancellation in time.
	{when: decision.FactAskedAgain, then: decision.FactCancelledInTime},
	{when: decision.FactAskedAgain, then: decision.FactAddressKnown},
	{when: decision.FactAskedAgain, then: decision.FactSenderPermitted},

	// Only systems that have opting out through the page make dynamic links.
	{when: decision.FactCurrentLink | decision.FactCannotOptOut, then: decision.FactStaticLinks},

	// In a case that makes no sense, what is on record counts as started, even a recorder
	// that was not let in.
	{when: decision.FactInvalid | decision.FactStopped, then: decision.FactStarted},
	// A recorder that still runs, and not within the planned time, came after the end.
	{when: decision.FactEverybodyLeft | decision.FactElsewhen, then: decision.FactOver},

	// Nobody leaves a recorder alone, and nothing lies elsewhen, without a recorder.
	{when: decision.FactEverybodyLeft, then: decision.FactStarted},
	{when: decision.FactElsewhen, then: decision.FactStarted},
}

// can reports whether a combination of facts can happen.
func can(f decision.Facts) bool {
	for _, m := range implications {
		if !m.holds(f) {
			return false
		}
	}
	return f&^decision.AllFacts() == 0
}
