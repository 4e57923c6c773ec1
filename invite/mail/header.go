package mail

import (
	"bufio"
	"bytes"
	"iter"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// A field is a header field as go-message reads it: its name in canonical case,
// its value unfolded.
type field struct {
	name, value string
	line        int
}

// A header is the fields of one part, in their order.
type header []field

// all returns the fields of a name, which is in canonical case.
func (h header) all(name string) iter.Seq[field] {
	return func(yield func(field) bool) {
		for _, f := range h {
			if f.name == name && !yield(f) {
				return
			}
		}
	}
}

// first returns the first field of a name, and reports false if there is none.
func (h header) first(name string) (field, bool) {
	for f := range h.all(name) {
		return f, true
	}
	return field{}, false
}

// one returns a field that may be given once; of several the first counts.
// Another that says something else is noted.
func (r *reader) one(e entity, h header, name string) (field, bool) {
	found, ok := h.first(name)
	for f := range h.all(name) {
		if f.value != found.value {
			r.note(e, Note{Line: f.line, Kind: NoteRepeated, Was: name + ": " + f.value, Made: name + ": " + found.value, Lossy: true})
		}
	}
	return found, ok
}

// A headerRepair cuts a header from its body, and leaves of it what go-message
// reads.
type headerRepair struct {
	text    []byte // what is still to be read
	line    int    // the line at which it begins
	out     []byte // what go-message is given
	lines   []int  // the lines of the fields in out
	noBlank bool   // the body begins without an empty line

	dropped     Note // the first line left out, if its kind is set
	droppedLine int  // the last line left out
}

// header reads the header of a part, and returns the body.
func (r *reader) header(e *entity, text []byte) (header, []byte, error) {
	if r.parts++; r.parts > r.o.Limits.Parts {
		return nil, nil, r.exceeded("Parts", r.o.Limits.Parts, *e)
	}
	h := headerRepair{text: text, line: e.line}
	for h.next() {
	}
	if r.headerBytes += len(text) - len(h.text); r.headerBytes > r.o.Limits.HeaderBytes {
		return nil, nil, r.exceeded("HeaderBytes", r.o.Limits.HeaderBytes, *e)
	}
	if h.dropped.Kind != noteUnset {
		r.note(*e, h.dropped)
	}
	if h.noBlank && len(h.lines) > 0 {
		r.note(*e, Note{Line: h.line, Kind: NoteNoBlank, Was: excerpt(h.text)})
	}
	e.bodyLine = h.line
	fields, err := h.fields()
	return fields, h.text, err
}

// fields lets go-message read the header.
func (h *headerRepair) fields() (header, error) {
	if len(h.lines) == 0 {
		return nil, nil
	}
	text := append(h.out, '\n')
	decoded, err := textproto.ReadHeader(bufio.NewReaderSize(bytes.NewReader(text), min(len(text), maxBuffer)))
	fields := make(header, 0, len(h.lines))
	for i, f := 0, decoded.Fields(); f.Next(); i++ {
		fields = append(fields, field{name: f.Key(), value: f.Value(), line: h.lines[i]})
	}
	return fields, err
}

// maxBuffer is the size of the buffer that a header is read through, in bytes.
const maxBuffer = 4096

// next takes one line, and reports false where the body begins.
func (h *headerRepair) next() bool {
	line, rest := cutLine(h.text)
	switch {
	case len(h.text) == 0:
		return false
	case len(line) == 0:
		h.take(rest)
		return false
	case isField(line):
		h.lines = append(h.lines, h.line)
		h.keep(line)
	case isBlank(line[0]) && len(h.lines) > 0 && !h.afterDropped():
		h.keep(line)
	case isBody(line) || !h.goesOn(line, rest):
		h.noBlank = true
		return false
	default:
		h.drop(line)
	}
	h.take(rest)
	return true
}

// take goes on to the next line.
func (h *headerRepair) take(rest []byte) {
	h.text = rest
	h.line++
}

// keep gives a line to go-message.
func (h *headerRepair) keep(line []byte) {
	h.out = append(append(h.out, line...), '\n')
}

// drop leaves a line out.
func (h *headerRepair) drop(line []byte) {
	if h.dropped.Kind == noteUnset {
		h.dropped = Note{Line: h.line, Kind: NoteHeader, Was: excerpt(line), Lossy: true}
	}
	h.droppedLine = h.line
}

// afterDropped reports whether the line before this one was left out.
func (h *headerRepair) afterDropped() bool { return h.droppedLine == h.line-1 && h.droppedLine > 0 }

// isBody reports whether a line can only be one of a body.
func isBody(line []byte) bool {
	return bytes.HasPrefix(line, []byte("--")) || hasPrefixFold(line, beginCalendar)
}

// goesOn reports whether the header goes on after a line that does not belong
// in it: a folded line is its continuation, and a header does not end in one.
func (h *headerRepair) goesOn(line, rest []byte) bool {
	next, _ := cutLine(rest)
	return isBlank(line[0]) || len(rest) > 0 && (len(next) == 0 || isBlank(next[0]) || isField(next))
}

// isField reports whether a line begins a header field.
func isField(line []byte) bool {
	name, _, ok := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, " \t")
	return ok && len(name) > 0 && bytes.IndexFunc(name, notInName) < 0 && !isBody(line)
}

// notInName reports the characters that no field name has (RFC 5322, section
// 3.6.8).
func notInName(r rune) bool { return r <= ' ' || r > '~' }

// isMbox reports whether a line is that which an mbox file has before a mail.
func isMbox(line []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(line, []byte(">")), []byte("From ")) && !isField(line)
}

// skipBlank takes the empty lines before a header off text.
func skipBlank(text []byte) (rest []byte, lines int) {
	for rest = text; len(rest) > 0; lines++ {
		line, after := cutLine(rest)
		if strings.TrimSpace(string(line)) != "" {
			break
		}
		rest = after
	}
	return rest, lines
}
