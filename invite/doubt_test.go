package invite_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

func TestDoubts(t *testing.T) {
	texts := []string{"organizer", "attendees", "time", "links", "state", "class", "title", "presence"}
	require.Len(t, invite.AllDoubts(), len(texts))
	for i, d := range invite.AllDoubts() {
		assert.Equal(t, invite.Doubt(i+1), d, "zero is reserved")
		assert.True(t, d.Known())
		assert.Equal(t, texts[i], d.String())
		var read invite.Doubt
		require.NoError(t, read.UnmarshalText([]byte(texts[i])))
		assert.Equal(t, d, read)
	}
	for _, unknown := range []invite.Doubt{0, invite.DoubtPresence + 1} {
		assert.False(t, unknown.Known())
		_, err := unknown.MarshalText()
		assert.Error(t, err)
	}
	var read invite.Doubt
	assertUnknown(t, read.UnmarshalText([]byte("Title")), "doubt", "Title")
}

func TestDoubtsInJSON(t *testing.T) {
	inv := invite.Invite{
		Doubts:     enum.SetOf(invite.DoubtTitle, invite.DoubtTime),
		DoubtsFrom: []invite.Doubtful{{Doubt: invite.DoubtTime, Property: "DTSTART", Line: 7}, {Doubt: invite.DoubtTitle}},
	}
	text, err := json.Marshal(inv)
	require.NoError(t, err)
	assert.JSONEq(t, `{"doubts":["time","title"],"doubts_from":[{"doubt":"time","property":"DTSTART","line":7},{"doubt":"title"}]}`, string(text))
	var read invite.Invite
	require.NoError(t, json.Unmarshal(text, &read))
	assert.Equal(t, inv, read)
	assert.Error(t, json.Unmarshal([]byte(`{"doubts":["weather"]}`), &read), "an unknown doubt is an error")
}
