package decisiontest_test

import (
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

func TestDecideHasEveryProperty(t *testing.T) { decisiontest.Run(t, decision.Decide) }

// What the generator never makes, the properties never see.
func TestCasesReachEverything(t *testing.T) {
	var reasons decision.Reasons
	var facts decision.Facts
	verdicts := map[decision.Verdict]int{}
	remedied := 0
	for seed := range 6000 {
		c := decisiontest.Cases().Example(seed)
		d := decision.Decide(c)
		reasons |= d.Reasons
		facts |= decision.Observe(c)
		verdicts[d.Verdict]++
		remedied += len(decision.Remedies(c))
	}
	assert.Equal(t, decision.ReasonSet(decision.AllReasons()...), reasons, "every reason")
	assert.Equal(t, decision.AllFacts(), facts, "every fact")
	for _, v := range decision.Verdicts() {
		assert.Greater(t, verdicts[v], 30, "cases with verdict %v", v)
	}
	assert.Greater(t, remedied, 600)
}

// Each property fails for a decider that lacks it.
func TestPropertiesNoticeFaults(t *testing.T) {
	reason := func(d decision.Decision, r decision.Reason) bool { return d.Reasons.Has(r) }
	faults := map[string]decisiontest.Decider{
		"tightening": func(c decision.Case) decision.Decision { // forgets the block list where the page is enforced
			if c.Profile.Page == profile.PageEnforced {
				c.Org.Block = profile.BlockList{}
			}
			return decision.Decide(c)
		},
		"answers_as_known": func(c decision.Case) decision.Decision { // hears tomorrow's answers
			d := decision.Decide(c)
			if c.Now = c.Now.Add(30 * time.Hour); decision.Observe(c).Has(decision.FactOptedOut) {
				d.Verdict = decision.Refuse
			}
			return d
		},
		"stopping_is_final": func(c decision.Case) decision.Decision { // looks at now only
			c.Recording.Start = c.Now
			return decision.Decide(c)
		},
		"kept_with_consent": func(c decision.Case) decision.Decision { // keeps all of a late one
			d := decision.Decide(c)
			if d.Verdict == decision.KeepPart {
				d.Verdict = decision.Record
			}
			return d
		},
		"verdict_has_reasons": func(c decision.Case) decision.Decision { // gives no reason
			d := decision.Decide(c)
			if reason(d, decision.MeetingPrivate) {
				d.Reasons = 0
			}
			return d
		},
		"asking_lifts_nothing": func(c decision.Case) decision.Decision { // lets the assistant overrule the page
			d := decision.Decide(c)
			if reason(d, decision.AskedThroughAssistant) {
				d.Reasons &^= decision.ReasonSet(decision.ConsentLinkMissing)
			}
			return d
		},
		"boundaries": func(c decision.Case) decision.Decision { // is a nanosecond generous
			for i := range c.Cancellations {
				c.Cancellations[i].At = c.Cancellations[i].At.Add(-1)
			}
			return decision.Decide(c)
		},
		"shifts_and_zones": func(c decision.Case) decision.Decision { // thinks in office hours
			if c.Now.Hour() < 6 {
				return decision.Decision{}
			}
			return decision.Decide(c)
		},
		"round_trips": func(c decision.Case) decision.Decision { // depends on what is not written
			d := decision.Decide(c)
			if c.Invite.Attendees != nil && len(c.Invite.Attendees) == 0 {
				d.Verdict = decision.Refuse
			}
			return d
		},
	}
	for _, p := range decisiontest.Properties() {
		if p.Name == "remedies_work" {
			continue // is about the library's remedies: see TestRemediesThatDoNotWorkAreNoticed
		}
		require.Contains(t, faults, p.Name)
		t.Run(p.Name, func(t *testing.T) {
			assert.True(t, fails(p, faults[p.Name]), "%s goes unnoticed", p.Name)
			assert.False(t, fails(p, decision.Decide))
		})
	}
}

func TestRemediesThatDoNotWorkAreNoticed(t *testing.T) {
	for name, remedies := range map[string]func(decision.Case) []decision.Remedy{
		"one that does not help": func(decision.Case) []decision.Remedy {
			return []decision.Remedy{decision.RemedyOf(decision.MakePublic)}
		},
		"one with a step too many": func(c decision.Case) []decision.Remedy {
			return []decision.Remedy{decision.RemedyOf(decision.MakePublic, decision.ResumeRecording, decision.AskAssistant)}
		},
	} {
		check := func(t *rapid.T, decide decisiontest.Decider, c decision.Case) {
			if decide(c).Verdict == decision.Refuse {
				decisiontest.CheckRemedies(t, decide, c, remedies(c))
			}
		}
		assert.True(t, fails(decisiontest.Property{Check: check}, decision.Decide), name)
	}
}

// A policy that is stricter than the library, and lawful, has every property.
func TestStricterPoliciesHaveEveryProperty(t *testing.T) {
	t.Run("always enforced", func(t *testing.T) {
		decisiontest.Run(t, func(c decision.Case) decision.Decision {
			if c.Profile.Page == profile.PageEnabled {
				c.Profile.Page = profile.PageEnforced
			}
			return decision.Decide(c)
		})
	})
	t.Run("private is private", func(t *testing.T) {
		decisiontest.Run(t, func(c decision.Case) decision.Decision {
			c.Org.RecordsPrivate = false
			return decision.Decide(c)
		})
	})
}

func TestCheckCases(t *testing.T) {
	const cases = "../../testdata/cases"
	require.NoError(t, decisiontest.CheckCases(os.DirFS(cases), decision.Decide))
	decisiontest.RunCases(t, os.DirFS(cases), decision.Decide)

	never := func(decision.Case) decision.Decision { return decision.Decision{} }
	assert.ErrorContains(t, decisiontest.CheckCases(os.DirFS(cases), never), "decided refuse")
	for name, file := range map[string]string{
		"no case files":       "",
		"want both a case":    `{"decision": {"version": 1, "verdict": "refuse", "reasons": []}}`,
		"unknown field":       `{"case": {"vershun": 1}}`,
		"unexpected end":      `{`,
		"want the form https": `{"case": {"version": 1, "invite": {"links": [{"url": "zoom"}]}}}`,
	} {
		fsys := fstest.MapFS{"a.json": {Data: []byte(file)}}
		if file == "" {
			fsys = fstest.MapFS{"readme.txt": {}}
		}
		assert.ErrorContains(t, decisiontest.CheckCases(fsys, decision.Decide), name)
	}
	_, err := invite.ParseLink("zoom")
	assert.Error(t, err)
}
