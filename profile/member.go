package profile

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Member is a user of the recording product in the company. The zero Member is
// nobody.
type Member struct {
	Address invite.Address   `json:"address"`
	Aliases []invite.Address `json:"aliases,omitempty"` // other addresses of the same person
	Name    string           `json:"name,omitempty"`

	// Slug is the member's part of a consent link; empty for none.
	Slug string `json:"slug,omitempty"`
	// Recorded says that the member's calls are recorded automatically.
	Recorded bool `json:"recorded,omitempty"`
	// NeverRecorded says that no meeting with the member in it is recorded (ours).
	NeverRecorded bool `json:"never_recorded,omitempty"`
	// MaySchedule is the permission to manually schedule and upload calls, without
	// which the assistant does not listen (A, "Adding the assistant to a meeting").
	MaySchedule bool `json:"may_schedule,omitempty"`
	// Profile names the consent profile assigned to the member; empty for the
	// default profile.
	Profile string `json:"profile,omitempty"`
}

// Directory is the members of a company, found by address or by slug at the same
// cost however many there are. It is immutable. The zero Directory has nobody. To copy a
// Directory costs as much as to copy a pointer.
type Directory struct{ index *index }

// index is what a Directory holds.
type index struct {
	members   []Member
	byAddress map[invite.Address]int32
	sizes     sizes // of the addresses
	bySlug    map[string]int32
	profiles  []profileUse // each name of a profile once
	never     int          // how many members are never recorded
	problems  []*MemberError
}

// nobody is the index of the zero Directory. It never changes.
var nobody index

// get returns the index, also of the zero Directory.
func (d Directory) get() *index {
	if d.index == nil {
		return &nobody
	}
	return d.index
}

// profileUse is the name of a profile, and the first member to whom it is assigned.
type profileUse struct {
	name   string
	member int
}

// MemberError says what is wrong with a member.
type MemberError struct {
	Index   int    // the member's place in the list
	Field   string // of the member, by its name in JSON, as in "aliases[0]"
	Problem string // what is wrong, and what would be right
}

// Error names the member by its place, and the field.
func (e *MemberError) Error() string { return e.path() + ": " + e.Problem }

func (e *MemberError) path() string { return fmt.Sprintf("members[%d].%s", e.Index, e.Field) }

// Where implements [strictjson.Finding].
func (e *MemberError) Where() (path, with, problem string) { return e.path(), "", e.Problem }

// NewDirectory returns the directory of the members. Where two claim one address or
// slug, the first has it, and [Directory.Problems] reports the second: settings that
// contradict themselves decide nothing.
func NewDirectory(members ...Member) Directory { return newDirectory(cloneMembers(members)) }

// newDirectory is NewDirectory for members that nobody else has.
func newDirectory(members []Member) Directory {
	addresses := len(members)
	for i := range members {
		addresses += len(members[i].Aliases)
	}
	if len(members) == 0 {
		return Directory{}
	}
	d := &index{
		members:   members,
		byAddress: make(map[invite.Address]int32, addresses),
		bySlug:    make(map[string]int32, len(members)),
	}
	named := map[string]bool{}
	last := ""
	for i := range d.members {
		m := &d.members[i]
		d.add(i, m)
		if m.Profile != "" && m.Profile != last && !named[m.Profile] {
			named[m.Profile] = true
			d.profiles = append(d.profiles, profileUse{m.Profile, i})
		}
		last = m.Profile
	}
	return Directory{d}
}

// add makes a member be found.
func (d *index) add(i int, m *Member) {
	if m.Address.IsZero() {
		d.problem(i, "address", "the address is missing")
	}
	d.claimAddress(i, -1, m.Address)
	for j, alias := range m.Aliases {
		d.claimAddress(i, j, alias)
	}
	if m.Slug != "" {
		if owner, taken := claim(d.bySlug, i, m.Slug); taken {
			d.problem(i, "slug", isTaken(m.Slug, owner))
		}
	}
	if !isSegment(m.Slug) {
		d.problem(i, "slug", "want one part of a path, without slashes")
	}
	if m.NeverRecorded {
		d.never++
	}
}

func (d *index) problem(i int, field, problem string) {
	d.problems = append(d.problems, &MemberError{Index: i, Field: field, Problem: strictjson.Printable(problem)})
}

// claimAddress gives a member an alias, or for a negative alias the address.
func (d *index) claimAddress(i, alias int, a invite.Address) {
	if a.IsZero() {
		return
	}
	d.sizes.add(a)
	owner, taken := claim(d.byAddress, i, a)
	switch {
	case !taken:
	case alias < 0:
		d.problem(i, "address", isTaken(a, owner))
	default:
		d.problem(i, fmt.Sprintf("aliases[%d]", alias), isTaken(a, owner))
	}
}

func isTaken(key any, owner int) string {
	return fmt.Sprintf("%v is already members[%d]'s; each address and slug is one member's", key, owner)
}

// claim gives a key to a member, unless another has it.
func claim[K comparable](owners map[K]int32, i int, key K) (owner int, taken bool) {
	if first, known := owners[key]; known {
		return int(first), int(first) != i
	}
	owners[key] = int32(i)
	return i, false
}

// Problems returns what is wrong with the members.
func (d Directory) Problems() []*MemberError { return slices.Clone(d.get().problems) }

// Valid reports whether there are no problems.
func (d Directory) Valid() bool { return len(d.get().problems) == 0 }

// SomeNeverRecorded reports whether any member is never recorded.
func (d Directory) SomeNeverRecorded() bool { return d.get().never > 0 }

// Len returns how many members there are.
func (d Directory) Len() int { return len(d.get().members) }

// All returns a copy of the members, in the order in which they were given.
func (d Directory) All() []Member { return cloneMembers(d.get().members) }

// Each returns an iterator over the members, in the order in which they were given. They
// must not be changed.
func (d Directory) Each() iter.Seq[*Member] {
	return func(yield func(*Member) bool) {
		all := d.get().members
		for i := range all {
			if !yield(&all[i]) {
				return
			}
		}
	}
}

func cloneMembers(members []Member) []Member {
	members = slices.Clone(members)
	for i := range members {
		members[i].Aliases = slices.Clone(members[i].Aliases)
	}
	return members
}

// ByAddress returns the member that an address belongs to, aliases included, or
// nil. The member must not be changed.
func (d Directory) ByAddress(a invite.Address) *Member {
	all := d.get()
	if !all.sizes.have(a) {
		return nil
	}
	if i, ok := all.byAddress[a]; ok {
		return &all.members[i]
	}
	return nil
}

// sizes are the lengths that addresses have, modulo 64. Most addresses of few are told from
// others by their length alone.
type sizes uint64

func (s *sizes) add(a invite.Address) { *s |= 1 << (len(a.String()) % 64) }

func (s sizes) have(a invite.Address) bool { return s>>(len(a.String())%64)&1 != 0 }

// BySlug returns the member whose consent links carry the slug, or nil. The member
// must not be changed.
func (d Directory) BySlug(slug string) *Member {
	all := d.get()
	if i, ok := all.bySlug[slug]; ok {
		return &all.members[i]
	}
	return nil
}

// MarshalJSON returns the list of the members.
func (d Directory) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("[]"), nil
	}
	return json.Marshal(d.index.members)
}

// UnmarshalStrict reads a list of members.
func (d *Directory) UnmarshalStrict(decode func(any) error) error {
	var members []Member
	if err := decode(&members); err != nil {
		return err
	}
	*d = newDirectory(members)
	return nil
}

// Has reports whether an address is the member's, as the first or as an alias. No address
// is that of a nil Member. It takes time linear in the aliases.
func (m *Member) Has(a invite.Address) bool {
	return m != nil && !a.IsZero() && (a == m.Address || slices.Contains(m.Aliases, a))
}

// IsZero reports whether there are no members.
func (d Directory) IsZero() bool { return d.index == nil }

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (d *Directory) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d) }

// UnmarshalJSON reads a member strictly: an unknown field is an error.
func (m *Member) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m) }
