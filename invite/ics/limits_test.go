package ics

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLimits(t *testing.T) {
	plain := around("SUMMARY:x")
	many := func(line string) string { return around(strings.Repeat(line+"\n", 4)) }
	for _, row := range []struct {
		limits Limits
		input  string
		want   LimitError
	}{
		{Limits{Bytes: 10}, plain, LimitError{"Bytes", 10, 0}},
		{Limits{Lines: 3}, plain, LimitError{"Lines", 3, 4}},
		{Limits{Lines: 3}, strings.ReplaceAll(plain, "\n", "\r"), LimitError{"Lines", 3, 4}},
		{Limits{LineLength: 40}, around("SUMMARY:" + strings.Repeat("x", 33)), LimitError{"LineLength", 40, 4}},
		{Limits{LineLength: 40}, around("SUMMARY:" + strings.Repeat("x\n ", 33)), LimitError{"LineLength", 40, 4}},
		{Limits{LineLength: 40}, around("SUMMARY:x" + strings.Repeat("\nyyyyyyyyy", 4)), LimitError{"LineLength", 40, 7}},
		{Limits{LineLength: 40}, around("ATTENDEE;CN" + strings.Repeat("\nyyyyyyyyy", 4)), LimitError{"LineLength", 40, 4}},
		{Limits{LineLength: 39}, around("SUMMARY;QUOTED-PRINTABLE:" + strings.Repeat("=\nyyyyyyyyy", 9)), LimitError{"LineLength", 39, 4}},
		{Limits{Nesting: 1}, plain, LimitError{"Nesting", 1, 2}},
		{Limits{Nesting: 16}, around(strings.Repeat("BEGIN:X\n", 20)), LimitError{"Nesting", 16, 18}},
		{Limits{Components: 1}, plain, LimitError{"Components", 1, 2}},
		{Limits{Components: 3}, around(strings.Repeat("BEGIN:VALARM\nEND:VALARM\n", 3)), LimitError{"Components", 3, 6}},
		{Limits{Properties: 2}, plain, LimitError{"Properties", 2, 5}},
		{Limits{Attendees: 3}, many("ATTENDEE:b@x.example"), LimitError{"Attendees", 3, 7}},
		{Limits{Links: 1}, around("URL:https://a.example", "LOCATION:https://b.example"), LimitError{"Links", 1, 4}},
		{Limits{Links: 1}, around("LOCATION:https://a.example +1 555 0100 199"), LimitError{"Links", 1, 4}},
		{Limits{Attendees: -1}, around("ATTENDEE:b@x.example"), LimitError{"Attendees", -1, 4}},
	} {
		t.Run(fmt.Sprintf("%+v", row.limits), func(t *testing.T) {
			_, err := Read([]byte(row.input), Options{Limits: row.limits})
			var limit *LimitError
			require.ErrorAs(t, err, &limit)
			assert.Equal(t, row.want, *limit)
			assert.ErrorContains(t, err, row.want.Limit)
		})
	}
}

func TestWithinLimits(t *testing.T) {
	_, err := Read([]byte(around("ATTENDEE:b@x.example", "URL:https://a.example")), Options{Limits: Limits{
		Bytes: 170, Lines: 10, LineLength: 30, Nesting: 2, Components: 2, Properties: 5, Attendees: 1, Links: 1,
	}})
	assert.NoError(t, err)
}

func TestLimitErrors(t *testing.T) {
	assert.EqualError(t, &LimitError{"Lines", 3, 4}, "ics: line 4: more than the limit Lines allows (3)")
	assert.EqualError(t, &LimitError{"Bytes", 10, 0}, "ics: more than the limit Bytes allows (10)")
}

// The doc comment of each limit names its default.
func TestDefaultLimits(t *testing.T) {
	source, err := os.ReadFile("limits.go")
	require.NoError(t, err)
	documented := map[string]int{}
	for _, found := range regexp.MustCompile(`(?m)^\t(\w+) +int +//.*; default ([0-9,]+)( MiB)?$`).FindAllSubmatch(source, -1) {
		n, err := strconv.Atoi(strings.ReplaceAll(string(found[2]), ",", ""))
		require.NoError(t, err)
		if len(found[3]) > 0 {
			n <<= 20
		}
		documented[string(found[1])] = n
	}
	kind := reflect.TypeFor[Limits]()
	require.Len(t, documented, kind.NumField())
	for i := range kind.NumField() {
		name := kind.Field(i).Name
		t.Run(name, func(t *testing.T) {
			assert.EqualValues(t, documented[name], reflect.ValueOf(Limits{}.withDefaults()).Field(i).Int())
			for _, given := range []int64{7, -1} {
				var limits Limits
				reflect.ValueOf(&limits).Elem().Field(i).SetInt(given)
				assert.Equal(t, given, reflect.ValueOf(limits.withDefaults()).Field(i).Int())
			}
		})
	}
}

func TestNoCalendar(t *testing.T) {
	for _, input := range []string{"", "\n", "hello", "BEGIN:VCARD\nEND:VCARD\n", "END:VCALENDAR\n", "\ufeff", "\xff\xfe", "B"} {
		_, err := Read([]byte(input), Options{})
		assert.True(t, errors.Is(err, ErrNoCalendar), "%q", input)
	}
}

// attacks are inputs that grow with n and that a careless reader needs time or
// memory for that grows with its square.
var attacks = map[string]func(n int) string{
	"a long parameter":        func(n int) string { return around("ATTENDEE;CN=" + strings.Repeat("x", n) + ":b@x.example") },
	"a long quoted parameter": func(n int) string { return around(`ATTENDEE;CN="` + strings.Repeat("x", n) + `":b@x.example`) },
	"many parameters":         func(n int) string { return around("ATTENDEE" + strings.Repeat(";CN=x", n/5) + ":b@x.example") },
	"many values":             func(n int) string { return around("ATTENDEE;CN=" + strings.Repeat("x,", n/2) + ":b@x.example") },
	"many bad quotes":         func(n int) string { return around("ATTENDEE" + strings.Repeat(`;A="x"y`, n/7) + ":b@x.example") },
	"many opening quotes":     func(n int) string { return around("ATTENDEE" + strings.Repeat(`;A="`, n/4)) },
	"a long name":             func(n int) string { return around(strings.Repeat("X", n)) },
	"a huge folded line":      func(n int) string { return around("SUMMARY:" + strings.Repeat("x\n ", n/3)) },
	"a folded line of blanks": func(n int) string {
		return strings.Repeat(" ", n/2) + "\n" + strings.Repeat(" x\n", n/6) + around("SUMMARY:x")
	},
	"folds that end in an equal sign": func(n int) string { return around("SUMMARY:" + strings.Repeat("x=\n ", n/4)) },
	"soft line breaks":                func(n int) string { return around("SUMMARY;ENCODING=QUOTED-PRINTABLE:" + strings.Repeat("=\nx", n/3)) },
	"many quotes before a colon":      func(n int) string { return around("ATTENDEE" + strings.Repeat(`;A="`, n/4) + ":b@x.example") },
	"many values in quotes":           func(n int) string { return around("ATTENDEE;CN=" + strings.Repeat(`"",`, n/3) + `"b":b@x.example`) },
	"colons before a date":            func(n int) string { return around("DTSTART;TZID=" + strings.Repeat(": ", n/2) + ":20240301T100000") },
	"names before a date":             func(n int) string { return around("DTSTART" + strings.Repeat(";a:b", n/4) + ":20240301T100000") },
	"colons and no date":              func(n int) string { return around("DTSTART;TZID=" + strings.Repeat(":  ", n/3)) },
	"many zones":                      func(n int) string { return around("DTSTART" + strings.Repeat(";TZID=x:y", n/9) + ":20240301T100000") },
	"base64":                          func(n int) string { return around("SUMMARY;ENCODING=BASE64:" + strings.Repeat("6Q== ", n/5)) },
	"pauses after numbers":            func(n int) string { return around("DESCRIPTION:" + strings.Repeat("+15550100199,", n/13)) },
	"a number of pauses":              func(n int) string { return around("DESCRIPTION:+15550100199" + strings.Repeat(",1", n/2)) },
	"lines without a colon":           func(n int) string { return around(strings.Repeat("ATTENDEE;x\nyy\n", n/14)) },
	"a line without a colon":          func(n int) string { return around("ATTENDEE;x" + strings.Repeat("\ny", n/2)) },
	"running text":                    func(n int) string { return around("SUMMARY:x" + strings.Repeat("\ny z", n/4)) },
	"bare carriage returns":           func(n int) string { return around("SUMMARY:x" + strings.Repeat("\ry z", n/4)) },
	"carriage returns alone": func(n int) string {
		return strings.ReplaceAll(around("SUMMARY:x"+strings.Repeat("\ny z", n/4)), "\n", "\r")
	},
	"blank lines":                  func(n int) string { return around(strings.Repeat("\n", n)) },
	"junk":                         func(n int) string { return strings.Repeat("x\n", n/2) + around() },
	"BEGIN in junk":                func(n int) string { return strings.Repeat("BEGIN:V", n/7) + around() },
	"bytes that are no UTF-8":      func(n int) string { return around(strings.Repeat("X-A:\xff\n", n/6)) },
	"controls":                     func(n int) string { return around("SUMMARY:" + strings.Repeat("\x01", n)) },
	"events without an end":        func(n int) string { return "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VEVENT\n", n/13) },
	"ends of nothing":              func(n int) string { return around(strings.Repeat("END:X\n", n/6)) },
	"a property given again":       func(n int) string { return around(strings.Repeat("STATUS:A\nSTATUS:B\n", n/18)) },
	"notes on every line":          func(n int) string { return around(strings.Repeat("ATTENDEE;CUTYPE=A:b\n", min(n/20, 9000))) },
	"backslashes":                  func(n int) string { return around("SUMMARY:" + strings.Repeat(`\x`, n/2)) },
	"angle brackets":               func(n int) string { return around("DESCRIPTION:<br>" + strings.Repeat("<", n)) },
	"tags without an end":          func(n int) string { return around("DESCRIPTION:<br>" + strings.Repeat("<a ", n/3)) },
	"names of tags without an end": func(n int) string { return around("DESCRIPTION:<br>" + strings.Repeat("<a", n/2)) },
	"attributes without an end":    func(n int) string { return around("DESCRIPTION:<br>" + strings.Repeat("<a b='c", n/7)) },
	"comments without an end":      func(n int) string { return around("DESCRIPTION:<br>" + strings.Repeat("<!--", n/4)) },
	"a link many times":            func(n int) string { return around("DESCRIPTION:" + strings.Repeat("https://a.example ", n/18)) },
	"links in brackets":            func(n int) string { return around("DESCRIPTION:" + strings.Repeat("<https://a.example ", n/19)) },
	"links in Markdown":            func(n int) string { return around("DESCRIPTION:" + strings.Repeat("https://a.example](", n/19)) },
	"a link with many brackets":    func(n int) string { return around("DESCRIPTION:https://a.example/" + strings.Repeat(")", n)) },
	"style sheets without an end":  func(n int) string { return around("DESCRIPTION:<br>" + strings.Repeat("<style>", n/7)) },
	"wrappers in wrappers": func(n int) string {
		return around("DESCRIPTION:" + strings.Repeat("https://www.google.com/url?q=", n/29))
	},
	"links in a value that is one": func(n int) string { return around("URL:" + strings.Repeat("https://a.example/,", n/19)) },
	"words that may be links":      func(n int) string { return around("DESCRIPTION:" + strings.Repeat("a.b/", n/4)) },
	"slashes":                      func(n int) string { return around("DESCRIPTION:" + strings.Repeat("/", n)) },
	"lines that are indented":      func(n int) string { return indented(around(strings.Repeat("X-A:1\n", n/6) + "X-B:1")) },
	"VTIMEZONEs of one name": func(n int) string {
		return around(strings.Repeat("END:VEVENT\nBEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\nBEGIN:VEVENT\n", n/75) + "X-B:1")
	},
	"rules of vCalendar 1.0": func(n int) string { return around("RRULE:MP1 " + strings.Repeat("1+ MO ", n/6)) },
	"schemes":                func(n int) string { return around("DESCRIPTION:" + strings.Repeat("a://", n/4)) },
	"plus signs":             func(n int) string { return around("DESCRIPTION:" + strings.Repeat("+1 ", n/3)) },
	"rules":                  func(n int) string { return around(strings.Repeat("RRULE:FREQ=DAILY\n", n/17)) },
	"bad dates":              func(n int) string { return around("EXDATE:" + strings.Repeat("x,", n/2)) },
	"bad date lists":         func(n int) string { return around(strings.Repeat("EXDATE:x\n", n/9)) },
	"answers within a counted rule": func(n int) string {
		return message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=MINUTELY;COUNT=2147483647") + answersTo(n/130, time.Minute)
	},
	"answers within many rules": func(n int) string {
		return message("REQUEST", "DTSTART:20240301T100000Z", strings.Repeat("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=1FR\n", n/80)) + answersTo(n/260, 24*time.Hour)
	},
	"answers within many dates": func(n int) string {
		var b strings.Builder
		for i := range n / 70 {
			b.WriteString("RDATE:" + date(1, 10).AddDate(0, 0, i).Format("20060102T150405Z") + "\n")
		}
		return message("REQUEST", "DTSTART:20240301T100000Z", b.String()) + answersTo(n/260, 24*time.Hour)
	},
	"answers of many within a series": func(n int) string {
		var asked, answers strings.Builder
		for i := range n / 300 {
			who := fmt.Sprintf("mailto:a%d@acme.example", i)
			asked.WriteString("\nATTENDEE:" + who)
			answers.WriteString(message("REPLY", "ATTENDEE;PARTSTAT=ACCEPTED:"+who))
		}
		return message("REQUEST", daily+asked.String()) + answers.String()
	},
	"answers in doubt": func(n int) string {
		var asked, answers strings.Builder
		for i := range n / 300 {
			who := fmt.Sprintf("mailto:a%d@acme.example", i)
			asked.WriteString("\nATTENDEE:" + who)
			answers.WriteString(message("REPLY", "ATTENDEE;PARTSTAT=X:"+who))
		}
		return message("REQUEST", daily+asked.String()) + answers.String()
	},
	"cancellations in doubt": func(n int) string {
		var b strings.Builder
		for i := range n / 150 {
			b.WriteString(message("CANCEL", fmt.Sprint("SEQUENCE:", i+1), "STATUS:off"))
		}
		return message("REQUEST", daily) + b.String()
	},
	"changes in doubt": func(n int) string {
		var b strings.Builder
		for i := range n / 170 {
			b.WriteString(message("CANCEL", "RECURRENCE-ID:"+date(1, 10).AddDate(0, 0, i).Format("20060102T150405")+"0Z", "STATUS:off"))
		}
		return message("REQUEST", daily) + b.String()
	},
	"series with an answer each": func(n int) string {
		var b strings.Builder
		for i := range n / 300 {
			one := message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=MINUTELY;COUNT=2147483647") + answersTo(1, 0)
			b.WriteString(strings.ReplaceAll(one, "UID:1", fmt.Sprint("UID:", i)))
		}
		return b.String()
	},
	"zones": func(n int) string { return around(strings.Repeat("RDATE;TZID=X:20240301T100000\n", n/29)) },
}

// answersTo is n answers to single meetings of a series, one after the other and
// years after its start.
func answersTo(n int, apart time.Duration) string {
	var b strings.Builder
	for i := range n {
		at := date(1, 10).AddDate(5, 0, 0).Add(time.Duration(i) * apart)
		b.WriteString(message("REPLY", "RECURRENCE-ID:"+at.Format("20060102T150405Z"), "ATTENDEE;PARTSTAT=ACCEPTED:ann@acme.example"))
	}
	return b.String()
}

// BenchmarkAttacks shows that a byte of an attack takes the same time in a small input and
// in a large one.
func BenchmarkAttacks(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(attacks)) {
		for _, size := range []int{20_000, 320_000} {
			data := []byte(attacks[name](size))
			b.Run(fmt.Sprintf("%s/%dKB", name, size/1000), func(b *testing.B) {
				for b.Loop() {
					readAndFold(data)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(data)), "ns/byte")
			})
		}
	}
}

// readAndFold reads an input and folds what is in it.
func readAndFold(data []byte) {
	if calendar, err := Read(data, Options{}); err == nil {
		calendar.Series()
	}
}

func TestMemoryIsLinear(t *testing.T) {
	const small, factor = 5_000, 8
	for name, attack := range attacks {
		t.Run(name, func(t *testing.T) {
			growth := bytesOf(attack(small*factor)) / bytesOf(attack(small))
			assert.Less(t, growth, float64(factor*2), "%d times the input takes %.0f times the memory", factor, growth)
		})
	}
}

// bytesOf returns how much memory is allocated to read and fold an input.
func bytesOf(input string) float64 {
	data := []byte(input)
	return allocated(func() { readAndFold(data) })
}

// allocated returns how many bytes a function allocates.
func allocated(run func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

// Where doubts come from is said once for each property, however many messages are joined: a
// list that grew with them would be copied and searched for each.
func TestCausesOfDoubtsAreFew(t *testing.T) {
	for _, name := range []string{"answers in doubt", "cancellations in doubt", "changes in doubt"} {
		c, err := Read([]byte(attacks[name](60_000)), Options{})
		require.NoError(t, err)
		require.Greater(t, len(c.Events), 100)
		inv := c.Series()[0].Master.Invite
		assert.NotZero(t, inv.Doubts, name)
		assert.Len(t, inv.DoubtsFrom, 1, name)
	}
}

// changedOften is a meeting every second, changed n times for all time to come,
// 9000 seconds apart.
func changedOften(t require.TestingT, n int) *Series {
	var b strings.Builder
	b.WriteString(message("REQUEST", "DTSTART:20240301T100000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"))
	for i := range n {
		at := date(1, 10).Add(time.Duration(i+1) * 9000 * time.Second).Format("20060102T150405Z")
		b.WriteString(message("REQUEST", "RECURRENCE-ID;RANGE=THISANDFUTURE:"+at, "DTSTART:"+at, "DURATION:PT1S"))
	}
	return &Fold(readAll(t, b.String()))[0]
}

func TestSeriesCostIsBounded(t *testing.T) {
	const few, factor = 100, 16
	used := func(n int) float64 {
		s := changedOften(t, n)
		return allocated(func() {
			for i := range 3 {
				at := date(1, 10).Add(time.Duration(i*n/3) * 9000 * time.Second)
				inv, err := s.At(at)
				require.NoError(t, err)
				require.Equal(t, at, inv.Start)
				again, err := s.Invite(inv.Key())
				require.NoError(t, err)
				require.Equal(t, inv, again)
			}
			given := 0
			for _, err := range s.Occurrences(date(1, 0), time.Time{}) {
				require.Equal(t, given == 10_000, err != nil, "%v", err)
				given++
			}
			require.Equal(t, 10_001, given, "the limit, and the error")
		})
	}
	small := used(few)
	assert.Less(t, small, float64(16<<20))
	assert.Less(t, used(few*factor), small*factor)
}

// A stretch is not begun before its meetings may be the next.
func TestStretchesWait(t *testing.T) {
	s := changedOften(t, 1600)
	assert.Less(t, allocated(func() {
		_, err := s.At(date(1, 10))
		require.NoError(t, err)
	}), float64(1600*1000))
}
