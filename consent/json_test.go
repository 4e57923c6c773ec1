package consent_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func TestRosterJSON(t *testing.T) {
	for _, test := range []struct {
		rule   string
		roster consent.Roster
		text   string
	}{
		{"no roster", consent.Roster{}, `{}`},
		{"nobody came", consent.NewRoster(true), `{"complete":true}`},
		{"everything", consent.NewRoster(true, stay("cem", 1, 2), as(consent.Room, stay("room", 1, ever)), stranger("Dia", consent.Person, 3, ever)),
			`{"complete":true,"presences":[{"name":"Dia","from":"2026-03-02T09:03:00Z"},{"address":"cem@customer.example","from":"2026-03-02T09:01:00Z","until":"2026-03-02T09:02:00Z"},{"address":"room@customer.example","kind":"room","from":"2026-03-02T09:01:00Z"}]}`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			written, err := json.Marshal(test.roster)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(written))
			var read consent.Roster
			require.NoError(t, strictjson.Unmarshal(written, &read))
			assert.Equal(t, test.roster, read)
			read = consent.NewRoster(true, stay("eli", 0, 1))
			require.NoError(t, json.Unmarshal(written, &read), "as encoding/json reads it")
			assert.Equal(t, test.roster, read)
		})
	}
}

func TestStrictJSON(t *testing.T) {
	for _, test := range []struct {
		rule, text string
		into       any
		want       string
	}{
		{"an unknown field of an answer", "[\n{\"choise\": \"consented\"}]", &consent.Log{}, `line 2, column 2: [0]: unknown field "choise" (did you mean "choice"?)`},
		{"an unknown choice", `[{"choice": "agreed"}]`, &consent.Log{}, `line 1, column 13: [0].choice: unknown choice "agreed": want one of stayed_away, consented, bypassed, opted_out`},
		{"no address", `[{"participant": "cem"}]`, &consent.Log{}, `line 1, column 18: [0].participant: address "cem": there is no @; want the form name@domain`},
		{"no time", `[{"at": "yesterday"}]`, &consent.Log{}, `line 1, column 9: [0].at: "yesterday" is no time: want the form 2026-03-02T09:00:00Z`},
		{"no list", `{}`, &consent.Log{}, `line 1, column 1: want a list, not an object`},
		{"an unknown field of a roster", `{"completed": true}`, &consent.Roster{}, `line 1, column 2: unknown field "completed" (did you mean "complete"?)`},
		{"an unknown field of a presence", "{\"presences\": [\n {\"form\": 1}]}", &consent.Roster{}, `line 2, column 3: presences[0]: unknown field "form" (did you mean "from"?)`},
		{"an unknown kind", `{"presences": [{"kind": "rooms"}]}`, &consent.Roster{}, `line 1, column 25: presences[0].kind: unknown kind of presence "rooms": want one of person, room, recorder (did you mean "room"?)`},
		{"a number for a yes", `{"complete": 1}`, &consent.Roster{}, `line 1, column 14: complete: want true or false, not a number`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.EqualError(t, strictjson.Unmarshal([]byte(test.text), test.into), test.want)
			assert.Error(t, json.Unmarshal([]byte(test.text), test.into), "encoding/json is as strict")
		})
	}
}

func TestCallReadAgainIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyCall().Draw(t, "call")
		log, roster := consent.NewLog(n.answers...), consent.NewRoster(n.complete, n.stays...)
		var readLog consent.Log
		var readRoster consent.Roster
		again(t, log, &readLog)
		again(t, roster, &readRoster)
		require.Equal(t, log, readLog)
		require.Equal(t, roster, readRoster)
	})
}

// again writes a value and reads it.
func again(t require.TestingT, written, read any) {
	text, err := json.Marshal(written)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, read), "%s", text)
	require.NoError(t, strictjson.Unmarshal(text, read), "%s", text)
}
