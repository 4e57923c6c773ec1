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
		{"a call that is shown, and a target elsewhere", "https://zoom.us/j/1<https://consent.example/a/b>", "https://zoom.us/j/1 https://consent.example/a/b"},
		{"a call that is shown in Markdown, and a target elsewhere", "[..https://zoom.us/j/1](https://consent.example/a/b)", "https://zoom.us/j/1 https://consent.example/a/b"},
		{"a call that is shown, and its target", "https://zoom.us/j/1<https://zoom.us/j/1?pwd=x>", "https://zoom.us/j/1?pwd=x"},
		{"a call that is shown, and its target wrapped", "https://zoom.us/j/1<https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1>", "https://zoom.us/j/1"},
		{"a call without a scheme", "Zoom: zoom.us/j/5, or (www.zoom.us/j/1). meet.google.com/abc-defg-hij", "https://zoom.us/j/5 https://www.zoom.us/j/1 https://meet.google.com/abc-defg-hij"},
		{"a call without a scheme right after a word", "Link:zoom.us/j/1 会议zoom.us/j/2 //zoom.us/j/3", "https://zoom.us/j/1 https://zoom.us/j/2 https://zoom.us/j/3"},
		{"calls without a scheme with a sign between them", "zoom.us/j/1,zoom.us/j/2;zoom.us/j/3|zoom.us/j/4(zoom.us/j/5)zoom.us/j/6", "https://zoom.us/j/1 https://zoom.us/j/2 https://zoom.us/j/3 https://zoom.us/j/4 https://zoom.us/j/5 https://zoom.us/j/6"},
		{"no call without a scheme", "a.example/x ann@zoom.us/j/1 zoom.us 3/4 zoom.us/pricing notzoom.us/j/1", ""},
		{"links with a sign between them", "https://a.example/x,https://zoom.us/j/1;https://b.example/|HTTP://c.example", "https://a.example/x https://zoom.us/j/1 https://b.example/ HTTP://c.example"},
		{"links with nothing between them", "https://a.example/xhttps://zoom.us/j/1", "https://a.example/x https://zoom.us/j/1"},
		{"no link before another", "https://https://zoom.us/j/1", "https://zoom.us/j/1"},
		{"a link in a query", "https://a.example/?u=https://b.example/", "https://a.example/?u=https://b.example/"},
		{"a link in a wrapper", "https://urldefense.com/v3/__https://zoom.us/j/1__;!!x!y$", "https://zoom.us/j/1"},
		{"a link after a wrapper", "https://urldefense.com/v3/__https://a.example/__;!!x!y$,https://zoom.us/j/1", "https://a.example/ https://zoom.us/j/1"},
		{"a colon and slashes without a scheme", "https://a.example/x://y", "https://a.example/x://y"},
		{"links on lines in angle brackets", "<https://a.example/\nhttps://zoom.us/j/1\n>", "https://a.example/ https://zoom.us/j/1"},
		{"a link in a link in angle brackets", "<https://a.example/?u=\nhttps://b.example/>", "https://a.example/?u=https://b.example/"},
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
		{"text that is shown for no link", `<a href="javascript:x">https://a.example/</a><a href="mailto:b@x.example">https://b.example/</a><a href="#">https://c.example/</a>`, "https://a.example/ https://b.example/ https://c.example/"},
		{"text that is shown for a telephone", `<a href="tel:+15550100199">https://a.example/</a>`, ""},
		{"text that is shown for what cannot be read", `<a href="https://">https://a.example/</a>`, "https://a.example/"},
		{"of two targets the first", `<a href="https://a.example/" HREF="https://b.example/">`, "https://a.example/"},
		{"slashes between attributes", `<a x/href="https://a.example/"><a/href=http://b.example/c><a` + "\f" + `href="https://c.example/">`, "https://a.example/ http://b.example/c https://c.example/"},
		{"comments that end early", `<!--><a href="https://a.example/"><!---><a href="https://b.example/"><!-- x --!><a href="https://c.example/"><!-- -- ---><a href="https://d.example/">`, "https://a.example/ https://b.example/ https://c.example/ https://d.example/"},
		{"what browsers take for a comment", `<!x="><a href="https://a.example/"><?x='><a href="https://b.example/"></ x="><a href="https://c.example/">`, "https://a.example/ https://b.example/ https://c.example/"},
		{"no scheme", `<a href="//zoom.us/j/1"><a href="\\zoom.us\j\2"><a href="https:zoom.us/j/3">`, `https://zoom.us/j/1 https://zoom.us/j/2 https://zoom.us/j/3`},
		{"a base", `<base href="https://zoom.us/j/"><base href="https://b.example/"><a href="1"></a><a href="tel:+15550100199"></a><a href="mailto:x@b.example">y</a>`, "https://zoom.us/j/1"},
		{"a base without a scheme", `<base href="//zoom.us/j/x%"><a href="2%">`, "https://zoom.us/j/2%25"},
		{"a base without a host", `<base href="https:///a.example/"><a href="x"><a href="//">`, "https://a.example/x"},
		{"a base that is none", `<base href="/x"><base><a href="1"><base href="https://a.example/"><a href="1:2">https://b.example/`, "https://b.example/"},
		{"line ends and blanks in a target", `<a href="ht&#10;tps://a.example/&#x9;x"><a href="&#1; https://b.example/">`, "https://a.example/x https://b.example/"},
		{"names in a query that are no entities", `<a href="https://a.example/?a=1&param=1&timestamp=3&copy=2&lt&x;y&ampz;&notit;">`, "https://a.example/?a=1&param=1&timestamp=3&copy=2%3C&x;y&ampz;&notit;"},
		{"text across tags of its line", `https://zo<b></b>om.us/j/1 https://zoom.us/<wbr>j/2<!-- x -->3`, "https://zoom.us/j/1 https://zoom.us/j/23"},
		{"text across other tags", `<td>https://a.example/</td><td>x</td>https://b.example/<br>y https://c.example/<a name=z>z</a>`, "https://a.example/ https://b.example/ https://c.example/"},
		{"an anchor ends with the next, and with its cell", `<a href="https://a.example/">x<a name=y>https://b.example/</a><td><a href="https://c.example/">z</td>https://d.example/`, "https://a.example/ https://b.example/ https://c.example/ https://d.example/"},
		{"forms and frames", `<form action="https://a.example/"><button formaction=https://b.example/></form><iframe src="https://c.example/">https://d.example/</iframe><img src="https://e.example/">`, "https://a.example/ https://b.example/ https://c.example/"},
		{"an end tag leads nowhere", `</a href="https://a.example/">`, ""},
		{"tags in what is no HTML", `<style>a<b</styles></STYLE >https://a.example/<script/>https://b.example/<title>https://c.example/`, "https://a.example/ https://b.example/ https://c.example/"},
		{"a link in angle brackets is no tag", `<p>x <https://a.example/><br>`, "https://a.example/"},
		{"a tag without an end is text", `<p>x <https://a.example/`, "https://a.example/"},
		{"a name without an end is text", `<p>https://a.example/<x`, "https://a.example/"},
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
		{"as many wrappers as can be", strings.Repeat("https://google.com/url?q=", 5) + "https://zoom.us/j/1", "https://zoom.us/j/1"},
		{"too many wrappers", strings.Repeat("https://google.com/url?q=", 6) + "https://zoom.us/j/1", ""},
		{"a percent sign that encodes nothing", "https://www.google.com/url?q=https://zoom.us/j/1?pwd=50%&sa=D", "https://zoom.us/j/1?pwd=50%"},
		{"percent signs that encode nothing, and others", "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fp%3D%zz%4", "https://zoom.us/j/1?p=%zz%4"},
		{"Proofpoint 2 with a percent sign", "https://urldefense.proofpoint.com/v2/url?d=u=x&u=https-3A__zoom.us_j_1-&c=x", "https://zoom.us/j/1%"},
		{"Proofpoint 3 with characters that cannot be read", "https://urldefense.com/v3/__https://zoom.us/j*1__;L!!x!y$", "https://urldefense.com/v3/__https://zoom.us/j*1__;L!!x!y$"},
		{"Google Meet", "https://meet.google.com/linkredirect?authuser=0&dest=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1"},
		{"Cisco", "https://secure-web.cisco.com/1aB-c/https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da_b-c", target},
		{"Cisco without a target", "https://secure-web.cisco.com/1aB-c", "https://secure-web.cisco.com/1aB-c"},
		{"Check Point", "https://protect.checkpoint.com/v2/___https://zoom.us/j/1?pwd=a_b-c___.YXBz", target},
		{"Check Point with a release", "https://protect.checkpoint.com/v2/r01/___https:/zoom.us/j/1?pwd=a_b-c___.YXBz", target},
		{"Check Point without a target", "https://protect.checkpoint.com/v2/x", "https://protect.checkpoint.com/v2/x"},
		{"no link", "https://", ""},
	} {
		t.Run(row.rule, func(t *testing.T) {
			l, ok := unwrap(row.link)
			assert.Equal(t, row.want, l.String())
			assert.Equal(t, row.want != "", ok)
		})
	}
}

func TestLinksThatHideWhereTheyLead(t *testing.T) {
	for _, row := range []struct {
		rule, link string
		bad        bool
	}{
		{"a target that can be read", "https://www.google.com/url?q=https://zoom.us/j/1", false},
		{"a parameter missing", "https://www.google.com/url?x=https://zoom.us/j/1", true},
		{"a target that no one can read", "https://protect-eu.mimecast.com/s/x?domain=zoom.us", true},
		{"a query alone", "https://x.safelinks.protection.outlook.com/?data=x", true},
		{"a target cut off", "https://urldefense.com/v3/__https://zoom.us/j/1", true},
		{"the service's own site", "https://secure-web.cisco.com/", false},
		{"the service's own pages", "https://www.mimecast.com/products/", false},
		{"another site", "https://a.example/s/x", false},
	} {
		t.Run(row.rule, func(t *testing.T) {
			var f finder
			assert.True(t, f.link(invite.PlaceURL, row.link))
			assert.Len(t, f.links, 1)
			assert.Equal(t, row.bad, len(f.bad) == 1)
		})
	}
}

func TestDialIn(t *testing.T) {
	for _, row := range []struct{ rule, text, want string }{
		{"an international number", "Dial +49 30 5550 1000, then", "+49 30 5550 1000"},
		{"brackets and dashes", "+1 (555) 0100-199 (US)", "+1 (555) 0100-199"},
		{"a second number", "+1 555 0100 199\n+44 20 5550 1999", "+1 555 0100 199|+44 20 5550 1999"},
		{"each number once", "+1 555 0100 199 or +1-555-0100-199", "+1 555 0100 199"},
		{"what is dialled after it", "+1 646 555 0100,,123456# or +1 555 0100 199p7W8*9##.", "+1 646 555 0100,,123456#|+1 555 0100 199p7W8*9##"},
		{"one number with two things dialled after it", "+1 555 0100 199,,1# +1 555 0100 199,,2#", "+1 555 0100 199,,1#|+1 555 0100 199,,2#"},
		{"a number alone after what is dialled", "+15550100199,,1# or +1 555 0100 199", "+15550100199,,1#"},
		{"a number alone before what is dialled", "+1 555 0100 199 or +15550100199,,1#", "+1 555 0100 199|+15550100199,,1#"},
		{"words after it", "+1 555 0100 199,or +1 555 0100 198pm, +1 555 0100 197,", "+1 555 0100 199|+1 555 0100 198|+1 555 0100 197"},
		{"stars around it", "*+1 555 0100 199** *+1 555 0100 198,,1#*", "+1 555 0100 199|+1 555 0100 198,,1#"},
		{"numbers with a sign between them", "+1 555 0100 199,+1 555 0100 198", "+1 555 0100 199|+1 555 0100 198"},
		{"as much as can be dialled", "+15550100199" + strings.Repeat(",", 243) + "7.", "+15550100199" + strings.Repeat(",", 243) + "7"},
		{"more than can be dialled", "+15550100199" + strings.Repeat(",", 243) + "77", "+15550100199"},
		{"too many digits, with what is dialled", "+1234567890123456,,1#", ""},
		{"too few digits, with what is dialled", "+1234567,,89#", ""},
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

func TestLinksInValuesOfOne(t *testing.T) {
	for _, row := range []struct{ rule, value, want string }{
		{"one", " https://a.example/x?u=https://b.example/ ", "https://a.example/x?u=https://b.example/"},
		{"one with quotes in it", `https://teams.microsoft.com/l/meetup-join/1?context={"Tid":"1"}`, `https://teams.microsoft.com/l/meetup-join/1?context={%22Tid%22:%221%22}`},
		{"two with a comma between them", "https://a.example/,https://zoom.us/j/1", "https://a.example/ https://zoom.us/j/1"},
		{"two with nothing between them", "https://a.example/https://zoom.us/j/1", "https://a.example/ https://zoom.us/j/1"},
		{"two in angle brackets", "<https://a.example/https://zoom.us/j/1>", "https://a.example/ https://zoom.us/j/1"},
		{"two with backslashes", `https://a.example/https:\\zoom.us\j\1`, "https://a.example/ https://zoom.us/j/1"},
		{"one after a wrapper", "https://www.google.com/url?q=https://a.example/&sa=D,https://zoom.us/j/1", "https://a.example/ https://zoom.us/j/1"},
		{"two in a wrapper", "https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fhttps%3A%2F%2Fzoom.us%2Fj%2F1", "https://a.example/ https://zoom.us/j/1"},
		{"one that ends in punctuation", "https://a.example/x.", "https://a.example/x."},
		{"one with text around it", "join: https://zoom.us/j/1.", "https://zoom.us/j/1"},
		{"one with text after it", "https://zoom.us/j/1 (host)", "https://zoom.us/j/1"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			var f finder
			f.whole(invite.PlaceURL, row.value)
			assert.Equal(t, row.want, toldLinks(f.links))
			assert.Empty(t, f.bad)
		})
	}
}

func TestNumberInValueOfOne(t *testing.T) {
	var f finder
	f.whole(invite.PlaceConference, " TEL:+1 555 0100 200,,1#")
	f.whole(invite.PlaceConference, " TEL:0100 200,,1#")
	f.text(invite.PlaceDescription, "Dial +1 555 0100 200,,1#")
	assert.Equal(t, []string{"+1 555 0100 200,,1#", "0100 200,,1#"}, f.numbers, "each once, in running text too")
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

// The property of Skype for Business and older Outlook has the authority of its successor.
func TestLinkOfAnOnlineMeeting(t *testing.T) {
	calendar, err := Read([]byte("BEGIN:VEVENT\nX-MICROSOFT-ONLINEMEETINGEXTERNALLINK:https://meet.lync.com/acme/ann/1\nEND:VEVENT\n"), Options{})
	require.NoError(t, err)
	require.Equal(t, []invite.Link{invite.MustLink("https://meet.lync.com/acme/ann/1").At(invite.PlaceTeamsMeetingURL)}, calendar.Events[0].Invite.Links)
}
