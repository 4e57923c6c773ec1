package invite

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// maxLink bounds the length of a link in bytes. No join link comes near it; what
// is longer is not one.
const maxLink = 8 << 10

// Link is a web link, read the way a browser reads it: by exact host and path. It
// is a small comparable value. The zero Link leads nowhere.
//
// A host is compared without regard to case, a trailing dot, full-width forms of
// ASCII, signs without width or the scheme's own port; any other port is another host. Letters
// outside ASCII are compared in Punycode where an [Address] takes them, else as written. Paths are compared with their
// percent-encoding undone and their dot segments resolved, and with regard to
// case. What stands before an @ in the authority is no part of the host.
type Link struct {
	url      string
	host     string
	path     string
	provider Provider
	place    Place
	plain    bool
}

// LinkError says why a text is no web link.
type LinkError struct {
	Text    string // the text as it was given
	Problem string // what is wrong with it
}

// Error quotes the text and says what a right one looks like.
func (e *LinkError) Error() string {
	return fmt.Sprintf("link %s: %s; want the form https://host/path", strictjson.Quote(e.Text), e.Problem)
}

// ParseLink reads an http or https link. It fails with a [*LinkError].
func ParseLink(raw string) (Link, error) {
	fail := func(problem string) (Link, error) {
		return Link{}, &LinkError{Text: raw, Problem: problem}
	}
	text := strings.TrimSpace(raw)
	scheme, rest, _ := strings.Cut(text, ":")
	secure := strings.EqualFold(scheme, "https")
	switch {
	case len(text) > maxLink:
		return fail("it is longer than a link can be")
	case !utf8.ValidString(text) || !isIn(text, &linkBytes, notInLink):
		return fail("a character in it does not belong in a link")
	case !secure && !strings.EqualFold(scheme, "http"):
		return fail("it is neither http nor https")
	case len(rest) < 2 || !isSlash(rest[0]) || !isSlash(rest[1]):
		return fail("there are no slashes before the host")
	}
	if text = visible(text); len(text) > maxLink {
		return fail("it is longer than a link can be")
	}
	_, rest, _ = strings.Cut(text, ":")
	rest = strings.TrimLeft(rest, `/\`) // browsers skip every slash before the host
	authority, path := rest, ""
	if end := strings.IndexAny(rest, `/\?#`); end >= 0 {
		authority, path = rest[:end], rest[end:]
	}
	at := strings.LastIndexByte(authority, '@')
	host, plain, ok := parseHost(authority[at+1:], secure)
	if !ok {
		return fail("the host is not one")
	}
	l := Link{url: text, host: host, path: normalPath(path)}
	l.plain = secure && plain && at < 0
	l.provider = providerOf(l.host, withoutEmpty(l.path))
	return l, nil
}

// MustLink is [ParseLink] for links that are known to be right, as in tests. It
// panics where ParseLink fails.
func MustLink(raw string) Link {
	l, err := ParseLink(raw)
	if err != nil {
		panic(err)
	}
	return l
}

// visible returns a link in which whatever is not seen where it is printed is
// percent-encoded, as browsers send it.
func visible(text string) string {
	if isIn(text, &linkBytes, nil) {
		return text // as nearly all are
	}
	var b strings.Builder
	for _, r := range text {
		if strictjson.Visible(r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isSlash(b byte) bool { return b == '/' || b == '\\' }

func notInLink(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// parseHost brings a host into the form that is compared. Only a port other than
// the scheme's own stays in it.
func parseHost(s string, secure bool) (host string, plain, ok bool) {
	name, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		name, port = s[:i], s[i+1:]
	}
	name, plain, ok = normalName(name)
	if !ok || strings.Trim(port, "0123456789") != "" {
		return "", false, false
	}
	port = strings.TrimLeft(port, "0")
	if port == "" || secure && port == "443" || !secure && port == "80" {
		return name, plain, true
	}
	return name + ":" + port, false, true
}

// normalName brings the name of a host into the form that is compared. It is plain
// if nothing in it had to be narrowed.
func normalName(written string) (name string, plain, ok bool) {
	name, plain = written, true
	if !isIn(written, &hostBytes, nil) { // as nearly all are
		unescaped, err := url.PathUnescape(written)
		if err != nil {
			return "", false, false
		}
		plain = !strings.ContainsFunc(unescaped, isWide)
		name = strings.Map(narrow, unescaped)
		if normal, ok := normalDomain(name); ok {
			name = normal
		}
		name = lower(name)
	}
	name = strings.TrimSuffix(name, ".")
	return name, plain, name != "" && isIn(name, &hostBytes, notInHost)
}

// narrow maps what browsers take for a letter or a dot of ASCII to that, and drops
// what they drop: soft hyphens, joiners and other signs without width.
func narrow(r rune) rune {
	switch {
	case r == '\u00ad' || r >= '\u200b' && r <= '\u200d' || r == '\u2060' || r == '\ufeff' || r >= '\ufe00' && r <= '\ufe0f':
		return -1
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '。' || r == '｡':
		return '.'
	}
	return r
}

func isWide(r rune) bool { return narrow(r) != r }

// notInHost lets through names, addresses in brackets and what is not ASCII,
// which is compared as written and so is never equal to a name that is.
func notInHost(r rune) bool {
	letter := 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	return !letter && !strings.ContainsRune("-._[]:", r) && r < utf8.RuneSelf || unicode.IsSpace(r)
}

// normalPath brings a path into the form that is compared: no query, no fragment,
// no slash at either end, dot segments resolved, percent-encoding undone except
// where it hides a slash.
func normalPath(path string) string {
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	path = strings.ReplaceAll(path, `\`, "/")
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	if !strings.Contains(path, "%") && !strings.HasPrefix(path, ".") && !strings.Contains(path, "/.") {
		return path // as nearly all are
	}
	var segments []string
	for segment := range strings.SplitSeq(path, "/") {
		if plain, err := url.PathUnescape(segment); err == nil && !strings.ContainsAny(plain, `/\`) {
			segment = plain
		}
		switch {
		case segment == "..":
			segments = segments[:max(0, len(segments)-1)]
		case segment != ".":
			segments = append(segments, segment)
		}
	}
	return strings.Join(segments, "/")
}

// withoutEmpty drops the empty segments of a path, as providers' servers do.
func withoutEmpty(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return strings.Trim(path, "/")
}

// IsZero reports whether l leads nowhere.
func (l Link) IsZero() bool { return l.url == "" }

// String returns the link as it was written, except that characters that are not seen, such
// as those that turn the direction of writing, are percent-encoded. It is safe to print.
func (l Link) String() string { return l.url }

// Host returns the host in the form that is compared, with its port where that is
// not the scheme's own.
func (l Link) Host() string { return l.host }

// Path returns the path in the form that is compared, without slashes at its ends.
func (l Link) Path() string { return l.path }

// Plain reports whether l is spelled the plain way: https, the scheme's own port, nothing
// before an @, and no full-width letters or signs without width in the host. Only a plain
// link is accepted as a consent link.
func (l Link) Plain() bool { return l.plain }

// Provider returns the web conferencing system that the link joins a call of, or
// ProviderNone. A provider's other pages (help, settings, lists of dial-in
// numbers) join no call.
func (l Link) Provider() Provider { return l.provider }

// Matches reports whether the link is on a host and its path matches a pattern. A host
// like *.host.example is every name below it, and not host.example. In a path, * is one
// segment and a final ** at least one more; the empty pattern matches every path. The
// path is compared in the form of [Link.Path]; the host without regard to case.
func (l Link) Matches(host, path string) bool {
	host = lower(host)
	if below, any := strings.CutPrefix(host, "*."); any {
		name, found := strings.CutSuffix(l.host, "."+below)
		return found && name != "" && l.onPath(path)
	}
	return host != "" && host == l.host && l.onPath(path)
}

func (l *Link) onPath(pattern string) bool {
	return pattern == "" || matchPath(pattern, withoutEmpty(l.path))
}

// SameRoom reports whether two links lead into one room. A room is known by its provider
// and its number or name there, whatever else the links carry; where the link of a
// provider has neither, and on other hosts, by host and path.
func (l Link) SameRoom(other Link) bool {
	room, otherRoom := l.room(), other.room()
	if room == "" && otherRoom == "" {
		return l.host == other.host && withoutEmpty(l.path) == withoutEmpty(other.path)
	}
	return l.provider == other.provider && room == otherRoom
}

// room returns by what a provider knows the room, wherever in a link it stands: what
// follows the words by which Microsoft Teams introduces a meeting; the last part of a
// path of Google Meet; the parameter by which Webex and Zoho Meeting number meetings;
// else a part of the path that is a number of nine digits or more, as all of Zoom have.
// It is empty where there is none.
func (l *Link) room() string {
	switch l.provider {
	case ProviderNone:
		return ""
	case ProviderMicrosoftTeams:
		if room := l.after("meetup-join", "meet"); room != "" {
			return room
		}
	case ProviderGoogleMeet:
		path := withoutEmpty(l.path)
		return path[strings.LastIndexByte(path, '/')+1:]
	case ProviderWebex:
		return l.parameter("MTID")
	case ProviderZohoMeeting:
		return l.parameter("key")
	}
	return l.number()
}

// after returns the part of the path that follows one of two words.
func (l *Link) after(word, other string) string {
	found := false
	for part := range strings.SplitSeq(l.path, "/") {
		if found && part != "" {
			return part
		}
		found = found || part == word || part == other
	}
	return ""
}

// number returns the first part of the path that is a number of nine digits or more.
func (l *Link) number() string {
	for part := range strings.SplitSeq(l.path, "/") {
		if len(part) >= 9 && strings.Trim(part, "0123456789") == "" {
			return part
		}
	}
	return ""
}

// parameter returns a parameter of the link's query.
func (l *Link) parameter(name string) string {
	_, query, _ := strings.Cut(l.url, "?")
	query, _, _ = strings.Cut(query, "#")
	values, _ := url.ParseQuery(query) // of what is malformed, the rest
	return values.Get(name)
}

// Place returns where in the event the link was found.
func (l Link) Place() Place { return l.place }

// At returns l as found at a place.
func (l Link) At(p Place) Link {
	l.place = p
	return l
}

var errNoURL = errors.New("say the url")

// linkForm is a Link in JSON.
type linkForm struct {
	URL   *string `json:"url"`
	Place Place   `json:"place,omitempty"`
}

// MarshalJSON returns an object with the link, as String does, and its place.
func (l Link) MarshalJSON() ([]byte, error) { return json.Marshal(linkForm{&l.url, l.place}) }

// UnmarshalStrict reads an object with a link, as [ParseLink] does, and its place. A link
// that is said to be empty is the zero Link at the place; one that is left out is an error.
func (l *Link) UnmarshalStrict(decode func(any) error) error {
	var f linkForm
	if err := decode(&f); err != nil {
		return err
	}
	*l = Link{place: f.Place}
	switch {
	case f.URL == nil:
		return errNoURL
	case *f.URL == "":
		return nil
	}
	parsed, err := ParseLink(*f.URL)
	*l = parsed.At(f.Place)
	return err
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (l *Link) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l) }

// Place is the property of an event in which a link was found; lower values have
// more authority. The zero Place is unstated.
type Place uint8

// The places of links, those of higher authority first.
const (
	// PlaceUnstated is the zero Place: nobody said where the link stood.
	PlaceUnstated Place = iota
	// PlaceConference is CONFERENCE (RFC 7986, section 5.11).
	PlaceConference
	// PlaceGoogleConference is X-GOOGLE-CONFERENCE, which Google Calendar writes.
	PlaceGoogleConference
	// PlaceTeamsMeetingURL is X-MICROSOFT-SKYPETEAMSMEETINGURL, which Outlook writes.
	PlaceTeamsMeetingURL
	// PlaceLocation is LOCATION (RFC 5545, section 3.8.1.7).
	PlaceLocation
	// PlaceURL is URL (RFC 5545, section 3.8.4.6).
	PlaceURL
	// PlaceDescription is DESCRIPTION (RFC 5545, section 3.8.1.5), a plain text.
	PlaceDescription
	// PlaceAltDescription is X-ALT-DESC, the description in HTML, which Outlook writes.
	PlaceAltDescription
)

var places = enum.Table[Place]{Kind: "place", Texts: []string{
	"unstated", "conference", "x_google_conference", "x_microsoft_skypeteamsmeetingurl",
	"location", "url", "description", "x_alt_desc",
}}

// AllPlaces returns every place.
func AllPlaces() []Place { return places.All() }

// Known reports whether p is one of the constants.
func (p Place) Known() bool { return p <= PlaceAltDescription }

// String returns the text form of p.
func (p Place) String() string { return places.String(p) }

// MarshalText returns the text form, or an error for an unknown value.
func (p Place) MarshalText() ([]byte, error) { return places.AppendText(nil, p) }

// UnmarshalText reads the text form; unknown text is an error.
func (p *Place) UnmarshalText(text []byte) error { return places.Parse(p, text) }
