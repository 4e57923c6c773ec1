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
	no := consent.Response{Participant: "cem@customer.example", Choice: consent.OptedOut, At: start}
	c := decision.Case{Now: start, Invite: meeting, Org: org, Profile: org.Default, Answers: consent.NewLog(no)}
	d := decision.Decide(c)
	fmt.Println(d.Verdict, d.Reasons)
	// Output: refuse participant_opted_out, recorded_automatically, consent_by_page
}

func ExampleDecide() {
	c := recorded()
	fmt.Println(decision.Decide(c).Verdict)

	c.Invite.Class = invite.ClassPrivate
	c.Answers = consent.NewLog(consent.Response{Participant: "cem@customer.example", Choice: consent.OptedOut, At: c.Now})
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
	fmt.Print(decision.Explain(c, decision.Decide(c)))
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
		fmt.Println(remedy.Steps(), decision.Decide(remedy.Apply(c)).Verdict)
	}
	// Output: [use_consent_link remove_direct_links] record
}

func ExampleCancel() {
	c := recorded()
	c.Now = c.Invite.Start.Add(-20 * time.Minute)
	member := invite.MustAddress("bea@acme.example")
	fmt.Println(decision.Cancel(c, member, decision.ThisOccurrence).Allowed)

	c.Now = c.Now.Add(time.Nanosecond)
	late := decision.Cancel(c, member, decision.ThisOccurrence)
	fmt.Println(late.Allowed, late.Reason, late.Instead, late.HostOnly)
	// Output:
	// true
	// false cancelled_too_late remove_bot true
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
