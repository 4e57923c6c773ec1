package ics

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	bomUTF8  = []byte("\xef\xbb\xbf")
	bomUTF16 = map[string]bool{"\xff\xfe": false, "\xfe\xff": true} // value: big-endian
)

// toUTF8 takes off a byte order mark and turns UTF-16 into UTF-8. It returns the
// name of what it found, empty if there was nothing to do, and whether something was
// lost. Single bytes that are no UTF-8 are left to [fromWindows], line by line.
func toUTF8(data []byte) (text []byte, was string, lossy bool) {
	if rest, ok := bytes.CutPrefix(data, bomUTF8); ok {
		return rest, "UTF-8 byte order mark", false
	}
	if len(data) < 2 {
		return data, "", false
	}
	if big, ok := bomUTF16[string(data[:2])]; ok {
		text, lossy = fromUTF16(data[2:], big)
		return text, "UTF-16", lossy
	}
	// No mark: a calendar begins with ASCII, so the other byte of its first units is 0.
	if len(data) >= 4 && (data[0] == 0) != (data[1] == 0) && (data[0] == 0) == (data[2] == 0) && (data[1] == 0) == (data[3] == 0) {
		text, lossy = fromUTF16(data, data[0] == 0)
		return text, "UTF-16 without a byte order mark", lossy
	}
	return data, "", false
}

// fromUTF16 decodes UTF-16. What is no character becomes U+FFFD, an odd last byte
// is left out; it reports whether there was either.
func fromUTF16(data []byte, big bool) (text []byte, lossy bool) {
	low, high := 0, 1
	if big {
		low, high = 1, 0
	}
	text, lossy = make([]byte, 0, len(data)), len(data)%2 == 1
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(data[i+low]) | rune(data[i+high])<<8
		if utf16.IsSurrogate(r) && i+3 < len(data) {
			second := rune(data[i+2+low]) | rune(data[i+2+high])<<8
			if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
				r = pair
				i += 2
			}
		}
		lossy = lossy || utf16.IsSurrogate(r)
		text = utf8.AppendRune(text, r)
	}
	return text, lossy
}

// windows1252 holds what the bytes 0x80 to 0x9F mean in Windows-1252 (the WHATWG
// encoding standard's index; five of them are controls there). All other bytes
// are the same in ISO 8859-1.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

// fromWindows appends text to dst, reading the bytes that are no UTF-8 as
// Windows-1252.
func fromWindows(dst, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			r = rune(text[0])
			if 0x80 <= r && r < 0xa0 {
				r = windows1252[r-0x80]
			}
		}
		dst = utf8.AppendRune(dst, r)
		text = text[size:]
	}
	return dst
}
