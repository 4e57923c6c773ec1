package zone

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pair is a name, and the name of the zone that it means.
type pair struct{ name, means string }

// clean takes off what does not belong to a TZID: blanks, quotes, backslashes
// before commas, and "3D", which is left of an = in a badly decoded mail.
func clean(tzid string) string {
	text := strings.Trim(strings.ReplaceAll(tzid, `\`, ""), around)
	return strings.Trim(strings.TrimPrefix(text, "3D"), around)
}

// around is what may stand around a TZID.
const around = "\"' \t\r\n"

// Key returns what two TZIDs that are the same have in common, however they are
// written: they may differ in case, quotes and escapes, and in blanks, of which
// careless folding takes one or adds one.
func Key(tzid string) string {
	return strings.ReplaceAll(strings.ToLower(clean(tzid)), " ", "")
}

// known returns the IANA zone that a text names, or nothing.
func known(text string) (name string, source Source) {
	if name = iana(text); name == text && name != "" {
		return name, SourceIANA
	}
	if name = cmp.Or(name, prefixed(text), find(formerNames, text)); name != "" {
		return name, SourceVariant
	}
	return windows(text), SourceWindows
}

// find looks a name up in a sorted table, without regard to case.
func find(table []pair, name string) string {
	i, found := slices.BinarySearchFunc(table, name, func(row pair, name string) int {
		return compareFold(row.name, name)
	})
	if !found {
		return ""
	}
	return table[i].means
}

// compareFold orders ASCII texts without regard to case.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		if c := cmp.Compare(lower(a[i]), lower(b[i])); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// iana returns the IANA name that a text is, in whatever case.
func iana(text string) string {
	i, found := slices.BinarySearchFunc(ianaNames, text, compareFold)
	if !found {
		return ""
	}
	return ianaNames[i]
}

// prefixed returns the IANA name that stands at the end of a text after slashes,
// as in /mozilla.org/20050126_1/Europe/Berlin. A name without a slash of its own
// needs one before it, at the very beginning of the text.
func prefixed(text string) string {
	rooted := strings.HasPrefix(text, "/")
	for rest, found := text, true; found; {
		_, rest, found = strings.Cut(rest, "/")
		if name := iana(rest); name != "" && (rooted || strings.Contains(name, "/")) {
			return name
		}
	}
	return ""
}

// windows returns the zone of a Windows name, also of the name of its summer
// time, which some programs write.
func windows(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if name := find(windowsZones, text); name != "" {
		return name
	}
	standard := strings.Replace(text, " Daylight Time", " Standard Time", 1)
	return cmp.Or(find(windowsZones, standard), find(formerWindows, text))
}

// formerWindows are names that Windows has given up and CLDR does not list.
var formerWindows = []pair{
	{"Armenian Standard Time", "Asia/Yerevan"},
	{"Kamchatka Standard Time", "Asia/Kamchatka"},
	{"Malay Peninsula Standard Time", "Asia/Singapore"},
	{"Mexico Standard Time", "America/Mexico_City"},
	{"Mexico Standard Time 2", "America/Mazatlan"},
	{"Mid-Atlantic Standard Time", "Etc/GMT+2"},
}

// formerNames are names that the database once had and has given up, and the zones
// that have their rules.
var formerNames = []pair{
	{"Canada/East-Saskatchewan", "America/Regina"},
	{"SystemV/AST4", "America/Puerto_Rico"},
	{"SystemV/AST4ADT", "America/Halifax"},
	{"SystemV/CST6", "America/Regina"},
	{"SystemV/CST6CDT", "America/Chicago"},
	{"SystemV/EST5", "America/Panama"},
	{"SystemV/EST5EDT", "America/New_York"},
	{"SystemV/HST10", "Pacific/Honolulu"},
	{"SystemV/MST7", "America/Phoenix"},
	{"SystemV/MST7MDT", "America/Denver"},
	{"SystemV/PST8", "Pacific/Pitcairn"},
	{"SystemV/PST8PDT", "America/Los_Angeles"},
	{"SystemV/YST9", "Pacific/Gambier"},
	{"SystemV/YST9YDT", "America/Anchorage"},
	{"US/Pacific-New", "America/Los_Angeles"},
}

// abbreviations are those that one zone alone uses, or several that never
// differ. (CST, IST, BST and the like mean different times in different places.)
var abbreviations = []pair{
	{"AEDT", "Australia/Sydney"},
	{"AKDT", "America/Anchorage"},
	{"AKST", "America/Anchorage"},
	{"CEST", "Europe/Berlin"},
	{"EDT", "America/New_York"},
	{"EEST", "Europe/Helsinki"},
	{"HKT", "Asia/Hong_Kong"},
	{"JST", "Asia/Tokyo"},
	{"KST", "Asia/Seoul"},
	{"MDT", "America/Denver"},
	{"MSK", "Europe/Moscow"},
	{"NZDT", "Pacific/Auckland"},
	{"NZST", "Pacific/Auckland"},
	{"PDT", "America/Los_Angeles"},
	{"SGT", "Asia/Singapore"},
	{"tzone://Microsoft/Utc", "Etc/UTC"},
	{"Z", "Etc/UTC"},
}

// resembling returns the zone that a text resembles: by abbreviation, by an IANA
// name with other separators, as in America-Chicago, or by the first place in a
// list of them that one IANA name ends with.
func resembling(text string) string {
	if name := find(abbreviations, text); name != "" {
		return name
	}
	if i := slices.IndexFunc(ianaNames, func(name string) bool { return alike(name, text) }); i >= 0 {
		return ianaNames[i]
	}
	place, _, _ := strings.Cut(text, ",")
	return onlyPlace(strings.TrimSpace(place))
}

// onlyPlace returns the IANA name of a place, if there is but one.
func onlyPlace(place string) (only string) {
	for _, name := range ianaNames {
		if _, rest, _ := strings.Cut(name, "/"); isPlace(name) && alike(rest, place) {
			if only != "" {
				return ""
			}
			only = name
		}
	}
	return only
}

// isPlace reports whether an IANA name is that of a region and a place in it.
// (Canada/Eastern, Etc/GMT+2, Australia/West and the like are no places.)
func isPlace(name string) bool {
	region, rest, found := strings.Cut(name, "/")
	return found && isRegion(region) && rest != "West" && rest != "North" && rest != "South"
}

// isRegion reports the regions of the world by which IANA orders places.
func isRegion(name string) bool {
	switch name {
	case "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific":
		return true
	}
	return false
}

// alike reports whether two names are the same but for their case and their
// separators.
func alike(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if unseparated(a[i]) != unseparated(b[i]) {
			return false
		}
	}
	return true
}

// unseparated writes every separator that names have as a slash.
func unseparated(b byte) byte {
	switch b {
	case '_', '-', ' ':
		return '/'
	}
	return lower(b)
}

// offsetText is an offset from UTC in a text: (UTC+01:00), GMT -0500, GMT-05.00.
var offsetText = regexp.MustCompile(`(?i)^\(?\s*(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?:[:.]?(\d{2}))?(?:$|[^\d])`)

// statedOffset returns the offset that a text begins with, in seconds, and the text
// after it.
func statedOffset(text string) (offset int, rest string, ok bool) {
	m := offsetText.FindStringSubmatch(text)
	if m == nil {
		return 0, "", false
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(cmp.Or(m[3], "0"))
	seconds := hours*3600 + minutes*60
	if m[1] == "-" {
		seconds = -seconds
	}
	return seconds, text[len(m[0]):], hours <= 14 && minutes <= 59
}

// fixed returns the location that is always that many seconds ahead of UTC.
func fixed(offset int) *time.Location {
	return time.FixedZone("UTC"+offsetName(offset), offset)
}

// offsetName writes an offset as in +0530, with seconds where there are any.
func offsetName(offset int) string {
	sign, size := "+", offset
	if offset < 0 {
		sign, size = "-", -offset
	}
	name := sign + twoDigits(size/3600) + twoDigits(size/60%60)
	if size%60 != 0 {
		name += twoDigits(size % 60)
	}
	return name
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
