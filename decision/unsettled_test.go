package decision_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// allDoubts are the doubts that an invite can have.
func allDoubts() invite.Doubts {
	return enum.SetOf(invite.AllDoubts()...) &^ enum.SetOf(invite.DoubtPresence)
}

func TestUnsettled(t *testing.T) {
	group := invite.Party{Address: invite.MustAddress("team@acme.example"), Kind: invite.CUTypeGroup}
	for name, row := range map[string]struct {
		c    Case
		want string
	}{
		"nothing is in doubt":                                         {recorded(), "[]"},
		"what is in doubt changes nothing":                            {doubting(doubts(invite.DoubtTitle, invite.DoubtAttendees), unchanged), "[]"},
		"one doubt":                                                   {doubting(doubts(invite.DoubtClass), unchanged), "[class]"},
		"a doubt that changes nothing is not asked about":             {doubting(doubts(invite.DoubtClass, invite.DoubtAttendees, invite.DoubtTitle), unchanged), "[class]"},
		"a doubt that could change something else is not asked about": {doubting(doubts(invite.DoubtClass, invite.DoubtLinks), func(c *Case) { c.Profile.Page = profile.PageEnabled }), "[class]"},
		"both, where either may refuse":                               {doubting(doubts(invite.DoubtClass, invite.DoubtState), unchanged), "[state, class]"},
		"two that may refuse":                                         {doubting(doubts(invite.DoubtClass, invite.DoubtTime), func(c *Case) { c.Now = end }), "[time, class]"},
		"a group is a doubt about who is asked to come":               {with(func(c *Case) { c.Invite.Attendees = []invite.Party{group} }), "[attendees]"},
		"a group beside a doubt that changes more":                    {doubting(doubts(invite.DoubtAttendees, invite.DoubtLinks), func(c *Case) { c.Invite.Attendees = []invite.Party{group} }), "[attendees, links]"},
		"somebody in the call":                                        {with(func(c *Case) { c.Now = end; c.Recordings = ran(start); inCall(c, strangers(1, start)...) }), "[presence]"},
		"a late opt-out at a time that is a guess": {doubting(doubts(invite.DoubtTime), func(c *Case) {
			c.Now, c.Recordings = start.Add(50*time.Minute), ran(start)
			c.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(45*time.Minute)))
		}), "[time]"},
		"a late opt-out, and strangers besides": {doubting(doubts(invite.DoubtTime), func(c *Case) {
			c.Now, c.Recordings = start.Add(50*time.Minute), ran(start)
			c.Answers = consent.NewLog(said(cem, consent.Consented, start), said(cem, consent.OptedOut, start.Add(45*time.Minute)))
			inCall(c, append(strangers(2, start), consent.Presence{Address: cem, From: start})...)
		}), "[time, presence]"},
		"all": {doubting(allDoubts(), automatic), "[organizer, attendees, time, links, state, class]"},
		"a change during the recording: all": {changedLate(func(now, before *Case) {
			before.Invite.Doubts, now.Invite.Doubts = doubts(invite.DoubtClass), doubts(invite.DoubtClass, invite.DoubtTime)
			now.Invite.Title = "changed"
		}), "[time, class]"},
	} {
		assert.Equal(t, row.want, inSets(Unsettled(row.c)), name)
	}
}

func inSets(sets []invite.Doubts) string {
	var texts []string
	for _, s := range sets {
		texts = append(texts, s.String())
	}
	return "[" + strings.Join(texts, "] [") + "]"
}

func TestDoubtsExplained(t *testing.T) {
	from := []invite.Doubtful{{Doubt: invite.DoubtOrganizer, Property: "ORGANIZER", Line: 12}, {Doubt: invite.DoubtOrganizer, Property: "X-OWNER"}, {Doubt: invite.DoubtClass, Line: 9}}
	group := invite.Party{Address: invite.MustAddress("team@acme.example"), Kind: invite.CUTypeGroup}
	for name, row := range map[string]struct {
		c      Case
		reason Reason
		want   string
	}{
		"where each comes from": {doubting(doubts(invite.DoubtOrganizer), func(c *Case) { c.Invite.DoubtsFrom = from }), OrganizerUnknown,
			"who organizes is not certain (ORGANIZER, line 12); who organizes is not certain (X-OWNER)"},
		"a line and no property": {doubting(doubts(invite.DoubtClass), func(c *Case) { c.Invite.DoubtsFrom = from }), MeetingPrivate, "whether the meeting is private is not certain (line 9)"},
		"no place":               {doubting(doubts(invite.DoubtLinks, invite.DoubtState), unchanged), BypassLink, "where a link leads is not certain"},
		"the state":              {doubting(doubts(invite.DoubtLinks, invite.DoubtState), unchanged), MeetingCancelled, "whether the meeting is called off is not certain"},
		"the title":              {doubting(doubts(invite.DoubtTitle), func(c *Case) { c.Org.Block = profile.NewBlockList(nil, nil, []string{"board"}) }), BlockedParty, "the title is not certain"},
		"two doubts":             {doubting(doubts(invite.DoubtAttendees, invite.DoubtOrganizer), internal), InternalMeeting, "who organizes is not certain; who is asked to come is not certain"},
		"a group":                {with(func(c *Case) { c.Invite.Attendees = []invite.Party{{Address: bea}, group} }), InternalMeeting, "team@acme.example is a group whose members are not known"},
		"a group, and more":      {doubting(doubts(invite.DoubtAttendees), func(c *Case) { c.Invite.Attendees = []invite.Party{group} }), InternalMeeting, "who is asked to come is not certain; team@acme.example is a group whose members are not known"},
		"one in the call":        {with(func(c *Case) { c.Now = end.Add(-1); inCall(c, strangers(1, start)...) }), ConsentUnverified, "1 person in the call is not identified"},
		"two in the call":        {with(func(c *Case) { c.Now = end.Add(-1); inCall(c, strangers(2, start)...) }), ConsentUnverified, "2 people in the call are not identified"},
		"before a change": {changedLate(func(now, before *Case) {
			before.Invite.Doubts = doubts(invite.DoubtClass)
			now.Invite.Title = "changed"
		}), MeetingPrivate, "whether the meeting is private is not certain"},
		"before a change and since": {changedLate(func(now, before *Case) {
			before.Invite.Doubts, now.Invite.Doubts = doubts(invite.DoubtClass), doubts(invite.DoubtClass)
			now.Invite.Title = "changed"
		}), MeetingPrivate, "whether the meeting is private is not certain"},
		"a change that has not happened": {changedLate(func(now, before *Case) {
			before.Invite.Doubts = doubts(invite.DoubtClass)
			before.Invite.DoubtsFrom = []invite.Doubtful{{Doubt: invite.DoubtClass, Property: "CLASS"}}
			now.Invite.Title, now.Before.Until = "changed", end
		}), MeetingPrivate, "whether the meeting is private is not certain (CLASS)"},
	} {
		e := Explain(row.c)
		var got []string
		for _, p := range e.Possible {
			if p.Reason == row.reason {
				for _, evidence := range p.Evidence {
					got = append(got, evidence.String())
				}
			}
		}
		assert.Equal(t, row.want, strings.Join(got, "; "), name)
	}
	assert.Equal(t, "the times are a guess", evidenceOf(t, Explain(doubting(doubts(invite.DoubtTime), unchanged)), TimeUncertain))
}

// everywhere is one place from which every doubt comes.
func everywhere(property string) (all []invite.Doubtful) {
	for d := range allDoubts().All() {
		all = append(all, invite.Doubtful{Doubt: d, Property: property, Line: 47})
	}
	return all
}

func TestWhatCoversEveryDoubtIsSaidOnce(t *testing.T) {
	lost, cut := "a part of the invitation is lost, which may have said anything (line 47)", "the file ends in the middle of the invitation (line 47)"
	class := invite.Doubtful{Doubt: invite.DoubtClass, Property: "CLASS", Line: 3}
	for name, row := range map[string]struct {
		from   []invite.Doubtful
		reason Reason
		want   string
	}{
		"a file that ends early":               {everywhere("END"), MeetingPrivate, cut},
		"something that is lost":               {everywhere(""), MeetingPrivate, lost},
		"once for several doubts":              {everywhere("END"), BlockedParty, cut},
		"before what comes from elsewhere":     {append([]invite.Doubtful{class}, everywhere("END")...), MeetingPrivate, cut + "; whether the meeting is private is not certain (CLASS, line 3)"},
		"not where a doubt is from elsewhere":  {append(everywhere("END")[1:], class), MeetingPrivate, "whether the meeting is private is not certain (END, line 47); whether the meeting is private is not certain (CLASS, line 3)"},
		"not where a doubt is of another line": {append(everywhere("END")[1:], invite.Doubtful{Doubt: invite.DoubtOrganizer, Property: "END", Line: 48}), OrganizerUnknown, "who organizes is not certain (END, line 48)"},
	} {
		e := Explain(doubting(allDoubts(), func(c *Case) {
			c.Invite.DoubtsFrom, c.Org.Block = row.from, profile.NewBlockList([]invite.Address{dia}, nil, []string{"board"})
		}))
		assert.Equal(t, row.want, possibleEvidence(e, row.reason), name)
	}
	e := Explain(doubting(allDoubts(), func(c *Case) { c.Invite.DoubtsFrom = everywhere("END") }))
	assert.Regexp(t, `\n\d+ reasons are possible\n  - the file ends in the middle of the invitation \(line 47\)\n  To do \(organizer\): Send the invitation again`, e.String())
	assert.Equal(t, 2, strings.Count(e.String(), cut), "in the reasons that are possible, and in the one that advises")
	for group := range e.ByDoubt() {
		assert.Len(t, group, len(e.Possible))
		break
	}
}

// possibleEvidence returns the evidence of a possible reason.
func possibleEvidence(e Explanation, r Reason) string {
	var all []string
	for _, p := range e.Possible {
		for _, evidence := range p.Evidence {
			if p.Reason == r {
				all = append(all, evidence.String())
			}
		}
	}
	return strings.Join(all, "; ")
}

// Whoever writes a case may say of a doubt that it comes from many places.
func TestOfManyPlacesTheFirstAreSaid(t *testing.T) {
	for n, want := range map[int]int{1: 1, 20: 20, 21: 21, 5000: 21} {
		e := Explain(doubting(doubts(invite.DoubtClass), func(c *Case) {
			for i := range n {
				c.Invite.DoubtsFrom = append(c.Invite.DoubtsFrom, invite.Doubtful{Doubt: invite.DoubtClass, Property: "CLASS", Line: 1 + i})
			}
		}))
		got := strings.Split(possibleEvidence(e, MeetingPrivate), "; ")
		assert.Len(t, got, want, n)
		if n > 20 {
			assert.Equal(t, fmt.Sprintf("whether the meeting is private is not certain, in %d more places", n-20), got[20])
		}
	}
}

func TestDoubtsExplainedForPeopleAndPrograms(t *testing.T) {
	c := doubting(doubts(invite.DoubtClass, invite.DoubtState), func(c *Case) {
		c.Invite.DoubtsFrom = []invite.Doubtful{{Doubt: invite.DoubtClass, Property: "CLASS", Line: 9}}
	})
	text := Explain(c).String()
	for _, line := range []string{
		"This meeting may not be recorded. (refuse)\n",
		"\nmeeting_private (possible)\n",
		"  - whether the meeting is private is not certain (CLASS, line 9)\n",
		"  To do (organizer): Send the invitation again, complete and in a form that can be read.\n",
		"\nTo be settled: state, class\n",
		"\nRemedy 1\n  organizer: Send the invitation again, complete and in a form that can be read.\n",
	} {
		assert.Contains(t, text, line)
	}
	assert.NotContains(t, text, "recorded_automatically")
	written, err := json.Marshal(Explain(c))
	require.NoError(t, err)
	assert.Contains(t, string(written), `"doubt":{"doubt":"class","property":"CLASS","line":9}`)
	assert.Contains(t, string(written), `"unsettled":[["state","class"]]`)
	written, err = json.Marshal(Explain(recorded()))
	require.NoError(t, err)
	for _, absent := range []string{"possible", "unsettled", "doubt"} {
		assert.NotContains(t, string(written), absent)
	}
}

func TestRemediesOfDoubt(t *testing.T) {
	for name, row := range map[string]struct {
		c    Case
		want []Steps
	}{
		"who organizes":                  {doubting(doubts(invite.DoubtOrganizer), unchanged), []Steps{enum.SetOf(OrganizeYourself), enum.SetOf(SayOrganizer), enum.SetOf(SendAgain)}},
		"a class":                        {doubting(doubts(invite.DoubtClass), unchanged), []Steps{enum.SetOf(SendAgain)}},
		"nothing that the invite says":   {with(internal), []Steps{enum.SetOf(AskAssistant)}},
		"an attendee without an address": {with(func(c *Case) { c.Invite.Attendees = []invite.Party{{Name: "Eli"}} }), []Steps{enum.SetOf(AskAssistant)}},
	} {
		assert.Equal(t, row.want, Remedies(row.c), name)
	}
	c := doubting(doubts(invite.DoubtOrganizer, invite.DoubtClass), func(c *Case) {
		c.Invite.DoubtsFrom = []invite.Doubtful{{Doubt: invite.DoubtOrganizer}, {Doubt: invite.DoubtClass}}
	})
	for step, left := range map[Step][]invite.Doubtful{SayOrganizer: c.Invite.DoubtsFrom[1:], OrganizeYourself: c.Invite.DoubtsFrom[1:], SendAgain: {}} {
		after := Apply(c, enum.SetOf(step))
		assert.Equal(t, left, after.Invite.DoubtsFrom, step)
		assert.Len(t, after.Invite.Doubts.String(), map[bool]int{true: 0, false: len("class")}[step == SendAgain], step)
	}
	assert.Len(t, c.Invite.DoubtsFrom, 2)
}

func TestCancellingWhatMayNotBeRecorded(t *testing.T) {
	c := doubting(doubts(invite.DoubtClass, invite.DoubtLinks), func(c *Case) { c.Now = start.Add(-time.Hour) })
	assert.Equal(t, MeetingPrivate, CanCancel(c, ann, ThisOccurrence).Reason)
	c.Invite.Links = nil
	assert.Equal(t, ConsentLinkMissing, CanCancel(with(func(c *Case) { c.Invite.Links = []invite.Link{zoomLink}; c.Invite.Doubts = doubts(invite.DoubtClass) }), ann, ThisOccurrence).Reason, "a certain reason comes first")
}
