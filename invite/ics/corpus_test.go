package ics

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

// What was reached on the corpus, in thousandths. Less fails.
const (
	gateEvents   = 1000 // of events, those where the oracle is wrong for a known cause counted as right
	gateFiles    = 1000
	gateRawFiles = 983
	gateRaw      = 994 // of events, exactly as the oracle has them
)

// expectation is one line of the corpus's expected.jsonl.
type expectation struct {
	File         string
	UID          string
	RecurrenceID string     `json:"recurrence_id"`
	Start        *time.Time `json:"start_utc"`
	End          *time.Time `json:"end_utc"`
	AllDay       bool       `json:"all_day"`
	TZID         string
}

// The causes of disagreements with the oracle that were looked at, each where the
// oracle is wrong or says less. Each is told by what it does to the times.
const (
	causeNone    = ""
	causeSilent  = "the oracle gives no time: it knows no zone of that name, or cannot read the value"
	causeName    = "the zone's name counts, as for mail clients; the oracle takes the file's VTIMEZONE, or UTC"
	causeOnset   = "the VTIMEZONE has changed its clocks once by then; the oracle is an hour behind"
	causeNoDay   = "there is no such day, which is reported; the oracle counts on into the next month"
	causeBlank   = "the oracle's repair cut a blank off the UID"
	causeUnknown = "not explained"
)

// compare says whether an event is as the oracle has it, and if not, why.
func (want expectation) compare(got *Event, calendar *Calendar) string {
	inv := &got.Invite
	if want.UID != inv.UID {
		return explain(want.UID == strings.TrimSpace(inv.UID), causeBlank)
	}
	if want.RecurrenceID != recurrenceIDText(got, want.RecurrenceID) {
		return causeUnknown
	}
	if want.Start == nil {
		return explain(!inv.Start.IsZero(), causeSilent, causeNone)
	}
	if !want.Start.Equal(inv.Start) {
		return want.explainStart(got, calendar)
	}
	if want.AllDay != inv.AllDay {
		return causeUnknown
	}
	if want.End == nil {
		return explain(!inv.End.IsZero(), causeSilent, causeNone)
	}
	if !want.End.Equal(endOf(inv)) {
		return want.explainStart(got, calendar)
	}
	return causeNone
}

// explain returns cause if it explains, else otherwise, else that nothing does.
func explain(explains bool, cause string, otherwise ...string) string {
	if explains {
		return cause
	}
	return append(otherwise, causeUnknown)[0]
}

func (want expectation) explainStart(got *Event, calendar *Calendar) string {
	start, end := got.Invite.Start, endOf(&got.Invite)
	shift := start.Sub(*want.Start)
	_, err := time.LoadLocation(start.Location().String())
	switch {
	case start.IsZero():
		for _, n := range calendar.Notes {
			if n.Kind == NoteTime && n.Line > got.Line && n.Line < got.Line+10 && n.Made == "" {
				return causeNoDay
			}
		}
		return causeUnknown
	case want.End != nil && end.Sub(*want.End) != shift:
		return causeUnknown
	case err == nil:
		reported := slices.ContainsFunc(calendar.Notes, func(n Note) bool { return n.Kind == NoteZoneConflict })
		return explain(reported && shift.Abs() <= 26*time.Hour && shift%(15*time.Minute) == 0, causeName)
	}
	return explain(shift == -time.Hour, causeOnset)
}

// endOf returns the end as the oracle has it: without one, the start.
func endOf(inv *invite.Invite) time.Time {
	if inv.End.IsZero() {
		return inv.Start
	}
	return inv.End
}

// recurrenceIDText writes a RECURRENCE-ID as the oracle does, which is as the file
// does.
func recurrenceIDText(e *Event, like string) string {
	id := e.Invite.RecurrenceID
	switch {
	case id.IsZero():
		return ""
	case e.idIsDate:
		return id.Format("20060102")
	case strings.HasSuffix(like, "Z"):
		return id.UTC().Format("20060102T150405Z")
	}
	return id.Format("20060102T150405")
}

// tally counts what one reader made of the corpus.
type tally struct{ files, events, panics, rejected, silent int }

func TestCorpus(t *testing.T) {
	root := os.Getenv("MAYRECORD_CORPUS")
	if root == "" {
		t.Skip("MAYRECORD_CORPUS names no folder")
	}
	var ours, raw, rough tally
	causes := map[string]int{}
	files, events := 0, 0
	expected := expectations(t, root)
	for _, name := range slices.Sorted(maps.Keys(expected)) {
		wants := expected[name]
		data, err := os.ReadFile(filepath.Join(root, "files", name))
		require.NoError(t, err)
		files, events = files+1, events+len(wants)
		rough.count(wants, decodeRoughly(data))

		calendar, err := Read(data, Options{Zone: time.UTC}) // as the oracle does
		if !assert.NoError(t, err, name) || !assert.Len(t, calendar.Events, len(wants), name) {
			continue
		}
		exact, right := 0, 0
		for i, want := range wants {
			cause := want.compare(&calendar.Events[i], calendar)
			switch cause {
			case causeNone, causeSilent:
				exact++
				right++
			case causeUnknown:
				t.Logf("%s: event %d: want %+v, got %+v", name, i, want, calendar.Events[i].Invite)
			default:
				right++
				t.Logf("%s: event %d: %s", name, i, cause)
			}
			causes[cause]++
		}
		ours.add(right, len(wants))
		raw.add(exact, len(wants))
	}
	t.Logf("%d files, %d events      files right  events right  panics  rejected  silent losses", files, events)
	for _, row := range []struct {
		name string
		tally
	}{{"ics, causes counted as right", ours}, {"ics, to the letter", raw}, {"go-ical alone", rough}} {
		t.Logf("%-28s %6.1f%% %12.1f%% %9d %9d %9d", row.name, percent(row.files, files), percent(row.events, events),
			row.panics, row.rejected, row.silent)
	}
	for _, cause := range slices.Sorted(maps.Keys(causes)) {
		t.Logf("%5d events: %s", causes[cause], cmp.Or(cause, "as the oracle has them"))
	}
	assert.GreaterOrEqual(t, ours.events*1000, gateEvents*events)
	assert.GreaterOrEqual(t, ours.files*1000, gateFiles*files)
	assert.GreaterOrEqual(t, raw.events*1000, gateRaw*events)
	assert.GreaterOrEqual(t, raw.files*1000, gateRawFiles*files)
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(of) }

func (c *tally) add(right, of int) {
	c.events += right
	if right == of {
		c.files++
	}
}

func expectations(t *testing.T, root string) map[string][]expectation {
	f, err := os.Open(filepath.Join(root, "expected.jsonl"))
	require.NoError(t, err)
	defer f.Close()
	all := map[string][]expectation{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var e expectation
		require.NoError(t, json.Unmarshal(lines.Bytes(), &e))
		all[e.File] = append(all[e.File], e)
	}
	return all
}

// decoded is what go-ical alone makes of an input.
type decoded struct {
	events        []ical.Event
	failed, panic bool
}

func decodeRoughly(data []byte) (d decoded) {
	defer func() {
		if recover() != nil {
			d.panic = true
		}
	}()
	for decoder := ical.NewDecoder(bytes.NewReader(data)); ; {
		calendar, err := decoder.Decode()
		if err != nil {
			d.failed = err.Error() != "EOF"
			return d
		}
		d.events = append(d.events, calendar.Events()...)
	}
}

// count compares what go-ical reads with the oracle.
func (c *tally) count(wants []expectation, d decoded) {
	switch {
	case d.panic:
		c.panics++
	case d.failed:
		c.rejected++
	case len(d.events) < len(wants):
		c.silent += len(wants) - len(d.events)
	}
	right := 0
	for i := range min(len(wants), len(d.events)) {
		if wants[i].agreesRoughly(&d.events[i]) {
			right++
		}
	}
	c.add(right, len(wants))
}

func (want expectation) agreesRoughly(e *ical.Event) bool {
	uid, _ := e.Props.Text(ical.PropUID)
	start, err := e.DateTimeStart(time.UTC)
	end, err2 := e.DateTimeEnd(time.UTC)
	sameStart := want.Start == nil || err == nil && want.Start.Equal(start)
	sameEnd := want.End == nil || err2 == nil && want.End.Equal(end)
	return uid == want.UID && sameStart && sameEnd
}
