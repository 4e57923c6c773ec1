package decision

import (
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// maxRemedySteps bounds how many steps a remedy has: who must do more has another
// meeting.
const maxRemedySteps = 5

// Steps is a set of steps that are taken together, made by [enum.SetOf]. The zero Steps
// is none.
type Steps = enum.Set[Step]

// Apply returns the case after the steps of a remedy. A step that cannot be taken changes
// nothing.
func Apply(c Case, remedy Steps) Case { return new(fixes).apply(c, remedy) }

// fixes applies steps, and remembers what is costly to make anew.
type fixes struct {
	permitting map[invite.Address]profile.Directory
}

func (f *fixes) apply(c Case, remedy Steps) Case {
	for s := range remedy.All() {
		c = f.step(s, c)
	}
	return c
}

// Remedies returns what would lead to a recording, remedies of fewer steps first.
// Each, when applied at the same moment, gives Record, and none has a step too many.
// Nobody who said no is asked to say yes (ours).
//
// At most a thousand or so cases are decided to find them. There are none for a
// meeting that is recorded, and, ours, none once a recorder has
// started: what was begun without consent is not healed afterwards.
func Remedies(c Case) []Steps {
	var found []Steps
	var f fixes
	works := func(remedy Steps) bool { return Decide(f.apply(c, remedy)).Verdict == Record }
	seen := map[Steps]bool{}
	level := []Steps{0}
	if Decide(c).Verdict != Refuse {
		return nil
	}
	for range maxRemedySteps {
		var next []Steps
		for _, r := range level {
			for step := range openSteps(Decide(f.apply(c, r))).All() {
				more := r | enum.SetOf(step)
				switch {
				case seen[more]:
				case !works(more):
					next = append(next, more)
				case allNeeded(more, works):
					found = append(found, more)
				}
				seen[more] = true
			}
		}
		level = next
	}
	return found
}

// openSteps returns the steps that address the reasons against recording, those that are
// possible among them, and what leaves them possible.
func openSteps(d Decision) Steps {
	var all Steps
	for r := range ((d.Reasons | d.Possible) & against).All() {
		all |= enum.SetOf(ruleOf(r).Steps...)
	}
	if d.Possible&against != 0 {
		all |= enum.SetOf(stepsOfDoubt...)
	}
	return all
}

// allNeeded reports whether the remedy works only with all of its steps.
func allNeeded(remedy Steps, works func(Steps) bool) bool {
	for s := range remedy.All() {
		if works(remedy &^ enum.SetOf(s)) {
			return false
		}
	}
	return true
}
