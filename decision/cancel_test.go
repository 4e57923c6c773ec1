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
		"at the last moment":              {last, ann, ThisOccurrence, none, Cancellability{Allowed: true}},
		"any member may":                  {last, bea, ThisOccurrence, none, Cancellability{Allowed: true}},
		"a nanosecond later":              {last.Add(1), ann, ThisOccurrence, none, Cancellability{Reason: CancelledTooLate, Instead: RemoveBot, HostOnly: true}},
		"with the native recorder":        {last.Add(1), ann, ThisOccurrence, native, Cancellability{Reason: CancelledTooLate, Instead: StopNativeRecorder}},
		"where anybody removes the bot":   {start, ann, ThisOccurrence, func(c *Case) { c.Profile.Provider = invite.ProviderGoogleMeet }, Cancellability{Reason: CancelledTooLate, Instead: RemoveBot}},
		"native, but not Zoom":            {start, ann, ThisOccurrence, func(c *Case) { native(c); c.Profile.Provider = invite.ProviderWebex }, Cancellability{Reason: CancelledTooLate, Instead: RemoveBot, HostOnly: true}},
		"by a stranger":                   {last, cem, ThisOccurrence, none, Cancellability{Reason: CancellerNotMember, Instead: RemoveBot, HostOnly: true}},
		"by nobody":                       {last, invite.Address{}, ThisOccurrence, none, Cancellability{Reason: CancellerNotMember, Instead: RemoveBot, HostOnly: true}},
		"nothing to stop: no link":        {start, ann, ThisOccurrence, func(c *Case) { c.Invite.Links = nil }, Cancellability{Reason: CancelledTooLate}},
		"nothing to stop: refused anyway": {start, ann, ThisOccurrence, func(c *Case) { c.Invite.Class = invite.ClassPrivate }, Cancellability{Reason: CancelledTooLate}},
		"nothing to stop: over":           {end, ann, ThisOccurrence, none, Cancellability{Reason: CancelledTooLate}},
		"still running after the end":     {end, ann, ThisOccurrence, func(c *Case) { c.Recording.Start = start }, Cancellability{Reason: CancelledTooLate, Instead: RemoveBot, HostOnly: true}},
		"nothing to stop: stopped":        {start.Add(2), ann, ThisOccurrence, func(c *Case) { c.Recording = Recording{Start: start, Stop: start.Add(1)} }, Cancellability{Reason: CancelledTooLate}},
		"stopped this instant":            {start.Add(2), ann, ThisOccurrence, func(c *Case) { c.Recording = Recording{Start: start, Stop: start.Add(2)} }, Cancellability{Reason: CancelledTooLate}},
		"the series, in time":             {last, ann, WholeSeries, func(c *Case) { c.Invite.Recurring = true }, Cancellability{Allowed: true}},
		"the series, late for this one":   {start, ann, WholeSeries, func(c *Case) { c.Invite.Recurring = true }, Cancellability{Reason: CancelledTooLate, Rest: true, Instead: RemoveBot, HostOnly: true}},
		"the series of a single one":      {start, ann, WholeSeries, none, Cancellability{Reason: CancelledTooLate, Instead: RemoveBot, HostOnly: true}},
	} {
		c := with(row.change)
		c.Now = row.now
		row.want.Until = last
		assert.Equal(t, row.want, Cancel(c, row.by, row.scope), name)
	}
	c := with(func(c *Case) { c.Now, c.Org.CancelBefore = start, profile.NoLead })
	assert.True(t, Cancel(c, ann, ThisOccurrence).Allowed, "until the start, where the org allows it")
}

// What Cancel allows, Decide counts; what it does not, Decide does not.
func TestCancelAgreesWithDecide(t *testing.T) {
	for _, now := range []time.Duration{-21 * time.Minute, -20 * time.Minute, -20*time.Minute + 1, 0, time.Minute} {
		for _, by := range []invite.Address{ann, bea, cem} {
			c := with(func(c *Case) {
				c.Now = start.Add(now)
				c.Cancellations = []Cancellation{{By: by, At: c.Now}}
			})
			answer, d := Cancel(c, by, ThisOccurrence), Decide(c)
			assert.Equal(t, answer.Allowed, d.Reasons.Has(RecordingCancelled), "%v by %v", now, by)
			assert.True(t, answer.Allowed || d.Reasons.Has(answer.Reason), "%v by %v", now, by)
		}
	}
}

func TestTimeline(t *testing.T) {
	plan := Schedule{CancelUntil: start.Add(-20 * time.Minute), Joins: start, KeepsFrom: start.Add(42 * time.Minute), Ends: end}
	assert.Equal(t, plan, Timeline(recorded()))

	late := with(func(c *Case) { c.Now = end; c.Recording.Start = start.Add(10 * time.Minute) })
	plan.Joins, plan.KeepsFrom = start.Add(10*time.Minute), start.Add(52*time.Minute)
	assert.Equal(t, plan, Timeline(late), "counted from when the recorder joined")
}
