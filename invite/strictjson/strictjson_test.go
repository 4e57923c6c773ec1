package strictjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// colour is an enumeration whose errors list what would be right.
type colour string

type colourError struct{ text string }

func (e *colourError) Error() string   { return fmt.Sprintf("unknown colour %q", e.text) }
func (e *colourError) Known() []string { return []string{"red", "green"} }

func (c *colour) UnmarshalText(text []byte) error {
	if s := string(text); s != "red" && s != "green" {
		return &colourError{s}
	}
	*c = colour(text)
	return nil
}

// anyText is every text.
type anyText string

func (a *anyText) UnmarshalText(text []byte) error { *a = anyText(text); return nil }

// never is a text that is always refused, without a list of what would be right.
type never struct{}

func (*never) UnmarshalText([]byte) error { return errNever }

var errNever = errors.New("this is never right")

// even is read through an integer.
type even int

var errOdd = errors.New("this is odd")

func (e *even) UnmarshalStrict(decode func(any) error) error {
	var n int
	if err := decode(&n); err != nil {
		return fmt.Errorf("even: %w", err)
	}
	if n%2 != 0 {
		return errOdd
	}
	*e = even(n)
	return nil
}

// evens is read through a list of even numbers, and takes what it can get.
type evens []even

func (e *evens) UnmarshalStrict(decode func(any) error) error {
	var list []even
	_ = decode(&list)
	*e = list
	return nil
}

type part struct {
	Name string `json:"name"`
	Size int8   `json:"size,omitempty"`
}

type document struct {
	Text    string    `json:"text,omitempty"`
	Flag    bool      `json:"flag,omitempty"`
	Number  int64     `json:"number,omitempty"`
	Small   int8      `json:"small,omitempty"`
	Colour  colour    `json:"colour,omitempty"`
	Any     anyText   `json:"any,omitempty"`
	Never   never     `json:"never,omitzero"`
	At      time.Time `json:"at,omitzero"`
	Even    even      `json:"even,omitempty"`
	Evens   evens     `json:"evens,omitempty"`
	Part    part      `json:"part,omitzero"`
	Pointer *part     `json:"pointer,omitempty"`
	Parts   []part    `json:"parts,omitempty"`
	Lists   [][]int   `json:"lists,omitempty"`
	Untold  string
	Hidden  string `json:"-"`
}

func TestUnmarshal(t *testing.T) {
	size := part{Name: "p", Size: -128}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		rule, text string
		want       document
	}{
		{"nothing", `{}`, document{}},
		{"space around", " \t\r\n{ }\n ", document{}},
		{"a text", `{"text": "a\nb\u00e9é😀"}`, document{Text: "a\nbéé😀"}},
		{"a surrogate pair", `{"text": "x\ud83d\ude00\uDBFF\uDFFFy"}`, document{Text: "x😀\U0010ffffy"}},
		{"every escape", `{"text": "\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\u0000é\ud7ff\ue000\ufffd"}`, document{Text: "\"\\/\b\f\n\r\tA\u00e9\u20ac\x00é\ud7ff\ue000\ufffd"}},
		{"a backslash before what looks like half a pair", `{"text": "\\ud800"}`, document{Text: `\ud800`}},
		{"a byte order mark", "\ufeff{\"text\": \"a\"}", document{Text: "a"}},
		{"a byte order mark in a text", "{\"text\": \"\ufeffa\"}", document{Text: "\ufeffa"}},
		{"a name in escapes", `{"t\u0065xt": "a"}`, document{Text: "a"}},
		{"a flag", `{"flag": true}`, document{Flag: true}},
		{"a flag unset", `{"flag": false}`, document{}},
		{"a number", `{"number": -7}`, document{Number: -7}},
		{"the largest number", `{"number": 9223372036854775807, "small": 127}`, document{Number: 9223372036854775807, Small: 127}},
		{"the smallest number", `{"number": -9223372036854775808, "small": -128}`, document{Number: -9223372036854775808, Small: -128}},
		{"an enumeration", `{"colour": "green"}`, document{Colour: "green"}},
		{"a time", `{"at": "2026-03-02T09:00:00Z"}`, document{At: at}},
		{"a time to the nanosecond", `{"at": "2026-03-02T09:00:00.123456789Z"}`, document{At: at.Add(123456789)}},
		{"a form", `{"even": 4}`, document{Even: 4}},
		{"a form of forms", `{"evens": [2, 4]}`, document{Evens: evens{2, 4}}},
		{"an object within", `{"part": {"name": "p", "size": -128}}`, document{Part: size}},
		{"an object behind a pointer", `{"pointer": {"name": "p", "size": -128}}`, document{Pointer: &size}},
		{"a list", `{"parts": [{"name": "p", "size": -128}, {}]}`, document{Parts: []part{size, {}}}},
		{"an empty list", `{"parts": []}`, document{}},
		{"lists of lists", `{"lists": [[1], [], [2, 3]]}`, document{Lists: [][]int{{1}, nil, {2, 3}}}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var got document
			require.NoError(t, strictjson.Unmarshal([]byte(test.text), &got))
			assert.Equal(t, test.want, got)
		})
	}
}

func TestOtherTypesAtTheTop(t *testing.T) {
	var list []int
	require.NoError(t, strictjson.Unmarshal([]byte(`[1, 2]`), &list))
	assert.Equal(t, []int{1, 2}, list)
	require.NoError(t, strictjson.Unmarshal([]byte(`[3]`), &list))
	assert.Equal(t, []int{3}, list, "a list is replaced")
	require.NoError(t, strictjson.Unmarshal([]byte(`[]`), &list))
	assert.Empty(t, list, "by an empty one too")
	parts := []part{{Name: "a", Size: 1}}
	require.NoError(t, strictjson.Unmarshal([]byte(`[{"name": "b"}]`), &parts))
	assert.Equal(t, []part{{Name: "b"}}, parts, "nothing is left of an earlier element")
	var text string
	require.NoError(t, strictjson.Unmarshal([]byte(`"a"`), &text))
	assert.Equal(t, "a", text)
	var e even
	require.NoError(t, strictjson.Unmarshal([]byte(`2`), &e))
	assert.Equal(t, even(2), e)
}

func TestErrors(t *testing.T) {
	const whole, half = "want a whole number that is not too large, not ", "this is half a surrogate pair: want both halves, or the character itself"
	for _, test := range []struct{ rule, text, want string }{
		{"an unknown field", `{"size": 1}`, `line 1, column 2: unknown field "size"`},
		{"a field with a name that is not in JSON", `{"Untold": "a"}`, `line 1, column 2: unknown field "Untold"`},
		{"a field that is hidden", `{"-": "a"}`, `line 1, column 2: unknown field "-"`},
		{"a hint", `{"txet": "a"}`, `line 1, column 2: unknown field "txet" (did you mean "text"?)`},
		{"case", `{"Text": "a"}`, `line 1, column 2: unknown field "Text" (did you mean "text"?)`},
		{"no name", `{"": "a"}`, `line 1, column 2: unknown field ""`},
		{"an unknown field within", `{"part": {"nam": "a"}}`, `line 1, column 11: part: unknown field "nam" (did you mean "name"?)`},
		{"an unknown field in a list", `{"parts": [{}, {"x": 1}]}`, `line 1, column 17: parts[1]: unknown field "x"`},
		{"an unknown field behind a pointer", `{"pointer": {"x": 1}}`, `line 1, column 14: pointer: unknown field "x"`},
		{"a repeated field", `{"text": "a", "text": "b"}`, `line 1, column 15: text: this field is said twice`},
		{"a repeated field in escapes", `{"text": "a", "t\u0065xt": "b"}`, `line 1, column 15: text: this field is said twice`},
		{"the first half of a surrogate pair", `{"text": "a\ud800"}`, `line 1, column 12: text: ` + half},
		{"the second half of a surrogate pair", `{"text": "\uDC00b"}`, `line 1, column 11: text: ` + half},
		{"half a surrogate pair before another character", `{"text": "\ud83dx\ude00"}`, `line 1, column 11: text: ` + half},
		{"half a surrogate pair before a line end", `{"text": "\ud83d\n"}`, `line 1, column 11: text: ` + half},
		{"half a surrogate pair before an escaped letter", `{"text": "é\ud83d\u0041"}`, `line 1, column 13: text: ` + half},
		{"two first halves", `{"text": "\ud83d\ud83d\ude00"}`, `line 1, column 11: text: ` + half},
		{"half a surrogate pair in an enumeration", `{"colour": "\ud83d"}`, `line 1, column 13: colour: ` + half},
		{"half a surrogate pair in a time", `{"at": "\ud83d"}`, `line 1, column 9: at: ` + half},
		{"half a surrogate pair in a name", `{"\ud83d": [1], "txt": 1}`, "line 1, column 3: " + half + "\nline 1, column 17: unknown field \"txt\" (did you mean \"text\"?)"},
		{"a repeated field within", `{"parts": [{"name": "a"}, {"name": "a", "name": {}}]}`, `line 1, column 41: parts[1].name: this field is said twice`},

		{"null for a text", `{"text": null}`, `line 1, column 10: text: want a string, not null (leave the field out instead)`},
		{"null for a flag", `{"flag": null}`, `line 1, column 10: flag: want true or false, not null (leave the field out instead)`},
		{"null for a number", `{"number": null}`, `line 1, column 12: number: ` + whole + `null (leave the field out instead)`},
		{"null for an object", `{"part": null}`, `line 1, column 10: part: want an object, not null (leave the field out instead)`},
		{"null for a pointer", `{"pointer": null}`, `line 1, column 13: pointer: want an object, not null (leave the field out instead)`},
		{"null for a list", `{"parts": null}`, `line 1, column 11: parts: want a list, not null (leave the field out instead)`},
		{"null for an enumeration", `{"colour": null}`, `line 1, column 12: colour: want a string, not null (leave the field out instead)`},
		{"null for a time", `{"at": null}`, `line 1, column 8: at: want a string, not null (leave the field out instead)`},
		{"null for a form", `{"even": null}`, `line 1, column 10: even: ` + whole + `null (leave the field out instead)`},
		{"null in a list", `{"parts": [null]}`, `line 1, column 12: parts[0]: want an object, not null (leave the field out instead)`},

		{"a number for a text", `{"text": 1}`, `line 1, column 10: text: want a string, not a number`},
		{"a flag for a text", `{"text": true}`, `line 1, column 10: text: want a string, not true or false`},
		{"a list for a text", `{"text": [["a"], {}]}`, `line 1, column 10: text: want a string, not a list`},
		{"an object for a text", `{"text": {"a": ["b"]}}`, `line 1, column 10: text: want a string, not an object`},
		{"a text for a flag", `{"flag": "true"}`, `line 1, column 10: flag: want true or false, not a string`},
		{"a number for a flag", `{"flag": 1}`, `line 1, column 10: flag: want true or false, not a number`},
		{"a text for a number", `{"number": "1"}`, `line 1, column 12: number: ` + whole + `a string`},
		{"a flag for a number", `{"number": true}`, `line 1, column 12: number: ` + whole + `true or false`},
		{"a text for an object", `{"part": "a"}`, `line 1, column 10: part: want an object, not a string`},
		{"a list for an object", `{"part": [{}]}`, `line 1, column 10: part: want an object, not a list`},
		{"an object for a list", `{"parts": {"a": {}}}`, `line 1, column 11: parts: want a list, not an object`},
		{"a number for an enumeration", `{"colour": 1}`, `line 1, column 12: colour: want a string, not a number: unknown colour "1"`},
		{"a flag for an enumeration", `{"colour": true}`, `line 1, column 12: colour: want a string, not true or false: unknown colour "true"`},
		{"a number for a time", `{"at": 20}`, `line 1, column 8: at: want a string, not a number`},
		{"a number that would be right in quotes", `{"any": 20}`, `line 1, column 9: any: want a string, not a number`},
		{"a list for a time", `{"at": [2026, 3, 2]}`, `line 1, column 8: at: want a string, not a list`},

		{"a number too large", `{"number": 9223372036854775808}`, `line 1, column 12: number: ` + whole + `a number`},
		{"a number too small", `{"number": -9223372036854775809}`, `line 1, column 12: number: ` + whole + `a number`},
		{"a number too large for its kind", `{"small": 128}`, `line 1, column 11: small: ` + whole + `a number`},
		{"a number too small for its kind", `{"small": -129}`, `line 1, column 11: small: ` + whole + `a number`},
		{"a part of a number", `{"number": 1.5}`, `line 1, column 12: number: ` + whole + `a number`},
		{"a whole number with a point", `{"number": 1.0}`, `line 1, column 12: number: ` + whole + `a number`},
		{"a whole number with an exponent", `{"number": 1e2}`, `line 1, column 12: number: ` + whole + `a number`},

		{"an unknown value", `{"colour": "blue"}`, `line 1, column 12: colour: unknown colour "blue"`},
		{"an unknown value with a hint", `{"colour": "Green"}`, `line 1, column 12: colour: unknown colour "Green" (did you mean "green"?)`},
		{"a text that is refused without a list", `{"never": "ever"}`, `line 1, column 11: never: this is never right`},
		{"a form that refuses", `{"even": 3}`, `line 1, column 10: even: this is odd`},
		{"a form within a form that refuses", `{"evens": [2, 3]}`, `line 1, column 15: evens[1]: this is odd`},
		{"a form of another kind", `{"even": "two"}`, `line 1, column 10: even: ` + whole + `a string`},
		{"a form that hides what it was told", `{"evens": {}}`, `line 1, column 11: evens: want a list, not an object`},

		{"text after it", `{} {"text": "a"}`, `line 1, column 4: there is text after the value`},
		{"a word after it", `{}x`, `line 1, column 3: there is text after the value`},
		{"a brace after it", `{}}`, `line 1, column 3: there is text after the value`},
		{"a text after a text", "{}\n\n \"a\"", `line 3, column 2: there is text after the value`},
		{"no text", ``, `line 1, column 1: the text ends too early`},
		{"space alone", " \n ", `line 2, column 2: the text ends too early`},
		{"an open object", `{`, `line 1, column 2: the text ends too early`},
		{"an open object after a field", `{"text": "a"`, `line 1, column 13: the text ends too early`},
		{"a field without a value", `{"text":`, `line 1, column 9: the text ends too early`},
		{"an enumeration without a value", `{"colour":`, `line 1, column 11: the text ends too early`},
		{"a time without a value", `{"at": `, `line 1, column 8: the text ends too early`},
		{"a list without a value", `{"parts":`, `line 1, column 10: the text ends too early`},
		{"a name alone", `{"text"`, `line 1, column 8: the text ends too early`},
		{"an open text", `{"text": "a`, `line 1, column 12: the text ends too early`},
		{"an open list", `{"parts": [{}`, `line 1, column 14: the text ends too early`},
		{"an open list of an unknown field", `{"x": [`, "line 1, column 8: the text ends too early"},
		{"an unknown field without a value", `{"x":`, "line 1, column 6: the text ends too early"},
		{"an open list for a text", `{"text": [1`, "line 1, column 12: the text ends too early"},
		{"an open form", `{"even": `, `line 1, column 10: the text ends too early`},
		{"an open object in a list", `{"parts": [{"name": "a"`, `line 1, column 24: the text ends too early`},
		{"half a word", `{"flag": tru}`, `line 1, column 13: this is not JSON: invalid character '}' in literal true (expecting 'e')`},
		{"single quotes", `{'text': 1}`, `line 1, column 2: this is not JSON: invalid character '\'' looking for beginning of object key string`},
		{"a comma too many in an object", `{"text": "a",}`, `line 1, column 14: this is not JSON: invalid character '}' looking for beginning of object key string`},
		{"a comma too many in a list", `{"parts": [{},]}`, `line 1, column 15: this is not JSON: invalid character ']' looking for beginning of value`},
		{"a number for a name", `{1: 2}`, `line 1, column 2: this is not JSON: invalid character '1' looking for beginning of object key string`},
		{"brackets that do not match", `{"parts": [}`, `line 1, column 12: this is not JSON: invalid character '}' looking for beginning of value`},
		{"a comment", "{ // all\n}", `line 1, column 3: this is not JSON: invalid character '/' looking for beginning of object key string`},
		{"two byte order marks", "\ufeff\ufeff{}", `line 1, column 1: this is not JSON: invalid character '\ufeff' looking for beginning of value`},
		{"columns begin after a byte order mark", "\ufeff{\"x\": 1}", `line 1, column 2: unknown field "x"`},
		{"a byte order mark and bytes that are not UTF-8", "\ufeff\xff", `line 1, column 1: this is not UTF-8`},
		{"bytes that are not UTF-8", "{\"text\": \"é\xff\"}", `line 1, column 13: this is not UTF-8`},
		{"half a character at the end", "{}\n\xc3", `line 2, column 1: this is not UTF-8`},
		{"a written replacement character is UTF-8", "{\"text\": \"\ufffd\", \"x\": \"\xff\"}", `line 1, column 23: this is not UTF-8`},

		{"columns count bytes", `{"text": "é€😀", "x": 1}`, `line 1, column 23: unknown field "x"`},
		{"lines end in LF", "{\r\n\t\"x\": 1}", `line 2, column 2: unknown field "x"`},
		{"a value on its own line", "{\"text\"\n:\n\n  1}", `line 4, column 3: text: want a string, not a number`},
		{"a path of all sorts", `{"lists": [[], [1, "2"]]}`, `line 1, column 20: lists[1][1]: ` + whole + `a string`},
		{"several errors, in order", "{\"text\": 1,\n\"x\": [[{}]],\n\"parts\": [{\"size\": 128}, 3],\n\"colour\": \"reed\"}",
			"line 1, column 10: text: want a string, not a number\nline 2, column 1: unknown field \"x\"\nline 3, column 20: parts[0].size: " + whole +
				"a number\nline 3, column 26: parts[1]: want an object, not a number\nline 4, column 11: colour: unknown colour \"reed\" (did you mean \"red\"?)"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var got document
			err := strictjson.Unmarshal([]byte(test.text), &got)
			assert.EqualError(t, err, test.want)
			var where *strictjson.Error
			require.ErrorAs(t, err, &where)
			assert.Equal(t, where.Error(), strings.SplitN(test.want, "\n", 2)[0])
		})
	}
}

func TestErrorFields(t *testing.T) {
	var got document
	err := strictjson.Unmarshal([]byte("{\n  \"parts\": [{\"size\": \"1\"}], \"even\": 3, \"colour\": \"x\"}"), &got)
	list := err.(interface{ Unwrap() []error }).Unwrap()
	require.Len(t, list, 3)
	assert.Equal(t, &strictjson.Error{Line: 2, Column: 22, Path: "parts[0].size", Problem: "want a whole number that is not too large, not a string"}, list[0])
	assert.Equal(t, &strictjson.Error{Line: 2, Column: 37, Path: "even", Problem: "this is odd", Err: errOdd}, list[1])
	assert.ErrorIs(t, err, errOdd, "the cause can be asked for")
	var unknown *colourError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, "x", unknown.text)

	err = strictjson.Unmarshal([]byte(`{]`), &got)
	list = err.(interface{ Unwrap() []error }).Unwrap()
	assert.Equal(t, []error{&strictjson.Error{Line: 1, Column: 2, Problem: "this is not JSON: invalid character ']' looking for beginning of object key string"}}, list,
		"what is not JSON is found here, with no other package as the cause")
}

func TestTimes(t *testing.T) {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		rule, text string
		want       time.Time
	}{
		{"UTC", "2026-03-02T09:00:00Z", nine},
		{"an offset", "2026-03-02T10:30:00+01:30", nine},
		{"the largest offset", "2026-03-03T08:59:00+23:59", nine},
		{"an offset to the west", "2026-03-01T21:00:00-12:00", nine},
		{"no offset, in digits", "2026-03-02T09:00:00+00:00", nine},
		{"one digit of a second", "2026-03-02T09:00:00.5Z", nine.Add(500 * time.Millisecond)},
		{"nine digits of a second", "2026-03-02T10:00:00.000000001+01:00", nine.Add(1)},
		{"a leap day", "2024-02-29T00:00:00Z", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var got time.Time
			require.NoError(t, strictjson.Unmarshal([]byte(`"`+test.text+`"`), &got))
			assert.True(t, test.want.Equal(got), got)
			assert.NotEqual(t, time.Local, got.Location(), "the host's zone is not asked")
			written, err := got.MarshalText()
			require.NoError(t, err)
			assert.Equal(t, strings.Replace(test.text, "+00:00", "Z", 1), string(written), "the offset stays")
		})
	}
	const exact, form = `%q is too exact: want at most nine digits of a second`, `%q is no time: want the form 2026-03-02T09:00:00Z`
	for _, test := range []struct{ rule, text, want string }{
		{"ten digits of a second", "2026-03-02T09:00:00.1234567891Z", exact},
		{"ten digits that are zeros", "2026-03-02T09:00:00.0000000000Z", exact},
		{"ten digits before an offset", "2026-03-02T09:00:00.1234567891+01:00", exact},
		{"no offset", "2026-03-02T09:00:00", form},
		{"a date", "2026-03-02", form},
		{"a blank for the T", "2026-03-02 09:00:00Z", form},
		{"an hour of one digit", "2026-03-02T9:00:00Z", form},
		{"a comma for the point", "2026-03-02T09:00:00,5Z", form},
		{"an hour that is not", "2026-03-02T24:00:00Z", form},
		{"a day that is not", "2026-02-29T09:00:00Z", form},
		{"a leap second", "2026-06-30T23:59:60Z", form},
		{"an offset of a day", "2026-03-02T09:00:00+24:00", form},
		{"an offset of sixty minutes", "2026-03-02T09:00:00+00:60", form},
		{"a name for an offset", "2026-03-02T09:00:00 UTC", form},
		{"text after it", "2026-03-02T09:00:00Z.", form},
		{"nothing", "", form},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var got time.Time
			assert.EqualError(t, strictjson.Unmarshal([]byte(`"`+test.text+`"`), &got), "line 1, column 1: "+fmt.Sprintf(test.want, test.text))
			assert.Zero(t, got)
		})
	}
}

func countErrors(err error) int { return len(err.(interface{ Unwrap() []error }).Unwrap()) }

// requireErrors counts what is reported, and what is only counted.
func requireErrors(t *testing.T, want int, err error) {
	t.Helper()
	list := err.(interface{ Unwrap() []error }).Unwrap()
	var more *strictjson.MoreError
	if want <= 20 {
		require.Len(t, list, want)
		require.False(t, errors.As(err, &more))
		return
	}
	require.Len(t, list, 21)
	require.ErrorAs(t, list[20], &more, "last")
	require.Equal(t, want-20, more.Count)
	require.EqualError(t, more, fmt.Sprintf("and %d more", want-20))
}

func TestAtMostTwentyErrors(t *testing.T) {
	for _, test := range []struct{ rule, wrong string }{
		{"unknown fields", `{"x": {"y": []}}`},
		{"wrong kinds", `{"name": [1]}`},
		{"wrong elements", `7`},
	} {
		for _, n := range []int{19, 20, 21, 1000} {
			var got []part
			err := strictjson.Unmarshal([]byte("["+strings.Repeat(test.wrong+", ", n)+`{}]`), &got)
			requireErrors(t, n, err)
			err = strictjson.Unmarshal([]byte("["+strings.Repeat(test.wrong+", ", n)+`{}] and so on`), &got)
			assert.Equal(t, 1, countErrors(err), "what is not JSON is not looked into")
		}
	}
	for _, wrong := range []string{`"colour": "blue"`, `"colour": 1`, `"at": "today"`, `"at": "2026-03-02T09:00:00.0000000000Z"`, `"even": 3`, `"even": "x"`, `"evens": [2, 3]`, `"text": {}`} {
		var got []document
		err := strictjson.Unmarshal([]byte("["+strings.Repeat("{"+wrong+"}, ", 50)+"{}]"), &got)
		requireErrors(t, 50, err)
	}
	var got evens
	err := strictjson.Unmarshal([]byte("["+strings.Repeat("1, ", 50)+"2]"), &got)
	requireErrors(t, 50, err)
}

func TestDeepNestingCostsLittle(t *testing.T) {
	const depth = 4_000
	open, shut := strings.Repeat(`[{"a":`, depth), strings.Repeat(`}]`, depth)
	for _, test := range []struct{ rule, text, want string }{
		{"in an unknown field", `{"x": ` + open + `1` + shut + `, "text": "a"}`, `line 1, column 2: unknown field "x"`},
		{"where a text should be", `{"text": ` + open + `1` + shut + `}`, `line 1, column 10: text: want a string, not a list`},
		{"in a repeated field", `{"text": "a", "text": ` + open + `1` + shut + `}`, `line 1, column 15: text: this field is said twice`},
		{"left open", `{"x": ` + strings.Repeat("[", depth), `line 1, column 4007: the text ends too early`},
		{"too deep", strings.Repeat("[", 100_000), `line 1, column 10001: this nests too deep: want at most 10000 lists and objects within one another`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			data := []byte(test.text)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var got document
			err := strictjson.Unmarshal(data, &got)
			runtime.ReadMemStats(&after)
			assert.EqualError(t, err, test.want)
			assert.Less(t, after.StackSys-min(before.StackSys, after.StackSys), uint64(1<<20), "no recursion")
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20+64*len(data)), "memory is linear in the text")
		})
	}
}

func TestDecoderReadsManyTexts(t *testing.T) {
	var d strictjson.Decoder
	for range 2 {
		var got document
		require.NoError(t, d.Unmarshal([]byte(`{"text": "a", "parts": [{"name": "b"}]}`), &got))
		assert.Equal(t, document{Text: "a", Parts: []part{{Name: "b"}}}, got)

		var other part
		require.NoError(t, d.Unmarshal([]byte(`{"name": "a"}`), &other))
		assert.EqualError(t, d.Unmarshal([]byte(`{"text": "a"}`), &other), `line 1, column 2: unknown field "text"`)

		many := "[" + strings.Repeat(`{"name": 1},`, 30) + "{}]"
		var parts []part
		requireErrors(t, 30, d.Unmarshal([]byte(many), &parts))
		assert.EqualError(t, d.Unmarshal([]byte(`{"colour": "x"}`), &got), `line 1, column 12: colour: unknown colour "x"`, "nothing is left of an earlier text")
		assert.Error(t, d.Unmarshal([]byte(`{"parts": [{"name": `), &got))
		assert.EqualError(t, d.Unmarshal([]byte("\xff"), &got), `line 1, column 1: this is not UTF-8`)
	}
}

// plain is a document that encoding/json reads by the same rules.
type plain struct {
	Text    string  `json:"text"`
	Flag    bool    `json:"flag"`
	Number  int64   `json:"number"`
	Small   int8    `json:"small"`
	Part    part    `json:"part"`
	Pointer *part   `json:"pointer"`
	Parts   []part  `json:"parts"`
	Lists   [][]int `json:"lists"`
}

func FuzzUnmarshal(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"text": "a", "flag": true, "number": -7, "small": 127, "part": {"name": "p", "size": 1}, "pointer": {}, "parts": [{}], "lists": [[1], []]}`,
		`{"text": null}`, `{"Text": "a"}`, `{"text": "a", "text": "b"}`, `{"x": [[{"y": 1e999}]]}`, `{"text": "\ud800"} 1`, "{\"text\": \"\xff\"}", `[{"a":[`, "\ufeff{}", `{"text": "\ud83d\ude00\"\b", "flag": true, "flag": false}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want plain
		err := strictjson.Unmarshal(data, &got)
		if err == nil {
			data = bytes.TrimPrefix(data, []byte("\ufeff"))
			require.NoError(t, json.Unmarshal(data, &want), "what is accepted here is accepted by encoding/json")
			for _, lists := range []*[][]int{&want.Lists} {
				for i, l := range *lists {
					if len(l) == 0 {
						(*lists)[i] = nil
					}
				}
				if len(*lists) == 0 {
					*lists = nil
				}
			}
			if len(want.Parts) == 0 {
				want.Parts = nil
			}
			require.Equal(t, want, got)
			return
		}
		list := err.(interface{ Unwrap() []error }).Unwrap()
		require.LessOrEqual(t, len(list), 21)
		for i, one := range list {
			where, ok := one.(*strictjson.Error)
			if !ok {
				require.Equal(t, 20, i)
				require.Positive(t, one.(*strictjson.MoreError).Count)
				continue
			}
			lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
			require.LessOrEqual(t, where.Line, len(lines))
			require.GreaterOrEqual(t, where.Column, 1)
			require.LessOrEqual(t, where.Column, len(lines[where.Line-1])+1)
		}
	})
}
