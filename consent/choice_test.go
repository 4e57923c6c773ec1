package consent_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func TestEveryChoice(t *testing.T) {
	texts := []string{"", "stayed_away", "consented", "bypassed", "opted_out", ""}
	require.Len(t, consent.Choices(), len(texts)-2)
	for i, text := range texts {
		c := consent.Choice(i)
		if text == "" {
			assertNoChoice(t, c)
			continue
		}
		assert.Equal(t, c, consent.Choices()[i-1])
		assert.True(t, c.Known())
		assert.Equal(t, text, c.String())
		written, err := json.Marshal(c)
		require.NoError(t, err)
		assert.Equal(t, strconv.Quote(text), string(written))
		var read consent.Choice
		require.NoError(t, json.Unmarshal(written, &read))
		assert.Equal(t, c, read)
	}
	assertNoChoice(t, 255)
}

func assertNoChoice(t *testing.T, c consent.Choice) {
	t.Helper()
	assert.False(t, c.Known())
	assert.Equal(t, fmt.Sprintf("choice(%d)", uint8(c)), c.String())
	_, err := c.MarshalText()
	var unknown *consent.UnknownChoiceError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, c.String(), unknown.Text)
	require.ErrorAs(t, c.UnmarshalText([]byte(c.String())), &unknown)
}

func TestChoiceConstants(t *testing.T) {
	assert.Equal(t, []consent.Choice{consent.StayedAway, consent.Consented, consent.Bypassed, consent.OptedOut}, consent.Choices(), "from the most lenient to the strictest")
	assert.Equal(t, "stayed_away consented bypassed opted_out", fmt.Sprint(consent.StayedAway, " ", consent.Consented, " ", consent.Bypassed, " ", consent.OptedOut))
}

func TestUnknownChoice(t *testing.T) {
	for _, text := range []string{"", "Consented", "consented ", "consent", "choice(2)", `a"b`} {
		c := consent.Bypassed
		err := c.UnmarshalText([]byte(text))
		var unknown *consent.UnknownChoiceError
		require.ErrorAs(t, err, &unknown)
		assert.Equal(t, text, unknown.Text)
		assert.Equal(t, consent.Bypassed, c, "an error leaves the choice alone")
		assert.EqualError(t, err, fmt.Sprintf("unknown choice %q: want one of stayed_away, consented, bypassed, opted_out", text))
	}
	var c consent.Choice
	assert.ErrorContains(t, strictjson.Unmarshal([]byte(`"opted-out"`), &c), `(did you mean "opted_out"?)`)
}

func TestMissing(t *testing.T) {
	for _, test := range []struct {
		choice            consent.Choice
		offered, enforced bool
	}{
		{0, false, false},
		{consent.StayedAway, false, false},
		{consent.Consented, false, false},
		{consent.Bypassed, false, true},
		{consent.OptedOut, true, true},
	} {
		t.Run(test.choice.String(), func(t *testing.T) {
			assert.Equal(t, test.offered, test.choice.Missing(false))
			assert.Equal(t, test.enforced, test.choice.Missing(true))
		})
	}
}
