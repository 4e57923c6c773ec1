package ics

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
)

// message is one message about an event: a method, and the lines of the event.
func message(method string, lines ...string) string {
	return "BEGIN:VCALENDAR\nMETHOD:" + method + "\nBEGIN:VEVENT\nUID:1\n" + strings.Join(lines, "\n") + "\nEND:VEVENT\nEND:VCALENDAR\n"
}

const (
	daily     = "DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:daily"
	wholeDays = "DTSTART;VALUE=DATE:20240301\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:days"
	forever   = "DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nRRULE:FREQ=DAILY\nSUMMARY:daily"
	second    = "RECURRENCE-ID:20240302T100000Z"
	third     = "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240303T120000Z\nDURATION:PT1H\nSUMMARY:later"
	moved     = second + "\nDTSTART:20240302T150000Z\nDTEND:20240302T153000Z\nSUMMARY:moved"
)

func readAll(t require.TestingT, texts ...string) []Event {
	c, err := Read([]byte(strings.Join(texts, "")), Options{})
	require.NoError(t, err)
	return c.Events
}

// meetingsOf tells the meetings of a series from March 2024 on that take place, as day,
// hour and title.
func meetingsOf(s *Series) string { return tell(s, false) }

// tell tells the meetings of a series that take place, or those that are called off.
func tell(s *Series, cancelled bool) string {
	var told []string
	for inv, err := range s.Invites(date(1, 0), date(20, 0)) {
		if err != nil {
			return err.Error()
		}
		end := ""
		if !inv.End.IsZero() {
			end = inv.End.UTC().Format("15:04")
		}
		if inv.Cancelled() == cancelled {
			told = append(told, inv.Start.UTC().Format("2T15:04")+"-"+end+" "+inv.Title)
		}
	}
	return strings.Join(told, ", ")
}

func date(day, hour int) time.Time { return time.Date(2024, 3, day, hour, 0, 0, 0, time.UTC) }

func TestFold(t *testing.T) {
	request := func(lines ...string) string { return message("REQUEST", lines...) }
	ann := "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ann@acme.example\nATTENDEE:mailto:ben@acme.example"
	for _, row := range []struct {
		rule     string
		messages []string
		want     string
	}{
		{"a single meeting", []string{request("DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nSUMMARY:once")}, "1T10:00-11:00 once"},
		{"a series", []string{request(daily)}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"two rules", []string{request(daily, "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=12")}, "1T10:00-11:00 daily, 1T12:00-13:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"further dates and exceptions", []string{request(daily, "RDATE;VALUE=PERIOD:20240310T080000Z/PT2H", "EXDATE:20240302,20240303T100000Z")}, "1T10:00-11:00 daily, 4T10:00-11:00 daily, 10T08:00-10:00 daily"},
		{"exceptions with semicolons between them", []string{request(daily, "EXDATE:20240302T100000Z;20240303T100000Z")}, "1T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"a further date without a rule", []string{request("DTSTART:20240301T100000Z\nDURATION:PT1H\nRDATE:20240305T100000Z\nSUMMARY:x")}, "1T10:00-11:00 x, 5T10:00-11:00 x"},
		{"a changed occurrence", []string{request(daily), request(moved)}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"an occurrence moved behind the next", []string{request(daily), request(second, "DTSTART:20240303T120000Z\nDTEND:20240303T123000Z\nSUMMARY:late")}, "1T10:00-11:00 daily, 3T10:00-11:00 daily, 3T12:00-12:30 late, 4T10:00-11:00 daily"},
		{"an occurrence named by its day", []string{request(daily), request("RECURRENCE-ID;VALUE=DATE:20240302\nDTSTART:20240302T150000Z\nDTEND:20240302T153000Z\nSUMMARY:moved")}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"a changed occurrence, nobody knows which", []string{request(daily), request("RECURRENCE-ID:x\nDTSTART:20240309T100000Z\nSUMMARY:odd")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily, 9T10:00- odd"},
		{"a changed occurrence without its series", []string{request(moved)}, "2T15:00-15:30 moved"},
		{"a cancelled occurrence", []string{request(daily), message("CANCEL", second)}, "1T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"a cancelled occurrence by its status", []string{request(daily), request(second, "DTSTART:20240302T100000Z\nSTATUS:CANCELLED")}, "1T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"a cancelled series", []string{request(daily), message("CANCEL", "SEQUENCE:1")}, ""},
		{"a cancelled series, of which only that is known", []string{message("CANCEL", daily)}, ""},
		{"a series taken up again", []string{message("CANCEL", "SEQUENCE:1"), request("SEQUENCE:2", daily)}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"an occurrence added", []string{request(daily), message("ADD", "SEQUENCE:1\nDTSTART:20240309T100000Z\nDTEND:20240309T110000Z\nSUMMARY:added")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily, 9T10:00-11:00 added"},
		{"the higher sequence counts", []string{request("SEQUENCE:2\nDTSTAMP:20240101T000000Z\nDTSTART:20240301T100000Z\nSUMMARY:new"), request("SEQUENCE:1\nDTSTAMP:20240102T000000Z\nDTSTART:20240301T090000Z\nSUMMARY:old")}, "1T10:00- new"},
		{"then the later stamp", []string{request("DTSTAMP:20240102T000000Z\nDTSTART:20240301T100000Z\nSUMMARY:new"), request("DTSTAMP:20240101T000000Z\nDTSTART:20240301T090000Z\nSUMMARY:old")}, "1T10:00- new"},
		{"a cancellation of the same revision counts", []string{message("CANCEL", "STATUS:CANCELLED"), request(daily)}, ""},
		{"an older change that the series has no more", []string{request("SEQUENCE:1", "DTSTART:20240301T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:noon"), request(moved)}, "1T12:00-13:00 noon, 2T12:00-13:00 noon"},
		{"an older change that the series still has", []string{request("SEQUENCE:1", daily), request(moved)}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"older changes of an endless rule", []string{request("SEQUENCE:1", "DTSTART:20240301T120000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY\nSUMMARY:x"), request("RECURRENCE-ID:20240601T100000Z\nDTSTART:20240302T100000Z\nSUMMARY:y"), request(second, "DTSTART:20240302T110000Z\nSTATUS:CANCELLED")}, "ics: line 2: more than the limit Occurrences allows (10000)"},
		{"a proposal changes nothing", []string{request(daily), message("COUNTER", "SEQUENCE:5\nDTSTART:20240301T200000Z")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"an answer changes no time", []string{request(daily, ann), message("REPLY", "SEQUENCE:5\nDTSTART:20240301T200000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"an answer to nothing", []string{message("REPLY", "ATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example")}, ""},
		{"this and those after it", []string{request(daily), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240303T120000Z\nDTEND:20240303T140000Z\nSUMMARY:later")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T12:00-14:00 later, 4T12:00-14:00 later"},
		{"this and those after it, moved before the one before", []string{request(daily), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240302T080000Z\nDURATION:PT1H\nSUMMARY:early")}, "1T10:00-11:00 daily, 2T08:00-09:00 early, 2T10:00-11:00 daily, 3T08:00-09:00 early"},
		{"this and those after it, one of them changed", []string{request(daily), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z\nDTSTART:20240302T120000Z\nDURATION:PT1H\nSUMMARY:later"), request("RECURRENCE-ID:20240303T100000Z\nDTSTART:20240303T160000Z\nDURATION:PT1H\nSUMMARY:one")}, "1T10:00-11:00 daily, 2T12:00-13:00 later, 3T16:00-17:00 one, 4T12:00-13:00 later"},
		{"this and those after it are cancelled", []string{request(forever), message("CANCEL", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily"},
		{"a change of this and those after it without its series", []string{request(third)}, "3T12:00-13:00 later"},
		{"one of them is cancelled", []string{request(daily), request("SEQUENCE:1", third), message("CANCEL", "SEQUENCE:2\nRECURRENCE-ID:20240303T100000Z")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 4T12:00-13:00 later"},
		{"one of them is changed again", []string{request(daily), request("SEQUENCE:1", third), request("SEQUENCE:2\nRECURRENCE-ID:20240303T100000Z\nDTSTART:20240303T160000Z\nDURATION:PT1H\nSUMMARY:one")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T16:00-17:00 one, 4T12:00-13:00 later"},
		{"an older change of the first of them", []string{request(daily), request("SEQUENCE:2", third), request("SEQUENCE:1\nRECURRENCE-ID:20240303T100000Z\nDTSTART:20240303T160000Z\nDURATION:PT1H\nSUMMARY:one")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T12:00-13:00 later, 4T12:00-13:00 later"},
		{"an older change of a later one of them stays", []string{request(daily), request("SEQUENCE:2", third), request("SEQUENCE:1\nRECURRENCE-ID:20240304T100000Z\nDTSTART:20240304T160000Z\nDURATION:PT1H\nSUMMARY:one")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T12:00-13:00 later, 4T16:00-17:00 one"},
		{"older changes after a cancellation of this and those after it", []string{request(forever), request("SEQUENCE:1", third), message("CANCEL", "SEQUENCE:3\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z")}, "1T10:00-11:00 daily"},
		{"an older change of one after such a cancellation", []string{request(forever), request("RECURRENCE-ID:20240304T100000Z\nDTSTART:20240304T160000Z\nDURATION:PT1H\nSUMMARY:one"), message("CANCEL", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z")}, "1T10:00-11:00 daily"},
		{"a newer change of one after such a cancellation", []string{request(forever), request("SEQUENCE:4\nRECURRENCE-ID:20240304T100000Z\nDTSTART:20240304T160000Z\nDURATION:PT1H\nSUMMARY:one"), message("CANCEL", "SEQUENCE:3\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z")}, "1T10:00-11:00 daily, 4T16:00-17:00 one"},
		{"a newer change of this and those after it, after such a cancellation", []string{request(daily), request("SEQUENCE:4", third), message("CANCEL", "SEQUENCE:3\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z")}, "1T10:00-11:00 daily, 3T12:00-13:00 later, 4T12:00-13:00 later"},
		{"a newer change of earlier ones and those after them", []string{request(daily), request("SEQUENCE:1", third), request("SEQUENCE:2\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z\nDTSTART:20240302T140000Z\nDURATION:PT1H\nSUMMARY:new")}, "1T10:00-11:00 daily, 2T14:00-15:00 new, 3T14:00-15:00 new, 4T14:00-15:00 new"},
		{"an older change of this and those after it that the series has no more", []string{request("SEQUENCE:1\nDTSTART:20240301T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:early"), request(third)}, "1T08:00-09:00 early, 2T08:00-09:00 early, 3T08:00-09:00 early, 4T08:00-09:00 early"},
		{"an answer to one of them", []string{request(daily, ann), request(third, ann), message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T12:00-13:00 later, 4T12:00-13:00 later"},
		{"an answer to one that is cancelled with those after it", []string{request(daily, ann), message("CANCEL", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z"), message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@acme.example")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily"},
		{"some are taken out of one meeting", []string{request(daily, ann), message("CANCEL", "SEQUENCE:1\n"+second+"\nATTENDEE:mailto:ben@acme.example")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"all are taken out of one meeting", []string{request(daily, ann), message("CANCEL", "SEQUENCE:1\n"+second, ann)}, "1T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"some are taken out of one meeting that has been called off by status", []string{request(daily, ann), message("CANCEL", "STATUS:CANCELLED\n"+second+"\nATTENDEE:mailto:ben@acme.example")}, "1T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"some are taken out of this and those after it", []string{request(daily, ann), request(third, ann), message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240304T100000Z\nATTENDEE:mailto:ben@acme.example")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T12:00-13:00 later, 4T12:00-13:00 later"},
		{"some are taken out of what there is not", []string{request(daily, ann), message("CANCEL", "RECURRENCE-ID:20240309T100000Z\nATTENDEE:mailto:ben@acme.example")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"an original without a zone is on the series' clock", []string{request("DTSTART;TZID=America/New_York:20240301T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:x"), message("CANCEL", "RECURRENCE-ID:20240302T100000")}, "1T15:00-16:00 x, 3T15:00-16:00 x"},
		{"an original without a zone, of a calendar that has one", []string{request("X-A:1\nDTSTART;TZID=America/New_York:20240301T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:x"), strings.Replace(message("CANCEL", "RECURRENCE-ID:20240302T100000"), "BEGIN:VEVENT", "X-WR-TIMEZONE:Asia/Tokyo\nBEGIN:VEVENT", 1)}, "1T15:00-16:00 x, 3T15:00-16:00 x"},
		{"an original of another zone", []string{request("DTSTART;TZID=America/New_York:20240301T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:x"), message("CANCEL", "RECURRENCE-ID;TZID=Europe/Berlin:20240302T160000")}, "1T15:00-16:00 x, 3T15:00-16:00 x"},
		{"an original of UTC is not", []string{request("DTSTART;TZID=America/New_York:20240301T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:x"), message("CANCEL", "RECURRENCE-ID:20240302T100000+0000")}, "1T15:00-16:00 x, 2T15:00-16:00 x, 3T15:00-16:00 x"},
		{"an endless rule changed and changed back", []string{request("DTSTART:20240301T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY\nSUMMARY:x"), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240309T100000Z\nDTSTART:20240309T100000Z\nDURATION:PT1H\nSUMMARY:y")}, "ics: line 2: more than the limit Occurrences allows (10000)"},
		{"no start", []string{request("SUMMARY:x")}, ""},
		{"a change of this and those after it to no time", []string{request(daily), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nSUMMARY:never")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily"},
		{"two changes of this and those after it that begin together", []string{request(daily), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z\nDTSTART:20240305T100000Z\nDURATION:PT1H\nSUMMARY:a"), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240305T090000Z\nDURATION:PT1H\nSUMMARY:b")}, "1T10:00-11:00 daily, 5T09:00-10:00 b, 5T10:00-11:00 a, 6T09:00-10:00 b"},
		{"midnight stands for a whole day", []string{request(wholeDays), request("RECURRENCE-ID;TZID=Europe/Berlin:20240302T000000\nDTSTART;VALUE=DATE:20240309\nSUMMARY:moved")}, "1T00:00-00:00 days, 3T00:00-00:00 days, 9T00:00-00:00 moved"},
		{"a cancelled midnight stands for a whole day", []string{request(wholeDays), message("CANCEL", "RECURRENCE-ID;TZID=Europe/Berlin:20240302T000000")}, "1T00:00-00:00 days, 3T00:00-00:00 days"},
		{"midnight stands for the meeting of the day", []string{request(daily), request("RECURRENCE-ID:20240302T000000Z\nDTSTART:20240302T150000Z\nDTEND:20240302T153000Z\nSUMMARY:moved")}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"midnight elsewhere stands for the meeting of the day it shows", []string{request(daily), message("CANCEL", "RECURRENCE-ID;TZID=Asia/Tokyo:20240302T000000")}, "1T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"midnight stands for the first meeting of the day", []string{request(daily, "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=8"), message("CANCEL", "RECURRENCE-ID:20240302T000000Z")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"midnight is a time where the series has a meeting then", []string{request(daily, "RDATE:20240302T000000Z"), message("CANCEL", "RECURRENCE-ID:20240302T000000Z")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"midnight of a day without a meeting is a time", []string{request(daily), request("RECURRENCE-ID:20240307T000000Z\nDTSTART:20240307T150000Z\nSUMMARY:odd")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily, 7T15:00- odd"},
		{"an older change by midnight is of a meeting that there is", []string{request("SEQUENCE:1", daily), request("RECURRENCE-ID:20240302T000000Z\nDTSTART:20240302T150000Z\nDTEND:20240302T153000Z\nSUMMARY:moved")}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			events := readAll(t, row.messages...)
			for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}} {
				var shuffled []Event
				for _, i := range order {
					if i < len(events) {
						shuffled = append(shuffled, events[i])
					}
				}
				series := Fold(shuffled)
				require.Len(t, series, 1)
				got := meetingsOf(&series[0])
				if strings.Contains(row.want, "limit") {
					got = got[strings.Index(got, ":"):]
					assert.Equal(t, ": more than the limit Occurrences allows (10000)", got[strings.LastIndex(got, ":"):])
					continue
				}
				assert.Equal(t, row.want, got)
			}
		})
	}
}

func TestFoldKeepsEverything(t *testing.T) {
	events := readAll(t,
		message("REQUEST", "SEQUENCE:1", daily), message("REQUEST", daily), message("REPLY", "SUMMARY:r"),
		message("REFRESH", "SUMMARY:f"), message("REQUEST", moved), message("CANCEL", "SEQUENCE:2"))
	series := Fold(events)
	require.Len(t, series, 1)
	s := series[0]
	assert.True(t, s.Cancelled())
	assert.Equal(t, "daily", s.Master.Invite.Title, "what is cancelled keeps its data")
	assert.Len(t, s.Overrides, 1)
	assert.Len(t, s.Answers, 2)
	assert.Len(t, s.Superseded, 2, "the older request, and the newer one before its cancellation")
}

func TestFoldKeepsEventsWithoutUIDApart(t *testing.T) {
	events := readAll(t, strings.Repeat(strings.ReplaceAll(message("PUBLISH", daily), "UID:1\n", ""), 2))
	events = append(events, readAll(t, message("PUBLISH", daily))...)
	series := Fold(events)
	require.Len(t, series, 3)
	assert.Equal(t, "1", series[2].UID)
}

func TestFoldAnswers(t *testing.T) {
	invited := message("REQUEST", "SEQUENCE:1\nDTSTAMP:20240201T000000Z", daily,
		"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ann@acme.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@acme.example", "ATTENDEE;CN=Nobody:x")
	reply := func(lines string, who string) string {
		return message("REPLY", lines, "ATTENDEE;"+who)
	}
	for _, row := range []struct {
		rule, reply string
		want        []invite.PartStat // of Ann and Ben, in the series
		wantSecond  []invite.PartStat // in its second meeting
	}{
		{"an answer counts", reply("SEQUENCE:1\nDTSTAMP:20240202T000000Z", "PARTSTAT=DECLINED:mailto:ben@acme.example"), []invite.PartStat{0, invite.PartStatDeclined}, []invite.PartStat{0, invite.PartStatDeclined}},
		{"an answer to an older revision does not", reply("SEQUENCE:0\nDTSTAMP:20240202T000000Z", "PARTSTAT=DECLINED:mailto:ben@acme.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{0, invite.PartStatAccepted}},
		{"an answer from before the message does not", reply("SEQUENCE:1\nDTSTAMP:20240101T000000Z", "PARTSTAT=DECLINED:mailto:ben@acme.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{0, invite.PartStatAccepted}},
		{"but where the message knows of none", reply("SEQUENCE:1\nDTSTAMP:20240101T000000Z", "PARTSTAT=DECLINED:mailto:ann@acme.example"), []invite.PartStat{invite.PartStatDeclined, invite.PartStatAccepted}, []invite.PartStat{invite.PartStatDeclined, invite.PartStatAccepted}},
		{"a stranger's does not", reply("SEQUENCE:1", "PARTSTAT=DECLINED:mailto:eve@evil.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{0, invite.PartStatAccepted}},
		{"nor one without an address", reply("SEQUENCE:1", "PARTSTAT=DECLINED:x"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{0, invite.PartStatAccepted}},
		{"an answer for one meeting", reply("SEQUENCE:1\nDTSTAMP:20240202T000000Z\n"+second, "PARTSTAT=DECLINED:mailto:ann@acme.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{invite.PartStatDeclined, invite.PartStatAccepted}},
		{"an answer for the meeting of a day", reply("SEQUENCE:1\nDTSTAMP:20240202T000000Z\nRECURRENCE-ID;VALUE=DATE:20240302", "PARTSTAT=DECLINED:mailto:ann@acme.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{invite.PartStatDeclined, invite.PartStatAccepted}},
		{"an answer for the meeting of a day, by its midnight", reply("SEQUENCE:1\nDTSTAMP:20240202T000000Z\nRECURRENCE-ID:20240302T000000Z", "PARTSTAT=DECLINED:mailto:ann@acme.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{invite.PartStatDeclined, invite.PartStatAccepted}},
		{"an answer for a meeting that there is not", reply("SEQUENCE:1\nRECURRENCE-ID:20240302T120000Z", "PARTSTAT=DECLINED:mailto:ann@acme.example"), []invite.PartStat{0, invite.PartStatAccepted}, []invite.PartStat{0, invite.PartStatAccepted}},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s := Fold(readAll(t, invited, row.reply))[0]
			assert.Equal(t, row.want, answers(s.Master.Invite))
			inv, err := s.At(date(2, 10))
			require.NoError(t, err)
			assert.Equal(t, row.wantSecond, answers(inv))
		})
	}
}

func answers(inv invite.Invite) []invite.PartStat {
	return []invite.PartStat{inv.Attendees[0].Answer, inv.Attendees[1].Answer}
}

func TestFoldAnswerToAChangedMeeting(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", daily), message("REQUEST", moved, "ATTENDEE:mailto:ann@acme.example"),
		message("REPLY", second, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@acme.example")))[0]
	assert.Equal(t, invite.PartStatAccepted, s.Overrides[0].Invite.Attendees[0].Answer)
}

func TestFoldUninvited(t *testing.T) {
	s := Fold(readAll(t,
		message("REQUEST", daily, "ATTENDEE:mailto:ann@acme.example", "ATTENDEE:mailto:ben@acme.example"),
		message("CANCEL", "SEQUENCE:1", "ATTENDEE:mailto:ben@acme.example")))[0]
	assert.False(t, s.Cancelled())
	assert.Equal(t, []invite.Party{{Address: invite.MustAddress("ann@acme.example")}}, s.Master.Invite.Attendees)
}

func TestAt(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", daily), message("REQUEST", moved)))[0]
	for _, row := range []struct {
		rule     string
		at       time.Time
		recorded []invite.Span
		start    time.Time
	}{
		{"before all: the first", date(1, 0), nil, date(1, 10)},
		{"at the start", date(1, 10), nil, date(1, 10)},
		{"at the end: it overruns", date(1, 11), nil, date(1, 10)},
		{"until it has lasted twice as long", date(1, 12).Add(-1), nil, date(1, 10)},
		{"and then the next, where it was moved to", date(1, 12), nil, date(2, 15)},
		{"where it was before it was moved: where it was moved to", date(2, 10), nil, date(2, 15)},
		{"half an hour is as long as the moved one lasts", date(2, 16).Add(-1), nil, date(2, 15)},
		{"and no longer", date(2, 16), nil, date(3, 10)},
		{"in the last", date(4, 11).Add(-1), nil, date(4, 10)},
		{"the last overruns", date(4, 12).Add(-1), nil, date(4, 10)},
		{"long after all, a recorder of the last runs", date(9, 0), []invite.Span{{From: date(1, 10), To: date(1, 11)}, {From: date(4, 10)}}, date(4, 10)},
		{"a recorder of the first runs on into the second", date(2, 15), []invite.Span{{From: date(1, 10).Add(-time.Minute)}}, date(1, 10)},
		{"a recorder that has stopped says nothing", date(2, 15), []invite.Span{{From: date(1, 10), To: date(2, 15)}}, date(2, 15)},
	} {
		t.Run(row.rule, func(t *testing.T) {
			inv, err := s.At(row.at, row.recorded...)
			require.NoError(t, err)
			assert.Equal(t, row.start, inv.Start)
			assert.True(t, inv.Recurring)
		})
	}
	_, err := s.At(date(4, 12))
	assert.ErrorIs(t, err, ErrOver)
	inv, err := s.At(date(2, 15))
	require.NoError(t, err)
	assert.Equal(t, date(2, 10), inv.RecurrenceID)
}

func TestAtTakesNothingThatIsCalledOff(t *testing.T) {
	off := message("CANCEL", "SEQUENCE:1\n"+second)
	offAfter := message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z")
	for _, row := range []struct {
		rule     string
		messages []string
		at       time.Time
		start    time.Time // zero: none is left
	}{
		{"in one that is called off: the next", []string{message("REQUEST", daily), off}, date(2, 10), date(3, 10)},
		{"after one that is called off: the next", []string{message("REQUEST", daily), off}, date(2, 11), date(3, 10)},
		{"before one that is called off: the one that overruns", []string{message("REQUEST", "DTSTART:20240301T100000Z\nDURATION:PT20H\nRRULE:FREQ=DAILY;COUNT=2"), off}, date(2, 9), date(1, 10)},
		{"one that was moved and called off", []string{message("REQUEST", daily), message("REQUEST", moved), off}, date(2, 15), date(3, 10)},
		{"with all those after it", []string{message("REQUEST", forever), offAfter}, date(2, 10), time.Time{}},
		{"one after it that was taken up again", []string{message("REQUEST", forever), offAfter, message("REQUEST", "SEQUENCE:2\nRECURRENCE-ID:20240304T100000Z\nDTSTART:20240304T120000Z\nDURATION:PT1H")}, date(2, 10), date(4, 12)},
		{"the whole series, without end", []string{message("REQUEST", forever), message("CANCEL", "SEQUENCE:1")}, date(2, 10), time.Time{}},
		{"the whole series, of which one was changed", []string{message("REQUEST", daily), message("REQUEST", "SEQUENCE:3\n"+moved), message("CANCEL", "SEQUENCE:1")}, date(2, 15), time.Time{}},
		{"a single occurrence of which no more is known", []string{off}, date(2, 10), time.Time{}},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s := Fold(readAll(t, row.messages...))[0]
			inv, err := s.At(row.at)
			if row.start.IsZero() {
				assert.ErrorIs(t, err, ErrOver)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, row.start, inv.Start)
		})
	}
}

func TestAtOfAMeetingThatIsCalledOffWhileItIsRecorded(t *testing.T) {
	const all = "DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nRRULE:FREQ=WEEKLY"
	off := message("CANCEL", "SEQUENCE:1\n"+second)
	offAfter := message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z")
	runs := func(from time.Time) []invite.Span { return []invite.Span{{From: from}} }
	early := date(2, 10).Add(-30 * time.Minute)
	for _, row := range []struct {
		rule     string
		messages []string
		at       time.Time
		recorded []invite.Span
		start    time.Time // zero: none is left
	}{
		{"its recorder runs", []string{message("REQUEST", daily), off}, date(2, 10), runs(date(2, 10)), date(2, 10)},
		{"its recorder started half an hour early", []string{message("REQUEST", daily), off}, date(2, 10), runs(early), date(2, 10)},
		{"a recorder that started earlier is of the next", []string{message("REQUEST", daily), off}, date(2, 10), runs(early.Add(-1)), date(3, 10)},
		{"its recorder started while it overran", []string{message("REQUEST", daily), off}, date(2, 12), runs(date(2, 12).Add(-1)), date(2, 10)},
		{"its recorder has stopped", []string{message("REQUEST", daily), off}, date(2, 11), []invite.Span{{From: date(2, 10), To: date(2, 11)}}, date(3, 10)},
		{"the recorder that started last counts", []string{message("REQUEST", daily), off}, date(2, 10), append(runs(date(2, 10)), runs(date(1, 10))...), date(2, 10)},
		{"with all those after it", []string{message("REQUEST", forever), offAfter}, date(2, 10), runs(date(2, 10)), date(2, 10)},
		{"the whole series, without end", []string{message("REQUEST", forever), message("CANCEL", "SEQUENCE:1")}, date(2, 10), runs(date(2, 10)), date(2, 10)},
		{"the whole series, without end, and none is near", []string{message("REQUEST", all), message("CANCEL", "SEQUENCE:1")}, date(5, 10), runs(date(5, 10)), time.Time{}},
		{"one that was longer than the others, while it overran", []string{message("REQUEST", daily), message("REQUEST", second+"\nDTSTART:20240302T100000Z\nDURATION:PT4H\nSTATUS:CANCELLED")}, date(2, 17), runs(date(2, 16)), date(2, 10)},
		{"a single meeting", []string{message("REQUEST", "DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nSTATUS:CANCELLED")}, date(1, 12), runs(date(1, 12).Add(-1)), date(1, 10)},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s := Fold(readAll(t, row.messages...))[0]
			inv, err := s.At(row.at, row.recorded...)
			if row.start.IsZero() {
				assert.ErrorIs(t, err, ErrOver)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, row.start, inv.Start)
			assert.Equal(t, row.start.Equal(date(2, 10)) || len(row.messages) == 1, inv.Cancelled())
		})
	}
}

func TestMeetingsWithoutAPlannedEnd(t *testing.T) {
	single := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T100000Z")))[0]
	weekly := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nRDATE;VALUE=PERIOD:20240305T100000Z/PT1H"),
		message("REQUEST", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240308T100000Z\nDTSTART:20240308T120000Z")))[0]
	everyDay := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=DAILY")))[0]
	one := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T200000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=2"),
		message("REQUEST", "RECURRENCE-ID:20240302T200000Z\nDTSTART:20240301T100000Z")))[0]
	for _, row := range []struct {
		rule   string
		series Series
		at     time.Time
		start  time.Time // zero: none is left
	}{
		{"a single one lasts a day", single, date(2, 10).Add(-1), date(1, 10)},
		{"and does not overrun", single, date(2, 10), time.Time{}},
		{"one of a series", weekly, date(2, 10).Add(-1), date(1, 10)},
		{"then the next", weekly, date(2, 10), date(5, 10)},
		{"a further date with an end of its own", weekly, date(5, 12).Add(-1), date(5, 10)},
		{"and no longer", weekly, date(5, 12), date(8, 12)},
		{"those that were changed", weekly, date(9, 12).Add(-1), date(8, 12)},
		{"and no longer than a day", weekly, date(9, 12), time.Time{}},
		{"until half an hour before the next", everyDay, date(3, 10).Add(-30*time.Minute - 1), date(2, 10)},
		{"then the next", everyDay, date(3, 10).Add(-30 * time.Minute), date(3, 10)},
		{"a shorter one that is over has ended it", one, date(1, 23), time.Time{}},
	} {
		t.Run(row.rule, func(t *testing.T) {
			inv, err := row.series.At(row.at)
			if row.start.IsZero() {
				assert.ErrorIs(t, err, ErrOver)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, row.start, inv.Start)
			assert.Equal(t, row.start.Equal(date(5, 10)), !inv.End.IsZero())
		})
	}
	var overlapping []time.Time
	for o, err := range weekly.Occurrences(date(9, 11), date(9, 13)) {
		require.NoError(t, err)
		overlapping = append(overlapping, o.Start)
	}
	assert.Equal(t, []time.Time{date(8, 12)}, overlapping)
}

func TestAtOfAMeetingByHand(t *testing.T) {
	s := Fold([]Event{{Invite: invite.Invite{UID: "1", Start: date(1, 10), End: date(1, 11)}}})[0]
	inv, err := s.At(date(1, 12).Add(-1))
	require.NoError(t, err)
	assert.Equal(t, s.Master.Invite, inv)
	_, err = s.At(date(1, 12))
	assert.ErrorIs(t, err, ErrOver)
	inv, err = s.At(time.Time{})
	require.NoError(t, err)
	assert.Equal(t, date(1, 10), inv.Start, "the next at the zero time")
	_, err = new(Series).At(time.Time{})
	assert.ErrorIs(t, err, ErrOver, "nor has the zero Series a meeting at the zero time")
}

func TestAtOfAMeetingWithoutLength(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T100000Z\nDTEND:20240301T100000Z")))[0]
	inv, err := s.At(date(1, 10).Add(-1))
	require.NoError(t, err)
	assert.Equal(t, date(1, 10), inv.Start)
	_, err = s.At(date(1, 10))
	assert.ErrorIs(t, err, ErrOver, "it is over when it begins")
}

// Of a series whose meetings last longer than it takes to the next, and which has a
// further date that lasts longer still, At looks back far enough.
func TestAtLooksBackFarEnough(t *testing.T) {
	for _, row := range []struct{ rule, series string }{
		{"longer than the time to the next", "DTSTART:20240301T100000Z\nDURATION:PT30H\nRRULE:FREQ=DAILY;COUNT=5"},
		{"by the calendar's days", "DTSTART;TZID=Europe/Berlin:20240326T100000\nDURATION:P3D\nRRULE:FREQ=DAILY;COUNT=5;INTERVAL=2"},
		{"a further date that lasts longer", "DTSTART:20240301T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nRDATE;VALUE=PERIOD:20240302T000000Z/P5D"},
		{"a further date alone that lasts longer", "DTSTART:20240301T100000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20240302T000000Z/P5D"},
		{"a changed one that lasts longer", daily + "\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\n" + second + "\nDTSTART:20240301T090000Z\nDURATION:P4D"},
		{"all from one on last longer", daily + "\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240303T090000Z\nDURATION:P4D"},
		{"without an end, then with one", "DTSTART:20240301T100000Z\nRRULE:FREQ=DAILY;COUNT=4;INTERVAL=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240307T100000Z\nDTSTART:20240307T090000Z\nDURATION:PT2H"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s := &Fold(readAll(t, message("REQUEST", row.series)))[0]
			checkAt(t, s, date(1, 0), 45*24)
		})
	}
}

// checkAt checks At for each hour, with and without a recorder, against all meetings of a
// series.
func checkAt(t *testing.T, s *Series, from time.Time, hours int) {
	var all []invite.Occurrence
	for o, err := range s.Occurrences(time.Time{}, time.Time{}) {
		require.NoError(t, err)
		all = append(all, o)
	}
	for hour := range hours {
		at := from.Add(time.Duration(hour) * time.Hour)
		for _, recorded := range [][]invite.Span{nil, {{From: at.Add(-37 * time.Hour)}}} {
			want, ok := invite.OccurrenceAt(slices.Values(all), at, recorded...)
			got, err := s.At(at, recorded...)
			if !ok {
				require.ErrorIs(t, err, ErrOver, at)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, want, got.Planned(), at)
		}
	}
}

func TestCalledOff(t *testing.T) {
	request := func(lines ...string) string { return message("REQUEST", lines...) }
	const after = "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z"
	for _, row := range []struct {
		rule     string
		messages []string
		want     string
	}{
		{"nothing", []string{request(daily)}, ""},
		{"a single meeting", []string{request("DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nSUMMARY:once"), message("CANCEL", "SEQUENCE:1")}, "1T10:00-11:00 once"},
		{"one of a series, with the data of the series", []string{request(daily), message("CANCEL", second)}, "2T10:00-11:00 daily"},
		{"one by its day", []string{request(daily), message("CANCEL", "RECURRENCE-ID;VALUE=DATE:20240302")}, "2T10:00-11:00 daily"},
		{"one by its status, with its own data", []string{request(daily), request(second, "DTSTART:20240302T110000Z\nSTATUS:CANCELLED\nSUMMARY:off")}, "2T11:00- off"},
		{"one that was moved, where it was moved to", []string{request(daily), request(moved), message("CANCEL", "SEQUENCE:1\n"+second)}, "2T15:00-15:30 moved"},
		{"one of those that were moved together", []string{request(daily), request(third), message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID:20240304T100000Z")}, "4T12:00-13:00 later"},
		{"one that the series does not have is none", []string{request(daily), message("CANCEL", "RECURRENCE-ID:20240302T120000Z")}, ""},
		{"an exception is none", []string{request(daily, "EXDATE:20240302T100000Z")}, ""},
		{"an exception that is called off is none", []string{request(daily, "EXDATE:20240302T100000Z"), message("CANCEL", second)}, ""},
		{"this and those after it", []string{request(daily), message("CANCEL", after)}, "3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"this and those after it, with data of its own", []string{request(daily), message("CANCEL", after+"\nDTSTART:20240303T103000Z\nDTEND:20240303T113000Z\nSUMMARY:off")}, "3T10:30-11:30 off, 4T10:30-11:30 off"},
		{"this and those after it, where they were moved together before", []string{request(daily), request(strings.ReplaceAll(third, "20240303", "20240302")), message("CANCEL", "SEQUENCE:1\n"+after)}, "3T12:00-13:00 later, 4T12:00-13:00 later"},
		{"this and those after it, and one of them again", []string{request(daily), message("CANCEL", after), message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID:20240304T100000Z")}, "3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"this and those after it, but for one that was taken up again", []string{request(daily), message("CANCEL", after), request("SEQUENCE:2\nRECURRENCE-ID:20240304T100000Z\nDTSTART:20240304T120000Z\nDURATION:PT1H\nSUMMARY:again")}, "3T10:00-11:00 daily"},
		{"this and those after it, and from another on again", []string{request(daily), message("CANCEL", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z"), message("CANCEL", "SEQUENCE:1\n"+after)}, "2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"what was changed to no time has none", []string{request(daily), request("RECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z"), message("CANCEL", "SEQUENCE:1\n"+after)}, ""},
		{"the whole series", []string{request(daily), message("CANCEL", "SEQUENCE:1")}, "1T10:00-11:00 daily, 2T10:00-11:00 daily, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"the whole series, and what was changed in it", []string{request(daily), request(moved), request(third), message("CANCEL", "SEQUENCE:1")}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T12:00-13:00 later, 4T12:00-13:00 later"},
		{"the whole series, though one was changed later", []string{request(daily), request("SEQUENCE:2\n" + moved), message("CANCEL", "SEQUENCE:1")}, "1T10:00-11:00 daily, 2T15:00-15:30 moved, 3T10:00-11:00 daily, 4T10:00-11:00 daily"},
		{"one of which no more is known, at its original start", []string{message("CANCEL", second)}, "2T10:00- "},
		{"one and those after it, of which no more is known", []string{message("CANCEL", after)}, "3T10:00- "},
		{"one alone, where the same and those after it are changed too and no more is known", []string{request(third), message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID:20240303T100000Z")}, "3T10:00- "},
		{"a series of which only that is known", []string{message("CANCEL", "SEQUENCE:1")}, ""},
	} {
		t.Run(row.rule, func(t *testing.T) {
			events := readAll(t, row.messages...)
			slices.Reverse(events)
			series := Fold(events)
			require.Len(t, series, 1)
			assert.Equal(t, row.want, tell(&series[0], true))
			checkKeys(t, &series[0])
		})
	}
}

// The invite of a meeting that is called off says by what.
func TestCalledOffByWhat(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", daily, "DTSTAMP:20240201T000000Z\nSTATUS:CONFIRMED\nORGANIZER:mailto:ann@acme.example"),
		message("CANCEL", "SEQUENCE:3\nDTSTAMP:20240202T000000Z\n"+second)))[0]
	inv, err := s.Invite(keyOf(date(2, 10)))
	require.NoError(t, err)
	assert.Equal(t, invite.MethodCancel, inv.Method)
	assert.Equal(t, invite.StatusNone, inv.Status)
	assert.Equal(t, 3, inv.Sequence)
	assert.Equal(t, time.Date(2024, 2, 2, 0, 0, 0, 0, time.UTC), inv.Stamp)
	assert.Equal(t, date(2, 10), inv.RecurrenceID)
	assert.Equal(t, invite.MustAddress("ann@acme.example"), inv.Organizer.Address, "the data of the series")
	kept, err := s.Invite(keyOf(date(3, 10)))
	require.NoError(t, err)
	assert.False(t, kept.Cancelled())
}

// keyOf is the key of a meeting of the series with the UID 1.
func keyOf(original time.Time) invite.Key {
	return (&invite.Invite{UID: "1", RecurrenceID: original}).Key()
}

// checkKeys checks that each of the first meetings of a series has a key of its own, by
// which it is found.
func checkKeys(t require.TestingT, s *Series) {
	seen := map[invite.Key]bool{}
	for inv, err := range s.Invites(time.Time{}, time.Time{}) {
		if err != nil || len(seen) > 20 {
			return
		}
		key := inv.Key()
		require.False(t, seen[key], key)
		seen[key] = true
		if key.IsZero() {
			return
		}
		found, err := s.Invite(key)
		if !inv.Recurring {
			continue
		}
		require.NoError(t, err, key)
		require.Equal(t, inv, found, key)
	}
}

func TestInviteOfAKey(t *testing.T) {
	series := []string{message("REQUEST", daily), message("REQUEST", moved), message("REQUEST", third)}
	single := []string{message("REQUEST", "DTSTART:20240301T100000Z\nSUMMARY:once")}
	uid := func(text string) invite.Key { return (&invite.Invite{UID: text}).Key() }
	for _, row := range []struct {
		rule     string
		messages []string
		key      invite.Key
		want     string // empty: there is none
	}{
		{"one by the rules", series, keyOf(date(1, 10)), "1T10:00 daily"},
		{"one that was moved, by its original start", series, keyOf(date(2, 10)), "2T15:00 moved"},
		{"and not by its new one", series, keyOf(date(2, 15)), ""},
		{"one that was moved with those after it", series, keyOf(date(4, 10)), "4T12:00 later"},
		{"and not by its new one", series, keyOf(date(4, 12)), ""},
		{"in another zone", series, keyOf(date(4, 10).In(time.FixedZone("x", 3600))), "4T12:00 later"},
		{"one that there is not", series, keyOf(date(5, 10)), ""},
		{"a second beside one", series, keyOf(date(1, 10).Add(time.Second)), ""},
		{"a nanosecond beside one", series, keyOf(date(1, 10).Add(1)), ""},
		{"the whole series", series, uid("1"), ""},
		{"another series", series, (&invite.Invite{UID: "2", RecurrenceID: date(1, 10)}).Key(), ""},
		{"none", series, invite.Key{}, ""},
		{"a single meeting", single, uid("1"), "1T10:00 once"},
		{"a single meeting by its start, as of a series that it was", single, keyOf(date(1, 10)), "1T10:00 once"},
		{"another single meeting", single, uid("2"), ""},
		{"a single meeting that was changed as if it were one of a series", []string{single[0], message("REQUEST", "RECURRENCE-ID:20240301T100000Z\nDTSTART:20240301T120000Z\nSUMMARY:changed")}, uid("1"), "1T12:00 changed"},
		{"one of which no more is known", []string{message("REQUEST", moved)}, keyOf(date(2, 10)), "2T15:00 moved"},
		{"no meeting at all", []string{message("REQUEST", "SUMMARY:x")}, uid("1"), ""},
		{"a series without a UID", []string{strings.ReplaceAll(single[0], "UID:1\n", "")}, invite.Key{}, ""},
		{"one of those from one on that have no time", []string{message("REQUEST", daily), message("REQUEST", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z")}, keyOf(date(4, 10)), ""},
		{"a long one that began before the one meant", []string{message("REQUEST", "DTSTART:20240301T100000Z\nDURATION:P3D\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:long")}, keyOf(date(3, 10)), "3T10:00 long"},
		{"one long after the beginning", []string{message("REQUEST", forever)}, keyOf(time.Date(2124, 3, 3, 10, 0, 0, 0, time.UTC)), "3T10:00 daily"},
		{"UIDs are compared without blanks around them", []string{strings.Replace(single[0], "UID:1", "UID: 1 ", 1)}, uid("1"), "1T10:00 once"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s := Fold(readAll(t, row.messages...))[0]
			inv, err := s.Invite(row.key)
			if row.want == "" {
				assert.ErrorIs(t, err, ErrNoMeeting)
				assert.Zero(t, inv)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, row.want, inv.Start.Format("2T15:04 ")+inv.Title)
		})
	}
}

func TestInviteOfAKeyWithinLimits(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T100000Z\nDURATION:P9999W\nRRULE:FREQ=SECONDLY")))[0]
	_, err := s.Invite(keyOf(time.Date(2034, 3, 1, 10, 0, 0, 0, time.UTC)))
	var limit *LimitError
	assert.ErrorAs(t, err, &limit)
}

// The keys of meetings stay when the messages about a series come in one by one.
func TestKeysStay(t *testing.T) {
	messages := []string{message("REQUEST", daily), message("REQUEST", "SEQUENCE:1\n"+moved), message("REQUEST", "SEQUENCE:2", third), message("CANCEL", "SEQUENCE:3\nRECURRENCE-ID:20240304T100000Z"), message("CANCEL", "SEQUENCE:4")}
	for n := range messages {
		s := Fold(readAll(t, messages[:n+1]...))[0]
		var keys []string
		for inv, err := range s.Invites(time.Time{}, time.Time{}) {
			require.NoError(t, err)
			keys = append(keys, inv.Key().String())
		}
		assert.Equal(t, []string{"2024-03-01T10:00:00Z/1", "2024-03-02T10:00:00Z/1", "2024-03-03T10:00:00Z/1", "2024-03-04T10:00:00Z/1"}, keys)
	}
}

func TestAtLimit(t *testing.T) {
	c, err := Read([]byte(message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=SECONDLY")), Options{Limits: Limits{Occurrences: 5}})
	require.NoError(t, err)
	s := c.Series()[0]
	n := 0
	for range s.Occurrences(date(1, 0), date(3, 0)) {
		n++
	}
	assert.Equal(t, 6, n, "five, and the error")
	c, err = Read([]byte(message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")), Options{})
	require.NoError(t, err)
	s = c.Series()[0]
	_, err = s.At(date(3, 11))
	var limit *LimitError
	require.ErrorAs(t, err, &limit)
	assert.Equal(t, "Occurrences", limit.Limit)
}

func TestLimitIsThatOfTheSeries(t *testing.T) {
	later := "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240303T120000Z\nDURATION:PT1H"
	for _, row := range []struct {
		rule     string
		messages []string
		given    int
	}{
		{"of what is changed one by one and what is not", []string{message("REQUEST", forever), message("REQUEST", moved)}, 3},
		{"of all that is changed for good", []string{message("REQUEST", forever), message("REQUEST", later)}, 3},
		{"of a series without its rules", []string{message("REQUEST", moved), message("ADD", "DTSTART:20240304T100000Z"), message("ADD", "DTSTART:20240305T100000Z"), message("ADD", "DTSTART:20240306T100000Z")}, 3},
		{"of what is called off too", []string{message("REQUEST", forever), message("CANCEL", second)}, 3},
		{"not of what the series does not have, though it is called off", []string{message("REQUEST", strings.Replace(daily, "COUNT=4", "COUNT=3", 1)), message("CANCEL", "RECURRENCE-ID:20240305T100000Z")}, 3},
	} {
		t.Run(row.rule, func(t *testing.T) {
			c, err := Read([]byte(strings.Join(row.messages, "")), Options{Limits: Limits{Occurrences: 3}})
			require.NoError(t, err)
			given, over := 0, error(nil)
			for _, err := range c.Series()[0].Occurrences(time.Time{}, time.Time{}) {
				if over = err; err == nil {
					given++
				}
			}
			assert.Equal(t, row.given, given)
			var limit *LimitError
			if strings.HasPrefix(row.rule, "not") {
				assert.NoError(t, over)
			} else if assert.ErrorAs(t, over, &limit) {
				assert.Equal(t, 3, limit.Max)
			}
		})
	}
}

// A meeting after one that was not found is not taken for the next.
func TestAtDoesNotGuess(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"),
		message("REQUEST", "RECURRENCE-ID:20240301T100000Z\nDTSTART:20340301T100000Z\nDURATION:PT1H")))[0]
	_, err := s.At(date(2, 0))
	var limit *LimitError
	assert.ErrorAs(t, err, &limit)
}

// Changes beyond the steps that are taken are kept as they came.
func TestFoldBeyondItsSteps(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", "SEQUENCE:1\nDTSTART:20240301T100000Z\nRRULE:FREQ=MINUTELY;COUNT=2147483647"),
		message("REQUEST", "RECURRENCE-ID:20240301T100030Z\nDTSTART:20240302T100000Z"),
		message("REQUEST", "RECURRENCE-ID:20340301T100030Z\nDTSTART:20340302T100000Z")))[0]
	require.Len(t, s.Overrides, 1)
	assert.Equal(t, 2034, s.Overrides[0].Invite.RecurrenceID.Year())
	assert.Len(t, s.Superseded, 1)
}

// Attendees are not copied without end to what only an answer sets apart.
func TestFoldCopiesSoManyAttendees(t *testing.T) {
	asked := strings.Repeat("\nATTENDEE:mailto:ann@acme.example", 2000)
	messages := message("REQUEST", forever+asked)
	for i := range 80 {
		messages += message("REPLY", "RECURRENCE-ID:"+date(1+i, 10).Format("20060102T150405Z"), "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@acme.example")
	}
	s := Fold(readAll(t, messages))[0]
	assert.Len(t, s.Overrides, 54, "100,000 and 100 for each of 81 messages")
	assert.Len(t, s.Answers, 80)
}

func TestIterationStops(t *testing.T) {
	s := Fold(readAll(t, message("REQUEST", forever), message("REQUEST", moved)))[0]
	for n := range 5 {
		var starts []time.Time
		for o, err := range s.Occurrences(date(1, 0), time.Time{}) {
			require.NoError(t, err)
			starts = append(starts, o.Start)
			if len(starts) > n {
				break
			}
		}
		assert.Len(t, starts, n+1)
		for range s.Invites(date(1, 0), time.Time{}) {
			break
		}
	}
	alone := Fold(readAll(t, message("REQUEST", moved)))[0]
	for range alone.Occurrences(date(1, 0), time.Time{}) {
		break
	}
}

func TestThisAndFutureKeepsTheClock(t *testing.T) {
	s := Fold(readAll(t,
		message("REQUEST", "DTSTART;TZID=Europe/Paris:20240329T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY"),
		message("REQUEST", "RECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDFUTURE:20240330T100000\nDTSTART;TZID=Europe/Paris:20240330T150000\nDURATION:PT1H")))[0]
	var told []string
	for o, err := range s.Occurrences(date(29, 0), date(31, 23)) {
		require.NoError(t, err)
		told = append(told, o.Start.Format("2T15:04 MST"))
	}
	assert.Equal(t, []string{"29T10:00 CET", "30T15:00 CET", "31T15:00 CEST"}, told)
}

// The state in force does not depend on the order of the messages.
func TestFoldOrder(t *testing.T) {
	methods := []string{"REQUEST", "CANCEL", "REPLY", "ADD", "COUNTER", "PUBLISH"}
	ids := []string{"", second + "\n", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\n", "RECURRENCE-ID;VALUE=DATE:20240303\n"}
	rapid.Check(t, func(t *rapid.T) {
		var texts []string
		for range rapid.IntRange(1, 5).Draw(t, "messages") {
			id := rapid.SampledFrom(ids).Draw(t, "id")
			lines := rapid.SampledFrom([]string{daily, forever, "DTSTART:20240302T120000Z\nDURATION:PT1H"}).Draw(t, "lines")
			seq := rapid.SampledFrom([]string{"0", "1"}).Draw(t, "sequence")
			who := rapid.SampledFrom([]string{"", "\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example"}).Draw(t, "who")
			texts = append(texts, message(rapid.SampledFrom(methods).Draw(t, "method"), id+lines, "SEQUENCE:"+seq+who))
		}
		events := readAll(t, texts...)
		shuffled := rapid.Permutation(events).Draw(t, "order")
		for i := range events {
			events[i].Line = 0
		}
		for i := range shuffled {
			shuffled[i].Line = 0
		}
		a, b := Fold(slices.Clone(events)), Fold(slices.Clone(shuffled))
		require.Equal(t, meetingsOf(&a[0]), meetingsOf(&b[0]))
		require.Equal(t, tell(&a[0], true), tell(&b[0], true))
		checkKeys(t, &a[0])
		require.Equal(t, a[0].Master.Invite, b[0].Master.Invite)
		require.Equal(t, len(a[0].Overrides), len(b[0].Overrides))
		require.Equal(t, len(a[0].Superseded), len(b[0].Superseded))
	})
}

// answersOf tells who is asked to the events in force, and what they answered: of
// the series, then of each changed part of it by the day and the hour at which it
// begins.
func answersOf(s *Series) []string {
	tell := func(what string, e Event) string {
		for _, p := range e.Invite.Attendees {
			name, _, _ := strings.Cut(p.Address.String(), "@")
			what += " " + name + " " + p.Answer.String()
		}
		return what
	}
	told := []string{tell("series", s.Master)}
	for _, o := range s.Overrides {
		what := o.Invite.RecurrenceID.Format("2T15") + " at " + o.Invite.Start.Format("2T15")
		if o.ThisAndFuture() {
			what += " and after"
		}
		told = append(told, tell(what, o))
	}
	return told
}

func TestAnswersAreToWhatIsInForce(t *testing.T) {
	asked := "\nATTENDEE:mailto:ann@acme.example\nATTENDEE:mailto:ben@acme.example"
	later := message("REQUEST", third+asked)
	for _, row := range []struct{ rule, changes, want string }{
		{"an answer to one of those that are changed", later + message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann needs_action ben needs_action | 4T10 at 4T12 ann declined ben needs_action"},
		{"an answer to the first of those that are changed", later + message("REPLY", "RECURRENCE-ID:20240303T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann needs_action ben needs_action | 3T10 at 3T12 ann declined ben needs_action"},
		{"an answer to all of them", later + message("REPLY", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann declined ben needs_action"},
		{"an answer of somebody who is not asked", later + message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:eve@evil.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann needs_action ben needs_action"},
		{"an answer to what was before", strings.Replace(later, "UID:1", "UID:1\nSEQUENCE:1", 1) + message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann needs_action ben needs_action"},
		{"an answer to one of those that were called off", later + message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z") + message("REPLY", "SEQUENCE:1\nRECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann needs_action ben needs_action"},
		{"an answer to one of those that have no time", message("REQUEST", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z"+asked) + message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 1T00 and after ann needs_action ben needs_action"},
		{"one who is taken out of a meeting", message("CANCEL", "SEQUENCE:1\n"+second+"\nATTENDEE:mailto:ben@acme.example"),
			"series ann needs_action ben needs_action | 2T10 at 2T10 ann needs_action"},
		{"one who is taken out of a meeting and those after it", message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240302T100000Z\nATTENDEE:mailto:ben@acme.example"),
			"series ann needs_action ben needs_action | 2T10 at 2T10 and after ann needs_action"},
		{"one who is taken out of one of those that are changed", later + message("CANCEL", "SEQUENCE:1\nRECURRENCE-ID:20240304T100000Z\nATTENDEE:mailto:ben@acme.example"),
			"series ann needs_action ben needs_action | 3T10 at 3T12 and after ann needs_action ben needs_action | 4T10 at 4T12 ann needs_action"},
		{"two who are taken out one after the other", message("CANCEL", "SEQUENCE:1\n"+second+"\nATTENDEE:mailto:ben@acme.example") + message("CANCEL", "SEQUENCE:2\n"+second+"\nATTENDEE:mailto:ann@acme.example"),
			"series ann needs_action ben needs_action | 2T10 at 2T10 ann needs_action"},
		{"one who is asked again", message("CANCEL", "SEQUENCE:1\n"+second+"\nATTENDEE:mailto:ben@acme.example") + message("REQUEST", "SEQUENCE:2\n"+moved+asked),
			"series ann needs_action ben needs_action | 2T10 at 2T15 ann needs_action ben needs_action"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			events := readAll(t, message("REQUEST", daily+asked), row.changes)
			slices.Reverse(events)
			series := Fold(events)
			require.Len(t, series, 1)
			assert.Equal(t, row.want, strings.Join(answersOf(&series[0]), " | "))
		})
	}
}

func TestOriginalsWithoutAStart(t *testing.T) {
	tokyo := time.FixedZone("Tokyo", 9*60*60)
	c, err := Read([]byte(message("CANCEL", "RECURRENCE-ID:20240302T100000")), Options{Zone: tokyo})
	require.NoError(t, err)
	assert.Equal(t, time.Date(2024, 3, 2, 10, 0, 0, 0, tokyo), c.Events[0].Invite.RecurrenceID)
}

func TestMoreMeetingsMayCostMore(t *testing.T) {
	read := func(limit int) (given int, err error) {
		c, err := Read([]byte(message("REQUEST", "DTSTART:20240301T100000Z\nRRULE:FREQ=SECONDLY")), Options{Limits: Limits{Occurrences: limit}})
		require.NoError(t, err)
		for _, err = range c.Series()[0].Occurrences(date(1, 0), time.Time{}) {
			given++
		}
		return given, err
	}
	for _, limit := range []int{10, 200_000} {
		given, err := read(limit)
		assert.Equal(t, limit+1, given, "the meetings, and the error")
		assert.Equal(t, &LimitError{Limit: "Occurrences", Max: limit, Line: 3}, err)
	}
}

// What overlaps an hour is the same, whether that hour is asked for or everything,
// however far a change moves the meetings and however long they become.
func TestWindowsOfChangedSeries(t *testing.T) {
	from := "RECURRENCE-ID;RANGE=THISANDFUTURE:20240305T100000Z\n"
	const (
		utc    = "DTSTART:20240301T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=12"
		long   = "DTSTART:20240301T100000Z\nDURATION:PT40H\nRRULE:FREQ=DAILY;COUNT=12"
		berlin = "DTSTART;TZID=Europe/Berlin:20240325T013000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=12" // its clocks change on the 31st
		local  = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240327T013000\n"
	)
	for _, row := range []struct{ rule, series, change string }{
		{"moved by days", utc, from + "DTSTART:20240307T020000Z\nDURATION:PT1H"},
		{"moved back by days", utc, from + "DTSTART:20240303T180000Z\nDURATION:PT1H"},
		{"made longer than a day", utc, from + "DTSTART:20240305T120000Z\nDURATION:PT40H"},
		{"made longer by days", utc, from + "DTSTART:20240305T120000Z\nDURATION:P3D"},
		{"moved back and made longer", utc, from + "DTSTART:20240302T100000Z\nDURATION:P3DT5H"},
		{"moved to a zone that is ahead", utc, from + "DTSTART;TZID=Pacific/Auckland:20240305T100000\nDURATION:PT1H"},
		{"moved to a zone that is behind", utc, from + "DTSTART;TZID=Pacific/Honolulu:20240305T100000\nDURATION:PT1H"},
		{"moved, and one of them alone", utc, from + "DTSTART:20240307T020000Z\nDURATION:P2D\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20240306T100000Z\nDTSTART:20240302T100000Z\nDURATION:P9D"},
		{"one that lasted longer before", long, from + "DTSTART:20240305T120000Z\nDURATION:PT1H"},
		{"moved on across daylight saving", berlin, local + "DTSTART;TZID=Europe/Berlin:20240328T173000\nDURATION:PT1H"},
		{"moved back across daylight saving", berlin, local + "DTSTART;TZID=Europe/Berlin:20240325T093000\nDURATION:PT1H"},
		{"moved to a zone whose clocks change on another day", berlin, local + "DTSTART;TZID=America/New_York:20240327T013000\nDURATION:PT1H"},
		{"moved on across the end of daylight saving", strings.ReplaceAll(berlin, "20240325", "20241020"), strings.ReplaceAll(local, "20240327", "20241024") + "DTSTART;TZID=Europe/Berlin:20241025T173000\nDURATION:PT1H"},
		{"moved back across the end of daylight saving", strings.ReplaceAll(berlin, "20240325", "20241020"), strings.ReplaceAll(local, "20240327", "20241024") + "DTSTART;TZID=Europe/Berlin:20241022T093000\nDURATION:PT1H"},
		{"moved on across daylight saving, with another just after its first", berlin, strings.ReplaceAll(local, "20240327", "20240330") + "DTSTART;TZID=Europe/Berlin:20240331T173000\nDURATION:PT1H\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20240329T013000\nDTSTART:20240331T154500Z\nDURATION:PT1H"},
		{"changed twice", utc, from + "DTSTART:20240306T120000Z\nDURATION:PT30H\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240308T100000Z\nDTSTART:20240306T180000Z\nDURATION:P2D"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s := &Fold(readAll(t, message("REQUEST", row.series), message("REQUEST", row.change)))[0]
			overlapping := func(from, to time.Time) (all []invite.Occurrence) {
				for o, err := range s.Occurrences(from, to) {
					require.NoError(t, err)
					all = append(all, o)
				}
				return all
			}
			whole := overlapping(time.Time{}, time.Time{})
			require.Len(t, whole, 12)
			checkAt(t, s, whole[0].Start.AddDate(0, 0, -2), 600)
			require.True(t, slices.IsSortedFunc(whole, func(a, b invite.Occurrence) int { return a.Start.Compare(b.Start) }))
			begin := whole[0].Start.UTC().Truncate(time.Hour).AddDate(0, 0, -2)
			for hour := begin; hour.Before(begin.AddDate(0, 0, 25)); hour = hour.Add(time.Hour) {
				var want []invite.Occurrence
				for _, o := range whole {
					if o.Start.Before(hour.Add(time.Hour)) && o.End.After(hour) {
						want = append(want, o)
					}
				}
				require.ElementsMatch(t, want, overlapping(hour, hour.Add(time.Hour)), hour.String())
			}
		})
	}
}

// Who sent an invitation, and who is only told of it, is kept whatever is made of it.
func TestRolesAreKept(t *testing.T) {
	const people = "ORGANIZER;SENT-BY=\"mailto:desk@acme.example\":mailto:ann@acme.example\nATTENDEE;ROLE=Non-Participant;PARTSTAT=ACCEPTED:mailto:room4@acme.example\nATTENDEE:mailto:bea@acme.example"
	messages := []string{message("REQUEST", daily, people), message("REQUEST", moved, people), message("REQUEST", third, people),
		message("REPLY", "RECURRENCE-ID:20240304T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:bea@acme.example"), message("CANCEL", "SEQUENCE:1\n"+second)}
	events := readAll(t, messages...)
	for rule, events := range map[string][]Event{"as read": events, "written and read again": readAll(t, icalendar(t, events...))} {
		t.Run(rule, func(t *testing.T) {
			var told []string
			for inv, err := range Fold(events)[0].Invites(time.Time{}, time.Time{}) {
				require.NoError(t, err)
				assert.Equal(t, invite.MustAddress("desk@acme.example"), inv.SentBy)
				require.Len(t, inv.Attendees, 2)
				assert.True(t, inv.Attendees[0].NonParticipant)
				assert.False(t, inv.Attendees[1].NonParticipant)
				told = append(told, inv.Start.Format("2T15 ")+inv.Attendees[1].Answer.String())
			}
			assert.Equal(t, []string{"1T10 needs_action", "2T15 needs_action", "3T12 needs_action", "4T12 declined"}, told)
		})
	}
	c, err := Read([]byte(messages[0]), Options{})
	require.NoError(t, err)
	assert.Empty(t, c.Notes, "nothing is lost")
}

// Meetings that begin together come in the order of their original starts, whatever time
// is asked for.
func TestMeetingsThatBeginTogether(t *testing.T) {
	s := &Fold(readAll(t, message("REQUEST", daily), message("REQUEST", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000Z\nDTSTART:20240302T100000Z\nDURATION:PT3H"),
		message("REQUEST", "RECURRENCE-ID:20240301T100000Z\nDTSTART:20240302T100000Z\nDURATION:PT2H"),
		message("REQUEST", "RECURRENCE-ID:20240304T100000Z\nDTSTART:20240302T100000Z\nDURATION:PT4H")))[0]
	for _, from := range []time.Time{{}, date(1, 0), date(2, 9), date(2, 10)} {
		var lengths []time.Duration
		for o, err := range s.Occurrences(from, date(2, 11)) {
			require.NoError(t, err)
			lengths = append(lengths, o.End.Sub(o.Start))
		}
		assert.Equal(t, []time.Duration{2 * time.Hour, time.Hour, 3 * time.Hour, 4 * time.Hour}, lengths)
	}
}

// What At costs does not depend on how much lies behind.
func TestAtDoesNotWalkFromTheBeginning(t *testing.T) {
	c, err := Read([]byte(message("REQUEST", "DTSTART:19740301T100000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20000101T000000Z\nDTSTART:20000101T000000Z\nDURATION:P9000D\nSTATUS:CANCELLED")), Options{Limits: Limits{Occurrences: 5}})
	require.NoError(t, err)
	for _, recorded := range [][]invite.Span{nil, {{From: date(1, 0).AddDate(-30, 0, 0), To: date(1, 0).AddDate(-20, 0, 0)}}} {
		inv, err := c.Series()[0].At(date(2, 10), recorded...)
		require.NoError(t, err)
		assert.Equal(t, date(2, 10), inv.Start)
	}
}

// At, for any series, says of all its meetings what the rule says.
func TestAtAgainstAllMeetings(t *testing.T) {
	lengths := []string{"", "\nDURATION:PT30M", "\nDURATION:PT1H", "\nDURATION:PT30H", "\nDURATION:P2DT1H", "\nDURATION:PT0S"}
	rapid.Check(t, func(t *rapid.T) {
		length := func() string { return rapid.SampledFrom(lengths).Draw(t, "length") }
		text := message("REQUEST", "DTSTART:20240301T100000Z"+length()+rapid.SampledFrom([]string{"\nRRULE:FREQ=DAILY", "\nRRULE:FREQ=DAILY;COUNT=6", "\nRRULE:FREQ=DAILY;INTERVAL=3", ""}).Draw(t, "rule")+
			rapid.SampledFrom([]string{"", "\nRDATE;VALUE=PERIOD:20240304T150000Z/P3D", "\nEXDATE:20240304T100000Z"}).Draw(t, "dates"))
		for i := range rapid.IntRange(0, 4).Draw(t, "changes") {
			day := rapid.IntRange(1, 8).Draw(t, "day")
			id := "RECURRENCE-ID" + rapid.SampledFrom([]string{"", ";RANGE=THISANDFUTURE"}).Draw(t, "range") + date(day, 10).Format(":20060102T150405Z")
			start := "\nDTSTART" + date(day, rapid.IntRange(-40, 40).Draw(t, "hour")).Format(":20060102T150405Z")
			lines := rapid.SampledFrom([]string{start + length(), start + length() + "\nSTATUS:CANCELLED", "\nSTATUS:CANCELLED", ""}).Draw(t, "what")
			text += message("REQUEST", "SEQUENCE:"+string(rune('1'+i))+"\n"+id+lines)
		}
		s := &Fold(readAll(t, text))[0]
		var all []invite.Occurrence
		for o, err := range s.Occurrences(time.Time{}, date(31, 0)) {
			require.NoError(t, err)
			all = append(all, o)
		}
		at := date(rapid.IntRange(0, 16).Draw(t, "at"), rapid.IntRange(0, 23).Draw(t, "hour")).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns")))
		var recorded []invite.Span
		for range rapid.IntRange(0, 2).Draw(t, "recorders") {
			recorded = append(recorded, invite.Span{From: at.Add(-time.Duration(rapid.IntRange(-2, 100).Draw(t, "hours")) * time.Hour)})
		}
		want, ok := invite.OccurrenceAt(slices.Values(all), at, recorded...)
		got, err := s.At(at, recorded...)
		if !ok {
			require.ErrorIs(t, err, ErrOver)
			return
		}
		require.NoError(t, err)
		require.Equal(t, want, got.Planned())
		checkKeys(t, s)
	})
}
