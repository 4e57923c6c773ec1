package invite_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

const (
	zoom  = invite.ProviderZoom
	none  = invite.ProviderNone
	plain = true
	odd   = false
)

func TestParseLink(t *testing.T) {
	for _, test := range []struct {
		rule, raw  string
		host, path string
		provider   invite.Provider
		plain      bool
	}{
		{"a join link", "https://zoom.us/j/1", "zoom.us", "j/1", zoom, plain},
		{"space around it is no part", " \thttps://zoom.us/j/1\r\n", "zoom.us", "j/1", zoom, plain},
		{"a name below the provider's", "https://acme.zoom.us/j/1", "acme.zoom.us", "j/1", zoom, plain},
		{"the provider's name below another", "https://zoom.us.evil.example/j/1", "zoom.us.evil.example", "j/1", none, plain},
		{"a name that ends like the provider's", "https://evilzoom.us/j/1", "evilzoom.us", "j/1", none, plain},
		{"a name that begins like the provider's", "https://zoom.us-evil.example/j/1", "zoom.us-evil.example", "j/1", none, plain},
		{"a join link in the query", "https://evil.example/?u=https://zoom.us/j/1", "evil.example", "", none, plain},
		{"a join link in the path", "https://evil.example/https://zoom.us/j/1", "evil.example", "https://zoom.us/j/1", none, plain},
		{"a join link in the fragment", "https://evil.example/#https://zoom.us/j/1", "evil.example", "", none, plain},

		{"a consent page before the @", "https://join.example@evil.example/acme/ann", "evil.example", "acme/ann", none, odd},
		{"a provider before the @", "https://zoom.us@evil.example/j/1", "evil.example", "j/1", none, odd},
		{"a user and password", "https://me:secret@zoom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"two @", "https://zoom.us@me@evil.example/j/1", "evil.example", "j/1", none, odd},
		{"nothing before the @", "https://@zoom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"an @ after the host", "https://zoom.us/j/1@evil.example", "zoom.us", "j/1@evil.example", zoom, plain},
		{"an @ in a fragment right after the host", "https://evil.example#@zoom.us/j/1", "evil.example", "", none, plain},
		{"an @ in a query right after the host", "https://evil.example?@zoom.us/j/1", "evil.example", "", none, plain},
		{"an @ after a backslash", `https://evil.example\@zoom.us/j/1`, "evil.example", "@zoom.us/j/1", none, plain},

		{"upper case before the path", "HTTPS://Acme.ZOOM.US/j/1", "acme.zoom.us", "j/1", zoom, plain},
		{"upper case in the path is another path", "https://zoom.us/J/1", "zoom.us", "J/1", none, plain},
		{"http", "http://zoom.us/j/1", "zoom.us", "j/1", zoom, odd},

		{"the scheme's own port", "https://zoom.us:443/j/1", "zoom.us", "j/1", zoom, plain},
		{"the scheme's own port with zeros", "https://zoom.us:00443/j/1", "zoom.us", "j/1", zoom, plain},
		{"a colon and no port", "https://zoom.us:/j/1", "zoom.us", "j/1", zoom, plain},
		{"another port is another host", "https://zoom.us:8443/j/1", "zoom.us:8443", "j/1", none, odd},
		{"another port with zeros", "https://zoom.us:08443/j/1", "zoom.us:8443", "j/1", none, odd},
		{"the port of http with https", "https://zoom.us:80/j/1", "zoom.us:80", "j/1", none, odd},
		{"the port of http with http", "http://zoom.us:80/j/1", "zoom.us", "j/1", zoom, odd},
		{"the port of https with http", "http://zoom.us:443/j/1", "zoom.us:443", "j/1", none, odd},
		{"an encoded port is a name", "https://zoom.us%3A8443/j/1", "zoom.us:8443", "j/1", none, plain},

		{"a trailing dot", "https://zoom.us./j/1", "zoom.us", "j/1", zoom, plain},
		{"a trailing dot and the port", "https://zoom.us.:443/j/1", "zoom.us", "j/1", zoom, plain},
		{"two trailing dots are another name", "https://zoom.us../j/1", "zoom.us.", "j/1", none, plain},

		{"a punycode look-alike", "https://xn--zom-1na.us/j/1", "xn--zom-1na.us", "j/1", none, plain},
		{"a punycode look-alike above the provider's name", "https://zoom.xn--us-lja/j/1", "zoom.xn--us-lja", "j/1", none, plain},
		{"Cyrillic look-alikes", "https://z\u043e\u043em.us/j/1", "xn--zm-fmca.us", "j/1", none, plain},
		{"full-width look-alikes", "https://\uff5aoom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a soft hyphen in the host", "https://zo\u00adom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"an encoded soft hyphen in the host", "https://zo%C2%ADom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a space without width in the host", "https://zo\u200bom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a non-joiner in the host", "https://zo\u200com.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a joiner in the host", "https://zo\u200dom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a word joiner in the host", "https://zo\u2060om.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a byte order mark in the host", "https://zo\ufeffom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"the first variation selector in the host", "https://zo\ufe00om.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"the last variation selector in the host", "https://zo\ufe0fom.us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a direction mark is no sign without width", "https://zo\u200eom.us/j/1", "zo\u200eom.us", "j/1", none, plain},
		{"a half-width dot look-alike", "https://zoom\uff61us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a dot look-alike", "https://zoom\u3002us/j/1", "zoom.us", "j/1", zoom, odd},
		{"a Kelvin sign is no k", "https://join.s\u212Aype.com/abc", "join.s\u212Aype.com", "abc", none, plain},
		{"a dotted capital I is no i", "https://meet.j\u0130t.si/room", "meet.j\u0130t.si", "room", none, plain},
		{"a long s is no s", "https://zoom.u\u017f/j/1", "zoom.u\u017f", "j/1", none, plain},
		{"other letters are folded, and in Punycode", "https://M\u00dcLLER.example/", "xn--mller-kva.example", "", none, plain},
		{"a host that is longer than any is compared as written", "https://" + strings.Repeat("\u00fc", 200) + ".example/", strings.Repeat("\u00fc", 200) + ".example", "", none, plain},
		{"letters that an address refuses are compared as written", "https://\u0915.example/", "\u0915.example", "", none, plain},

		{"percent-encoding in the host", "https://%7Aoom%2Eus/j/1", "zoom.us", "j/1", zoom, plain},
		{"an encoded trailing dot", "https://zoom.us%2e/j/1", "zoom.us", "j/1", zoom, plain},
		{"encoded upper case in the host", "https://%5aoom.us/j/1", "zoom.us", "j/1", zoom, plain},
		{"percent-encoding in the path", "https://zoom.us/%6A/%31", "zoom.us", "j/1", zoom, plain},
		{"an encoded slash joins no segments", "https://zoom.us/j%2F1", "zoom.us", "j%2F1", none, plain},
		{"an encoded backslash joins no segments", "https://zoom.us/j%5C1", "zoom.us", "j%5C1", none, plain},
		{"bad percent-encoding in the path stays", "https://zoom.us/j/1%zz", "zoom.us", "j/1%zz", zoom, plain},
		{"an encoded question mark is path", "https://zoom.us/j/1%3Fpwd", "zoom.us", "j/1?pwd", zoom, plain},

		{"dot segments up", "https://zoom.us/x/../j/1", "zoom.us", "j/1", zoom, plain},
		{"dot segments above the top", "https://zoom.us/../../j/1", "zoom.us", "j/1", zoom, plain},
		{"dot segments in place", "https://zoom.us/./j/./1", "zoom.us", "j/1", zoom, plain},
		{"encoded dot segments", "https://zoom.us/x/%2e%2E/j/%2e/1", "zoom.us", "j/1", zoom, plain},
		{"dot segments out of a join link", "https://zoom.us/j/1/../../profile", "zoom.us", "profile", none, plain},
		{"dot segments that end a path", "https://zoom.us/j/1/..", "zoom.us", "j", none, plain},
		{"three dots are a name", "https://zoom.us/x/.../j", "zoom.us", "x/.../j", none, plain},

		{"backslashes", `https:\\zoom.us\j\1`, "zoom.us", "j/1", zoom, plain},
		{"a backslash ends the host", `https://zoom.us\.evil.example/j/1`, "zoom.us", ".evil.example/j/1", none, plain},
		{"more slashes before the host", `https:///\/zoom.us/j/1`, "zoom.us", "j/1", zoom, plain},
		{"a double slash in the path", "https://zoom.us//j/1", "zoom.us", "/j/1", zoom, plain},
		{"a double slash within the path", "https://zoom.us/j//1", "zoom.us", "j//1", zoom, plain},
		{"a trailing slash", "https://zoom.us/j/1/", "zoom.us", "j/1", zoom, plain},
		{"a query", "https://zoom.us/j/1?pwd=a/b#c", "zoom.us", "j/1", zoom, plain},
		{"a fragment before a query", "https://zoom.us/j/1#a?b", "zoom.us", "j/1", zoom, plain},

		{"an address in numbers", "https://192.0.2.1/j/1", "192.0.2.1", "j/1", none, plain},
		{"an address in brackets", "https://[2001:db8::1]/j/1", "[2001:db8::1]", "j/1", none, plain},
		{"an address in brackets with the port", "https://[2001:DB8::1]:443/j/1", "[2001:db8::1]", "j/1", none, plain},
		{"an underscore in a host", "https://a_b.example", "a_b.example", "", none, plain},
	} {
		t.Run(test.rule, func(t *testing.T) {
			l, err := invite.ParseLink(test.raw)
			require.NoError(t, err)
			assert.Equal(t, test.host, l.Host())
			assert.Equal(t, test.path, l.Path())
			assert.Equal(t, test.provider, l.Provider())
			assert.Equal(t, test.plain, l.Plain())
			if !strings.ContainsFunc(test.raw, func(r rune) bool { return !strictjson.Visible(r) }) {
				assert.Equal(t, strings.TrimSpace(test.raw), l.String(), "the link as it was written")
			}
			again, err := invite.ParseLink(l.String())
			require.NoError(t, err)
			assert.Equal(t, l, again)
			assert.False(t, l.IsZero())
			assert.Equal(t, l, invite.MustLink(l.String()))
		})
	}
}

func TestParseLinkRefuses(t *testing.T) {
	const scheme, stray, host = "it is neither http nor https", "a character in it does not belong in a link", "the host is not one"
	for _, test := range []struct{ rule, raw, problem string }{
		{"no text", "", scheme},
		{"no scheme", "zoom.us/j/1", scheme},
		{"a scheme alone", "https", "there are no slashes before the host"},
		{"no slashes", "https:zoom.us/j/1", "there are no slashes before the host"},
		{"one slash", "https:/zoom.us/j/1", "there are no slashes before the host"},
		{"another scheme", "zoommtg://zoom.us/join?confno=1", scheme},
		{"a telephone number", "tel:+15550100", scheme},
		{"a script", "javascript://zoom.us/j/1", scheme},
		{"a scheme that ends in https", "xhttps://zoom.us/j/1", scheme},
		{"a space before the scheme's colon", "https ://zoom.us/j/1", stray},
		{"a space within", "https://zoom.us/j/1 2", stray},
		{"a tab within", "https://zoom\t.us/j/1", stray},
		{"a line break within", "https://zoom.us/j\n/1", stray},
		{"a control character", "https://zoom.us/j/1\x00", stray},
		{"bytes that are not UTF-8", "https://zoom.us/j/\xff", stray},
		{"no host", "https:///", host},
		{"no host before a port", "https://:443/j/1", host},
		{"no host after the @", "https://zoom.us@/j/1", host},
		{"a dot for a host", "https://./j/1", host},
		{"letters in the port", "https://zoom.us:44a/j/1", host},
		{"a sign in the port", "https://zoom.us:-1/j/1", host},
		{"an encoded slash in the host", "https://zoom.us%2fevil.example/j/1", host},
		{"an encoded @ in the host", "https://zoom.us%40evil.example/j/1", host},
		{"an encoded space in the host", "https://zoom%20.us/j/1", host},
		{"an encoded no-break space in the host", "https://zoom%c2%a0.us/j/1", host},
		{"bad percent-encoding in the host", "https://zoom%zz.us/j/1", host},
		{"a full-width exclamation mark in the host", "https://zoom\uff01.us/j/1", host},
		{"a full-width tilde in the host", "https://zoom\uff5e.us/j/1", host},
		{"a comma in the host", "https://zoom.us,evil.example/j/1", host},
		{"a link that is too long", "https://zoom.us/j/" + strings.Repeat("1", 8<<10), "it is longer than a link can be"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			l, err := invite.ParseLink(test.raw)
			var wrong *invite.LinkError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, test.problem, wrong.Problem)
			assert.Equal(t, test.raw, wrong.Text)
			assert.True(t, l.IsZero())
			assert.Panics(t, func() { invite.MustLink(test.raw) })
		})
	}
}

func TestLongestLink(t *testing.T) {
	raw := "https://zoom.us/j/"
	raw += strings.Repeat("1", 8<<10-len(raw))
	assert.Equal(t, zoom, invite.MustLink(" "+raw+" ").Provider(), "space around it does not count")
}

func TestLinkErrorQuotes(t *testing.T) {
	_, err := invite.ParseLink("zoom\n")
	assert.EqualError(t, err, `link "zoom\n": it is neither http nor https; want the form https://host/path`)
}

func TestZeroLink(t *testing.T) {
	var zero invite.Link
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.String()+zero.Host()+zero.Path())
	assert.False(t, zero.Plain())
	assert.Equal(t, none, zero.Provider())
	assert.Equal(t, invite.PlaceUnstated, zero.Place())
}

func TestLinkAt(t *testing.T) {
	l := invite.MustLink("https://zoom.us/j/1")
	moved := l.At(invite.PlaceLocation)
	assert.Equal(t, invite.PlaceLocation, moved.Place())
	assert.Equal(t, invite.PlaceUnstated, l.Place(), "the link itself is not changed")
	assert.Equal(t, l, moved.At(invite.PlaceUnstated))
}

func TestMatches(t *testing.T) {
	for _, row := range []struct {
		rule             string
		link, host, path string
		want             bool
	}{
		{"the host, and any path", "https://meet.acme.example/a/b", "meet.acme.example", "", true},
		{"the host, and no path", "https://meet.acme.example", "meet.acme.example", "", true},
		{"the host in capitals", "https://MEET.acme.example/a", "Meet.Acme.Example", "", true},
		{"no name below the host", "https://x.meet.acme.example/a", "meet.acme.example", "", false},
		{"no other host that ends so", "https://evilmeet.acme.example/a", "meet.acme.example", "", false},
		{"no host that begins so", "https://meet.acme.example.evil.example/a", "meet.acme.example", "", false},
		{"another port is another host", "https://meet.acme.example:8443/a", "meet.acme.example", "", false},
		{"a port that is named", "https://meet.acme.example:8443/a", "meet.acme.example:8443", "", true},
		{"what stands before an @ is no host", "https://meet.acme.example@evil.example/", "meet.acme.example", "", false},
		{"a name below", "https://x.acme.example/a", "*.acme.example", "", true},
		{"a name far below", "https://x.y.acme.example/a", "*.acme.example", "", true},
		{"not what stands above", "https://acme.example/a", "*.acme.example", "", false},
		{"not a host that ends so without a dot", "https://evilacme.example/a", "*.acme.example", "", false},
		{"not a dot without a name before it", "https://.acme.example/a", "*.acme.example", "", false},
		{"a star without a dot is the name of no host", "https://evilacme.example/a", "*acme.example", "", false},
		{"a star alone is the name of no host", "https://acme.example/a", "*", "", false},
		{"no host at all", "https://acme.example/a", "", "", false},
		{"a path of one segment", "https://meet.acme.example/a", "meet.acme.example", "*", true},
		{"a path of two is not one", "https://meet.acme.example/a/b", "meet.acme.example", "*", false},
		{"no path is no segment", "https://meet.acme.example/", "meet.acme.example", "*", false},
		{"a word and a segment", "https://meet.acme.example/room/7?x=y#z", "meet.acme.example", "room/*", true},
		{"another word", "https://meet.acme.example/help/7", "meet.acme.example", "room/*", false},
		{"with regard to case", "https://meet.acme.example/Room/7", "meet.acme.example", "room/*", false},
		{"a word without its segment", "https://meet.acme.example/room/", "meet.acme.example", "room/*", false},
		{"empty segments are none", "https://meet.acme.example//room//7/", "meet.acme.example", "room/*", true},
		{"segments that lead up again", "https://meet.acme.example/help/../room/7", "meet.acme.example", "room/*", true},
		{"at least one more", "https://meet.acme.example/room/7/join", "meet.acme.example", "room/**", true},
		{"which there must be", "https://meet.acme.example/room", "meet.acme.example", "room/**", false},
		{"a path below a host", "https://eu.acme.example/room/7", "*.acme.example", "room/*", true},
		{"another path below a host", "https://eu.acme.example/help", "*.acme.example", "room/*", false},
	} {
		t.Run(row.rule, func(t *testing.T) {
			assert.Equal(t, row.want, invite.MustLink(row.link).Matches(row.host, row.path))
		})
	}
	assert.False(t, invite.Link{}.Matches("", ""), "what leads nowhere is on no host")
}

func TestSameRoom(t *testing.T) {
	const same, other = true, false
	for _, row := range []struct {
		rule, a, b string
		want       bool
	}{
		{"a Zoom meeting, with and without its password", "https://zoom.us/j/123456789", "https://zoom.us/j/123456789?pwd=abc", same},
		{"by /j and /s", "https://zoom.us/j/123456789", "https://zoom.us/s/123456789", same},
		{"by /j and /w", "https://zoom.us/j/12345678901", "https://zoom.us/w/12345678901?tk=x", same},
		{"by /j and the web client", "https://zoom.us/j/123456789", "https://app.zoom.us/wc/123456789/join", same},
		{"by /j and the web client, the other way round", "https://zoom.us/j/123456789", "https://app.zoom.us/wc/join/123456789", same},
		{"on other hosts of Zoom", "https://acme.zoom.us/j/123456789", "https://us02web.zoom.us/j/123456789", same},
		{"another Zoom meeting", "https://zoom.us/j/123456789", "https://zoom.us/j/123456780", other},
		{"another Zoom meeting with the same password", "https://zoom.us/j/123456789?pwd=a", "https://zoom.us/j/123456780?pwd=a", other},
		{"a personal link of Zoom, with and without a password", "https://zoom.us/my/ann", "https://zoom.us/my/ann?pwd=a", same},
		{"somebody else's personal link", "https://zoom.us/my/ann", "https://zoom.us/my/bea", other},
		{"a number and a personal link", "https://zoom.us/j/123456789", "https://zoom.us/my/ann", other},
		{"a Teams meeting of either context", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=x", "https://teams.microsoft.com/l/meetup-join/19:meeting_a@thread.v2/0?context=y", same},
		{"another Teams meeting", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_b%40thread.v2/0", other},
		{"a short Teams link, with and without its password", "https://teams.microsoft.com/meet/123?p=a", "https://teams.microsoft.com/meet/123", same},
		{"a short Teams link on its other host", "https://teams.microsoft.com/meet/123", "https://teams.cloud.microsoft//meet//123", same},
		{"another short Teams link", "https://teams.microsoft.com/meet/123", "https://teams.microsoft.com/meet/124", other},
		{"a Teams link that names no room, and one that does", "https://teams.microsoft.com/_#/x", "https://teams.microsoft.com/meet/123", other},
		{"a Meet room, for any account", "https://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij?authuser=1", same},
		{"a Meet room by another path", "https://meet.google.com/abc-defg-hij", "https://meet.google.com/_meet/abc-defg-hij//", same},
		{"a Meet room by its nickname", "https://g.co/meet/acme", "https://meet.google.com/lookup/acme", same},
		{"another Meet room", "https://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hik", other},
		{"a Webex meeting by its number", "https://acme.webex.com/acme/j.php?MTID=m1", "https://acme.webex.com/acme/e.php?x=y&MTID=m1#z", same},
		{"another Webex meeting on the same path", "https://acme.webex.com/acme/j.php?MTID=m1", "https://acme.webex.com/acme/j.php?MTID=m2", other},
		{"a Webex link without a number is another, either way round", "https://acme.webex.com/acme/j.php", "https://acme.webex.com/acme/j.php?MTID=m2", other},
		{"a personal room of Webex", "https://acme.webex.com/meet/ann", "https://acme.webex.com/meet/ann?x=y", same},
		{"another personal room of Webex", "https://acme.webex.com/meet/ann", "https://acme.webex.com/meet/bea", other},
		{"a Zoho meeting by its key", "https://meeting.zoho.com/join?key=1&t=a", "https://meeting.zoho.com/join?t=b&key=1", same},
		{"another Zoho meeting", "https://meeting.zoho.com/join?key=1", "https://meeting.zoho.com/join?key=2", other},
		{"a Chime meeting on either host", "https://chime.aws/1234567890", "https://app.chime.aws/meetings/1234567890", same},
		{"a number of another provider", "https://meet.goto.com/123456789", "https://zoom.us/j/123456789", other},
		{"a room by its name", "https://whereby.com/acme-room", "https://whereby.com/acme-room?embed", same},
		{"a name on another host is another room", "https://acme.whereby.com/room", "https://globex.whereby.com/room", other},
		{"a short number is a name", "https://8x8.vc/acme/12345678", "https://8x8.vc/globex/12345678", other},
		{"another host, by host and path", "https://calls.acme.example/room/123456789", "https://calls.acme.example/room/123456789?x=y", same},
		{"a number on another host is no room's", "https://calls.acme.example/room/123456789", "https://calls.acme.example/123456789", other},
		{"another host altogether", "https://calls.acme.example/room", "https://calls.globex.example/room", other},
	} {
		t.Run(row.rule, func(t *testing.T) {
			a, b := invite.MustLink(row.a), invite.MustLink(row.b)
			assert.Equal(t, row.want, a.SameRoom(b))
			assert.Equal(t, row.want, b.SameRoom(a), "the other way round")
			assert.True(t, a.SameRoom(a.At(invite.PlaceURL)), "wherever it stands")
		})
	}
}

func TestSameRoomIsAnEquivalence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ls [3]invite.Link
		for i := range ls {
			ls[i] = invite.MustLink(links().Draw(t, "link"))
			require.True(t, ls[i].SameRoom(ls[i]))
		}
		require.Equal(t, ls[0].SameRoom(ls[1]), ls[1].SameRoom(ls[0]))
		if ls[0].SameRoom(ls[1]) && ls[1].SameRoom(ls[2]) {
			require.True(t, ls[0].SameRoom(ls[2]))
		}
	})
}

func TestLinkJSON(t *testing.T) {
	for _, test := range []struct {
		rule, text string
		link       invite.Link
	}{
		{"a link", `{"url":"https://zoom.us/j/1?a=b"}`, invite.MustLink("https://zoom.us/j/1?a=b")},
		{"the zero Link", `{"url":""}`, invite.Link{}},
		{"the zero Link at a place", `{"url":"","place":"url"}`, invite.Link{}.At(invite.PlaceURL)},
		{"a link and its place", `{"url":"https://zoom.us/j/1","place":"url"}`, invite.MustLink("https://zoom.us/j/1").At(invite.PlaceURL)},
	} {
		t.Run(test.rule, func(t *testing.T) {
			written, err := json.Marshal(test.link)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(written))
			var read invite.Link
			require.NoError(t, strictjson.Unmarshal(written, &read))
			assert.Equal(t, test.link, read)
		})
	}
	for _, test := range []struct{ rule, text, problem string }{
		{"a bad link", `{"url":"zoom"}`, `line 1, column 1: link "zoom": it is neither http nor https; want the form https://host/path`},
		{"no link", `{"place":"url"}`, `line 1, column 1: say the url`},
		{"a bad place", `{"url":"https://zoom.us/j/1","place":"urls"}`, `(did you mean "url"?)`},
		{"a text", `"https://zoom.us/j/1"`, "want an object"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var read invite.Link
			assert.ErrorContains(t, strictjson.Unmarshal([]byte(test.text), &read), test.problem)
		})
	}
}

func TestLinksAreSafeToPrint(t *testing.T) {
	for name, row := range map[string]struct{ raw, want string }{
		"a direction that is turned":  {"https://a.example/\u202egpj.exe", "https://a.example/%E2%80%AEgpj.exe"},
		"nothing to be seen":          {"https://zo\u200bom.us/j/1", "https://zo%E2%80%8Bom.us/j/1"},
		"marks":                       {"https://a.example/e\u0301", "https://a.example/e%CC%81"},
		"letters of other languages":  {"https://b\u00fccher.example/\u4f1a?q=\u0434", "https://b\u00fccher.example/\u4f1a?q=\u0434"},
		"a percent that escapes none": {"https://a.example/%zz\u00ad", "https://a.example/%zz%C2%AD"},
	} {
		l, err := invite.ParseLink(row.raw)
		require.NoError(t, err, name)
		assert.Equal(t, row.want, l.String(), name)
		assert.Equal(t, row.want, strictjson.Printable(l.String()), name)
		assert.Equal(t, l, invite.MustLink(row.want), name)
	}
	_, err := invite.ParseLink("https://a.example/" + strings.Repeat("\u202e", 1000))
	assert.ErrorContains(t, err, "longer than a link can be")
	assert.Less(t, len(err.Error()), 2000, "cut")
}

// links draws links that are put together from the parts that matter.
func links() *rapid.Generator[string] {
	part := func(texts ...string) *rapid.Generator[string] { return rapid.SampledFrom(texts) }
	return rapid.Custom(func(t *rapid.T) string {
		l := part("https:", "HTTP:", "http:").Draw(t, "scheme") + part("//", `\/`, "////").Draw(t, "slashes")
		l += part("", "zoom.us@", "a:b@", "@").Draw(t, "userinfo")
		l += part("", "acme.", "ACME.", "evil", ".", "xn--").Draw(t, "below")
		l += part("zoom.us", "Meet.Google.com", "evil.example", "join.example", "%7aoom.us", "webex.com").Draw(t, "host")
		l += part("", ".", ":443", ":80", ":8443", ".evil.example").Draw(t, "port")
		for range rapid.IntRange(0, 4).Draw(t, "segments") {
			l += part("/j", "/1", "/..", "/.", "/%2e%2e", "/", "/my", `\x`, "/%2F", "/abc-defg-hij", "/meet").Draw(t, "segment")
		}
		return l + part("", "/", "?a=/b", "#/../j", "?@zoom.us/j/1").Draw(t, "rest")
	})
}

func TestLinksReadAgainAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := links().Draw(t, "link")
		l, err := invite.ParseLink(raw)
		require.NoError(t, err)
		checkLink(t, l)
	})
}

// below are the domains of each provider, and whether names below it are too.
var below = map[invite.Provider]map[string]bool{
	invite.ProviderZoom:                {"zoom.us": true, "zoom.com": true, "zoomgov.com": true},
	invite.ProviderGoogleMeet:          {"meet.google.com": false, "g.co": false},
	invite.ProviderMicrosoftTeams:      {"teams.microsoft.com": false, "teams.live.com": false, "teams.cloud.microsoft": false, "gov.teams.microsoft.us": false, "dod.teams.microsoft.us": false},
	invite.ProviderWebex:               {"webex.com": true},
	invite.ProviderGoToMeeting:         {"gotomeeting.com": true, "gotomeet.me": true, "meet.goto.com": false, "app.goto.com": false},
	invite.ProviderJoinMe:              {"join.me": true},
	invite.ProviderAmazonChime:         {"chime.aws": false, "app.chime.aws": false},
	invite.ProviderRingCentralMeetings: {"meetings.ringcentral.com": false},
	invite.ProviderRingCentralVideo:    {"v.ringcentral.com": false, "video.ringcentral.com": false},
	invite.ProviderBlueJeans:           {"bluejeans.com": true},
	invite.ProviderWhereby:             {"whereby.com": true},
	invite.ProviderJitsiMeet:           {"meet.jit.si": false},
	invite.ProviderEightByEight:        {"8x8.vc": false},
	invite.ProviderDialpad:             {"meetings.dialpad.com": false, "uberconference.com": true},
	invite.ProviderZohoMeeting:         {"meet.zoho.com": false, "meet.zoho.eu": false, "meeting.zoho.com": false, "meeting.zoho.eu": false},
	invite.ProviderSkype:               {"join.skype.com": false, "meet.lync.com": false},
	invite.ProviderFaceTime:            {"facetime.apple.com": false},
	invite.ProviderSlackHuddle:         {"app.slack.com": false},
}

func isProvidersHost(p invite.Provider, host string) bool {
	labels := strings.Split(host, ".")
	for domain, names := range below[p] {
		own := strings.Split(domain, ".")
		cut := len(labels) - len(own)
		if cut < 0 || cut > 0 && !names {
			continue
		}
		if strings.Join(labels[cut:], ".") == domain {
			return true
		}
	}
	return false
}

// checkLink checks what holds of every link that was parsed.
func checkLink(t require.TestingT, l invite.Link) {
	again, err := invite.ParseLink(l.String())
	require.NoError(t, err)
	require.Equal(t, l, again, "reading what String returns gives the same link")
	spaced, err := invite.ParseLink("\n " + l.String() + "\t")
	require.NoError(t, err)
	require.Equal(t, l, spaced)

	require.NotEmpty(t, l.Host())
	require.False(t, strings.ContainsAny(l.Host(), `@/\?#% `), "the host holds no user, path or encoding: %q", l.Host())
	require.Equal(t, strings.TrimSpace(l.String()), l.String())
	if l.Plain() {
		require.True(t, strings.EqualFold("https:", l.String()[:6]))
		authority, _, _ := strings.Cut(strings.TrimLeft(l.String()[6:], `/\`), "/")
		authority, _, _ = strings.Cut(authority, `\`)
		authority, _, _ = strings.Cut(authority, "?")
		authority, _, _ = strings.Cut(authority, "#")
		require.NotContains(t, authority, "@")
	}
	if p := l.Provider(); p != none {
		require.True(t, isProvidersHost(p, l.Host()), "%v: %q", p, l.Host())
		require.NotEmpty(t, l.Path())
	}
}

func FuzzLink(f *testing.F) {
	for _, raw := range []string{
		"", "https://zoom.us/j/1", "https://zoom.us.evil.example/j/1", "https://evil.example/?u=https://zoom.us/j/1",
		"https://join.example@evil.example/acme/ann", "HTTPS://ZOOM.US.:443/%6a/1/", `https:\\zoom.us\x\..\j\1#a`,
		"http://[::1]:8080/%2F", "https://zo\u043em.us/", "https://z%zz/", "https:/zoom.us",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		l, err := invite.ParseLink(raw)
		if err != nil {
			var wrong *invite.LinkError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, invite.Link{}, l)
			return
		}
		checkLink(t, l)
	})
}
