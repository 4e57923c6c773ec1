package decision

// DecideInDoubt is the rule half of [Decide] for facts of which some are in doubt.
func (f Facts) DecideInDoubt(inDoubt Facts) (v Verdict, certain, possible Reasons) {
	f &^= inDoubt
	certain, possible = f.judgeInDoubt(inDoubt)
	v, _ = f.verdictInDoubt(certain, possible)
	return v, certain, possible
}
