package recur

import (
	"cmp"
	"strings"
)

// modern writes a recurrence rule of vCalendar 1.0, such as W2 TU TH #10, as RFC
// 5545 has it. It reports false for what is no such rule, and for one whose parts
// it does not know: rules within rules and times of day.
//
// A rule that does not say how often it counts, counts twice; #0 is for ever.
func modern(value string) (rule string, ok bool) {
	fields := strings.Fields(value)
	if len(fields) == 0 || strings.Contains(value, "=") {
		return "", false
	}
	kind := strings.TrimRight(fields[0], "0123456789")
	frequency, by, known := oldKind(kind)
	if !known || len(kind) == len(fields[0]) {
		return "", false
	}
	rule = "FREQ=" + frequency + ";INTERVAL=" + fields[0][len(kind):]
	fields, end := cutEnd(fields[1:])
	list, ok := oldList(kind, fields)
	if len(list) > 0 {
		rule += ";" + by + "=" + strings.Join(list, ",")
	}
	return rule + end, ok
}

// oldKind returns the frequency of a kind of rules, and the part that lists what
// follows it.
func oldKind(kind string) (frequency, by string, ok bool) {
	switch kind {
	case "D":
		return "DAILY", "", true
	case "W":
		return "WEEKLY", "BYDAY", true
	case "MP":
		return "MONTHLY", "BYDAY", true
	case "MD":
		return "MONTHLY", "BYMONTHDAY", true
	case "YM":
		return "YEARLY", "BYMONTH", true
	case "YD":
		return "YEARLY", "BYYEARDAY", true
	}
	return "", "", false
}

// cutEnd takes the count or the last moment off the end of what follows the kind.
func cutEnd(fields []string) (rest []string, end string) {
	last := len(fields) - 1
	if last < 0 {
		return nil, ";COUNT=2"
	}
	if count, ok := strings.CutPrefix(fields[last], "#"); ok {
		if count == "0" {
			return fields[:last], ""
		}
		return fields[:last], ";COUNT=" + count
	}
	if _, err := ParseMoment(fields[last]); err == nil {
		return fields[:last], ";UNTIL=" + fields[last]
	}
	return fields, ";COUNT=2"
}

// oldList returns the list after a kind: days of the week, with the positions
// before them in months (1+ TU TH 2- FR), or numbers (1, 2-, LD).
func oldList(kind string, fields []string) (list []string, ok bool) {
	var positions []string
	complete := true // a day has followed the positions
	for _, field := range fields {
		number, numbered := oldNumber(field)
		switch {
		case kind == "D" || kind == "W" && numbered || kind == "MP" && !numbered && len(positions) == 0:
			return nil, false
		case kind == "MP" && numbered:
			if complete {
				positions = nil
			}
			positions, complete = append(positions, number), false
		case kind == "MP":
			for _, p := range positions {
				list = append(list, p+field)
			}
			complete = true
		case kind == "W" || numbered:
			list = append(list, cmp.Or(number, field))
		default:
			return nil, false
		}
	}
	return list, complete
}

// oldNumber reads a number with its sign after it; LD is the last day.
func oldNumber(field string) (number string, ok bool) {
	if field == "LD" {
		return "-1", true
	}
	digits := strings.TrimRight(field, "+-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	if strings.HasSuffix(field, "-") {
		return "-" + digits, true
	}
	return digits, true
}
