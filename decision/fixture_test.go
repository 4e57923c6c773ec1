package decision_test

import (
	"fmt"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// The company of the tests, its people, and a meeting from start to end.
var (
	start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	end   = start.Add(time.Hour)

	ann       = invite.MustAddress("ann@acme.example")      // recorded, may schedule, has a consent link
	bea       = invite.MustAddress("bea@acme.example")      // a member, neither recorded nor permitted
	cem       = invite.MustAddress("cem@customer.example")  // from outside
	dia       = invite.MustAddress("dia@customer.example")  // from outside
	assistant = invite.MustAddress("record@acme.example")   // the assistant
	former    = invite.MustAddress("assistant@old.example") // an older address of it
	annsLink  = invite.MustLink("https://join.example/acme/ann")
	zoomLink  = invite.MustLink("https://zoom.us/j/123456789")
	teamsLink = invite.MustLink("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0")
)

func acme() profile.Org {
	return profile.Org{
		Name:             "Acme",
		Domains:          []string{"acme.example"},
		Assistant:        assistant,
		FormerAssistants: []invite.Address{former},
		ConsentHost:      "join.example",
		Company:          "acme",
		FormerCompanies:  []string{"acme-inc"},
		Members: profile.NewDirectory(
			profile.Member{Address: ann, Name: "Ann", Slug: "ann", Recorded: true, MaySchedule: true},
			profile.Member{Address: bea, Name: "Bea", Slug: "bea"},
		),
		Default: profile.Profile{Page: profile.PageEnforced, Provider: invite.ProviderZoom, OptOut: true},
	}
}

// recorded is a case that is recorded: Ann's meeting with a customer, by her consent
// link, with an enforced page, asked about a minute into the meeting.
func recorded() Case {
	return Case{
		Now: start.Add(time.Minute),
		Invite: invite.Invite{
			UID: "1@acme.example", Title: "Roadmap", Start: start, End: end,
			Organizer: invite.Party{Address: ann, Name: "Ann"},
			Attendees: []invite.Party{{Address: cem, Answer: invite.PartStatAccepted}},
			Links:     []invite.Link{annsLink},
		},
		Org:     acme(),
		Profile: acme().Default,
	}
}

// crowd is a case with many attendees, three links, many answers and a running
// recording.
func crowd(attendees, answers int) Case {
	c := recorded()
	c.Now = start.Add(40 * time.Minute)
	c.Recordings = ran(start)
	c.Invite.Links = []invite.Link{annsLink, zoomLink.At(invite.PlaceLocation), invite.MustLink("https://acme.example/agenda")}
	c.Profile.DirectLinks = true
	c.Invite.Attendees = nil
	for i := range attendees {
		c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: person(i)})
	}
	var rs []consent.Response
	for i := range answers {
		rs = append(rs, consent.Response{Participant: person(i), Choice: consent.Consented, At: start.Add(time.Duration(i%30) * time.Minute)})
	}
	c.Answers = consent.NewLog(rs...)
	return c
}

// ran is a recording that began at an instant and runs.
func ran(from time.Time) []Recording { return []Recording{{Start: from}} }

// ranTo is a recording from one instant to another.
func ranTo(from, to time.Time) []Recording { return []Recording{{Start: from, Stop: to}} }

func person(i int) invite.Address {
	return invite.MustAddress(fmt.Sprintf("person%d@customer.example", i))
}
