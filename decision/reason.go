package decision

import (
	"encoding/json"
	"iter"
	"math/bits"
	"strings"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Reason is one reason for or against a recording. Its text is stable; numbers are
// appended, never reused. The zero Reason is reserved.
type Reason uint8

// The reasons, in catalogue order, which is the order in which they are returned.
// What each means, and from which source it is, stands with its rule: see [Rules].
const (
	InvalidCase Reason = iota + 1
	MeetingCancelled
	MeetingOver
	MeetingPrivate
	BlockedParty
	NoConferenceLink
	ProviderOff
	AssistantAddressUnknown
	SenderNotMember
	SenderNotPermitted
	InternalMeeting
	NobodyRecorded
	ThirdPartyOrganizer
	OrganizerUnknown
	ConsentLinkMissing
	ConsentLinkStale
	BypassLink
	ConsentUnverified
	ParticipantOptedOut
	LateOptOut
	TooLittleRecorded
	RecordingCancelled
	AskedThroughAssistant
	RecordedAutomatically
	ConsentByPage
	ConsentByNotice
	NoNotice
	ConsentLinkUnused
	StaleLinkAdvice
	OptOutUnavailable
	RequestNotNeeded
	CancelledTooLate
	CancellerNotMember

	lastReason = CancellerNotMember
)

// Each reason has a bit in [Reasons]: this does not compile otherwise.
const _ = uint(63 - lastReason)

var reasonTexts = enum.Table[Reason]{Kind: "reason", Texts: []string{
	InvalidCase:             "invalid_case",
	MeetingCancelled:        "meeting_cancelled",
	MeetingOver:             "meeting_over",
	MeetingPrivate:          "meeting_private",
	BlockedParty:            "blocked_party",
	NoConferenceLink:        "no_conference_link",
	ProviderOff:             "provider_off",
	AssistantAddressUnknown: "assistant_address_unknown",
	SenderNotMember:         "sender_not_member",
	SenderNotPermitted:      "sender_not_permitted",
	InternalMeeting:         "internal_meeting",
	NobodyRecorded:          "nobody_recorded",
	ThirdPartyOrganizer:     "third_party_organizer",
	OrganizerUnknown:        "organizer_unknown",
	ConsentLinkMissing:      "consent_link_missing",
	ConsentLinkStale:        "consent_link_stale",
	BypassLink:              "bypass_link",
	ConsentUnverified:       "consent_unverified",
	ParticipantOptedOut:     "participant_opted_out",
	LateOptOut:              "late_opt_out",
	TooLittleRecorded:       "too_little_recorded",
	RecordingCancelled:      "recording_cancelled",
	AskedThroughAssistant:   "asked_through_assistant",
	RecordedAutomatically:   "recorded_automatically",
	ConsentByPage:           "consent_by_page",
	ConsentByNotice:         "consent_by_notice",
	NoNotice:                "no_notice",
	ConsentLinkUnused:       "consent_link_unused",
	StaleLinkAdvice:         "stale_link_advice",
	OptOutUnavailable:       "opt_out_unavailable",
	RequestNotNeeded:        "request_not_needed",
	CancelledTooLate:        "cancelled_too_late",
	CancellerNotMember:      "canceller_not_member",
}}

// AllReasons returns every reason, in catalogue order.
func AllReasons() []Reason { return reasonTexts.All() }

// Known reports whether r is one of the constants.
func (r Reason) Known() bool { return reasonTexts.Known(r) }

// String returns the text form of r.
func (r Reason) String() string { return reasonTexts.String(r) }

// MarshalText returns the text form, or an error for an unknown value.
func (r Reason) MarshalText() ([]byte, error) { return reasonTexts.AppendText(nil, r) }

// UnmarshalText reads the text form; unknown text is an error.
func (r *Reason) UnmarshalText(text []byte) error { return reasonTexts.Parse(r, text) }

// Reasons is a set of reasons. The zero set is empty.
type Reasons uint64

// ReasonSet returns the set of the given reasons.
func ReasonSet(rs ...Reason) Reasons {
	var set Reasons
	for _, r := range rs {
		set |= 1 << r
	}
	return set
}

// Has reports whether r is in the set.
func (set Reasons) Has(r Reason) bool { return set>>r&1 != 0 }

// Len returns how many reasons are in the set.
func (set Reasons) Len() int { return bits.OnesCount64(uint64(set)) }

// All goes through the reasons, in catalogue order.
func (set Reasons) All() iter.Seq[Reason] {
	return func(yield func(Reason) bool) {
		for rest := set; rest != 0; rest &= rest - 1 {
			if !yield(Reason(bits.TrailingZeros64(uint64(rest)))) {
				return
			}
		}
	}
}

// Of returns the reasons of the set that have one of the effects.
func (set Reasons) Of(effects ...Effect) Reasons {
	var mask Reasons
	for _, e := range effects {
		if int(e) < len(byEffect) {
			mask |= byEffect[e]
		}
	}
	return set & mask
}

// String returns the texts of the reasons, with commas between.
func (set Reasons) String() string {
	var texts []string
	for r := range set.All() {
		texts = append(texts, r.String())
	}
	return strings.Join(texts, ", ")
}

// MarshalJSON returns the list of the reasons' texts.
func (set Reasons) MarshalJSON() ([]byte, error) {
	list := make([]Reason, 0, set.Len())
	for r := range set.All() {
		list = append(list, r)
	}
	return json.Marshal(list)
}

// UnmarshalStrict reads a list of reasons' texts.
func (set *Reasons) UnmarshalStrict(decode func(any) error) error {
	var list []Reason
	if err := decode(&list); err != nil {
		return err
	}
	*set = ReasonSet(list...)
	return nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (set *Reasons) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, set) }

// Effect is what a rule does to the verdict when it fires. The zero Effect is
// reserved.
type Effect uint8

// The effects.
const (
	// Refuses: nothing may be recorded, and nothing kept.
	Refuses Effect = iota + 1
	// Objects: somebody's consent is missing. Nothing may be recorded; of what has
	// been, a stopping rule says what becomes.
	Objects
	// Stops: the recording ends, and the rule says whether a part is kept.
	Stops
	// Permits: entitles to record, or counts as notice.
	Permits
	// Advises: never changes the verdict.
	Advises
)

var effects = enum.Table[Effect]{Kind: "effect", Texts: []string{
	"", "refuses", "objects", "stops", "permits", "advises",
}}

// Effects returns every effect.
func Effects() []Effect { return effects.All() }

// String returns the text form of e.
func (e Effect) String() string { return effects.String(e) }

// MarshalText returns the text form, or an error for an unknown value.
func (e Effect) MarshalText() ([]byte, error) { return effects.AppendText(nil, e) }

// UnmarshalText reads the text form; unknown text is an error.
func (e *Effect) UnmarshalText(text []byte) error { return effects.Parse(e, text) }

// Verdict is what to do. The zero Verdict is Refuse.
type Verdict uint8

// The verdicts, those that record less first.
const (
	// Refuse: do not record; nothing has been recorded.
	Refuse Verdict = iota
	// Discard: a recording was begun: stop it, and keep nothing of it.
	Discard
	// KeepPart: stop; what was recorded before the cut may be kept.
	KeepPart
	// Record: record, go on recording, or keep what was recorded.
	Record
)

var verdicts = enum.Table[Verdict]{Kind: "verdict", Texts: []string{"refuse", "discard", "keep_part", "record"}}

// Verdicts returns every verdict.
func Verdicts() []Verdict { return verdicts.All() }

// String returns the text form of v.
func (v Verdict) String() string { return verdicts.String(v) }

// MarshalText returns the text form, or an error for an unknown value.
func (v Verdict) MarshalText() ([]byte, error) { return verdicts.AppendText(nil, v) }

// UnmarshalText reads the text form; unknown text is an error.
func (v *Verdict) UnmarshalText(text []byte) error { return verdicts.Parse(v, text) }
