package ics

import (
	"bytes"
	"slices"
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
// parameters are not as they should be, or state an encoding or two zones, it
// returns -1.
func appendHead(dst, line []byte, at int) (head []byte, value int) {
	head = append(dst, line[:at]...)
	zoned := false
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
		case long || zoned && isZone(name):
			return dst, -1
		default:
			zoned = zoned || isZone(name)
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

// isZone reports whether a parameter that is read is TZID, in any case.
func isZone(name []byte) bool { return name[0]|0x20 == 't' }

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
	text     []byte   // what is yet to be read
	out      []byte   // what was written
	fault    bool     // something had to be repaired
	lossy    bool     // so that meaning may have been lost
	cut      bool     // a value had to be cut
	encoding encoding // of the property's value; this is not written
	dated    bool     // the property is a date or time, of which a zone may be stated
	zoned    bool     // it is
	stated   []byte   // the zone, then, as it was written
	zone     []byte   // a value without a name that can be one
	rest     int      // how many bytes follow the last colon of the line
	date     int      // how many follow the last colon that a date follows; all where there is none
}

// params reads parameters up to the colon before the value, and reports false if
// there is none.
func (h *headRepair) params() bool {
	h.rest, h.date = len(h.text)-1-bytes.LastIndexByte(h.text, ':'), len(h.text)
	if h.dated {
		h.date = lastDate(h.text)
	}
	for h.next(';') {
		h.param()
	}
	switch {
	case len(h.zone) == 0:
	case h.zoned:
		h.lossy = true
	default:
		h.out = append(append(append(h.out, `;TZID="`...), h.zone...), '"')
	}
	return h.next(':')
}

// lastDate returns how many bytes follow the last colon of text that a date
// follows, and the length of text if there is none.
func lastDate(text []byte) int {
	for end := len(text); ; {
		if end = bytes.LastIndexByte(text[:end], ':'); end < 0 {
			return len(text)
		}
		if after := text[end+1:]; beginsDate(after) {
			return len(after)
		}
	}
}

// beginsDate reports whether text begins with a date but for blanks: eight digits,
// or four and a hyphen.
func beginsDate(text []byte) bool {
	for i, c := range bytes.TrimLeft(text, " \t") {
		if c < '0' || '9' < c {
			return i == len("2024") && c == '-'
		}
		if i == len("2024030") {
			return true
		}
	}
	return false
}

// endsHead reports whether the colon at a place of the text ends the parameters. In
// those of a date it does not if no date follows it, and one follows another colon:
// zones have colons that should have been quoted.
func (h *headRepair) endsHead(colon int) bool {
	after := h.text[colon+1:]
	return len(after) <= h.date || beginsDate(after)
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
	end := 0
	for end < len(h.text) && !h.endsName(end) {
		end++
	}
	raw := h.text[:end]
	h.text = h.text[end:]
	name := bytes.ToUpper(bytes.TrimSpace(raw))
	if !h.next('=') {
		h.bare(raw, name)
		return
	}
	h.fault = h.fault || len(name) != len(raw)
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
	case isEncoding(name):
		h.encode(bytes.ToUpper(bytes.Trim(h.out[values:], `"`)))
		h.out = h.out[:start]
	case isDefault(h.out[start:]) || isZone(name) && !h.first(h.out[values:]):
		h.out = h.out[:start]
	}
}

// endsName reports whether the byte at a place of the text ends a parameter's name.
func (h *headRepair) endsName(at int) bool {
	c := h.text[at]
	return c == '=' || c == ';' || c == ':' && h.endsHead(at)
}

// first reports whether a zone is the first one that is stated, which counts.
func (h *headRepair) first(zone []byte) bool {
	zone = bytes.Trim(zone, `"`)
	switch {
	case bytes.Equal(zone, h.stated): // or both are empty
		return false
	case h.zoned:
		h.fault, h.lossy = true, true
		return false
	}
	h.zoned, h.stated = true, zone
	return true
}

// An encoding is that of a property's value.
type encoding uint8

const (
	encodingNone encoding = iota
	encodingQuoted
	encodingBase64
)

var encodings = map[string]encoding{
	"QUOTED-PRINTABLE": encodingQuoted, "BASE64": encodingBase64, "B": encodingBase64,
}

// encode takes note of an encoding by its name in capitals.
func (h *headRepair) encode(name []byte) {
	if code, ok := encodings[string(name)]; ok {
		h.encoding = code
	}
}

// bare reads a parameter that is a value only, as vCalendar 1.0 has for the
// encoding; capitals is the value in those. Of a date or time it is taken for the
// zone, unless it is the type. Others mean nothing.
func (h *headRepair) bare(value, capitals []byte) {
	h.fault = true
	h.encode(capitals)
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
	"DATE": true, "DATE-TIME": true, "PERIOD": true, "8BIT": true, "7BIT": true, "QUOTED-PRINTABLE": true, "BASE64": true,
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
// 6868, and what has a colon in it is put in quotes.
func (h *headRepair) run() {
	start := len(h.out)
	for h.goesOn() {
		h.char()
	}
	if bytes.IndexByte(h.out[start:], ':') >= 0 {
		h.fault = true
		h.out = append(slices.Insert(h.out, start, '"'), '"')
	}
}

// goesOn reports whether no delimiter is next.
func (h *headRepair) goesOn() bool {
	if len(h.text) == 0 {
		return false
	}
	c := h.text[0]
	return c != ';' && c != ',' && (c != ':' || !h.endsHead(0))
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
	for h.goesOn() {
		h.fault, h.lossy = true, true
		h.char()
	}
	h.out = append(h.out, '"')
}

// closing returns where the closing quote of a value stands. No quote of the
// line's end closes one: the value of the property must come after it.
func (h *headRepair) closing() (at int, ok bool) {
	first := bytes.IndexByte(h.text, '"')
	if first < 0 || first >= len(h.text)-1-h.rest {
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
