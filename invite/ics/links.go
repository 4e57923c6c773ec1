package ics

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
)

// maxURL bounds the length of a link in bytes, wrapped or not.
const maxURL = 8 << 10

// A finder collects the links and dial-in numbers of one event, each once, in the
// order in which it is shown the places where they stand.
type finder struct {
	links   []invite.Link
	numbers []string
	keys    []string        // the first of the links and numbers found
	seen    map[string]bool // all of them, where there are many
	bad     []string        // what looks like a link and cannot be read
}

// whole reads a value that is a link as a whole, or a tel: URI. What is neither is
// read as text.
func (f *finder) whole(place invite.Place, value string) {
	value = strings.TrimSpace(value)
	switch scheme, rest, _ := strings.Cut(value, ":"); {
	case strings.EqualFold(scheme, "tel"):
		f.number(rest)
	case isWeb(scheme) && strings.IndexFunc(value, unicode.IsSpace) < 0:
		f.link(place, value)
	default:
		f.text(place, value)
	}
}

func isWeb(scheme string) bool {
	return strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")
}

// link adds a link, unwrapped.
func (f *finder) link(place invite.Place, raw string) {
	l, ok := unwrap(tidy(raw))
	if !ok {
		f.bad = append(f.bad, shorten(raw))
		return
	}
	if f.first(l.String()) {
		f.links = append(f.links, l.At(place))
	}
}

// number adds a telephone number.
func (f *finder) number(raw string) {
	raw = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(raw, ""), endsWord), " ")
	digits := onlyDigits(raw)
	switch {
	case len(digits) < minShort || len(raw) > maxNumber:
		f.bad = append(f.bad, "tel:"+shorten(raw))
	case f.first("tel:" + digits):
		f.numbers = append(f.numbers, raw)
	}
}

func endsWord(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// first reports whether key is seen for the first time.
func (f *finder) first(key string) bool {
	if len(f.keys) < maxKeys {
		if slices.Contains(f.keys, key) {
			return false
		}
		f.keys = append(f.keys, key)
		return true
	}
	if f.seen == nil {
		f.seen = map[string]bool{}
		for _, k := range f.keys {
			f.seen[k] = true
		}
	}
	known := f.seen[key]
	f.seen[key] = true
	return !known
}

// maxKeys is how many keys are searched one by one.
const maxKeys = 8

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// text finds the links and numbers in running text.
func (f *finder) text(place invite.Place, text string) {
	for {
		start := nextLink(text)
		if start < 0 {
			break
		}
		f.numbersIn(text[:start])
		link, rest, shown := cutLink(text[start:], start > 0 && text[start-1] == '<')
		if !shown {
			f.link(place, link)
		}
		text = rest
	}
	f.numbersIn(text)
}

// nextLink returns where the next http or https link of text begins, -1 if there
// is none.
func nextLink(text string) int {
	for from := 0; ; {
		colon := strings.Index(text[from:], "://")
		if colon < 0 {
			return -1
		}
		colon += from
		start := colon
		for start > from && isSchemeByte(text[start-1]) {
			start--
		}
		if isWeb(text[start:colon]) {
			return start
		}
		from = colon + len("://")
	}
}

func isSchemeByte(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' }

// cutLink cuts the link off that text begins with. In angle brackets it ends with
// them, and lines that were broken inside are joined (RFC 3986, appendix C). Shown
// says that the link is only what a reader is shown of another one, which follows
// it: "text<target>" as Outlook writes it, or "[text](target)".
func cutLink(text string, bracketed bool) (link, rest string, shown bool) {
	if bracketed {
		inside := text[:min(len(text), maxURL+1)]
		if end := strings.IndexAny(inside, `<>"`); end >= 0 && inside[end] == '>' {
			if joined := joinLines(inside[:end]); strings.IndexFunc(joined, unicode.IsSpace) < 0 {
				return joined, text[end+1:], false
			}
		}
	}
	end := linkEnd(text)
	link, rest = trimLink(text[:end]), text[end:]
	switch {
	case strings.HasPrefix(rest, "]("):
		rest = rest[len("]("):]
		shown = beginsLink(rest)
	case len(link) == end:
		shown = strings.HasPrefix(rest, "<") && beginsLink(rest[1:])
	}
	return link, rest, shown
}

// linkEnd returns where the link ends that text begins with, punctuation after it
// included.
func linkEnd(text string) int {
	for i, r := range text {
		if endsLink(r) || r == ']' && strings.HasPrefix(text[i:], "](") {
			return i
		}
	}
	return len(text)
}

func beginsLink(text string) bool { return nextLink(text[:min(len(text), len("https://"))]) == 0 }

// joinLines takes out line ends and the blanks around them.
func joinLines(s string) string {
	if !strings.Contains(s, "\n") {
		return strings.TrimSpace(s)
	}
	var joined strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		joined.WriteString(strings.TrimSpace(line))
	}
	return joined.String()
}

// endsLink reports the characters that no link in running text goes on with.
func endsLink(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == '<' || r == '>' || r == '"' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("“”«»\u200b\ufeff", r)
}

// brackets are those that a link may hold in pairs.
const brackets = "()[]{}"

// trimLink takes the punctuation off the end of a link that belongs to the text
// around it: closing brackets only where none is opened in the link.
func trimLink(link string) string {
	var count [len(brackets)]int
	for i := range count {
		count[i] = strings.Count(link, brackets[i:i+1])
	}
	for end := len(link); ; end-- { // at the latest, it ends at its scheme
		last := link[end-1]
		closing := strings.IndexByte(brackets, last)
		switch {
		case strings.IndexByte(`.,;:!?'*\`, last) >= 0:
		case closing > 0 && count[closing-1] < count[closing]:
			count[closing]--
		default:
			return link[:end]
		}
	}
}

// tidy writes a link as a browser would send it: without line ends and tabs,
// slashes for backslashes before the query, and what stands in no link
// percent-encoded.
func tidy(link string) string {
	link = strings.TrimSpace(link)
	if strings.IndexFunc(link, isUntidy) < 0 {
		return link
	}
	var b strings.Builder
	query := false
	for _, r := range link {
		query = query || r == '?' || r == '#'
		switch {
		case r == '\\' && !query:
			b.WriteByte('/')
		case r == '\t' || r == '\n' || r == '\r':
		case isUntidy(r):
			escapeRune(&b, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isUntidy(r rune) bool { return endsLink(r) || r == '\\' || r == utf8.RuneError }

// escapeRune percent-encodes a character.
func escapeRune(b *strings.Builder, r rune) {
	const hex = "0123456789ABCDEF"
	for _, c := range []byte(string(r)) {
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
}

// The lengths of telephone numbers.
const (
	minShort  = 3   // digits of any
	minDigits = 8   // digits of one in its international form
	maxDigits = 15  // (ITU-T E.164)
	maxNumber = 256 // bytes, with what is dialled after it
)

// numbersIn finds telephone numbers in their international form, "+1 555 0100
// 199", in text without links.
func (f *finder) numbersIn(text string) {
	for {
		plus := strings.IndexByte(text, '+')
		if plus < 0 {
			return
		}
		before, _ := utf8.DecodeLastRuneInString(text[:plus])
		number := numberAt(text[plus:])
		if digits := len(onlyDigits(number)); minDigits <= digits && digits <= maxDigits && !isWord(before) {
			f.number(number)
		}
		text = text[plus+max(1, len(number)):]
	}
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '=' || r == '/' || r == '&'
}

// numberAt returns the telephone number at the beginning of text, which is a plus.
func numberAt(text string) string {
	end := 1
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			end = i + 1
		case strings.IndexByte(" -.()", c) < 0 || i > end+2:
			return text[:end]
		}
	}
	return text[:end]
}
