package strictjson

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// maxDepth is how many lists and objects may be open at once; encoding/json has the
// same limit.
const maxDepth = 10_000

// scanner goes through a text up to the first byte that JSON (RFC 8259) cannot have
// there.
type scanner struct {
	data    []byte
	pos     int
	problem string                  // what is wrong at pos; empty up to the first problem
	depth   int                     // how many brackets are open
	objects [maxDepth/64 + 1]uint64 // a bit for each open bracket, set for an object
}

// syntax returns the offset at which a text stops being one JSON value, and what is
// wrong there. The problem is empty if the text is one JSON value. Bytes that are not
// UTF-8 are let pass in strings.
func syntax(data []byte) (at int, problem string) {
	s := scanner{data: data}
	for s.begin() || s.more() {
	}
	if s.problem == "" && s.next() != end {
		s.problem = "there is text after the value"
	}
	return s.pos, s.problem
}

// end is what next returns at the end of the text.
const end = -1

// next passes over space and returns the byte after it, or end.
func (s *scanner) next() int {
	for ; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return int(c)
		}
	}
	return end
}

// accept passes over the next byte if the set has it.
func (s *scanner) accept(set string) bool {
	if s.pos == len(s.data) {
		return false
	}
	for i := range len(set) {
		if set[i] == s.data[s.pos] {
			s.pos++
			return true
		}
	}
	return false
}

// fail says what is wrong with the next byte, and returns false.
func (s *scanner) fail(context string) bool {
	if s.pos == len(s.data) {
		s.problem = "the text ends too early"
		return false
	}
	r, _ := utf8.DecodeRune(s.data[s.pos:])
	s.problem = "this is not JSON: invalid character " + strconv.QuoteRune(r) + " " + context
	return false
}

// begin passes over a value without brackets, or over a bracket that opens. It
// reports whether a value is due in the bracket.
func (s *scanner) begin() bool {
	switch c := s.next(); c {
	case '{', '[':
		return s.open(c)
	case '"':
		s.text()
	case 't':
		s.word("true")
	case 'f':
		s.word("false")
	case 'n':
		s.word("null")
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		s.number()
	default:
		s.fail("looking for beginning of value")
	}
	return false
}

// open passes over a bracket, and over the first name of an object. It reports
// whether a value is due: in empty brackets none is.
func (s *scanner) open(bracket int) bool {
	if s.depth == maxDepth {
		s.problem = fmt.Sprintf("this nests too deep: want at most %d lists and objects within one another", maxDepth)
		return false
	}
	s.objects[s.depth/64] &^= 1 << (s.depth % 64)
	if bracket == '{' {
		s.objects[s.depth/64] |= 1 << (s.depth % 64)
	}
	s.depth++
	s.pos++
	switch first := s.next(); {
	case first == bracket+2: // ']' is '[' + 2, and '}' is '{' + 2
		return false
	case bracket == '{':
		return s.name()
	}
	return true
}

// more goes on after a value: it passes over the brackets that close, and over a
// comma with the name after it. It reports whether another value is due.
func (s *scanner) more() bool {
	for s.problem == "" && s.depth > 0 {
		shut, context := int(']'), "after array element"
		if s.objects[(s.depth-1)/64]>>((s.depth-1)%64)&1 != 0 {
			shut, context = '}', "after object key:value pair"
		}
		switch s.next() {
		case shut:
			s.pos++
			s.depth--
		case ',':
			s.pos++
			return shut == ']' || s.name()
		default:
			s.fail(context)
		}
	}
	return false
}

// name passes over the name of a field and its colon.
func (s *scanner) name() bool {
	if s.next() != '"' {
		return s.fail("looking for beginning of object key string")
	}
	if !s.text() {
		return false
	}
	if s.next() != ':' {
		return s.fail("after object key")
	}
	s.pos++
	return true
}

// text passes over a string.
func (s *scanner) text() bool {
	for s.pos++; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return true
		case c < ' ':
			return s.fail("in string literal")
		case c == '\\' && !s.escape():
			return false
		}
	}
	return s.fail("in string literal")
}

// escape passes over a backslash and what it escapes, but for the last byte.
func (s *scanner) escape() bool {
	s.pos++
	switch {
	case s.accept(`"\/bfnrt`):
	case s.accept("u"):
		for range 4 {
			if !s.accept("0123456789abcdefABCDEF") {
				return s.fail(`in \u hexadecimal character escape`)
			}
		}
	default:
		return s.fail("in string escape code")
	}
	s.pos--
	return true
}

// word passes over true, false or null.
func (s *scanner) word(word string) {
	for i := range len(word) {
		if !s.accept(word[i : i+1]) {
			s.fail(fmt.Sprintf("in literal %s (expecting %q)", word, word[i]))
			return
		}
	}
}

// number passes over a number.
func (s *scanner) number() bool {
	s.accept("-")
	if !s.accept("0") && !s.digits("in numeric literal") {
		return false
	}
	if s.accept(".") && !s.digits("after decimal point in numeric literal") {
		return false
	}
	if !s.accept("eE") {
		return true
	}
	s.accept("+-")
	return s.digits("in exponent of numeric literal")
}

// digits passes over one digit or more.
func (s *scanner) digits(context string) bool {
	begin := s.pos
	for s.pos < len(s.data) && '0' <= s.data[s.pos] && s.data[s.pos] <= '9' {
		s.pos++
	}
	return s.pos > begin || s.fail(context)
}
