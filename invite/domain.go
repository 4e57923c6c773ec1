package invite

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// AsRead returns what a person reads where a text has a character. It is negative for what
// nobody sees: soft hyphens, joiners, variation selectors, marks of the direction of writing,
// and every other sign that Unicode lets programs ignore (Default_Ignorable_Code_Point) or
// that has no width. Full-width forms are their ASCII, ideographic dots are dots. Every other
// character is itself, control characters too.
func AsRead(r rune) rune {
	switch {
	case r < 0xad:
		return r
	case unicode.Is(unseen, r):
		return -1
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '。' || r == '｡':
		return '.'
	}
	return r
}

// unseen are the signs that nobody sees: the Default_Ignorable_Code_Points of Unicode, and
// the marks around annotations.
var unseen = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00ad, 0x00ad, 1}, {0x034f, 0x034f, 1}, {0x061c, 0x061c, 1}, {0x115f, 0x1160, 1}, {0x17b4, 0x17b5, 1},
		{0x180b, 0x180f, 1}, {0x200b, 0x200f, 1}, {0x202a, 0x202e, 1}, {0x2060, 0x206f, 1}, {0x3164, 0x3164, 1},
		{0xfe00, 0xfe0f, 1}, {0xfeff, 0xfeff, 1}, {0xffa0, 0xffa0, 1}, {0xfff0, 0xfffb, 1},
	},
	R32:         []unicode.Range32{{0x1bca0, 0x1bca3, 1}, {0x1d173, 0x1d17a, 1}, {0xe0000, 0xe0fff, 1}},
	LatinOffset: 1,
}

// asRead maps a text by [AsRead].
func asRead(s string) string {
	if isASCII(s) { // as nearly all are
		return s
	}
	return strings.Map(AsRead, s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// normalDomain brings a domain into the form that is compared: lower case, letters outside
// ASCII in Punycode. It is not ok if a label is no Punycode, or has letters of which only the
// tables of IDNA say what browsers make of them.
func normalDomain(domain string) (normal string, ok bool) {
	normal = lower(domain)
	if isASCII(normal) && !strings.Contains(normal, punycode) { // as nearly all are
		return normal, true
	}
	if len(domain) > maxAddress || strings.ContainsRune(domain, 'ẞ') { // which is two letters to some browsers
		return "", false
	}
	labels := strings.Split(normal, ".")
	for i, label := range labels {
		if labels[i], ok = normalLabel(label); !ok {
			return "", false
		}
	}
	return strings.Join(labels, "."), true
}

// punycode is what labels in Punycode begin with.
const punycode = "xn--"

func normalLabel(label string) (normal string, ok bool) {
	written, encoded := strings.CutPrefix(label, punycode)
	switch {
	case !isASCII(label):
		return punycode + encode([]rune(label)), !encoded && !strings.ContainsFunc(label, isUnsure)
	case !encoded:
		return label, true
	}
	letters, ok := decode(written)
	return label, ok && !isASCII(string(letters)) && !slices.ContainsFunc(letters, isOtherwise)
}

// isUnsure reports whether only the tables of IDNA say what browsers make of a letter.
func isUnsure(r rune) bool { return r >= utf8.RuneSelf && !unicode.Is(sure, r) }

// sure are letters in lower case of which browsers make nothing else, and which join no letter
// beside them.
var sure = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00df, 0x00f6, 1}, {0x00f8, 0x00ff, 1}, // Latin
		{0x0101, 0x0131, 2}, {0x0135, 0x0137, 2}, {0x0138, 0x0138, 1}, {0x013a, 0x013e, 2}, {0x0142, 0x0148, 2},
		{0x014b, 0x0177, 2}, {0x017a, 0x017e, 2},
		{0x03ac, 0x03ce, 1},                                           // Greek
		{0x0430, 0x045f, 1},                                           // Cyrillic
		{0x3041, 0x3096, 1}, {0x30a1, 0x30fa, 1}, {0x30fc, 0x30fc, 1}, // kana
		{0x4e00, 0x9fff, 1}, // Han
		{0xac00, 0xd7a3, 1}, // Hangul
	},
	LatinOffset: 2,
}

// isOtherwise reports whether a letter never stands in Punycode: it is none, or a person who
// reads it decoded reads another one.
func isOtherwise(r rune) bool {
	return !utf8.ValidRune(r) || AsRead(r) != r || unicode.ToLower(r) != r || r >= utf8.RuneSelf && unicode.Is(unicode.Dash, r)
}

// The parameters of Punycode (RFC 3492, section 5).
const (
	base, tMin, tMax  = 36, 1, 26
	skew, damp        = 38, 700
	firstBias, firstN = 72, 0x80
	digits            = "abcdefghijklmnopqrstuvwxyz0123456789"
	maxDelta          = unicode.MaxRune * (maxAddress + 1) // no label needs a larger delta
)

// encode returns a label in Punycode (RFC 3492, section 6.3). Its time is quadratic in the
// length of the label.
func encode(label []rune) string {
	var out []byte
	for _, r := range label {
		if r < firstN {
			out = append(out, byte(r))
		}
	}
	done := len(out)
	basic := done
	if basic > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(firstN), 0, firstBias
	for done < len(label) {
		next := rune(unicode.MaxRune)
		for _, r := range label {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range label {
			if r < n {
				delta++
			}
			if r == n {
				out = appendDelta(out, delta, bias)
				bias = adapt(delta, done+1, done == basic)
				delta = 0
				done++
			}
		}
		delta++
		n++
	}
	return string(out)
}

// appendDelta appends a number of digits whose weights depend on the bias.
func appendDelta(out []byte, q, bias int) []byte {
	for k := base; ; k += base {
		t := threshold(k, bias)
		if q < t {
			return append(out, digits[q])
		}
		out = append(out, digits[t+(q-t)%(base-t)])
		q = (q - t) / (base - t)
	}
}

func threshold(k, bias int) int { return max(tMin, min(tMax, k-bias)) }

// adapt returns the next bias (RFC 3492, section 6.1).
func adapt(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (base-tMin)*tMax/2; k += base {
		delta /= base - tMin
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}

// decode reads a label in Punycode (RFC 3492, section 6.2). Its time is quadratic in the
// length of the label.
func decode(s string) (label []rune, ok bool) {
	if end := strings.LastIndexByte(s, '-'); end > 0 {
		label, s = []rune(s[:end]), s[end+1:]
	}
	n, i, bias, basic := firstN, 0, firstBias, len(label)
	for s != "" {
		var delta int
		if delta, s, ok = cutDelta(s, bias); !ok {
			return nil, false
		}
		points := len(label) + 1
		bias = adapt(delta, points, len(label) == basic)
		i += delta
		n, i = n+i/points, i%points
		if n > unicode.MaxRune {
			return nil, false
		}
		label = slices.Insert(label, i, rune(n))
		i++
	}
	return label, true
}

// cutDelta cuts off the number that s begins with.
func cutDelta(s string, bias int) (delta int, rest string, ok bool) {
	weight := int64(1)
	for i := range len(s) {
		digit := strings.IndexByte(digits, s[i])
		if digit < 0 || int64(digit) > (maxDelta-int64(delta))/weight {
			return 0, "", false
		}
		delta += digit * int(weight)
		t := threshold((i+1)*base, bias)
		if digit < t {
			return delta, s[i+1:], true
		}
		weight *= int64(base - t) // a digit that is not the last is above 0: no weight gets far above maxDelta
	}
	return 0, "", false
}
