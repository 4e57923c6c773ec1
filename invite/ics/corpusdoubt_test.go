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
	gateAll        = 82 // every event, however many files are copies of one example
	gateDistinct   = 87 // every event once
	gateOfPrograms = 25 // without the examples of RFCs, which are full of typing errors
)

// isExample reports whether an event is one of the examples in RFC 2445, 2446 and 5545:
// these take place in 1997 and 1998.
func isExample(e *Event) bool { return e.Invite.Start.Year() == 1997 || e.Invite.Start.Year() == 1998 }

// share is how many events are in doubt.
type share struct{ doubtful, events int }

func (s *share) count(doubtful bool) {
	if s.events++; doubtful {
		s.doubtful++
	}
}

func (s share) within(t *testing.T, thousandths int, of string) {
	t.Logf("in doubt: %d of %d events with attendees, %s: %.2f%%", s.doubtful, s.events, of, percent(s.doubtful, s.events))
	assert.LessOrEqual(t, s.doubtful*1000, thousandths*s.events, of)
}

// wordsOf returns an event as it is read, without what tells copies of one example apart: by
// whom it was written down, when, on which line, and under which UID.
func wordsOf(e Event) string {
	inv := e.Invite
	inv.UID, inv.Stamp = "", time.Time{}
	inv.DoubtsFrom = slices.Clone(inv.DoubtsFrom)
	for i := range inv.DoubtsFrom {
		inv.DoubtsFrom[i].Line = 0
	}
	return fmt.Sprintf("%+v %v", inv, e.recurrence.Rules)
}

// A doubt is a cost: an event in doubt is not recorded where it might have been. The
// floating times of the corpus are given a zone, as a service does that knows its users.
func TestCorpusDoubts(t *testing.T) {
	root := os.Getenv("MAYRECORD_CORPUS")
	if root == "" {
		t.Skip("MAYRECORD_CORPUS names no folder")
	}
	var all, distinct, ofPrograms share
	seen, causes := map[string]bool{}, map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(expectations(t, root))) {
		data, err := os.ReadFile(filepath.Join(root, "files", name))
		require.NoError(t, err)
		calendar, err := Read(data, Options{Zone: time.UTC})
		require.NoError(t, err)
		for _, e := range calendar.Events {
			if len(e.Invite.Attendees) == 0 {
				continue
			}
			doubtful, words := e.Invite.Doubts != 0, wordsOf(e)
			all.count(doubtful)
			if !seen[words] {
				seen[words] = true
				distinct.count(doubtful)
			}
			if !isExample(&e) {
				ofPrograms.count(doubtful)
			}
			assert.Equal(t, doubtful, len(e.Invite.DoubtsFrom) > 0)
			for cause := range causesOf(calendar.Notes, &e) {
				causes[fmt.Sprintf("%-40s (RFC example: %v)", cause, isExample(&e))]++
				t.Logf("%s: %s", name, cause)
			}
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(causes)) {
		t.Logf("%5d events: %s", causes[cause], cause)
	}
	all.within(t, gateAll, "all")
	distinct.within(t, gateDistinct, "each once")
	ofPrograms.within(t, gateOfPrograms, "without the RFCs' examples")
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
