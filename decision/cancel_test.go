package decision_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

func TestCancel(t *testing.T) {
	last := start.Add(-20 * time.Minute)
	native := func(c *Case) { c.Org.NativeRecorder = true }
	none := func(*Case) {}
	for name, row := range map[string]struct {
		now    time.Time
		by     invite.Address
		scope  Scope
		change func(*Case)
		want   Cancellability
	}{
		"at the last moment":                {last, ann, ThisOccurrence, none, Cancellability{Allowed: true}},
		"any member may":                    {last, bea, ThisOccurrence, none, Cancellability{Allowed: true}},
		"a nanosecond later":                {last.Add(1), ann, ThisOccurrence, none, Cancellability{Reason: CancelledTooLate, Stop: HostRemovesBot}},
		"with the native recorder":          {last.Add(1), ann, ThisOccurrence, native, Cancellability{Reason: CancelledTooLate, Stop: StopNativeRecorder}},
		"where anybody removes the bot":     {start, ann, ThisOccurrence, func(c *Case) { c.Profile.Provider = invite.ProviderGoogleMeet }, Cancellability{Reason: CancelledTooLate, Stop: RemoveBot}},
		"native, but not Zoom":              {start, ann, ThisOccurrence, func(c *Case) { native(c); c.Profile.Provider = invite.ProviderWebex }, Cancellability{Reason: CancelledTooLate, Stop: HostRemovesBot}},
		"by a stranger":                     {last, cem, ThisOccurrence, none, Cancellability{Reason: CancellerNotMember, Stop: HostRemovesBot}},
		"by nobody":                         {last, invite.Address{}, ThisOccurrence, none, Cancellability{Reason: CancellerNotMember, Stop: HostRemovesBot}},
		"not going to be recorded: no link": {last, ann, ThisOccurrence, func(c *Case) { c.Invite.Links = nil }, Cancellability{Reason: NoConferenceLink}},
		"not going to be recorded: private": {last, ann, ThisOccurrence, func(c *Case) { c.Invite.Class = invite.ClassPrivate }, Cancellability{Reason: MeetingPrivate}},
		"nor a stranger may cancel that":    {last, cem, ThisOccurrence, func(c *Case) { c.Invite.Class = invite.ClassPrivate }, Cancellability{Reason: CancellerNotMember}},
		"cancelled already":                 {last, ann, ThisOccurrence, func(c *Case) { c.Cancellations = []Cancellation{{By: bea, At: last}} }, Cancellability{Reason: RecordingCancelled}},
		"not this one, but the series":      {last, ann, WholeSeries, func(c *Case) { c.Invite.Class, c.Invite.Recurring = invite.ClassPrivate, true }, Cancellability{Reason: MeetingPrivate, LaterOccurrences: true}},
		"a recorder came early":             {last, ann, ThisOccurrence, func(c *Case) { c.Recordings = ran(last) }, Cancellability{Reason: CancelledTooLate, Stop: HostRemovesBot}},
		"not going to be recorded: over":    {end, ann, ThisOccurrence, none, Cancellability{Reason: MeetingOver}},
		"still running after the end":       {end, ann, ThisOccurrence, func(c *Case) { c.Recordings = ran(start) }, Cancellability{Reason: CancelledTooLate, Stop: HostRemovesBot}},
		"nothing to stop: stopped":          {start.Add(2), ann, ThisOccurrence, func(c *Case) { c.Recordings = ranTo(start, start.Add(1)) }, Cancellability{Reason: CancelledTooLate}},
		"stopped this instant":              {start.Add(2), ann, ThisOccurrence, func(c *Case) { c.Recordings = ranTo(start, start.Add(2)) }, Cancellability{Reason: CancelledTooLate}},
		"the series, in time":               {last, ann, WholeSeries, func(c *Case) { c.Invite.Recurring = true }, Cancellability{Allowed: true}},
		"the series, late for this one":     {start, ann, WholeSeries, func(c *Case) { c.Invite.Recurring = true }, Cancellability{Reason: CancelledTooLate, LaterOccurrences: true, Stop: HostRemovesBot}},
		"the series, by a stranger":         {start, cem, WholeSeries, func(c *Case) { c.Invite.Recurring = true }, Cancellability{Reason: CancellerNotMember, Stop: HostRemovesBot}},
		"by a colleague who is no member":   {last, invite.MustAddress("eli@acme.example"), ThisOccurrence, none, Cancellability{Reason: CancellerNotMember, Stop: HostRemovesBot}},
		"the series of a single one":        {start, ann, WholeSeries, none, Cancellability{Reason: CancelledTooLate, Stop: HostRemovesBot}},
	} {
		c := with(row.change)
		c.Now = row.now
		row.want.Until = last
		assert.Equal(t, row.want, CanCancel(c, row.by, row.scope), name)
	}
	c := with(func(c *Case) { c.Now, c.Org.CancelBefore = start, profile.NoPeriod })
	assert.True(t, CanCancel(c, ann, ThisOccurrence).Allowed, "until the start, where the org allows it")
}

// What CanCancel allows, Decide counts; what it does not, Decide does not.
func TestCanCancelAgreesWithDecide(t *testing.T) {
	for _, now := range []time.Duration{-21 * time.Minute, -20 * time.Minute, -20*time.Minute + 1, 0, time.Minute} {
		for _, by := range []invite.Address{ann, bea, cem} {
			c := with(func(c *Case) {
				c.Now = start.Add(now)
				c.Cancellations = []Cancellation{{By: by, At: c.Now}}
			})
			before := changed(c, func(c *Case) { c.Cancellations = nil })
			answer, d := CanCancel(before, by, ThisOccurrence), Decide(c)
			assert.Equal(t, answer.Allowed, d.Reasons.Has(RecordingCancelled), "%v by %v", now, by)
			assert.True(t, answer.Allowed || d.Reasons.Has(answer.Reason), "%v by %v", now, by)
		}
	}
}

func TestTimeline(t *testing.T) {
	plan := Schedule{CancelUntil: start.Add(-20 * time.Minute), Joins: start, KeepsFrom: start.Add(42 * time.Minute), Ends: end}
	assert.Equal(t, plan, Timeline(recorded()))

	late := with(func(c *Case) { c.Now = end; c.Recordings = ran(start.Add(10 * time.Minute)) })
	plan.Joins, plan.KeepsFrom = start.Add(10*time.Minute), start.Add(52*time.Minute)
	assert.Equal(t, plan, Timeline(late), "counted from when the recorder joined")

	stopped := changed(late, func(c *Case) {
		c.Now = start.Add(20 * time.Minute)
		c.Recordings = ranTo(start.Add(10*time.Minute), c.Now)
	})
	plan.KeepsFrom = time.Time{}
	assert.Equal(t, plan, Timeline(stopped), "it stopped this instant, and does not go on")
}
