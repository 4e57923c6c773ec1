package decision_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/mayrecord/mayrecord/decision"
)

// handWritten is the rules once more, as one would write them without a table. It is
// what the table's speed is compared with.
func handWritten(f Facts) (Verdict, Reasons) {
	has := func(fact Facts) bool { return f&fact != 0 }
	var refusing, ending, other Reasons
	refuse := func(r Reason) { refusing |= 1 << r }
	end := func(r Reason) { ending |= 1 << r }
	add := func(r Reason) { other |= 1 << r }

	started := has(FactStarted)
	if has(FactInvalid) {
		add(InvalidCase)
	}
	if !started {
		if has(FactEventCancelled) {
			refuse(MeetingCancelled)
		}
		if has(FactOver) {
			refuse(MeetingOver)
		}
		if has(FactNotInvitation) {
			refuse(NotAnInvitation)
		}
		if has(FactAllDay) {
			refuse(AllDay)
		}
	}
	if has(FactPrivate) {
		refuse(MeetingPrivate)
	}
	if has(FactBlocked) {
		refuse(BlockedParty)
	}
	current, stale := has(FactCurrentLink), has(FactStaleLink)
	if !has(FactJoinable) {
		end(NoConferenceLink)
	} else if !has(FactProviderOn) {
		end(ProviderOff)
	}

	asked := has(FactAsked)
	granted := asked && has(FactAddressKnown) && has(FactSenderMember) && has(FactSenderPermitted)
	eligible := has(FactRecordedMember) && !has(FactInternalExcluded)
	if granted {
		add(AskedThroughAssistant)
	}
	if eligible {
		add(RecordedAutomatically)
		if asked && !granted {
			add(RequestNotNeeded)
		}
	} else if asked {
		if !has(FactAddressKnown) {
			end(AssistantAddressUnknown)
		}
		if !has(FactSenderMember) {
			end(SenderNotMember)
		} else if !has(FactSenderPermitted) {
			end(SenderNotPermitted)
		}
	}
	if !granted {
		if has(FactInternalExcluded) {
			end(InternalMeeting)
		}
		if !has(FactRecordedMember) {
			end(NobodyRecorded)
		}
	}

	enforced, bypassed := has(FactPageEnforced), has(FactBypassed)
	missing := has(FactOptedOut)
	if enforced {
		if !has(FactOrganizerKnown) {
			refuse(OrganizerUnknown)
		} else if !has(FactOrganizerInternal) {
			refuse(ThirdPartyOrganizer)
		}
		if !current {
			if stale {
				refuse(ConsentLinkStale)
			} else {
				refuse(ConsentLinkMissing)
			}
		} else if has(FactDirectLink) && !has(FactDirectTolerated) {
			refuse(BypassLink)
		}
		if bypassed {
			add(ConsentUnverified)
			missing = true
		}
	} else if !current {
		if stale {
			add(StaleLinkAdvice)
		} else if has(FactPageOn) {
			add(ConsentLinkUnused)
		}
	}
	if has(FactOptedOut) {
		add(ParticipantOptedOut)
	}
	late := missing && started && has(FactLateEnough)
	if late {
		add(LateOptOut)
	} else if missing && started && !has(FactMissingLater) {
		add(TooLittleRecorded)
	}
	if has(FactStopped) {
		add(RecordingStopped)
	}

	if has(FactCancelledInTime) && !has(FactAskedAgain) {
		refuse(RecordingCancelled)
	}
	if has(FactCancelledLate) {
		add(CancelledTooLate)
	}
	if has(FactCancelledByOther) {
		add(CancellerNotMember)
	}
	if current {
		add(ConsentByPage)
	}
	if has(FactNotice) {
		add(ConsentByNotice)
	} else if !current {
		add(NoNotice)
	}
	if has(FactPageOn) && has(FactOptOutOffered) && has(FactCannotOptOut) {
		add(OptOutUnavailable)
	}

	if has(FactSeveralRooms) {
		add(SeveralCalls)
	}
	if has(FactEverybodyLeft) {
		add(EverybodyLeft)
	}
	if has(FactElsewhen) {
		add(RecordedElsewhen)
	}
	if has(FactTimeUncertain) {
		add(TimeUncertain)
	}
	if enforced && started && !has(FactAnswered) {
		add(NobodyAnswered)
	}
	if enforced && has(FactDialIn) && has(FactStaticLinks) {
		add(PhoneBesidePage)
	}

	all := refusing | ending | other
	stopped := has(FactStopped)
	against := has(FactInvalid) || refusing|ending != 0 || missing || stopped
	switch {
	case !against:
		return Record, all
	case !started:
		return Refuse, all
	case has(FactInvalid):
		return Hold, all
	case refusing != 0 || missing && !late && !has(FactMissingLater):
		return Discard, all
	case ending != 0:
		return Hold, all
	}
	return KeepPart, all
}

func TestHandWrittenRulesAreTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200_000 {
		f := Facts(r.Uint64()) & AllFacts()
		verdict, reasons := f.Decide()
		wantVerdict, want := handWritten(f)
		if !assert.Equal(t, want, reasons, f) || !assert.Equal(t, wantVerdict, verdict, f) {
			return
		}
	}
}

func BenchmarkHandWritten(b *testing.B) {
	facts := someFacts()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sink.Verdict, sink.Reasons = handWritten(facts[i%len(facts)])
	}
}
