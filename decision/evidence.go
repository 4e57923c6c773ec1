package decision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

// evidenceOf returns what in a case makes a reason hold: in what it was decided by, else in
// what was in force before or after a change.
func (x *explainer) evidenceOf(r Reason) []Evidence {
	if x.facts.fired().Has(r) {
		s := x.side(x.c)
		return s.evidence(s.of, r)
	}
	if x.other == nil {
		x.other = &side{new(observation), x.c}
		if !x.earlier {
			x.other.of = new(x.c.then())
		}
		x.other.observe(x.other.of)
	}
	return x.other.evidence(x.other.of, r)
}

// side is what was observed before a change, or since.
type side struct {
	*observation
	of *Case
}

// sides returns what a case was decided by: what is in force and, where something changed
// after the recording began, what was in force before.
func (j *judgement) sides(c *Case) []side {
	if !j.merged {
		return []side{j.side(c)}
	}
	sides := []side{{new(observation), c}, {new(observation), new(c.then())}}
	for _, s := range sides {
		s.observe(s.of)
		s.putInDoubt(s.of)
	}
	return sides
}

// side returns what a case was decided by, where that is not both sides of a change.
func (j *judgement) side(c *Case) side {
	if j.earlier {
		c = new(c.then())
	}
	return side{&j.observation, c}
}

// questioned is one doubt on one side of a change.
type questioned struct {
	changes Facts // what the doubt can change
	from    []Evidence
}

// question finds what is in question.
func (x *explainer) question() {
	for _, s := range x.sides(x.c) {
		for d := range s.doubted.All() {
			x.asked = append(x.asked, questioned{s.mask(s.of, d), s.doubtful(s.of, d)})
		}
	}
}

// inQuestion returns the doubts that can make a reason hold. What covers several doubts it
// says once.
func (x *explainer) inQuestion(r Reason) []Evidence {
	looksAt := ruleOf(r).LooksAt()
	seen := map[Evidence]bool{}
	var all []Evidence
	for _, q := range x.asked {
		if q.changes&looksAt == 0 {
			continue
		}
		for _, e := range q.from {
			same := e
			if e.covers() {
				same.Doubt.Doubt = 0
			}
			if !seen[same] {
				seen[same] = true
				all = append(all, e)
			}
		}
	}
	return all
}

// maxPlaces is of how many places it is said that a doubt comes from them.
const maxPlaces = 20

// doubtful returns what is in doubt about one part of a meeting, and where. A place of which
// everything is in doubt comes first.
func (o *observation) doubtful(c *Case, d invite.Doubt) []Evidence {
	var all []Evidence
	note, place, found := lostAt(&c.Invite)
	if found && c.Invite.Doubts.Has(d) {
		place.Doubt = d
		all = append(all, Evidence{Note: note, Doubt: place})
	}
	more := 0
	for _, from := range c.Invite.DoubtsFrom {
		switch {
		case from.Doubt != d || found && from == place:
		case len(all) == maxPlaces:
			more++
		default:
			all = append(all, Evidence{Note: doubtNotes[d], Doubt: from})
		}
	}
	only := invite.Doubtful{Doubt: d}
	if more > 0 {
		all = append(all, Evidence{Note: fmt.Sprintf("%s, in %d more places", doubtNotes[d], more), Doubt: only})
	}
	switch {
	case d == invite.DoubtPresence:
		all = append(all, Evidence{Note: notIdentified(o.strangers(c)), Doubt: only})
	case len(all) == 0 && (d != invite.DoubtAttendees || o.attendeesInDoubt(c)):
		all = append(all, Evidence{Note: doubtNotes[d], Doubt: only})
	}
	if d == invite.DoubtAttendees && o.groups {
		for i := range c.Invite.Attendees {
			if p := &c.Invite.Attendees[i]; p.Kind == invite.CUTypeGroup {
				all = append(all, Evidence{Party: p.Address.String(), Note: "is a group whose members are not known", Doubt: only})
			}
		}
	}
	return all
}

// What is said of a place of which everything is in doubt.
const (
	lostNote = "a part of the invitation is lost, which may have said anything"
	cutNote  = "the file ends in the middle of the invitation"
)

// covers reports whether everything is in doubt for one and the same cause.
func (e *Evidence) covers() bool { return e.Note == lostNote || e.Note == cutNote }

// lostAt returns the first place from which everything comes that can be in doubt of an
// invite, and what to say of it.
func lostAt(inv *invite.Invite) (note string, place invite.Doubtful, found bool) {
	if len(inv.DoubtsFrom) < everyDoubt.Len() {
		return "", invite.Doubtful{}, false
	}
	from := map[invite.Doubtful]invite.Doubts{}
	for _, f := range inv.DoubtsFrom {
		place = invite.Doubtful{Property: f.Property, Line: f.Line}
		from[place] |= enum.SetOf(f.Doubt)
		if from[place]&everyDoubt == everyDoubt {
			if f.Property == "END" {
				return cutNote, place, true
			}
			return lostNote, place, true
		}
	}
	return "", invite.Doubtful{}, false
}

// everyDoubt are the doubts that an invite can have.
var everyDoubt = enum.SetOf(invite.AllDoubts()...) &^ enum.SetOf(invite.DoubtPresence)

// doubtNotes say what is in doubt.
var doubtNotes = [...]string{
	invite.DoubtOrganizer: "who organizes is not certain",
	invite.DoubtAttendees: "who is asked to come is not certain",
	invite.DoubtTime:      "the times are a guess",
	invite.DoubtLinks:     "where a link leads is not certain",
	invite.DoubtState:     "whether the meeting is called off is not certain",
	invite.DoubtClass:     "whether the meeting is private is not certain",
	invite.DoubtTitle:     "the title is not certain",
}

// notIdentified says how many people in the call are not identified.
func notIdentified(n int) string {
	if n == 1 {
		return "1 person in the call is not identified"
	}
	return fmt.Sprint(n, " people in the call are not identified")
}

// evidence returns what was observed that makes a reason hold.
func (o *observation) evidence(c *Case, r Reason) []Evidence {
	inv := &c.Invite
	switch r {
	case InvalidCase:
		return c.problems()
	case MeetingCancelled, NotAnInvitation:
		return []Evidence{{Note: fmt.Sprintf("status %s, method %s", inv.Status, inv.Method)}}
	case MeetingOver:
		return []Evidence{{Note: map[bool]string{true: "the planned end was", false: "a day after the start was"}[!inv.End.IsZero()], At: o.ends.UTC()}}
	case MeetingPrivate:
		return []Evidence{{Note: "class " + inv.Class.String(), Setting: "records_private"}}
	case BlockedParty:
		return o.blocked(c)
	case NoConferenceLink:
		return o.linksThatJoinNothing(c)
	case ProviderOff:
		return []Evidence{{Link: inv.Links[o.link].String(), Note: "leads to " + o.join.Name(), Setting: "providers_off"}}
	case AssistantAddressUnknown:
		return []Evidence{{Party: o.asked.To.String(), Setting: "assistant"}}
	case SenderNotMember, SenderNotPermitted, AskedThroughAssistant:
		if o.asked.Sender.IsZero() {
			return []Evidence{{Note: "nobody is known to have asked"}}
		}
		return []Evidence{{Party: o.asked.Sender.String(), Note: o.asked.How.String(), At: o.asked.At.UTC(), Setting: "members"}}
	case RequestNotNeeded:
		return []Evidence{{Party: o.asked.Sender.String(), Note: "asked " + o.asked.To.String()}}
	case InternalMeeting:
		return []Evidence{{Note: "nobody from outside is known to take part", Setting: "records_internal"}}
	case NobodyRecorded, RecordedAutomatically:
		return o.recordedParties(c)
	case ThirdPartyOrganizer:
		return []Evidence{{Party: o.organizer.String(), Setting: "domains"}}
	case OrganizerUnknown:
		return []Evidence{{Note: strings.TrimSpace("no organizer's address " + inv.Organizer.Name)}}
	case ConsentLinkMissing, ConsentLinkUnused:
		return []Evidence{{Note: "page " + o.profile.Page.String(), Setting: "page"}}
	case ConsentLinkStale, StaleLinkAdvice:
		return o.linksOf(c, profile.LinkStale)
	case BypassLink, SeveralCalls:
		return o.linksOf(c, profile.LinkDirect)
	case ConsentByPage:
		return o.linksOf(c, profile.LinkCurrent)
	}
	return o.evidenceOfCall(c, r)
}

// evidenceOfCall is evidence for the reasons that come from the call itself.
func (o *observation) evidenceOfCall(c *Case, r Reason) []Evidence {
	switch r {
	case ConsentUnverified:
		return o.objecting(c, consent.Bypassed)
	case ParticipantOptedOut:
		return o.objecting(c, consent.OptedOut)
	case LateOptOut, TooLittleRecorded:
		return []Evidence{o.share(c)}
	case RecordingCancelled, CancelledTooLate, CancellerNotMember:
		return o.cancelledBy(c, r)
	case ConsentByNotice:
		return o.notices(c)
	case NoNotice:
		return []Evidence{{Note: "no audio prompt, no pre-call email in time, no consent link that works"}}
	case OptOutUnavailable:
		return []Evidence{{Note: o.join.Name()}}
	case TimeUncertain:
		return o.doubtful(c, invite.DoubtTime)
	case AllDay:
		return []Evidence{{Note: "dates from", At: c.Invite.Start.UTC()}}
	case RecordingStopped:
		return []Evidence{{Note: o.howStopped(c), At: o.stopped.UTC()}}
	case NobodyAnswered:
		return []Evidence{{Note: "a recorder started", At: o.first.UTC()}}
	case PhoneBesidePage:
		numbers, _ := c.Invite.NumbersShown()
		return []Evidence{{Note: list(numbers), Setting: "links"}}
	case EverybodyLeft:
		return []Evidence{{Note: "the last one left", At: o.lastLeft(c)}}
	}
	return []Evidence{{Note: "a recorder started", At: o.first.UTC()}} // RecordedElsewhen
}

// problems returns what makes no sense in the case.
func (c *Case) problems() []Evidence {
	var k checker
	k.check(c)
	var all []Evidence
	for _, err := range k.errs {
		all = append(all, Evidence{Note: err.Error()})
	}
	return all
}

// blocked returns what the block list has against the meeting, and who is never recorded.
func (o *observation) blocked(c *Case) []Evidence {
	var all []Evidence
	if phrase := c.Org.Block.Phrase(c.Invite.Title); phrase != "" {
		all = append(all, Evidence{Note: "the title holds " + strictjson.Quote(phrase), Setting: "block"})
	}
	seen := map[invite.Address]bool{}
	add := func(a invite.Address) {
		if a.IsZero() || seen[a] {
			return
		}
		seen[a] = true
		m := c.Org.Members.ByAddress(a)
		if entry, under := c.blockedBy(a, m); entry != "" {
			note := "by " + entry
			if under != a {
				note += ", as " + under.String()
			}
			all = append(all, Evidence{Party: a.String(), Note: note, Setting: "block"})
		}
		if m != nil && m.NeverRecorded {
			all = append(all, Evidence{Party: a.String(), Note: "is never recorded", Setting: "never_recorded"})
		}
	}
	for _, a := range o.addresses(c) {
		add(a)
	}
	for p := range c.Roster.Until(o.now) {
		add(p.Address)
	}
	return all
}

// addresses returns the addresses of everybody whom the invitation names.
func (o *observation) addresses(c *Case) []invite.Address {
	all := []invite.Address{c.Invite.Organizer.Address, o.organizer}
	if o.host != nil {
		all = append(all, o.host.Address)
	}
	for i := range c.Invite.Attendees {
		all = append(all, c.Invite.Attendees[i].Address)
	}
	return all
}

// linksThatJoinNothing returns the links by which no recorder can join.
func (o *observation) linksThatJoinNothing(c *Case) []Evidence {
	all := append(o.linksOf(c, profile.LinkDirect), o.linksOf(c, profile.LinkOther)...)
	for i := range all {
		all[i].Note = "leads to no call that a recorder can join"
	}
	return all
}

// linksOf returns the links that are of a kind to the org.
func (o *observation) linksOf(c *Case, kind profile.LinkKind) []Evidence {
	var all []Evidence
	for _, l := range c.Invite.Links {
		judged := c.Org.Judge(&l, c.ownProfile())
		if judged.Kind == kind {
			all = append(all, Evidence{Link: l.String(), Note: linkNote(l, judged)})
		}
	}
	return all
}

// linkNote says where a link stands and what is wrong with it.
func linkNote(l invite.Link, judged profile.Judgement) string {
	var notes []string
	if l.Place() != invite.PlaceUnstated {
		notes = append(notes, "in "+strings.ToUpper(strings.ReplaceAll(l.Place().String(), "_", "-")))
	}
	if judged.Fault != profile.FaultNone {
		notes = append(notes, judged.Fault.Says())
	}
	return strings.Join(notes, ", ")
}

// recordedParties returns whose calls are recorded, and the org's rule.
func (o *observation) recordedParties(c *Case) []Evidence {
	org := &c.Org
	parts := map[*profile.Member]*part{}
	var inOrder []*part
	add := func(m *profile.Member, invited bool) {
		if m != nil && m.Recorded && parts[m] == nil {
			parts[m] = &part{member: m, coming: invited}
			inOrder = append(inOrder, parts[m])
		}
	}
	add(o.hosting(c), false)
	if org.Records == profile.AnyParticipant {
		add(org.Members.ByAddress(o.organizer), false)
		for i := range c.Invite.Attendees {
			if a := &c.Invite.Attendees[i]; !org.OnlyAccepted || a.Answer == invite.PartStatAccepted {
				add(org.Members.ByAddress(a.Address), true)
			}
		}
	}
	for i := range c.Invite.Attendees {
		a := &c.Invite.Attendees[i]
		if p := parts[org.Members.ByAddress(a.Address)]; p != nil && !a.IsRoom() {
			p.see(org, a)
		}
	}
	var all []Evidence
	for _, p := range inOrder {
		if p.recorded() {
			all = append(all, Evidence{Party: p.member.Address.String(), Note: "calls are recorded"})
		}
	}
	return append(all, Evidence{Note: "rule " + org.Records.String(), Setting: "records"})
}

// objecting returns whose consent was missing in one way, and since when.
func (o *observation) objecting(c *Case, choice consent.Choice) []Evidence {
	var all []Evidence
	answers := c.Answers.Responses()
	call := o.call(c)
	for x := range call.Objections() {
		if x.Choice != choice {
			continue
		}
		trial := *o
		trial.facts &^= consentFacts
		trial.object(c, &x, FactOptedOut, true)
		if trial.facts&FactOptedOut != 0 {
			all = append(all, Evidence{Party: x.Participant.String(), Note: o.how(c, answers, &x), At: x.From.UTC()})
		}
	}
	slices.SortStableFunc(all, func(a, b Evidence) int { return a.At.Compare(b.At) })
	return all
}

// how says how an objection began: by an answer, or without one, by coming into the call.
func (o *observation) how(c *Case, answers []consent.Response, x *consent.Objection) string {
	_, answered := slices.BinarySearchFunc(answers, x, func(r consent.Response, x *consent.Objection) int {
		return cmp.Or(r.Participant.Compare(x.Participant), r.At.Compare(x.From), cmp.Compare(r.Choice, x.Choice))
	})
	switch {
	case answered:
		return x.Choice.String()
	case x.Choice == consent.Bypassed:
		return "in the call without an answer"
	case c.Roster.IsZero():
		return x.Choice.String() + " before, in force again"
	}
	return x.Choice.String() + " before, and in the call"
}

// share says how much of the planned time had been recorded at the cut.
func (o *observation) share(c *Case) Evidence {
	var counted time.Duration
	for s := range o.counted(c, o.missed) {
		if s.From.Before(s.To) {
			counted += s.To.Sub(s.From)
		}
	}
	note := fmt.Sprintf("%v had been recorded, and there is no planned end", counted)
	if plan := o.plannedSpan(); !plan.To.IsZero() {
		note = fmt.Sprintf("%v of %v planned had been recorded, %d%% is needed", counted, plan.To.Sub(plan.From), c.Org.Keep())
	}
	return Evidence{Note: note, At: o.missed.UTC(), Setting: "keep_percent"}
}

// cancelledBy returns who cancelled by now in a way that gives the reason.
func (o *observation) cancelledBy(c *Case, r Reason) []Evidence {
	var all []Evidence
	for i := range c.Cancellations {
		x := &c.Cancellations[i]
		if r == o.cancelled(c, x) {
			note := "cancelled (the last moment was " + instant(c.lastCancel(x.Start)) + ")"
			all = append(all, Evidence{Party: x.By.String(), Note: note, At: x.At.Round(0).UTC()})
		}
	}
	return all
}

// notices says what tells participants of the recording.
func (o *observation) notices(c *Case) []Evidence {
	var all []Evidence
	if o.profile.AudioPrompt {
		all = append(all, Evidence{Note: "audio prompt", Setting: "audio_prompt"})
	}
	if o.emailed(c) {
		all = append(all, Evidence{Note: "pre-call email", Setting: "pre_call_email"})
	}
	if o.native(c) {
		all = append(all, Evidence{Note: o.join.Name() + "'s disclaimer", Setting: "native_recorder"})
	}
	return all
}

// howStopped says how the recording was stopped that ends it.
func (o *observation) howStopped(c *Case) string {
	for _, r := range c.Recordings {
		if r.Stop.Round(0).Equal(o.stopped) && r.Ended == NotAdmitted {
			return "the recorder was not let in"
		}
	}
	return "the recording was stopped in the call"
}

// lastLeft returns when the last person left.
func (o *observation) lastLeft(c *Case) time.Time {
	var last time.Time
	for p := range c.Roster.Until(o.now) {
		if !o.isRecorder(c, p) && p.Until.After(last) {
			last = p.Until
		}
	}
	return last
}
