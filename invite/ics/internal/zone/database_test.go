package zone

import (
	"go/build"
	"sync"
	"testing"

	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// remembered returns how many locations are.
func remembered() (n int) {
	loaded.Range(func(_, _ any) bool { n++; return true })
	return n
}

func TestLocationsAreReadOnce(t *testing.T) {
	first, ok := Resolve("Europe/Berlin", nil)
	require.True(t, ok)
	for _, other := range []string{"europe/berlin", "W. Europe Standard Time", "/example.com/Europe/Berlin"} {
		again, ok := Resolve(other, nil)
		require.True(t, ok, other)
		assert.Same(t, first.Location, again.Location, other)
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	assert.Nil(t, load("Nowhere/At All"))
	before := remembered()
	for _, text := range []string{"Nowhere/At All", "../Europe/Berlin", "(UTC+01:00) Nowhere", "Local", ""} {
		Resolve(text, nil)
		Resolve(text, &ical.Component{Name: "VTIMEZONE"})
	}
	assert.Equal(t, before, remembered())
	for _, name := range ianaNames {
		_, ok := Resolve(name, nil)
		assert.True(t, ok, name)
	}
	assert.LessOrEqual(t, remembered(), len(ianaNames))
}

// TestDatabaseIsLinkedIn checks for hosts that have none.
func TestDatabaseIsLinkedIn(t *testing.T) {
	here, err := build.ImportDir(".", 0)
	require.NoError(t, err)
	assert.Contains(t, here.Imports, "time/tzdata")
}

func TestLocationsAreReadByMany(t *testing.T) {
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for _, name := range ianaNames[:40] {
				if r, ok := Resolve(name, nil); !ok || r.Location.String() != name {
					t.Errorf("%s is %v", name, r.Location)
				}
			}
		})
	}
	readers.Wait()
}
