package strictjson

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a text that somebody else wrote, in characters.
const (
	maxPrintable = 2000 // of a line
	maxQuoted    = 200  // of what an error quotes
	maxMarks     = 4    // marks above and below one letter: no language needs more
)

// Printable returns a text that somebody else wrote as a part of one line that can be
// printed anywhere: it begins no line, and hides, reverses and colours nothing. A
// character that does is replaced by its escape, as in \n, \x1b or \u202e. Blanks of every
// kind are blanks, a letter has at most four marks above and below it, and a text of
// more than 2,000 characters is cut. Printable changes no text that is printable already.
func Printable(text string) string {
	if isPlain(text) {
		return text // as nearly all are
	}
	p := printer{most: maxPrintable}
	return p.print(text)
}

// Quote returns a text that somebody else wrote as [Printable] does, in quotes, with
// quotes and backslashes in it escaped, and cut after 200 characters.
func Quote(text string) string {
	p := printer{most: maxQuoted, quoted: true}
	return `"` + p.print(text) + `"`
}

// isPlain reports whether a text is short and of printable ASCII.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return len(text) <= maxPrintable
}

// Visible reports whether a character is seen where it is printed, as a sign of its own:
// no control character, nothing without width, nothing that turns the direction of writing,
// and no mark that is set above or below another character. A plain blank is visible.
func Visible(r rune) bool { return !isHidden(r) && !isMark(r) }

// isHidden reports whether a character is not seen where it is printed, or does something
// else than be seen.
func isHidden(r rune) bool {
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func isMark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }

// printer makes a text printable.
type printer struct {
	out    strings.Builder
	n      int  // the characters written
	most   int  // of them
	quoted bool // quotes and backslashes are escaped
	marks  int  // of the last letter; negative where there is no letter to mark
}

func (p *printer) print(text string) string {
	p.marks = -1
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		one := p.one(r, text[i:i+size])
		length := utf8.RuneCountInString(one)
		if end := i+size == len(text); p.n+length > p.most || !end && p.n+length == p.most {
			p.out.WriteString("…")
			break
		}
		p.n += length
		p.out.WriteString(one)
	}
	return p.out.String()
}

// one returns what is written for a character, which is written so in the text.
func (p *printer) one(r rune, written string) string {
	if isMark(r) && !isHidden(r) && p.marks >= 0 {
		p.marks++
		switch {
		case p.marks <= maxMarks:
			return written
		case p.marks == maxMarks+1:
			return "…" // for all that follow
		}
		return ""
	}
	p.marks = -1
	switch {
	case r == utf8.RuneError && len(written) == 1:
		return fmt.Sprintf(`\x%02x`, written[0])
	case unicode.Is(unicode.Zs, r) || r == '\u2800': // the blank of Braille
		return " "
	case isMark(r) || isHidden(r):
		return escape(r)
	}
	p.marks = 0
	if p.quoted && (r == '"' || r == '\\') {
		return `\` + written
	}
	return written
}

// escape returns the escape of a character.
func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
