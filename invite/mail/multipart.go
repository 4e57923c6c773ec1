package mail

import (
	"bytes"
	"iter"
)

// multipart reads the parts of a body (RFC 2046, section 5.1).
func (r *reader) multipart(e entity, c content, body []byte) error {
	s := splitter{text: body, line: e.bodyLine, boundary: []byte(c.boundary)}
	if c.boundary == "" || !s.occurs() {
		guess := guessBoundary(body)
		r.note(e, Note{Kind: NoteBoundary, Was: c.boundary, Made: string(guess), Lossy: guess == nil})
		if guess == nil {
			c.mediaType = "text/plain"
			r.leaf(e, c, body)
			return nil
		}
		s.boundary = guess
	}
	n := 0
	for line, part := range s.parts() {
		n++
		inner := e.inside(n, line)
		inner.digest = c.mediaType == "multipart/digest"
		if err := r.entity(inner, part); err != nil {
			return err
		}
	}
	if !s.closed {
		r.note(e, Note{Line: s.line, Kind: NoteTruncated, Was: "no --" + string(s.boundary) + "--"})
	}
	return nil
}

// A splitter cuts a multipart body at the lines of its boundary.
type splitter struct {
	text     []byte
	line     int // the number of the line at which text begins
	boundary []byte
	closed   bool // whether the last boundary was seen
}

// occurs reports whether a part begins in the text.
func (s splitter) occurs() bool {
	for range s.parts() {
		return true
	}
	return false
}

// parts returns the parts, each with the line at which it begins. Parts after the
// last boundary are parts, too.
func (s *splitter) parts() iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		text, line := s.preamble()
		for text != nil {
			part, next, nextLine := s.part(text, line)
			if !yield(line, part) {
				return
			}
			text, line = next, nextLine
		}
	}
}

// preamble skips to the line after the next boundary that begins a part; nil if
// there is none.
func (s *splitter) preamble() ([]byte, int) {
	for len(s.text) > 0 {
		line, rest := cutLine(s.text)
		s.text = rest
		s.line++
		switch s.delimits(line) {
		case partBegins:
			return nonNil(rest), s.line
		case partsEnd:
			s.closed = true
		}
	}
	return nil, s.line
}

// part returns the part that text begins with, and the one after it.
func (s *splitter) part(text []byte, number int) (part, next []byte, nextLine int) {
	s.text, s.line, s.closed = text, number, false
	end := 0
	for len(s.text) > 0 {
		line, rest := cutLine(s.text)
		if kind := s.delimits(line); kind != noDelimiter {
			next, nextLine = s.preamble()
			return withoutEnd(text[:end]), next, nextLine
		}
		end += len(s.text) - len(rest)
		s.text = rest
		s.line++
	}
	return text, nil, s.line
}

// A delimiter is what a line means to a multipart.
type delimiter int

const (
	noDelimiter delimiter = iota
	partBegins
	partsEnd
)

// delimits tells what a line means. White space after a boundary counts for
// nothing.
func (s *splitter) delimits(line []byte) delimiter {
	rest, ok := bytes.CutPrefix(line, []byte("--"))
	if !ok {
		return noDelimiter
	}
	rest, ok = bytes.CutPrefix(rest, s.boundary)
	switch rest = bytes.TrimRight(rest, " \t"); {
	case ok && len(rest) == 0:
		return partBegins
	case ok && string(rest) == "--":
		return partsEnd
	}
	return noDelimiter
}

// guessBoundary returns what stands after the "--" of the first line that a
// header follows, nil if there is none.
func guessBoundary(body []byte) []byte {
	for len(body) > 0 {
		line, rest := cutLine(body)
		body = rest
		boundary, ok := bytes.CutPrefix(bytes.TrimRight(line, " \t"), []byte("--"))
		if next, _ := cutLine(rest); ok && len(boundary) > 0 && hasPrefixFold(next, "Content-") {
			return boundary
		}
	}
	return nil
}

// withoutEnd returns text without the end of its last line, which belongs to the
// boundary after it.
func withoutEnd(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
}

// nonNil returns text, or an empty text that is not nil.
func nonNil(text []byte) []byte {
	if text == nil {
		return []byte{}
	}
	return text
}
