package decision

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// With an enforced page, an organizer who is not known refuses as one from outside does: the
// verdict is settled whoever organizes, which only following the fact up shows.
func TestWalkFollowsUpWhatIsOpen(t *testing.T) {
	const holds = FactPageEnforced | FactCurrentLink | FactJoinable | FactProviderOn | FactRecordedMember
	for name, row := range map[string]struct {
		steps      int
		open, rest Facts
		settled    bool
	}{
		"either way it refuses":         {1, FactOrganizerKnown, 0, true},
		"no step left":                  {0, FactOrganizerKnown, 0, false},
		"what is left in doubt matters": {9, FactOrganizerKnown, FactOrganizerInternal, false},
		"the same fact, left in doubt":  {9, 0, FactOrganizerKnown, false},
		"one way it is recorded":        {9, FactOrganizerKnown | FactOrganizerInternal, 0, true},
		"and something else is left":    {9, FactOrganizerKnown | FactOrganizerInternal, FactPrivate, false},
	} {
		w := walk{left: row.steps}
		assert.Equal(t, row.settled, w.settles(holds, row.open, row.rest), name)
	}
}
