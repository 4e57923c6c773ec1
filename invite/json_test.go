package invite_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// What encoding/json writes it reads again, and nothing else.
func TestPlainJSONLosesNothing(t *testing.T) {
	inv := invite.Invite{
		Title: "Roadmap", Organizer: invite.Party{Address: invite.MustAddress("ann@acme.example")},
		Links: []invite.Link{invite.MustLink("https://zoom.us/j/1").At(invite.PlaceLocation)},
	}
	written, err := json.Marshal(inv)
	require.NoError(t, err)
	var read invite.Invite
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, inv, read)

	var set invite.ProviderSet
	require.NoError(t, json.Unmarshal([]byte(`["zoom","webex"]`), &set))
	assert.Equal(t, enum.SetOf(invite.ProviderZoom, invite.ProviderWebex), set)

	var l invite.Link
	assert.ErrorContains(t, json.Unmarshal([]byte(`{"ulr":"https://zoom.us/j/1"}`), &l), `unknown field "ulr"`)
	assert.Error(t, json.Unmarshal([]byte(`{"url":"zoom"}`), &l))
	assert.Error(t, json.Unmarshal([]byte(`["zomo"]`), &set))
}
