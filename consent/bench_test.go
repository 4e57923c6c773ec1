package consent_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
)

// manyAnswers returns n answers of n/2 participants.
func manyAnswers(n int) []consent.Response {
	var rs []consent.Response
	for i := range n {
		rs = append(rs, consent.Response{
			Participant: invite.MustAddress(fmt.Sprintf("p%d@customer.example", i/2)),
			Choice:      consent.AllChoices()[i%3],
			At:          start.Add(time.Duration(i%2) * time.Minute),
		})
	}
	return rs
}

// manyStays returns n stays of n/2 participants.
func manyStays(n int) []consent.Presence {
	var ps []consent.Presence
	for i := range n {
		from := minute(i % 2 * 10)
		ps = append(ps, consent.Presence{Address: invite.MustAddress(fmt.Sprintf("p%d@customer.example", i/2)), From: from, Until: from.Add(5 * time.Minute)})
	}
	return ps
}

func BenchmarkObjections(b *testing.B) {
	for _, n := range []int{8, 100, 1_000, 10_000} {
		log, roster := consent.NewLog(manyAnswers(n)...), consent.NewRoster(true, manyStays(n)...)
		c := consent.Call{Answers: log, Roster: roster, Now: minute(60), Grace: 2 * time.Minute}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for range c.Objections() {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/answer")
		})
	}
}

func BenchmarkNewLog(b *testing.B) {
	for _, n := range []int{8, 100, 1_000, 10_000} {
		rs := manyAnswers(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				consent.NewLog(rs...)
			}
		})
	}
}

// BenchmarkObjectionsOfMany shows that the cost of one answer stays what it is, but for a
// logarithm.
func BenchmarkObjectionsOfMany(b *testing.B) {
	who := func(i int) invite.Address { return invite.MustAddress(fmt.Sprintf("p%d@customer.example", i)) }
	at := func(i int) time.Time { return start.Add(time.Duration(i) * time.Second) }
	for _, test := range []struct {
		rule  string
		build func(n int) consent.Call
	}{
		{"many people who answer and come", func(n int) consent.Call {
			log, roster := consent.NewLog(manyAnswers(n)...), consent.NewRoster(false, manyStays(n)...)
			return consent.Call{Answers: log, Roster: roster}
		}},
		{"many opt-outs of people who are not seen, and many rooms", func(n int) consent.Call {
			var rs []consent.Response
			var ps []consent.Presence
			for i := range n {
				rs = append(rs, consent.Response{Participant: who(i), Choice: optedOut, At: start})
				ps = append(ps, stranger("Room", consent.Room, 0, ever))
			}
			log, roster := consent.NewLog(rs...), consent.NewRoster(true, ps...)
			return consent.Call{Answers: log, Roster: roster}
		}},
		{"one person who answers and comes often", func(n int) consent.Call {
			var rs []consent.Response
			var ps []consent.Presence
			for i := range n {
				rs = append(rs, consent.Response{Participant: who(0), Choice: []consent.Choice{away, bypassed}[i%2], At: at(2 * i)})
				ps = append(ps, consent.Presence{Address: who(0), From: at(i), Until: at(3 * n)})
			}
			log, roster := consent.NewLog(rs...), consent.NewRoster(false, ps...)
			return consent.Call{Answers: log, Roster: roster}
		}},
		{"one person under two addresses who answers and comes often", func(n int) consent.Call {
			var rs []consent.Response
			var ps []consent.Presence
			for i := range n {
				rs = append(rs, consent.Response{Participant: who(i % 2), Choice: consent.AllChoices()[i%4], At: at(2 * i)})
				ps = append(ps, consent.Presence{Address: who(i % 2), From: at(i), Until: at(i + 1)})
			}
			log, roster := consent.NewLog(rs...), consent.NewRoster(false, ps...)
			return consent.Call{Answers: log, Roster: roster, Person: func(a invite.Address) (invite.Address, []invite.Address) { return who(0), []invite.Address{who(1)} }}
		}},
	} {
		for _, n := range []int{4_000, 64_000} {
			b.Run(fmt.Sprintf("%s/%d", test.rule, n), func(b *testing.B) {
				c := test.build(n)
				c.Now, c.Grace = at(100*n), time.Minute
				b.ReportAllocs()
				for b.Loop() {
					for range c.Objections() {
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/answer")
			})
		}
	}
}
