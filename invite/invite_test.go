package invite_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func TestCancelled(t *testing.T) {
	for _, method := range invite.Methods() {
		for _, status := range invite.Statuses() {
			inv := invite.Invite{Method: method, Status: status}
			want := method == invite.MethodCancel || status == invite.StatusCancelled
			assert.Equal(t, want, inv.Cancelled(), "%v %v", method, status)
		}
	}
}

func TestParty(t *testing.T) {
	for _, test := range []struct {
		rule       string
		party      invite.Party
		zero, room bool
	}{
		{"nobody", invite.Party{}, true, false},
		{"a name alone is somebody", invite.Party{Name: "Ann"}, false, false},
		{"an address alone is somebody", invite.Party{Address: invite.MustAddress("ann@acme.example")}, false, false},
		{"an answer alone is somebody's", invite.Party{Answer: invite.PartStatAccepted}, false, false},
		{"a room", invite.Party{Kind: invite.CUTypeRoom}, false, true},
		{"a resource", invite.Party{Kind: invite.CUTypeResource}, false, true},
		{"a group is people", invite.Party{Kind: invite.CUTypeGroup}, false, false},
		{"an unknown kind may be a person", invite.Party{Kind: invite.CUTypeUnknown}, false, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.zero, test.party.IsZero())
			assert.Equal(t, test.room, test.party.IsRoom())
		})
	}
}

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// meeting is planned from and to the given minutes after nine.
func meeting(from, to int) invite.Occurrence {
	return invite.Occurrence{Start: nine.Add(time.Duration(from) * time.Minute), End: nine.Add(time.Duration(to) * time.Minute)}
}

func TestOccurrenceAt(t *testing.T) {
	series := []invite.Occurrence{meeting(0, 60), meeting(120, 180), meeting(240, 300)}
	overlapping := []invite.Occurrence{meeting(0, 60), meeting(30, 40), meeting(50, 90)}
	for _, test := range []struct {
		rule string
		all  []invite.Occurrence
		at   time.Duration
		want int
	}{
		{"before the first: the first", series, -time.Hour, 0},
		{"at a start: that one", series, 0, 0},
		{"in progress: that one", series, 30 * time.Minute, 0},
		{"a nanosecond before an end: that one", series, time.Hour - 1, 0},
		{"at an end: the next", series, time.Hour, 1},
		{"a nanosecond before a start: the next", series, 2*time.Hour - 1, 1},
		{"a nanosecond before the last end: the last", series, 5*time.Hour - 1, 2},
		{"at the last end: none", series, 5 * time.Hour, -1},
		{"after all: none", series, 1000 * time.Hour, -1},
		{"no occurrence: none", nil, 0, -1},
		{"overlapping: the first in progress", overlapping, 35 * time.Minute, 0},
		{"overlapping: the first in progress, though it began earlier than others", overlapping, 55 * time.Minute, 0},
		{"overlapping: an over one does not hide one in progress", overlapping, 70 * time.Minute, 2},
		{"an occurrence without length is never in progress", []invite.Occurrence{meeting(0, 0), meeting(60, 90)}, 0, 1},
		{"an occurrence without length can be next", []invite.Occurrence{meeting(60, 60)}, 0, 0},
	} {
		t.Run(test.rule, func(t *testing.T) {
			got, ok := invite.OccurrenceAt(slices.Values(test.all), nine.Add(test.at))
			assert.Equal(t, test.want >= 0, ok)
			if ok {
				assert.Equal(t, test.all[test.want], got)
			} else {
				assert.Zero(t, got)
			}
		})
	}
}

func TestOccurrenceAtAsksNoMoreThanItNeeds(t *testing.T) {
	asked := 0
	endless := func(yield func(invite.Occurrence) bool) {
		for i := 0; ; i++ {
			asked++
			if !yield(meeting(60*i, 60*i+30)) {
				return
			}
		}
	}
	got, ok := invite.OccurrenceAt(endless, nine.Add(100*time.Minute))
	assert.True(t, ok)
	assert.Equal(t, meeting(120, 150), got)
	assert.Equal(t, 3, asked)
}

func TestOccurrenceAtAgainstItsRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []invite.Occurrence
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			from := rapid.IntRange(0, 20).Draw(t, "from")
			all = append(all, meeting(from, from+rapid.IntRange(0, 10).Draw(t, "length")))
		}
		slices.SortStableFunc(all, func(a, b invite.Occurrence) int { return a.Start.Compare(b.Start) })
		at := nine.Add(time.Duration(rapid.IntRange(-1, 31).Draw(t, "at")) * time.Minute).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns")))

		inProgress := func(o invite.Occurrence) bool { return !at.Before(o.Start) && at.Before(o.End) }
		next := func(o invite.Occurrence) bool { return o.Start.After(at) }
		want := slices.IndexFunc(all, inProgress)
		if want < 0 {
			want = slices.IndexFunc(all, next)
		}
		got, ok := invite.OccurrenceAt(slices.Values(all), at)
		require.Equal(t, want >= 0, ok)
		if ok {
			require.Equal(t, all[want], got)
		}
	})
}

func TestInviteJSON(t *testing.T) {
	full := invite.Invite{
		UID: "1@acme.example", Sequence: 2, Stamp: nine.Add(-time.Hour), Method: invite.MethodRequest, Status: invite.StatusConfirmed,
		Class: invite.ClassPrivate, Title: "Roadmap <&>", Start: nine, End: nine.Add(time.Hour + 1), AllDay: true,
		Recurring: true, RecurrenceID: nine.Add(time.Minute),
		Organizer: invite.Party{Address: invite.MustAddress("ann@acme.example"), Name: "Ann"},
		SentBy:    invite.MustAddress("desk@acme.example"),
		Attendees: []invite.Party{{Name: "Room 1", Kind: invite.CUTypeRoom, Answer: invite.PartStatAccepted}, {Address: invite.MustAddress("cem@customer.example")}},
		Links:     []invite.Link{invite.MustLink("https://zoom.us/j/1").At(invite.PlaceLocation)},
		DialIn:    []string{"+1 555 0100"},
	}
	for _, test := range []struct {
		rule, text string
		invite     invite.Invite
	}{
		{"nothing said, nothing written", `{}`, invite.Invite{}},
		{"everything said", `{"uid":"1@acme.example","sequence":2,"stamp":"2026-03-02T08:00:00Z","method":"request","status":"confirmed","class":"private",` +
			`"title":"Roadmap \u003c\u0026\u003e","start":"2026-03-02T09:00:00Z","end":"2026-03-02T10:00:00.000000001Z","all_day":true,"recurring":true,"recurrence_id":"2026-03-02T09:01:00Z",` +
			`"organizer":{"address":"ann@acme.example","name":"Ann"},"sent_by":"desk@acme.example",` +
			`"attendees":[{"name":"Room 1","kind":"room","answer":"accepted"},{"address":"cem@customer.example"}],` +
			`"links":[{"url":"https://zoom.us/j/1","place":"location"}],"dial_in":["+1 555 0100"]}`, full},
	} {
		t.Run(test.rule, func(t *testing.T) {
			written, err := json.Marshal(test.invite)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(written))
			var read invite.Invite
			require.NoError(t, strictjson.Unmarshal(written, &read))
			assert.Equal(t, test.invite, read)
		})
	}
}
