package recur

import (
	"math"
	"time"
)

// At returns the instant at which a clock in loc shows what wall shows, whatever
// wall's own location. What the clocks skip is moved forward by what they skip;
// of what they show twice, the first is meant: in both cases the offset before
// the change counts (RFC 5545, section 3.3.5). A nil loc is UTC.
func At(wall time.Time, loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	c := newClock(loc)
	at, _ := c.instant(reading(wall))
	return time.Unix(at, int64(wall.Nanosecond())).In(loc)
}

// reading returns what a clock shows, as the Unix time at which one in UTC shows
// the same.
func reading(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}

// clock turns readings of a location's clocks into instants. It remembers the
// offset that it used last and the readings for which that is the right one.
type clock struct {
	loc    *time.Location
	offset int64
	lo, hi int64 // the offset counts for readings in [lo, hi)
	end    int64 // the instant at which it ends; readings beyond it are skipped ones
}

func newClock(loc *time.Location) clock { return clock{loc: loc} }

// instant returns the instant of a reading, and the first instant at which the
// clock shows that reading or a later one. They differ only for readings that
// are skipped.
func (c *clock) instant(reading int64) (at, first int64) {
	if reading < c.lo || reading >= c.hi {
		c.find(reading)
	}
	at = reading - c.offset
	return at, min(at, c.end)
}

// maxChanges bounds the search of [clock.find]. Offsets are less than a day, and
// no real zone changes its own so often within one.
const maxChanges = 8

// find makes c that of the offset that counts for a reading.
func (c *clock) find(reading int64) {
	near := time.Unix(reading, 0).In(c.loc)
	for range maxChanges {
		start, end := near.ZoneBounds()
		c.span(near, start, end)
		switch {
		case reading < c.lo:
			near = start.Add(-time.Second)
		case reading >= c.hi:
			near = end
		default:
			return
		}
	}
}

func (c *clock) span(near, start, end time.Time) {
	_, offset := near.Zone()
	c.offset = int64(offset)
	c.lo, c.hi, c.end = math.MinInt64, math.MaxInt64, math.MaxInt64
	if !start.IsZero() {
		c.lo = lastReading(start)
	}
	if !end.IsZero() {
		c.hi, c.end = lastReading(end), end.Unix()
	}
}

// lastReading returns the reading from which on the offset after a change counts:
// the later of what the clock shows before the change and after it.
func lastReading(change time.Time) int64 {
	return max(reading(change), reading(change.Add(-time.Second))+1)
}

// floor returns a reading such that every earlier one is an instant before t.
func floor(t time.Time) int64 {
	now := reading(t)
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return now
	}
	skipped := reading(start) - reading(start.Add(-time.Second)) - 1
	if skipped > 0 && t.Unix() < start.Unix()+skipped {
		return now - skipped
	}
	return now
}
