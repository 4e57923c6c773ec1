package mail

import (
	"strings"
	"time"
)

// dateLayouts are the forms that a date has once [dateFields] has made it regular
// (RFC 5322, sections 3.3 and 4.3).
var dateLayouts = [...]string{
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700", "2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700",
	"Jan 2 15:04:05 2006 -0700", time.RFC3339,
}

// parseDate reads a date, and reports false if it is none. The zone of the host
// has no part in it.
func parseDate(text string) (time.Time, bool) {
	text = strings.Join(dateFields(text), " ")
	for _, layout := range dateLayouts {
		if t, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// dateFields returns the words of a date: without comments and the day of the
// week, the zone as an offset.
func dateFields(text string) []string {
	fields := strings.Fields(strings.ReplaceAll(withoutComments(text), ",", " "))
	if len(fields) > 1 && isDay(fields[0]) {
		fields = fields[1:]
	}
	if len(fields) < 4 {
		return fields
	}
	last := len(fields) - 1
	offset, ok := offsets[strings.ToUpper(fields[last])]
	switch {
	case ok:
		fields[last] = offset
	case strings.HasPrefix(fields[last], "GMT") || strings.HasPrefix(fields[last], "UTC"):
		fields[last] = fields[last][3:]
	case last == 3:
		return append(fields, "+0000")
	}
	fields[last] = strings.Replace(fields[last], ":", "", 1)
	return fields
}

// isDay reports whether a word is a day of the week.
func isDay(word string) bool {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if len(word) >= 3 && strings.EqualFold(word[:3], day.String()[:3]) {
			return true
		}
	}
	return false
}

// offsets are the zones that have a name in mail (RFC 5322, section 4.3).
var offsets = map[string]string{
	"GMT": "+0000", "UTC": "+0000", "UT": "+0000", "Z": "+0000",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
	"MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

// withoutComments returns text with a blank in the place of each comment.
func withoutComments(text string) string {
	var out strings.Builder
	depth := 0
	for _, c := range text {
		switch {
		case c == '(':
			depth++
			out.WriteByte(' ')
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteRune(c)
		}
	}
	return out.String()
}
