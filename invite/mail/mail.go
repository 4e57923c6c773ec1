// Package mail reads the mail in which an invite arrives: who sent it, to whom,
// and the calendars in it, wherever they are.
//
// [Read] takes a mail as a mailbox holds it, or as a file ending in .eml, and
// finds its calendars in alternative and mixed parts, in attachments, in mails
// that are forwarded as attachments, and in plain text, quoted or not. go-message
// reads header fields and undoes transfer encodings; what it cannot take is
// repaired first. Every repair comes back as a [Note]; a bad part costs that
// part, never the mail.
//
//	m, err := mail.Read(data, mail.Options{})
//	for _, event := range m.Events() {
//		fmt.Println(m.Sender.Address, "asks for", event.Invite.Title)
//	}
//
// # What a sender proves
//
// Nothing. Whoever writes a mail writes its From field, and can write any name
// and any address into it; the same holds for Sender, To, Date, Delivered-To and
// for every other field that no server of yours has put there. [Message.Sender]
// is who a mail says it is from. A service that acts on it must insist on what
// its own mail server has checked: name that server in [Options.AuthServer] and
// require [Message.Authenticated].
//
// # Which authentication results are believed
//
// Whoever sends a mail can write results into it, in the name of any server, and
// Received fields around them. All that a sender writes stands below what the
// receiving server puts on top (RFC 5321, section 4.4), and every server puts a
// Received field there. Therefore (RFC 8601):
//
//   - Only fields whose authserv-id is exactly Options.AuthServer count, without
//     regard to case. With no AuthServer none does. A field without an
//     authserv-id, as Exchange Online writes it, names nobody and never counts.
//   - Only fields of the mail itself count, never those of a mail attached to it.
//   - Only fields above the first Received field of all count, whoever wrote that;
//     where they differ, the upper one does. Below it anything may be the
//     sender's, fields that name the server among them. In a mail without a
//     Received field nothing counts.
//   - [Options.ReportsBelowReceived] lets one field below it count, for servers
//     that are known to write their results there.
//
// Everything else is disregarded, and noted. A mail that other servers have passed
// on after it was checked has their Received fields on top: it counts as not
// checked, unless the last of them puts the results above its own field.
//
// This holds of mails as a server of yours has delivered them. A mail that no such
// server has put a Received field on, as one that was uploaded, proves nothing:
// read it without an AuthServer.
//
// # What is not read
//
// Outlook's winmail.dat (TNEF) and .msg, encrypted mails, mails that are inside
// their signature (S/MIME's .p7m), partial mails, archives such as .zip, uuencoded
// files that may hold a calendar, calendars in JSON or XML, and calendars pasted
// into HTML are reported by a note.
package mail

import (
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
)

// Options steer and bound reading. The zero Options are sane; they believe no
// authentication results.
type Options struct {
	// Calendar is how calendars are read. Its limits hold for each of them.
	Calendar ics.Options
	// AuthServer is the authserv-id of the server whose authentication results
	// are believed, where they stand above the first Received field. Empty: none
	// are.
	AuthServer string
	// ReportsBelowReceived says where AuthServer writes its results: right below
	// its own Received field. If none of its fields stands above the first
	// Received field, the topmost one between that and the next Received field
	// counts, provided that the first was written by ReceivedBy. False: none
	// below the first Received field does.
	//
	// Set it only if the server adds its results before it adds its own Received
	// field, and removes from each mail that it receives all others' fields that
	// name it (RFC 8601, section 5). One that does not remove them lets a sender
	// authenticate itself.
	ReportsBelowReceived bool
	// ReceivedBy is the host that the server's own Received field says it was
	// written "by", or a name above it. Empty: AuthServer. It counts with
	// ReportsBelowReceived only.
	ReceivedBy string
	// Limits bound what is read. Zero fields have the documented defaults.
	Limits Limits
}

// Message is a mail, as far as it concerns an invite.
//
// The zero Message is a mail that says nothing and that nobody sent.
type Message struct {
	// From holds the mailboxes of the From field.
	From []invite.Party
	// Sender is who the mail says has sent it: the mailbox of the From field; if
	// there are several, that of the Sender field. It is nobody, and a note says
	// so, where From is missing, repeated or broken, or has several mailboxes
	// and there is no Sender field that has one, or where a carriage return alone
	// stands in the header of a mail whose lines end in line feeds: to some readers
	// another field begins there. Resent fields do not count: who redirects a mail
	// does not speak for it. It proves nothing by itself.
	Sender invite.Party

	To []invite.Address // the addresses of To
	Cc []invite.Address // the addresses of Cc
	// Delivered holds the addresses of Delivered-To, X-Original-To, Envelope-To,
	// X-Envelope-To, X-Delivered-To and Bcc, in this order.
	Delivered []invite.Address

	Date      time.Time // when it was written, in UTC; zero if it does not say
	Subject   string    // the subject, decoded
	MessageID string    // the message's ID without angle brackets

	// Calendars holds the parts that are calendars, in the order of the mail.
	// The same calendar often comes twice: see [Part.DuplicateOf].
	Calendars []*Part
	// Auth is what Options.AuthServer found out about the sender.
	Auth Auth
	// Notes reports every repair, and what was left out.
	Notes []Note
}

// Part is a part of a mail that is a calendar.
type Part struct {
	// Path is the place of the part in the mail: "2.1" is the first part of the
	// second part. A mail inside a part is the first, and only, part of it. The
	// path of the mail itself is empty.
	Path  string
	Line  int // the line on which the part's header begins; see [Note.Line]
	Depth int // how many attached mails it is inside of; 0 is the mail itself

	Type string // the media type, as in "text/calendar"
	Name string // the file name, decoded; empty if it has none
	// Method is the method parameter of the media type. Where the calendar, or an
	// event of it, has no METHOD, it is that of Calendar, too.
	Method invite.Method

	// Content is the calendar as it was read: decoded, in UTF-8 where the
	// charset is known and has all its bytes. Of a calendar in a text it is the
	// lines of the calendar. It may share memory with the input.
	Content []byte
	// Calendar is what was read from it, never nil.
	Calendar *ics.Calendar
	// DuplicateOf is the first part with the same content but for the ends of
	// its lines; nil if this is the first.
	DuplicateOf *Part
}

// Read reads a mail. It fails with [ErrNoMail] where there is neither a header
// field nor a calendar, and with a [*LimitError] where the mail is larger than
// o.Limits allow. A mail without a calendar is no error.
func Read(data []byte, o Options) (*Message, error) {
	o.Limits = o.Limits.withDefaults()
	r := &reader{o: o, seen: map[[hashSize]byte]*Part{}}
	if len(data) > o.Limits.Bytes {
		return nil, r.exceeded("Bytes", o.Limits.Bytes, entity{})
	}
	if err := r.mail(data); err != nil {
		return nil, err
	}
	return &r.m, nil
}

// Events returns the events of every calendar in the mail, each calendar once. A part
// without a calendar has none.
func (m *Message) Events() []ics.Event {
	var events []ics.Event
	for _, p := range m.Calendars {
		if p != nil && p.DuplicateOf == nil && p.Calendar != nil {
			events = append(events, p.Calendar.Events...)
		}
	}
	return events
}

// Asked returns who asks and which address is asked, as the mail says it. The
// address is the first one that ours accepts, of To, Cc and Delivered in this
// order; if it accepts none, the first of Delivered, To and Cc that there is.
// Each is the zero Address if the mail does not say it.
//
// ours tells the addresses of the one who is asked; it is called once for each
// address at most.
func (m *Message) Asked(ours func(invite.Address) bool) (sender, to invite.Address) {
	for _, list := range [][]invite.Address{m.To, m.Cc, m.Delivered} {
		for _, a := range list {
			if ours(a) {
				return m.Sender.Address, a
			}
		}
	}
	for _, list := range [][]invite.Address{m.Delivered, m.To, m.Cc} {
		if len(list) > 0 {
			return m.Sender.Address, list[0]
		}
	}
	return m.Sender.Address, invite.Address{}
}

// Authenticated reports whether the server that is believed found that the
// domain of the sender's address vouches for the mail: DMARC passed, for the
// domain of the one From address, and that address is the sender.
//
// It says nothing about who of that domain wrote the mail.
func (m *Message) Authenticated() bool {
	return m.Auth.DMARC.Result == ResultPass &&
		len(m.From) == 1 && m.From[0] == m.Sender &&
		m.Auth.DMARC.Domain == m.Sender.Address.Domain() && m.Auth.DMARC.Domain != ""
}
