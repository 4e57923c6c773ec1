package consent

import (
	"cmp"
	"encoding/json"
	"iter"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Kind is what was in a call. The zero Kind is a person.
type Kind uint8

// The kinds of what can be in a call.
const (
	// Person: somebody, by a computer, a telephone, or in any other way.
	Person Kind = iota
	// Room: a room system. Who is in the room, it does not say.
	Room
	// Recorder: a recorder, of ours or of another maker.
	Recorder
)

var kinds = enum.Table[Kind]{Kind: "kind of presence", Texts: []string{"person", "room", "recorder"}}

// AllKinds returns every kind.
func AllKinds() []Kind { return kinds.All() }

// Known reports whether k is one of the constants.
func (k Kind) Known() bool { return kinds.Known(k) }

// String returns the text form of k.
func (k Kind) String() string { return kinds.String(k) }

// MarshalText returns the text form, or an error for an unknown value.
func (k Kind) MarshalText() ([]byte, error) { return kinds.AppendText(nil, k) }

// UnmarshalText reads the text form; unknown text is an error.
func (k *Kind) UnmarshalText(text []byte) error { return kinds.Parse(k, text) }

// Presence is one stay in a call, as the provider reports it. Whoever drops out and
// comes back has two.
type Presence struct {
	// Address is whose stay it is; the zero Address is somebody who is not identified.
	Address invite.Address `json:"address,omitzero"`
	// Name is the display name or the telephone number. It identifies nobody (ours: nobody
	// consents by a guess at names).
	Name string `json:"name,omitempty"`
	Kind Kind   `json:"kind,omitempty"`
	// From is when the stay began, and Until when it ended: at the instant of leaving,
	// somebody is still in the call. A zero Until says that the stay has not ended.
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
}

// At reports whether the stay has begun and not ended at an instant.
func (p *Presence) At(at time.Time) bool {
	return !p.From.After(at) && (p.Until.IsZero() || !p.Until.Before(at))
}

func (p Presence) address() invite.Address { return p.Address }

// Roster is who was in a call from when to when. It is immutable, and the same for the
// same presences in any order. The zero Roster is none: nothing is known. To copy a
// Roster costs as much as to copy a pointer.
type Roster struct{ list *list }

// list is what a Roster holds.
type list struct {
	complete   bool
	presences  []Presence // by address, then time; those without an address first
	identified []Presence // those with an address
	stranger   *Presence  // the first person who is not identified; nil for none
	problems   problems
}

// nobody is the list of the zero Roster. It never changes.
var nobody list

// get returns the list, also of the zero Roster.
func (r Roster) get() *list {
	if r.list == nil {
		return &nobody
	}
	return r.list
}

// NewRoster returns the roster of the presences, at a cost of n log n. A complete roster
// leaves nobody out who was in the call. A presence with an address that is repeated
// counts once; without an address, each is somebody else. NewRoster keeps presences that
// make no sense: [Roster.Problems] reports them.
func NewRoster(complete bool, presences ...Presence) Roster {
	if !complete && len(presences) == 0 {
		return Roster{}
	}
	r := &list{complete: complete, presences: append([]Presence(nil), presences...)}
	for i := range r.presences {
		p := &r.presences[i]
		p.From, p.Until = p.From.Round(0).UTC(), p.Until.Round(0).UTC()
	}
	slices.SortFunc(r.presences, comparePresences)
	r.presences = slices.CompactFunc(r.presences, func(a, b Presence) bool { return !a.Address.IsZero() && a == b })
	_, r.identified = split(r.presences, invite.Address{})
	for i := range r.presences {
		p := &r.presences[i]
		if r.stranger == nil && p.Kind == Person && p.Address.IsZero() {
			r.stranger = p
		}
		r.problems.check(p.Kind.Known(), i, "kind", "want person, room or recorder")
		r.problems.check(!p.From.IsZero(), i, "from", "say when it began")
		r.problems.check(p.Until.IsZero() || !p.Until.Before(p.From), i, "until", "want a time that is not before from")
	}
	return Roster{r}
}

func comparePresences(a, b Presence) int {
	return cmp.Or(a.Address.Compare(b.Address), a.From.Compare(b.From), a.Until.Compare(b.Until),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
}

// Problems returns what is wrong with the presences: a presence of an unknown kind,
// without a beginning, or that ends before it begins.
func (r Roster) Problems() []*Error { return slices.Clone(r.get().problems) }

// Valid reports whether there are no [Roster.Problems].
func (r Roster) Valid() bool { return len(r.get().problems) == 0 }

// Complete reports whether the roster leaves nobody out who was in the call.
func (r Roster) Complete() bool { return r.get().complete }

// Presences returns a copy of the presences, by address, then time.
func (r Roster) Presences() []Presence { return slices.Clone(r.get().presences) }

// Until returns an iterator over the presences that had begun by an instant, by address,
// then time. They must not be changed.
func (r Roster) Until(at time.Time) iter.Seq[*Presence] {
	return func(yield func(*Presence) bool) {
		all := r.get().presences
		for i := range all {
			if p := &all[i]; !p.From.After(at) && !yield(p) {
				return
			}
		}
	}
}

// excludes reports whether the roster says that whoever it does not show by an instant was
// not in the call: it is complete, and every person in it is identified.
func (r *list) excludes(at time.Time) bool {
	return r.complete && (r.stranger == nil || r.stranger.From.After(at))
}

// IsZero reports whether there is no roster.
func (r Roster) IsZero() bool { return r.list == nil }

// rosterForm is a Roster in JSON.
type rosterForm struct {
	Complete  bool       `json:"complete,omitempty"`
	Presences []Presence `json:"presences,omitempty"`
}

// MarshalJSON returns an object with complete and presences.
func (r Roster) MarshalJSON() ([]byte, error) {
	return json.Marshal(rosterForm{r.get().complete, r.get().presences})
}

// UnmarshalStrict reads an object with complete and presences.
func (r *Roster) UnmarshalStrict(decode func(any) error) error {
	var f rosterForm
	if err := decode(&f); err != nil {
		return err
	}
	*r = NewRoster(f.Complete, f.Presences...)
	return nil
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (r *Roster) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r) }
