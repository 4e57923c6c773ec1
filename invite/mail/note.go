package mail

import (
	"strings"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Note reports one repair, or one thing that was not understood.
type Note struct {
	Part string // the path of the part, as in [Part.Path]
	// Line is the line at which it was found, from 1: a line of the input, or,
	// in an attached mail that was encoded, of that mail once decoded.
	Line  int
	Kind  NoteKind // what was wrong
	Was   string   // what was there, shortened, in the form of [strictjson.Printable]
	Made  string   // what was made of it, shortened; empty if it was left out
	Lossy bool     // meaning may have been lost
	Err   error    // why it could not be read, if a reader said so; nil otherwise
}

// NoteKind is the kind of a [Note]. The zero kind is reserved.
type NoteKind uint8

// The kinds of notes. Their numbers are appended, never reused.
const (
	noteUnset NoteKind = iota

	NoteLineEnding // lines that end in several carriage returns, or in one alone, or have one inside
	NoteMbox       // the mail is quoted as in an mbox file
	NoteAnother    // another mail follows in the same input
	NoteBlank      // empty lines before a header
	NoteHeader     // lines in a header that are no header field
	NoteNoBlank    // no empty line between a header and its body
	NoteRepeated   // a field that may be given once, given again
	NoteCharset    // bytes in an unknown charset, in another one than named, or that the named one has not
	NoteWord       // an encoded word with an unknown charset, or control characters in a text
	NoteDate       // a Date in an irregular form, or none
	NoteAddress    // an address that cannot be read, or is put irregularly
	NoteSender     // the sender cannot be told
	NoteResent     // the mail was redirected; who did it does not count
	NoteAuth       // authentication results that are not believed
	NoteType       // a broken Content-Type or Content-Disposition
	NoteMethod     // a method parameter that is unknown, that the calendar contradicts, or that it lacks and adopts
	NoteBoundary   // no boundary, or one that does not occur
	NoteTruncated  // a multipart without its last boundary
	NoteEncoding   // an unknown transfer encoding, or a body that breaks it
	NoteInline     // a calendar in a text
	NoteUnread     // a part in a form that is not read
	NoteCalendar   // a part that should be a calendar and cannot be read as one

	noteKindEnd
)

var noteKinds = enum.Table[NoteKind]{Kind: "note kind", Texts: []string{
	"", "line_ending", "mbox", "another", "blank", "header", "no_blank", "repeated", "charset", "word", "date",
	"address", "sender", "resent", "auth", "type", "method", "boundary", "truncated", "encoding", "inline",
	"unread", "calendar",
}}

// AllNoteKinds returns every kind.
func AllNoteKinds() []NoteKind { return noteKinds.All() }

// Known reports whether k is one of the constants.
func (k NoteKind) Known() bool { return noteKinds.Known(k) }

// String returns the text form of k.
func (k NoteKind) String() string { return noteKinds.String(k) }

// MarshalText returns the text form, or an error for an unknown value.
func (k NoteKind) MarshalText() ([]byte, error) { return noteKinds.AppendText(nil, k) }

// UnmarshalText reads the text form; unknown text is an error.
func (k *NoteKind) UnmarshalText(text []byte) error { return noteKinds.Parse(k, text) }

// note adds a note on a part. A note without a line is on the part's first one.
func (r *reader) note(e entity, n Note) {
	n.Part = e.path
	if n.Line == 0 {
		n.Line = e.line
	}
	n.Was, n.Made, n.Err = shorten(n.Was), shorten(n.Made), printable(n.Err)
	r.m.Notes = append(r.m.Notes, n)
}

// printable returns an error whose text is safe to print: other packages' errors quote what
// they could not read.
func printable(err error) error {
	if err == nil || strictjson.Printable(err.Error()) == err.Error() {
		return err
	}
	return &quotedError{err}
}

// quotedError is an error whose text is not safe to print as it is.
type quotedError struct{ err error }

func (e *quotedError) Error() string { return strictjson.Printable(e.err.Error()) }

func (e *quotedError) Unwrap() error { return e.err }

// maxExcerpt is the length to which notes shorten what they quote, in bytes.
const maxExcerpt = 80

// shorten returns the beginning of s in memory of its own, safe to print.
func shorten(s string) string {
	if len(s) <= maxExcerpt {
		return strictjson.Printable(strings.ToValidUTF8(strings.Clone(s), "\uFFFD"))
	}
	end := maxExcerpt
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strictjson.Printable(strings.ToValidUTF8(s[:end], "\uFFFD") + "…")
}

// excerpt returns the beginning of text, for a note.
func excerpt(text []byte) string { return string(text[:min(len(text), maxExcerpt+1)]) }
