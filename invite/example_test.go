package invite_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

func ExampleParseLink() {
	for _, raw := range []string{
		"https://acme.zoom.us/j/123456789?pwd=abc",
		"HTTPS://Zoom.US:443/%6A/123456789",
		"https://zoom.us.evil.example/j/123456789",
		"https://zoom.us/u/abc",
	} {
		l, err := invite.ParseLink(raw)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(l.Host(), l.Path(), l.Provider())
	}
	// Output:
	// acme.zoom.us j/123456789 zoom
	// zoom.us j/123456789 zoom
	// zoom.us.evil.example j/123456789 none
	// zoom.us u/abc none
}

func ExampleParseAddress() {
	a, err := invite.ParseAddress("MAILTO:Ann.Lee@Acme.Example")
	fmt.Println(a, a.Domain(), err)
	_, err = invite.ParseAddress("ann")
	fmt.Println(err)
	// Output:
	// ann.lee@acme.example acme.example <nil>
	// address "ann": there is no @; want the form name@domain
}

func ExampleOccurrenceAt() {
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	weekly := []invite.Occurrence{
		{Start: monday, End: monday.Add(time.Hour)},
		{Start: monday.AddDate(0, 0, 7), End: monday.AddDate(0, 0, 7).Add(time.Hour)},
	}
	for _, answered := range []time.Time{
		monday.Add(90 * time.Minute), // this week's meeting may still go on
		monday.Add(2 * time.Hour),
	} {
		meeting, ok := invite.OccurrenceAt(slices.Values(weekly), answered)
		fmt.Println(meeting.Start.Format(time.DateOnly), ok)
	}
	// Output:
	// 2026-03-02 true
	// 2026-03-09 true
}

func ExampleKey() {
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	planned := invite.Invite{UID: "7@acme.example", Recurring: true, Start: monday}
	moved := invite.Invite{UID: "7@acme.example", Recurring: true, Start: monday.AddDate(0, 0, 1), RecurrenceID: monday}
	fmt.Println(planned.Key())
	fmt.Println(planned.Key() == moved.Key())
	fmt.Println(planned.Key().Series())
	// Output:
	// 2026-03-02T09:00:00Z/7@acme.example
	// true
	// /7@acme.example
}

func ExampleLink_SameRoom() {
	invited := invite.MustLink("https://acme.zoom.us/j/123456789?pwd=abc")
	fmt.Println(invited.SameRoom(invite.MustLink("https://us02web.zoom.us/j/123456789")))
	fmt.Println(invited.SameRoom(invite.MustLink("https://acme.zoom.us/j/987654321")))
	// Output:
	// true
	// false
}
