package decision_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// The package documentation of mayrecord shows these lines.
func Example() {
	host := profile.Member{Address: invite.MustAddress("ann@acme.example"), Slug: "ann", Recorded: true}
	org := profile.Org{ConsentHost: "join.example", Company: "acme", RecordsInternal: true, Members: profile.NewDirectory(host)}
	org.Default = profile.Profile{Page: profile.PageEnforced, Provider: invite.ProviderZoom, OptOut: true}
	start := time.Date(2031, 3, 3, 9, 0, 0, 0, time.UTC)
	meeting := invite.Invite{Start: start, End: start.Add(time.Hour), Organizer: invite.Party{Address: host.Address}}
	meeting.Links = []invite.Link{invite.MustLink("https://join.example/acme/ann")}
	no := consent.Response{Participant: invite.MustAddress("cem@customer.example"), Choice: consent.OptedOut, At: start}
	c := decision.Case{Now: start, Invite: meeting, Org: org, Answers: consent.NewLog(no)}
	d := decision.Decide(c)
	fmt.Println(d.Verdict, d.Reasons)
	// Output: refuse participant_opted_out, recorded_automatically, consent_by_page
}

func ExampleDecide() {
	c := recorded()
	fmt.Println(decision.Decide(c).Verdict)

	c.Invite.Class = invite.ClassPrivate
	c.Answers = consent.NewLog(consent.Response{Participant: invite.MustAddress("cem@customer.example"), Choice: consent.OptedOut, At: c.Now})
	d := decision.Decide(c)
	fmt.Println(d.Verdict)
	for r := range d.Reasons.All() {
		fmt.Println(decision.RuleOf(r).Effect, r)
	}
	// Output:
	// record
	// refuse
	// refuses meeting_private
	// objects participant_opted_out
	// permits recorded_automatically
	// permits consent_by_page
}

func ExampleExplain() {
	c := recorded()
	c.Invite.Class = invite.ClassPrivate
	fmt.Print(decision.Explain(c))
	// Output:
	// This meeting may not be recorded. (refuse)
	//
	// meeting_private (refuses)
	//   The meeting is marked private or confidential, and the organization honours that.
	//   - class private (setting records_private)
	//   Source: mayrecord's own rule: the product's public documentation
	//   To do (organizer): Remove the private or confidential mark from the meeting.
	//
	// Remedy 1
	//   organizer: Remove the private or confidential mark from the meeting.
}

func ExampleRemedies() {
	c := recorded()
	c.Invite.Links = []invite.Link{invite.MustLink("https://zoom.us/j/123456789")}
	for _, remedy := range decision.Remedies(c) {
		fmt.Println(remedy, decision.Decide(decision.Apply(c, remedy)).Verdict)
	}
	// Output: use_consent_link, remove_direct_links record
}

func ExampleCanCancel() {
	c := recorded()
	c.Now = c.Invite.Start.Add(-20 * time.Minute)
	member := invite.MustAddress("bea@acme.example")
	fmt.Println(decision.CanCancel(c, member, decision.ThisOccurrence).Allowed)

	c.Now = c.Now.Add(time.Nanosecond)
	late := decision.CanCancel(c, member, decision.ThisOccurrence)
	fmt.Println(late.Allowed, late.Reason, late.Stop)
	// Output:
	// true
	// false cancelled_too_late host_removes_bot
}

func ExampleTimeline() {
	t := decision.Timeline(recorded())
	fmt.Println(t.CancelUntil.Format(time.TimeOnly), t.Joins.Format(time.TimeOnly), t.KeepsFrom.Format(time.TimeOnly))
	// Output: 08:40:00 09:00:00 09:42:00
}

func ExampleDecision_MarshalJSON() {
	text, err := json.Marshal(decision.Decide(recorded()))
	fmt.Println(string(text), err)
	// Output: {"version":1,"verdict":"record","reasons":["recorded_automatically","consent_by_page"]} <nil>
}

// Ann's consent link leads to Zoom. Natively Zoom's own recorder records, but only in a call
// of a member.
func ExampleJoin() {
	c := recorded()
	j := decision.Join(c)
	fmt.Println(j.Provider, j.Native, j.Stop, j.Link)

	c.Org.NativeRecorder = true
	j = decision.Join(c)
	fmt.Println(j.Provider, j.Native, j.Stop)
	fmt.Println(j.Stop.Says())

	c.Invite.Links = nil
	fmt.Println(decision.Join(c).Stop)
	// Output:
	// zoom false host_removes_bot https://join.example/acme/ann
	// zoom true stop_native_recorder
	// Stop the recording in the web conferencing system.
	// nothing
}

func ExampleParseCase() {
	c, err := decision.ParseCase([]byte(`{
		"version": 1, "now": "2031-03-03T09:00:00Z",
		"invite": {
			"start": "2031-03-03T09:00:00Z", "end": "2031-03-03T10:00:00Z",
			"organizer": {"address": "ann@acme.example"}, "attendees": [{"address": "cem@customer.example"}],
			"links": [{"url": "https://zoom.us/j/123456789"}]
		},
		"org": {
			"domains": ["acme.example"], "members": [{"address": "ann@acme.example", "recorded": true}],
			"default_profile": {"page": "off", "audio_prompt": true}
		}
	}`))
	d := decision.Decide(c)
	fmt.Println(d.Verdict, d.Reasons, err)

	_, err = decision.ParseCase([]byte(`{"version": 1, "when": "2031-03-03T09:00:00Z", "org": {"default_profile": {"page": "on"}}}`))
	fmt.Println(err)
	// Output:
	// record recorded_automatically, consent_by_notice <nil>
	// line 1, column 16: unknown field "when"
	// line 1, column 84: org.default_profile.page: unknown consent page mode "on": want one of off, enabled, enforced
}

// A service that reads many cases of one company keeps a decoder with the company's
// settings. The cases do not repeat them.
func ExampleCaseDecoder() {
	org, err := profile.ParseOrg([]byte(`{
		"domains": ["acme.example"], "members": [{"address": "ann@acme.example", "recorded": true}],
		"default_profile": {"page": "off", "audio_prompt": true}
	}`))
	if err != nil {
		panic(err)
	}
	decoder := decision.CaseDecoder{Org: &org}
	for _, line := range []string{
		`{"version": 1, "now": "2031-03-03T09:00:00Z", "invite": {"start": "2031-03-03T09:00:00Z",
			"organizer": {"address": "ann@acme.example"}, "attendees": [{"address": "cem@customer.example"}],
			"links": [{"url": "https://zoom.us/j/123456789"}]}}`,
		`{"version": 1, "now": "2031-03-03T09:00:00Z", "invite": {"start": "2031-03-03T09:00:00Z", "class": "private",
			"organizer": {"address": "ann@acme.example"}, "attendees": [{"address": "cem@customer.example"}],
			"links": [{"url": "https://zoom.us/j/123456789"}]}}`,
	} {
		c, err := decoder.Decode([]byte(line))
		d := decision.Decide(c)
		fmt.Println(d.Verdict, d.Reasons, err)
	}
	// Output:
	// record recorded_automatically, consent_by_notice <nil>
	// refuse meeting_private, recorded_automatically, consent_by_notice <nil>
}
