package decision_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// doubting is the recorded case with doubts, changed.
func doubting(doubts invite.Doubts, change func(*Case)) Case {
	return with(func(c *Case) { c.Invite.Doubts = doubts; change(c) })
}

func doubts(all ...invite.Doubt) invite.Doubts { return enum.SetOf(all...) }

// internal makes the meeting one between members.
func internal(c *Case) { c.Invite.Attendees = []invite.Party{{Address: bea}} }

// automatic leaves the profile to the owner, with a light one for Bea.
func automatic(c *Case) {
	c.Profile = profile.Profile{}
	c.Invite.Links = []invite.Link{zoomLink}
	c.Org.Default = profile.Profile{Page: profile.PageOff}
	c.Org.Profiles = []profile.Profile{{Name: "strict", Page: profile.PageEnforced, Provider: invite.ProviderZoom, OptOut: true}}
}

// strangers puts people into the call who are not identified, from an instant on.
func strangers(n int, from time.Time) []consent.Presence {
	var all []consent.Presence
	for i := range n {
		all = append(all, consent.Presence{Name: fmt.Sprint("guest ", i), From: from})
	}
	return all
}

func inCall(c *Case, all ...consent.Presence) { c.Roster = consent.NewRoster(false, all...) }

func TestInDoubt(t *testing.T) {
	running := func(c *Case) { c.Recordings, c.Now = ran(start), start.Add(50*time.Minute) }
	then := func(changes ...func(*Case)) func(*Case) {
		return func(c *Case) {
			for _, change := range changes {
				change(c)
			}
		}
	}
	blocks := func(c *Case) { c.Org.Block = profile.NewBlockList(nil, []string{"rival.example"}, nil) }
	optedOut := func(after time.Duration) func(*Case) {
		return func(c *Case) {
			c.Answers = consent.NewLog(said(cem, consent.Consented, start), said(cem, consent.OptedOut, start.Add(after)))
		}
	}
	for name, row := range map[string]struct {
		c    Case
		want string
	}{
		"nothing in doubt": {doubting(0, unchanged), "record  ?"},
		"who organizes: a current consent link settles the profile": {doubting(doubts(invite.DoubtOrganizer), unchanged), "refuse  ? third_party_organizer, organizer_unknown"},
		"who organizes: while recorded":                             {doubting(doubts(invite.DoubtOrganizer), running), "hold  ? third_party_organizer, organizer_unknown"},
		"who organizes: no page":                                    {doubting(doubts(invite.DoubtOrganizer), automatic), "refuse  ? nobody_recorded, third_party_organizer, organizer_unknown, consent_link_missing"},
		"who organizes: no page, anybody's calls are recorded": {doubting(doubts(invite.DoubtOrganizer), then(automatic, func(c *Case) {
			c.Org.Records = profile.AnyParticipant
			c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: ann})
		})), "refuse  ? third_party_organizer, organizer_unknown, consent_link_missing"},
		"who organizes: the assistant is listed": {doubting(doubts(invite.DoubtOrganizer), then(automatic, func(c *Case) {
			c.Org.Profiles = nil
			c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: assistant})
		})), "refuse  ? assistant_address_unknown, sender_not_member, sender_not_permitted, nobody_recorded"},
		"who organizes: a request by mail is in order": {doubting(doubts(invite.DoubtOrganizer), then(automatic, func(c *Case) { c.Org.Profiles = nil; c.Requests = []Request{{Sender: ann, To: assistant}} })), "record  ?"},
		"who organizes: a calendar that stands for nobody": {with(then(automatic, func(c *Case) {
			c.Org.Profiles = nil
			c.Invite.Organizer.Address = invite.MustAddress("x@group.calendar.google.com")
		})), "refuse  ? nobody_recorded"},
		"who organizes: everybody but the host passes the page": {doubting(doubts(invite.DoubtOrganizer), then(automatic, func(c *Case) {
			c.Org.Profiles = nil
			c.Org.Default = profile.Profile{Page: profile.PageEnforced, EverybodyPasses: true}
			c.Now = start.Add(3 * time.Minute)
			inCall(c, consent.Presence{Address: ann, From: start})
		})), "refuse consent_link_missing ? nobody_recorded, third_party_organizer, organizer_unknown, consent_unverified"},
		"who is asked: an internal meeting may not be":         {doubting(doubts(invite.DoubtAttendees), internal), "refuse  ? assistant_address_unknown, sender_not_member, sender_not_permitted, internal_meeting"},
		"who is asked: a customer settles that it is external": {doubting(doubts(invite.DoubtAttendees), unchanged), "record  ?"},
		"who is asked: a block list":                           {doubting(doubts(invite.DoubtAttendees), blocks), "refuse  ? blocked_party"},
		"who is asked: a block list, while recorded":           {doubting(doubts(invite.DoubtAttendees), then(blocks, running)), "hold  ? blocked_party"},
		"who is asked: an attendee without an address":         {with(func(c *Case) { c.Invite.Attendees = []invite.Party{{Name: "Eli"}} }), "refuse  ? assistant_address_unknown, sender_not_member, sender_not_permitted, internal_meeting"},
		"who is asked: one who declined": {with(func(c *Case) {
			c.Invite.Attendees = []invite.Party{{Name: "Eli", Answer: invite.PartStatDeclined}, {Address: bea}}
		}), "refuse  ? assistant_address_unknown, sender_not_member, sender_not_permitted, internal_meeting"},
		"who is asked: a room without an address is none": {with(func(c *Case) {
			c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Name: "Room", Kind: invite.CUTypeRoom})
			blocks(c)
		}), "record  ?"},
		"who is asked: one after a customer, and a block list":                {with(func(c *Case) { c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Name: "Eli"}); blocks(c) }), "refuse  ? blocked_party"},
		"who is asked: somebody else's meeting, anybody's calls are recorded": {doubting(doubts(invite.DoubtAttendees), then(automatic, func(c *Case) { c.Org.Records = profile.AnyParticipant; c.Invite.Organizer.Address = dia })), "refuse  ? assistant_address_unknown, sender_not_member, sender_not_permitted, nobody_recorded, third_party_organizer, consent_link_missing"},
		"a group: internal is open, blocked is not": {with(func(c *Case) {
			c.Invite.Attendees = []invite.Party{{Address: invite.MustAddress("team@acme.example"), Kind: invite.CUTypeGroup}}
			blocks(c)
		}), "refuse  ? internal_meeting"},
		"a group: anybody's calls are recorded": {with(func(c *Case) {
			c.Org.Records = profile.AnyParticipant
			c.Invite.Organizer.Address = dia
			c.Invite.Attendees = []invite.Party{{Address: invite.MustAddress("team@acme.example"), Kind: invite.CUTypeGroup}}
			c.Profile = profile.Profile{Page: profile.PageOff}
			c.Invite.Links = []invite.Link{zoomLink}
		}), "refuse  ? nobody_recorded"},
		"the time: two days ahead":          {doubting(doubts(invite.DoubtTime), func(c *Case) { c.Now = start.Add(-48 * time.Hour) }), "record  ?"},
		"the time: an hour after the end":   {doubting(doubts(invite.DoubtTime), func(c *Case) { c.Now = end.Add(time.Hour) }), "refuse  ? meeting_over"},
		"the time: somebody is in the call": {doubting(doubts(invite.DoubtTime), func(c *Case) { c.Now = end.Add(time.Hour); inCall(c, consent.Presence{Address: ann, From: start}) }), "record  ?"},
		"the time: no planned end":          {doubting(doubts(invite.DoubtTime), func(c *Case) { c.Invite.End = time.Time{} }), "record  ?"},
		"the time: a late opt-out":          {doubting(doubts(invite.DoubtTime), then(running, optedOut(45*time.Minute))), "hold participant_opted_out ? late_opt_out, too_little_recorded"},
		"the time: an opt-out after the recording": {doubting(doubts(invite.DoubtTime), func(c *Case) {
			c.Recordings, c.Now = ranTo(start, start.Add(time.Minute)), end.Add(time.Hour)
			c.Answers = consent.NewLog(said(cem, consent.OptedOut, end.Add(time.Minute)))
		}), "hold  ? participant_opted_out, late_opt_out, too_little_recorded"},
		"the time: cancelled late, or in time":                  {doubting(doubts(invite.DoubtTime), func(c *Case) { c.Now = start.Add(-time.Minute); c.Cancellations = []Cancellation{{By: bea, At: c.Now}} }), "refuse  ? meeting_over, recording_cancelled"},
		"a link: beside a consent link it may pass the page by": {doubting(doubts(invite.DoubtLinks), unchanged), "refuse  ? bypass_link"},
		"a link: the page is enabled":                           {doubting(doubts(invite.DoubtLinks), func(c *Case) { c.Profile.Page = profile.PageEnabled }), "record  ?"},
		"a link: no page":                                       {doubting(doubts(invite.DoubtLinks), then(automatic, func(c *Case) { c.Org.Profiles = nil; c.Org.Records = profile.AnyParticipant })), "refuse  ? no_conference_link, provider_off"},
		"the state: before":                                     {doubting(doubts(invite.DoubtState), unchanged), "refuse  ? meeting_cancelled, not_an_invitation"},
		"the state: while recorded":                             {doubting(doubts(invite.DoubtState), running), "record  ?"},
		"the class: before":                                     {doubting(doubts(invite.DoubtClass), unchanged), "refuse  ? meeting_private"},
		"the class: while recorded":                             {doubting(doubts(invite.DoubtClass), running), "hold  ? meeting_private"},
		"the class: private meetings are recorded":              {doubting(doubts(invite.DoubtClass), func(c *Case) { c.Org.RecordsPrivate = true }), "record  ?"},
		"the title: no phrases":                                 {doubting(doubts(invite.DoubtTitle), unchanged), "record  ?"},
		"the title: a phrase is blocked":                        {doubting(doubts(invite.DoubtTitle), func(c *Case) { c.Org.Block = profile.NewBlockList(nil, nil, []string{"board"}) }), "refuse  ? blocked_party"},
		"a certain refusal settles it":                          {doubting(doubts(invite.DoubtTitle, invite.DoubtClass, invite.DoubtLinks), func(c *Case) { c.Now = end }), "refuse meeting_over ? meeting_private, bypass_link"},
		"the call: three are taken for three who answered": {with(then(running, func(c *Case) {
			inCall(c, strangers(3, start)...)
			c.Answers = consent.NewLog(said(cem, consent.Consented, start), said(dia, consent.Consented, start), said(person(1), consent.Consented, start))
		})), "record  ?"},
		"the call: a fourth is not": {with(then(running, func(c *Case) {
			inCall(c, strangers(4, start)...)
			c.Answers = consent.NewLog(said(cem, consent.Consented, start), said(dia, consent.Consented, start), said(person(1), consent.Consented, start))
		})), "hold  ? consent_unverified, late_opt_out, too_little_recorded"},
		"the call: one who answered has been seen": {with(then(running, func(c *Case) {
			inCall(c, append(strangers(1, start), consent.Presence{Address: cem, From: start})...)
			c.Answers = consent.NewLog(said(cem, consent.Consented, start))
		})), "hold  ? consent_unverified, late_opt_out, too_little_recorded"},
		"the call: one after the other": {with(then(running, func(c *Case) {
			all := strangers(2, start)
			all[0].Until = start.Add(9 * time.Minute)
			all[1].From = start.Add(10 * time.Minute)
			inCall(c, all...)
			c.Answers = consent.NewLog(said(cem, consent.Consented, start))
		})), "record  ?"},
		"the call: the page is enabled":                              {with(then(running, func(c *Case) { c.Profile.Page = profile.PageEnabled; inCall(c, strangers(1, start)...) })), "record  ?"},
		"the call: whether the page is enforced is in doubt as well": {doubting(doubts(invite.DoubtOrganizer), then(automatic, func(c *Case) { c.Now = start.Add(3 * time.Minute); inCall(c, strangers(1, start)...) })), "refuse  ? nobody_recorded, third_party_organizer, organizer_unknown, consent_link_missing, consent_unverified"},
		"the call: within the grace":                                 {with(func(c *Case) { c.Recordings = ran(start); inCall(c, strangers(1, start)...) }), "record  ?"},
		"the call: left before the recording": {with(then(running, func(c *Case) {
			all := strangers(1, start.Add(-9*time.Minute))
			all[0].Until = start.Add(-time.Minute)
			inCall(c, all...)
		})), "record  ?"},
		"the call: no recorder, and in the call now": {with(func(c *Case) { c.Now = start.Add(2 * time.Minute); inCall(c, strangers(1, start)...) }), "refuse  ? consent_unverified"},
		"the call: no recorder, and gone": {with(func(c *Case) {
			c.Now = start.Add(9 * time.Minute)
			all := strangers(1, start)
			all[0].Until = start.Add(8 * time.Minute)
			inCall(c, all...)
		}), "record  ?"},
		"the call: somebody opted out late, a stranger was there before": {with(then(running, optedOut(45*time.Minute), func(c *Case) { inCall(c, append(strangers(2, start), consent.Presence{Address: cem, From: start})...) })), "hold participant_opted_out ? consent_unverified, late_opt_out, too_little_recorded"},
		"the call: somebody opted out early, a stranger changes nothing": {with(then(running, optedOut(5*time.Minute), func(c *Case) { inCall(c, append(strangers(2, start), consent.Presence{Address: cem, From: start})...) })), "discard participant_opted_out, too_little_recorded ? consent_unverified"},
		"the call: somebody passed by late, a stranger was there before": {with(then(running, func(c *Case) {
			c.Now = end
			inCall(c, append(strangers(1, start), consent.Presence{Address: cem, From: start.Add(45 * time.Minute)})...)
		})), "hold consent_unverified ? late_opt_out, too_little_recorded"},
		"the call: somebody passed by late, a stranger came after": {with(then(running, func(c *Case) {
			c.Now = end
			inCall(c, append(strangers(1, start.Add(46*time.Minute)), consent.Presence{Address: cem, From: start.Add(45 * time.Minute)})...)
		})), "keep_part consent_unverified, late_opt_out ?"},
		"the call: somebody passed by early": {with(then(running, func(c *Case) {
			inCall(c, append(strangers(1, start), consent.Presence{Address: cem, From: start.Add(5 * time.Minute)})...)
		})), "discard consent_unverified, too_little_recorded ?"},
		"who organizes: one from outside makes nothing external for certain": {doubting(doubts(invite.DoubtOrganizer), then(automatic, internal, func(c *Case) { c.Org.Profiles = nil; c.Invite.Organizer.Address = dia })), "refuse  ? internal_meeting, nobody_recorded"},
		"who organizes: one who is blocked destroys nothing": {doubting(doubts(invite.DoubtOrganizer), then(automatic, running, func(c *Case) {
			c.Org.Profiles = nil
			c.Invite.Organizer.Address = invite.MustAddress("eve@rival.example")
			blocks(c)
		})), "hold  ? blocked_party, nobody_recorded"},
		"the class: private at face value destroys nothing":          {doubting(doubts(invite.DoubtClass), then(running, func(c *Case) { c.Invite.Class = invite.ClassPrivate })), "hold  ? meeting_private"},
		"the title: a phrase that may not be in it destroys nothing": {doubting(doubts(invite.DoubtTitle), then(running, func(c *Case) { c.Org.Block = profile.NewBlockList(nil, nil, []string{"roadmap"}) })), "hold  ? blocked_party"},
		"the title: somebody else is blocked for certain":            {doubting(doubts(invite.DoubtTitle), then(running, func(c *Case) { c.Org.Block = profile.NewBlockList([]invite.Address{cem}, nil, []string{"roadmap"}) })), "discard blocked_party ?"},
		"the state: cancelled at face value":                         {doubting(doubts(invite.DoubtState), func(c *Case) { c.Invite.Status = invite.StatusCancelled }), "refuse  ? meeting_cancelled, not_an_invitation"},
		"a case that makes no sense":                                 {doubting(doubts(invite.DoubtTime), func(c *Case) { c.Now = time.Time{} }), "refuse invalid_case ?"},
		"a case that makes no sense, with a recording": {doubting(doubts(invite.DoubtTime), func(c *Case) {
			c.Now, c.Recordings = at(20), ranTo(at(10), at(5))
			c.Answers = consent.NewLog(said(cem, consent.OptedOut, at(3)))
		}), "hold invalid_case ? participant_opted_out, late_opt_out, too_little_recorded"},
		"the time: somebody passed by early, an opt-out after the recording changes nothing": {doubting(doubts(invite.DoubtTime), func(c *Case) {
			c.Now, c.Recordings = at(120), ranTo(start, at(10))
			c.Answers = consent.NewLog(said(dia, consent.OptedOut, at(61)))
			inCall(c, consent.Presence{Address: cem, From: start, Until: at(10)})
		}), "discard consent_unverified, too_little_recorded ? participant_opted_out"},
		"the call: no recorder, and leaving at this instant": {with(func(c *Case) {
			c.Now = start.Add(9 * time.Minute)
			all := strangers(1, start)
			all[0].Until = c.Now
			inCall(c, all...)
		}), "refuse  ? consent_unverified"},
		"the call: who answers later has not answered": {with(func(c *Case) {
			c.Now = start.Add(3 * time.Minute)
			inCall(c, strangers(1, start)...)
			c.Answers = consent.NewLog(said(cem, consent.Consented, start.Add(4*time.Minute)))
		}), "refuse  ? consent_unverified"},
	} {
		assert.Equal(t, row.want, decided(row.c), name)
	}
}

func TestInDoubtBeforeAndSinceAChange(t *testing.T) {
	for name, row := range map[string]struct {
		c    Case
		want string
	}{
		"the links are gone since":              {changedLate(func(now, _ *Case) { now.Invite.Links = nil }), "keep_part no_conference_link, consent_link_missing ?"},
		"the links are gone since this instant": {changedLate(func(now, _ *Case) { now.Invite.Links, now.Before.Until = nil, now.Now }), "keep_part no_conference_link, consent_link_missing ?"},
		"the links are gone since the instant at which the call ended": {changedLate(func(now, _ *Case) {
			now.Invite.Links, now.Before.Until = nil, end
			now.Now, now.Recordings = at(180), ranTo(start, end)
		}), "record  ?"},
		"private or not, before": {changedLate(func(_, before *Case) { before.Invite.Doubts = doubts(invite.DoubtClass) }), "hold  ? meeting_private"},
		"private or not, since":  {changedLate(func(now, _ *Case) { now.Invite.Doubts = doubts(invite.DoubtClass) }), "hold  ? meeting_private"},
		"private or not since the call ended": {changedLate(func(now, _ *Case) {
			now.Invite.Doubts = doubts(invite.DoubtClass)
			now.Now, now.Before.Until = end.Add(2*time.Hour), end.Add(time.Hour)
			now.Recordings = ranTo(start, end)
		}), "hold  ? meeting_private"},
		"private for certain since the call ended, links in doubt before": {changedLate(func(now, before *Case) {
			now.Invite.Class = invite.ClassPrivate
			before.Invite.Doubts = doubts(invite.DoubtLinks)
			now.Now, now.Before.Until = end.Add(2*time.Hour), end.Add(time.Hour)
			now.Recordings = ranTo(start, end)
		}), "discard meeting_private ? bypass_link"},
		"a change that has not happened, with a doubt of its own": {changedLate(func(now, _ *Case) { now.Invite.Doubts = doubts(invite.DoubtClass); now.Before.Until = end }), "record  ?"},
		"a change that has not happened, and a doubt before":      {changedLate(func(now, before *Case) { before.Invite.Doubts = doubts(invite.DoubtClass); now.Before.Until = end }), "hold  ? meeting_private"},
		"a direct link or not, since":                             {changedLate(func(now, _ *Case) { now.Invite.Doubts = doubts(invite.DoubtLinks) }), "hold  ? bypass_link"},
		"a direct link or not before, a certain one since": {changedLate(func(now, before *Case) {
			before.Invite.Doubts = doubts(invite.DoubtLinks)
			now.Invite.Links = []invite.Link{annsLink, zoomLink}
		}), "hold bypass_link ?"},
		"the links are gone since, the state in doubt": {changedLate(func(now, _ *Case) { now.Invite.Links = nil; now.Invite.Doubts = doubts(invite.DoubtState) }), "keep_part no_conference_link, consent_link_missing ?"},
		"discarded whatever is in doubt": {changedLate(func(now, before *Case) {
			before.Invite.Class = invite.ClassPrivate
			now.Invite.Doubts = doubts(invite.DoubtLinks)
		}), "discard meeting_private ? bypass_link"},
		"an opt-out early, the state in doubt": {changedLate(func(now, _ *Case) {
			now.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(5*time.Minute)))
			now.Invite.Doubts = doubts(invite.DoubtState)
			now.Invite.Title = "other"
		}), "discard participant_opted_out, too_little_recorded ?"},
		"an opt-out early, private or not": {changedLate(func(now, _ *Case) {
			now.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(5*time.Minute)))
			now.Invite.Doubts = doubts(invite.DoubtClass)
		}), "discard participant_opted_out, too_little_recorded ? meeting_private"},
		"an opt-out late, the state in doubt": {changedLate(func(now, _ *Case) {
			now.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(50*time.Minute)))
			now.Invite.Doubts = doubts(invite.DoubtState)
		}), "keep_part participant_opted_out, late_opt_out ?"},
		"an opt-out late, the time in doubt": {changedLate(func(now, before *Case) {
			now.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(50*time.Minute)))
			before.Invite.Doubts = doubts(invite.DoubtTime)
		}), "hold participant_opted_out ? late_opt_out, too_little_recorded"},
		"an opt-out late, the time in doubt since": {changedLate(func(now, _ *Case) {
			now.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(50*time.Minute)))
			now.Invite.Doubts = doubts(invite.DoubtTime)
		}), "hold participant_opted_out ? late_opt_out, too_little_recorded"},
		"the page was passed by late, and the time was in doubt": {changedLate(func(now, before *Case) {
			now.Profile.Page = profile.PageEnabled
			before.Invite.Doubts = doubts(invite.DoubtTime)
			inCall(now, consent.Presence{Address: dia, From: at(45)})
		}), "hold consent_unverified ? late_opt_out, too_little_recorded"},
		"the page is passed by since it is enforced, and the time is in doubt": {changedLate(func(now, before *Case) {
			before.Profile.Page = profile.PageEnabled
			now.Invite.Doubts = doubts(invite.DoubtTime)
			inCall(now, consent.Presence{Address: dia, From: at(55).Add(30 * time.Second)})
		}), "hold consent_unverified ? late_opt_out, too_little_recorded"},
		"somebody stopped it late, and strangers in the call": {changedLate(func(now, _ *Case) {
			now.Recordings = []Recording{{Start: start, Stop: start.Add(57 * time.Minute), Ended: Stopped}}
			inCall(now, append(strangers(1, start), consent.Presence{Address: cem, From: start})...)
		}), "hold recording_stopped ? consent_unverified, late_opt_out, too_little_recorded"},
		"the basis may have been missing before, and is since": {changedLate(func(now, before *Case) {
			before.Invite.Doubts = doubts(invite.DoubtAttendees)
			before.Invite.Attendees = []invite.Party{{Address: bea}}
			now.Invite.Attendees = []invite.Party{{Address: bea}}
		}), "hold internal_meeting ? assistant_address_unknown, sender_not_member, sender_not_permitted"},
		"the page is enforced since, and may be now": {changedLate(func(now, before *Case) {
			before.Profile.Page = profile.PageEnabled
			now.Invite.Doubts = doubts(invite.DoubtState)
			inCall(now, consent.Presence{Address: cem, From: start}, consent.Presence{Address: dia, From: start.Add(time.Minute)})
		}), "keep_part consent_unverified ?"},
		"strangers passed an enforced page by, somebody else did when it no longer was": {changedLate(func(now, _ *Case) {
			now.Profile.Page = profile.PageEnabled
			inCall(now, append(strangers(2, at(5)), consent.Presence{Address: dia, From: at(56)})...)
		}), "hold  ? consent_unverified, late_opt_out, too_little_recorded"},
		"strangers pass an enforced page by, somebody else had before it was": {changedLate(func(now, before *Case) {
			before.Profile.Page = profile.PageEnabled
			now.Invite.Doubts = doubts(invite.DoubtState)
			inCall(now, append(strangers(2, at(55).Add(30*time.Second)), consent.Presence{Address: dia, From: at(5), Until: at(50)})...)
		}), "hold  ? consent_unverified, late_opt_out, too_little_recorded"},
		"private for certain before, and perhaps since the call ended": {changedLate(func(now, before *Case) {
			now.Invite.Doubts = doubts(invite.DoubtClass)
			before.Invite.Class = invite.ClassPrivate
			now.Now, now.Before.Until, now.Recordings = at(180), at(120), ranTo(start, end)
		}), "discard meeting_private ?"},
		"private perhaps before, and for certain since the call ended": {changedLate(func(now, before *Case) {
			now.Invite.Class = invite.ClassPrivate
			before.Invite.Doubts = doubts(invite.DoubtClass)
			now.Now, now.Before.Until, now.Recordings = at(180), at(120), ranTo(start, end)
		}), "discard meeting_private ?"},
		"an opt-out early, and strangers in the call": {changedLate(func(now, _ *Case) {
			now.Invite.Title = "other"
			now.Answers = consent.NewLog(said(cem, consent.Consented, start), said(cem, consent.OptedOut, start.Add(5*time.Minute)))
			inCall(now, append(strangers(2, start), consent.Presence{Address: cem, From: start})...)
		}), "hold participant_opted_out ? consent_unverified, too_little_recorded"},
		"private for certain, and strangers in the call": {changedLate(func(now, _ *Case) {
			now.Invite.Class = invite.ClassPrivate
			inCall(now, append(strangers(2, start), consent.Presence{Address: cem, From: start})...)
		}), "discard meeting_private ? consent_unverified, late_opt_out, too_little_recorded"},
	} {
		assert.Equal(t, row.want, decided(row.c), name)
	}
}

// Some facts change no verdict by themselves, or only together with others.
func TestFactsInDoubt(t *testing.T) {
	email := func(c *Case) {
		automatic(c)
		c.Org.Profiles[0].PreCallEmail, c.Invite.Stamp = true, start.Add(-5*time.Minute)
	}
	everybody := func(who invite.Address) func(*Case) {
		return func(c *Case) {
			c.Invite.Links, c.Profile.EverybodyPasses, c.Now = []invite.Link{zoomLink}, true, start.Add(3*time.Minute)
			inCall(c, consent.Presence{Address: who, From: start})
		}
	}
	never := func(c *Case) {
		c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "ann", Recorded: true}, profile.Member{Address: bea, NeverRecorded: true})
	}
	asked := func(c *Case) { c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: assistant}) }
	zoom := func(c *Case) { c.Invite.Links, c.Org.NativeRecorder = []invite.Link{zoomLink}, true }
	assigned := func(c *Case) { // Ann has the strict profile
		c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "ann", Recorded: true, Profile: "strict"})
	}
	called := func(answers []consent.Response, all ...consent.Presence) Case { // in minute 50 of a recording
		return with(func(c *Case) {
			c.Now, c.Recordings, c.Answers = at(50), ran(start), consent.NewLog(answers...)
			inCall(c, all...)
		})
	}
	one := func(who invite.Address, choice consent.Choice) []consent.Response {
		return []consent.Response{said(who, choice, start)}
	}
	leaves := func(until time.Time) consent.Presence {
		return consent.Presence{Name: "guest", From: start, Until: until}
	}
	blocking := func(who []invite.Address, domains []string, phrases ...string) func(*Case) {
		return func(c *Case) { c.Org.Block = profile.NewBlockList(who, domains, phrases) }
	}
	for name, row := range map[string]struct {
		c       Case
		fact    Facts
		inDoubt bool
	}{
		"another profile's email at another time":     {doubting(doubts(invite.DoubtOrganizer, invite.DoubtTime), email), FactNotice, true},
		"another profile's email in time":             {doubting(doubts(invite.DoubtOrganizer), email), FactNotice, false},
		"no email at another time":                    {doubting(doubts(invite.DoubtTime), email), FactNotice, false},
		"the host passes no page, and may be another": {doubting(doubts(invite.DoubtOrganizer), everybody(ann)), FactBypassed, true},
		"somebody else may be the host":               {doubting(doubts(invite.DoubtOrganizer), everybody(bea)), FactBypassed, true},
		"another host under another profile": {doubting(doubts(invite.DoubtOrganizer), func(c *Case) {
			everybody(ann)(c)
			automatic(c)
			c.Org.Profiles[0].EverybodyPasses = true
		}), FactBypassed, true},
		"the host by a hidden link, and the own recorder": {doubting(doubts(invite.DoubtLinks), func(c *Case) { c.Invite.Links, c.Org.NativeRecorder = nil, true }), FactNotice, true},
		"another host, and the own recorder": {doubting(doubts(invite.DoubtOrganizer), func(c *Case) {
			c.Invite.Links, c.Org.NativeRecorder, c.Invite.Organizer.Address = []invite.Link{zoomLink}, true, dia
		}), FactNotice, true},
		"the host by a hidden link is recorded":                  {doubting(doubts(invite.DoubtLinks), func(c *Case) { c.Invite.Links = nil }), FactRecordedMember, true},
		"a consent link settles who hosts":                       {doubting(doubts(invite.DoubtLinks), unchanged), FactRecordedMember, false},
		"the host by a hidden link is never recorded":            {doubting(doubts(invite.DoubtLinks), func(c *Case) { never(c); c.Invite.Links = nil }), FactBlocked, true},
		"a calendar that stands for whose link it is":            {with(func(c *Case) { c.Invite.Organizer.Address = invite.MustAddress("x@group.calendar.google.com") }), FactOrganizerKnown, false},
		"another profile's email too late at another time":       {doubting(doubts(invite.DoubtOrganizer, invite.DoubtTime), func(c *Case) { email(c); c.Org.Default.AudioPrompt, c.Invite.Stamp = true, at(-60) }), FactNotice, true},
		"a title that is blocked, whoever organizes":             {doubting(doubts(invite.DoubtOrganizer), blocking(nil, []string{"rival.example"}, "roadmap")), FactBlocked, false},
		"the assistant listed by a member for whoever organizes": {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { asked(c); c.Invite.SentBy = ann }), FactSenderMember, false},
		"the assistant listed, and asked by mail":                {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { asked(c); c.Requests = []Request{{Sender: ann, To: assistant}} }), FactSenderPermitted, false},
		"the assistant asked by mail later":                      {doubting(doubts(invite.DoubtAttendees), func(c *Case) { c.Requests = []Request{{Sender: ann, To: assistant, At: end}} }), FactAsked, true},
		"the assistant listed already":                           {doubting(doubts(invite.DoubtAttendees), asked), FactAsked, false},
		"a former address of the assistant":                      {doubting(doubts(invite.DoubtAttendees), func(c *Case) { c.Org.Assistant = invite.Address{} }), FactAsked, true},
		"no assistant":                                           {doubting(doubts(invite.DoubtAttendees), func(c *Case) { c.Org.Assistant, c.Org.FormerAssistants = invite.Address{}, nil }), FactAsked, false},
		"a consent link settles who hosts, and is told":          {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { c.Org.NativeRecorder = true }), FactNotice, false},
		"a prompt of every profile that may govern":              {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { zoom(c); c.Profile.AudioPrompt = true }), FactNotice, false},
		"a prompt of the profile that governs, perhaps":          {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { automatic(c); c.Org.Default.AudioPrompt, c.Org.NativeRecorder = true, true }), FactNotice, true},
		"a provider without a recorder of its own":               {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { zoom(c); c.Invite.Links = []invite.Link{teamsLink} }), FactNotice, false},
		"a member who organizes settles whose profile it is":     {doubting(doubts(invite.DoubtAttendees), automatic), FactPageOn, false},
		"internal meetings are recorded":                         {doubting(doubts(invite.DoubtAttendees), func(c *Case) { internal(c); c.Org.RecordsInternal = true }), FactInternalExcluded, false},
		"an attendee who is never recorded":                      {doubting(doubts(invite.DoubtAttendees), never), FactBlocked, true},
		"an attendee who is blocked, whoever else comes":         {doubting(doubts(invite.DoubtAttendees), blocking([]invite.Address{cem}, nil)), FactBlocked, false},
		"a profile that is said":                                 {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { zoom(c); c.Org.Profiles = []profile.Profile{{Name: "off"}} }), FactPageOn, false},
		"a consent link settles whose profile it is":             {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { c.Profile, c.Org.Profiles = profile.Profile{}, []profile.Profile{{Name: "off"}} }), FactPageOn, false},
		"the default profile may govern":                         {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { automatic(c); assigned(c) }), FactPageOn, true},
		"a series keeps its name at another time": {doubting(doubts(invite.DoubtTime), func(c *Case) {
			c.Invite.Recurring = true
			c.Cancellations = []Cancellation{{By: bea, At: at(-3000), Of: c.Invite.Key()}}
		}), FactCancelledInTime, false},
		"a direct link beside a hidden one":                     {doubting(doubts(invite.DoubtLinks), zoom), FactDirectLink, false},
		"nobody is never recorded":                              {doubting(doubts(invite.DoubtLinks), zoom), FactBlocked, false},
		"a hidden link may settle whose profile it is":          {doubting(doubts(invite.DoubtLinks), automatic), FactPageOn, true},
		"a hidden link may say that another hosts":              {doubting(doubts(invite.DoubtLinks), everybody(ann)), FactBypassed, true},
		"no recorder of the provider's own":                     {doubting(doubts(invite.DoubtLinks), func(c *Case) { c.Invite.Links = []invite.Link{zoomLink} }), FactNotice, false},
		"a hidden link may be a stale one":                      {doubting(doubts(invite.DoubtLinks), zoom), FactStaleLink, true},
		"nothing is late before a recorder has started":         {with(func(c *Case) { c.Now = at(2); inCall(c, strangers(1, start)...) }), FactLateEnough, false},
		"nothing is late where nobody objects":                  {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { automatic(c); c.Now, c.Recordings = at(50), ran(start) }), FactLateEnough, false},
		"a recorder without an address is nobody":               {called(nil, consent.Presence{Name: "Notes", Kind: consent.Recorder, From: start}), FactBypassed, false},
		"one who opted out and has not been seen":               {called(one(cem, consent.OptedOut), strangers(1, start)...), FactBypassed, false},
		"one who stayed away answered no page":                  {called(one(cem, consent.StayedAway), strangers(1, start)...), FactBypassed, true},
		"strangers after somebody opted out":                    {called(one(cem, consent.OptedOut), strangers(2, at(10))...), FactBypassed, true},
		"one leaves as another comes, and one has answered":     {called(one(cem, consent.Consented), leaves(at(10)), strangers(1, at(10))[0]), FactBypassed, true},
		"one leaves before another comes, and one has answered": {called(one(cem, consent.Consented), leaves(at(10).Add(-1)), strangers(1, at(10))[0]), FactBypassed, false},
	} {
		holds, inDoubt := Observe(row.c)
		assert.Equal(t, row.inDoubt, inDoubt.Has(row.fact), name)
		assert.Zero(t, holds&inDoubt, name)
	}
}

// decided writes a decision: its verdict, what is certain against a recording, and what is
// possible.
func decided(c Case) string {
	d := Decide(c)
	against := d.Reasons & ReasonsThat(Refuses, Ends, Objects, Stops)
	possible := d.Possible & ReasonsThat(Refuses, Ends, Objects, Stops)
	return strings.TrimSpace(fmt.Sprint(d.Verdict, " ", against, " ? ", possible))
}
