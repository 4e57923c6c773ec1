package consent

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Response is one answer of one participant.
type Response struct {
	Participant invite.Address `json:"participant"`
	Choice      Choice         `json:"choice"`
	// At is the instant from which the answer counts.
	At time.Time `json:"at"`
}

// Log is the record of the answers of one call. It is immutable, and the same for
// the same answers in any order, however often each is repeated. The zero Log holds
// no answers. To copy a Log costs as much as to copy a pointer.
type Log struct{ record *record }

// record is what a Log holds.
type record struct {
	responses []Response // by participant, then instant, then strictness
	stretches []stretch  // by participant, then time
	answered  time.Time  // when somebody first consented or opted out; zero for never
	objects   bool       // an answer may object
	problems  problems
}

// noAnswers is the record of the zero Log. It never changes.
var noAnswers record

// get returns the record, also of the zero Log.
func (l Log) get() *record {
	if l.record == nil {
		return &noAnswers
	}
	return l.record
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
		rs[i].At = rs[i].At.Round(0).UTC()
	}
	slices.SortFunc(rs, compare)
	l := &record{responses: slices.Compact(rs)}
	for rest := l.responses; len(rest) > 0; {
		var own []Response
		own, rest = split(rest, rest[0].Participant)
		l.stretches = fold(l.stretches, own)
	}
	for i := range l.responses {
		r := &l.responses[i]
		l.objects = l.objects || r.Choice == OptedOut || r.Choice == Bypassed
	}
	for i := range l.stretches {
		s := &l.stretches[i]
		if s.Choice == Consented || s.Choice == OptedOut {
			l.answered = earliest(l.answered, s.From)
		}
	}
	for i, r := range l.responses {
		l.problems.check(!r.Participant.IsZero(), i, "participant", "say whose answer it is")
		l.problems.check(r.Choice.Known(), i, "choice", "want a choice that is known")
		l.problems.check(!r.At.IsZero(), i, "at", "say when it was given")
	}
	return Log{l}
}

func compare(a, b Response) int {
	return cmp.Or(a.Participant.Compare(b.Participant), a.At.Compare(b.At), cmp.Compare(a.Choice, b.Choice))
}

// Responses returns a copy of the answers, by participant, then instant.
func (l Log) Responses() []Response { return slices.Clone(l.get().responses) }

// Len returns how many different answers there are.
func (l Log) Len() int { return len(l.get().responses) }

// With returns the record with further answers.
func (l Log) With(responses ...Response) Log {
	return NewLog(slices.Concat(l.get().responses, responses)...)
}

// Error says what is wrong with an answer or a presence.
type Error struct {
	Index int    // its place in [Log.Responses] or [Roster.Presences]
	Field string // by its name in JSON
	Want  string // what would be right
}

// Error names the field by its place.
func (e *Error) Error() string { return fmt.Sprintf("[%d].%s: %s", e.Index, e.Field, e.Want) }

// problems are what is wrong with answers or presences.
type problems []*Error

func (p *problems) check(right bool, i int, field, want string) {
	if !right {
		*p = append(*p, &Error{i, field, want})
	}
}

// Problems returns what is wrong with the answers: an answer without a participant, a
// known choice or a time.
func (l Log) Problems() []*Error { return slices.Clone(l.get().problems) }

// Valid reports whether there are no [Log.Problems].
func (l Log) Valid() bool { return len(l.get().problems) == 0 }

// Stretch is a time during which one participant's answer was in force: from From
// up to, not including, Until. A zero Until is no end.
type Stretch struct {
	Participant invite.Address
	Choice      Choice
	From, Until time.Time
}

// In returns the first instant of the stretch in the closed window from…to.
func (s *Stretch) In(from, to time.Time) (time.Time, bool) {
	first := s.From
	if first.Before(from) {
		first = from
	}
	ended := !s.Until.IsZero() && !first.Before(s.Until)
	return first, !ended && !first.After(to)
}

// Answered reports whether anybody has consented or opted out by an instant. It takes
// constant time.
func (l Log) Answered(by time.Time) bool {
	first := l.get().answered
	return !first.IsZero() && !first.After(by)
}

// Stretches returns an iterator over the answers in force, by participant, then time.
func (l Log) Stretches() iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		all := l.get().stretches
		for i := range all {
			if !yield(all[i].Stretch) {
				return
			}
		}
	}
}

// stretch is a Stretch, and whether the participant's last answer on the page was an
// opt-out: staying away afterwards does not take it back.
type stretch struct {
	Stretch
	saidNo bool
}

// fold appends the stretches of one person, whose answers come in order of time, then
// strictness. It takes linear time.
func fold(all []stretch, answers []Response) []stretch {
	begin := len(all)
	var inForce stretch
	for i, r := range answers {
		overruled := i+1 < len(answers) && answers[i+1].Choice.Known() && answers[i+1].At.Equal(r.At)
		if !r.Choice.Known() || overruled {
			continue
		}
		next := inForce.then(r)
		if next.Choice == inForce.Choice {
			continue
		}
		if len(all) > begin {
			all[len(all)-1].Until = r.At
		}
		all = append(all, next)
		inForce = next
	}
	return all
}

// then returns what is in force after a further answer.
func (s *stretch) then(r Response) stretch {
	next := stretch{Stretch{Participant: r.Participant, Choice: r.Choice, From: r.At}, false}
	switch {
	case r.Choice == Bypassed && s.Choice == Consented:
		next.Choice = Consented
	case r.Choice == Bypassed && s.saidNo:
		next.Choice = OptedOut
	}
	next.saidNo = next.Choice == OptedOut || next.Choice == StayedAway && s.saidNo
	return next
}

// addressed is what is kept in order of addresses.
type addressed interface{ address() invite.Address }

func (r Response) address() invite.Address { return r.Participant }
func (s stretch) address() invite.Address  { return s.Participant }

// split returns the first elements, those of one address, and the rest of a list that is
// in order of addresses.
func split[T addressed](all []T, a invite.Address) (own, rest []T) {
	n := 0
	for n < len(all) && all[n].address() == a {
		n++
	}
	return all[:n], all[n:]
}

// find returns the place of the first element of an address in a list that is in order of
// addresses, and whether there is one.
func find[T addressed](all []T, a invite.Address) (int, bool) {
	return slices.BinarySearchFunc(all, a, func(x T, a invite.Address) int { return x.address().Compare(a) })
}

// under returns the elements of one address in a list that is in order of addresses.
func under[T addressed](all []T, a invite.Address) []T {
	from, _ := find(all, a)
	own, _ := split(all[from:], a)
	return own
}

// MarshalJSON returns the list of the answers.
func (l Log) MarshalJSON() ([]byte, error) {
	if l.IsZero() {
		return []byte("[]"), nil
	}
	return json.Marshal(l.record.responses)
}

// UnmarshalStrict reads a list of answers.
func (l *Log) UnmarshalStrict(decode func(any) error) error {
	var rs []Response
	if err := decode(&rs); err != nil {
		return err
	}
	*l = NewLog(rs...)
	return nil
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (l *Log) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l) }

// IsZero reports whether there are no answers.
func (l Log) IsZero() bool { return l.record == nil }
