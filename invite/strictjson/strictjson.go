// Package strictjson reads JSON that must be exactly right: settings, where a typo
// that is ignored records people who must not be recorded.
//
// What encoding/json lets pass is an error here: an unknown or repeated field, a
// field that differs in case, null, text after the value, invalid UTF-8. Every error
// names the field by its path, its line and its column, and where a known name is
// close, that name. Errors are the same with every version of encoding/json: what is
// wrong, and where, is found here.
//
// What it quotes is safe to print: [Printable] and [Quote] make any text that somebody else
// wrote a part of one line, for all packages.
package strictjson

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxErrors bounds how many errors one reading reports.
const maxErrors = 20

// Unmarshaler is a type whose JSON form is that of another type. UnmarshalStrict
// calls decode with a pointer to a value of that type, and makes itself of it.
type Unmarshaler interface {
	UnmarshalStrict(decode func(form any) error) error
}

// Error says where a text is not what it must be.
type Error struct {
	Line, Column int    // of the value or field name, from 1, in bytes
	Path         string // as in "members[2].address"; empty for the whole text
	Problem      string // what is wrong, and what would be right, in one line that is [Printable]
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

// Unmarshal reads data into the value that dst points to, by the same struct tags
// that encoding/json writes by. It fails with one [*Error] for each thing that is
// wrong, joined, up to twenty; what dst then holds is of no use.
func Unmarshal(data []byte, dst any) error {
	var d Decoder
	return d.Unmarshal(data, dst)
}

// Decoder reads many texts of the same types, and remembers the types. The zero
// Decoder is ready. It must not be used by several goroutines at once.
type Decoder struct {
	fields map[reflect.Type][]field
	data   []byte // well-formed JSON
	pos    int    // of what is read next
	path   []byte
	errs   []error
}

// field is one field of a struct, by its name in JSON.
type field struct {
	name  string
	index int
}

// errStop ends a reading that cannot go on; what is wrong has been reported.
var errStop = errors.New("stop")

// Unmarshal is the function [Unmarshal].
func (d *Decoder) Unmarshal(data []byte, dst any) error {
	if d.fields == nil {
		d.fields = map[reflect.Type][]field{}
	}
	d.data, d.pos, d.path, d.errs = data, 0, d.path[:0], nil
	if d.wellFormed() {
		d.value(reflect.ValueOf(dst).Elem())
	}
	return errors.Join(d.errs...)
}

// wellFormed reports whether the text is one JSON value in UTF-8, and where not.
func (d *Decoder) wellFormed() bool {
	if i := invalidUTF8(d.data); i >= 0 {
		d.reportAt(i, "this is not UTF-8", nil)
		return false
	}
	if at, problem := syntax(d.data); problem != "" {
		d.reportAt(at, problem, nil)
		return false
	}
	return true
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
}

// reportAt adds an error, and returns errStop when there are too many.
func (d *Decoder) reportAt(offset int, problem string, err error) error {
	before := d.data[:offset]
	d.errs = append(d.errs, &Error{
		Line:    bytes.Count(before, []byte("\n")) + 1,
		Column:  offset - bytes.LastIndexByte(before, '\n'),
		Path:    string(bytes.TrimPrefix(d.path, []byte("."))),
		Problem: Printable(problem),
		Err:     err,
	})
	if len(d.errs) == maxErrors {
		return errStop
	}
	return nil
}

// value reads the next value into v. It returns only errStop.
func (d *Decoder) value(v reflect.Value) error {
	switch target := v.Addr().Interface().(type) {
	case Unmarshaler:
		return d.asForm(target)
	case *time.Time:
		return d.instant(target)
	case encoding.TextUnmarshaler:
		return d.asText(target)
	}
	switch v.Kind() {
	case reflect.Struct:
		return d.object(v)
	case reflect.Slice:
		return d.list(v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(v.Elem())
	default:
		return d.scalar(v)
	}
}

// asForm reads a value through the type that stands for it.
func (d *Decoder) asForm(target Unmarshaler) error {
	at, found := d.next(), len(d.errs)
	var stop error
	err := target.UnmarshalStrict(func(form any) error {
		if stop = d.value(reflect.ValueOf(form).Elem()); stop != nil {
			return stop
		}
		return errors.Join(d.errs[found:]...)
	})
	if stop != nil || err == nil || len(d.errs) > found {
		return stop
	}
	return d.reportAt(at, err.Error(), err)
}

// instant reads a time to the nanosecond (RFC 3339). The host's own zone is not
// asked.
func (d *Decoder) instant(target *time.Time) error {
	text, at, err := d.text()
	if text == nil {
		return err
	}
	s := string(text)
	t, parseErr := time.ParseInLocation(time.RFC3339Nano, s, time.UTC)
	switch {
	case parseErr != nil || !isStrict(s):
		return d.reportAt(at, Quote(s)+" is no time: want the form 2026-03-02T09:00:00Z", parseErr)
	case fractionDigits(s) > 9:
		return d.reportAt(at, Quote(s)+" is too exact: want at most nine digits of a second", nil)
	}
	*target = t
	return nil
}

// isStrict reports whether a time that package time has read is RFC 3339 to the
// letter. It lets pass hours of one digit, a comma for the point, and too large offsets.
func isStrict(s string) bool {
	offset := s[len(s)-len("00:00"):]
	return s[len("2026-03-02T09")] == ':' && s[len("2026-03-02T09:00:00")] != ',' &&
		(s[len(s)-1] == 'Z' || offset[:2] < "24" && offset[3:] < "60")
}

// fractionDigits returns how many digits follow the point.
func fractionDigits(s string) int {
	_, fraction, _ := strings.Cut(s, ".")
	return len(fraction) - len(strings.TrimLeft(fraction, "0123456789"))
}

// asText reads a value that has a text form.
func (d *Decoder) asText(target encoding.TextUnmarshaler) error {
	text, at, err := d.text()
	if text == nil {
		return err
	}
	if err := target.UnmarshalText(text); err != nil {
		return d.reportAt(at, err.Error()+meantAmong(string(text), err), err)
	}
	return nil
}

// meantAmong names the closest of the texts that an error lists as right.
func meantAmong(s string, err error) string {
	var unknown interface{ Known() []string }
	if errors.As(err, &unknown) {
		return Meant(s, unknown.Known())
	}
	return ""
}

// text reads a string; nil says that the next value is none, which is reported.
func (d *Decoder) text() (text []byte, at int, err error) {
	at = d.next()
	if d.data[at] != '"' {
		return nil, at, d.wrongKind("a string")
	}
	return unquote(d.token()), at, nil
}

// wrongKind reports that the next value is of the wrong kind, and passes it over.
func (d *Decoder) wrongKind(want string) error {
	at := d.next()
	d.skip()
	return d.reportAt(at, "want "+want+", not "+kindOf(d.data[at]), nil)
}

// kindOf says what kind of value begins with a byte.
func kindOf(first byte) string {
	switch first {
	case 'n':
		return "null (leave the field out instead)"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a string"
	case '[':
		return "a list"
	case '{':
		return "an object"
	}
	return "a number"
}

func (d *Decoder) scalar(v reflect.Value) error {
	switch first := d.data[d.next()]; {
	case v.Kind() == reflect.String && first == '"':
		v.SetString(string(unquote(d.token())))
		return nil
	case v.Kind() == reflect.Bool && (first == 't' || first == 'f'):
		v.SetBool(d.token()[0] == 't')
		return nil
	case v.CanInt() && kindOf(first) == "a number":
		before := d.pos
		n, err := strconv.ParseInt(string(d.token()), 10, 64)
		if err == nil && !v.OverflowInt(n) {
			v.SetInt(n)
			return nil
		}
		d.pos = before
	}
	return d.wrongKind(wanted(v.Kind()))
}

// wanted says what a value of a kind is read from.
func wanted(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	}
	return "a whole number that is not too large"
}

func (d *Decoder) list(v reflect.Value) error {
	if d.data[d.next()] != '[' {
		return d.wrongKind("a list")
	}
	d.token()
	v.SetLen(0)
	for i := 0; d.more(); i++ {
		path := len(d.path)
		d.path = append(strconv.AppendInt(append(d.path, '['), int64(i), 10), ']')
		v.Grow(1)
		v.SetLen(i + 1)
		v.Index(i).SetZero()
		if err := d.value(v.Index(i)); err != nil {
			return err
		}
		d.path = d.path[:path]
	}
	return nil
}

func (d *Decoder) object(v reflect.Value) error {
	if d.data[d.next()] != '{' {
		return d.wrongKind("an object")
	}
	d.token()
	var seen uint64
	fields := d.fieldsOf(v.Type())
	for d.more() {
		if err := d.member(v, fields, &seen); err != nil {
			return err
		}
	}
	return nil
}

// member reads one field of an object. seen has a bit for each field read so far.
func (d *Decoder) member(v reflect.Value, fields []field, seen *uint64) error {
	at := d.next()
	name := unquote(d.token())
	for i, f := range fields {
		if f.name != string(name) {
			continue
		}
		path := len(d.path)
		d.path = append(append(d.path, '.'), name...)
		defer func() { d.path = d.path[:path] }()
		if *seen>>i&1 != 0 {
			d.skip()
			return d.reportAt(at, "this field is said twice", nil)
		}
		*seen |= 1 << i
		return d.value(v.Field(f.index))
	}
	d.skip()
	return d.reportAt(at, "unknown field "+Quote(string(name))+Meant(string(name), names(fields)), nil)
}

// fieldsOf returns the fields of a struct by their names in JSON.
func (d *Decoder) fieldsOf(t reflect.Type) []field {
	if fields, ok := d.fields[t]; ok {
		return fields
	}
	var fields []field
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			fields = append(fields, field{name, i})
		}
	}
	d.fields[t] = fields
	return fields
}

func names(fields []field) []string {
	var all []string
	for _, f := range fields {
		all = append(all, f.name)
	}
	return all
}
