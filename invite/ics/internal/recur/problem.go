package recur

import (
	"fmt"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Problem is something that is wrong with a value that an event's repetition is
// made of, and what it costs.
type Problem struct {
	Property string // RRULE, EXRULE, RDATE or EXDATE
	Value    string // the value as it was given
	Part     string // the part that is wrong, as in "INTERVAL=0"
	Fault    string // what is wrong with it
	Want     string // what would be right; empty where nothing would
	Loss     Loss   // what is not used because of it
}

// Error names the part, and says what is wrong with it and what would be right.
func (p *Problem) Error() string {
	text := fmt.Sprintf("%s: %s: %s", p.Property, strictjson.Quote(p.Part), strictjson.Printable(p.Fault))
	if p.Want != "" {
		text += "; want " + p.Want
	}
	return text
}

// Loss says how much of a value is not used. The zero Loss is none: the value
// was tidied and means what it meant.
type Loss uint8

// The losses.
const (
	LossNone Loss = iota // the part is read all the same
	LossPart             // the part is not used, the rest of the value is
	LossAll              // the value is not used
)

var losses = enum.Table[Loss]{Kind: "loss", Texts: []string{"none", "part", "all"}}

// String returns the text form of l.
func (l Loss) String() string { return losses.String(l) }
