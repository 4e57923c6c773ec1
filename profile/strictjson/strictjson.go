// Package strictjson reads JSON that must be exactly right: settings, where a typo
// that is ignored records people who must not be recorded.
//
// What encoding/json lets pass is an error here: an unknown or repeated field, a
// field that differs in case, null, text after the value, invalid UTF-8. Every error
// names the field by its path, its line and its column, and where a known name is
// close, that name. The tokens themselves are read by encoding/json.
package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	data   []byte
	tokens *json.Decoder
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
	d.data, d.path, d.errs = data, d.path[:0], nil
	d.tokens = json.NewDecoder(bytes.NewReader(data))
	d.tokens.UseNumber()
	if i := invalidUTF8(data); i >= 0 {
		d.reportAt(i, "this is not UTF-8", nil)
		return errors.Join(d.errs...)
	}
	if d.value(reflect.ValueOf(dst).Elem()) == nil {
		at := d.next()
		if _, err := d.tokens.Token(); err != io.EOF {
			d.reportAt(at, "there is text after the value", nil)
		}
	}
	return errors.Join(d.errs...)
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

// next returns the offset at which the next token begins.
func (d *Decoder) next() int {
	i := int(d.tokens.InputOffset())
	return i + len(d.data[i:]) - len(bytes.TrimLeft(d.data[i:], " \t\r\n,:"))
}

// reportAt adds an error, and returns errStop when there are too many.
func (d *Decoder) reportAt(offset int, problem string, err error) error {
	before := d.data[:offset]
	d.errs = append(d.errs, &Error{
		Line:    bytes.Count(before, []byte("\n")) + 1,
		Column:  offset - bytes.LastIndexByte(before, '\n'),
		Path:    string(bytes.TrimPrefix(d.path, []byte("."))),
		Problem: problem,
		Err:     err,
	})
	if len(d.errs) == maxErrors {
		return errStop
	}
	return nil
}

// token reads the next token and tells where it begins.
func (d *Decoder) token() (json.Token, int, error) {
	at := d.next()
	token, err := d.tokens.Token()
	if err == nil {
		return token, at, nil
	}
	problem := err.Error()
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		at, problem = len(d.data), "the text ends too early"
	case errors.As(err, &syntax):
		problem = "this is not JSON: " + problem
	}
	d.reportAt(at, problem, err)
	return nil, at, errStop
}

// value reads the next value into v. It returns only errStop.
func (d *Decoder) value(v reflect.Value) error {
	switch target := v.Addr().Interface().(type) {
	case Unmarshaler:
		return d.asForm(target)
	case *time.Time:
		return d.instant(target)
	case encoding.TextUnmarshaler:
		return d.text(target)
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
	s, at, err := d.string()
	if s == nil {
		return err
	}
	t, parseErr := time.ParseInLocation(time.RFC3339Nano, *s, time.UTC)
	switch {
	case parseErr != nil || !isStrict(*s):
		return d.reportAt(at, fmt.Sprintf("%q is no time: want the form 2026-03-02T09:00:00Z", *s), parseErr)
	case fractionDigits(*s) > 9:
		return d.reportAt(at, fmt.Sprintf("%q is too exact: want at most nine digits of a second", *s), nil)
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

func (d *Decoder) text(target encoding.TextUnmarshaler) error {
	s, at, err := d.string()
	if s == nil {
		return err
	}
	if err := target.UnmarshalText([]byte(*s)); err != nil {
		return d.reportAt(at, err.Error()+d.meantAmong(*s, err), err)
	}
	return nil
}

// meantAmong names the closest of the texts that an error lists as right.
func (d *Decoder) meantAmong(s string, err error) string {
	var unknown interface{ Known() []string }
	if errors.As(err, &unknown) {
		return meant(s, unknown.Known())
	}
	return ""
}

// string reads a string; nil says that the next value is none, which is reported.
func (d *Decoder) string() (*string, int, error) {
	token, at, err := d.token()
	if err != nil {
		return nil, at, err
	}
	s, ok := token.(string)
	if !ok {
		return nil, at, d.wrongKind(token, at, "a string")
	}
	return &s, at, nil
}

// wrongKind reports a value of the wrong kind, and skips what is left of it.
func (d *Decoder) wrongKind(token json.Token, at int, want string) error {
	if err := d.reportAt(at, "want "+want+", not "+kindOf(token), nil); err != nil {
		return err
	}
	if token == json.Delim('{') || token == json.Delim('[') {
		return d.skip(1)
	}
	return nil
}

func kindOf(token json.Token) string {
	switch token.(type) {
	case nil:
		return "null (leave the field out instead)"
	case bool:
		return "true or false"
	case json.Number:
		return "a number"
	case string:
		return "a string"
	}
	if token == json.Delim('[') {
		return "a list"
	}
	return "an object"
}

// skip reads to the end of the lists and objects that are open, depth of them.
func (d *Decoder) skip(depth int) error {
	for depth > 0 {
		token, _, err := d.token()
		if err != nil {
			return err
		}
		depth += nesting(token)
	}
	return nil
}

// nesting is how much deeper a token leads.
func nesting(token json.Token) int {
	switch token {
	case json.Delim('{'), json.Delim('['):
		return 1
	case json.Delim('}'), json.Delim(']'):
		return -1
	}
	return 0
}

func (d *Decoder) scalar(v reflect.Value) error {
	token, at, err := d.token()
	if err != nil {
		return err
	}
	switch got := token.(type) {
	case string:
		if v.Kind() == reflect.String {
			v.SetString(got)
			return nil
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(got)
			return nil
		}
	case json.Number:
		n, err := strconv.ParseInt(got.String(), 10, 64)
		if err == nil && v.CanInt() && !v.OverflowInt(n) {
			v.SetInt(n)
			return nil
		}
	}
	return d.wrongKind(token, at, wanted(v.Kind()))
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
	token, at, err := d.token()
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		return d.wrongKind(token, at, "a list")
	}
	v.SetLen(0)
	for i := 0; d.tokens.More(); i++ {
		path := len(d.path)
		d.path = fmt.Appendf(d.path, "[%d]", i)
		element := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(element); err != nil {
			return err
		}
		v.Set(reflect.Append(v, element))
		d.path = d.path[:path]
	}
	_, _, err = d.token()
	return err
}

func (d *Decoder) object(v reflect.Value) error {
	token, at, err := d.token()
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		return d.wrongKind(token, at, "an object")
	}
	var seen uint64
	fields := d.fieldsOf(v.Type())
	for d.tokens.More() {
		if err := d.member(v, fields, &seen); err != nil {
			return err
		}
	}
	_, _, err = d.token()
	return err
}

// member reads one field of an object. seen has a bit for each field read so far.
func (d *Decoder) member(v reflect.Value, fields []field, seen *uint64) error {
	token, at, err := d.token()
	if err != nil {
		return err
	}
	path := len(d.path)
	defer func() { d.path = d.path[:path] }()
	name := token.(string) // encoding/json lets nothing else stand here
	for i, f := range fields {
		if f.name != name {
			continue
		}
		d.path = append(append(d.path, '.'), name...)
		if *seen>>i&1 != 0 {
			return d.ignore(at, "this field is said twice")
		}
		*seen |= 1 << i
		return d.value(v.Field(f.index))
	}
	return d.ignore(at, fmt.Sprintf("unknown field %q%s", name, meant(name, names(fields))))
}

// ignore reports a field and reads past its value.
func (d *Decoder) ignore(at int, problem string) error {
	if err := d.reportAt(at, problem, nil); err != nil {
		return err
	}
	token, _, err := d.token()
	if err != nil {
		return err
	}
	return d.skip(nesting(token))
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
