package decision

import (
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// Scope is how much of a series is to be cancelled. The zero Scope is the one
// occurrence.
type Scope uint8

// The scopes.
const (
	ThisOccurrence Scope = iota
	WholeSeries
)

var scopes = enum.Table[Scope]{Kind: "scope", Texts: []string{"occurrence", "series"}}

// Scopes returns every scope.
func Scopes() []Scope { return scopes.All() }

// String returns the text form of s.
func (s Scope) String() string { return scopes.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Scope) MarshalText() ([]byte, error) { return scopes.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Scope) UnmarshalText(text []byte) error { return scopes.Parse(s, text) }

// Instead is what can be done where a recording cannot be cancelled (A, "Cancel the
// recording during the meeting"). The zero Instead is nothing.
type Instead uint8

// What can be done instead.
const (
	NothingInstead Instead = iota
	// StopNativeRecorder: stop the provider's own recorder.
	StopNativeRecorder
	// RemoveBot: remove the recorder bot from the call.
	RemoveBot
)

var insteads = enum.Table[Instead]{Kind: "way to stop", Texts: []string{"nothing", "stop_native_recorder", "remove_bot"}}

// Insteads returns every way.
func Insteads() []Instead { return insteads.All() }

// String returns the text form of i.
func (i Instead) String() string { return insteads.String(i) }

// MarshalText returns the text form, or an error for an unknown value.
func (i Instead) MarshalText() ([]byte, error) { return insteads.AppendText(nil, i) }

// Says returns what to do, as one sentence for people; empty for nothing.
func (i Instead) Says(hostOnly bool) string {
	switch {
	case i == StopNativeRecorder:
		return "Stop the recording in the web conferencing system."
	case i == RemoveBot && hostOnly:
		return "Remove the recorder bot from the call. Only the call's host or the meeting's organizer can."
	case i == RemoveBot:
		return "Remove the recorder bot from the call."
	}
	return ""
}

// UnmarshalText reads the text form; unknown text is an error.
func (i *Instead) UnmarshalText(text []byte) error { return insteads.Parse(i, text) }

// Cancellability says whether a recording may be cancelled at a moment. The zero
// Cancellability is no, with nothing to do instead.
type Cancellability struct {
	// Allowed says that a cancellation now counts for this occurrence.
	Allowed bool `json:"allowed"`
	// Until is the last instant at which one does, in UTC.
	Until time.Time `json:"until,omitzero"`
	// Reason is why it is not allowed: invalid_case, canceller_not_member or
	// cancelled_too_late; zero if it is.
	Reason Reason `json:"reason,omitempty"`
	// Rest says that, though it is too late for this occurrence, the cancellation of
	// the series counts for the later ones.
	Rest bool `json:"rest,omitempty"`
	// Instead is what can be done about this occurrence, and HostOnly that only the
	// call's host or the meeting's organizer can.
	Instead  Instead `json:"instead,omitempty"`
	HostOnly bool    `json:"host_only,omitempty"`
}

// Cancel says whether somebody may cancel the recording at the case's moment, for
// one occurrence or the whole series.
//
// Source: A, "Cancel the recording before the meeting" (up to and including 20
// minutes before the start, or what the org set) and "Cancel the recording during
// the meeting". Ours: any member may; cancelling a series counts for each occurrence
// for which it is in time.
func Cancel(c Case, by invite.Address, scope Scope) Cancellability {
	o := observe(&c)
	if o.facts.Has(FactInvalid) {
		return Cancellability{Reason: InvalidCase}
	}
	answer := Cancellability{Until: c.lastCancel().UTC()}
	switch {
	case c.Org.Members.ByAddress(by) == nil:
		answer.Reason = CancellerNotMember
	case c.now().After(answer.Until):
		answer.Reason = CancelledTooLate
		answer.Rest = scope == WholeSeries && c.Invite.Recurring
	default:
		answer.Allowed = true
		return answer
	}
	answer.Instead, answer.HostOnly = c.instead(&o)
	return answer
}

// instead says how a recording that runs, or will, can be stopped in the call.
func (c *Case) instead(o *observation) (Instead, bool) {
	join := o.join
	if !o.facts.Has(FactProviderOn) {
		join = c.turnOn()
	}
	switch {
	case c.stopped():
		return NothingInstead, false
	case !c.started() && !o.records():
		return NothingInstead, false
	case c.Org.NativeRecorder && join.RecordsNatively():
		return StopNativeRecorder, false
	}
	return RemoveBot, join.HostRemovesBot()
}

// records reports whether the facts say that a recorder will come.
func (o *observation) records() bool {
	verdict, _ := o.facts.Decide()
	return verdict == Record
}

// stopped reports whether a recorder ran, and has stopped.
func (c *Case) stopped() bool {
	return c.started() && !c.Recording.Stop.IsZero() && !c.Recording.Stop.Round(0).After(c.now())
}

// Schedule is what happens when, around a meeting that is recorded. All times are
// in UTC; the zero Schedule is of a case that makes no sense.
type Schedule struct {
	// CancelUntil is the last instant at which the recording may be cancelled.
	CancelUntil time.Time `json:"cancel_until,omitzero"`
	// Joins is when the recorder joins: when it did, or else the planned start (ours).
	Joins time.Time `json:"joins,omitzero"`
	// KeepsFrom is the first instant from which on a late opt-out keeps what was
	// recorded before it.
	KeepsFrom time.Time `json:"keeps_from,omitzero"`
	// Ends is the planned end.
	Ends time.Time `json:"ends,omitzero"`
}

// Timeline says what happens when.
func Timeline(c Case) Schedule {
	if observe(&c).facts.Has(FactInvalid) {
		return Schedule{}
	}
	joins := c.Invite.Start
	if c.started() {
		joins = c.Recording.Start
	}
	return Schedule{
		CancelUntil: c.lastCancel().UTC(),
		Joins:       joins.Round(0).UTC(),
		KeepsFrom:   consent.EnoughFrom(joins, c.planned(), c.Org.Keep()),
		Ends:        c.Invite.End.Round(0).UTC(),
	}
}
