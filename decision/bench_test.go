package decision_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

var sink Decision

// someFacts are combinations of facts in no order, so that no branch predictor
// learns the answers.
func someFacts() []Facts {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]Facts, 1<<12)
	for i := range all {
		all[i] = Facts(r.Uint64()) & AllFacts()
	}
	return all
}

func BenchmarkRules(b *testing.B) {
	facts := someFacts()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sink.Verdict, sink.Reasons = facts[i%len(facts)].Decide()
	}
}

func BenchmarkDecide(b *testing.B) {
	c := crowd(8, 8)
	b.ReportAllocs()
	for b.Loop() {
		sink = Decide(c)
	}
}

// BenchmarkDecideInDoubt decides the case of BenchmarkDecide, with each doubt by itself and
// with all of them, and with somebody in the call who is not identified.
func BenchmarkDecideInDoubt(b *testing.B) {
	run := func(name string, c Case) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Decide(c)
			}
		})
	}
	run("none", crowd(8, 8))
	var all invite.Doubts
	for _, doubt := range invite.AllDoubts() {
		if doubt == invite.DoubtPresence {
			continue // comes from the roster
		}
		c := crowd(8, 8)
		c.Invite.Doubts = enum.SetOf(doubt)
		all |= c.Invite.Doubts
		run(doubt.String(), c)
	}
	c := crowd(8, 8)
	c.Invite.Doubts = all
	run("all", c)
	c = crowd(8, 8)
	c.Answers, c.Roster = consent.Log{}, consent.NewRoster(false, consent.Presence{Name: "Sam", From: start})
	run("presence", c)
	c = crowd(8, 8)
	c.Invite.Links, c.Profile = []invite.Link{zoomLink}, profile.Profile{}
	run("none, without a consent link", c)
	c.Invite.Doubts = all
	run("all, and whose profile governs", c)
}

func BenchmarkDecideLarge(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		c := crowd(n, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Decide(c)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/attendee")
		})
	}
}

// BenchmarkDecideCall has everybody come past an enforced page, and as many rooms invited.
func BenchmarkDecideCall(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		c := crowd(n, 0)
		var stays []consent.Presence
		for i := range n {
			room := invite.MustAddress(fmt.Sprintf("room%d@customer.example", i))
			c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: room, Kind: invite.CUTypeRoom})
			stays = append(stays, consent.Presence{Address: person(i), From: start}, consent.Presence{Address: room, From: start})
		}
		c.Roster = consent.NewRoster(false, stays...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Decide(c)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/participant")
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	c := crowd(8, 8)
	b.ReportAllocs()
	for b.Loop() {
		_ = Explain(c).String()
	}
}

// BenchmarkRemedies looks for remedies in a company of many members, of a meeting
// that many opted out of.
func BenchmarkRemedies(b *testing.B) {
	for _, n := range []int{10, 100, 1_000} {
		c := crowd(n, 0)
		c.Recordings, c.Invite.Links = nil, nil
		var no []consent.Response
		var members []profile.Member
		for i := range n {
			no = append(no, consent.Response{Participant: person(i), Choice: consent.OptedOut, At: start})
			members = append(members, profile.Member{Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i))})
		}
		c.Answers = consent.NewLog(no...)
		c.Org.Members = profile.NewDirectory(append(members, acme().Members.All()...)...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Remedies(c)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/participant")
		})
	}
}

func BenchmarkCaseDecoder(b *testing.B) {
	text, err := json.Marshal(crowd(8, 8))
	require.NoError(b, err)
	var d CaseDecoder
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Decode(text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPlainJSON reads the same text without a type or a check, for comparison.
func BenchmarkPlainJSON(b *testing.B) {
	text, err := json.Marshal(crowd(8, 8))
	require.NoError(b, err)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecideBlockList decides the case of BenchmarkDecide, without a block list, with a
// modest block list and with longer ones. None blocks anything.
func BenchmarkDecideBlockList(b *testing.B) {
	for _, n := range []struct{ addresses, domains, phrases int }{
		{}, {1, 1, 3}, {10, 10, 10}, {1_000, 1_000, 10}, {1_000, 1_000, 10_000},
	} {
		c := crowd(8, 8)
		c.Org.Block = longList(n.addresses, n.domains, n.phrases)
		b.Run(fmt.Sprintf("%d-%d-%d", n.addresses, n.domains, n.phrases), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Decide(c)
			}
		})
	}
}

// BenchmarkDecideAliases has a host of many aliases in a company of many members, with a modest
// block list.
func BenchmarkDecideAliases(b *testing.B) {
	for _, n := range []struct{ aliases, members int }{{1, 2}, {1_000, 2}, {1_000, 100_000}} {
		c := crowd(8, 8)
		members := c.Org.Members.All()
		for i := range n.aliases {
			members[0].Aliases = append(members[0].Aliases, invite.MustAddress(fmt.Sprintf("ann%d@acme.example", i)))
		}
		for i := len(members); i < n.members; i++ {
			members = append(members, profile.Member{Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i))})
		}
		c.Org.Members, c.Org.Block = profile.NewDirectory(members...), longList(1, 1, 3)
		b.Run(fmt.Sprintf("%d of %d", n.aliases, n.members), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Decide(c)
			}
		})
	}
}

// longList returns a block list of so many entries.
func longList(addresses, domains, phrases int) profile.BlockList {
	var as []invite.Address
	for i := range addresses {
		as = append(as, invite.MustAddress(fmt.Sprintf("eli%d@ally.example", i)))
	}
	list := func(n int, format string) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf(format, i))
		}
		return all
	}
	return profile.NewBlockList(as, list(domains, "rival%d.example"), list(phrases, "works council %d"))
}
