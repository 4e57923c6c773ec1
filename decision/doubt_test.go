package decision_test

import (
	"fmt"
	"iter"
	"maps"
	"math/bits"
	"math/rand/v2"
	"slices"
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
	"github.com/mayrecord/mayrecord/profile"
)

// The proof by completions: facts in doubt are true or false, and nobody knows which. A
// completion decides each of them. What is said in doubt must be right in all completions.

// completions goes through all ways to decide the facts in doubt.
func completions(certain, inDoubt Facts) iter.Seq[Facts] {
	return func(yield func(Facts) bool) {
		for some := inDoubt; ; some = (some - 1) & inDoubt {
			if !yield(certain|some) || some == 0 {
				return
			}
		}
	}
}

// completed is what all completions together say.
type completed struct {
	always, ever Reasons // the reasons that fire in every completion, and in some
	verdicts     enum.Set[Verdict]
}

func complete(certain, inDoubt Facts) completed {
	all := completed{always: ^Reasons(0)}
	for f := range completions(certain&^inDoubt, inDoubt) {
		v, fired := f.Decide()
		all.always &= fired
		all.ever |= fired
		all.verdicts |= enum.SetOf(v)
	}
	return all
}

// unanimous returns the verdict of all completions, and whether they agree.
func (all completed) unanimous() (Verdict, bool) {
	for v := range all.verdicts.All() {
		return v, all.verdicts.Len() == 1
	}
	return 0, false
}

// size returns how many facts there are in a set.
func size(f Facts) int { return bits.OnesCount64(uint64(f)) }

// settled are the facts that nothing puts in doubt.
const settled = FactInvalid | FactStarted

// someDoubts draws facts and up to most of them that are in doubt. Three times out of four
// they are those of a meeting that is recorded, with a few turned, and once an opt-out.
func someDoubts(r *rand.Rand, most int) (certain, inDoubt Facts) {
	const fine = FactJoinable | FactProviderOn | FactCurrentLink | FactRecordedMember | FactPageOn | FactPageEnforced |
		FactOrganizerKnown | FactOrganizerInternal | FactNotice | FactAnswered
	f := Facts(r.Uint64()) & AllFacts()
	if r.IntN(4) > 0 {
		f = fine
		if r.IntN(3) == 0 {
			f |= FactOptedOut | FactStarted
			f |= []Facts{0, FactLateEnough, FactMissingLater}[r.IntN(3)]
		}
		for fact := range AllFacts().All() {
			if fact == FactStarted && r.IntN(2) == 0 || r.IntN(30) == 0 {
				f ^= fact
			}
		}
	}
	if most >= 2 && r.IntN(8) == 0 {
		inDoubt |= FactLateEnough | FactOptedOut&Facts(r.Uint64())
		most -= 2
	}
	for range r.IntN(most + 1) {
		inDoubt |= 1 << r.IntN(size(AllFacts())) &^ settled
	}
	return f &^ inDoubt, inDoubt
}

// moreThanPossible are the reasons that are called possible where no completion gives them:
// their rows look at a fact, and at another that follows from it.
const moreThanPossible = Reasons(1 << RequestNotNeeded)

// checkReasons holds reasons, row by row, against those of the completions: a reason is
// certain exactly when it fires in every completion, and possible when it fires in some.
func checkReasons(t *testing.T, certain, inDoubt Facts, sure, possible Reasons, all completed) {
	t.Helper()
	require.Equal(t, all.always.String(), sure.String(), "certain, of %s; in doubt: %s", certain, inDoubt)
	require.Equal(t, (all.ever &^ all.always).String(), (possible &^ (moreThanPossible &^ all.ever)).String(), "possible, of %s; in doubt: %s", certain, inDoubt)
	require.Zero(t, sure&possible)
}

func TestReasonsInDoubtAreThoseOfTheCompletions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		certain, inDoubt := someDoubts(r, 8)
		_, sure, possible := certain.DecideInDoubt(inDoubt)
		all := complete(certain, inDoubt)
		checkReasons(t, certain, inDoubt, sure, possible, all)
	}
}

// Decided in doubt, a meeting is recorded only if it is in every completion; a recording
// is destroyed, or kept in part, only if it is in every completion. Anything else is left
// to be settled: nothing is begun, and what was begun is sealed.
func checkVerdict(t *testing.T, certain, inDoubt Facts, v Verdict, all completed) {
	t.Helper()
	one, agree := all.unanimous()
	doubtful := Refuse
	if certain.Has(FactStarted) {
		doubtful = Hold
	}
	if v != doubtful {
		require.True(t, agree && v == one, "%v, and in completions %v, of %s; in doubt: %s", v, all.verdicts, certain, inDoubt)
	}
}

// strictness is why a verdict in doubt is stricter than that of all completions.
type strictness int

const (
	notStricter strictness = iota
	byAnotherRow
	byOutcome
	unexplained
)

// whyStricter explains a verdict that is not the one of all completions. Either no row
// fires in all of them: each has a row of its own that demands the verdict. Or the verdict
// is demanded for certain, and what the late-join rule leaves of the recording is in doubt.
func whyStricter(certain, inDoubt Facts, v Verdict, all completed) strictness {
	one, agree := all.unanimous()
	if !agree || v == one {
		return notStricter
	}
	against := ReasonsThat(Refuses, Ends, Objects, Stops)
	_, sure, possible := certain.DecideInDoubt(inDoubt)
	needs := func(f Facts) Reasons { _, fired := f.Decide(); return fired &^ sure & against }
	alternate := true
	shared := against
	for f := range completions(certain, inDoubt) {
		alternate = alternate && needs(f) != 0
		shared &= needs(f)
	}
	outcome := ReasonsThat(Stops)
	switch {
	case alternate && shared == 0:
		return byAnotherRow
	case possible&outcome != 0 && (sure|possible)&ReasonsThat(Objects) != 0:
		return byOutcome
	}
	return unexplained
}

func TestVerdictsInDoubtAreNoMorePermissiveThanAnyCompletion(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	seen, why := map[Verdict]int{}, map[strictness]int{}
	for range 20_000 {
		certain, inDoubt := someDoubts(r, 8)
		v, _, _ := certain.DecideInDoubt(inDoubt)
		all := complete(certain, inDoubt)
		checkVerdict(t, certain, inDoubt, v, all)
		cause := whyStricter(certain, inDoubt, v, all)
		require.NotEqual(t, unexplained, cause, "%v, and in completions %v, of %s; in doubt: %s", v, all.verdicts, certain, inDoubt)
		seen[v]++
		why[cause]++
	}
	t.Log(seen, why)
	for _, v := range AllVerdicts() {
		assert.Greater(t, seen[v], 40, "%v", v)
	}
	assert.Greater(t, why[byAnotherRow], 10)
	assert.Greater(t, why[byOutcome], 10)
}

func TestWithoutDoubtTheRulesDecide(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 4000 {
		f, _ := someDoubts(r, 0)
		v, sure, possible := f.DecideInDoubt(0)
		want, reasons := f.Decide()
		require.Equal(t, want, v, "%s", f)
		require.Equal(t, reasons, sure, "%s", f)
		require.Zero(t, possible, "%s", f)
	}
}

// Doubts cost no memory: all of what they can change is found on the stack.
func TestDecideInDoubtAllocatesNothing(t *testing.T) {
	for _, doubt := range invite.AllDoubts() {
		for name, of := range map[string]func(c *Case){
			"recorded":    func(c *Case) {},
			"no page":     func(c *Case) { c.Invite.Links = []invite.Link{zoomLink} },
			"the owner's": func(c *Case) { c.Profile, c.Invite.Links = profile.Profile{}, []invite.Link{zoomLink} },
			"anybody's":   func(c *Case) { c.Org.Records = profile.AnyParticipant },
		} {
			c := crowd(8, 8)
			c.Org.Profiles = []profile.Profile{{Name: "strict", Page: profile.PageEnforced}}
			c.Invite.Doubts = enum.SetOf(doubt)
			of(&c)
			assert.Zero(t, testing.AllocsPerRun(20, func() { sink = Decide(c) }), "%v in doubt, %s", doubt, name)
		}
	}
}

// Nor does looking for people who are not identified, where there is none.
func TestDecideWithARosterAllocatesNothing(t *testing.T) {
	var consented []consent.Response
	var stays []consent.Presence
	for i := range 40 {
		consented = append(consented, consent.Response{Participant: person(i), Choice: consent.Consented, At: start})
		stays = append(stays, consent.Presence{Address: person(i), From: start.Add(time.Second)})
	}
	c := crowd(40, 40)
	c.Answers, c.Roster = consent.NewLog(consented...), consent.NewRoster(false, stays...)
	assert.Zero(t, testing.AllocsPerRun(20, func() { sink = Decide(c) }))
	assert.Equal(t, Record, sink.Verdict)
}

// Of cases: the completions of the facts that are found to be in doubt.
func TestCasesInDoubtByCompletions(t *testing.T) {
	const most = 12 // more facts in doubt are too many completions
	r := rand.New(rand.NewPCG(7, 8))
	n, why := 0, map[strictness]int{}
	for seed := range 6000 {
		c := decisiontest.Cases().Example(seed)
		c.Before = Before{}
		if c.Invite.Doubts == 0 && r.IntN(2) == 0 {
			c.Invite.Doubts = enum.SetOf(invite.Doubt(1 + r.IntN(int(invite.DoubtTitle))))
		}
		certain, inDoubt := Observe(c)
		d := Decide(c)
		if inDoubt == 0 {
			v, reasons := certain.Decide()
			require.Equal(t, [3]any{v, reasons, Reasons(0)}, [3]any{d.Verdict, d.Reasons, d.Possible}, "seed %d", seed)
			continue
		}
		require.Zero(t, inDoubt&(certain|settled), "seed %d", seed)
		if size(inDoubt) > most {
			continue
		}
		n++
		all := complete(certain, inDoubt)
		checkReasons(t, certain, inDoubt, d.Reasons, d.Possible, all)
		checkVerdict(t, certain, inDoubt, d.Verdict, all)
		cause := whyStricter(certain, inDoubt, d.Verdict, all)
		require.NotEqual(t, unexplained, cause, "seed %d: %v, of %s; in doubt: %s", seed, d.Verdict, certain, inDoubt)
		why[cause]++
	}
	t.Log(n, why)
	assert.Greater(t, n, 1500)
	assert.Greater(t, why[byAnotherRow], 5)
}

// settle answers a doubt: what was in doubt turns out to be as it was read, or otherwise.
// An attendee who could not be read is somebody more, who may come, and says nothing of
// those who are known (ours). Nor does a link that hides where it leads stand before a
// consent link that works (ours): whose that is settles who hosts.
func settle(t *rapid.T, c Case, doubt invite.Doubt) Case {
	inv, other := &c.Invite, decisiontest.Invites().Draw(t, "how it is")
	switch inv.Doubts = 0; doubt {
	case invite.DoubtOrganizer:
		inv.Organizer = other.Organizer
	case invite.DoubtAttendees:
		more := slices.DeleteFunc(other.Attendees, func(p invite.Party) bool {
			return p.Answer == invite.PartStatDeclined || p.IsRoom()
		})
		inv.Attendees = slices.Concat(inv.Attendees, more)
	case invite.DoubtTime:
		by := time.Duration(rapid.Int64Range(-14*60, 12*60).Draw(t, "minutes later")) * time.Minute
		if inv.Start = inv.Start.Add(by); !inv.End.IsZero() {
			inv.End = inv.End.Add(by)
		}
	case invite.DoubtLinks:
		holds, _ := Observe(c)
		for _, l := range other.Links {
			at := rapid.IntRange(0, len(inv.Links)).Draw(t, "place")
			if holds.Has(FactCurrentLink) {
				at = len(inv.Links)
			}
			inv.Links = slices.Insert(slices.Clone(inv.Links), at, l)
		}
	case invite.DoubtState:
		inv.Status = invite.StatusCancelled
	case invite.DoubtClass:
		inv.Class = other.Class
	case invite.DoubtTitle:
		inv.Title += " " + other.Title
	}
	return c
}

// However a doubt of an invite is settled: what was decided stands, but for what was left
// to be settled; what speaks against a recording was possible; and what was certain is so.
func TestWhatTurnsOutWasPossible(t *testing.T) {
	against := ReasonsThat(Refuses, Ends, Objects, Stops)
	for _, doubt := range invite.AllDoubts() {
		if doubt == invite.DoubtPresence {
			continue // comes from the roster
		}
		t.Run(doubt.String(), func(t *testing.T) {
			wrong, n := map[string][]int{}, 0
			check := func(t *rapid.T) (faults []string) {
				c := decisiontest.Cases().Draw(t, "case")
				c.Before, c.Invite.Doubts = Before{}, enum.SetOf(doubt)
				if c.Invite.RecurrenceID.IsZero() {
					c.Invite.RecurrenceID = c.Invite.Start // so that it stays the same meeting
				}
				settled := settle(t, c, doubt)
				if _, inDoubt := Observe(settled); inDoubt != 0 || c.Validate() != nil || settled.Validate() != nil {
					return nil
				}
				n++
				d, is := Decide(c), Decide(settled)
				holds, _ := Observe(c)
				if doubtful := holds.Has(FactStarted) && d.Verdict == Hold || d.Verdict == Refuse; !doubtful && is.Verdict != d.Verdict {
					faults = append(faults, fmt.Sprintf("%v became %v", d.Verdict, is.Verdict))
				}
				if late := is.Reasons & against &^ (d.Reasons | d.Possible); late != 0 {
					faults = append(faults, fmt.Sprintf("was not possible: %v", late))
				}
				if gone := d.Reasons & against &^ is.Reasons; gone != 0 {
					faults = append(faults, fmt.Sprintf("was not certain: %v", gone))
				}
				return faults
			}
			for seed := range 6000 {
				for _, fault := range rapid.Custom(check).Example(seed) {
					wrong[fault] = append(wrong[fault], seed)
				}
			}
			for _, fault := range slices.Sorted(maps.Keys(wrong)) {
				seeds := wrong[fault]
				t.Errorf("%s: %d times of %d, as with seed %d", fault, len(seeds), n, seeds[0])
			}
			assert.Greater(t, n, 3000)
		})
	}
}
