package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// join prints which call the recorder joins, by which link and how, and the other ways
// into calls.
func (r *reporter) join(c *decision.Case) {
	j := decision.Join(*c)
	if j.Link.IsZero() {
		r.row("Join by", "no link of a call that a recorder can join")
	} else {
		r.row("Join by", wayOf(c, j.Link))
		r.row("Recorder", recorder(j))
	}
	r.row("Other ways", strings.Join(otherWays(c, j.Link), "; "))
}

// recorder says what records, and who can remove it.
func recorder(j decision.Joining) string {
	switch j.Stop {
	case decision.StopNativeRecorder:
		return j.Provider.Name() + "'s own"
	case decision.HostRemovesBot:
		return "a bot, which only the host or the organizer can remove"
	}
	return "a bot"
}

// otherWays lists how one gets into a call besides the link that the recorder joins by.
func otherWays(c *decision.Case, joined invite.Link) []string {
	var all []string
	room := joined // the first room that the invitation leads into
	seen := []invite.Link{joined}
	for _, l := range c.Invite.Links {
		judged := judge(c, l)
		if judged.Kind == profile.LinkOther || slices.ContainsFunc(seen, l.SameRoom) {
			continue
		}
		seen = append(seen, l)
		way := wayOf(c, l)
		switch {
		case judged.Kind != profile.LinkDirect || judged.Provider == invite.ProviderNone:
		case judge(c, room).Kind != profile.LinkDirect:
			room = l
		default:
			way += ", another room"
		}
		all = append(all, way)
	}
	return all
}

// judge says what a link is to the company.
func judge(c *decision.Case, l invite.Link) profile.Judgement {
	if c.Profile == (profile.Profile{}) {
		return c.Org.Judge(&l, nil)
	}
	return c.Org.Judge(&l, &c.Profile)
}

// wayOf names a link that leads into a call.
func wayOf(c *decision.Case, l invite.Link) string {
	at := " (" + l.Host() + "/" + l.Path() + ")"
	judged := judge(c, l)
	switch {
	case judged.Kind == profile.LinkCurrent:
		return "consent page, to " + judged.Provider.Name() + at
	case judged.Kind == profile.LinkStale:
		return "consent link that does not work" + at
	case judged.Provider == invite.ProviderNone:
		return "another company's consent page" + at
	}
	return judged.Provider.Name() + " (" + l.Host() + ")"
}

// request says who asked the assistant, how and when.
func (r *reporter) request(q decision.Request, byMail bool) string {
	text := nameless(q.Sender) + " asked " + nameless(q.To)
	if q.How == decision.Listed {
		text += " by inviting it"
	}
	if !q.At.IsZero() {
		text += ", at " + r.instant(q.At)
	}
	if byMail {
		text += ", if the mail's header is true"
	}
	return text
}

// counted returns a text like "2 opted out, 1 stayed away" without what there is none of.
func counted(numbers ...number) string {
	var parts []string
	for _, n := range numbers {
		switch {
		case n.n == 1 && n.one != "":
			parts = append(parts, "1 "+n.one)
		case n.n > 0:
			parts = append(parts, fmt.Sprintf("%d %s", n.n, n.many))
		}
	}
	return strings.Join(parts, ", ")
}

// number is how many there are of something.
type number struct {
	n    int
	many string
	one  string // for one, where it differs
}

// answers counts the answers in force.
func answers(c *decision.Case) string {
	t := c.Answers.Tally(c.Now)
	return counted(number{t.Consented, "consented", ""}, number{t.OptedOut, "opted out", ""},
		number{t.Bypassed, "passed the page by", ""}, number{t.StayedAway, "stayed away", ""})
}

// present counts who is in the call, and who has left it.
func present(c *decision.Case) string {
	var people, unknown, rooms, recorders, left int
	for p := range c.Roster.Until(c.Now) {
		switch {
		case !p.At(c.Now):
			left++
		case p.Kind == consent.Recorder || c.Org.IsRecorder(p.Address) || c.Org.IsAssistant(p.Address):
			recorders++
		case p.Kind == consent.Room:
			rooms++
		case p.Address.IsZero():
			unknown++
		default:
			people++
		}
	}
	return counted(number{people, "people", "person"}, number{unknown, "not identified", ""},
		number{rooms, "rooms", "room"}, number{recorders, "recorders", "recorder"}, number{left, "left", ""})
}

// String says what is there of other meetings of the series; empty for nothing.
func (e elsewhere) String() string {
	text := counted(number{e.answers, "answers", "answer"}, number{e.presences, "presences", "presence"},
		number{e.cancellations, "cancellations", "cancellation"})
	if text != "" {
		text += " of other meetings of the series"
	}
	return text
}
