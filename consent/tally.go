package consent

import (
	"fmt"
	"time"
)

// Tally counts the participants of one call by the answer of each that is in force.
// The zero Tally is a call that nobody answered.
type Tally struct {
	StayedAway int `json:"stayed_away"`
	Consented  int `json:"consented"`
	Bypassed   int `json:"bypassed"`
	OptedOut   int `json:"opted_out"`
}

// Tally counts the answers in force at the instant: how many participants have
// consented, or not ("How do team members know whether participants have given
// their consent …?").
func (l Log) Tally(at time.Time) Tally {
	var t Tally
	for s := range l.Stretches() {
		if _, ok := s.In(at.Round(0), at.Round(0)); ok {
			t.add(s.Choice)
		}
	}
	return t
}

func (t *Tally) add(c Choice) {
	switch c {
	case StayedAway:
		t.StayedAway++
	case Consented:
		t.Consented++
	case Bypassed:
		t.Bypassed++
	case OptedOut:
		t.OptedOut++
	}
}

// Participants returns how many participants the tally counts.
func (t Tally) Participants() int { return t.StayedAway + t.Consented + t.Bypassed + t.OptedOut }

// Rate is the opt-out rate of a number of calls. The zero Rate is of no calls.
type Rate struct {
	OptedOut int `json:"opted_out"` // calls in which somebody's opt-out was in force
	Answered int `json:"answered"`  // calls in which anybody answered
}

// OptOutRate counts calls, one tally each ("How can I see how many calls we didn't
// record due to participants who didn't give their consent?"). Ours: calls that
// nobody answered do not count.
func OptOutRate(calls ...Tally) Rate {
	var r Rate
	for _, t := range calls {
		if t.Participants() > 0 {
			r.Answered++
		}
		if t.OptedOut > 0 {
			r.OptedOut++
		}
	}
	return r
}

// Share returns the rate as a number from 0 to 1, and false for no calls.
func (r Rate) Share() (float64, bool) {
	if r.Answered == 0 {
		return 0, false
	}
	return float64(r.OptedOut) / float64(r.Answered), true
}

// String returns a form like "1 of 4 calls".
func (r Rate) String() string { return fmt.Sprintf("%d of %d calls", r.OptedOut, r.Answered) }
