// Package decision says whether a meeting may be recorded, and why.
//
// [Decide] takes a [Case] (the invite, the company's settings, the owner's consent
// profile, what participants answered, and the moment asked about) and returns a
// [Decision]: a verdict with every reason for it. [Explain] puts it into words with
// the evidence, [Remedies] says what would lead to a recording, [Join] which call a
// recorder joins and how, [CanCancel] whether the recording can be cancelled, and
// [Timeline] what happens when.
//
// All are pure functions: no clock, no I/O, no state. What is asked about is in the
// case; the same case gives the same decision, always.
//
// # Two halves
//
// [Observe] turns a case into [Facts], a small set of yes/no facts in one machine
// word, and a second word for those that are in doubt: all arithmetic with time, all
// comparing of addresses and links is there. [Facts.Decide] holds them against [Rules], a
// table of data. Because the facts are few, the second half is proved on every combination
// that can occur.
//
// # Sources
//
// The rules are from the articles "Record meetings with the Gong assistant" (A) and
// "FAQs for recording consent" (F). Each rule names its source; those marked ours
// fill in where the articles are silent. When unsure between recording and not
// recording, the rules do not record.
package decision

import (
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

// Decision is what follows from a case. It is a small comparable value: two
// decisions are the same exactly when they are ==.
//
// The zero Decision refuses, without a reason; [Decide] never returns it.
type Decision struct {
	Verdict Verdict
	// Reasons are all reasons that hold, for and against, whatever is in doubt.
	Reasons Reasons
	// Possible are the reasons that may hold besides, as far as something is in doubt.
	Possible Reasons
	// Cut is the first instant of a recording of which nothing may be kept from then on, in
	// UTC: consent went missing, somebody stopped the recording, or a ground to record went.
	// It is zero where there is none. With KeepPart, what was recorded before it may be
	// kept.
	Cut time.Time
}

// Decide decides a case. It is total: a case that makes no sense is refused with
// invalid_case, and [Case.Validate] says why.
//
// It allocates nothing, but for people who answered or were in the call under several
// addresses, for people in the roster who are not identified, for more than four rooms
// among the attendees, and for an org of more than 16 profiles. It takes time linear in
// attendees, links, requests, answers, presences and cancellations; each time when consent
// was missing is held against each recording, and, after the planned end, against who was
// still in the call.
func Decide(c Case) Decision {
	var j judgement
	j.judge(&c)
	return j.Decision
}

// judgement is a decision, and what it was found from.
type judgement struct {
	Decision
	observation      // of what is in force, or was before a change
	settled     bool // nothing that is in doubt can change the verdict
	merged      bool // something changed after the recording began
}

// judge decides a case.
func (j *judgement) judge(c *Case) {
	j.observe(c)
	j.putInDoubt(c)
	if c.Before != (Before{}) && j.facts&FactInvalid == 0 && j.started() && j.first.Before(c.Before.Until.Round(0)) {
		j.change(c)
		return
	}
	j.decide(0, 0)
}

// decide decides by what was observed, by further reasons that hold in any case, and by
// others that are possible in any case.
func (j *judgement) decide(further, possible Reasons) {
	j.Cut = j.cut()
	if j.inDoubt == 0 && possible == 0 {
		j.Reasons = j.facts.fired() | further
		j.Verdict = j.facts.verdict(j.Reasons)
		j.settled = true
		return
	}
	j.Reasons, j.Possible = j.facts.judgeInDoubt(j.inDoubt)
	j.Reasons |= further
	j.Possible = (j.Possible | possible) &^ j.Reasons
	j.Verdict, j.settled = j.facts.verdictInDoubt(j.Reasons, j.Possible)
}

// Kept returns the parts of the recording that may be kept, in order and in UTC: all of
// it, up to now, for Record; what was recorded before the cut for KeepPart; nothing
// otherwise.
func (d Decision) Kept(c Case) []invite.Span {
	if d.Verdict != KeepPart && d.Verdict != Record {
		return nil
	}
	o := observation{now: c.now()}
	var kept []invite.Span
	for s := range o.recorded(&c) {
		if d.Verdict == KeepPart && s.To.After(d.Cut) {
			s.To = d.Cut
		}
		if s.From.Before(s.To) {
			kept = append(kept, invite.Span{From: s.From.UTC(), To: s.To.UTC()})
		}
	}
	return kept
}
