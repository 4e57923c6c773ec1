package mail

import (
	"encoding/base64"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// encode returns text in base64, in lines of a length.
func encode(text string, length int) string {
	var out strings.Builder
	for encoded := base64.StdEncoding.EncodeToString([]byte(text)); encoded != ""; {
		n := min(length, len(encoded))
		out.WriteString(encoded[:n] + "\n")
		encoded = encoded[n:]
	}
	return out.String()
}

// nested returns a mail with n multiparts in each other around a calendar.
func nested(n int) string {
	text := "Content-Type: text/calendar\n\n" + calendarOf("deep@acme.example")
	for i := range n {
		b := "b" + strconv.Itoa(i)
		text = "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n" + text + "\n--" + b + "--\n"
	}
	return head + text
}

// attached returns a mail with n mails in each other around a calendar.
func attached(n int) string {
	text := "Content-Type: text/calendar\n\n" + calendarOf("deep@acme.example")
	for range n {
		text = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + encode(text, 76)
	}
	return head + text
}

// many returns a mail with n parts.
func many(n int) string {
	return head + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n) + "--b--\n"
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		rule, text string
		limits     Limits
		limit      string
	}{
		{"as many bytes as allowed", many(1), Limits{Bytes: len(many(1))}, ""},
		{"a byte more", many(1), Limits{Bytes: len(many(1)) - 1}, "Bytes"},
		{"as many parts as allowed", many(2), Limits{Parts: 3}, ""},
		{"a part more", many(3), Limits{Parts: 3}, "Parts"},
		{"no part at all", many(0), Limits{Parts: -1}, "Parts"},
		{"as deep as allowed", nested(3), Limits{Nesting: 3}, ""},
		{"deeper", nested(4), Limits{Nesting: 3}, "Nesting"},
		{"mails as deep as allowed", attached(3), Limits{Nesting: 3}, ""},
		{"mails deeper", attached(4), Limits{Nesting: 3}, "Nesting"},
		{"as deep as is allowed by default", nested(16), Limits{}, ""},
		{"deeper than by default", nested(17), Limits{}, "Nesting"},
		{"headers as long as allowed", "A: b\nC: d\n\n", Limits{HeaderBytes: 11}, ""},
		{"headers longer", "A: b\nC: de\n\n", Limits{HeaderBytes: 11}, "HeaderBytes"},
		{"lines that are no field count, too", "A: b\nnonsense\nC: d\n\n", Limits{HeaderBytes: 11}, "HeaderBytes"},
		{"headers of parts count, too", "Content-Type: multipart/x; boundary=b\n\n--b\nA:b\n\n--b--\n", Limits{HeaderBytes: 42}, "HeaderBytes"},
		{"headers of parts as long as allowed", "Content-Type: multipart/x; boundary=b\n\n--b\nA:b\n\n--b--\n", Limits{HeaderBytes: 43}, ""},
		{"as many addresses as allowed", "From: a@b\nTo: a@b, <x>\nDelivered-To: a@b\n\n", Limits{Recipients: 4}, ""},
		{"an address more in To", "To: a@b, a@b, a@b\n\n", Limits{Recipients: 2}, "Recipients"},
		{"an address more in From", "To: a@b\nFrom: a@b, a@b\n\n", Limits{Recipients: 2}, "Recipients"},
		{"an address more in Sender", "From: a@b\nSender: a@b\n\n", Limits{Recipients: 1}, "Recipients"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, err := Read([]byte(c.text), Options{Limits: c.limits})
			if c.limit == "" {
				require.NoError(t, err)
				return
			}
			var limit *LimitError
			require.ErrorAs(t, err, &limit)
			assert.Equal(t, c.limit, limit.Limit)
			assert.Contains(t, err.Error(), c.limit)
		})
	}
}

func TestLimitErrorNamesThePart(t *testing.T) {
	_, err := Read([]byte(nested(3)), Options{Limits: Limits{Nesting: 2}})
	assert.EqualError(t, err, `mail: part "1.1.1": more than the limit Nesting allows (2)`)
}

func TestLimitErrorOfTheMailItselfNamesNoPart(t *testing.T) {
	_, err := Read([]byte("A: b\n\n"), Options{Limits: Limits{Bytes: 5}})
	assert.EqualError(t, err, `mail: more than the limit Bytes allows (5)`)
}

func TestDefaultLimits(t *testing.T) {
	for limits, want := range map[Limits]Limits{
		{}: {Bytes: 32 << 20, Parts: 1000, Nesting: 16, HeaderBytes: 1 << 20, Recipients: 10000},
		{Bytes: 1, Parts: 2, Nesting: 3, HeaderBytes: 4, Recipients: 5}:      {Bytes: 1, Parts: 2, Nesting: 3, HeaderBytes: 4, Recipients: 5},
		{Bytes: -1, Parts: -1, Nesting: -1, HeaderBytes: -1, Recipients: -1}: {Bytes: -1, Parts: -1, Nesting: -1, HeaderBytes: -1, Recipients: -1},
	} {
		assert.Equal(t, want, limits.withDefaults())
	}
}

func TestDefaultLimitsHold(t *testing.T) {
	const multi = "Content-Type: multipart/x; boundary=b\n\n"
	padded := func(text string, n int) string { return text + strings.Repeat("x", n-len(text)) }
	for _, c := range []struct {
		limit           string
		allowed, beyond string
	}{
		{"Bytes", padded("A: b\n\n", 32<<20), padded("A: b\n\n", 32<<20+1)},
		{"Parts", multi + strings.Repeat("--b\n\n", 999), multi + strings.Repeat("--b\n\n", 1000)},
		{"Nesting", nested(16), nested(17)},
		{"HeaderBytes", padded("A: b", 1<<20-2) + "\n\n", padded("A: b", 1<<20-1) + "\n\n"},
		{"Recipients", "To: " + strings.Repeat("a@b,", 10000) + "\n\n", "To: " + strings.Repeat("a@b,", 10001) + "\n\n"},
	} {
		t.Run(c.limit, func(t *testing.T) {
			_, err := Read([]byte(c.allowed), Options{})
			require.NoError(t, err)
			_, err = Read([]byte(c.beyond), Options{})
			var limit *LimitError
			require.ErrorAs(t, err, &limit)
			assert.Equal(t, c.limit, limit.Limit)
		})
	}
}

// attacks are mails that grow with n, to about 100 bytes for each.
func attacks() map[string]func(n int) string {
	repeat := func(before, text string, times int, after string) func(int) string {
		return func(n int) string { return before + strings.Repeat(text, times*n) + after }
	}
	const mixed = head + "Content-Type: multipart/mixed; boundary=b\n\n"
	const cal = head + "Content-Type: text/calendar\nContent-Transfer-Encoding: "
	return map[string]func(int) string{
		"many parts":                   repeat(mixed, "--b\n\nx\n", 14, "--b--\n"),
		"parts without end":            repeat(mixed, "--b\n", 25, ""),
		"multiparts without boundary":  repeat(mixed, "--b\nContent-Type: multipart/mixed; boundary=c\n\n--\n", 2, ""),
		"boundaries that hardly match": repeat(mixed, "--bb\n", 20, ""),
		"ends of multiparts":           repeat(mixed, "--b--\n", 16, ""),
		"multiparts in each other":     func(n int) string { return nested(16) + strings.Repeat("x\n", 50*n) },
		"mails in each other":          func(n int) string { return attached(8) + strings.Repeat("x\n", 50*n) },
		"a long field":                 repeat("Subject: ", "0123456789", 10, "\n\n"),
		"a folded field":               repeat("Subject: x\n", " x\n", 33, "\n"),
		"many fields":                  repeat("", "A: b\n", 20, "\n"),
		"lines that are no field":      repeat("From: a@b\n", "x\nA: b\n", 14, "\n"),
		"encoded words":                repeat("Subject: ", "=?utf-8?q?a?= ", 7, "\n\n"),
		"words that are not ended":     repeat("Subject: ", "=?a?b?", 16, "?=\n\n"),
		"words that are hardly begun":  repeat("Subject: ", "=?", 50, "\n\n"),
		"a word without end":           repeat("Subject: =?utf-8?b?", "QUJD", 25, "?=\n\n"),
		"words in two charsets":        repeat("Subject: ", "=?utf-8?q?=FF?= =?big5?q?=FF?= ", 3, "\n\n"),
		"addresses":                    repeat("To: ", "a@b,", 25, "\n\n"),
		"names without addresses":      repeat("To: ", "a,", 50, "<a@b>\n\n"),
		"names without brackets":       repeat("To: ", "a,", 50, "\n\n"),
		"groups":                       repeat("To: ", "a:", 50, "\n\n"),
		"comments in each other":       repeat("To: ", "(", 100, "\n\n"),
		"a comment in the message ID":  repeat("Message-Id: (", "a", 100, ")<a@b>\n\n"),
		"comments in the date":         repeat("Date: ", "(a)", 33, "\n\n"),
		"parameters":                   repeat("Content-Type: text/calendar", ";a=b", 25, "\n\n"),
		"parameters in pieces":         repeat("Content-Type: text/calendar;;", ";a*0=b", 16, "\n\n"),
		"comments in parameters":       repeat("Content-Type: text/calendar", "(a)b", 25, "\n\n"),
		"comments that do not end":     repeat("Content-Type: text/calendar ", "(", 100, "\n\n"),
		"quotes in parameters":         repeat("Content-Type: text/calendar; name=", `"a"(`, 25, "\n\n"),
		"charsets in parameters":       repeat("Content-Type: text/calendar", ";name*=a'b'c", 8, "\n\n"),
		"a calendar that is no UTF-8":  repeat(head+"Content-Type: text/calendar; charset=utf-8\n\n", "\xc3\n \xff", 25, ""),
		"a parameter with blanks":      repeat("Content-Type: text/calendar; name=", "a ", 50, "=\n\n"),
		"equals signs in parameters":   repeat("Content-Type: text/calendar; name=", "a =", 33, "\n\n"),
		"results":                      repeat("Received: by x\nAuthentication-Results: mx", ";dkim=pass (", 8, "\n\n"),
		"signatures":                   repeat("Authentication-Results: mx", ";dkim=pass", 10, "\nReceived: by mx\n\n"),
		"equals signs in results":      repeat("Authentication-Results: mx;", "a =", 33, "\nReceived: by mx\n\n"),
		"fields of results":            repeat("Received: by mx\n", "Authentication-Results: mx; dkim=pass\n", 3, "\n"),
		"carriage returns":             repeat(head+"\n", "\r", 100, ""),
		"colons":                       repeat(head+"\n", ":", 100, ""),
		"BEGIN without VCALENDAR":      repeat(head+"\n", "BEGIN:", 16, ""),
		"calendars that never begin":   repeat(head+"\n", "> BEGIN:VCALENDARS\n", 5, ""),
		"ends of calendars":            repeat(head+"\n\nBEGIN:VCALENDAR\n", "END:VCALENDAR\n", 7, ""),
		"an mbox":                      repeat("From x\nA: b\n\n", ">From y\n\n", 11, ""),
		"equals signs":                 repeat(cal+"quoted-printable\n\n", "=", 100, ""),
		"equals signs and blanks":      repeat(cal+"quoted-printable\n\n", "=          ", 9, ""),
		"padding":                      repeat(cal+"base64\n\n", "QQ==", 25, ""),
		"quoted equals signs":          repeat(cal+"7bit\n\n", "=3D", 33, ""),
	}
}

// unlimited lets an attack reach the code that limits keep it from.
var unlimited = Options{AuthServer: "mx", Limits: Limits{Parts: 1e9, HeaderBytes: 1e9, Recipients: 1e9}}

func TestMemoryGrowsWithTheMailAndNoFaster(t *testing.T) {
	for name, attack := range attacks() {
		t.Run(name, func(t *testing.T) {
			small := allocated(attack(100))
			large := allocated(attack(800))
			assert.Less(t, large, 12*small, "8 times as much input")
			assert.Less(t, large, uint64(600*len(attack(800))), "600 bytes for each byte")
		})
	}
}

// allocated returns how many bytes reading a mail allocates, and 64 KiB more for
// what any mail needs.
func allocated(text string) uint64 {
	data := []byte(text)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = Read(data, unlimited)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc + 64<<10
}

// BenchmarkAttacks shows that a byte of an attack takes the same time in a small mail and in
// a large one.
func BenchmarkAttacks(b *testing.B) {
	attacks := attacks()
	for _, name := range slices.Sorted(maps.Keys(attacks)) {
		for _, n := range []int{100, 3200} {
			data := []byte(attacks[name](n))
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					_, _ = Read(data, unlimited)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(data)), "ns/byte")
			})
		}
	}
}
