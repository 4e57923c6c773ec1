package decision

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// evidence returns what in the case makes a reason hold.
func (o *observation) evidence(c *Case, r Reason, d Decision) []Evidence {
	inv, asked := &c.Invite, c.asked()
	switch r {
	case InvalidCase:
		return c.problems()
	case MeetingCancelled:
		return []Evidence{{Note: fmt.Sprintf("status %s, method %s", inv.Status, inv.Method)}}
	case MeetingOver:
		return []Evidence{{Note: "the planned end was", At: inv.End.UTC()}}
	case MeetingPrivate:
		return []Evidence{{Note: "class " + inv.Class.String(), Setting: "records_private"}}
	case BlockedParty:
		return c.blocked()
	case NoConferenceLink:
		return c.otherLinks()
	case ProviderOff:
		return c.providersOff()
	case AssistantAddressUnknown:
		return []Evidence{{Party: asked.To.String(), Setting: "assistant"}}
	case SenderNotMember, SenderNotPermitted, AskedThroughAssistant:
		if asked.Sender.IsZero() {
			return []Evidence{{Note: "nobody is known to have asked"}}
		}
		return []Evidence{{Party: asked.Sender.String(), Setting: "members"}}
	case RequestNotNeeded:
		return []Evidence{{Party: asked.Sender.String(), Note: "asked " + asked.To.String()}}
	case InternalMeeting:
		return []Evidence{{Note: "everybody is internal", Setting: "records_internal"}}
	case NobodyRecorded, RecordedAutomatically:
		return c.recordedParties(o)
	case ThirdPartyOrganizer:
		return []Evidence{{Party: inv.Organizer.Address.String(), Setting: "domains"}}
	case OrganizerUnknown:
		return []Evidence{{Note: strings.TrimSpace("no organizer's address " + inv.Organizer.Name)}}
	case ConsentLinkMissing, ConsentLinkUnused:
		return []Evidence{{Note: "page " + c.Profile.Page.String(), Setting: "page"}}
	case ConsentLinkStale, StaleLinkAdvice:
		return c.linksOf(profile.LinkStale)
	case BypassLink:
		return c.linksOf(profile.LinkDirect)
	case ConsentByPage:
		return c.linksOf(profile.LinkCurrent)
	case ConsentUnverified:
		return c.answered(consent.Bypassed)
	case ParticipantOptedOut:
		return c.answered(consent.OptedOut)
	case LateOptOut, TooLittleRecorded:
		return []Evidence{c.share(d.Cut)}
	case RecordingCancelled, CancelledTooLate, CancellerNotMember:
		return c.cancelled(r)
	case ConsentByNotice:
		return c.notices(o.join)
	case NoNotice:
		return []Evidence{{Note: "no audio prompt, no pre-call email, no consent link that works"}}
	}
	return []Evidence{{Note: o.join.Name()}} // OptOutUnavailable
}

// problems returns what makes no sense in the case.
func (c *Case) problems() []Evidence {
	var k checker
	c.check(&k)
	var all []Evidence
	for _, err := range k.errs {
		all = append(all, Evidence{Note: err.Error()})
	}
	return all
}

// blocked returns what the block list has against the meeting.
func (c *Case) blocked() []Evidence {
	var all []Evidence
	if phrase := c.Org.Block.Phrase(c.Invite.Title); phrase != "" {
		all = append(all, Evidence{Note: fmt.Sprintf("the title holds %q", phrase), Setting: "block"})
	}
	for _, p := range append([]invite.Party{c.Invite.Organizer}, c.Invite.Attendees...) {
		entry := c.Org.Block.Party(p.Address)
		if entry != "" && c.Org.IsParty(&p) {
			all = append(all, Evidence{Party: p.Address.String(), Note: "by " + entry, Setting: "block"})
		}
	}
	return all
}

// otherLinks returns the links that lead into no call.
func (c *Case) otherLinks() []Evidence {
	all := c.linksOf(profile.LinkOther)
	for i := range all {
		all[i].Note = "is no link of a known provider"
	}
	return all
}

// linksOf returns the links that are of a kind to the org.
func (c *Case) linksOf(kind profile.LinkKind) []Evidence {
	var all []Evidence
	for _, l := range c.Invite.Links {
		judged := c.Org.Judge(l, &c.Profile)
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

// providersOff returns the providers through which one could join, were they on.
func (c *Case) providersOff() []Evidence {
	var all []Evidence
	for _, l := range c.Invite.Links {
		if c.Org.Off.Has(l.Provider()) {
			all = append(all, Evidence{Link: l.String(), Note: l.Provider().Name(), Setting: "providers_off"})
		}
	}
	for _, e := range c.linksOf(profile.LinkCurrent) {
		all = append(all, Evidence{Link: e.Link, Note: "leads to " + c.Profile.Provider.Name(), Setting: "providers_off"})
	}
	return all
}

// recordedParties returns whose calls are recorded, and the org's rule.
func (c *Case) recordedParties(o *observation) []Evidence {
	var all []Evidence
	add := func(m *profile.Member) {
		same := func(e Evidence) bool { return e.Party == m.Address.String() }
		if takesPart(c, m) && !slices.ContainsFunc(all, same) {
			all = append(all, Evidence{Party: m.Address.String(), Note: "calls are recorded"})
		}
	}
	add(o.hostOf(c))
	if c.Org.Records == profile.AnyParticipant {
		for _, a := range c.partyAddresses() {
			add(c.Org.Members.ByAddress(a))
		}
	}
	return append(all, Evidence{Note: "rule " + c.Org.Records.String(), Setting: "records"})
}

// answered returns who gave an answer that counts, and since when.
func (c *Case) answered(choice consent.Choice) []Evidence {
	from, to := c.recorded()
	var all []Evidence
	for s := range c.Answers.Stretches() {
		if _, ok := s.In(from, to); ok && s.Choice == choice {
			all = append(all, Evidence{Party: s.Participant, Note: c.how(s), At: s.From})
		}
	}
	return all
}

// how says how a stretch began: by an answer, or by one of before that came back into
// force.
func (c *Case) how(s consent.Stretch) string {
	for _, r := range c.Answers.Responses() {
		if r.Participant == s.Participant && r.Choice == s.Choice && r.At.Equal(s.From) {
			return s.Choice.String()
		}
	}
	return s.Choice.String() + " before, in force again"
}

// share says how much of the planned time had been recorded at the cut.
func (c *Case) share(cut time.Time) Evidence {
	from, _ := c.recorded()
	note := fmt.Sprintf("%v of %v planned had been recorded, %d%% is needed",
		cut.Sub(from), c.Invite.End.Sub(c.Invite.Start), c.Org.Keep())
	return Evidence{Note: note, At: cut, Setting: "keep_percent"}
}

// cancelled returns who cancelled by now in a way that gives the reason.
func (c *Case) cancelled(r Reason) []Evidence {
	last := c.lastCancel()
	var all []Evidence
	for _, x := range c.Cancellations {
		at := x.At.Round(0)
		if !at.After(c.now()) && r == c.cancelReason(x) {
			all = append(all, Evidence{Party: x.By.String(), Note: "cancelled (the last moment was " + instant(last) + ")", At: at.UTC()})
		}
	}
	return all
}

// notices says what tells participants of the recording.
func (c *Case) notices(join invite.Provider) []Evidence {
	var all []Evidence
	if c.Profile.AudioPrompt {
		all = append(all, Evidence{Note: "audio prompt", Setting: "audio_prompt"})
	}
	if c.Profile.PreCallEmail {
		all = append(all, Evidence{Note: "pre-call email", Setting: "pre_call_email"})
	}
	if c.Org.NativeRecorder && join.RecordsNatively() {
		all = append(all, Evidence{Note: join.Name() + "'s disclaimer", Setting: "native_recorder"})
	}
	return all
}
