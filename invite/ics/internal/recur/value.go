package recur

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// ValueError says why a text is no value of its kind.
type ValueError struct {
	Kind    string // the kind, as in "duration"
	Text    string // the text as it was given
	Problem string // what is wrong with it
	Want    string // the form of a right one
}

// Error quotes the text and says what a right one looks like.
func (e *ValueError) Error() string {
	return fmt.Sprintf("%s %s: %s; want %s", e.Kind, strictjson.Quote(e.Text), e.Problem, e.Want)
}

// maxDays bounds the days of a [Duration]: what a four-digit year can hold.
const maxDays = 9999 * 366

// Duration is a length of time as calendars state it: whole days, which follow
// the calendar and so last 23 or 25 hours where the clocks change, and then an
// exact time (RFC 5545, section 3.3.6). Both may be negative. The zero Duration
// is none.
type Duration struct {
	Days int
	Time time.Duration
}

// ParseDuration reads a DURATION value such as PT1H30M, P1D or -P1W. It takes
// what real files hold beside: lower case, blanks, a T with nothing after it
// ("P1DT", "PT"), weeks and days together, hours and seconds without the T. It
// fails with a [*ValueError], also for what is longer than times can hold.
func ParseDuration(s string) (Duration, error) {
	text, negative := strings.ToUpper(dropBlanks(s)), false
	if text != "" && (text[0] == '-' || text[0] == '+') {
		text, negative = text[1:], text[0] == '-'
	}
	text, found := strings.CutPrefix(text, "P")
	if !found {
		return Duration{}, durationError(s, "it does not begin with P")
	}
	var sum lengths
	if problem := sum.parse(text); problem != "" {
		return Duration{}, durationError(s, problem)
	}
	d := Duration{Days: int(sum.days), Time: time.Duration(sum.seconds) * time.Second}
	if negative {
		d.Days, d.Time = -d.Days, -d.Time
	}
	return d, nil
}

// maxExact is the longest time that [LengthOf] states exactly: 200 years.
const maxExact = 200 * 366 * 24 * time.Hour

// LengthOf returns the duration from one instant to another: an exact time, or, for
// more than 200 years, which a [time.Duration] may not hold, days on the clock of
// from's location and an exact time after them.
func LengthOf(from, to time.Time) Duration {
	exact := to.Sub(from)
	if -maxExact <= exact && exact <= maxExact {
		return Duration{Time: exact}
	}
	d := Duration{Days: int((to.Unix() - from.Unix()) / daySeconds)}
	d.Time = to.Sub(d.AddTo(from))
	return d
}

// RegularDuration reports whether a text is a duration in the form that RFC 5545
// gives it, with a number before each unit, and the units in their order: P1W, or
// P1DT2H3M4S of which parts may be missing, but not all, nor all after T.
// [ParseDuration] reads others too.
func RegularDuration(s string) bool {
	text := strings.ToUpper(s)
	if text != "" && (text[0] == '-' || text[0] == '+') {
		text = text[1:]
	}
	text, found := strings.CutPrefix(text, "P")
	days, clock, timed := strings.Cut(text, "T")
	if timed {
		return found && (days == "" || inOrder(days, "D")) && inOrder(clock, "HMS")
	}
	return found && (inOrder(days, "D") || inOrder(days, "W"))
}

// inOrder reports whether a text is numbers, each with one of some units after it,
// the units in their order.
func inOrder(text, units string) bool {
	for more := true; more; more = text != "" {
		rest := strings.TrimLeft(text, "0123456789")
		if rest == "" || rest == text {
			return false
		}
		i := strings.IndexByte(units, rest[0])
		if i < 0 {
			return false
		}
		units, text = units[i+1:], rest[1:]
	}
	return true
}

func durationError(text, problem string) error {
	return &ValueError{Kind: "duration", Text: text, Problem: problem, Want: "the form PT1H30M, P1D or P1W"}
}

const tooLong = "it is longer than a time can be"

// lengths adds up the parts of a duration, which are refused before a sum of them
// can overflow.
type lengths struct{ days, seconds int64 }

func (l *lengths) parse(text string) (problem string) {
	timed := false
	for text != "" {
		if text[0] == 'T' {
			text, timed = text[1:], true
			continue
		}
		digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
		switch {
		case digits == 0:
			return "there is no number before " + strconv.Quote(text[:1])
		case digits == len(text):
			return "there is no unit after " + text
		case digits > 12:
			return tooLong
		}
		n, _ := strconv.ParseInt(text[:digits], 10, 64) // 12 digits always fit
		if !l.add(n, text[digits], timed) {
			return strconv.Quote(text[digits:digits+1]) + " is no unit here"
		}
		if l.days > maxDays || l.seconds > int64(math.MaxInt64/time.Second) {
			return tooLong
		}
		text = text[digits+1:]
	}
	return ""
}

// add adds n units. A month has no fixed length, so M counts after a T only.
func (l *lengths) add(n int64, unit byte, timed bool) bool {
	switch {
	case unit == 'W':
		l.days += 7 * n
	case unit == 'D':
		l.days += n
	case unit == 'H':
		l.seconds += 3600 * n
	case unit == 'M' && timed:
		l.seconds += 60 * n
	case unit == 'S':
		l.seconds += n
	default:
		return false
	}
	return true
}

// AddTo returns the instant that is d after t: first the days, on the wall clock
// of t's location, then the exact time.
func (d Duration) AddTo(t time.Time) time.Time {
	if d.Days != 0 {
		year, month, day := t.Date()
		hour, minute, second := t.Clock()
		wall := time.Date(year, month, day+d.Days, hour, minute, second, t.Nanosecond(), time.UTC)
		t = At(wall, t.Location())
	}
	return t.Add(d.Time)
}

// Moment is a DATE or a DATE-TIME as it is written (RFC 5545, sections 3.3.4 and
// 3.3.5). The zero Moment is none.
type Moment struct {
	Wall time.Time // what the clock shows, in time.UTC
	Date bool      // a date: Wall is its midnight
	UTC  bool      // the clock is that of UTC, whatever the location
}

// ParseMoment reads a DATE or a DATE-TIME. It takes what real files hold beside:
// no seconds, lower case, blanks, the dashes and colons of ISO 8601, fractions of
// a second (which it drops), an offset from UTC. It fails with a [*ValueError].
func ParseMoment(s string) (Moment, error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	date, clock, timed := cutClock(text)
	wall, ok := parseDate(date)
	if !ok {
		return Moment{}, momentError(s, "there is no such day")
	}
	if !timed {
		return Moment{Wall: wall, Date: true}, nil
	}
	clock, offset, utc, ok := cutOffset(clock)
	since, ok2 := parseClock(clock)
	if !ok || !ok2 {
		return Moment{}, momentError(s, "there is no such time of day")
	}
	return Moment{Wall: wall.Add(since - offset), UTC: utc}, nil
}

// irregular is what is wrong with a date or time that can be read all the same.
const irregular = "it is in an irregular form"

// String writes m as RFC 5545 has it: 20240301, 20240301T100000 or
// 20240301T100000Z.
func (m Moment) String() string { return string(m.append(nil)) }

// isForm reports whether a text is what m is written as, in capitals or not.
func (m Moment) isForm(text string) bool {
	var room [len("20060102T150405Z")]byte
	return string(m.append(room[:0])) == strings.ToUpper(text)
}

func (m Moment) append(to []byte) []byte {
	switch {
	case m.Date:
		return m.Wall.AppendFormat(to, "20060102")
	case m.UTC:
		return m.Wall.AppendFormat(to, "20060102T150405Z")
	}
	return m.Wall.AppendFormat(to, "20060102T150405")
}

func momentError(text, problem string) error {
	return &ValueError{Kind: "date", Text: text, Problem: problem, Want: "the form 20240301, 20240301T100000 or 20240301T100000Z"}
}

func cutClock(text string) (date, clock string, timed bool) {
	if date, clock, timed = strings.Cut(text, "T"); !timed {
		date, clock, timed = strings.Cut(text, " ")
	}
	return date, clock, timed
}

func parseDate(s string) (time.Time, bool) {
	if len(s) == len("2024-03-01") && s[4] == '-' && s[7] == '-' {
		s = s[:4] + s[5:7] + s[8:]
	}
	n, ok := digits(s, 8)
	year, month, day := n/10000, n/100%100, n%100
	if !ok || month < 1 || month > 12 || day < 1 || day > daysIn(time.Month(month), year) {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), true
}

// cutOffset takes the Z or an offset such as +0100 off a time of day.
func cutOffset(s string) (clock string, offset time.Duration, utc, ok bool) {
	if clock, utc = strings.CutSuffix(s, "Z"); utc {
		return clock, 0, true, true
	}
	i := strings.IndexAny(s, "+-")
	if i < 0 {
		return s, 0, false, true
	}
	offset, ok = parseClock(s[i+1:])
	if s[i] == '-' {
		offset = -offset
	}
	return s[:i], offset, true, ok
}

// parseClock reads hours and minutes, and seconds where there are any. The end of
// a day may be written 24:00; a leap second is the second before it.
func parseClock(s string) (time.Duration, bool) {
	s, _, _ = strings.Cut(strings.ReplaceAll(s, ":", ""), ".")
	if len(s) == len("1504") {
		s += "00"
	}
	n, ok := digits(s, 6)
	hour, minute, second := n/10000, n/100%100, min(n%100, 59)
	if !ok || minute > 59 || n%100 > 60 || hour*3600+minute*60+second > 86400 {
		return 0, false
	}
	return time.Duration(hour*3600+minute*60+second) * time.Second, true
}

func digits(s string, length int) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return int(n), err == nil && len(s) == length
}

// In returns the instant of m where loc is the location that it is meant in; nil
// stands for UTC.
func (m Moment) In(loc *time.Location) time.Time {
	if m.UTC {
		return m.Wall
	}
	return At(m.Wall, loc)
}

// dropBlanks takes out spaces, tabs and line ends.
func dropBlanks(s string) string {
	if !strings.ContainsAny(s, " \t\r\n") {
		return s
	}
	return strings.Join(strings.Fields(s), "")
}
