package profile

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
)

// BlockList is whom and what a company never records. It is immutable. The zero
// BlockList blocks nothing.
type BlockList struct {
	form      blockForm
	addresses map[invite.Address]bool
	domains   map[string]bool
	phrases   []string // folded
}

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
// block nothing.
func NewBlockList(addresses []invite.Address, domains, phrases []string) BlockList {
	b := BlockList{
		form:      blockForm{slices.Clone(addresses), slices.Clone(domains), slices.Clone(phrases)},
		addresses: make(map[invite.Address]bool, len(addresses)),
		domains:   make(map[string]bool, len(domains)),
	}
	for _, a := range addresses {
		b.addresses[a] = true
	}
	for _, d := range domains {
		b.domains[normalDomain(d)] = true
	}
	delete(b.domains, "")
	for _, p := range phrases {
		if p = strings.TrimSpace(p); p != "" {
			b.phrases = append(b.phrases, strings.Map(fold, p))
		}
	}
	return b
}

// normalDomain brings a domain into the form that [invite.Address.Domain] has. It
// returns an empty text for what is no domain.
func normalDomain(d string) string {
	a, _ := invite.ParseAddress("x@" + strings.TrimSpace(d)) // the zero Address has no domain
	return a.Domain()
}

// Party returns the entry that blocks an address: the address, its domain, or a
// domain above that. It returns an empty text where none does.
func (b *BlockList) Party(a invite.Address) string {
	if b.addresses[a] {
		return a.String()
	}
	if len(b.domains) == 0 {
		return ""
	}
	for domain := a.Domain(); domain != ""; _, domain, _ = strings.Cut(domain, ".") {
		if b.domains[domain] {
			return domain
		}
	}
	return ""
}

// Phrase returns the first phrase, folded, that stands in a title, or an empty text.
func (b *BlockList) Phrase(title string) string {
	for _, phrase := range b.phrases {
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
func (b BlockList) MarshalJSON() ([]byte, error) { return json.Marshal(b.form) }

// UnmarshalStrict reads an object with addresses, domains and phrases.
func (b *BlockList) UnmarshalStrict(decode func(any) error) error {
	var f blockForm
	if err := decode(&f); err != nil {
		return err
	}
	*b = NewBlockList(f.Addresses, f.Domains, f.Phrases)
	return nil
}

// Without returns the list less every entry that blocks one of the addresses or the
// title.
func (b BlockList) Without(addresses []invite.Address, title string) BlockList {
	f := blockForm{slices.Clone(b.form.Addresses), slices.Clone(b.form.Domains), slices.Clone(b.form.Phrases)}
	f.Addresses = slices.DeleteFunc(f.Addresses, func(a invite.Address) bool { return slices.Contains(addresses, a) })
	f.Domains = slices.DeleteFunc(f.Domains, func(d string) bool {
		one := NewBlockList(nil, []string{d}, nil)
		return slices.ContainsFunc(addresses, func(a invite.Address) bool { return one.Party(a) != "" })
	})
	f.Phrases = slices.DeleteFunc(f.Phrases, func(p string) bool {
		one := NewBlockList(nil, nil, []string{p})
		return one.Phrase(title) != ""
	})
	return NewBlockList(f.Addresses, f.Domains, f.Phrases)
}

// IsZero reports whether the list has no entries.
func (b BlockList) IsZero() bool {
	return len(b.form.Addresses)+len(b.form.Domains)+len(b.form.Phrases) == 0
}
