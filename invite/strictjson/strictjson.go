// Package strictjson reads JSON that must be exactly right: settings, where a typo
// that is ignored records people who must not be recorded.
//
// What encoding/json lets pass is an error here: an unknown or repeated field, a
// field that differs in case, null, text after the value, invalid UTF-8, half a surrogate
// pair. A byte order mark before the text is passed over. Every error names the field by
// its path, its line and its column, and where a known name is close, that name. What is
// wrong with the values themselves is found in the same reading: see [Validator]. Errors are
// the same with every version of encoding/json: what is wrong, and where, is found here.
//
// What it quotes is safe to print: [Printable] and [Quote] make any text that somebody else
// wrote a part of one line, for all packages.
package strictjson

import (
	"bytes"
	"encoding"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Unmarshaler is a type whose JSON form is that of another type. UnmarshalStrict
// calls decode with a pointer to a value of that type, and makes itself of it.
type Unmarshaler interface {
	UnmarshalStrict(decode func(form any) error) error
}

// Unmarshal reads data into the value that dst points to, by the same struct tags
// that encoding/json writes by; a field without a name in its tag is not read. It fails
// with one [*Error] for each thing that is wrong, joined, in the order of the text, up to
// twenty, and then one [*MoreError] with the number of the others. Where dst is no pointer,
// it fails with a [*TypeError]. What dst then holds is of no use.
func Unmarshal(data []byte, dst any) error {
	var d Decoder
	return d.Unmarshal(data, dst)
}

// Decoder reads many texts of the same types, and remembers the types. The zero
// Decoder is ready. It must not be used by several goroutines at once.
type Decoder struct {
	plans map[reflect.Type]*plan
	data  []byte // well-formed JSON
	pos   int    // of what is read next
	path  []step
	forms int // how many forms are being read, one within the other
	found []finding
	more  int // how many errors were found after these
}

// step is one part of a path: a field, or where the field has no name an element.
type step struct {
	field string
	index int
}

// Unmarshal is the function [Unmarshal].
func (d *Decoder) Unmarshal(data []byte, dst any) error {
	v, err := target(dst)
	if err != nil {
		return err
	}
	d.data, d.pos = bytes.TrimPrefix(data, []byte("\ufeff")), 0
	d.path, d.forms, d.more = d.path[:0], 0, 0
	if d.wellFormed() {
		d.value(v, d.planOf(v))
	}
	err = d.errors()
	d.data, d.found = nil, nil
	return err
}

// target returns the value that a pointer points to.
func target(dst any) (reflect.Value, error) {
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return v, &TypeError{Type: reflect.TypeOf(dst), Problem: "want a pointer to a value"}
	}
	return v.Elem(), nil
}

// wellFormed reports whether the text is one JSON value in UTF-8, and where not.
func (d *Decoder) wellFormed() bool {
	if i := invalidUTF8(d.data); i >= 0 {
		d.report(i, "this is not UTF-8", nil)
		return false
	}
	if at, problem := syntax(d.data); problem != "" {
		d.report(at, problem, nil)
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

// value reads the next value into v.
func (d *Decoder) value(v reflect.Value, p *plan) {
	switch p.kind {
	case kindForm:
		d.asForm(v.Addr().Interface().(Unmarshaler))
	case kindTime:
		d.instant(v.Addr().Interface().(*time.Time))
	case kindText:
		d.asText(v.Addr().Interface().(encoding.TextUnmarshaler))
	case kindStruct:
		d.object(v, p)
	case kindList:
		d.list(v, p)
	case kindPointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(v.Elem(), d.elem(p, v.Elem()))
	case kindNone:
		at := d.next()
		d.skip()
		d.fail(at, &TypeError{Type: v.Type(), Problem: p.problem})
	default:
		d.scalar(v, p.kind)
	}
}

// errReported is what a form is told: what is wrong has been reported.
var errReported = errors.New("what is wrong has been reported")

// errTooLate is what a form is told that reads when it must not.
var errTooLate = errors.New("decode is called after UnmarshalStrict has returned")

// asForm reads a value through the type that stands for it.
func (d *Decoder) asForm(target Unmarshaler) {
	begin, before, done := d.next(), d.count(), false
	if d.forms == maxDepth {
		d.skip()
		d.fail(begin, &TypeError{Type: reflect.TypeOf(target), Problem: "it is read through itself"})
		return
	}
	d.forms++
	err := target.UnmarshalStrict(func(form any) error {
		if done {
			return errTooLate
		}
		d.pos = begin // a form can be tried after another
		return d.readForm(form)
	})
	d.forms--
	if done = true; d.pos == begin {
		d.skip()
	}
	if err != nil && d.count() == before {
		d.fail(begin, err)
	}
}

// readForm reads the next value into what a form points to.
func (d *Decoder) readForm(form any) error {
	v, err := target(form)
	if err != nil {
		return err
	}
	before := d.count()
	d.value(v, d.planOf(v))
	if d.count() > before {
		return errReported
	}
	return nil
}

// instant reads a time to the nanosecond (RFC 3339). The host's own zone is not
// asked.
func (d *Decoder) instant(target *time.Time) {
	said, at := d.text(nil)
	if said == nil {
		return
	}
	s := string(said)
	t, err := time.ParseInLocation(time.RFC3339Nano, s, time.UTC)
	switch {
	case err == nil && isStrict(s) && fractionDigits(s) <= 9:
		*target = t
	case d.full():
	case err != nil || !isStrict(s):
		d.report(at, Quote(s)+" is no time: want the form 2026-03-02T09:00:00Z", err)
	default:
		d.report(at, Quote(s)+" is too exact: want at most nine digits of a second", nil)
	}
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
func (d *Decoder) asText(target encoding.TextUnmarshaler) {
	said, at := d.text(target)
	if said == nil {
		return
	}
	if err := target.UnmarshalText(said); err != nil && !d.full() {
		d.report(at, err.Error()+meantAmong(string(said), err), err)
	}
}

// meantAmong names the closest of the texts that an error lists as right.
func meantAmong(s string, err error) string {
	var unknown interface{ Known() []string }
	if errors.As(err, &unknown) {
		return Meant(s, unknown.Known())
	}
	return ""
}

// text reads a string; nil says that there is none, which is reported. Of a number and of
// true and false, what the type says of them is reported as well.
func (d *Decoder) text(target encoding.TextUnmarshaler) (said []byte, at int) {
	at = d.next()
	switch kindOf(d.data[at]) {
	case aString:
		return d.unquoted(d.token()), at
	case aNumber, aFlag:
		word := d.token()
		problem := "want a string, not " + kindOf(word[0])
		var err error
		if d.full() {
			break
		}
		if target != nil {
			err = target.UnmarshalText(word)
		}
		if err != nil {
			problem += ": " + err.Error()
		}
		d.report(at, problem, err)
	default:
		d.wrongKind(aString)
	}
	return nil, at
}

// unquoted returns what a string that ends here says; nil where it says half a surrogate
// pair, which is reported.
func (d *Decoder) unquoted(token []byte) []byte {
	said, half := unquote(token)
	if half >= 0 {
		d.report(d.pos-len(token)+half, "this is half a surrogate pair: want both halves, or the character itself", nil)
	}
	return said
}

// wrongKind reports that the next value is of the wrong kind, and passes it over.
func (d *Decoder) wrongKind(want string) {
	at := d.next()
	d.skip()
	d.report(at, "want "+want+", not "+kindOf(d.data[at]), nil)
}

// The kinds of value, as errors name them.
const (
	aNull   = "null (leave the field out instead)"
	aFlag   = "true or false"
	aString = "a string"
	aList   = "a list"
	anObj   = "an object"
	aNumber = "a number"
)

// kindOf says what kind of value begins with a byte.
func kindOf(first byte) string {
	switch first {
	case 'n':
		return aNull
	case 't', 'f':
		return aFlag
	case '"':
		return aString
	case '[':
		return aList
	case '{':
		return anObj
	}
	return aNumber
}

// scalar reads a string, true or false, or a whole number.
func (d *Decoder) scalar(v reflect.Value, k kind) {
	switch first := d.data[d.next()]; {
	case k == kindString && first == '"':
		v.SetString(string(d.unquoted(d.token())))
	case k == kindBool && (first == 't' || first == 'f'):
		v.SetBool(d.token()[0] == 't')
	case k == kindInt && kindOf(first) == aNumber:
		begin := d.pos
		n, err := strconv.ParseInt(string(d.token()), 10, 64)
		if err == nil && !v.OverflowInt(n) {
			v.SetInt(n)
			return
		}
		d.pos = begin
		d.wrongKind(wanted(k))
	default:
		d.wrongKind(wanted(k))
	}
}

// wanted says what a value of a kind is read from.
func wanted(k kind) string {
	switch k {
	case kindString:
		return aString
	case kindBool:
		return aFlag
	}
	return "a whole number that is not too large"
}

// list reads a list in place of the one in v. Its room is doubled as it fills up.
func (d *Decoder) list(v reflect.Value, p *plan) {
	if d.data[d.next()] != '[' {
		d.wrongKind(aList)
		return
	}
	d.pos++
	v.SetZero()
	d.path = append(d.path, step{})
	for i := 0; d.goesOn(); i++ {
		if i == v.Cap() {
			v.Grow(room(i))
		}
		v.SetLen(i + 1)
		d.path[len(d.path)-1].index = i
		e := v.Index(i)
		d.value(e, d.elem(p, e))
	}
	d.path = d.path[:len(d.path)-1]
}

// room returns for how many further elements a full list of n gets room: most lists of one
// element stay so.
func room(n int) int {
	if n == 1 {
		return 3
	}
	return max(1, n)
}

// object reads the fields of a struct, and then asks its [Validator].
func (d *Decoder) object(v reflect.Value, p *plan) {
	begin, before := d.next(), d.mark()
	if d.data[begin] != '{' {
		d.wrongKind(anObj)
		return
	}
	d.pos++
	var few [2]uint64
	seen := few[:]
	if len(p.fields) > 64*len(few) {
		seen = make([]uint64, len(p.fields)/64+1)
	}
	for next := 0; d.goesOn(); {
		next = d.member(v, p, seen, next) + 1
	}
	if p.checks {
		d.check(v.Addr().Interface().(Validator), begin, before)
	}
}

// member reads one field of an object, and returns its place among the fields. The fields
// mostly come in order: next is the place of the one that is looked at first. seen has a
// bit for each field read so far.
func (d *Decoder) member(v reflect.Value, p *plan, seen []uint64, next int) int {
	at := d.next()
	name := d.unquoted(d.token())
	i := p.find(name, next)
	if i < 0 {
		d.skip()
		d.unknown(at, name, p)
		return next - 1
	}
	f := &p.fields[i]
	d.path = append(d.path, step{field: f.name})
	if seen[i/64]>>(i%64)&1 != 0 {
		d.skip()
		d.report(at, "this field is said twice", nil)
	} else {
		seen[i/64] |= 1 << (i % 64)
		d.field(v, f)
	}
	d.path = d.path[:len(d.path)-1]
	return i
}

// field reads the value of a field.
func (d *Decoder) field(v reflect.Value, f *field) {
	inner := v.Field(f.index)
	if f.plan == nil {
		f.plan = d.planOf(inner)
	}
	d.value(inner, f.plan)
}

// unknown reports a field that no field of the struct has the name of.
func (d *Decoder) unknown(at int, name []byte, p *plan) {
	if name == nil || d.full() {
		return
	}
	hint := Meant(string(name), p.names())
	d.report(at, "unknown field "+Quote(string(name))+hint, nil)
	last := &d.found[len(d.found)-1]
	last.unknown, last.hint = true, hint
}
