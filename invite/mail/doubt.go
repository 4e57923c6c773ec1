package mail

import (
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/ics"
)

var (
	// spelled is in doubt where it is not known which characters bytes stand for. Times and
	// words are ASCII.
	spelled = enum.SetOf(invite.DoubtOrganizer, invite.DoubtAttendees, invite.DoubtLinks, invite.DoubtTitle)
	// everything is in doubt where bytes were lost.
	everything = spelled | enum.SetOf(invite.DoubtTime, invite.DoubtState, invite.DoubtClass)
)

// consequences says what a lossy note on a part puts in doubt of the calendar in it. The
// other kinds put nothing in doubt: they are never lossy, or are about who sent the mail,
// which is no part of the invite, or about something else than the calendar, which was
// read.
var consequences = [noteKindEnd]invite.Doubts{
	NoteLineEnding: everything, // some readers see a field in the header that says how the part is encoded
	NoteHeader:     everything, // the line left out may have said so
	NoteRepeated:   everything, // if the field is of the part
	NoteCharset:    spelled,    // if it is that of the body
	NoteMethod:     enum.SetOf(invite.DoubtState),
	NoteBoundary:   everything,
	NoteEncoding:   everything,
}

// lost returns what the notes on a part put in doubt, those from a place on, of which
// those on its body begin at another.
func (r *reader) lost(first, body int) (doubts invite.Doubts) {
	for i := first; i < len(r.m.Notes); i++ {
		n := &r.m.Notes[i]
		ofMail := n.Kind == NoteRepeated && !strings.HasPrefix(n.Was, "Content-") || n.Kind == NoteCharset && i < body
		if n.Lossy && !ofMail {
			doubts |= consequences[n.Kind]
		}
	}
	return doubts
}

// doubt adds doubts to those of the events of a calendar. They come from no line of it.
func doubt(c *ics.Calendar, doubts invite.Doubts) {
	for i := range c.Events {
		inv := &c.Events[i].Invite
		inv.Doubts |= doubts
		for d := range doubts.All() {
			if from := (invite.Doubtful{Doubt: d}); !slices.Contains(inv.DoubtsFrom, from) {
				inv.DoubtsFrom = append(inv.DoubtsFrom, from)
			}
		}
	}
}
