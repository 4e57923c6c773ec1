package consent_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
)

func TestPresenceAt(t *testing.T) {
	closed, open := stay("cem", 1, 5), stay("cem", 1, ever)
	for _, test := range []struct {
		rule     string
		presence consent.Presence
		at       time.Time
		want     bool
	}{
		{"before it", closed, minute(1).Add(-1), false},
		{"at its begin", closed, minute(1), true},
		{"within it", closed, minute(3), true},
		{"at its end", closed, minute(5), true},
		{"after it", closed, minute(5).Add(1), false},
		{"without an end, before", open, minute(0), false},
		{"without an end, long after", open, minute(1e6), true},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.Equal(t, test.want, test.presence.At(test.at)) })
	}
}

func TestRosterProblems(t *testing.T) {
	untimed, unknown, reversed, instant := stay("cem", 1, 5), as(3, stay("cem", 1, 5)), stay("cem", 5, 1), stay("cem", 5, 5)
	untimed.From = time.Time{}
	for _, test := range []struct {
		rule     string
		presence consent.Presence
		want     string
	}{
		{"no begin", untimed, "[0].from: say when it began"},
		{"an unknown kind", unknown, "[0].kind: want person, room or recorder"},
		{"an end before the begin", reversed, "[0].until: want a time that is not before from"},
		{"an end at the begin", instant, ""},
		{"no end", stay("cem", 1, ever), ""},
		{"nobody who is identified", stranger("Cem", consent.Person, 1, 2), ""},
		{"nobody who is named", stranger("", consent.Person, 1, 2), ""},
	} {
		t.Run(test.rule, func(t *testing.T) {
			r := consent.NewRoster(false, test.presence)
			assert.Equal(t, test.want == "", r.Valid())
			assert.Len(t, r.Presences(), 1, "it is not lost")
			if test.want != "" {
				require.Len(t, r.Problems(), 1)
				assert.EqualError(t, r.Problems()[0], test.want)
			}
		})
	}
	r := consent.NewRoster(false, stay("dia", 5, 1), stay("cem", 1, 5))
	require.Len(t, r.Problems(), 1)
	assert.Equal(t, 1, r.Problems()[0].Index, "its place in Presences")
}

func TestRoster(t *testing.T) {
	var zero consent.Roster
	assert.True(t, zero.IsZero())
	assert.True(t, zero.Valid())
	assert.False(t, zero.Complete())
	assert.Empty(t, zero.Presences())
	assert.Empty(t, slices.Collect(zero.Until(minute(60))))
	assert.Equal(t, zero, consent.NewRoster(false), "an incomplete roster of nobody says nothing")

	nobody := consent.NewRoster(true)
	assert.False(t, nobody.IsZero(), "that nobody came is known")
	assert.True(t, nobody.Complete())

	somebody := consent.NewRoster(false, stay("cem", 1, 5))
	assert.False(t, somebody.IsZero())
	assert.False(t, somebody.Complete())
}

func TestRosterOrder(t *testing.T) {
	unknown, room := stranger("Dia", consent.Person, 7, ever), stranger("Room", consent.Room, 7, ever)
	want := []consent.Presence{stranger("Dia", consent.Person, 0, 1), unknown, unknown, room, stay("cem", 1, ever), stay("cem", 1, 5), stay("cem", 3, 4), stay("eli", 0, 9)}
	for range 3 {
		mixed := append(slices.Clone(want), stay("cem", 3, 4))
		slices.Reverse(mixed)
		r := consent.NewRoster(false, mixed...)
		assert.Equal(t, want, r.Presences(), "by address, then time; who is not identified is somebody else each time")
		mixed[0].Name = "x"
		assert.Equal(t, want, r.Presences(), "the caller's slice is the caller's")
		r.Presences()[0].Name = "x"
		assert.Equal(t, want, r.Presences(), "what Presences returns is a copy")
	}
}

func TestRosterUntil(t *testing.T) {
	r := consent.NewRoster(false, stay("cem", 3, 4), stay("cem", 1, 2), stranger("Dia", consent.Person, 2, ever), as(consent.Recorder, stay("bot", 0, ever)))
	for _, test := range []struct {
		rule string
		at   time.Time
		want []string
	}{
		{"before all", minute(0).Add(-1), nil},
		{"what begins at the instant has begun", minute(0), []string{"bot@customer.example"}},
		{"what has ended had begun", minute(2), []string{"", "bot@customer.example", "cem@customer.example"}},
		{"a nanosecond before the last", minute(3).Add(-1), []string{"", "bot@customer.example", "cem@customer.example"}},
		{"all", minute(3), []string{"", "bot@customer.example", "cem@customer.example", "cem@customer.example"}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var got []string
			for p := range r.Until(test.at) {
				got = append(got, p.Address.String())
			}
			assert.Equal(t, test.want, got)
		})
	}
	for range r.Until(minute(3)) {
		break // an iteration can stop early
	}
}

func TestRosterHasNoMonotonicReading(t *testing.T) {
	now := time.Now()
	zone := now.Round(0).In(time.FixedZone("", -9*3600))
	for _, at := range []time.Time{now, zone} {
		p := consent.NewRoster(false, consent.Presence{Address: person("cem"), From: at, Until: at}).Presences()[0]
		assert.True(t, p.From == now.Round(0).UTC() && p.Until == now.Round(0).UTC())
	}
	assert.Len(t, consent.NewRoster(false, consent.Presence{Address: person("cem"), From: now}, consent.Presence{Address: person("cem"), From: zone}).Presences(), 1)
	none := consent.NewRoster(false, consent.Presence{Address: invite.Address{}, From: now}).Presences()[0]
	assert.True(t, none.Until.IsZero(), "no end stays none")
}
