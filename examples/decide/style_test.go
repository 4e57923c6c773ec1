package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/decision"
)

// TestStyleOf takes the null device for a terminal: both are character devices.
func TestStyleOf(t *testing.T) {
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer device.Close()
	file, err := os.CreateTemp(t.TempDir(), "")
	require.NoError(t, err)
	defer file.Close()
	closed, err := os.CreateTemp(t.TempDir(), "")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	for _, row := range []struct {
		name string
		out  io.Writer
		env  map[string]string
		want bool
	}{
		{"terminal", device, nil, true},
		{"terminal of some kind", device, map[string]string{"TERM": "xterm-256color"}, true},
		{"NO_COLOR", device, map[string]string{"NO_COLOR": "1"}, false},
		{"empty NO_COLOR says nothing", device, map[string]string{"NO_COLOR": ""}, true},
		{"dumb terminal", device, map[string]string{"TERM": "dumb"}, false},
		{"file", file, nil, false},
		{"closed file", closed, nil, false},
		{"no file", new(bytes.Buffer), nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := world{out: row.out, env: func(name string) string { return row.env[name] }}
			assert.Equal(t, style{row.want}, styleOf(w))
		})
	}
}

func TestVerdictMarks(t *testing.T) {
	for _, row := range []struct {
		verdict            decision.Verdict
		plain, fancy, code string
	}{
		{decision.Record, "RECORD", "✔ RECORD", green},
		{decision.KeepPart, "KEEP_PART", "◐ KEEP_PART", yellow},
		{decision.Hold, "HOLD", "⊘ HOLD", yellow},
		{decision.Discard, "DISCARD", "✘ DISCARD", red},
		{decision.Refuse, "REFUSE", "✘ REFUSE", red},
	} {
		text, code := style{}.verdict(row.verdict)
		assert.Equal(t, []string{row.plain, row.code}, []string{text, code})
		text, _ = style{fancy: true}.verdict(row.verdict)
		assert.Equal(t, row.fancy, text)
	}
}

// TestFancyReport checks that a coloured report is the plain one in other clothes.
func TestFancyReport(t *testing.T) {
	for _, name := range []string{"zoom.ics", "google-meet.ics", "broken-lines.ics"} {
		var out, plain bytes.Buffer
		p := program{world: world{out: &out, clock: december}, style: style{fancy: true}}
		p.files = []string{invites + name}
		p.run()
		compareGolden(t, "fancy-"+strings.TrimSuffix(name, ".ics")+".txt", out.String())
		p = program{world: world{out: &plain, clock: december}, options: p.options}
		p.run()
		undressed := strings.NewReplacer("\x1b[0m", "", "\x1b["+bold+"m", "", "\x1b["+red+"m", "", "\x1b["+green+"m", "", "\x1b["+yellow+"m", "",
			"✘ REFUSE", "REFUSE", "✔ RECORD", "RECORD", "✘", "-", "✔", "+", "“", `"`, "”", `"`).Replace(out.String())
		assert.Equal(t, plain.String(), undressed)
	}
}

// TestPlainIsASCII checks that all that is ours is ASCII when text is plain.
func TestPlainIsASCII(t *testing.T) {
	for _, rule := range decision.Rules() {
		e := decision.Explained{Reason: rule.Reason, Says: rule.Says, Source: rule.Source, Section: rule.Section}
		for _, text := range []string{style{}.own(e.Says), style{}.own(source(e))} {
			assert.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }), text)
		}
	}
}

// TestHostileTitle checks that an invitation cannot take over the terminal.
func TestHostileTitle(t *testing.T) {
	hostile := strings.Replace(readInvite(t, "zoom.ics"), "SUMMARY:Acme", "SUMMARY:\x1b]0;owned\x07\x1b[2J\u202eAcme", 1)
	got := decide(hostile, "-")
	assert.NotContains(t, got.out, "\x1b")
	assert.NotContains(t, got.out, "\u202e")
	assert.Contains(t, got.out, "Acme & Customer")
}

func TestClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := clean(rapid.String().Draw(t, "text"))
		assert.True(t, utf8.ValidString(got))
		assert.Equal(t, -1, strings.IndexFunc(got, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
		}))
		assert.Equal(t, got, clean(got))
	})
}

func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zä ]{0,60}`).Draw(t, "text")
		width := rapid.IntRange(1, 20).Draw(t, "width")
		lines := wrap(text, width)
		assert.Equal(t, strings.Fields(text), strings.Fields(strings.Join(lines, " ")), "no word is lost")
		for i, line := range lines {
			assert.True(t, utf8.RuneCountInString(line) <= width || !strings.Contains(line, " "), "%q fits", line)
			if i > 0 {
				first, _, _ := strings.Cut(line, " ")
				assert.Greater(t, utf8.RuneCountInString(lines[i-1]+" "+first), width, "no line ends too early")
			}
		}
	})
}
