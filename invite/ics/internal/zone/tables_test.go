package zone

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTablesAreSorted checks what the searches rely on.
func TestTablesAreSorted(t *testing.T) {
	assert.True(t, slices.IsSortedFunc(ianaNames, compareFold))
	for _, table := range [][]pair{windowsZones, formerWindows, abbreviations} {
		assert.True(t, slices.IsSortedFunc(table, func(a, b pair) int { return compareFold(a.name, b.name) }))
	}
}

// TestTablesMeanZones checks that the database has every zone of the tables, and
// that each is found by its name in other case.
func TestTablesMeanZones(t *testing.T) {
	for _, name := range ianaNames {
		_, err := time.LoadLocation(name)
		require.NoError(t, err)
		assert.Equal(t, name, iana(strings.ToUpper(name)))
	}
	for _, row := range slices.Concat(windowsZones, formerWindows, abbreviations) {
		assert.NotEmpty(t, iana(row.means), row.name)
	}
	assert.Greater(t, len(ianaNames), 500)
	assert.Greater(t, len(windowsZones), 130)
}

// TestLabelsMeanZones checks that each label is there once and means a zone, and
// that no Windows zone is without one.
func TestLabelsMeanZones(t *testing.T) {
	keys, meant := map[string]bool{}, map[string]bool{}
	for _, row := range labels {
		key := labelKey(row.name)
		assert.False(t, keys[key], row.name)
		keys[key], meant[row.means] = true, true
		assert.NotEmpty(t, windows(row.means), row.name)
		assert.Equal(t, windows(row.means), labelled("(UTC+01:00) "+strings.ToUpper(row.name)), row.name)
	}
	for _, row := range windowsZones {
		assert.True(t, meant[row.name], "no label means %s", row.name)
	}
}

func TestParseOffset(t *testing.T) {
	rows := []struct {
		name, text string
		want       int
		ok         bool
	}{
		{"east", "+0100", 3600, true},
		{"west", "-0530", -19800, true},
		{"seconds", "+005328", 3208, true},
		{"a colon", "+01:00", 3600, true},
		{"no sign", "0100", 3600, true},
		{"hours only", "+01", 3600, true},
		{"an hour in one digit", "+1", 3600, true},
		{"an hour in one digit, and minutes", "-530", -19800, true},
		{"minus zero", "-0000", 0, true},
		{"blanks", " +0100 ", 3600, true},
		{"empty", "", 0, false},
		{"a sign", "+", 0, false},
		{"letters", "+01AA", 0, false},
		{"24 hours", "+2400", 0, false},
		{"60 minutes", "+0160", 0, false},
		{"60 seconds", "+010060", 0, false},
		{"eight digits", "+01000000", 0, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, ok := parseOffset(row.text)
			assert.Equal(t, row.ok, ok)
			assert.Equal(t, row.want, got)
		})
	}
}

func TestSeasons(t *testing.T) {
	autumn := observance{clock: time.Date(1996, 10, 27, 3, 0, 0, 0, time.UTC), from: 7200, to: 3600, rules: []string{"FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"}}
	spring := observance{clock: time.Date(1981, 3, 29, 2, 30, 5, 0, time.UTC), from: 3600, to: 7200, rules: []string{"FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14"}, daylight: true}
	change := func(o observance, do func(*observance)) observance { do(&o); return o }
	rows := []struct {
		name  string
		parts []observance
		want  string
	}{
		{"two halves of a year", []observance{autumn, spring}, "<+0100>-1:00:00<+0200>-2:00:00,M3.2.0/2:30:05,M10.5.0/3:00:00"},
		{"in the other order", []observance{spring, autumn}, "<+0100>-1:00:00<+0200>-2:00:00,M3.2.0/2:30:05,M10.5.0/3:00:00"},
		{"west of Greenwich", []observance{
			change(autumn, func(o *observance) { o.from, o.to = -12600, -16200 }),
			change(spring, func(o *observance) { o.from, o.to = -16200, -12600 }),
		}, "<-0430>4:30:00<-0330>3:30:00,M3.2.0/2:30:05,M10.5.0/3:00:00"},
		{"one only", []observance{autumn}, ""},
		{"two of a kind", []observance{autumn, autumn}, ""},
		{"three", []observance{autumn, spring, spring}, ""},
		{"offsets that do not fit", []observance{autumn, change(spring, func(o *observance) { o.to = 10800 })}, ""},
		{"offsets that do not fit back", []observance{autumn, change(spring, func(o *observance) { o.from = 0 })}, ""},
		{"a rule that POSIX has not", []observance{autumn, change(spring, func(o *observance) { o.rules = []string{"FREQ=YEARLY;BYMONTH=3;BYDAY=-2SU"} })}, ""},
		{"a rule that POSIX has not, in winter", []observance{change(autumn, func(o *observance) { o.rules = []string{"FREQ=YEARLY"} }), spring}, ""},
		{"two rules", []observance{autumn, change(spring, func(o *observance) { o.rules = append(o.rules, o.rules...) })}, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, ok := seasonsOf(row.parts)
			require.Equal(t, row.want != "", ok)
			if ok {
				assert.Equal(t, row.want, s.posix())
			}
		})
	}
}
