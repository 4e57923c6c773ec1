package ics

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"
)

// completed returns a line that has a colon: one that has none goes on, unfolded,
// with the lines after it, up to the one that has.
func (r *repairer) completed(line []byte) []byte {
	if bytes.IndexByte(line, ':') >= 0 {
		return line
	}
	whole := bytes.Clone(line)
	for colon := false; !colon; {
		more, ok := r.take(isContent)
		if !ok {
			break
		}
		whole = append(whole, more...)
		r.limit("LineLength", len(whole), r.limits.LineLength)
		colon = bytes.IndexByte(more, ':') >= 0
	}
	return whole
}

// isContent reports whether a line is a content line by itself.
func isContent(line []byte) bool {
	name, rest := splitName(line)
	return len(name) > 0 && isProperty(name, rest, kindOf(name))
}

// take takes one more physical line to go on with, unless it is one that stops
// that, and notes it.
func (r *repairer) take(stop func([]byte) bool) (line []byte, ok bool) {
	before := r.place
	line, ok = r.physical()
	if !ok || stop(line) {
		r.place = before
		return nil, false
	}
	if len(line) == 0 {
		return line, true // of nothing there is nothing to say
	}
	line = r.clean(line)
	r.add("", Note{Line: before.ends + 1, Kind: NoteJoined, Was: excerpt(line), Made: "more of the line before"})
	return line, true
}

// softLines returns a quoted-printable value with the lines that its soft line
// breaks join.
func (r *repairer) softLines(value []byte) []byte {
	if !endsWith(value, '=') {
		return value
	}
	whole := bytes.Clone(value)
	for endsWith(whole, '=') {
		more, ok := r.take(isBoundary)
		if !ok {
			break
		}
		whole = append(whole[:len(whole)-1], more...)
		r.limit("LineLength", len(whole), r.limits.LineLength)
	}
	return whole
}

func endsWith(text []byte, c byte) bool { return len(text) > 0 && text[len(text)-1] == c }

// appendQuoted appends a quoted-printable text to dst. An = that no two hexadecimal
// digits follow stays.
func appendQuoted(dst, text []byte) ([]byte, decoding) {
	plain, octet := make([]byte, 0, len(text)), make([]byte, 1)
	for len(text) > 0 {
		size := 1
		octet[0] = text[0]
		if text[0] == '=' && len(text) > 2 {
			if _, err := hex.Decode(octet, text[1:3]); err == nil {
				size = 3
			}
		}
		plain = append(plain, octet[0])
		text = text[size:]
	}
	return appendDecoded(dst, plain)
}

// appendBase64 appends a base64 text to dst. What is none, or holds no text, it
// appends as it is.
func appendBase64(dst, text []byte) ([]byte, decoding) {
	joined := bytes.Join(bytes.Fields(text), nil)
	plain, err := base64.RawStdEncoding.AppendDecode(nil, bytes.TrimRight(joined, "="))
	if err != nil || bytes.ContainsFunc(plain, isControl) {
		return append(dst, text...), notDecoded
	}
	return appendDecoded(dst, plain)
}

// appendDecoded appends a text that was decoded to dst, its line ends in
// iCalendar's form.
func appendDecoded(dst, plain []byte) ([]byte, decoding) {
	d := decodedAsUTF8
	if !utf8.Valid(plain) {
		plain, d = fromWindows(nil, plain), decodedByGuess
	}
	plain = bytes.ReplaceAll(plain, []byte("\r\n"), []byte("\n"))
	plain = bytes.ReplaceAll(plain, []byte("\n"), []byte(`\n`))
	return append(dst, bytes.Map(dropBreaks, plain)...), d
}

// dropBreaks drops controls, and the carriage returns that are left.
func dropBreaks(r rune) rune {
	if r == '\r' {
		return -1
	}
	return dropControl(r)
}
