package ics

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// A scanner cuts an input into content lines: it finds the ends of lines, takes
// off what a mail put before them, unfolds, and leaves valid UTF-8 without
// controls.
type scanner struct {
	notebook
	place
	in     []byte
	line   int    // the number of the content line read last
	prefix []byte // what stands before every line of an indented or quoted calendar
	// indented says that content lines may begin with blanks, as where a component
	// is indented in another.
	indented bool
	traits   traits
	buf      []byte // the content line read last, if it is none of the input as it is
}

// place is how far an input is read.
type place struct {
	pos  int // where the next physical line begins
	ends int // the ends of lines before pos
}

// traits are what is looked for in a whole input once, so that lines need not be
// searched for it.
type traits struct {
	bareCR  bool // carriage returns that no line feed follows
	onlyCR  bool // no line feeds
	ends    int  // the ends of lines
	invalid bool // bytes that are no UTF-8
	control bool // control characters
}

func traitsOf(in []byte) traits {
	t := traits{invalid: !utf8.Valid(in)}
	returns := 0
	for i := 0; i < len(in); i++ {
		for len(in)-i >= 8 && isPlain(binary.LittleEndian.Uint64(in[i:])) {
			i += 8
		}
		if i == len(in) {
			break
		}
		switch c := in[i]; {
		case c == '\n':
			t.ends++
		case c == '\r':
			returns++
			t.bareCR = t.bareCR || i+1 == len(in) || in[i+1] != '\n'
		default:
			t.control = t.control || isControl(rune(c))
		}
	}
	if t.ends == 0 && t.bareCR {
		t.onlyCR, t.ends = true, returns
	}
	return t
}

// isPlain reports whether none of eight bytes is a control character or a tab. It
// may miss that, never the other way round.
func isPlain(eight uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	below := (eight - ones*' ') &^ eight
	del := eight ^ ones*0x7f
	return (below|(del-ones)&^del)&highs == 0
}

// isControl reports the control characters that stand for nothing in a calendar.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f
}

// physical returns the next physical line, without its end and the prefix, and
// reports false at the end of the input.
func (s *scanner) physical() (line []byte, ok bool) {
	if s.pos >= len(s.in) {
		return nil, false
	}
	rest := s.in[s.pos:]
	end, next := s.lineEnd(rest)
	if next > end && (rest[next-1] == '\n' || s.traits.onlyCR) {
		s.ends++
	}
	s.pos += next
	return s.unprefixed(rest[:end]), true
}

// lineEnd returns where the first line of text ends and where the next begins.
func (s *scanner) lineEnd(text []byte) (end, next int) {
	if s.traits.bareCR {
		end = bytes.IndexAny(text, "\r\n")
	} else {
		end = bytes.IndexByte(text, '\n')
	}
	switch {
	case end < 0:
		return len(text), len(text)
	case text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n':
		return end, end + 2
	case end > 0 && text[end] == '\n' && text[end-1] == '\r':
		return end - 1, end + 1
	}
	return end, end + 1
}

// unprefixed takes the prefix off a line; of a line that is blank but for the
// prefix nothing remains.
func (s *scanner) unprefixed(line []byte) []byte {
	if rest, ok := bytes.CutPrefix(line, s.prefix); ok {
		return rest
	}
	if bytes.Equal(line, bytes.TrimRight(s.prefix, " \t")) {
		return nil
	}
	return line
}

// next returns the next content line that is not blank, valid until the call
// after. It reports false at the end of the input.
func (s *scanner) next() (line []byte, ok bool) {
	for len(line) == 0 {
		number := s.ends + 1
		if line, ok = s.physical(); !ok {
			return nil, false
		}
		s.line = number
	}
	if s.indented && isBoundary(line) {
		s.indented = false
	}
	switch {
	case !s.folded(line):
	case isBoundary(line):
		s.indented = s.isIndented()
	default:
		s.buf = append(s.buf[:0], line...)
		for s.folded(s.buf) {
			more, _ := s.physical()
			s.buf = append(s.buf, more[1:]...)
		}
		line = s.buf
	}
	return s.clean(line), true
}

// folded reports whether the line to come belongs to the one before, of which so
// much is read. Blank lines between them are skipped.
func (s *scanner) folded(line []byte) bool {
	if endsSoft(line) {
		return false // even by a blank line, which ends the text
	}
	for {
		rest := s.unprefixed(s.in[s.pos:])
		switch {
		case len(rest) == 0:
			return false
		case rest[0] == ' ' || rest[0] == '\t':
			return !(s.indented && s.isIndented())
		case rest[0] != '\r' && rest[0] != '\n':
			return false
		}
		s.physical()
	}
}

// isIndented reports whether the line to come is a content line by itself but for
// the blanks before it. After a boundary there is nothing that it could be folded
// around: then all lines up to the next boundary are read that way.
func (s *scanner) isIndented() bool {
	before := s.place
	line, _ := s.physical()
	s.place = before
	return isContent(bytes.TrimLeft(line, " \t"))
}

// isBoundary reports whether the first line of text is the begin or end of a
// component and nothing else: a line that no other is folded around.
func isBoundary(text []byte) bool {
	name, value := splitName(bytes.TrimLeft(text, " \t"))
	if kindOf(name)&(nameBegin|nameEnd) == 0 {
		return false
	}
	value = bytes.TrimLeft(value, " \t")
	length := nameLength(value)
	_, known := components[componentName(value[:length])]
	end := bytes.TrimLeft(value[length:], " \t")
	return known && (len(end) == 0 || end[0] == '\r' || end[0] == '\n')
}

// maxHead is how far into a line its encoding is looked for, in bytes.
const maxHead = 256

// endsSoft reports whether a line ends in a soft line break of quoted-printable,
// which is kept for the decoder.
func endsSoft(line []byte) bool {
	head := line[:min(len(line), maxHead)]
	return endsWith(line, '=') &&
		(bytes.Contains(head, []byte("QUOTED-PRINTABLE")) || bytes.Contains(head, []byte("quoted-printable")))
}

// clean makes line valid UTF-8 without control characters.
func (s *scanner) clean(line []byte) []byte {
	if s.traits.invalid && !utf8.Valid(line) {
		was := excerpt(line)
		line = fromWindows(make([]byte, 0, len(line)*2), line)
		property := propertyOf(line)
		s.add(property, Note{Line: s.line, Kind: NoteCharset, Was: was, Made: excerpt(line), Lossy: isGuessed(property, line)})
	}
	if s.traits.control && bytes.ContainsFunc(line, isControl) {
		was := excerpt(line)
		line = bytes.Map(dropControl, line)
		s.add("", Note{Line: s.line, Kind: NoteControl, Was: was, Made: excerpt(line)})
	}
	return line
}

// isSpelled reports the properties of which it counts what the characters are that are
// not ASCII. Links, times and words are ASCII.
func isSpelled(property string) bool {
	return property == "SUMMARY" || property == "ORGANIZER" || property == "ATTENDEE"
}

// isGuessed reports whether a line that is read as Windows-1252 may say something else
// that counts: in a title or an address. Parameters do not count.
func isGuessed(property string, line []byte) bool {
	value := line
	if property != "SUMMARY" {
		value = line[bytes.LastIndexByte(line, ':')+1:]
	}
	return isSpelled(property) && bytes.ContainsFunc(value, func(r rune) bool { return r >= utf8.RuneSelf })
}

func dropControl(r rune) rune {
	if isControl(r) {
		return -1
	}
	return r
}
