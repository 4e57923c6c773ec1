package consent_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
)

func ExampleNewLog() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	cem, dia := invite.MustAddress("mailto:Cem@Customer.example"), invite.MustAddress("dia@customer.example")
	answers := consent.NewLog(
		consent.Response{Participant: cem, Choice: consent.Consented, At: nine},
		consent.Response{Participant: dia, Choice: consent.OptedOut, At: nine.Add(50 * time.Minute)},
		consent.Response{Participant: cem, Choice: consent.Bypassed, At: nine.Add(10 * time.Minute)},
	)
	for s := range answers.Stretches() {
		fmt.Println(s.From.Format(time.TimeOnly), s.Participant, s.Choice)
	}
	// Output:
	// 09:00:00 cem@customer.example consented
	// 09:50:00 dia@customer.example opted_out
}

func ExampleNewRoster() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	roster := consent.NewRoster(false,
		consent.Presence{Address: invite.MustAddress("cem@customer.example"), From: nine, Until: nine.Add(time.Hour)},
		consent.Presence{Name: "Dia", From: nine.Add(5 * time.Minute)},
		consent.Presence{Name: "Meeting room 4", Kind: consent.Room, From: nine},
	)
	for p := range roster.Until(nine) {
		fmt.Println(p.Kind, p.Address, p.Name)
	}
	// Output:
	// room  Meeting room 4
	// person cem@customer.example
}

// Dia said no before the meeting and came at 09:50. Eli came past the page at 09:10.
func ExampleCall_Objections() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	cem, dia, eli := invite.MustAddress("cem@customer.example"), invite.MustAddress("dia@customer.example"), invite.MustAddress("eli@customer.example")
	answers := consent.NewLog(
		consent.Response{Participant: cem, Choice: consent.Consented, At: nine},
		consent.Response{Participant: dia, Choice: consent.OptedOut, At: nine.Add(-5 * time.Minute)},
	)
	roster := consent.NewRoster(true,
		consent.Presence{Address: cem, From: nine},
		consent.Presence{Address: dia, From: nine.Add(50 * time.Minute)},
		consent.Presence{Address: eli, From: nine.Add(10 * time.Minute)},
	)
	call := consent.Call{Answers: answers, Roster: roster, Now: nine.Add(time.Hour), Grace: 2 * time.Minute}
	all := slices.SortedFunc(call.Objections(), func(a, b consent.Objection) int { return a.From.Compare(b.From) })
	for _, o := range all {
		fmt.Println(o.From.Format(time.TimeOnly), o.Participant, o.Choice)
	}
	// Output:
	// 09:10:00 eli@customer.example bypassed
	// 09:50:00 dia@customer.example opted_out
}

func ExampleEnoughRecorded() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	planned := invite.Span{From: nine, To: nine.Add(time.Hour)}
	for _, minutes := range []time.Duration{41, 42} {
		recorded := []invite.Span{{From: nine, To: nine.Add(minutes * time.Minute)}}
		fmt.Println(int(minutes), "minutes:", consent.EnoughRecorded(slices.Values(recorded), planned, 70))
	}
	running := []invite.Span{{From: nine.Add(5 * time.Minute)}}
	fmt.Println("enough from", consent.EnoughFrom(slices.Values(running), planned, 70).Format(time.TimeOnly))
	// Output:
	// 41 minutes: false
	// 42 minutes: true
	// enough from 09:47:00
}
