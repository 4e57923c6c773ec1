package decision

// DecideInDoubt is the rule half of [Decide] for facts of which some are in doubt.
func (f Facts) DecideInDoubt(inDoubt Facts) (v Verdict, certain, possible Reasons) {
	f &^= inDoubt
	certain, possible = f.judgeInDoubt(inDoubt)
	v, _ = f.verdictInDoubt(certain, possible)
	return v, certain, possible
}

// Tried is [Remedies], and how many cases it decides.
func Tried(c Case) ([]Steps, int) {
	t := newTrials(c)
	return t.remedies(), len(t.decided)
}

// AllNeeded reports whether steps lead to a recording only with all of them.
func AllNeeded(c Case, steps Steps) bool { return newTrials(c).allNeeded(steps) }

// MaxTried bounds how many cases are decided to find remedies: the sets of up to five of the
// steps that a remedy can have.
const MaxTried = 1 + 11 + 55 + 165 + 330 + 462
