package strictjson

import (
	"bytes"
	"encoding/json"
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
	if end := bytes.IndexAny(s, " \t\r\n,:]}"); end >= 0 {
		return end
	}
	return len(s)
}

// unquote returns what a string says.
func unquote(token []byte) []byte {
	plain := token[1 : len(token)-1]
	if bytes.IndexByte(plain, '\\') < 0 {
		return plain
	}
	var s string
	json.Unmarshal(token, &s) // cannot fail: the token is well formed
	return []byte(s)
}

// more reports whether a list or an object goes on, and reads its end where not.
func (d *Decoder) more() bool {
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
