package decision

import (
	"encoding/json"
	"math/bits"
	"slices"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// maxRemedySteps bounds how many steps a remedy has: who must do more has another
// meeting.
const maxRemedySteps = 5

// Remedy is a set of steps that, taken together, lead to a recording. The zero
// Remedy is no step.
type Remedy uint16

// RemedyOf returns the remedy of the given steps.
func RemedyOf(steps ...Step) Remedy {
	var r Remedy
	for _, s := range steps {
		r |= 1 << s
	}
	return r
}

// Steps returns the steps, in the order in which they are taken.
func (r Remedy) Steps() []Step {
	var all []Step
	for rest := r; rest != 0; rest &= rest - 1 {
		all = append(all, Step(bits.TrailingZeros16(uint16(rest))))
	}
	return all
}

// Apply returns the case after the remedy's steps. Where the profile was that of the
// call's owner, it is that of the owner afterwards.
func (r Remedy) Apply(c Case) Case {
	governed := c.Governed().Profile == c.Profile
	for _, s := range r.Steps() {
		c = s.apply(c)
		if governed {
			c = c.Governed()
		}
	}
	return c
}

// MarshalJSON returns the list of the steps' texts.
func (r Remedy) MarshalJSON() ([]byte, error) { return json.Marshal(r.Steps()) }

// UnmarshalStrict reads a list of steps' texts.
func (r *Remedy) UnmarshalStrict(decode func(any) error) error {
	var list []Step
	if err := decode(&list); err != nil {
		return err
	}
	*r = RemedyOf(list...)
	return nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Remedy) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r) }

// Remedies returns what would lead to a recording, remedies of fewer steps first.
// Each, when applied at the same moment, gives Record, and none has a step too many.
//
// At most a thousand or so cases are decided to find them. There are none for a
// meeting that is recorded, and, ours, none once a recorder has
// started: what was begun without consent is not healed afterwards.
func Remedies(c Case) []Remedy {
	var found []Remedy
	seen := map[Remedy]bool{}
	level := []Remedy{0}
	if Decide(c).Verdict != Refuse {
		return nil
	}
	for range maxRemedySteps {
		var next []Remedy
		for _, r := range level {
			for _, step := range openSteps(Decide(r.Apply(c)).Reasons) {
				more := r | 1<<step
				switch {
				case seen[more]:
				case !more.works(c):
					next = append(next, more)
				case more.allNeeded(c):
					found = append(found, more)
				}
				seen[more] = true
			}
		}
		level = next
	}
	return found
}

// openSteps returns the steps that address the reasons against recording.
func openSteps(reasons Reasons) []Step {
	var all []Step
	for r := range reasons.Of(Refuses, Objects).All() {
		all = append(all, ruleOf(r).Steps...)
	}
	return all
}

func (r Remedy) works(c Case) bool { return Decide(r.Apply(c)).Verdict == Record }

// allNeeded reports whether the remedy works only with all of its steps.
func (r Remedy) allNeeded(c Case) bool {
	return !slices.ContainsFunc(r.Steps(), func(s Step) bool { return (r &^ (1 << s)).works(c) })
}
