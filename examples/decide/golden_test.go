package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what is printed to testdata as what is expected")

// TestGolden compares everything that is printed, byte for byte.
func TestGolden(t *testing.T) {
	optedOut := "-answer=cem@customer.example=opted_out@2031-03-10T10:"
	for _, row := range []struct {
		name   string
		status int
		args   []string
	}{
		{"zoom.txt", 1, []string{invites + "zoom.ics"}},
		{"zoom.json", 1, []string{"-json", "-now=2031-03-01T12:00:00Z", invites + "zoom.ics"}},
		{"zoom-asked.txt", 1, []string{"-sender=finn@acme.example", "-now=2031-03-03T08:50:00Z", invites + "zoom.ics"}},
		{"zoom-lenient.txt", 0, []string{"-settings=testdata/settings-lenient.json", invites + "zoom.ics"}},
		{"google-meet.txt", 0, []string{invites + "google-meet.ics"}},
		{"google-meet-cancelled.txt", 1, []string{"-cancel=bea@acme.example=2031-03-04T08:40:00Z", "-now=2031-03-04T08:41:00Z", invites + "google-meet.ics"}},
		{"google-meet-too-late.txt", 0, []string{"-cancel=bea@acme.example=2031-03-04T08:41:00Z", "-now=2031-03-04T08:42:00Z", invites + "google-meet.ics"}},
		{"outlook-teams.txt", 0, []string{invites + "outlook-teams.ics"}},
		{"outlook-teams-tokyo.txt", 0, []string{"-zone=Asia/Tokyo", invites + "outlook-teams.ics"}},
		{"consent-link-and-zoom.txt", 1, []string{invites + "consent-link-and-zoom.ics"}},
		{"consent-link.txt", 0, []string{invites + "consent-link.ics"}},
		{"consent-link.json", 0, []string{"-json", "-now=2031-03-01T12:00:00Z", "-zone=UTC", invites + "consent-link.ics"}},
		{"running.txt", 0, []string{"-recorder-start=2031-03-10T10:00:30Z", "-now=2031-03-10T10:20:00Z", invites + "consent-link.ics"}},
		{"opted-out-early.txt", 1, []string{optedOut + "41:59Z", "-recorder-start=2031-03-10T10:00:00Z", "-now=2031-03-10T10:45:00Z", invites + "consent-link.ics"}},
		{"opted-out-late.txt", 1, []string{optedOut + "42:00Z", "-recorder-start=2031-03-10T10:00:00Z", "-now=2031-03-10T10:45:00Z", invites + "consent-link.ics"}},
		{"opted-out-late.json", 1, []string{"-json", optedOut + "42:00Z", "-recorder-start=2031-03-10T10:00:00Z", "-now=2031-03-10T10:45:00Z", invites + "consent-link.ics"}},
		{"overrun.txt", 1, []string{"-recorder-start=2031-03-03T08:00:00Z", "-now=2031-03-03T08:50:00Z", "-answer=cem@customer.example=opted_out@2031-03-03T08:40:00Z", invites + "series.ics"}},
		{"overrun.json", 1, []string{"-json", "-recorder-start=2031-03-03T08:00:00Z", "-now=2031-03-03T08:50:00Z", "-answer=cem@customer.example=opted_out@2031-03-03T08:40:00Z", invites + "series.ics"}},
		{"hold.txt", 1, []string{"-recorder-start=2031-03-18T08:30:00Z", "-now=2031-03-18T08:40:00Z", invites + "internal.ics"}},
		{"hold-finished.txt", 1, []string{"-recorder-start=2031-03-18T08:30:00Z", "-recorder-stop=2031-03-18T08:50:00Z", "-now=2031-03-19T00:00:00Z", invites + "internal.ics"}},
		{"stopped.txt", 1, []string{"-recorder-start=2031-03-10T10:00:00Z", "-recorder-stop=2031-03-10T10:12:00Z", "-recorder-ended=stopped", "-now=2031-03-10T10:20:00Z", invites + "consent-link.ics"}},
		{"present.txt", 1, []string{"-recorder-start=2031-03-10T10:00:00Z", "-now=2031-03-10T10:20:00Z", "-roster=testdata/roster.json", "-present=ida@customer.example=2031-03-10T10:05:00Z..2031-03-10T10:15:00Z",
			`-present="Cem's phone"=2031-03-10T10:01:00Z`, "-present=recorder:notes@other.example=2031-03-10T10:00:00Z", "-present=fred@fireflies.ai=2031-03-10T10:00:00Z", "-present=record@acme.example=2031-03-10T10:00:00Z", invites + "consent-link.ics"}},
		{"before.txt", 1, []string{"-settings=settings.json", "-case=testdata/case-before.json"}},
		{"before.json", 1, []string{"-json", "-settings=settings.json", "-case=testdata/case-before.json"}},
		{"finished.txt", 0, []string{"-recorder-start=2031-03-10T10:00:00Z", "-recorder-stop=2031-03-10T10:59:00Z", "-now=2031-03-11T00:00:00Z", invites + "consent-link.ics"}},
		{"answers-file.txt", 1, []string{"-answers=testdata/answers.json", "-now=2031-03-10T10:04:00Z", invites + "consent-link.ics"}},
		{"series-moved.txt", 1, []string{"-now=2031-03-10T08:00:00Z", invites + "series.ics"}},
		{"series-left-out.txt", 0, []string{"-now=2031-04-21T07:00:00Z", invites + "series.ics"}},
		{"series-over.txt", 1, []string{"-now=2031-07-01T00:00:00Z", invites + "series.ics"}},
		{"series-answers.txt", 0, []string{"-now=2031-03-03T08:10:00Z", "-answer=cem@customer.example=opted_out@2031-02-24T08:05:00Z",
			"-answer=ida@customer.example=consented@2031-03-03T07:58:00Z", invites + "series.ics"}},
		{"third-party-organizer.txt", 1, []string{"-zone=UTC", invites + "third-party-organizer.ics"}},
		{"internal-with-assistant.txt", 0, []string{invites + "internal-with-assistant.ics"}},
		{"cancelled.txt", 1, []string{invites + "cancelled.ics"}},
		{"broken-lines.txt", 1, []string{invites + "broken-lines.ics"}},
		{"broken-lines.json", 1, []string{"-json", "-now=2031-03-01T12:00:00Z", invites + "broken-lines.ics"}},
		{"organizer-in-doubt.txt", 1, []string{"testdata/organizer-in-doubt.ics"}},
		{"organizer-in-doubt.json", 1, []string{"-json", "-now=2031-03-01T12:00:00Z", "testdata/organizer-in-doubt.ics"}},
		{"forwarded.txt", 0, []string{"-now=2031-03-01T12:00:00Z", invites + "forwarded.eml"}},
		{"forwarded.json", 0, []string{"-json", "-now=2031-03-01T12:00:00Z", invites + "forwarded.eml"}},
		{"several.txt", 1, []string{invites + "webex.ics", "-now=2031-03-01T12:00:00Z", invites + "apple-calendar.ics", invites + "private.ics"}},
		{"several.json", 1, []string{"-json", invites + "webex.ics", "-now=2031-03-01T12:00:00Z", "--", invites + "apple-calendar.ics"}},
		{"case.txt", 1, []string{"-case=testdata/case.json"}},
		{"case.json", 1, []string{"-json", "-case=testdata/case.json"}},
		{"case-settings.txt", 0, []string{"-settings=settings.json", "-case=testdata/case-without-org.json", "-zone=Europe/Berlin"}},
		{"help.txt", 0, []string{"-h"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := decide("", row.args...)
			assert.Empty(t, got.err)
			assert.Equal(t, row.status, got.status)
			compareGolden(t, row.name, got.out)
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o666))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with -update")
	assert.Equal(t, string(want), got)
}
