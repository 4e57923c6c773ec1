package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// caseLine returns a case of testdata on one line.
func caseLine(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var line bytes.Buffer
	require.NoError(t, json.Compact(&line, data))
	return line.String()
}

func TestCaseLines(t *testing.T) {
	whole, bare := caseLine(t, "case.json"), caseLine(t, "case-without-org.json")
	kept := `{"version":1,"verdict":"keep_part","reasons":["participant_opted_out","late_opt_out","recorded_automatically","consent_by_page"],"cut":"2031-03-10T10:45:00Z"}`
	recorded := `{"version":1,"verdict":"record","reasons":["recorded_automatically","consent_by_page"]}`
	long := `{"version":1,"x":"` + strings.Repeat("x", maxLine) + `"}`
	for _, row := range []struct {
		name   string
		status int
		args   string
		in     []string
		want   []string
	}{
		{"nothing", 0, "", []string{""}, nil},
		{"one", 1, "", []string{whole}, []string{kept}},
		{"recorded, by settings", 0, "-settings=settings.json", []string{bare, bare}, []string{recorded, recorded}},
		{"no company", 2, "", []string{bare}, []string{`{"version":1,"error":"column 1: org: say the company's settings","line":1}`}},
		{"blank lines count", 2, "", []string{"", whole, " \r", "x"}, []string{kept, `{"version":1,"error":"column 1: this is not JSON: invalid character 'x' looking for beginning of value","line":4}`}},
		{"it goes on after a bad line", 2, "-settings=settings.json", []string{`{"version":2}`, bare, `{"version":1,"nwo":1}`, bare},
			[]string{`{"version":1,"error":"column 12: version: version 2 is newer than this program, which reads up to version 1","line":1}`, recorded, `{"version":1,"error":"column 14: unknown field \"nwo\" (did you mean \"now\"?)","line":3}`, recorded}},
		{"a path", 2, "-settings=settings.json", []string{strings.Replace(bare, `"attendees":[{`, `"attendees":[{"adress":1,`, 1)},
			[]string{`{"version":1,"error":"column 211: invite.attendees[0]: unknown field \"adress\" (did you mean \"address\"?)","line":1}`}},
		{"CRLF", 1, "", []string{whole + "\r", whole + "\r"}, []string{kept, kept}},
		{"a long line", 1, "", []string{strings.Replace(whole, "{", "{"+strings.Repeat(" ", 3*bufferSize), 1), whole}, []string{kept, kept}},
		{"too long a line", 2, "", []string{long, whole}, []string{`{"version":1,"error":"the line is longer than 16 MiB, which no case is","line":1}`, kept}},
		{"too long a last line", 2, "", []string{whole, long}, []string{kept, `{"version":1,"error":"the line is longer than 16 MiB, which no case is","line":2}`}},
	} {
		for _, end := range []string{"", "\n"} {
			t.Run(row.name+map[string]string{"\n": ", last line ended"}[end], func(t *testing.T) {
				got := decide(strings.Join(row.in, "\n")+end, append(strings.Fields(row.args), "-case=-")...)
				assert.Equal(t, outcome{row.status, asLines(row.want), ""}, got)
			})
		}
	}
}

func asLines(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestCaseLinesAnswerAtOnce checks that whoever waits for an answer before asking
// again gets it.
func TestCaseLinesAnswerAtOnce(t *testing.T) {
	in, ask := io.Pipe()
	hear, out := io.Pipe()
	done := make(chan int)
	go func() { done <- run([]string{"-case=-"}, world{in, out, io.Discard, noEnv, december}) }()
	late := time.AfterFunc(10*time.Second, func() { hear.CloseWithError(errors.New("no answer came")) })
	defer late.Stop()
	answers := bufio.NewReader(hear)
	for range 3 {
		_, err := io.WriteString(ask, caseLine(t, "case.json")+"\n")
		require.NoError(t, err)
		answer, err := answers.ReadString('\n')
		require.NoError(t, err)
		assert.Contains(t, answer, `"verdict":"keep_part"`)
	}
	require.NoError(t, ask.Close())
	assert.Equal(t, exitNot, <-done)
}

func TestCaseLinesUnwritable(t *testing.T) {
	var err bytes.Buffer
	w := world{strings.NewReader(caseLine(t, "case.json")), full{}, &err, noEnv, december}
	assert.Equal(t, exitTrouble, run([]string{"-case=-"}, w))
	assert.Equal(t, "decide: no space left\n", err.String())
}

// TestAppendDecision compares the fast writer with the wire form.
func TestAppendDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decision.Decision{
			Verdict: rapid.SampledFrom(decision.AllVerdicts()).Draw(t, "verdict"),
			Reasons: enum.SetOf(rapid.SliceOf(rapid.SampledFrom(decision.AllReasons())).Draw(t, "reasons")...),
		}
		if rapid.Bool().Draw(t, "cut") {
			d.Cut = time.Unix(rapid.Int64Range(0, 1<<34).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano")).UTC()
		}
		want, err := json.Marshal(d)
		require.NoError(t, err)
		assert.Equal(t, string(want)+"\n", string(appendDecision(nil, d)))
	})
}

// BenchmarkCaseLines decides cases from JSON Lines; beside it, what decoding alone
// takes.
func BenchmarkCaseLines(b *testing.B) {
	line := caseLine(b, "case.json")
	const n = 1000
	input := strings.Repeat(line+"\n", n)
	perLine := func(b *testing.B) {
		b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "lines/s")
	}
	b.Run("lines", func(b *testing.B) {
		b.SetBytes(int64(len(input)))
		b.ReportAllocs()
		for b.Loop() {
			l := newLines(strings.NewReader(input), io.Discard, nil)
			if err := l.run(); err != nil || l.status != exitNot {
				b.Fatal(err)
			}
		}
		perLine(b)
	})
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(input)))
		b.ReportAllocs()
		data := []byte(line)
		for b.Loop() {
			var d decision.CaseDecoder
			for range n {
				if _, err := d.Decode(data); err != nil {
					b.Fatal(err)
				}
			}
		}
		perLine(b)
	})
}
