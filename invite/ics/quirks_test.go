package ics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
)

// around puts lines into an event of a calendar, from line 4 on. The event has a
// UID; where the lines name no start it begins at ten on 1 March 2024, UTC, for an
// hour.
func around(lines ...string) string {
	text := strings.Join(lines, "\n")
	if !strings.Contains(strings.ToUpper(text), "DTSTART") {
		text += "\nDTSTART:20240301T100000Z\nDTEND:20240301T110000Z"
	}
	return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n" + text + "\nEND:VEVENT\nEND:VCALENDAR\n"
}

// told tells what was read: the time of each event, what else a row is about, and
// the notes, those marked that say that meaning may have been lost.
func told(c *Calendar) string {
	var b strings.Builder
	for i, e := range c.Events {
		inv := e.Invite
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(toldTime(inv))
		for _, detail := range []struct{ name, value string }{
			{"title", inv.Title}, {"organizer", toldParty(inv.Organizer)}, {"with", toldParties(inv.Attendees)},
			{"links", toldLinks(inv.Links)}, {"dial", strings.Join(inv.DialIn, " ")},
		} {
			if detail.value != "" {
				fmt.Fprintf(&b, " %s=%q", detail.name, detail.value)
			}
		}
		for _, state := range []string{inv.Method.String(), inv.Status.String()} {
			if state != "none" {
				b.WriteString(" " + state)
			}
		}
		if inv.Class != invite.ClassPublic {
			b.WriteString(" " + inv.Class.String())
		}
	}
	for _, n := range c.Notes {
		fmt.Fprintf(&b, " %d:%s", n.Line, n.Kind)
		if n.Lossy {
			b.WriteString("!")
		}
	}
	return b.String()
}

// indented indents the lines of each component in it, as a program does that shows
// a tree.
func indented(calendar string) string {
	var b strings.Builder
	depth := 0
	for line := range strings.Lines(calendar) {
		if strings.HasPrefix(line, "END:") {
			depth--
		}
		b.WriteString(strings.Repeat("  ", depth) + line)
		if strings.HasPrefix(line, "BEGIN:") {
			depth++
		}
	}
	return b.String()
}

func toldTime(inv invite.Invite) string {
	switch {
	case inv.Start.IsZero():
		return "never"
	case inv.AllDay:
		return inv.Start.Format("01-02") + ".." + inv.End.Format("01-02")
	}
	if inv.End.IsZero() {
		return inv.Start.UTC().Format("01-02 15:04") + ".."
	}
	return inv.Start.UTC().Format("01-02 15:04") + ".." + inv.End.UTC().Format("01-02 15:04")
}

func toldParty(p invite.Party) string {
	if p.IsZero() {
		return ""
	}
	return strings.TrimSpace(p.Name + " <" + p.Address.String() + ">")
}

func toldParties(all []invite.Party) string {
	var told []string
	for _, p := range all {
		told = append(told, toldParty(p))
	}
	return strings.Join(told, ", ")
}

func toldLinks(all []invite.Link) string {
	var told []string
	for _, l := range all {
		told = append(told, l.String())
	}
	return strings.Join(told, " ")
}

const hour = "03-01 10:00..03-01 11:00"

// quirk is an irregular input, and what is to be made of it.
type quirk struct{ rule, input, want string }

func checkQuirks(t *testing.T, quirks []quirk) {
	t.Helper()
	for _, q := range quirks {
		t.Run(q.rule, func(t *testing.T) {
			c, err := Read([]byte(q.input), Options{})
			require.NoError(t, err)
			assert.Equal(t, q.want, told(c))
		})
	}
}

func TestReadLines(t *testing.T) {
	plain := around("SUMMARY:x")
	checkQuirks(t, []quirk{
		{"a clean calendar needs no repair", plain, hour + ` title="x"`},
		{"a byte order mark is taken off", "\ufeff" + plain, hour + ` title="x" 1:charset`},
		{"a byte order mark between calendars is junk", plain + "\ufeff" + plain, hour + ` title="x" | ` + hour + ` title="x" 9:junk`},
		{"blank lines mean nothing", strings.ReplaceAll(plain, "\n", "\n\n"), hour + ` title="x"`},
		{"a blank line in a folded line means nothing", around("SUMMARY:a", "", " b"), hour + ` title="ab"`},
		{"lines end in CRLF", strings.ReplaceAll(plain, "\n", "\r\n"), hour + ` title="x"`},
		{"lines end in CR CR LF", strings.ReplaceAll(plain, "\n", "\r\r\n"), hour + ` title="x" 1:line_ending`},
		{"lines end in CR", strings.ReplaceAll(plain, "\n", "\r"), hour + ` title="x" 1:line_ending`},
		{"a CR alone ends a line", around("SUMMARY:x\rSTATUS:CONFIRMED"), hour + ` title="x" confirmed 1:line_ending`},
		{"the last line needs no end", strings.TrimSpace(plain), hour + ` title="x"`},
		{"the last line ends in CR", strings.TrimSpace(plain) + "\r", hour + ` title="x" 1:line_ending`},
		{"UTF-16, little-endian", utf16Of("\ufeff"+plain, false), hour + ` title="x" 1:charset`},
		{"UTF-16, big-endian", utf16Of("\ufeff"+plain, true), hour + ` title="x" 1:charset`},
		{"UTF-16 without a mark", utf16Of(plain, false), hour + ` title="x" 1:charset`},
		{"UTF-16 beyond the basic plane", utf16Of("\ufeff"+around("SUMMARY:\U0001F600"), false), hour + " title=\"\U0001F600\" 1:charset"},
		{"Windows-1252 bytes", around("SUMMARY:caf\xe9 \x80"), hour + ` title="café €" 4:charset!`},
		{"Latin-1 beside UTF-8", around("SUMMARY:é\xe9"), hour + ` title="éé" 4:charset!`},
		{"a character folded in its middle", around("SUMMARY:caf\xc3", " \xa9"), hour + ` title="café"`},
		{"controls are left out", around("SUMMARY:a\x00b\x7f"), hour + ` title="ab" 4:control`},
		{"a line of controls", around("\x01"), hour + " 4:control"},
		{"a tab folds too", around("SUMMARY:a", "\tb"), hour + ` title="ab"`},
		{"a blank line in a folded line of CRLF", strings.ReplaceAll(around("SUMMARY:a", "", " b"), "\n", "\r\n"), hour + ` title="ab"`},
		{"a line of blanks below a boundary", strings.Replace(around("SUMMARY:a", " UID:2"), "UID:1", " \nUID:1", 1), hour + ` title="aUID:2"`},
		{"an indented calendar", "  " + strings.ReplaceAll(strings.TrimSpace(plain), "\n", "\n  "), hour + ` title="x" 1:indented`},
		{"an indented event", strings.ReplaceAll(plain, "BEGIN:VEVENT\nUID", "  BEGIN:VEVENT\n  UID"), hour + ` title="x" 2:indented`},
		{"components indented in one another", indented(around("SUMMARY:x", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", "END:VALARM", "LOCATION:y")), hour + ` title="x" 2:indented`},
		{"boundaries in small letters, indented in one another", strings.ToLower(indented(around("CLASS:public"))), hour + " 2:indented 5:time 6:time"},
		{"components indented by tabs", strings.ReplaceAll(indented(around("SUMMARY:x", "BEGIN:VALARM", "END:VALARM")), "  ", "\t"), hour + ` title="x" 2:indented`},
		{"what is folded below an unknown boundary", around("END:X", " UID:2", "SUMMARY:x"), hour + ` title="x" 4:junk!`},
		{"only what is in an event is indented", "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n  UID:1\n  SUMMARY:a\n  DTSTART:20240301T100000Z\n  DTEND:20240301T110000Z\nEND:VEVENT\nX-FOO:a\n UID:2\nEND:VCALENDAR", hour + ` title="a" 4:indented`},
		{"running text in an indented event is folded", "BEGIN:VEVENT\n  UID:1\n  DTSTART:20240301T100000Z\n  SUMMARY:a\n  b: c\nEND:VEVENT", `03-01 10:00.. title="a b: c" 1:no_calendar 2:indented`},
		{"a quoted mail", "> " + strings.ReplaceAll(around("SUMMARY:x", " y", ""), "\n", "\n> ") + "--", hour + ` title="xy" 1:indented 11:junk`},
		{"the quote of a blank line", "> " + strings.ReplaceAll(strings.TrimSpace(plain), "\nUID", "\n>\nUID"), hour + ` title="x" 1:indented`},
		{"junk before and after", "Subject: x\n\n" + plain + "-- \nregards", hour + ` title="x" 1:junk 11:junk`},
		{"junk on the first line", "<pre>" + plain, hour + ` title="x" 1:junk`},
		{"junk before a boundary in small letters", "<pre>" + strings.Replace(plain, "BEGIN:VCALENDAR", "begin:vCalendar", 1), hour + ` title="x" 1:junk`},
		{"one NUL before a calendar is no UTF-16", "\x00" + plain, hour + ` title="x" 1:control`},
		{"lower-case names", strings.ToLower(around("SUMMARY:x")), `03-01 10:00..03-01 11:00 title="x" 5:time 6:time`},
		{"two calendars", plain + plain, hour + ` title="x" | ` + hour + ` title="x"`},
		{"a line without a colon goes on with the text before", around("DESCRIPTION:see", "https://x.example/a and", "Where: here"), hour + ` links="https://x.example/a" 5:joined`},
		{"prose looks like a beginning", around("DESCRIPTION:Trip", "Begin:10am", "END:https://x.example", "BEGIN:", "SUMMARY:x"), hour + ` title="x" links="https://x.example" 5:joined`},
		{"a beginning of nothing", around("CLASS:PUBLIC", "BEGIN:10am", "SUMMARY:x"), hour + ` title="x" 5:junk!`},
		{"a component that nobody knows", around("BEGIN:X-FOO", "SUMMARY:y", "END:X-FOO", "BEGIN:VPOLL", "SUMMARY:z", "END:VPOLL", "BEGIN:x-bar", "SUMMARY:a", "END:x-bar", "SUMMARY:x"), hour + ` title="x"`},
		{"a UID broken without a blank", strings.Replace(around(""), "UID:1", "UID:0400\n8200\nE000", 1), hour + " 4:joined!"},
		{"what cannot be more of a UID", strings.Replace(around(""), "UID:1", "UID:0400\nnot more", 1), hour + " 4:junk!"},
		{"prose looks like a property", around("DESCRIPTION:see", "Location: here", "URL:https://x.example"), hour + ` links="https://x.example" 5:joined`},
		{"a property may have a blank after the colon", around("SUMMARY: x", "location: https://x.example"), hour + ` title=" x" links="https://x.example"`},
		{"a line without a colon elsewhere is lost", around("STATUS:CONFIRMED", "nonsense"), hour + " confirmed 5:junk!"},
		{"a text that is not read may go on too, and is lost", around("COMMENT:a", "nonsense"), hour + " 5:joined!"},
		{"an unknown word in capitals goes on with a description", around("DESCRIPTION:Hello", "NOTE:see", "https://zoom.us/j/1"), hour + ` links="https://zoom.us/j/1" 5:joined`},
		{"so does one with a link", around("DESCRIPTION:Hello", "JOIN:https://zoom.us/j/1"), hour + ` links="https://zoom.us/j/1" 5:joined`},
		{"an unknown word in capitals goes on with what was joined", around("LOCATION:Hello", "and", "NOTE:here", "https://zoom.us/j/1"), hour + ` links="https://zoom.us/j/1" 5:joined`},
		{"a title is of one line", around("SUMMARY:Dinner", "DRESSCODE:CASUAL"), hour + ` title="Dinner"`},
		{"an unknown property with a link is not lost in silence", around("STATUS:CONFIRMED", "JOIN:https://zoom.us/j/1"), hour + " confirmed 5:junk!"},
		{"an unknown property with a parameter is none of a text", around("DESCRIPTION:Hello", "FOO;VALUE=URI:https://zoom.us/j/1"), hour},
		{"a property that producers name is none of a text", around("DESCRIPTION:Hello", "X-FOO:https://zoom.us/j/1"), hour},
		{"what goes on with a property that is not read is lost", around("X-FOO:a", "https://zoom.us/j/1"), hour + " 5:joined!"},
		{"an indented boundary is folded", around("X-FOO:a", "  END:VEVENT", "DESCRIPTION:https://zoom.us/j/1", "STATUS:CANCELLED"), hour + ` links="https://zoom.us/j/1" cancelled`},
		{"a property without a colon goes on with the lines after", around("ORGANIZER;CN=Ann", "Archer", ":mailto:ann@acme.example"), hour + ` organizer="AnnArcher <ann@acme.example>" 5:joined`},
		{"a property without a value keeps its parameters", around("ORGANIZER;CN=Ann", "STATUS:CONFIRMED"), hour + ` organizer="Ann <>" confirmed 4:param! 4:address!`},
		{"blanks before the colon", around("SUMMARY :x"), hour + ` title="x" 4:name`},
		{"a name that is none", around("SUM MARY:x"), hour + " 4:junk!"},
		{"unknown properties are passed over", around("X-FOO;A=\"b:c", "FOO:b"), hour},
	})
}

func utf16Of(text string, big bool) string {
	var b strings.Builder
	for _, r := range text {
		units := []uint16{uint16(r)}
		if r > 0xffff {
			r -= 0x10000
			units = []uint16{uint16(0xd800 + r>>10), uint16(0xdc00 + r&0x3ff)}
		}
		for _, u := range units {
			if big {
				u = u<<8 | u>>8
			}
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

func TestReadComponents(t *testing.T) {
	head, event := "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nUID:1\nDTSTART:20240301T100000Z\nDTEND:20240301T110000Z\n"
	checkQuirks(t, []quirk{
		{"no END:VCALENDAR", head + event + "END:VEVENT\n", hour + " 6:truncated!"},
		{"no END:VEVENT", head + event + "END:VCALENDAR\n", hour + " 6:missing_end"},
		{"no END between events", head + event + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " | " + hour + " 6:missing_end"},
		{"truncated in the second event", head + event + "END:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTA", hour + " | never 7:no_start! 9:junk! 9:truncated!"},
		{"blanks after a boundary", "BEGIN:VCALENDAR \n" + event + "END:VEVENT\t\nEND:VCALENDAR  \n", hour},
		{"words after a boundary", "BEGIN:VCALENDAR x\n" + event + "END:VEVENT x\nEND:VCALENDAR\n", hour},
		{"boundaries in small letters", "begin:vcalendar\n" + strings.Replace(event, "BEGIN:VEVENT", "Begin:vEvent", 1) + "end:vevent\nEnd:vCalendar\n", hour},
		{"a bare event", event + "END:VEVENT\n", hour + " 1:no_calendar"},
		{"a bare event without an end", event, hour + " 1:no_calendar 4:truncated!"},
		{"a bare alarm is junk", "BEGIN:VALARM\n" + head + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " 1:junk"},
		{"an event in another component", head + "BEGIN:X-BOX\n" + event + "END:VEVENT\nEND:X-BOX\nEND:VCALENDAR\n", hour + " 3:missing_end! 8:stray_end"},
		{"an event in an alarm", head + "BEGIN:VEVENT\nUID:0\nBEGIN:VALARM\n" + event + "END:VEVENT\nEND:VCALENDAR\n", "never | " + hour + " 2:no_start! 5:missing_end! 5:missing_end"},
		{"a calendar in an event", head + "BEGIN:VEVENT\nUID:0\n" + head + event + "END:VEVENT\nEND:VCALENDAR\nEND:VCALENDAR\n", "never | " + hour + " 2:no_start! 4:missing_end 4:missing_end 11:junk"},
		{"an END of nothing", head + event + "END:VALARM\nEND:VEVENT\nEND:VCALENDAR\n", hour + " 6:stray_end"},
		{"a BEGIN of nothing", head + event + "BEGIN:\nEND:VEVENT\nEND:VCALENDAR\n", hour + " 6:junk!"},
		{"alarms, to-dos and the like are passed over", head + "BEGIN:VTODO\nSUMMARY:x\nnonsense\nBEGIN:VALARM\nTRIGGER;;;\nEND:VALARM\nEND:VTODO\n" + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " 4:joined"},
		{"an alarm is no event", head + event + "BEGIN:VALARM\nSUMMARY:alarm\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n", hour},
		{"what belongs to an event stands outside of one", head + "SUMMARY:lost\n" + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " 2:misplaced!"},
		{"what comes after the end of an event", head + event + "END:VEVENT\nSTATUS:CANCELLED\nORGANIZER:mailto:a@b.example\nLOCATION:x\nUID:2\nEND:VCALENDAR\n", hour + " 7:misplaced! 8:misplaced! 9:misplaced! 10:misplaced!"},
		{"what a calendar says of itself", head + "UID:1\nURL:https://x.example\nDESCRIPTION:x\nNAME:x\nMETHOD:PUBLISH\n" + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " publish"},
		{"no BEGIN:VEVENT", strings.Replace(head+"UID:0\n"+event, "BEGIN:VEVENT\n", "", 1) + "END:VEVENT\nEND:VCALENDAR\n", hour + " 2:missing_begin! 3:repeated!"},
		{"no BEGIN:VEVENT between events", head + event + "END:VEVENT\nUID:2\nDTSTART:20240302T100000Z\nEND:VEVENT\nEND:VCALENDAR\n", hour + " | 03-02 10:00.. 7:missing_begin!"},
		{"no BEGIN:VEVENT before an alarm", head + "UID:1\nBEGIN:VALARM\nEND:VALARM\nDTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nEND:VCALENDAR\n", hour + " 2:missing_begin! 7:missing_end"},
		{"no boundary of an event", head + "SUMMARY:x\nDTEND:20240301T110000Z\nDTSTART:20240301T100000Z\nEND:VCALENDAR\n", hour + ` title="x" 2:missing_begin! 2:no_uid! 5:missing_end`},
		{"the last of the lines is the start", head + "UID:1\nBEGIN:VTODO\nEND:VTODO\nDTSTART:20240301T100000Z", "03-01 10:00.. 5:missing_begin! 5:truncated! 5:no_uid!"},
		{"no BEGIN:VCALENDAR, but what stands below it", "VERSION:2.0\nMETHOD:CANCEL\n" + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " cancel 1:no_calendar"},
		{"no boundary but the end of an event", "METHOD:CANCEL\nUID:1\nDTSTART:20240301T100000Z\nEND:VEVENT\n", "03-01 10:00.. cancel 1:no_calendar 2:missing_begin!"},
		{"no boundary but the end of the calendar", "UID:1\nDTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nEND:VCALENDAR\n", hour + " 1:no_calendar 1:missing_begin! 4:missing_end"},
		{"no boundary but that of an alarm", "UID:1\nDTSTART:20240301T100000Z\nBEGIN:VALARM\nEND:VALARM\nDTEND:20240301T110000Z\nEND:VEVENT\n", hour + " 1:no_calendar 1:missing_begin!"},
		{"an event's lines in junk", head + event + "END:VEVENT\nEND:VCALENDAR\n" + "STATUS:CANCELLED\nSTATUS: x\n", hour + " 8:junk!"},
		{"a method in junk", "METHOD:CANCEL\n" + head + event + "END:VEVENT\nEND:VCALENDAR\n", hour + " 1:junk"},
		{"no END:VALARM", head + event + "BEGIN:VALARM\nTRIGGER:-PT5M\nDESCRIPTION:x\nSTATUS:CANCELLED\nEND:VEVENT\nEND:VCALENDAR\n", hour + " cancelled 9:missing_end!"},
		{"no end of a to-do and no begin of an event", head + "BEGIN:VTODO\n" + strings.Replace(event, "BEGIN:VEVENT\n", "", 1) + "END:VEVENT\nEND:VCALENDAR\n", " 6:stray_end! 7:missing_end!"},
		{"no boundary at all after a property", head + event + "END:VEVENT\nSTATUS:CANCELLED\n", hour + " 7:truncated! 7:misplaced!"},
		{"a calendar without events", head + "END:VCALENDAR\n", ""},
	})
}

func TestReadParams(t *testing.T) {
	to := func(head string) string { return around("ATTENDEE;" + head + ":mailto:b@x.example") }
	with := func(who string) string { return fmt.Sprintf("%s with=%q", hour, who) }
	checkQuirks(t, []quirk{
		{"quotes", to(`CN="Baker; B: C, D"`), with("Baker; B: C, D <b@x.example>")},
		{"quotes inside a value", to(`CN=Bob "B" Baker`), with(`Bob "B" Baker <b@x.example>`) + " 4:param"},
		{"quotes inside quotes", to(`CN="Bob "B" Baker"`), with(`Bob "B" Baker <b@x.example>`) + " 4:param"},
		{"an unclosed quote", to(`CN="Bob`), with(`Bob <b@x.example>`) + " 4:param!"},
		{"characters after a closing quote", to(`CN="Bob"ð` + "\u200b" + `x`), with("Bobð\u200bx <b@x.example>") + " 4:param!"},
		{"the quote after the value", around(`DTSTART;TZID="Europe/Paris:20240301T100000"`), "03-01 09:00.. 4:param! 4:time!"},
		{"quoted and more after it", to(`CN="Bob"x;SENT-BY="mailto:c@x.example"`), with("Bobx <b@x.example>") + " 4:param!"},
		{"unquoted commas", to("CN=Baker, Bob"), with("Baker, Bob <b@x.example>")},
		{"an unquoted colon", to("CN=Team: all"), with("Team <b@x.example>")},
		{"carets", to("CN=B ^'c^' ^^ d^ne"), with("B \"c\" ^ d\ne <b@x.example>")},
		{"an empty parameter", to(";CN=Bob;"), with("Bob <b@x.example>") + " 4:param"},
		{"a parameter without a value", to("RSVP;CN=Bob"), with("Bob <b@x.example>") + " 4:param"},
		{"a parameter with an empty value", to("CN="), with("<b@x.example>")},
		{"blanks around a name", to(" CN =Bob"), with("Bob <b@x.example>") + " 4:param"},
		{"a parameter without a name", to("=x;CN=Bob"), with("Bob <b@x.example>") + " 4:param"},
		{"a parameter in small letters", to("cn=Bob"), with("Bob <b@x.example>")},
		{"several values", to(`CN="a","b",c`), with("a,b,c <b@x.example>")},
		{"several values, and a fault", to(`CN="a","b",c;RSVP`), with("a,b,c <b@x.example>") + " 4:param"},
		{"a caret at the cut", to("CN=x" + strings.Repeat("^", 1100)), with("x"+strings.Repeat("^", 509)+" <b@x.example>") + " 4:long_param! 4:long_param!"},
		{"a parameter that is not read", to(`X="a"b;CN=Bob`), with("Bob <b@x.example>") + " 4:param!"},
		{"a long value is cut", to(`CN="` + strings.Repeat("é", 600) + `"`), with(strings.Repeat("é", 255)+" <b@x.example>") + " 4:long_param! 4:long_param!"},
		{"a long value without quotes is cut", to("CN=" + strings.Repeat("^", 1100)), with(strings.Repeat("^", 255*2)+" <b@x.example>") + " 4:long_param! 4:long_param!"},
		{"a long value that is not read", to("X=" + strings.Repeat("x", 5000)), with("<b@x.example>")},
		{"quoted-printable", around("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:caf=C3=A9=0D=0Aand=0D=3D"), hour + ` title="café` + `\nand="` + " 4:encoding"},
		{"quoted-printable without a name", around("SUMMARY;QUOTED-PRINTABLE:caf=E9 =zz"), hour + ` title="café =zz" 4:param 4:encoding!`},
		{"soft line breaks", around("SUMMARY;ENCODING=QUOTED-PRINTABLE:one=", " two=", "DTEND:three"), hour + ` title="one twoDTEND:three" 4:encoding 5:joined`},
		{"a soft line break before a blank line", around("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=0D=0A=", "", "DTSTART:20240301T100000Z"), "03-01 10:00.. 4:encoding"},
		{"soft line breaks of three lines", around("SUMMARY;ENCODING=QUOTED-PRINTABLE:one=", " two=", " three"), hour + ` title="one two three" 4:encoding 5:joined`},
		{"a soft line break in a folded line", around("SUMMARY;ENCODING=QUOTED-PRINTABLE:one", " two=", " three"), hour + ` title="onetwo three" 4:encoding 6:joined`},
		{"a soft line break before the end", around("DTSTART:20240301T100000Z", "SUMMARY;ENCODING=QUOTED-PRINTABLE:one="), `03-01 10:00.. title="one=" 5:encoding`},
		{"another encoding", around("SUMMARY;ENCODING=8BIT:one="), hour + ` title="one="`},
		{"base64", around("SUMMARY;ENCODING=BASE64:Y2Fmw6kNCmFuZA==", `DESCRIPTION;VALUE=BINARY;ENCODING="b":aHR0cHM6Ly9hLmV4YW1wbGUv`), hour + " title=\"café\\nand\" links=\"https://a.example/\" 4:encoding 5:encoding"},
		{"base64 in Windows-1252, without padding", around("SUMMARY;ENCODING=base64:Y2Fm6Q"), hour + ` title="café" 4:encoding!`},
		{"base64 without a name", around("SUMMARY;BASE64:", "   Y2Fm", "  w6k="), hour + ` title="café" 4:param 4:encoding`},
		{"what is no base64 stays", around("SUMMARY;ENCODING=BASE64:plain text"), hour + ` title="plain text" 4:encoding!`},
		{"base64 of what is no text stays", around("SUMMARY;ENCODING=BASE64:AAEC"), hour + ` title="AAEC" 4:encoding!`},
		{"a date is no base64", around("DTSTART;ENCODING=BASE64:20240301T100000Z", "DTEND;BASE64:20240301T110000"), hour + " 4:encoding! 5:param 5:encoding! 5:floating!"},
		{"a UID stays in base64", strings.Replace(around(""), "UID:1", "UID;ENCODING=BASE64:MQ==", 1), hour + " 3:encoding!"},
		{"nothing in quotes", to(`CN=""`), with("<b@x.example>")},
		{"nothing in quotes, and a fault", to(`CN="";RSVP`), with("<b@x.example>") + " 4:param"},
		{"a quote after a closing quote", to(`CN="x"y"z`), with(`xy"z <b@x.example>`) + " 4:param!"},
		{"quotes inside the first of several values", to(`CN="a"b","c"`), with(`a"b,c <b@x.example>`) + " 4:param"},
	})
}

func TestReadTimes(t *testing.T) {
	at := func(lines ...string) string { return around(lines...) }
	vtimezone := "BEGIN:VTIMEZONE\nTZID:Foo\nBEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
	checkQuirks(t, []quirk{
		{"an IANA name", at("DTSTART;TZID=Europe/Paris:20240301T100000"), "03-01 09:00.."},
		{"an IANA name in another case", at("DTSTART;TZID=europe/paris:20240301T100000"), "03-01 09:00.. 4:zone"},
		{"a Windows name", at("DTSTART;TZID=W. Europe Standard Time:20240301T100000"), "03-01 09:00.. 4:zone"},
		{"a prefixed name", at("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20240301T100000"), "03-01 09:00.. 4:zone"},
		{"a label", at(`DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna":20240301T100000`), "03-01 09:00.. 4:zone"},
		{"the calendar's own zone", strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "BEGIN:VEVENT", vtimezone+"BEGIN:VEVENT", 1), "03-01 07:00.. 12:zone"},
		{"the calendar's own zone, after the event", strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "END:VCALENDAR", vtimezone+"END:VCALENDAR", 1), "03-01 07:00.. 4:zone"},
		{"the host's zone is never meant", at("DTSTART;TZID=Local:20240301T100000"), "03-01 10:00.. 4:unknown_zone!"},
		{"an unknown zone is noted once", at("DTSTART;TZID=Foo:20240301T100000", "DTEND;TZID=Foo:20240301T110000"), hour + " 4:unknown_zone!"},
		{"a floating time", at("DTSTART:20240301T100000"), "03-01 10:00.. 4:floating!"},
		{"a floating time in a calendar of a zone", strings.Replace(at("DTSTART:20240301T100000"), "BEGIN:VEVENT", "X-WR-TIMEZONE:Europe/Paris\nBEGIN:VEVENT", 1), "03-01 09:00.. 5:floating"},
		{"a floating end in a calendar of a zone", strings.Replace(at("DTSTART:20240301T100000Z", "DTEND:20240301T130000"), "BEGIN:VEVENT", "X-WR-TIMEZONE:Europe/Paris\nBEGIN:VEVENT", 1), "03-01 10:00..03-01 12:00 6:floating"},
		{"a calendar of a zone that is unknown", strings.Replace(at("DTSTART:20240301T100000"), "BEGIN:VEVENT", "X-WR-TIMEZONE:Foo\nBEGIN:VEVENT", 1), "03-01 10:00.. 2:unknown_zone! 5:floating!"},
		{"a zone in an event", at("X-WR-TIMEZONE:Europe/Paris", "DTSTART:20240301T100000"), "03-01 10:00.. 4:misplaced! 5:floating!"},
		{"an offset of vCalendar 1.0", strings.Replace(at("DTSTART:20240301T100000"), "BEGIN:VEVENT", "TZ:-05:30\nBEGIN:VEVENT", 1), "03-01 15:30.. 2:zone 5:floating"},
		{"an offset and times of daylight saving", strings.Replace(at("DTSTART:20240701T100000"), "BEGIN:VEVENT", "TZ:-05\nDAYLIGHT:TRUE;-04;20230312T020000;20231105T020000;EST;EDT\nDAYLIGHT:TRUE;-04;20240310T020000;20241103T020000;EST;EDT\nBEGIN:VEVENT", 1), "07-01 14:00.. 2:zone 7:floating"},
		{"times of daylight saving that cannot be read", strings.Replace(at("DTSTART:20240701T100000"), "BEGIN:VEVENT", "TZ:-05\nDAYLIGHT:TRUE;soon\nBEGIN:VEVENT", 1), "07-01 15:00.. 2:zone! 6:floating!"},
		{"an offset that is none", strings.Replace(at("DTSTART:20240301T100000"), "BEGIN:VEVENT", "TZ:CEST\nBEGIN:VEVENT", 1), "03-01 10:00.. 2:unknown_zone! 5:floating!"},
		{"a zone by name counts before an offset", strings.Replace(at("DTSTART:20240301T100000"), "BEGIN:VEVENT", "TZ:-05\nX-WR-TIMEZONE:Europe/Paris\nBEGIN:VEVENT", 1), "03-01 09:00.. 6:floating"},
		{"the same VTIMEZONE twice", strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "BEGIN:VEVENT", vtimezone+vtimezone+"BEGIN:VEVENT", 1), "03-01 07:00.. 20:zone"},
		{"two VTIMEZONEs of one name", strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "BEGIN:VEVENT", strings.ReplaceAll(vtimezone, "+0300", "+0200")+vtimezone+"BEGIN:VEVENT", 1), "03-01 07:00.. 11:repeated! 20:zone"},
		{"a VTIMEZONE of one name in each of two calendars", strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "BEGIN:VEVENT", strings.ReplaceAll(vtimezone, "+0300", "+0200")+"BEGIN:VEVENT", 1) + strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "BEGIN:VEVENT", vtimezone+"BEGIN:VEVENT", 1), "03-01 08:00.. | 03-01 07:00.. 12:zone 26:zone"},
		{"a zone stated twice", at("DTSTART;TZID=Europe/Paris;TZID=Europe/Paris:20240301T100000"), "03-01 09:00.."},
		{"two zones", at("DTSTART;TZID=Europe/Paris;TZID=Asia/Tokyo:20240301T100000"), "03-01 09:00.. 4:param!"},
		{"two zones in small letters", at("DTSTART;tzid=Europe/Paris;tzid=Asia/Tokyo:20240301T100000"), "03-01 09:00.. 4:param!"},
		{"no zone, and one", at("DTSTART;TZID=;TZID=Europe/Paris:20240301T100000"), "03-01 09:00.."},
		{"an unquoted colon in an offset", at("DTSTART;TZID=GMT+05:30:20240301T100000"), "03-01 04:30.. 4:param 4:zone!"},
		{"an unquoted colon in a label", at("DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20240301T100000"), "03-01 15:00.. 4:param 4:zone"},
		{"an unquoted colon in a label with commas", at("DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna:20240301T100000"), "03-01 09:00.. 4:param 4:zone"},
		{"an unquoted colon in a URI", at("DTSTART;TZID=tzone://Microsoft/Utc:2024-03-01T10:00:00"), "03-01 10:00.. 4:param 4:time 4:zone!"},
		{"an unquoted colon in a zone without TZID", at("DTSTART;GMT+05:30:20240301T100000"), "03-01 04:30.. 4:param 4:zone!"},
		{"an unquoted colon after a quote that is not closed", at(`DTSTART;TZID="GMT+05:30:20240301T100000`), "03-01 04:30.. 4:param! 4:zone!"},
		{"an unquoted colon after a closing quote", at(`DTSTART;TZID="GMT"+05:30:20240301T100000`), "03-01 04:30.. 4:param! 4:zone!"},
		{"an unquoted colon and a date", at("DTSTART;TZID=GMT+05:30;VALUE=DATE:20240301", "DTEND;VALUE=DATE;TZID=GMT+05:30:2024-03-02"), "03-01..03-02 4:param 5:param 5:time"},
		{"an unquoted colon in every date", at("DTSTART;TZID=GMT+05:30:20240301T100000", "DTEND;TZID=GMT+05:30:20240301T110000", "RECURRENCE-ID;TZID=GMT+05:30: 20240301T100000", "RDATE;TZID=GMT+05:30:20240302T100000,20240303T100000", "EXDATE;TZID=GMT+05:30:20240302T100000"), "03-01 04:30..03-01 05:30 4:param 4:zone! 5:param 6:param 6:time 7:param 8:param"},
		{"a date before another colon", at("DTSTART;;TZID=Europe/Paris:20240301T100000 until:20240302T100000"), "03-01 09:00.. 4:param 4:time!"},
		{"colons, and no date", at("DTSTART;TZID=GMT+05:30:soon"), "never 4:time! 4:no_start!"},
		{"a number is no date", at("DTSTART;TZID=GMT:0530:20240301T100000Z"), "03-01 10:00.. 4:param"},
		{"a zone beside a UTC time", at("DTSTART;TZID=Europe/Paris:20240301T100000Z"), "03-01 10:00.."},
		{"a date", at("DTSTART;VALUE=DATE:20240301"), "03-01..03-02"},
		{"a date without VALUE", at("DTSTART:20240301", "DTEND:20240303"), "03-01..03-03 4:time 5:time"},
		{"a date in small letters", at("DTSTART;VALUE=date:20240301"), "03-01..03-02 4:time"},
		{"a time that is called a date", at("DTSTART;VALUE=DATE:20240301T100000Z"), "03-01..03-02 4:time!"},
		{"a date with a Z", at("DTSTART:20240301Z"), "03-01..03-02 4:time!"},
		{"no seconds", at("DTSTART:20240301T1000Z"), "03-01 10:00.. 4:time"},
		{"seconds of one digit", at("DTSTART:20240301T10000Z"), "03-01 10:00.. 4:time!"},
		{"a digit too many", at("DTSTART:20240301T1000000"), "03-01 10:00.. 4:time! 4:floating!"},
		{"a blank after it", at("DTSTART:20240301T100000Z "), "03-01 10:00.. 4:time"},
		{"ISO 8601", at("DTSTART:2024-03-01T10:00:00+01:00"), "03-01 09:00.. 4:time"},
		{"no such day", at("DTSTART:20240230T100000Z"), "never 4:time! 4:no_start!"},
		{"the year 0", at("DTSTART:00000101T100000Z"), "never 4:time! 4:no_start!"},
		{"an hour and a half", at("DTSTART:20240301T100000Z", "DURATION:PT1H30M"), "03-01 10:00..03-01 11:30"},
		{"a day", at("DTSTART:20240301T100000Z", "DURATION:P1DT"), "03-01 10:00..03-02 10:00 5:duration"},
		{"a duration of nothing", at("DTSTART:20240301T100000Z", "DURATION:PT"), "03-01 10:00..03-01 10:00 5:duration"},
		{"a duration that is none", at("DTSTART:20240301T100000Z", "DURATION:soon"), "03-01 10:00.. 5:duration!"},
		{"a day across daylight saving", at("DTSTART;TZID=Europe/Paris:20240330T120000", "DURATION:P1D"), "03-30 11:00..03-31 10:00"},
		{"a day of a duration on a date", at("DTSTART;VALUE=DATE:20240301", "DURATION:P2D"), "03-01..03-03"},
		{"hours of a duration on a date", at("DTSTART;VALUE=DATE:20240301", "DURATION:PT1H"), "03-01..03-02 5:duration!"},
		{"24 hours of a duration on a date", at("DTSTART;VALUE=DATE:20240301", "DURATION:PT48H"), "03-01..03-03 5:duration"},
		{"a duration beside the same end", at("DTSTART:20240301T100000Z", "DTEND:20240301T110000Z", "DURATION:PT60M"), hour},
		{"a duration beside another end", at("DTSTART:20240301T100000Z", "DTEND:20240301T110000Z", "DURATION:PT2H"), hour + " 6:duration"},
		{"a duration that is none beside an end", at("DTSTART:20240301T100000Z", "DTEND:20240301T110000Z", "DURATION:soon"), hour + " 6:duration"},
		{"days beside the same end", at("DTSTART;VALUE=DATE:20240301", "DTEND;VALUE=DATE:20240303", "DURATION:P2D"), "03-01..03-03"},
		{"days beside another end", at("DTSTART;VALUE=DATE:20240301", "DTEND;VALUE=DATE:20240303", "DURATION:P1D"), "03-01..03-03 6:duration"},
		{"a cancellation needs no start", message("CANCEL", "STATUS:CANCELLED"), "never cancel cancelled"},
		{"nor does an answer", message("REPLY", "SUMMARY:x"), `never title="x" reply`},
		{"but a start that is none is noted there too", strings.Replace(at("DTSTART:x"), "BEGIN:VEVENT", "METHOD:REPLY\nBEGIN:VEVENT", 1), "never reply 5:time! 5:no_start!"},
		{"a proposal needs one", message("COUNTER", "SUMMARY:x"), `never title="x" counter 3:no_start!`},
		{"longer than time", at("DTSTART:20240301T100000Z", "DURATION:P9999999W"), "03-01 10:00.. 5:duration!"},
		{"beyond the year 9999", at("DTSTART:99980301T100000Z", "DURATION:P1000D"), "03-01 10:00.. 5:duration!"},
		{"no end", at("DTSTART:20240301T100000Z"), "03-01 10:00.."},
		{"an end before the start", at("DTSTART:20240301T100000Z", "DTEND:20240301T090000Z"), "03-01 10:00..03-01 09:00 5:end!"},
		{"an end on the day of the start", at("DTSTART;VALUE=DATE:20240301", "DTEND;VALUE=DATE:20240301"), "03-01..03-01 5:end!"},
		{"an end at the time of the start", at("DTSTART:20240301T100000Z", "DTEND:20240301T100000Z"), "03-01 10:00..03-01 10:00"},
		{"an end that is none", at("DTSTART:20240301T100000Z", "DTEND:late", "DURATION:PT1H"), hour + " 5:time!"},
		{"a date for the end of a time", at("DTSTART:20240301T100000Z", "DTEND;VALUE=DATE:20240302"), "03-01 10:00..03-02 00:00 5:end!"},
		{"a time for the end of a date", at("DTSTART;VALUE=DATE:20240301", "DTEND:20240302T120000Z"), "03-01..03-02 5:end!"},
		{"no start", at("SUMMARY:x", "dtstart:"), `never title="x" 5:time! 5:no_start!`},
		{"two starts", at("DTSTART:20240301T100000Z", "DTSTART:20240302T100000Z"), "03-01 10:00.. 5:repeated!"},
		{"the same start twice", at("DTSTART:20240301T100000Z", "DTSTART:20240301T100000Z"), "03-01 10:00.."},
		{"the same start in two zones", at("DTSTART;TZID=Europe/Paris:20240301T100000", "DTSTART;TZID=Asia/Tokyo:20240301T100000"), "03-01 09:00.. 5:repeated!"},
		{"a zone in undecoded quoted-printable", at(`DTSTART;TZID=3D"W. Europe Standard Time":20240301T100000`), "03-01 09:00.. 4:param 4:zone"},
		{"an undecoded line end", at("DTSTART:20240301T100000Z=0D=0A"), "03-01 10:00.. 4:time!"},
		{"a time saved as HTML", at("DTSTART;TZID=Europe/Paris:20240301T100000Z<br>"), "03-01 10:00.. 4:time!"},
		{"a date saved as HTML", at("DTSTART;VALUE=DATE:20240301<br>"), "03-01..03-02 4:time!"},
		{"a zone without TZID", at("DTSTART;Europe/Berlin:20240301T100000"), "03-01 09:00.. 4:param"},
		{"a zone without TZID that is unknown", at("DTSTART;Nowhere:20240301T100000"), "03-01 10:00.. 4:param 4:unknown_zone!"},
		{"a zone without TZID beside another", at("DTSTART;Europe/Berlin;TZID=Asia/Tokyo:20240301T100000"), "03-01 01:00.. 4:param!"},
		{"a zone without TZID after another", at("DTSTART;TZID=Asia/Tokyo;Europe/Berlin:20240301T100000"), "03-01 01:00.. 4:param!"},
		{"a type without VALUE", at("DTSTART;DATE:20240301"), "03-01..03-02 4:param 4:time"},
		{"the calendar's own zone, written otherwise", strings.Replace(at(`DTSTART;TZID="fOO":20240301T100000`), "BEGIN:VEVENT", vtimezone+"BEGIN:VEVENT", 1), "03-01 07:00.. 12:zone"},
		{"the zone of an earlier calendar", "BEGIN:VCALENDAR\n" + vtimezone + "END:VCALENDAR\n" + at("DTSTART;TZID=Foo:20240301T100000"), "03-01 07:00.. 14:zone"},
		{"the calendar's own zone counts before one of a single word", strings.Replace(at("DTSTART;TZID=EST:20240301T100000"), "BEGIN:VEVENT", strings.Replace(vtimezone, "Foo", "EST", 1)+"BEGIN:VEVENT", 1), "03-01 07:00.. 12:zone_conflict!"},
		{"a zone of which a part cannot be read", strings.Replace(at("DTSTART;TZID=Foo:20240301T100000"), "BEGIN:VEVENT", strings.Replace(vtimezone, "END:VTIME", "BEGIN:DAYLIGHT\nDTSTART:20000301T000000\nEND:DAYLIGHT\nEND:VTIME", 1)+"BEGIN:VEVENT", 1), "03-01 07:00.. 15:zone!"},
	})
}

func TestReadTexts(t *testing.T) {
	method := func(head, inside string) string {
		return strings.Replace(around(inside), "BEGIN:VEVENT", head+"\nBEGIN:VEVENT", 1)
	}
	checkQuirks(t, []quirk{
		{"unescaped commas", around("SUMMARY:Stand-up, daily; short"), hour + ` title="Stand-up, daily; short"`},
		{"escapes", around(`SUMMARY:a\, b\; c\\ d\ne\NF`), hour + ` title="a, b; c\\ d\ne\nF"`},
		{"a backslash in a UID stays where RFC 5545 has none", strings.Replace(around(""), "UID:1", `UID:a\:b`, 1), hour + " 3:text"},
		{"escaped punctuation", around(`SUMMARY:10\:30 \"x\"`), hour + ` title="10:30 \"x\""`},
		{"a path", around(`SUMMARY:C:\temp`), hour + ` title="C:\\temp" 4:text`},
		{"a backslash at the end", around(`SUMMARY:a\`), hour + ` title="a\\" 4:text`},
		{"a misspelt status", around("STATUS:CANCELED"), hour + " cancelled 4:status"},
		{"a status in small letters", around("STATUS:confirmed "), hour + " confirmed"},
		{"an unknown status", around("STATUS:MAYBE"), hour + " 4:status!"},
		{"an unknown class is private", around("CLASS:TOP-SECRET"), hour + " private 4:class"},
		{"a class of nothing is private", around("CLASS:"), hour + " private 4:class"},
		{"Outlook's private", around("X-MICROSOFT-CDO-SENSITIVITY:2"), hour + " private 4:class"},
		{"Outlook's confidential", around("X-MICROSOFT-CDO-SENSITIVITY:3"), hour + " confidential 4:class"},
		{"Outlook's normal", around("X-MICROSOFT-CDO-SENSITIVITY:0"), hour},
		{"a class counts before Outlook's", around("CLASS:PUBLIC", "X-MICROSOFT-CDO-SENSITIVITY:2"), hour},
		{"an access of the calendar", method("X-CALENDARSERVER-ACCESS:Restricted", "SUMMARY:x"), hour + ` title="x" confidential 2:class`},
		{"an access of the event", around("X-CALENDARSERVER-ACCESS:PRIVATE"), hour + " private 4:class"},
		{"the classes", around("CLASS:Confidential"), hour + " confidential"},
		{"a method", method("METHOD:Request", "SUMMARY:x"), hour + ` title="x" request`},
		{"two methods", method("METHOD:REQUEST\nMETHOD:CANCEL", "SUMMARY:x"), hour + ` title="x" request 3:repeated!`},
		{"an unknown method", method("METHOD:XYZ", "SUMMARY:x"), hour + ` title="x" 2:method!`},
		{"a method in the event", method("X-A:b", "METHOD:CANCEL"), hour + " cancel 5:method"},
		{"a method above the one in the event", method("METHOD:PUBLISH", "METHOD:CANCEL"), hour + " publish 5:method!"},
		{"a method above the same in the event", method("METHOD:PUBLISH", "METHOD:publish"), hour + " publish"},
		{"a sequence that is no number", around("SEQUENCE:x"), hour + " 4:number!"},
		{"a sequence below zero", around("SEQUENCE:-1"), hour + " 4:number!"},
		{"no UID", strings.Replace(around("SUMMARY:x"), "UID:1", "UID:", 1), hour + ` title="x" 3:no_uid!`},
		{"VALUE=URI on a text", around("LOCATION;VALUE=URI:https://x.example"), hour + ` links="https://x.example"`},
	})
}

func TestReadParties(t *testing.T) {
	checkQuirks(t, []quirk{
		{"an address without mailto:", around("ORGANIZER;CN=Ann:ann@acme.example"), hour + ` organizer="Ann <ann@acme.example>"`},
		{"MAILTO: in capitals", around("ORGANIZER:MAILTO:Ann@Acme.example"), hour + ` organizer="<ann@acme.example>"`},
		{"mailto: twice", around("ORGANIZER:mailto:mailto:ann@acme.example"), hour + ` organizer="<ann@acme.example>"`},
		{"an address in quotes", around("ORGANIZER:mailto:'ann@acme.example'"), hour + ` organizer="<ann@acme.example>"`},
		{"a name before the address", around("ORGANIZER:mailto:Ann Archer <ann@acme.example>"), hour + ` organizer="<ann@acme.example>"`},
		{"an Exchange name", around("ORGANIZER;CN=Ann:/o=Acme/ou=Sales/cn=ann"), hour + ` organizer="Ann <>" 4:address!`},
		{"a mail address beside another URI", around("ORGANIZER;CN=Ann;EMAIL=ann@acme.example:urn:uuid:1"), hour + ` organizer="Ann <ann@acme.example>" 4:address`},
		{"another address before it", around("ORGANIZER:x@evil.example mailto:ann@acme.example"), hour + " 4:address!"},
		{"another address before one in brackets", around("ORGANIZER:mailto:x@evil.example <ann@acme.example>"), hour + " 4:address!"},
		{"the same address before it", around("ORGANIZER:mailto:'ann@acme.example' <ann@acme.example>"), hour + ` organizer="<ann@acme.example>"`},
		{"an organizer that is called a room", around("ORGANIZER;CUTYPE=ROOM;PARTSTAT=DECLINED:ann@acme.example"), hour + ` organizer="<ann@acme.example>" 4:cutype`},
		{"an organizer that is called a person", around("ORGANIZER;CUTYPE=individual:ann@acme.example"), hour + ` organizer="<ann@acme.example>"`},
		{"a sender that is none", around("ORGANIZER;SENT-BY=Ann's assistant:ann@acme.example"), hour + ` organizer="<ann@acme.example>" 4:address!`},
		{"no sender", around(`ORGANIZER;SENT-BY="":ann@acme.example`), hour + ` organizer="<ann@acme.example>"`},
		{"nobody", around("ATTENDEE:"), hour + " 4:address!"},
		{"the organizer of vCalendar 1.0", around("ATTENDEE;ROLE=ATTENDEE:b@x.example", "ATTENDEE;ROLE=Organizer;STATUS=CONFIRMED:Ann <ann@acme.example>", "ATTENDEE;ROLE=OWNER:c@x.example"), hour + ` organizer="<ann@acme.example>" with="<b@x.example>, <ann@acme.example>, <c@x.example>" 5:organizer!`},
		{"an owner organizes", around("ATTENDEE;ROLE=OWNER:c@x.example"), hour + ` organizer="<c@x.example>" with="<c@x.example>" 4:organizer!`},
		{"an owner in small letters organizes", around("ATTENDEE;ROLE=owner:c@x.example"), hour + ` organizer="<c@x.example>" with="<c@x.example>" 4:organizer!`},
		{"an organizer counts before a role", around("ATTENDEE;ROLE=ORGANIZER:b@x.example", "ORGANIZER:ann@acme.example"), hour + ` organizer="<ann@acme.example>" with="<b@x.example>"`},
		{"a chair is no organizer", around("ATTENDEE;ROLE=CHAIR:b@x.example"), hour + ` with="<b@x.example>"`},
		{"kinds and answers of vCalendar 1.0", around("ATTENDEE;STATUS=CONFIRMED:b@x.example"), hour + ` with="<b@x.example>"`},
		{"an unknown kind", around("ATTENDEE;CUTYPE=ROBOT:b@x.example"), hour + ` with="<b@x.example>" 4:cutype`},
		{"an unknown answer", around("ATTENDEE;PARTSTAT=MAYBE:b@x.example"), hour + ` with="<b@x.example>" 4:partstat!`},
	})
}

func TestReadParty(t *testing.T) {
	c, err := Read([]byte(around(
		`ORGANIZER;CN=Ann;SENT-BY="mailto:assistant@acme.example":mailto:ann@acme.example`,
		"ATTENDEE;CUTYPE=ROOM;PARTSTAT=accepted:mailto:room@acme.example",
		"ATTENDEE;CUTYPE=ROBOT;STATUS=DECLINED:mailto:bot@acme.example", "SEQUENCE:3", "DTSTAMP:20240201T000000Z")), Options{})
	require.NoError(t, err)
	inv := c.Events[0].Invite
	assert.Equal(t, invite.MustAddress("assistant@acme.example"), inv.SentBy)
	assert.Equal(t, []invite.Party{
		{Address: invite.MustAddress("room@acme.example"), Kind: invite.CUTypeRoom, Answer: invite.PartStatAccepted},
		{Address: invite.MustAddress("bot@acme.example"), Kind: invite.CUTypeUnknown, Answer: invite.PartStatDeclined},
	}, inv.Attendees)
	assert.Equal(t, 3, inv.Sequence)
	assert.Equal(t, time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), inv.Stamp)
	assert.Equal(t, 2, c.Events[0].Line)
}

func TestReadKindsAndAnswers(t *testing.T) {
	for _, kind := range invite.AllCUTypes() {
		for _, answer := range invite.AllPartStats() {
			head := fmt.Sprintf("ATTENDEE;CUTYPE=%v;PARTSTAT=%v", kind, strings.ReplaceAll(answer.String(), "_", "-"))
			t.Run(head, func(t *testing.T) {
				c, err := Read([]byte(around(strings.ToUpper(head)+":b@x.example")), Options{})
				require.NoError(t, err)
				assert.Equal(t, []invite.Party{{Address: invite.MustAddress("b@x.example"), Kind: kind, Answer: answer}}, c.Events[0].Invite.Attendees)
				assert.Empty(t, c.Notes)
			})
		}
	}
}

func TestReadOrganizerAmongAttendees(t *testing.T) {
	c, err := Read([]byte(around("ATTENDEE;ROLE=ORGANIZER;CN=Ann;CUTYPE=ROOM;STATUS=CONFIRMED:ann@acme.example")), Options{})
	require.NoError(t, err)
	ann := invite.Party{Address: invite.MustAddress("ann@acme.example"), Name: "Ann"}
	assert.Equal(t, ann, c.Events[0].Invite.Organizer, "its kind and answer are those of an attendee")
	ann.Kind, ann.Answer = invite.CUTypeRoom, invite.PartStatAccepted
	assert.Equal(t, []invite.Party{ann}, c.Events[0].Invite.Attendees)
}

func TestReadNobody(t *testing.T) {
	c, err := Read([]byte(around("ATTENDEE:", "ATTENDEE;ROLE=ORGANIZER:")), Options{})
	require.NoError(t, err)
	assert.Empty(t, c.Events[0].Invite.Attendees)
	assert.Zero(t, c.Events[0].Invite.Organizer)
}
