// Package enum gives enumerations their stable text form, the same way
// everywhere: one table of texts, unknown text is a typed error, never a
// default.
package enum

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Table is the texts of an enumeration T, indexed by value. An empty text marks
// a value that is reserved: it has no text form, and reading or writing it is an
// error.
type Table[T ~uint8] struct {
	// Kind names the enumeration in errors, as in "verdict".
	Kind string
	// Texts holds the text of each value, from zero to the last.
	Texts []string
}

// UnknownError says that a text or a value is none of an enumeration's.
type UnknownError struct {
	Kind string // the enumeration, as in "verdict"
	Text string // what was read, or the number of the value to be written

	texts []string // of the table
}

// Error names the enumeration, what was found, and what would be right.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("unknown %s %s: want one of %s", e.Kind, strictjson.Quote(e.Text), strings.Join(e.Known(), ", "))
}

// Known returns the texts that would have been right.
func (e *UnknownError) Known() []string {
	return slices.DeleteFunc(slices.Clone(e.texts), func(text string) bool { return text == "" })
}

// Known reports whether v is a value of the enumeration and not reserved.
func (t Table[T]) Known(v T) bool {
	return int(v) < len(t.Texts) && t.Texts[v] != ""
}

// String returns the text of v, or a form like "verdict(9)" that Parse refuses.
func (t Table[T]) String(v T) string {
	if t.Known(v) {
		return t.Texts[v]
	}
	return t.Kind + "(" + strconv.Itoa(int(v)) + ")"
}

// AppendText appends the text of v to b. It fails with an [*UnknownError] where
// v has none.
func (t Table[T]) AppendText(b []byte, v T) ([]byte, error) {
	if !t.Known(v) {
		return b, t.unknown(strconv.Itoa(int(v)))
	}
	return append(b, t.Texts[v]...), nil
}

// Parse sets *v to the value whose text is exactly text. Otherwise it leaves *v
// alone and returns an [*UnknownError].
func (t Table[T]) Parse(v *T, text []byte) error {
	for i, name := range t.Texts {
		if name != "" && name == string(text) {
			*v = T(i)
			return nil
		}
	}
	return t.unknown(string(text))
}

// All returns every value that has a text, in order.
func (t Table[T]) All() []T {
	var all []T
	for i, name := range t.Texts {
		if name != "" {
			all = append(all, T(i))
		}
	}
	return all
}

func (t Table[T]) unknown(text string) error {
	return &UnknownError{Kind: t.Kind, Text: text, texts: t.Texts}
}
