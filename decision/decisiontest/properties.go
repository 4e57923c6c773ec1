package decisiontest

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Decider is a function that decides cases, like [decision.Decide].
type Decider func(decision.Case) decision.Decision

// Property is something that holds of every decision.
type Property struct {
	Name string // short, in snake_case
	Says string // what holds, as one sentence
	// Check draws what it needs and fails t where the property does not hold of the
	// case and what decide makes of it.
	Check func(t *rapid.T, decide Decider, c decision.Case)
}

// Run checks every property of decide on generated cases, as subtests.
func Run(t *testing.T, decide Decider) {
	for _, p := range Properties() {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { p.Check(t, decide, Cases().Draw(t, "case")) })
		})
	}
}

// Properties returns the ten properties.
func Properties() []Property {
	return []Property{
		{"tightening", "A stricter setting, a further block, a provider turned off, an answer turned into an opt-out, or with an enforced page a further direct link never records more.", tightening},
		{"answers_as_known", "Answers after the moment asked about, the order of the answers, and repeated ones change nothing.", answersAsKnown},
		{"stopping_is_final", "With the same recording, once discard or keep_part, later moments and answers never give record again.", stoppingIsFinal},
		{"kept_with_consent", "Nothing kept contains an instant without consent, and no more is kept than was recorded.", keptWithConsent},
		{"verdict_has_reasons", "Record exactly when nothing refuses, objects or stops; anything else carries such a reason.", verdictHasReasons},
		{"asking_lifts_nothing", "Whoever asks, and how, changes no consent reason.", askingLiftsNothing},
		{"boundaries", "The last moment is in time and a nanosecond later is not; the exact percentage is kept and a nanosecond less is not.", boundaries},
		{"shifts_and_zones", "Shifting all times shifts the cut and changes nothing else; changing time zones changes nothing.", shiftsAndZones},
		{"remedies_work", "A remedy that is offered, when applied, leads to record, and has no step too many.", remediesWork},
		{"round_trips", "Text and JSON forms round-trip.", roundTrips},
	}
}

// consentReasons are the reasons that come from consent rules.
var consentReasons = decision.ReasonSet(
	decision.ThirdPartyOrganizer, decision.OrganizerUnknown, decision.ConsentLinkMissing, decision.ConsentLinkStale,
	decision.BypassLink, decision.ConsentUnverified, decision.ParticipantOptedOut, decision.LateOptOut, decision.TooLittleRecorded,
)

// recordsMore reports whether one decision about a recording leaves more of it than
// another.
func recordsMore(d, than decision.Decision) bool {
	if d.Verdict == decision.KeepPart && than.Verdict == decision.KeepPart {
		return d.Cut.After(than.Cut)
	}
	return d.Verdict > max(than.Verdict, decision.Discard)
}

// A tightening makes a case stricter, where it can.
var tightenings = map[string]func(t *rapid.T, c *decision.Case){
	"enforce": func(t *rapid.T, c *decision.Case) {
		if c.Profile.Page == profile.PageEnabled {
			c.Profile.Page = profile.PageEnforced
		}
	},
	"block": func(t *rapid.T, c *decision.Case) {
		c.Org.Block = profile.NewBlockList([]invite.Address{rapid.SampledFrom(people).Draw(t, "blocked")}, []string{"rival.example"}, []string{"board"})
	},
	"turn off": func(t *rapid.T, c *decision.Case) {
		c.Org.Off |= invite.SetOf(providers().Draw(t, "turned off"))
	},
	"opt out": func(t *rapid.T, c *decision.Case) {
		if rs := c.Answers.Responses(); len(rs) > 0 {
			rapid.SampledFrom(pointers(rs)).Draw(t, "turned answer").Choice = consent.OptedOut
			c.Answers = consent.NewLog(rs...)
		}
	},
	"direct link": func(t *rapid.T, c *decision.Case) {
		if c.Profile.Page == profile.PageEnforced {
			at := rapid.IntRange(0, len(c.Invite.Links)).Draw(t, "place")
			l := invite.MustLink(rapid.SampledFrom(links[9:13]).Draw(t, "direct link"))
			c.Invite.Links = slices.Insert(slices.Clone(c.Invite.Links), at, l)
		}
	},
}

func pointers[T any](all []T) []*T {
	var ps []*T
	for i := range all {
		ps = append(ps, &all[i])
	}
	return ps
}

func tightening(t *rapid.T, decide Decider, c decision.Case) {
	before := decide(c)
	name := rapid.SampledFrom([]string{"enforce", "block", "turn off", "opt out", "direct link"}).Draw(t, "tightening")
	if name == "block" && !c.Org.Block.IsZero() {
		return // another list would also lift what the old one blocked
	}
	tightenings[name](t, &c)
	if after := decide(c); recordsMore(after, before) {
		t.Fatalf("%s: %v became %v", name, before, after)
	}
}

func answersAsKnown(t *rapid.T, decide Decider, c decision.Case) {
	want, rs := decide(c), c.Answers.Responses()
	same := func(what string, rs []consent.Response) {
		c.Answers = consent.NewLog(rs...)
		if got := decide(c); got != want {
			t.Fatalf("%s: %v became %v", what, want, got)
		}
	}
	same("another order", rapid.Permutation(rs).Draw(t, "order"))
	same("repeated", append(slices.Clone(rs), rs...))
	later := Responses().Draw(t, "later answer")
	if later.At.After(c.Now) && !c.Now.IsZero() {
		same("an answer after now", append(slices.Clone(rs), later))
	}
}

func stoppingIsFinal(t *rapid.T, decide Decider, c decision.Case) {
	before := decide(c)
	if before.Verdict != decision.Discard && before.Verdict != decision.KeepPart {
		return
	}
	if later := Responses().Draw(t, "later answer"); later.At.After(c.Now) {
		c.Answers = c.Answers.With(later)
	}
	c.Now = c.Now.Add(time.Duration(rapid.Int64Range(0, int64(50*time.Hour)).Draw(t, "later by")))
	if after := decide(c); after.Verdict == decision.Record || after.Verdict == decision.Refuse || recordsMore(after, before) {
		t.Fatalf("%v became %v", before, after)
	}
}

func keptWithConsent(t *rapid.T, decide Decider, c decision.Case) {
	from, to, ok := decide(c).Kept(c)
	if !ok {
		return
	}
	if from.Before(c.Recording.Start) || to.After(c.Now) || !c.Recording.Stop.IsZero() && to.After(c.Recording.Stop) {
		t.Fatalf("kept %v to %v, more than was recorded", from, to)
	}
	enforced := c.Profile.Page == profile.PageEnforced
	for _, s := range samples(c, from, to) {
		if who, missing := missingAt(c.Answers.Responses(), s, enforced); missing {
			t.Fatalf("kept %v to %v, and at %v the consent of %s was missing", from, to, s, who)
		}
	}
}

// samples returns the instants from from up to, not including, to at which anything
// may change.
func samples(c decision.Case, from, to time.Time) []time.Time {
	all := []time.Time{from, to.Add(-1)}
	for _, r := range c.Answers.Responses() {
		all = append(all, r.At.Add(-1), r.At, r.At.Add(1))
	}
	return slices.DeleteFunc(all, func(s time.Time) bool { return s.Before(from) || !s.Before(to) })
}

// missingAt says whose consent is missing at an instant, the slow way: by going
// through everybody's answers up to then.
func missingAt(rs []consent.Response, s time.Time, enforced bool) (string, bool) {
	inForce, onPage := map[string]consent.Choice{}, map[string]consent.Choice{}
	for _, r := range rs { // by participant, then instant, then strictness
		answer := inForce[r.Participant]
		stands := answer == consent.Consented || answer == consent.OptedOut
		switch {
		case r.At.After(s) || r.Choice == consent.Bypassed && stands:
		case r.Choice == consent.Bypassed && onPage[r.Participant] == consent.OptedOut:
			inForce[r.Participant] = consent.OptedOut
		case r.Choice == consent.Consented || r.Choice == consent.OptedOut:
			inForce[r.Participant], onPage[r.Participant] = r.Choice, r.Choice
		default:
			inForce[r.Participant] = r.Choice
		}
	}
	for who, answer := range inForce {
		if answer == consent.OptedOut || enforced && answer == consent.Bypassed {
			return who, true
		}
	}
	return "", false
}

func verdictHasReasons(t *rapid.T, decide Decider, c decision.Case) {
	d := decide(c)
	against := d.Reasons.Of(decision.Refuses, decision.Objects, decision.Stops)
	if (d.Verdict == decision.Record) != (against == 0) {
		t.Fatalf("%v with %v against it", d.Verdict, against)
	}
	if d.Verdict == decision.Record && d.Reasons.Of(decision.Permits)&decision.ReasonSet(decision.AskedThroughAssistant, decision.RecordedAutomatically) == 0 {
		t.Fatalf("recorded without a basis: %v", d.Reasons)
	}
}

func askingLiftsNothing(t *rapid.T, decide Decider, c decision.Case) {
	before := decide(c)
	c.Request = requests().Draw(t, "another request")
	if after := decide(c); before.Reasons&consentReasons != after.Reasons&consentReasons || before.Cut != after.Cut {
		t.Fatalf("%v became %v", before, after)
	}
}

func boundaries(t *rapid.T, decide Decider, c decision.Case) {
	if c.Validate() != nil || c.Org.Members.Len() == 0 {
		return
	}
	member := c.Org.Members.All()[0].Address
	timeline := decision.Timeline(c)
	cancelAt := func(at time.Time, want decision.Reason) {
		c := c
		c.Now = at
		c.Cancellations = []decision.Cancellation{{By: member, At: at}}
		if d := decide(c); !d.Reasons.Has(want) {
			t.Fatalf("cancelled at %v: want %v in %v", at, want, d.Reasons)
		}
	}
	cancelAt(timeline.CancelUntil, decision.RecordingCancelled)
	cancelAt(timeline.CancelUntil.Add(1), decision.CancelledTooLate)

	optOutAt := func(at time.Time, want decision.Reason) {
		c := c
		c.Now, c.Recording = at, decision.Recording{Start: c.Invite.Start}
		c.Answers = consent.NewLog(consent.Response{Participant: people[5].String(), Choice: consent.OptedOut, At: at})
		if d := decide(c); !d.Reasons.Has(want) || !d.Cut.Equal(at) {
			t.Fatalf("opted out at %v: want %v in %v", at, want, d.Reasons)
		}
	}
	c.Recording = decision.Recording{}
	keepsFrom := decision.Timeline(c).KeepsFrom
	optOutAt(keepsFrom, decision.LateOptOut)
	optOutAt(keepsFrom.Add(-1), decision.TooLittleRecorded)
}

func shiftsAndZones(t *rapid.T, decide Decider, c decision.Case) {
	want := decide(c)
	zone := time.FixedZone("somewhere", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
	if got := decide(mapTimes(c, func(at time.Time) time.Time { return at.In(zone) })); got != want {
		t.Fatalf("in another zone %v became %v", want, got)
	}
	by := time.Duration(rapid.Int64Range(-int64(50*365*24*time.Hour), int64(50*365*24*time.Hour)).Draw(t, "shift"))
	got := decide(mapTimes(c, func(at time.Time) time.Time { return at.Add(by) }))
	if !want.Cut.IsZero() {
		want.Cut = want.Cut.Add(by)
	}
	if got != want {
		t.Fatalf("shifted by %v, want %v, got %v", by, want, got)
	}
}

// mapTimes returns the case with every time that is said changed.
func mapTimes(c decision.Case, f func(time.Time) time.Time) decision.Case {
	change := func(at *time.Time) {
		if !at.IsZero() {
			*at = f(*at)
		}
	}
	rs := c.Answers.Responses()
	for i := range rs {
		change(&rs[i].At)
	}
	c.Answers = consent.NewLog(rs...)
	c.Cancellations = slices.Clone(c.Cancellations)
	for i := range c.Cancellations {
		change(&c.Cancellations[i].At)
	}
	for _, at := range []*time.Time{&c.Now, &c.Invite.Start, &c.Invite.End, &c.Recording.Start, &c.Recording.Stop} {
		change(at)
	}
	return c
}

func remediesWork(t *rapid.T, decide Decider, c decision.Case) {
	checkRemedies(t, decide, c, decision.Remedies(c))
}

// checkRemedies tries remedies. Of a case that decide judges otherwise than the
// library does, the library's remedies need not be decide's.
func checkRemedies(t *rapid.T, decide Decider, c decision.Case, remedies []decision.Remedy) {
	for _, r := range remedies {
		after := r.Apply(c)
		if decide(c) != decision.Decide(c) || decide(after) != decision.Decide(after) {
			continue
		}
		if d := decide(after); d.Verdict != decision.Record {
			t.Fatalf("after %v: %v", r.Steps(), d)
		}
		for _, s := range r.Steps() {
			if fewer := r &^ decision.RemedyOf(s); decide(fewer.Apply(c)).Verdict == decision.Record {
				t.Fatalf("%v works without %v", r.Steps(), s)
			}
		}
	}
}

func roundTrips(t *rapid.T, decide Decider, c decision.Case) {
	d := decide(c)
	var again decision.Decision
	if err := reread(d, &again); err != nil || again != d {
		t.Fatalf("%v was read again as %v (%v)", d, again, err)
	}
	if c.Profile.Page == 0 || c.Org.Validate() != nil {
		return // has no text, or is not read again, as the documentation says
	}
	var same decision.Case
	if err := reread(c, &same); err != nil || decide(same) != d {
		t.Fatalf("the case was read again as another: %v, %v", decide(same), err)
	}
}

// reread writes a value as JSON, reads it into another, and fails where that is
// written differently.
func reread(from, into any) error {
	first, err := json.Marshal(from)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(first, into); err != nil {
		return err
	}
	second, err := json.Marshal(into)
	if err == nil && string(first) != string(second) {
		err = fmt.Errorf("%s became %s", first, second)
	}
	return err
}
