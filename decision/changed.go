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
	until, lasting := c.Before.Until.Round(0), j.facts.fired()&always
	earlier := c.then()
	var then observation
	then.observe(&earlier)
	then.earlier = true
	if until.After(j.now) { // it has not happened
		j.observation = then
		j.decide(0)
		return
	}
	at := until
	if !j.running && !j.last.After(until) {
		if !then.inProgress(&earlier, until, time.Time{}) { // a change after the call ends nothing
			j.observation = then
			j.decide(lasting)
			return
		}
		at = j.last
	}
	then.consentBefore(&earlier, until)
	j.consentSince(c, until)
	j.merge(c, &earlier, &then, at)
}

// merge decides by what was observed of a case before a change and since. The change ends
// the recording at an instant.
func (j *judgement) merge(c, earlier *Case, then *observation, at time.Time) {
	was, is := then.facts.fired(), j.facts.fired()
	changed := j.changed || lost(was, is) != 0
	late := j.late(c, earlier, then)
	a := then.facts.amount(was)
	a.refuses = a.refuses || is&always != 0
	a.objects = a.objects || is&byEffect[Objects] != 0
	a.little = late.Has(TooLittleRecorded)
	a.ended = a.ended || changed

	j.Verdict = a.verdict()
	j.Reasons = (is|was&against)&^byEffect[Stops] | late
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
