package mail

import (
	"errors"
	"strings"
	"unicode"
)

// text decodes the encoded words of a field (RFC 2047). Bytes that are no UTF-8
// are read as Windows-1252. It holds no control character but tabs.
func (r *reader) text(e entity, f field) string {
	w := words{in: f.value}
	w.decode()
	valid := fromWindows(w.out.String())
	out := strings.Map(withoutControl, valid)
	kind := NoteCharset
	if out != valid || w.err != nil && !errors.Is(w.err, errBytes) && !errors.Is(w.err, errEither) {
		kind = NoteWord
	}
	if w.err != nil || w.other || out != w.out.String() {
		r.note(e, Note{Line: f.line, Kind: kind, Was: f.value, Made: out, Lossy: w.err != nil, Err: w.err})
	}
	return out
}

// withoutControl puts a blank in the place of a control character: a field is one
// line of text.
func withoutControl(r rune) rune {
	if unicode.IsControl(r) && r != '\t' {
		return ' '
	}
	return r
}

// words decodes a text with encoded words.
//
// It is none of package mime's decoder, which cannot join a character that was
// cut in two between words, nor decode a word with a blank or bad padding in it.
type words struct {
	in      string
	out     strings.Builder
	pending []byte // what words in a row have decoded to, in charset
	charset string
	other   bool  // a word was in another charset than named
	err     error // the first charset that is unknown, or has not all bytes of a word
}

// decode decodes all of the text, in time linear in it.
func (w *words) decode() {
	for w.in != "" {
		i := strings.Index(w.in, "=?")
		if i < 0 {
			break
		}
		before, word := w.in[:i], w.in[i+2:]
		charset, decoded, rest, ok := cutWord(word)
		if !ok {
			w.plain(w.in[:i+2])
			w.in = word
			continue
		}
		if strings.TrimSpace(before) != "" || !strings.EqualFold(charset, w.charset) {
			w.flush()
		}
		if strings.TrimSpace(before) != "" || w.out.Len() == 0 && len(w.pending) == 0 {
			w.out.WriteString(before)
		}
		w.pending, w.charset, w.in = append(w.pending, decoded...), charset, rest
	}
	w.plain(w.in)
}

// plain writes text that is not encoded.
func (w *words) plain(text string) {
	w.flush()
	w.out.WriteString(text)
}

// flush writes what words in a row have decoded to.
func (w *words) flush() {
	text, found, err := toUTF8(w.pending, w.charset)
	w.other = w.other || found != ""
	if w.err == nil {
		w.err = err
	}
	w.out.Write(text)
	w.pending, w.charset = w.pending[:0], ""
}

// cutWord decodes the word that text begins with, the "=?" before it taken off,
// and returns what follows it.
func cutWord(text string) (charset string, decoded []byte, rest string, ok bool) {
	charset, text, ok = strings.Cut(text, "?")
	if !ok || !isToken(charset) || len(text) < 2 || text[1] != '?' {
		return "", nil, "", false
	}
	kind := text[0]
	body, rest, ok := strings.Cut(text[2:], "?")
	if !ok || !strings.HasPrefix(rest, "=") {
		return "", nil, "", false
	}
	charset, _, _ = strings.Cut(charset, "*") // a language (RFC 2231, section 5)
	switch kind {
	case 'b', 'B':
		decoded = salvageBase64([]byte(body))
	case 'q', 'Q':
		decoded = decodeQ(body)
	default:
		return "", nil, "", false
	}
	return charset, decoded, rest[1:], true
}

// decodeQ decodes the Q encoding: quoted-printable in which a blank can be an
// underscore.
func decodeQ(text string) []byte {
	return salvageQuoted([]byte(strings.ReplaceAll(text, "_", "=20")))
}
