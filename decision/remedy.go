package decision

import (
	"github.com/mayrecord/mayrecord/consent"
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
func Apply(c Case, remedy Steps) Case {
	var f fixes
	for s := range remedy.All() {
		c = f.step(s, c)
	}
	return c
}

// fixes applies steps to one case, and remembers what is costly to make anew.
type fixes struct {
	permitting map[invite.Address]profile.Directory
	asked      map[Request][]Request
	lifted     map[blocking]profile.BlockList
	consented  []consented
}

// blocking is who the block list looks at that a step can change.
type blocking struct {
	named, organizer invite.Address
	host             *profile.Member
}

// consented are the answers after somebody has consented.
type consented struct {
	who []invite.Address
	log consent.Log
}

// Remedies returns what would lead to a recording, remedies of fewer steps first.
// Each, when applied at the same moment, gives Record, and none has a step too many.
// Nobody who said no is asked to say yes (ours).
//
// At most a thousand or so cases are decided to find them, whatever the size of the case;
// each takes time as [Decide] does, and what blocks somebody is looked up once. There are
// none for a meeting that is recorded, and, ours, none once a recorder has
// started: what was begun without consent is not healed afterwards.
func Remedies(c Case) []Steps {
	if Decide(c).Verdict != Refuse {
		return nil
	}
	return newTrials(c).remedies()
}

// remedies finds the remedies, those of fewer steps first.
func (t *trials) remedies() []Steps {
	var found []Steps
	seen := map[Steps]bool{}
	level := []Steps{0}
	for range maxRemedySteps {
		var next []Steps
		for _, r := range level {
			for step := range openSteps(t.decide(r)).All() {
				more := r | enum.SetOf(step)
				switch {
				case seen[more] || holdsOne(more, found):
				case t.decide(more).Verdict != Record:
					next = append(next, more)
				case t.allNeeded(more):
					found = append(found, more)
				}
				seen[more] = true
			}
		}
		level = next
	}
	return found
}

// holdsOne reports whether a set of steps holds a remedy: it has a step too many.
func holdsOne(steps Steps, remedies []Steps) bool {
	for _, r := range remedies {
		if steps&r == r {
			return true
		}
	}
	return false
}

// trials decides what becomes of a case by steps.
type trials struct {
	fixes
	after   map[Steps]Case
	decided map[Steps]Decision
}

// newTrials returns the trials of a case. What decides nothing is left out.
func newTrials(c Case) *trials {
	c.Invite.Links, c.Invite.Attendees, c.Invite.DoubtsFrom = c.linksThatDecide(), c.attendeesThatDecide(), nil
	return &trials{after: map[Steps]Case{0: c}, decided: map[Steps]Decision{}}
}

// linksThatDecide returns the first link of each kind. No step changes of what kind a link
// is, and a further link of the kind switches nothing on or off.
func (c *Case) linksThatDecide() []invite.Link {
	var links []invite.Link
	seen := map[profile.LinkKind]bool{profile.LinkOther: true}
	for _, l := range c.Invite.Links {
		if kind := c.judge(l).Kind; !seen[kind] {
			seen[kind] = true
			links = append(links, l)
		}
	}
	return links
}

// attendeesThatDecide returns the attendees, of those who are no members the first of each
// sort: of the others nothing is asked that the first does not answer. Lifting the block
// lifts it for all.
func (c *Case) attendeesThatDecide() []invite.Party {
	type sort struct {
		kind                     invite.CUType
		answer                   invite.PartStat
		internal, party, blocked bool
	}
	var attendees []invite.Party
	seen := map[sort]bool{}
	for i := range c.Invite.Attendees {
		p, org := &c.Invite.Attendees[i], &c.Org
		if !p.Address.IsZero() && !p.IsRoom() && !org.IsAssistant(p.Address) && org.Members.ByAddress(p.Address) == nil {
			s := sort{p.Kind, p.Answer, org.IsInternal(p.Address), org.IsParty(p), org.Block.Party(p.Address) != ""}
			if seen[s] {
				continue
			}
			seen[s] = true
		}
		attendees = append(attendees, *p)
	}
	return attendees
}

// apply returns the case after steps.
func (t *trials) apply(steps Steps) Case {
	c, found := t.after[steps]
	if found {
		return c
	}
	var last Step
	for s := range steps.All() {
		last = s
	}
	c = t.step(last, t.apply(steps&^enum.SetOf(last)))
	t.after[steps] = c
	return c
}

// decide decides the case after steps.
func (t *trials) decide(steps Steps) Decision {
	d, found := t.decided[steps]
	if !found {
		d = Decide(t.apply(steps))
		t.decided[steps] = d
	}
	return d
}

// allNeeded reports whether the remedy works only with all of its steps.
func (t *trials) allNeeded(remedy Steps) bool {
	for s := range remedy.All() {
		if t.decide(remedy&^enum.SetOf(s)).Verdict == Record {
			return false
		}
	}
	return true
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
	return all &^ enum.SetOf(AddConferenceLink) // advice, which changes nothing
}
