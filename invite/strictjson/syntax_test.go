package strictjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	early = "the text ends too early"
	after = "there is text after the value"
)

// sample has something of each kind that JSON has.
const sample = " {\"a\" : [true, false,null , [ ], {}],\r\n\t\"\\u00e9\\\"\\/\": -0.5e+10,\"é\": {\"b\":[[{\"c\":\"\"}], 120, 7E-1, 0]}} \n"

func TestSyntax(t *testing.T) {
	const (
		deep   = "this nests too deep: want at most 10000 lists and objects within one another"
		not    = "this is not JSON: invalid character "
		value  = " looking for beginning of value"
		key    = " looking for beginning of object key string"
		escape = " in string escape code"
		hex    = ` in \u hexadecimal character escape`
		number = " in numeric literal"
	)
	for _, test := range []struct {
		rule, text string
		at         int
		problem    string
	}{
		{"no value", "", 0, early},
		{"space alone", " \t\r\n", 4, early},
		{"a byte order mark", "\ufeff{}", 0, not + `'\ufeff'` + value},
		{"a byte order mark alone", "\ufeff", 0, not + `'\ufeff'` + value},
		{"two byte order marks", "\ufeff\ufeff", 0, not + `'\ufeff'` + value},
		{"a byte order mark after space", " \ufeff{}", 1, not + `'\ufeff'` + value},
		{"a byte order mark within", "[\ufeff1]", 1, not + `'\ufeff'` + value},
		{"a byte order mark at the end", "{}\ufeff", 2, after},
		{"half a byte order mark", "\xef\xbb", 0, not + `'�'` + value},

		{"a word that is none", `nil`, 1, not + `'i' in literal null (expecting 'u')`},
		{"a word in capitals", `True`, 0, not + `'T'` + value},
		{"half a word in a list", `[fals]`, 5, not + `']' in literal false (expecting 'e')`},
		{"half a word", `tru`, 3, early},
		{"a word too long", `nulls`, 4, after},
		{"a word in a list too long", `[truely]`, 5, not + `'l' after array element`},
		{"infinity", `[-Infinity]`, 2, not + `'I'` + number},
		{"no number", `NaN`, 0, not + `'N'` + value},
		{"a character that is not ASCII", `[é]`, 1, not + `'é'` + value},
		{"a byte 0", "\x00", 0, not + `'\x00'` + value},
		{"space that is not JSON's", "\v{}", 0, not + `'\v'` + value},

		{"a sign alone", `-`, 1, early},
		{"two signs", `--1`, 1, not + `'-'` + number},
		{"a plus", `+1`, 0, not + `'+'` + value},
		{"a leading zero", `01`, 1, after},
		{"a leading zero in a list", `[-01]`, 3, not + `'1' after array element`},
		{"no whole part", `.5`, 0, not + `'.'` + value},
		{"an open fraction", `1.`, 2, early},
		{"no fraction", `[1.]`, 3, not + `']' after decimal point in numeric literal`},
		{"an open exponent", `1e+`, 3, early},
		{"no exponent", `[1E]`, 3, not + `']' in exponent of numeric literal`},
		{"two points", `[1.2.3]`, 4, not + `'.' after array element`},
		{"a hexadecimal number", `0x10`, 1, after},

		{"an open string", `"a`, 2, early},
		{"an open escape", `"\`, 2, early},
		{"an open code", `"\u12`, 5, early},
		{"an escape of no use", `"\x41"`, 2, not + `'x'` + escape},
		{"an escaped single quote", `"\'"`, 2, not + `'\''` + escape},
		{"a code of three digits", `"\u123"`, 6, not + `'"'` + hex},
		{"a code of no digits", `"\uéé"`, 3, not + `'é'` + hex},
		{"a line end in a string", "\"a\n\"", 2, not + `'\n' in string literal`},
		{"a byte 0 in a string", "\"\x00\"", 1, not + `'\x00' in string literal`},
		{"no quotes", `{a: 1}`, 1, not + `'a'` + key},
		{"a line end in a name", "{\"a\n\": 1}", 3, not + `'\n' in string literal`},

		{"an open list", `[`, 1, early},
		{"an open object", `{`, 1, early},
		{"a name alone", `{"a"`, 4, early},
		{"a name without a value", `{"a"}`, 4, not + `'}' after object key`},
		{"an equals sign", `{"a"=1}`, 4, not + `'=' after object key`},
		{"two colons", `{"a"::1}`, 5, not + `':'` + value},
		{"no comma in an object", `{"a":1 "b":2}`, 7, not + `'"' after object key:value pair`},
		{"no comma in a list", `[1 2]`, 3, not + `'2' after array element`},
		{"a comma at the begin of a list", `[,1]`, 1, not + `','` + value},
		{"a comma at the begin of an object", `{,}`, 1, not + `','` + key},
		{"a comma at the end of a list", `[1,]`, 3, not + `']'` + value},
		{"a comma at the end of an object", `{"a":1,}`, 7, not + `'}'` + key},
		{"a colon in a list", `[1:2]`, 2, not + `':' after array element`},
		{"a brace for a bracket", `[1}`, 2, not + `'}' after array element`},
		{"a bracket for a brace", `{"a":1]`, 6, not + `']' after object key:value pair`},
		{"an empty list that ends in a brace", `[}`, 1, not + `'}'` + value},
		{"an empty object that ends in a bracket", `{]`, 1, not + `']'` + key},
		{"a bracket that was not open", `]`, 0, not + `']'` + value},

		{"as deep as may be", strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth), 2 * maxDepth, ""},
		{"a list too deep", strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1), maxDepth, deep},
		{"an object too deep", strings.Repeat("[", maxDepth) + "{}", maxDepth, deep},
		{"left open as deep as may be", strings.Repeat("[", maxDepth), maxDepth, early},
		{"a good text", sample, len(sample), ""},
	} {
		t.Run(test.rule, func(t *testing.T) {
			at, problem := syntax([]byte(test.text))
			assert.Equal(t, test.problem, problem)
			assert.Equal(t, test.at, at)
			assert.Equal(t, problem == "", json.Valid([]byte(test.text)), "what encoding/json takes for JSON")
		})
	}
}

func TestLoneBytes(t *testing.T) {
	for b := range 256 {
		requireSyntax(t, []byte{byte(b)})
		requireSyntax(t, []byte{'[', byte(b)})
		requireSyntax(t, []byte{'"', byte(b), '"'})

		var text string
		var where *Error
		require.ErrorAs(t, Unmarshal([]byte{byte(b)}, &text), &where, "no byte alone is a string")
		switch b {
		case '\n':
			require.Equal(t, &Error{Line: 2, Column: 1, Problem: early}, where)
		case ' ', '\t', '\r', '"', '-', 't', 'f', 'n', '{', '[':
			require.Equal(t, &Error{Line: 1, Column: 2, Problem: early}, where)
		default:
			require.Equal(t, [2]int{1, 1}, [2]int{where.Line, where.Column}, "%#x", b)
		}
	}
}

func TestAnyByteAnywhere(t *testing.T) {
	const odd = "{}[],:\"\\/-+.019eEafAFgGnrtbux \n\r\t\v\x00\x1f\x7f\x80\xc3\xef\xff"
	for i := range sample {
		for _, b := range []byte(odd) {
			requireSyntax(t, []byte(sample[:i]+string([]byte{b})+sample[i:]))
			requireSyntax(t, []byte(sample[:i]+string([]byte{b})+sample[i+1:]))
		}
		requireSyntax(t, []byte(sample[:i]+sample[i+1:]))
	}
}

func TestTruncated(t *testing.T) {
	whole := strings.TrimSpace(sample)
	for i := range whole {
		at, problem := syntax([]byte(whole[:i]))
		require.Equal(t, early, problem, whole[:i])
		require.Equal(t, i, at, whole[:i])

		var fields struct{}
		err := Unmarshal([]byte(whole[:i]), &fields)
		lines := strings.Split(whole[:i], "\n")
		want := fmt.Sprintf("line %d, column %d: %s", len(lines), len(lines[len(lines)-1])+1, early)
		if half := strings.LastIndex(whole[:i], "\xc3"); half >= 0 && half == i-1 {
			want = fmt.Sprintf("line %d, column %d: this is not UTF-8", len(lines), len(lines[len(lines)-1]))
		}
		require.EqualError(t, err, want, whole[:i])
	}
}

func TestTextAfterTheValue(t *testing.T) {
	for _, first := range []string{`{}`, `[]`, `[[{}], 1]`, `{"a": "b"}`, `""`, `"a"`, `0`, `-1.5e3`, `true`, `null`} {
		for _, space := range []string{"", " ", "\r\n\t "} {
			for _, second := range []string{`x`, `{}`, `[`, `}`, `]`, `,`, `:`, `"a"`, "\x00", "\ufeff", "é", "// all", `\`} {
				text := first + space + second
				at, problem := syntax([]byte(text))
				assert.Equal(t, after, problem, text)
				assert.Equal(t, len(first+space), at, text)
				assert.False(t, json.Valid([]byte(text)), text)
			}
			at, problem := syntax([]byte(first + space))
			assert.Empty(t, problem)
			assert.Equal(t, len(first+space), at)
		}
	}
}

func TestGoodTextAllocatesNothing(t *testing.T) {
	for _, text := range []string{sample, strings.Repeat(`[{"a":`, maxDepth/2) + `1` + strings.Repeat(`}]`, maxDepth/2)} {
		data := []byte(text)
		assert.Zero(t, testing.AllocsPerRun(10, func() {
			if _, problem := syntax(data); problem != "" {
				t.Error(problem)
			}
		}))
	}
}

// BenchmarkDeepNesting shows that a bracket costs the same however many there are.
func BenchmarkDeepNesting(b *testing.B) {
	for _, test := range []struct{ name, open, rest, shut string }{
		{"lists", `[`, `1`, `]`},
		{"objects", `{"a":`, `1`, `}`},
		{"lists_left_open", `[`, ``, ``},
		{"objects_left_open", `{"a":`, ``, ``},
		{"a_wrong_bracket_within", `[`, `}`, `]`},
	} {
		for _, depth := range []int{maxDepth / 8, maxDepth} {
			data := []byte(strings.Repeat(test.open, depth) + test.rest + strings.Repeat(test.shut, depth))
			b.Run(fmt.Sprintf("%s/%d", test.name, depth), func(b *testing.B) {
				var none struct{}
				for b.Loop() {
					if Unmarshal(data, &none) == nil {
						b.Fatal("no error")
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(depth), "ns/bracket")
			})
		}
	}
}

// requireSyntax compares what syntax says of a text with what encoding/json takes for
// JSON. The place of a problem is right if the text before it can still become JSON,
// and the text up to it cannot.
func requireSyntax(t *testing.T, data []byte) {
	t.Helper()
	at, problem := syntax(data)
	require.Equal(t, json.Valid(data), problem == "", "%q: %s", data, problem)
	if problem == "" {
		require.Equal(t, len(data), at, "%q", data)
		return
	}
	require.True(t, completable(data[:at]), "%q, offset %d: %s", data, at, problem)
	require.Equal(t, problem == early, at == len(data), "%q, offset %d: %s", data, at, problem)
	if at < len(data) {
		require.False(t, completable(data[:at+1]), "%q, offset %d: %s", data, at, problem)
		cut, same := syntax(data[:at+1])
		require.Equal(t, at, cut, "what follows a problem does not move it: %q", data)
		if data[at] < utf8.RuneSelf {
			require.Equal(t, problem, same, "%q", data)
		}
	}
}

// completable reports whether text can be appended to a text so that it becomes JSON.
func completable(data []byte) bool {
	var shut []byte
	quoted, escaped := false, false
	for _, c := range data {
		switch {
		case escaped:
			escaped = false
		case c == '"':
			quoted = !quoted
		case quoted:
			escaped = c == '\\'
		case c == '{' || c == '[':
			shut = append([]byte{c + 2}, shut...)
		case (c == '}' || c == ']') && len(shut) > 0:
			shut = shut[1:]
		}
	}
	for _, rest := range []string{
		"", "0", ":0", `"":0`, `"`, `":0`, `n"`, `n":0`,
		`0000"`, `0000":0`, `000"`, `000":0`, `00"`, `00":0`, `0"`, `0":0`,
		"rue", "ue", "e", "alse", "lse", "se", "ull", "ll", "l",
	} {
		if json.Valid([]byte(string(data) + rest + string(shut))) {
			return true
		}
	}
	return false
}

func FuzzSyntax(f *testing.F) {
	f.Add([]byte(sample))
	f.Fuzz(requireSyntax)
}

func BenchmarkSyntax(b *testing.B) {
	data := []byte("[" + strings.Repeat(sample+",", 10) + "0]")
	for _, test := range []struct {
		name  string
		valid func([]byte) bool
	}{
		{"ours", func(data []byte) bool { _, problem := syntax(data); return problem == "" }},
		{"encoding_json", json.Valid},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if !test.valid(data) {
					b.Fatal("this is JSON")
				}
			}
		})
	}
}
