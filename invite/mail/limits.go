package mail

import (
	"errors"
	"fmt"
)

// ErrNoMail says that an input is no mail, and no calendar either.
var ErrNoMail = errors.New("mail: no mail: want header fields, an empty line, and a body")

// Limits bound what [Read] takes from a mail. A zero field means its default; a
// negative one allows nothing.
type Limits struct {
	Bytes       int // of the mail; default 32 MiB
	Parts       int // of the mail and the mails inside it, themselves included; default 1,000
	Nesting     int // of parts in each other; default 16
	HeaderBytes int // of all headers of the mail together; default 1 MiB
	Recipients  int // addresses in From, Sender, To, Cc, Bcc and of delivery; default 10,000
}

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		value    *int
		standard int
	}{
		{&l.Bytes, 32 << 20}, {&l.Parts, 1e3}, {&l.Nesting, 16}, {&l.HeaderBytes, 1 << 20}, {&l.Recipients, 1e4},
	} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return l
}

// LimitError says which of the [Limits] a mail exceeds, and where.
type LimitError struct {
	Limit string // the field of Limits, as in "Parts"
	Max   int    // its value
	Part  string // the path of the part at which it was exceeded, as in [Part.Path]; empty for the mail itself
}

// Error names the limit, its value and the part, if that is not the mail itself.
func (e *LimitError) Error() string {
	if e.Part == "" {
		return fmt.Sprintf("mail: more than the limit %s allows (%d)", e.Limit, e.Max)
	}
	return fmt.Sprintf("mail: part %q: more than the limit %s allows (%d)", e.Part, e.Limit, e.Max)
}
