package decision_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// comesBack checks that a value is the same after it was written and read.
func comesBack[T any](t require.TestingT, v T) {
	written, err := json.Marshal(v)
	require.NoError(t, err)
	var read T
	require.NoError(t, json.Unmarshal(written, &read), "%s", written)
	require.Equal(t, v, read, "%s", written)
}

func TestEveryAnswerComesBackFromJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		moved(&c, rapid.SampledFrom([]int{0, -2028, -2029, 7971, 7972, -40_000, 1_000_000_000}).Draw(t, "years"))
		e := Explain(c)
		comesBack(t, e)
		for _, r := range append(e.Reasons, e.Possible...) {
			for _, evidence := range r.Evidence {
				comesBack(t, evidence)
			}
		}
		comesBack(t, Decide(c))
		comesBack(t, Timeline(c))
		comesBack(t, CanCancel(c, ann, WholeSeries))
		comesBack(t, Join(c))
		for _, s := range append(Remedies(c), 0) {
			comesBack(t, s)
		}
		for _, l := range append(c.Invite.Links, invite.Link{}) {
			comesBack(t, l)
		}
	})
}

// moved moves what a case says by years, as far as it says it.
func moved(c *Case, years int) {
	for _, at := range []*time.Time{&c.Now, &c.Invite.Start, &c.Invite.End, &c.Invite.Stamp} {
		if !at.IsZero() {
			*at = at.AddDate(years, 0, 0)
		}
	}
	for i := range c.Recordings {
		r := &c.Recordings[i]
		r.Start = r.Start.AddDate(years, 0, 0)
		if !r.Stop.IsZero() {
			r.Stop = r.Stop.AddDate(years, 0, 0)
		}
	}
	answers := c.Answers.Responses()
	for i := range answers {
		answers[i].At = answers[i].At.AddDate(years, 0, 0)
	}
	c.Answers = consent.NewLog(answers...)
}

func TestZeroValuesComeBackFromJSON(t *testing.T) {
	comesBack(t, Steps(0))
	comesBack(t, enum.SetOf(SendAgain, OrganizeYourself))
	comesBack(t, invite.Link{})
	comesBack(t, Joining{})
	comesBack(t, Schedule{})
	comesBack(t, Cancellability{})
	comesBack(t, Evidence{})
	comesBack(t, Explanation{Version: 1, Reasons: []Explained{}})
	written, err := json.Marshal(Explanation{})
	require.NoError(t, err)
	assert.JSONEq(t, `{"version":1,"verdict":"refuse","says":"","reasons":[]}`, string(written))
}

func TestTimesInJSON(t *testing.T) {
	for text, at := range map[string]time.Time{
		"0000-01-01T00:00:00Z":           time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
		"9999-12-31T23:59:59.999999999Z": time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
		"+010000-01-01T00:00:00Z":        time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC),
		"+012000-02-29T12:30:00.5Z":      time.Date(12_000, 2, 29, 12, 30, 0, 500_000_000, time.UTC),
		"-000001-12-31T23:59:59Z":        time.Date(-1, 12, 31, 23, 59, 59, 0, time.UTC),
		"-000400-02-29T00:00:00Z":        time.Date(-400, 2, 29, 0, 0, 0, 0, time.UTC),
		"+290000000000-01-01T00:00:00Z":  time.Date(290e9, 1, 1, 0, 0, 0, 0, time.UTC),
		"2026-03-02T10:00:00+01:00":      start,
		"+010000-01-01T01:00:00+01:00":   time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		var e Evidence
		require.NoError(t, json.Unmarshal([]byte(`{"at":"`+text+`"}`), &e), text)
		assert.Equal(t, at, e.At, text)
		comesBack(t, e)
	}
	for text, want := range map[string]string{
		"":                               `at: "" is no time: want the form 2026-03-02T09:00:00Z`,
		"2026-03-02T9:00:00Z":            "is no time",
		"10000-01-01T00:00:00Z":          "is no time",
		"+":                              `"+" is no time: want the form +010000-01-01T00:00:00Z`,
		"+10000-01-01T00:00:00Z":         "want the form +010000",
		"+002026-03-02T09:00:00Z":        "want the form +010000",
		"-000000-03-02T09:00:00Z":        "want the form +010000",
		"+01000x-03-02T09:00:00Z":        "want the form +010000",
		"+010000-02-30T09:00:00Z":        "is no time",
		"+010001-02-29T09:00:00Z":        "is no time",
		"+290000000001-01-01T00:00:00Z":  "want the form +010000",
		"+9999999999999999999-01-01T00Z": "want the form +010000",
	} {
		var e Evidence
		assert.ErrorContains(t, json.Unmarshal([]byte(`{"at":"`+text+`"}`), &e), want, text)
	}
	berlin := time.FixedZone("", 3600)
	written, err := json.Marshal(Evidence{At: time.Date(10_000, 1, 1, 0, 30, 0, 0, berlin)})
	require.NoError(t, err)
	assert.Equal(t, `{"at":"9999-12-31T23:30:00Z"}`, string(written), "in UTC")
}

func TestAnswersAreReadStrictly(t *testing.T) {
	for name, err := range map[string]error{
		"an explanation of another version": json.Unmarshal([]byte(`{"version":2,"verdict":"record","says":"","reasons":[]}`), new(Explanation)),
		"an unknown field":                  json.Unmarshal([]byte(`{"version":1,"verdict":"record","sayz":"","reasons":[]}`), new(Explanation)),
		"evidence":                          json.Unmarshal([]byte(`{"nota":""}`), new(Evidence)),
		"a schedule":                        json.Unmarshal([]byte(`{"end":""}`), new(Schedule)),
		"a cancellability":                  json.Unmarshal([]byte(`{"until":"later"}`), new(Cancellability)),
	} {
		assert.Error(t, err, name)
	}
}
