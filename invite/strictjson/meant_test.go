package strictjson

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMeant(t *testing.T) {
	known := []string{"page", "keep_percent", "opt_out", "enforced", "no"}
	for _, test := range []struct{ rule, text, want string }{
		{"a letter too many", "pagee", "page"},
		{"a letter too few", "enforcd", "enforced"},
		{"another letter", "paga", "page"},
		{"two letters swapped", "pgae", "page"},
		{"two letters off", "enforce", "enforced"},
		{"two letters off in a long name", "enfarcad", "enforced"},
		{"three letters off", "enfarkat", ""},
		{"case", "Page", "page"},
		{"another way to part words", "keep-percent", "keep_percent"},
		{"no parting of words", "keepPercent", "keep_percent"},
		{"blanks", "opt out", "opt_out"},
		{"the name itself", "page", "page"},
		{"half of a short name", "pack", ""},
		{"half of a tiny name", "na", ""},
		{"nothing like it", "colour", ""},
		{"no text", "", ""},
		{"a text too long to compare", "page" + strings.Repeat("e", 100), ""},
	} {
		t.Run(test.rule, func(t *testing.T) {
			want := ""
			if test.want != "" {
				want = ` (did you mean "` + test.want + `"?)`
			}
			assert.Equal(t, want, Meant(test.text, known))
		})
	}
	providers := []string{"zoom", "google_meet", "microsoft_teams", "webex", "ringcentral_meetings", "ringcentral_video", "jitsi_meet", "zoho_meeting"}
	for _, test := range []struct{ rule, text, want string }{
		{"a word of a name", "teams", ` (did you mean "microsoft_teams"?)`},
		{"a word but for a letter", "team", ` (did you mean "microsoft_teams"?)`},
		{"a word in another case", "Google", ` (did you mean "google_meet"?)`},
		{"a word of two names", "ringcentral", ` (did you mean "ringcentral_meetings" or "ringcentral_video"?)`},
		{"a word goes before one but for a letter", "meeting", ` (did you mean "zoho_meeting"?)`},
		{"a name that is close goes before a word", "googlemeet", ` (did you mean "google_meet"?)`},
		{"a word but for two letters", "tea", ""},
		{"a word that is short", "b", ""},
		{"no word", "facetime", ""},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.Equal(t, test.want, Meant(test.text, providers)) })
	}
	assert.Empty(t, Meant("meet", []string{"our_meet", "your_meet", "their_meet"}), "a word of three names")
	assert.Equal(t, ` (did you mean "meet_then_meet"?)`, Meant("meet", []string{"meet_then_meet"}), "a name that has it twice is one")
	assert.Equal(t, ` (did you mean "pages"?)`, Meant("paces", []string{"place", "pages", "pacer", "paged"}), "the closest, and the first of several")
	assert.Empty(t, Meant("page", nil))
}

// recursive is distance as its definition reads.
func recursive(a, b string) int {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return n + m
	}
	changed := recursive(a[:n-1], b[:m-1])
	if a[n-1] != b[m-1] {
		changed++
	}
	d := min(changed, recursive(a[:n-1], b)+1, recursive(a, b[:m-1])+1)
	if n > 1 && m > 1 && a[n-1] == b[m-2] && a[n-2] == b[m-1] {
		d = min(d, recursive(a[:n-2], b[:m-2])+1)
	}
	return d
}

func TestDistanceAgainstItsDefinition(t *testing.T) {
	words := rapid.StringMatching(`[abc]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		require.Equal(t, recursive(a, b), distance(a, b))
		require.Equal(t, distance(a, b), distance(b, a))
		require.Equal(t, a == b, distance(a, b) == 0)
	})
}

func TestDistanceOfLongTexts(t *testing.T) {
	long, longer := strings.Repeat("a", maxCompared), strings.Repeat("a", maxCompared+1)
	assert.Equal(t, 0, distance(long, long))
	assert.Equal(t, 1, distance(long, long[1:]))
	assert.Equal(t, maxCompared, distance(long, longer), "too long to compare")
	assert.Equal(t, maxCompared, distance(longer, long))
	assert.Equal(t, maxCompared, distance(long, ""))
}
