package decision

import (
	"github.com/mayrecord/mayrecord/invite/enum"
)

// Reason is one reason for or against a recording. Its text is stable; numbers are
// appended, never reused. The zero Reason is reserved.
type Reason uint8

// The reasons, in catalogue order, which is the order in which they are returned.
// [Rules] has the exact condition and the source of each.
const (
	// InvalidCase holds when the case lacks something or contradicts itself: no Now, or a
	// meeting that ends before it starts.
	InvalidCase Reason = iota + 1
	// MeetingCancelled holds when the calendar says STATUS:CANCELLED or METHOD:CANCEL and
	// no recorder has started.
	MeetingCancelled
	// MeetingOver holds from the planned end on, when no recorder has started and the
	// roster shows nobody in the call.
	MeetingOver
	// MeetingPrivate holds when the invite says CLASS:PRIVATE or CONFIDENTIAL, unless the
	// org sets RecordsPrivate.
	MeetingPrivate
	// BlockedParty holds when the block list names a party, a domain or a phrase of the
	// title, such as rival.example, or when a member takes part who is never recorded.
	BlockedParty
	// NoConferenceLink holds when no link of the invite leads to a call that a recorder can
	// join, for example when all links are to FaceTime.
	NoConferenceLink
	// ProviderOff holds when the org has turned recording off for the provider of the
	// meeting's link.
	ProviderOff
	// AssistantAddressUnknown holds when the assistant was asked at an address that is not
	// the org's, such as assistant@other.example, and the meeting is not recorded
	// automatically.
	AssistantAddressUnknown
	// SenderNotMember holds when whoever asked the assistant is no member, such as
	// cem@customer.example, and the meeting is not recorded automatically.
	SenderNotMember
	// SenderNotPermitted holds when a member without MaySchedule asked the assistant and
	// the meeting is not recorded automatically.
	SenderNotPermitted
	// InternalMeeting holds when all parties are in the org, the org does not set
	// RecordsInternal, and no request to the assistant is in order.
	InternalMeeting
	// NobodyRecorded holds when the org's RecordingRule finds no recorded member, and no
	// request to the assistant is in order.
	NobodyRecorded
	// ThirdPartyOrganizer holds when the page is enforced and the organizer is from
	// outside, such as cem@customer.example.
	ThirdPartyOrganizer
	// OrganizerUnknown holds when the page is enforced and the invite does not say who
	// organizes.
	OrganizerUnknown
	// ConsentLinkMissing holds when the page is enforced and the invite has no consent link
	// of the org, for example only a Zoom link.
	ConsentLinkMissing
	// ConsentLinkStale holds when the page is enforced and the invite's consent link does
	// not work, for example because it has the company's former name.
	ConsentLinkStale
	// BypassLink holds when the page is enforced and a direct link stands beside a current
	// consent link, unless the profile tolerates direct links.
	BypassLink
	// ConsentUnverified holds when the page is enforced and somebody who has to pass it is
	// in the call without an answer, once the org's grace is over. After a recorder has
	// started it holds for good.
	ConsentUnverified
	// ParticipantOptedOut holds when a participant's answer is opted_out. After a recorder
	// has started it holds for good, even if the participant consents later.
	ParticipantOptedOut
	// LateOptOut holds when consent went missing after enough had been recorded, for
	// example after 45 of 60 minutes where 70% is needed. The part before is kept.
	LateOptOut
	// TooLittleRecorded holds when consent went missing before enough had been recorded,
	// for example after 10 of 60 minutes. Nothing is kept.
	TooLittleRecorded
	// RecordingCancelled holds when a member cancelled the recording in time, by default up
	// to 20 minutes before the start, and no request in order came after.
	RecordingCancelled
	// AskedThroughAssistant holds when a member with MaySchedule asked the org's assistant
	// to record.
	AskedThroughAssistant
	// RecordedAutomatically holds when the org's RecordingRule finds a recorded member,
	// unless the meeting is internal and the org does not record internal meetings.
	RecordedAutomatically
	// ConsentByPage holds when the invite has a current consent link.
	ConsentByPage
	// ConsentByNotice holds when an audio prompt, a pre-call email or the provider's
	// disclaimer tells the participants.
	ConsentByNotice
	// NoNotice holds when neither ConsentByPage nor ConsentByNotice does.
	NoNotice
	// ConsentLinkUnused holds when the page is enabled, not enforced, and the invite has no
	// consent link.
	ConsentLinkUnused
	// StaleLinkAdvice holds when the invite's consent link does not work and the page is
	// not enforced. With an enforced page ConsentLinkStale holds.
	StaleLinkAdvice
	// OptOutUnavailable holds when the profile offers opting out on the page and the
	// provider does not support it, as BlueJeans does not.
	OptOutUnavailable
	// RequestNotNeeded holds when no request to the assistant is in order and the meeting
	// is recorded automatically, for example when a customer asked.
	RequestNotNeeded
	// CancelledTooLate holds when a member cancelled after the last moment, by default less
	// than 20 minutes before the start.
	CancelledTooLate
	// CancellerNotMember holds when somebody who is no member, such as
	// cem@customer.example, cancelled the recording.
	CancellerNotMember
	// NotAnInvitation holds when the invite's METHOD is REPLY, REFRESH, COUNTER or
	// DECLINECOUNTER and no recorder has started.
	NotAnInvitation
	// AllDay holds when the calendar gives dates without times and no recorder has started.
	AllDay
	// RecordingStopped holds when somebody in the call stopped the recording, removed the
	// bot or did not let it in. The recording does not start again.
	RecordingStopped
	// SeveralCalls holds when the invite's links lead into two rooms, for example one of
	// Zoom and one of Microsoft Teams.
	SeveralCalls
	// NobodyAnswered holds when the page is enforced, a recorder has started, and nobody
	// consented or opted out.
	NobodyAnswered
	// PhoneBesidePage holds when the page is enforced, the profile allows static links, and
	// the invite has telephone numbers to dial in.
	PhoneBesidePage
	// EverybodyLeft holds when a recorder runs and the roster shows that everybody has
	// left.
	EverybodyLeft
	// RecordedElsewhen holds when the recording does not touch the planned time, for
	// example when it was made on the day before.
	RecordedElsewhen
	// TimeUncertain holds where the times of the meeting are a guess, as where nobody knows
	// the time zone.
	TimeUncertain

	lastReason = TimeUncertain
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
	NotAnInvitation:         "not_an_invitation",
	AllDay:                  "all_day",
	RecordingStopped:        "recording_stopped",
	SeveralCalls:            "several_calls",
	NobodyAnswered:          "nobody_answered",
	PhoneBesidePage:         "phone_beside_page",
	EverybodyLeft:           "everybody_left",
	RecordedElsewhen:        "recorded_elsewhen",
	TimeUncertain:           "time_uncertain",
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

// Reasons is a set of reasons, made by [enum.SetOf]. The zero set is empty.
type Reasons = enum.Set[Reason]

// ReasonsThat returns the reasons that have one of the effects.
func ReasonsThat(effects ...Effect) Reasons {
	var all Reasons
	for _, e := range effects {
		if int(e) < len(byEffect) {
			all |= byEffect[e]
		}
	}
	return all
}

// Effect is what a rule does to the verdict when it fires. The zero Effect is
// reserved.
type Effect uint8

// The effects.
const (
	// Refuses: nothing may be recorded, and nothing kept.
	Refuses Effect = iota + 1
	// Ends: a ground to record is missing. Nothing may be recorded; of what has been, the
	// part is kept during which the ground is on record to have been there. Without such a
	// record it is sealed: there is no ground to go on, and none to destroy.
	Ends
	// Objects: somebody's consent is missing. Nothing may be recorded; of what has
	// been, a stopping rule says what becomes.
	Objects
	// Stops: says what becomes of a recording to which somebody objects.
	Stops
	// Permits: entitles to record, or counts as notice.
	Permits
	// Advises: never changes the verdict.
	Advises
)

var effects = enum.Table[Effect]{Kind: "effect", Texts: []string{
	"", "refuses", "ends", "objects", "stops", "permits", "advises",
}}

// AllEffects returns every effect.
func AllEffects() []Effect { return effects.All() }

// String returns the text form of e.
func (e Effect) String() string { return effects.String(e) }

// MarshalText returns the text form, or an error for an unknown value.
func (e Effect) MarshalText() ([]byte, error) { return effects.AppendText(nil, e) }

// UnmarshalText reads the text form; unknown text is an error.
func (e *Effect) UnmarshalText(text []byte) error { return effects.Parse(e, text) }

// Verdict is what to do. The zero Verdict is Refuse.
type Verdict uint8

// The verdicts, the strictest first. Of several that apply, the strictest counts.
const (
	// Refuse: do not record; nothing has been recorded.
	Refuse Verdict = iota
	// Discard: a recording was begun: stop it, and keep nothing of it.
	Discard
	// Hold: a recording was begun: stop it and seal it. Nobody processes, sees or deletes
	// it until the doubt is settled; then ask again.
	Hold
	// KeepPart: stop; what was recorded before the cut may be kept.
	KeepPart
	// Record: record, go on recording, or keep what was recorded.
	Record
)

var verdicts = enum.Table[Verdict]{Kind: "verdict", Texts: []string{"refuse", "discard", "hold", "keep_part", "record"}}

// AllVerdicts returns every verdict.
func AllVerdicts() []Verdict { return verdicts.All() }

// String returns the text form of v.
func (v Verdict) String() string { return verdicts.String(v) }

// MarshalText returns the text form, or an error for an unknown value.
func (v Verdict) MarshalText() ([]byte, error) { return verdicts.AppendText(nil, v) }

// UnmarshalText reads the text form; unknown text is an error.
func (v *Verdict) UnmarshalText(text []byte) error { return verdicts.Parse(v, text) }
