package profile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
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
	sizes     sizes // of the addresses
	domains   map[string]bool
	lengths   []int // of the domains, the longest first
	phrases   *phrases
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

// maxPhrase is how many letters a phrase may have. No title that people write holds more.
const maxPhrase = 200

// blockForm is a BlockList as it is written.
type blockForm struct {
	Addresses []invite.Address `json:"addresses,omitempty"`
	Domains   []string         `json:"domains,omitempty"`
	Phrases   []string         `json:"phrases,omitempty"`
}

// NewBlockList returns the list of the addresses, domains and phrases.
//
// Ours: a domain stands for the domains below it as well, and a phrase for every title that it
// stands in, be it in the midst of a word. Domains are compared as in an [invite.Address].
// Phrases are compared as a person reads them: in any case, by [invite.AsRead], blanks of any
// kind and number as one blank, hyphens, dashes and minus signs as one hyphen, a letter and the
// accents after it as the letter that has them, and without control characters.
//
// Entries of blanks and of what nobody sees block nothing. What would block nothing though it was
// meant to, a domain that is none or a phrase of more than 200 letters, [BlockList.Problems]
// reports: such a list decides nothing.
//
// It takes time and memory in proportion to the text of all entries, and the logarithm of their
// number.
func NewBlockList(addresses []invite.Address, domains, phrases []string) BlockList {
	b := &entries{
		form:      blockForm{slices.Clone(addresses), slices.Clone(domains), slices.Clone(phrases)},
		addresses: make(map[invite.Address]bool, len(addresses)),
		domains:   make(map[string]bool, len(domains)),
	}
	for _, a := range addresses {
		b.addresses[a] = !a.IsZero()
		b.sizes.add(a)
	}
	for i, d := range domains {
		b.addDomain(i, d)
	}
	for d := range b.domains {
		b.lengths = append(b.lengths, len(d))
	}
	slices.SortFunc(b.lengths, func(m, n int) int { return n - m })
	b.lengths = slices.Compact(b.lengths)
	var texts []string
	for i, p := range phrases {
		if p = folded(p); utf8.RuneCountInString(p) > maxPhrase {
			b.problem("phrases", i, "want at most 200 letters")
		} else if p != "" {
			texts = append(texts, p)
		}
	}
	b.phrases = newPhrases(texts)
	return BlockList{b}
}

// addDomain adds a domain, unless it is blank.
func (b *entries) addDomain(i int, written string) {
	switch d := normalDomain(written); {
	case isDomain(d):
		b.domains[d] = true
	case folded(written) == "":
	case isASCII(written):
		b.problem("domains", i, "want a mail domain like rival.example")
	default:
		b.problem("domains", i, wantASCII)
	}
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
//
// It takes time linear in how many lengths the domains of the list have, whatever their number,
// and allocates nothing.
func (b BlockList) Party(a invite.Address) string {
	e, text := b.get(), a.String()
	if e.sizes.have(a) && e.addresses[a] {
		return text
	}
	for _, length := range e.lengths {
		at := len(text) - length
		if at > 0 && (text[at-1] == '@' || text[at-1] == '.') && e.domains[text[at:]] {
			return text[at:]
		}
	}
	return ""
}

// Phrase returns the first phrase, folded, that stands in a title, or an empty text.
//
// It goes over the title once, whatever the number of phrases, and allocates nothing. A letter
// takes time in the logarithm of how many letters follow one beginning of phrases.
func (b BlockList) Phrase(title string) string { return b.get().phrases.first(title) }

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
	f := &b.get().form
	return slices.Clone(f.Addresses), slices.Clone(f.Domains), slices.Clone(f.Phrases)
}

// Covers reports what the list has entries for: parties, by address or domain, and titles,
// by phrase.
func (b BlockList) Covers() (parties, titles bool) {
	f := &b.get().form
	return len(f.Addresses)+len(f.Domains) > 0, len(f.Phrases) > 0
}

// IsZero reports whether the list has no entries.
func (b BlockList) IsZero() bool {
	parties, titles := b.Covers()
	return !parties && !titles
}

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (b *BlockList) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b) }
