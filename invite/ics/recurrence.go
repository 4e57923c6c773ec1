package ics

import (
	"slices"
	"strings"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// recurrence reads when the event takes place again, and of which series it
// changes an occurrence.
func (e *event) recurrence(inv *invite.Invite) {
	e.result.limits = recur.Limits{Occurrences: e.r.limits.Occurrences}
	e.result.recurrence = recur.Event{
		Start: inv.Start, AllDay: inv.AllDay, Duration: e.length,
		Rules: e.values("RRULE"), ExRules: e.values("EXRULE"),
		Dates: e.dates("RDATE"), ExDates: e.dates("EXDATE"),
	}
	r := &e.result.recurrence
	inv.Recurring = len(r.Rules)+len(r.Dates) > 0
	if inv.Recurring || len(r.ExDates) > 0 {
		set, problems := recur.New(*r)
		e.result.set = set
		e.noteProblems(problems)
	}
	e.recurrenceID(inv)
}

// values returns the values of a property, nil if it is not given.
func (e *event) values(name string) []string {
	var values []string
	for _, p := range e.Props[name] {
		values = append(values, p.Value)
	}
	return values
}

// dates returns the lists of dates of RDATE or EXDATE.
func (e *event) dates(name string) []recur.Dates {
	var lists []recur.Dates
	for i, p := range e.Props[name] {
		list := recur.Dates{Value: e.commas(name, i)}
		if tzid := param(&p, "TZID"); tzid != "" {
			list.Location, _ = e.calendar.zone(tzid, &e.component, name, i)
			if e.calendar.zones[tzid].overruled() {
				e.contradicted(&p, i)
			}
		}
		lists = append(lists, list)
	}
	return lists
}

// commas returns the value of the i-th list of dates, with commas where vCalendar
// 1.0 has semicolons.
func (e *event) commas(name string, i int) string {
	p := &e.Props[name][i]
	if list := strings.ReplaceAll(p.Value, ";", ","); list != p.Value {
		e.note(name, i, Note{Kind: NoteRecurrence, Was: p.Value, Made: list})
		p.Value = list
	}
	return p.Value
}

// noteProblems notes what was found wrong with the rules and dates. The problems
// come in the order of the properties of a name.
func (e *event) noteProblems(problems []*recur.Problem) {
	places := map[string]int{}
	for _, p := range problems {
		i := places[p.Property]
		i += slices.IndexFunc(e.Props[p.Property][i:], func(prop ical.Prop) bool { return prop.Value == p.Value })
		places[p.Property] = i
		e.note(p.Property, i, Note{Kind: NoteRecurrence, Was: p.Part, Made: p.Fault, Lossy: p.Loss != recur.LossNone})
	}
}

// recurrenceID reads RECURRENCE-ID.
func (e *event) recurrenceID(inv *invite.Invite) {
	p := e.one("RECURRENCE-ID")
	if p == nil {
		return
	}
	loc := inv.Start.Location()
	if inv.Start.IsZero() {
		loc = e.calendar.floating
		m, _ := read(p)
		e.result.idFloats = !m.UTC && param(p, "TZID") == ""
	}
	id, ok := e.stated(p, 0, loc)
	if !ok {
		id.at = inv.Start // an occurrence of its own rather than the whole series
	}
	if len(e.result.recurrence.Rules) > 0 {
		e.note("RRULE", 0, Note{Kind: NoteRecurrence, Was: "RRULE:" + e.result.recurrence.Rules[0], Made: "the rule of the series", Lossy: true})
	}
	inv.RecurrenceID, e.result.idIsDate = id.at, id.date
	inv.Recurring = inv.Recurring || !id.at.IsZero()
	switch reach := param(p, "RANGE"); {
	case strings.EqualFold(reach, "THISANDFUTURE"):
		e.result.thisAndFuture = true
	case reach != "":
		e.note("RECURRENCE-ID", 0, Note{Kind: NoteRecurrence, Was: "RANGE=" + reach, Lossy: true})
	}
}
