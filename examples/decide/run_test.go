package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
)

const invites = "../../testdata/invites/"

// outcome is what one run prints and returns.
type outcome struct {
	status   int
	out, err string
}

// decide runs the program on the first of December 2030, before all sample invites.
func decide(stdin string, args ...string) outcome {
	var out, err bytes.Buffer
	status := run(args, world{strings.NewReader(stdin), &out, &err, noEnv, december})
	return outcome{status, out.String(), err.String()}
}

func noEnv(string) string { return "" }

func december() time.Time { return time.Date(2030, 12, 1, 12, 0, 0, 0, time.UTC) }

func readInvite(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(invites + name)
	require.NoError(t, err)
	return string(data)
}

// TestTrouble checks that whatever is wrong is said on one line, with what would be
// right.
func TestTrouble(t *testing.T) {
	for _, row := range []struct {
		name, want string
		args       []string
	}{
		{"no file", "name a calendar file, or - for standard input; decide -h says more", nil},
		{"no file after --", "name a calendar file, or - for standard input; decide -h says more", []string{"--"}},
		{"unknown flag", "there is no flag -verbose; decide -h lists them all", []string{"-verbose"}},
		{"misspelt flag", "there is no flag -setings (did you mean \"-settings\"?); decide -h lists them all", []string{"-setings=x"}},
		{"swapped letters", "there is no flag -nwo (did you mean \"-now\"?); decide -h lists them all", []string{"--nwo", "x"}},
		{"flag without a name", "there is no flag -; decide -h lists them all", []string{"-=x"}},
		{"flag without a value", "-now says nothing: want the form 2031-03-03T09:05:00Z", []string{"x.ics", "-now"}},
		{"flag with an empty value", "-settings says nothing: want a file with the company's settings in JSON", []string{"-settings=", "x.ics"}},
		{"no time", `-now: time "tomorrow": want the form 2031-03-03T09:05:00Z`, []string{"-now", "tomorrow", "x.ics"}},
		{"the zero time", `-now: time "0001-01-01T00:00:00Z": want the form 2031-03-03T09:05:00Z`, []string{"-now=0001-01-01T00:00:00Z", "x.ics"}},
		{"no recorder's time", `-recorder-start: time "9:00": want the form 2031-03-03T09:05:00Z`, []string{"-recorder-start=9:00", "x.ics"}},
		{"no zone", `-zone "Berlin": want a time zone such as Europe/Berlin, UTC or Local`, []string{"-zone=Berlin", "x.ics"}},
		{"no address", `-sender: address "ann": there is no @; want the form name@domain`, []string{"-sender=ann", "x.ics"}},
		{"no yes or no", `-json "maybe": want true or false`, []string{"-json=maybe", "x.ics"}},
		{"answer without a choice", `-answer "cem@customer.example": want the form cem@customer.example=opted_out@2031-03-03T09:05:00Z`, []string{"-answer=cem@customer.example"}},
		{"answer without a time", `-answer "a@b.example=opted_out": want the form cem@customer.example=opted_out@2031-03-03T09:05:00Z`, []string{"-answer=a@b.example=opted_out"}},
		{"answer of nobody", `-answer: address "cem": there is no @; want the form name@domain`, []string{"-answer=cem=opted_out@2031-03-03T09:05:00Z"}},
		{"answer of an unknown choice", `-answer: unknown choice "no": want one of stayed_away, consented, bypassed, opted_out`, []string{"-answer=a@b.example=no@2031-03-03T09:05:00Z"}},
		{"answer of a misspelt choice", `-answer: unknown choice "optedout": want one of stayed_away, consented, bypassed, opted_out (did you mean "opted_out"?)`, []string{"-answer=a@b.example=optedout@2031-03-03T09:05:00Z"}},
		{"answer at no time", `-answer: time "now": want the form 2031-03-03T09:05:00Z`, []string{"-answer=a@b.example=opted_out@now"}},
		{"cancellation without a time", `-cancel "ann@acme.example": want the form ann@acme.example=2031-03-03T08:30:00Z`, []string{"-cancel=ann@acme.example"}},
		{"cancellation by nobody", `-cancel: address "ann": there is no @; want the form name@domain`, []string{"-cancel=ann=2031-03-03T08:30:00Z"}},
		{"cancellation at no time", `-cancel: time "now": want the form 2031-03-03T09:05:00Z`, []string{"-cancel=ann@acme.example=now"}},
		{"presence without a time", `-present "cem@customer.example": want the form cem@customer.example=2031-03-03T09:01:00Z..2031-03-03T09:40:00Z`, []string{"-present=cem@customer.example"}},
		{"presence from no time", `-present: time "now": want the form 2031-03-03T09:05:00Z`, []string{"-present=cem@customer.example=now"}},
		{"presence until no time", `-present: time "": want the form 2031-03-03T09:05:00Z`, []string{"-present=cem@customer.example=2031-03-03T09:01:00Z.."}},
		{"presence that ends before it begins", "-present: the second time is before the first: want a time that is not", []string{"-present=cem@customer.example=2031-03-03T09:01:00Z..2031-03-03T09:00:59Z"}},
		{"presence of a bare name", `-present: address "Cem": there is no @; want the form name@domain, or a name in quotes`, []string{"-present=Cem=2031-03-03T09:01:00Z"}},
		{"presence of a quote", `-present: address "\"": there is no @; want the form name@domain, or a name in quotes`, []string{`-present="=2031-03-03T09:01:00Z`}},
		{"presence of an unknown kind", `-present: address "robot:notes": there is no @; want the form name@domain, or a name in quotes`, []string{"-present=robot:notes=2031-03-03T09:01:00Z"}},
		{"no such roster", "-roster testdata/none.json: there is no such file", []string{"-roster=testdata/none.json", "x.ics"}},
		{"roster that is none", "-roster testdata/answers.json: line 1, column 1: want an object, not a list", []string{"-roster=testdata/answers.json", "x.ics"}},
		{"roster and case", "-roster does not go with -case: the case says it itself", []string{"-case=c.json", "-roster=testdata/roster.json"}},
		{"asked at no time", `-asked-at: time "noon": want the form 2031-03-03T09:05:00Z`, []string{"-sender=ann@acme.example", "-asked-at=noon", "x.ics"}},
		{"asked at a time by nobody", "-asked-at needs -sender: say who asked the assistant", []string{"-asked-at=2031-03-03T09:05:00Z", "x.ics"}},
		{"ended in an unknown way", `-recorder-ended: unknown ending of a recording "crashed": want one of finished, stopped, not_admitted, failed`, []string{"-recorder-ended=crashed", "x.ics"}},
		{"ended in a misspelt way", `-recorder-ended: unknown ending of a recording "not-admitted": want one of finished, stopped, not_admitted, failed (did you mean "not_admitted"?)`, []string{"-recorder-ended=not-admitted", "x.ics"}},
		{"ended, never stopped", "-recorder-ended needs -recorder-stop: say when the recorder stopped", []string{"-recorder-start=2031-03-03T09:05:00Z", "-recorder-ended=finished", "x.ics"}},
		{"asked by nobody", "-asked needs -sender: say who asked the assistant", []string{"-asked=record@acme.example", "x.ics"}},
		{"stopped, never started", "-recorder-stop needs -recorder-start: say when the recorder started", []string{"-recorder-stop=2031-03-03T09:05:00Z", "x.ics"}},
		{"stopped before it started", "-recorder-stop is before -recorder-start: want a time that is not", []string{"-recorder-stop=2031-03-03T09:05:00Z", "-recorder-start=2031-03-03T09:06:00Z", "x.ics"}},
		{"standard input twice", "standard input (-) can be read once only", []string{"-", "-"}},
		{"case and file", "-case decides a case by itself: leave x.ics out, or leave -case out", []string{"-case=c.json", "x.ics"}},
		{"case and moment", "-now does not go with -case: the case says it itself", []string{"-case=c.json", "-now=2031-03-03T09:05:00Z"}},
		{"no such case", "-case testdata/none.json: there is no such file", []string{"-case=testdata/none.json"}},
		{"case without a company", "-case testdata/case-without-org.json: line 1, column 1: org: say the company's settings", []string{"-case=testdata/case-without-org.json"}},
		{"no such file", "testdata/none.ics: there is no such file", []string{"testdata/none.ics"}},
		{"folder", "testdata: this is a folder: name the files in it", []string{"testdata"}},
		{"empty file", "standard input: this is empty: want a calendar, which begins with BEGIN:VCALENDAR, or a mail", []string{"-"}},
		{"case taken for a calendar", "testdata/case.json: this is JSON, not a calendar: a case in JSON is decided with -case", []string{"testdata/case.json"}},
		{"no calendar", "main.go: there is no calendar in this: want one that begins with BEGIN:VCALENDAR", []string{"main.go"}},
		{"mail without an invitation", "testdata/no-invite.eml: there is no invitation in this mail: want one with a calendar in it", []string{"testdata/no-invite.eml"}},
		{"no mail", "testdata/no-mail.eml: there is no calendar in this: want one that begins with BEGIN:VCALENDAR", []string{"testdata/no-mail.eml"}},
		{"too large a calendar in a mail", `testdata/many-parts.eml: mail: part "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1": more than the limit Nesting allows (16)`, []string{"testdata/many-parts.eml"}},
		{"mail with an answer", "testdata/reply.eml: this is somebody's answer to an invitation, not an invitation: want the invitation itself", []string{"testdata/reply.eml"}},
		{"no event", "testdata/no-event.ics: this calendar has no event in it", []string{"testdata/no-event.ics"}},
		{"an answer", invites + "reply.ics: this is somebody's answer to an invitation, not an invitation: want the invitation itself", []string{invites + "reply.ics"}},
		{"too large a calendar", "testdata/deep.ics: ics: line 17: more than the limit Nesting allows (16)", []string{"testdata/deep.ics"}},
		{"more meetings than are looked through", "testdata/every-second.ics: ics: line 2: more than the limit Occurrences allows (10000)", []string{"-now=2031-01-01T00:00:00Z", "testdata/every-second.ics"}},
		{"a proposal", "testdata/counter.ics: this is somebody's proposal of another time, not an invitation: want the invitation itself", []string{"testdata/counter.ics"}},
		{"no such settings", "-settings testdata/none.json: there is no such file", []string{"-settings=testdata/none.json", "x.ics"}},
		{"settings in a folder", "-settings testdata: is a directory", []string{"-settings=testdata", "x.ics"}},
		{"misspelt settings", "-settings testdata/settings-typo.json: line 3, column 3: unknown field \"domans\" (did you mean \"domains\"?)\ndecide: -settings testdata/settings-typo.json: line 4, column 31: default_profile.page: unknown consent page mode \"enforcd\": want one of off, enabled, enforced (did you mean \"enforced\"?)", []string{"-settings=testdata/settings-typo.json", "x.ics"}},
		{"no such answers", "-answers testdata/none.json: there is no such file", []string{"-answers=testdata/none.json", "x.ics"}},
		{"answers that are none", "-answers testdata/case.json: line 1, column 1: want a list, not an object", []string{"-answers=testdata/case.json", "x.ics"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, outcome{2, "", "decide: " + row.want + "\n"}, decide("", row.args...))
		})
	}
}

// What encoding/json says of a year that it cannot write differs from version to version.
func TestYearThatJSONHasNot(t *testing.T) {
	got := decide("", "-json", "-recorder-start=9999-12-31T23:59:00Z", "-now=9999-12-31T23:59:30Z", invites+"zoom.ics")
	assert.Equal(t, exitNot, got.status, "nothing but what follows is later than the last year")
	got = decide("", "-json", "-now=9999-12-31T23:59:30-01:00", invites+"zoom.ics")
	assert.Equal(t, exitTrouble, got.status)
	assert.Empty(t, got.out)
	assert.Regexp(t, `^decide: \Q`+invites+`zoom.ics\E: json: .*year outside of range \[0,9999\]\n$`, got.err)
}

func TestUnreadableInput(t *testing.T) {
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"calendar", []string{"-"}, "decide: standard input: broken pipe\n"},
		{"cases", []string{"-case=-"}, "decide: broken pipe\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var out, err bytes.Buffer
			w := world{iotest.ErrReader(errors.New("broken pipe")), &out, &err, noEnv, december}
			assert.Equal(t, exitTrouble, run(row.args, w))
			assert.Equal(t, row.want, err.String())
		})
	}
}

func TestInputTooLarge(t *testing.T) {
	_, err := readAll(io.LimitReader(endless{}, maxInput+5))
	assert.EqualError(t, err, "this is larger than 64 MiB, which no invitation is")
}

// endless is an input without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// full is an output on which nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestUnwritableOutput(t *testing.T) {
	for _, args := range [][]string{{invites + "zoom.ics"}, {"-json", invites + "zoom.ics", invites + "webex.ics", invites + "series.ics"}, {"-case=testdata/case.json"}} {
		var err bytes.Buffer
		assert.Equal(t, exitTrouble, run(args, world{strings.NewReader(""), full{}, &err, noEnv, december}))
		assert.Equal(t, "decide: no space left\n", err.String())
	}
}

func TestExitStatus(t *testing.T) {
	for _, row := range []struct {
		name string
		args []string
		want int
	}{
		{"recorded", []string{invites + "google-meet.ics"}, 0},
		{"two recorded", []string{invites + "google-meet.ics", invites + "consent-link.ics"}, 0},
		{"refused", []string{invites + "zoom.ics"}, 1},
		{"one of two refused", []string{invites + "zoom.ics", invites + "google-meet.ics"}, 1},
		{"unreadable", []string{"none.ics"}, 2},
		{"one unreadable, one recorded", []string{"none.ics", invites + "google-meet.ics"}, 2},
		{"one unreadable, one refused", []string{"none.ics", invites + "zoom.ics"}, 2},
		{"case refused", []string{"-case=testdata/case.json"}, 1},
		{"help", []string{"-help"}, 0},
		{"help before all else", []string{"-h", "-now=x"}, 0},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, decide("", row.args...).status) })
	}
}

// TestOthersAreDecided checks that a file that cannot be read costs that file only.
func TestOthersAreDecided(t *testing.T) {
	got := decide("", "none.ics", invites+"google-meet.ics", invites+"reply.ics")
	assert.Equal(t, 2, strings.Count(got.err, "\n"))
	assert.Contains(t, got.out, "Onboarding: first steps with Acme")
}

// TestRepairsAreSaidOnce checks that a note stands with the meeting that it is about.
func TestRepairsAreSaidOnce(t *testing.T) {
	got := decide(readInvite(t, "broken-lines.ics")+readInvite(t, "zoom.ics")+readInvite(t, "outlook-teams.ics"), "-json", "-").out
	lines := strings.Split(got, "\n")
	require.Len(t, lines, 4)
	assert.Contains(t, lines[0], `"kind":"missing_end"`)
	assert.NotContains(t, lines[1], "repairs")
	assert.Equal(t, 1, strings.Count(lines[2], `"lossy":`)+strings.Count(lines[2], `"was":"W. Europe Standard Time"`))
}

// TestManyRepairs checks that a file in a bad state does not bury its meeting.
func TestManyRepairs(t *testing.T) {
	bad := strings.Replace(readInvite(t, "zoom.ics"), "SEQUENCE:0", strings.Repeat("ATTENDEE;PARTSTAT=X:mailto:a@b.example\r\n", 50)+"SEQUENCE:0", 1)
	got := decide(bad, "-").out
	assert.Contains(t, got, "\n  and 30 more; -json says all of them\n")
	assert.Equal(t, 20, strings.Count(got, "partstat"))
	assert.Equal(t, 50, strings.Count(decide(bad, "-json", "-").out, "partstat"))
}

func TestStandardInput(t *testing.T) {
	fromFile := decide("", invites+"zoom.ics")
	assert.Equal(t, fromFile, decide(readInvite(t, "zoom.ics"), "-"))
	assert.Contains(t, decide(readInvite(t, "zoom.ics"), "-json", "-").out, `"file":"standard input"`)
}

// TestSeveralEvents checks that each meeting of a calendar is decided.
func TestSeveralEvents(t *testing.T) {
	both := readInvite(t, "zoom.ics") + readInvite(t, "google-meet.ics")
	got := decide(both, "-")
	assert.Equal(t, exitNot, got.status)
	assert.Contains(t, got.out, "REFUSE  This meeting may not be recorded.")
	assert.Contains(t, got.out, "RECORD  This meeting may be recorded.")
}

// TestSampleInvites compares the table in the samples' README with what is answered.
func TestSampleInvites(t *testing.T) {
	var listed []string
	for line := range strings.Lines(readInvite(t, "README.md")) {
		cells := strings.Split(line, " | ")
		name := strings.TrimPrefix(cells[0], "| ")
		if len(cells) != 4 || !strings.HasSuffix(name, ".ics") && !strings.HasSuffix(name, ".eml") {
			continue
		}
		listed = append(listed, invites+name)
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, cells[2]+": "+strings.TrimSuffix(cells[3], " |\n"), answerTo(invites+name))
		})
	}
	files, err := filepath.Glob(invites + "*.[ie][cm][sl]")
	require.NoError(t, err)
	assert.Equal(t, files, listed, "every sample is listed, in order")
	assert.GreaterOrEqual(t, len(files), 12)
}

// answerTo returns the verdict and the reasons that are shown for a file.
func answerTo(path string) string {
	p := program{world: world{clock: december}, options: options{files: []string{path}}}
	if p.load() != nil {
		return "no settings"
	}
	doc, err := p.read(path)
	if err != nil {
		return "none: exit status 2"
	}
	m, _ := p.meeting(doc, &doc.meetings[0])
	var reasons []string
	for _, r := range decision.Explain(m.c).Reasons {
		reasons = append(reasons, r.Reason.String())
	}
	return m.d.Verdict.String() + ": " + strings.Join(reasons, ", ")
}

// TestSamplesAreAsSent checks what makes the samples real: lines end in CRLF, none
// is longer than 75 octets; the one that is broken on purpose is left out.
func TestSamplesAreAsSent(t *testing.T) {
	files, err := filepath.Glob(invites + "*.ics")
	require.NoError(t, err)
	for _, file := range files {
		if filepath.Base(file) == "broken-lines.ics" {
			continue
		}
		for line := range strings.Lines(readInvite(t, filepath.Base(file))) {
			content, crlf := strings.CutSuffix(line, "\r\n")
			assert.True(t, crlf && len(content) <= 75, "%s: %q", file, line)
		}
	}
}

// TestAnyRun checks that whatever is asked about a sample, the program ends with a
// documented status, one line for each trouble, and no character that moves a cursor.
func TestAnyRun(t *testing.T) {
	files, err := filepath.Glob(invites + "*.ics")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(rapid.SampledFrom(files), 1, 3).Draw(t, "files")
		args = append(args, rapid.SliceOf(rapid.Custom(someFlag)).Draw(t, "flags")...)
		got := decide("", args...)
		assert.Contains(t, []int{exitRecord, exitNot, exitTrouble}, got.status)
		assert.Equal(t, got.status == exitTrouble, got.err != "", "trouble is said")
		for line := range strings.Lines(got.err) {
			assert.True(t, strings.HasPrefix(line, "decide: "))
		}
		assert.Equal(t, -1, strings.IndexFunc(strings.ReplaceAll(got.out, "\n", ""), unicode.IsControl))
	})
}

// someFlag draws a flag with a value, right or wrong.
func someFlag(t *rapid.T) string {
	minute := rapid.IntRange(-60*24*90, 60*24*200).Draw(t, "minute")
	at := time.Date(2031, 3, 1, 0, minute, 0, 0, time.UTC).Format(time.RFC3339)
	who := rapid.SampledFrom([]string{"ann@acme.example", "cem@customer.example", "bea@acme.example"}).Draw(t, "who")
	choice := rapid.SampledFrom([]string{"consented", "opted_out", "stayed_away", "bypassed", "perhaps"}).Draw(t, "choice")
	return rapid.SampledFrom([]string{
		"-now=" + at, "-recorder-start=" + at, "-recorder-stop=" + at, "-sender=" + who, "-json",
		"-asked-at=" + at, "-present=" + who + "=" + at, `-present=room:"Rome"=` + at, "-roster=testdata/roster.json",
		"-recorder-ended=" + rapid.SampledFrom([]string{"finished", "stopped", "not_admitted", "failed", "lost"}).Draw(t, "ended"),
		"-answer=" + who + "=" + choice + "@" + at, "-cancel=" + who + "=" + at, "-zone=Asia/Kolkata", "-nonsense",
	}).Draw(t, "flag")
}

func TestHelpNamesEveryFlag(t *testing.T) {
	new(options).flags().VisitAll(func(f *flag.Flag) {
		if f.Name != "help" {
			assert.Contains(t, usage, "\n  -"+f.Name+" ")
		}
	})
}

// TestMomentOfSeries checks which meeting of a series is decided: the one in which the
// recorder started, else the one at the moment asked about.
func TestMomentOfSeries(t *testing.T) {
	for _, row := range []struct{ name, start, args string }{
		{"in progress", "Mon 3 March", "-now=2031-03-03T08:29:59Z"},
		{"it may overrun", "Mon 3 March", "-now=2031-03-03T08:59:59Z"},
		{"the next one", "Tue 11 March", "-now=2031-03-03T09:00:00Z"},
		{"the next starts soon", "Tue 11 March", "-now=2031-03-11T07:40:00Z"},
		{"while its recorder runs", "Mon 3 March", "-now=2031-03-11T08:10:00Z -recorder-start=2031-03-03T08:00:10Z"},
		{"where a recorder was not let in", "Mon 3 March", "-now=2031-03-11T08:10:00Z -recorder-start=2031-03-03T08:00:10Z -recorder-stop=2031-03-03T08:05:00Z -recorder-ended=not_admitted"},
		{"the recorder's", "Mon 3 March", "-now=2031-03-05T00:00:00Z -recorder-start=2031-03-03T08:00:10Z"},
		{"the last one", "Mon 30 June", "-now=2032-01-01T00:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := decide("", append(strings.Fields(row.args), invites+"series.ics")...)
			assert.Contains(t, got.out, "When       "+row.start)
		})
	}
}

// TestAskedAddress checks that the address asked is the assistant's unless stated.
func TestAskedAddress(t *testing.T) {
	internal := invites + "internal.ics"
	assert.Contains(t, decide("", "-sender=eva@acme.example", internal).out, "asked_through_assistant")
	assert.Contains(t, decide("", "-sender=eva@acme.example", "-asked=assistant@acme-inc.example", internal).out, "asked_through_assistant")
	assert.Contains(t, decide("", "-sender=eva@acme.example", "-asked=record@other.example", internal).out, "assistant_address_unknown")
}

// TestMailRequests checks that a mail asks the assistant only where it was sent to it,
// and that a flag overrules it.
func TestMailRequests(t *testing.T) {
	sent := readInvite(t, "forwarded.eml")
	asked := "Request    eva@acme.example asked record@acme.example, at 2030-12-01 13:00 CET (12:00\n             UTC), if the mail's header is true"
	assert.Contains(t, decide(sent, "-").out, asked, "a date to come is the present moment")
	assert.Contains(t, decide(sent, "-now=2031-02-03T08:14:20Z", "-").out, "at 2031-02-03 09:14:20 CET\n             (08:14:20 UTC), if")
	assert.Contains(t, decide(sent, "-now=2031-02-03T08:14:19Z", "-").out, "internal_meeting", "not asked yet")
	assert.NotContains(t, decide(strings.Replace(sent, "Date: ", "X-Date: ", 1), "-").out, "record@acme.example, at")
	assert.Contains(t, decide("From eva@acme.example Mon Feb  3 09:14:20 2031\r\n"+sent, "-").out, asked, "a mailbox file")
	toAnn := strings.Replace(sent, "To: Acme Recording <record@acme.example>", "To: ann@acme.example", 1)
	assert.NotContains(t, decide(toAnn, "-").out, "Request")
	assert.Contains(t, decide(toAnn, "-").out, "internal_meeting")
	assert.Contains(t, decide(sent, "-sender=finn@acme.example", "-").out, "Request    finn@acme.example asked record@acme.example\n")
	unsigned := strings.Replace(sent, "From: Eva Lind <eva@acme.example>\r\n", "", 1)
	assert.Contains(t, decide(unsigned, "-").out, "Request    somebody unknown asked record@acme.example")
}

// TestOneOccurrenceCancelled checks a message that calls off one meeting of a series
// that is not in it.
func TestOneOccurrenceCancelled(t *testing.T) {
	got := decide("BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20310303T100000Z\r\n"+
		"DTSTART:20310303T100000Z\r\nDTEND:20310303T110000Z\r\nSUMMARY:Weekly\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "-")
	assert.Contains(t, got.out, "When       Mon 3 March 2031, 10:00-11:00 UTC, one of a series\n")
	assert.Contains(t, got.out, "meeting_cancelled")
}

// TestNotesWithoutUID checks that notes find events that name no UID.
func TestNotesWithoutUID(t *testing.T) {
	event := "BEGIN:VEVENT\r\nDTSTART:20310303T100000Z\r\nDTEND:20310303T110000Z\r\nEND:VEVENT\r\n"
	got := decide("BEGIN:VCALENDAR\r\n"+event+event+"END:VCALENDAR\r\n", "-json", "-").out
	first, second, _ := strings.Cut(got, "\n")
	assert.Equal(t, 1, strings.Count(first, "no_uid"))
	assert.Equal(t, 1, strings.Count(second, "no_uid"))
}

// TestNotesWithoutUIDInParts checks that notes find such events in the part of a mail
// that they are in, if those of other parts stand on the same lines.
func TestNotesWithoutUIDInParts(t *testing.T) {
	calendar := func(title, partstat string) string {
		return "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20310303T100000Z\r\nDTEND:20310303T110000Z\r\n" +
			"SUMMARY:" + title + "\r\nATTENDEE;PARTSTAT=" + partstat + ":mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	got := decide("From: eva@acme.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		calendar("One", "MADE-UP")+calendar("Two", "INVENTED")+"--b--\r\n", "-json", "-").out
	first, second, _ := strings.Cut(got, "\n")
	assert.Contains(t, first, "One")
	assert.Contains(t, first, "MADE-UP")
	assert.NotContains(t, first, "INVENTED")
	assert.Contains(t, second, "Two")
	assert.Contains(t, second, "INVENTED")
	assert.NotContains(t, second, "MADE-UP")
}

// TestMethodOfTheMail checks that a mail can call off a meeting whose calendar does not
// say so.
func TestMethodOfTheMail(t *testing.T) {
	bare := strings.Replace(readInvite(t, "zoom.ics"), "METHOD:REQUEST\r\n", "", 1)
	require.NotContains(t, bare, "METHOD")
	of := func(method string) outcome {
		return decide("From: eva@acme.example\r\nContent-Type: text/calendar; method="+method+"\r\n\r\n"+bare, "-")
	}
	assert.Contains(t, of("CANCEL").out, "meeting_cancelled")
	assert.NotContains(t, of("REQUEST").out, "meeting_cancelled")
	assert.Contains(t, of("REPLY").err, "this is somebody's answer to an invitation")
}

// TestNotesOfAnswers checks that what was repaired in an answer is not lost.
func TestNotesOfAnswers(t *testing.T) {
	answer := "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART:20310303T1000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	got := decide(readInvite(t, "zoom.ics")+answer, "-").out
	assert.Contains(t, got, `time, "20310303T1000Z" read as "20310303T100000Z"`)
}

func TestRepairLines(t *testing.T) {
	for want, n := range map[string]note{
		"as a whole: charset (something may be lost)": {Kind: "charset", Lossy: true},
		`part 2.1, line 3: no start, "x" left out`:    {Part: "2.1", Line: 3, Until: 3, Kind: "no_start", Was: "x"},
		`lines 3-5: joined read as "more"`:            {Line: 3, Until: 5, Kind: "joined", Made: "more"},
	} {
		assert.Equal(t, want, lineOf(n)+" "+repair(n))
	}
}

func TestNoInvitation(t *testing.T) {
	for _, m := range invite.AllMethods() {
		assert.Regexp(t, "^this is (somebody's|an answer|a message of method [a-z]+).*, not an invitation: want the invitation itself$", noInvitation(m).Error())
	}
}

// TestNoTime checks a meeting of which the calendar says next to nothing.
func TestNoTime(t *testing.T) {
	got := decide("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "-")
	assert.Equal(t, exitNot, got.status)
	for _, want := range []string{
		"(a meeting without a title)", "When       the invitation does not say", "Organizer  the invitation names none",
		"Join by    no link of a call that a recorder can join", "invalid_case", "invite.start: say when the meeting starts",
	} {
		assert.Contains(t, got.out, want)
	}
}

// TestOtherWays checks what is said of links and times that no sample has.
func TestOtherWays(t *testing.T) {
	got := decide("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20310303T233000Z\r\nDTEND:20310304T003000Z\r\n"+
		"ORGANIZER;CN=Liv:mailto:liv@partner.example\r\nDESCRIPTION:https://join.example/other/liv https://join.example/acme-inc/ann\r\n"+
		"END:VEVENT\r\nEND:VCALENDAR\r\n", "-", "-zone=Europe/Berlin",
		"-answer=a@b.example=bypassed@2030-11-01T00:00:00Z", "-answer=c@b.example=stayed_away@2030-11-01T00:00:00Z")
	for _, want := range []string{
		"When       Tue 4 March 2031, 00:30-01:30 CET (2031-03-03 23:30-2031-03-04 00:30 UTC)",
		"Organizer  Liv <liv@partner.example>, from outside",
		"Join by    no link of a call that a recorder can join\n",
		"Other ways another company's consent page (join.example/other/liv); consent link that\n             does not work (join.example/acme-inc/ann)",
		"Answers    1 passed the page by, 1 stayed away",
	} {
		assert.Contains(t, got.out, want)
	}
}

// TestNativeRecorder checks how a recording by the provider's own recorder is ended.
func TestNativeRecorder(t *testing.T) {
	settings := filepath.Join(t.TempDir(), "settings.json")
	data := strings.Replace(string(exampleSettings), `"company"`, `"native_recorder": true, "company"`, 1)
	require.NoError(t, os.WriteFile(settings, []byte(data), 0o666))
	got := decide("", "-settings="+settings, "-now=2031-03-10T10:30:00Z", "-recorder-start=2031-03-10T10:00:00Z", invites+"consent-link.ics")
	assert.Contains(t, got.out, "It is too late to cancel. To end the recording, stop the provider's own recorder.")
	assert.Contains(t, got.out, "  Recorder   Zoom's own\n")
}

// TestFloating checks that a zone of the command line counts for times that name
// none.
func TestFloating(t *testing.T) {
	floating := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20310303T100000\r\nDTEND:20310303T110000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	assert.Contains(t, decide(floating, "-").out, "10:00-11:00 UTC\n")
	assert.Contains(t, decide(floating, "-zone=Europe/Berlin", "-").out, "10:00-11:00 CET (09:00-10:00 UTC)")
	allDay := strings.NewReplacer("DTSTART:20310303T100000", "DTSTART;VALUE=DATE:20310303", "DTEND:20310303T110000", "DTEND;VALUE=DATE:20310304").Replace(floating)
	assert.Contains(t, decide(allDay, "-").out, "Mon 3 March 2031, 00:00-2031-03-04 00:00 UTC, all day")
}

func BenchmarkDecideFile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if got := decide("", invites+"zoom.ics"); got.status != exitNot {
			b.Fatal(got.err)
		}
	}
}
