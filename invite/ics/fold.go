package ics

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"
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
// Of messages about the same occurrence, about it and those after it (RANGE=
// THISANDFUTURE), or about the whole series, the one with the highest SEQUENCE
// counts, then the one with the latest DTSTAMP. A CANCEL calls off what it names
// and leaves its data as they were; one without STATUS:CANCELLED that names some of
// the attendees only takes these out. A REPLY changes nothing but the answer of its
// sender, if that is one of the attendees and the event has not moved on since. A
// COUNTER changes nothing.
//
// Superseded is a changed occurrence that is older than the series and that the
// series no longer has; a change of an occurrence and those after it that is older
// than one from the same occurrence or an earlier one on; and every change that is
// older than the CANCEL of an earlier occurrence and those after it. These are
// choices of this package; RFC 5546 does not say.
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
	master    *Event // nil until known
	overrides map[slot]*Event
	ranges    []*Event // those of overrides that change what comes after them, in order
	uninvites []Event  // which take some of the attendees out of what is in force
	replies   []Event
	originals originals
	copies    int                                 // how many more attendees may be copied
	asked     map[*Event]map[invite.Address][]int // where in an event's attendees each is
}

// A slot is what a message about a part of a series changes: one occurrence, or it
// and those after it.
type slot struct {
	original int64 // the Unix time of the original start
	future   bool
}

func compareSlots(a, b slot) int {
	return cmp.Or(cmp.Compare(a.original, b.original), compareBools(b.future, a.future))
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
	f.overrides = map[slot]*Event{}
	f.copies = copies + copiesAnEvent*len(events)
	f.find(len(events), single, f.replies)
	for _, e := range single {
		f.doubtMaster(&e)
		f.override(e)
	}
	f.dropOrphans()
	f.dropReplaced()
	for _, e := range f.uninvites {
		f.uninvite(e)
	}
	for _, e := range f.replies {
		f.answer(e)
	}
	for _, s := range f.slots() {
		f.series.Overrides = append(f.series.Overrides, *f.overrides[s])
	}
}

// slots returns the changed parts of the series, in order.
func (f *folder) slots() []slot { return slices.SortedFunc(maps.Keys(f.overrides), compareSlots) }

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
		x, y := &a.event, &b.event
		return cmp.Or(compareRevisions(x, y), compareBools(x.Invite.Cancelled(), y.Invite.Cancelled()), cmp.Compare(a.text, b.text), cmp.Compare(x.Invite.Doubts, y.Invite.Doubts))
	})
	for i := range events {
		events[i] = sorted[i].event
	}
}

func compareRevisions(a, b *Event) int {
	return cmp.Or(cmp.Compare(a.Invite.Sequence, b.Invite.Sequence), a.Invite.Stamp.Compare(b.Invite.Stamp))
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
		joinOf(&newer.Invite, &known.Invite, "SEQUENCE") // it may be the newer one
		if old := &known.Invite; old.Cancelled() && old.Stamp.IsZero() && old.Sequence == newer.Invite.Sequence {
			join(&newer.Invite, state, invite.Doubtful{Doubt: invite.DoubtState, Property: "DTSTAMP"}) // so may this
		}
		return &newer
	}
	e := *known
	join(&e.Invite, newer.Invite.Doubts, newer.Invite.DoubtsFrom...)
	e.Invite.Sequence, e.Invite.Stamp = newer.Invite.Sequence, newer.Invite.Stamp
	if left, some := without(e.Invite.Attendees, newer.Invite.Attendees); some && newer.Invite.Status != invite.StatusCancelled {
		e.Invite.Attendees = left
		return &e
	}
	e.Invite.Method, e.Invite.Status = invite.MethodCancel, invite.StatusCancelled
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
	at := e.slot()
	if f.overrides[at] == nil && e.uninvites() {
		f.uninvites = append(f.uninvites, e)
		return
	}
	f.overrides[at] = f.apply(f.overrides[at], e)
}

// doubtMaster puts the series in doubt where it is not certain which of its meetings a
// message is about.
func (f *folder) doubtMaster(e *Event) { joinOf(&f.series.Master.Invite, &e.Invite, "RECURRENCE-ID") }

func (e *Event) slot() slot { return slot{e.Invite.RecurrenceID.Unix(), e.thisAndFuture} }

// uninvites reports whether a CANCEL may be one that only takes attendees out.
func (e *Event) uninvites() bool {
	return e.Invite.Method == invite.MethodCancel && e.Invite.Status != invite.StatusCancelled && len(e.Invite.Attendees) > 0
}

// uninvite takes attendees out of what nothing had changed before. Where that is
// not known, or nobody would be left, the CANCEL calls it off.
func (f *folder) uninvite(e Event) {
	known := f.overrides[e.slot()]
	if known == nil {
		known = f.derive(e.slot())
	}
	switch {
	case known == nil:
		f.overrides[e.slot()] = &e
	case compareRevisions(known, &e) > 0:
		f.series.Superseded = append(f.series.Superseded, e)
	default:
		f.overrides[e.slot()] = f.apply(known, e)
	}
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
	case e.Invite.Method == invite.MethodReply || f.older(e) || e.uninvites():
		return true
	}
	return isMidnight(f.named(e))
}

// older reports whether a changed occurrence is older than the series, and may not
// be in it any more.
func (f *folder) older(e *Event) bool {
	return e.Invite.Sequence < f.series.Master.Invite.Sequence && e.Invite.Method != invite.MethodAdd
}

// named returns the original start that a message names. One that is a day, or
// that belongs to a series of whole days, is meant at the series' time of day; one
// without a zone, of a message that has no other time, on the series' clock.
func (f *folder) named(e *Event) time.Time {
	id, master := e.Invite.RecurrenceID, &f.series.Master.Invite
	switch {
	case master.Start.IsZero():
		return id
	case master.AllDay || e.idIsDate:
		return onDay(id, master.Start)
	case e.idFloats:
		return recur.At(wall(id), master.Start.Location())
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
	for _, s := range f.slots() {
		o := f.overrides[s]
		if _, found := f.originals.at[s.original]; !found && f.older(o) && s.original <= f.originals.until {
			f.supersede(s)
		}
	}
}

// dropReplaced takes out the changes that newer ones of an occurrence and those
// after it have replaced, and lists those of this kind that are left.
func (f *folder) dropReplaced() {
	var change, cancel *Event // of an occurrence and those after it, of the highest revision so far
	for _, s := range f.slots() {
		o := f.overrides[s]
		same := change != nil && change.Invite.RecurrenceID.Unix() == s.original
		switch {
		case cancel != nil && compareRevisions(o, cancel) <= 0,
			change != nil && (s.future || same) && compareRevisions(o, change) < 0:
			f.supersede(s)
			continue
		case !s.future:
			continue
		}
		f.ranges = append(f.ranges, o)
		change = o
		if o.Invite.Cancelled() {
			cancel = o
		}
	}
}

// supersede takes a change out.
func (f *folder) supersede(s slot) {
	f.series.Superseded = append(f.series.Superseded, *f.overrides[s])
	delete(f.overrides, s)
}

// answer brings an attendee's answer into the event that it answers.
func (f *folder) answer(reply Event) {
	target := f.target(&reply)
	if target == nil || reply.Invite.Sequence < target.Invite.Sequence {
		return
	}
	joinOf(&target.Invite, &reply.Invite, "ATTENDEE")
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
// made from what is in force if nothing has changed it alone. It is nil if there is
// no such occurrence, if nobody who answers is asked to come to it, or if there is
// too much to copy for it.
func (f *folder) target(reply *Event) *Event {
	if reply.Invite.RecurrenceID.IsZero() {
		return &f.series.Master
	}
	id, _ := f.original(reply)
	at := slot{id.Unix(), false}
	for _, s := range []slot{{id.Unix(), reply.thisAndFuture}, at} {
		if o := f.overrides[s]; o != nil {
			return o
		}
	}
	if source := f.inForce(at.original); reply.Invite.Sequence < source.Invite.Sequence || !f.asks(source, reply.Invite.Attendees) {
		return nil
	}
	e := f.derive(at)
	if e != nil {
		f.overrides[at] = e
	}
	return e
}

// asks reports whether one of the parties is an attendee of an event.
func (f *folder) asks(e *Event, parties []invite.Party) bool {
	places := f.places(e)
	return slices.ContainsFunc(parties, func(p invite.Party) bool { return len(places[p.Address]) > 0 })
}

// inForce returns the event whose data count for an occurrence that nothing has
// changed alone: the last one that changed what comes after it, else the series.
func (f *folder) inForce(original int64) *Event {
	i := sort.Search(len(f.ranges), func(i int) bool { return f.ranges[i].Invite.RecurrenceID.Unix() > original })
	if i == 0 {
		return &f.series.Master
	}
	return f.ranges[i-1]
}

// derive makes the event of an occurrence, or of it and those after it, from what
// is in force. It is nil where that has no such occurrence.
func (f *folder) derive(at slot) *Event {
	source := f.inForce(at.original)
	o, found := f.originals.at[at.original]
	if !found || source.Invite.Cancelled() || source.Invite.Start.IsZero() || f.copies < len(source.Invite.Attendees) {
		return nil
	}
	f.copies -= len(source.Invite.Attendees)
	st := stretch{event: source, length: source.recurrence.Duration}
	if source != &f.series.Master {
		st = stretchOf(source)
	}
	e := Event{Invite: st.meeting(o).invite(), Line: source.Line, thisAndFuture: at.future, limits: source.limits}
	e.Invite.RecurrenceID, e.recurrence.Duration = o.Start, source.recurrence.Duration
	return &e
}
