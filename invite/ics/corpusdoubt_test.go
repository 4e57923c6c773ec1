package ics

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// How many of the corpus's events with attendees may be in doubt, in thousandths.
const (
	gateDoubts    = 30 // those of calendars
	gateAllDoubts = 85 // with the examples of RFCs, which are full of typing errors and copied from project to project
)

// isExample reports whether an event is one of the examples in RFC 2445, 2446 and 5545:
// these take place in 1997 and 1998.
func isExample(e *Event) bool { return e.Invite.Start.Year() == 1997 || e.Invite.Start.Year() == 1998 }

// A doubt is a cost: an event in doubt is not recorded where it might have been. The
// floating times of the corpus are given a zone, as a service does that knows its users.
func TestCorpusDoubts(t *testing.T) {
	root := os.Getenv("MAYRECORD_CORPUS")
	if root == "" {
		t.Skip("MAYRECORD_CORPUS names no folder")
	}
	var real, examples struct{ events, doubtful int }
	causes := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(expectations(t, root))) {
		data, err := os.ReadFile(filepath.Join(root, "files", name))
		require.NoError(t, err)
		calendar, err := Read(data, Options{Zone: time.UTC})
		require.NoError(t, err)
		for _, e := range calendar.Events {
			if len(e.Invite.Attendees) == 0 {
				continue
			}
			count := &real
			if isExample(&e) {
				count = &examples
			}
			count.events++
			if e.Invite.Doubts == 0 {
				assert.Empty(t, e.Invite.DoubtsFrom)
				continue
			}
			count.doubtful++
			for cause := range causesOf(calendar.Notes, &e) {
				causes[fmt.Sprintf("%-40s (RFC example: %v)", cause, isExample(&e))]++
				t.Logf("%s: %s", name, cause)
			}
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(causes)) {
		t.Logf("%5d events: %s", causes[cause], cause)
	}
	all, doubtful := real.events+examples.events, real.doubtful+examples.doubtful
	t.Logf("in doubt: %d of %d events with attendees: %.2f%%", doubtful, all, percent(doubtful, all))
	t.Logf("in doubt: %d of %d without the RFCs' examples: %.2f%%", real.doubtful, real.events, percent(real.doubtful, real.events))
	assert.LessOrEqual(t, real.doubtful*1000, gateDoubts*real.events)
	assert.LessOrEqual(t, doubtful*1000, gateAllDoubts*all)
}

// causesOf returns the doubts of an event, each with the property and the kinds of the
// notes that it comes from.
func causesOf(notes []Note, e *Event) map[string]bool {
	causes := map[string]bool{}
	for _, from := range e.Invite.DoubtsFrom {
		for _, n := range notes {
			if n.Lossy && n.Line <= from.Line && from.Line <= n.Until && consequences[n.Kind] != (consequence{}) {
				causes[fmt.Sprintf("%v %s %v", from.Doubt, from.Property, n.Kind)] = true
			}
		}
	}
	return causes
}
