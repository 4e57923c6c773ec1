package zone

import (
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// FromVCalendar returns the location of a calendar of version 1.0: TZ is its offset
// from UTC outside of daylight saving, and each DAYLIGHT one time of daylight
// saving, as in TRUE;-04;19960407T020000;19961027T020000;EST;EDT. It reports false
// where TZ is no offset. Of the daylights, those that cannot be read make the
// Resolution Partial; where there is no zone with all of them, none counts.
func FromVCalendar(tz string, daylights []string) (Resolution, bool) {
	offset, ok := parseOffset(tz)
	if !ok {
		return Resolution{}, false
	}
	r := Resolution{Location: fixed(offset), Source: SourceOffset}
	parts := []observance{{from: offset, to: offset}} // before all that there may be
	for _, text := range daylights {
		summer, winter, ok := oldDaylight(text, offset)
		switch {
		case ok && len(parts) < maxParts:
			parts = append(parts, summer, winter)
		case ok || !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "FALSE"):
			r.Partial = true
		}
	}
	if len(parts) == 1 {
		return r, true
	}
	if d := (described{name: r.Location.String(), parts: parts}); d.location() != nil {
		r.Location, r.Source = d.loc, SourceFile
	} else {
		r.Partial = true
	}
	return r, true
}

// oldDaylight reads a time of daylight saving: when its clocks are put forward, and
// when they are put back.
func oldDaylight(text string, standard int) (summer, winter observance, ok bool) {
	fields := strings.Split(text, ";")
	if len(fields) < 4 || !strings.EqualFold(strings.TrimSpace(fields[0]), "TRUE") {
		return summer, winter, false
	}
	offset, ok := parseOffset(fields[1])
	begin, err := recur.ParseMoment(fields[2])
	end, err2 := recur.ParseMoment(fields[3])
	summer = observance{clock: clockOf(begin, standard), from: standard, to: offset, daylight: true}
	winter = observance{clock: clockOf(end, offset), from: offset, to: standard}
	return summer, winter, ok && err == nil && err2 == nil
}

// clockOf returns what a clock that is so far ahead of UTC shows at a moment.
func clockOf(m recur.Moment, offset int) time.Time {
	if m.UTC {
		return m.Wall.Add(time.Duration(offset) * time.Second)
	}
	return m.Wall
}
