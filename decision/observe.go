package decision

import (
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Observe finds the facts of a case. It is the one half of [Decide]; the other is
// [Facts.Decide].
func Observe(c Case) Facts { return observe(&c).facts }

// observation is what is found in a case.
type observation struct {
	facts Facts
	now   time.Time       // the moment asked about, by the wall clock
	cut   time.Time       // when consent went missing while a recorder ran
	asked Request         // the request that the invite implies
	join  invite.Provider // the one through which to join
	host  *profile.Member // the member whose current consent link the invite carries
}

func observe(c *Case) observation {
	o := observation{now: c.now()}
	k := checker{quiet: true}
	c.check(&k)
	o.set(FactInvalid, k.wrong)
	o.meeting(c)
	o.links(c)
	o.parties(c)
	o.request(c)
	o.page(c)
	o.consent(c)
	o.cancellations(c)
	o.notice(c)
	return o
}

// set adds a fact, or facts, that hold when a condition does.
func (o *observation) set(f Facts, holds bool) {
	if holds {
		o.facts |= f
	}
}

// now returns the moment asked about, without its monotonic reading: only the wall
// clock is compared.
func (c *Case) now() time.Time { return c.Now.Round(0) }

// started reports whether a recorder has started: one that starts later has not.
func (c *Case) started() bool {
	return !c.Recording.Start.IsZero() && !c.Recording.Start.Round(0).After(c.now())
}

// recorded returns the window at whose every instant consent must be there: the
// recording so far, or with no recorder started, now.
func (c *Case) recorded() (from, to time.Time) {
	now := c.now()
	if !c.started() {
		return now, now
	}
	stop := c.Recording.Stop.Round(0)
	if stop.IsZero() || stop.After(now) {
		stop = now
	}
	return c.Recording.Start.Round(0), stop
}

func (o *observation) meeting(c *Case) {
	inv, org := &c.Invite, &c.Org
	o.set(FactEventCancelled, inv.Cancelled())
	o.set(FactStarted, c.started())
	o.set(FactOver, !inv.End.IsZero() && !o.now.Before(inv.End.Round(0)))
	o.set(FactPrivate, inv.Class != invite.ClassPublic && !org.RecordsPrivate)
	o.set(FactBlocked, org.Block.Phrase(inv.Title) != "")
}

// links tells the links apart and finds the provider through which to join.
func (o *observation) links(c *Case) {
	direct := invite.ProviderNone // the first of the direct links' that is on
	for i := range c.Invite.Links {
		l := &c.Invite.Links[i]
		judged := c.Org.Judge(*l, &c.Profile)
		switch judged.Kind {
		case profile.LinkCurrent:
			o.facts |= FactCurrentLink
			if o.host == nil {
				o.host = judged.Member
			}
		case profile.LinkStale:
			o.facts |= FactStaleLink
		case profile.LinkDirect:
			p := l.Provider()
			o.facts |= FactDirectLink
			o.set(FactProviderLink, p != invite.ProviderNone)
			if direct == invite.ProviderNone && !c.Org.Off.Has(p) {
				direct = p
			}
		}
	}
	o.provider(c, direct)
}

// provider finds the provider through which to join: of the direct links' in order
// of authority and then the profile's behind the consent page, the first with which
// recording is on (A, "Adding the assistant to a meeting", step 3).
//
// Ours: with an enforced page and a current consent link, the page is the only way
// that counts, so only the profile's provider does; else a further direct link could
// make a recording possible. A provider that the profile does not name is on only
// while the org has turned none off.
func (o *observation) provider(c *Case, direct invite.Provider) {
	current := o.facts.Has(FactCurrentLink)
	onlyPage := current && c.Profile.Page == profile.PageEnforced
	behind := c.Profile.Provider
	known := behind != invite.ProviderNone
	switch {
	case direct != invite.ProviderNone && !onlyPage:
		o.joinBy(direct)
	case current && (known && !c.Org.Off.Has(behind) || !known && c.Org.Off == 0):
		o.joinBy(behind)
	}
}

func (o *observation) joinBy(p invite.Provider) {
	o.join = p
	o.facts |= FactProviderOn
	o.set(FactCannotOptOut, !p.OffersOptOut())
}

// parties looks at everybody in the meeting.
//
// Who declined does not take part. Ours: somebody on the block list blocks the
// recording even so, an organizer without an address is nobody's member, and a
// meeting without any party is not internal.
func (o *observation) parties(c *Case) {
	organizer := c.Invite.Organizer
	anybody := c.Org.Records == profile.AnyParticipant
	some, external, recorded := false, false, false
	if c.Org.IsParty(&organizer) {
		some, external = true, !c.Org.IsInternal(organizer.Address)
		o.set(FactBlocked, c.Org.Block.Party(organizer.Address) != "")
	}
	for i := range c.Invite.Attendees {
		p := &c.Invite.Attendees[i]
		if !c.Org.IsParty(p) {
			o.assistant(c, p.Address)
			continue
		}
		o.set(FactBlocked, c.Org.Block.Party(p.Address) != "")
		if p.Answer == invite.PartStatDeclined {
			continue
		}
		some = true
		external = external || !c.Org.IsInternal(p.Address)
		recorded = recorded || anybody && c.isRecorded(p.Address)
	}
	o.set(FactInternalExcluded, some && !external && !c.Org.RecordsInternal)
	o.set(FactRecordedMember, o.hostRecorded(c) || recorded)
}

// isRecorded reports whether an address is of a member whose calls are recorded.
func (c *Case) isRecorded(a invite.Address) bool {
	m := c.Org.Members.ByAddress(a)
	return m != nil && m.Recorded
}

// assistant takes an attendee that is no party for the org's assistant, if it is.
func (o *observation) assistant(c *Case, a invite.Address) {
	if o.asked == (Request{}) && c.Org.IsAssistant(a) {
		o.asked = Request{Sender: c.Invite.Organizer.Address, To: a}
	}
}

// hostRecorded reports whether the host takes part, and is a member whose calls are
// recorded; by a rule for any participant, or the organizer is.
func (o *observation) hostRecorded(c *Case) bool {
	organizer := c.Org.Members.ByAddress(c.Invite.Organizer.Address)
	return takesPart(c, o.hostOf(c)) || c.Org.Records == profile.AnyParticipant && takesPart(c, organizer)
}

// hostOf returns the host, if a member: of the first current consent link that the
// invite carries, else the organizer (ours).
func (o *observation) hostOf(c *Case) *profile.Member {
	if o.host != nil {
		return o.host
	}
	return c.Org.Members.ByAddress(c.Invite.Organizer.Address)
}

// takesPart reports whether m is a member whose calls are recorded and who has not
// declined: not listed, or listed and not declined under one address at least. Ours:
// a host who is not listed comes.
func takesPart(c *Case, m *profile.Member) bool {
	if m == nil || !m.Recorded {
		return false
	}
	declined := false
	for i := range c.Invite.Attendees {
		p := &c.Invite.Attendees[i]
		if !m.Has(p.Address) || p.IsRoom() {
			continue
		}
		if p.Answer != invite.PartStatDeclined {
			return true
		}
		declined = true
	}
	return !declined
}

func (o *observation) request(c *Case) {
	r := c.best(o.asked)
	if r == (Request{}) {
		return
	}
	m := c.Org.Members.ByAddress(r.Sender)
	o.facts |= FactAsked
	o.set(FactAddressKnown, c.Org.IsAssistant(r.To))
	o.set(FactSenderMember, m != nil)
	o.set(FactSenderPermitted, m != nil && m.MaySchedule)
}

func (o *observation) page(c *Case) {
	organizer := c.Invite.Organizer.Address
	o.set(FactPageOn, c.Profile.PageOn())
	o.set(FactPageEnforced, c.Profile.Page == profile.PageEnforced)
	o.set(FactOrganizerKnown, !organizer.IsZero())
	o.set(FactOrganizerInternal, c.Org.IsInternal(organizer))
	o.set(FactDirectTolerated, c.Profile.DirectLinks)
	o.set(FactOptOutOffered, c.Profile.OptOut)
}

// consent looks at the answers over the recording so far, or now. The cut is the
// earliest instant of the recording at which consent is missing; stopping is final,
// so a later consent does not undo it (ours).
func (o *observation) consent(c *Case) {
	from, to := c.recorded()
	missing := c.Answers.FirstMissing(from, to)
	o.set(FactOptedOut, !missing.OptedOut.IsZero())
	o.set(FactBypassed, !missing.Bypassed.IsZero())
	cut := missing.Cut(c.Profile.Page == profile.PageEnforced)
	if cut.IsZero() || !o.facts.Has(FactStarted) {
		return
	}
	o.cut = cut.UTC()
	o.set(FactLateEnough, consent.EnoughRecorded(consent.Span{From: from, To: cut}, c.planned(), c.Org.Keep()))
}

func (c *Case) planned() consent.Span {
	return consent.Span{From: c.Invite.Start, To: c.Invite.End}
}

// cancellations looks at who cancelled by now, and when.
func (o *observation) cancellations(c *Case) {
	for i := range c.Cancellations {
		x := &c.Cancellations[i]
		if x.At.Round(0).After(o.now) {
			continue
		}
		switch c.cancelReason(*x) {
		case CancellerNotMember:
			o.facts |= FactCancelledByOther
		case CancelledTooLate:
			o.facts |= FactCancelledLate
		default:
			o.facts |= FactCancelledInTime
		}
	}
}

// cancelReason says what a cancellation amounts to. Up to and including the last
// moment is in time.
func (c *Case) cancelReason(x Cancellation) Reason {
	switch {
	case c.Org.Members.ByAddress(x.By) == nil:
		return CancellerNotMember
	case x.At.Round(0).After(c.lastCancel()):
		return CancelledTooLate
	}
	return RecordingCancelled
}

// notice looks at what tells participants of the recording, besides the page.
func (o *observation) notice(c *Case) {
	native := c.Org.NativeRecorder && o.join.RecordsNatively()
	o.set(FactNotice, c.Profile.AudioPrompt || c.Profile.PreCallEmail || native)
}
