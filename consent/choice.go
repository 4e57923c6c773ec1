package consent

import (
	"fmt"
	"slices"
	"strings"
)

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
	// Bypassed: joined without passing the page; known from the call's roster.
	Bypassed
	// OptedOut: chose "Join but don't record" on the page.
	OptedOut
)

var choiceTexts = [...]string{StayedAway: "stayed_away", Consented: "consented", Bypassed: "bypassed", OptedOut: "opted_out"}

// Choices returns every choice, from the most lenient to the strictest.
func Choices() []Choice { return []Choice{StayedAway, Consented, Bypassed, OptedOut} }

// Known reports whether c is one of the constants.
func (c Choice) Known() bool { return c >= StayedAway && c <= OptedOut }

// String returns the text form of c.
func (c Choice) String() string {
	if !c.Known() {
		return fmt.Sprintf("choice(%d)", c)
	}
	return choiceTexts[c]
}

// UnknownChoiceError says that a text or a value is no [Choice].
type UnknownChoiceError struct{ Text string }

// Error quotes the text and lists what would be right.
func (e *UnknownChoiceError) Error() string {
	return fmt.Sprintf("unknown choice %q: want one of %s", e.Text, strings.Join(e.Known(), ", "))
}

// Known returns the texts that would have been right.
func (e *UnknownChoiceError) Known() []string { return slices.Clone(choiceTexts[StayedAway:]) }

// MarshalText returns the text form, or an [*UnknownChoiceError].
func (c Choice) MarshalText() ([]byte, error) {
	if !c.Known() {
		return nil, &UnknownChoiceError{Text: c.String()}
	}
	return []byte(choiceTexts[c]), nil
}

// UnmarshalText reads the text form; unknown text is an [*UnknownChoiceError].
func (c *Choice) UnmarshalText(text []byte) error {
	for _, known := range Choices() {
		if choiceTexts[known] == string(text) {
			*c = known
			return nil
		}
	}
	return &UnknownChoiceError{Text: string(text)}
}

// Missing reports whether c means that consent is missing: an opt-out always, a
// bypassed page where the page is enforced.
func (c Choice) Missing(enforced bool) bool { return c == OptedOut || enforced && c == Bypassed }
