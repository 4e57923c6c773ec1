package zone

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// seasons is the two rules by which many zones change their clocks for ever: one
// into summer time, the other back.
type seasons struct{ summer, winter season }

// season is the change into one of them.
type season struct {
	day      recur.YearlyDay
	second   int // of that day, on the clock before the change
	from, to int // the offsets before the change and after it
}

// seasonsOf returns the seasons that observances are. It reports false where they
// are none: where there is not one for each, changing to what the other changes
// from, for ever on the n-th weekday of a month.
func seasonsOf(parts []observance) (seasons, bool) {
	if len(parts) != 2 || parts[0].daylight == parts[1].daylight {
		return seasons{}, false
	}
	summer, winter := parts[0], parts[1]
	if winter.daylight {
		summer, winter = winter, summer
	}
	s, ok := summer.season()
	w, ok2 := winter.season()
	return seasons{s, w}, ok && ok2 && s.from == w.to && w.from == s.to
}

// season returns the change that an observance's one rule means for ever.
func (o observance) season() (season, bool) {
	if len(o.rules) != 1 || len(o.dates) != 0 {
		return season{}, false
	}
	day, ok := recur.ParseYearlyDay(o.rules[0], o.clock)
	hour, minute, second := o.clock.Clock()
	return season{day, hour*3600 + minute*60 + second, o.from, o.to}, ok
}

// in returns the instant of the change in a year.
func (s season) in(year int) int64 {
	return s.day.Date(year).Unix() + int64(s.second-s.from)
}

// offset returns the offset at an instant, as if the rules had always been.
func (s seasons) offset(t time.Time) int {
	year, at := t.UTC().Year(), t.Unix()
	forward, back := s.summer.in(year), s.winter.in(year)
	summer := forward <= at && at < back
	if back < forward { // in the south
		summer = at < back || forward <= at
	}
	if summer {
		return s.summer.to
	}
	return s.winter.to
}

// sameChanges reports whether a location's clocks change in a year when those of
// the seasons do: the quick way to see that nothing is wrong.
func (s seasons) sameChanges(loc *time.Location, year int) bool {
	for _, change := range [...]season{s.summer, s.winter} {
		at := time.Unix(change.in(year), 0)
		if offsetAt(loc, at.Add(-1)) != change.from || offsetAt(loc, at) != change.to {
			return false
		}
	}
	return true
}

// posix writes the seasons in the short form of POSIX, as in
// <+0100>-1:00:00<+0200>-2:00:00,M3.5.0/2:00:00,M10.5.0/3:00:00.
func (s seasons) posix() string {
	return posixOffset(s.winter.to) + posixOffset(s.summer.to) + "," + s.summer.posix() + "," + s.winter.posix()
}

func (s season) posix() string {
	week := s.day.Week
	if week < 0 {
		week = 5 // POSIX's word for the last
	}
	return fmt.Sprintf("M%d.%d.%d/%s", s.day.Month, week, s.day.Day, posixTime(s.second))
}

// posixOffset names an offset and writes it with the sign that POSIX gives it.
func posixOffset(offset int) string {
	return "<" + offsetName(offset) + ">" + posixTime(-offset)
}

func posixTime(seconds int) string {
	sign := ""
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	return sign + strconv.Itoa(seconds/3600) + ":" + twoDigits(seconds/60%60) + ":" + twoDigits(seconds%60)
}
