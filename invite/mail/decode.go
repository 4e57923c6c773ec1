package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
)

// The transfer encodings that go-message undoes (RFC 2045, section 6).
const (
	plainText       = ""
	base64Text      = "base64"
	quotedPrintable = "quoted-printable"
)

// decode undoes the transfer encoding of a body, and reports whether there was
// none: whether the lines are those of the mail.
func (r *reader) decode(e entity, c content, body []byte) (decoded []byte, plain bool) {
	encoding, known := encodingOf(c.encoding)
	if !known {
		r.note(e, Note{Kind: NoteEncoding, Was: c.encoding, Made: "none", Lossy: true})
	}
	if found := foundEncoding(encoding, c, body); found != encoding {
		r.note(e, Note{Kind: NoteEncoding, Was: c.encoding, Made: found})
		encoding = found
	}
	decoded, err := transfer(encoding, body)
	if err != nil {
		decoded = salvage(encoding, body)
		r.note(e, Note{Line: e.bodyLine, Kind: NoteEncoding, Was: excerpt(body), Made: excerpt(decoded), Lossy: true, Err: err})
	}
	return decoded, encoding == plainText
}

// transfer lets go-message undo a transfer encoding.
func transfer(encoding string, body []byte) ([]byte, error) {
	if encoding == plainText {
		return body, nil
	}
	var h message.Header
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Transfer-Encoding", encoding)
	decoded, unknown := message.New(h, bytes.NewReader(body))
	text, err := io.ReadAll(decoded.Body)
	if err == nil && encoding == quotedPrintable && hasStrayEquals(body) {
		err = errStrayEquals
	}
	return text, errors.Join(unknown, err)
}

// errStrayEquals says what go-message lets pass.
var errStrayEquals = errors.New("mail: an equals sign in quoted-printable that begins nothing")

// hasStrayEquals reports whether an equals sign in a quoted-printable body is
// before something else than an encoded byte or the end of its line.
func hasStrayEquals(body []byte) bool {
	for {
		_, after, ok := bytes.Cut(body, []byte("="))
		if !ok {
			return false
		}
		if _, ok := escaped(after); !ok && !isSoftBreak(after) {
			return true
		}
		body = after
	}
}

// isSoftBreak reports whether the line after an equals sign has nothing but
// blanks.
func isSoftBreak(after []byte) bool {
	rest := bytes.TrimLeft(after, " \t")
	return len(rest) == 0 || rest[0] == '\n' || bytes.HasPrefix(rest, []byte("\r\n"))
}

// encodingOf returns the transfer encoding that a name means, however it is
// written, and reports false if it is unknown.
func encodingOf(name string) (encoding string, known bool) {
	if words := strings.FieldsFunc(name, endsEncoding); len(words) > 0 {
		name = words[0]
	}
	switch strings.Map(onlyAlphanumeric, name) {
	case "", "7bit", "8bit", "binary", "7bits", "8bits", "utf8", "none":
		return plainText, true
	case "base64", "b64", "b":
		return base64Text, true
	case "quotedprintable", "quoted", "qp", "q":
		return quotedPrintable, true
	}
	return plainText, false
}

// endsEncoding reports what does not belong in the name of an encoding.
func endsEncoding(r rune) bool { return strings.ContainsRune(" \t;,(", r) }

// onlyAlphanumeric drops what is no ASCII letter or digit.
func onlyAlphanumeric(r rune) rune {
	if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
		return r
	}
	return -1
}

// beginEncoded is BEGIN:VCALENDAR in base64.
const beginEncoded = "QkVHSU46VkNBTEVOREFS"

// foundEncoding returns the encoding that a calendar is really in, where that is
// plain from its text.
func foundEncoding(encoding string, c content, body []byte) string {
	switch {
	case encoding == base64Text && startsCalendar(body):
		return plainText
	case encoding != base64Text && bytes.HasPrefix(trimStart(body), []byte(beginEncoded)):
		return base64Text
	case encoding == plainText && c.isCalendar() && encodedParameter(body):
		return quotedPrintable
	}
	return encoding
}

// encodedParameter reports whether a parameter of a calendar has its equals sign
// in quoted-printable, as in TZID=3D.
func encodedParameter(body []byte) bool {
	for {
		before, after, ok := bytes.Cut(body, []byte("=3D"))
		if !ok {
			return false
		}
		name := bytes.TrimRightFunc(before[max(0, len(before)-16):], isParameterName)
		if len(name) > 0 && name[len(name)-1] == ';' {
			return true
		}
		body = after
	}
}

func isParameterName(r rune) bool { return 'A' <= r && r <= 'Z' || r == '-' }

// salvage decodes what can be decoded of a body that go-message gives up.
func salvage(encoding string, body []byte) []byte {
	if encoding == base64Text {
		return salvageBase64(body)
	}
	return salvageQuoted(body)
}

// salvageBase64 leaves out what is not base64, begins anew after padding, and
// leaves out what is too short for a byte, which is all that can still be wrong.
func salvageBase64(body []byte) []byte {
	var out []byte
	for run := range bytes.SplitSeq(bytes.Map(onlyBase64, body), []byte("=")) {
		out, _ = base64.RawStdEncoding.AppendDecode(out, run)
	}
	return out
}

// onlyBase64 drops what is not of the base64 alphabet; letters of the one for
// URLs it translates.
func onlyBase64(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9', r == '+', r == '/', r == '=':
		return r
	case r == '-':
		return '+'
	case r == '_':
		return '/'
	}
	return -1
}

// salvageQuoted decodes quoted-printable; an equals sign before anything else
// than an encoded byte or the end of a line stands for itself.
func salvageQuoted(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for len(body) > 0 {
		i := bytes.IndexByte(body, '=')
		if i < 0 {
			break
		}
		out = append(out, body[:i]...)
		body = body[i+1:]
		if c, ok := escaped(body); ok {
			out, body = append(out, c), body[2:]
			continue
		}
		if isSoftBreak(body) {
			_, body = cutLine(body)
			continue
		}
		out = append(out, '=')
	}
	return append(out, body...)
}

// escaped returns the byte that the hexadecimal digits at the start of text mean.
func escaped(text []byte) (byte, bool) {
	if len(text) < 2 || !isHex(text[0]) || !isHex(text[1]) {
		return 0, false
	}
	return unhex(text[0])<<4 | unhex(text[1]), true
}

// unhex returns the value of a hexadecimal digit.
func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f'
}

// calendarLines returns the lines of a calendar that begins at a place in text,
// to the last line that ends one. It leaves what is quoted as it is.
func calendarLines(text []byte, begin int) []byte {
	start := bytes.LastIndexByte(text[:begin], '\n') + 1
	text = text[start:]
	end := 0
	for rest := text; ; {
		i := indexFold(rest, endCalendar)
		if i < 0 {
			break
		}
		end = len(text) - len(rest) + i + len(endCalendar)
		rest = text[end:]
	}
	if end == 0 {
		return text
	}
	return text[:end]
}

// normalLines returns text with the ends of its lines made alike, for comparing.
func normalLines(text []byte) []byte {
	return bytes.TrimRight(bytes.ReplaceAll(text, []byte("\r"), nil), " \t\n")
}

// trimStart returns text without a byte order mark and white space before it.
func trimStart(text []byte) []byte { return bytes.TrimLeft(text, "\ufeff \t\r\n") }
