package ics

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

func FuzzLinks(f *testing.F) {
	for _, seed := range []string{
		"see https://zoom.us/j/1, or <https://a.example/x\n /y> and [b](https://b.example/(c)).",
		`<p>a <a href="https://x.example/?a=1&amp;b=2">https://y.example</a> <!-- c --> tel <a href=tel:+15550100199>x</a>`,
		"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1&data=x",
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_1&d=x",
		"https://urldefense.com/v3/__https://zoom.us/j/1?a=*b**Cc__;w6TDtsO8!!x!y$",
		"https://www.google.com/url?q=https://meet.google.com/abc-defg-hij&sa=D",
		"https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us%2fj%2f1&c=E",
		"https://protect.mimecast.com/s/x?url=https%3A%2F%2Fzoom.us%2Fj%2F1",
		"dial +1 (555) 0100-199, PIN 12#; +49 30 5550 1000",
		"HTTPS://X.EXAMPLE\\a\\b?c\\d text<https://t.example>",
		"zoom.us/j/1,https://a.example/,https://b.example/ <https://a.example/\nhttps://c.example/> https://google.com/url?q=https://a.example/,https://zoom.us/j/1",
		"https://secure-web.cisco.com/1/https%3A%2F%2Fzoom.us%2Fj%2F1 https://protect.checkpoint.com/v2/___https://zoom.us/j/2___.x",
		`<base href="//zoom.us/j/%"><a/href="1%&copy=2&lt"x><!--><form action="\\a.example">https://zo<b></b>om.us/j/1<style/><title>x</title>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var running, page, whole finder
		running.text(invite.PlaceDescription, text)
		page.html(invite.PlaceAltDescription, text)
		whole.whole(invite.PlaceConference, text)
		for _, found := range []finder{running, page, whole} {
			checkLinks(t, found)
		}
	})
}

// checkLinks checks that what was found is found again where it is written, and
// that no wrapping is left.
func checkLinks(t *testing.T, found finder) {
	for _, l := range found.links {
		_, wrapped := unwrapOnce(l)
		require.False(t, wrapped, "%q is unwrapped", l)
	}
	inv := invite.Invite{Links: found.links, DialIn: found.numbers}
	var written bytes.Buffer
	require.NoError(t, Write(&written, Event{Invite: inv}))
	read, err := Read(written.Bytes(), Options{Limits: Limits{Links: 1 << 20}})
	require.NoError(t, err)
	require.Equal(t, inv.Links, read.Events[0].Invite.Links, "%s", &written)
	require.Equal(t, inv.DialIn, read.Events[0].Invite.DialIn, "%s", &written)
}
