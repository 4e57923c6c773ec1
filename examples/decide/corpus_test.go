package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
	"github.com/mayrecord/mayrecord/profile"
)

// TestCorpusDoubts counts what doubts cost under the example settings: how many events
// of real calendars raise a doubt, and for how many the verdict is another one. The
// example company knows nobody in the corpus, so that little is recorded; therefore each
// event is also decided as if a member organized it and sent a consent link: Bea, whose
// page is enabled, and Ann, whose page is enforced.
func TestCorpusDoubts(t *testing.T) {
	root := os.Getenv("MAYRECORD_CORPUS")
	if root == "" {
		t.Skip("MAYRECORD_CORPUS names no folder")
	}
	org, err := profile.ParseOrg(exampleSettings)
	require.NoError(t, err)
	events := corpusEvents(t, root)
	require.NotEmpty(t, events)
	for _, member := range []string{"", "bea@acme.example", "ann@acme.example"} {
		for _, after := range []time.Duration{-time.Hour, 10 * time.Minute, 6 * time.Hour} {
			raised, changed := map[string]int{}, map[string]int{}
			var doubtful, recorded, differ int
			for _, inv := range events {
				c := corpusCase(inv, org, member, after)
				doubted := decision.Decide(c)
				c.Invite.Doubts, c.Invite.DoubtsFrom = 0, nil
				certain := decision.Decide(c)
				differs := doubted.Verdict != certain.Verdict
				if differs {
					differ++
					assert.Contains(t, []decision.Verdict{decision.Refuse, decision.Hold}, doubted.Verdict, "%v became %v", certain, doubted)
				}
				if certain.Verdict == decision.Record {
					recorded++
				}
				if inv.Doubts != 0 {
					doubtful++
				}
				for cause := range doubtsOf(inv) {
					raised[cause]++
					if differs {
						changed[cause]++
					}
				}
			}
			t.Logf("organized by %q, asked %v after the start: of %d events with attendees %d are in doubt; %d would be recorded if none were; %d verdicts differ",
				member, after, len(events), doubtful, recorded, differ)
			for _, cause := range slices.Sorted(maps.Keys(raised)) {
				t.Logf("  %3d raise it, %3d differ: %s", raised[cause], changed[cause], cause)
			}
		}
	}
}

// corpusEvents returns the events with attendees of the calendars in expected.jsonl.
// Floating times are given a zone, as a service does that knows its users.
func corpusEvents(t *testing.T, root string) (events []invite.Invite) {
	expected, err := os.ReadFile(filepath.Join(root, "expected.jsonl"))
	require.NoError(t, err)
	files := map[string]bool{}
	for line := range bytes.Lines(expected) {
		var row struct{ File string }
		require.NoError(t, json.Unmarshal(line, &row))
		files[row.File] = true
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data, err := os.ReadFile(filepath.Join(root, "files", name))
		require.NoError(t, err)
		calendar, err := ics.Read(data, ics.Options{Zone: time.UTC})
		require.NoError(t, err)
		for _, e := range calendar.Events {
			if len(e.Invite.Attendees) > 0 {
				events = append(events, e.Invite)
			}
		}
	}
	return events
}

// corpusCase asks about an event some time after its planned start: ten minutes after it
// a recorder runs.
func corpusCase(inv invite.Invite, org profile.Org, member string, after time.Duration) decision.Case {
	if member != "" {
		party := invite.Party{Address: invite.MustAddress(member), Answer: invite.PartStatAccepted}
		inv.Attendees = append(slices.Clone(inv.Attendees), party)
		if !inv.Doubts.Has(invite.DoubtOrganizer) {
			inv.Organizer = party // an enforced page refuses all that others organize
		}
		inv.Links = append([]invite.Link{invite.MustLink("https://join.example/acme/" + member[:3])}, inv.Links...)
	}
	c := decision.Case{Now: inv.Start.Add(after), Invite: inv, Org: org}
	if after == 10*time.Minute {
		c.Recordings = []decision.Recording{{Start: inv.Start}}
	}
	return c
}

// doubtsOf returns the causes of an invite's doubts.
func doubtsOf(inv invite.Invite) map[string]bool {
	causes := map[string]bool{}
	for _, from := range inv.DoubtsFrom {
		causes[fmt.Sprintf("%v %s", from.Doubt, from.Property)] = true
	}
	return causes
}
