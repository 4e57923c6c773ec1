package mail

import (
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/internal/idn"
)

// A mailbox is one entry of an address list (RFC 5322, section 3.4).
type mailbox struct {
	invite.Party
	broken bool // there is something there, and no address
}

// mailboxes reads the address lists of all fields of a name.
func (r *reader) mailboxes(e entity, h header, name string) ([]mailbox, error) {
	var boxes []mailbox
	for f := range h.all(name) {
		if name == "Delivered-To" {
			f.value = strings.TrimPrefix(f.value, "mailing list ") // as qmail's lists write it
		}
		l := addressList{text: f.value, lastAngle: strings.LastIndexByte(f.value, '<')}
		for l.next() {
			if r.recipients++; r.recipients > r.o.Limits.Recipients {
				return nil, r.exceeded("Recipients", r.o.Limits.Recipients, e)
			}
			boxes = append(boxes, r.mailbox(e, f, l.entry))
		}
	}
	return boxes, nil
}

// mailbox reads an entry of an address list.
func (r *reader) mailbox(e entity, f field, en entry) mailbox {
	name, text := en.comment, en.plain
	if en.angles > 0 {
		name, text = en.plain, en.angle
	}
	mapped, sure := idn.Address(strings.TrimSpace(string(text)))
	a, err := invite.ParseAddress(mapped)
	box := mailbox{broken: en.broken || en.angles > 1 || err != nil || !sure}
	if box.broken {
		r.note(e, Note{Line: f.line, Kind: NoteAddress, Was: en.source, Lossy: true, Err: err})
		return box
	}
	if en.joined {
		r.note(e, Note{Line: f.line, Kind: NoteAddress, Was: en.source, Made: a.String()})
	}
	box.Address = a
	box.Name = r.text(e, field{line: f.line, value: strings.Join(strings.Fields(string(name)), " ")})
	return box
}

// An addressList cuts an address list into its entries. It goes over the text
// once. It is none of package net/mail's, which go-message uses: that refuses a
// whole list for one bad entry.
type addressList struct {
	text      string
	lastAngle int // where its last angle bracket opens; -1 if there is none
	pos       int
	entry
}

// An entry is a part of an address list between two commas.
type entry struct {
	source  string // all of it
	plain   []byte // what stands outside angle brackets and comments, without quotes
	angle   []byte // what stands in angle brackets
	comment []byte // what stands in parentheses
	angles  int    // how many pairs of angle brackets there are
	named   bool   // there is more than blanks in plain
	at      bool   // there is an @ in plain
	joined  bool   // a comma in its name was not quoted
	broken  bool   // something is not closed, or stands after the angle brackets
}

// next reads the next entry that is not empty, and reports false at the end.
func (l *addressList) next() bool {
	l.entry = entry{}
	start := l.pos
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		l.pos++
		switch {
		case c == ':' && l.isGroup():
			l.entry, start = entry{}, l.pos
		case c == ',' && l.isName():
			l.plain, l.joined = append(l.plain, c), true
		case c == ',' || c == ';':
			if l.ends(start, l.pos-1) {
				return true
			}
			l.entry, start = entry{}, l.pos
		default:
			l.take(c)
		}
	}
	return l.ends(start, l.pos)
}

// take reads what a character that ends no entry begins.
func (l *addressList) take(c byte) {
	switch c {
	case '"':
		l.plain = l.until(l.plain, '"')
		l.named = true
	case '<':
		l.angles++
		l.angle = l.until(l.angle, '>')
	case '(':
		l.comment = l.until(l.comment, ')')
	default:
		l.plain = append(l.plain, c)
		l.named = l.named || !isBlank(c)
		l.at = l.at || c == '@'
		l.broken = l.broken || l.angles > 0 && !isBlank(c)
	}
}

// until reads to the closing character, which may be nested if it is a
// parenthesis, and appends what stands before it to text.
func (l *addressList) until(text []byte, closing byte) []byte {
	for depth := 1; l.pos < len(l.text); l.pos++ {
		switch c := l.text[l.pos]; {
		case c == '\\' && l.pos+1 < len(l.text) && closing != '>':
			l.pos++
		case c == closing:
			if depth--; depth == 0 {
				l.pos++
				return text
			}
		case c == '(' && closing == ')':
			depth++
		}
		text = append(text, l.text[l.pos])
	}
	l.broken = true
	return text
}

// isName reports whether the entry is only a name so far, and an address comes
// after the comma: "Lee, Ann <ann@…>".
func (l *addressList) isName() bool {
	return l.angles == 0 && l.named && !l.at && l.pos <= l.lastAngle
}

// isGroup reports whether the entry is the name of a group, if a colon follows: it
// is neither an address nor the scheme of a mailto: URI.
func (l *addressList) isGroup() bool {
	return !l.at && l.angles == 0 && !strings.EqualFold(strings.TrimSpace(string(l.plain)), "mailto")
}

// ends ends the entry, and reports whether there is anything in it.
func (l *addressList) ends(start, end int) bool {
	l.source = strings.TrimSpace(l.text[start:end])
	return l.source != "" && (l.angles > 0 || l.broken || l.named)
}
