package decision

// The families of grounds to record, by the reasons that say that one is missing. Before
// and after a change of settings, grounds are compared by family.
const (
	basis = 1<<AssistantAddressUnknown | 1<<SenderNotMember | 1<<SenderNotPermitted | 1<<InternalMeeting | 1<<NobodyRecorded
	call  = 1<<NoConferenceLink | 1<<ProviderOff
)

// always are the reasons that refuse whenever they hold: when the recording began, or
// since.
const always = Reasons(1<<BlockedParty | 1<<MeetingPrivate)

// amounts is what all reasons of a case amount to: all that the verdict depends on. The
// zero value is that nothing speaks against a recording.
type amounts struct {
	started bool // a recorder has started
	invalid bool // the case makes no sense
	refuses bool // something refuses
	ends    bool // a ground is missing, and nothing says that it was there
	ended   bool // a ground is missing that is on record to have been there
	objects bool // somebody's consent is missing
	little  bool // and went missing before enough had been recorded
}

// verdict returns the verdict that follows from the reasons that fired.
func (f Facts) verdict(fired Reasons) Verdict {
	if fired&against == 0 {
		return Record // as nearly always
	}
	return f.amount(fired).verdict()
}

// against are the reasons that speak against a recording.
var against = ReasonsThat(Refuses, Ends, Objects)

// amount returns what the reasons that fired amount to.
func (f Facts) amount(fired Reasons) amounts {
	return amounts{
		started: f&FactStarted != 0,
		invalid: fired.Has(InvalidCase),
		refuses: fired&byEffect[Refuses]&^(1<<InvalidCase) != 0,
		ends:    fired&byEffect[Ends]&^(1<<RecordingStopped) != 0,
		ended:   fired.Has(RecordingStopped),
		objects: fired&byEffect[Objects] != 0,
		little:  fired.Has(TooLittleRecorded),
	}
}

// verdict returns the strictest verdict that anything demands.
//
// Before a recorder has started, whatever speaks against a recording means that none
// starts. Afterwards a refusal leaves nothing (ours); an objection leaves what the
// late-join rule allows (F); a missing ground leaves what was recorded while it is on
// record to have been there, and seals a recording of which nothing says so (ours). Of a
// case that makes no sense nothing follows, least of all that something is destroyed
// (ours).
func (a amounts) verdict() Verdict {
	switch {
	case !(a.invalid || a.refuses || a.ends || a.ended || a.objects):
		return Record
	case !a.started:
		return Refuse
	case a.invalid:
		return Hold
	case a.refuses || a.objects && a.little:
		return Discard
	case a.ends:
		return Hold
	}
	return KeepPart
}
