package decision_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// late is a case recorded since its start, in which something changed in minute 55 or so,
// asked about in minute 58.
func changedLate(change func(now, before *Case)) Case {
	now := with(func(c *Case) {
		c.Now, c.Recordings = start.Add(58*time.Minute), ran(start)
		c.Answers = consent.NewLog(said(cem, consent.Consented, start))
	})
	before := now
	before.Invite.Links = append([]invite.Link(nil), now.Invite.Links...)
	change(&now, &before)
	if now.Before.Until.IsZero() {
		now.Before.Until = start.Add(55 * time.Minute)
	}
	now.Before.Invite, now.Before.Org, now.Before.Profile = &before.Invite, &before.Org, &before.Profile
	return now
}

// What a recorder that runs has joined by, it is stopped by, whatever the calendar says now.
func TestTheRecorderStopsAsItJoined(t *testing.T) {
	gone := changedLate(func(now, _ *Case) { now.Invite.Links = nil })
	assert.Equal(t, KeepPart, Decide(gone).Verdict)
	assert.Equal(t, HostRemovesBot, Explain(gone).Stop)
	assert.Equal(t, Joining{}, Join(gone), "nobody joins by a link that is gone")

	notYet := changedLate(func(now, _ *Case) {
		now.Invite.Links, now.Before.Until = nil, now.Now.Add(1)
	})
	assert.Equal(t, Record, Decide(notYet).Verdict, "the change has not happened")
	assert.Equal(t, annsLink, Join(notYet).Link)
}

// Evidence is looked for where the reason held: before the change, or since.
func TestEvidenceOfChanges(t *testing.T) {
	for name, row := range map[string]struct {
		c        Case
		reason   Reason
		evidence string
	}{
		"what refuses since":  {changedLate(func(now, _ *Case) { now.Invite.Class = invite.ClassPrivate }), MeetingPrivate, "class private (setting records_private)"},
		"what refused before": {changedLate(func(_, before *Case) { before.Invite.Class = invite.ClassConfidential }), MeetingPrivate, "class confidential (setting records_private)"},
		"private since the call ended": {changedLate(func(now, _ *Case) {
			now.Now, now.Before.Until = end.Add(2*time.Hour), end.Add(time.Hour)
			now.Recordings, now.Invite.Class = ranTo(start, end), invite.ClassPrivate
		}), MeetingPrivate, "class private (setting records_private)"},
		"a ground that went": {changedLate(func(now, _ *Case) { now.Profile.Page, now.Invite.Links = profile.PageOff, nil }), NoConferenceLink, ""},
	} {
		assert.Equal(t, row.evidence, evidenceOf(t, Explain(row.c), row.reason), name)
	}
}

// What changed decides by when it was in force: before the change, or since.
func TestWhatChangedCountsFromTheChangeOn(t *testing.T) {
	bot := invite.MustAddress("bot@recorders.example")
	out := func(minute int) consent.Log {
		return consent.NewLog(said(cem, consent.Consented, start), said(cem, consent.OptedOut, at(minute)))
	}
	longer := func(now, _ *Case) { now.Invite.End = at(180) }
	came := func(when time.Time) func(now, before *Case) {
		return func(now, before *Case) {
			now.Roster = consent.NewRoster(false, consent.Presence{Address: dia, From: when})
			now.Profile.Page = profile.PageEnabled
			now.Answers, now.Before.Until = consent.NewLog(said(cem, consent.Consented, start)), at(50)
		}
	}
	var none time.Time
	for name, row := range map[string]struct {
		c       Case
		verdict Verdict
		cut     time.Time
	}{
		"enough of the time planned then": {changedLate(func(now, before *Case) {
			longer(now, before)
			now.Answers = out(45)
		}), KeepPart, at(45)},
		"too little of the time planned since": {changedLate(func(now, before *Case) {
			longer(now, before)
			now.Answers, now.Before.Until = out(45), at(30)
		}), Discard, at(45)},
		"past the page a nanosecond before it was no longer enforced": {changedLate(came(at(50).Add(-1))), KeepPart, at(50).Add(-1)},
		"what refuses whenever it holds is cut nowhere":               {changedLate(func(now, _ *Case) { now.Invite.Class = invite.ClassPrivate }), Discard, none},
		"no basis to record, perhaps, before and since": {changedLate(func(now, before *Case) {
			now.Invite.Attendees = []invite.Party{{Address: bea}}
			now.Invite.Doubts = doubts(invite.DoubtAttendees)
			before.Invite = now.Invite
		}), Hold, at(55)},
		"past it at that instant": {changedLate(came(at(50))), Record, none},
		"what refused all along is no change": {changedLate(func(now, before *Case) {
			now.Invite.Links, before.Invite.Links = []invite.Link{zoomLink}, []invite.Link{zoomLink}
		}), Discard, none},
		"over, for a recorder of the settings of then": {changedLate(func(now, before *Case) {
			before.Org.Recorders = []invite.Address{bot}
			now.Now, now.Before.Until, now.Recordings = at(120), at(90), ranTo(start, end)
			now.Invite.Links, now.Roster = nil, been(bot)
		}), Record, none},
		"not over, for a recorder of the settings of now": {changedLate(func(now, before *Case) {
			now.Org.Recorders = []invite.Address{bot}
			now.Now, now.Before.Until, now.Recordings = at(120), at(90), ranTo(start, end)
			now.Invite.Links, now.Profile.Page, before.Profile.Page, now.Roster = nil, profile.PageEnabled, profile.PageEnabled, been(bot)
		}), KeepPart, end},
	} {
		d := Decide(row.c)
		assert.Equal(t, row.verdict.String(), d.Verdict.String(), name)
		assert.Equal(t, row.cut, d.Cut, name)
	}
}

// What permits and advises is what does since a change; only what spoke against the recording
// before it counts on, also where something is in doubt.
func TestWhatPermittedBeforeAChangeIsNoReasonSince(t *testing.T) {
	gone := Decide(changedLate(func(now, _ *Case) { now.Invite.Links, now.Invite.Doubts = nil, doubts(invite.DoubtClass) }))
	assert.True(t, gone.Possible.Has(MeetingPrivate))
	assert.False(t, gone.Reasons.Has(ConsentByPage), "%v", gone)
	found := Decide(changedLate(func(_, before *Case) {
		before.Invite.Links, before.Org.NativeRecorder = []invite.Link{zoomLink}, true
		before.Invite.Doubts = doubts(invite.DoubtLinks)
	}))
	assert.True(t, found.Possible.Has(ConsentLinkMissing), "%v", found)
	assert.False(t, found.Possible.Has(ConsentByNotice), "%v", found)
	assert.False(t, found.Possible.Has(NoNotice), "%v", found)
}
