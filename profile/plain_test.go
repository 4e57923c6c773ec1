package profile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/profile"
)

// agree checks that a quick look at a name changes nothing.
func agree(t require.TestingT, s string) {
	require.Equal(t, profile.ReadsAsDomain(s), profile.IsDomain(s), "domain %q", s)
	require.Equal(t, profile.ReadsAsHost(s), profile.IsHost(s), "host %q", s)
	require.Equal(t, profile.ReadsAsSegment(s), profile.IsSegment(s), "part of a path %q", s)
}

var names = []string{
	"", "a", "A", "0", ".", "-", "a.b", "a-b", "a..b", "a--b", "a.-b", ".a", "a.", "-a", "a-", "1.2.3.4", "xn--mller-kva.example",
	"a_b", "a/b", "a%62", "a@b", "a:1", "a b", "\u00e4", "\uff41.example", "a\u3002b", "a\u00adb", "%", "..", "*", "a\x00", "\xff",
	strings.Repeat("a", 255), strings.Repeat("a", 256), strings.Repeat("a", 318), strings.Repeat("a", 319), strings.Repeat("a", 9000),
	strings.Repeat("a.", 5000) + "a",
}

func TestPlainNames(t *testing.T) {
	for _, name := range names {
		agree(t, name)
	}
	assert.True(t, profile.IsDomain("acme.example"))
	assert.False(t, profile.IsDomain(strings.Repeat("a", 319)), "longer than the domain of an address can be")
	assert.False(t, profile.IsHost(strings.Repeat("a", 9000)), "longer than a link can be")
}

func TestPlainNamesAgainstReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agree(t, rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-cA-C0-9.\-]{0,12}`), rapid.StringMatching(`[aB0.\-_/%@:* ]{0,8}`)).Draw(t, "name"))
	})
}

func FuzzPlainNames(f *testing.F) {
	for _, name := range names {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) { agree(t, name) })
}
