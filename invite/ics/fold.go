package ics

import (
	"cmp"
	"math"
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
		f := folder{asked: map[*Event]map[invite.Address][]int{}, series: Series{UID: strings.TrimSpace(groups[uid][0].Invite.UID)}}
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
	originals originals
	copies    int                                 // how many more attendees may be copied
	asked     map[*Event]map[invite.Address][]int // where in an event's attendees each is
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
	f.copies = copies + copiesAnEvent*len(events)
	f.find(len(events), single, f.replies)
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
	if inv.RecurrenceID.IsZero() {
		inv.RecurrenceID, inv.Recurring = inv.Start, true
	} else {
		inv.RecurrenceID, e.idIsDate = f.original(&e)
	}
	id := inv.RecurrenceID.Unix()
	f.overrides[id] = f.apply(f.overrides[id], e)
}

// stepsAnEvent is how many steps may be taken for each message to find the
// occurrences that the messages about a series name.
const stepsAnEvent = 2000

// How many attendees may be copied to meetings that nothing but an answer sets
// apart from their series: so many, and more for each message.
const (
	copies        = 100_000
	copiesAnEvent = 100
)

// originals are occurrences by the rules of a series: of those that are looked
// for, the ones that there are, by the Unix time of their start; and the first of
// each day that is looked for.
type originals struct {
	wanted, wantedDays map[int64]bool // Unix times, and those of midnights in UTC
	at, onDay          map[int64]invite.Occurrence
	until              int64 // the Unix time up to which all are known
}

// find looks for the occurrences that messages name, all in one pass. Those after
// the point at which the steps for so many messages are over are not known.
func (f *folder) find(messages int, lists ...[]Event) {
	o := &f.originals
	o.wanted, o.wantedDays = map[int64]bool{}, map[int64]bool{}
	o.at, o.onDay = map[int64]invite.Occurrence{}, map[int64]invite.Occurrence{}
	var ids []time.Time
	for _, e := range slices.Concat(lists...) {
		if id := f.named(&e); f.looksFor(&e) {
			ids = append(ids, id)
			o.wanted[id.Unix()], o.wantedDays[midnight(id)] = true, true
		}
	}
	if len(ids) == 0 {
		return
	}
	slices.SortFunc(ids, time.Time.Compare)
	from, to := ids[0].Add(-slack), ids[len(ids)-1].Add(slack+24*time.Hour)
	next := f.series.Master.iterate(from, to, recur.NewPool(messages*stepsAnEvent))
	at, ok, err := next()
	for ; ok; at, ok, err = next() {
		o.until = at.Start.Unix()
		o.add(at)
	}
	if err == nil {
		o.until = math.MaxInt64
	}
}

func (o *originals) add(at invite.Occurrence) {
	day := midnight(at.Start)
	_, found := o.onDay[day]
	first := o.wantedDays[day] && !found
	if first {
		o.onDay[day] = at
	}
	if first || o.wanted[at.Start.Unix()] {
		o.at[at.Start.Unix()] = at
	}
}

// midnight returns the day that a clock in t's location shows, as the Unix time of
// its beginning in UTC.
func midnight(t time.Time) int64 { return wall(t).Truncate(24 * time.Hour).Unix() }

// looksFor reports whether it matters if the series has the occurrence that a
// message names.
func (f *folder) looksFor(e *Event) bool {
	switch {
	case e.Invite.RecurrenceID.IsZero():
		return false
	case e.Invite.Method == invite.MethodReply || f.older(e):
		return true
	}
	return isMidnight(f.named(e))
}

// older reports whether a changed occurrence is older than the series, and may not
// be in it any more.
func (f *folder) older(e *Event) bool {
	return e.Invite.Sequence < f.series.Master.Invite.Sequence && !e.thisAndFuture && e.Invite.Method != invite.MethodAdd
}

// named returns the original start that a message names. One that is a day, or
// that belongs to a series of whole days, is meant at the series' time of day.
func (f *folder) named(e *Event) time.Time {
	id, master := e.Invite.RecurrenceID, &f.series.Master.Invite
	if (master.AllDay || e.idIsDate) && !master.Start.IsZero() {
		return onDay(id, master.Start)
	}
	return id
}

// original returns the original start of the occurrence that a message means, and
// whether it is a day. Midnight, where the series has nothing then, stands for the
// day.
func (f *folder) original(e *Event) (time.Time, bool) {
	id, master := f.named(e), &f.series.Master.Invite
	isDate := master.AllDay || e.idIsDate && master.Start.IsZero()
	if _, found := f.originals.at[id.Unix()]; isMidnight(id) && !found {
		if o, found := f.originals.onDay[midnight(id)]; found {
			return o.Start, isDate
		}
	}
	return id, isDate
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
	known := len(f.overrides)
	for id, o := range f.overrides {
		if _, found := f.originals.at[id]; found || !f.older(o) || id > f.originals.until {
			continue
		}
		f.series.Superseded = append(f.series.Superseded, *o)
		delete(f.overrides, id)
	}
	if len(f.overrides) < known {
		sortByRevision(f.series.Superseded)
	}
}

// answer brings an attendee's answer into the event that it answers.
func (f *folder) answer(reply Event) {
	target := f.target(&reply)
	if target == nil || reply.Invite.Sequence < target.Invite.Sequence {
		return
	}
	places := f.places(target)
	late := !reply.Invite.Stamp.Before(target.Invite.Stamp)
	for _, from := range reply.Invite.Attendees {
		for _, i := range places[from.Address] {
			p := &target.Invite.Attendees[i]
			if late || p.Answer == invite.PartStatNeedsAction {
				p.Answer = from.Answer
			}
		}
	}
}

// places returns where in the attendees of an event each address is, and makes
// the attendees the event's own.
func (f *folder) places(e *Event) map[invite.Address][]int {
	if places, found := f.asked[e]; found {
		return places
	}
	places := map[invite.Address][]int{}
	e.Invite.Attendees = slices.Clone(e.Invite.Attendees)
	for i, p := range e.Invite.Attendees {
		if !p.Address.IsZero() {
			places[p.Address] = append(places[p.Address], i)
		}
	}
	f.asked[e] = places
	return places
}

// target returns the event that a reply answers: the series, or one occurrence,
// made from the series if nothing has changed it. It is nil if there is no such
// occurrence, or too much to copy for it.
func (f *folder) target(reply *Event) *Event {
	master := &f.series.Master
	if reply.Invite.RecurrenceID.IsZero() {
		return master
	}
	id, _ := f.original(reply)
	if o := f.overrides[id.Unix()]; o != nil {
		return o
	}
	o, found := f.originals.at[id.Unix()]
	if !found || f.copies < len(master.Invite.Attendees) {
		return nil
	}
	f.copies -= len(master.Invite.Attendees)
	e := Event{Invite: master.Invite, Line: master.Line}
	e.Invite.Start, e.Invite.End, e.Invite.RecurrenceID = o.Start, o.End, o.Start
	f.overrides[id.Unix()] = &e
	return &e
}
