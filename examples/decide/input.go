package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
	"github.com/mayrecord/mayrecord/invite/mail"
	"github.com/mayrecord/mayrecord/profile"
)

// maxInput bounds how many bytes of an input are read; package ics allows fewer.
const maxInput = 64 << 20

// document is a calendar file or a mail, read.
type document struct {
	name     string // for people
	meetings []found
	request  decision.Request // what the mail asks of the assistant
}

// found is a single meeting or a series in a document, and what was repaired in it.
type found struct {
	series ics.Series
	at     place // where it stands, if it has no UID
	notes  []note
}

// brought is a calendar, and the part of a mail that it is.
type brought struct {
	part     string
	calendar *ics.Calendar
}

// place is where an event begins.
type place struct {
	part string
	line int
}

// note is a repair in a calendar or a mail.
type note struct {
	Part  string `json:"part,omitempty"` // of a mail, as in "2.1"
	Line  int    `json:"line"`
	Until int    `json:"until"`
	Kind  string `json:"kind"`
	Was   string `json:"was,omitempty"`
	Made  string `json:"made,omitempty"`
	Lossy bool   `json:"lossy,omitempty"`
}

// read reads a file, or standard input for "-".
func (p *program) read(name string) (document, error) {
	doc := document{name: name}
	var data []byte
	var err error
	if name == "-" {
		doc.name = "standard input"
		data, err = readAll(p.in)
	} else {
		data, err = readFile(name)
	}
	if err != nil {
		return doc, about(doc.name, err)
	}
	if err := p.parse(&doc, data); err != nil {
		return doc, about(doc.name, err)
	}
	return doc, nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("this is a folder: name the files in it")
	}
	return readAll(f)
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err == nil && len(data) > maxInput {
		err = fmt.Errorf("this is larger than %d MiB, which no invitation is", maxInput>>20)
	}
	return data, err
}

// parse reads a calendar or a mail.
func (p *program) parse(doc *document, data []byte) error {
	o := ics.Options{Zone: p.zone}
	if isMail(doc.name, data) {
		return doc.parseMail(data, o, p.org)
	}
	calendar, err := ics.Read(data, o)
	switch {
	case errors.Is(err, ics.ErrNoCalendar):
		return noCalendar(data)
	case err != nil:
		return err
	case len(calendar.Events) == 0:
		return errors.New("this calendar has no event in it")
	}
	own := brought{calendar: calendar}
	if err := doc.fold([]brought{own}); err != nil {
		return err
	}
	doc.assign(own)
	return nil
}

// isMail tells a mail by its name, or by what its first line is: a header field, or
// the From line of a mailbox file.
func isMail(name string, data []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimSpace(data), []byte("\n"))
	field, _, colon := bytes.Cut(line, []byte(":"))
	notInName := func(r rune) bool { return r != '-' && !unicode.IsLetter(r) }
	return strings.EqualFold(filepath.Ext(name), ".eml") || bytes.HasPrefix(line, []byte("From ")) ||
		colon && bytes.IndexFunc(field, notInName) < 0 && !bytes.EqualFold(field, []byte("BEGIN"))
}

// parseMail reads a mail. It counts as a request where it was sent to the company's
// assistant, and is but the carrier of an invitation where it was not.
func (doc *document) parseMail(data []byte, o ics.Options, org *profile.Org) error {
	m, err := mail.Read(data, mail.Options{Calendar: o})
	switch {
	case errors.Is(err, mail.ErrNoMail):
		return noCalendar(data)
	case err != nil:
		return err
	case len(m.Events()) == 0:
		return errors.New("there is no invitation in this mail: want one with a calendar in it")
	}
	var sources []brought
	for _, part := range m.Calendars {
		if part.DuplicateOf == nil {
			sources = append(sources, brought{part.Path, part.Calendar})
		}
	}
	if err := doc.fold(sources); err != nil {
		return err
	}
	if sender, to := m.Asked(org.IsAssistant); org.IsAssistant(to) {
		doc.request = decision.Request{Sender: sender, To: to, At: m.Date}
	}
	for _, n := range m.Notes {
		first := &doc.meetings[0]
		first.notes = append(first.notes, note{n.Part, n.Line, n.Line, n.Kind.String(), n.Was, n.Made, n.Lossy})
	}
	for _, s := range sources {
		doc.assign(s)
	}
	return nil
}

// fold finds the meetings in the calendars.
func (doc *document) fold(sources []brought) error {
	var events []ics.Event
	var nameless []place // of the events without a UID, each of which stays by itself
	for _, s := range sources {
		for _, e := range s.calendar.Events {
			events = append(events, e)
			if strings.TrimSpace(e.Invite.UID) == "" {
				nameless = append(nameless, place{s.part, e.Line})
			}
		}
	}
	for _, s := range ics.Fold(events) {
		f := found{series: s}
		if s.UID == "" {
			f.at, nameless = nameless[0], nameless[1:]
		}
		if s.Master.Line > 0 || len(s.Overrides) > 0 {
			doc.meetings = append(doc.meetings, f)
		}
	}
	if len(doc.meetings) == 0 {
		return noInvitation(events[0].Invite.Method)
	}
	return nil
}

// assign gives each note of a calendar to the meeting whose event begins last before
// its line, and to the first meeting what stands above all events.
func (doc *document) assign(s brought) {
	for _, n := range s.calendar.Notes {
		owner := &doc.meetings[0]
		if e := eventAt(s.calendar.Events, n.Line); e != nil {
			owner = doc.meetingOf(e, s.part)
		}
		owner.notes = append(owner.notes, note{s.part, n.Line, n.Until, n.Kind.String(), n.Was, n.Made, n.Lossy})
	}
}

// eventAt returns the last event that begins at or above a line, nil if none does.
func eventAt(events []ics.Event, line int) *ics.Event {
	i, found := slices.BinarySearchFunc(events, line, func(e ics.Event, line int) int { return e.Line - line })
	switch {
	case found:
		return &events[i]
	case i == 0:
		return nil
	}
	return &events[i-1]
}

// meetingOf returns the meeting that an event of a part is about, and the first if
// there is none.
func (doc *document) meetingOf(e *ics.Event, part string) *found {
	uid, at := strings.TrimSpace(e.Invite.UID), place{}
	if uid == "" {
		at = place{part, e.Line}
	}
	for i := range doc.meetings {
		if f := &doc.meetings[i]; f.series.UID == uid && f.at == at {
			return f
		}
	}
	return &doc.meetings[0]
}

// noCalendar says what an input without a calendar seems to be.
func noCalendar(data []byte) error {
	switch data = bytes.TrimSpace(data); {
	case len(data) == 0:
		return errors.New("this is empty: want a calendar, which begins with BEGIN:VCALENDAR, or a mail")
	case data[0] == '{':
		return errors.New("this is JSON, not a calendar: a case in JSON is decided with -case")
	}
	return errors.New("there is no calendar in this: want one that begins with BEGIN:VCALENDAR")
}

// noInvitation says why a message is no invitation.
func noInvitation(m invite.Method) error {
	what := map[invite.Method]string{
		invite.MethodReply:          "somebody's answer to an invitation",
		invite.MethodCounter:        "somebody's proposal of another time",
		invite.MethodDeclineCounter: "an answer to somebody's proposal of another time",
		invite.MethodRefresh:        "somebody's wish to be sent an invitation again",
	}[m]
	if what == "" {
		what = "a message of method " + m.String()
	}
	return fmt.Errorf("this is %s, not an invitation: want the invitation itself", what)
}
