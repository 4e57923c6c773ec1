package invite_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func TestCancelled(t *testing.T) {
	for _, method := range invite.AllMethods() {
		for _, status := range invite.AllStatuses() {
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
		{"who is only told of the meeting is no party to the call", invite.Party{Address: invite.MustAddress("ann@acme.example"), NonParticipant: true}, false, true},
		{"a resource of Google Calendar, called a person", invite.Party{Address: invite.MustAddress("c_18@resource.calendar.google.com")}, false, true},
		{"a shared calendar is no room", invite.Party{Address: invite.MustAddress("c_18@group.calendar.google.com")}, false, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.zero, test.party.IsZero())
			assert.Equal(t, test.room, test.party.IsRoom())
		})
	}
}

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestPlanned(t *testing.T) {
	inv := invite.Invite{Start: nine, End: nine.Add(time.Hour)}
	assert.Equal(t, meeting(0, 60), inv.Planned())
	inv.Status = invite.StatusCancelled
	assert.True(t, inv.Planned().Cancelled)
}

func TestInviteJSON(t *testing.T) {
	full := invite.Invite{
		UID: "1@acme.example", Sequence: 2, Stamp: nine.Add(-time.Hour), Method: invite.MethodRequest, Status: invite.StatusConfirmed,
		Class: invite.ClassPrivate, Title: "Roadmap <&>", Start: nine, End: nine.Add(time.Hour + 1), AllDay: true,
		Recurring: true, RecurrenceID: nine.Add(time.Minute),
		Organizer: invite.Party{Address: invite.MustAddress("ann@acme.example"), Name: "Ann"},
		SentBy:    invite.MustAddress("desk@acme.example"),
		Attendees: []invite.Party{{Name: "Room 1", Kind: invite.CUTypeRoom, Answer: invite.PartStatAccepted, NonParticipant: true}, {Address: invite.MustAddress("cem@customer.example")}},
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
			`"attendees":[{"name":"Room 1","kind":"room","answer":"accepted","non_participant":true},{"address":"cem@customer.example"}],` +
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
