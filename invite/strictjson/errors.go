package strictjson

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxErrors bounds how many errors one reading reports.
const maxErrors = 20

// Error says where a text is not what it must be.
type Error struct {
	// Line and Column are of the value or field name, from 1. The column counts bytes. Of a
	// field that is missing they are those of the object in which it is missing.
	Line, Column int
	Path         string // as in "members[2].address"; empty for the whole text
	Problem      string // what is wrong, and what would be right
	Err          error  // the cause, where another package found it
}

// Error names line, column and path.
func (e *Error) Error() string {
	where := fmt.Sprintf("line %d, column %d: ", e.Line, e.Column)
	if e.Path != "" {
		where += e.Path + ": "
	}
	return where + e.Problem
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// MoreError says how many errors there are beside those that are reported.
type MoreError struct{ Count int }

// Error says the number.
func (e *MoreError) Error() string { return "and " + strconv.Itoa(e.Count) + " more" }

// Validator is a struct that looks for what is wrong with its values after they were read.
// What Validate finds is reported like every other error if it is a [Finding], or several
// of these joined, and otherwise as an error of the whole value.
//
// Not reported is what follows from another error: a finding about a field that could not
// be read, or that is missing where the name of another field may be a typo of it.
type Validator interface {
	Validate() error
}

// Finding is an error of a [Validator] that says where it belongs.
type Finding interface {
	error
	// Where returns the path of the field from the value that is checked, and the path of
	// a second field that the first is at odds with, empty for none. Problem is what is
	// wrong, without the path.
	Where() (path, with, problem string)
}

// VersionError says that a text is of a version that the program does not read. The error of
// a newer version stands alone: what else the program does not know in such a text may be
// right.
type VersionError struct {
	Said  int // the version that the text says; zero for none
	Known int // the newest version that the program reads
}

// CheckVersion returns a [*VersionError] where a version is not one from 1 to the newest
// that is known, and otherwise nil.
func CheckVersion(said, known int) error {
	if said >= 1 && said <= known {
		return nil
	}
	return &VersionError{Said: said, Known: known}
}

// Error says whether the version is missing or too new.
func (e *VersionError) Error() string {
	path, _, problem := e.Where()
	return path + ": " + problem
}

// Where implements [Finding].
func (e *VersionError) Where() (path, with, problem string) {
	switch {
	case e.Said == 0:
		problem = fmt.Sprintf("the version is missing: want %d", e.Known)
	case e.Said > e.Known:
		problem = fmt.Sprintf("version %d is newer than this program, which reads up to version %d", e.Said, e.Known)
	default:
		problem = fmt.Sprintf("there is no version %d: want %d", e.Said, e.Known)
	}
	return "version", "", problem
}

// finding is an error before its line is counted.
type finding struct {
	at      int    // the offset
	unknown bool   // of a name that is not known
	hint    string // at the name that is meant
	meaning bool   // found by a Validator
	error   Error
}

// mark is how many errors there were at some point.
type mark struct{ found, more int }

func (d *Decoder) mark() mark { return mark{len(d.found), d.more} }

func (d *Decoder) count() int { return len(d.found) + d.more }

// full reports whether no more errors are reported. It then counts one.
func (d *Decoder) full() bool {
	if len(d.found) < maxErrors {
		return false
	}
	d.more++
	return true
}

// report adds an error of the value that is being read.
func (d *Decoder) report(at int, problem string, err error) {
	if !d.full() {
		d.found = append(d.found, finding{at: at, error: Error{Path: d.pathText(), Problem: Printable(problem), Err: err}})
	}
}

// fail is report for an error of another package.
func (d *Decoder) fail(at int, err error) { d.report(at, err.Error(), err) }

// pathText returns the path of the value that is being read.
func (d *Decoder) pathText() string {
	var b []byte
	for _, s := range d.path {
		switch {
		case s.field == "":
			b = append(strconv.AppendInt(append(b, '['), int64(s.index), 10), ']')
		case len(b) > 0:
			b = append(append(b, '.'), s.field...)
		default:
			b = append(b, s.field...)
		}
	}
	return string(b)
}

// errors joins what was found, in the order of the text.
func (d *Decoder) errors() error {
	slices.SortStableFunc(d.found, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
	all := make([]error, 0, len(d.found)+1)
	for i := range d.found {
		f := &d.found[i]
		before := d.data[:f.at]
		f.error.Line = bytes.Count(before, []byte("\n")) + 1
		f.error.Column = f.at - bytes.LastIndexByte(before, '\n')
		all = append(all, &f.error)
	}
	if d.more > 0 {
		all = append(all, &MoreError{Count: d.more})
	}
	return errors.Join(all...)
}

// check reports what a value that begins at an offset says of itself. before is how many
// errors there were when the reading of the value began: where more were found than are
// reported, nobody can say what follows from them.
func (d *Decoder) check(c Validator, begin int, before mark) {
	problems := []error{c.Validate()}
	if joined, ok := problems[0].(interface{ Unwrap() []error }); ok {
		problems = joined.Unwrap()
	}
	for _, problem := range problems {
		var version *VersionError
		if errors.As(problem, &version) && version.Said > version.Known {
			d.found, d.more = d.found[:before.found], before.more
			d.checked(version, begin, before)
			return
		}
	}
	if d.more > before.more {
		return
	}
	for _, problem := range problems {
		d.checked(problem, begin, before)
	}
}

// checked reports one error of a Validator.
func (d *Decoder) checked(problem error, begin int, before mark) {
	var place Finding
	switch more, isMore := problem.(*MoreError); {
	case problem == nil:
	case isMore:
		d.more += more.Count
	case !errors.As(problem, &place):
		d.fail(begin, problem)
	default:
		d.placed(place, problem, begin, before)
	}
}

// placed reports an error of a Validator at its place.
func (d *Decoder) placed(place Finding, problem error, begin int, before mark) {
	path, with, text := place.Where()
	at, reached := d.locate(begin, path)
	if d.follows(path, reached, before) || d.full() {
		return
	}
	if _, reached := d.locate(begin, with); with != "" && d.follows(with, reached, before) {
		return
	}
	d.found = append(d.found, finding{at: at, meaning: true, error: Error{Path: joinPath(d.pathText(), path), Problem: text, Err: problem}})
}

func joinPath(prefix, path string) string {
	if prefix == "" || path == "" || path[0] == '[' {
		return prefix + path
	}
	return prefix + "." + path
}

// follows reports whether an error about a path follows from one that was found since: in
// the value at the path or in one around it, or, where the path leads to no value, a name
// in the object that it reached that is not known and may be a typo.
func (d *Decoder) follows(path, reached string, before mark) bool {
	prefix, missing := d.pathText(), firstPart(strings.TrimPrefix(path[len(reached):], "."))
	path, reached = joinPath(prefix, path), joinPath(prefix, reached)
	return slices.ContainsFunc(d.found[before.found:], func(f finding) bool {
		switch {
		case f.meaning:
			return false
		case f.unknown:
			return isWithin(f.error.Path, path) || path != reached && f.error.Path == reached && f.mayMean(missing)
		}
		return isWithin(f.error.Path, path) || isWithin(path, f.error.Path)
	})
}

// mayMean reports whether a name that is not known may be a typo of a name that is missing.
func (f *finding) mayMean(missing string) bool {
	return f.hint == "" || strings.Contains(f.hint, strconv.Quote(missing))
}

// isWithin reports whether a path is another, or leads on from it.
func isWithin(path, other string) bool {
	rest, within := strings.CutPrefix(path, other)
	return within && (rest == "" || other == "" || rest[0] == '.' || rest[0] == '[')
}

// locate returns the offset of the value that a path from the value at begin leads to, or of
// the last value on the way, and the path up to there.
func (d *Decoder) locate(begin int, path string) (at int, reached string) {
	before := d.pos
	defer func() { d.pos = before }()
	d.pos, at = begin, begin
	for rest := path; rest != ""; {
		next, said := d.enter(rest)
		if !said {
			return at, strings.TrimSuffix(path[:len(path)-len(rest)], ".")
		}
		rest, at = next, d.next()
	}
	return at, path
}

// enter moves to the value that the first part of a path leads to, and reports whether
// there is one.
func (d *Decoder) enter(path string) (rest string, said bool) {
	first := d.token()[0]
	part := firstPart(path)
	rest = strings.TrimPrefix(path[len(part):], ".")
	if part[0] == '[' {
		n, err := strconv.Atoi(strings.Trim(part, "[]"))
		return rest, err == nil && first == '[' && d.element(n)
	}
	return rest, first == '{' && d.named(part)
}

// firstPart returns the first field or element of a path.
func firstPart(path string) string {
	if path == "" {
		return ""
	}
	if end := strings.IndexAny(path[1:], ".["); end >= 0 {
		return path[:1+end]
	}
	return path
}

// element moves to an element of the list that has begun.
func (d *Decoder) element(n int) bool {
	for ; d.goesOn(); n-- {
		if n == 0 {
			return true
		}
		d.skip()
	}
	return false
}

// named moves to the value of a field of the object that has begun.
func (d *Decoder) named(name string) bool {
	for d.goesOn() {
		if said, _ := unquote(d.token()); string(said) == name {
			return true
		}
		d.skip()
	}
	return false
}
