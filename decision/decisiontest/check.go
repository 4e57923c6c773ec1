package decisiontest

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// CheckTables holds the tables of facts in all .txt files at the root of a file system
// against the rules, and joins an error for everything in which one of them is wrong, with
// file and line. It returns how many combinations it compared. testdata/specification
// describes the form of a table.
//
// The product of all facts is too large to go through. It need not be: a table's reasons
// depend on the facts of its columns alone, which is checked on the rows of the rules, and
// the verdict on what the reasons amount to alone. So all combinations of each table's
// columns are all that there is.
func CheckTables(files fs.FS) (int, error) {
	tables, err := readTables(files)
	if err != nil {
		return 0, err
	}
	return library().check(tables)
}

// subject is what is held against the tables: rules, how they decide, on which facts, and
// how these hang together.
type subject struct {
	facts        decision.Facts
	implications []implication
	rules        []decision.Rule
	looksAt      func(decision.Rule) decision.Facts
	decide       func(decision.Facts) (decision.Verdict, decision.Reasons)
}

// library is the library's own rules.
func library() subject {
	return subject{decision.AllFacts(), implications, decision.Rules(), decision.Rule.LooksAt, decision.Facts.Decide}
}

// check holds the subject against the tables.
func (s subject) check(tables []*table) (int, error) {
	if err := errors.Join(s.checkRules(), s.checkDecided(tables), s.checkTables(tables)); err != nil {
		return 0, err
	}
	n := 0
	var errs []error
	var fired decision.Reasons
	for _, t := range tables {
		if t.verdicts == nil {
			n += 1 << len(t.columns)
			given, err := s.checkRows(t)
			fired |= given
			errs = append(errs, err)
		}
	}
	for _, r := range s.rules {
		if !fired.Has(r.Reason) {
			errs = append(errs, fmt.Errorf("the rule %s never fires", r.Reason))
		}
	}
	draws, err := s.checkVerdicts(tables)
	return n + draws, errors.Join(append(errs, err)...)
}

// checkRules finds rules that are the same and rules out of order.
func (s subject) checkRules() error {
	var errs []error
	for i, r := range s.rules {
		for _, other := range s.rules[:i] {
			if r.Must == other.Must && r.MustNot == other.MustNot || r.Reason == other.Reason {
				errs = append(errs, fmt.Errorf("the rules %s and %s are the same", other.Reason, r.Reason))
			}
		}
		if i > 0 && r.Reason < s.rules[i-1].Reason {
			errs = append(errs, fmt.Errorf("the rule %s is not in the catalogue's order", r.Reason))
		}
	}
	return errors.Join(errs...)
}

// checkDecided finds reasons that no table decides, or two, or with another effect than
// the rule's, rules that look at facts that their table does not look at, facts that no
// table looks at, and whether there is one table of verdicts.
func (s subject) checkDecided(tables []*table) error {
	var errs []error
	ofVerdicts, seen := 0, decision.Facts(0)
	for _, t := range tables {
		if t.verdicts != nil {
			ofVerdicts++
			continue
		}
		for _, column := range t.columns {
			seen |= column
		}
	}
	turns := decision.FactStarted // the verdict turns on it
	for _, rule := range s.rules {
		turns |= s.looksAt(rule)
		errs = append(errs, s.checkRule(rule, tables))
	}
	if nothing := s.facts &^ turns; nothing != 0 {
		errs = append(errs, fmt.Errorf("nothing turns on: %s", nothing))
	}
	if ofVerdicts != 1 {
		errs = append(errs, fmt.Errorf("%d tables decide the verdict", ofVerdicts))
	}
	if unseen := s.facts &^ seen; unseen != 0 {
		errs = append(errs, fmt.Errorf("no table looks at: %s", unseen))
	}
	return errors.Join(errs...)
}

// checkRule finds what is wrong between a rule and the tables that decide its reason.
func (s subject) checkRule(rule decision.Rule, tables []*table) error {
	by := slices.DeleteFunc(slices.Clone(tables), func(t *table) bool { return t.effects[rule.Reason] == 0 })
	switch {
	case len(by) == 0:
		return fmt.Errorf("no table decides %s", rule.Reason)
	case len(by) > 1:
		return fmt.Errorf("%s is decided twice: %s and %s", rule.Reason, by[0].at(by[0].line), by[1].at(by[1].line))
	}
	t := by[0]
	if effect := t.effects[rule.Reason]; effect != rule.Effect {
		return fmt.Errorf("%s: %s %s, by its rule it %s", t.at(t.line), rule.Reason, effect, rule.Effect)
	}
	if others := s.looksAt(rule) &^ t.looksAt(); others != 0 {
		return fmt.Errorf("%s: the rule of %s also looks at: %s", t.at(t.line), rule.Reason, others)
	}
	return nil
}

// looksAt returns the facts of all columns.
func (t *table) looksAt() decision.Facts {
	var all decision.Facts
	for _, column := range t.columns {
		all |= column
	}
	return all
}

// checkTables finds combinations that a table misses or repeats, and reasons for which
// there is no rule.
func (s subject) checkTables(tables []*table) error {
	var known decision.Reasons
	for _, r := range s.rules {
		known |= enum.SetOf(r.Reason)
	}
	var errs []error
	for _, t := range tables {
		if foreign := t.decides() &^ known; foreign != 0 {
			errs = append(errs, fmt.Errorf("%s: no rule gives %s", t.at(t.line), foreign))
		}
		_, err := t.index()
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// index returns the row of every combination of the table's columns, in the order of
// combinations: the first column is the lowest bit.
func (t *table) index() ([]*row, error) {
	var errs []error
	rows := make([]*row, 1<<len(t.columns))
	for i := range rows {
		f := t.factsAt(i)
		for j := range t.rows {
			switch r := &t.rows[j]; {
			case !r.matches(f):
			case rows[i] != nil:
				errs = append(errs, fmt.Errorf("%s: repeats what line %d says of %s", t.at(r.line), rows[i].line, t.combination(f)))
			default:
				rows[i] = r
			}
		}
		if rows[i] == nil {
			errs = append(errs, fmt.Errorf("%s: the table misses %s", t.at(t.line), t.combination(f)))
		}
	}
	return rows, errors.Join(errs...)
}

// combination says which of the table's columns are yes.
func (t *table) combination(f decision.Facts) string {
	text := ""
	for i, column := range t.columns {
		if i > 0 {
			text += " "
		}
		text += map[bool]string{true: "yes", false: "no"}[f&column != 0]
	}
	return text
}

// factsAt returns a combination by its number.
func (t *table) factsAt(index int) decision.Facts {
	var f decision.Facts
	for i, column := range t.columns {
		if index>>i&1 != 0 {
			f |= column
		}
	}
	return f
}

// checkRows decides every combination of a table's columns that can happen, and compares
// with its rows. It returns the reasons that were given.
func (s subject) checkRows(t *table) (decision.Reasons, error) {
	var errs []error
	var given decision.Reasons
	rows, _ := t.index()
	for i, r := range rows {
		f, can := s.extend(t.factsAt(i), t.looksAt())
		if can == r.impossible {
			errs = append(errs, t.reached(r, t.factsAt(i), can))
			continue
		}
		if !can {
			continue
		}
		_, reasons := s.decide(f)
		reasons &= t.decides()
		given |= reasons
		if reasons != r.reasons {
			errs = append(errs, fmt.Errorf("%s: the table says [%s], the rules [%s], of: %s", t.at(r.line), r.reasons, reasons, f&t.looksAt()))
		}
	}
	return given, errors.Join(errs...)
}

// reached says that a row is wrong about what can happen.
func (t *table) reached(r *row, f decision.Facts, can bool) error {
	says := map[bool]string{true: "happens, and is called impossible", false: "is answered, and never happens"}[can]
	return fmt.Errorf("%s: %s %s", t.at(r.line), t.combination(f), says)
}

// extend returns a combination that can happen and has just the given facts of the fixed
// ones, with as few others as possible, and whether there is one. Facts are only added: what
// can happen is closed under no other change.
func (s subject) extend(f, fixed decision.Facts) (decision.Facts, bool) {
	for _, m := range s.implications {
		if m.holds(f) {
			continue
		}
		for fact := range (m.then &^ fixed).All() {
			if more, ok := s.extend(f|fact, fixed); ok {
				return more, true
			}
		}
		return f, false
	}
	return f, true
}

// drawsOfVerdicts is how many combinations of facts are drawn for each combination of the
// columns of the table of verdicts.
const drawsOfVerdicts = 400

// checkVerdicts draws combinations of facts in which each combination of effects occurs,
// and compares the verdict with the table of verdicts: every row that can happen must
// occur, and no other may.
func (s subject) checkVerdicts(tables []*table) (int, error) {
	t := tables[slices.IndexFunc(tables, func(t *table) bool { return t.verdicts != nil })]
	rows, _ := t.index()
	random := rand.New(rand.NewPCG(1, 2))
	quiet := s.quiet()
	seen := make([]bool, len(rows))
	var errs []error
	for i := range rows {
		for range drawsOfVerdicts {
			f := s.draw(random, quiet, t.factsAt(i))
			verdict, reasons := s.decide(f)
			at := t.indexOf(given(f, reasons))
			r := rows[at]
			seen[at] = true
			if !r.impossible && r.verdict != verdict && len(errs) < 20 {
				errs = append(errs, fmt.Errorf("%s: the table says %s, the rules %s, of: %s", t.at(r.line), r.verdict, verdict, f))
			}
		}
	}
	for i, r := range rows {
		if r.impossible == seen[i] {
			errs = append(errs, t.reached(r, t.factsAt(i), seen[i]))
		}
	}
	return len(rows) * drawsOfVerdicts, errors.Join(errs...)
}

// indexOf is the opposite of factsAt.
func (t *table) indexOf(f decision.Facts) int {
	index := 0
	for i, column := range t.columns {
		if f&column != 0 {
			index |= 1 << i
		}
	}
	return index
}

// given returns the columns of the table of verdicts for what was answered.
func given(f decision.Facts, reasons decision.Reasons) decision.Facts {
	var columns decision.Facts
	set := func(column decision.Facts, holds bool) {
		if holds {
			columns |= column
		}
	}
	invalid, stopped := enum.SetOf(decision.InvalidCase), enum.SetOf(decision.RecordingStopped)
	set(givenStarted, f.Has(decision.FactStarted))
	set(givenInvalid, reasons&invalid != 0)
	set(givenRefusing, reasons&decision.ReasonsThat(decision.Refuses)&^invalid != 0)
	set(givenEnding, reasons&decision.ReasonsThat(decision.Ends)&^stopped != 0)
	set(givenEnded, reasons&stopped != 0)
	set(givenObjecting, reasons&decision.ReasonsThat(decision.Objects) != 0)
	set(givenTooLittle, reasons.Has(decision.TooLittleRecorded))
	return columns
}

// against are the effects that speak against a recording.
var against = []decision.Effect{decision.Refuses, decision.Ends, decision.Objects}

// quiet returns facts of which nothing speaks against a recording: from none, one fact
// after the other is turned that makes less speak against it.
func (s subject) quiet() decision.Facts {
	loud := func(f decision.Facts) int {
		_, reasons := s.decide(f)
		return (reasons & decision.ReasonsThat(against...)).Len()
	}
	var f decision.Facts
	for again := true; again; {
		again = false
		for fact := range s.facts.All() {
			more, ok := s.extend(f|fact, fact)
			if ok && f&fact == 0 && loud(more) < loud(f) {
				f, again = more, true
			}
		}
	}
	return f
}

// draw returns facts that can happen and in which the wanted columns of the table of
// verdicts are likely to hold.
func (s subject) draw(random *rand.Rand, quiet, want decision.Facts) decision.Facts {
	f := quiet
	if want&givenStarted != 0 {
		f |= decision.FactStarted & s.facts
	}
	for _, effect := range against {
		column := map[decision.Effect]decision.Facts{decision.Refuses: givenRefusing | givenInvalid, decision.Ends: givenEnding | givenEnded, decision.Objects: givenObjecting}[effect]
		for range random.IntN(3) * min(1, int(want&column)) {
			r := s.rules[random.IntN(len(s.rules))]
			for r.Effect != effect {
				r = s.rules[random.IntN(len(s.rules))]
			}
			f = (f|r.Must)&^r.MustNot&s.facts | f&^s.facts
		}
	}
	for fact := range s.facts.All() {
		if random.IntN(40) == 0 {
			f ^= fact
		}
	}
	f &= s.facts
	if want&givenStarted == 0 {
		f &^= decision.FactStarted
	}
	more, ok := s.extend(f, 0)
	if !ok {
		return quiet
	}
	return more
}
