package mail

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"path"
	"strconv"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
)

const (
	hashSize      = sha256.Size
	beginCalendar = "BEGIN:VCALENDAR"
	endCalendar   = "END:VCALENDAR"

	beginEncrypted = "-----BEGIN PGP MESSAGE-----" // RFC 9580, section 6.2
)

// A reader reads one mail.
type reader struct {
	o           Options
	m           Message
	seen        map[[hashSize]byte]*Part // the first calendar of each content
	parts       int                      // how many parts were read
	headerBytes int                      // how long their headers were
	recipients  int                      // how many addresses were read
}

// An entity is a place in a mail: a mail, or a part of one (RFC 2045, section
// 2.4).
type entity struct {
	path     string
	line     int // the line on which its header begins
	bodyLine int // the line on which its body begins
	nesting  int // how many entities it is inside of
	depth    int // how many of them are mails
	mail     bool
	digest   bool // it is a part of a digest
	split    bool // some readers see other fields in its header: see [reader.isolate]

	lost      invite.Doubts // what was lost of the mail that it is inside of
	notes     int           // where the notes on it begin
	bodyNotes int           // where those on its body do
}

// inside returns the n-th part of e, from 1, that begins on a line.
func (e entity) inside(n, line int) entity {
	return entity{
		path: strings.TrimPrefix(e.path+"."+strconv.Itoa(n), "."),
		line: line, nesting: e.nesting + 1, depth: e.depth, lost: e.lost,
	}
}

// exceeded returns the error of a limit.
func (r *reader) exceeded(limit string, highest int, e entity) error {
	return &LimitError{Limit: limit, Max: highest, Part: e.path}
}

// mail reads the mail itself.
func (r *reader) mail(data []byte) error {
	e := entity{line: 1}
	text := r.isolate(&e, data)
	h, body, err := r.header(&e, text)
	if err != nil {
		return err
	}
	if err := r.envelope(e, h); err != nil {
		return err
	}
	if err := r.body(e, h, body); err != nil {
		return err
	}
	if len(h) == 0 && len(r.m.Calendars) == 0 {
		return ErrNoMail
	}
	return nil
}

// entity reads a part.
func (r *reader) entity(e entity, text []byte) error {
	if e.nesting > r.o.Limits.Nesting {
		return r.exceeded("Nesting", r.o.Limits.Nesting, e)
	}
	e.notes = len(r.m.Notes)
	if e.mail || isContent(text) {
		text = r.isolate(&e, text)
	}
	h, body, err := r.header(&e, text)
	if err != nil {
		return err
	}
	return r.body(e, h, body)
}

// isContent reports whether a header of a part comes after empty lines, which
// mean that it has none.
func isContent(text []byte) bool {
	rest, skipped := skipBlank(text)
	return skipped > 0 && hasPrefixFold(rest, "Content-")
}

// body reads what a part holds.
func (r *reader) body(e entity, h header, body []byte) error {
	c := r.content(e, h)
	switch {
	case strings.HasPrefix(c.mediaType, "multipart/"):
		return r.multipart(e, c, body)
	case c.isMail():
		return r.attached(e, c, body)
	case c.isUnreadable() && !c.isCalendar():
		r.unread(e, c)
		return nil
	}
	r.leaf(e, c, body)
	return nil
}

// unread notes a part in a form that is not read.
func (r *reader) unread(e entity, c content) {
	r.note(e, Note{Kind: NoteUnread, Was: c.mediaType + " " + c.name, Lossy: true})
}

// container notes a part that is an archive, or in TNEF whatever it is called.
func (r *reader) container(e entity, c content, body []byte) {
	if c.isArchive() || bytes.HasPrefix(beginning(c, body), []byte(tnefSignature)) {
		r.unread(e, c)
	}
}

// tnefSignature is what TNEF begins with (MS-OXTNEF, section 2.1.3.2).
const tnefSignature = "\x78\x9f\x3e\x22"

// attached reads a mail that is the body of a part.
func (r *reader) attached(e entity, c content, body []byte) error {
	first := len(r.m.Notes)
	decoded, plain := r.decode(e, c, body)
	inner := e.inside(1, e.bodyLine)
	inner.lost |= r.lost(first, first)
	if !plain {
		inner.line = 1
	}
	inner.mail = true
	inner.depth++
	return r.entity(inner, decoded)
}

// leaf reads a part that has no parts, if it is a calendar.
func (r *reader) leaf(e entity, c content, body []byte) {
	if !c.isCalendar() && !r.mayHold(c, body) {
		r.container(e, c, body)
		return
	}
	e.bodyNotes = len(r.m.Notes)
	text, _ := r.decode(e, c, body)
	text = r.utf8(e, c, text)
	if !c.isCalendar() {
		if text = r.inline(e, c, text); text == nil {
			r.container(e, c, body)
			return
		}
	}
	r.calendar(e, c, text)
}

// sniff is how much of a part is decoded to see whether it is a calendar, in
// bytes before decoding.
const sniff = 512

// mayHold reports whether a part that does not say that it is a calendar must be
// looked at.
func (r *reader) mayHold(c content, body []byte) bool {
	kind, _, _ := strings.Cut(c.mediaType, "/")
	switch kind {
	case "text", "message":
		return true
	case "image", "audio", "video", "font":
		return false
	}
	start, _, _ := toUTF8(beginning(c, body), c.charset)
	return startsCalendar(start) || uuencoded(start) != ""
}

// beginning decodes the beginning of a body.
func beginning(c content, body []byte) []byte {
	body = body[:min(len(body), sniff)]
	encoding, _ := encodingOf(c.encoding)
	start, _ := transfer(foundEncoding(encoding, c, body), body)
	return start
}

// startsCalendar reports whether text is a calendar from its first line on.
func startsCalendar(text []byte) bool {
	return hasPrefixFold(trimStart(text), beginCalendar)
}

// inline returns the lines of text that are a calendar, nil if there are none.
func (r *reader) inline(e entity, c content, text []byte) []byte {
	if name := uuencoded(text); name != "" {
		r.note(e, Note{Line: e.bodyLine, Kind: NoteUnread, Was: "uuencoded " + name, Lossy: true})
	}
	begin := indexFold(text, beginCalendar)
	switch {
	case begin < 0:
		if bytes.Contains(text, []byte(beginEncrypted)) {
			r.note(e, Note{Line: e.bodyLine, Kind: NoteUnread, Was: beginEncrypted, Lossy: true})
		}
		return nil
	case c.mediaType == "text/html" && !startsCalendar(text):
		r.note(e, Note{Kind: NoteUnread, Was: "a calendar in " + c.mediaType, Lossy: true})
		return nil
	case !startsCalendar(text):
		r.note(e, Note{Line: e.bodyLine, Kind: NoteInline, Was: c.mediaType})
	}
	return calendarLines(text, begin)
}

// calendar reads a calendar.
func (r *reader) calendar(e entity, c content, text []byte) {
	p := &Part{Path: e.path, Line: e.line, Depth: e.depth, Type: c.mediaType, Name: c.name, Method: c.method, Content: text}
	hash := sha256.Sum256(normalLines(text))
	first := r.seen[hash]
	if first == nil {
		var err error
		if p.Calendar, err = ics.Read(text, r.o.Calendar); err != nil {
			r.note(e, Note{Kind: NoteCalendar, Was: excerpt(text), Lossy: c.isCalendar() || !errors.Is(err, ics.ErrNoCalendar), Err: err})
			return
		}
		r.seen[hash] = p
	} else {
		p.DuplicateOf, p.Calendar = first, first.Calendar
	}
	r.compareMethod(e, p)
	doubt(p.Calendar, e.lost|r.lost(e.notes, e.bodyNotes))
	r.m.Calendars = append(r.m.Calendars, p)
}

// compareMethod gives the method of the media type to a calendar, and to those of
// its events, that have none, and notes where the calendar names another.
func (r *reader) compareMethod(e entity, p *Part) {
	if p.Method == invite.MethodNone {
		return
	}
	adopted := adopt(&p.Calendar.Method, p.Method)
	said := p.Method
	for i := range p.Calendar.Events {
		own := &p.Calendar.Events[i].Invite.Method
		adopted = adopt(own, p.Method) || adopted
		if said == p.Method {
			said = *own
		}
	}
	if adopted {
		r.note(e, Note{Kind: NoteMethod, Was: "no METHOD", Made: p.Method.String()})
	}
	if said != p.Method {
		r.note(e, Note{Kind: NoteMethod, Was: p.Method.String(), Made: said.String(), Lossy: true})
	}
}

// adopt sets a method that is none, and reports whether it was.
func adopt(own *invite.Method, m invite.Method) bool {
	if *own != invite.MethodNone {
		return false
	}
	*own = m
	return true
}

// extension returns the extension of a file name, in lower case.
func extension(name string) string { return strings.ToLower(path.Ext(name)) }
