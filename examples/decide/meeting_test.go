package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

// weekly is a series on Mondays from 10:00 to 11:00 UTC, from 3 March 2031 on, of which
// the meeting of 17 March is called off.
const weekly = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20310303T100000Z\r\nDTEND:20310303T110000Z\r\n" +
	"RRULE:FREQ=WEEKLY;COUNT=4\r\nORGANIZER:mailto:ann@acme.example\r\nATTENDEE:mailto:cem@customer.example\r\n" +
	"LOCATION:https://join.example/acme/ann\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20310317T100000Z\r\n" +
	"DTSTART:20310317T100000Z\r\nDTEND:20310317T110000Z\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// TestBelonging checks which meeting of a series what is said counts for: each row asks
// about the meeting of 10 March.
func TestBelonging(t *testing.T) {
	const recorded = "-recorder-start=2031-03-10T10:00:00Z -now=2031-03-10T12:50:00Z "
	const optedOut, there, cancelled = "participant_opted_out", "Present    1 person", "recording_cancelled"
	for _, row := range []struct {
		name, args string
		says       string
		belongs    bool
	}{
		{"an answer during the meeting", "-now=2031-03-10T10:10:00Z -answer=cem@customer.example=opted_out@2031-03-10T10:05:00Z", optedOut, true},
		{"an answer half an hour before it", "-now=2031-03-10T10:10:00Z -answer=cem@customer.example=opted_out@2031-03-10T09:30:00Z", optedOut, true},
		{"an answer to last week's, which overran", "-now=2031-03-10T10:10:00Z -answer=cem@customer.example=opted_out@2031-03-03T11:59:59Z", optedOut, false},
		{"an answer after last week's", "-now=2031-03-10T10:10:00Z -answer=cem@customer.example=opted_out@2031-03-03T12:00:00Z", optedOut, true},
		{"an answer while it overruns and is recorded", recorded + "-answer=cem@customer.example=opted_out@2031-03-10T12:45:00Z", optedOut, true},
		{"a presence during the meeting", "-now=2031-03-10T10:10:00Z -present=cem@customer.example=2031-03-10T10:05:00Z", there, true},
		{"a presence in last week's", "-now=2031-03-10T10:10:00Z -present=cem@customer.example=2031-03-03T10:05:00Z", there, false},
		{"a presence in a recorded overrun", recorded + "-present=cem@customer.example=2031-03-10T12:45:00Z", there, true},
		{"an answer while a recorder waits in vain", recorded + "-recorder-stop=2031-03-10T12:49:00Z -recorder-ended=not_admitted -answer=cem@customer.example=opted_out@2031-03-10T12:45:00Z", optedOut, false},
		{"a cancellation ahead of it", "-now=2031-03-10T10:10:00Z -cancel=ann@acme.example=2031-03-08T10:00:00Z", cancelled, true},
		{"a cancellation of last week's", "-now=2031-03-10T10:10:00Z -cancel=ann@acme.example=2031-03-01T10:00:00Z", cancelled, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := decide(weekly, append(strings.Fields(row.args), "-")...).out
			assert.Contains(t, got, "When       Mon 10 March")
			assert.Equal(t, row.belongs, strings.Contains(got, row.says), got)
			assert.Equal(t, !row.belongs, strings.Contains(got, "Elsewhere  1 "), got)
		})
	}
}

// TestCancelledOccurrence checks that a meeting that is called off takes nothing.
func TestCancelledOccurrence(t *testing.T) {
	got := decide(weekly, "-now=2031-03-17T10:10:00Z", "-answer=cem@customer.example=opted_out@2031-03-17T10:05:00Z", "-").out
	assert.Contains(t, got, "When       Mon 24 March")
	assert.Contains(t, got, "participant_opted_out")
	assert.Contains(t, decide(strings.Replace(weekly, "COUNT=4", "COUNT=3", 1), "-now=2031-03-20T00:00:00Z", "-").out, "When       Mon 10 March")
}

// TestBelongingWithoutUID checks that a series without a UID is told apart by time.
func TestBelongingWithoutUID(t *testing.T) {
	nameless, _, _ := strings.Cut(strings.Replace(weekly, "UID:1\r\n", "", 1), "BEGIN:VEVENT\r\nUID")
	got := decide(nameless+"END:VCALENDAR\r\n", "-now=2031-03-10T10:10:00Z", "-answer=cem@customer.example=opted_out@2031-03-03T10:05:00Z", "-").out
	assert.Contains(t, got, "Elsewhere  1 answer of other")
}

func TestLastOf(t *testing.T) {
	off, on, later := invite.Invite{Status: invite.StatusCancelled}, invite.Invite{UID: "1"}, invite.Invite{UID: "2"}
	for _, row := range []struct {
		name string
		all  []invite.Invite
		want invite.Invite
		ok   bool
	}{
		{"none", nil, invite.Invite{}, false},
		{"the last", []invite.Invite{on, later}, later, true},
		{"not one that is called off", []invite.Invite{on, off}, on, true},
		{"called off, where all are", []invite.Invite{off}, off, true},
		{"called off at first", []invite.Invite{off, on}, on, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok, err := lastOf(func(yield func(invite.Invite, error) bool) {
				for _, inv := range row.all {
					if !yield(inv, nil) {
						return
					}
				}
			})
			require.NoError(t, err)
			assert.Equal(t, row.ok, ok)
			assert.Equal(t, row.want, got)
		})
	}
}

// TestBelongingNotFound checks that an answer is not lost where its meeting is not found.
func TestBelongingNotFound(t *testing.T) {
	seconds := strings.NewReplacer("FREQ=WEEKLY;COUNT=4", "FREQ=SECONDLY;UNTIL=20310304T000000Z", "DTEND:20310303T110000Z", "DTEND:20310303T100001Z").Replace(weekly)
	got := decide(seconds, "-now=2031-03-03T10:00:00Z", "-answer=cem@customer.example=opted_out@2031-03-05T00:00:00Z", "-")
	assert.Equal(t, outcome{2, "", "decide: standard input: ics: line 2: more than the limit Occurrences allows (10000)\n"}, got)
}

// TestPresenceWithoutTime checks that what has no time is not lost with another meeting of
// the series: the case is refused.
func TestPresenceWithoutTime(t *testing.T) {
	got := decide(weekly, "-roster=testdata/roster-timeless.json", "-now=2031-03-10T10:10:00Z", "-").out
	assert.Contains(t, got, "found: roster.presences[0].from: say when it began")
}

// TestJoin checks what is said of the link that is joined, and of the others.
func TestJoin(t *testing.T) {
	const zoom, sameRoom, other = "https://acme.zoom.us/j/123456789", "https://acme.zoom.us/wc/123456789/join", "https://acme.zoom.us/j/987654321"
	const page, meet, stale = "https://join.example/acme/ann", "https://meet.google.com/abc-defg-hij", "https://join.example/acme-inc/ann"
	for _, row := range []struct{ name, links, want string }{
		{"one link", zoom, "Join by    Zoom (acme.zoom.us)\n  Recorder   a bot, which only the host or the organizer can remove\n  Profile"},
		{"a bot that anybody can remove", meet, "Join by    Google Meet (meet.google.com)\n  Recorder   a bot\n  Profile"},
		{"one room twice", zoom + " " + sameRoom, "can remove\n  Profile"},
		{"two rooms", zoom + " " + other, "Other ways Zoom (acme.zoom.us), another room\n"},
		{"rooms of two providers", meet + " " + zoom, "Join by    Google Meet (meet.google.com)\n  Recorder   a bot\n  Other ways Zoom (acme.zoom.us), another room\n"},
		{"the page before what passes it by", zoom + " " + page, "Join by    consent page, to Zoom (join.example/acme/ann)\n  Recorder   a bot, which only the host or the organizer can remove\n  Other ways Zoom (acme.zoom.us)\n"},
		{"the page beside two rooms", zoom + " " + page + " " + meet, "Other ways Zoom (acme.zoom.us); Google Meet (meet.google.com), another room\n"},
		{"a link that does not work beside one that does", stale + " " + zoom, "Join by    Zoom (acme.zoom.us)\n  Recorder   a bot, which only the host or the organizer can remove\n  Other ways consent link that does not work (join.example/acme-inc/ann)\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := decide("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20310303T100000Z\r\nORGANIZER:mailto:ann@acme.example\r\n"+
				"DESCRIPTION:"+row.links+"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "-").out
			assert.Contains(t, got, row.want)
			assert.Equal(t, strings.Contains(got, "another room"), strings.Contains(got, "several_calls"))
		})
	}
}

// TestListed checks that a mail from whoever sends out the invitation, and invites the
// assistant in it, is on record as that; any other is one that forwards.
func TestListed(t *testing.T) {
	mail := func(from, more string) string {
		return decide("From: "+from+"\r\nTo: record@acme.example\r\nDate: Sat, 1 Mar 2031 10:00:00 +0000\r\nContent-Type: text/calendar\r\n\r\n"+
			"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20310303T100000Z\r\nDTEND:20310303T110000Z\r\n"+more+
			"END:VEVENT\r\nEND:VCALENDAR\r\n", "-now=2031-03-02T00:00:00Z", "-json", "-").out
	}
	const organizer, assistant = "ORGANIZER:mailto:eva@acme.example\r\n", "ATTENDEE:mailto:record@acme.example\r\n"
	const sentBy = "ORGANIZER;SENT-BY=\"mailto:bea@acme.example\":mailto:eva@acme.example\r\n"
	const strangely = "ORGANIZER;SENT-BY=\"mailto:bot@mailer.example\":mailto:eva@acme.example\r\n"
	for _, row := range []struct {
		name, from, more string
		listed           bool
	}{
		{"by the organizer", "eva@acme.example", organizer + assistant, true},
		{"by somebody else", "cem@customer.example", organizer + assistant, false},
		{"not listed", "eva@acme.example", organizer, false},
		{"by who sends for the organizer", "bea@acme.example", sentBy + assistant, true},
		{"by the organizer for whom another sends", "eva@acme.example", sentBy + assistant, false},
		{"sent by no member", "eva@acme.example", strangely + assistant, true},
		{"without an organizer", "eva@acme.example", assistant, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			want := `"requests":[{"sender":"` + row.from + `","to":"record@acme.example","at":"2031-03-01T10:00:00Z"`
			got := mail(row.from, row.more)
			assert.Contains(t, got, want)
			assert.Equal(t, row.listed, strings.Contains(got, want+`,"how":"listed"}`))
		})
	}
	assert.Contains(t, decide(strings.Replace(weekly, "ATTENDEE", "ATTENDEE:mailto:record@acme.example\r\nATTENDEE", 1),
		"-sender=eva@acme.example", "-asked-at=2031-03-02T09:00:00Z", "-").out, "Request    eva@acme.example asked record@acme.example, at 2031-03-02 09:00 UTC\n")
}

// decideCase decides a case in the settings of the example company.
func decideCase(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "case.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
	got := decide("", "-settings=settings.json", "-case="+file)
	require.Empty(t, got.err)
	return got.out
}

// TestProfileSaid checks that a profile that a case says stands in for the owner's own: the
// page is off in Dan's.
func TestProfileSaid(t *testing.T) {
	const meeting = `{"version": 1, "now": "2031-03-03T08:00:00Z", "invite": {"start": "2031-03-03T09:00:00Z", "organizer": {"address": "bea@acme.example"},
		"links": [{"url": "https://join.example/acme/bea"}]}`
	assert.Contains(t, decideCase(t, meeting+`}`), "Join by    consent page, to Zoom (join.example/acme/bea)\n")
	assert.Contains(t, decideCase(t, meeting+`, "profile": {"name": "made up", "page": "off"}}`), "Other ways consent link that does not work")
	assert.Contains(t, decideCase(t, meeting+`, "profile": {"name": "made up", "page": "off"}}`), "Profile    made up: consent page off, owner Bea Kern\n")
}

// TestRecorderStarted checks what is said of a recorder that has not started, or waits.
func TestRecorderStarted(t *testing.T) {
	const joins = "the recorder joins"
	ahead := decide("", "-now=2031-03-10T09:00:00Z", "-recorder-start=2031-03-10T10:00:00Z", invites+"consent-link.ics").out
	assert.Contains(t, ahead, joins)
	early := decide("", "-now=2031-03-10T09:59:59Z", "-recorder-start=2031-03-10T09:59:00Z", invites+"consent-link.ics").out
	assert.NotContains(t, early, joins)
	waits := decide("", "-now=2031-03-10T09:59:59Z", "-recorder-start=2031-03-10T09:59:00Z", "-recorder-stop=2031-03-10T10:03:00Z", "-recorder-ended=not_admitted", invites+"consent-link.ics").out
	assert.Contains(t, waits, joins)
	got := decideCase(t, `{"version": 1, "now": "2031-03-10T10:30:00Z",
		"invite": {"start": "2031-03-10T10:00:00Z", "end": "2031-03-10T11:00:00Z", "organizer": {"address": "ann@acme.example"}, "attendees": [{"address": "cem@customer.example"}],
			"links": [{"url": "https://join.example/acme/ann"}]},
		"answers": [{"participant": "cem@customer.example", "choice": "opted_out", "at": "2031-03-10T10:05:00Z"}],
		"recordings": [{"start": "2031-03-10T10:00:00Z", "stop": "2031-03-10T10:10:00Z", "ended": "failed"},
			{"start": "2031-03-10T10:20:00Z", "stop": "2031-03-10T10:40:00Z", "ended": "not_admitted"}]}`)
	assert.Contains(t, got, "\n  All that was recorded is deleted.\n")
}

// TestCompleteRoster checks that whoever never came, by a roster that leaves nobody out,
// objects to nothing.
func TestCompleteRoster(t *testing.T) {
	status := func(name string) int {
		return decide("", "-roster="+name, "-answer=ida@customer.example=opted_out@2031-03-10T09:58:00Z", "-now=2031-03-10T10:20:00Z", invites+"consent-link.ics").status
	}
	complete, err := os.ReadFile("testdata/roster.json")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "roster.json")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(complete), "true", "false", 1)), 0o666))
	assert.Equal(t, exitRecord, status("testdata/roster.json"))
	assert.Equal(t, exitNot, status(file))
}

// TestWithoutEnd checks a meeting that has no planned end.
func TestWithoutEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "case.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"version": 1, "now": "2031-03-03T23:50:00Z", "invite": {"start": "2031-03-03T23:30:00Z", "recurring": true}}`), 0o666))
	got := decide("", "-settings=settings.json", "-case="+file, "-zone=Europe/Berlin").out
	assert.Contains(t, got, "When       Tue 4 March 2031, 00:30 CET (2031-03-03 23:30 UTC), without an end, one of\n             a series\n")
	assert.NotContains(t, got, "planned end")
	assert.Contains(t, got, "\n  No recorder joins, unless the above is put right in time.\n")
}

// TestCancelledWhileRecorded checks that a meeting that is called off while its recorder runs
// takes what is said meanwhile, and the next one does not.
func TestCancelledWhileRecorded(t *testing.T) {
	got := decide(weekly, "-now=2031-03-17T10:41:00Z", "-recorder-start=2031-03-17T10:00:00Z", "-answer=cem@customer.example=opted_out@2031-03-17T10:40:00Z", "-").out
	assert.Contains(t, got, "When       Mon 17 March")
	assert.Contains(t, got, "participant_opted_out")
	assert.NotContains(t, got, "0s of 1h planned")
	assert.NotContains(t, got, "meeting_cancelled")
}
