package ics

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
)

// markup are the beginnings of tags by which a text is taken for HTML.
var markup = []string{"<a ", "<a\t", "<a\n", "<a/", "</", "<br", "<p>", "<p ", "<div", "<span", "<html", "<body", "<!doctype",
	"<ul", "<table", "<base", "<form", "<iframe", "<!--"}

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

// html finds the links in HTML as a browser reads it: the targets of its tags, and
// what stands in its text outside of an anchor that leads somewhere. The text
// inside such an anchor is only what a reader is shown; its target counts.
func (f *finder) html(place invite.Place, text string) {
	p := page{finder: f, place: place}
	for text != "" {
		tag := strings.IndexByte(text, '<')
		if tag < 0 {
			tag = len(text)
		}
		p.show(text[:tag])
		if text = text[tag:]; text != "" {
			var t htmlTag
			t, text = cutTag(text)
			text = p.tag(t, text)
		}
	}
	p.flush()
}

// A page is HTML while it is read.
type page struct {
	*finder
	place  invite.Place
	shown  strings.Builder // the text since the last tag that breaks it
	anchor bool            // inside an anchor whose target counts
	base   *url.URL        // where relative links begin; nil: nowhere
	open   []string        // the elements that are known not to end
}

// show adds to the text.
func (p *page) show(text string) {
	if !p.anchor {
		p.shown.WriteString(html.UnescapeString(text))
	}
}

// flush reads the text that was shown.
func (p *page) flush() {
	if p.shown.Len() > 0 {
		p.text(p.place, p.shown.String())
		p.shown.Reset()
	}
}

// tag reads a tag, and what follows it where that is no HTML. It returns the rest.
func (p *page) tag(t htmlTag, rest string) string {
	p.show(t.text)
	name := strings.TrimPrefix(t.name, "/")
	if name == "a" || breaksText(name) {
		p.flush()
	}
	if name == "a" || name == "td" || name == "th" { // none of them stands inside an anchor
		p.anchor = false
	}
	switch {
	case t.name == "base":
		p.setBase(t.target)
	case t.linked:
		leads := p.target(t.target)
		p.anchor = p.anchor || leads && t.name == "a"
	}
	if hides(t.name) && !t.closed && !slices.Contains(p.open, t.name) {
		return p.afterRaw(rest, t.name)
	}
	return rest
}

// breaksText reports the elements at which a browser begins a new line or a new
// box. At all others, and at those that it does not know, the text goes on.
func breaksText(name string) bool {
	switch name {
	case "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details", "dialog",
		"dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
		"head", "header", "hr", "html", "iframe", "img", "input", "legend", "li", "main", "menu", "nav", "ol", "option", "p",
		"pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp":
		return true
	}
	return false
}

// hides reports the elements in which there are no tags, and no text that is shown.
func hides(name string) bool {
	switch name {
	case "style", "script", "title", "iframe", "noembed", "noframes":
		return true
	}
	return false
}

// afterRaw returns text from the end tag of an element that it begins inside of.
// Where that is missing, nothing is passed over.
func (p *page) afterRaw(text, name string) string {
	for at := 0; ; {
		next := strings.Index(text[at:], "</")
		if next < 0 {
			p.open = append(p.open, name)
			return text
		}
		at += next + len("</")
		end := at + len(name)
		if end < len(text) && strings.EqualFold(text[at:end], name) && strings.IndexByte(nameEnds, text[end]) >= 0 {
			return text[at-len("</"):]
		}
	}
}

// target adds a target, if it leads into the web or to a telephone, and reports
// whether it does.
func (p *page) target(href string) bool {
	href = p.resolve(href)
	scheme, rest, _ := strings.Cut(href, ":")
	switch {
	case isWeb(scheme):
		return p.link(p.place, href)
	case strings.EqualFold(scheme, "tel"):
		p.number(rest)
		return true
	}
	return false
}

// setBase takes the first base of the page.
func (p *page) setBase(href string) {
	if p.base != nil {
		return
	}
	scheme, rest, _ := strings.Cut(tidy(p.resolve(href)), ":")
	base, err := url.Parse(scheme + "://" + escapePercent(strings.TrimLeft(rest, "/")))
	if err == nil && isWeb(scheme) {
		p.base = base
	}
}

// resolve returns where a target leads, as browsers read it: without blanks and
// control characters at its ends and line ends anywhere, with any number of slashes
// before the host, with the scheme that it leaves out, or on from the base.
func (p *page) resolve(href string) string {
	href = strings.TrimFunc(href, func(r rune) bool { return r <= ' ' })
	href = lineEnds.Replace(href)
	scheme, _, absolute := strings.Cut(href, ":")
	slashed := strings.TrimLeft(href, `/\`)
	switch {
	case absolute && isWeb(scheme):
		return withSlashes(href)
	case len(href)-len(slashed) >= len("//"):
		return "https://" + slashed
	case p.base == nil || href == "" || strings.EqualFold(scheme, "tel"):
		return href
	}
	resolved, err := p.base.Parse(escapePercent(tidy(href)))
	if err != nil {
		return href
	}
	return resolved.String()
}

// withSlashes gives a web link the two slashes before its host, if it has less.
func withSlashes(link string) string {
	scheme, rest, _ := strings.Cut(link, ":")
	host := strings.TrimLeft(rest, `/\`)
	if len(rest)-len(host) >= len("//") {
		return link
	}
	return scheme + "://" + host
}

var lineEnds = strings.NewReplacer("\t", "", "\r", "", "\n", "")

// htmlTag is what is read of a tag.
type htmlTag struct {
	name   string // lower case, with the slash of an end tag
	target string // where it leads
	linked bool   // whether it says so
	closed bool   // it ends with a slash
	text   string // what is no tag after all
}

// blanks stand between attributes, nameEnds end a name.
const (
	blanks   = " \t\r\n\f"
	nameEnds = blanks + "/>"
)

// cutTag cuts the tag off that text begins with. What begins with < and is no tag
// is text; a comment has no name.
func cutTag(text string) (t htmlTag, rest string) {
	body := text[1:]
	name := strings.TrimPrefix(body, "/")
	switch {
	case strings.HasPrefix(body, "!--"):
		return t, afterComment(body[len("!--"):])
	case strings.HasPrefix(body, "!") || strings.HasPrefix(body, "?") || len(name) < len(body) && !isLetter(name):
		_, rest, _ = strings.Cut(body, ">") // browsers take it for a comment
		return t, rest
	case !isLetter(name) || beginsLink(body):
		return htmlTag{text: "<"}, body
	}
	end := strings.IndexAny(body[1:], nameEnds) + 1
	if end == 0 {
		return htmlTag{text: text}, ""
	}
	t.name = strings.ToLower(body[:end])
	for rest = body[end:]; ; {
		attributes := strings.TrimLeft(rest, blanks+"/")
		if attributes == "" || attributes[0] == '>' {
			t.closed = strings.HasSuffix(rest[:len(rest)-len(attributes)], "/")
			return t, strings.TrimPrefix(attributes, ">")
		}
		var name, value string
		name, value, rest = cutAttribute(attributes)
		if !t.linked && isTarget(t.name, strings.ToLower(name)) { // of several, the first counts
			t.target, t.linked = unescapeAttribute(value), true
		}
	}
}

func isLetter(text string) bool { return text != "" && 'a' <= text[0]|0x20 && text[0]|0x20 <= 'z' }

// isTarget reports the attributes that say where a tag leads.
func isTarget(tag, attribute string) bool {
	switch attribute {
	case "href":
		return tag != "link" && tag[0] != '/'
	case "action":
		return tag == "form"
	case "formaction":
		return tag == "button" || tag == "input"
	case "src":
		return tag == "iframe" || tag == "frame"
	}
	return false
}

// afterComment returns what follows the comment that text begins inside of.
func afterComment(text string) string {
	if rest, ok := strings.CutPrefix(text, ">"); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(text, "->"); ok {
		return rest
	}
	for ok := true; ok; {
		_, text, ok = strings.Cut(text, "--")
		text = strings.TrimLeft(text, "-")
		if rest, ends := strings.CutPrefix(strings.TrimPrefix(text, "!"), ">"); ends {
			return rest
		}
	}
	return ""
}

// cutAttribute cuts one attribute off, with its value, if it has one.
func cutAttribute(text string) (name, value, rest string) {
	end := strings.IndexAny(text[1:], "="+nameEnds) + 1
	if end == 0 {
		return text, "", ""
	}
	name, rest = text[:end], text[end:]
	after, ok := strings.CutPrefix(strings.TrimLeft(rest, blanks), "=")
	if !ok {
		return name, "", rest
	}
	rest = strings.TrimLeft(after, blanks)
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		value, rest, _ = strings.Cut(rest[1:], rest[:1])
		return name, value, rest
	}
	end = strings.IndexAny(rest, blanks+">")
	if end < 0 {
		end = len(rest)
	}
	return name, rest[:end], rest[end:]
}

// unescapeAttribute undoes the character references of an attribute. Unlike in
// text, one without its semicolon counts there only where the name ends with it and
// no equals sign follows: in "?a=1&copy=2" there is none.
func unescapeAttribute(value string) string {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(value, "&")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		end := 0
		for end < len(after) && (isSchemeByte(after[end]) || after[end] == '#') {
			end++
		}
		longest := 1 // characters that a known name stands for
		if end < len(after) && after[end] == ';' {
			longest, end = 2, end+1
		}
		said := html.UnescapeString("&" + after[:end])
		unknown := utf8.RuneCountInString(said) > longest || longest == 1 && strings.HasPrefix(after[end:], "=")
		if unknown && !strings.HasPrefix(after, "#") {
			said = "&" + after[:end]
		}
		b.WriteString(said)
		value = after[end:]
	}
}
