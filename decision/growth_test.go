package decision_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// growing are cases that hold n of something. What is done with one must cost as much for
// each as for ten of them.
var growing = []struct {
	name string
	of   func(n int) Case
}{
	{"opted out", func(n int) Case { return answered(n, consent.OptedOut) }},
	{"opted out, recorded", func(n int) Case {
		c := answered(n, consent.OptedOut)
		c.Recordings = ran(start)
		return c
	}},
	{"recorded attendees", func(n int) Case {
		c, members := staff(n)
		c.Org.Records = profile.AnyParticipant
		for i := range members {
			members[i].Recorded = true
			c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: members[i].Address})
		}
		c.Org.Members = profile.NewDirectory(members...)
		c.Org.RecordsInternal = true
		return c
	}},
	{"blocked attendees", func(n int) Case {
		c := crowd(n, 0)
		c.Recordings = nil
		c.Org.Block = profile.NewBlockList(nil, []string{"customer.example"}, nil)
		return c
	}},
	{"block list", func(n int) Case {
		c := crowd(n, 0)
		c.Recordings = nil
		var addresses []invite.Address
		var domains []string
		for i := range n {
			addresses = append(addresses, person(i))
			domains = append(domains, fmt.Sprintf("d%d.rival.example", i))
		}
		c.Org.Block = profile.NewBlockList(addresses, domains, nil)
		return c
	}},
	{"direct links", func(n int) Case { return linked(n, "https://zoom.us/j/%d") }},
	{"consent links", func(n int) Case { return linked(n, "https://join.example/acme-inc/a%d") }},
	{"mixed links", func(n int) Case {
		return linked(n, "https://zoom.us/j/%d", "https://join.example/acme-inc/a%d", "https://acme.example/%d", "https://join.example/acme/ann/%d")
	}},
	{"requests", func(n int) Case {
		c := recorded()
		for i := range n {
			c.Requests = append(c.Requests, Request{Sender: bea, To: assistant, At: start.Add(-time.Duration(i) * time.Second)})
		}
		c.Org.Members = profile.NewDirectory(profile.Member{Address: bea})
		c.Profile = profile.Profile{}
		return c
	}},
	{"cancellations", func(n int) Case {
		c := recorded()
		for i := range n {
			c.Cancellations = append(c.Cancellations, Cancellation{By: ann, At: start.Add(-time.Hour - time.Duration(i)*time.Second)})
		}
		return c
	}},
	{"recordings", func(n int) Case {
		c := answered(1, consent.OptedOut)
		for i := range n {
			c.Recordings = append(c.Recordings, Recording{Start: start.Add(time.Duration(i) * time.Millisecond), Stop: start.Add(time.Duration(i+1) * time.Millisecond)})
		}
		return c
	}},
	{"presences", func(n int) Case { return present(n, true) }},
	{"presences without a name", func(n int) Case { return present(n, false) }},
	{"doubts", func(n int) Case {
		c := recorded()
		c.Invite.Doubts = allDoubts()
		for i := range n {
			c.Invite.DoubtsFrom = append(c.Invite.DoubtsFrom, invite.Doubtful{Doubt: invite.AllDoubts()[i%7], Property: "X", Line: i})
		}
		return c
	}},
	{"everything against it", crossed},
	{"problems", func(n int) Case {
		c := recorded()
		c.Cancellations = make([]Cancellation, n)
		return c
	}},
}

// answered is a meeting that many people answered alike, at one instant.
func answered(n int, choice consent.Choice) Case {
	c := crowd(n, 0)
	c.Recordings = nil
	var all []consent.Response
	for i := range n {
		all = append(all, consent.Response{Participant: person(i), Choice: choice, At: start})
	}
	c.Answers = consent.NewLog(all...)
	return c
}

// staff is a case, and many members of its company.
func staff(n int) (Case, []profile.Member) {
	c := recorded()
	members := acme().Members.All()
	for i := range n {
		members = append(members, profile.Member{Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i))})
	}
	return c, members
}

// linked is a meeting with many links.
func linked(n int, forms ...string) Case {
	c := recorded()
	c.Invite.Links = nil
	for i := range n {
		c.Invite.Links = append(c.Invite.Links, invite.MustLink(fmt.Sprintf(forms[i%len(forms)], 1_000_000_000+i)))
	}
	return c
}

// present is a call of many people, past an enforced page.
func present(n int, named bool) Case {
	c := recorded()
	c.Now = start.Add(10 * time.Minute)
	var all []consent.Presence
	for i := range n {
		p := consent.Presence{From: start, Name: fmt.Sprint(i)}
		if named {
			p.Address = person(i)
		}
		all = append(all, p)
	}
	c.Roster = consent.NewRoster(false, all...)
	return c
}

// BenchmarkGrowth does what a case can be asked, with more and more of one thing in it.
func BenchmarkGrowth(b *testing.B) {
	for name, do := range map[string]func(Case){
		"Decide":    func(c Case) { sink = Decide(c) },
		"Explain":   func(c Case) { Explain(c) },
		"String":    func(c Case) { _ = Explain(c).String() },
		"JSON":      func(c Case) { _, _ = json.Marshal(Explain(c)) },
		"Remedies":  func(c Case) { Remedies(c) },
		"Unsettled": func(c Case) { Unsettled(c) },
		"Apply":     func(c Case) { Apply(c, enum.SetOf(AllSteps()...)) },
	} {
		for _, g := range growing {
			for _, n := range []int{10, 100, 1_000, 10_000, 100_000} {
				c := g.of(n)
				b.Run(fmt.Sprintf("%s/%s/%d", name, g.name, n), func(b *testing.B) {
					for b.Loop() {
						do(c)
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
				})
			}
		}
	}
}
