package mail

import (
	"bytes"
	"slices"
)

// isolate returns the first mail of an input: in ASCII or what extends it, without
// empty lines before it, with lines that end alike, and as it was before an mbox
// file quoted it.
//
// It marks e as split if a carriage return alone stands in a header whose lines end
// in line feeds. It ends no line there, and stands for a blank: else a sender could
// hide fields in others, from the servers that check From. Where more lines of a
// header end in carriage returns than in line feeds both do end lines, so that its
// calendars are found; e is split, too.
func (r *reader) isolate(e *entity, text []byte) []byte {
	first := len(r.m.Notes)
	narrow, _, err := toUTF8(text, "")
	narrow = bytes.TrimPrefix(narrow, []byte("\ufeff"))
	if !bytes.Equal(narrow, text) {
		r.note(*e, Note{Kind: NoteCharset, Was: excerpt(text), Made: excerpt(narrow), Lossy: err != nil, Err: err})
		e.lost |= r.lost(first, first)
	}
	text = r.skipBlank(e, r.unixLines(e, narrow))
	line, rest := cutLine(text)
	if !isMbox(line) {
		return text
	}
	r.note(*e, Note{Kind: NoteMbox, Was: excerpt(line)})
	e.line++
	return r.unbox(*e, r.skipBlank(e, rest))
}

// unixLines makes the lines of a mail end in line feeds.
func (r *reader) unixLines(e *entity, text []byte) []byte {
	end, mixed := 0, false
	if bytes.IndexByte(text, '\n') >= 0 {
		end = headerEnd(text)
	}
	if endsInReturns(text[:end]) {
		mixed = bytes.IndexByte(bytes.TrimRight(text, "\r\n"), '\n') >= 0
		end = 0
	}
	header, changed, bare := unixLines(text[:end], " ")
	body, changedToo, _ := unixLines(text[end:], "\n")
	if !changed && !changedToo {
		return text
	}
	e.split = bare || mixed
	r.note(*e, Note{Kind: NoteLineEnding, Lossy: e.split})
	return slices.Concat(header, body)
}

// endsInReturns reports whether more lines of a header end in carriage returns
// alone than in line feeds.
func endsInReturns(header []byte) bool {
	feeds := bytes.Count(header, []byte("\n"))
	unix, _, _ := unixLines(header, "\n")
	return bytes.Count(unix, []byte("\n")) > 2*feeds
}

// headerEnd returns where the header of a mail ends whose lines end in line feeds.
func headerEnd(text []byte) int {
	rest, _ := skipBlank(text)
	if line, after := cutLine(rest); isMbox(line) {
		rest, _ = skipBlank(after)
	}
	for len(rest) > 0 {
		line, after := cutLine(rest)
		if len(bytes.TrimRight(line, "\r")) == 0 || isBody(line) {
			break
		}
		rest = after
	}
	return len(text) - len(rest)
}

// skipBlank takes the empty lines before a header off text.
func (r *reader) skipBlank(e *entity, text []byte) []byte {
	text, lines := skipBlank(text)
	if lines > 0 {
		r.note(*e, Note{Kind: NoteBlank})
	}
	e.line += lines
	return text
}

// unbox takes the first mail out of what follows the "From " line of an mbox
// file: it ends before the next such line that follows an empty line and precedes
// a header. Lines that were quoted because they begin like that lose one ">".
func (r *reader) unbox(e entity, text []byte) []byte {
	out := make([]byte, 0, len(text))
	empty := false
	for rest := text; len(rest) > 0; e.line++ {
		line, after := cutLine(rest)
		if next, _ := cutLine(after); empty && isMbox(line) && line[0] == 'F' && isField(next) {
			r.note(e, Note{Kind: NoteAnother, Was: excerpt(line), Lossy: true})
			break
		}
		empty = len(line) == 0
		if isQuotedFrom(line) {
			rest = rest[1:]
		}
		out = append(out, rest[:len(rest)-len(after)]...)
		rest = after
	}
	return out
}

// isQuotedFrom reports whether a line is one that an mbox file quotes.
func isQuotedFrom(line []byte) bool {
	rest := bytes.TrimLeft(line, ">")
	return len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From "))
}
