package ics

import (
	"html"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
)

// markup are the beginnings of tags by which a text is taken for HTML.
var markup = []string{"<a ", "</", "<br", "<p>", "<p ", "<div", "<span", "<html", "<body", "<!doctype", "<ul", "<table"}

// isHTML reports whether text has tags in it.
func isHTML(text string) bool {
	for at := strings.IndexByte(text, '<'); at >= 0; {
		for _, tag := range markup {
			if len(text)-at >= len(tag) && strings.EqualFold(text[at:at+len(tag)], tag) {
				return true
			}
		}
		next := strings.IndexByte(text[at+1:], '<')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// html finds the links in HTML: the targets of its tags (href), and what stands
// in its text outside of an anchor. The text inside an anchor is only what a
// reader is shown; its target counts.
func (f *finder) html(place invite.Place, text string) {
	inside := "" // the element whose text is passed over
	for text != "" {
		tag := strings.IndexByte(text, '<')
		if tag < 0 {
			tag = len(text)
		}
		if inside == "" {
			f.text(place, html.UnescapeString(text[:tag]))
		}
		if text = text[tag:]; text == "" {
			return
		}
		var t htmlTag
		t, text = cutTag(text)
		switch {
		case inside != "" && t.name == "/"+inside:
			inside = ""
		case inside == "" && (t.name == "a" && t.href != "" || t.name == "style" || t.name == "script" || t.name == "title"):
			inside = t.name
		}
		if t.href != "" && t.name != "link" && t.name != "base" {
			f.target(place, html.UnescapeString(t.href))
		}
	}
}

// target adds the target of an anchor, if it leads into the web or to a
// telephone.
func (f *finder) target(place invite.Place, href string) {
	href = strings.TrimSpace(href)
	scheme, rest, _ := strings.Cut(href, ":")
	switch {
	case isWeb(scheme):
		f.link(place, href)
	case strings.EqualFold(scheme, "tel"):
		f.number(rest)
	}
}

// htmlTag is what is read of a tag: its name, lower case, with the slash of an end
// tag, and its href.
type htmlTag struct{ name, href string }

// maxTag is the longest name that a tag has, in bytes.
const maxTag = 24

// cutTag cuts the tag off that text begins with. What begins with < and is no tag
// has no name; a comment has none either.
func cutTag(text string) (t htmlTag, rest string) {
	if comment, ok := strings.CutPrefix(text, "<!--"); ok {
		_, rest, _ = strings.Cut(comment, "-->")
		return t, rest
	}
	text = text[1:]
	end := strings.IndexAny(text[:min(len(text), maxTag)], " \t\r\n>")
	if end <= 0 || !isTagName(text[0]) {
		return t, text
	}
	t.name = strings.ToLower(strings.TrimSuffix(text[:end], "/"))
	for text = text[end:]; ; {
		text = strings.TrimLeft(text, " \t\r\n/")
		if text == "" || text[0] == '>' {
			return t, strings.TrimPrefix(text, ">")
		}
		var name, value string
		name, value, text = cutAttribute(text)
		if strings.EqualFold(name, "href") {
			t.href = value
		}
	}
}

func isTagName(c byte) bool { return c == '/' || c == '!' || 'a' <= c|0x20 && c|0x20 <= 'z' }

// cutAttribute cuts one attribute off, with its value, if it has one.
func cutAttribute(text string) (name, value, rest string) {
	end := strings.IndexAny(text[1:], "= \t\r\n>") + 1
	if end == 0 {
		return text, "", ""
	}
	name, rest = text[:end], strings.TrimLeft(text[end:], " \t\r\n")
	rest, ok := strings.CutPrefix(rest, "=")
	if !ok {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest, " \t\r\n")
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		value, rest, _ = strings.Cut(rest[1:], rest[:1])
		return name, value, rest
	}
	end = strings.IndexAny(rest, " \t\r\n>")
	if end < 0 {
		end = len(rest)
	}
	return name, rest[:end], rest[end:]
}
