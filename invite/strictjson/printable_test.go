package strictjson_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func TestPrintable(t *testing.T) {
	for name, row := range map[string]struct{ text, want string }{
		"nothing":                           {"", ""},
		"a plain text stays":                {`Roadmap "Q3" C:\new`, `Roadmap "Q3" C:\new`},
		"letters of every language stay":    {"Übergabe, 会議, Встреча, שָׁלוֹם, हिन्दी, 👩", "Übergabe, 会議, Встреча, שָׁלוֹם, हिन्दी, 👩"},
		"a new line":                        {"a\nrecord (permits)", `a\nrecord (permits)`},
		"a carriage return and a tab":       {"a\r\tb", `a\r\tb`},
		"a colour":                          {"\x1b[31mred\x07", `\x1b[31mred\x07`},
		"a control character of eight bits": {"\u009b31m\u0085", `\u009b31m\u0085`},
		"a line of Unicode":                 {"a\u2028b\u2029c", `a\u2028b\u2029c`},
		"writing turned round":              {"a\u202eb\u2066c\u200f\u061c", `a\u202eb\u2066c\u200f\u061c`},
		"nothing to be seen":                {"a\u200bb\u00adc\ufeffd\u3164e\u034ff", `a\u200bb\u00adc\ufeffd\u3164e\u034ff`},
		"a choice of form":                  {"❤\ufe0f\U000e0100", `❤\ufe0f\U000e0100`},
		"a tag":                             {"\U000e0041", `\U000e0041`},
		"blanks of every kind":              {"a\u00a0b\u3000c\u2003d\u2800e", "a b c d e"},
		"bytes that are no UTF-8":           {"a\xff\xc3", `a\xff\xc3`},
		"the sign for such a byte":          {"a\ufffd", "a\ufffd"},
		"a mark before all letters":         {"\u0301a", `\u0301a`},
		"a mark after a line":               {"\n\u0301", `\n\u0301`},
		"four marks of a letter":            {"e\u0301\u0302\u0303\u0304x", "e\u0301\u0302\u0303\u0304x"},
		"a flood of marks":                  {"e" + strings.Repeat("\u0301", 500) + "x", "e\u0301\u0301\u0301\u0301…x"},
		"2,000 characters":                  {strings.Repeat("ä", 2000), strings.Repeat("ä", 2000)},
		"2,001 characters":                  {strings.Repeat("ä", 2001), strings.Repeat("ä", 1999) + "…"},
		"2,001 characters of ASCII":         {strings.Repeat("a", 2001), strings.Repeat("a", 1999) + "…"},
		"an escape that is not cut in two":  {strings.Repeat("a", 1998) + "\n", strings.Repeat("a", 1998) + `\n`},
		"an escape without the space":       {strings.Repeat("a", 1999) + "\n", strings.Repeat("a", 1999) + "…"},
	} {
		assert.Equal(t, row.want, strictjson.Printable(row.text), name)
		assert.Equal(t, row.want, strictjson.Printable(row.want), "%s: a second time", name)
	}
}

func TestQuote(t *testing.T) {
	for name, row := range map[string]struct{ text, want string }{
		"nothing":              {"", `""`},
		"quotes":               {`a"b`, `"a\"b"`},
		"a backslash":          {`a\b`, `"a\\b"`},
		"a new line":           {"a\nb", `"a\nb"`},
		"a mark at the quotes": {"\u0301", `"\u0301"`},
		"a long text":          {strings.Repeat("a", 1<<20), `"` + strings.Repeat("a", 199) + `…"`},
	} {
		assert.Equal(t, row.want, strictjson.Quote(row.text), name)
	}
}

// hostile is a type whose errors are not safe to print.
type hostile struct{}

func (*hostile) UnmarshalText([]byte) error { return errors.New("a\nb\u202e") }

func TestErrorsOfOtherTypesAreSafeToPrint(t *testing.T) {
	assert.EqualError(t, strictjson.Unmarshal([]byte(`""`), new(hostile)), `line 1, column 1: a\nb\u202e`)
}

// No character of Unicode gets through that is not seen.
func TestPrintableOfEveryCharacter(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		text := strictjson.Printable("a" + string(r))
		assert.True(t, utf8.ValidString(text))
		for _, c := range text[1:] {
			ignorable := unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Bidi_Control)
			if ignorable || c != ' ' && unicode.IsSpace(c) {
				t.Fatalf("%U is let through as %U", r, c)
			}
		}
		if strictjson.Visible(r) && r != ' ' && !strings.HasSuffix(text, string(r)) && !unicode.Is(unicode.Zs, r) && r != '\u2800' {
			t.Fatalf("%U is visible, and becomes %q", r, text)
		}
		if !strictjson.Visible(r) && strings.HasSuffix(text, string(r)) && !unicode.In(r, unicode.Mn, unicode.Me) {
			t.Fatalf("%U is not visible, and stays", r)
		}
	}
}

func BenchmarkPrintable(b *testing.B) {
	for name, text := range map[string]string{"plain": strings.Repeat("a", 60), "foreign": strings.Repeat("ä", 60), "hostile": strings.Repeat("\u202e\n", 1<<20)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				strictjson.Printable(text)
			}
		})
	}
}
