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
	answered := monday.Add(2 * time.Hour) // after this week's meeting
	meeting, ok := invite.OccurrenceAt(slices.Values(weekly), answered)
	fmt.Println(meeting.Start.Format(time.DateOnly), ok)
	// Output: 2026-03-09 true
}
