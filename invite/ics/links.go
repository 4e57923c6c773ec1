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
	case isWeb(scheme) && strings.IndexFunc(value, unicode.IsSpace) < 0 && !holdsTwo(value):
		f.link(place, value)
	default:
		f.text(place, value)
	}
}

func isWeb(scheme string) bool {
	return strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")
}

// link adds a link, unwrapped, and reports whether it is one. One that hides where
// it leads is bad, and added all the same.
func (f *finder) link(place invite.Place, raw string) bool {
	if slices.Contains(f.keys, raw) { // as it was found before, unwrapped
		return true
	}
	l, ok := unwrap(tidy(raw))
	if !ok {
		f.bad = append(f.bad, shorten(raw))
		return false
	}
	if isWhole(place) && holdsTwo(l.String()) {
		f.text(place, l.String())
		return true
	}
	if f.first(l.String()) {
		if f.links == nil {
			f.links = make([]invite.Link, 0, 4) // as many as most invitations have
		}
		f.links = append(f.links, l.At(place))
		if isWrapper(l) {
			f.bad = append(f.bad, shorten(raw))
		}
	}
	return true
}

// isWhole reports the places that hold a link as a whole, where two in one are two.
func isWhole(p invite.Place) bool { return p <= invite.PlaceURL && p != invite.PlaceLocation }

// holdsTwo reports whether another link begins where a link ends.
func holdsTwo(link string) bool {
	return strings.Count(link, "://") > 1 && nextLink(link[linkEnd(link):]) >= 0
}

// number adds a telephone number. One that is there with what is dialled after it
// need not be there alone, too.
func (f *finder) number(raw string) {
	raw = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(raw, ""), endsWord), " ")
	digits := onlyDigits(raw)
	switch {
	case len(digits) < minShort || len(raw) > maxNumber:
		f.bad = append(f.bad, "tel:"+shorten(raw))
	case f.first("tel:" + digits):
		f.numbers = append(f.numbers, raw)
		if end := strings.IndexAny(raw, ",pwPW*#"); end >= 0 {
			f.first("tel:" + onlyDigits(raw[:end]))
		}
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
		f.plain(place, text[:start])
		link, rest, shown := cutLink(text[start:], start > 0 && text[start-1] == '<')
		if !shown || joinsElsewhere(link, rest) {
			f.link(place, link)
		}
		text = rest
	}
	f.plain(place, text)
}

// joinsElsewhere reports whether a link that is shown for the one that rest begins
// with joins a call, on another host than that one. Where text is shown as it is, a
// reader can follow both.
func joinsElsewhere(shown, rest string) bool {
	l, _ := unwrap(tidy(shown))
	if l.Provider() == invite.ProviderNone {
		return false
	}
	start := nextLink(rest)
	target, _, _ := cutLink(rest[start:], start > 0)
	t, _ := unwrap(tidy(target))
	return t.Host() != l.Host()
}

// plain finds numbers, and links without a scheme, in text without links.
func (f *finder) plain(place invite.Place, text string) {
	f.numbersIn(text)
	for {
		slash := strings.IndexByte(text, '/')
		if slash < 0 {
			return
		}
		start, end := wordAround(text, slash)
		if link, ok := bareLink(text[start:end]); ok {
			f.link(place, link)
		}
		text = text[end:]
	}
}

// wordAround returns where the word begins and ends that holds a byte of text.
func wordAround(text string, at int) (start, end int) {
	if before := strings.LastIndexFunc(text[:at], endsBare); before >= 0 {
		_, size := utf8.DecodeRuneInString(text[before:])
		start = before + size
	}
	end = len(text)
	if after := strings.IndexFunc(text[at:], endsBare); after >= 0 {
		end = at + after
	}
	return start, end
}

func endsBare(r rune) bool { return endsLink(r) || strings.ContainsRune(",;|()", r) }

// bareLink returns the link that calendars make of a word that joins a call but for
// the scheme: "zoom.us/j/1". Words with other hosts are left alone.
func bareLink(word string) (link string, ok bool) {
	word = strings.TrimLeft(word, "/")
	slash := strings.IndexByte(word, '/')
	if slash < 0 || strings.IndexByte(word[:slash], '.') < 0 {
		return "", false
	}
	start := strings.LastIndexFunc(word[:slash], func(r rune) bool { return !isHostRune(r) })
	if start >= 0 {
		if word[start] == '@' { // a mail address
			return "", false
		}
		_, size := utf8.DecodeRuneInString(word[start:])
		word = word[start+size:]
	}
	link = trimLink("https://" + word)
	l, err := invite.ParseLink(link)
	return link, err == nil && l.Provider() != invite.ProviderNone
}

func isHostRune(r rune) bool {
	return r == '.' || r == '-' || r == '_' || r < utf8.RuneSelf && isSchemeByte(byte(r))
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
			joined, ok := joinLines(inside[:end])
			if ok && strings.IndexFunc(joined, unicode.IsSpace) < 0 {
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
// included. Another link ends it, unless that is a part of it.
func linkEnd(text string) int {
	wraps, size := false, 1
	for i := 0; i < len(text); i += size {
		if size = 1; nameBytes[text[i]] { // as nearly all are
			continue
		}
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		if endsLink(r) || r == ']' && strings.HasPrefix(text[i:], "](") {
			return i
		}
		if r != ':' || !strings.HasPrefix(text[i:], "://") {
			continue
		}
		next := i - schemeBefore(text[:i])
		if next == 0 || next == i || text[next-1] == '=' {
			continue
		}
		if strings.IndexByte(",;|([{", text[next-1]) >= 0 {
			return next - 1
		}
		if wraps = wraps || holdsLink(text[:next]); !wraps {
			return next
		}
	}
	return len(text)
}

// schemeBefore returns the length of the web scheme at the end of text, 0 if there
// is none.
func schemeBefore(text string) int {
	for _, scheme := range []string{"https", "http"} {
		if at := len(text) - len(scheme); at >= 0 && strings.EqualFold(text[at:], scheme) {
			return len(scheme)
		}
	}
	return 0
}

// holdsLink reports whether a link that begins as text does goes on with another
// one: in its query, or where its host is one that wraps others.
func holdsLink(text string) bool {
	l, err := invite.ParseLink(text)
	return strings.HasSuffix(text, "=") || err == nil && isWrapper(l)
}

func beginsLink(text string) bool { return nextLink(text[:min(len(text), len("https://"))]) == 0 }

// joinLines takes out line ends and the blanks around them. It reports false where
// another link begins on a line of its own.
func joinLines(s string) (joined string, ok bool) {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if b.Len() > 0 && beginsLink(line) && !holdsLink(b.String()) {
			return "", false
		}
		b.WriteString(line)
	}
	return b.String(), true
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
// 199", in text without links, each with what is dialled right after it.
func (f *finder) numbersIn(text string) {
	for {
		plus := strings.IndexByte(text, '+')
		if plus < 0 {
			return
		}
		before, _ := utf8.DecodeLastRuneInString(text[:plus])
		number := numberAt(text[plus:])
		if digits := len(onlyDigits(number)); minDigits <= digits && digits <= maxDigits && !isWord(before) {
			number = dialled(text[plus:], number)
			f.number(number)
		}
		text = text[plus+max(1, len(number)):]
	}
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '=' || r == '/' || r == '&'
}

// dialled returns the number that text begins with, and what is dialled right after
// it: digits and signs, with pauses and waits between them, up to the last digit or
// #. Where that is longer than a number can be, none of it is.
func dialled(text, number string) string {
	end := len(number)
	for i := end; i < len(text); i++ {
		switch c := text[i]; {
		case strings.IndexByte("0123456789#,pwPW*", c) < 0:
			return text[:end]
		case i == maxNumber:
			return number
		case '0' <= c && c <= '9' || c == '#':
			end = i + 1
		}
	}
	return text[:end]
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
