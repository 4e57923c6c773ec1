package idn

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

func TestAddress(t *testing.T) {
	long := "x@" + strings.Repeat("\u00ad", maxDomain/2) + "acme.example"
	for _, row := range []struct {
		rule, text, want string
		sure             bool
	}{
		{"ASCII", "Ann@ACME.example", "Ann@ACME.example", true},
		{"ASCII in a URI", "mailto:Ann%2Bx@ACME.example?subject=x", "mailto:Ann%2Bx@ACME.example?subject=x", true},
		{"no address", "ann", "ann", true},
		{"other letters and no address", "\u00e4nn", "\u00e4nn", true},
		{"other letters", "ann@B\u00dcCHER.example", "ann@xn--bcher-kva.example", true},
		{"other letters in a URI", "mailto:ann@b%C3%BCcher.example", "ann@xn--bcher-kva.example", true},
		{"an accent that is a character of its own", "a\u0308nn@bu\u0308cher.example", "\u00e4nn@xn--bcher-kva.example", true},
		{"letters that only tables map", "ann@\u0915\u0949\u092e.\u212Aim.example", "ann@xn--11b4c3d.kim.example", true},
		{"a long s", "ann@cu\u017ftomer.example", "ann@customer.example", true},
		{"mathematical letters and circled ones", "ann@\U0001d41acme.\u24d4xample", "ann@acme.example", true},
		{"a combining grapheme joiner", "ann@ac\u034fme.example", "ann@acme.example", true},
		{"a full-width @", "ann\uff20acme.example", "ann@acme.example", true},
		{"a small @", "ann\ufe6bacme.example", "ann@acme.example", true},
		{"letters before the @ alone", "\u00e4nn@acme.example", "\u00e4nn@acme.example", true},
		{"Punycode", "ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example", true},
		{"Punycode that is none", "ann@xn--99999a.example", "ann@xn--99999a.example", false},
		{"Punycode of what browsers map", "ann@xn--kim-0k1a.example", "ann@xn--kim-0k1a.example", false},
		{"a joiner where browsers take none", "ann@ac\u200dme.example", "ann@ac\u200dme.example", false},
		{"a mark of direction", "ann@\u202eacme.example", "ann@\u202eacme.example", false},
		{"bad percent-encoding", "mailto:\u00e4nn%zz@acme.example", "mailto:\u00e4nn%zz@acme.example", true},
		{"a scheme twice", "mailto:mailto:ann@b\u00fccher.example", "mailto:mailto:ann@b\u00fccher.example", true},
		{"encoded bytes that are not UTF-8", "mailto:ann@acme%ff.example", "mailto:ann@acme%ff.example", true},
		{"longer than any domain", long + long, long + long, false},
	} {
		mapped, sure := Address(row.text)
		assert.Equal(t, row.want, mapped, row.rule)
		assert.Equal(t, row.sure, sure, row.rule)
	}
}

// TestMappingChangesNoAddress checks that an address that the core reads is the same when it is
// mapped before.
func TestMappingChangesNoAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`("?[a-z+]{1,4}"?|mailto:a)@([a-zA-Z0-9\x{fc}\x{ff41}\x{3042}\x{ad}-]{1,5}[.\x{3002}]){0,2}[a-z]{1,4}`).Draw(t, "address")
		mapped, sure := Address(text)
		if want, err := invite.ParseAddress(text); err == nil && sure {
			got, err := invite.ParseAddress(mapped)
			assert.NoError(t, err)
			assert.Equal(t, want, got)
		}
	})
}
