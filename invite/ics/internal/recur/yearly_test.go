package recur

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestPlainYearlyDay checks that the rules that nearly all zones have are read in
// the quick way.
func TestPlainYearlyDay(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		for _, week := range []int{1, 2, 3, 4, -1} {
			for day, name := range dayNames() {
				want := YearlyDay{month, week, time.Weekday(day)}
				for _, form := range []string{"FREQ=YEARLY;BYMONTH=%[1]d;BYDAY=%[2]d%[3]s", "BYDAY=%[2]d%[3]s;FREQ=YEARLY;BYMONTH=%[1]d"} {
					rule := fmt.Sprintf(form, month, week, name)
					got, ok := plainYearlyDay(rule)
					assert.True(t, ok, rule)
					assert.Equal(t, want, got, rule)
				}
			}
		}
	}
}

// TestPlainYearlyDayComesFirst checks that the quick way is taken: the other needs
// memory.
func TestPlainYearlyDayComesFirst(t *testing.T) {
	allocated := func(rule string) float64 {
		return testing.AllocsPerRun(10, func() { ParseYearlyDay(rule, time.Time{}) })
	}
	assert.Zero(t, allocated("FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"))
	assert.Positive(t, allocated("FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;"))
}

func TestNotPlainYearlyDay(t *testing.T) {
	for _, rule := range []string{
		"", "FREQ=YEARLY;BYMONTH=11", "FREQ=YEARLY;BYDAY=1SU", "BYMONTH=11;BYDAY=1SU", "FREQ=MONTHLY;BYMONTH=11;BYDAY=1SU",
		"FREQ=YEARLY;BYMONTH=0;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=13;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=269;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=SU",
		"FREQ=YEARLY;BYMONTH=11;BYDAY=0SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=5SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=-2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1XX",
		"FREQ=YEARLY;BYMONTH=11;BYDAY=1SU,2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;COUNT=3",
		"FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;BYDAY=1SU", "FREQ=YEARLY;FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=11;BYMONTH=11;BYDAY=1SU",
	} {
		_, ok := plainYearlyDay(rule)
		assert.False(t, ok, rule)
	}
}

func TestPoolsOfPools(t *testing.T) {
	all := NewPool(10)
	one, other := all.Part(6), all.Part(6)
	assert.True(t, one.Spend(6))
	assert.False(t, one.Spend(1), "more than its part")
	assert.Equal(t, 4, all.left, "what a part has not is not taken from the whole")
	assert.True(t, other.Spend(4))
	assert.False(t, other.Spend(1), "more than there is")
	assert.False(t, all.Spend(1))
	assert.True(t, (*Pool)(nil).Spend(1000), "a nil Pool never runs out")
	assert.False(t, new(Pool).Spend(1), "the zero Pool is empty")
}
