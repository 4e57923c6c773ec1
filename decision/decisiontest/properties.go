package decisiontest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
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

// Properties returns the twelve properties.
func Properties() []Property {
	return []Property{
		{"tightening", "A stricter setting, a further block, a provider turned off, a consent turned into an opt-out, or with an enforced page a further direct link never records more, nor keeps more.", tightening},
		{"what_is_known", "What happens after the moment asked about changes nothing; nor does the order of a list, nor repetition.", whatIsKnown},
		{"stopping_is_final", "With the recordings known by then, once discard or keep_part, later moments and later answers never give record again; with the roster known by then as well, they neither refuse nor keep more.", stoppingIsFinal},
		{"kept_with_consent", "Nothing kept contains an instant without consent, and no more is kept than was recorded.", keptWithConsent},
		{"verdict_has_reasons", "Record exactly when nothing refuses, ends or objects for certain, and nothing may; anything else carries such a reason.", verdictHasReasons},
		{"asking_lifts_nothing", "Whoever asks, and how, changes no consent reason, with the profile given.", askingLiftsNothing},
		{"boundaries", "The last moment is in time and a nanosecond later is not; the exact percentage is kept and a nanosecond less is not.", boundaries},
		{"shifts_and_zones", "Shifting all times shifts the cut and changes nothing else; changing time zones changes nothing.", shiftsAndZones},
		{"remedies_work", "A remedy that is offered, when applied, leads to record, has no step too many, and asks nobody who said no to say yes.", remediesWork},
		{"round_trips", "Text and JSON forms round-trip.", roundTrips},
		{"doubt_permits_nothing", "A further doubt leaves the verdict as it is, or makes it refuse while nothing is recorded and hold afterwards; it never leads to record, keep_part or discard.", doubtPermitsNothing},
		{"no_more_than_the_rules", "Nothing is recorded or kept that decision.Decide would not record or keep.", noMoreThanTheRules},
	}
}

// consentReasons are the reasons that come from consent rules.
var consentReasons = enum.SetOf(
	decision.ThirdPartyOrganizer, decision.OrganizerUnknown, decision.ConsentLinkMissing, decision.ConsentLinkStale,
	decision.BypassLink, decision.ConsentUnverified, decision.ParticipantOptedOut, decision.LateOptOut, decision.TooLittleRecorded,
)

// recordsMore reports whether one decision about the recordings of a case goes on
// recording where another does not, or keeps what the other does not keep.
func recordsMore(c decision.Case, d, than decision.Decision) bool {
	if d.Verdict == decision.Record && than.Verdict != decision.Record {
		return true
	}
	kept := than.Kept(c)
	return slices.ContainsFunc(d.Kept(c), func(s invite.Span) bool {
		return !slices.ContainsFunc(kept, func(k invite.Span) bool { return !s.From.Before(k.From) && !s.To.After(k.To) })
	})
}

// A tightening makes a case stricter, where it can.
var tightenings = map[string]func(t *rapid.T, c *decision.Case){
	"enforce": func(t *rapid.T, c *decision.Case) {
		c.Org.Profiles = slices.Clone(c.Org.Profiles)
		for _, p := range append(pointers(c.Org.Profiles), &c.Org.Default, &c.Profile) {
			if p.Page == profile.PageEnabled {
				p.Page = profile.PageEnforced
			}
		}
	},
	"block": func(t *rapid.T, c *decision.Case) {
		if c.Org.Block.IsZero() { // another list would also lift what the old one blocked
			c.Org.Block = profile.NewBlockList([]invite.Address{from(t, "blocked", people...)}, []string{"rival.example"}, []string{"board"})
		}
	},
	"turn off": func(t *rapid.T, c *decision.Case) { c.Org.Off |= enum.SetOf(providers(t)) },
	"opt out": func(t *rapid.T, c *decision.Case) {
		rs := c.Answers.Responses()
		consents := slices.DeleteFunc(pointers(rs), func(r *consent.Response) bool { return r.Choice != consent.Consented })
		if len(consents) > 0 {
			from(t, "turned answer", consents...).Choice = consent.OptedOut
			c.Answers = consent.NewLog(rs...)
		}
	},
	"direct link": func(t *rapid.T, c *decision.Case) {
		if p := c.Governing(); p.Page == profile.PageEnforced {
			at := below(t, len(c.Invite.Links)+1, "place")
			l := invite.MustLink(from(t, "direct link", directLinks...))
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
	old := c
	before := decide(c)
	name := from(t, "tightening", "enforce", "block", "turn off", "opt out", "direct link")
	if c.Before != (decision.Before{}) && c.Before.Invite == nil {
		c.Before.Invite = &old.Invite // a page that was not enforced then: a direct link was no less
	}
	tightenings[name](t, &c)
	if after := decide(c); recordsMore(c, after, before) {
		t.Fatalf("%s: %v became %v", name, before, after)
	}
}

// reorderings put lists of a case into another order, and repeat what is in them.
var reorderings = map[string]func(t *rapid.T, c *decision.Case){
	"answers":       func(t *rapid.T, c *decision.Case) { c.Answers = consent.NewLog(mixed(t, c.Answers.Responses())...) },
	"requests":      func(t *rapid.T, c *decision.Case) { c.Requests = mixed(t, c.Requests) },
	"cancellations": func(t *rapid.T, c *decision.Case) { c.Cancellations = mixed(t, c.Cancellations) },
	"roster": func(t *rapid.T, c *decision.Case) {
		ps := c.Roster.Presences()
		known := slices.DeleteFunc(slices.Clone(ps), func(p consent.Presence) bool { return p.Address.IsZero() }) // others are counted
		again := known[:below(t, len(known)+1, "how much twice")]
		c.Roster = consent.NewRoster(c.Roster.Complete(), rapid.Permutation(slices.Concat(ps, again)).Draw(t, "order")...)
	},
	"settings": func(t *rapid.T, c *decision.Case) {
		o := &c.Org
		o.Domains, o.FormerAssistants, o.Recorders = mixed(t, o.Domains), mixed(t, o.FormerAssistants), mixed(t, o.Recorders)
		o.FormerCompanies, o.Profiles = mixed(t, o.FormerCompanies), rapid.Permutation(o.Profiles).Draw(t, "profiles")
		o.Members = profile.NewDirectory(rapid.Permutation(o.Members.All()).Draw(t, "members")...)
		addresses, domains, phrases := o.Block.Entries()
		o.Block = profile.NewBlockList(mixed(t, addresses), mixed(t, domains), mixed(t, phrases))
	},
}

// mixed returns what is in a list in another order, some of it twice.
func mixed[T any](t *rapid.T, all []T) []T {
	again := all[:below(t, len(all)+1, "how much twice")]
	return rapid.Permutation(slices.Concat(all, again)).Draw(t, "order")
}

func whatIsKnown(t *rapid.T, decide Decider, c decision.Case) {
	want := decide(c)
	for _, list := range []string{"answers", "requests", "cancellations", "roster", "settings"} {
		other := c
		reorderings[list](t, &other)
		if got := decide(other); got != want {
			t.Fatalf("another order of %s: %v became %v", list, want, got)
		}
	}
	if c.Validate() != nil {
		return
	}
	happenLater(t, &c)
	if got := decide(c); got != want {
		t.Fatalf("what happens after now: %v became %v", want, got)
	}
}

// happenLater adds what happens after the moment asked about.
func happenLater(t *rapid.T, c *decision.Case) {
	if r := Responses().Draw(t, "later answer"); r.At.After(c.Now) {
		c.Answers = c.Answers.With(r)
	}
	if p := Presences().Draw(t, "later presence"); p.From.After(c.Now) && !c.Roster.IsZero() {
		c.Roster = consent.NewRoster(c.Roster.Complete(), append(c.Roster.Presences(), p)...)
	}
	if r := Requests().Draw(t, "later request"); r.At.After(c.Now) {
		c.Requests = append(slices.Clone(c.Requests), r)
	}
	if x := cancellation(t, &c.Invite); x.At.After(c.Now) {
		c.Cancellations = append(slices.Clone(c.Cancellations), x)
	}
}

// stoppingIsFinal keeps to the recordings known by the moment asked about: a recorder that is
// let in later is news. The roster known by then also bounds what is kept. A later presence
// may keep more: with a roster, an opt-out counts from when its giver came.
func stoppingIsFinal(t *rapid.T, decide Decider, c decision.Case) {
	before := decide(c)
	if before.Verdict != decision.Discard && before.Verdict != decision.KeepPart {
		return
	}
	seen := slices.DeleteFunc(c.Roster.Presences(), func(p consent.Presence) bool { return p.From.After(c.Now) })
	known := consent.NewRoster(c.Roster.Complete(), seen...)
	c.Recordings = slices.DeleteFunc(slices.Clone(c.Recordings), func(r decision.Recording) bool { return r.Start.After(c.Now) })
	if later := Responses().Draw(t, "later answer"); later.At.After(c.Now) {
		c.Answers = c.Answers.With(later)
	}
	c.Now = c.Now.Add(time.Duration(rapid.Int64Range(0, int64(50*time.Hour)).Draw(t, "later by")))
	if after := decide(c); after.Verdict == decision.Record {
		t.Fatalf("%v became %v", before, after)
	}
	c.Roster = known
	if after := decide(c); after.Verdict == decision.Refuse || recordsMore(c, after, before) {
		t.Fatalf("%v became %v", before, after)
	}
}

func keptWithConsent(t *rapid.T, decide Decider, c decision.Case) {
	for _, s := range decide(c).Kept(c) {
		if !slices.ContainsFunc(c.Recordings, func(r decision.Recording) bool { return recordedIn(c.Now, r, s) }) {
			t.Fatalf("kept %v to %v, more than was recorded", s.From, s.To)
		}
		for _, at := range samples(c, s) {
			if who, missing := missingAt(c, at); missing {
				t.Fatalf("kept %v to %v, and at %v the consent of %s was missing", s.From, s.To, at, who)
			}
		}
	}
}

// recordedIn reports whether a span was recorded in a recording.
func recordedIn(now time.Time, r decision.Recording, s invite.Span) bool {
	until := now
	if !r.Stop.IsZero() && r.Stop.Before(now) {
		until = r.Stop
	}
	return r.Ended != decision.NotAdmitted && !s.From.Before(r.Start) && !s.To.After(until)
}

// samples returns the instants of a span at which anything may change.
func samples(c decision.Case, s invite.Span) []time.Time {
	all := []time.Time{s.From, s.To.Add(-1)}
	near := func(at time.Time) { all = append(all, at.Add(-1), at, at.Add(1)) }
	for _, r := range c.Answers.Responses() {
		near(r.At)
	}
	for _, p := range c.Roster.Presences() {
		near(p.From)
		near(p.Until)
	}
	near(c.Before.Until)
	return slices.DeleteFunc(all, func(at time.Time) bool { return at.Before(s.From) || !at.Before(s.To) })
}

func verdictHasReasons(t *rapid.T, decide Decider, c decision.Case) {
	d := decide(c)
	against := (d.Reasons | d.Possible) & decision.ReasonsThat(decision.Refuses, decision.Ends, decision.Objects, decision.Stops)
	if (d.Verdict == decision.Record) != (against == 0) {
		t.Fatalf("%v with %v against it", d.Verdict, against)
	}
	if both := d.Reasons & d.Possible; both != 0 {
		t.Fatalf("%v certain, and only possible", both)
	}
	if d.Verdict == decision.Record && (d.Reasons|d.Possible)&enum.SetOf(decision.AskedThroughAssistant, decision.RecordedAutomatically) == 0 {
		t.Fatalf("recorded without a basis: %v", d.Reasons)
	}
}

func askingLiftsNothing(t *rapid.T, decide Decider, c decision.Case) {
	if c.Validate() != nil {
		return
	}
	if c.Profile = c.Governing(); c.Before != (decision.Before{}) {
		c.Before.Profile = &c.Profile
	}
	before := decide(c)
	c.Requests = some(t, 2, "other requests", func() decision.Request { return Requests().Draw(t, "other request") })
	if after := decide(c); before.Reasons&consentReasons != after.Reasons&consentReasons {
		t.Fatalf("%v became %v", before, after)
	}
}

func boundaries(t *rapid.T, decide Decider, c decision.Case) {
	if c.Validate() != nil || c.Org.Members.Len() == 0 {
		return
	}
	c.Requests, c.Roster, c.Recordings, c.Before = nil, consent.Roster{}, nil, decision.Before{}
	member := c.Org.Members.All()[0].Address
	timeline := decision.Timeline(c)
	cancelAt := func(at time.Time, want decision.Reason) {
		c := c
		c.Now = at
		c.Cancellations = []decision.Cancellation{{By: member, At: at}}
		if d := decide(c); !(d.Reasons | d.Possible).Has(want) {
			t.Fatalf("cancelled at %v: want %v in %v", at, want, d.Reasons)
		}
	}
	cancelAt(timeline.CancelUntil, decision.RecordingCancelled)
	cancelAt(timeline.CancelUntil.Add(1), decision.CancelledTooLate)

	optOutAt := func(at time.Time, want decision.Reason) {
		c := c
		c.Now, c.Recordings = at, []decision.Recording{{Start: c.Invite.Start}}
		c.Answers = consent.NewLog(consent.Response{Participant: guests[1], Choice: consent.OptedOut, At: at})
		if d := decide(c); !(d.Reasons | d.Possible).Has(want) || !d.Cut.Equal(at) {
			t.Fatalf("opted out at %v: want %v in %v", at, want, d.Reasons)
		}
	}
	if timeline.KeepsFrom.IsZero() {
		optOutAt(c.Invite.Start.Add(24*time.Hour), decision.TooLittleRecorded)
		return
	}
	optOutAt(timeline.KeepsFrom, decision.LateOptOut)
	optOutAt(timeline.KeepsFrom.Add(-1), decision.TooLittleRecorded)
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
	change := func(times ...*time.Time) {
		for _, at := range times {
			if !at.IsZero() {
				*at = f(*at)
			}
		}
	}
	changeInvite := func(inv *invite.Invite) { change(&inv.Start, &inv.End, &inv.Stamp, &inv.RecurrenceID) }
	c.Requests, c.Recordings, c.Cancellations = slices.Clone(c.Requests), slices.Clone(c.Recordings), slices.Clone(c.Cancellations)
	rs, ps := c.Answers.Responses(), c.Roster.Presences()
	for i := range rs {
		change(&rs[i].At)
	}
	for i := range ps {
		change(&ps[i].From, &ps[i].Until)
	}
	for i := range c.Requests {
		change(&c.Requests[i].At)
	}
	for i := range c.Recordings {
		change(&c.Recordings[i].Start, &c.Recordings[i].Stop)
	}
	for i := range c.Cancellations {
		x := &c.Cancellations[i]
		change(&x.At, &x.Start)
		x.Of = mapKey(x.Of, f)
	}
	c.Answers, c.Roster = consent.NewLog(rs...), consent.NewRoster(c.Roster.Complete(), ps...)
	change(&c.Now, &c.Before.Until)
	changeInvite(&c.Invite)
	if c.Before.Invite != nil {
		inv := *c.Before.Invite
		changeInvite(&inv)
		c.Before.Invite = &inv
	}
	return c
}

// mapKey returns the key with its original start changed.
func mapKey(k invite.Key, f func(time.Time) time.Time) invite.Key {
	written, uid, _ := strings.Cut(k.String(), "/")
	if at, err := time.Parse(time.RFC3339Nano, written); err == nil {
		inv := invite.Invite{UID: uid, RecurrenceID: f(at)}
		return inv.Key()
	}
	return k
}

func remediesWork(t *rapid.T, decide Decider, c decision.Case) {
	checkRemedies(t, decide, c, decision.Remedies(c), decision.Apply)
}

// checkRemedies tries remedies. Of a case that decide judges otherwise than the
// library does, the library's remedies need not be decide's.
func checkRemedies(t *rapid.T, decide Decider, c decision.Case, remedies []decision.Steps, apply func(decision.Case, decision.Steps) decision.Case) {
	for _, r := range remedies {
		after := apply(c, r)
		if who, asked := askedAgain(c, after); asked {
			t.Fatalf("%v asks %s, who said no, to say yes", r, who)
		}
		if decide(c) != decision.Decide(c) || decide(after) != decision.Decide(after) {
			continue
		}
		if d := decide(after); d.Verdict != decision.Record {
			t.Fatalf("after %v: %v", r, d)
		}
		for s := range r.All() {
			if decide(apply(c, r&^enum.SetOf(s))).Verdict == decision.Record {
				t.Fatalf("%v works without %v", r, s)
			}
		}
	}
}

// askedAgain returns somebody who said no, and is made to answer otherwise.
func askedAgain(c, after decision.Case) (invite.Address, bool) {
	given := c.Answers.Responses()
	for _, r := range after.Answers.Responses() {
		if _, saidNo := answerAt(&c, r.Participant, c.Now); saidNo && !slices.Contains(given, r) {
			return r.Participant, true
		}
	}
	return invite.Address{}, false
}

func roundTrips(t *rapid.T, decide Decider, c decision.Case) {
	d := decide(c)
	var again decision.Decision
	if err := reread(d, &again); err != nil || again != d {
		t.Fatalf("%v was read again as %v (%v)", d, again, err)
	}
	if c.Validate() != nil {
		return // may have no text, or not be read again, as the documentation says
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

// doubtPermitsNothing adds doubts to the invite that is in force, to the one that was
// before a change, or to both.
func doubtPermitsNothing(t *rapid.T, decide Decider, c decision.Case) {
	before := decide(c)
	further := Doubts().Draw(t, "further doubts")
	where := below(t, 3, "doubts of")
	if was := c.Before.Invite; was != nil && where > 0 {
		then := *was
		then.Doubts |= further
		c.Before.Invite = &then
	}
	if where < 2 || c.Before.Invite == nil {
		c.Invite.Doubts |= further
	}
	after := decide(c)
	doubtful := decision.Refuse
	if seen, _ := decision.Observe(c); seen.Has(decision.FactStarted) {
		doubtful = decision.Hold
	}
	if after.Verdict != before.Verdict && after.Verdict != doubtful {
		t.Fatalf("in doubt about %v, %v became %v", further, before, after)
	}
	if after.Verdict == decision.KeepPart && after.Cut.After(before.Cut) {
		t.Fatalf("in doubt about %v, the cut of %v moved to %v", further, before, after)
	}
	if known := before.Reasons | before.Possible; known&^(after.Reasons|after.Possible) != 0 {
		t.Fatalf("in doubt about %v, %v is impossible: %v", further, known&^(after.Reasons|after.Possible), after)
	}
	if sure := after.Reasons &^ before.Reasons &^ enum.SetOf(decision.TimeUncertain); sure != 0 {
		t.Fatalf("in doubt about %v, %v is certain: %v became %v", further, sure, before, after)
	}
}

func noMoreThanTheRules(t *rapid.T, decide Decider, c decision.Case) {
	if d, rules := decide(c), decision.Decide(c); recordsMore(c, d, rules) {
		t.Fatalf("the rules say %v, and this says %v", rules, d)
	}
}
