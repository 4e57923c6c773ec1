package ics

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
)

// maxWraps bounds how often a link is wrapped in another.
const maxWraps = 5

// unwrap returns where a link leads that was wrapped by a mail gateway or a
// redirector, as far as the link itself says so; other links it returns as they
// are. It reports false for what is no link, and for a link that is wrapped more
// than maxWraps times.
func unwrap(raw string) (l invite.Link, ok bool) {
	for range maxWraps + 1 {
		l, err := invite.ParseLink(raw)
		if err != nil {
			return invite.Link{}, false
		}
		inner, wrapped := unwrapOnce(l)
		if !wrapped {
			return l, true
		}
		raw = tidy(inner)
	}
	return invite.Link{}, false
}

// A wrapper is a service that puts its own link in the place of another, and how to
// read the other one from it.
type wrapper struct {
	host string // with a leading dot: and every name below it
	path string // with a trailing slash: every path below it; empty: any
	read func(link string) string
}

var wrappers = []wrapper{
	{".safelinks.protection.outlook.com", "", inQuery(fromQuery, "url")},
	{".safelinks.protection.office365.us", "", inQuery(fromQuery, "url")},
	{"statics.teams.cdn.office.net", "evergreen-assets/safelinks/", inQuery(fromQuery, "url")},
	{"google.com", "url", inQuery(fromQuery, "q", "url")},
	{"meet.google.com", "linkredirect", inQuery(fromQuery, "dest")},
	{"linkprotect.cudasvc.com", "url", inQuery(fromQuery, "a")},
	{".mimecast.com", "", inQuery(fromQuery, "url", "u")},
	{".mimecastprotect.com", "", inQuery(fromQuery, "url", "u")},
	{"secure-web.cisco.com", "", cisco},
	{"protect.checkpoint.com", "v2/", checkpoint},
	{"urldefense.com", "v1/url", inQuery(fromQuery, "u")},
	{"urldefense.com", "v2/url", inQuery(fromProofpoint, "u")},
	{"urldefense.com", "v3/", proofpoint},
}

// unwrapOnce undoes one wrapping.
func unwrapOnce(l invite.Link) (target string, wrapped bool) {
	if w := wrapperOf(l); w != nil {
		target = joinScheme(strings.TrimSpace(w.read(l.String())))
	}
	return target, startsWeb(target)
}

// isWrapper reports whether l is a link that a wrapper made, and not the service's
// own site.
func isWrapper(l invite.Link) bool {
	site := strings.HasPrefix(l.Host(), "www.mimecast") || l.Path() == "" && !strings.Contains(l.String(), "?")
	return !site && wrapperOf(l) != nil
}

// wrapperOf returns the wrapper that may have made l, nil if there is none.
func wrapperOf(l invite.Link) *wrapper {
	host := l.Host()
	switch {
	case isGoogle(host):
		host = "google.com"
	case host == "urldefense.us" || host == "urldefense.proofpoint.com":
		host = "urldefense.com"
	}
	for i := range wrappers {
		if w := &wrappers[i]; w.matches(host, l.Path()) {
			return w
		}
	}
	return nil
}

func (w *wrapper) matches(host, path string) bool {
	below := w.host[0] == '.' && strings.HasSuffix(host, w.host)
	if !below && host != strings.TrimPrefix(w.host, ".") {
		return false
	}
	return w.path == "" || path == w.path || strings.HasSuffix(w.path, "/") && strings.HasPrefix(path, w.path)
}

// isGoogle reports Google's own hosts: www.google and a top-level domain, or a
// country's commercial one.
func isGoogle(host string) bool {
	country, ok := strings.CutPrefix(host, "www.google.")
	if !ok {
		return host == "google.com"
	}
	country = strings.TrimPrefix(country, "com.")
	country = strings.TrimPrefix(country, "co.")
	return country == "com" || len(country) == 2
}

// inQuery returns a function that reads the first of the query parameters that
// holds a web link.
func inQuery(decode func(string) string, params ...string) func(link string) string {
	return func(link string) string {
		_, query, _ := strings.Cut(link, "?")
		query, _, _ = strings.Cut(query, "#")
		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(strings.TrimPrefix(pair, "amp;"), "=")
			if value = strings.TrimSpace(decode(value)); isIn(name, params) && startsWeb(value) {
				return value
			}
		}
		return ""
	}
}

func isIn(name string, params []string) bool {
	for _, p := range params {
		if strings.EqualFold(p, name) {
			return true
		}
	}
	return false
}

func startsWeb(link string) bool {
	scheme, rest, _ := strings.Cut(link, ":")
	return isWeb(scheme) && rest != ""
}

// fromQuery undoes the percent-encoding of a query parameter. A percent sign that
// encodes nothing stays.
func fromQuery(value string) string {
	value, _ = url.QueryUnescape(escapePercent(value)) // which is never wrong then
	return value
}

// fromPath undoes the percent-encoding of a path, as fromQuery does.
func fromPath(path string) string {
	path, _ = url.PathUnescape(escapePercent(path))
	return path
}

// escapePercent escapes the percent signs that encode nothing.
func escapePercent(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// cisco unwraps Cisco Secure Email: the target follows a first segment.
func cisco(link string) string {
	parts := strings.SplitN(link, "/", 5)
	return fromPath(parts[len(parts)-1])
}

// checkpoint unwraps Check Point's protection: the target stands between three
// underscores.
func checkpoint(link string) string {
	_, link, _ = strings.Cut(link, "/___")
	return link[:max(0, strings.LastIndex(link, "___"))]
}

// fromProofpoint undoes the encoding of version 2 of Proofpoint's URL Defense.
func fromProofpoint(value string) string {
	return fromPath(strings.NewReplacer("-", "%", "_", "/").Replace(value))
}

// proofpoint unwraps version 3 of Proofpoint's URL Defense.
func proofpoint(link string) string {
	_, link, _ = strings.Cut(link, "/v3/__")
	end := max(0, strings.LastIndex(link, "__;"))
	coded, _, _ := strings.Cut(strings.TrimPrefix(link[end:], "__;"), "!")
	replaced, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(coded, "="))
	if err != nil {
		return ""
	}
	return fillStars(link[:end], []rune(string(replaced)))
}

// fillStars puts characters back where version 3 put stars: one for a star, a run
// of them for two stars, whose length the letter after them says (A is 2).
func fillStars(text string, chars []rune) string {
	const lengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(text, "*")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		count := 1
		if len(after) > 1 && after[0] == '*' && strings.IndexByte(lengths, after[1]) >= 0 {
			count = strings.IndexByte(lengths, after[1]) + 2
			after = after[2:]
		}
		count = min(count, len(chars))
		b.WriteString(string(chars[:count]))
		chars, text = chars[count:], after
	}
}

// joinScheme gives back the second slash after the scheme, which some gateways
// take for an empty path segment.
func joinScheme(link string) string {
	scheme, rest, ok := strings.Cut(link, ":/")
	if ok && isWeb(scheme) && !strings.HasPrefix(rest, "/") {
		return scheme + "://" + rest
	}
	return link
}
