// Package ics reads iCalendar, as it is really sent, into [invite.Invite] values.
//
// [Read] takes what calendars, mail systems and exports produce: it repairs what
// is broken line by line, lets go-ical decode the result, and maps it. Every
// repair and everything that was not understood comes back as a [Note] with its
// line number; nothing is dropped without a word. One bad line costs that line,
// one bad event costs that event. What an Invite has no place for (alarms, to-dos,
// categories and the like) is passed over.
//
// Where an event has no CLASS, what Outlook and CalendarServer write instead
// (X-MICROSOFT-CDO-SENSITIVITY, X-CALENDARSERVER-ACCESS) makes it private or
// confidential; no standard asks for that, it is a choice of this package.
//
//	calendar, err := ics.Read(data, ics.Options{})
//	for _, event := range calendar.Events {
//		fmt.Println(event.Invite.Title, event.Invite.Start)
//	}
//
// [Fold] brings many messages about an event into the state in force, a [Series]. Its
// Occurrences and Invites give the meetings one by one, those that are called off among
// them; At gives the one that an instant belongs to, and Invite the one of a key.
//
// An event at a time that states neither an end nor a duration has no planned end; RFC
// 5545 has it end when it starts.
//
// Links are taken from the properties that [invite.Place] lists, in that order of
// authority, unwrapped, and never fetched. Links elsewhere (in SUMMARY, COMMENT,
// CONTACT, ATTACH, or an ALTREP parameter) are not read: no program shows them as
// the place to join.
//
// Calendars of vCalendar 1.0 are read too: their rules, their quoted-printable
// texts, the organizer among the attendees, TZ and DAYLIGHT. No time zone of the host
// is ever used.
package ics

import (
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// Options steer and bound reading. The zero Options are sane.
type Options struct {
	// Zone is the zone of floating times, those that name none, and of dates. Nil
	// leaves it to the calendar (X-WR-TIMEZONE, else TZ and DAYLIGHT of vCalendar
	// 1.0) for times, else it is UTC.
	Zone *time.Location
	// Limits bound what is read. Zero fields have the documented defaults.
	Limits Limits
}

// Calendar is what an input holds: the events of all its calendars.
//
// The zero Calendar holds nothing.
type Calendar struct {
	Method invite.Method // METHOD of the first calendar
	Events []Event       // in the input's order
	Notes  []Note        // in the order of their lines
}

// Event is one VEVENT. The zero Event says nothing.
//
// An event made by hand, as for [Write], needs an Invite only.
type Event struct {
	Invite invite.Invite
	Line   int // the line on which it begins; 0 for an event made by hand

	recurrence    recur.Event
	set           *recur.Set // of recurrence; nil for one that takes place once
	idIsDate      bool       // RECURRENCE-ID is a date
	idFloats      bool       // RECURRENCE-ID has no zone, and there is no start to have one
	thisAndFuture bool       // it changes the occurrences after its own too
	limits        recur.Limits
}

// ThisAndFuture reports whether the event changes, or calls off, the occurrences
// after its own too (RANGE=THISANDFUTURE).
func (e *Event) ThisAndFuture() bool { return e.thisAndFuture }
