package consent

import "github.com/mayrecord/mayrecord/invite/enum"

// Choice is what a participant answered, or did instead of answering. The zero
// Choice is reserved: an answer without a choice is invalid.
type Choice uint8

// The choices, from the most lenient to the strictest. Of two answers at the same
// instant the stricter counts.
const (
	// StayedAway: did not join the call, as someone may who must consent to join
	// and does not want to ("What is meant by 'must consent to join the call'?").
	StayedAway Choice = iota + 1
	// Consented: passed the consent page and agreed to be recorded.
	Consented
	// Bypassed: joined without passing the page, where the service knows so by itself.
	// A [Roster] says it otherwise: somebody is in the call and has not answered.
	Bypassed
	// OptedOut: chose "Join but don't record" on the page, or said no in another way.
	OptedOut
)

var choices = enum.Table[Choice]{Kind: "choice", Texts: []string{"", "stayed_away", "consented", "bypassed", "opted_out"}}

// AllChoices returns every choice, from the most lenient to the strictest.
func AllChoices() []Choice { return choices.All() }

// Known reports whether c is one of the constants.
func (c Choice) Known() bool { return choices.Known(c) }

// String returns the text form of c.
func (c Choice) String() string { return choices.String(c) }

// MarshalText returns the text form, or an error for an unknown value.
func (c Choice) MarshalText() ([]byte, error) { return choices.AppendText(nil, c) }

// UnmarshalText reads the text form; unknown text is an error.
func (c *Choice) UnmarshalText(text []byte) error { return choices.Parse(c, text) }
