package decision_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// at returns an instant so many minutes after the start.
func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// been returns a roster of people who were in the call all the time.
func been(who ...invite.Address) consent.Roster {
	var all []consent.Presence
	for _, a := range who {
		all = append(all, consent.Presence{Address: a, From: start})
	}
	return consent.NewRoster(false, all...)
}

// part is a recording, in minutes.
func part(from, to int) Recording { return Recording{Start: at(from), Stop: at(to)} }

func ended(r Recording, how Ended) Recording { r.Ended = how; return r }

// Single facts, where a step of observing may look past something.
func TestWhatIsObserved(t *testing.T) {
	eli := invite.MustAddress("eli@acme.example") // a colleague who is no member
	bot := invite.MustAddress("bot@recorders.example")
	calendar := invite.MustAddress("c_7@group.calendar.google.com")
	blocking := func(c *Case, who invite.Address) { c.Org.Block = profile.NewBlockList([]invite.Address{who}, nil, nil) }
	listing := func(c *Case, organizer invite.Address) {
		c.Invite.Organizer.Address, c.Invite.Attendees = organizer, []invite.Party{{Address: assistant}}
	}
	calendarOf := func(c *Case, sentBy invite.Address) {
		c.Invite.Organizer, c.Invite.SentBy, c.Invite.Attendees = invite.Party{Address: calendar}, sentBy, nil
	}
	for name, row := range map[string]struct {
		change func(*Case)
		fact   Facts
		holds  bool
	}{
		"an organizer on the block list": {func(c *Case) { blocking(c, ann) }, FactBlocked, true},
		"somebody on it who declined":    {func(c *Case) { blocking(c, cem); c.Invite.Attendees[0].Answer = invite.PartStatDeclined }, FactBlocked, true},
		"somebody on it who is listed last": {func(c *Case) {
			blocking(c, dia)
			c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: dia})
		}, FactBlocked, true},
		"nobody on it":                       {func(c *Case) { blocking(c, dia) }, FactBlocked, false},
		"SENT-BY asks, who may schedule":     {func(c *Case) { listing(c, cem); c.Invite.SentBy = ann }, FactSenderPermitted, true},
		"SENT-BY asks, who may not schedule": {func(c *Case) { listing(c, ann); c.Invite.SentBy = bea }, FactSenderPermitted, false},
		"a stranger's SENT-BY does not ask":  {func(c *Case) { listing(c, ann); c.Invite.SentBy = cem }, FactSenderPermitted, true},
		"a guest who delegated takes part":   {func(c *Case) { c.Invite.Attendees[0].Answer = invite.PartStatDelegated }, FactInternalExcluded, false},
		"a guest who declined does not":      {func(c *Case) { c.Invite.Attendees[0].Answer = invite.PartStatDeclined }, FactInternalExcluded, true},

		"a host who came by the first of two addresses": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Aliases: []invite.Address{bea}, Slug: "ann", Recorded: true})
			c.Invite.Attendees = []invite.Party{{Address: bea}, {Address: ann, Answer: invite.PartStatDeclined}}
		}, FactRecordedMember, true},
		"any participant: a member who is not recorded": {func(c *Case) {
			c.Org.Records, c.Invite.Links, c.Invite.Organizer.Address, c.Invite.Attendees = profile.AnyParticipant, nil, cem, []invite.Party{{Address: bea}}
		}, FactRecordedMember, false},

		"an organizer without an address is not external": {func(c *Case) { c.Invite.Organizer, c.Invite.Attendees = invite.Party{Name: "Ann"}, nil }, FactInternalExcluded, true},
		"an attendee without an address may be external":  {func(c *Case) { c.Invite.Attendees = []invite.Party{{Name: "Guest"}} }, FactInternalExcluded, false},
		"for whom a calendar stands is a party":           {func(c *Case) { calendarOf(c, ann) }, FactInternalExcluded, true},
		"a calendar that stands for nobody is no party":   {func(c *Case) { calendarOf(c, cem); c.Invite.Links = nil }, FactInternalExcluded, false},
		"colleagues in the call make it internal": {func(c *Case) {
			c.Invite.Organizer, c.Invite.Attendees, c.Roster = invite.Party{}, nil, been(ann)
		}, FactInternalExcluded, true},
		"a page that names no provider offers no opt-out":  {func(c *Case) { c.Profile.Provider = invite.ProviderNone }, FactCannotOptOut, true},
		"a meeting without any party is not internal":      {func(c *Case) { c.Invite.Organizer, c.Invite.Attendees = invite.Party{}, nil }, FactInternalExcluded, false},
		"a calendar in the call does not pass the page by": {func(c *Case) { c.Now, c.Roster = at(5), been(calendar) }, FactBypassed, false},
		"nor does a resource of the invitation": {func(c *Case) {
			c.Now, c.Roster, c.Invite.Attendees = at(5), been(dia), append(c.Invite.Attendees, invite.Party{Address: dia, Kind: invite.CUTypeResource})
		}, FactBypassed, false},
		"but a guest does": {func(c *Case) { c.Now, c.Roster = at(5), been(dia) }, FactBypassed, true},

		"only the assistant is left at the end: over": {func(c *Case) { c.Now, c.Roster = end, been(assistant) }, FactOver, true},
		"only a recorder is left at the end: over":    {func(c *Case) { c.Now, c.Roster, c.Org.Recorders = end, been(bot), []invite.Address{bot} }, FactOver, true},
		"a guest is left at the end: not over":        {func(c *Case) { c.Now, c.Roster = end, been(cem) }, FactOver, false},

		"an empty request takes nothing from being listed": {func(c *Case) { listing(c, cem); c.Requests = []Request{{}} }, FactAsked, true},
		"listed by a stranger, asked by a member: the member's counts": {func(c *Case) {
			listing(c, cem)
			c.Requests = []Request{{Sender: bea, To: assistant, At: start}}
		}, FactSenderMember, true},
		"a colleague who is no member cannot cancel": {func(c *Case) { c.Cancellations = []Cancellation{{By: eli, At: at(-60)}} }, FactCancelledByOther, true},

		"one of two recordings touches the meeting": {func(c *Case) {
			c.Now, c.Recordings = at(90), []Recording{part(0, 10), part(70, 80)}
		}, FactElsewhen, false},
		"past a page that is enabled, nothing is missing later": {func(c *Case) {
			c.Now, c.Recordings, c.Profile.Page, c.Roster = at(5), ran(start), profile.PageEnabled, been(cem)
		}, FactMissingLater, false},
	} {
		holds, _ := Observe(with(row.change))
		assert.Equal(t, row.holds, holds.Has(row.fact), name)
	}
}

// Where a recording is cut, by what was found in and between its parts.
func TestWhereARecordingIsCut(t *testing.T) {
	out := func(who invite.Address, minute int) consent.Response { return said(who, consent.OptedOut, at(minute)) }
	in := func(who invite.Address, minute int) consent.Response { return said(who, consent.Consented, at(minute)) }
	log := consent.NewLog
	overrun := func(c *Case) { c.Now, c.Recordings = at(90), []Recording{part(0, 60)} }
	home := person(2)
	var none time.Time
	for name, row := range map[string]struct {
		change  func(*Case)
		verdict Verdict
		cut     time.Time
	}{
		"at the first of two times when the bot was not let in again": {func(c *Case) {
			c.Now, c.Recordings = at(20), []Recording{part(0, 10), ended(part(11, 12), NotAdmitted), ended(part(13, 14), NotAdmitted)}
		}, KeepPart, at(12)},
		"late, but of a meeting without a planned end": {func(c *Case) {
			c.Now, c.Invite.End, c.Recordings, c.Answers = at(20*60), time.Time{}, ran(start), log(out(cem, 18*60))
		}, Discard, at(18 * 60)},
		"at the first gap with an objection, by whomever": {func(c *Case) {
			c.Now, c.Recordings = at(40), []Recording{part(0, 10), part(20, 30)}
			c.Answers = log(out(cem, 12), in(cem, 15), out(dia, 35))
		}, KeepPart, at(10)},
		"at the first gap, though the part after it is empty": {func(c *Case) {
			c.Now, c.Recordings, c.Answers = at(45), []Recording{part(0, 10), part(20, 20), part(30, 40)}, log(out(cem, 15), in(cem, 25))
		}, KeepPart, at(10)},
		"at an objection that begins with the second part": {func(c *Case) {
			c.Now, c.Recordings, c.Answers = at(58), []Recording{part(0, 10), part(50, 60)}, log(out(cem, 50))
		}, Discard, at(50)},
		"at the earlier objection, whoever objects after the meeting": {func(c *Case) {
			overrun(c)
			c.Answers = log(out(cem, 50), out(dia, 70))
		}, KeepPart, at(50)},
		"not by an objection after the meeting": {func(c *Case) { overrun(c); c.Answers = log(out(cem, 70)) }, Record, none},
		"not by one that a recorder which starts later will meet": {func(c *Case) {
			overrun(c)
			c.Answers, c.Recordings = log(out(cem, 70)), append(c.Recordings, part(95, 100))
		}, Record, none},
		"not by one while only a recorder is in the call": {func(c *Case) {
			overrun(c)
			c.Answers, c.Roster = log(out(cem, 70)), been(assistant)
		}, Record, none},
		"by one at the instant at which the last leaves": {func(c *Case) {
			overrun(c)
			c.Answers, c.Roster = log(out(cem, 70)), consent.NewRoster(false, consent.Presence{Address: bea, From: start, Until: at(70)})
		}, KeepPart, at(60)},
		"not by one a nanosecond after the last left": {func(c *Case) {
			overrun(c)
			c.Answers, c.Roster = log(out(cem, 70)), consent.NewRoster(false, consent.Presence{Address: bea, From: start, Until: at(70).Add(-1)})
		}, Record, none},
		"not by one that is taken back when somebody comes": {func(c *Case) {
			overrun(c)
			c.Answers, c.Roster = log(out(cem, 70), in(cem, 80)), consent.NewRoster(false, consent.Presence{Address: bea, From: at(80)})
		}, Record, none},
		"by one that is taken back a nanosecond later": {func(c *Case) {
			overrun(c)
			c.Answers, c.Roster = log(out(cem, 70), in(cem, 80)), consent.NewRoster(false, consent.Presence{Address: bea, From: at(80).Add(-1)})
		}, KeepPart, at(60)},
		"not by one that is taken back under the first address": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Aliases: []invite.Address{person(1), home}, Slug: "ann", Recorded: true})
			c.Recordings, c.Answers = ran(start), log(out(home, -5), in(ann, -1))
		}, Record, none},
		"by one that is given under the last address": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Aliases: []invite.Address{person(1), home}, Slug: "ann", Recorded: true})
			c.Recordings, c.Answers = ran(start), log(in(ann, -5), out(home, -1))
		}, Discard, start},
	} {
		d := Decide(with(row.change))
		assert.Equal(t, row.verdict.String(), d.Verdict.String(), name)
		assert.Equal(t, row.cut, d.Cut, name)
	}
}

// However many rooms are invited, none of them passes the page by, and a guest does.
func TestManyRoomsPassNoPage(t *testing.T) {
	c := recorded()
	c.Now = at(30)
	var seen []invite.Address
	for i := range 9 {
		room := invite.MustAddress(fmt.Sprintf("room%d@acme.example", i))
		c.Org.Domains = nil // of nobody inside
		c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: room, Kind: []invite.CUType{invite.CUTypeRoom, invite.CUTypeResource}[i%2]})
		seen = append(seen, room)
		c.Roster = been(seen...)
		holds, _ := Observe(c)
		assert.False(t, holds.Has(FactBypassed), room)
	}
	c.Roster = been(append(seen, dia)...)
	holds, _ := Observe(c)
	assert.True(t, holds.Has(FactBypassed))
}
