package decision

import (
	"iter"
	"math/bits"
	"strings"
)

// Facts is everything that the rules look at: a set of yes/no facts in one machine
// word. [Observe] finds them in a case; [Facts.Decide] judges them. The zero Facts
// is that none holds.
type Facts uint64

// The facts that are observed.
const (
	// FactInvalid: the case makes no sense.
	FactInvalid Facts = 1 << iota
	// FactEventCancelled: the calendar event is called off.
	FactEventCancelled
	// FactStarted: a recorder has started.
	FactStarted
	// FactOver: the planned end is reached.
	FactOver
	// FactPrivate: the event is private or confidential, and the org honours it.
	FactPrivate
	// FactBlocked: a party or the title is on the org's block list.
	FactBlocked

	// FactCurrentLink: the invite carries a current consent link.
	FactCurrentLink
	// FactStaleLink: the invite carries a stale consent link.
	FactStaleLink
	// FactDirectLink: the invite carries a direct link.
	FactDirectLink
	// FactProviderLink: one of the direct links is a known provider's.
	FactProviderLink
	// FactProviderOn: recording is on for a provider through which to join.
	FactProviderOn
	// FactCannotOptOut: the provider to join has no opt-out through the page.
	FactCannotOptOut

	// FactAsked: somebody asked the assistant.
	FactAsked
	// FactAddressKnown: it was asked at an address of the org's assistant.
	FactAddressKnown
	// FactSenderMember: a member asked.
	FactSenderMember
	// FactSenderPermitted: and has the permission to schedule calls.
	FactSenderPermitted
	// FactRecordedMember: by the org's rule a member whose calls are recorded takes part.
	FactRecordedMember
	// FactInternalExcluded: the meeting is internal, and the org does not record those.
	FactInternalExcluded

	// FactPageOn: the consent page is enabled or enforced.
	FactPageOn
	// FactPageEnforced: the consent page is enforced.
	FactPageEnforced
	// FactOrganizerKnown: the invite names an organizer by address.
	FactOrganizerKnown
	// FactOrganizerInternal: the organizer is in the org.
	FactOrganizerInternal
	// FactDirectTolerated: the profile tolerates direct links beside a consent link.
	FactDirectTolerated

	// FactOptedOut: an opt-out is in force: now, or with a recorder started, at some
	// instant of the recording.
	FactOptedOut
	// FactBypassed: likewise, somebody is in the call without having passed the page.
	FactBypassed
	// FactLateEnough: consent went missing when enough had been recorded.
	FactLateEnough

	// FactCancelledInTime: a member cancelled the recording by the last moment.
	FactCancelledInTime
	// FactCancelledLate: a member cancelled the recording after it.
	FactCancelledLate
	// FactCancelledByOther: somebody who is no member cancelled the recording.
	FactCancelledByOther

	// FactNotice: a prompt, an email or the provider's disclaimer tells participants.
	FactNotice
	// FactOptOutOffered: the profile offers opting out on the page.
	FactOptOutOffered

	// The facts that follow from others: see derivations.

	// FactGranted: the assistant was asked, and that is in order.
	FactGranted
	// FactEligible: the meeting is recorded automatically.
	FactEligible
	// FactConsentMissing: somebody's consent is missing.
	FactConsentMissing
	// FactJoinable: there is a call to join.
	FactJoinable

	endOfFacts
	factCount = 35
)

var factTexts = [factCount]string{
	"invalid", "event_cancelled", "started", "over", "private", "blocked",
	"current_link", "stale_link", "direct_link", "provider_link", "provider_on", "cannot_opt_out",
	"asked", "address_known", "sender_member", "sender_permitted", "recorded_member", "internal_excluded",
	"page_on", "page_enforced", "organizer_known", "organizer_internal", "direct_tolerated",
	"opted_out", "bypassed", "late_enough",
	"cancelled_in_time", "cancelled_late", "cancelled_by_other",
	"notice", "opt_out_offered",
	"granted", "eligible", "consent_missing", "joinable",
}

// Each fact has a text, and the screens look at each byte of facts: this does not
// compile otherwise.
var (
	_ = [1]struct{}{}[endOfFacts>>factCount-1]
	_ = [1]struct{}{}[len(screen{})-5]
)

// Has reports whether all the given facts hold.
func (f Facts) Has(all Facts) bool { return f&all == all }

// All goes through the facts that hold, one by one.
func (f Facts) All() iter.Seq[Facts] {
	return func(yield func(Facts) bool) {
		for rest := f & (endOfFacts - 1); rest != 0; rest &= rest - 1 {
			if !yield(rest & -rest) {
				return
			}
		}
	}
}

// String returns the names of the facts that hold, with commas between.
func (f Facts) String() string {
	var names []string
	for one := range f.All() {
		names = append(names, factTexts[bits.TrailingZeros64(uint64(one))])
	}
	return strings.Join(names, ", ")
}

// ParseFact returns the fact of a name, and false for an unknown name.
func ParseFact(name string) (Facts, bool) {
	for i, text := range factTexts {
		if text == name {
			return 1 << i, true
		}
	}
	return 0, false
}

// AllFacts returns the facts that are observed: those that follow from others are
// not among them.
func AllFacts() Facts { return FactGranted - 1 }

// derivation says that a fact follows from others. Several may say so of one fact;
// any of them is enough.
type derivation struct {
	fact, must, mustNot Facts
}

var derivations = [...]derivation{
	// Asking is in order when it reaches the org's assistant and a member asked who
	// may schedule calls (A, "Adding the assistant to a meeting").
	{fact: FactGranted, must: FactAsked | FactAddressKnown | FactSenderMember | FactSenderPermitted},

	// Without being asked, a meeting is recorded when somebody takes part whose calls
	// are, unless it is internal and the org leaves those out (A, introduction).
	{fact: FactEligible, must: FactRecordedMember, mustNot: FactInternalExcluded},

	// Opting out counts whatever the page's mode; passing by the page only where
	// passing it is enforced (A, "Recording consent").
	{fact: FactConsentMissing, must: FactOptedOut},
	{fact: FactConsentMissing, must: FactPageEnforced | FactBypassed},

	// A call is joined through our consent page, or by a provider's link.
	{fact: FactJoinable, must: FactCurrentLink},
	{fact: FactJoinable, must: FactProviderLink},
}

// derive adds the facts that follow.
func (f Facts) derive() Facts { return f | follows[derivationScreen.pass(f)] }

var derivationScreen = func() *screen {
	var s screen
	s.init(len(derivations), func(i int) (must, mustNot Facts) { return derivations[i].must, derivations[i].mustNot })
	return &s
}()

// follows is the facts that each combination of derivations adds.
var follows = func() (facts [1 << len(derivations)]Facts) {
	for combination := range facts {
		for i, d := range derivations {
			if combination>>i&1 != 0 {
				facts[combination] |= d.fact
			}
		}
	}
	return facts
}()
