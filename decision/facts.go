package decision

import (
	"iter"
	"math/bits"
	"strings"
)

// Facts is everything that the rules look at: a set of yes/no facts in one machine
// word. [Observe] finds them in a case; [Facts.Decide] judges them. The zero Facts
// is that none holds.
//
// A constant is a set of one fact. Sets are joined by |. Observed facts are appended; what
// follows from them has the highest bits, so that no fact moves.
type Facts uint64

// The facts that are observed.
const (
	// FactInvalid: the case makes no sense.
	FactInvalid Facts = 1 << iota
	// FactEventCancelled: the calendar event is called off.
	FactEventCancelled
	// FactStarted: a recorder has started.
	FactStarted
	// FactOver: the planned end is reached, and the roster shows nobody in the call.
	FactOver
	// FactPrivate: the event is private or confidential, and the org honours it.
	FactPrivate
	// FactBlocked: a party or the title is on the org's block list, or a member who is
	// never recorded takes part.
	FactBlocked

	// FactCurrentLink: the invite carries a current consent link.
	FactCurrentLink
	// FactStaleLink: the invite carries a stale consent link.
	FactStaleLink
	// FactDirectLink: the invite carries a direct link.
	FactDirectLink
	// FactJoinable: the link that the meeting is on leads to a call that a recorder can
	// join.
	FactJoinable
	// FactProviderOn: recording is on for the provider of the link that the meeting is on.
	FactProviderOn
	// FactCannotOptOut: the provider to join has no opt-out through the page.
	FactCannotOptOut

	// FactAsked: somebody asked the assistant.
	FactAsked
	// FactAddressKnown: the request that counts was made at an address of the org's
	// assistant.
	FactAddressKnown
	// FactSenderMember: a member made the request that counts.
	FactSenderMember
	// FactSenderPermitted: a member who may schedule calls made the request that counts.
	FactSenderPermitted
	// FactRecordedMember: by the org's rule a member whose calls are recorded takes part.
	FactRecordedMember
	// FactInternalExcluded: the meeting is internal, and the org does not record those.
	FactInternalExcluded

	// FactPageOn: the consent page is enabled or enforced.
	FactPageOn
	// FactPageEnforced: the consent page is enforced.
	FactPageEnforced
	// FactOrganizerKnown: it is known by address who organizes.
	FactOrganizerKnown
	// FactOrganizerInternal: the organizer is in the org.
	FactOrganizerInternal
	// FactDirectTolerated: the profile tolerates direct links beside a consent link.
	FactDirectTolerated

	// FactOptedOut: an opt-out is in force: now, or with a recorder started, at some
	// instant since.
	FactOptedOut
	// FactBypassed: likewise, somebody who has to pass the page is in the call without
	// having answered it.
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

	// FactNotInvitation: the message is an answer or a proposal, and invites nobody.
	FactNotInvitation
	// FactAllDay: the calendar gives dates, not times.
	FactAllDay
	// FactStopped: somebody in the call stopped the recording, removed the recorder or did
	// not let it in.
	FactStopped
	// FactMissingLater: consent went missing at no instant of the recording as it was
	// begun: only while no recorder ran, or only through a change of the settings.
	FactMissingLater
	// FactAskedAgain: a request in order came after the last cancellation in time.
	FactAskedAgain
	// FactAnswered: somebody consented or opted out.
	FactAnswered
	// FactSeveralRooms: the invite carries links into two rooms.
	FactSeveralRooms
	// FactDialIn: the invite carries telephone numbers that lead into the call.
	FactDialIn
	// FactStaticLinks: the profile allows static consent links.
	FactStaticLinks
	// FactEverybodyLeft: a recorder runs, and everybody who was in the call has left.
	FactEverybodyLeft
	// FactElsewhen: what was recorded lies outside of the planned time.
	FactElsewhen
	// FactTimeUncertain: the times are a guess.
	FactTimeUncertain

	endOfFacts
	factCount = 43
)

// The facts that follow from others: see derivations.
const (
	// FactGranted: the assistant was asked, and that is in order.
	FactGranted Facts = 1 << (63 - iota)
	// FactEligible: the meeting is recorded automatically.
	FactEligible
	// FactConsentMissing: somebody's consent is missing.
	FactConsentMissing

	derivedFacts = FactGranted | FactEligible | FactConsentMissing
)

var factTexts = [64]string{
	"invalid", "event_cancelled", "started", "over", "private", "blocked",
	"current_link", "stale_link", "direct_link", "joinable", "provider_on", "cannot_opt_out",
	"asked", "address_known", "sender_member", "sender_permitted", "recorded_member", "internal_excluded",
	"page_on", "page_enforced", "organizer_known", "organizer_internal", "direct_tolerated",
	"opted_out", "bypassed", "late_enough",
	"cancelled_in_time", "cancelled_late", "cancelled_by_other",
	"notice", "opt_out_offered",
	"not_invitation", "all_day", "stopped", "missing_later", "asked_again", "answered", "several_rooms",
	"dial_in", "static_links", "everybody_left", "elsewhen", "time_uncertain",
	63: "granted", 62: "eligible", 61: "consent_missing",
}

// The observed facts do not reach the bits of those that follow: this does not compile
// otherwise.
const _ = uint(61 - factCount)

// factCount is the number of the observed facts: this does not compile otherwise.
var _ = [1]struct{}{}[endOfFacts>>factCount-1]

// Has reports whether all the given facts hold.
//
// Facts is not an [enum.Set] of single facts, as [Reasons] is of reasons. A rule asks for
// several facts at once, and a table of rules is read most easily as FactA | FactB. So a
// constant is a set of one fact, and Has takes a set where enum.Set.Has takes one element.
func (f Facts) Has(all Facts) bool { return f&all == all }

// All goes through the facts that hold, one by one.
func (f Facts) All() iter.Seq[Facts] {
	return func(yield func(Facts) bool) {
		for rest := f & (endOfFacts - 1 | derivedFacts); rest != 0; rest &= rest - 1 {
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
		if text == name && name != "" {
			return 1 << i, true
		}
	}
	return 0, false
}

// AllFacts returns the facts that are observed: those that follow from others are
// not among them.
func AllFacts() Facts { return endOfFacts - 1 }

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
}

// derive adds the facts that follow.
func (f Facts) derive() Facts {
	all := f
	for i := range derivations {
		if d := &derivations[i]; f&(d.must|d.mustNot) == d.must {
			all |= d.fact
		}
	}
	return all
}
