// Package idn maps the domains of mail addresses as browsers map hosts, for the readers.
package idn

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// browsers maps as browsers do (WHATWG URL, "domain to ASCII" without the strict rules).
var browsers = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))

// maxDomain is the longest domain that is mapped, in bytes. No domain is as long, with whatever
// signs in it.
const maxDomain = 4 << 10

// Address maps the domain of a mail address, bare or as a mailto: URI, to ASCII, and puts accents
// before the @ on their letters (NFC). It is not sure where browsers would not go to the domain,
// or would go to several; the address is then as it was. An address in ASCII stays as it is; it
// is not sure if a part of its domain is no Punycode.
func Address(text string) (mapped string, sure bool) {
	plain := bare(text)
	at := strings.LastIndexAny(plain, "@\uff20\ufe6b") // full-width and small as well
	if at < 0 || isASCII(plain) && !hasPunycode(plain[at:]) {
		return text, true
	}
	_, size := utf8.DecodeRuneInString(plain[at:])
	local, domain := plain[:at], strings.TrimSpace(plain[at+size:])
	switch {
	case strings.IndexByte(local, ':') >= 0: // a second scheme: no address
		return text, true
	case len(domain) > maxDomain:
		return text, false
	}
	host, err := browsers.ToASCII(domain)
	if err != nil {
		return text, false
	}
	return norm.NFC.String(local) + "@" + host, true
}

// bare takes the scheme and the header fields off a mailto: URI and undoes its
// percent-encoding. Other texts it returns as they are.
func bare(text string) string {
	const scheme = "mailto:"
	trimmed := strings.TrimSpace(text)
	if len(trimmed) < len(scheme) || !strings.EqualFold(trimmed[:len(scheme)], scheme) {
		return text
	}
	path, _, _ := strings.Cut(trimmed[len(scheme):], "?")
	decoded, err := url.PathUnescape(path)
	if err != nil || !utf8.ValidString(decoded) {
		return text
	}
	return decoded
}

func hasPunycode(domain string) bool { return strings.Contains(strings.ToLower(domain), "xn--") }

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}
