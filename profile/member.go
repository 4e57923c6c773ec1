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
// cost however many there are. It is immutable. The zero Directory has nobody.
type Directory struct {
	members   []Member
	byAddress map[invite.Address]int32
	sizes     sizes // of the addresses
	bySlug    map[string]int32
	profiles  []profileUse // each name of a profile once
	never     int          // how many members are never recorded
	problems  []*MemberError
}

// profileUse is the name of a profile, and the first member to whom it is assigned.
type profileUse struct {
	name   string
	member int
}

// MemberError says what is wrong with a member.
type MemberError struct {
	Index   int    // the member's place in the list
	Problem string // what is wrong, and what would be right
}

// Error names the member by its place.
func (e *MemberError) Error() string { return fmt.Sprintf("members[%d]: %s", e.Index, e.Problem) }

// NewDirectory returns the directory of the members. Where two claim one address or
// slug, the first has it, and [Directory.Problems] reports the second: settings that
// contradict themselves decide nothing.
func NewDirectory(members ...Member) Directory { return directoryOf(cloneMembers(members)) }

// directoryOf is NewDirectory of a list that nobody changes any more.
func directoryOf(members []Member) Directory {
	d := Directory{
		members:   members,
		byAddress: make(map[invite.Address]int32, len(members)),
		bySlug:    make(map[string]int32, len(members)),
	}
	named := map[string]bool{}
	for i := range d.members {
		m := &d.members[i]
		if m.Address.IsZero() {
			d.problem(i, "the address is missing")
		}
		d.claimAddress(i, m.Address)
		for _, alias := range m.Aliases {
			d.claimAddress(i, alias)
		}
		if m.Slug != "" {
			claim(&d, d.bySlug, i, m.Slug)
		}
		if !isSegment(m.Slug) {
			d.problem(i, "slug: want one part of a path, without slashes")
		}
		if m.NeverRecorded {
			d.never++
		}
		if m.Profile != "" && !named[m.Profile] {
			named[m.Profile] = true
			d.profiles = append(d.profiles, profileUse{m.Profile, i})
		}
	}
	return d
}

func (d *Directory) problem(i int, format string, args ...any) {
	d.problems = append(d.problems, &MemberError{Index: i, Problem: fmt.Sprintf(format, args...)})
}

func (d *Directory) claimAddress(i int, a invite.Address) {
	if !a.IsZero() {
		claim(d, d.byAddress, i, a)
		d.sizes.add(a)
	}
}

// claim gives a key to a member, unless another has it.
func claim[K comparable](d *Directory, owners map[K]int32, i int, key K) {
	owner, taken := owners[key]
	if !taken {
		owners[key] = int32(i)
	} else if int(owner) != i {
		d.problem(i, "%v is already members[%d]'s; each address and slug is one member's", key, owner)
	}
}

// Problems returns what is wrong with the members.
func (d Directory) Problems() []*MemberError { return slices.Clone(d.problems) }

// Valid reports whether there are no problems.
func (d *Directory) Valid() bool { return len(d.problems) == 0 }

// SomeNeverRecorded reports whether any member is never recorded.
func (d *Directory) SomeNeverRecorded() bool { return d.never > 0 }

// Len returns how many members there are.
func (d Directory) Len() int { return len(d.members) }

// All returns a copy of the members, in the order in which they were given.
func (d Directory) All() []Member { return cloneMembers(d.members) }

// Each returns an iterator over the members, in the order in which they were given. They
// must not be changed.
func (d *Directory) Each() iter.Seq[*Member] {
	return func(yield func(*Member) bool) {
		for i := range d.members {
			if !yield(&d.members[i]) {
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
func (d *Directory) ByAddress(a invite.Address) *Member {
	if !d.sizes.have(a) {
		return nil
	}
	if i, ok := d.byAddress[a]; ok {
		return &d.members[i]
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
func (d *Directory) BySlug(slug string) *Member {
	if i, ok := d.bySlug[slug]; ok {
		return &d.members[i]
	}
	return nil
}

// MarshalJSON returns the list of the members.
func (d Directory) MarshalJSON() ([]byte, error) {
	if d.members == nil {
		return []byte("[]"), nil
	}
	return json.Marshal(d.members)
}

// UnmarshalStrict reads a list of members.
func (d *Directory) UnmarshalStrict(decode func(any) error) error {
	var members []Member
	if err := decode(&members); err != nil {
		return err
	}
	*d = directoryOf(members)
	return nil
}

// Has reports whether an address is the member's, as the first or as an alias. No address
// is that of a nil Member. It takes time linear in the aliases.
func (m *Member) Has(a invite.Address) bool {
	return m != nil && !a.IsZero() && (a == m.Address || slices.Contains(m.Aliases, a))
}

// IsZero reports whether there are no members.
func (d Directory) IsZero() bool { return len(d.members) == 0 }

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (d *Directory) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d) }

// UnmarshalJSON reads a member strictly: an unknown field is an error.
func (m *Member) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m) }
