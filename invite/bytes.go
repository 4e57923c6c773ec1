package invite

import (
	"strings"
	"unicode/utf8"
)

// A byteSet is a set of characters of ASCII.
type byteSet [utf8.RuneSelf]bool

var (
	addressBytes = without(notInAddress) // of addresses
	linkBytes    = without(notInLink)    // of links
	hostBytes    = without(notInHost)    // of hosts in their normal form
	smallBytes   = without(isCapital)    // that are their own lower case
)

func without(bad func(rune) bool) (set byteSet) {
	for r := range rune(len(set)) {
		set[r] = !bad(r)
	}
	return set
}

func isCapital(r rune) bool { return 'A' <= r && r <= 'Z' }

// isIn reports whether every character of s is one of the set, or one outside of
// ASCII that is not bad; with nothing to say which are bad, none may be.
func isIn(s string, set *byteSet, bad func(rune) bool) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return bad != nil && !strings.ContainsFunc(s[i:], bad)
		case !set[c]:
			return false
		}
	}
	return true
}
