package mail

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// utf8 returns the text of a part in UTF-8. Text in an unknown charset it returns
// as it is.
func (r *reader) utf8(e entity, c content, text []byte) []byte {
	decoded, err := toUTF8(text, c.charset)
	if err != nil {
		r.note(e, Note{Kind: NoteCharset, Was: c.charset, Lossy: true, Err: err})
	}
	return decoded
}

// toUTF8 decodes text in the charset of a name, empty if none is named. It
// returns text as it is, and an error, if the name means no charset.
func toUTF8(text []byte, name string) ([]byte, error) {
	charset, err := charsetOf(text, strings.ToLower(strings.Trim(name, " \t'\"")))
	if charset == nil {
		return text, err
	}
	return charset.NewDecoder().Bytes(text)
}

// charsetOf returns the charset to decode text from, nil if it is to stay as it
// is. UTF-16 is known by its bytes whatever is named, and is not believed
// without them. Text that is named Latin-1, as which much is named by mistake,
// and is UTF-8, is UTF-8.
func charsetOf(text []byte, name string) (encoding.Encoding, error) {
	if wide := wideCharset(text); wide != nil {
		return wide, nil
	}
	switch name {
	case "", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "unicode", "unknown-8bit", "x-unknown", "binary":
		return nil, nil
	}
	charset, err := htmlindex.Get(name)
	switch {
	case err != nil || charset == encoding.Replacement:
		return nil, fmt.Errorf("mail: unknown charset %q", name)
	case charset == charmap.Windows1252 && utf8.Valid(text):
		return nil, nil
	}
	return charset, nil
}

// wideCharset returns the UTF-16 that text is in, nil if it is not: it has a byte
// order mark, or one byte of its first character is zero.
func wideCharset(text []byte) encoding.Encoding {
	switch {
	case len(text) < 2:
		return nil
	case bytes.HasPrefix(text, []byte("\xfe\xff")), text[0] == 0 && text[1] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(text, []byte("\xff\xfe")), text[0] != 0 && text[1] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return nil
}
