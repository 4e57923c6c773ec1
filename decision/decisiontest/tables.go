package decisiontest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// table is one decision table of the specification: for every combination of its
// columns exactly one row gives the answer.
type table struct {
	name, file string
	line       int
	columns    []decision.Facts                    // what it looks at, in the order of its columns
	effects    map[decision.Reason]decision.Effect // what it decides; nil in the table of verdicts
	verdicts   map[decision.Verdict]bool           // what the table of verdicts decides; nil elsewhere
	rows       []row
}

// row is one row: it matches when the facts of must hold and those of mustNot do
// not.
type row struct {
	line          int
	must, mustNot decision.Facts
	impossible    bool
	reasons       decision.Reasons
	verdict       decision.Verdict
}

func (r *row) matches(f decision.Facts) bool { return f&(r.must|r.mustNot) == r.must }

// decides returns the set of the reasons that the table decides.
func (t *table) decides() decision.Reasons {
	var set decision.Reasons
	for r := range t.effects {
		set |= enum.SetOf(r)
	}
	return set
}

// at names a line of the table's file.
func (t *table) at(line int) string { return fmt.Sprintf("%s:%d", t.file, line) }

// The columns of the table of verdicts: what the other tables answered, and whether a
// recorder has started. They are no facts, though they are held in the same way.
const (
	givenStarted decision.Facts = 1 << iota
	givenInvalid
	givenRefusing
	givenEnding
	givenEnded
	givenObjecting
	givenTooLittle
)

// givenNames are the names of the columns of the table of verdicts.
var givenNames = map[string]decision.Facts{
	"started":             givenStarted,
	"invalid_case":        givenInvalid,
	"refusing_reason":     givenRefusing,
	"ending_reason":       givenEnding,
	"ending_on_record":    givenEnded,
	"objecting_reason":    givenObjecting,
	"too_little_recorded": givenTooLittle,
}

// readTables reads the tables of every text file.
func readTables(files fs.FS) ([]*table, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, err
	}
	var tables []*table
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		more, err := parseTables(name, string(text))
		if err != nil {
			return nil, err
		}
		tables = append(tables, more...)
	}
	return tables, nil
}

// The parts of a table.
type tablePart int

const (
	partProse tablePart = iota
	partDecides
	partLooksAt
	partRows
)

// tableParser reads the tables of one file, line by line.
type tableParser struct {
	file   string
	line   int
	part   tablePart
	table  *table   // the one being read, nil between tables
	looks  []string // the names under "looks at:"
	starts []int    // where the columns start
	tables []*table
}

// parseTables reads the tables of a file. Nothing is skipped: a line is prose, or it
// is understood, or it is an error that names file and line.
func parseTables(file, text string) ([]*table, error) {
	p := &tableParser{file: path.Base(file)}
	for line := range strings.SplitSeq(text+"\n", "\n") {
		p.line++
		if err := p.take(line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", p.file, p.line, err)
		}
	}
	if p.table != nil {
		return nil, fmt.Errorf("%s:%d: the table %q has no rows", p.file, p.table.line, p.table.name)
	}
	if p.tables == nil {
		return nil, fmt.Errorf("%s: no table", p.file)
	}
	return p.tables, nil
}

func (p *tableParser) take(line string) error {
	switch name, isTable := strings.CutPrefix(line, "table: "); {
	case strings.ContainsAny(line, "\t\r") || strings.TrimRight(line, " ") != line:
		return errors.New("a tab, or a blank at the end of the line")
	case isTable:
		return p.open(name)
	case line == "":
		return p.blank()
	case line == "decides:":
		return p.enter(partProse, partDecides)
	case line == "looks at:":
		return p.enter(partDecides, partLooksAt)
	case strings.Contains(line, "|"):
		return p.row(line)
	case strings.HasPrefix(line, "  "):
		return p.entry(line)
	case p.part != partProse:
		return fmt.Errorf("not understood: %q", line)
	}
	return nil
}

func (p *tableParser) open(name string) error {
	if p.table != nil {
		return fmt.Errorf("the table %q has no rows", p.table.name)
	}
	p.table = &table{name: name, file: p.file, line: p.line}
	p.part, p.looks, p.starts = partProse, nil, nil
	return nil
}

// blank ends the rows of a table; anywhere else a blank line says nothing.
func (p *tableParser) blank() error {
	if p.part != partRows {
		return nil
	}
	if len(p.table.rows) == 0 {
		return errors.New("no row under the names of the columns")
	}
	p.tables = append(p.tables, p.table)
	p.table, p.part = nil, partProse
	return nil
}

// enter goes from one part of a table to the next.
func (p *tableParser) enter(from, to tablePart) error {
	if p.table == nil || p.part != from || p.starts != nil {
		return errors.New("out of place: a table has its name, decides:, looks at:, its columns, its rows")
	}
	p.part = to
	return nil
}

// entry reads a line under "decides:" or "looks at:".
func (p *tableParser) entry(line string) error {
	words := strings.Fields(line)
	switch {
	case p.part == partDecides && len(words) >= 3:
		return p.decided(words[0], words[1])
	case p.part == partLooksAt && len(words) >= 2:
		return p.column(words[0])
	}
	return fmt.Errorf("not understood: %q", line)
}

func (p *tableParser) decided(name, effect string) error {
	if effect == "verdict" {
		return p.decidedVerdict(name)
	}
	var r decision.Reason
	var e decision.Effect
	if err := errors.Join(r.UnmarshalText([]byte(name)), e.UnmarshalText([]byte(effect))); err != nil {
		return err
	}
	if p.table.verdicts != nil || p.table.effects[r] != 0 {
		return fmt.Errorf("%s does not belong here, or is said twice", name)
	}
	if p.table.effects == nil {
		p.table.effects = map[decision.Reason]decision.Effect{}
	}
	p.table.effects[r] = e
	return nil
}

func (p *tableParser) decidedVerdict(name string) error {
	var v decision.Verdict
	if err := v.UnmarshalText([]byte(name)); err != nil {
		return err
	}
	if p.table.effects != nil || p.table.verdicts[v] {
		return fmt.Errorf("%s does not belong here, or is said twice", name)
	}
	if p.table.verdicts == nil {
		p.table.verdicts = map[decision.Verdict]bool{}
	}
	p.table.verdicts[v] = true
	return nil
}

// column reads the name of a fact that the table looks at. Facts that follow from
// others are no columns: the tables say themselves what follows.
func (p *tableParser) column(name string) error {
	fact, ok := decision.ParseFact(name)
	ok = ok && decision.AllFacts().Has(fact)
	if p.table.verdicts != nil {
		fact, ok = givenNames[name]
	}
	if !ok {
		return fmt.Errorf("%q is nothing that this table can look at", name)
	}
	if slices.Contains(p.table.columns, fact) {
		return fmt.Errorf("%s is said twice", name)
	}
	p.table.columns = append(p.table.columns, fact)
	p.looks = append(p.looks, name)
	return nil
}

// row reads the names of the columns, and then the rows below them.
func (p *tableParser) row(line string) error {
	if p.table == nil || len(p.looks) == 0 {
		return errors.New("a row outside of a table")
	}
	left, right, _ := strings.Cut(line, "|")
	right, comment, _ := strings.Cut(right, "#")
	cells, starts := fieldsAt(left)
	if p.part != partRows {
		return p.header(cells, starts, strings.TrimSpace(right))
	}
	if !slices.Equal(starts, p.starts) {
		return errors.New("the cells do not stand under the names of the columns")
	}
	return p.cells(cells, strings.TrimSpace(right), strings.TrimSpace(comment))
}

func (p *tableParser) header(names []string, starts []int, answers string) error {
	if !slices.Equal(names, p.looks) {
		return fmt.Errorf("the columns %v are not what the table looks at: %v", names, p.looks)
	}
	want := "reasons"
	if p.table.verdicts != nil {
		want = "verdict"
	}
	if answers != want {
		return fmt.Errorf("the last column is %q, not %q", answers, want)
	}
	p.part, p.starts = partRows, starts
	return nil
}

func (p *tableParser) cells(cells []string, answer, comment string) error {
	row := row{line: p.line}
	for i, cell := range cells {
		switch cell {
		case "yes":
			row.must |= p.table.columns[i]
		case "no":
			row.mustNot |= p.table.columns[i]
		case "-":
		default:
			return fmt.Errorf("%q is not yes, no or -", cell)
		}
	}
	if err := p.answer(&row, answer, comment); err != nil {
		return err
	}
	p.table.rows = append(p.table.rows, row)
	return nil
}

func (p *tableParser) answer(row *row, text, comment string) error {
	switch {
	case text == "impossible" && comment == "":
		return errors.New("impossible, but not why")
	case text == "impossible":
		row.impossible = true
		return nil
	case p.table.verdicts != nil:
		return p.verdict(row, text)
	}
	return p.reasons(row, text)
}

func (p *tableParser) verdict(row *row, text string) error {
	if err := row.verdict.UnmarshalText([]byte(text)); err != nil {
		return err
	}
	if !p.table.verdicts[row.verdict] {
		return fmt.Errorf("the table does not decide %s", text)
	}
	return nil
}

// reasons reads the reasons of a row, which stand in catalogue order.
func (p *tableParser) reasons(row *row, text string) error {
	if text == "none" {
		return nil
	}
	for name := range strings.SplitSeq(text, ", ") {
		var r decision.Reason
		if err := r.UnmarshalText([]byte(name)); err != nil {
			return err
		}
		if p.table.effects[r] == 0 {
			return fmt.Errorf("the table does not decide %s", name)
		}
		row.reasons |= enum.SetOf(r)
	}
	if row.reasons.String() != text {
		return fmt.Errorf("in the catalogue's order, each once, it reads: %s", row.reasons)
	}
	return nil
}

// fieldsAt returns the words of a line, and where each starts.
func fieldsAt(line string) (words []string, starts []int) {
	for i := 0; i < len(line); {
		if line[i] == ' ' {
			i++
			continue
		}
		word, _, _ := strings.Cut(line[i:], " ")
		words, starts = append(words, word), append(starts, i)
		i += len(word)
	}
	return words, starts
}
