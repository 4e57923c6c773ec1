// Command embed shows how a service asks whether a meeting may be recorded.
package main

import (
	"fmt"
	"log"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
	"github.com/mayrecord/mayrecord/profile"
)

const settings = `{
  "domains": ["acme.example"],
  "consent_host": "join.example", "company": "acme",
  "members": [{"address": "ann@acme.example", "slug": "ann", "recorded": true}],
  "default_profile": {"page": "enforced", "provider": "zoom", "opt_out": true}
}`

const event = `BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@acme.example
SUMMARY:Roadmap
DTSTART;TZID=Europe/Berlin:20310303T100000
DTEND;TZID=Europe/Berlin:20310303T110000
ORGANIZER:mailto:ann@acme.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:cem@customer.example
LOCATION:https://join.example/acme/ann
END:VEVENT
END:VCALENDAR
`

func main() {
	org, err := profile.ParseOrg([]byte(settings))
	if err != nil {
		log.Fatal(err)
	}
	calendar, err := ics.Read([]byte(event), ics.Options{})
	if err != nil {
		log.Fatal(err)
	}
	start := time.Date(2031, 3, 3, 9, 0, 0, 0, time.UTC)
	c := decision.Case{
		Now:        start.Add(50 * time.Minute),
		Invite:     calendar.Events[0].Invite,
		Org:        org,
		Recordings: []decision.Recording{{Start: start}},
		Answers: consent.NewLog(consent.Response{
			Participant: invite.MustAddress("cem@customer.example"), Choice: consent.OptedOut, At: start.Add(45 * time.Minute),
		}),
	}
	d := decision.Decide(c)
	fmt.Println(d.Verdict, d.Reasons)
	for _, kept := range d.Kept(c) {
		fmt.Println("kept:", kept.To.Sub(kept.From), "from", kept.From)
	}
	fmt.Println()
	fmt.Print(decision.Explain(c))
}
