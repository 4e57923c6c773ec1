package consent_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
)

func TestTally(t *testing.T) {
	l := consent.NewLog(
		answer("a", away, 0), answer("b", away, 0), answer("b", agreed, 1), answer("c", agreed, 1), answer("d", bypassed, 2),
		answer("e", optedOut, 3), answer("f", optedOut, 3), answer("g", bypassed, 3), answer("g", optedOut, 4),
	)
	for _, test := range []struct {
		rule string
		at   int
		want consent.Tally
	}{
		{"before all answers", -1, consent.Tally{}},
		{"those given", 0, consent.Tally{StayedAway: 2}},
		{"a later answer replaces an earlier", 1, consent.Tally{StayedAway: 1, Consented: 2}},
		{"all kinds", 3, consent.Tally{StayedAway: 1, Consented: 2, Bypassed: 2, OptedOut: 2}},
		{"at the end", 60, consent.Tally{StayedAway: 1, Consented: 2, Bypassed: 1, OptedOut: 3}},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.Equal(t, test.want, l.Tally(minute(test.at))) })
	}
	assert.Equal(t, 15, consent.Tally{StayedAway: 1, Consented: 2, Bypassed: 4, OptedOut: 8}.Participants())
	written, err := json.Marshal(consent.Tally{StayedAway: 1, Consented: 2, Bypassed: 3, OptedOut: 4})
	require.NoError(t, err)
	assert.Equal(t, `{"stayed_away":1,"consented":2,"bypassed":3,"opted_out":4}`, string(written))
}

func TestOptOutRate(t *testing.T) {
	for _, test := range []struct {
		rule  string
		calls []consent.Tally
		want  consent.Rate
		share float64
		text  string
	}{
		{"no calls", nil, consent.Rate{}, 0, "0 of 0 calls"},
		{"calls that nobody answered do not count", []consent.Tally{{}, {}}, consent.Rate{}, 0, "0 of 0 calls"},
		{"a call counts once, however many opted out", []consent.Tally{{OptedOut: 3, Consented: 1}, {Consented: 9}}, consent.Rate{OptedOut: 1, Answered: 2}, 0.5, "1 of 2 calls"},
		{"any answer counts", []consent.Tally{{StayedAway: 1}, {Bypassed: 1}, {Consented: 1}, {OptedOut: 1}}, consent.Rate{OptedOut: 1, Answered: 4}, 0.25, "1 of 4 calls"},
		{"all", []consent.Tally{{OptedOut: 1}}, consent.Rate{OptedOut: 1, Answered: 1}, 1, "1 of 1 calls"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			rate := consent.OptOutRate(test.calls...)
			assert.Equal(t, test.want, rate)
			share, ok := rate.Share()
			assert.Equal(t, test.want.Answered > 0, ok)
			assert.Equal(t, test.share, share)
			assert.Equal(t, test.text, rate.String())
		})
	}
}
