package zone

import (
	"sync"
	"time"
	_ "time/tzdata" // for hosts without a database of their own
)

// loaded are the locations that were read from the database of zones, by name.
// There are no more of them than names in the tables here. What is remembered
// cannot be told from what is read again but by its price: an eighth of the time
// that an invitation takes to read, and some kilobytes for every copy that stays
// in use.
var loaded sync.Map

// load returns the zone of a name in the tables, nil if the database has none.
func load(name string) *time.Location {
	if known, ok := loaded.Load(name); ok {
		return known.(*time.Location)
	}
	read, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	known, _ := loaded.LoadOrStore(name, read)
	return known.(*time.Location)
}
