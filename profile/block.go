package profile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// BlockList is whom and what a company never records. It is immutable. The zero
// BlockList blocks nothing. To copy a BlockList costs as much as to copy a pointer.
type BlockList struct{ entries *entries }

// entries is what a BlockList holds.
type entries struct {
	form      blockForm
	addresses map[invite.Address]bool
	domains   map[string]bool
	phrases   []string // folded
	problems  []*SettingError
}

// noEntries is what the zero BlockList holds. It never changes.
var noEntries entries

// get returns what the list holds, also of the zero BlockList.
func (b BlockList) get() *entries {
	if b.entries == nil {
		return &noEntries
	}
	return b.entries
}

// maxPhrase is how many letters a phrase may have: what is looked for in a title must
// cost little, whatever it is.
const maxPhrase = 200

// blockForm is a BlockList as it is written.
type blockForm struct {
	Addresses []invite.Address `json:"addresses,omitempty"`
	Domains   []string         `json:"domains,omitempty"`
	Phrases   []string         `json:"phrases,omitempty"`
}

// NewBlockList returns the list of the addresses, domains and phrases.
//
// Ours: a domain stands for the domains below it as well, and a phrase for every
// title that it stands in, in any case, be it in the midst of a word. Blank entries
// block nothing. What would block nothing though it was meant to, a domain that is
// none or a phrase of more than 200 letters, [BlockList.Problems] reports: such a list
// decides nothing.
func NewBlockList(addresses []invite.Address, domains, phrases []string) BlockList {
	if len(addresses)+len(domains)+len(phrases) == 0 {
		return BlockList{}
	}
	b := &entries{
		form:      blockForm{slices.Clone(addresses), slices.Clone(domains), slices.Clone(phrases)},
		addresses: make(map[invite.Address]bool, len(addresses)),
		domains:   make(map[string]bool, len(domains)),
	}
	for _, a := range addresses {
		b.addresses[a] = true
	}
	for i, d := range domains {
		b.domains[normalDomain(d)] = true // of what is no domain, empty: no address has that
		if strings.TrimSpace(d) != "" && !isDomain(normalDomain(d)) {
			b.problem("domains", i, "want a mail domain like rival.example")
		}
	}
	for i, p := range phrases {
		if utf8.RuneCountInString(p) > maxPhrase {
			b.problem("phrases", i, "want at most 200 letters")
		} else if p = strings.TrimSpace(p); p != "" {
			b.phrases = append(b.phrases, strings.Map(fold, p))
		}
	}
	return BlockList{b}
}

func (b *entries) problem(list string, i int, want string) {
	b.problems = append(b.problems, &SettingError{Field: fmt.Sprintf("block.%s[%d]", list, i), Want: want})
}

// Problems returns what is wrong with the entries.
func (b BlockList) Problems() []*SettingError { return slices.Clone(b.get().problems) }

// Valid reports whether there are no problems.
func (b BlockList) Valid() bool { return len(b.get().problems) == 0 }

// normalDomain brings a domain into the form that [invite.Address.Domain] has. It
// returns an empty text for what is no domain.
func normalDomain(d string) string {
	a, _ := invite.ParseAddress("x@" + strings.TrimSpace(d)) // the zero Address has no domain
	return a.Domain()
}

// Party returns the entry that blocks an address: the address, its domain, or a
// domain above that. It returns an empty text where none does.
func (b BlockList) Party(a invite.Address) string {
	all := b.get()
	if len(all.addresses) > 0 && all.addresses[a] {
		return a.String()
	}
	if len(all.domains) == 0 {
		return ""
	}
	for domain := a.Domain(); domain != ""; _, domain, _ = strings.Cut(domain, ".") {
		if all.domains[domain] {
			return domain
		}
	}
	return ""
}

// Phrase returns the first phrase, folded, that stands in a title, or an empty text.
func (b BlockList) Phrase(title string) string {
	for _, phrase := range b.get().phrases {
		if containsFolded(title, phrase) {
			return phrase
		}
	}
	return ""
}

// containsFolded reports whether folded text stands in s, in any case.
func containsFolded(s, folded string) bool {
	for i := range s {
		if hasFoldedPrefix(s[i:], folded) {
			return true
		}
	}
	return false
}

func hasFoldedPrefix(s, folded string) bool {
	for _, want := range folded {
		r, n := utf8.DecodeRuneInString(s)
		if n == 0 || fold(r) != want {
			return false
		}
		s = s[n:]
	}
	return true
}

// fold maps the letters that differ only in case to one.
func fold(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

// MarshalJSON returns an object with addresses, domains and phrases.
func (b BlockList) MarshalJSON() ([]byte, error) { return json.Marshal(b.get().form) }

// UnmarshalStrict reads an object with addresses, domains and phrases.
func (b *BlockList) UnmarshalStrict(decode func(any) error) error {
	var f blockForm
	if err := decode(&f); err != nil {
		return err
	}
	*b = NewBlockList(f.Addresses, f.Domains, f.Phrases)
	return nil
}

// Entries returns copies of the entries, as they were given.
func (b BlockList) Entries() (addresses []invite.Address, domains, phrases []string) {
	form := &b.get().form
	return slices.Clone(form.Addresses), slices.Clone(form.Domains), slices.Clone(form.Phrases)
}

// Covers reports what the list has entries for: parties, by address or domain, and titles,
// by phrase.
func (b BlockList) Covers() (parties, titles bool) {
	form := &b.get().form
	return len(form.Addresses)+len(form.Domains) > 0, len(form.Phrases) > 0
}

// IsZero reports whether the list has no entries.
func (b BlockList) IsZero() bool { return b.entries == nil }

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (b *BlockList) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b) }
