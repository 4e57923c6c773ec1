package decision

import (
	"iter"
	"math/bits"
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
	// ThisOccurrence is the meeting of the case alone. The other meetings of a series are
	// still recorded.
	ThisOccurrence Scope = iota
	// WholeSeries is every meeting of the series that has the UID of the case's invite.
	WholeSeries
)

var scopes = enum.Table[Scope]{Kind: "scope", Texts: []string{"occurrence", "series"}}

// AllScopes returns every scope.
func AllScopes() []Scope { return scopes.All() }

// String returns the text form of s.
func (s Scope) String() string { return scopes.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s Scope) MarshalText() ([]byte, error) { return scopes.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *Scope) UnmarshalText(text []byte) error { return scopes.Parse(s, text) }

// Cancellability says whether a recording may be cancelled at a moment. The zero
// Cancellability is no, with nothing to do instead.
type Cancellability struct {
	// Allowed says that a cancellation now counts for this occurrence.
	Allowed bool `json:"allowed"`
	// Until is the last instant at which one does, in UTC.
	Until time.Time `json:"until,omitzero"`
	// Reason is why it is not allowed: invalid_case, canceller_not_member,
	// cancelled_too_late, or of a meeting that is not going to be recorded the first reason
	// against it, or the first that is possible where none is certain. It is zero if it is
	// allowed.
	Reason Reason `json:"reason,omitempty"`
	// LaterOccurrences says that, though it does not count for this occurrence, the
	// cancellation of the series counts for later ones.
	LaterOccurrences bool `json:"later_occurrences,omitempty"`
	// Stop is how this occurrence's recording can be stopped in the call instead.
	Stop StopMethod `json:"stop,omitempty"`
}

// CanCancel says whether somebody may cancel the recording at the case's moment, for
// one occurrence or the whole series.
//
// Source: A, "Cancel the recording before the meeting" (up to and including 20
// minutes before the start, or what the org set) and "Cancel the recording during
// the meeting". Ours: any member may; cancelling a series counts for each occurrence
// for which it is in time; what is not going to be recorded cannot be cancelled.
func CanCancel(c Case, by invite.Address, scope Scope) Cancellability {
	var j judgement
	j.judge(&c)
	if j.Reasons.Has(InvalidCase) {
		return Cancellability{Reason: InvalidCase}
	}
	answer := Cancellability{Until: c.lastCancel(time.Time{}).UTC()}
	switch {
	case c.Org.Members.ByAddress(by) == nil:
		answer.Reason = CancellerNotMember
	case j.Verdict == Refuse:
		answer.Reason = j.why()
	case j.started() || j.now.After(answer.Until):
		answer.Reason = CancelledTooLate
	default:
		answer.Allowed = true
		return answer
	}
	answer.LaterOccurrences = answer.Reason != CancellerNotMember && scope == WholeSeries && c.Invite.Recurring
	answer.Stop = j.stop(&c)
	return answer
}

// why returns the first reason against a recording that is refused; the first that is
// possible where none is certain.
func (j *judgement) why() Reason {
	if certain := j.Reasons & against; certain != 0 {
		return Reason(bits.TrailingZeros64(uint64(certain)))
	}
	return Reason(bits.TrailingZeros64(uint64(j.Possible & against)))
}

// stop says how a recording that runs, or will, can be stopped in the call. A recorder that
// runs has joined by what was in force when it came.
func (j *judgement) stop(c *Case) StopMethod {
	switch {
	case j.Verdict == Refuse || j.started() && !j.running:
		return NothingToStop
	case !j.started() || c.Before == (Before{}):
		return j.joins(c).Stop
	}
	then := c.then()
	var o observation
	o.observe(&then)
	return o.joins(&then).Stop
}

// Schedule is what happens when, around a meeting that is recorded. All times are
// in UTC; the zero Schedule is of a case that makes no sense.
type Schedule struct {
	// CancelUntil is the last instant at which the recording may be cancelled.
	CancelUntil time.Time `json:"cancel_until,omitzero"`
	// Joins is when the recorder joins: when it first did, or else the planned start (ours).
	Joins time.Time `json:"joins,omitzero"`
	// KeepsFrom is the first instant from which on a late opt-out keeps what was
	// recorded before it; zero for never, as of a meeting without a planned end.
	KeepsFrom time.Time `json:"keeps_from,omitzero"`
	// Ends is the planned end; zero for none.
	Ends time.Time `json:"ends,omitzero"`
}

// Timeline says what happens when.
func Timeline(c Case) Schedule {
	var o observation
	o.observe(&c)
	if o.facts.Has(FactInvalid) {
		return Schedule{}
	}
	joins := c.Invite.Start
	if o.started() {
		joins = o.first
	}
	return Schedule{
		CancelUntil: c.lastCancel(time.Time{}).UTC(),
		Joins:       joins.Round(0).UTC(),
		KeepsFrom:   consent.EnoughFrom(o.recording(&c, joins), o.plannedSpan(), c.Org.Keep()),
		Ends:        c.Invite.End.Round(0).UTC(),
	}
}

// recording returns an iterator over what counts as recorded, as if a recorder that runs,
// or has yet to join, went on without an end.
func (o *observation) recording(c *Case, joins time.Time) iter.Seq[invite.Span] {
	start := c.Invite.Start.Round(0)
	return func(yield func(invite.Span) bool) {
		if !o.started() {
			yield(invite.Span{From: latest(start, joins.Round(0))})
			return
		}
		for s := range o.recorded(c) {
			s.From = latest(start, s.From)
			if o.running && s.To.Equal(o.now) {
				s.To = time.Time{}
			}
			if !yield(s) {
				return
			}
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
