package decision_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

func TestDecisionInJSON(t *testing.T) {
	d := Decide(cutAt(42*time.Minute + 7))
	written, err := json.Marshal(d)
	require.NoError(t, err)
	assert.JSONEq(t, `{"version":1,"verdict":"keep_part","cut":"2026-03-02T09:42:00.000000007Z",
		"reasons":["participant_opted_out","late_opt_out","recorded_automatically","consent_by_page"]}`, string(written))

	var read Decision
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, d, read)
	require.NoError(t, json.Unmarshal([]byte(`{"version":1,"verdict":"keep_part","cut":"2026-03-02T10:42:00.000000007+01:00",
		"reasons":["consent_by_page","recorded_automatically","late_opt_out","participant_opted_out"]}`), &read))
	assert.True(t, d == read, "in any order, in any zone")
}

func TestDecisionIsReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		`{"version":2,"verdict":"record","reasons":[]}`:            "line 1, column 12: version: version 2 is newer than this program, which reads up to version 1",
		`{"verdict":"record","reasons":[]}`:                        "line 1, column 1: version: the version is missing: want 1",
		`{"version":1,"verdict":"recrod","reasons":[]}`:            `line 1, column 24: verdict: unknown verdict "recrod": want one of refuse, discard, hold, keep_part, record (did you mean "record"?)`,
		`{"version":1,"verdict":"record","reasons":["opted_out"]}`: `reasons[0]: unknown reason "opted_out"`,
		`{"version":1,"verdict":"record","reason":[]}`:             `unknown field "reason" (did you mean "reasons"?)`,
	} {
		var d Decision
		assert.ErrorContains(t, json.Unmarshal([]byte(text), &d), want)
		assert.Equal(t, Decision{}, d)
	}
}

func TestCaseInJSON(t *testing.T) {
	c := with(func(c *Case) {
		c.Answers = consent.NewLog(said(cem, consent.Consented, start.Add(3)))
		c.Invite.RecurrenceID = start
		c.Cancellations = []Cancellation{{By: cem, At: start, Of: c.Invite.Key(), Start: start}}
		c.Recordings = []Recording{{Start: start, Stop: start.Add(1), Ended: Failed}, {Start: start.Add(2)}}
		c.Roster = consent.NewRoster(true, consent.Presence{Address: cem, From: start}, consent.Presence{Name: "Dia", Kind: consent.Room, From: start, Until: end})
		earlier, org, p := c.Invite, acme(), c.Profile
		earlier.Title, org.Name, p.OptOut = "Earlier", "Acne", false
		c.Before = Before{start.Add(1), &earlier, &org, &p}
		c.Requests = []Request{{Sender: bea, To: former, At: start, How: Listed}}
	})
	written, err := json.Marshal(c)
	require.NoError(t, err)
	read, err := ParseCase(written)
	require.NoError(t, err)
	assert.Equal(t, c, read)
	read = Case{}
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, c, read)

	c.Now = c.Now.In(time.FixedZone("LMT", 1172))
	c.Cancellations[0].At = c.Now
	written, err = json.Marshal(c)
	require.NoError(t, err)
	read, err = ParseCase(written)
	require.NoError(t, err)
	assert.True(t, c.Now.Equal(read.Now) && c.Now.Equal(read.Cancellations[0].At), "offsets that RFC 3339 cannot say")

	c.Profile.Page = 9
	_, err = json.Marshal(c)
	assert.ErrorContains(t, err, "unknown consent page mode", "what has no text is not written")
}

const small = `{
  "version": 1,
  "now": "2026-03-02T09:01:00Z",
  "invite": {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z", "organizer": {"address": "ann@acme.example"}},
  "org": {"members": [{"address": "ann@acme.example", "profile": "p"}], "default_profile": {"page": "off"}, "profiles": [{"name": "p", "page": "enforced"}]}
}`

func TestCaseWithoutProfileHasItsOwners(t *testing.T) {
	c, err := ParseCase([]byte(small))
	require.NoError(t, err)
	assert.Equal(t, profile.Profile{}, c.Profile)
	assert.Equal(t, "p", c.Governing().Name)
	written, err := json.Marshal(c)
	require.NoError(t, err)
	assert.NotContains(t, string(written), `"profile":{`, "is not written either")
}

func TestCaseIsReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		`{"now":"2026-03-02T09:01:00Z"}`:                                         "line 1, column 1: version: the version is missing: want 1\nline 1, column 1: org: say the company's settings",
		`{"version":0,"org":{"default_profile":{"page":"off"}}}`:                 "line 1, column 12: version: the version is missing: want 1",
		`{"version":2,"next":1,"org":{}}`:                                        "line 1, column 12: version: version 2 is newer than this program, which reads up to version 1",
		`{"version":1,"org":{"version":2,"next":1}}`:                             "line 1, column 31: org.version: version 2 is newer than this program, which reads up to version 1",
		`{"version":1,"org":{"domains":["*"],"default_profile":{"page":"off"}}}`: "line 1, column 32: org.domains[0]: want a mail domain",
		`{"version":1,"org":{"default_profile":{"page":"off"}},"before":{"until":"2026-03-02T09:01:00Z","org":{"keep_percent":101,"default_profile":{"page":"off"}}}}`: "line 1, column 118: before.org.keep_percent: want 1 to 100, or nothing for 70",
		`{"version":1}`: "line 1, column 1: org: say the company's settings",
		`{"version":1,"org":{},"nwo":"2026-03-02T09:01:00Z"}`:                                                     `line 1, column 23: unknown field "nwo" (did you mean "now"?)`,
		`{"version":1,"now":"tomorrow","org":{}}`:                                                                 `line 1, column 20: now: "tomorrow" is no time`,
		`{"version":1,"org":{"members":[{"adress":"a@b.example"}]}}`:                                              `org.members[0]: unknown field "adress" (did you mean "address"?)`,
		`{"version":1,"answers":[{"participant":"a@b.example","choice":"optedout","at":"2026-03-02T09:01:00Z"}]}`: `answers[0].choice: unknown choice "optedout": want one of stayed_away, consented, bypassed, opted_out (did you mean "opted_out"?)`,
	} {
		_, err := ParseCase([]byte(text))
		assert.ErrorContains(t, err, want)
		var at *strictjson.Error
		assert.ErrorAs(t, err, &at, text)
	}
	var at *strictjson.Error
	c := recorded()
	assert.ErrorAs(t, json.Unmarshal([]byte(`{"version":"1"}`), &c), &at)
	assert.Equal(t, recorded(), c, "left alone")
}

// Settings that contradict themselves are refused where they are settings, and read where
// they are what was in force for a call.
func TestCaseMayContradictItself(t *testing.T) {
	const org = `{"domains":["gmail.com"],"default_profile":{"page":"off"}}`
	_, err := profile.ParseOrg([]byte(org))
	require.ErrorContains(t, err, "anybody can have an address of gmail.com")
	_, err = ParseCase([]byte(`{"version":1,"org":` + org + `}`))
	assert.NoError(t, err)
}

func TestCaseDecoderLendsItsOrg(t *testing.T) {
	org := acme()
	d := CaseDecoder{Org: &org}
	c, err := d.Decode([]byte(`{"version":1,"now":"2026-03-02T09:01:00Z"}`))
	require.NoError(t, err)
	assert.Equal(t, org, c.Org)
	assert.Equal(t, org.Default, c.Governing())

	c, err = d.Decode([]byte(small))
	require.NoError(t, err)
	assert.Equal(t, "", c.Org.Name, "a case's own org goes before")
	assert.Equal(t, "Acme", org.Name)
}
