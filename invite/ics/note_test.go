package ics

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Notes quote what somebody else wrote.
func TestNotesAreSafeToPrint(t *testing.T) {
	hostile := "\u202e\x1b[31m\u2028\u200b" + strings.Repeat("e\u0301\u0301\u0301\u0301\u0301\u0301", 50)
	file := "BEGIN:VCALENDAR\nMETHOD:" + hostile + "\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=" + hostile + ":20260302T090000\nDURATION:" + hostile +
		"\nSTATUS:" + hostile + "\nCLASS:" + hostile + "\nSEQUENCE:" + hostile + "\nORGANIZER:" + hostile + "\nATTENDEE;PARTSTAT=" + hostile + ";CUTYPE=" + hostile +
		":mailto:bea@acme.example\nRRULE:" + hostile + "\nEXDATE:" + hostile + "\nURL:https://" + hostile + "\nnothing " + hostile + "\nEND:VEVENT\nEND:VCALENDAR\n"
	calendar, err := Read([]byte(file), Options{})
	require.NoError(t, err)
	quoted := 0
	for _, n := range calendar.Notes {
		for _, text := range []string{n.Was, n.Made} {
			assert.Equal(t, strictjson.Printable(text), text, n.Kind)
			assert.Less(t, len(text), 600, n.Kind)
			if strings.Contains(text, `\u202e`) {
				quoted++
			}
		}
	}
	assert.GreaterOrEqual(t, quoted, 8)
}

// What a file that is cut off puts in doubt comes from its missing END.
func TestDoubtsOfAFileThatEndsEarly(t *testing.T) {
	for name, row := range map[string]struct {
		file string
		want invite.Doubts
		line int
	}{
		"in the event": {strings.TrimSuffix(around(), "END:VEVENT\nEND:VCALENDAR\n"), everything, 6},
		"after it":     {strings.TrimSuffix(around(), "END:VCALENDAR\n"), state, 7},
	} {
		calendar, err := Read([]byte(row.file), Options{})
		require.NoError(t, err, name)
		var want []invite.Doubtful
		for d := range row.want.All() {
			want = append(want, invite.Doubtful{Doubt: d, Property: "END", Line: row.line})
		}
		assert.Equal(t, want, calendar.Events[0].Invite.DoubtsFrom, name)
	}
}
