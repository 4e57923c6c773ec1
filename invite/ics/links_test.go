package ics

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

func TestLinksInText(t *testing.T) {
	for _, row := range []struct{ rule, text, want string }{
		{"nothing", "no link here", ""},
		{"a link among words", "Join https://zoom.us/j/1 now", "https://zoom.us/j/1"},
		{"punctuation after it", "See (https://a.example/x). Or https://b.example, or https://c.example/?q=1!", "https://a.example/x https://b.example https://c.example/?q=1"},
		{"brackets of its own", "https://a.example/x_(y) [https://b.example/z]", "https://a.example/x_(y) https://b.example/z"},
		{"curly brackets and stars", "{https://a.example/} **https://b.example/**", "https://a.example/ https://b.example/"},
		{"nothing but punctuation", "https://...", ""},
		{"capitals", "HTTPS://Zoom.US/j/1", "HTTPS://Zoom.US/j/1"},
		{"right after a word", "Link:https://a.example/", "https://a.example/"},
		{"another scheme", "zoommtg://zoom.us/join xhttps://a.example ftp://b.example", ""},
		{"angle brackets", "<https://a.example/x?y=1,>", "https://a.example/x?y=1,"},
		{"folded in angle brackets", "<https://a.example/x\n /y\n>", "https://a.example/x/y"},
		{"words in angle brackets", "<https://a.example/x is it>", "https://a.example/x"},
		{"an angle bracket that is not closed", "<https://a.example/x", "https://a.example/x"},
		{"a link in angle brackets before another", "<https://a.example/<https://b.example/>", "https://b.example/"},
		{"what is shown, and the target", "https://shown.example<https://target.example/>", "https://target.example/"},
		{"a name, and the target", "Join the meeting<https://target.example/>", "https://target.example/"},
		{"Markdown", "[https://shown.example](https://target.example/x)", "https://target.example/x"},
		{"Markdown with a name", "[Join](https://target.example/x)", "https://target.example/x"},
		{"a bracket that is no Markdown", "https://a.example/x](y)", "https://a.example/x"},
		{"typographic quotes", "“https://a.example/x”", "https://a.example/x"},
		{"backslashes", `https://a.example\x?y=\z`, "https://a.example/x?y=%5Cz"},
		{"each link once", "https://a.example/ https://a.example/", "https://a.example/"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			var f finder
			f.text(invite.PlaceDescription, row.text)
			assert.Equal(t, row.want, toldLinks(f.links))
		})
	}
}

func TestLinksInHTML(t *testing.T) {
	for _, row := range []struct{ rule, page, want string }{
		{"the target counts, not the text", `<a href="https://target.example/">https://shown.example</a>`, "https://target.example/"},
		{"entities", `<a href="https://a.example/?x=1&amp;y=2&#38;z=3">x</a>`, "https://a.example/?x=1&y=2&z=3"},
		{"other quotes and none", `<a href='https://a.example/1'></a><A HREF = https://b.example/2 >x</A>`, "https://a.example/1 https://b.example/2"},
		{"other attributes", `<a class="x>y" download href="https://a.example/" id=z>`, "https://a.example/"},
		{"text outside of anchors", `<p>https://a.example/x&amp;y<br/>z</p>`, "https://a.example/x&y"},
		{"text after an anchor", `<a href="https://a.example/">x</a> https://b.example/`, "https://a.example/ https://b.example/"},
		{"an anchor without a target", `<a name=x>https://a.example/</a>`, "https://a.example/"},
		{"images with maps", `<area href="https://a.example/">`, "https://a.example/"},
		{"style sheets are no links", `<link href="https://a.example/s.css"><base href="https://a.example/"><style>https://b.example/</style>`, ""},
		{"comments", `<!-- https://a.example/ --><!-- <a href="https://b.example/">`, ""},
		{"other schemes", `<a href="javascript:x">https://a.example/</a><a href="mailto:b@x.example">`, ""},
		{"what begins like a tag", `1 < 2 <3 https://a.example/ <`, "https://a.example/"},
		{"an attribute that is not closed", `<a href="https://a.example/`, "https://a.example/"},
		{"a tag that is not closed", `<a href`, ""},
		{"an attribute without a value at the end", `<a href=`, ""},
		{"a value without an end", `<a href=https://a.example/`, "https://a.example/"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			var f finder
			f.html(invite.PlaceAltDescription, row.page)
			assert.Equal(t, row.want, toldLinks(f.links))
		})
	}
}

func TestUnwrap(t *testing.T) {
	const target = "https://zoom.us/j/1?pwd=a_b-c"
	for _, row := range []struct{ rule, link, want string }{
		{"no wrapping", target, target},
		{"Safe Links", "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c&data=05%7C&reserved=0", target},
		{"Safe Links in HTML", "https://eur01.safelinks.protection.outlook.com/?data=x&amp;url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c", target},
		{"Safe Links of Teams", "https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c", target},
		{"Proofpoint 1", "https://urldefense.proofpoint.com/v1/url?u=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c&k=x", target},
		{"Proofpoint 2", "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_1-3Fpwd-3Da-5Fb-2Dc&d=DwMFaQ", target},
		{"Proofpoint 2 without a target", "https://urldefense.proofpoint.com/v2/url?d=x", "https://urldefense.proofpoint.com/v2/url?d=x"},
		{"Proofpoint 2 with a bad target", "https://urldefense.proofpoint.com/v2/url?u=https-3G&d=x", "https://urldefense.proofpoint.com/v2/url?u=https-3G&d=x"},
		{"Proofpoint 3", "https://urldefense.com/v3/__https://zoom.us/j/1?pwd=a_b-c__;!!x!y$", target},
		{"Proofpoint 3 with stars", "https://urldefense.com/v3/__https://zoom.us/j*1?pwd=a*Ab-c__;L18!!x!y$", "https://zoom.us/j/1?pwd=a_Ab-c"},
		{"Proofpoint 3 with a run", "https://urldefense.com/v3/__https://zoom.us/j**A1?pwd=a_b-c__;Ly8!!x!y$", "https://zoom.us/j//1?pwd=a_b-c"},
		{"Proofpoint 3 with more stars than characters", "https://urldefense.com/v3/__https://zoom.us/j**A1*__;Lw!!x!y$", "https://zoom.us/j/1"},
		{"Proofpoint 3 with a slash lost", "https://urldefense.us/v3/__https:/zoom.us/j/1__;!!x!y$", "https://zoom.us/j/1"},
		{"Proofpoint 3 without an end", "https://urldefense.com/v3/__https://zoom.us/j/1", "https://urldefense.com/v3/__https://zoom.us/j/1"},
		{"Proofpoint without a version", "https://urldefense.com/v4/x", "https://urldefense.com/v4/x"},
		{"Google", "https://www.google.com/url?q=https://zoom.us/j/1?pwd%3Da_b-c&sa=D&source=calendar", target},
		{"Google of a country", "https://www.google.co.uk/url?sa=D&url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c", target},
		{"a host that begins like Google's", "https://www.google.evil.example/url?q=https://zoom.us/j/1", "https://www.google.evil.example/url?q=https://zoom.us/j/1"},
		{"Google's search", "https://google.com/search?q=https://zoom.us/j/1", "https://google.com/search?q=https://zoom.us/j/1"},
		{"Mimecast with the target", "https://url.uk.m.mimecastprotect.com/s/x?u=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c#f", target},
		{"Mimecast without the target", "https://protect-eu.mimecast.com/s/x?domain=zoom.us", "https://protect-eu.mimecast.com/s/x?domain=zoom.us"},
		{"Barracuda", "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us%2fj%2f1%3fpwd%3da_b-c&c=E,1,x", target},
		{"a wrapper in a wrapper", "https://www.google.com/url?q=https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fzoom.us%252Fj%252F1", "https://zoom.us/j/1"},
		{"too many wrappers", strings.Repeat("https://google.com/url?q=", maxWraps) + "https://zoom.us/j/1", ""},
		{"no link", "https://", ""},
	} {
		t.Run(row.rule, func(t *testing.T) {
			l, ok := unwrap(row.link)
			assert.Equal(t, row.want, l.String())
			assert.Equal(t, row.want != "", ok)
		})
	}
}

func TestDialIn(t *testing.T) {
	for _, row := range []struct{ rule, text, want string }{
		{"an international number", "Dial +49 30 5550 1000, then", "+49 30 5550 1000"},
		{"brackets and dashes", "+1 (555) 0100-199 (US)", "+1 (555) 0100-199"},
		{"a second number", "+1 555 0100 199\n+44 20 5550 1999", "+1 555 0100 199|+44 20 5550 1999"},
		{"each number once", "+1 555 0100 199 or +1-555-0100-199", "+1 555 0100 199"},
		{"too few digits", "+1 234 or GMT+0100", ""},
		{"too many digits", "+1234567890123456", ""},
		{"in a link", "https://a.example/?t=+15550100199", ""},
		{"in a word", "a+15550100199", ""},
		{"not a number", "a + b", ""},
	} {
		t.Run(row.rule, func(t *testing.T) {
			var f finder
			f.text(invite.PlaceDescription, row.text)
			assert.Equal(t, row.want, strings.Join(f.numbers, "|"))
		})
	}
}

func TestLinksByAuthority(t *testing.T) {
	c, err := Read([]byte(around(
		`X-ALT-DESC;FMTTYPE=text/html:<a href="https://alt.example/">x</a>`,
		`DESCRIPTION:<p>https://description.example/</p> <a href="tel:+15550100199">dial</a>`,
		"URL:https://url.example/",
		"LOCATION:https://url.example/ https://location.example/",
		"X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/1",
		"X-GOOGLE-CONFERENCE:see https://meet.google.com/abc-defg-hij",
		"CONFERENCE;VALUE=URI:tel:+1 555 0100 200", "CONFERENCE;VALUE=URI:https://conference.example/",
		"CONFERENCE;VALUE=URI:tel:x", "CONFERENCE;VALUE=URI:https://")), Options{})
	require.NoError(t, err)
	inv := c.Events[0].Invite
	var places []string
	for _, l := range inv.Links {
		places = append(places, l.Place().String()+" "+l.Host())
	}
	assert.Equal(t, []string{
		"conference conference.example", "x_google_conference meet.google.com",
		"x_microsoft_skypeteamsmeetingurl teams.microsoft.com", "location url.example", "location location.example",
		"description description.example", "x_alt_desc alt.example",
	}, places)
	assert.Equal(t, []string{"+1 555 0100 200", "+15550100199"}, inv.DialIn)
	assert.Equal(t, []Note{
		{Line: 12, Until: 12, Kind: NoteLink, Was: "tel:x", Lossy: true},
		{Line: 13, Until: 13, Kind: NoteLink, Was: "https://", Lossy: true},
	}, c.Notes)
}

func TestManyLinks(t *testing.T) {
	var f finder
	for range 2 {
		for _, letter := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
			f.text(invite.PlaceDescription, "https://x.example/"+letter)
		}
	}
	assert.Len(t, f.links, 26)
}
