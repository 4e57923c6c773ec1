package decision

import (
	"math/bits"
	"slices"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// maxUnsettledNodes bounds how many facts are followed up, one way and the other, for one
// set of doubts.
const maxUnsettledNodes = 4096

// Unsettled returns what would have to be known: the smallest sets of doubts that settle
// the verdict when all of a set are settled, whatever turns out. It returns nil where the
// verdict is settled already. Smaller sets come first.
//
// A group whose members are not known counts as a doubt about the attendees. Ours: where
// something changed during the recording, there is one set of all doubts; and where a set
// leaves more than a few thousand combinations of facts to look at, a larger set is
// returned in its place.
func Unsettled(c Case) []invite.Doubts {
	var j judgement
	j.judge(&c)
	return j.unsettled(&c)
}

// unsettled is Unsettled for a case that has been judged.
func (j *judgement) unsettled(c *Case) []invite.Doubts {
	if j.settled {
		return nil
	}
	var all invite.Doubts
	if j.merged {
		for _, s := range j.sides(c) {
			all |= s.doubted
		}
		return []invite.Doubts{all}
	}
	s := j.side(c)
	masks := map[invite.Doubt]Facts{}
	for d := range j.doubted.All() {
		if masks[d] = s.mask(s.of, d); masks[d] != 0 {
			all |= enum.SetOf(d)
		}
	}
	var found []invite.Doubts
	for _, some := range subsets(all) {
		smaller := func(s invite.Doubts) bool { return s&some == s }
		if !slices.ContainsFunc(found, smaller) && (some == all || j.settledBy(all&^some, masks)) {
			found = append(found, some)
		}
	}
	return found
}

// subsets returns the subsets of a set that are not empty, smaller ones first.
func subsets(all invite.Doubts) []invite.Doubts {
	var subsets []invite.Doubts
	for some := all; some != 0; some = (some - 1) & all {
		subsets = append(subsets, some)
	}
	slices.SortFunc(subsets, func(a, b invite.Doubts) int {
		if a.Len() != b.Len() {
			return a.Len() - b.Len()
		}
		return bits.TrailingZeros64(uint64(a&^b)) - bits.TrailingZeros64(uint64(b&^a)) // by the first doubt that differs
	})
	return subsets
}

// settledBy reports whether the verdict is settled, whatever turns out, where only some
// doubts are left.
func (j *judgement) settledBy(left invite.Doubts, masks map[invite.Doubt]Facts) bool {
	var rest Facts
	for d := range left.All() {
		rest |= masks[d]
	}
	if rest&missing != 0 {
		rest |= j.inDoubt & lateJoin // the outcome is open as long as it is whose consent was missing when
	}
	w := walk{left: maxUnsettledNodes}
	return w.settles(j.facts&^j.inDoubt, j.inDoubt&^rest, rest)
}

// walk goes through what may turn out, depth first, as long as it has steps left.
type walk struct{ left int }

// settles reports whether the verdict is settled for every way in which the open facts may
// turn out, with the rest in doubt.
func (w *walk) settles(holds, open, rest Facts) bool {
	_, settled := holds.verdictInDoubt(holds.judgeInDoubt(open | rest))
	if settled || open == 0 || w.left == 0 {
		return settled
	}
	w.left--
	one := open & -open
	return w.settles(holds, open&^one, rest) && w.settles(holds|one, open&^one, rest)
}
