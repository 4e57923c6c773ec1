package invite_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func TestKey(t *testing.T) {
	berlin := time.FixedZone("Berlin", 3600)
	for _, row := range []struct {
		rule   string
		inv    invite.Invite
		key    string
		series string
	}{
		{"a single meeting", invite.Invite{UID: "7@acme.example", Start: nine}, "/7@acme.example", "/7@acme.example"},
		{"a meeting of a series, by its start", invite.Invite{UID: "7@acme.example", Start: nine, Recurring: true}, "2026-03-02T09:00:00Z/7@acme.example", "/7@acme.example"},
		{"a meeting that was moved, by its original start", invite.Invite{UID: "7", Start: nine.Add(time.Hour), Recurring: true, RecurrenceID: nine}, "2026-03-02T09:00:00Z/7", "/7"},
		{"an occurrence alone, not known to be of a series", invite.Invite{UID: "7", Start: nine, RecurrenceID: nine}, "2026-03-02T09:00:00Z/7", "/7"},
		{"the zone does not matter", invite.Invite{UID: "7", Start: nine.In(berlin), Recurring: true}, "2026-03-02T09:00:00Z/7", "/7"},
		{"nor where it was moved to", invite.Invite{UID: "7", RecurrenceID: nine.In(berlin)}, "2026-03-02T09:00:00Z/7", "/7"},
		{"fractions of a second matter", invite.Invite{UID: "7", RecurrenceID: nine.Add(500)}, "2026-03-02T09:00:00.0000005Z/7", "/7"},
		{"slashes, blanks and colons in a UID stay", invite.Invite{UID: "a/b c:d//e@f"}, "/a/b c:d//e@f", "/a/b c:d//e@f"},
		{"a UID that begins like a start stays one", invite.Invite{UID: "2026-03-02T09:00:00Z/7"}, "/2026-03-02T09:00:00Z/7", "/2026-03-02T09:00:00Z/7"},
		{"blanks around a UID are no part of it", invite.Invite{UID: " 7\n", Start: nine, Recurring: true}, "2026-03-02T09:00:00Z/7", "/7"},
		{"without a UID there is none", invite.Invite{Start: nine, Recurring: true, RecurrenceID: nine}, "", ""},
		{"blanks are no UID", invite.Invite{UID: " "}, "", ""},
		{"a series without a start is the whole of it", invite.Invite{UID: "7", Recurring: true}, "/7", "/7"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			key := row.inv.Key()
			assert.Equal(t, row.key, key.String())
			assert.Equal(t, row.series, key.Series().String())
			assert.Equal(t, row.key == "", key.IsZero())
			assert.Equal(t, row.key == "", key == invite.Key{})
		})
	}
}

func TestKeysAreEqualForOneMeeting(t *testing.T) {
	now := time.Now() // with a monotonic reading, in the host's zone
	planned := invite.Invite{UID: "7", Start: now, End: now.Add(time.Hour), Recurring: true}
	moved := invite.Invite{UID: "7", Start: now.Add(time.Hour), Recurring: true, RecurrenceID: now.Round(0).In(time.FixedZone("x", -3600))}
	assert.True(t, planned.Key() == moved.Key())
	assert.Len(t, map[invite.Key]bool{planned.Key(): true, moved.Key(): true}, 1)

	var read invite.Key
	require.NoError(t, read.UnmarshalText([]byte(planned.Key().String())))
	assert.True(t, read == planned.Key())

	for rule, other := range map[string]invite.Invite{
		"another start":      {UID: "7", Start: now.Add(time.Second), Recurring: true},
		"another UID":        {UID: "8", Start: now, Recurring: true},
		"a UID in capitals":  {UID: "A", Start: now, Recurring: true},
		"the whole series":   {UID: "7"},
		"a series of itself": {UID: planned.Key().String()},
	} {
		assert.False(t, planned.Key() == other.Key(), rule)
	}
}

func TestKeyParts(t *testing.T) {
	inv := invite.Invite{UID: "a/b", Start: nine, Recurring: true}
	assert.Equal(t, "a/b", inv.Key().UID())
	assert.Equal(t, nine, inv.Key().Start())
	assert.Equal(t, "a/b", inv.Key().Series().UID())
	assert.Zero(t, inv.Key().Series().Start())
	assert.Zero(t, invite.Key{}.UID())
	assert.True(t, invite.Key{}.Series().IsZero())
}

func TestKeyReads(t *testing.T) {
	for _, row := range []struct{ rule, text, want string }{
		{"a single meeting", "/7", "/7"},
		{"a meeting of a series", "2026-03-02T09:00:00Z/7", "2026-03-02T09:00:00Z/7"},
		{"another zone", "2026-03-02T10:00:00+01:00/7", "2026-03-02T09:00:00Z/7"},
		{"blanks around the UID", "2026-03-02T09:00:00Z/ 7 ", "2026-03-02T09:00:00Z/7"},
		{"nothing", "", ""},
	} {
		t.Run(row.rule, func(t *testing.T) {
			key := (&invite.Invite{UID: "before"}).Key()
			require.NoError(t, key.UnmarshalText([]byte(row.text)))
			assert.Equal(t, row.want, key.String())
		})
	}
	const noTime = "the original start is no time of the years 0 to 9999"
	for _, row := range []struct{ rule, text, problem string }{
		{"no slash", "7", "there is no UID after a slash"},
		{"a slash alone", "/", "there is no UID after a slash"},
		{"blanks for a UID", "/ ", "there is no UID after a slash"},
		{"a start alone", "2026-03-02T09:00:00Z", "there is no UID after a slash"},
		{"a start and a slash", "2026-03-02T09:00:00Z/", "there is no UID after a slash"},
		{"a date for a start", "2026-03-02/7", noTime},
		{"a start without a zone", "2026-03-02T09:00:00/7", noTime},
		{"a blank before the start", " 2026-03-02T09:00:00Z/7", noTime},
		{"the zero time, which is none", "0001-01-01T00:00:00Z/7", noTime},
	} {
		t.Run(row.rule, func(t *testing.T) {
			key := (&invite.Invite{UID: "before"}).Key()
			err := key.UnmarshalText([]byte(row.text))
			var wrong *invite.KeyError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, invite.KeyError{Text: row.text, Problem: row.problem}, *wrong)
			assert.Contains(t, err.Error(), "want the form 2026-03-02T09:00:00Z/UID, or /UID")
			assert.Equal(t, "/before", key.String(), "it is left alone")
		})
	}
}

func TestKeyOfAYearThatCannotBeWritten(t *testing.T) {
	for _, year := range []int{-1, 10000} {
		inv := invite.Invite{UID: "7", RecurrenceID: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)}
		_, err := inv.Key().MarshalText()
		var wrong *invite.KeyError
		require.ErrorAs(t, err, &wrong)
	}
}

func TestKeyReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inv := invite.Invite{UID: rapid.StringOf(rapid.SampledFrom([]rune("ab/ @:Z2026-\n\tä"))).Draw(t, "uid")}
		if rapid.Bool().Draw(t, "recurring") {
			zone := time.FixedZone("x", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
			inv.RecurrenceID = time.Unix(rapid.Int64Range(-62e9, 253e9).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).In(zone)
		}
		key := inv.Key()
		text, err := key.MarshalText()
		require.NoError(t, err)
		var read invite.Key
		require.NoError(t, read.UnmarshalText(text))
		require.True(t, key == read, "%s", text)

		written, err := json.Marshal(map[invite.Key]invite.Key{key: key.Series()})
		require.NoError(t, err)
		var again map[invite.Key]invite.Key
		require.NoError(t, json.Unmarshal(written, &again))
		require.Equal(t, map[invite.Key]invite.Key{key: key.Series()}, again)
	})
}

// A UID is whatever a sender writes. The text that is read again has all of it.
func TestKeysAreSafeToPrint(t *testing.T) {
	inv := invite.Invite{UID: "a\nb\u202ec"}
	k := inv.Key()
	assert.Equal(t, `/a\nb\u202ec`, k.String())
	text, err := k.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "/a\nb\u202ec", string(text))
	var read invite.Key
	require.NoError(t, read.UnmarshalText(text))
	assert.Equal(t, k, read)
}

func TestErrorsAreSafeToPrint(t *testing.T) {
	hostile := "\x1b[31m\u202e\n" + strings.Repeat("e\u0301\u0301\u0301\u0301\u0301\u0301", 1<<16)
	_, address := invite.ParseAddress(hostile)
	_, link := invite.ParseLink(hostile)
	var k invite.Key
	var p invite.Place
	for _, err := range []error{address, link, k.UnmarshalText([]byte(hostile)), p.UnmarshalText([]byte(hostile))} {
		assert.Equal(t, strictjson.Printable(err.Error()), err.Error())
		assert.Less(t, len(err.Error()), 3000)
		assert.Contains(t, err.Error(), `"\x1b[31m\u202e\n`)
	}
}
