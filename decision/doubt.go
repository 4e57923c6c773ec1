package decision

import (
	"math/bits"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// The zones that there are: a time that was read as UTC may be this much earlier or later.
const (
	earliestZone = -14 * time.Hour
	latestZone   = 12 * time.Hour
)

// doubts returns what is in doubt in a case: what the invite says, and what follows from
// the parties and the roster.
func (o *observation) doubts(c *Case) invite.Doubts {
	all := c.Invite.Doubts
	if o.unknown {
		all |= 1 << invite.DoubtAttendees
	}
	if c.Invite.Organizer.Address.IsCalendar() && o.organizer.IsZero() {
		all |= 1 << invite.DoubtOrganizer
	}
	if !c.Roster.IsZero() && o.strangers(c) > 0 {
		all |= 1 << invite.DoubtPresence
	}
	return all
}

// putInDoubt finds the facts that a doubt can change. The facts themselves stay at face
// value.
func (o *observation) putInDoubt(c *Case) {
	o.inDoubt, o.doubted = 0, o.doubts(c)
	if o.doubted == 0 && !o.groups {
		return // as of nearly every case
	}
	if o.byGroups(c) != 0 {
		o.doubted |= 1 << invite.DoubtAttendees
	}
	for d := range o.doubted.All() {
		o.inDoubt |= o.mask(c, d)
	}
	o.inDoubt |= o.together(c)
	o.inDoubt |= o.outcome(o.inDoubt)
}

// ownerDoubts are the doubts that can leave open who owns the call.
const ownerDoubts = invite.Doubts(1<<invite.DoubtOrganizer | 1<<invite.DoubtAttendees | 1<<invite.DoubtLinks)

// together returns what another owner's profile can change at another time.
func (o *observation) together(c *Case) Facts {
	if !o.doubted.Has(invite.DoubtTime) || o.doubted&ownerDoubts == 0 || o.ownerIsSettled(c) {
		return 0
	}
	sooner, later := *o, *o
	sooner.shift(earliestZone)
	later.shift(latestZone)
	return (sooner.ifOwner(c) | later.ifOwner(c)) & (FactNotice | consentFacts)
}

// mask returns the facts that a doubt can change, and that nothing certain settles.
func (o *observation) mask(c *Case, d invite.Doubt) Facts {
	switch d {
	case invite.DoubtOrganizer:
		return o.ifOrganizer(c)
	case invite.DoubtAttendees:
		return unless(!o.attendeesInDoubt(c), o.ifAttendees(c)) | o.byGroups(c)
	case invite.DoubtTime:
		return o.ifShifted(c, earliestZone) | o.ifShifted(c, latestZone)
	case invite.DoubtLinks:
		return o.ifLinks(c)
	case invite.DoubtState:
		return FactEventCancelled | FactNotInvitation
	case invite.DoubtClass:
		return unless(c.Org.RecordsPrivate, FactPrivate)
	case invite.DoubtTitle:
		return o.ifTitle(c)
	}
	return o.ifPresent(c)
}

// attendeesInDoubt reports whether who is asked to come is in doubt, and not only who is
// in a group.
func (o *observation) attendeesInDoubt(c *Case) bool {
	return o.unknown || c.Invite.Doubts.Has(invite.DoubtAttendees)
}

// ifPresent returns what somebody in the call can change who is not identified: that
// somebody passed the page by, unless it is certain that nobody has to pass it. Where
// somebody else passed it by, consent may have been missing earlier than that.
func (o *observation) ifPresent(c *Case) Facts {
	switch {
	case !o.enforced() && !o.enforcedElsewhere(c):
		return 0
	case o.facts&FactBypassed == 0:
		return FactBypassed
	}
	return unless(o.facts&lateJoin == 0, lateJoin)
}

// enforcedElsewhere reports whether the page may be enforced because another profile
// governs.
func (o *observation) enforcedElsewhere(c *Case) bool {
	var f Facts
	for d := range (o.doubted & ownerDoubts).All() {
		f |= o.mask(c, d)
	}
	return f&FactPageEnforced != 0
}

func unless(settled bool, f Facts) Facts {
	if settled {
		return 0
	}
	return f
}

// The facts about requests, and about who takes part.
const (
	ofRequests = FactAsked | FactAddressKnown | FactSenderMember | FactSenderPermitted
	ofParties  = FactRecordedMember | FactInternalExcluded
)

// ifOrganizer returns what another organizer can change.
func (o *observation) ifOrganizer(c *Case) Facts {
	f := FactOrganizerKnown | FactOrganizerInternal
	f |= unless(o.others.outside || c.Org.RecordsInternal, FactInternalExcluded)
	f |= unless(o.others.blocked || o.titled || !c.partiesBlocked(), FactBlocked)
	f |= unless(o.others.recorded || o.host != nil && c.Org.Records != profile.AnyParticipant, FactRecordedMember)
	if !o.listed.IsZero() && !o.grantedByMail(c) && c.Org.Members.ByAddress(c.Invite.SentBy) == nil {
		f |= FactSenderMember | FactSenderPermitted | FactAddressKnown
	}
	return f | o.ifOwner(c) | unless(o.host != nil, o.ifHost(c))
}

// ifHost returns what another host of the call can change: who has to pass the page where
// everybody but the host has to, and whether the provider's own recorder records.
func (o *observation) ifHost(c *Case) Facts {
	told := o.profile.AudioPrompt && !c.Profile.IsZero()
	f := unless(told || !c.Org.NativeRecorder || !o.join.RecordsNatively(), FactNotice)
	if !o.profile.EverybodyPasses && !c.everybodyPassesElsewhere() {
		return f // as nearly always
	}
	nobody, anybody := *o, o.profile
	nobody.organizer, anybody.EverybodyPasses = invite.Address{}, false
	return f | nobody.ifProfile(c, &o.profile) | nobody.ifOwner(c) | o.ifProfile(c, &anybody)
}

// everybodyPassesElsewhere reports whether a profile of the org asks everybody to pass an
// enforced page.
func (c *Case) everybodyPassesElsewhere() bool {
	for i := range c.Org.Profiles {
		if c.Org.Profiles[i].EverybodyPasses {
			return true
		}
	}
	return c.Org.Default.EverybodyPasses
}

// ifAttendees returns what further attendees can change.
func (o *observation) ifAttendees(c *Case) Facts {
	f := o.ifInternal(c) | o.ifBlocked(c)
	if c.Org.Records == profile.AnyParticipant {
		f |= FactRecordedMember &^ o.facts
	}
	if o.listed.IsZero() && !o.grantedByMail(c) && (!c.Org.Assistant.IsZero() || len(c.Org.FormerAssistants) > 0) {
		f |= ofRequests
	}
	if c.Org.Members.ByAddress(o.organizer) == nil {
		f |= o.ifOwner(c)
	}
	return f
}

// byGroups returns what the members of a group can change, who are not known: whether a
// recorded member takes part and, where a group's own address is internal, whether somebody
// from outside does.
func (o *observation) byGroups(c *Case) Facts {
	if !o.groups {
		return 0
	}
	f := o.ifInternal(c)
	if c.Org.Records == profile.AnyParticipant {
		f |= FactRecordedMember &^ o.facts
	}
	return f
}

// ifInternal returns whether the meeting is internal, unless somebody from outside takes
// part for certain, or internal meetings are recorded as well.
func (o *observation) ifInternal(c *Case) Facts {
	return unless(o.outside || c.Org.RecordsInternal, FactInternalExcluded)
}

// ifBlocked returns whether somebody is blocked, where the block list has addresses or
// domains, or a member is never recorded.
func (o *observation) ifBlocked(c *Case) Facts {
	return unless(!c.partiesBlocked(), FactBlocked&^o.facts)
}

// partiesBlocked reports whether anybody could be blocked: the block list has addresses or
// domains, or a member is never recorded.
func (c *Case) partiesBlocked() bool {
	parties, _ := c.Org.Block.Covers()
	return parties || c.Org.Members.SomeNeverRecorded()
}

// ifTitle returns whether a phrase of the title is blocked, unless something else is.
func (o *observation) ifTitle(c *Case) Facts {
	_, titles := c.Org.Block.Covers()
	return unless(!titles || o.somebodyBlocked, FactBlocked)
}

// grantedByMail reports whether a request on record is in order, whoever is listed.
func (o *observation) grantedByMail(c *Case) bool {
	return slices.ContainsFunc(c.Requests, func(r Request) bool { return o.counts(r.At) && c.inOrder(&r) })
}

// ifOwner returns what another owner's profile can change: where no current consent link
// and no profile that is said settles whose profile governs.
func (o *observation) ifOwner(c *Case) Facts {
	if o.ownerIsSettled(c) {
		return 0
	}
	var f Facts
	if o.profile != c.Org.Default {
		f = o.ifProfile(c, &c.Org.Default)
	}
	for i := range c.Org.Profiles {
		if o.profile != c.Org.Profiles[i] {
			f |= o.ifProfile(c, &c.Org.Profiles[i])
		}
	}
	return f
}

// ofProfile are the facts that depend on the profile that governs.
const ofProfile = FactPageOn | FactPageEnforced | FactDirectTolerated | FactOptOutOffered | FactStaticLinks | FactNotice | consentFacts

// ownerIsSettled reports whether a current consent link or a profile that is said settles
// whose profile governs, or there is but one profile.
func (o *observation) ownerIsSettled(c *Case) bool {
	return o.host != nil || !c.Profile.IsZero() || len(c.Org.Profiles) == 0 && o.profile == c.Org.Default
}

// ifProfile returns what differs where another profile governs.
func (o *observation) ifProfile(c *Case, p *profile.Profile) Facts {
	other := *o
	other.profile = *p
	other.facts &^= ofProfile
	other.page(c)
	other.consentFacts(c)
	other.notice(c)
	return (o.facts ^ other.facts) & ofProfile
}

// ifShifted returns what differs where the meeting takes place earlier or later.
func (o *observation) ifShifted(c *Case, by time.Duration) Facts {
	const ofTime = FactOver | FactElsewhen | consentFacts | FactCancelledInTime | FactCancelledLate | FactCancelledByOther | FactAskedAgain | FactNotice
	shifted := *o
	shifted.shift(by)
	shifted.facts &^= ofTime
	shifted.set(FactElsewhen, shifted.elsewhen(c, shifted.planned.Start, shifted.ends))
	shifted.set(FactOver, shifted.over(c))
	shifted.consentFacts(c)
	shifted.cancellations(c)
	shifted.notice(c)
	return (o.facts ^ shifted.facts) & ofTime
}

// shift moves the planned time. It stays the same meeting.
func (o *observation) shift(by time.Duration) {
	moved := o.planned
	moved.Start = moved.Start.Add(by)
	if !moved.End.IsZero() {
		moved.End = moved.End.Add(by)
	}
	o.plan(moved)
}

// ifLinks returns what a link can change that hides where it leads: it may lead past our
// page, or to it.
func (o *observation) ifLinks(c *Case) Facts {
	f := FactDirectLink &^ o.facts
	if o.host != nil {
		return f
	}
	f |= FactCurrentLink | FactJoinable | FactProviderOn | FactCannotOptOut | FactStaleLink&^o.facts
	f |= unless(c.Org.Records == profile.AnyParticipant, FactRecordedMember) | FactRecordedMember&^o.facts
	f |= unless(!c.Org.Members.SomeNeverRecorded(), FactBlocked&^o.facts) // a host who is never recorded
	return f | o.ifOwner(c) | o.ifHost(c) | unless(!c.Org.NativeRecorder, FactNotice)
}

// The facts that say whether consent is missing, and what the late-join rule answers.
const (
	missing  = FactBypassed | FactPageEnforced | FactOptedOut
	lateJoin = FactLateEnough | FactMissingLater
)

// outcome returns what the late-join rule answers where facts about consent are in doubt.
// Where it is certain that consent went missing too early, it makes no difference that it
// may have gone missing even earlier.
func (o *observation) outcome(inDoubt Facts) Facts {
	sure := o.facts &^ inDoubt
	early := sure&FactOptedOut != 0 || sure.Has(FactBypassed|FactPageEnforced)
	objects := (o.facts|inDoubt)&(FactBypassed|FactOptedOut) != 0
	settled := early && (o.facts|inDoubt)&lateJoin == 0
	return unless(!o.started() || inDoubt&missing == 0 || !objects || settled, lateJoin)
}

// strangers returns how many people who are not identified were in the call at one instant,
// beyond those who have answered the page and have not been seen: so many may be theirs.
// As of a guest who is identified, a stay counts once the grace has passed, and where it
// touches a recording, or with no recorder started now.
func (o *observation) strangers(c *Case) int {
	var few [8]invite.Span
	stays := few[:0]
	for p := range c.Roster.Until(o.now) {
		if !p.Address.IsZero() {
			break // those who are not identified come first
		}
		if p.Kind == consent.Person && o.touches(c, p) {
			stays = append(stays, invite.Span{From: p.From, To: p.Until})
		}
	}
	if len(stays) == 0 {
		return 0 // as nearly always
	}
	call := o.call(c)
	return mostAtOnce(stays) - call.Unseen()
}

// touches reports whether the stay of somebody who is not identified counts. Where somebody
// else passed the page by, only a stay counts that is earlier.
func (o *observation) touches(c *Case, p *consent.Presence) bool {
	if o.now.Before(p.From.Add(c.Org.Grace())) || !o.missed.IsZero() && o.facts&FactBypassed != 0 && !p.From.Before(o.missed) {
		return false
	}
	x := consent.Objection{From: p.From}
	if !p.Until.IsZero() && !p.Until.After(o.now) {
		x.Until = p.Until.Add(1) // still in the call at the instant of leaving
	}
	_, _, counts := o.inForce(c, &x)
	return counts
}

// mostAtOnce returns how many stays there are at most at one instant, of stays that come
// in order of their beginnings. A zero end is none.
func mostAtOnce(stays []invite.Span) int {
	var few [8]time.Time
	ends := few[:0]
	for _, s := range stays {
		if !s.To.IsZero() {
			ends = append(ends, s.To)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	most, over := 0, 0
	for i, s := range stays {
		for over < len(ends) && ends[over].Before(s.From) {
			over++
		}
		most = max(most, i+1-over)
	}
	return most
}

// judgeInDoubt returns the reasons that fire whatever the facts in doubt are, and those
// that fire for some. Rows that look at no fact in doubt fire as ever; the others are
// judged row by row.
func (f Facts) judgeInDoubt(inDoubt Facts) (certain, possible Reasons) {
	holds, may := f&AllFacts()&^inDoubt, (f|inDoubt)&AllFacts()
	derivedHolds, derivedMay := holds, may
	for i := range derivations {
		d := &derivations[i]
		if fires(d.must, d.mustNot, holds, may) {
			derivedHolds |= d.fact
		}
		if fires(d.must, d.mustNot, may, holds) {
			derivedMay |= d.fact
		}
	}
	looking := lookingAt(inDoubt)
	certain = f.fired() &^ looking
	for reason := range looking.All() {
		r := &rules[reason-1]
		switch {
		case fires(r.Must, r.MustNot, derivedHolds, derivedMay):
			certain |= 1 << reason
		case fires(r.Must, r.MustNot, derivedMay, derivedHolds):
			possible |= 1 << reason
		}
	}
	return certain, possible
}

// lookingAt returns the reasons whose rules look at any of some facts.
func lookingAt(facts Facts) (all Reasons) {
	for rest := facts & AllFacts(); rest != 0; rest &= rest - 1 {
		all |= looking[bits.TrailingZeros64(uint64(rest))]
	}
	return all
}

// looking is, for each fact, the reasons whose rules look at it.
var looking = func() (all [factCount]Reasons) {
	for i := range rules {
		for fact := range rules[i].LooksAt().All() {
			all[bits.TrailingZeros64(uint64(fact))] |= 1 << rules[i].Reason
		}
	}
	return all
}()

// fires reports whether a row fires where some facts hold, and others must not.
func fires(must, mustNot, holds, may Facts) bool { return must&^holds == 0 && mustNot&may == 0 }

// verdictInDoubt returns the verdict of reasons that are certain and others that are
// possible, and whether it is settled: what both together and the certain ones alone amount
// to, where that is the same. What destroys a recording, or keeps a part of it, needs a
// certain reason.
func (f Facts) verdictInDoubt(certain, possible Reasons) (v Verdict, settled bool) {
	sure, strict := f.verdict(certain), f.verdict(certain|possible)
	outcome := sure == KeepPart && possible&byEffect[Stops] != 0 && (certain|possible)&byEffect[Objects] != 0
	switch {
	case sure == strict && !outcome:
		return sure, true
	case f&FactStarted == 0:
		return Refuse, false
	}
	return Hold, false
}
