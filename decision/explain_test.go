package decision_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// asked is a case in which only asking the assistant could be a basis: Bea's, who is
// not recorded.
func asked(sender, to invite.Address, change func(*Case)) Case {
	return with(func(c *Case) {
		c.Invite.Organizer.Address, c.Invite.Links = bea, []invite.Link{zoomLink}
		c.Profile.Page = profile.PageOff
		c.Requests = []Request{{Sender: sender, To: to}}
		change(c)
	})
}

func unchanged(*Case) {}

// gone is an address at which nobody is.
var gone = invite.MustAddress("assistant@gone.example")

// Each reason has a case in which it holds, and says what in the case makes it hold.
func TestEachReasonHasItsEvidence(t *testing.T) {
	rows := map[Reason]struct {
		c        Case
		evidence string
	}{
		InvalidCase:      {with(func(c *Case) { c.Invite.End = start }), "invite.end: want a time after the start, or none"},
		MeetingCancelled: {with(func(c *Case) { c.Invite.Method = invite.MethodCancel }), "status none, method cancel"},
		MeetingOver:      {with(func(c *Case) { c.Now = end }), "the planned end was at 2026-03-02 10:00:00 UTC"},
		MeetingPrivate:   {with(func(c *Case) { c.Invite.Class = invite.ClassConfidential }), "class confidential (setting records_private)"},
		BlockedParty:     {with(func(c *Case) { c.Org.Block = profile.NewBlockList(nil, []string{"customer.example"}, []string{"road"}) }), "the title holds \"road\" (setting block); cem@customer.example by customer.example (setting block)"},
		NoConferenceLink: {with(func(c *Case) { c.Invite.Links = []invite.Link{invite.MustLink("https://zoom.us.evil.example/j/1")} }), "https://zoom.us.evil.example/j/1 leads to no call that a recorder can join"},
		ProviderOff: {with(func(c *Case) {
			c.Org.Off = enum.SetOf(invite.ProviderZoom)
			c.Invite.Links = []invite.Link{zoomLink, annsLink}
		}), "https://join.example/acme/ann leads to Zoom (setting providers_off)"},
		AssistantAddressUnknown: {asked(ann, gone, unchanged), "assistant@gone.example (setting assistant)"},
		SenderNotMember:         {asked(cem, assistant, unchanged), "cem@customer.example forwarded (setting members)"},
		SenderNotPermitted:      {asked(bea, assistant, unchanged), "bea@acme.example forwarded (setting members)"},
		InternalMeeting:         {with(func(c *Case) { c.Invite.Attendees = nil }), "nobody from outside is known to take part (setting records_internal)"},
		NobodyRecorded:          {asked(cem, assistant, unchanged), "rule host_only (setting records)"},
		ThirdPartyOrganizer:     {with(func(c *Case) { c.Invite.Organizer.Address = cem }), "cem@customer.example (setting domains)"},
		OrganizerUnknown:        {with(func(c *Case) { c.Invite.Organizer = invite.Party{Name: "Ann"} }), "no organizer's address Ann"},
		ConsentLinkMissing:      {with(func(c *Case) { c.Invite.Links = []invite.Link{zoomLink} }), "page enforced (setting page)"},
		ConsentLinkStale: {with(func(c *Case) {
			c.Invite.Links = []invite.Link{invite.MustLink("https://join.example/acme-inc/ann").At(invite.PlaceLocation)}
		}), "https://join.example/acme-inc/ann in LOCATION, the company part of the link is a former one"},
		BypassLink:            {with(func(c *Case) { c.Invite.Links = []invite.Link{annsLink, zoomLink.At(invite.PlaceGoogleConference)} }), "https://zoom.us/j/123456789 in X-GOOGLE-CONFERENCE"},
		ConsentUnverified:     {with(func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.Bypassed, start)) }), "cem@customer.example bypassed at 2026-03-02 09:00:00 UTC"},
		ParticipantOptedOut:   {with(func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(1))) }), "cem@customer.example opted_out at 2026-03-02 09:00:00.000000001 UTC"},
		LateOptOut:            {cutAt(42 * time.Minute), "42m0s of 1h0m0s planned had been recorded, 70% is needed at 2026-03-02 09:42:00 UTC (setting keep_percent)"},
		TooLittleRecorded:     {cutAt(42*time.Minute - 1), "41m59.999999999s of 1h0m0s planned had been recorded, 70% is needed at 2026-03-02 09:41:59.999999999 UTC (setting keep_percent)"},
		RecordingCancelled:    {cancelledBy(bea, -20*time.Minute), "bea@acme.example cancelled (the last moment was 2026-03-02 08:40:00 UTC) at 2026-03-02 08:40:00 UTC"},
		AskedThroughAssistant: {asked(ann, former, unchanged), "ann@acme.example forwarded (setting members)"},
		RecordedAutomatically: {recorded(), "ann@acme.example calls are recorded; rule host_only (setting records)"},
		ConsentByPage:         {recorded(), "https://join.example/acme/ann"},
		ConsentByNotice: {with(func(c *Case) {
			c.Profile.AudioPrompt, c.Profile.PreCallEmail, c.Org.NativeRecorder = true, true, true
			c.Invite.Stamp = start.Add(-time.Hour)
		}),
			"audio prompt (setting audio_prompt); pre-call email (setting pre_call_email); Zoom's disclaimer (setting native_recorder)"},
		NoNotice:          {asked(ann, assistant, unchanged), "no audio prompt, no pre-call email in time, no consent link that works"},
		ConsentLinkUnused: {asked(ann, assistant, func(c *Case) { c.Profile.Page = profile.PageEnabled }), "page enabled (setting page)"},
		StaleLinkAdvice:   {asked(ann, assistant, func(c *Case) { c.Invite.Links = []invite.Link{zoomLink, annsLink} }), "https://join.example/acme/ann the consent page is off"},
		OptOutUnavailable: {with(func(c *Case) { c.Profile.Provider = invite.ProviderWhereby }), "Whereby"},
		RequestNotNeeded:  {with(func(c *Case) { c.Requests = []Request{{Sender: cem, To: assistant}} }), "cem@customer.example asked record@acme.example"},
		CancelledTooLate:  {cancelledBy(bea, -20*time.Minute+1), "bea@acme.example cancelled (the last moment was 2026-03-02 08:40:00 UTC) at 2026-03-02 08:40:00.000000001 UTC"},
		NotAnInvitation:   {with(func(c *Case) { c.Invite.Method = invite.MethodCounter }), "status none, method counter"},
		AllDay:            {with(func(c *Case) { c.Invite.AllDay = true }), "dates from at 2026-03-02 09:00:00 UTC"},
		RecordingStopped: {with(func(c *Case) { c.Recordings = []Recording{{Start: start, Stop: c.Now, Ended: Stopped}} }),
			"the recording was stopped in the call at 2026-03-02 09:01:00 UTC"},
		SeveralCalls: {with(func(c *Case) { c.Invite.Links = []invite.Link{zoomLink, teamsLink} }),
			"https://zoom.us/j/123456789; " + teamsLink.String()},
		NobodyAnswered:  {with(func(c *Case) { c.Recordings = ran(start) }), "a recorder started at 2026-03-02 09:00:00 UTC"},
		PhoneBesidePage: {with(func(c *Case) { c.Invite.DialIn = []string{"+49 30 1", "+49 30 2"} }), "+49 30 1, +49 30 2 (setting links)"},
		EverybodyLeft: {with(func(c *Case) {
			c.Recordings = ran(start)
			c.Roster = consent.NewRoster(false, consent.Presence{Address: ann, From: start, Until: start.Add(2)}, consent.Presence{Address: bea, From: start, Until: start.Add(1)})
		}), "the last one left at 2026-03-02 09:00:00.000000002 UTC"},
		RecordedElsewhen: {with(func(c *Case) { c.Recordings = ranTo(start.Add(-2), start.Add(-1)) }), "a recorder started at 2026-03-02 08:59:59.999999998 UTC"},
		TimeUncertain: {with(func(c *Case) {
			c.Invite.Doubts = enum.SetOf(invite.DoubtTime, invite.DoubtTitle)
			c.Invite.DoubtsFrom = []invite.Doubtful{{Doubt: invite.DoubtTitle, Property: "SUMMARY", Line: 6},
				{Doubt: invite.DoubtTime, Property: "DTSTART", Line: 7}, {Doubt: invite.DoubtTime, Property: "DTEND"},
				{Doubt: invite.DoubtTime, Line: 9}, {Doubt: invite.DoubtTime}}
		}), "the times are a guess (DTSTART, line 7); the times are a guess (DTEND); the times are a guess (line 9); the times are a guess"},
		CancellerNotMember: {cancelledBy(cem, -time.Hour), "cem@customer.example cancelled (the last moment was 2026-03-02 08:40:00 UTC) at 2026-03-02 08:00:00 UTC"},
	}
	for _, r := range AllReasons() {
		require.Contains(t, rows, r)
		row := rows[r]
		require.True(t, Decide(row.c).Reasons.Has(r), "%v not in %v", r, Decide(row.c).Reasons)
		assert.Equal(t, row.evidence, evidenceOf(t, Explain(row.c), r), r)
	}
}

// A guess of which nobody says where it comes from is one all the same.
func TestTimesAreAGuessWithoutALine(t *testing.T) {
	c := with(func(c *Case) { c.Invite.Doubts = enum.SetOf(invite.DoubtTime) })
	assert.Equal(t, "the times are a guess", evidenceOf(t, Explain(c), TimeUncertain))
}

func cutAt(after time.Duration) Case {
	return with(func(c *Case) {
		c.Now, c.Recordings = end, ran(start)
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(after)))
	})
}

func cancelledBy(who invite.Address, at time.Duration) Case {
	return with(func(c *Case) { c.Cancellations = []Cancellation{{By: who, At: start.Add(at)}} })
}

func evidenceOf(t *testing.T, e Explanation, r Reason) string {
	for _, explained := range e.Reasons {
		if explained.Reason != r {
			continue
		}
		var lines []string
		for _, evidence := range explained.Evidence {
			lines = append(lines, evidence.String())
		}
		return strings.Join(lines, "; ")
	}
	require.Fail(t, "not explained", r.String())
	return ""
}

func TestVerdictsAsSentences(t *testing.T) {
	for want, c := range map[string]Case{
		"This meeting may be recorded.":                                                          recorded(),
		"This meeting may not be recorded.":                                                      {},
		"This meeting is being recorded, and that may go on.":                                    with(func(c *Case) { c.Recordings = ran(start) }),
		"This meeting was recorded, and the recording may be kept.":                              with(func(c *Case) { c.Recordings = ranTo(start, start.Add(time.Minute)) }),
		"The recording must stop, and nothing of it may be kept.":                                cutAt(time.Minute),
		"The recording must stop; what was recorded before 2026-03-02 09:42:00 UTC may be kept.": cutAt(42 * time.Minute),
		"Nothing of this recording may be kept.":                                                 changed(cutAt(time.Minute), func(c *Case) { c.Recordings = ranTo(start, start.Add(2*time.Minute)) }),
		"Of this recording, only what was recorded before 2026-03-02 09:42:00 UTC may be kept.":  changed(cutAt(42*time.Minute), func(c *Case) { c.Recordings = ranTo(start, c.Now) }),
	} {
		assert.Equal(t, want, Explain(c).Says)
	}
	sealed := with(func(c *Case) { c.Recordings, c.Invite.Links, c.Profile.Page = ran(start), nil, profile.PageOff })
	assert.Equal(t, "The recording must stop, and is sealed: nobody may process, see or delete it until it is settled what may become of it.", Explain(sealed).Says)
	sealed.Recordings = ranTo(start, start.Add(1))
	assert.Equal(t, "This recording is sealed: nobody may process, see or delete it until it is settled what may become of it.", Explain(sealed).Says)
}

func TestExplanationForPeople(t *testing.T) {
	c := with(func(c *Case) {
		c.Invite.Links = []invite.Link{zoomLink}
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start))
	})
	want := `This meeting may not be recorded. (refuse)

consent_link_missing (refuses)
  The consent page is enforced and the invitation carries no consent link.
  - page enforced (setting page)
  Source: “Record meetings with the Gong assistant” and “FAQs for recording consent”, When the consent page is enforced; What is the difference between an enabled or enforced consent page?
  To do (organizer): Put your consent page link into the invitation: https://join.example/acme/ann

participant_opted_out (objects)
  A participant does not consent to be recorded.
  - cem@customer.example opted_out at 2026-03-02 09:00:00 UTC
  Source: “Record meetings with the Gong assistant” and “FAQs for recording consent”, When the consent page is enabled; When the consent page is enforced; What happens when an invitee does not consent to be recorded?

no_notice (advises)
  Nothing tells the participants that the call is recorded.
  - no audio prompt, no pre-call email in time, no consent link that works
  Source: mayrecord's own rule: from “How do participants know that a call is being recorded?”
`
	assert.Equal(t, want, Explain(c).String())
}

// Permits stand beside a recording only, every other reason always.
func TestExplainsEveryReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		d := Decide(c)
		e := Explain(c)
		var got Reasons
		for _, r := range e.Reasons {
			got |= enum.SetOf(r.Reason)
			if r.Effect != Permits && r.Effect != Advises && len(r.Evidence) == 0 && r.Reason != NoConferenceLink {
				t.Fatalf("%v without evidence", r.Reason)
			}
		}
		want := d.Reasons
		if d.Verdict != Record {
			want &^= d.Reasons & ReasonsThat(Permits)
		}
		assert.Equal(t, want, got)
		assert.Equal(t, len(Remedies(c)), len(e.Remedies))
		written, err := json.Marshal(e)
		require.NoError(t, err)
		assert.Contains(t, string(written), `"version":1,"verdict":"`+d.Verdict.String())
	})
}

// A recording that must stop is stopped in the call; steps towards one are for
// meetings of which nothing has been recorded.
func TestExplainsHowToStop(t *testing.T) {
	for name, row := range map[string]struct {
		c    Case
		want string
	}{
		"the bot, by the host":          {cutAt(time.Minute), "Remove the recorder bot from the call. Only the call's host or the meeting's organizer can."},
		"the bot, by anybody":           {changed(cutAt(time.Minute), func(c *Case) { c.Profile.Provider = invite.ProviderGoogleMeet }), "Remove the recorder bot from the call."},
		"the native recorder":           {changed(cutAt(time.Minute), func(c *Case) { c.Org.NativeRecorder = true }), "Stop the recording in the web conferencing system."},
		"a provider that is turned off": {changed(cutAt(time.Minute), func(c *Case) { c.Org.Off = enum.SetOf(invite.ProviderZoom) }), "Remove the recorder bot from the call. Only the call's host or the meeting's organizer can."},
		"stopped already":               {changed(cutAt(time.Minute), func(c *Case) { c.Recordings = ranTo(start, c.Now) }), ""},
		"never started":                 {Case{}, ""},
	} {
		e := Explain(row.c)
		assert.Equal(t, row.want, e.Stop.Says(), name)
		assert.True(t, row.want == "" || strings.Contains(e.String(), "\n"+row.want+"\n"), name)
		for _, r := range e.Reasons {
			assert.True(t, e.Verdict == Refuse || len(r.Steps) == 0, name)
		}
	}
}

// What is no verdict permits nothing.
func TestUnknownVerdictsDoNotPermit(t *testing.T) {
	assert.Empty(t, ReasonsThat(Effect(9)))
	assert.Empty(t, Decision{Verdict: 9}.Kept(with(func(c *Case) { c.Recordings = ran(start) })))
}

// An answer that comes back into force is said to, and not to have been given then.
func TestEvidenceSaysHowAnAnswerCame(t *testing.T) {
	c := with(func(c *Case) {
		c.Now = start.Add(30 * time.Minute)
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start), said(cem, consent.StayedAway, start.Add(time.Minute)),
			said(cem, consent.Bypassed, start.Add(20*time.Minute)))
	})
	assert.Equal(t, "cem@customer.example opted_out before, in force again at 2026-03-02 09:20:00 UTC",
		evidenceOf(t, Explain(c), ParticipantOptedOut))
}

func TestEvidenceOfTheHostAlone(t *testing.T) {
	c := with(func(c *Case) {
		c.Invite.Links, c.Invite.Organizer.Address = []invite.Link{zoomLink}, bea
		c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: ann})
	})
	assert.Equal(t, "rule host_only (setting records)", evidenceOf(t, Explain(c), NobodyRecorded))
	c.Requests = []Request{{To: assistant}}
	assert.Equal(t, "nobody is known to have asked", evidenceOf(t, Explain(c), SenderNotMember))
}

// Only what can be done is said to be.
func TestStepsThatCannotBeTakenAreNotShown(t *testing.T) {
	c := Case{Now: start, Org: profile.Org{Default: profile.Profile{Page: profile.PageOff}}}
	var steps []string
	for _, r := range Explain(c).Reasons {
		for _, s := range r.Steps {
			steps = append(steps, s.Step.String())
		}
	}
	assert.Equal(t, []string{"add_conference_link"}, steps)
}

func changed(c Case, change func(*Case)) Case {
	change(&c)
	return c
}

func TestExplanationForPrograms(t *testing.T) {
	c := asked(cem, assistant, unchanged)
	written, err := json.Marshal(Explain(c).Reasons[0])
	require.NoError(t, err)
	assert.JSONEq(t, `{"reason":"sender_not_member","effect":"ends","says":"Whoever asked the assistant is not a member.",
		"evidence":[{"party":"cem@customer.example","note":"forwarded","setting":"members"}],"source":"a","section":"Adding the assistant to a meeting, step 3",
		"steps":[{"step":"ask_assistant","who":"member","says":"As a member who may schedule calls, forward the invitation to the assistant: record@acme.example"}]}`, string(written))
}

// Of the recorded members, those are evidence who come, under whichever address.
func TestEvidenceOfRecordedMembersLooksAtWhoComes(t *testing.T) {
	c := with(func(c *Case) {
		c.Org.Records, c.Org.Members = profile.AnyParticipant, profile.NewDirectory(
			profile.Member{Address: ann, Slug: "ann", Recorded: true, MaySchedule: true}, profile.Member{Address: bea, Recorded: true}, profile.Member{Address: dia, Recorded: true})
		c.Invite.Organizer.Address = dia
		c.Invite.Attendees = []invite.Party{{Address: bea}, {Address: dia, Answer: invite.PartStatDeclined}, {Address: ann, Answer: invite.PartStatDeclined}, {Address: cem}}
	})
	assert.Equal(t, "bea@acme.example calls are recorded; rule any_participant (setting records)", evidenceOf(t, Explain(c), RecordedAutomatically))
	c.Invite.Attendees[1].Answer = invite.PartStatAccepted
	assert.Equal(t, "dia@customer.example calls are recorded; bea@acme.example calls are recorded; rule any_participant (setting records)", evidenceOf(t, Explain(c), RecordedAutomatically))
}
