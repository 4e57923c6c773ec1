package decision

import (
	"cmp"
	"iter"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Observe finds the facts of a case, as it is now: those that hold for certain, and those
// that are in doubt. No fact is in both. It is the one half of [Decide]; the other is
// [Facts.Decide], for a case without doubts.
func Observe(c Case) (holds, inDoubt Facts) {
	var o observation
	o.observe(&c)
	o.putInDoubt(&c)
	return o.facts &^ o.inDoubt, o.inDoubt
}

// observation is what is found in a case.
type observation struct {
	now   time.Time // the moment asked about, by the wall clock
	facts Facts     // at face value: as if nothing were in doubt

	host            *profile.Member // the member whose current consent link the invite carries
	organizer       invite.Address  // who organizes; zero if not known
	asked           Request         // the request that counts
	again           time.Time       // when the assistant was last asked in order
	sender          invite.Address  // who asked, for the owner
	profile         profile.Profile // the one that governs
	link            int             // the place of the link that the meeting is on; -1 for none
	join            invite.Provider // the provider of that link
	listed          invite.Address  // the address under which the assistant is an attendee
	declined        bool            // the assistant is an attendee and declined
	unknown         bool            // somebody is named and not identified
	groups          bool            // a group takes part, whose members are not known
	outside         bool            // somebody from outside takes part for certain
	others          others          // what is found of everybody but the organizer
	somebodyBlocked bool            // somebody is on the block list, or is never recorded
	titled          bool            // a phrase of the title is on the block list
	inDoubt         Facts           // the facts that are in doubt
	doubted         invite.Doubts   // what is in doubt
	rooms           rooms           // which attendees are rooms by their kind

	first   time.Time // when a recorder first started
	last    time.Time // when it last stopped, now if it runs
	running bool      // a recorder runs

	planned invite.Occurrence // the planned time
	ends    time.Time         // when the meeting is over as planned

	missed  time.Time // the first instant of a recording at which consent was missing
	between time.Time // the stop of the recording after which consent went missing first
	stopped time.Time // when somebody in the call stopped the recording
	changed bool      // consent is missing through a change of the settings alone
	earlier bool      // it is of what was in force before a change

	since, before time.Time // whoever passed the page by counts since and before these; zero for no bound
}

// observe finds the facts. Later steps use what the earlier ones found.
func (o *observation) observe(c *Case) {
	o.now = c.now()
	o.set(FactInvalid, !c.valid())
	o.find(c)
	o.meeting(c)
	o.joining(c)
	o.page(c)
	o.consentFacts(c)
	o.cancellations(c)
	o.notice(c)
}

// find finds what was recorded and who is who: host, organizer, parties, requests, owner,
// and the profile that governs.
func (o *observation) find(c *Case) {
	o.plan(c.planned())
	o.recordings(c)
	o.links(c)
	o.organizer = c.Org.Organizer(&c.Invite, o.host)
	o.parties(c)
	o.sender = o.requests(c)
	o.profile = c.Profile
	if o.profile.IsZero() {
		o.profile = c.Org.ProfileOf(c.Org.Owner(&c.Invite, o.host, o.sender))
	}
}

// set adds a fact, or facts, that hold when a condition does.
func (o *observation) set(f Facts, holds bool) {
	if holds {
		o.facts |= f
	}
}

// plan takes note of the planned time.
func (o *observation) plan(planned invite.Occurrence) {
	o.planned, o.ends = planned, planned.Over()
}

// ── the recording ──

// started reports whether a recorder has started.
func (o *observation) started() bool { return o.facts&FactStarted != 0 }

// recordings goes through what was recorded.
//
// A recorder that was not let in never started, and one that starts later has not. In a
// case that makes no sense, whatever is on record counts as started: nothing is destroyed
// for want of a moment.
func (o *observation) recordings(c *Case) {
	var refused time.Time // when a recorder was first not let in, with nothing recorded since
	for i := range c.Recordings {
		r := &c.Recordings[i]
		start, ended := r.Start.Round(0), r.Stop.Round(0)
		over := !ended.IsZero() && !ended.After(o.now)
		switch {
		case start.After(o.now):
			continue
		case r.Ended == NotAdmitted:
			if over && refused.IsZero() {
				refused = ended
			}
			continue
		case o.first.IsZero():
			o.first = start
		}
		refused, o.running, o.last = time.Time{}, !over, ended
		if !over {
			o.last = o.now
		}
		if over && r.Ended == Stopped && o.stopped.IsZero() {
			o.stopped = ended
		}
	}
	if o.stopped.IsZero() {
		o.stopped = refused
	}
	o.set(FactElsewhen, o.elsewhen(c, o.planned.Start, o.ends))
	o.set(FactStopped, !o.stopped.IsZero())
	o.set(FactStarted, !o.first.IsZero() || o.facts&FactInvalid != 0 && len(c.Recordings) > 0)
}

// elsewhen reports whether there are recordings, and none of them touches a time. One that
// runs may reach it yet.
func (o *observation) elsewhen(c *Case, from, to time.Time) bool {
	for i := range c.Recordings {
		s, running, ok := o.span(c, i)
		if ok && !s.From.After(to) && (running || !s.To.Before(from)) {
			return false
		}
	}
	return !o.first.IsZero()
}

// recorded returns an iterator over what has been recorded, up to now.
func (o *observation) recorded(c *Case) iter.Seq[invite.Span] {
	return func(yield func(invite.Span) bool) { o.eachSpan(c, yield) }
}

func (o *observation) eachSpan(c *Case, yield func(invite.Span) bool) {
	for i := range c.Recordings {
		s, _, ok := o.span(c, i)
		if ok && !yield(s) {
			return
		}
	}
}

// span returns what a recording has recorded up to now, whether it runs, and whether it
// is one.
func (o *observation) span(c *Case, i int) (s invite.Span, running, ok bool) {
	r := &c.Recordings[i]
	s = invite.Span{From: r.Start.Round(0), To: r.Stop.Round(0)}
	running = s.To.IsZero() || s.To.After(o.now)
	if running {
		s.To = o.now
	}
	return s, running, r.Ended != NotAdmitted && !s.From.After(o.now)
}

// cut returns the first instant of the recording of which nothing may be kept from then
// on; zero for none.
func (o *observation) cut() time.Time {
	if o.first.IsZero() || o.missed.IsZero() && o.between.IsZero() && o.stopped.IsZero() {
		return time.Time{}
	}
	return earliest(earliest(o.missed, o.between), o.stopped)
}

// earliest returns the earlier of two instants in UTC, where zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		a = b
	}
	return a.UTC()
}

// ── the meeting ──

func (o *observation) meeting(c *Case) {
	inv, org := &c.Invite, &c.Org
	o.set(FactEventCancelled, inv.Cancelled())
	o.set(FactOver, o.over(c))
	o.set(FactPrivate, inv.Class != invite.ClassPublic && !org.RecordsPrivate)
	o.titled = org.Block.Phrase(inv.Title) != ""
	o.set(FactBlocked, o.titled)
	o.set(FactAllDay, inv.AllDay)
	o.set(FactDialIn, len(inv.DialIn) > 0)
	o.set(FactTimeUncertain, inv.Doubts.Has(invite.DoubtTime))
	switch inv.Method {
	case invite.MethodReply, invite.MethodRefresh, invite.MethodCounter, invite.MethodDeclineCounter:
		o.facts |= FactNotInvitation
	}
	o.set(FactEverybodyLeft, o.running && !c.Roster.IsZero() && o.everybodyLeft(c))
}

// over reports whether the planned end is reached and nobody is in the call.
func (o *observation) over(c *Case) bool {
	return !o.planned.Start.IsZero() && !o.now.Before(o.ends) && !o.somebody(c, o.now)
}

// somebody reports whether the roster shows anybody but recorders in the call at an
// instant.
func (o *observation) somebody(c *Case, at time.Time) bool {
	for p := range c.Roster.Until(o.now) {
		if p.At(at) && !o.isRecorder(c, p) {
			return true
		}
	}
	return false
}

func (o *observation) everybodyLeft(c *Case) bool {
	came := false
	for p := range c.Roster.Until(o.now) {
		if o.isRecorder(c, p) {
			continue
		}
		if p.At(o.now) {
			return false
		}
		came = true
	}
	return came
}

// isRecorder reports whether a presence is a recorder's, or the assistant's.
func (o *observation) isRecorder(c *Case, p *consent.Presence) bool {
	return p.Kind == consent.Recorder || !p.Address.IsZero() && (c.Org.IsRecorder(p.Address) || c.Org.IsAssistant(p.Address))
}

// ── the links ──

// links tells the links apart, and finds the host and the link that the meeting is on:
// the first current consent link, else the first join link in order of authority (ours).
func (o *observation) links(c *Case) {
	links, direct := c.Invite.Links, -1
	own := c.ownProfile()
	var rooms int // the place of the first link into a room
	o.link = -1
	for i := range links {
		judged := c.Org.Judge(&links[i], own)
		switch judged.Kind {
		case profile.LinkCurrent:
			o.facts |= FactCurrentLink
			if o.host == nil {
				o.host, o.link, o.join = judged.Member, i, judged.Provider
			}
		case profile.LinkStale:
			o.facts |= FactStaleLink
		case profile.LinkDirect:
			o.facts |= FactDirectLink
			if direct < 0 {
				direct = i
				if o.host == nil {
					o.join = judged.Provider
				}
			}
			switch {
			case judged.Provider == invite.ProviderNone:
			case rooms == 0:
				rooms = i + 1
			case !links[rooms-1].SameRoom(links[i]):
				o.facts |= FactSeveralRooms
			}
		}
	}
	if o.host == nil {
		o.link = direct
	}
}

// ownProfile returns the profile that stands in for every member's own; nil for none.
func (c *Case) ownProfile() *profile.Profile {
	if c.Profile.IsZero() {
		return nil
	}
	return &c.Profile
}

// joining says whether the call can be joined, and whether recording is on for its
// provider (A, "Adding the assistant to a meeting", step 3).
//
// Ours: a provider that the profile behind a consent page does not name is on only while
// the org has turned none off.
func (o *observation) joining(c *Case) {
	page := o.host != nil
	known := o.join != invite.ProviderNone
	o.set(FactJoinable, page || known && o.join.RecorderJoins())
	switch {
	case o.facts&FactJoinable == 0:
	case known && !c.Org.Off.Has(o.join), page && !known && c.Org.Off == 0:
		o.facts |= FactProviderOn
		o.set(FactCannotOptOut, !o.join.OffersOptOut())
	}
}

// native reports whether the provider's own recorder records, in place of a bot: where
// the org uses it, the provider has one, and the host of the call is a member (A, "or
// record natively (Zoom only)"; ours: in somebody else's room it is a bot).
func (o *observation) native(c *Case) bool {
	return c.Org.NativeRecorder && o.join.RecordsNatively() && o.hosting(c) != nil
}

// hosting returns the host of the call, if a member: of the first current consent link
// that the invite carries, else the organizer (ours).
func (o *observation) hosting(c *Case) *profile.Member {
	if o.host != nil {
		return o.host
	}
	return c.Org.Members.ByAddress(o.organizer)
}

// ── the parties ──

// part is a member, and whether the invitation shows that the member takes part.
type part struct {
	member         *profile.Member
	listed, coming bool // among the attendees; and not declined
}

// see takes note of an attendee who is the member.
func (p *part) see(org *profile.Org, a *invite.Party) {
	if isMember(org, p.member, a.Address) {
		p.listed = true
		if a.Answer != invite.PartStatDeclined {
			p.coming = true
		}
	}
}

// isMember reports whether an address is a member's.
func isMember(org *profile.Org, m *profile.Member, a invite.Address) bool {
	return a == m.Address && !a.IsZero() || len(m.Aliases) > 0 && isAlias(org, m, a)
}

// isAlias reports whether an address is one of a member's aliases, however many there are.
func isAlias(org *profile.Org, m *profile.Member, a invite.Address) bool {
	if len(m.Aliases) > 4 {
		return org.Members.ByAddress(a) == m
	}
	return m.Has(a)
}

// recorded reports whether the member's calls are recorded and the member takes part: is
// not listed, or listed and not declined under one address at least. Ours: a host who is
// not listed comes.
func (p *part) recorded() bool {
	return p.member != nil && p.member.Recorded && (!p.listed || p.coming)
}

// parties looks at everybody in the meeting.
//
// Who declined does not take part. Ours: somebody on the block list blocks the recording
// even so, an organizer without an address is nobody's member, and a meeting without any
// party is not internal. Nor does somebody without an address make a meeting external.
func (o *observation) parties(c *Case) {
	org, inv := &c.Org, &c.Invite
	o.set(FactOrganizerInternal, org.IsInternal(o.organizer))
	w := who{blocks: !org.Block.IsZero() || org.Members.SomeNeverRecorded(), anybody: org.Records == profile.AnyParticipant}
	w.host.member = o.hosting(c)
	if w.anybody && o.host != nil {
		w.organizer.member = org.Members.ByAddress(o.organizer)
	}
	if w.blocks && o.host != nil {
		o.block(c, o.host.Address)
	}
	o.attendees(c, &w)
	if !c.Roster.IsZero() {
		o.present(c, &w)
	}
	o.others = others{
		blocked:  o.facts&FactBlocked != 0,
		outside:  w.external,
		recorded: o.host != nil && w.host.recorded() || w.recorded,
	}
	if w.blocks {
		o.block(c, inv.Organizer.Address)
		o.block(c, o.organizer)
	}
	o.somebodyBlocked = o.facts&FactBlocked != 0
	party := org.IsParty(&inv.Organizer)
	o.outside = w.external || party && !o.organizer.IsZero() && o.facts&FactOrganizerInternal == 0
	some := w.some || party || inv.Organizer.Address.IsCalendar() && !o.organizer.IsZero()
	o.set(FactInternalExcluded, some && !o.outside && !org.RecordsInternal)
	o.set(FactRecordedMember, w.host.recorded() || w.organizer.recorded() || w.recorded)
}

// others is what is found of everybody but the organizer.
type others struct {
	blocked  bool // somebody is on the block list, or is never recorded
	outside  bool // somebody from outside takes part for certain
	recorded bool // somebody takes part whose calls are recorded
}

// who is what is found of who takes part.
type who struct {
	host, organizer part
	blocks          bool // somebody may be on the block list
	anybody         bool // anybody's calls count, not the host's alone
	some            bool // somebody takes part
	external        bool // somebody from outside does
	recorded        bool // somebody does whose calls are recorded
}

// attendees looks at the attendees.
func (o *observation) attendees(c *Case, w *who) {
	org, all := &c.Org, c.Invite.Attendees
	for i := range all {
		p := &all[i]
		if w.blocks {
			o.block(c, p.Address)
		}
		switch {
		case org.IsAssistant(p.Address):
			o.assistant(p)
			continue
		case p.IsRoom():
			o.rooms.add(p)
			continue
		}
		o.unknown = o.unknown || p.Address.IsZero()
		if w.host.member != nil {
			w.host.see(org, p)
		}
		if w.organizer.member != nil {
			w.organizer.see(org, p)
		}
		if p.Answer == invite.PartStatDeclined || w.external && !w.anybody || !org.IsParty(p) {
			continue
		}
		w.some = true
		o.groups = o.groups || p.Kind == invite.CUTypeGroup
		w.external = w.external || !p.Address.IsZero() && !org.IsInternal(p.Address)
		if w.anybody && !w.recorded && (!org.OnlyAccepted || p.Answer == invite.PartStatAccepted) {
			m := org.Members.ByAddress(p.Address)
			w.recorded = m != nil && m.Recorded
		}
	}
}

// assistant takes note of what the org's assistant answered, which is an attendee.
func (o *observation) assistant(p *invite.Party) {
	if p.Answer == invite.PartStatDeclined {
		o.declined = true
	} else if o.listed.IsZero() {
		o.listed = p.Address
	}
}

// block takes note where an address is on the block list, or a member's who is on it under
// another address, or who is never recorded. The block list looks at rooms and recorders
// as well.
func (o *observation) block(c *Case, a invite.Address) {
	if a.IsZero() || o.facts&FactBlocked != 0 {
		return
	}
	m := c.Org.Members.ByAddress(a)
	entry, _ := c.blockedBy(a, m)
	o.set(FactBlocked, entry != "" || m != nil && m.NeverRecorded)
}

// blockedBy returns the entry of the block list that blocks an address, or another one of
// the member whose it is, and which; empty for none.
func (c *Case) blockedBy(a invite.Address, m *profile.Member) (string, invite.Address) {
	if entry := c.Org.Block.Party(a); entry != "" || m == nil {
		return entry, a
	}
	if entry := c.Org.Block.Party(m.Address); entry != "" {
		return entry, m.Address
	}
	for _, alias := range m.Aliases {
		if entry := c.Org.Block.Party(alias); entry != "" {
			return entry, alias
		}
	}
	return "", a
}

// present looks at whom the roster has shown by now: a guest makes the meeting external.
func (o *observation) present(c *Case, w *who) {
	for p := range c.Roster.Until(o.now) {
		if p.Address.IsZero() {
			continue
		}
		o.block(c, p.Address)
		if o.isPerson(c, p) {
			w.some = true
			w.external = w.external || !c.Org.IsInternal(p.Address)
		}
	}
}

// isPerson reports whether a presence is of a person who is identified: no room, no
// recorder, no calendar, and not the assistant.
func (o *observation) isPerson(c *Case, p *consent.Presence) bool {
	return p.Kind == consent.Person && o.isSomebody(c, p.Address)
}

// isSomebody reports whether an address is of a person.
func (o *observation) isSomebody(c *Case, a invite.Address) bool {
	if a.IsZero() || a.IsRoom() || a.IsCalendar() || c.Org.IsAssistant(a) || c.Org.IsRecorder(a) {
		return false
	}
	return !o.rooms.has(a)
}

// rooms is a set of attendees who are rooms or resources by their kind. A few need no map.
type rooms struct {
	few  [4]*invite.Party
	n    int
	many map[invite.Address]bool
}

func (r *rooms) add(p *invite.Party) {
	switch {
	case p.Kind != invite.CUTypeRoom && p.Kind != invite.CUTypeResource:
		return
	case r.n < len(r.few):
		r.few[r.n] = p
		r.n++
		return
	case r.many == nil:
		r.many = map[invite.Address]bool{}
	}
	r.many[p.Address] = true
}

func (r *rooms) has(a invite.Address) bool {
	for _, p := range r.few[:r.n] {
		if p.Address == a {
			return true
		}
	}
	return r.many[a]
}

// ── the requests ──

// requests judges the requests, each by itself: the facts are those of the first that is in
// order, else of the latest. It returns who asked, for the owner: the sender of the
// request that is in order, else of the earliest by a member. The assistant's being an
// attendee is the earliest request of all.
//
// Once a recorder has started, requests count as they stood at its start: asking
// afterwards makes nothing lawful (ours). A listing that is on record ends when the
// assistant declines; a mail that was forwarded stays (ours).
func (o *observation) requests(c *Case) (sender invite.Address) {
	if len(c.Requests) == 0 && o.listed.IsZero() {
		return invite.Address{}
	}
	var latest, granted, byMember *Request
	listed := false
	for i := range c.Requests {
		r := &c.Requests[i]
		listed = listed || r.How == Listed && !r.At.Round(0).After(o.now)
		if *r == (Request{}) || !o.counts(r.At) || r.How == Listed && o.gone() {
			continue
		}
		if latest == nil || r.compare(latest) > 0 {
			latest = r
		}
		if c.Org.Members.ByAddress(r.Sender) == nil {
			continue
		}
		if byMember == nil || r.compare(byMember) < 0 {
			byMember = r
		}
		if !c.inOrder(r) {
			continue
		}
		if granted == nil || r.compare(granted) < 0 {
			granted = r
		}
		if at := r.At.Round(0); at.After(o.again) {
			o.again = at
		}
	}
	implied := o.implied(c, listed)
	switch {
	case implied != (Request{}) && (latest == nil || c.inOrder(&implied)):
		o.asked = implied
	case granted != nil:
		o.asked = *granted
	case latest != nil:
		o.asked = *latest
	}
	o.ask(c)
	const inOrder = FactSenderPermitted | FactAddressKnown
	switch {
	case o.facts&inOrder == inOrder:
		return o.asked.Sender
	case c.Org.Members.ByAddress(implied.Sender) != nil:
		return implied.Sender
	case byMember != nil:
		return byMember.Sender
	}
	return o.asked.Sender
}

// gone reports whether the assistant declined, under every address under which it is an
// attendee.
func (o *observation) gone() bool { return o.declined && o.listed.IsZero() }

// counts reports whether what happened at an instant counts: it has happened and, where
// a recorder has started, not after its start.
func (o *observation) counts(at time.Time) bool {
	at = at.Round(0)
	return !at.After(o.now) && (o.first.IsZero() || !at.After(o.first))
}

// compare returns the order of two requests: by time, then by who asked whom.
func (r *Request) compare(other *Request) int {
	return cmp.Or(r.At.Round(0).Compare(other.At.Round(0)), r.Sender.Compare(other.Sender), r.To.Compare(other.To), cmp.Compare(r.How, other.How))
}

// implied returns the request that the assistant's being an attendee is: by SENT-BY, if a
// member, else by the organizer. It is none where a request on record says who listed the
// assistant.
func (o *observation) implied(c *Case, listed bool) Request {
	if o.listed.IsZero() || listed {
		return Request{}
	}
	sender := o.organizer
	if sentBy := c.Invite.SentBy; c.Org.Members.ByAddress(sentBy) != nil {
		sender = sentBy
	}
	return Request{Sender: sender, To: o.listed, How: Listed}
}

// ask adds the facts of the request that counts.
func (o *observation) ask(c *Case) {
	r := &o.asked
	if *r == (Request{}) {
		return
	}
	m := c.Org.Members.ByAddress(r.Sender)
	o.facts |= FactAsked
	o.set(FactAddressKnown, c.Org.IsAssistant(r.To))
	o.set(FactSenderMember, m != nil)
	o.set(FactSenderPermitted, m != nil && m.MaySchedule)
}

// ── the page ──

func (o *observation) page(c *Case) {
	o.set(FactPageOn, o.profile.PageOn())
	o.set(FactPageEnforced, o.enforced())
	o.set(FactOrganizerKnown, !o.organizer.IsZero())
	o.set(FactDirectTolerated, o.profile.DirectLinks)
	o.set(FactOptOutOffered, o.profile.OptOut)
	o.set(FactStaticLinks, o.profile.Links.Allows(false))
}

func (o *observation) enforced() bool { return o.profile.Page == profile.PageEnforced }

// ── consent ──

// consentFacts are the facts about consent.
const consentFacts = FactOptedOut | FactBypassed | FactLateEnough | FactMissingLater | FactAnswered

// consentBefore finds them anew for what was in force before a change: whoever comes
// past the page later is judged by what is in force then.
func (o *observation) consentBefore(c *Case, change time.Time) {
	o.since, o.before = time.Time{}, change
	o.consentFacts(c)
}

// consentSince finds them anew for what is in force since a change: who was in the call
// past the page already did nothing wrong, and the recording only ends.
func (o *observation) consentSince(c *Case, change time.Time) {
	o.since, o.before = change, time.Time{}
	o.consentFacts(c)
}

// consentFacts looks at whose consent was missing at an instant of the recording so far,
// between recordings, or with no recorder started, now. The first instant of a recording
// at which consent was missing is the cut; stopping is final, so a later consent does not
// undo it (ours). Of those who passed the page by, only those count who did so since
// o.since and before o.before, where these are not zero.
func (o *observation) consentFacts(c *Case) {
	o.facts &^= consentFacts
	o.missed, o.between, o.changed = time.Time{}, time.Time{}, false
	if c.Answers.IsZero() && c.Roster.IsZero() {
		return
	}
	o.set(FactAnswered, c.Answers.Answered(o.now))
	call := o.call(c)
	for x := range call.Objections() {
		switch {
		case x.Choice == consent.OptedOut:
			o.object(c, &x, FactOptedOut, true)
		case x.From.Before(o.since):
			still := x.Until.IsZero() || x.Until.After(o.since)
			o.set(FactBypassed, still)
			o.changed = o.changed || still && o.enforced()
		case o.before.IsZero() || x.From.Before(o.before):
			o.object(c, &x, FactBypassed, o.enforced())
		}
	}
	missing := o.facts&FactOptedOut != 0 || o.facts&FactBypassed != 0 && o.enforced()
	o.set(FactMissingLater, o.started() && missing && o.missed.IsZero())
	o.set(FactLateEnough, o.lateEnough(c))
}

// call returns what is known of the people in the call.
func (o *observation) call(c *Case) consent.Call {
	return consent.Call{
		Answers: c.Answers, Roster: c.Roster, Now: o.now, Grace: c.Org.Grace(),
		Person: c.person, Passes: func(a invite.Address) bool { return o.passes(c, a) },
	}
}

// person returns the addresses of the person who has an address.
func (c *Case) person(a invite.Address) (invite.Address, []invite.Address) {
	if m := c.Org.Members.ByAddress(a); m != nil {
		return m.Address, m.Aliases
	}
	return a, nil
}

// passes reports whether a person has to pass an enforced page: everybody from outside
// and, by the profile, everybody from inside but the host.
func (o *observation) passes(c *Case, a invite.Address) bool {
	switch {
	case !o.isSomebody(c, a):
		return false
	case !c.Org.IsInternal(a):
		return true
	case !o.profile.EverybodyPasses:
		return false
	}
	host := o.hosting(c)
	return host == nil || !isMember(&c.Org, host, a)
}

// object takes note of an objection, where it was in force at an instant that matters. Only
// one that counts moves a cut.
func (o *observation) object(c *Case, x *consent.Objection, f Facts, counts bool) {
	missed, between, inForce := o.inForce(c, x)
	o.set(f, inForce)
	if counts {
		o.missed = earliest(o.missed, missed)
		o.between = earliest(o.between, between)
	}
}

// inForce reports whether an objection was in force at an instant that matters: with no
// recorder started, now; else as hit says.
func (o *observation) inForce(c *Case, x *consent.Objection) (missed, between time.Time, ok bool) {
	if !o.started() {
		_, ok = x.In(o.now, o.now, true)
		return missed, between, ok
	}
	missed, between = o.hit(c, x)
	return missed, between, !missed.IsZero() || !between.IsZero()
}

// hit returns the first instant of a recording at which an objection was in force, and, if
// it was in force before that while no recorder ran, the stop of the recording before. Zero
// is none.
func (o *observation) hit(c *Case, x *consent.Objection) (missed, between time.Time) {
	var stop time.Time // of the recording before
	for i := range c.Recordings {
		s, running, ok := o.span(c, i)
		if !ok {
			continue
		}
		if _, in := x.In(stop, s.From, false); in && !stop.IsZero() && between.IsZero() {
			between = stop
		}
		if at, in := x.In(s.From, s.To, running); in {
			return at, between
		}
		stop = s.To
	}
	if between.IsZero() && !o.running && !stop.IsZero() && o.lingers(c, x, stop) {
		between = stop
	}
	return missed, between
}

// lingers reports whether an objection was in force at an instant since the last recording
// stopped at which the meeting was not over.
func (o *observation) lingers(c *Case, x *consent.Objection, stop time.Time) bool {
	first, in := x.In(stop, o.now, true)
	return in && o.inProgress(c, first, x.Until)
}

// inProgress reports whether the meeting was not over at an instant, by now, from an
// instant up to, not including, another; zero is no end.
func (o *observation) inProgress(c *Case, from, until time.Time) bool {
	if from.Before(o.ends) {
		return true
	}
	for p := range c.Roster.Until(o.now) {
		left := !p.Until.IsZero() && p.Until.Before(from)
		if !left && (until.IsZero() || p.From.Before(until)) && !o.isRecorder(c, p) {
			return true
		}
	}
	return false
}

// lateEnough reports whether enough of the planned time had been recorded when consent
// went missing. Counted is what was recorded from the planned start on (ours).
func (o *observation) lateEnough(c *Case) bool {
	return !o.missed.IsZero() && o.enoughBy(c, o.missed)
}

// enoughBy reports whether enough of the planned time had been recorded by a cut.
func (o *observation) enoughBy(c *Case, cut time.Time) bool {
	return consent.EnoughRecorded(o.counted(c, cut), o.plannedSpan(), c.Org.Keep())
}

// plannedSpan returns the planned time. Of a meeting without a planned end it is empty: there is
// nothing that could be reached.
func (o *observation) plannedSpan() invite.Span {
	return invite.Span{From: o.planned.Start, To: o.planned.End}
}

// counted returns an iterator over what was recorded between the planned start and a cut.
func (o *observation) counted(c *Case, cut time.Time) iter.Seq[invite.Span] {
	return func(yield func(invite.Span) bool) { o.eachCounted(c, cut, yield) }
}

func (o *observation) eachCounted(c *Case, cut time.Time, yield func(invite.Span) bool) {
	start := o.planned.Start.Round(0)
	o.eachSpan(c, func(s invite.Span) bool {
		s.From = latest(s.From, start)
		if s.To.After(cut) {
			s.To = cut
		}
		return yield(s)
	})
}

// ── cancellations ──

func (o *observation) cancellations(c *Case) {
	var last time.Time // when the recording was last cancelled in time
	for i := range c.Cancellations {
		x := &c.Cancellations[i]
		reason := o.cancelled(c, x)
		switch reason {
		case CancellerNotMember:
			o.facts |= FactCancelledByOther
		case CancelledTooLate:
			o.facts |= FactCancelledLate
		case RecordingCancelled:
			o.facts |= FactCancelledInTime
			if at := x.At.Round(0); at.After(last) {
				last = at
			}
		}
	}
	o.set(FactAskedAgain, o.facts&FactCancelledInTime != 0 && o.again.After(last))
}

// cancelled says what a cancellation amounts to: a reason, or zero for nothing. Up to and
// including the last moment is in time. Like a request, a cancellation counts as it stood
// when the recorder started; one in time always did.
func (o *observation) cancelled(c *Case, x *Cancellation) Reason {
	at := x.At.Round(0)
	key := c.Invite.Key()
	ours := x.Of.IsZero() || x.Of == key || x.Of == key.Series()
	start := x.Start
	if start.IsZero() {
		start = o.planned.Start
	}
	switch {
	case !ours || at.After(o.now):
		return 0
	case c.Org.Members.ByAddress(x.By) == nil:
		return CancellerNotMember
	case at.After(c.lastCancel(start)) || !o.counts(x.At):
		return CancelledTooLate
	}
	return RecordingCancelled
}

// ── notice ──

// emailBefore is how long before the start the pre-call email goes out (ours).
const emailBefore = 10 * time.Minute

// notice looks at what tells participants of the recording, besides the page.
func (o *observation) notice(c *Case) {
	o.set(FactNotice, o.profile.AudioPrompt || o.native(c) || o.emailed(c))
}

// emailed reports whether the pre-call email tells participants. An email that can no
// longer go out in time is no notice (ours): it goes out if the recording was planned by
// then, as far as is on record, by the invitation's DTSTAMP and, where a request is its
// only basis, by the time of the request, whichever is later.
func (o *observation) emailed(c *Case) bool {
	if !o.profile.PreCallEmail {
		return false
	}
	planned := c.Invite.Stamp
	automatic := o.facts&(FactRecordedMember|FactInternalExcluded) == FactRecordedMember
	if !automatic && o.asked.At.After(planned) {
		planned = o.asked.At
	}
	if planned.IsZero() {
		planned = o.now
	}
	return !planned.Round(0).After(o.planned.Start.Round(0).Add(-emailBefore))
}
