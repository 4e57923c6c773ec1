package recur_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// zone returns a location that every test machine has.
func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

// starts lists the starts of at most n occurrences in short form, each as the
// clock of the set's location shows it.
func starts(t testing.TB, s *recur.Set, n int) string {
	t.Helper()
	var list []string
	for o, err := range s.Between(time.Time{}, time.Time{}, recur.Limits{}) {
		require.NoError(t, err)
		if len(list) == n {
			return strings.Join(append(list, "…"), " ")
		}
		list = append(list, o.Start.Format("060102T1504"))
	}
	return strings.Join(list, " ")
}

func TestRules(t *testing.T) {
	rows := []struct{ name, start, rule, want string }{
		{"a rule without an end goes on", "20240301T0900", "FREQ=DAILY", "240301T0900 240302T0900 240303T0900 240304T0900 …"},
		{"COUNT ends it", "20240301T0900", "FREQ=DAILY;COUNT=2", "240301T0900 240302T0900"},
		{"INTERVAL leaves days out", "20240301T0900", "FREQ=DAILY;INTERVAL=10;COUNT=3", "240301T0900 240311T0900 240321T0900"},
		{"UNTIL in UTC is inclusive", "20240301T0900", "FREQ=DAILY;UNTIL=20240302T080000Z", "240301T0900 240302T0900"},
		{"UNTIL in UTC a second short", "20240301T0900", "FREQ=DAILY;UNTIL=20240302T075959Z", "240301T0900"},
		{"UNTIL without Z is the event's clock", "20240301T0900", "FREQ=DAILY;UNTIL=20240302T090000", "240301T0900 240302T0900"},
		{"UNTIL as a date is meant to its end", "20240301T0900", "FREQ=DAILY;UNTIL=20240302", "240301T0900 240302T0900"},
		{"UNTIL before the start leaves the start", "20240301T0900", "FREQ=DAILY;UNTIL=20230302", "240301T0900"},
		{"vCalendar 1.0: days, with a count", "20240301T0900", "D2 #3", "240301T0900 240303T0900 240305T0900"},
		{"vCalendar 1.0: twice where nothing is said", "20240301T0900", "D1", "240301T0900 240302T0900"},
		{"vCalendar 1.0: for ever", "20240301T0900", "d1 #0", "240301T0900 240302T0900 240303T0900 240304T0900 …"},
		{"vCalendar 1.0: up to a moment", "20240301T0900", "D1 20240302T080000Z", "240301T0900 240302T0900"},
		{"vCalendar 1.0: days of a week", "20240304T0900", "W2 MO FR #4", "240304T0900 240308T0900 240318T0900 240322T0900"},
		{"vCalendar 1.0: the start's day of a week", "20240304T0900", "W1 #2", "240304T0900 240311T0900"},
		{"vCalendar 1.0: places in a month", "20240301T0900", "MP1 1+ 2+ FR 1- SA SU #6", "240301T0900 240308T0900 240330T0900 240331T0900 240405T0900 240412T0900"},
		{"vCalendar 1.0: days of a month", "20240301T0900", "MD1 1 2- LD #4", "240301T0900 240330T0900 240331T0900 240401T0900"},
		{"vCalendar 1.0: months of a year", "20240301T0900", "YM1 3 6 #3", "240301T0900 240601T0900 250301T0900"},
		{"vCalendar 1.0: days of a year", "20240101T0900", "YD1 1 100 #3", "240101T0900 240409T0900 250101T0900"},
		{"a week without a day is the start's", "20240301T0900", "FREQ=WEEKLY;COUNT=2", "240301T0900 240308T0900"},
		{"days of a week", "20240304T0900", "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3", "240304T0900 240308T0900 240311T0900"},
		{"the 70th and the 230th day from the end of a year", "20231023T0900", "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-70,-230;COUNT=4", "231023T0900 240516T0900 241023T0900 250516T0900"},
		{"the 70th and the 230th day from its beginning", "20230311T0900", "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=70,230;COUNT=4", "230311T0900 230818T0900 240310T0900 240817T0900"},
		{"every other week from Monday", "19970805T0900", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "970805T0900 970810T0900 970819T0900 970824T0900"},
		{"every other week from Sunday", "19970805T0900", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "970805T0900 970817T0900 970819T0900 970831T0900"},
		{"weeks of a start on a Sunday, from Sunday", "20240303T0900", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=3", "240303T0900 240304T0900 240317T0900"},
		{"weeks of a start on a Sunday, from Monday", "20240303T0900", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO;COUNT=3", "240303T0900 240311T0900 240317T0900"},
		{"months without the day are left out", "20240131T0900", "FREQ=MONTHLY;COUNT=3", "240131T0900 240331T0900 240531T0900"},
		{"the second Monday", "20240311T0900", "FREQ=MONTHLY;BYDAY=2MO;COUNT=2", "240311T0900 240408T0900"},
		{"the last Friday", "20240329T0900", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "240329T0900 240426T0900"},
		{"the last working day", "20240329T0900", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "240329T0900 240430T0900 240531T0900"},
		{"first and last of what a month holds", "20240304T0900", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,-1,9;COUNT=3", "240304T0900 240325T0900 240401T0900"},
		{"Friday the 13th", "20240913T0900", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "240913T0900 241213T0900 250613T0900"},
		{"the last day of the month", "20240131T0900", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "240131T0900 240229T0900"},
		{"29 February", "20240229T0900", "FREQ=YEARLY;COUNT=2", "240229T0900 280229T0900"},
		{"a month of each year", "20240310T0900", "FREQ=YEARLY;BYMONTH=3,6;COUNT=3", "240310T0900 240610T0900 250310T0900"},
		{"the last Sunday of October", "20241027T0900", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT=2", "241027T0900 251026T0900"},
		{"the 20th Monday of the year", "19970519T0900", "FREQ=YEARLY;BYDAY=20MO;COUNT=2", "970519T0900 980518T0900"},
		{"the last day of the year", "20241231T0900", "FREQ=YEARLY;BYYEARDAY=-1,100;COUNT=3", "241231T0900 250410T0900 251231T0900"},
		{"Monday of week 20", "19970512T0900", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=2", "970512T0900 980511T0900"},
		{"week 1 may begin in the old year", "20241230T0900", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=2", "241230T0900 251229T0900"},
		{"the last week of the year", "20241226T0900", "FREQ=YEARLY;BYWEEKNO=-1;COUNT=2", "241226T0900 251225T0900"},
		{"a week of the year without a day has the start's", "19970513T0900", "FREQ=YEARLY;BYWEEKNO=20;COUNT=2", "970513T0900 980512T0900"},
		{"times of each day", "20240301T0900", "FREQ=DAILY;BYHOUR=9,13;BYMINUTE=0,30;COUNT=5", "240301T0900 240301T0930 240301T1300 240301T1330 240302T0900"},
		{"every 18 hours", "20240301T0900", "FREQ=HOURLY;INTERVAL=18;COUNT=3", "240301T0900 240302T0300 240302T2100"},
		{"hours of some days", "20240301T2200", "FREQ=HOURLY;BYDAY=FR;COUNT=3", "240301T2200 240301T2300 240308T0000"},
		{"every five hours of some days", "20240301T0900", "FREQ=HOURLY;INTERVAL=5;BYDAY=FR;COUNT=5", "240301T0900 240301T1400 240301T1900 240308T0100 240308T0600"},
		{"hours between others", "20240301T1600", "FREQ=HOURLY;BYHOUR=16,17,9;COUNT=4", "240301T1600 240301T1700 240302T0900 240302T1600"},
		{"every 20 minutes in office hours", "20240301T1640", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,16;COUNT=3", "240301T1640 240302T0900 240302T0920"},
		{"some minutes", "20240301T1640", "FREQ=MINUTELY;BYMINUTE=40,50;COUNT=3", "240301T1640 240301T1650 240301T1740"},
		{"some seconds", "20240301T1640", "FREQ=SECONDLY;BYSECOND=0;BYMINUTE=40;COUNT=3", "240301T1640 240301T1740 240301T1840"},
		{"some hours before 1970", "19650301T1640", "FREQ=MINUTELY;INTERVAL=25;BYHOUR=16,18;COUNT=3", "650301T1640 650301T1820 650301T1845"},
		{"some minutes before 1970", "19650301T1640", "FREQ=SECONDLY;INTERVAL=50;BYMINUTE=40,42;COUNT=3", "650301T1640 650301T1640 650301T1642"},
		{"a leap second is the second before it", "20240301T1640", "FREQ=MINUTELY;BYSECOND=60;COUNT=2", "240301T1640 240301T1640"},
		{"before 1970", "19650301T1640", "FREQ=SECONDLY;BYSECOND=0;BYMINUTE=40;COUNT=3", "650301T1640 650301T1740 650301T1840"},
		{"a start that the rule does not name is the first of COUNT", "20240301T0900", "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "240301T0900 240304T0900 240311T0900"},
		{"a pick counts from the week's own first day", "20240306T0900", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=2", "240306T0900 240311T0900"},
		{"an interval of zero is one", "20240301T0900", "FREQ=DAILY;INTERVAL=0;COUNT=2", "240301T0900 240302T0900"},
		{"the last Friday in three letters", "20240329T0900", "FREQ=MONTHLY;BYDAY=-1FRI;COUNT=2", "240329T0900 240426T0900"},
		{"a day that is none leaves the others", "20240304T0900", "FREQ=WEEKLY;BYDAY=MO,XX,FR;COUNT=3", "240304T0900 240308T0900 240311T0900"},
		{"numbers before days mean nothing in a week", "20240304T0900", "FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "240304T0900 240311T0900"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, _ := recur.New(event(t, "Europe/Berlin", row.start, row.rule))
			assert.Equal(t, row.want, starts(t, s, len(strings.Fields(strings.TrimSuffix(row.want, "…")))))
		})
	}
}

// event makes an event of one hour with one rule.
func event(t testing.TB, location, start string, rules ...string) recur.Event {
	t.Helper()
	m, err := recur.ParseMoment(start)
	require.NoError(t, err)
	return recur.Event{Start: m.In(zone(t, location)), Duration: recur.Duration{Time: time.Hour}, Rules: rules}
}

func TestClockChanges(t *testing.T) {
	rows := []struct{ name, location, start, rule, want string }{
		{"a daily meeting stays at nine in spring", "Europe/Berlin", "20240330T0900", "FREQ=DAILY;COUNT=2", "30T09:00+01:00 31T09:00+02:00"},
		{"a daily meeting stays at nine in autumn", "Europe/Berlin", "20241026T0900", "FREQ=DAILY;COUNT=2", "26T09:00+02:00 27T09:00+01:00"},
		{"a skipped time moves forward, that day only", "Europe/Berlin", "20240330T0230", "FREQ=DAILY;COUNT=3", "30T02:30+01:00 31T03:30+02:00 01T02:30+02:00"},
		{"of a time shown twice the first", "America/New_York", "20241102T0130", "FREQ=DAILY;COUNT=3", "02T01:30-04:00 03T01:30-04:00 04T01:30-05:00"},
		{"half hours in order, none twice", "Europe/Berlin", "20240331T0130", "FREQ=MINUTELY;INTERVAL=30;COUNT=6", "31T01:30+01:00 31T03:00+02:00 31T03:30+02:00 31T04:00+02:00"},
		{"a skipped time after one that is not", "Europe/Berlin", "20240331T0100", "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,45;COUNT=6", "31T01:00+01:00 31T01:45+01:00 31T03:00+02:00 31T03:45+02:00"},
		{"a skipped day", "Pacific/Apia", "20111229T0900", "FREQ=DAILY;COUNT=4", "29T09:00-10:00 31T09:00+14:00 01T09:00+14:00"},
		{"hours of a skipped day in order", "Pacific/Apia", "20111229T2300", "FREQ=HOURLY;INTERVAL=7;COUNT=6", "29T23:00-10:00 31T03:00+14:00 31T06:00+14:00 31T10:00+14:00 31T13:00+14:00 31T20:00+14:00"},
		{"UNTIL at a skipped time", "Europe/Berlin", "20240330T0230", "FREQ=DAILY;UNTIL=20240331T013000Z", "30T02:30+01:00 31T03:30+02:00"},
		{"UNTIL a second before a skipped time", "Europe/Berlin", "20240330T0230", "FREQ=DAILY;UNTIL=20240331T012959Z", "30T02:30+01:00"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, problems := recur.New(event(t, row.location, row.start, row.rule))
			assert.Empty(t, problems)
			var got []string
			for o := range s.Between(time.Time{}, time.Time{}, recur.Limits{}) {
				got = append(got, o.Start.Format("02T15:04-07:00"))
			}
			assert.Equal(t, row.want, strings.Join(got, " "))
		})
	}
}

// series is an event of an hour in Berlin, from 1 March 2024 at nine.
func series(t testing.TB, change func(*recur.Event)) recur.Event {
	e := event(t, "Europe/Berlin", "20240301T0900")
	change(&e)
	return e
}

func TestDates(t *testing.T) {
	type lists struct{ rules, exRules, dates, exDates []string }
	rows := []struct {
		name string
		has  lists
		want string
	}{
		{"nothing but the start", lists{}, "240301T0900"},
		{"further dates without a rule", lists{dates: []string{"20240308T090000,20240305T100000"}}, "240301T0900 240305T1000 240308T0900"},
		{"a date before the start", lists{dates: []string{"20240201T090000"}}, "240201T0900 240301T0900"},
		{"a date that the rule has too", lists{rules: []string{"FREQ=DAILY;COUNT=2"}, dates: []string{"20240302T080000Z"}}, "240301T0900 240302T0900"},
		{"a date in UTC", lists{dates: []string{"20240308T090000Z"}}, "240301T0900 240308T1000"},
		{"a date without a time takes the start's", lists{dates: []string{"20240308"}}, "240301T0900 240308T0900"},
		{"a period", lists{dates: []string{"20240308T090000/PT3H,20240309T090000/20240309T110000"}}, "240301T0900 240308T0900+3h0m0s 240309T0900+2h0m0s"},
		{"a period in UTC", lists{dates: []string{"20240308T090000Z/20240308T110000Z"}}, "240301T0900 240308T1000+2h0m0s"},
		{"a period where the rule has one", lists{rules: []string{"FREQ=DAILY;COUNT=2"}, dates: []string{"20240302T090000/PT3H"}}, "240301T0900 240302T0900+3h0m0s"},
		{"of two periods the longer", lists{dates: []string{"20240302T090000/PT2H", "20240302T090000/PT3H"}}, "240301T0900 240302T0900+3h0m0s"},
		{"a period at the start", lists{dates: []string{"20240301T090000/PT3H"}}, "240301T0900+3h0m0s"},
		{"a list of exceptions", lists{rules: []string{"FREQ=DAILY;COUNT=4"}, exDates: []string{"20240302T090000,20240303T080000Z"}}, "240301T0900 240304T0900"},
		{"an exception at another time", lists{rules: []string{"FREQ=DAILY;COUNT=2"}, exDates: []string{"20240302T100000"}}, "240301T0900 240302T0900"},
		{"an exception of a whole day", lists{rules: []string{"FREQ=DAILY;COUNT=2"}, exDates: []string{"20240302"}}, "240301T0900"},
		{"an exception to the start", lists{rules: []string{"FREQ=DAILY;COUNT=2"}, exDates: []string{"20240301T090000"}}, "240302T0900"},
		{"an exception to a further date", lists{dates: []string{"20240308T090000"}, exDates: []string{"20240308T090000"}}, "240301T0900"},
		{"an exception to everything", lists{exDates: []string{"20240301"}}, ""},
		{"two rules", lists{rules: []string{"FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;COUNT=2"}}, "240301T0900 240302T0900 240303T0900 240308T0900"},
		{"two rules in the other order", lists{rules: []string{"FREQ=WEEKLY;COUNT=2", "FREQ=DAILY;COUNT=3"}}, "240301T0900 240302T0900 240303T0900 240308T0900"},
		{"a rule of exceptions", lists{rules: []string{"FREQ=DAILY;COUNT=4"}, exRules: []string{"FREQ=DAILY;INTERVAL=2"}}, "240302T0900 240304T0900"},
		{"a rule of exceptions does not except the start by itself", lists{rules: []string{"FREQ=DAILY;COUNT=4"}, exRules: []string{"FREQ=WEEKLY;BYDAY=SU"}}, "240301T0900 240302T0900 240304T0900"},
		{"two rules of exceptions", lists{rules: []string{"FREQ=DAILY;COUNT=4"}, exRules: []string{"FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;BYDAY=SA"}}, "240301T0900 240304T0900"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, problems := recur.New(series(t, func(e *recur.Event) {
				e.Rules, e.ExRules = row.has.rules, row.has.exRules
				e.Dates, e.ExDates = dates(row.has.dates), dates(row.has.exDates)
			}))
			assert.Empty(t, problems)
			assert.Equal(t, row.want, spans(s))
		})
	}
}

func dates(values []string) (list []recur.Dates) {
	for _, value := range values {
		list = append(list, recur.Dates{Value: value})
	}
	return list
}

// spans lists the occurrences, those that do not last an hour with their length.
func spans(s *recur.Set) string {
	var list []string
	for o := range s.Between(time.Time{}, time.Time{}, recur.Limits{}) {
		text := o.Start.Format("060102T1504")
		if length := o.End.Sub(o.Start); length != time.Hour {
			text += "+" + length.String()
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

func TestDatesInOtherLocations(t *testing.T) {
	newYork := []recur.Dates{{Value: "20240308T090000,20240309T090000/20240309T100000", Location: zone(t, "America/New_York")}}
	further, _ := recur.New(series(t, func(e *recur.Event) { e.Dates = newYork }))
	assert.Equal(t, "240301T0900 240308T1500 240309T1500", spans(further))
	excepted, _ := recur.New(series(t, func(e *recur.Event) {
		e.Rules, e.ExDates = []string{"FREQ=HOURLY;INTERVAL=3;UNTIL=20240308T150000Z"}, newYork[:1]
		e.Start = e.Start.AddDate(0, 0, 7)
	}))
	assert.Equal(t, "240308T0900 240308T1200", spans(excepted)[:23])
	assert.NotContains(t, spans(excepted), "240308T1500")
}

func TestWholeDays(t *testing.T) {
	s, problems := recur.New(recur.Event{
		Start: recur.At(time.Date(2024, 3, 30, 0, 0, 0, 0, time.UTC), zone(t, "Europe/Berlin")), AllDay: true,
		Duration: recur.Duration{Days: 1},
		Rules:    []string{"FREQ=DAILY;UNTIL=20240402T220000Z"},
		Dates:    dates([]string{"20240410T230000Z"}),
		ExDates:  dates([]string{"20240401T120000Z"}),
	})
	assert.Empty(t, problems)
	assert.Equal(t, "240330T0000+24h0m0s 240331T0000+23h0m0s 240402T0000+24h0m0s 240410T0000+24h0m0s", spans(s))
}

func TestLongest(t *testing.T) {
	start := time.Date(2024, 3, 1, 10, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		rule, dates string
		want        time.Duration
	}{
		{"the start", "20240302T100000Z", time.Hour},
		{"a period", "20240302T100000Z/P2D,20240303T100000Z/PT3H", 48 * time.Hour},
		{"a shorter period", "20240302T100000Z/PT1M", time.Hour},
	} {
		t.Run(row.rule, func(t *testing.T) {
			s, problems := recur.New(recur.Event{Start: start, Duration: recur.Duration{Time: time.Hour}, Rules: []string{"FREQ=DAILY"}, Dates: []recur.Dates{{Value: row.dates}}})
			require.Empty(t, problems)
			assert.Equal(t, int64(row.want/time.Second)+1, s.Longest(), "and a second")
		})
	}
}

func TestZeroSet(t *testing.T) {
	var s recur.Set
	assert.Empty(t, spans(&s))
}

func TestBetween(t *testing.T) {
	daily := series(t, func(e *recur.Event) { e.Rules = []string{"FREQ=DAILY"} })
	rows := []struct {
		name     string
		event    recur.Event
		from, to string
		want     string
	}{
		{"the end of the window is not in it", daily, "20240301T0900", "20240302T0900", "01T09"},
		{"a second later it is", daily, "20240301T0900", "20240302T090001", "01T09 02T09"},
		{"what ends at its beginning is not in it", daily, "20240302T1000", "20240304T0000", "03T09"},
		{"a second earlier it is", daily, "20240302T095959", "20240304T0000", "02T09 03T09"},
		{"an empty window has what is in progress", daily, "20240302T0930", "20240302T0930", "02T09"},
		{"a window before the start", daily, "20230302T0930", "20240301T0900", ""},
		{"no length, at the beginning", series(t, func(e *recur.Event) { e.Duration = recur.Duration{} }), "20240301T0900", "20240302T0000", "01T09"},
		{"no length, before the beginning", series(t, func(e *recur.Event) { e.Duration = recur.Duration{} }), "20240301T090001", "20240302T0000", ""},
		{"days that reach in", series(t, func(e *recur.Event) { e.Rules, e.Duration = daily.Rules, recur.Duration{Days: 2} }), "20240310T0900", "20240310T0901", "09T09 10T09"},
		{"a period that reaches in", series(t, func(e *recur.Event) { e.Dates = dates([]string{"20240305T090000/P10D"}) }), "20240310T0900", "20240310T0901", "05T09"},
		{"a period of more than 292 years that reaches in", series(t, func(e *recur.Event) {
			e.Dates = dates([]string{"20240305T090000/29000101T000000,20240306T090000"})
		}), "28000310T0900", "28000310T0901", "05T09"},
		{"a length of more than 292 years", recur.Event{
			Start: date(t, "0002"), Rules: []string{"FREQ=YEARLY;INTERVAL=9000"},
			Duration: recur.LengthOf(date(t, "0002"), date(t, "9999")),
		}, "99981230T2359", "99981231T0000", "01T00 01T00"},
		{"a period that reaches in over later dates", series(t, func(e *recur.Event) {
			e.Dates = dates([]string{"20240305T090000/P10D,20240307T090000,20240311T090000"})
		}), "20240310T0900", "20240312T0000", "05T09 11T09"},
		{"a shorter stated date hides the rule's where it is over", series(t, func(e *recur.Event) {
			e.Rules, e.Dates, e.Duration = daily.Rules, dates([]string{"20240305T090000/PT1H"}), recur.Duration{Time: 10 * time.Hour}
		}), "20240305T1200", "20240306T1200", "06T09"},
		{"a negative length overlaps where it begins", series(t, func(e *recur.Event) { e.Rules, e.Duration = daily.Rules, recur.Duration{Time: -time.Hour} }), "20240310T0830", "20240310T0930", "10T09"},
		{"what a clock change moved into the window", event(t, "Europe/Berlin", "20240330T0230", "FREQ=DAILY"), "20240331T0400", "20240331T0430", "31T03"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, _ := recur.New(row.event)
			var got []string
			for o, err := range s.Between(moment(t, row.from), moment(t, row.to), recur.Limits{}) {
				require.NoError(t, err)
				got = append(got, o.Start.Format("02T15"))
			}
			assert.Equal(t, row.want, strings.Join(got, " "))
		})
	}
}

// date returns the beginning of a year in UTC.
func date(t require.TestingT, year string) time.Time {
	at, err := time.Parse("2006", year)
	require.NoError(t, err)
	return at
}

// moment reads a time in Berlin.
func moment(t testing.TB, text string) time.Time {
	m, err := recur.ParseMoment(text)
	require.NoError(t, err)
	return m.In(zone(t, "Europe/Berlin"))
}

func TestProblems(t *testing.T) {
	type lists struct{ rule, exRule, dates, exDates string }
	rows := []struct {
		name string
		has  lists
		want string
		used bool // the rule is
	}{
		{"no semicolon too many", lists{rule: "FREQ=DAILY"}, "", true},
		{"a semicolon at the end", lists{rule: "FREQ=DAILY;"}, `RRULE "" none`, true},
		{"blanks", lists{rule: "FREQ=WEEKLY;BYDAY=MO, TU;COUNT= 3"}, `RRULE "BYDAY=MO, TU" none, RRULE "COUNT= 3" none`, true},
		{"lower case", lists{rule: "freq=daily;until=20240303t000000z"}, "", true},
		{"the name of the property before the rule", lists{rule: "RRULE:FREQ=DAILY"}, `RRULE "RRULE:" none`, true},
		{"the name of the property before a rule of exceptions", lists{rule: "FREQ=DAILY", exRule: "exrule:FREQ=WEEKLY"}, `EXRULE "EXRULE:" none`, true},
		{"the name of the property before a rule of vCalendar 1.0", lists{rule: "RRULE:D1 #3"}, `RRULE "RRULE:" none, RRULE "RRULE:D1 #3" none`, true},
		{"a last moment in ISO 8601", lists{rule: "FREQ=DAILY;UNTIL=2024-03-03T10:00:00Z"}, `RRULE "UNTIL=2024-03-03T10:00:00Z" none`, true},
		{"a last moment without seconds", lists{rule: "FREQ=DAILY;UNTIL=20240303T1000"}, `RRULE "UNTIL=20240303T1000" none`, true},
		{"a last moment at the end of a day", lists{rule: "FREQ=DAILY;UNTIL=20240303T240000Z"}, `RRULE "UNTIL=20240303T240000Z" none`, true},
		{"last moments in every form of RFC 5545", lists{rule: "FREQ=DAILY;UNTIL=20240303", exRule: "FREQ=MONTHLY;UNTIL=20240303T100000"}, "", true},
		{"an unknown part", lists{rule: "FREQ=DAILY;X-COLOR=RED"}, `RRULE "X-COLOR=RED" part`, true},
		{"a part without a value", lists{rule: "FREQ=DAILY;BYDAY="}, `RRULE "BYDAY=" part`, true},
		{"a part without a sign", lists{rule: "FREQ=DAILY;ANYTHING"}, `RRULE "ANYTHING" part`, true},
		{"a part twice", lists{rule: "FREQ=DAILY;FREQ=WEEKLY"}, `RRULE "FREQ=WEEKLY" part`, true},
		{"numbers before days of a week", lists{rule: "FREQ=WEEKLY;BYDAY=1MO,TU"}, `RRULE "BYDAY" part`, true},
		{"numbers before days beside weeks", lists{rule: "FREQ=YEARLY;BYWEEKNO=10;BYDAY=1MO"}, `RRULE "BYDAY" part`, true},
		{"the calendar that everybody uses", lists{rule: "RSCALE=GREGORIAN;FREQ=DAILY"}, "", true},
		{"another calendar", lists{rule: "RSCALE=CHINESE;FREQ=DAILY"}, `RRULE "RSCALE=CHINESE" all`, false},
		{"no frequency", lists{rule: "INTERVAL=2"}, `RRULE "FREQ" all`, false},
		{"an empty rule", lists{rule: " "}, `RRULE " " none, RRULE " " none, RRULE "FREQ" all`, false},
		{"an unknown frequency", lists{rule: "FREQ=FORTNIGHTLY"}, `RRULE "FREQ=FORTNIGHTLY" all`, false},
		{"no interval is one", lists{rule: "FREQ=DAILY;INTERVAL=0"}, `RRULE "INTERVAL=0" part`, true},
		{"a negative interval", lists{rule: "FREQ=DAILY;INTERVAL=-1"}, `RRULE "INTERVAL=-1" all`, false},
		{"an interval beyond numbers", lists{rule: "FREQ=DAILY;INTERVAL=99999999999999999999"}, `RRULE "INTERVAL=99999999999999999999" all`, false},
		{"no count", lists{rule: "FREQ=DAILY;COUNT=0"}, `RRULE "COUNT=0" all`, false},
		{"a last moment that is none", lists{rule: "FREQ=DAILY;UNTIL=20241301"}, `RRULE "UNTIL=20241301" all`, false},
		{"an unknown day beside one that is known", lists{rule: "FREQ=WEEKLY;BYDAY=XX,FR"}, `RRULE "BYDAY=XX,FR" part`, true},
		{"unknown days alone", lists{rule: "FREQ=WEEKLY;BYDAY=XX,1YY"}, `RRULE "BYDAY=XX,1YY" all, RRULE "BYDAY=XX,1YY" all`, false},
		{"days of three letters", lists{rule: "FREQ=WEEKLY;BYDAY=FRI,SU;WKST=MON"}, `RRULE "BYDAY=FRI,SU" none, RRULE "WKST=MON" none`, true},
		{"a day too short", lists{rule: "FREQ=WEEKLY;BYDAY=M"}, `RRULE "BYDAY=M" all`, false},
		{"an unknown first day", lists{rule: "FREQ=WEEKLY;WKST=XX"}, `RRULE "WKST=XX" all`, false},
		{"the 54th Monday", lists{rule: "FREQ=YEARLY;BYDAY=54MO"}, `RRULE "BYDAY=54MO" all`, false},
		{"the 54th Monday from the end", lists{rule: "FREQ=YEARLY;BYDAY=-54MO"}, `RRULE "BYDAY=-54MO" all`, false},
		{"the zeroth Monday", lists{rule: "FREQ=YEARLY;BYDAY=0MO"}, `RRULE "BYDAY=0MO" all`, false},
		{"month 13", lists{rule: "FREQ=YEARLY;BYMONTH=13"}, `RRULE "BYMONTH=13" all`, false},
		{"month -1", lists{rule: "FREQ=YEARLY;BYMONTH=-1"}, `RRULE "BYMONTH=-1" all`, false},
		{"day zero", lists{rule: "FREQ=MONTHLY;BYMONTHDAY=0"}, `RRULE "BYMONTHDAY=0" all`, false},
		{"day 32", lists{rule: "FREQ=MONTHLY;BYMONTHDAY=32"}, `RRULE "BYMONTHDAY=32" all`, false},
		{"day -32", lists{rule: "FREQ=MONTHLY;BYMONTHDAY=-32"}, `RRULE "BYMONTHDAY=-32" all`, false},
		{"hour 24", lists{rule: "FREQ=DAILY;BYHOUR=24"}, `RRULE "BYHOUR=24" all`, false},
		{"a number that is none", lists{rule: "FREQ=DAILY;BYHOUR=9a"}, `RRULE "BYHOUR=9A" all`, false},
		{"two faults", lists{rule: "FREQ=DAILY;BYHOUR=24;BYMINUTE=60"}, `RRULE "BYHOUR=24" all, RRULE "BYMINUTE=60" all`, false},
		{"vCalendar 1.0", lists{rule: "w2 tu th #10"}, `RRULE "w2 tu th #10" none`, true},
		{"vCalendar 1.0: a day that is none", lists{rule: "W1 XX FR #9"}, `RRULE "W1 XX FR #9" none, RRULE "BYDAY=XX,FR" part`, true},
		{"vCalendar 1.0: a count that is none", lists{rule: "D1 #"}, `RRULE "D1 #" none, RRULE "COUNT=" part`, true},
		{"vCalendar 1.0: times of day", lists{rule: "W1 TU 0900 #1"}, `RRULE "W1 TU 0900 #1" none, RRULE "W1 TU 0900 #1" part, RRULE "FREQ" all`, false},
		{"vCalendar 1.0: a rule in a rule", lists{rule: "YM1 6 MP1 1+ MO #1"}, `RRULE "YM1 6 MP1 1+ MO #1" none, RRULE "YM1 6 MP1 1+ MO #1" part, RRULE "FREQ" all`, false},
		{"vCalendar 1.0: places without days", lists{rule: "MP1 1+ MO 2+"}, `RRULE "MP1 1+ MO 2+" none, RRULE "MP1 1+ MO 2+" part, RRULE "FREQ" all`, false},
		{"vCalendar 1.0: days without places", lists{rule: "MP1 MO"}, `RRULE "MP1 MO" none, RRULE "MP1 MO" part, RRULE "FREQ" all`, false},
		{"vCalendar 1.0: no interval", lists{rule: "W TU"}, `RRULE "W TU" none, RRULE "W TU" part, RRULE "FREQ" all`, false},
		{"a rule of exceptions", lists{rule: "FREQ=DAILY", exRule: "FREQ=NEVER"}, `EXRULE "FREQ=NEVER" all`, true},
		{"a date that is none", lists{rule: "FREQ=DAILY", dates: "20240301T090000,never"}, `RDATE "never" part`, true},
		{"a period that ends nowhere", lists{rule: "FREQ=DAILY", dates: "20240301T090000/never"}, `RDATE "20240301T090000/never" part`, true},
		{"dates in every form of RFC 5545", lists{rule: "FREQ=DAILY", dates: "20240301,20240301T090000,20240301t090000z,20240301T090000Z/pt1h,20240301T090000/20240301T100000", exDates: "20240331,20240331T090000,20240331T090000Z"}, "", true},
		{"dates in ISO 8601", lists{rule: "FREQ=DAILY", dates: "2024-03-01,2024-03-01T09:00:00Z", exDates: "2024-03-31"}, `RDATE "2024-03-01" none, RDATE "2024-03-01T09:00:00Z" none, EXDATE "2024-03-31" none`, true},
		{"dates with blanks", lists{rule: "FREQ=DAILY", dates: "20240301, 20240302", exDates: "20240331 "}, `RDATE " 20240302" none, EXDATE "20240331 " none`, true},
		{"dates at the end of a day", lists{rule: "FREQ=DAILY", dates: "20240301T240000Z", exDates: "20240331T240000"}, `RDATE "20240301T240000Z" none, EXDATE "20240331T240000" none`, true},
		{"a period that begins in ISO 8601", lists{rule: "FREQ=DAILY", dates: "2024-03-01T09:00/PT1H"}, `RDATE "2024-03-01T09:00/PT1H" none`, true},
		{"a period that ends in ISO 8601", lists{rule: "FREQ=DAILY", dates: "20240301T090000/2024-03-01T10:00"}, `RDATE "20240301T090000/2024-03-01T10:00" none`, true},
		{"a period of an irregular length", lists{rule: "FREQ=DAILY", dates: "20240301T090000/P1D2H"}, `RDATE "20240301T090000/P1D2H" none`, true},
		{"a period that ends before it begins", lists{rule: "FREQ=DAILY", dates: "20240301T090000/20240301T080000,20240301T090000/-PT1H"}, `RDATE "20240301T090000/20240301T080000" part, RDATE "20240301T090000/-PT1H" part`, true},
		{"a period of no length", lists{rule: "FREQ=DAILY", dates: "20240301T090000/PT0S"}, "", true},
		{"an exception that is none", lists{rule: "FREQ=DAILY", exDates: "never,20240301"}, `EXDATE "never" part`, true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, problems := recur.New(series(t, func(e *recur.Event) {
				e.Rules, e.ExRules = []string{row.has.rule}, list(row.has.exRule)
				e.Dates, e.ExDates = dates(list(row.has.dates)), dates(list(row.has.exDates))
			}))
			var got []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%s %q %s", p.Property, p.Part, p.Loss))
				assert.Contains(t, p.Error(), p.Property)
				assert.Contains(t, p.Error(), p.Fault)
				assert.NotEmpty(t, p.Fault)
			}
			assert.Equal(t, row.want, strings.Join(got, ", "))
			assert.Equal(t, row.used, strings.Contains(starts(t, s, 2), "…") || strings.Count(starts(t, s, 9), " ") > 0)
		})
	}
}

func list(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// Of an event on dates, a date with the Z of a time is that date.
func TestDatesWithAZ(t *testing.T) {
	s, problems := recur.New(series(t, func(e *recur.Event) {
		e.AllDay, e.Start = true, e.Start.Truncate(24*time.Hour)
		e.Dates, e.ExDates = dates([]string{"20240305Z,20240307Z"}), dates([]string{"20240307Z"})
	}))
	require.Len(t, problems, 3)
	assert.EqualError(t, problems[0], `RDATE: "20240305Z": it is in an irregular form; want 20240305`)
	var days []int
	for o := range s.Between(time.Time{}, time.Time{}, recur.Limits{}) {
		days = append(days, o.Start.Day())
	}
	assert.Equal(t, []int{1, 5}, days)
}

func TestProblemText(t *testing.T) {
	_, problems := recur.New(series(t, func(e *recur.Event) { e.Rules = []string{"FREQ=DAILY;INTERVAL=0;BYMONTHDAY=32;BYHOUR=24;;"} }))
	require.Len(t, problems, 5)
	assert.EqualError(t, problems[0], `RRULE: "INTERVAL=0": there is no such interval; want INTERVAL=1`)
	assert.EqualError(t, problems[1], `RRULE: "BYMONTHDAY=32": "32" is out of range; want numbers from 1 to 31 or -1 to -31`)
	assert.EqualError(t, problems[2], `RRULE: "BYHOUR=24": "24" is out of range; want numbers from 0 to 23`)
	assert.EqualError(t, problems[3], `RRULE: "": there is nothing between two semicolons or after the last`)
	_, problems = recur.New(series(t, func(e *recur.Event) {
		e.Rules, e.Dates = []string{"FREQ=DAILY;UNTIL=2024-03-03T24:00Z"}, dates([]string{"2024-03-01T09:00"})
	}))
	require.Len(t, problems, 2)
	assert.EqualError(t, problems[0], `RRULE: "UNTIL=2024-03-03T24:00Z": it is in an irregular form; want UNTIL=20240304T000000Z`)
	assert.EqualError(t, problems[1], `RDATE: "2024-03-01T09:00": it is in an irregular form; want 20240301T090000`)
}

func TestPeriodsThatEndBeforeTheyBegin(t *testing.T) {
	s, _ := recur.New(series(t, func(e *recur.Event) { e.Dates = dates([]string{"20240305T090000/20240304T090000"}) }))
	assert.Equal(t, "240301T0900 240305T0900", spans(s), "the event's own length counts")
}

func TestLimits(t *testing.T) {
	rows := []struct {
		name, rule string
		limits     recur.Limits
		given      int
		want       string
	}{
		{"as many as the limit is no error", "FREQ=DAILY;COUNT=5", recur.Limits{Occurrences: 5}, 5, ""},
		{"one more is", "FREQ=DAILY;COUNT=6", recur.Limits{Occurrences: 5}, 5, "the recurrence has more than the limit of 5 occurrences"},
		{"every second of a century", "FREQ=SECONDLY", recur.Limits{}, 10_000, "the recurrence has more than the limit of 10000 occurrences"},
		{"30 February", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", recur.Limits{Work: 1000}, 1, "the recurrence has more than the limit of 1000 work"},
		{"30 February, day by day", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", recur.Limits{}, 1, "the recurrence has more than the limit of 300000 work"},
		{"30 February, second by second", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", recur.Limits{}, 1, "the recurrence has more than the limit of 300000 work"},
		{"30 February until the calendar ends", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", recur.Limits{}, 1, ""},
		{"an hour that never comes", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5", recur.Limits{}, 1, "the recurrence has more than the limit of 300000 work"},
		{"an hour that never comes, counted", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5;COUNT=3", recur.Limits{}, 1, "the recurrence has more than the limit of 300000 work"},
		{"the 53rd Monday of a month", "FREQ=MONTHLY;BYDAY=53MO,-53MO", recur.Limits{Work: 1000}, 1, "the recurrence has more than the limit of 1000 work"},
		{"the largest interval", "FREQ=YEARLY;INTERVAL=2147483647", recur.Limits{}, 1, ""},
		{"the largest interval of seconds", "FREQ=SECONDLY;INTERVAL=2147483647;COUNT=3", recur.Limits{}, 3, ""},
		{"a pool of its own", "FREQ=DAILY", recur.Limits{Pool: recur.NewPool(100)}, 25, "the recurrence has more than the limit of 300000 work"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, _ := recur.New(series(t, func(e *recur.Event) { e.Rules = []string{row.rule} }))
			given, problem := 0, ""
			for _, err := range s.Between(time.Time{}, time.Time{}, row.limits) {
				if err != nil {
					var limit *recur.LimitError
					require.ErrorAs(t, err, &limit)
					problem = err.Error()
					continue
				}
				given++
			}
			assert.Equal(t, row.given, given)
			assert.Equal(t, row.want, problem)
		})
	}
}

// TestExceptionsThatAreNotKnown checks that an occurrence of which it is not known
// whether it is excepted is not given.
func TestExceptionsThatAreNotKnown(t *testing.T) {
	s, _ := recur.New(series(t, func(e *recur.Event) {
		e.Rules, e.ExRules = []string{"FREQ=DAILY"}, []string{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}
	}))
	for o, err := range s.Between(time.Time{}, time.Time{}, recur.Limits{}) {
		assert.Zero(t, o)
		assert.Error(t, err)
	}
}

func TestBreakOff(t *testing.T) {
	s, _ := recur.New(series(t, func(e *recur.Event) { e.Rules = []string{"FREQ=DAILY"} }))
	n := 0
	for range s.Between(time.Time{}, time.Time{}, recur.Limits{}) {
		if n++; n == 3 {
			break
		}
	}
	assert.Equal(t, 3, n)
}

func TestParseYearlyDay(t *testing.T) {
	rows := []struct{ name, rule, want string }{
		{"the last Sunday in October", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "October -1 Sunday"},
		{"in any order, with blanks", "byday= 2su;bymonth=3;freq=yearly;interval=1;wkst=su;", "March 2 Sunday"},
		{"the second Sunday as a range of days", "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14", "March 2 Sunday"},
		{"the start's own time", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;BYHOUR=3;BYMINUTE=0", "October -1 Sunday"},
		{"another time", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;BYHOUR=2", ""},
		{"another frequency", "FREQ=MONTHLY;BYMONTH=10;BYDAY=-1SU", ""},
		{"every other year", "FREQ=YEARLY;INTERVAL=2;BYMONTH=10;BYDAY=-1SU", ""},
		{"a count", "FREQ=YEARLY;COUNT=2;BYMONTH=10;BYDAY=-1SU", ""},
		{"an end", "FREQ=YEARLY;UNTIL=20300101;BYMONTH=10;BYDAY=-1SU", ""},
		{"two days", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU,1SU", ""},
		{"two months", "FREQ=YEARLY;BYMONTH=10,11;BYDAY=-1SU", ""},
		{"no day", "FREQ=YEARLY;BYMONTH=10", ""},
		{"no day of the week", "FREQ=YEARLY;BYMONTH=10;BYDAY=SU", ""},
		{"the fifth Sunday is not the last", "FREQ=YEARLY;BYMONTH=10;BYDAY=5SU", ""},
		{"the last but one", "FREQ=YEARLY;BYMONTH=10;BYDAY=-2SU", ""},
		{"a range that is no week", "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=9,10,11,12,13,14,15", ""},
		{"a day without a week day", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14", ""},
		{"no rule", "FREQ=OFTEN", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			y, ok := recur.ParseYearlyDay(row.rule, time.Date(2024, 10, 27, 3, 0, 0, 0, time.UTC))
			got := ""
			if ok {
				got = fmt.Sprint(y.Month, y.Week, y.Day)
			}
			assert.Equal(t, strings.ReplaceAll(row.want, " ", " "), got)
		})
	}
}

// TestYearlyDayDate checks the dates of a day against the rule that means it.
func TestYearlyDayDate(t *testing.T) {
	for _, week := range []string{"1", "2", "3", "4", "-1"} {
		for _, day := range []string{"MO", "WE", "SA", "SU"} {
			rule := "FREQ=YEARLY;BYMONTH=10;BYDAY=" + week + day
			start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
			y, ok := recur.ParseYearlyDay(rule, start)
			require.True(t, ok)
			list, _ := collect(must(recur.New(recur.Event{Start: start, Rules: []string{rule + ";COUNT=30"}})), start.Add(1), time.Time{}, recur.Limits{})
			require.Len(t, list, 29)
			for _, o := range list {
				assert.Equal(t, o.Start, y.Date(o.Start.Year()), rule)
			}
		}
	}
}
