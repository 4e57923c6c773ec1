package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// numbered returns so many texts.
func numbered(n int, format string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(format, i)
	}
	return all
}

// BenchmarkBlockedPhrase looks for phrases in a title of 45 letters. They cost the same however
// many there are, also where all begin alike.
func BenchmarkBlockedPhrase(b *testing.B) {
	for _, title := range []string{"Roadmap", "Quarterly review of the roadmap with Customer", "Works council of the works council works cou"} {
		for _, n := range []int{1, 3, 100, 10_000} {
			list := profile.NewBlockList(nil, nil, numbered(n, "works council %d"))
			b.Run(fmt.Sprintf("%d/%s", n, title), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					list.Phrase(title)
				}
			})
		}
	}
}

// BenchmarkBlockedPhraseLong looks for 10,000 phrases in long titles, also in a title that begins
// phrases all the time.
func BenchmarkBlockedPhraseLong(b *testing.B) {
	list := profile.NewBlockList(nil, nil, numbered(10_000, "works council %d"))
	for name, text := range map[string]string{"plain": "Roadmap ", "begun": "works council", "kana": "ロードマップ", "unseen": "\u200b", "accents": "w\u0301o\u0302"} {
		for _, n := range []int{1_000, 1_000_000} {
			title := strings.Repeat(text, n/len(text))
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(title)))
				for b.Loop() {
					list.Phrase(title)
				}
			})
		}
	}
}

// BenchmarkBlockedParty looks for an address that is not on the list. It costs the same whatever
// the number of addresses and of domains, but for how many lengths these have.
func BenchmarkBlockedParty(b *testing.B) {
	a := invite.MustAddress("person1@mail.customer.example")
	for _, n := range []int{1, 10, 1_000, 100_000} {
		var addresses []invite.Address
		for _, text := range numbered(n, "person%d@rival.example") {
			addresses = append(addresses, invite.MustAddress(text))
		}
		list := profile.NewBlockList(addresses, numbered(n, "rival%d.example"), nil)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list.Party(a)
			}
		})
	}
}

// BenchmarkNewBlockList makes lists of phrases.
func BenchmarkNewBlockList(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000} {
		phrases := numbered(n, "works council %d")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				profile.NewBlockList(nil, nil, phrases)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/phrase")
		})
	}
}

// BenchmarkByAddress looks up a member, and somebody who is none.
func BenchmarkByAddress(b *testing.B) {
	stranger := invite.MustAddress("person1@customer.example")
	for _, n := range []int{2, 1_000, 100_000} {
		o := company(n)
		member := invite.MustAddress("m1@acme.example")
		b.Run(fmt.Sprintf("member/%d", n), func(b *testing.B) {
			for b.Loop() {
				o.Members.ByAddress(member)
			}
		})
		b.Run(fmt.Sprintf("stranger/%d", n), func(b *testing.B) {
			for b.Loop() {
				o.Members.ByAddress(stranger)
			}
		})
	}
}
