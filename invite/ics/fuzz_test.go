package ics

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

// seeds are inputs of every kind of irregularity.
var seeds = []string{
	typical,
	"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260304T100000Z\nEND:VEVENT\nEND:VCALENDAR\n",
	"\ufeffBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260304\r\nEND:VEVENT\r\nEND:VCALENDAR",
	"junk\n> BEGIN:VCALENDAR\n> BEGIN:VEVENT\n> SUMMARY:a\n>  b\n> END:VEVENT\n> END:VCALENDAR\nmore",
	"BEGIN:VEVENT\rSUMMARY:x\rDURATION:PT1H\rDTSTART:20260304T1000\r",
	"BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN=\"a\"b;ROLE;;X=\"y:mailto:a@b.example\nORGANIZER;CN=^'a^^n\nBEGIN:VALARM\nEND:VEVENT\nEND:X\n",
	"BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nDESCRIPTION;QUOTED-PRINTABLE:a=0D=0Ab=\nc=E9 https://x.example\nEND:VEVENT\n",
	"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:see\nhttps://x.example/a and\nMore: text\nLOCATION:caf\xe9 \x01\nRRULE:FREQ=DAILY;COUNT=3;\nEXDATE:20260305\nEND:VEVENT\n",
	"BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Rome\nBEGIN:VEVENT\nX-ALT-DESC;FMTTYPE=text/html:<a href=\"https://a.example/?x=1&amp;y\">b</a>\nDTSTART:20260304T100000\nDTEND:20260304\nRDATE;VALUE=PERIOD:20260305T100000/PT1H\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260304T100000\nEND:VEVENT\n",
	"METHOD:CANCEL\nUID:1\nDTSTART;Europe/Berlin:20260304T100000Z=0D=0A\nDESCRIPTION:see\nNOTE:below\nJOIN:https://x.example\nBEGIN:VALARM\nSTATUS:CANCELLED\nEND:VEVENT\nORGANIZER;CUTYPE=ROOM:a@b.example\nX-MICROSOFT-CDO-SENSITIVITY:2\nDTEND:20260304\n END:VEVENT\nBEGIN:VTODO\nEND:VCALENDAR\n",
	"BEGIN:VCALENDAR\nTZ:-05\nDAYLIGHT:TRUE;-04;20260308T020000;20261101T020000;EST;EDT\n  BEGIN:VEVENT\n    UID:04\n00\n    DTSTART:20260304T100000\n    RRULE:MP1 1+ WE 2- FR #9\n    ATTENDEE;ROLE=OWNER:a@b.example\n    SUMMARY;ENCODING=BASE64:aGk=\n  END:VEVENT\nEND:VCALENDAR\n",
	"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=GMT+05:30:20260304T100000\nRRULE:FREQ=DAILY\nATTENDEE:a@b.example\nATTENDEE:c@b.example\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nSEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260306T043000Z\nDTSTART:20260306T060000Z\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:1\nSEQUENCE:2\nRECURRENCE-ID:20260307T100000\nATTENDEE:a@b.example\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260308T043000Z\nATTENDEE;PARTSTAT=DECLINED:c@b.example\nEND:VEVENT\nEND:VCALENDAR\n",
	"BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSTATUS:CANCELED\nCLASS:TOP-SECRET\nSEQUENCE:x\nDTSTART;TZID=Nowhere:20260304T100000\nURL:https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1&data=x\nCONFERENCE;VALUE=URI:tel:+1 555 0100 199,,1#\nEND:VEVENT\n",
}

func FuzzRead(f *testing.F) {
	for i, seed := range seeds {
		f.Add([]byte(seed), uint64(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, shuffle uint64) {
		repaired, err := repair(data, Limits{}.withDefaults())
		if err != nil {
			return
		}
		again, err := repair(repaired.out, Limits{}.withDefaults())
		require.NoError(t, err)
		require.Equal(t, string(repaired.out), string(again.out), "a repair of what is repaired changes nothing")
		require.Empty(t, again.notes)

		calendar, err := Read(data, Options{})
		require.NoError(t, err)
		shuffled, err := Read(shuffleEvents(repaired.out, shuffle), Options{})
		require.NoError(t, err)
		require.Equal(t, invites(calendar), invites(shuffled), "the order of lines means nothing")

		var written bytes.Buffer
		require.NoError(t, Write(&written, calendar.Events...))
		if len(calendar.Events) > 0 {
			read, err := Read(written.Bytes(), Options{})
			require.NoError(t, err)
			require.Equal(t, invites(calendar), invites(read), "what is written is read again:\n%s", &written)
		}
		for _, s := range calendar.Series() {
			checkSeries(t, &s)
		}
	})
}

// What boundaries are missing, the events are as they were, or a note says that
// meaning may have been lost, or there is no calendar.
func TestNothingIsLostInSilence(t *testing.T) {
	event := func(uid string) string {
		return "BEGIN:VEVENT\nUID:" + uid + "\nDTSTART:20240301T100000Z\nSUMMARY:x\n" +
			"BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nDESCRIPTION:https://zoom.us/j/1\n" +
			"ORGANIZER:mailto:ann@acme.example\nSTATUS:CANCELLED\nATTENDEE:mailto:bob@acme.example\nEND:VEVENT\n"
	}
	lines := slices.Collect(strings.Lines("BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\n" + event("1") +
		"BEGIN:VTODO\nSUMMARY:y\nEND:VTODO\n" + event("2") + "END:VCALENDAR\n"))
	whole, err := Read([]byte(strings.Join(lines, "")), Options{})
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		var left []string
		for _, line := range lines {
			if isBoundary([]byte(line)) && rapid.IntRange(0, 3).Draw(t, line) == 0 {
				continue
			}
			left = append(left, line)
		}
		c, err := Read([]byte(strings.Join(left, "")), Options{})
		if err != nil || slices.ContainsFunc(c.Notes, func(n Note) bool { return n.Lossy }) {
			return
		}
		require.Equal(t, invites(whole), invites(c), "%s", left)
	})
}

// invites returns the invites of a calendar, their times in UTC, without their doubts:
// what is written again is certain.
func invites(c *Calendar) []invite.Invite {
	var all []invite.Invite
	for _, e := range c.Events {
		inv := e.Invite
		for _, at := range []*time.Time{&inv.Start, &inv.End, &inv.RecurrenceID, &inv.Stamp} {
			*at = at.UTC()
		}
		inv.Doubts, inv.DoubtsFrom = 0, nil
		all = append(all, inv)
	}
	return all
}

// shuffleEvents changes the order of the lines inside each event. Lines of the same
// name stay in their order, for that has a meaning.
func shuffleEvents(calendar []byte, seed uint64) []byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	var out, event []string
	inside := false
	for line := range strings.Lines(string(calendar)) {
		switch {
		case line == "BEGIN:VEVENT\n":
			inside, event = true, nil
			out = append(out, line)
		case line == "END:VEVENT\n":
			inside = false
			order := map[string]float64{}
			for _, line := range event {
				name := line[:strings.IndexAny(line, ";:")]
				if _, ok := order[strings.ToUpper(name)]; !ok {
					order[strings.ToUpper(name)] = rng.Float64()
				}
			}
			at := func(line string) float64 { return order[strings.ToUpper(line[:strings.IndexAny(line, ";:")])] }
			slices.SortStableFunc(event, func(a, b string) int {
				if at(a) < at(b) {
					return -1
				}
				if at(a) > at(b) {
					return 1
				}
				return 0
			})
			out = append(append(out, event...), line)
		case inside:
			event = append(event, line)
		default:
			out = append(out, line)
		}
	}
	return []byte(strings.Join(out, ""))
}

// checkSeries checks that the first meetings of a series are in order.
func checkSeries(t *testing.T, s *Series) {
	var before time.Time
	n := 0
	for o, err := range s.Occurrences(time.Time{}, time.Time{}) {
		if n++; err != nil || n > 50 {
			return
		}
		require.False(t, o.Start.Before(before), "meetings come in the order of their starts")
		before = o.Start
	}
	checkKeys(t, s)
}
