package mail

import (
	"bytes"
	"strings"
)

// cutLine returns the first line of text without its end, and what follows it.
func cutLine(text []byte) (line, rest []byte) {
	end := bytes.IndexByte(text, '\n')
	if end < 0 {
		return text, nil
	}
	return bytes.TrimSuffix(text[:end], []byte("\r")), text[end+1:]
}

// unixLines makes every line that ends in several carriage returns and a line feed
// end in that alone, and puts alone in the place of each carriage return that no
// line feed follows. It reports whether it did the one or the other, and the
// latter; text without such lines it returns as it is.
func unixLines(text []byte, alone string) (unix []byte, changed, bare bool) {
	if bytes.Count(text, []byte("\r")) == bytes.Count(text, []byte("\r\n")) {
		return text, false, false
	}
	out := make([]byte, 0, len(text))
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(out, text...), true, bare
		}
		out = append(out, text[:i]...)
		rest := bytes.TrimLeft(text[i:], "\r")
		if len(rest) > 0 && rest[0] == '\n' {
			out, text = append(out, '\n'), rest[1:]
			continue
		}
		returns := len(text) - i - len(rest)
		out, text, bare = append(out, strings.Repeat(alone, returns)...), rest, true
	}
}

// indexFold returns the first place of word in text, without regard to the case
// of ASCII letters, and -1 if it has none. Word holds a colon.
func indexFold(text []byte, word string) int {
	colon := bytes.IndexByte([]byte(word), ':')
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], ':')
		if i < 0 {
			return -1
		}
		start := from + i - colon
		if start >= 0 && hasPrefixFold(text[start:], word) {
			return start
		}
		from += i + 1
	}
}

// hasPrefixFold reports whether text begins with prefix, without regard to case.
func hasPrefixFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}

// isBlank reports the white space inside a line.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }
