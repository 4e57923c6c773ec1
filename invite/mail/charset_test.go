package mail

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// charsetRows are texts and the names of charsets that they are said to be in.
var charsetRows = []struct {
	rule, name, text, want string
	lossy                  bool
	made                   string // with a note if it is not "-"
}{
	{"no name", "", "Br\u00fccke", "Brücke", false, "-"},
	{"UTF-8", "utf-8", "Brücke", "Brücke", false, "-"},
	{"no UTF-8", "utf-8", "Br\xfccke", "Brücke", true, ""},
	{"UTF-8 in quotes", "'UTF8'", "Brücke", "Brücke", false, "-"},
	{"UTF-8 that has the replacement character", "utf-8", "Br\ufffdcke", "Br\ufffdcke", false, "-"},
	{"ASCII", "us-ascii", "Bruecke", "Bruecke", false, "-"},
	{"ASCII that is UTF-8", "us-ascii", "Brücke", "Brücke", false, "utf-8"},
	{"ASCII with eight bits", "us-ascii", "Br\xfccke", "Brücke", false, "windows-1252"},
	{"Latin-1", "iso-8859-1", "Br\xfccke", "Brücke", false, "-"},
	{"Latin-1 in ASCII", "iso-8859-1", "Bruecke", "Bruecke", false, "-"},
	{"Latin-1 that is UTF-8", "iso-8859-1", "Brücke", "Brücke", false, "utf-8"},
	{"Cyrillic", "koi8-r", "\xf0\xf2", "ПР", false, "-"},
	{"Cyrillic that is UTF-8", "windows-1251", "Мост", "Мост", false, "utf-8"},
	{"Greek with a byte that it has not", "iso-8859-7", "\xc1\xff", "Α\ufffd", true, ""},
	{"Thai that is UTF-8, too", "windows-874", "\xe1\xa2\xa1", "แขก", true, ""},
	{"no Japanese of seven bits", "iso-2022-jp", "Br\xfccke", "Br\ufffdcke", true, ""},
	{"Japanese of seven bits that is UTF-8", "iso-2022-jp", "Brücke", "Brücke", false, "utf-8"},
	{"Japanese of seven bits with an unknown escape", "iso-2022-jp", "a\x1b$Zb", "a\ufffd$Zb", true, ""},
	{"Japanese", "shift_jis", "\x89\xef\x8bc", "会議", false, "-"},
	{"no Japanese", "shift_jis", "Br\xff cke", "Br\ufffd cke", true, ""},
	{"no Japanese that is UTF-8", "shift_jis", "Gr\u00f6\u00dfe", "Grﾃｶﾃ歹", true, ""},
	{"Chinese", "gb2312", "\xbb\xe1\xd2\xe9", "会议", false, "-"},
	{"Chinese that is UTF-8, too", "gbk", "Brücke", "Br眉cke", true, ""},
	{"no Chinese", "gbk", "Br\xff cke", "Br\ufffd cke", true, ""},
	{"no Chinese of Taiwan", "big5", "Br\xfc cke", "Br\ufffd cke", true, ""},
	{"no Korean", "euc-kr", "Br\xfc cke", "Br\ufffd cke", true, ""},
	{"UTF-7", "utf-7", "Br+APw-cke", "Br+APw-cke", true, ""},
	{"a charset that nobody knows", "x-klingon", "Bruecke", "Bruecke", true, ""},
	{"a charset that says that it is unknown", "unknown-8bit", "Brücke", "Brücke", false, "-"},
}

// What other packages say of a mail quotes it.
func TestErrorsOfNotesAreSafeToPrint(t *testing.T) {
	m := read(t, head+"Content-Type: text/calendar; charset=utf-8; \x1b[31m\n\n"+calendarOf("one@acme.example"))
	require.NotEmpty(t, m.Notes)
	for _, n := range m.Notes {
		assert.Equal(t, strictjson.Printable(n.Was), n.Was)
	}
	plain, hostile := errors.New("plain"), errors.New("a\nb")
	assert.NoError(t, printable(nil))
	assert.Equal(t, plain, printable(plain))
	assert.EqualError(t, printable(hostile), `a\nb`)
	assert.ErrorIs(t, printable(hostile), hostile)
}

func TestCharsetOfAPart(t *testing.T) {
	for _, c := range charsetRows {
		t.Run(c.rule, func(t *testing.T) {
			cal := strings.ReplaceAll(calendarOf("one@acme.example"), "Brücke", c.text)
			m := read(t, head+"Content-Type: text/calendar; charset=\""+c.name+"\"\n\n"+cal)
			require.Len(t, m.Events(), 1)
			assert.Equal(t, c.want, m.Events()[0].Invite.Title)
			if c.made == "-" {
				assert.Empty(t, m.Notes)
				return
			}
			require.Len(t, m.Notes, 1)
			assert.Equal(t, Note{Line: 1, Kind: NoteCharset, Was: c.name, Made: c.made, Lossy: c.lossy, Err: m.Notes[0].Err}, m.Notes[0])
			assert.Equal(t, c.lossy, m.Notes[0].Err != nil)
		})
	}
}

func TestCharsetOfAWord(t *testing.T) {
	for _, c := range charsetRows {
		if name := charsetName(c.name); name != "" && name == c.name {
			t.Run(c.rule, func(t *testing.T) {
				m := read(t, head+"Subject: =?"+c.name+"?B?"+strings.TrimSpace(encode(c.text, 80))+"?=\n\n")
				assert.Equal(t, c.want, m.Subject)
				if c.made == "-" {
					assert.Empty(t, m.Notes)
					return
				}
				require.Len(t, m.Notes, 1)
				assert.Equal(t, c.lossy, m.Notes[0].Lossy)
				_, _, err := toUTF8([]byte(c.text), c.name)
				assert.Equal(t, err, m.Notes[0].Err)
			})
		}
	}
}

func TestOtherWordsOfABadOneStay(t *testing.T) {
	m := read(t, head+"Subject: Brücke =?utf-8?Q?Br=FCcke?= =?utf-8?Q?x=C3=BC?= Br\xfccke\n\n")
	assert.Equal(t, "Brücke Brückexü Brücke", m.Subject)
	require.Len(t, m.Notes, 1)
	assert.Equal(t, NoteCharset, m.Notes[0].Kind)
	assert.ErrorIs(t, m.Notes[0].Err, errBytes)
}

func TestACharacterFoldedInTwoIsUTF8(t *testing.T) {
	for _, name := range []string{"utf-8", "us-ascii"} {
		for _, end := range []string{"\n", "\r\n"} {
			cal := strings.ReplaceAll(calendarOf("one@acme.example"), "ü", "\xc3\n \xbc")
			m := read(t, head+"Content-Type: text/calendar; charset="+name+"\n\n"+strings.ReplaceAll(cal, "\n", end))
			assert.Equal(t, "Brücke", m.Events()[0].Invite.Title)
			assert.False(t, len(m.Notes) > 0 && m.Notes[0].Lossy)
		}
	}
}

func TestUTF16ThatIsCutOff(t *testing.T) {
	text := string(utf16Of(head+"Content-Type: text/calendar\n\n"+calendarOf("one@acme.example"), false))
	m := read(t, text+"\n")
	assert.Equal(t, []string{"one@acme.example"}, uids(m))
	require.Len(t, m.Notes, 1)
	assert.Equal(t, NoteCharset, m.Notes[0].Kind)
	assert.True(t, m.Notes[0].Lossy)
	m = read(t, head+"Content-Type: text/calendar; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"+
		encode(string(utf16Of(calendarOf("one@acme.example"), true)), 60))
	require.Len(t, m.Notes, 1)
	assert.Equal(t, Note{Line: 1, Kind: NoteCharset, Was: "utf-8", Made: "utf-16"}, m.Notes[0])
}
