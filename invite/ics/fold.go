package ics

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/ics/internal/recur"
)

// Series folds the events of the calendar.
func (c *Calendar) Series() []Series { return Fold(c.Events) }

// Fold brings messages about events, in any order, into the state in force (RFC
// 5546): one Series for each UID, in the order in which the UIDs come first. Events
// without a UID cannot be told to be one and stay apart.
//
// Of messages about the same occurrence, or about the whole series, the one with
// the highest SEQUENCE counts, then the one with the latest DTSTAMP. A CANCEL calls
// off what it names, the series or one occurrence, and leaves its data as they
// were; one without STATUS:CANCELLED that names some of the attendees only takes
// these out. A REPLY changes nothing but its sender's answer, unless the event has
// moved on since. A COUNTER changes nothing. A changed occurrence that is older
// than the series and that the series no longer has is superseded.
func Fold(events []Event) []Series {
	var order []string
	groups := map[string][]Event{}
	var all []Series
	for _, e := range events {
		uid := strings.TrimSpace(e.Invite.UID)
		if uid == "" {
			uid = "\n" + strconv.Itoa(len(order))
		}
		if groups[uid] == nil {
			order = append(order, uid)
		}
		groups[uid] = append(groups[uid], e)
	}
	for _, uid := range order {
		f := folder{series: Series{UID: strings.TrimSpace(groups[uid][0].Invite.UID)}}
		f.fold(groups[uid])
		all = append(all, f.series)
	}
	return all
}

// A folder folds the messages about one UID.
type folder struct {
	series    Series
	master    *Event           // nil until known
	overrides map[int64]*Event // by the Unix time of the original start
	replies   []Event
}

func (f *folder) fold(events []Event) {
	sortByRevision(events)
	var single []Event
	for _, e := range events {
		switch {
		case e.Invite.Method == invite.MethodReply:
			f.replies = append(f.replies, e)
			f.series.Answers = append(f.series.Answers, e)
		case !e.changes():
			f.series.Answers = append(f.series.Answers, e)
		case e.Invite.RecurrenceID.IsZero() && e.Invite.Method != invite.MethodAdd:
			f.master = f.apply(f.master, e)
		default:
			single = append(single, e)
		}
	}
	if f.master != nil {
		f.series.Master = *f.master
	}
	f.overrides = map[int64]*Event{}
	for _, e := range single {
		f.override(e)
	}
	f.dropOrphans()
	for _, e := range f.replies {
		f.answer(e)
	}
	for _, o := range f.overrides {
		f.series.Overrides = append(f.series.Overrides, *o)
	}
	slices.SortFunc(f.series.Overrides, func(a, b Event) int {
		return a.Invite.RecurrenceID.Compare(b.Invite.RecurrenceID)
	})
}

// changes reports whether an event is an invitation or calls one off.
func (e *Event) changes() bool {
	switch e.Invite.Method {
	case invite.MethodReply, invite.MethodRefresh, invite.MethodCounter, invite.MethodDeclineCounter:
		return false
	}
	return true
}

// sortByRevision sorts messages, the oldest first. Of two of the same revision, a
// cancellation counts as the later, and then what they say decides, so that their
// order never does.
func sortByRevision(events []Event) {
	type keyed struct {
		event Event
		text  string
	}
	sorted := make([]keyed, len(events))
	for i, e := range events {
		sorted[i].event = e
		if len(events) > 1 {
			sorted[i].text = string(appendCalendar(nil, e.Invite.Method, events[i:i+1]))
		}
	}
	slices.SortFunc(sorted, func(a, b keyed) int {
		x, y := &a.event.Invite, &b.event.Invite
		return cmp.Or(cmp.Compare(x.Sequence, y.Sequence), x.Stamp.Compare(y.Stamp),
			compareBools(x.Cancelled(), y.Cancelled()), cmp.Compare(a.text, b.text))
	})
	for i := range events {
		events[i] = sorted[i].event
	}
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// apply returns what is known of an event once a newer message has come.
func (f *folder) apply(known *Event, newer Event) *Event {
	if known == nil {
		return &newer
	}
	f.series.Superseded = append(f.series.Superseded, *known)
	if newer.Invite.Method != invite.MethodCancel {
		return &newer
	}
	e := *known
	e.Invite.Sequence, e.Invite.Stamp = newer.Invite.Sequence, newer.Invite.Stamp
	if left, some := without(e.Invite.Attendees, newer.Invite.Attendees); some && newer.Invite.Status != invite.StatusCancelled {
		e.Invite.Attendees = left
		return &e
	}
	e.Invite.Method, e.Invite.Status = invite.MethodCancel, invite.StatusCancelled
	e.thisAndFuture = e.thisAndFuture || newer.thisAndFuture
	return &e
}

// without returns the parties that are not among those taken out, and reports
// whether some were taken out and some are left.
func without(parties, out []invite.Party) (left []invite.Party, some bool) {
	gone := map[invite.Address]bool{}
	for _, p := range out {
		gone[p.Address] = !p.Address.IsZero()
	}
	for _, p := range parties {
		if !gone[p.Address] {
			left = append(left, p)
		}
	}
	return left, len(left) > 0 && len(left) < len(parties)
}

// override applies a message about one occurrence. What METHOD:ADD adds is an
// occurrence whose original start is its own.
func (f *folder) override(e Event) {
	inv := &e.Invite
	switch {
	case inv.RecurrenceID.IsZero():
		inv.RecurrenceID, inv.Recurring = inv.Start, true
	case e.idIsDate && !f.series.Master.Invite.Start.IsZero() && !f.series.Master.Invite.AllDay:
		inv.RecurrenceID, e.idIsDate = onDay(inv.RecurrenceID, f.series.Master.Invite.Start), false
	}
	id := inv.RecurrenceID.Unix()
	f.overrides[id] = f.apply(f.overrides[id], e)
}

// onDay returns when, on a day, the clock shows the time of day of start.
func onDay(day, start time.Time) time.Time {
	year, month, date := day.Date()
	hour, minute, second := start.Clock()
	return recur.At(time.Date(year, month, date, hour, minute, second, 0, time.UTC), start.Location())
}

// dropOrphans takes out the changed occurrences that are older than the series and
// that it does not have any more.
func (f *folder) dropOrphans() {
	master := &f.series.Master
	var first, last time.Time
	older := map[int64]bool{}
	for id, o := range f.overrides {
		if o.Invite.Sequence >= master.Invite.Sequence || o.thisAndFuture || o.Invite.Method == invite.MethodAdd {
			continue
		}
		older[id] = true
		if at := o.Invite.RecurrenceID; first.IsZero() || at.Before(first) {
			first = at
		}
		if at := o.Invite.RecurrenceID; at.After(last) {
			last = at
		}
	}
	if len(older) == 0 {
		return
	}
	for o, err := range master.between(first, last.Add(time.Second)) {
		if err != nil {
			return
		}
		delete(older, o.Start.Unix())
	}
	for id := range older {
		f.series.Superseded = append(f.series.Superseded, *f.overrides[id])
		delete(f.overrides, id)
	}
	sortByRevision(f.series.Superseded)
}

// answer brings an attendee's answer into the event that it answers.
func (f *folder) answer(reply Event) {
	target := &f.series.Master
	if id := reply.Invite.RecurrenceID; !id.IsZero() {
		if target = f.occurrence(id); target == nil {
			return
		}
	}
	inv := &target.Invite
	if reply.Invite.Sequence < inv.Sequence {
		return
	}
	late := !reply.Invite.Stamp.Before(inv.Stamp)
	inv.Attendees = slices.Clone(inv.Attendees)
	for _, from := range reply.Invite.Attendees {
		for i := range inv.Attendees {
			p := &inv.Attendees[i]
			if p.Address == from.Address && !p.Address.IsZero() && (late || p.Answer == invite.PartStatNeedsAction) {
				p.Answer = from.Answer
			}
		}
	}
}

// occurrence returns the event of one occurrence, made from the series if nothing
// has changed it, nil if there is no such occurrence.
func (f *folder) occurrence(id time.Time) *Event {
	if o := f.overrides[id.Unix()]; o != nil {
		return o
	}
	for o, err := range f.series.Master.between(id, id.Add(time.Second)) {
		if err == nil && o.Start.Equal(id) {
			e := Event{Invite: f.series.Master.Invite, Line: f.series.Master.Line}
			e.Invite.Start, e.Invite.End, e.Invite.RecurrenceID = o.Start, o.End, o.Start
			f.overrides[id.Unix()] = &e
			return &e
		}
	}
	return nil
}
