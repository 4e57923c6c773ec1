package decision_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	. "github.com/mayrecord/mayrecord/decision"
)

// manyAtOnce is how many combinations are decided between two looks at the others.
const manyAtOnce = 1 << 12

// specSubject is what is held against the tables: rules, how they decide, and on which
// facts.
type specSubject struct {
	specFacts
	rules  []Rule
	decide func(Facts) (Verdict, Reasons)
}

// check holds the subject against the tables: everything at which one of them is wrong
// is an error. It returns how many combinations it decided.
func (s specSubject) check(tables []*specTable) (int, error) {
	err := errors.Join(s.checkRules(), s.checkDecided(tables), s.checkTables(tables))
	if err != nil {
		return 0, err
	}
	run := newSpecRun(s, tables)
	return run.combinations(), errors.Join(run.checkRows(), run.decideAll(), s.checkUsed())
}

// checkRules finds rules that are the same and rules out of order.
func (s specSubject) checkRules() error {
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
// the rule's, and whether there is one table of verdicts.
func (s specSubject) checkDecided(tables []*specTable) error {
	var errs []error
	for _, rule := range s.rules {
		by := deciders(tables, rule.Reason)
		switch {
		case len(by) == 0:
			errs = append(errs, fmt.Errorf("no table decides %s", rule.Reason))
		case len(by) > 1:
			errs = append(errs, fmt.Errorf("%s is decided twice: %s and %s", rule.Reason, by[0].at(by[0].line), by[1].at(by[1].line)))
		case by[0].effects[rule.Reason] != rule.Effect:
			errs = append(errs, fmt.Errorf("%s: %s %s, by its rule it %s", by[0].at(by[0].line), rule.Reason, by[0].effects[rule.Reason], rule.Effect))
		}
	}
	ofVerdicts := 0
	for _, t := range tables {
		if t.verdicts != nil {
			ofVerdicts++
		}
	}
	if ofVerdicts != 1 {
		errs = append(errs, fmt.Errorf("%d tables decide the verdict", ofVerdicts))
	}
	return errors.Join(errs...)
}

func deciders(tables []*specTable, r Reason) []*specTable {
	var by []*specTable
	for _, t := range tables {
		if t.effects[r] != 0 {
			by = append(by, t)
		}
	}
	return by
}

// checkTables finds combinations that a table misses or repeats, and reasons for which
// there is no rule.
func (s specSubject) checkTables(tables []*specTable) error {
	var known Reasons
	for _, r := range s.rules {
		known |= ReasonSet(r.Reason)
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

// index finds the row of every combination of the table's columns, the first column
// being the lowest bit.
func (t *specTable) index() ([]*specRow, error) {
	var errs []error
	rows := make([]*specRow, 1<<len(t.columns))
	for i := range rows {
		f := t.factsAt(i)
		for j := range t.rows {
			switch row := &t.rows[j]; {
			case !row.matches(f):
			case rows[i] != nil:
				errs = append(errs, fmt.Errorf("%s: repeats what line %d says of %s", t.at(row.line), rows[i].line, t.combination(f)))
			default:
				rows[i] = row
			}
		}
		if rows[i] == nil {
			errs = append(errs, fmt.Errorf("%s: the table misses %s", t.at(t.line), t.combination(f)))
		}
	}
	return rows, errors.Join(errs...)
}

// combination says which of the table's columns are yes.
func (t *specTable) combination(f Facts) string {
	text := ""
	for i, column := range t.columns {
		if i > 0 {
			text += " "
		}
		text += map[bool]string{true: "yes", false: "no"}[f&column != 0]
	}
	return text
}

// factsAt is the opposite of indexOf.
func (t *specTable) factsAt(index int) Facts {
	var f Facts
	for i, column := range t.columns {
		if index>>i&1 != 0 {
			f |= column
		}
	}
	return f
}

func (t *specTable) indexOf(f Facts) uint16 {
	var index uint16
	for i, column := range t.columns {
		if f&column != 0 {
			index |= 1 << i
		}
	}
	return index
}

// checkUsed finds facts that nothing turns on: that can be added to no combination with
// a change of the outcome.
func (s specSubject) checkUsed() error {
	var errs []error
	outer, inner := s.halves(manyAtOnce)
	for fact := range s.facts.All() {
		if !s.turnsOn(fact, outer, inner) {
			errs = append(errs, fmt.Errorf("nothing turns on the fact %s", fact))
		}
	}
	return errors.Join(errs...)
}

func (s specSubject) turnsOn(fact Facts, outer, inner []Facts) bool {
	for _, o := range outer {
		for _, i := range inner {
			without, with := (o|i)&^fact, o|i|fact
			if o|i == without || !s.can(without) {
				continue
			}
			v, reasons := s.decide(without)
			if w, others := s.decide(with); v != w || reasons != others {
				return true
			}
		}
	}
	return false
}

// specRun is the tables made ready for many combinations: each is one of outer with one
// of inner.
type specRun struct {
	specSubject
	outer, inner         []Facts
	tables               []*specPlaces // those that decide reasons
	mixed                []*specPlaces // those of them that look at facts of both halves
	outerWant, innerWant []Reasons     // what the others answer
	refusing, objecting  Reasons
	verdict              *specTable
	verdictRows          []*specRow

	stop        atomic.Bool
	mutex       sync.Mutex // over the rest
	errs        []error
	fired       Reasons
	verdictSeen []bool
}

// specPlaces is a table made ready: the answer for a combination stands at the place of
// its outer half or-ed with that of its inner half.
type specPlaces struct {
	*specTable
	rows         []*specRow
	answers      []Reasons
	outer, inner []uint16
}

// newSpecRun makes a run of tables in which checkDecided and checkTables find nothing.
func newSpecRun(s specSubject, tables []*specTable) *specRun {
	run := &specRun{specSubject: s}
	run.outer, run.inner = s.halves(manyAtOnce)
	run.outerWant, run.innerWant = make([]Reasons, len(run.outer)), make([]Reasons, len(run.inner))
	for _, t := range tables {
		rows, _ := t.index()
		if t.verdicts != nil {
			run.verdict, run.verdictRows = t, rows
			run.verdictSeen = make([]bool, len(rows))
			continue
		}
		run.add(t, rows)
		run.addEffects(t)
	}
	return run
}

func (run *specRun) add(t *specTable, rows []*specRow) {
	p := &specPlaces{specTable: t, rows: rows, outer: places(t, run.outer), inner: places(t, run.inner)}
	for _, row := range rows {
		p.answers = append(p.answers, row.reasons)
	}
	run.tables = append(run.tables, p)
	switch {
	case slices.Max(p.inner) == 0:
		p.addTo(run.outerWant, p.outer)
	case slices.Max(p.outer) == 0:
		p.addTo(run.innerWant, p.inner)
	default:
		run.mixed = append(run.mixed, p)
	}
}

func (p *specPlaces) addTo(want []Reasons, at []uint16) {
	for i := range want {
		want[i] |= p.answers[at[i]]
	}
}

func (run *specRun) addEffects(t *specTable) {
	for r, effect := range t.effects {
		switch effect {
		case Refuses:
			run.refusing |= ReasonSet(r)
		case Objects:
			run.objecting |= ReasonSet(r)
		}
	}
}

func places(t *specTable, fs []Facts) []uint16 {
	at := make([]uint16, len(fs))
	for i, f := range fs {
		at[i] = t.indexOf(f)
	}
	return at
}

func (run *specRun) combinations() int { return len(run.outer) * len(run.inner) }

// checkRows finds the rows of the tables of reasons that are wrong about what can
// happen: combinations that can, but are called impossible, and those that cannot, but
// are answered.
func (run *specRun) checkRows() error {
	var errs []error
	for _, t := range run.tables {
		reached := make([]bool, len(t.rows))
		for _, o := range distinct(t.outer) {
			for _, in := range distinct(t.inner) {
				reached[o|in] = true
			}
		}
		errs = append(errs, checkReached(t.specTable, t.rows, reached))
	}
	return errors.Join(errs...)
}

func checkReached(t *specTable, rows []*specRow, reached []bool) error {
	var errs []error
	for i, row := range rows {
		if row.impossible == reached[i] {
			says := map[bool]string{true: "happens, and is called impossible", false: "is answered, and never happens"}[reached[i]]
			errs = append(errs, fmt.Errorf("%s: %s %s", t.at(row.line), t.combination(t.factsAt(i)), says))
		}
	}
	return errors.Join(errs...)
}

func distinct(at []uint16) []uint16 {
	return slices.Compact(slices.Sorted(slices.Values(at)))
}

// decideAll decides every combination that can happen, on all processors, and compares
// with what the tables say.
func (run *specRun) decideAll() error {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for o := int(next.Add(1)) - 1; o < len(run.outer) && !run.stop.Load(); o = int(next.Add(1)) - 1 {
				run.decideInner(o)
			}
		})
	}
	workers.Wait()
	if run.errs != nil {
		return errors.Join(run.errs...)
	}
	return errors.Join(run.checkFired(), checkReached(run.verdict, run.verdictRows, run.verdictSeen))
}

// decideInner decides the combinations with one outer half. All that it shares with
// others is written under the lock, so the race detector need not follow every step.
//
//go:norace
func (run *specRun) decideInner(o int) {
	var fired Reasons
	seen := make([]bool, len(run.verdictRows))
	for in, inner := range run.inner {
		f := run.outer[o] | inner
		want := run.outerWant[o] | run.innerWant[in]
		for _, t := range run.mixed {
			want |= t.answers[t.outer[o]|t.inner[in]]
		}
		at := run.verdict.indexOf(run.given(f, want))
		seen[at] = true
		verdict, reasons := run.decide(f)
		if row := run.verdictRows[at]; reasons != want || verdict != row.verdict && !row.impossible {
			run.report(f, verdict, reasons, want, row)
			return
		}
		fired |= reasons
	}
	run.keep(fired, seen)
}

// keep adds what one worker saw to what all did.
func (run *specRun) keep(fired Reasons, seen []bool) {
	run.mutex.Lock()
	defer run.mutex.Unlock()
	run.fired |= fired
	for i := range seen {
		run.verdictSeen[i] = run.verdictSeen[i] || seen[i]
	}
}

// given is what the table of verdicts looks at.
func (run *specRun) given(f Facts, reasons Reasons) Facts {
	given := f & FactStarted
	if reasons&run.refusing != 0 {
		given |= givenRefusing
	}
	if reasons&run.objecting != 0 {
		given |= givenObjecting
	}
	if reasons.Has(LateOptOut) {
		given |= givenLate
	}
	if reasons.Has(TooLittleRecorded) {
		given |= givenTooLittle
	}
	return given
}

// report says where the rules and the tables disagree, and ends the run: one combination
// is enough to look at.
func (run *specRun) report(f Facts, verdict Verdict, reasons, want Reasons, row *specRow) {
	run.mutex.Lock()
	defer run.mutex.Unlock()
	run.stop.Store(true)
	for _, t := range run.tables {
		if got, want := reasons&t.decides(), want&t.decides(); got != want {
			at := t.at(t.rows[t.indexOf(f)].line)
			run.errs = append(run.errs, fmt.Errorf("%s: the table says [%s], the rules [%s], of: %s", at, want, got, f))
		}
	}
	if reasons == want {
		at := run.verdict.at(row.line)
		run.errs = append(run.errs, fmt.Errorf("%s: the table says %s, the rules %s, of: %s", at, row.verdict, verdict, f))
	}
}

// checkFired finds rules that never fired.
func (run *specRun) checkFired() error {
	var errs []error
	for _, r := range run.rules {
		if !run.fired.Has(r.Reason) {
			errs = append(errs, fmt.Errorf("the rule %s never fires", r.Reason))
		}
	}
	return errors.Join(errs...)
}
