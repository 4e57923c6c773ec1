package decisiontest_test

import (
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

func TestDecideHasEveryProperty(t *testing.T) { decisiontest.Run(t, decision.Decide) }

// What the generator never makes, the properties never see; what it seldom makes, they
// seldom see. MAYRECORD_HISTOGRAM=1 with -v prints how often everything occurs.
func TestCasesReachEverything(t *testing.T) {
	const cases = 6000
	verdicts, reasons, facts := map[decision.Verdict]int{}, map[decision.Reason]int{}, map[decision.Facts]int{}
	remedied, changed, doubted, decidedByDoubt := 0, 0, 0, 0
	doubts := map[invite.Doubt]int{}
	for seed := range cases {
		c := decisiontest.Cases().Example(seed)
		d := decision.Decide(c)
		verdicts[d.Verdict]++
		for r := range d.Reasons.All() {
			reasons[r]++
		}
		seen, _ := decision.Observe(c)
		for f := range seen.All() {
			facts[f]++
		}
		for doubt := range c.Invite.Doubts.All() {
			doubts[doubt]++
		}
		if d.Possible != 0 {
			doubted++
			if certain := c; c.Invite.Doubts != 0 {
				if certain.Invite.Doubts = 0; decision.Decide(certain).Verdict != d.Verdict {
					decidedByDoubt++
				}
			}
		}
		if seed < cases/4 {
			remedied += len(decision.Remedies(c))
		}
		if before := c.Before; before != (decision.Before{}) {
			c.Before = decision.Before{}
			if decision.Decide(c) != d {
				changed++
			}
		}
	}
	share := func(n int) float64 { return 100 * float64(n) / cases }
	for _, v := range decision.AllVerdicts() {
		assert.Greater(t, share(verdicts[v]), 2.5, "per cent of cases with verdict %v", v)
	}
	for _, r := range decision.AllReasons() {
		assert.Greater(t, share(reasons[r]), 0.3, "per cent of cases with reason %v", r)
	}
	for f := range decision.AllFacts().All() {
		assert.Greater(t, share(facts[f]), 0.3, "per cent of cases with fact %v", f)
	}
	assert.InDelta(t, 5, share(reasons[decision.InvalidCase]), 1.5, "per cent of senseless cases")
	assert.Greater(t, share(changed), 5.0, "per cent of cases in which a change decides")
	assert.Greater(t, remedied, 100)
	assert.Greater(t, share(doubted), 4.0, "per cent of cases in which a reason is in doubt")
	assert.Less(t, share(doubted), 15.0, "per cent of cases in which a reason is in doubt")
	assert.Greater(t, share(decidedByDoubt), 0.4, "per cent of cases in which the invite's doubts decide")
	for _, doubt := range invite.AllDoubts() {
		if doubt != invite.DoubtPresence { // comes from the roster
			assert.Greater(t, share(doubts[doubt]), 0.5, "per cent of invites with doubt %v", doubt)
		}
	}
	if os.Getenv("MAYRECORD_HISTOGRAM") != "" {
		t.Logf("remedies %d, changed %.1f%%, in doubt %.1f%%, decided by doubt %.1f%%", remedied, share(changed), share(doubted), share(decidedByDoubt))
		for _, v := range decision.AllVerdicts() {
			t.Logf("%-28v %5.1f%%", v, share(verdicts[v]))
		}
		for _, r := range decision.AllReasons() {
			t.Logf("%-28v %5.1f%%", r, share(reasons[r]))
		}
	}
}

// Each property fails for a decider that lacks it.
func TestPropertiesNoticeFaults(t *testing.T) {
	against := decision.ReasonsThat(decision.Refuses, decision.Ends, decision.Objects)
	has := func(d decision.Decision, r decision.Reason) bool { return d.Reasons.Has(r) }
	faults := map[string]map[string]decisiontest.Decider{
		"tightening": {
			"forgets who said no where the page is enforced": func(c decision.Case) decision.Decision {
				if p := c.Governing(); p.Page == profile.PageEnforced {
					c.Answers = consent.Log{}
				}
				return decision.Decide(c)
			},
			"keeps what was recorded until a recorder that a provider's being off stops": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if has(d, decision.ProviderOff) && d.Verdict == decision.Discard {
					d.Verdict, d.Cut = decision.KeepPart, c.Now
				}
				return d
			},
			"takes a second link for a permission": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if has(d, decision.BypassLink) && len(c.Invite.Links) > 2 {
					d.Verdict = decision.Record
				}
				return d
			},
		},
		"what_is_known": {
			"hears tomorrow's answers": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				c.Now = c.Now.Add(30 * time.Hour)
				if seen, _ := decision.Observe(c); seen.Has(decision.FactOptedOut) {
					d.Verdict = decision.Refuse
				}
				return d
			},
			"listens to the first request": func(c decision.Case) decision.Decision {
				if len(c.Requests) > 1 {
					c.Requests = c.Requests[:1]
				}
				return decision.Decide(c)
			},
			"counts cancellations": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if len(c.Cancellations) > 2 {
					d.Verdict = decision.Refuse
				}
				return d
			},
		},
		"stopping_is_final": {
			"looks at now only": func(c decision.Case) decision.Decision {
				for i := range c.Recordings {
					if r := c.Recordings[i]; r.Stop.IsZero() && r.Start.Before(c.Now) {
						c.Recordings = []decision.Recording{{Start: c.Now}}
						break
					}
				}
				return decision.Decide(c)
			},
			"starts again after somebody stopped the recording": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if last := len(c.Recordings) - 1; has(d, decision.RecordingStopped) && c.Now.After(c.Recordings[last].Stop.Add(time.Hour)) {
					d.Verdict = decision.Record
				}
				return d
			},
		},
		"kept_with_consent": {
			"keeps all of a late one": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Verdict == decision.KeepPart {
					d.Verdict = decision.Record
				}
				return d
			},
			"waits an hour for an answer": func(c decision.Case) decision.Decision {
				c.Org.AnswerGrace = profile.Period(time.Hour)
				return decision.Decide(c)
			},
			"knows nobody's aliases": func(c decision.Case) decision.Decision {
				all := c.Org.Members.All()
				for i := range all {
					all[i].Aliases = nil
				}
				c.Org.Members = profile.NewDirectory(all...)
				return decision.Decide(c)
			},
			"does not look at the roster": func(c decision.Case) decision.Decision {
				c.Roster = consent.Roster{}
				return decision.Decide(c)
			},
		},
		"verdict_has_reasons": {
			"gives no reason": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if has(d, decision.MeetingPrivate) {
					d.Reasons = 0
				}
				return d
			},
			"gives no reason that is in doubt": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				d.Possible = 0
				return d
			},
			"records what may be blocked": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Possible.Has(decision.BlockedParty) && d.Reasons&against == 0 {
					d.Verdict = decision.Record
				}
				return d
			},
			"says twice what is certain": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Possible != 0 {
					d.Possible |= d.Reasons
				}
				return d
			},
			"goes on where a ground is missing": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Verdict == decision.Hold && !has(d, decision.InvalidCase) {
					d.Verdict = decision.Record
				}
				return d
			},
		},
		"doubt_permits_nothing": {
			"ignores what is possible": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Possible != 0 && d.Reasons&against == 0 {
					d.Verdict = decision.Record
				}
				return d
			},
			"takes what is in doubt for true": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				d.Reasons, d.Possible = d.Reasons|d.Possible, 0
				return d
			},
			"destroys what it is in doubt about": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Verdict == decision.Hold && d.Possible&decision.ReasonsThat(decision.Refuses) != 0 {
					d.Verdict = decision.Discard
				}
				return d
			},
			"keeps a part in doubt whether enough was recorded": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Verdict == decision.Hold && d.Possible.Has(decision.LateOptOut) && d.Reasons&decision.ReasonsThat(decision.Refuses, decision.Ends) == 0 {
					d.Verdict = decision.KeepPart
				}
				return d
			},
			"holds before anything is recorded": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Verdict == decision.Refuse && d.Reasons&against == 0 {
					d.Verdict = decision.Hold
				}
				return d
			},
			"forgets what is possible": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				d.Possible = 0
				return d
			},
			"clears the doubt with the title": func(c decision.Case) decision.Decision {
				if c.Invite.Doubts.Has(invite.DoubtTitle) {
					c.Invite.Title, c.Invite.Doubts = "", 0
				}
				return decision.Decide(c)
			},
		},
		"asking_lifts_nothing": {
			"lets the assistant overrule the page": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if has(d, decision.AskedThroughAssistant) {
					d.Reasons &^= enum.SetOf(decision.ConsentLinkMissing)
				}
				return d
			},
		},
		"boundaries": {
			"is a nanosecond generous": func(c decision.Case) decision.Decision {
				for i := range c.Cancellations {
					c.Cancellations[i].At = c.Cancellations[i].At.Add(-1)
				}
				return decision.Decide(c)
			},
			"asks for one per cent more": func(c decision.Case) decision.Decision {
				if c.Org.KeepPercent = c.Org.Keep() + 1; c.Org.KeepPercent > 100 {
					c.Org.KeepPercent = 100
				}
				return decision.Decide(c)
			},
			"keeps of a meeting without an end": func(c decision.Case) decision.Decision {
				if c.Invite.End.IsZero() {
					c.Invite.End = c.Invite.Start.Add(time.Hour)
				}
				return decision.Decide(c)
			},
		},
		"shifts_and_zones": {
			"thinks in office hours": func(c decision.Case) decision.Decision {
				if c.Now.Hour() < 6 {
					return decision.Decision{}
				}
				return decision.Decide(c)
			},
			"knows one day on which everything is allowed": func(c decision.Case) decision.Decision {
				if b := c.Before.Until.UTC(); b.YearDay() == 59 {
					return decision.Decision{}
				}
				return decision.Decide(c)
			},
		},
		"round_trips": {
			"depends on what is not written": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if c.Invite.Attendees != nil && len(c.Invite.Attendees) == 0 {
					d.Verdict = decision.Refuse
				}
				return d
			},
			"reads no number": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				d.Reasons |= 1 << 63
				return d
			},
		},
		"no_more_than_the_rules": {
			"records what is private": func(c decision.Case) decision.Decision {
				c.Org.RecordsPrivate = true
				return decision.Decide(c)
			},
			"keeps a minute more": func(c decision.Case) decision.Decision {
				d := decision.Decide(c)
				if d.Verdict == decision.KeepPart {
					d.Cut = d.Cut.Add(time.Minute)
				}
				return d
			},
		},
	}
	for _, p := range decisiontest.Properties() {
		if p.Name == "remedies_work" {
			continue // is about the library's remedies: see TestRemediesThatDoNotWorkAreNoticed
		}
		require.Contains(t, faults, p.Name)
		for fault, decide := range faults[p.Name] {
			t.Run(p.Name+": "+fault, func(t *testing.T) {
				assert.True(t, fails(p, decide), "goes unnoticed")
			})
		}
		t.Run(p.Name+": the rules", func(t *testing.T) { assert.False(t, fails(p, decision.Decide)) })
	}
}

func TestRemediesThatDoNotWorkAreNoticed(t *testing.T) {
	something := func(steps ...decision.Step) func(decision.Case) []decision.Steps {
		return func(decision.Case) []decision.Steps { return []decision.Steps{enum.SetOf(steps...)} }
	}
	persuade := func(c decision.Case, steps decision.Steps) decision.Case {
		if steps.Has(decision.ParticipantsConsent) {
			for _, r := range c.Answers.Responses() {
				c.Answers = c.Answers.With(consent.Response{Participant: r.Participant, Choice: consent.Consented, At: c.Now})
			}
		}
		return decision.Apply(c, steps)
	}
	for name, test := range map[string]struct {
		remedies func(decision.Case) []decision.Steps
		apply    func(decision.Case, decision.Steps) decision.Case
	}{
		"one that does not help":                  {something(decision.MakePublic), decision.Apply},
		"one with a step too many":                {something(decision.MakePublic, decision.AskAssistant), decision.Apply},
		"one that persuades somebody who said no": {something(decision.ParticipantsConsent), persuade},
	} {
		check := func(t *rapid.T, decide decisiontest.Decider, c decision.Case) {
			if decide(c).Verdict == decision.Refuse {
				decisiontest.CheckRemedies(t, decide, c, test.remedies(c), test.apply)
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
