package invite_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/idna"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

func TestAsRead(t *testing.T) {
	for _, row := range []struct {
		rule       string
		text, want string
	}{
		{"ASCII is itself, control characters too", "Ab 1\x00\t", "Ab 1\x00\t"},
		{"full-width forms are their ASCII", "！Ａｚ～", "!Az~"},
		{"what is beside the full-width forms is not", "\uff00\uff5f", "\uff00\uff5f"},
		{"ideographic dots are dots", "。｡．", "..."},
		{"signs that nobody sees are nothing", "a\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f\u202e\u2066\u034f\u180e\U000e0001b", "ab"},
		{"blanks are themselves", "\u00a0\u3000\u2003\u2028", "\u00a0\u3000\u2003\u2028"},
		{"letters are themselves", "üЖ例", "üЖ例"},
	} {
		assert.Equal(t, row.want, strings.Map(invite.AsRead, row.text), row.rule)
	}
}

// TestNobodySeesWhatUnicodeLetsIgnore compares with the property Default_Ignorable_Code_Point
// as Unicode derives it.
func TestNobodySeesWhatUnicodeLetsIgnore(t *testing.T) {
	annotation := func(r rune) bool { return r >= 0xfff9 && r <= 0xfffb }
	for r := rune(0); r <= unicode.MaxRune; r++ {
		ignored := unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Variation_Selector) &&
			!unicode.In(r, unicode.White_Space, unicode.Prepended_Concatenation_Mark) && (r < 0x13430 || r > 0x1343f)
		require.Equal(t, ignored || annotation(r), invite.AsRead(r) < 0, "%U", r)
	}
}

// browsers maps hosts as browsers do.
var browsers = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))

// TestDomainsAreMappedAsBrowsersDo goes through all characters: a domain that is read is the
// one to which browsers go.
func TestDomainsAreMappedAsBrowsersDo(t *testing.T) {
	read := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		a, err := invite.ParseAddress("x@a" + string(r) + "b.example")
		if err != nil || invite.AsRead(r) < 0 { // joiners browsers refuse in some places
			continue
		}
		read++
		want, err := browsers.ToASCII("a" + string(r) + "b.example")
		require.NoError(t, err, "%U", r)
		require.Equal(t, want, a.Domain(), "%U", r)
	}
	assert.Greater(t, read, 30_000)
}

func TestPunycodeAgainstIDNA(t *testing.T) {
	letters := rapid.SampledFrom([]rune("abz09-ßàüÿāžάωжё\u3042ア例字\uac00\ud7a3"))
	rapid.Check(t, func(t *rapid.T) {
		domain := rapid.StringOfN(letters, 1, 40, -1).Draw(t, "domain")
		want, err := browsers.ToASCII(domain)
		if err != nil || strings.HasPrefix(domain, "xn--") {
			t.Skip("no domain")
		}
		a, err := invite.ParseAddress("x@" + domain)
		require.NoError(t, err)
		require.Equal(t, want, a.Domain())
		again, err := invite.ParseAddress("x@" + strings.ToUpper(want))
		require.NoError(t, err)
		require.Equal(t, a, again, "in Punycode")
	})
}
