package profile

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
)

// reading reads in a text what a person reads, by which phrases are compared with titles: by
// [invite.AsRead], in one case, without control characters; every hyphen, dash or minus sign is
// a hyphen, blanks in a row are one, and an accent that is a character of its own stands on the
// letter before it.
type reading struct {
	text  string // what is left
	blank bool   // the letter before was a blank
}

// next returns the next letter. It is negative at the end.
func (t *reading) next() rune {
	for t.text != "" {
		r, size := rune(t.text[0]), 1
		if r < utf8.RuneSelf {
			r = rune(asciiLetters[r])
		} else {
			r, size = utf8.DecodeRuneInString(t.text)
			r = letterOf(r)
		}
		t.text = t.text[size:]
		if r >= 0 && !(r == ' ' && t.blank) {
			t.blank = r == ' '
			return t.accents(r)
		}
	}
	return -1
}

// accents returns a letter with the accents that follow it.
func (t *reading) accents(letter rune) rune {
	for t.text != "" && beginsAccent(t.text[0]) {
		accent, size := utf8.DecodeRuneInString(t.text)
		whole := accented[withAccent{letter, accent}]
		if whole == 0 {
			break
		}
		letter, t.text = whole, t.text[size:]
	}
	return letter
}

// skip passes over characters of ASCII that are not in a set and have no accent.
func (t *reading) skip(until *[utf8.RuneSelf]bool) {
	i := 0
	for i < len(t.text) && t.text[i] < utf8.RuneSelf && !until[t.text[i]] {
		i++
	}
	if i > 0 && i < len(t.text) && beginsAccent(t.text[i]) {
		i--
	}
	t.text = t.text[i:]
}

// letterOf returns the letter that stands for a character; it is negative for none.
func letterOf(r rune) rune {
	switch r = invite.AsRead(r); {
	case r < 0:
		return r
	case unicode.IsSpace(r) || r == '\u2800': // the pattern of Braille without dots
		return ' '
	case unicode.IsControl(r):
		return -1
	case unicode.Is(unicode.Dash, r) || r == '\u2043': // the bullet that is a hyphen
		return '-'
	}
	return fold(r)
}

// asciiLetters are the letters that stand for the characters of ASCII.
var asciiLetters = func() (all [utf8.RuneSelf]int8) {
	for r := range all {
		all[r] = int8(letterOf(rune(r)))
	}
	return all
}()

// fold maps the letters that differ only in case to one.
func fold(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

// folded returns what a person reads in a text.
func folded(text string) string {
	var out strings.Builder
	t := reading{text: text}
	for r := t.next(); r >= 0; r = t.next() {
		out.WriteRune(r)
	}
	return strings.Trim(out.String(), " ")
}

// phrases finds phrases in titles, all of them in one pass over a title (the algorithm of Aho
// and Corasick). It is immutable. It takes 16 bytes for each letter of the phrases, and time in
// proportion to their length to make.
type phrases struct {
	texts  []string            // folded, in the order of the list
	nodes  []node              // the first stands for nothing read yet, the last for none
	begins [utf8.RuneSelf]bool // the characters of ASCII with which phrases begin
}

// node is a text with which phrases begin. Its children, which have one letter more, stand in a
// row in the order of their letters, up to the children of the next node.
type node struct {
	letter rune
	child  int32 // the first child
	suffix int32 // the longest text of another node with which the node's text ends
	found  int32 // the first phrase, from 1, with which the text ends; zero for none
}

// newPhrases returns what finds the folded texts. It returns nil for none.
func newPhrases(texts []string) *phrases {
	if len(texts) == 0 {
		return nil
	}
	p := &phrases{texts: texts, nodes: make([]node, 1, len(texts)+1)}
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(strings.Compare(texts[i], texts[j]), i-j) })
	begins := []begin{{phrases: order}}
	for at := int32(0); int(at) < len(p.nodes); at++ {
		begins = p.grow(at, begins)
	}
	p.nodes = append(p.nodes, node{child: int32(len(p.nodes))})
	for r, letter := range asciiLetters {
		p.begins[r] = p.child(0, rune(letter)) != 0
	}
	return p
}

// begin are the phrases, in the order of their texts, that begin with the text of a node, and
// the length of that in bytes.
type begin struct {
	phrases []int
	length  int
}

// grow adds the children of a node, when those of all nodes before it are there.
func (p *phrases) grow(at int32, begins []begin) []begin {
	n, b := p.nodes[at], begins[at]
	begins[at] = begin{}
	n.child, n.found = int32(len(p.nodes)), p.nodes[n.suffix].found
	for ; len(b.phrases) > 0 && len(p.texts[b.phrases[0]]) == b.length; b.phrases = b.phrases[1:] {
		if found := int32(b.phrases[0] + 1); n.found == 0 || found < n.found {
			n.found = found
		}
	}
	p.nodes[at] = n
	for len(b.phrases) > 0 {
		rest := p.texts[b.phrases[0]][b.length:]
		r, size := utf8.DecodeRuneInString(rest)
		same := 1
		for same < len(b.phrases) && strings.HasPrefix(p.texts[b.phrases[same]][b.length:], rest[:size]) {
			same++
		}
		child := node{letter: r}
		if at > 0 {
			child.suffix = p.next(n.suffix, r)
		}
		p.nodes = append(p.nodes, child)
		begins = append(begins, begin{b.phrases[:same], b.length + size})
		b.phrases = b.phrases[same:]
	}
	return begins
}

// next returns the node to which a letter leads from another.
func (p *phrases) next(at int32, r rune) int32 {
	for {
		if child := p.child(at, r); child != 0 || at == 0 {
			return child
		}
		at = p.nodes[at].suffix
	}
}

// child returns the child of a node that has a letter more; zero for none.
func (p *phrases) child(at int32, r rune) int32 {
	low, end := p.nodes[at].child, p.nodes[at+1].child
	for high := end; low < high; {
		if middle := (low + high) / 2; p.nodes[middle].letter < r {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < end && p.nodes[low].letter == r {
		return low
	}
	return 0
}

// first returns the first phrase of the list that stands in a title, or an empty text.
func (p *phrases) first(title string) string {
	if p == nil {
		return ""
	}
	at, first, t := int32(0), int32(0), reading{text: title}
	for {
		if at == 0 { // nothing that is skipped begins a phrase, nor does a blank
			t.skip(&p.begins)
		}
		r := t.next()
		if r < 0 {
			break
		}
		at = p.next(at, r)
		if found := p.nodes[at].found; found != 0 && (first == 0 || found < first) {
			first = found
		}
	}
	if first == 0 {
		return ""
	}
	return p.texts[first-1]
}
