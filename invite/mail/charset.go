package mail

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// utf8 returns the text of a part in UTF-8. Text in an unknown charset it returns
// as it is.
func (r *reader) utf8(e entity, c content, text []byte) []byte {
	decoded, found, err := toUTF8(text, c.charset)
	if found != "" || err != nil {
		r.note(e, Note{Kind: NoteCharset, Was: c.charset, Made: found, Lossy: err != nil, Err: err})
	}
	return decoded
}

var (
	// errBytes says that a text has bytes that its charset has not.
	errBytes = errors.New("mail: bytes that the charset does not have")
	// errEither says that a text in a charset of several bytes for a character is
	// UTF-8, too.
	errEither = errors.New("mail: text that may be UTF-8 as well")
)

// toUTF8 decodes text in the charset of a name, empty if none is named. It
// returns the charset that it found text to be in, if that is another one than
// named.
//
// It returns text as it is, and an error, if the name means no charset, or means
// UTF-8 and text is none. With errBytes otherwise, characters of the result are
// lost; with errEither it may be nonsense.
func toUTF8(text []byte, name string) (decoded []byte, found string, err error) {
	charset, found, err := charsetOf(text, charsetName(name))
	if charset == nil {
		return text, found, err
	}
	decoded, err = charset.NewDecoder().Bytes(text)
	lost := err != nil || bytes.Contains(decoded, replacement) && !bytes.Contains(text, replacement)
	either := !isASCII(text) && isUTF8(text) && wideCharset(text) == nil
	switch {
	case lost && either:
		return text, "utf-8", nil
	case lost:
		return decoded, found, errBytes
	case either:
		return decoded, found, errEither
	}
	return decoded, found, nil
}

// replacement is the character that decoders put in the place of what they cannot
// decode, in UTF-8.
var replacement = []byte("\ufffd")

// charsetName returns the name of a charset in lower case, without quotes.
func charsetName(name string) string { return strings.ToLower(strings.Trim(name, " \t'\"")) }

// charsetOf returns the charset to decode text from, nil if it is to stay as it
// is, and its name, if text is in another one than named. UTF-16 is known by its
// bytes whatever is named, and is not believed without them. Text that is named
// Latin-1, as which much is named by mistake, or the like, and is UTF-8, is UTF-8.
func charsetOf(text []byte, name string) (charset encoding.Encoding, found string, err error) {
	named := charsetNames[name]
	if charset = wideCharset(text); charset != nil {
		if name != "" && named != wideName {
			found = "utf-16"
		}
		return charset, found, nil
	}
	switch {
	case name == "" || named == noName:
		return nil, "", nil
	case !isUTF8(text) && (named == utf8Name || named == wideName):
		return nil, "", errBytes
	case named == utf8Name:
		return nil, "", nil
	case named == wideName:
		return nil, "utf-8", nil
	}
	return narrowCharset(text, name)
}

// narrowCharset is [charsetOf] for charsets that extend ASCII.
func narrowCharset(text []byte, name string) (charset encoding.Encoding, found string, err error) {
	charset, err = htmlindex.Get(name)
	switch {
	case err != nil || charset == encoding.Replacement:
		return nil, "", errors.New("mail: unknown charset " + strictjson.Quote(name))
	case isSingleByte(charset) && !isASCII(text) && isUTF8(text):
		return nil, "utf-8", nil
	case strings.Contains(name, "ascii") && !isASCII(text):
		return charset, "windows-1252", nil
	}
	return charset, "", nil
}

// isSingleByte reports whether a charset has one byte for a character, and UTF-8
// makes no sense in it. In Thai it can.
func isSingleByte(charset encoding.Encoding) bool {
	_, ok := charset.(*charmap.Charmap)
	return ok && charset != charmap.Windows874
}

// A charsetKind is what a name means that [htmlindex.Get] is not asked for.
type charsetKind int

const (
	otherName charsetKind = iota
	noName                // it says that the charset is not known
	utf8Name
	wideName // UTF-16
)

var charsetNames = map[string]charsetKind{
	"unknown-8bit": noName, "x-unknown": noName, "binary": noName,
	"utf-8": utf8Name, "utf8": utf8Name,
	"utf-16": wideName, "utf-16le": wideName, "utf-16be": wideName, "unicode": wideName,
}

// isUTF8 reports whether text is UTF-8. A character may be folded in two, as
// calendars count bytes where they fold lines (RFC 5545, section 3.1).
func isUTF8(text []byte) bool {
	return utf8.Valid(text) || utf8.Valid(foldings.ReplaceAll(text, nil))
}

var foldings = regexp.MustCompile("\r?\n[ \t]")

// isASCII reports whether text has seven bits in each byte.
func isASCII(text []byte) bool {
	return bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// fromWindows returns text with the bytes that are no UTF-8 read as Windows-1252.
func fromWindows(text string) string {
	var out strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(text[0])
		}
		out.WriteRune(r)
		text = text[size:]
	}
	return out.String()
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
