package ics

import (
	"bytes"
	"slices"
	"strings"
)

// A repairer turns an input into calendars that go-ical reads without an error:
// unfolded content lines with well-formed parameters, in components that begin
// and end.
//
// What it writes it would write again from that, and add no note.
type repairer struct {
	scanner
	limits Limits
	err    error

	out      []byte      // what is written
	from     []int32     // the line of the input for each line written
	begins   []beginning // the components written, in order
	open     []string    // the components that are not ended yet
	implicit bool        // the calendar was not begun by the input
	passed   int         // the depth of the component that is passed over, 0 if none is
	last     int         // where the property written last begins; -1 if it is not the one read last
	unread   bool        // the property read last was not written
	prose    bool        // the property read last is running text of several lines, or a line was joined to it
	word     bool        // the property read last is one word
	ahead    outlook     // what is known of the lines to come
	numbers  [2]int      // of the calendar and the component in it begun last, in begins
	count    struct{ components, properties int }
}

// beginning says where a component begins in what is written.
type beginning struct {
	offset int // of its first byte
	line   int // of its first line, from 0
}

// repair repairs an input. It fails with [ErrNoCalendar] or a [*LimitError].
func repair(data []byte, limits Limits) (*repairer, error) {
	r := &repairer{limits: limits, last: -1}
	r.scope = everywhere
	if len(data) > limits.Bytes {
		return r, &LimitError{Limit: "Bytes", Max: limits.Bytes}
	}
	text, was, lossy := toUTF8(data)
	if was != "" {
		r.add("", Note{Line: 1, Kind: NoteCharset, Was: was, Made: "UTF-8", Lossy: lossy})
	}
	r.in, r.traits = text, traitsOf(text)
	if r.traits.ends >= limits.Lines {
		return r, &LimitError{Limit: "Lines", Max: limits.Lines, Line: limits.Lines + 1}
	}
	if r.traits.bareCR {
		r.add("", Note{Line: 1, Kind: NoteLineEnding, Was: "carriage return", Made: "line feed"})
	}
	r.out = make([]byte, 0, len(text)+64)
	r.from = make([]int32, 0, r.traits.ends+1)
	r.buf = make([]byte, 0, maxHead)
	r.begins = make([]beginning, 0, 8) // those of an invitation
	r.open = make([]string, 0, 4)
	for r.err == nil && r.content() {
	}
	r.finish()
	return r, r.err
}

// limit stops at what exceeds a limit.
func (r *repairer) limit(name string, value, maximum int) {
	if value > maximum {
		r.exceeds(name, maximum, r.line)
	}
}

// exceeds stops at a limit that is exceeded.
func (r *repairer) exceeds(name string, maximum, line int) {
	if r.err == nil {
		r.err = &LimitError{Limit: name, Max: maximum, Line: line}
	}
}

// content reads one content line, and reports false at the end of the input.
func (r *repairer) content() bool {
	line, ok := r.next()
	if !ok {
		return false
	}
	r.limit("LineLength", len(line), r.limits.LineLength)
	switch {
	case len(r.open) == 0:
		r.outside(line)
	case len(line) > 0 && (line[0] == ' ' || line[0] == '\t'):
		r.unindent(line)
	case len(line) > 0:
		r.inside(line)
	}
	return true
}

// outside reads a line before, between or after calendars.
func (r *repairer) outside(line []byte) {
	rest := bytes.TrimLeft(line, " \t>|")
	if i := indexFold(line, "BEGIN:VCALENDAR"); i > len(line)-len(rest) {
		r.junk("", line[:i], false)
		line, rest = line[i:], line[i:]
	}
	name, value := splitName(rest)
	if len(rest) == len(line) && r.beginsCalendar(name, value) {
		r.beginAround(excerpt(line))
		r.inside(line)
		return
	}
	begun := componentName(value)
	known, ok := components[begun]
	if kindOf(name)&nameBegin == 0 || !ok || known.depth > 1 {
		r.junk(propertyOf(rest), line, kindOf(name)&nameEvent != 0 && isContent(rest))
		return
	}
	if prefix := line[:len(line)-len(rest)]; len(prefix) > 0 {
		r.prefix = bytes.Clone(prefix)
		r.add("", Note{Line: r.line, Kind: NoteIndented, Was: string(line), Made: string(rest)})
	}
	if known.depth > 0 {
		r.beginAround(begun)
	}
	r.begin(begun)
}

// beginAround begins a calendar around what the input did not begin one around.
func (r *repairer) beginAround(what string) {
	r.add("", Note{Line: r.line, Kind: NoteNoCalendar, Was: what, Made: "a calendar around it"})
	r.begin("VCALENDAR")
	r.implicit = true
}

// indexFold returns where an ASCII text first stands in a line, in any case, or -1.
func indexFold(line []byte, text string) int {
	for i := range len(line) - len(text) + 1 {
		if line[i]|0x20 == text[0]|0x20 && strings.EqualFold(string(line[i:i+len(text)]), text) {
			return i
		}
	}
	return -1
}

// junk notes a line that is left out.
func (r *repairer) junk(property string, line []byte, lossy bool) {
	if len(bytes.TrimSpace(line)) > 0 {
		r.add(property, Note{Line: r.line, Kind: NoteJunk, Was: excerpt(line), Lossy: lossy})
	}
}

// inside reads a line of a calendar.
func (r *repairer) inside(line []byte) {
	name, value := splitName(line)
	kind := kindOf(name)
	switch {
	case len(name) == 0 || !isProperty(name, value, kind) || kind == 0 && r.isProse(name, line):
		r.running(line)
	case kind&(nameBegin|nameEnd) != 0 && !namesComponent(value):
		r.running(line)
	case kind&nameBegin != 0:
		r.beginLine(componentName(value))
	case kind&nameEnd != 0:
		r.end(componentName(value), line)
	default:
		r.property(name, line, kind)
	}
}

// unindent reads a line that is not folded and begins with blanks all the same.
func (r *repairer) unindent(line []byte) {
	if bare := bytes.TrimLeft(line, " \t"); len(bare) > 0 {
		r.add("", Note{Line: r.line, Kind: NoteIndented, Was: excerpt(line), Made: excerpt(bare)})
		r.inside(bare)
	}
}

// beginLine begins a component at the place that it has. What is still open there
// is ended first.
func (r *repairer) beginLine(name string) {
	if known, ok := components[name]; ok {
		r.closeTo(known.depth)
	}
	r.begin(name)
}

// begin begins a component. Of those that hold no events, nothing is written.
func (r *repairer) begin(name string) {
	r.count.components++
	r.limit("Components", r.count.components, r.limits.Components)
	r.limit("Nesting", len(r.open)+1, r.limits.Nesting)
	if r.passed == 0 && !r.isRead(name) {
		r.passed = len(r.open) + 1
	}
	r.open = append(r.open, name)
	if r.passed == 0 {
		if depth := len(r.open); depth <= len(r.numbers) {
			r.numbers[depth-1] = len(r.begins)
		}
		r.begins = append(r.begins, beginning{len(r.out), len(r.from)})
	}
	r.boundary("BEGIN:", name)
	r.rescope()
}

// isRead reports whether a reader has a use for a component in the open ones.
func (r *repairer) isRead(name string) bool {
	switch len(r.open) {
	case 0:
		return true
	case 1:
		return name == "VEVENT" || name == "VTIMEZONE"
	}
	return r.inZone()
}

// end ends the innermost open component of that name, and those inside it.
func (r *repairer) end(name string, line []byte) {
	for i, open := range slices.Backward(r.open) {
		if open == name {
			r.closeTo(i + 1)
			r.close()
			return
		}
	}
	r.addIn(r.opened(), "", Note{Line: r.line, Kind: NoteStrayEnd, Was: excerpt(line), Lossy: name == "VEVENT"})
}

// closeTo ends the components deeper than depth, which the input forgot to end. What
// was passed over with one of them may have been more than it held.
func (r *repairer) closeTo(depth int) {
	for len(r.open) > depth {
		name, noted, lossy := r.open[len(r.open)-1], !(r.implicit && len(r.open) == 1), r.passed > 0
		r.close()
		if noted {
			r.addIn(r.opened(), "", Note{Line: r.line, Kind: NoteMissingEnd, Was: name, Made: "END:" + name, Lossy: lossy})
		}
	}
}

// close ends the innermost open component.
func (r *repairer) close() {
	last := len(r.open) - 1
	r.boundary("END:", r.open[last])
	if r.passed > last {
		r.passed = 0
	}
	if r.open = r.open[:last]; last == 0 {
		r.prefix, r.implicit = nil, false
	}
	r.rescope()
}

// rescope sets the scope of what comes next.
func (r *repairer) rescope() {
	if r.scope = nowhere; r.passed == 0 {
		r.scope = r.opened()
	}
}

// opened returns the scope of what is open: the event, else the calendar.
func (r *repairer) opened() int {
	switch {
	case len(r.open) == 0:
		return everywhere
	case r.inZone():
		return inZones
	case r.inEvent():
		return r.numbers[1]
	}
	return r.numbers[0]
}

// inEvent reports whether a VEVENT is open.
func (r *repairer) inEvent() bool { return len(r.open) > 1 && r.open[1] == "VEVENT" }

// boundary writes the begin or the end of a component.
func (r *repairer) boundary(what, name string) {
	r.last, r.unread, r.prose, r.word = -1, r.passed > 0, false, false
	if r.passed > 0 {
		return
	}
	r.out = append(append(append(r.out, what...), name...), '\n')
	r.from = append(r.from, int32(r.line))
}

// finish ends what is open at the end of the input.
func (r *repairer) finish() {
	if len(r.open) > 1 || len(r.open) == 1 && !r.implicit {
		r.add("END", Note{Line: r.line, Kind: NoteTruncated, Was: r.open[len(r.open)-1], Made: "an end for it", Lossy: true})
		r.lose(loss{r.opened(), NoteTruncated, "END", r.line})
		r.lose(loss{everywhere, NoteTruncated, "END", r.line})
	}
	for len(r.open) > 0 {
		r.close()
	}
	if r.count.components == 0 && r.err == nil {
		r.err = ErrNoCalendar
	}
}

// isProse reports whether a line with an unknown name is running text: it goes on
// with such text, or it holds a link, which no property that is read would hold
// any better.
func (r *repairer) isProse(name, line []byte) bool {
	return !isExtension(name) && line[len(name)] != ';' && (r.prose || bytes.Contains(line, []byte("://")))
}

// running reads a line that is no property: text that goes on where it should
// have been folded, or nothing that is known.
func (r *repairer) running(line []byte) {
	if r.last < 0 && !r.unread || r.word && !r.goesOn(line) {
		r.junk("", line, true)
		return
	}
	r.prose = !r.word
	property := propertyOf(line)
	if r.word {
		property = "UID"
	}
	r.add(property, Note{Line: r.line, Kind: NoteJoined, Was: excerpt(line), Made: "more of the line before", Lossy: r.word || r.unread && r.passed == 0})
	if r.unread {
		return
	}
	r.out = r.out[:len(r.out)-1]
	if !r.word {
		r.out = append(r.out, `\n`...)
	}
	r.out = append(append(r.out, line...), '\n')
	r.limit("LineLength", len(r.out)-r.last, r.limits.LineLength)
}

// goesOn reports whether a line may be more of a word: it is one itself, and not
// where the input was cut off.
func (r *repairer) goesOn(line []byte) bool {
	return !bytes.ContainsAny(line, " \t:;") && r.pos < len(r.in)
}

// property reads the line of a property, and writes it if a reader has a use for
// it.
func (r *repairer) property(name, line []byte, kind nameKind) {
	r.count.properties++
	r.limit("Properties", r.count.properties, r.limits.Properties)
	if kind&nameEvent != 0 && r.open[len(r.open)-1] == "VALARM" {
		r.closeTo(len(r.open) - 1)
	}
	if kind&(nameRead|nameHead) == nameRead && len(r.open) == 1 && r.beginsEvent(name) {
		r.begin("VEVENT")
		r.add("", Note{Line: r.line, Kind: NoteMissingBegin, Was: excerpt(line), Made: "BEGIN:VEVENT", Lossy: true})
	}
	use := nameRead
	if r.inZone() {
		use = nameZone
	}
	r.last, r.unread, r.prose = -1, r.passed > 0 || kind&use == 0, kind&nameProse != 0
	r.word = kind&nameWord != 0
	if r.unread {
		return
	}
	start := len(r.out)
	if head, value := appendHead(r.out, line, len(name)); value > 0 && (kind&nameDate == 0 || beginsDate(line[value:])) {
		r.out = append(head, line[value:]...)
	} else {
		r.repaired(name, line)
	}
	capitals(r.out[start : start+len(name)])
	r.out = append(r.out, '\n')
	r.from = append(r.from, int32(r.line))
	if kind&(nameText|nameWord) != 0 {
		r.last = start
	}
}

// capitals writes a name in capitals. Of a name in both, what is left of its line
// could look like prose.
func capitals(name []byte) {
	for i, c := range name {
		if 'a' <= c && c <= 'z' {
			name[i] = c - 'a' + 'A'
		}
	}
}

// inZone reports whether a VTIMEZONE is open.
func (r *repairer) inZone() bool { return len(r.open) > 1 && r.open[1] == "VTIMEZONE" }

// repaired writes a line whose head is not as it should be. Where there is no
// value at all, an empty one is written.
func (r *repairer) repaired(name, line []byte) {
	number := r.line
	line = r.completed(line)
	h := headRepair{text: bytes.TrimLeft(line[len(name):], " \t"), out: append(r.out, name...)}
	h.dated = kindOf(name)&nameDate != 0
	start, misnamed := len(r.out), len(h.text)+len(name) < len(line)
	valued := h.params()
	r.out = append(h.out, ':')
	property := propertyOf(line)
	decoded := r.value(h.text, h.encoding, kindOf(name))
	note := Note{Line: number, Was: excerpt(line), Made: excerpt(r.out[start:])}
	r.note(property, note, NoteName, misnamed, false)
	r.note(property, note, NoteParam, h.fault || !valued, h.lossy || !valued)
	r.note(property, note, NoteLongParam, h.cut, true)
	r.note(property, note, NoteEncoding, h.encoding != encodingNone, decoded == notDecoded || decoded == decodedByGuess && isSpelled(property))
}

// A decoding is what came of a value in an encoding.
type decoding uint8

const (
	decodedAsUTF8 decoding = iota
	decodedByGuess
	notDecoded
)

// value writes a value in an encoding, and returns what came of it. Of
// base64, dates and UIDs are left as they are: they could be it by chance, and other
// programs find the event by them.
func (r *repairer) value(text []byte, code encoding, kind nameKind) (d decoding) {
	switch {
	case code == encodingQuoted:
		r.out, d = appendQuoted(r.out, r.softLines(text))
		return d
	case code == encodingBase64 && kind&(nameDate|nameWord) == 0:
		r.out, d = appendBase64(r.out, text)
		return d
	}
	r.out = append(r.out, text...)
	if code == encodingNone {
		return decodedAsUTF8
	}
	return notDecoded
}

// note adds n on a property, as one of a kind, if it applies.
func (r *repairer) note(property string, n Note, kind NoteKind, applies, lossy bool) {
	if applies {
		n.Kind, n.Lossy = kind, lossy
		r.add(property, n)
	}
}
