package invite_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/invite"
)

func TestNumbersShown(t *testing.T) {
	numbers := []string{"+1 555 0101", "+1 555 0102", "+1 555 0103", "+1 555 0104", "+1 555 0105", "+1 555 0106"}
	for _, row := range []struct {
		rule  string
		has   int
		shown int
	}{
		{"none of none", 0, 0}, {"fewer than five", 4, 4}, {"five", 5, 5}, {"the first five of more", 6, 5},
	} {
		inv := invite.Invite{DialIn: numbers[:row.has]}
		shown, more := inv.NumbersShown()
		assert.Equal(t, numbers[:row.shown], shown, row.rule)
		assert.True(t, more.IsZero(), row.rule)
	}
}

func TestMoreNumbers(t *testing.T) {
	for _, row := range []struct {
		link string
		more bool
	}{
		{"https://tel.meet/abc-defg-hij?pin=1", true},
		{"https://dialin.teams.microsoft.com/8551f4c1?id=1", true},
		{"https://us02web.zoom.us/u/kdabc", true},
		{"https://zoom.us/zoomconference?m=1", true},
		{"https://acme.zoomgov.com/u/a1", true},
		{"https://acme.webex.com/acme/globalcallin.php?MTID=m1", true},
		{"https://acme.webex.com/webappng/sites/acme", false},
		{"https://zoom.us/j/1", false},
		{"https://tel.meet/", false},
		{"https://evil.example/tel.meet/abc", false},
		{"https://tel.meet.evil.example/abc", false},
	} {
		inv := invite.Invite{Links: []invite.Link{invite.MustLink("https://acme.example/"), invite.MustLink(row.link), invite.MustLink("https://tel.meet/second")}}
		_, more := inv.NumbersShown()
		assert.Equal(t, row.more, more.String() == row.link, row.link)
		assert.False(t, more.IsZero(), "the first that lists numbers")
	}
}
