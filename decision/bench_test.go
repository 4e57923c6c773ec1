package decision_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/mayrecord/mayrecord/decision"
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

func BenchmarkExplain(b *testing.B) {
	c := crowd(8, 8)
	d := Decide(c)
	b.ReportAllocs()
	for b.Loop() {
		_ = Explain(c, d).String()
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
