package mail

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What was reached with the corpus, as a floor: every one of its 30 mails has a
// calendar; every event that others found in them is found.
const (
	corpusMails  = 30
	corpusEvents = 33 // each calendar once
	corpusFound  = 31
)

// TestCorpus reads the mails of a corpus of real calendars. It runs where
// MAYRECORD_CORPUS names the folder.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MAYRECORD_CORPUS")
	if root == "" {
		t.Skip("MAYRECORD_CORPUS names no folder")
	}
	want := expectedUIDs(t, root)
	var read, withCalendar, parts, events, expected, found int
	for mail, uids := range want {
		data, err := os.ReadFile(filepath.Join(root, "files", mail))
		require.NoError(t, err)
		m, err := Read(data, Options{})
		if !assert.NoError(t, err, mail) {
			continue
		}
		read++
		if len(m.Calendars) > 0 {
			withCalendar++
		}
		parts += len(m.Calendars)
		events += len(m.Events())
		expected += len(uids)
		found += count(t, m, mail, uids)
	}
	t.Logf("%d mails, %d read, %d with a calendar, %d calendar parts, %d events without duplicates; %d of the %d events expected",
		len(want), read, withCalendar, parts, events, found, expected)
	assert.GreaterOrEqual(t, withCalendar, corpusMails)
	assert.GreaterOrEqual(t, events, corpusEvents)
	assert.GreaterOrEqual(t, found, corpusFound)
}

// count returns how many of the expected events a mail's parts have.
func count(t *testing.T, m *Message, mail string, uids []string) (found int) {
	var have []string
	for _, p := range m.Calendars {
		for _, e := range p.Calendar.Events {
			have = append(have, e.Invite.UID)
		}
	}
	for _, uid := range uids {
		i := slices.Index(have, uid)
		if i < 0 {
			t.Logf("%s: no event %s", mail, uid)
			continue
		}
		have = slices.Delete(have, i, i+1)
		found++
	}
	return found
}

// expectedUIDs returns the UIDs of the events that are expected in each mail.
func expectedUIDs(t *testing.T, root string) map[string][]string {
	index, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	require.NoError(t, err)
	mails, want := map[string]string{}, map[string][]string{}
	for _, row := range strings.Split(string(index), "\n")[1:] {
		if cells := strings.Split(row, "\t"); len(cells) > 3 && cells[3] != "" {
			mails[cells[0]] = cells[3]
			want[cells[3]] = nil
		}
	}
	rows, err := os.Open(filepath.Join(root, "expected.jsonl"))
	require.NoError(t, err)
	defer rows.Close()
	for s := bufio.NewScanner(rows); s.Scan(); {
		var event struct{ File, UID string }
		require.NoError(t, json.Unmarshal(s.Bytes(), &event))
		if mail := mails[event.File]; mail != "" {
			want[mail] = append(want[mail], event.UID)
		}
	}
	return want
}
