package ics

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

func TestAddressesAreMapped(t *testing.T) {
	for _, row := range []struct {
		rule, attendee, address, name string
		doubt                         bool
	}{
		{"letters that the core knows", "mailto:a@B\u00dcCHER.example", "a@xn--bcher-kva.example", "", false},
		{"letters that only tables map", "mailto:a@cu\u017ftomer.example", "a@customer.example", "", false},
		{"letters that only tables map, in a URI", "mailto:a@cu%C5%BFtomer.example", "a@customer.example", "", false},
		{"mathematical letters after a name", "Ann <a@\U0001d41acme.example>", "a@acme.example", "", false},
		{"an accent that is a character of its own", "mailto:a\u0308@bu\u0308cher.example", "\u00e4@xn--bcher-kva.example", "", false},
		{"a soft hyphen", "mailto:a@ac\u00adme.example", "a@acme.example", "", false},
		{"full-width letters", "mailto:a@\uff41cme\uff0eexample", "a@acme.example", "", false},
		{"quotes", `mailto:"a"@acme.example`, "a@acme.example", "", false},
		{"a joiner that browsers refuse, and a person does not see", "mailto:a@ac\u200dme.example", "a@acme.example", "", true},
		{"letters that nobody maps: who it is stays to be read", "mailto:a@\u0378.example", "", "mailto:a@\u0378.example", true},
		{"letters that nobody maps, much of it", "mailto:\u00e4@" + strings.Repeat("\u0378", 1000), "", "mailto:\u00e4@" + strings.Repeat("\u0378", (maxName-10)/2), true},
		{"ASCII that is no address", "mailto:a b@acme.example", "", "", true},
	} {
		r, err := Read([]byte(around("ATTENDEE;CN=Cem:mailto:cem@customer.example", "ATTENDEE:"+row.attendee)), Options{})
		require.NoError(t, err, row.rule)
		want := []invite.Party{{Address: invite.MustAddress("cem@customer.example"), Name: "Cem"}}
		if p := (invite.Party{Name: row.name}); row.address != "" || row.name != "" {
			if row.address != "" {
				p.Address = invite.MustAddress(row.address)
			}
			want = append(want, p)
		}
		assert.Equal(t, want, r.Events[0].Invite.Attendees, row.rule)
		assert.Equal(t, row.doubt, r.Events[0].Invite.Doubts.Has(invite.DoubtAttendees), row.rule)
	}
}
