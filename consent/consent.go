// Package consent holds what the participants of one call answered, and what
// follows from it over time.
//
// A [Log] is the record of a call's answers. Make it with [NewLog] from answers in
// any order; [Log.Stretches] says which answer of whom was in force when, and
// [Log.FirstMissing] when consent first went missing. Nothing here knows what the
// company decided: whether a bypassed page matters is for package decision.
//
// # The fold
//
// A participant's answer in force at an instant is the latest one up to and
// including it; of several at the same instant the strictest counts. Bypassed never
// replaces a consent or an opt-out that is in force: whoever answered the page and
// came in again by telephone has still answered.
//
// Ours: whoever opted out, then stayed away, and then came in past the page has
// still opted out; whoever consented, then stayed away, and then came in past the
// page has not consented to that. The stricter reading is taken both times.
//
// Consent is asked for one meeting of a series ("How does the consent page work
// with recurring meetings?"), so a Log never spans two.
package consent

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Response is one answer of one participant.
type Response struct {
	// Participant is the mail address, compared as package invite compares
	// addresses: without "mailto:" and its encoding, surrounding space, case, or a
	// trailing dot.
	Participant string `json:"participant"`
	Choice      Choice `json:"choice"`
	// At is the instant from which the answer counts.
	At time.Time `json:"at"`
}

// Log is the record of the answers of one call. It is immutable, and the same for
// the same answers in any order, however often each is repeated. The zero Log holds
// no answers.
type Log struct {
	responses []Response // by participant, then instant, then strictness
	stretches []Stretch  // by participant, then time
	invalid   bool
}

// NewLog returns the record of the answers, at a cost of n log n. It keeps answers
// that make no sense, so that they are not lost in silence: [Log.Problems] reports
// them.
func NewLog(responses ...Response) Log {
	if len(responses) == 0 {
		return Log{}
	}
	rs := slices.Clone(responses)
	for i := range rs {
		rs[i].Participant = normalize(rs[i].Participant)
		rs[i].At = rs[i].At.Round(0).UTC()
	}
	slices.SortFunc(rs, compare)
	l := Log{responses: slices.CompactFunc(rs, func(a, b Response) bool { return compare(a, b) == 0 })}
	l.stretches = l.fold()
	l.invalid = slices.ContainsFunc(l.responses, Response.invalid)
	return l
}

func (r Response) invalid() bool { return r.Participant == "" || !r.Choice.Known() || r.At.IsZero() }

func compare(a, b Response) int {
	return cmp.Or(cmp.Compare(a.Participant, b.Participant), a.At.Compare(b.At), cmp.Compare(a.Choice, b.Choice))
}

// normalize brings a mail address into the form in which participants are compared;
// what is in that form stays as it is.
func normalize(s string) string {
	const scheme = "mailto:"
	s = strings.TrimSpace(s)
	for len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
		s, _, _ = strings.Cut(s[len(scheme):], "?")
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
		s = strings.TrimSpace(s)
	}
	return strings.TrimRightFunc(lower(s), func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
}

// lower maps a text to lower case, except the letters outside ASCII whose lower case
// is in ASCII: a name with a Kelvin sign is not the name with a k.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); r < utf8.RuneSelf || l >= utf8.RuneSelf {
			return l
		}
		return r
	}, s)
}

// Responses returns a copy of the answers, by participant, then instant.
func (l Log) Responses() []Response { return slices.Clone(l.responses) }

// Len returns how many different answers there are.
func (l Log) Len() int { return len(l.responses) }

// With returns the record with further answers.
func (l Log) With(responses ...Response) Log {
	return NewLog(slices.Concat(l.responses, responses)...)
}

// Valid reports whether there are no [Log.Problems].
func (l Log) Valid() bool { return !l.invalid }

// ResponseError says what is wrong with an answer.
type ResponseError struct {
	Index    int      // its place in [Log.Responses]
	Response Response // the answer
	Field    string   // "participant", "choice" or "at"
	Want     string   // what would be right
}

// Error names the answer by its place, and the field.
func (e *ResponseError) Error() string {
	return fmt.Sprintf("answers[%d].%s: %s", e.Index, e.Field, e.Want)
}

// Problems returns what is wrong with the answers: one without a participant, a
// known choice or a time.
func (l Log) Problems() []*ResponseError {
	var all []*ResponseError
	for i, r := range l.responses {
		if r.Participant == "" {
			all = append(all, &ResponseError{i, r, "participant", "say whose answer it is"})
		}
		if !r.Choice.Known() {
			all = append(all, &ResponseError{i, r, "choice", (&UnknownChoiceError{Text: r.Choice.String()}).Error()})
		}
		if r.At.IsZero() {
			all = append(all, &ResponseError{i, r, "at", "say when it was given"})
		}
	}
	return all
}

// Stretch is a time during which one participant's answer was in force: from From
// up to, not including, Until. A zero Until is no end.
type Stretch struct {
	Participant string
	Choice      Choice
	From, Until time.Time
}

// In returns the first instant of the stretch in the closed window from…to.
func (s Stretch) In(from, to time.Time) (time.Time, bool) {
	first := s.From
	if first.Before(from) {
		first = from
	}
	ended := !s.Until.IsZero() && !first.Before(s.Until)
	return first, !ended && !first.After(to)
}

// Stretches goes through the answers in force, by participant, then time.
func (l Log) Stretches() iter.Seq[Stretch] { return slices.Values(l.stretches) }

// fold works out the stretches, in time linear in the sorted answers.
func (l Log) fold() []Stretch {
	var all []Stretch
	var s state
	for i, r := range l.responses {
		if !r.Choice.Known() || l.overruled(i) {
			continue
		}
		last := len(all) - 1
		again := last >= 0 && all[last].Participant == r.Participant
		if !again {
			s = state{}
		}
		inForce := s.apply(r.Choice)
		if again && inForce == all[last].Choice {
			continue
		}
		if again {
			all[last].Until = r.At
		}
		all = append(all, Stretch{Participant: r.Participant, Choice: inForce, From: r.At})
	}
	return all
}

// overruled reports whether a stricter answer of the same participant at the same
// instant follows.
func (l Log) overruled(i int) bool {
	if i+1 == len(l.responses) {
		return false
	}
	r, next := &l.responses[i], &l.responses[i+1]
	return next.Choice.Known() && r.At.Equal(next.At) && r.Participant == next.Participant
}

// state is what one participant's answers amount to so far.
type state struct {
	inForce  Choice
	optedOut bool // the last answer on the page itself was an opt-out
}

// apply takes a later answer into account and returns the one in force.
func (s *state) apply(c Choice) Choice {
	switch {
	case c == Bypassed && s.inForce == Consented:
	case c == Bypassed && s.optedOut:
		s.inForce = OptedOut
	default:
		s.inForce = c
		s.optedOut = c == OptedOut || c == StayedAway && s.optedOut
	}
	return s.inForce
}

// Missing is when consent first went missing in a window, for each way in which it
// can. A zero time means: at no instant.
type Missing struct {
	OptedOut time.Time // somebody's opt-out was in force
	Bypassed time.Time // somebody was in the call without having passed the page
}

// FirstMissing looks at every instant from from to to, both included. It takes
// linear time and allocates nothing.
func (l Log) FirstMissing(from, to time.Time) Missing {
	from, to = from.Round(0), to.Round(0)
	var m Missing
	for i := range l.stretches {
		s := &l.stretches[i]
		if s.Choice != OptedOut && s.Choice != Bypassed {
			continue
		}
		if first, ok := s.In(from, to); ok {
			m.add(s.Choice, first)
		}
	}
	return m
}

func (m *Missing) add(c Choice, at time.Time) {
	if c == OptedOut {
		m.OptedOut = earliest(m.OptedOut, at)
	} else {
		m.Bypassed = earliest(m.Bypassed, at)
	}
}

// earliest returns the earlier of two instants, where zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// Cut returns the first instant at which consent was missing: an opt-out, or, where
// the consent page is enforced, a bypassed page. A zero time means: at no instant.
func (m Missing) Cut(enforced bool) time.Time {
	if !enforced || m.Bypassed.IsZero() {
		return m.OptedOut
	}
	return earliest(m.OptedOut, m.Bypassed)
}

// MarshalJSON returns the list of the answers, by participant, then instant.
func (l Log) MarshalJSON() ([]byte, error) {
	if l.responses == nil {
		return []byte("[]"), nil
	}
	return json.Marshal(l.responses)
}

// UnmarshalStrict reads a list of answers in any order.
func (l *Log) UnmarshalStrict(decode func(any) error) error {
	var responses []Response
	if err := decode(&responses); err != nil {
		return err
	}
	*l = NewLog(responses...)
	return nil
}

// IsZero reports whether there are no answers.
func (l Log) IsZero() bool { return len(l.responses) == 0 }

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (l *Log) UnmarshalJSON(data []byte) error {
	return l.UnmarshalStrict(func(form any) error {
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		return d.Decode(form)
	})
}
