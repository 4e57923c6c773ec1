package consent

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

// Call is what is known of the people in one call at a moment. [Call.Objections] says
// from it whose consent was missing when. The zero Call is one of which nothing is known.
type Call struct {
	// Answers and Roster are what was answered, and who was in the call. What lies after
	// Now has not happened.
	Answers Log
	Roster  Roster
	Now     time.Time
	// Grace is how long somebody in the call has to answer before the presence counts as
	// a presence without an answer.
	Grace time.Duration
	// Person returns the addresses of the person who has an address: the first, and the
	// others. Answers and presences under any of them are the person's. Where Person is
	// nil, every address is another person's.
	Person func(invite.Address) (first invite.Address, others []invite.Address)
	// Passes reports whether a person has to pass the page before joining. Where Passes is
	// nil, everybody has to.
	Passes func(invite.Address) bool
}

// Objection is a time during which one person's consent was missing: from From up to,
// not including, Until. A zero Until is no end that is known by now.
type Objection struct {
	Participant invite.Address
	// Choice is OptedOut, or Bypassed for somebody who is in the call and has not answered.
	Choice      Choice
	From, Until time.Time
}

// In returns the first instant of the objection in the time from From up to, not
// including, To; where open, To is part of it.
func (o *Objection) In(from, to time.Time, open bool) (time.Time, bool) {
	first := o.From
	if first.Before(from) {
		first = from
	}
	within := first.Before(to) || open && first.Equal(to)
	return first, within && (o.Until.IsZero() || first.Before(o.Until))
}

// Objections returns an iterator over the times when somebody's consent was missing, in
// no order that is promised. It takes time linear in answers and presences, times the
// logarithm of their number and the number of a person's addresses. It allocates only
// for a person who answered, or was in the call, under several addresses.
//
// An opt-out objects from its answer on until its giver answers otherwise. Where the
// roster shows the giver, it objects from the later of the answer and the first presence
// (F, "when they join, recording is stopped"), and until the giver consents: leaving, or
// staying away afterwards, does not take it back (A, "the meeting will not be recorded").
// Ours: an opt-out of a giver whom the roster does not show objects as without a roster,
// unless the roster is complete and everybody in it is identified. Nor does a roster that
// is not show that somebody was away who consented before the first presence in it: what
// was to be deleted without that presence is not kept because of it.
//
// Somebody who has to pass the page objects as Bypassed
//
//   - where an answer says so: from the answer on until the next answer, but for the times
//     when the roster shows that the person had left. A room or a recorder passes no page;
//   - in the call without an answer on the page: from joining until the answer, or the
//     end of the stay, once the grace has passed. Who consents within the grace never
//     objected (ours).
func (c *Call) Objections() iter.Seq[Objection] {
	return func(yield func(Objection) bool) {
		if !c.Answers.get().objects && len(c.Roster.get().identified) == 0 {
			return // as of nearly every call
		}
		call := c.filled()
		for rest := call.everybody(); len(rest.answers)+len(rest.stays) > 0; {
			var a invite.Address
			var p person
			a, p, rest = rest.first()
			if call.gather(a, &p) && !call.object(&p, yield) {
				return
			}
		}
	}
}

// Unseen returns how many people have consented or opted out by now, and are not among
// those whom the roster has shown. It takes as long as [Call.Objections].
func (c *Call) Unseen() (n int) {
	call := c.filled()
	for rest := call.everybody(); len(rest.answers) > 0; {
		var a invite.Address
		var p person
		a, p, rest = rest.first()
		if call.gather(a, &p) && len(p.stays) == 0 && p.answered() {
			n++
		}
	}
	return n
}

// answered reports whether the person consented or opted out.
func (p *person) answered() bool {
	return slices.ContainsFunc(p.answers, func(s stretch) bool { return s.Choice == Consented || s.Choice == OptedOut })
}

// filled returns the call with what stands for nil.
func (c *Call) filled() Call {
	filled := *c
	if c.Person == nil {
		filled.Person = func(a invite.Address) (invite.Address, []invite.Address) { return a, nil }
	}
	if c.Passes == nil {
		filled.Passes = func(invite.Address) bool { return true }
	}
	return filled
}

// everybody returns what is known of all people: answers and stays in order of addresses,
// but for the stays of those who are not identified.
func (c *Call) everybody() person {
	return person{c.Answers.get().stretches, c.Roster.get().identified}
}

// person is what is known by now of one person.
type person struct {
	answers []stretch  // by time
	stays   []Presence // by their beginning
}

// first returns what is known of several people under the first of their addresses, and
// the rest.
func (p person) first() (a invite.Address, own, rest person) {
	if len(p.stays) == 0 || len(p.answers) > 0 && p.answers[0].Participant.Compare(p.stays[0].Address) < 0 {
		a = p.answers[0].Participant
	} else {
		a = p.stays[0].Address
	}
	own.answers, rest.answers = split(p.answers, a)
	own.stays, rest.stays = split(p.stays, a)
	return a, own, rest
}

// upTo drops what happens after an instant.
func (p *person) upTo(now time.Time) {
	for len(p.answers) > 0 && p.answers[len(p.answers)-1].From.After(now) {
		p.answers = p.answers[:len(p.answers)-1]
	}
	for len(p.stays) > 0 && p.stays[len(p.stays)-1].From.After(now) {
		p.stays = p.stays[:len(p.stays)-1]
	}
}

// gather completes what is known of a person under one address by what is known under
// the others. It reports false where the person has been looked at already, under an
// earlier address.
func (c *Call) gather(a invite.Address, p *person) bool {
	p.upTo(c.Now)
	several := false
	main, others := c.Person(a)
	for b := range addresses(main, others) {
		known := b != a && c.knows(b)
		if known && b.Compare(a) < 0 {
			return false
		}
		several = several || known
	}
	if several {
		c.join(p, main, others)
	}
	return true
}

// addresses returns an iterator over the addresses of a person.
func addresses(main invite.Address, others []invite.Address) iter.Seq[invite.Address] {
	return func(yield func(invite.Address) bool) {
		if main.IsZero() || !yield(main) {
			return
		}
		for _, a := range others {
			if !a.IsZero() && !yield(a) {
				return
			}
		}
	}
}

// knows reports whether anything is known of an address.
func (c *Call) knows(a invite.Address) bool {
	_, answered := find(c.Answers.get().stretches, a)
	_, came := find(c.Roster.get().identified, a)
	return answered || came
}

// join makes one person of what is known under several addresses.
func (c *Call) join(p *person, main invite.Address, others []invite.Address) {
	var answers []Response
	var stays []Presence
	for a := range addresses(main, others) {
		answers = append(answers, under(c.Answers.get().responses, a)...)
		stays = append(stays, under(c.Roster.get().identified, a)...)
	}
	slices.SortFunc(answers, func(a, b Response) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Choice, b.Choice), a.Participant.Compare(b.Participant))
	})
	slices.SortFunc(stays, func(a, b Presence) int { return cmp.Or(a.From.Compare(b.From), comparePresences(a, b)) })
	p.answers, p.stays = fold(nil, answers), slices.Compact(stays)
	p.upTo(c.Now)
}

// object yields the objections of a person, and reports whether to go on.
func (c *Call) object(p *person, yield func(Objection) bool) bool {
	return c.optedOut(p, yield) && c.bypassed(p, yield) && c.unanswered(p, yield)
}

// optedOut yields the times when an opt-out objects.
func (c *Call) optedOut(p *person, yield func(Objection) bool) bool {
	seen := len(p.stays) > 0
	if !seen && c.Roster.get().excludes(c.Now) {
		return true
	}
	last := -1 // the last stretch up to which the giver has said no, without a break
	for i := 0; i < len(p.answers); i++ {
		s := &p.answers[i]
		if s.Choice != OptedOut {
			continue
		}
		last = max(last, i)
		for seen && last+1 < len(p.answers) && p.answers[last+1].saidNo {
			last++
		}
		o := Objection{s.Participant, OptedOut, s.From, s.Until}
		if seen && c.comesWithIt(&p.stays[0], p.answers[last].Until) {
			i, o.From, o.Until = last, latest(s.From, p.stays[0].From), p.answers[last].Until
		}
		if !c.say(o, yield) {
			return false
		}
	}
	return true
}

// comesWithIt reports whether an opt-out that ends at an instant, or never (zero), objects
// from its giver's first presence on. One that ends before objects as of a giver who is not
// seen, unless the roster says that the giver was not in the call.
func (c *Call) comesWithIt(first *Presence, until time.Time) bool {
	return until.IsZero() || until.After(first.From) || c.Roster.get().excludes(first.From)
}

// bypassed yields the times at which somebody who is said to have passed the page by was
// in the call: from the answer on until the next answer, but for the times when the roster
// shows that the person had left.
func (c *Call) bypassed(p *person, yield func(Objection) bool) bool {
	var left time.Time
	stays := p.stays
	looked := false
	for i := range p.answers {
		s := &p.answers[i]
		if s.Choice != Bypassed {
			continue
		}
		if !c.Passes(s.Participant) || !looked && p.isThing() {
			return true
		}
		looked = true
		for from, more := s.From, true; more; {
			o := Objection{s.Participant, Bypassed, from, s.Until}
			if left, stays = visit(left, stays, from); left.After(from) {
				o.Until = earliest(o.Until, left)
			}
			if !c.say(o, yield) {
				return false
			}
			if more = len(stays) > 0 && (s.Until.IsZero() || stays[0].From.Before(s.Until)); more {
				from = stays[0].From // came back
			}
		}
	}
	return true
}

// isThing reports whether the roster shows an address, and only as that of a room or a
// recorder: a service that takes everybody without an answer to have passed the page by
// reports these as well.
func (p *person) isThing() bool {
	return len(p.stays) > 0 && !slices.ContainsFunc(p.stays, func(s Presence) bool { return s.Kind == Person })
}

// unanswered yields the stays of a person who has to pass the page and did not answer.
func (c *Call) unanswered(p *person, yield func(Objection) bool) bool {
	var last stretch // the answer in force when a stay began
	answers := p.answers
	for i := range p.stays {
		stay := &p.stays[i]
		for len(answers) > 0 && (!answers[0].From.After(stay.From) || last.pending() && answers[0].pending()) {
			last, answers = answers[0], answers[1:]
		}
		if stay.Kind != Person || !last.pending() {
			continue
		}
		var answered time.Time
		if len(answers) > 0 {
			answered = answers[0].From
		}
		if o, ok := c.stay(stay, answered); ok && !c.say(o, yield) {
			return false
		}
	}
	return true
}

// stay returns the objection of a stay that begins without an answer, where the person
// answered on the page later, or never (zero).
func (c *Call) stay(p *Presence, answered time.Time) (Objection, bool) {
	by := p.From.Add(c.Grace)
	inTime := !answered.IsZero() && !answered.After(by)
	o := Objection{p.Address, Bypassed, p.From, earliest(p.left(), answered)}
	return o, !inTime && !c.Now.Before(by) && c.Passes(p.Address)
}

// pending reports whether the participant has still to answer on the page. Who said no
// and stayed away has answered.
func (s *stretch) pending() bool { return s.Choice != Consented && !s.saidNo }

// say yields an objection, unless it is over before it begins. That it ends after now is
// not known now.
func (c *Call) say(o Objection, yield func(Objection) bool) bool {
	if o.Until.After(c.Now) {
		o.Until = time.Time{}
	}
	return !o.Until.IsZero() && !o.From.Before(o.Until) || yield(o)
}

// left returns the first instant at which a stay was over: in the distant future if it
// has no end.
func (p *Presence) left() time.Time {
	if p.Until.IsZero() {
		return time.Unix(1<<62, 0)
	}
	return p.Until.Add(1) // at the instant of leaving, somebody is still there
}

// visit returns when the first visit was over that was not over at an instant, and the
// stays after it. A visit is stays that touch; left is when the visit before was over. Where
// the roster shows no such visit, visit returns an instant that is not after at.
func visit(left time.Time, stays []Presence, at time.Time) (time.Time, []Presence) {
	for len(stays) > 0 && (!left.After(at) || !stays[0].From.After(left)) {
		if l := stays[0].left(); l.After(left) {
			left = l
		}
		stays = stays[1:]
	}
	return left, stays
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// earliest returns the earlier of two instants, where zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
