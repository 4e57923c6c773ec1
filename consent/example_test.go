package consent_test

import (
	"fmt"
	"time"

	"github.com/mayrecord/mayrecord/consent"
)

func ExampleNewLog() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	answers := consent.NewLog(
		consent.Response{Participant: "cem@customer.example", Choice: consent.Consented, At: nine},
		consent.Response{Participant: "dia@customer.example", Choice: consent.OptedOut, At: nine.Add(50 * time.Minute)},
		consent.Response{Participant: "mailto:Cem@Customer.example", Choice: consent.Bypassed, At: nine.Add(10 * time.Minute)},
	)
	for s := range answers.Stretches() {
		fmt.Println(s.From.Format(time.TimeOnly), s.Participant, s.Choice)
	}
	cut := answers.FirstMissing(nine, nine.Add(time.Hour)).Cut(true)
	fmt.Println("consent went missing at", cut.Format(time.TimeOnly))
	// Output:
	// 09:00:00 cem@customer.example consented
	// 09:50:00 dia@customer.example opted_out
	// consent went missing at 09:50:00
}

func ExampleEnoughRecorded() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	planned := consent.Span{From: nine, To: nine.Add(time.Hour)}
	for _, minutes := range []time.Duration{41, 42} {
		recorded := consent.Span{From: nine, To: nine.Add(minutes * time.Minute)}
		fmt.Println(int(minutes), "minutes:", consent.EnoughRecorded(recorded, planned, 70))
	}
	fmt.Println("enough from", consent.EnoughFrom(nine, planned, 70).Format(time.TimeOnly))
	// Output:
	// 41 minutes: false
	// 42 minutes: true
	// enough from 09:42:00
}
