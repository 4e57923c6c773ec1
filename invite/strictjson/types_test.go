package strictjson_test

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

type (
	itself *itself
	lists  []lists
	node   struct {
		Next *node  `json:"next"`
		All  []node `json:"all"`
	}
	generic[T any] struct {
		Value T `json:"value"`
	}
	inner struct {
		Name string `json:"name"`
	}
	lent              struct{ *colour }
	lentByAnInterface struct{ encoding.TextUnmarshaler }
	lentWithin        struct{ lent }
	lentValidator     struct {
		strictjson.Validator
		Name string `json:"name"`
	}
	owned  struct{ colour }
	dated  struct{ time.Time }
	tagged struct {
		*inner `json:"inner"`
		Name   string `json:"name"`
	}
	untagged struct {
		*inner
		Size int `json:"size"`
	}
	pointed struct {
		*colour
		Size int `json:"size"`
	}
)

// hidden has a field that is not exported and has a name in JSON.
var hidden = reflect.StructOf([]reflect.StructField{{Name: "name", PkgPath: "strictjson_test", Type: reflect.TypeFor[string](), Tag: `json:"name"`}})

// texts are values of every kind that JSON has.
var texts = []string{`null`, `true`, `false`, `0`, `-1`, `1.5`, `1e999`, `""`, `"red"`, `"2026-03-02T09:00:00Z"`, `[]`, `[[]]`, `[0, {}, "a"]`, `{}`,
	`{"value": {}}`, `{"value": []}`, `{"value": [{}]}`, `{"value": ""}`, `{"value": "red"}`, `{"value": 1}`, `{"value": true}`, `{"name": "a"}`,
	`{"next": {"next": {"all": [{}, {"next": {}}]}}}`, `{"inner": {"name": "a"}, "name": "b"}`, `{"size": 1}`, `{"colour": "red"}`, `{"Time": ""}`}

// typesOf makes further types of a type.
func typesOf(t reflect.Type) []reflect.Type {
	field := func(name string, embedded bool) reflect.Type {
		return reflect.StructOf([]reflect.StructField{{Name: name, Type: t, Tag: `json:"value"`, Anonymous: embedded}})
	}
	all := []reflect.Type{t, reflect.PointerTo(t), reflect.PointerTo(reflect.PointerTo(t)), reflect.SliceOf(t), reflect.ArrayOf(2, t), reflect.ChanOf(reflect.BothDir, t),
		reflect.FuncOf([]reflect.Type{t}, nil, false), reflect.MapOf(reflect.TypeFor[string](), t), field("Value", false)}
	if t.Comparable() {
		all = append(all, reflect.MapOf(t, reflect.TypeFor[int]()))
	}
	if t.Name() != "" && t.NumMethod() == 0 && t.Kind() != reflect.Pointer && t.PkgPath() == "" {
		all = append(all, field("Value", true))
	}
	return all
}

// Whatever the type, and whatever the text, reading ends in an error or in none.
func TestNoTypePanics(t *testing.T) {
	bases := []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[string](), reflect.TypeFor[[]byte](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int64](),
		reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uintptr](), reflect.TypeFor[float32](), reflect.TypeFor[float64](), reflect.TypeFor[complex128](),
		reflect.TypeFor[unsafe.Pointer](), reflect.TypeFor[any](), reflect.TypeFor[error](), reflect.TypeFor[encoding.TextUnmarshaler](), reflect.TypeFor[strictjson.Unmarshaler](),
		reflect.TypeFor[struct{}](), reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[map[struct{ A any }][]chan int](), reflect.TypeFor[map[*int]func()](),
		reflect.TypeFor[itself](), reflect.TypeFor[lists](), reflect.TypeFor[node](), reflect.TypeFor[generic[generic[node]]](), hidden, reflect.TypeFor[lent](),
		reflect.TypeFor[lentByAnInterface](), reflect.TypeFor[lentWithin](), reflect.TypeFor[lentValidator](), reflect.TypeFor[owned](), reflect.TypeFor[dated](),
		reflect.TypeFor[tagged](), reflect.TypeFor[untagged](), reflect.TypeFor[pointed](), reflect.TypeFor[colour](), reflect.TypeFor[never](), reflect.TypeFor[even](), reflect.TypeFor[evens](),
		reflect.TypeFor[document](), reflect.TypeFor[endless](), reflect.TypeFor[idle](), reflect.TypeFor[reflect.Value](), reflect.TypeFor[strictjson.Decoder](), reflect.TypeFor[testing.T](),
	}
	for _, base := range bases {
		for _, typ := range typesOf(base) {
			for _, nested := range typesOf(typ) {
				for _, text := range texts {
					require.NotPanics(t, func() { strictjson.Unmarshal([]byte(text), reflect.New(nested).Interface()) }, "%v, %s", nested, text)
				}
			}
		}
	}
}

func TestTypesThatAreNotRead(t *testing.T) {
	const kinds = ": want a struct, a list, a pointer, a string, a whole number with a sign, or true and false"
	const lends = ": it has the methods of an embedded pointer or interface"
	for _, test := range []struct {
		rule, text string
		dst        any
		want       string
	}{
		{"a channel", `[1]`, new(chan int), "chan int" + kinds},
		{"a function", `1`, new(func()), "func()" + kinds},
		{"an interface", `1`, new(any), "interface {}" + kinds},
		{"an interface with the right method", `"red"`, new(encoding.TextUnmarshaler), "encoding.TextUnmarshaler" + kinds},
		{"a map", `{"a": 1}`, new(map[string]int), "map[string]int" + kinds},
		{"an array", `[1]`, new([1]int), "[1]int" + kinds},
		{"a number without a sign", `1`, new(uint8), "uint8" + kinds},
		{"a broken number", `1`, new(float64), "float64" + kinds},
		{"a pointer to itself", `1`, new(itself), "strictjson_test.itself" + kinds},
		{"five pointers", `1`, new(*****int), "*****int" + kinds},
		{"an embedded pointer's methods", `"red"`, new(lent), "strictjson_test.lent" + lends},
		{"an embedded interface's methods", `"red"`, new(lentByAnInterface), "strictjson_test.lentByAnInterface" + lends},
		{"methods of a pointer that an embedded struct embeds", `"red"`, new(lentWithin), "strictjson_test.lentWithin" + lends},
		{"an embedded interface that validates", `{}`, new(lentValidator), "strictjson_test.lentValidator" + lends},
	} {
		t.Run(test.rule, func(t *testing.T) {
			err := strictjson.Unmarshal([]byte(test.text), test.dst)

			assert.EqualError(t, err, "line 1, column 1: cannot read into a value of type "+test.want)
			var wrong *strictjson.TypeError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, reflect.TypeOf(test.dst).Elem(), wrong.Type)
		})
	}
	err := strictjson.Unmarshal([]byte(`{"name": [1]}`), reflect.New(hidden).Interface())
	assert.EqualError(t, err, "line 1, column 10: name: cannot read into a value of type string: it is a field that is not exported")
	var g generic[chan int]
	assert.EqualError(t, strictjson.Unmarshal([]byte(`{"value": {}, "x": 1}`), &g),
		"line 1, column 11: value: cannot read into a value of type chan int"+kinds+"\nline 1, column 15: unknown field \"x\"", "reading goes on")
	assert.NoError(t, strictjson.Unmarshal([]byte(`{}`), &g), "only what is in the text is read")
}

func TestTypesThatAreRead(t *testing.T) {
	var n node
	require.NoError(t, strictjson.Unmarshal([]byte(`{"next": {"all": [{}, {"next": {}}]}}`), &n))
	assert.Equal(t, node{Next: &node{All: []node{{}, {Next: &node{}}}}}, n)
	var l lists
	require.NoError(t, strictjson.Unmarshal([]byte(`[[], [[]]]`), &l))
	assert.Equal(t, lists{nil, {nil}}, l)
	var o owned
	require.NoError(t, strictjson.Unmarshal([]byte(`"red"`), &o))
	assert.Equal(t, colour("red"), o.colour)
	var p ****int
	require.NoError(t, strictjson.Unmarshal([]byte(`7`), &p))
	assert.Equal(t, 7, ****p)
	assert.EqualError(t, strictjson.Unmarshal([]byte(`{"name": "a"}`), new(untagged)), `line 1, column 2: unknown field "name"`, "what is embedded without a name is not read")
}

func TestNoPointer(t *testing.T) {
	for _, dst := range []any{nil, 1, document{}, (*document)(nil), []int{}, map[string]int{}, func() {}} {
		var wrong *strictjson.TypeError
		require.ErrorAs(t, strictjson.Unmarshal([]byte(`{}`), dst), &wrong)
		assert.Equal(t, reflect.TypeOf(dst), wrong.Type)
	}
	assert.EqualError(t, strictjson.Unmarshal(nil, nil), "cannot read into a value of type <nil>: want a pointer to a value")
}

// A structure of many fields notices each that is said twice.
func TestManyFields(t *testing.T) {
	for _, n := range []int{2, 63, 64, 65, 127, 128, 129, 300} {
		var fields []reflect.StructField
		var text strings.Builder
		for i := range n {
			fields = append(fields, reflect.StructField{Name: fmt.Sprint("F", i), Type: reflect.TypeFor[int](), Tag: reflect.StructTag(fmt.Sprintf(`json:"f%d"`, i))})
			fmt.Fprintf(&text, `"f%d": 1, `, i)
		}
		typ := reflect.StructOf(fields)
		for i := range n {
			dst := reflect.New(typ)
			require.NoError(t, strictjson.Unmarshal([]byte("{"+strings.TrimSuffix(text.String(), ", ")+"}"), dst.Interface()))
			require.Equal(t, int64(1), dst.Elem().Field(i).Int())
			err := strictjson.Unmarshal(fmt.Appendf(nil, `{%s"f%d": 2}`, text.String(), i), dst.Interface())
			require.ErrorContains(t, err, fmt.Sprintf("f%d: this field is said twice", i))
			require.NoError(t, strictjson.Unmarshal(fmt.Appendf(nil, `{"f%d": 2, "f%d": 2}`, (i+1)%n, i), reflect.New(typ).Interface()), "not twice")
		}
	}
}

// endless is read through itself.
type endless struct{}

func (e *endless) UnmarshalStrict(decode func(any) error) error { return decode(e) }

// idle is made of nothing that is read, and keeps what reads.
type idle struct{ decode func(any) error }

func (i *idle) UnmarshalStrict(decode func(any) error) error { i.decode = decode; return nil }

// either is a number or a list of numbers.
type either []int

func (e *either) UnmarshalStrict(decode func(any) error) error {
	if err := decode(new(chan int)); err == nil {
		return errors.New("a channel was read")
	}
	return decode((*[]int)(e))
}

// careless reads into no pointer, or the same value twice.
type careless struct{ twice []int }

func (c *careless) UnmarshalStrict(decode func(any) error) error {
	if err := decode(c.twice); err == nil {
		return errors.New("no pointer was read")
	}
	var first []int
	if err := decode(&first); err != nil {
		return err
	}
	return decode(&c.twice)
}

func TestForms(t *testing.T) {
	var e endless
	assert.EqualError(t, strictjson.Unmarshal([]byte(`[1]`), &e), "line 1, column 1: cannot read into a value of type *strictjson_test.endless: it is read through itself")
	var all struct {
		Idle  idle     `json:"idle"`
		After int      `json:"after"`
		Twice careless `json:"twice"`
		Then  int      `json:"then"`
	}
	require.NoError(t, strictjson.Unmarshal([]byte(`{"idle": [{"a": 1}], "after": 2, "twice": [3, 4], "then": 5}`), &all))
	assert.Equal(t, 2, all.After, "what a form does not read is passed over")
	assert.Equal(t, []int{3, 4}, all.Twice.twice, "what a form reads twice is the same")
	assert.Equal(t, 5, all.Then)
	var n int
	assert.EqualError(t, all.Idle.decode(&n), "decode is called after UnmarshalStrict has returned")
	var either either
	assert.ErrorContains(t, strictjson.Unmarshal([]byte(`[1, 2]`), &either), "cannot read into a value of type chan int")
	assert.EqualError(t, strictjson.Unmarshal([]byte(`{"twice": [1, "2"]}`), &all), "line 1, column 15: twice[1]: want a whole number that is not too large, not a string")
}
