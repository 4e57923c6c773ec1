package strictjson

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// The functions of this file go through text that is known to be well-formed JSON.

// next moves to the next token and returns where it begins.
func (d *Decoder) next() int {
	for {
		switch d.data[d.pos] {
		case ' ', '\t', '\r', '\n', ',', ':':
			d.pos++
		default:
			return d.pos
		}
	}
}

// token reads the next token: a bracket, a string with its quotes, or a word.
func (d *Decoder) token() []byte {
	begin := d.next()
	switch d.data[begin] {
	case '{', '}', '[', ']':
		d.pos++
	case '"':
		d.pos = begin + 1 + endOfString(d.data[begin+1:])
	default:
		d.pos = begin + endOfWord(d.data[begin:])
	}
	return d.data[begin:d.pos]
}

// endOfString returns the offset after the quote that ends a string.
func endOfString(s []byte) int {
	for i := 0; ; i++ {
		switch s[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
}

// endOfWord returns the length of a number, true, false or null.
func endOfWord(s []byte) int {
	for i, c := range s {
		switch c {
		case ' ', '\t', '\r', '\n', ',', ']', '}':
			return i
		}
	}
	return len(s)
}

// unquote returns what a string says, and -1. Of a string with half a surrogate pair it
// returns nil and the offset of the half.
func unquote(token []byte) (said []byte, half int) {
	plain := token[1 : len(token)-1]
	i := bytes.IndexByte(plain, '\\')
	if i < 0 {
		return plain, -1
	}
	said = append(make([]byte, 0, len(plain)), plain[:i]...)
	for i < len(plain) {
		switch {
		case plain[i] != '\\':
			said = append(said, plain[i])
			i++
		case plain[i+1] != 'u':
			said = append(said, escaped(plain[i+1]))
			i += 2
		default:
			r, n := character(plain[i:])
			if r < 0 {
				return nil, 1 + i
			}
			said = utf8.AppendRune(said, r)
			i += n
		}
	}
	return said, -1
}

// escaped returns what a backslash and a letter stand for.
func escaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// character returns the character that s begins with, written as \uXXXX or as two of these,
// and its length; a negative character for half a surrogate pair.
func character(s []byte) (r rune, n int) {
	r = unit(s)
	if !utf16.IsSurrogate(r) {
		return r, len(`\u0000`)
	}
	if s = s[len(`\u0000`):]; len(s) > 1 && s[0] == '\\' && s[1] == 'u' {
		if r = utf16.DecodeRune(r, unit(s)); r != utf8.RuneError {
			return r, 2 * len(`\u0000`)
		}
	}
	return -1, 0
}

// unit returns the number that s begins with, written as \uXXXX.
func unit(s []byte) rune {
	n, _ := strconv.ParseUint(string(s[2:6]), 16, 16) // cannot fail: the text is well formed
	return rune(n)
}

// goesOn reports whether a list or an object goes on, and reads its end where not.
func (d *Decoder) goesOn() bool {
	if c := d.data[d.next()]; c != ']' && c != '}' {
		return true
	}
	d.pos++
	return false
}

// skip passes over the next value, without recursion.
func (d *Decoder) skip() {
	for depth := 0; ; {
		switch d.token()[0] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth == 0 {
			return
		}
	}
}
