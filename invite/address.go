package invite

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// maxAddress is the longest address that mail can carry: a local part of 64
// octets, the sign, and a domain of 255 (RFC 5321, section 4.5.3.1).
const maxAddress = 64 + 1 + 255

// Address is a mail address in the form by which people are compared: without
// "mailto:", lower case, no trailing dot on the domain, the domain in ASCII. It is a small
// comparable value; two addresses are the same mailbox exactly when they are ==.
//
// The zero Address is no address at all. Plus-addressing is kept: "ann+x@…" and
// "ann@…" differ, and an organization that means them to be one lists an alias.
type Address struct{ text string }

// AddressError says why a text is no mail address.
type AddressError struct {
	Text    string // the text as it was given
	Problem string // what is wrong with it
}

// Error quotes the text and says what a right one looks like.
func (e *AddressError) Error() string {
	return fmt.Sprintf("address %s: %s; want the form name@domain", strictjson.Quote(e.Text), e.Problem)
}

// ParseAddress reads a mail address, bare or as a mailto: URI (RFC 6068), in any
// case. It fails with an [*AddressError].
//
// An address is read as a person reads it, by [AsRead]. A local part in quotes is the same
// without them; one that needs its quotes, as with a blank, is refused. A domain with letters
// outside ASCII is that in Punycode (RFC 3492), for lower and upper case of the letters that
// browsers change no further: Latin with the common accents, Greek, Cyrillic, kana, Han and
// Hangul. Other letters in a domain are refused: what is not known to be equal is not
// compared. Before the @ letters outside ASCII are compared as they are written (ours), an
// accent that is a character of its own not with the letter that has it.
func ParseAddress(s string) (Address, error) {
	fail := func(problem string) (Address, error) {
		return Address{}, &AddressError{Text: s, Problem: problem}
	}
	if !utf8.ValidString(s) {
		return fail("it is not UTF-8")
	}
	text, err := trimMailto(strings.TrimSpace(asRead(s)))
	if err != nil {
		return fail("bad percent-encoding")
	}
	if !utf8.ValidString(text) {
		return fail("it is not UTF-8")
	}
	text = strings.TrimSuffix(strings.TrimSpace(asRead(text)), ".")
	at := strings.LastIndexByte(text, '@')
	switch {
	case text == "":
		return fail("it is empty")
	case at < 0:
		return fail("there is no @")
	case at == 0:
		return fail("there is nothing before the @")
	case at == len(text)-1:
		return fail("there is no domain")
	case len(text) > maxAddress:
		return fail("it is longer than a mail address can be")
	case hasEmptyLabel(text[at+1:]):
		return fail("a part of the domain is empty")
	}
	local := lower(unquoted(text[:at]))
	domain, ok := normalDomain(text[at+1:])
	if local != text[:at] || domain != text[at+1:] {
		text = local + "@" + domain
	}
	switch {
	case !ok:
		return fail("the domain has letters that are not compared; write them in Punycode, as in xn--mller-kva.example")
	case local == "":
		return fail("there is nothing before the @")
	case len(text) > maxAddress:
		return fail("it is longer than a mail address can be")
	case !isIn(text, &addressBytes, notInAddress) || strings.IndexByte(local, '@') >= 0:
		return fail("a character in it does not belong in an address")
	}
	return Address{text: text}, nil
}

// unquoted takes the quotes off a local part (RFC 5322, section 3.4.1). What is not quoted as
// a whole it returns as it is.
func unquoted(local string) string {
	if len(local) < 2 || local[0] != '"' || local[len(local)-1] != '"' {
		return local
	}
	local = local[1 : len(local)-1]
	if strings.IndexByte(local, '\\') < 0 {
		return local
	}
	var out []byte
	for i := 0; i < len(local); i++ {
		if local[i] == '\\' && i+1 < len(local) {
			i++
		}
		out = append(out, local[i])
	}
	return string(out)
}

// MustAddress is [ParseAddress] for addresses that are known to be right, as in
// tests. It panics where ParseAddress fails.
func MustAddress(s string) Address {
	a, err := ParseAddress(s)
	if err != nil {
		panic(err)
	}
	return a
}

// trimMailto takes the scheme and the header fields off a mailto: URI and undoes
// its percent-encoding; other texts it returns as they are.
func trimMailto(s string) (string, error) {
	const scheme = "mailto:"
	if len(s) < len(scheme) || !strings.EqualFold(s[:len(scheme)], scheme) {
		return s, nil
	}
	s, _, _ = strings.Cut(s[len(scheme):], "?")
	s, err := url.PathUnescape(s)
	return strings.TrimSpace(s), err
}

// lower maps a text to lower case, except the letters outside ASCII whose lower case
// is in ASCII: a name with a Kelvin sign is not the name with a k.
func lower(s string) string {
	if isIn(s, &smallBytes, nil) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); r < utf8.RuneSelf || l >= utf8.RuneSelf {
			return l
		}
		return r
	}, s)
}

func hasEmptyLabel(domain string) bool {
	return domain[0] == '.' || strings.HasSuffix(domain, ".") || strings.Contains(domain, "..")
}

// notInAddress reports the characters that RFC 5322 allows in quoted local parts
// only, white space and controls.
func notInAddress(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`()<>[]:;,\"`, r)
}

// IsZero reports whether a is no address.
func (a Address) IsZero() bool { return a.text == "" }

// String returns the address in its normal form, empty for the zero Address.
func (a Address) String() string { return a.text }

// Domain returns what follows the @, empty for the zero Address.
func (a Address) Domain() string {
	return a.text[strings.LastIndexByte(a.text, '@')+1:]
}

// IsRoom reports whether the address is one that Google Calendar gives to a room or
// another resource. Rooms elsewhere are known by [Party.Kind] alone.
func (a Address) IsRoom() bool { return strings.HasSuffix(a.text, googleRooms) }

// IsCalendar reports whether the address is of a calendar that several people share in
// Google Calendar. A calendar is no person: who organizes by it, it does not say.
func (a Address) IsCalendar() bool { return strings.HasSuffix(a.text, googleCalendars) }

// Compare returns the order of two addresses by their text: -1, 0 or +1.
func (a Address) Compare(b Address) int { return strings.Compare(a.text, b.text) }

// MarshalText returns the normal form. It never fails.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.text), nil }

// UnmarshalText is [ParseAddress], except that an empty text is the zero Address.
func (a *Address) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Address{}
		return nil
	}
	parsed, err := ParseAddress(string(text))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}
