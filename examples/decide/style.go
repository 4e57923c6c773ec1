package main

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// style says how text is dressed up. The zero style is plain ASCII, but for what
// stands in the invitation itself.
type style struct{ fancy bool }

// styleOf dresses text up on a terminal only, unless NO_COLOR is set or the terminal
// can do nothing (TERM=dumb).
func styleOf(w world) style {
	return style{isTerminal(w.out) && w.env("NO_COLOR") == "" && w.env("TERM") != "dumb"}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const (
	bold   = "1"
	red    = "1;31"
	green  = "1;32"
	yellow = "1;33"
)

func (s style) paint(code, text string) string {
	if !s.fancy || code == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// verdict returns the verdict as a word, with a mark where there can be one, and its
// colour.
func (s style) verdict(v decision.Verdict) (text, code string) {
	mark := "✘ "
	code = red
	switch v {
	case decision.Record:
		mark, code = "✔ ", green
	case decision.KeepPart:
		mark, code = "◐ ", yellow
	case decision.Hold:
		mark, code = "⊘ ", yellow
	}
	if !s.fancy {
		mark = ""
	}
	return mark + strings.ToUpper(v.String()), code
}

var asciiQuotes = strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "…", "...")

// own returns a text of ours.
func (s style) own(text string) string {
	if s.fancy {
		return text
	}
	return asciiQuotes.Replace(text)
}

// clean makes a text safe to print: it is somebody else's.
func clean(text string) string { return strictjson.Printable(text) }

// each returns the errors that are joined in an error, or the error itself.
func each(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// wrap breaks a text into lines of at most width characters, at its blanks. A word
// that is longer, such as a link, stays whole.
func wrap(text string, width int) []string {
	var lines []string
	var line string
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
