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
	for range maxWraps {
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

// A wrapper is a service that puts its own link in the place of another, and the
// query parameters that hold the other one.
type wrapper struct {
	host   string // with a leading dot: and every name below it
	path   string // with a trailing slash: and every path below it; empty: any
	params []string
}

var wrappers = []wrapper{
	{".safelinks.protection.outlook.com", "", []string{"url"}},
	{".safelinks.protection.office365.us", "", []string{"url"}},
	{"statics.teams.cdn.office.net", "evergreen-assets/safelinks/", []string{"url"}},
	{"google.com", "url", []string{"q", "url"}},
	{"linkprotect.cudasvc.com", "url", []string{"a"}},
	{".mimecast.com", "", []string{"url", "u"}},
	{".mimecastprotect.com", "", []string{"url", "u"}},
	{"urldefense.proofpoint.com", "v1/url", []string{"u"}},
}

// unwrapOnce undoes one wrapping.
func unwrapOnce(l invite.Link) (target string, wrapped bool) {
	host := l.Host()
	if isProofpoint(host) {
		if target, wrapped = proofpoint(l.String(), l.Path()); wrapped {
			return target, true
		}
	}
	if isGoogle(host) {
		host = "google.com"
	}
	for _, w := range wrappers {
		if w.matches(host, l.Path()) {
			return inQuery(l.String(), w.params)
		}
	}
	return "", false
}

func (w wrapper) matches(host, path string) bool {
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

// inQuery returns the first of the query parameters that holds a web link.
func inQuery(link string, params []string) (target string, ok bool) {
	_, query, _ := strings.Cut(link, "?")
	query, _, _ = strings.Cut(query, "#")
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(strings.TrimPrefix(pair, "amp;"), "=")
		value, err := url.QueryUnescape(value)
		if err == nil && isIn(name, params) && startsWeb(value) {
			return value, true
		}
	}
	return "", false
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

func isProofpoint(host string) bool {
	return host == "urldefense.com" || host == "urldefense.us" || host == "urldefense.proofpoint.com"
}

// proofpoint unwraps versions 2 and 3 of Proofpoint's URL Defense.
func proofpoint(link, path string) (target string, ok bool) {
	switch {
	case path == "v2/url":
		if _, link, ok = strings.Cut(link, "u="); !ok {
			return "", false
		}
		link, _, _ = strings.Cut(link, "&")
		target, err := url.PathUnescape(strings.NewReplacer("-", "%", "_", "/").Replace(link))
		return target, err == nil && startsWeb(target)
	case strings.HasPrefix(path, "v3/__"):
		_, link, _ = strings.Cut(link, "/v3/__")
		end := strings.LastIndex(link, "__;")
		if end < 0 {
			return "", false
		}
		coded, _, _ := strings.Cut(link[end+len("__;"):], "!")
		replaced, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(coded, "="))
		target = fillStars(link[:end], []rune(string(replaced)))
		return target, err == nil && startsWeb(target)
	}
	return "", false
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
			return joinScheme(b.String())
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
