package enum_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/enum"
)

type fruit uint8

// The value 1 is reserved.
var fruits = enum.Table[fruit]{Kind: "fruit", Texts: []string{"apple", "", "cherry"}}

func TestTable(t *testing.T) {
	for _, test := range []struct {
		rule   string
		value  fruit
		text   string
		known  bool
		number string
	}{
		{"the first value has its text", 0, "apple", true, ""},
		{"a reserved value has none", 1, "fruit(1)", false, "1"},
		{"the last value has its text", 2, "cherry", true, ""},
		{"the value past the last has none", 3, "fruit(3)", false, "3"},
		{"the largest value has none", 255, "fruit(255)", false, "255"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.known, fruits.Known(test.value))
			assert.Equal(t, test.text, fruits.String(test.value))
			text, err := fruits.AppendText([]byte("a "), test.value)
			if test.known {
				require.NoError(t, err)
				assert.Equal(t, "a "+test.text, string(text))
				return
			}
			assert.Equal(t, "a ", string(text), "what was there is left alone")
			var unknown *enum.UnknownError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, "fruit", unknown.Kind)
			assert.Equal(t, test.number, unknown.Text)
		})
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		rule, text string
		want       fruit
		ok         bool
	}{
		{"the first text", "apple", 0, true},
		{"the last text", "cherry", 2, true},
		{"no text is not the reserved value", "", 0, false},
		{"case matters", "Apple", 0, false},
		{"space matters", "apple ", 0, false},
		{"the beginning of a text is none", "app", 0, false},
		{"what String makes of an unknown value is none", "fruit(2)", 0, false},
		{"a number is none", "2", 0, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			const before = fruit(77)
			got := before
			err := fruits.Parse(&got, []byte(test.text))
			if test.ok {
				require.NoError(t, err)
				assert.Equal(t, test.want, got)
				return
			}
			var unknown *enum.UnknownError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, test.text, unknown.Text)
			assert.Equal(t, before, got, "the value is left alone")
		})
	}
}

func TestAll(t *testing.T) {
	assert.Equal(t, []fruit{0, 2}, fruits.All(), "in order, without the reserved value")
	assert.Empty(t, enum.Table[fruit]{Kind: "fruit"}.All())
}

func TestUnknownError(t *testing.T) {
	var f fruit
	err := fruits.Parse(&f, []byte(`ap"ple`))
	assert.EqualError(t, err, `unknown fruit "ap\"ple": want one of apple, cherry`)
	var unknown *enum.UnknownError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, []string{"apple", "cherry"}, unknown.Known())
}
