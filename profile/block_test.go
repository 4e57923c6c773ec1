package profile_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

func TestBlockedParty(t *testing.T) {
	b := profile.NewBlockList([]invite.Address{invite.MustAddress("eve@ally.example"), {}}, []string{" Rival.EXAMPLE. ", "", "  ", "\u00ad", "mallory.test", "B\u00dcCHER.example", "\uff58n--r8jz45g\u3002example"}, nil)
	for _, test := range []struct{ rule, address, want string }{
		{"an address on the list", "Eve@ally.example", "eve@ally.example"},
		{"another of its domain", "eva@ally.example", ""},
		{"a domain on the list", "bob@rival.example", "rival.example"},
		{"a domain below one on the list", "bob@mail.emea.rival.example", "rival.example"},
		{"a domain that ends like one on the list", "bob@notrival.example", ""},
		{"a domain above one on the list", "bob@example", ""},
		{"a domain with the listed one in front", "bob@rival.example.test", ""},
		{"a domain of one label", "bob@localhost", ""},
		{"nobody", "", ""},
		{"a local part that ends like a domain on the list", "rival.example@ally.example", ""},
		{"a local part and the rest of a domain on the list", "rival@example", ""},
		{"a quoted address", `"Eve"@ally.example`, "eve@ally.example"},
		{"an address with signs that nobody sees", "e\u200bve@al\u00adly.example", "eve@ally.example"},
		{"a domain in full-width letters", "bob@\uff52ival\uff0eexample", "rival.example"},
		{"a domain with an ideographic dot", "bob@rival\u3002example", "rival.example"},
		{"a domain of other letters, in Punycode", "bob@xn--bcher-kva.example", "xn--bcher-kva.example"},
		{"a domain of other letters", "bob@mail.b\u00fccher.example", "xn--bcher-kva.example"},
		{"a domain in Punycode, in other letters", "bob@\u4f8b\u3048.example", "xn--r8jz45g.example"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var a invite.Address
			require.NoError(t, a.UnmarshalText([]byte(test.address)))
			assert.Equal(t, test.want, b.Party(a))
		})
	}
	addressFirst := profile.NewBlockList([]invite.Address{cem}, []string{"customer.example", "example"}, nil)
	assert.Equal(t, "cem@customer.example", addressFirst.Party(cem), "the address, before its domain")
	assert.Equal(t, "customer.example", addressFirst.Party(invite.MustAddress("x@customer.example")), "the longer domain first")
	assert.Equal(t, "example", addressFirst.Party(ann), "a top-level domain stands for all below")
	alone := profile.NewBlockList([]invite.Address{cem}, nil, nil)
	assert.Empty(t, alone.Party(ann))
	var zero profile.BlockList
	assert.Empty(t, zero.Party(ann))
	assert.Empty(t, zero.Phrase("anything"))
}

func TestBlockedPhrase(t *testing.T) {
	for _, test := range []struct{ rule, phrase, title, want string }{
		{"the whole title", "board", "board", "board"},
		{"a phrase within", "board meeting", "The board meeting, Q3", "board meeting"},
		{"in the midst of a word", "interview", "Preinterviewing", "interview"},
		{"at the end", "board", "The board", "board"},
		{"case of the title", "board", "BOARD", "board"},
		{"case of the phrase", "BOARD", "board", "board"},
		{"space around the phrase", "  board ", "a board", "board"},
		{"space within the phrase counts", "board meeting", "boardmeeting", ""},
		{"a no-break space", "board meeting", "Board\u00a0Meeting", "board meeting"},
		{"two blanks", "board meeting", "Board  Meeting", "board meeting"},
		{"blanks of every kind", "board meeting", "board \t\r\n\v\f\u0085\u1680\u2000\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u2800 meeting", "board meeting"},
		{"blanks of every kind in the phrase", "\u00a0board \u2003 meeting\u3000", "board meeting", "board meeting"},
		{"blanks around what nobody sees", "board meeting", "board \u200b meeting", "board meeting"},
		{"a blank that does not end a phrase", "board m", "board  meeting", "board m"},
		{"a zero-width space is no blank", "board meeting", "board\u200bmeeting", ""},
		{"signs that nobody sees in the title", "board meeting", "bo\u00ada\u200b\u200c\u200drd \u2060mee\ufeffting\ufe0f", "board meeting"},
		{"signs that nobody sees in the phrase", "\u202abo\u00adard\u202c", "board", "board"},
		{"the direction of writing", "board", "\u202ebo\u2066a\u061crd\u2069", "board"},
		{"control characters", "board", "bo\x00a\x1b\u009frd", "board"},
		{"full-width letters", "board 1:1", "\uff22\uff2f\uff21\uff32\uff24\u3000\uff11\uff1a\uff11", "board 1:1"},
		{"full-width letters in the phrase", "\uff42oard", "board", "board"},
		{"ideographic dots", "a.b", "A\u3002B", "a.b"},
		{"hyphens and dashes", "works-council", "Works\u2010council", "works-council"},
		{"other hyphens and dashes", "a-b-c-d-e-f-g", "a\u2011b\u2013c\u2014d\u2212e\ufe63f\u2043g", "a-b-c-d-e-f-g"},
		{"hyphens and dashes in the phrase", "works\u2013council", "works-council", "works-council"},
		{"a hyphen is no blank", "works council", "works-council", ""},
		{"a soft hyphen is no hyphen", "works-council", "works\u00adcouncil", ""},
		{"an accent that is a character of its own", "pr\u00fcfung", "PRU\u0308FUNG", "pr\u00fcfung"},
		{"an accent that is a character of its own, first", "\u00fcbergabe", "Die U\u0308bergabe", "\u00fcbergabe"},
		{"an accent that is a character of its own, in the phrase", "pru\u0308fung", "Pr\u00fcfung", "pr\u00fcfung"},
		{"two accents that are characters of their own", "vi\u1ec7t", "Vie\u0323\u0302t", "vi\u1ec7t"},
		{"an accent on a letter that has none", "b\u0308x", "B\u0308X", "b\u0308x"},
		{"an accent at the beginning", "x", "\u0308x", "x"},
		{"a letter without its accent is another one", "prufung", "pru\u0308fung", ""},
		{"a phrase of what nobody sees blocks nothing", "\u200b \u00ad", "anything", ""},
		{"an end of what begins another phrase", "no such board", "no such no such board", "no such board"},
		{"a phrase that does not stand there", "board", "boar", ""},
		{"a phrase that begins there", "aab", "aaab", "aab"},
		{"no title", "board", "", ""},
		{"a blank phrase blocks nothing", "  ", "anything", ""},
		{"umlauts", "PRÜFUNG", "Prüfung", "prüfung"},
		{"sharp s, small and capital", "straße", "STRAẞE", "straße"},
		{"sharp s is not ss", "straße", "STRASSE", ""},
		{"a dotted capital I for an i", "izin", "İZİN", "izin"},
		{"a dotless small i for an I", "IRMAK", "ırmak", "irmak"},
		{"final sigma", "ΟΔΟΣ", "οδος", "οδοσ"},
		{"final sigma in both places", "οδος", "Η ΟΔΟΣ μας", "οδοσ"},
		{"a long s", "sales", "\u017fale\u017f", "sales"},
		{"a Kelvin sign", "kickoff", "\u212Aickoff", "kickoff"},
		{"Cyrillic", "СОВЕТ", "совет директоров", "совет"},
		{"a title that is not UTF-8", "board", "\xffboard\xff", "board"},
		{"a phrase after a letter of several bytes", "b", "€b", "b"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			b := profile.NewBlockList(nil, nil, []string{"no such phrase", test.phrase})
			assert.Equal(t, test.want, b.Phrase(test.title))
		})
	}
	both := profile.NewBlockList(nil, nil, []string{"beta", "alpha"})
	assert.Equal(t, "beta", both.Phrase("alpha beta"), "the first on the list")
	within := profile.NewBlockList(nil, nil, []string{"alpha beta", "beta"})
	assert.Equal(t, "alpha beta", within.Phrase("alpha beta"), "the first on the list, though another ends it")
}

// TestBlockedPhraseOfMany compares with looking for one phrase after the other.
func TestBlockedPhraseOfMany(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("aabBc -\u2013\u00a0\u00ad\u00e9\u4f8b")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		phrases := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("aab -\u00e9\u4f8b")), 1, 4, -1), 0, 12).Draw(t, "phrases")
		title, want := text.Draw(t, "title"), ""
		for _, phrase := range phrases {
			if folded := profile.Folded(phrase); want == "" && strings.Contains(profile.Folded(title), folded) {
				want = folded
			}
		}
		b := profile.NewBlockList(nil, nil, phrases)
		require.Equal(t, want, b.Phrase(title))
	})
}

// TestAccents compares with the composing of Unicode: letters of one script and their accents.
func TestAccents(t *testing.T) {
	composed := 0
	for r := rune(0x80); r < 0x2000; r++ {
		if apart := norm.NFD.String(string(r)); unicode.IsLetter(r) && norm.NFC.String(apart) == string(r) && apart != string(r) {
			if last := []rune(apart)[len([]rune(apart))-1]; last < 0x300 || last > 0x36f {
				continue // of another script
			}
			composed++
			require.Equal(t, profile.Folded(string(r)), profile.Folded(apart), "%U", r)
			require.Equal(t, profile.Folded("a"+string(r)+"b"), profile.Folded("A"+apart+"\u00adB"), "%U", r)
		}
	}
	assert.Greater(t, composed, 700)
}

func TestBlockListAllocatesNothing(t *testing.T) {
	list := profile.NewBlockList([]invite.Address{cem}, numbered(1_000, "rival%d.example"), numbered(1_000, "works council %d"))
	title := strings.Repeat("\u00dcber\u00ad\uff57orks  counci\u2013", 100_000)
	assert.Zero(t, testing.AllocsPerRun(5, func() {
		list.Phrase(title)
		list.Party(ann)
	}))
}

func TestBlockedPhraseInAnyCase(t *testing.T) {
	letters := rapid.SampledFrom([]rune("aZsSkKiIßẞəÉéΣσςжЖ ñ"))
	rapid.Check(t, func(t *rapid.T) {
		phrase := rapid.StringOfN(letters, 1, 6, -1).Filter(func(s string) bool { return strings.TrimSpace(s) != "" }).Draw(t, "phrase")
		spell := map[string]func(rune) rune{"upper": unicode.ToUpper, "lower": unicode.ToLower, "title": unicode.ToTitle, "as it is": func(r rune) rune { return r }}
		how := rapid.SampledFrom([]string{"upper", "lower", "title", "as it is"}).Draw(t, "how")
		noAccent := func(s string) bool { return s == "" || s[0] != 0xcc && s[0] != 0xcd } // which makes another letter of the last
		title := rapid.String().Draw(t, "before") + strings.Map(spell[how], phrase) + rapid.String().Filter(noAccent).Draw(t, "after")
		b := profile.NewBlockList(nil, nil, []string{phrase})
		require.NotEmpty(t, b.Phrase(title), "%q in %q", phrase, title)
	})
}

func TestBlockListJSON(t *testing.T) {
	for _, test := range []struct {
		rule, text string
		list       profile.BlockList
	}{
		{"nothing", `{}`, profile.BlockList{}},
		{"everything, as it was given", `{"addresses":["cem@customer.example"],"domains":["Rival.example"],"phrases":["Board "]}`,
			profile.NewBlockList([]invite.Address{cem}, []string{"Rival.example"}, []string{"Board "})},
	} {
		t.Run(test.rule, func(t *testing.T) {
			written, err := json.Marshal(test.list)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(written))
			var read profile.BlockList
			require.NoError(t, strictjson.Unmarshal(written, &read))
			again, err := json.Marshal(read)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(again))
			assert.Equal(t, test.list.Party(cem), read.Party(cem))
			assert.Equal(t, test.list.Phrase("board"), read.Phrase("board"))
		})
	}
	var read profile.BlockList
	assert.ErrorContains(t, strictjson.Unmarshal([]byte(`{"domain": []}`), &read), `unknown field "domain" (did you mean "domains"?)`)
}

func TestBlockListIsImmutable(t *testing.T) {
	addresses, domains, phrases := []invite.Address{cem}, []string{"rival.example"}, []string{"board"}
	b := profile.NewBlockList(addresses, domains, phrases)
	addresses[0], domains[0], phrases[0] = ann, "x", "x"
	written, err := json.Marshal(b)
	require.NoError(t, err)
	assert.Equal(t, `{"addresses":["cem@customer.example"],"domains":["rival.example"],"phrases":["board"]}`, string(written))
	assert.NotEmpty(t, b.Party(cem))
}

func TestBlockListCovers(t *testing.T) {
	for name, test := range map[string]struct {
		list            profile.BlockList
		parties, titles bool
	}{
		"nothing":   {profile.BlockList{}, false, false},
		"addresses": {profile.NewBlockList([]invite.Address{cem}, nil, nil), true, false},
		"domains":   {profile.NewBlockList(nil, []string{"rival.example"}, nil), true, false},
		"phrases":   {profile.NewBlockList(nil, nil, []string{"board"}), false, true},
	} {
		parties, titles := test.list.Covers()
		assert.Equal(t, [2]bool{test.parties, test.titles}, [2]bool{parties, titles}, name)
	}
}

func TestBlockListIsZero(t *testing.T) {
	assert.True(t, profile.BlockList{}.IsZero())
	assert.True(t, profile.NewBlockList(nil, nil, nil).IsZero())
	assert.False(t, profile.NewBlockList([]invite.Address{cem}, nil, nil).IsZero())
	assert.False(t, profile.NewBlockList(nil, []string{"x"}, nil).IsZero())
	assert.False(t, profile.NewBlockList(nil, nil, []string{"x"}).IsZero())
}

func TestBlockListEntries(t *testing.T) {
	addresses, domains, phrases := []invite.Address{cem, {}}, []string{" Rival.example"}, []string{"Board ", ""}
	b := profile.NewBlockList(addresses, domains, phrases)
	for range 2 { // what is returned is a copy
		a, d, p := b.Entries()
		assert.Equal(t, addresses, a)
		assert.Equal(t, domains, d, "as they were given")
		assert.Equal(t, phrases, p)
		a[0], d[0], p[0] = ann, "x", "x"
	}
	a, d, p := profile.BlockList{}.Entries()
	assert.Empty(t, a)
	assert.Empty(t, d)
	assert.Empty(t, p)
}
