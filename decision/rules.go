package decision

import (
	"slices"

	"github.com/mayrecord/mayrecord/invite/enum"
)

// Rule is one row of the rule table. It fires when all facts of Must hold and none
// of MustNot does. It is data: the catalogue in the README, the explanations and the
// remedies are made from it.
type Rule struct {
	Reason  Reason
	Must    Facts
	MustNot Facts
	Effect  Effect
	Says    string // what is the case, as one sentence
	Source  Source // where the rule is from
	Section string // the section of the source, or for our own rules why
	Steps   []Step // what can be done about it, by itself or with other steps
}

// Rules returns a copy of the rule table, in catalogue order.
func Rules() []Rule {
	var all []Rule
	for _, r := range AllReasons() {
		all = append(all, RuleOf(r))
	}
	return all
}

// RuleOf returns a copy of the rule that gives a reason; the zero Rule for an unknown
// one.
func RuleOf(r Reason) Rule {
	rule := ruleOf(r)
	rule.Steps = slices.Clone(rule.Steps)
	return rule
}

// ruleOf is RuleOf without a copy of the steps.
func ruleOf(r Reason) Rule {
	if !r.Known() {
		return Rule{}
	}
	return rules[r-1]
}

// LooksAt returns the observed facts on which it depends whether the row fires.
func (r Rule) LooksAt() Facts {
	all := r.Must | r.MustNot
	for _, d := range derivations {
		if all&d.fact != 0 {
			all |= d.must | d.mustNot
		}
	}
	return all & AllFacts()
}

// Source is where a rule is from. The zero Source is ourselves, where the articles
// are silent.
type Source uint8

// The sources.
const (
	// Ours is the zero Source: both articles are silent, and mayrecord decides.
	Ours Source = iota
	// ArticleA is "Record meetings with the Gong assistant".
	ArticleA
	// ArticleF is "FAQs for recording consent".
	ArticleF
	// ArticlesAF is both articles.
	ArticlesAF
)

var sources = enum.Table[Source]{Kind: "source", Texts: []string{"ours", "a", "f", "a_and_f"}}

// AllSources returns every source.
func AllSources() []Source { return sources.All() }

// String returns the text form of s.
func (s Source) String() string { return sources.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Source) MarshalText() ([]byte, error) { return sources.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Source) UnmarshalText(text []byte) error { return sources.Parse(s, text) }

// Title returns the title of the article, for people.
func (s Source) Title() string {
	switch s {
	case ArticleA:
		return "“Record meetings with the Gong assistant”"
	case ArticleF:
		return "“FAQs for recording consent”"
	case ArticlesAF:
		return ArticleA.Title() + " and " + ArticleF.Title()
	}
	return "mayrecord"
}

const (
	sectionAdding    = "Adding the assistant to a meeting"
	sectionEnabled   = "When the consent page is enabled"
	sectionEnforced  = "When the consent page is enforced"
	sectionIntro     = "introduction"
	sectionCancel    = "Cancel the recording before the meeting"
	sectionDuring    = "Cancel the recording during the meeting"
	sectionDialIn    = "What if no dial-in options are available?"
	sectionNotice    = "How do participants know that a call is being recorded?"
	sectionNoConsent = "What happens when an invitee does not consent to be recorded?"
	sectionLink      = "Can I customize the consent page link?"
	sectionDynamic   = "What happens if I choose dynamic links or 'let host decide' and the provider integration gets disconnected?"
	sectionOptOut    = "Can the consent page be used for all web conferencing systems?"
	sectionModes     = "What is the difference between an enabled or enforced consent page?"
)

var rules = [lastReason]Rule{
	// ── Refusing, about the meeting ──

	// Of a case that makes no sense nothing can be concluded, so nothing is recorded.
	{Reason: InvalidCase, Effect: Refuses, Must: FactInvalid,
		Says:   "Something that the decision needs is missing, or contradicts itself.",
		Source: Ours, Section: "when unsure, do not record"},

	// A meeting that is called off does not take place. Where a recorder did start,
	// it did take place, and tidying a calendar afterwards deletes no recording.
	{Reason: MeetingCancelled, Effect: Refuses, Must: FactEventCancelled, MustNot: FactStarted,
		Says:   "The meeting is cancelled in the calendar.",
		Source: Ours, Section: "a cancelled meeting does not take place"},

	// From its planned end on there is nothing left to begin recording, unless people are
	// still in the call.
	{Reason: MeetingOver, Effect: Refuses, Must: FactOver, MustNot: FactStarted,
		Says:   "The meeting is over and no recorder ever started.",
		Source: Ours, Section: "there is nothing left to record"},

	// Who marks a meeting private does not expect a recorder in it.
	{Reason: MeetingPrivate, Effect: Refuses, Must: FactPrivate,
		Says:   "The meeting is marked private or confidential, and the organization honours that.",
		Source: Ours, Section: "the product's public documentation",
		Steps: []Step{MakePublic}},

	// The org says whom and what it never records.
	{Reason: BlockedParty, Effect: Refuses, Must: FactBlocked,
		Says:   "A participant, a domain or a phrase in the title is on the organization's block list, or a member takes part who is never recorded.",
		Source: Ours, Section: "the product's public documentation",
		Steps: []Step{LiftBlock}},

	// A recorder needs a call to join: through our page, or by a provider's link.
	{Reason: NoConferenceLink, Effect: Ends, MustNot: FactJoinable,
		Says:   "The invitation leads to no call that a recorder can join.",
		Source: Ours, Section: "the product's public documentation",
		Steps: []Step{UseConsentLink, AddConferenceLink}},

	// The org may have turned recording off for a system; then its assistant answers
	// that it cannot record. Ours: the link that the meeting is on decides, and no further
	// link switches recording on.
	{Reason: ProviderOff, Effect: Ends, Must: FactJoinable, MustNot: FactProviderOn,
		Says:   "Recording is turned off for the web conferencing system of this meeting.",
		Source: ArticleA, Section: sectionAdding + ", step 3",
		Steps: []Step{TurnProviderOn}},

	// ── Refusing, because nothing entitles us to record ──

	// Only the company's own assistant address, or an older one of it, is listened to.
	{Reason: AssistantAddressUnknown, Effect: Ends, Must: FactAsked, MustNot: FactAddressKnown | FactEligible,
		Says:   "The assistant was asked at an address that is not the organization's.",
		Source: ArticleA, Section: sectionIntro + ", note",
		Steps: []Step{AskAssistant}},

	// Somebody who does not use the product cannot have a call recorded.
	{Reason: SenderNotMember, Effect: Ends, Must: FactAsked, MustNot: FactSenderMember | FactEligible,
		Says:   "Whoever asked the assistant is not a member.",
		Source: ArticleA, Section: sectionAdding + ", step 3",
		Steps: []Step{AskAssistant}},

	// A member needs the permission to manually schedule and upload calls.
	{Reason: SenderNotPermitted, Effect: Ends, Must: FactAsked | FactSenderMember, MustNot: FactSenderPermitted | FactEligible,
		Says:   "The member who asked the assistant lacks the permission to manually schedule and upload calls.",
		Source: ArticleA, Section: sectionAdding + ", step 2, note",
		Steps: []Step{PermitSender, AskAssistant}},

	// An org may leave internal meetings out, unless the assistant is asked.
	{Reason: InternalMeeting, Effect: Ends, Must: FactInternalExcluded, MustNot: FactGranted,
		Says:   "Everybody in the meeting is in the organization, which does not record internal meetings automatically.",
		Source: ArticleA, Section: sectionIntro + ", examples",
		Steps: []Step{AskAssistant}},

	// What is recorded automatically depends on the org's recording settings.
	{Reason: NobodyRecorded, Effect: Ends, MustNot: FactRecordedMember | FactGranted,
		Says:   "Nobody takes part whose calls are recorded automatically by the organization's rule.",
		Source: ArticleA, Section: sectionIntro,
		Steps: []Step{AskAssistant}},

	// ── Refusing, consent page enforced ──

	// With an enforced page, third parties' meetings are out: that consent was given
	// cannot be validated.
	{Reason: ThirdPartyOrganizer, Effect: Refuses, Must: FactPageEnforced | FactOrganizerKnown, MustNot: FactOrganizerInternal,
		Says:   "The consent page is enforced and the organizer is outside the organization.",
		Source: ArticleA, Section: sectionEnforced + ", **",
		Steps: []Step{OrganizeYourself}},

	// An organizer who is not named cannot be validated either.
	{Reason: OrganizerUnknown, Effect: Refuses, Must: FactPageEnforced, MustNot: FactOrganizerKnown,
		Says:   "The consent page is enforced and the invitation names no organizer.",
		Source: Ours, Section: "consent cannot be validated, as for third parties in “" + sectionEnforced + "”",
		Steps: []Step{OrganizeYourself}},

	// With an enforced page, the link in the invitation must lead to it.
	{Reason: ConsentLinkMissing, Effect: Refuses, Must: FactPageEnforced, MustNot: FactCurrentLink | FactStaleLink,
		Says:   "The consent page is enforced and the invitation carries no consent link.",
		Source: ArticlesAF, Section: sectionEnforced + "; " + sectionModes,
		Steps: []Step{UseConsentLink}},

	// Links with a former company part, or of a disconnected integration, are broken.
	{Reason: ConsentLinkStale, Effect: Refuses, Must: FactPageEnforced | FactStaleLink, MustNot: FactCurrentLink,
		Says:   "The consent page is enforced and the invitation's consent link no longer works.",
		Source: ArticleF, Section: sectionLink + "; " + sectionDynamic,
		Steps: []Step{UseConsentLink}},

	// Members use the consent link instead of the provider's access options; a direct
	// link beside it lets participants pass the page by.
	{Reason: BypassLink, Effect: Refuses, Must: FactPageEnforced | FactCurrentLink | FactDirectLink, MustNot: FactDirectTolerated,
		Says:   "The consent page is enforced and the invitation also carries a link that bypasses it.",
		Source: Ours, Section: "the product's public documentation, from “What is the consent page and how does it work?”",
		Steps: []Step{RemoveDirectLinks}},

	// Whoever is in the call past an enforced page has not been asked.
	{Reason: ConsentUnverified, Effect: Objects, Must: FactPageEnforced | FactBypassed,
		Says:   "The consent page is enforced and somebody who has to pass it is in the call without having answered.",
		Source: Ours, Section: "consent cannot be validated, as for third parties in “" + sectionEnforced + "”",
		Steps: []Step{ParticipantsConsent}},

	// ── Objecting and stopping: consent ──

	// Somebody's no is always honoured, whatever the page's mode (ours where the page
	// was not used). Nobody who said no is asked to say yes: there is no step.
	{Reason: ParticipantOptedOut, Effect: Objects, Must: FactOptedOut,
		Says:   "A participant does not consent to be recorded.",
		Source: ArticlesAF, Section: sectionEnabled + "; " + sectionEnforced + "; " + sectionNoConsent},

	// When it happens very late, what was recorded until then is kept. Ours: likewise
	// for a page that was passed by.
	{Reason: LateOptOut, Effect: Stops, Must: FactStarted | FactConsentMissing | FactLateEnough,
		Says:   "Consent went missing when enough of the planned time had been recorded: the part before is kept.",
		Source: ArticleF, Section: sectionNoConsent},

	// When it happens earlier, the recording stops and nothing is kept. Ours: likewise
	// for a page that was passed by.
	{Reason: TooLittleRecorded, Effect: Stops, Must: FactStarted | FactConsentMissing, MustNot: FactLateEnough | FactMissingLater,
		Says:   "Consent went missing before enough of the planned time had been recorded: nothing is kept.",
		Source: ArticleF, Section: sectionNoConsent},

	// ── Refusing, cancelled ──

	// A member may cancel up to the last moment before the start. The last word counts:
	// whoever asks again afterwards, in a way that is in order, lifts it (ours).
	{Reason: RecordingCancelled, Effect: Refuses, Must: FactCancelledInTime, MustNot: FactAskedAgain,
		Says:   "A member cancelled the recording in time.",
		Source: ArticleA, Section: sectionCancel,
		Steps: []Step{AskAssistant}},

	// ── Permitting ──

	// The assistant is for meetings that are not recorded automatically.
	{Reason: AskedThroughAssistant, Effect: Permits, Must: FactGranted,
		Says:   "A member who may schedule calls asked the assistant to record.",
		Source: ArticleA, Section: sectionAdding + ", step 2"},

	// Most meetings are recorded automatically, as the org's settings say.
	{Reason: RecordedAutomatically, Effect: Permits, Must: FactEligible,
		Says:   "Somebody takes part whose calls are recorded automatically.",
		Source: ArticleA, Section: sectionIntro},

	// One way of knowing: participants pass the page on their way in.
	{Reason: ConsentByPage, Effect: Permits, Must: FactCurrentLink,
		Says:   "Participants pass the consent page on their way into the call.",
		Source: ArticleF, Section: sectionNotice},

	// The other ways: a prompt, an email, or Zoom's own disclaimer.
	{Reason: ConsentByNotice, Effect: Permits, Must: FactNotice,
		Says:   "Participants are told of the recording by an audio prompt, a pre-call email or the provider's own disclaimer.",
		Source: ArticlesAF, Section: "Adding the assistant upholds your org's audio-prompt and pre-call email settings; " + sectionNotice},

	// ── Advising ──

	// Without any of these nobody is told.
	{Reason: NoNotice, Effect: Advises, MustNot: FactCurrentLink | FactNotice,
		Says:   "Nothing tells the participants that the call is recorded.",
		Source: Ours, Section: "from “" + sectionNotice + "”"},

	// An enabled page may be used; the member forgot, or chose not to.
	{Reason: ConsentLinkUnused, Effect: Advises, Must: FactPageOn, MustNot: FactPageEnforced | FactCurrentLink | FactStaleLink,
		Says:   "The consent page is enabled and the invitation does not use it.",
		Source: Ours, Section: "from “" + sectionModes + "”"},

	// Participants cannot join by a broken link.
	{Reason: StaleLinkAdvice, Effect: Advises, Must: FactStaleLink, MustNot: FactPageEnforced | FactCurrentLink,
		Says:   "The invitation's consent link no longer works: participants will not get in by it.",
		Source: ArticleF, Section: sectionLink + "; " + sectionDynamic},

	// Where opting out is not available, joining is implied consent.
	{Reason: OptOutUnavailable, Effect: Advises, Must: FactPageOn | FactOptOutOffered | FactCannotOptOut,
		Says:   "The profile offers opting out and the web conferencing system does not support it: whoever joins consents by that.",
		Source: ArticleF, Section: sectionOptOut},

	// The assistant is for meetings that are not recorded automatically.
	{Reason: RequestNotNeeded, Effect: Advises, Must: FactAsked | FactEligible, MustNot: FactGranted,
		Says:   "The assistant was asked in a way that does not count, and the meeting is recorded automatically all the same.",
		Source: Ours, Section: "who cannot start a recording cannot stop one"},

	// After the last moment, cancelling does not count any more.
	{Reason: CancelledTooLate, Effect: Advises, Must: FactCancelledLate,
		Says:   "A member cancelled the recording after the last moment: it does not count.",
		Source: ArticleA, Section: sectionCancel},

	// Cancelling is for members.
	{Reason: CancellerNotMember, Effect: Advises, Must: FactCancelledByOther,
		Says:   "Somebody who is no member cancelled the recording: it does not count.",
		Source: Ours, Section: "from “" + sectionCancel + "”"},

	// ── Later additions, in the order in which they came ──

	// An answer, a proposal or a question invites nobody to a meeting.
	{Reason: NotAnInvitation, Effect: Refuses, Must: FactNotInvitation, MustNot: FactStarted,
		Says:   "The calendar message is an answer or a proposal, not an invitation.",
		Source: Ours, Section: "RFC 5546: a REPLY, REFRESH, COUNTER or DECLINECOUNTER changes no meeting by itself"},

	// Without an instant at which to join, no recorder can come.
	{Reason: AllDay, Effect: Refuses, Must: FactAllDay, MustNot: FactStarted,
		Says:   "The calendar gives dates and no times: there is no instant at which to join.",
		Source: Ours, Section: "when unsure, do not record"},

	// Whoever stops the recording in the call ends it; it does not start again.
	{Reason: RecordingStopped, Effect: Ends, Must: FactStopped,
		Says:   "Somebody in the call stopped the recording, removed the recorder or did not let it in.",
		Source: ArticleA, Section: sectionDuring},

	// Two rooms in one invitation: one of them is not recorded.
	{Reason: SeveralCalls, Effect: Advises, Must: FactSeveralRooms,
		Says:   "The invitation leads into two different rooms, and one of them is joined.",
		Source: Ours, Section: "what a reader of the invitation would ask"},

	// An enforced page that nobody answered may not have been used at all.
	{Reason: NobodyAnswered, Effect: Advises, Must: FactPageEnforced | FactStarted, MustNot: FactAnswered,
		Says:   "The consent page is enforced, a recorder came, and nobody consented or opted out.",
		Source: Ours, Section: "from “" + sectionEnforced + "”"},

	// Whoever dials in passes no page. Numbers belong to dynamic links.
	{Reason: PhoneBesidePage, Effect: Advises, Must: FactPageEnforced | FactDialIn | FactStaticLinks,
		Says:   "The consent page is enforced and the invitation carries telephone numbers: callers pass no page.",
		Source: ArticleF, Section: sectionDialIn},

	// A recorder that nobody is left to listen to has nothing to record.
	{Reason: EverybodyLeft, Effect: Advises, Must: FactEverybodyLeft,
		Says:   "Everybody who was in the call has left, and the recorder still runs.",
		Source: Ours, Section: "there is nothing left to record"},

	// A recording outside of the planned time may be of another meeting.
	{Reason: RecordedElsewhen, Effect: Advises, Must: FactElsewhen,
		Says:   "What was recorded lies outside of the planned time of this meeting.",
		Source: Ours, Section: "what a reader of the recording would ask"},

	// A meeting whose zone nobody knows may take place at another time.
	{Reason: TimeUncertain, Effect: Advises, Must: FactTimeUncertain,
		Says:   "The times of the meeting are a guess.",
		Source: Ours, Section: "when unsure, do not record"},
}

// byEffect is the reasons of each effect.
var byEffect = func() (sets [Advises + 1]Reasons) {
	for _, r := range rules {
		sets[r.Effect] |= 1 << r.Reason
	}
	return sets
}()

// Decide is the rule half of [Decide]: every rule that fires, and the verdict that
// follows. It is a function of the facts alone.
func (f Facts) Decide() (Verdict, Reasons) {
	fired := f.fired()
	return f.verdict(fired), fired
}

// fired returns the reasons of the rules that fire.
func (f Facts) fired() Reasons {
	return Reasons(ruleScreen.pass((f & AllFacts()).derive()) << 1) // row i gives reason i+1
}

var ruleScreen = newScreen(rules[:])
