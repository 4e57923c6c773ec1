package decision_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// meetingTable is one table of testdata/meetings: for every combination of the words of
// its columns exactly one row says what must be answered.
type meetingTable struct {
	file, name string
	line       int
	also       Reasons // further reasons that the table answers for
	columns    []meetingColumn
	rows       []meetingRow
}

// meetingColumn is one thing that the rows speak of, and its words.
type meetingColumn struct {
	name  string
	words []string
}

// meetingRow is one row. A cell holds the places of the words that it stands for.
type meetingRow struct {
	line       int
	cells      [][]int
	impossible bool
	verdict    Verdict
	cut        time.Duration // after 09:00, with KeepPart
	because    Reasons
	doubtful   Reasons // those of because that need not be certain
}

func (r *meetingRow) answers(combination []int) bool {
	for i, cell := range r.cells {
		if !slices.Contains(cell, combination[i]) {
			return false
		}
	}
	return true
}

// combinations returns an iterator over all combinations: the place of a word for each
// column. A combination must not be kept.
func (t *meetingTable) combinations() iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		combination := make([]int, len(t.columns))
		for yield(combination) {
			i := len(combination) - 1
			for ; i >= 0; i-- {
				if combination[i]++; combination[i] < len(t.columns[i].words) {
					break
				}
				combination[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}

// words returns the words of a combination.
func (t *meetingTable) words(combination []int) []string {
	words := make([]string, len(combination))
	for i, w := range combination {
		words[i] = t.columns[i].words[w]
	}
	return words
}

// row returns the row that answers a combination.
func (t *meetingTable) row(combination []int) *meetingRow {
	i := slices.IndexFunc(t.rows, func(r meetingRow) bool { return r.answers(combination) })
	return &t.rows[i]
}

// check reports the first combination that no row answers, or two.
func (t *meetingTable) check() error {
	for combination := range t.combinations() {
		first := -1
		for i := range t.rows {
			switch r := &t.rows[i]; {
			case !r.answers(combination):
			case first >= 0:
				return fmt.Errorf("%s:%d: answers %q, as line %d does", t.file, r.line, t.words(combination), t.rows[first].line)
			default:
				first = i
			}
		}
		if first < 0 {
			return fmt.Errorf("%s:%d: the table %q does not answer %q", t.file, t.line, t.name, t.words(combination))
		}
	}
	return nil
}

// readMeetings reads the tables of every text file.
func readMeetings(files fs.FS) ([]*meetingTable, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, err
	}
	var tables []*meetingTable
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		more, err := parseMeetings(name, string(text))
		if err != nil {
			return nil, err
		}
		for _, t := range more {
			if i := slices.IndexFunc(tables, func(other *meetingTable) bool { return other.name == t.name }); i >= 0 {
				return nil, fmt.Errorf("%s:%d: a table of %s has the name %q", t.file, t.line, tables[i].file, t.name)
			}
			tables = append(tables, t)
		}
	}
	return tables, nil
}

// meetingPart is a part of a file of tables.
type meetingPart int

const (
	meetingTitle     meetingPart = iota
	meetingUnderline             // below the title
	meetingHead                  // prose, up to "sources:"
	meetingSources
	meetingBetween // the sources are read, and no table has begun
	meetingAbout   // prose and "also:", up to "given:"
	meetingGiven
	meetingBeforeColumns
	meetingColumns
	meetingBeforeRows
	meetingRows
)

// meetingParser reads the tables of one file, line by line.
type meetingParser struct {
	file   string
	line   int
	part   meetingPart
	title  string
	source bool // a source is said
	given  bool // something is said under "given:"
	table  *meetingTable
	words  int   // where the words under "columns:" begin
	starts []int // where the cells begin
	tables []*meetingTable
}

// parseMeetings reads the tables of a file. Nothing is skipped: a line is prose, or it is
// understood, or it is an error that names file and line.
func parseMeetings(file, text string) ([]*meetingTable, error) {
	p := &meetingParser{file: path.Base(file)}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		p.line++
		if err := p.take(line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", p.file, p.line, err)
		}
	}
	if err := p.close(); err != nil {
		return nil, err
	}
	if p.tables == nil {
		return nil, fmt.Errorf("%s: no table", p.file)
	}
	return p.tables, nil
}

// close ends the table that is being read.
func (p *meetingParser) close() error {
	switch {
	case p.table == nil:
		return nil
	case p.part != meetingRows || len(p.table.rows) == 0:
		return fmt.Errorf("%s:%d: the table %q has no rows", p.file, p.table.line, p.table.name)
	}
	p.tables = append(p.tables, p.table)
	return p.table.check()
}

// A line that is like a keyword is no prose.
var meetingKeyword = regexp.MustCompile(`^(also|given|columns|sources|table):|^[a-z]+:$`)

func (p *meetingParser) take(line string) error {
	if !utf8.ValidString(line) || strings.ContainsAny(line, "\t\r") || strings.TrimRight(line, " ") != line {
		return errors.New("not UTF-8, a tab, or a blank at the end of the line")
	}
	if name, isTable := strings.CutPrefix(line, "table: "); isTable {
		return p.open(name)
	}
	switch p.part {
	case meetingTitle, meetingUnderline:
		return p.heading(line)
	case meetingHead:
		return p.prose(line, "sources:", meetingSources)
	case meetingSources:
		return p.sources(line)
	case meetingAbout:
		if list, also := strings.CutPrefix(line, "also: "); also {
			return p.also(list)
		}
		return p.prose(line, "given:", meetingGiven)
	case meetingGiven:
		return p.indented(line)
	case meetingBeforeColumns:
		return p.prose(line, "columns:", meetingColumns)
	case meetingColumns:
		return p.column(line)
	case meetingBeforeRows:
		return p.names(line)
	case meetingRows:
		return p.row(line)
	}
	return blank(line)
}

func blank(line string) error {
	if line != "" {
		return fmt.Errorf("not understood: %q", line)
	}
	return nil
}

func (p *meetingParser) heading(line string) error {
	switch {
	case p.part == meetingTitle && line != "":
		p.title, p.part = line, meetingUnderline
	case p.part == meetingUnderline && line == strings.Repeat("=", utf8.RuneCountInString(p.title)):
		p.part = meetingHead
	default:
		return errors.New("want a title, and below it as many =")
	}
	return nil
}

// prose reads prose up to a keyword. Between "given:" and "columns:" there is none.
func (p *meetingParser) prose(line, keyword string, next meetingPart) error {
	switch {
	case line == keyword:
		p.part, p.words = next, 0
	case p.part == meetingBeforeColumns:
		return blank(line)
	case meetingKeyword.MatchString(line) || strings.HasPrefix(line, " ") || strings.Contains(line, "|"):
		return fmt.Errorf("no prose, and not understood here: %q", line)
	}
	return nil
}

var meetingSource = regexp.MustCompile(`^  (A|F|ours) +[^ ]`)

func (p *meetingParser) sources(line string) error {
	switch {
	case line == "" && p.source:
		p.part = meetingBetween
	case meetingSource.MatchString(line):
		p.source = true
	case !p.source || !strings.HasPrefix(line, "        "):
		return fmt.Errorf("want A, F or ours, and what of it: %q", line)
	}
	return nil
}

func (p *meetingParser) open(name string) error {
	if p.part != meetingBetween && p.part != meetingRows {
		return errors.New("a table stands after the sources, or after another table")
	}
	if err := p.close(); err != nil {
		return err
	}
	p.table = &meetingTable{file: p.file, line: p.line, name: name}
	p.part, p.given = meetingAbout, false
	return nil
}

func (p *meetingParser) also(list string) error {
	also, err := meetingReasons(list)
	if err == nil && p.table.also != 0 {
		err = errors.New("also: is said twice")
	}
	p.table.also = also
	return err
}

// meetingReasons reads reasons with commas between.
func meetingReasons(list string) (Reasons, error) {
	var all Reasons
	for text := range strings.SplitSeq(list, ", ") {
		var r Reason
		if err := r.UnmarshalText([]byte(text)); err != nil {
			return 0, err
		}
		if all.Has(r) {
			return 0, fmt.Errorf("%s is said twice", text)
		}
		all |= enum.SetOf(r)
	}
	return all, nil
}

func (p *meetingParser) indented(line string) error {
	switch {
	case line == "" && p.given:
		p.part = meetingBeforeColumns
	case !strings.HasPrefix(line, "  "):
		return fmt.Errorf("want what is given, two blanks in: %q", line)
	}
	p.given = true
	return nil
}

// Under "columns:" stand a name, a word and its meaning; a word and its meaning; or more of
// the meaning.
var (
	meetingName = regexp.MustCompile(`^  ([a-z0-9_]+)  +([a-z0-9_]+)  +[^ ]`)
	meetingWord = regexp.MustCompile(`^ +([a-z0-9_]+)  +[^ ]`)
)

func (p *meetingParser) column(line string) error {
	columns := p.table.columns
	indent := len(line) - len(strings.TrimLeft(line, " "))
	switch name, word := meetingName.FindStringSubmatchIndex(line), meetingWord.FindStringSubmatch(line); {
	case line == "" && columns != nil:
		p.part = meetingBeforeRows
	case indent == 2 && name != nil:
		return p.newColumn(line[name[2]:name[3]], line[name[4]:name[5]], name[4])
	case columns != nil && indent == p.words && word != nil:
		return p.word(word[1])
	case columns == nil || indent <= p.words:
		return fmt.Errorf("want a column, a word and what it means: %q", line)
	}
	return nil
}

func (p *meetingParser) newColumn(name, word string, at int) error {
	if p.words == 0 {
		p.words = at
	}
	if at != p.words {
		return fmt.Errorf("the word %s does not begin where the others do", word)
	}
	if slices.ContainsFunc(p.table.columns, func(c meetingColumn) bool { return c.name == name }) {
		return fmt.Errorf("the column %s is said twice", name)
	}
	p.table.columns = append(p.table.columns, meetingColumn{name: name})
	return p.word(word)
}

func (p *meetingParser) word(word string) error {
	c := &p.table.columns[len(p.table.columns)-1]
	if slices.Contains(c.words, word) || word == "but" {
		return fmt.Errorf("the word %s is said twice, or means something else", word)
	}
	c.words = append(c.words, word)
	return nil
}

// names reads the heading of the rows.
func (p *meetingParser) names(line string) error {
	if !strings.Contains(line, "|") {
		return blank(line)
	}
	var want []string
	for _, c := range p.table.columns {
		want = append(want, c.name)
	}
	want = append(want, "|", "verdict", "because")
	cells, starts := cellsAt(line)
	if !slices.Equal(cells, want) {
		return fmt.Errorf("the heading is %q, want %q", cells, want)
	}
	p.part, p.starts = meetingRows, starts
	return nil
}

// cellsAt returns what stands in a line with two or more blanks between, and where each
// begins.
func cellsAt(line string) (cells []string, starts []int) {
	for i := 0; i < len(line); {
		if line[i] == ' ' {
			i++
			continue
		}
		cell, _, _ := strings.Cut(line[i:], "  ")
		cells, starts = append(cells, cell), append(starts, i)
		i += len(cell)
	}
	return cells, starts
}

func (p *meetingParser) row(line string) error {
	if line == "" {
		return nil
	}
	line, comment, _ := strings.Cut(line, "  #")
	cells, starts := cellsAt(line)
	n := len(p.table.columns)
	switch {
	case strings.Count(line, "|") != 1 || strings.Contains(line, "#"):
		return fmt.Errorf("not a row: %q", line)
	case len(starts) < n+2 || len(starts) > len(p.starts) || !slices.Equal(starts, p.starts[:len(starts)]):
		return errors.New("the cells do not stand under the heading")
	}
	r := meetingRow{line: p.line}
	for i, cell := range cells[:n] {
		places, err := p.table.columns[i].places(cell)
		if err != nil {
			return err
		}
		r.cells = append(r.cells, places)
	}
	if err := p.answer(&r, cells[n+1:], strings.TrimSpace(comment)); err != nil {
		return err
	}
	p.table.rows = append(p.table.rows, r)
	return nil
}

// places returns the places of the words for which a cell stands.
func (c *meetingColumn) places(cell string) ([]int, error) {
	list, but := strings.CutPrefix(cell, "but ")
	named := map[int]bool{}
	for word := range strings.SplitSeq(list, "/") {
		place := slices.Index(c.words, word)
		switch {
		case cell == "-":
			but = true
		case place < 0:
			return nil, fmt.Errorf("%q is no word of the column %s", word, c.name)
		case named[place]:
			return nil, fmt.Errorf("%s is said twice", word)
		default:
			named[place] = true
		}
	}
	var places []int
	for place := range c.words {
		if named[place] != but {
			places = append(places, place)
		}
	}
	if places == nil {
		return nil, fmt.Errorf("%q stands for no word", cell)
	}
	return places, nil
}

var meetingKeepPart = regexp.MustCompile(`^keep_part until (just before )?([0-9]{1,4})$`)

// answer reads verdict and reasons of a row.
func (p *meetingParser) answer(r *meetingRow, cells []string, comment string) error {
	verdict, reasons := cells[0], strings.Join(cells[1:], "")
	if verdict == "impossible" {
		r.impossible = true
		if comment == "" || reasons != "" {
			return errors.New("impossible says why, and no reasons")
		}
		return nil
	}
	part := meetingKeepPart.FindStringSubmatch(verdict)
	if part != nil {
		minute, _ := strconv.Atoi(part[2]) // a few digits
		r.cut = time.Duration(minute) * time.Minute
		if part[1] != "" {
			r.cut--
		}
		verdict = "keep_part"
	}
	if err := r.verdict.UnmarshalText([]byte(verdict)); err != nil {
		return err
	}
	if (r.verdict == KeepPart) != (part != nil) {
		return errors.New("keep_part says until when, by the minute")
	}
	return p.because(r, reasons)
}

// meetingBasis are the reasons that decide a recording.
var meetingBasis = enum.SetOf(AskedThroughAssistant, RecordedAutomatically)

// because reads the reasons of a row.
func (p *meetingParser) because(r *meetingRow, list string) error {
	var doubtful []string
	for text := range strings.SplitSeq(list, ", ") {
		if text, marked := strings.CutSuffix(text, "?"); marked {
			doubtful = append(doubtful, text)
		}
	}
	all, err := meetingReasons(strings.ReplaceAll(list, "?", ""))
	if err != nil {
		return err
	}
	r.because = all
	if doubtful != nil {
		r.doubtful, _ = meetingReasons(strings.Join(doubtful, ", ")) // read above
	}
	can := meetingBasis
	if r.verdict != Record {
		can = ReasonsThat(Refuses, Ends, Objects)
	}
	switch {
	case doubtful != nil && r.verdict != Refuse && r.verdict != Hold:
		return fmt.Errorf("a doubt does not decide %s", r.verdict)
	case all&^p.table.also&^can != 0:
		return fmt.Errorf("%v do not decide %s", all&^p.table.also&^can, r.verdict)
	case all&can == 0:
		return fmt.Errorf("no reason decides %s", r.verdict)
	}
	return nil
}
