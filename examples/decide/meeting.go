package main

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics"
)

// meeting is one meeting that was decided.
type meeting struct {
	name       string // of the file
	c          decision.Case
	d          decision.Decision
	momentSaid bool // -now was given
	bySender   bool // the request is the mail's: only its header says who asked, and when
	elsewhere  elsewhere
	notes      []note
}

// elsewhere counts what belongs to other meetings of the series.
type elsewhere struct{ answers, presences, cancellations int }

// meeting makes the case of a meeting that was found, and decides it.
func (p *program) meeting(doc document, f *found) (meeting, error) {
	m := meeting{name: doc.name, momentSaid: !p.now.IsZero(), bySender: p.request.Sender.IsZero(), notes: f.notes}
	now := p.now
	if now.IsZero() {
		now = p.clock()
	}
	at := now
	if !p.recording.Start.IsZero() {
		at = p.recording.Start // the meeting in which the recorder started
	}
	inv, err := p.pick(&f.series, at)
	if err != nil {
		return m, err
	}
	m.c = decision.Case{Now: now, Invite: inv, Org: *p.org, Requests: p.asked(doc, &inv, now), Recordings: p.recordings()}
	b := belonging{p: p, series: &f.series, inv: &inv}
	answers := own(&b, p.answers, func(r consent.Response) time.Time { return r.At })
	presences := own(&b, p.presences, func(p consent.Presence) time.Time { return p.From })
	m.c.Cancellations = own(&b, p.cancellations, func(x decision.Cancellation) time.Time { return x.At })
	m.elsewhere = elsewhere{
		len(p.answers) - len(answers), len(p.presences) - len(presences), len(p.cancellations) - len(m.c.Cancellations),
	}
	m.c.Answers, m.c.Roster = consent.NewLog(answers...), consent.NewRoster(p.complete, presences...)
	m.d = decision.Decide(m.c)
	return m, b.failed
}

// recordings returns the recording that the flags state, if they state one.
func (p *program) recordings() []decision.Recording {
	if p.recording.Start.IsZero() {
		return nil
	}
	return []decision.Recording{p.recording}
}

// recorded returns when a recorder ran. One that was not let in never did.
func (p *program) recorded() []invite.Span {
	if p.recording.Start.IsZero() || p.recording.Ended == decision.NotAdmitted {
		return nil
	}
	return []invite.Span{{From: p.recording.Start, To: p.recording.Stop}}
}

// asked returns the request to the assistant that the flags state, else the mail's.
// An address that was asked, and is not stated, is the assistant's.
func (p *program) asked(doc document, inv *invite.Invite, now time.Time) []decision.Request {
	r := p.request
	switch {
	case r.Sender.IsZero() && doc.request == (decision.Request{}):
		return nil
	case r.Sender.IsZero():
		return []decision.Request{p.mailed(doc.request, inv, now)}
	case r.To.IsZero():
		r.To = p.org.Assistant
	}
	return []decision.Request{r}
}

// mailed returns the request that a mail is. Whoever sends out the invitation and lists the
// assistant in it has listed the assistant; anybody else forwards it. A mail that is at
// hand was sent by the present moment, whatever its date says.
func (p *program) mailed(r decision.Request, inv *invite.Invite, now time.Time) decision.Request {
	sender := inv.Organizer.Address
	if p.org.Members.ByAddress(inv.SentBy) != nil {
		sender = inv.SentBy
	}
	lists := func(a invite.Party) bool { return p.org.IsAssistant(a.Address) }
	if r.Sender == sender && slices.ContainsFunc(inv.Attendees, lists) {
		r.How = decision.Listed
	}
	if p.now.IsZero() && r.At.After(now) {
		r.At = now
	}
	return r
}

// pick returns the meeting that an instant belongs to, else the last there was. A series
// that is called off, or of which nothing can be said, gives what is known of it.
func (p *program) pick(s *ics.Series, at time.Time) (invite.Invite, error) {
	inv, err := s.At(at, p.recorded()...)
	if err == nil || !errors.Is(err, ics.ErrOver) {
		return inv, err
	}
	for _, from := range []time.Time{at.AddDate(0, -1, 0), at.AddDate(-1, 0, 0), {}} {
		last, found, err := lastOf(s.Invites(from, at))
		if found || err != nil {
			return last, err
		}
	}
	if n := len(s.Overrides); s.Master.Line == 0 && n > 0 {
		return s.Overrides[n-1].Invite, nil
	}
	return s.Master.Invite, nil
}

// lastOf returns the last meeting that takes place, else the last that is called off.
func lastOf(meetings iter.Seq2[invite.Invite, error]) (last invite.Invite, found bool, err error) {
	for inv, err := range meetings {
		if err != nil {
			return inv, false, err
		}
		if !found || !inv.Cancelled() || last.Cancelled() {
			last, found = inv, true
		}
	}
	return last, found, nil
}

// belonging tells what belongs to one meeting of a series.
type belonging struct {
	p      *program
	series *ics.Series
	inv    *invite.Invite
	failed error // which meeting something belongs to was not found
}

// at reports whether what was at an instant belongs to the meeting. What has no time
// belongs to every meeting: the decision then says that it has none.
func (b *belonging) at(at time.Time) bool {
	if at.IsZero() {
		return true
	}
	of, err := b.p.pick(b.series, at)
	b.failed = cmp.Or(b.failed, err)
	return of.Start.Equal(b.inv.Start)
}

// own returns those that belong to the meeting, by when they were.
func own[T any](b *belonging, all []T, when func(T) time.Time) []T {
	if !b.inv.Recurring {
		return all
	}
	var own []T
	for _, x := range all {
		if b.at(when(x)) {
			own = append(own, x)
		}
	}
	return own
}
