package ics

import (
	"slices"
	"strings"

	"github.com/emersion/go-ical"
)

// The punctuation before which a backslash is left out: what RFC 5545 names, and in
// running text what programs escape beside.
const (
	escaped      = `\;,`
	escapedProse = escaped + `:"'`
)

// unescape returns what a TEXT value says (RFC 5545, section 3.3.11): \n is a line
// end, a backslash before some punctuation is left out. Commas and semicolons need
// no escape here. A backslash before anything else stays, and ok is false.
func unescape(value, punctuation string) (text string, ok bool) {
	at := strings.IndexByte(value, '\\')
	if at < 0 {
		return value, true
	}
	var b strings.Builder
	b.Grow(len(value))
	for ok = true; at >= 0; at = strings.IndexByte(value, '\\') {
		b.WriteString(value[:at])
		next := byte(0)
		if at+1 < len(value) {
			next = value[at+1]
		}
		switch {
		case next == 'n' || next == 'N':
			b.WriteByte('\n')
		case strings.IndexByte(punctuation, next) >= 0:
			b.WriteByte(next)
		default:
			b.WriteByte('\\')
			value, ok = value[at+1:], false
			continue
		}
		value = value[at+2:]
	}
	b.WriteString(value)
	return b.String(), ok
}

// escape returns text as a TEXT value.
func escape(text string) string { return escapes.Replace(text) }

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// param returns a parameter that holds one text, its carets undone (RFC 6868).
// Commas in it that should have been quoted make no list of it.
func param(p *ical.Prop, name string) string {
	values := p.Params[name]
	if len(values) == 0 {
		return ""
	}
	text := values[0]
	if slices.ContainsFunc(values, func(v string) bool { return v != text }) {
		text = strings.Join(values, ",") // not one that is there twice
	}
	return strings.TrimSpace(uncaret(text))
}

func uncaret(s string) string {
	if strings.IndexByte(s, '^') < 0 {
		return s
	}
	return carets.Replace(s)
}

var carets = strings.NewReplacer("^n", "\n", "^'", `"`, "^^", "^")

// caret is the reverse of uncaret.
func caret(s string) string { return backToCarets.Replace(s) }

var backToCarets = strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'")
