package decision

import (
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// Joining is how a recorder joins a call. The zero Joining is that there is none to join.
type Joining struct {
	// Link is the link that the meeting is on: the first consent link that works, else the
	// first link that joins a call, in the invite's order. It is the zero Link, and all
	// else zero, where a recorder can join by neither.
	Link invite.Link `json:"link,omitzero"`
	// Provider is the web conferencing system: behind a consent link the one that the
	// profile names, or none.
	Provider invite.Provider `json:"provider,omitempty"`
	// Native says that the provider's own recorder records, in place of a bot: where the
	// company uses it, the provider has one, and the host of the call is a member.
	Native bool `json:"native,omitempty"`
	// Stop is how the recording is stopped in the call.
	Stop StopMethod `json:"stop,omitempty"`
}

// Join says which call a recorder joins and how, whether or not the meeting may be
// recorded.
//
// Source: A, "or record natively (Zoom only)", and "Cancel the recording during the
// meeting". Which link counts is ours.
func Join(c Case) Joining {
	var j judgement
	j.judge(&c)
	if j.earlier {
		c = c.then()
	}
	return j.joins(&c)
}

// joins says how a recorder joins.
func (o *observation) joins(c *Case) Joining {
	if o.facts&FactJoinable == 0 {
		return Joining{}
	}
	j := Joining{Link: c.Invite.Links[o.link], Provider: o.join, Native: o.native(c), Stop: RemoveBot}
	switch {
	case j.Native:
		j.Stop = StopNativeRecorder
	case j.Provider.HostRemovesBot():
		j.Stop = HostRemovesBot
	}
	return j
}

// StopMethod is how a recording is stopped in the call (A, "Cancel the recording during
// the meeting"). The zero StopMethod is that there is nothing to stop.
type StopMethod uint8

// The ways to stop a recording.
const (
	// NothingToStop is the zero StopMethod: no recorder runs or is going to join.
	NothingToStop StopMethod = iota
	// StopNativeRecorder: stop the provider's own recorder.
	StopNativeRecorder
	// RemoveBot: remove the recorder bot from the call.
	RemoveBot
	// HostRemovesBot: likewise, and only the call's host or the meeting's organizer can.
	HostRemovesBot
)

var stopMethods = enum.Table[StopMethod]{Kind: "way to stop", Texts: []string{"nothing", "stop_native_recorder", "remove_bot", "host_removes_bot"}}

// AllStopMethods returns every way to stop.
func AllStopMethods() []StopMethod { return stopMethods.All() }

// String returns the text form of m.
func (m StopMethod) String() string { return stopMethods.String(m) }

// MarshalText returns the text form, or an error for an unknown value.
func (m StopMethod) MarshalText() ([]byte, error) { return stopMethods.AppendText(nil, m) }

// UnmarshalText reads the text form; unknown text is an error.
func (m *StopMethod) UnmarshalText(text []byte) error { return stopMethods.Parse(m, text) }

// Says returns what to do, as one sentence for people; empty where there is nothing.
func (m StopMethod) Says() string {
	switch m {
	case StopNativeRecorder:
		return "Stop the recording in the web conferencing system."
	case RemoveBot:
		return "Remove the recorder bot from the call."
	case HostRemovesBot:
		return "Remove the recorder bot from the call. Only the call's host or the meeting's organizer can."
	}
	return ""
}
