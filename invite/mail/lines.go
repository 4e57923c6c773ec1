package mail

import "bytes"

// cutLine returns the first line of text without its end, and what follows it.
func cutLine(text []byte) (line, rest []byte) {
	end := bytes.IndexByte(text, '\n')
	if end < 0 {
		return text, nil
	}
	return bytes.TrimSuffix(text[:end], []byte("\r")), text[end+1:]
}

// unixLines makes every line end in one line feed where some end in a carriage
// return alone, or in several before the line feed. Text without such lines it
// returns as it is, and reports false.
func unixLines(text []byte) ([]byte, bool) {
	if bytes.Count(text, []byte("\r")) == bytes.Count(text, []byte("\r\n")) {
		return text, false
	}
	out := make([]byte, 0, len(text))
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(out, text...), true
		}
		out = append(out, text[:i]...)
		rest := bytes.TrimLeft(text[i:], "\r")
		if len(rest) > 0 && rest[0] == '\n' {
			out, text = append(out, '\n'), rest[1:]
			continue
		}
		returns := len(text) - i - len(rest)
		out, text = append(out, bytes.Repeat([]byte("\n"), returns)...), rest
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
