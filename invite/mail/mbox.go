package mail

import "bytes"

// isolate returns the first mail of an input: in ASCII or what extends it, without
// empty lines before it, with lines that end alike, and as it was before an mbox
// file quoted it.
func (r *reader) isolate(e *entity, text []byte) []byte {
	narrow, err := toUTF8(text, "")
	narrow = bytes.TrimPrefix(narrow, []byte("\ufeff"))
	if len(narrow) != len(text) {
		r.note(*e, Note{Kind: NoteCharset, Was: excerpt(text), Made: excerpt(narrow), Err: err})
	}
	text, changed := unixLines(narrow)
	if changed {
		r.note(*e, Note{Kind: NoteLineEnding})
	}
	text = r.skipBlank(e, text)
	line, rest := cutLine(text)
	if !isMbox(line) {
		return text
	}
	r.note(*e, Note{Kind: NoteMbox, Was: excerpt(line)})
	e.line++
	return r.unbox(*e, r.skipBlank(e, rest))
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
