package consent_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/mayrecord/mayrecord/consent"
)

// manyAnswers returns a log of n answers of n/2 participants.
func manyAnswers(n int) consent.Log {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var rs []consent.Response
	for i := range n {
		rs = append(rs, consent.Response{
			Participant: fmt.Sprintf("p%d@customer.example", i/2),
			Choice:      consent.Choices()[i%3],
			At:          start.Add(time.Duration(i%2) * time.Minute),
		})
	}
	return consent.NewLog(rs...)
}

func BenchmarkFirstMissing(b *testing.B) {
	from := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, n := range []int{8, 100, 1_000, 10_000} {
		log := manyAnswers(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				log.FirstMissing(from, from.Add(time.Hour))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/answer")
		})
	}
}

func BenchmarkNewLog(b *testing.B) {
	for _, n := range []int{8, 100, 1_000, 10_000} {
		rs := manyAnswers(n).Responses()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				consent.NewLog(rs...)
			}
		})
	}
}
