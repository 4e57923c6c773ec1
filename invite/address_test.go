package invite_test

import (
	"cmp"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

func TestParseAddress(t *testing.T) {
	long := strings.Repeat("a", 320-len("@acme.example")) + "@acme.example"
	for _, test := range []struct{ rule, text, want string }{
		{"a bare address", "ann@acme.example", "ann@acme.example"},
		{"case is folded, before the @ as well", "Ann.LEE@Acme.EXAMPLE", "ann.lee@acme.example"},
		{"a mailto: URI", "mailto:ann@acme.example", "ann@acme.example"},
		{"the scheme in any case", "MailTo:ann@acme.example", "ann@acme.example"},
		{"space after the scheme is no part", "mailto: ann@acme.example", "ann@acme.example"},
		{"header fields of a URI are no part", "mailto:ann@acme.example?subject=Hello@you", "ann@acme.example"},
		{"percent-encoding in a URI is undone", "mailto:ann%2Bx%40acme.example", "ann+x@acme.example"},
		{"encoded space around the address is no part", "mailto:%20ann@acme.example%20", "ann@acme.example"},
		{"percent signs in a bare address stay", "ann%2Bx@acme.example", "ann%2bx@acme.example"},
		{"a plus in a URI is a plus", "mailto:ann+x@acme.example", "ann+x@acme.example"},
		{"plus-addressing is kept", "ann+x@acme.example", "ann+x@acme.example"},
		{"a trailing dot on the domain is no part", "ann@acme.example.", "ann@acme.example"},
		{"a trailing dot in a URI is no part", "mailto:ann@acme.example.", "ann@acme.example"},
		{"space around the address is no part", " \t ann@acme.example\r\n", "ann@acme.example"},
		{"UTF-8 before and after the @", "ÄNNE@MÜLLER.example", "änne@xn--mller-kva.example"},
		{"a letter before the @ that is only lower-cased into ASCII stays itself", "\u212A\u0130\u017F@acme.example", "\u212A\u0130\u017F@acme.example"},
		{"a domain in Punycode", "ann@XN--Mller-KVA.example", "ann@xn--mller-kva.example"},
		{"a domain in Punycode of letters that are refused as letters", "ann@xn--11b4c3d.example", "ann@xn--11b4c3d.example"},
		{"a domain of other letters alone", "ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"},
		{"full-width letters, dots and the @", "Ａnn＠acme．example", "ann@acme.example"},
		{"ideographic dots", "ann@acme。mail｡example", "ann@acme.mail.example"},
		{"full-width letters beside others", "ann@ｍüller.example", "ann@xn--mller-kva.example"},
		{"signs that nobody sees", "a\u00adn\u200bn\u2060@\ufeffac\u200dme.exa\u202emple\ufe0f", "ann@acme.example"},
		{"signs that nobody sees, in a URI", "mailto:ann@ac%C2%ADme.example", "ann@acme.example"},
		{"signs that nobody sees, around the scheme", "\u202a mailto:\u200b ann@acme.example\u202c", "ann@acme.example"},
		{"a quoted local part", `"Ann"@acme.example`, "ann@acme.example"},
		{"a quoted local part in a URI", `mailto:%22ann%22@acme.example`, "ann@acme.example"},
		{"quoted characters", `"\a\nn"@acme.example`, "ann@acme.example"},
		{"xn-- in the midst of a label", "ann@axn--b.example", "ann@axn--b.example"},
		{"xn-- before the @", "xn--@acme.example", "xn--@acme.example"},
		{"other signs that may stand in a local part", "o'brien!#$%&*+-/=?^_`{|}~@acme.example", "o'brien!#$%&*+-/=?^_`{|}~@acme.example"},
		{"a domain of one label", "ann@localhost", "ann@localhost"},
		{"as long as mail can carry", long, long},
	} {
		t.Run(test.rule, func(t *testing.T) {
			a, err := invite.ParseAddress(test.text)
			require.NoError(t, err)
			assert.Equal(t, test.want, a.String())
			assert.False(t, a.IsZero())
		})
	}
}

func TestParseAddressRefuses(t *testing.T) {
	const (
		stray   = "a character in it does not belong in an address"
		letters = "the domain has letters that are not compared; write them in Punycode, as in xn--mller-kva.example"
	)
	for _, test := range []struct{ rule, text, problem string }{
		{"no text", "", "it is empty"},
		{"space alone", " \t", "it is empty"},
		{"a scheme alone", "mailto:", "it is empty"},
		{"a scheme and header fields alone", "mailto:?to=ann@acme.example", "it is empty"},
		{"no @", "ann.acme.example", "there is no @"},
		{"no local part", "@acme.example", "there is nothing before the @"},
		{"no domain", "ann@", "there is no domain"},
		{"a dot for a domain", "ann@.", "there is no domain"},
		{"two dots for a domain", "ann@..", "a part of the domain is empty"},
		{"two trailing dots", "ann@acme.example..", "a part of the domain is empty"},
		{"a leading dot", "ann@.acme.example", "a part of the domain is empty"},
		{"two dots in the domain", "ann@acme..example", "a part of the domain is empty"},
		{"two @", "ann@acme@evil.example", stray},
		{"two @ through percent-encoding", "mailto:ann%40acme.example@evil.example", stray},
		{"a space within", "ann lee@acme.example", stray},
		{"a no-break space within", "ann\u00a0lee@acme.example", stray},
		{"a line break within", "ann@acme\n.example", stray},
		{"a control character", "ann\x00@acme.example", stray},
		{"a quoted @", `"a@b"@acme.example`, stray},
		{"a quoted blank", `"ann lee"@acme.example`, stray},
		{"a quoted quote", `"ann\""@acme.example`, stray},
		{"a quote that is not closed", `"ann@acme.example`, stray},
		{"a quote that is not opened", `ann"@acme.example`, stray},
		{"a quote alone", `"@acme.example`, stray},
		{"an escaped end of quotes", `"ann\"@acme.example`, stray},
		{"two quoted words", `"a"."b"@acme.example`, stray},
		{"nothing between quotes", `""@acme.example`, "there is nothing before the @"},
		{"signs that nobody sees, alone", "\u200b\ufeff", "it is empty"},
		{"signs that nobody sees before the @", "\u200b@acme.example", "there is nothing before the @"},
		{"signs that nobody sees after the @", "ann@\u00ad", "there is no domain"},
		{"a label of signs that nobody sees", "ann@acme.\u00ad.example", "a part of the domain is empty"},
		{"a domain that browsers map by a table", "ann@acme.\u212A\u0130\u017F", letters},
		{"a domain of letters that browsers map by a table", "ann@\u0915.example", letters},
		{"an accent that is a character of its own", "ann@mu\u0308ller.example", letters},
		{"a capital sharp s, which some browsers map to two letters", "ann@STRAẞE.example", letters},
		{"a hyphen that is none of ASCII", "ann@acme\u2011mail.example", letters},
		{"Punycode that says nothing", "ann@xn--.example", letters},
		{"Punycode of ASCII", "ann@xn--acme-.example", letters},
		{"Punycode that ends too early", "ann@xn--mller-kv.example", letters},
		{"Punycode with a sign that is no digit", "ann@xn--mller-k_a.example", letters},
		{"Punycode of a sign that nobody sees", "ann@xn--acme-tga.example", letters},
		{"Punycode of a capital", "ann@xn--mller-2pa.example", letters},
		{"Punycode that is too large", "ann@xn--99999999.example", letters},
		{"Punycode of more than the last character", "ann@xn--99999a.example", letters},
		{"Punycode that is larger still", "ann@xn--999999999999999999999b.example", letters},
		{"Punycode of a hyphen that is none of ASCII", "ann@xn--acmemail-3m3d.example", letters},
		{"Punycode of half a character", "ann@xn--a-rc4g.example", letters},
		{"Punycode and other letters in one label", "ann@xn--mü.example", letters},
		{"a domain that is too long in Punycode", "ann@" + strings.Repeat("例.", 75) + "example", "it is longer than a mail address can be"},
		{"a name beside it", "Ann <ann@acme.example>", stray},
		{"a comment", "ann(work)@acme.example", stray},
		{"two addresses", "ann@acme.example,bea", stray},
		{"another scheme", "tel:ann@acme.example", stray},
		{"a scheme twice", "mailto:mailto:ann@acme.example", stray},
		{"a domain in brackets", "ann@[192.0.2.1]", stray},
		{"a backslash", `ann\@acme.example`, stray},
		{"bad percent-encoding", "mailto:ann%zz@acme.example", "bad percent-encoding"},
		{"bytes that are not UTF-8", "ann\xff@acme.example", "it is not UTF-8"},
		{"encoded bytes that are not UTF-8", "mailto:ann%ff@acme.example", "it is not UTF-8"},
		{"a byte longer than mail can carry", strings.Repeat("a", 321-len("@acme.example")) + "@acme.example", "it is longer than a mail address can be"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			a, err := invite.ParseAddress(test.text)
			var wrong *invite.AddressError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, test.problem, wrong.Problem)
			assert.Equal(t, test.text, wrong.Text)
			assert.True(t, a.IsZero())
			assert.Panics(t, func() { invite.MustAddress(test.text) })
		})
	}
}

func TestAddressErrorQuotes(t *testing.T) {
	_, err := invite.ParseAddress("ann\n")
	assert.EqualError(t, err, `address "ann\n": there is no @; want the form name@domain`)
}

func TestZeroAddress(t *testing.T) {
	var zero invite.Address
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.String())
	assert.Empty(t, zero.Domain())
}

func TestAddressDomain(t *testing.T) {
	assert.Equal(t, "mail.acme.example", invite.MustAddress("ann@MAIL.acme.example.").Domain())
}

func TestAddressesOfOneMailboxAreEqual(t *testing.T) {
	assert.Equal(t, invite.MustAddress("ann@acme.example"), invite.MustAddress("MAILTO:Ann@ACME.example."))
	assert.NotEqual(t, invite.MustAddress("ann@acme.example"), invite.MustAddress("ann+x@acme.example"))
	assert.NotEqual(t, invite.MustAddress("kim@acme.example"), invite.MustAddress("\u212Aim@acme.example"))
}

func TestAddressText(t *testing.T) {
	for _, text := range []string{"", "ann@acme.example"} {
		var a invite.Address
		require.NoError(t, a.UnmarshalText([]byte(text)))
		written, err := a.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(written))
	}
	a := invite.MustAddress("ann@acme.example")
	require.NoError(t, a.UnmarshalText(nil))
	assert.True(t, a.IsZero(), "no text is no address")

	a = invite.MustAddress("ann@acme.example")
	var wrong *invite.AddressError
	require.ErrorAs(t, json.Unmarshal([]byte(`"bea"`), &a), &wrong)
	assert.Equal(t, invite.MustAddress("ann@acme.example"), a, "an error leaves the address alone")
}

// addresses draws addresses in their normal form.
func addresses() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-z0-9é!#$&'*+/=^_{|}~.-]{1,12}@([a-z0-9_-]{1,8}\.){0,3}[a-z]{1,6}`).Filter(func(s string) bool {
		return !strings.Contains(s, "xn--")
	})
}

func TestAddressSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := addresses().Draw(t, "address")
		plain := invite.MustAddress(text)
		assert.Equal(t, text, plain.String())
		spelled := text
		if rapid.Bool().Draw(t, "upper") {
			spelled = strings.ToUpper(spelled)
		}
		if rapid.Bool().Draw(t, "dot") {
			spelled += "."
		}
		if rapid.Bool().Draw(t, "mailto") {
			spelled = "MAILTO:" + url.PathEscape(spelled) + "?subject=x"
		}
		if rapid.Bool().Draw(t, "space") {
			spelled = " " + spelled + "\n"
		}
		got, err := invite.ParseAddress(spelled)
		require.NoError(t, err)
		assert.Equal(t, plain, got, spelled)
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"", "ann@acme.example", "MAILTO:Ann%40acme.example.?subject=x", "ann@acme..", "ÄNN\u212A@\u0130.example", "a@b@c", "a\xff@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := invite.ParseAddress(s)
		if err != nil {
			var wrong *invite.AddressError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, invite.Address{}, a)
			return
		}
		text := a.String()
		require.True(t, utf8.ValidString(text))
		require.Equal(t, 1, strings.Count(text, "@"))
		require.NotContains(t, "."+a.Domain()+".", "..")
		require.True(t, strings.HasSuffix(text, "@"+a.Domain()))
		again, err := invite.ParseAddress("MailTo:" + url.PathEscape(text) + ".")
		require.NoError(t, err)
		require.Equal(t, a, again)
		var read invite.Address
		require.NoError(t, read.UnmarshalText([]byte(text)))
		require.Equal(t, a, read)
	})
}

func TestAddressKinds(t *testing.T) {
	for _, row := range []struct {
		rule, address  string
		room, calendar bool
	}{
		{"a room of Google Calendar", "c_1883q59a@resource.calendar.google.com", true, false},
		{"a calendar that several share", "c_1883q59a@group.calendar.google.com", false, true},
		{"a domain below that of rooms", "x@y.resource.calendar.google.com", false, false},
		{"a domain that ends like that of rooms", "x@evilresource.calendar.google.com", false, false},
		{"a domain that begins like that of calendars", "x@group.calendar.google.com.evil.example", false, false},
		{"a name like that of rooms", "resource.calendar.google.com@acme.example", false, false},
		{"a person", "ann@acme.example", false, false},
		{"nobody", "", false, false},
	} {
		t.Run(row.rule, func(t *testing.T) {
			var a invite.Address
			require.NoError(t, a.UnmarshalText([]byte(row.address)))
			assert.Equal(t, row.room, a.IsRoom())
			assert.Equal(t, row.calendar, a.IsCalendar())
		})
	}
}

func TestAddressesAreInOrder(t *testing.T) {
	in := []invite.Address{{}, invite.MustAddress("ann@acme.example"), invite.MustAddress("ann@customer.example"), invite.MustAddress("bea@acme.example")}
	for i, a := range in {
		for j, b := range in {
			assert.Equal(t, cmp.Compare(i, j), a.Compare(b), "%v, %v", a, b)
		}
	}
}
