// Package decision says whether a meeting may be recorded, and why.
//
// [Decide] takes a [Case] (the invite, the company's settings, the owner's consent
// profile, what participants answered, and the moment asked about) and returns a
// [Decision]: a verdict with every reason for it. [Explain] puts it into words with
// the evidence, [Remedies] says what would lead to a recording, [Cancel] whether it
// can be cancelled, and [Timeline] what happens when.
//
// All are pure functions: no clock, no I/O, no state. What is asked about is in the
// case; the same case gives the same decision, always.
//
// # Two halves
//
// [Observe] turns a case into [Facts], a small set of yes/no facts in one machine
// word: all arithmetic with time, all comparing of addresses and links is there.
// [Facts.Decide] holds them against [Rules], a table of data. Because the facts are
// few, the second half is proved on every combination that can occur.
//
// # Sources
//
// The rules are from the articles "Record meetings with the Gong assistant" (A) and
// "FAQs for recording consent" (F). Each rule names its source; those marked ours
// fill in where the articles are silent. When unsure between recording and not
// recording, the rules do not record.
package decision

import "time"

// Decision is what follows from a case. It is a small comparable value: two
// decisions are the same exactly when they are ==.
//
// The zero Decision refuses, without a reason; [Decide] never returns it.
type Decision struct {
	Verdict Verdict
	// Reasons are all reasons that hold, for and against.
	Reasons Reasons
	// Cut is the instant at which consent first went missing while a recorder ran,
	// in UTC; zero if it never did. With KeepPart, what was recorded before it may be
	// kept.
	Cut time.Time
}

// Decide decides a case. It is total: a case that makes no sense is refused with
// invalid_case, and [Case.Validate] says why. It allocates nothing, and takes time
// linear in attendees, links, answers and cancellations.
func Decide(c Case) Decision {
	o := observe(&c)
	var d Decision
	d.Verdict, d.Reasons = o.facts.Decide()
	d.Cut = o.cut
	return d
}

// Kept returns which part of the recording may be kept, in UTC: all of it, up to now,
// for Record; what was recorded before the cut for KeepPart. It reports false where
// there is nothing to keep.
func (d Decision) Kept(c Case) (from, to time.Time, ok bool) {
	from, to = c.recorded()
	switch d.Verdict {
	case KeepPart:
		to = d.Cut
	case Record:
	default:
		return time.Time{}, time.Time{}, false
	}
	if !from.Before(to) {
		return time.Time{}, time.Time{}, false
	}
	return from.UTC(), to.UTC(), true
}
