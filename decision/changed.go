package decision

import "time"

// change decides a case in which something changed after its recording began; what is in
// force now has been observed.
//
// F says that changes take place immediately; that they also undo what was lawful, nobody
// says. Ours: what spoke against the recording before the change counts as ever. What
// speaks against it only since then ends it at the change, and what was recorded before
// may be kept. The block list and a private mark refuse whenever they hold. The case makes
// sense.
func (j *judgement) change(c *Case) {
	until := c.Before.Until.Round(0)
	lasting, possible := j.reasons()
	earlier := c.then()
	var then observation
	then.observe(&earlier)
	then.putInDoubt(&earlier)
	then.earlier = true
	if until.After(j.now) { // it has not happened
		j.observation = then
		j.decide(0, 0)
		return
	}
	j.merged = true
	at := until
	if !j.running && !j.last.After(until) {
		if !then.inProgress(&earlier, until, time.Time{}) { // a change after the call ends nothing
			j.observation = then
			j.decide(lasting&always, possible&always)
			return
		}
		at = j.last
	}
	then.consentBefore(&earlier, until)
	j.consentSince(c, until)
	if then.inDoubt|j.inDoubt != 0 {
		then.putInDoubt(&earlier)
		j.putInDoubt(c)
		j.mergeInDoubt(c, &earlier, &then, at)
		return
	}
	j.merge(c, &earlier, &then, at)
}

// merge decides by what was observed of a case before a change and since. The change ends
// the recording at an instant.
func (j *judgement) merge(c, earlier *Case, then *observation, at time.Time) {
	was, is := then.facts.fired(), j.facts.fired()
	late := j.late(c, earlier, then)
	verdict, changed := j.weigh(then, was, is, late)
	j.Verdict, j.settled = verdict, true
	j.Reasons = (is|was&against)&^byEffect[Stops] | late
	j.Cut = earliest(then.cut(), j.cut())
	if changed {
		j.Cut = earliest(j.Cut, at)
	}
}

// weigh returns the verdict that follows from the reasons before a change and since, and
// whether the change ended the recording.
func (j *judgement) weigh(then *observation, was, is, late Reasons) (v Verdict, changed bool) {
	changed = j.changed && is.Has(ConsentUnverified) || lost(was, is) != 0
	a := then.facts.amount(was)
	a.refuses = a.refuses || is&always != 0
	a.objects = a.objects || is&byEffect[Objects] != 0
	a.little = late.Has(TooLittleRecorded)
	a.ended = a.ended || changed
	return a.verdict(), changed
}

// reasons returns the reasons that fire for certain, and those that are possible.
func (o *observation) reasons() (certain, possible Reasons) {
	if o.inDoubt == 0 {
		return o.facts.fired(), 0
	}
	return o.facts.judgeInDoubt(o.inDoubt)
}

// mergeInDoubt is merge where something is in doubt, before the change or since. The
// verdict is settled where it is the same whether or not the possible reasons before hold,
// and those since, and where no objection leaves open what the late-join rule says.
func (j *judgement) mergeInDoubt(c, earlier *Case, then *observation, at time.Time) {
	was, wasPossible := then.reasons()
	is, isPossible := j.reasons()
	late := j.late(c, earlier, then)
	possible := (wasPossible&against | isPossible) &^ byEffect[Stops]
	objects := (was|is|possible)&byEffect[Objects] != 0
	open := possible&byEffect[Objects] != 0 ||
		objects && (then.inDoubt|j.inDoubt)&lateJoin != 0

	verdict, changed := j.weigh(then, was, is, late)
	same := true
	for _, corner := range [][2]Reasons{{was | wasPossible, is}, {was, is | isPossible}, {was | wasPossible, is | isPossible}} {
		v, ended := j.weigh(then, corner[0], corner[1], late)
		same, changed = same && v == verdict, changed || ended
	}
	j.Verdict, j.settled = Hold, false
	refused, _ := j.weigh(then, was, is, 0) // whatever the late-join rule says
	if same && (!open || refused == Discard) {
		j.Verdict, j.settled = verdict, true
	}
	j.Reasons = (is | was&against) &^ byEffect[Stops]
	if open {
		possible |= late | (was|wasPossible|is|isPossible)&byEffect[Stops]
	} else {
		j.Reasons |= late
	}
	j.Possible = possible &^ j.Reasons
	j.Cut = earliest(then.cut(), j.cut())
	if changed {
		j.Cut = earliest(j.Cut, at)
	}
}

// lost returns the reasons that speak against a recording only since a change: a refusal
// that was none, or a ground of a family of which none was missing.
func lost(was, is Reasons) Reasons {
	all := is & byEffect[Refuses] &^ was &^ always
	for _, family := range []Reasons{basis, call} {
		if was&family == 0 {
			all |= is & family
		}
	}
	return all
}

// late returns the stopping reason of an objection, by the planned time and the settings
// that were in force when consent went missing: a meeting that is moved afterwards makes
// nothing late, and nothing early.
func (j *judgement) late(c, earlier *Case, then *observation) Reasons {
	missed := earliest(then.missed, j.missed)
	by, of := &j.observation, c
	if missed.Before(c.Before.Until.Round(0)) {
		by, of = then, earlier
	}
	switch {
	case missed.IsZero():
		return 0
	case by.enoughBy(of, missed):
		return 1 << LateOptOut
	}
	return 1 << TooLittleRecorded
}
