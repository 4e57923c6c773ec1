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
// hide fields in others, from the servers that check From.
func (r *reader) isolate(e *entity, text []byte) []byte {
	narrow, err := toUTF8(text, "")
	narrow = bytes.TrimPrefix(narrow, []byte("\ufeff"))
	if len(narrow) != len(text) {
		r.note(*e, Note{Kind: NoteCharset, Was: excerpt(text), Made: excerpt(narrow), Err: err})
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
	end := 0
	if bytes.IndexByte(text, '\n') >= 0 {
		end = headerEnd(text)
	}
	header, changed, bare := unixLines(text[:end], " ")
	body, changedToo, _ := unixLines(text[end:], "\n")
	if !changed && !changedToo {
		return text
	}
	e.split = bare
	r.note(*e, Note{Kind: NoteLineEnding, Lossy: bare})
	return slices.Concat(header, body)
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
