package mail

import (
	"strings"

	"github.com/mayrecord/mayrecord/invite"
)

// envelope reads what the header of the mail says of the mail.
func (r *reader) envelope(e entity, h header) error {
	for _, l := range []struct {
		list *[]invite.Address
		name string
	}{
		{&r.m.To, "To"}, {&r.m.Cc, "Cc"},
		{&r.m.Delivered, "Delivered-To"}, {&r.m.Delivered, "X-Original-To"}, {&r.m.Delivered, "Envelope-To"},
		{&r.m.Delivered, "X-Envelope-To"}, {&r.m.Delivered, "X-Delivered-To"}, {&r.m.Delivered, "Bcc"},
	} {
		boxes, err := r.mailboxes(e, h, l.name)
		if err != nil {
			return err
		}
		*l.list = appendNew(*l.list, boxes)
	}
	r.m.Auth = r.auth(e, h)
	r.words(e, h)
	return r.sender(e, h)
}

// words reads the fields that are texts, and the date.
func (r *reader) words(e entity, h header) {
	if f, ok := r.one(e, h, "Subject"); ok {
		r.m.Subject = r.text(e, f)
	}
	if f, ok := r.one(e, h, "Message-Id"); ok {
		r.m.MessageID = messageID(f.value)
	}
	if f, ok := r.one(e, h, "Date"); ok {
		if r.m.Date, ok = parseDate(f.value); !ok {
			r.note(e, Note{Line: f.line, Kind: NoteDate, Was: f.value, Lossy: true})
		}
	}
	if f, ok := h.first("Resent-From"); ok {
		r.note(e, Note{Line: f.line, Kind: NoteResent, Was: f.value})
	}
}

// messageID returns what stands in the first angle brackets, or all of a text
// without them. go-message's own reader of IDs takes a time that grows with the
// square of the length of a comment.
func messageID(text string) string {
	if _, after, ok := strings.Cut(text, "<"); ok {
		text, _, _ = strings.Cut(after, ">")
	}
	return strings.ToValidUTF8(strings.TrimSpace(text), "\uFFFD")
}

// sender reads From, and tells who sent the mail.
func (r *reader) sender(e entity, h header) error {
	boxes, err := r.mailboxes(e, h, "From")
	if err != nil {
		return err
	}
	agents, err := r.mailboxes(e, h, "Sender")
	if err != nil {
		return err
	}
	for _, b := range boxes {
		if !b.broken {
			r.m.From = append(r.m.From, b.Party)
		}
	}
	fields := 0
	for range h.all("From") {
		fields++
	}
	switch whole := !e.split && fields == 1 && len(r.m.From) == len(boxes); {
	case whole && len(boxes) == 1:
		r.m.Sender = boxes[0].Party
	case whole && len(boxes) > 1 && len(agents) == 1 && !agents[0].broken:
		r.m.Sender = agents[0].Party
	default:
		f, _ := h.first("From")
		r.note(e, Note{Line: f.line, Kind: NoteSender, Was: f.value, Lossy: true})
	}
	return nil
}

// appendNew appends the addresses of mailboxes to a list, without the broken ones
// and those that are in it.
func appendNew(list []invite.Address, boxes []mailbox) []invite.Address {
	seen := map[invite.Address]bool{}
	for _, a := range list {
		seen[a] = true
	}
	for _, b := range boxes {
		if !b.broken && !seen[b.Address] {
			seen[b.Address] = true
			list = append(list, b.Address)
		}
	}
	return list
}
