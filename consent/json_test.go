package consent_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
)

func TestPlainJSONReadsAnswers(t *testing.T) {
	log := consent.NewLog(consent.Response{Participant: "cem@customer.example", Choice: consent.OptedOut, At: time.Unix(1, 2)})
	written, err := json.Marshal(log)
	require.NoError(t, err)
	var read consent.Log
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, log, read)
	assert.ErrorContains(t, json.Unmarshal([]byte(`[{"choise":"consented"}]`), &read), `unknown field "choise"`)
}

// The monotonic reading is dropped: only the wall clock is compared.
func TestAnswersHaveNoMonotonicReading(t *testing.T) {
	now := time.Now()
	got := consent.NewLog(consent.Response{Participant: "cem@customer.example", Choice: consent.OptedOut, At: now}).Responses()[0].At
	assert.True(t, got == now.Round(0).UTC())
}

func TestErrorsDoNotGiveTheTableAway(t *testing.T) {
	var c consent.Choice
	var unknown *consent.UnknownChoiceError
	require.ErrorAs(t, c.UnmarshalText([]byte("x")), &unknown)
	unknown.Known()[0] = "changed"
	assert.Equal(t, "stayed_away", consent.StayedAway.String())
}
