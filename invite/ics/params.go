package ics

import (
	"bytes"
	"unicode/utf8"
)

// maxParam is the longest parameter value that is read, in bytes: go-ical's time
// for a parameter grows with the square of its length.
const maxParam = 1 << 10

// nameBytes are the bytes of names.
var nameBytes = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") {
		set[c] = true
	}
	return set
}()

// nameLength returns how many bytes at the beginning of text are those of a name.
func nameLength(text []byte) int {
	for i, c := range text {
		if !nameBytes[c] {
			return i
		}
	}
	return len(text)
}

// appendHead appends the name and the parameters of a content line that a reader
// has a use for to dst, and returns where the value begins. Of a line whose
// parameters are not as they should be, or state an encoding, it returns -1.
func appendHead(dst, line []byte, at int) (head []byte, value int) {
	head = append(dst, line[:at]...)
	for at < len(line) && line[at] == ';' {
		start := at
		at++
		name := line[at : at+nameLength(line[at:])]
		if at += len(name); len(name) == 0 || at >= len(line) || line[at] != '=' || isEncoding(name) {
			return dst, -1
		}
		long := false
		for more := true; more; more = at < len(line) && line[at] == ',' {
			at++
			length := cleanValue(line[at:])
			if length < 0 {
				return dst, -1
			}
			long = long || length > maxParam
			at += length
		}
		switch {
		case !isReadParam(name) || isDefault(line[start:at]):
		case long:
			return dst, -1
		default:
			head = append(head, line[start:at]...)
		}
	}
	if at < len(line) && line[at] == ':' {
		return append(head, ':'), at + 1
	}
	return dst, -1
}

// isDefault reports whether a parameter, with its semicolon, says what counts
// without it (RFC 5545, sections 3.2.3, 3.2.12 and 3.2.16), or which role in the
// meeting somebody has, which counts for nothing here.
func isDefault(param []byte) bool {
	switch string(param) {
	case ";CUTYPE=INDIVIDUAL", ";PARTSTAT=NEEDS-ACTION", ";ROLE=REQ-PARTICIPANT", ";ROLE=OPT-PARTICIPANT",
		";ROLE=NON-PARTICIPANT", ";ROLE=CHAIR", ";ROLE=ATTENDEE":
		return true
	}
	return false
}

func isEncoding(name []byte) bool { return bytes.EqualFold(name, []byte("ENCODING")) }

// cleanValue returns the length of the parameter value at the beginning of text,
// quotes included, or -1 if it is malformed.
func cleanValue(text []byte) int {
	if len(text) > 0 && text[0] == '"' {
		end := bytes.IndexByte(text[1:], '"')
		if end < 0 {
			return -1
		}
		return end + 2
	}
	for i, c := range text {
		switch c {
		case ';', ':', ',':
			return i
		case '"':
			return -1
		}
	}
	return len(text)
}

// A headRepair reads the parameters of a content line however they are written,
// and writes them as they should be.
type headRepair struct {
	text     []byte // what is yet to be read
	out      []byte // what was written
	fault    bool   // something had to be repaired
	lossy    bool   // so that meaning may have been lost
	cut      bool   // a value had to be cut
	encoded  bool   // the property's value is quoted-printable; this is not written
	noQuotes bool   // no quote closes a value from here on
	dated    bool   // the property is a date or time, of which a zone may be stated
	zoned    bool   // it is
	zone     []byte // a value without a name that can be one
	rest     int    // how many bytes follow the last colon of the line
}

// params reads parameters up to the colon before the value, and reports false if
// there is none.
func (h *headRepair) params() bool {
	h.rest = len(h.text) - 1 - bytes.LastIndexByte(h.text, ':')
	for h.next(';') {
		h.param()
	}
	switch {
	case len(h.zone) == 0:
	case h.zoned:
		h.lossy = true
	default:
		h.out = append(append(h.out, ";TZID="...), h.zone...)
	}
	return h.next(':')
}

// next reads the byte c, if it is the next.
func (h *headRepair) next(c byte) bool {
	if len(h.text) == 0 || h.text[0] != c {
		return false
	}
	h.text = h.text[1:]
	return true
}

// param reads what follows a semicolon: a parameter, a value without one, or
// nothing.
func (h *headRepair) param() {
	end := bytes.IndexAny(h.text, "=;:")
	if end < 0 {
		end = len(h.text)
	}
	raw := h.text[:end]
	h.text = h.text[end:]
	name := bytes.ToUpper(bytes.TrimSpace(raw))
	if !h.next('=') {
		h.bare(raw, name)
		return
	}
	h.fault = h.fault || len(name) != len(raw)
	h.zoned = h.zoned || string(name) == "TZID"
	start, cut := len(h.out), h.cut
	h.out = append(append(append(h.out, ';'), name...), '=')
	values := len(h.out)
	for more := true; more; more = h.next(',') {
		if len(h.out) > values {
			h.out = append(h.out, ',')
		}
		h.value()
	}
	switch {
	case !isReadParam(name) && !isEncoding(name):
		h.fault = h.fault || nameLength(name) < len(name) || len(name) == 0
		h.out, h.cut = h.out[:start], cut
	case string(name) == "ENCODING" && bytes.EqualFold(h.out[values:], quotedPrintable):
		h.encoded = true
		h.out = h.out[:start]
	case isEncoding(name) || isDefault(h.out[start:]):
		h.out = h.out[:start]
	}
}

var quotedPrintable = []byte("QUOTED-PRINTABLE")

// bare reads a parameter that is a value only, as vCalendar 1.0 has for the
// encoding; capitals is the value in those. Of a date or time it is taken for the
// zone, unless it is the type. Others mean nothing.
func (h *headRepair) bare(value, capitals []byte) {
	h.fault = true
	h.encoded = h.encoded || bytes.Equal(capitals, quotedPrintable)
	if !h.dated || len(capitals) == 0 || bareTypes[string(capitals)] {
		return
	}
	value = bytes.Trim(value, "\" \t")
	if h.zoned || len(h.zone) > 0 || len(value) > maxParam || bytes.IndexByte(value, '"') >= 0 {
		h.lossy = true
		return
	}
	h.zone = value
}

// bareTypes are the types and encodings of dates and times.
var bareTypes = map[string]bool{
	"DATE": true, "DATE-TIME": true, "PERIOD": true, "8BIT": true, "7BIT": true, "QUOTED-PRINTABLE": true,
}

// value reads one value of a parameter.
func (h *headRepair) value() {
	start := len(h.out)
	if h.next('"') {
		h.quoted()
	} else {
		h.run()
	}
	if len(h.out)-start > maxParam {
		h.shorten(start)
	}
}

// run reads up to the next delimiter. A quote in it becomes the caret form of RFC
// 6868.
func (h *headRepair) run() {
	for len(h.text) > 0 && h.text[0] != ';' && h.text[0] != ':' && h.text[0] != ',' {
		h.char()
	}
}

// char reads one character as it is, and a quote in its caret form.
func (h *headRepair) char() {
	if c := h.text[0]; c == '"' {
		h.out = append(h.out, "^'"...)
		h.fault = true
	} else {
		h.out = append(h.out, c)
	}
	h.text = h.text[1:]
}

// quoted reads what follows an opening quote. The quote that closes the value is
// the first one that a delimiter follows; if none does, the first one, and what
// follows it still belongs to the value; if there is none, the value goes up to
// the next delimiter.
func (h *headRepair) quoted() {
	end, closed := h.closing()
	if !closed {
		h.fault, h.lossy = true, true
		h.run()
		return
	}
	h.out = append(h.out, '"')
	for end > 0 {
		h.char()
		end--
	}
	h.text = h.text[1:]
	for len(h.text) > 0 && h.text[0] != ';' && h.text[0] != ':' && h.text[0] != ',' {
		h.fault, h.lossy = true, true
		h.char()
	}
	h.out = append(h.out, '"')
}

// closing returns where the closing quote of a value stands. No quote of the
// line's end closes one: the value of the property must come after it.
func (h *headRepair) closing() (at int, ok bool) {
	if h.noQuotes {
		return 0, false
	}
	first := bytes.IndexByte(h.text, '"')
	if first < 0 || first >= len(h.text)-1-h.rest {
		h.noQuotes = true
		return 0, false
	}
	for at = first; ; {
		next := bytes.IndexAny(h.text[at+1:], `";:,`) // there is a colon
		switch {
		case h.text[at+1+next] == '"':
			at += 1 + next
		case next == 0:
			return at, true
		default:
			return first, true
		}
	}
}

// shorten cuts the value written from start on to the length that is read.
func (h *headRepair) shorten(start int) {
	quoted := h.out[start] == '"'
	end := start + maxParam - 2
	for end > start && !utf8.RuneStart(h.out[end]) {
		end--
	}
	h.out = h.out[:end]
	if carets := end - len(bytes.TrimRight(h.out, "^")); carets%2 == 1 {
		h.out = h.out[:end-1]
	}
	if quoted {
		h.out = append(h.out, '"')
	}
	h.cut = true
}
