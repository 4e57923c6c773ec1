package decision_test

import (
	"cmp"
	"encoding/json"
	"math/big"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// naiveCases is how many cases the two tests look at, each, whatever -rapid.checks says.
const naiveCases = 20000

// Every fact that Observe finds is found a second time, in the most pedestrian way:
// by going through lists, comparing texts, and looking at single instants.
func TestObserveAgreesWithTheNaiveWay(t *testing.T) {
	forManyCases(t, func(t *rapid.T, c Case) {
		got, inDoubt := Observe(c)
		want := (&naive{c}).facts() &^ inDoubt
		if got&FactInvalid&want != 0 {
			return // what else is found in a case that makes no sense says nothing
		}
		if got != want {
			t.Fatalf("found %v\nwant  %v", got&^want, want&^got)
		}
	})
}

// Likewise what Decide makes of whole cases, changes during the recording among it. The
// naive way knows no doubt. Where it sees that something is not known, a doubt may make the
// verdict refuse or hold, and nothing else.
func TestDecideAgreesWithTheNaiveWay(t *testing.T) {
	forManyCases(t, func(t *rapid.T, c Case) {
		got, want := Decide(c), naiveDecision(c)
		if want.Reasons.Has(InvalidCase) {
			got.Reasons, got.Possible, got.Cut = got.Reasons&want.Reasons, 0, time.Time{} // what else is found says nothing
		}
		if n := (&naive{c}); n.unsure() || n.then().unsure() {
			careful := map[bool]Verdict{true: Hold, false: Refuse}[len(n.stretches()) > 0]
			if got.Verdict != want.Verdict && got.Verdict != careful {
				text, _ := json.Marshal(c)
				t.Fatalf("%s\nin doubt decided %v, want %v or %v", text, got.Verdict, want.Verdict, careful)
			}
			return
		}
		if got != want {
			text, _ := json.Marshal(c)
			t.Fatalf("%s\ndecided %v (cut %v), want %v (cut %v)\ntoo much %v\nmissing  %v",
				text, got.Verdict, got.Cut, want.Verdict, want.Cut, reasonsIn(got.Reasons&^want.Reasons), reasonsIn(want.Reasons&^got.Reasons))
		}
	})
}

// forManyCases checks generated cases, in as many runs of rapid as it takes.
func forManyCases(t *testing.T, check func(*rapid.T, Case)) {
	for n := 0; n < naiveCases && !t.Failed(); {
		rapid.Check(t, func(t *rapid.T) {
			n++
			check(t, decisiontest.Cases().Draw(t, "case"))
		})
	}
}

func reasonsIn(rs Reasons) []Reason { return slices.Collect(rs.All()) }

// naive finds what is the case, by the invite and the settings of one case.
type naive struct{ Case }

func (n *naive) facts() Facts {
	var f Facts
	p, r, objection := n.profile(), n.request(), n.missing()
	for fact, holds := range map[Facts]bool{
		FactInvalid:           n.senseless(),
		FactEventCancelled:    n.Invite.Status == invite.StatusCancelled || n.Invite.Method == invite.MethodCancel,
		FactStarted:           len(n.stretches()) > 0,
		FactOver:              n.overAt(n.Now),
		FactPrivate:           !n.Org.RecordsPrivate && (n.Invite.Class == invite.ClassPrivate || n.Invite.Class == invite.ClassConfidential),
		FactBlocked:           n.blocked(),
		FactCurrentLink:       n.has("current"),
		FactStaleLink:         n.has("stale"),
		FactDirectLink:        n.has("direct"),
		FactJoinable:          n.joinable(),
		FactProviderOn:        n.joinable() && n.providerOn(),
		FactCannotOptOut:      n.joinable() && n.providerOn() && !n.joined().OffersOptOut(),
		FactAsked:             r != nil,
		FactAddressKnown:      r != nil && n.isAssistant(r.To),
		FactSenderMember:      r != nil && n.member(r.Sender) != nil,
		FactSenderPermitted:   r != nil && n.member(r.Sender) != nil && n.member(r.Sender).MaySchedule,
		FactRecordedMember:    n.recordedMember(),
		FactInternalExcluded:  n.internal() && !n.Org.RecordsInternal,
		FactPageOn:            p.Page == profile.PageEnabled || p.Page == profile.PageEnforced,
		FactPageEnforced:      p.Page == profile.PageEnforced,
		FactOrganizerKnown:    n.organizer() != none,
		FactOrganizerInternal: n.isInternal(n.organizer()),
		FactDirectTolerated:   p.DirectLinks,
		FactTimeUncertain:     n.Invite.Doubts.Has(invite.DoubtTime),
		FactOptedOut:          n.everObjects(consent.OptedOut),
		FactBypassed:          n.everObjects(consent.Bypassed),
		FactLateEnough:        objection.recorded != nil && n.enoughBefore(*objection.recorded),
		FactMissingLater:      objection.recorded == nil && objection.gap != nil,
		FactCancelledInTime:   len(n.cancelledInTime()) > 0,
		FactCancelledLate:     n.cancelledLate(),
		FactCancelledByOther:  n.cancelledByOther(),
		FactAskedAgain:        n.askedAgain(),
		FactNotice:            p.AudioPrompt || p.PreCallEmail && n.emailWentOut() || n.native(),
		FactOptOutOffered:     p.OptOut,
		FactNotInvitation: slices.Contains([]invite.Method{invite.MethodReply, invite.MethodRefresh,
			invite.MethodCounter, invite.MethodDeclineCounter}, n.Invite.Method),
		FactAllDay:        n.Invite.AllDay,
		FactStopped:       len(n.stops()) > 0,
		FactAnswered:      n.answered(),
		FactSeveralRooms:  n.severalRooms(),
		FactDialIn:        len(n.Invite.DialIn) > 0,
		FactStaticLinks:   p.Links == profile.LinksStatic || p.Links == profile.LinksHostDecides,
		FactEverybodyLeft: n.everybodyLeft(),
		FactElsewhen:      n.recordedElsewhen(),
	} {
		if holds {
			f |= fact
		}
	}
	return f
}

// ── time ──

func (n *naive) happened(at time.Time) bool { return !at.After(n.Now) }

// stretches are the recordings in which a recorder has run.
func (n *naive) stretches() []Recording {
	var all []Recording
	for _, r := range n.Recordings {
		if r.Ended != NotAdmitted && n.happened(r.Start) {
			all = append(all, r)
		}
	}
	return all
}

func (n *naive) runs(r Recording) bool { return r.Stop.IsZero() || r.Stop.After(n.Now) }

// lasts reports whether a recorder ran at an instant.
func (n *naive) recordedAt(at time.Time) bool {
	return slices.ContainsFunc(n.stretches(), func(r Recording) bool {
		return !at.Before(r.Start) && (at.Before(r.Stop) || n.runs(r) && !at.After(n.Now))
	})
}

// end is the planned end, or without one a day after the start.
func (n *naive) end() time.Time {
	if n.Invite.End.IsZero() {
		return n.Invite.Start.Add(24 * time.Hour)
	}
	return n.Invite.End
}

func (n *naive) overAt(at time.Time) bool { return !at.Before(n.end()) && !n.somebodyAt(at) }

// somebodyAt reports whether the roster shows somebody in the call: a person or a room.
func (n *naive) somebodyAt(at time.Time) bool {
	return slices.ContainsFunc(n.seen(), func(p consent.Presence) bool {
		return !n.isRecorder(p) && !p.From.After(at) && (p.Until.IsZero() || !p.Until.Before(at))
	})
}

// seen is the roster up to now.
func (n *naive) seen() []consent.Presence {
	return slices.DeleteFunc(n.Roster.Presences(), func(p consent.Presence) bool { return !n.happened(p.From) })
}

func (n *naive) isRecorder(p consent.Presence) bool {
	return p.Kind == consent.Recorder || n.recorderAddress(p.Address) || n.isAssistant(p.Address)
}

func (n *naive) everybodyLeft() bool {
	running := slices.ContainsFunc(n.stretches(), n.runs)
	came := slices.ContainsFunc(n.seen(), func(p consent.Presence) bool { return !n.isRecorder(p) })
	return running && came && !n.somebodyAt(n.Now)
}

func (n *naive) recordedElsewhen() bool {
	touches := func(r Recording) bool {
		return !r.Start.After(n.end()) && (n.runs(r) || !r.Stop.Before(n.Invite.Start)) // what runs may reach it
	}
	return len(n.stretches()) > 0 && !slices.ContainsFunc(n.stretches(), touches)
}

// stops are the instants at which somebody in the call stopped the recording.
func (n *naive) stops() []time.Time {
	var all []time.Time
	for i, r := range n.Recordings {
		if r.Stop.IsZero() || !n.happened(r.Stop) {
			continue
		}
		recordedAfter := slices.ContainsFunc(n.Recordings[i+1:], func(l Recording) bool { return l.Ended != NotAdmitted && n.happened(l.Start) })
		if r.Ended == Stopped || r.Ended == NotAdmitted && !recordedAfter {
			all = append(all, r.Stop)
		}
	}
	return all
}

// ── people ──

var none invite.Address

func (n *naive) member(a invite.Address) *profile.Member {
	for m := range n.Org.Members.Each() {
		if a != none && (m.Address == a || slices.Contains(m.Aliases, a)) {
			return m
		}
	}
	return nil
}

// person names somebody, whatever the address.
func (n *naive) person(a invite.Address) string {
	if m := n.member(a); m != nil {
		return m.Address.String()
	}
	return a.String()
}

func (n *naive) isAssistant(a invite.Address) bool {
	return a != none && slices.Contains(append([]invite.Address{n.Org.Assistant}, n.Org.FormerAssistants...), a)
}

func (n *naive) recorderAddress(a invite.Address) bool {
	return slices.Contains(n.Org.Recorders, a) || a.String() == "fred@fireflies.ai"
}

func (n *naive) isInternal(a invite.Address) bool {
	for _, domain := range n.Org.Domains {
		if strings.HasSuffix(strings.ToLower(a.String()), "@"+strings.ToLower(domain)) {
			return true
		}
	}
	return n.member(a) != nil
}

// isThing reports whether an address is of a room, a calendar, a recorder or the
// assistant, by itself.
func (n *naive) isThing(a invite.Address) bool {
	for _, domain := range []string{"@resource.calendar.google.com", "@group.calendar.google.com"} {
		if strings.HasSuffix(a.String(), domain) {
			return true
		}
	}
	return n.isAssistant(a) || n.recorderAddress(a)
}

// isListedRoom reports whether the invite says that an address is a room's. Who is only told
// of the meeting and comes all the same is in the call like anybody.
func (n *naive) isListedRoom(a invite.Address) bool {
	return slices.ContainsFunc(n.Invite.Attendees, func(p invite.Party) bool {
		return p.Address == a && (p.Kind == invite.CUTypeRoom || p.Kind == invite.CUTypeResource)
	})
}

// isPerson reports whether a stay in the call is that of a person who is identified.
func (n *naive) isPerson(p consent.Presence) bool {
	return p.Kind == consent.Person && p.Address != none && !n.isThing(p.Address) && !n.isListedRoom(p.Address)
}

func isRoom(p invite.Party) bool {
	return p.Kind == invite.CUTypeRoom || p.Kind == invite.CUTypeResource || p.NonParticipant
}

// host is the member of the first consent link that works, else the organizer.
func (n *naive) host() *profile.Member {
	if m := n.linkHost(); m != nil {
		return m
	}
	return n.member(n.organizer())
}

// organizer is who organizes: for a shared calendar, whom it stands for.
func (n *naive) organizer() invite.Address {
	a := n.Invite.Organizer.Address
	switch {
	case !strings.HasSuffix(a.String(), "@group.calendar.google.com"):
		return a
	case n.member(n.Invite.SentBy) != nil:
		return n.Invite.SentBy
	case n.linkHost() != nil:
		return n.linkHost().Address
	}
	return none
}

// internal reports whether everybody who is known to take part is of the company.
func (n *naive) internal() bool {
	somebody := false
	organizer := n.Invite.Organizer
	if n.organizer() != organizer.Address { // for whom the calendar stands
		organizer = invite.Party{Address: n.organizer()}
	}
	for _, p := range append([]invite.Party{organizer}, n.Invite.Attendees...) {
		if p.Address == none && p.Name == "" || isRoom(p) || n.isThing(p.Address) || p.Answer == invite.PartStatDeclined {
			continue
		}
		if p.Address != none && !n.isInternal(p.Address) {
			return false
		}
		somebody = true
	}
	for _, p := range n.seen() {
		if n.isPerson(p) {
			if !n.isInternal(p.Address) {
				return false
			}
			somebody = true
		}
	}
	return somebody
}

func (n *naive) blocked() bool {
	addresses, domains, phrases := n.Org.Block.Entries()
	for _, phrase := range phrases {
		if strings.Contains(strings.ToLower(n.Invite.Title), strings.ToLower(phrase)) {
			return true
		}
	}
	looked := []invite.Address{n.Invite.Organizer.Address, n.organizer()}
	for _, p := range n.Invite.Attendees {
		looked = append(looked, p.Address)
	}
	for _, p := range n.seen() {
		looked = append(looked, p.Address)
	}
	if n.host() != nil {
		looked = append(looked, n.host().Address)
	}
	for _, a := range looked {
		if m := n.member(a); m != nil {
			looked = append(append(looked, m.Address), m.Aliases...)
		}
	}
	for _, a := range looked {
		for _, domain := range domains {
			if strings.HasSuffix(a.String(), "@"+domain) || strings.HasSuffix(a.String(), "."+domain) {
				return true
			}
		}
		if a != none && slices.Contains(addresses, a) || n.member(a) != nil && n.member(a).NeverRecorded {
			return true
		}
	}
	return false
}

// recordedMember reports whether a member takes part whose calls are recorded: the host
// alone, or anybody.
func (n *naive) recordedMember() bool {
	if m := n.host(); m != nil && m.Recorded && n.comes(m) {
		return true
	}
	if n.Org.Records != profile.AnyParticipant {
		return false
	}
	if m := n.member(n.organizer()); m != nil && m.Recorded && n.comes(m) {
		return true
	}
	for _, p := range n.Invite.Attendees {
		if m := n.member(p.Address); m != nil && m.Recorded && !isRoom(p) && n.comes(m) && (!n.Org.OnlyAccepted || n.accepted(m)) {
			return true
		}
	}
	return false
}

// entries are the answers to the invitation of a member, under every address.
func (n *naive) entries(m *profile.Member) []invite.PartStat {
	var all []invite.PartStat
	for _, p := range n.Invite.Attendees {
		if !isRoom(p) && n.person(p.Address) == m.Address.String() {
			all = append(all, p.Answer)
		}
	}
	return all
}

func (n *naive) accepted(m *profile.Member) bool {
	return slices.Contains(n.entries(m), invite.PartStatAccepted)
}

// comes: who is not listed comes, and who is listed and did not always decline.
func (n *naive) comes(m *profile.Member) bool {
	all := n.entries(m)
	return len(all) == 0 || slices.ContainsFunc(all, func(s invite.PartStat) bool { return s != invite.PartStatDeclined })
}

// ── requests and cancellations ──

// counts reports whether a request or a cancellation at an instant counts: what comes
// after a recorder's start makes nothing lawful.
func (n *naive) counts(at time.Time) bool {
	all := n.stretches()
	return n.happened(at) && (len(all) == 0 || !at.After(all[0].Start))
}

// requests are those that count, the latest first.
func (n *naive) requests() []Request {
	var all []Request
	listed := false
	var answers []invite.PartStat // the assistant's
	for _, p := range n.Invite.Attendees {
		if n.isAssistant(p.Address) {
			answers = append(answers, p.Answer)
		}
	}
	declined := len(answers) > 0 && !slices.ContainsFunc(answers, func(s invite.PartStat) bool { return s != invite.PartStatDeclined })
	for _, r := range n.Requests {
		listed = listed || r.How == Listed && n.happened(r.At)
		if n.counts(r.At) && r != (Request{}) && !(declined && r.How == Listed) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Request) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Sender.String(), a.Sender.String()), cmp.Compare(b.To.String(), a.To.String()), cmp.Compare(b.How, a.How))
	})
	for _, p := range n.Invite.Attendees {
		if n.isAssistant(p.Address) && p.Answer != invite.PartStatDeclined && !listed {
			sender := n.organizer()
			if n.member(n.Invite.SentBy) != nil {
				sender = n.Invite.SentBy
			}
			return append(all, Request{Sender: sender, To: p.Address, How: Listed})
		}
	}
	return all
}

func (n *naive) inOrder(r Request) bool {
	return n.isAssistant(r.To) && n.member(r.Sender) != nil && n.member(r.Sender).MaySchedule
}

// request is the one that is looked at: the first in order, else the latest; nil for none.
func (n *naive) request() *Request {
	all := n.requests()
	if first := n.firstInOrder(); first != (Request{}) {
		return &first
	}
	if len(all) > 0 {
		return &all[0]
	}
	return nil
}

// cancellations are those of this meeting that were made.
func (n *naive) cancellations() []Cancellation {
	var all []Cancellation
	series := ""
	if n.Invite.UID != "" {
		series = "/" + n.Invite.UID
	}
	key := n.Invite.Key()
	for _, x := range n.Cancellations {
		if n.happened(x.At) && (x.Of.IsZero() || x.Of.String() == key.String() || x.Of.String() == series) {
			all = append(all, x)
		}
	}
	return all
}

func (n *naive) inTime(x Cancellation) bool {
	lead := time.Duration(n.Org.CancelBefore)
	switch n.Org.CancelBefore {
	case 0:
		lead = 20 * time.Minute
	case profile.NoPeriod:
		lead = 0
	}
	start := x.Start
	if start.IsZero() {
		start = n.Invite.Start
	}
	return start.Sub(x.At) >= lead
}

// cancelledInTime is when members cancelled in time.
func (n *naive) cancelledInTime() []time.Time {
	var all []time.Time
	for _, x := range n.cancellations() {
		if n.member(x.By) != nil && n.inTime(x) && n.counts(x.At) {
			all = append(all, x.At)
		}
	}
	return all
}

func (n *naive) cancelledLate() bool {
	return slices.ContainsFunc(n.cancellations(), func(x Cancellation) bool { return n.member(x.By) != nil && !(n.inTime(x) && n.counts(x.At)) })
}

func (n *naive) cancelledByOther() bool {
	return slices.ContainsFunc(n.cancellations(), func(x Cancellation) bool { return n.member(x.By) == nil })
}

func (n *naive) askedAgain() bool {
	cancelled := n.cancelledInTime()
	return len(cancelled) > 0 && slices.ContainsFunc(n.requests(), func(r Request) bool {
		return n.inOrder(r) && r.At.After(slices.MaxFunc(cancelled, time.Time.Compare))
	})
}

// ── links ──

func (n *naive) has(kind string) bool {
	return slices.ContainsFunc(n.Invite.Links, func(l invite.Link) bool { return n.link(l).kind == kind })
}

// lead is where a link leads.
type lead struct {
	kind     string // current, stale, direct or other
	member   *profile.Member
	provider invite.Provider
}

func (n *naive) link(l invite.Link) lead {
	u, err := url.Parse(l.String())
	if err != nil {
		return lead{kind: "other"}
	}
	host, parts := strings.ToLower(u.Hostname()), strings.Split(strings.Trim(u.Path, "/"), "/")
	if host != strings.ToLower(n.Org.ConsentHost) || n.Org.ConsentHost == "" {
		if p := n.providerOf(l, host, parts); p != invite.ProviderNone {
			return lead{kind: "direct", provider: p}
		}
		return lead{kind: "other"}
	}
	if parts[0] != n.Org.Company && !slices.Contains(n.Org.FormerCompanies, parts[0]) {
		if len(parts) > 1 {
			return lead{kind: "direct"} // another company's page
		}
		return lead{kind: "other"}
	}
	var m *profile.Member
	for one := range n.Org.Members.Each() {
		if len(parts) > 1 && one.Slug != "" && one.Slug == parts[1] {
			m = one
		}
	}
	if m == nil || u.Scheme != "https" || u.User != nil || u.Port() != "" || parts[0] != n.Org.Company || len(parts) > 3 {
		return lead{kind: "stale"}
	}
	p := n.Profile
	if p == (profile.Profile{}) {
		p = n.assigned(m)
	}
	dynamic := len(parts) == 3
	makers := []invite.Provider{invite.ProviderZoom, invite.ProviderGoogleMeet, invite.ProviderMicrosoftTeams}
	switch {
	case p.Page != profile.PageEnabled && p.Page != profile.PageEnforced,
		dynamic && p.Links == profile.LinksStatic, !dynamic && p.Links == profile.LinksDynamic,
		dynamic && !(slices.Contains(makers, p.Provider) && slices.Contains(slices.Collect(n.Org.Integrations.All()), p.Provider)):
		return lead{kind: "stale"}
	}
	return lead{"current", m, p.Provider}
}

// providerOf looks at the settings' hosts by hand. What a known provider's link looks
// like is invite's.
func (n *naive) providerOf(l invite.Link, host string, parts []string) invite.Provider {
	for _, h := range n.Org.ConferenceHosts {
		below, any := strings.CutPrefix(h.Host, "*")
		on := any && strings.HasSuffix(host, below) || host == h.Host
		pattern := strings.Split(h.Path, "/")
		fits := h.Path == "" || len(pattern) == len(parts)
		for i := range pattern {
			if h.Path != "" && fits && pattern[i] != "*" && pattern[i] != parts[i] {
				fits = false
			}
		}
		if on && fits {
			return h.Provider
		}
	}
	return l.Provider()
}

// linkHost is the member of the first consent link that works.
func (n *naive) linkHost() *profile.Member {
	for _, l := range n.Invite.Links {
		if j := n.link(l); j.kind == "current" {
			return j.member
		}
	}
	return nil
}

// joined is the provider of the link that the meeting is on; behind a page, that of
// the profile.
func (n *naive) joined() invite.Provider {
	for _, kind := range []string{"current", "direct"} {
		for _, l := range n.Invite.Links {
			if j := n.link(l); j.kind == kind {
				return j.provider
			}
		}
	}
	return invite.ProviderNone
}

func (n *naive) joinable() bool { return n.has("current") || n.joined() != invite.ProviderNone }

func (n *naive) providerOn() bool {
	off := slices.Collect(n.Org.Off.All())
	if n.joined() == invite.ProviderNone {
		return len(off) == 0
	}
	return !slices.Contains(off, n.joined())
}

func (n *naive) native() bool {
	return n.Org.NativeRecorder && n.joined() == invite.ProviderZoom && n.host() != nil
}

func (n *naive) severalRooms() bool {
	var rooms []invite.Link
	for _, l := range n.Invite.Links {
		if n.link(l).provider != invite.ProviderNone && n.link(l).kind == "direct" { // another company's page is no room
			rooms = append(rooms, l)
		}
	}
	return slices.ContainsFunc(rooms, func(l invite.Link) bool { return !l.SameRoom(rooms[0]) })
}

// emailWentOut reports whether the recording was planned when the email ahead of the call
// went out, ten minutes before the start.
func (n *naive) emailWentOut() bool {
	planned := n.Invite.Stamp
	if eligible := n.recordedMember() && (n.Org.RecordsInternal || !n.internal()); !eligible && n.request() != nil {
		if asked := n.request().At; asked.After(planned) {
			planned = asked
		}
	}
	if planned.IsZero() {
		planned = n.Now
	}
	return !planned.After(n.Invite.Start.Add(-10 * time.Minute))
}

func (n *naive) firstInOrder() Request {
	var first Request
	for _, r := range n.requests() { // the latest first
		if n.inOrder(r) {
			first = r
		}
	}
	return first
}

// ── whose profile ──

func (n *naive) assigned(m *profile.Member) profile.Profile {
	if m == nil || m.Profile == "" {
		return n.Org.Default
	}
	for _, p := range n.Org.Profiles {
		if p.Name == m.Profile {
			return p
		}
	}
	return profile.Profile{Name: m.Profile}
}

func (n *naive) profile() profile.Profile {
	if n.Profile != (profile.Profile{}) {
		return n.Profile
	}
	return n.assigned(n.owner())
}

func (n *naive) owner() *profile.Member {
	if m := n.host(); m != nil {
		return m
	}
	for _, wanted := range [][]invite.PartStat{{invite.PartStatAccepted}, {invite.PartStatNeedsAction, invite.PartStatTentative, invite.PartStatDelegated}} {
		for _, p := range n.Invite.Attendees {
			if m := n.member(p.Address); m != nil && !isRoom(p) && !n.isThing(p.Address) && slices.Contains(wanted, p.Answer) {
				return m
			}
		}
	}
	if m := n.member(n.firstInOrder().Sender); m != nil {
		return m
	}
	for _, r := range slices.Backward(n.requests()) {
		if m := n.member(r.Sender); m != nil {
			return m
		}
	}
	return nil
}

// ── consent ──

// objection says that somebody's consent is missing at an instant, since another.
type objection struct {
	who   string
	kind  consent.Choice // opted out or bypassed
	since time.Time
}

func onPage(c consent.Choice) bool { return c == consent.Consented || c == consent.OptedOut }

// objections are all of an instant.
func (n *naive) objections(at time.Time) []objection {
	var all []objection
	for _, who := range n.everybody() {
		now := n.answer(who, at)
		first := n.firstSeen(who)
		switch {
		case now.choice == consent.OptedOut && first.IsZero():
			if !n.everybodyKnown(n.Now) {
				all = append(all, objection{who, consent.OptedOut, now.since})
			}
		case now.choice == consent.OptedOut && at.Before(first) && n.consentsBetween(who, at, first):
			if !n.everybodyKnown(first) {
				all = append(all, objection{who, consent.OptedOut, now.since})
			}
		case now.saidNo && !first.IsZero(): // who was in the call and stays away has not consented by that
			if !first.After(at) {
				all = append(all, objection{who, consent.OptedOut, first})
			}
		case now.choice == consent.Bypassed:
			if since, in := n.bypassing(who, now, at); in {
				all = append(all, objection{who, consent.Bypassed, since})
			}
		}
		for _, p := range n.seen() {
			if n.isPerson(p) && n.person(p.Address) == who && n.hasToPass(p.Address) && n.silent(who, p, at) {
				all = append(all, objection{who, consent.Bypassed, p.From})
			}
		}
	}
	return all
}

// bypassing reports whether somebody who is said to have passed the page by is in the
// call, and since when: since it was said, until a stay in the roster shows that the person
// left.
func (n *naive) bypassing(who string, said state, at time.Time) (time.Time, bool) {
	if !n.hasToPass(said.by) {
		return time.Time{}, false
	}
	var stays []consent.Presence
	for _, p := range n.seen() {
		ended := !p.Until.IsZero() && p.Until.Before(said.since)
		if p.Address != none && n.person(p.Address) == who && !ended && n.answer(who, latest(p.From, said.since)).since.Equal(said.since) {
			stays = append(stays, p)
		}
	}
	if len(stays) == 0 {
		return said.since, true
	}
	slices.SortFunc(stays, func(a, b consent.Presence) int { return a.From.Compare(b.From) })
	if at.Before(stays[0].From) || isIn(stays[0], at) {
		return said.since, true
	}
	for _, p := range stays {
		if isIn(p, at) && p.From.Equal(stays[0].From) {
			return said.since, true
		}
	}
	for _, p := range stays {
		if isIn(p, at) {
			return latest(p.From, said.since), true
		}
	}
	return time.Time{}, false
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func isIn(p consent.Presence, at time.Time) bool {
	return !p.From.After(at) && (p.Until.IsZero() || !p.Until.Before(at))
}

// everybody is who answered or is identified in the call, by the name of the person.
func (n *naive) everybody() []string {
	var all []string
	for _, r := range n.Answers.Responses() {
		if r.Participant != none {
			all = append(all, n.person(r.Participant))
		}
	}
	for _, p := range n.seen() {
		if n.isPerson(p) {
			all = append(all, n.person(p.Address))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// state is what somebody says at an instant.
type state struct {
	choice consent.Choice
	since  time.Time
	by     invite.Address // under which address it was said
	saidNo bool           // the last answer on the page was an opt-out
}

// answer replays a person's answers up to an instant.
func (n *naive) answer(who string, at time.Time) (s state) {
	for _, r := range n.answers(who) {
		was := s
		switch {
		case r.At.After(at):
			continue
		case r.Choice == consent.Bypassed && onPage(s.choice):
		case r.Choice == consent.Bypassed && s.saidNo:
			s.choice = consent.OptedOut
		default:
			s.choice = r.Choice
			if onPage(r.Choice) {
				s.saidNo = r.Choice == consent.OptedOut
			}
		}
		if s != was {
			s.since, s.by = r.At, r.Participant
		}
	}
	return s
}

// answers are a person's by now, the strictest of each instant.
func (n *naive) answers(who string) []consent.Response {
	rank := []consent.Choice{consent.StayedAway, consent.Consented, consent.Bypassed, consent.OptedOut}
	var all []consent.Response
	for _, r := range n.Answers.Responses() {
		if n.person(r.Participant) == who && n.happened(r.At) && slices.Contains(rank, r.Choice) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b consent.Response) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(slices.Index(rank, b.Choice), slices.Index(rank, a.Choice)))
	})
	return slices.CompactFunc(all, func(a, b consent.Response) bool { return a.At.Equal(b.At) })
}

// firstSeen is when the roster first shows a person; zero for never.
func (n *naive) firstSeen(who string) time.Time {
	var first time.Time
	for _, p := range n.seen() {
		if p.Address != none && n.person(p.Address) == who && (first.IsZero() || p.From.Before(first)) {
			first = p.From
		}
	}
	return first
}

// everybodyKnown reports whether the roster leaves nobody out, and says of everybody who
// came by an instant who it is.
func (n *naive) everybodyKnown(by time.Time) bool {
	return n.Roster.Complete() && !slices.ContainsFunc(n.seen(), func(p consent.Presence) bool {
		return p.Address == none && p.Kind == consent.Person && !p.From.After(by)
	})
}

// consentsBetween reports whether somebody who said no takes it back after an instant, and
// by another.
func (n *naive) consentsBetween(who string, after, by time.Time) bool {
	return slices.ContainsFunc(n.answers(who), func(r consent.Response) bool {
		return r.At.After(after) && !r.At.After(by) && !n.answer(who, r.At).saidNo
	})
}

func (n *naive) hasToPass(a invite.Address) bool {
	of := slices.DeleteFunc(n.seen(), func(p consent.Presence) bool { return p.Address == none || n.person(p.Address) != n.person(a) })
	if len(of) > 0 && !slices.ContainsFunc(of, func(p consent.Presence) bool { return p.Kind == consent.Person }) {
		return false // a room or a recorder, by the roster
	}
	if n.isThing(a) || n.isListedRoom(a) {
		return false
	}
	if !n.isInternal(a) {
		return true
	}
	return n.profile().EverybodyPasses && (n.host() == nil || n.host().Address.String() != n.person(a))
}

// silent reports whether somebody is in the call at an instant and did not answer: neither
// before the stay began, nor in time after that.
func (n *naive) silent(who string, p consent.Presence, at time.Time) bool {
	grace := map[profile.Period]time.Duration{0: 2 * time.Minute, profile.NoPeriod: 0}[n.Org.AnswerGrace]
	if n.Org.AnswerGrace > 0 {
		grace = time.Duration(n.Org.AnswerGrace)
	}
	joining := n.answer(who, p.From)
	if !isIn(p, at) || !n.happened(p.From.Add(grace)) || onPage(joining.choice) || joining.saidNo {
		return false
	}
	for _, r := range n.answers(who) {
		if onPage(r.Choice) && r.At.After(p.From) && (!r.At.After(p.From.Add(grace)) || !r.At.After(at)) {
			return false
		}
	}
	return true
}

// instants are those around which anything can change, up to now.
func (n *naive) instants() []time.Time {
	var all []time.Time
	add := func(at time.Time) { all = append(all, at.Add(-1), at, at.Add(1)) }
	for _, r := range n.Answers.Responses() {
		add(r.At)
	}
	for _, p := range n.seen() {
		add(p.From)
		add(p.Until)
	}
	for _, r := range n.stretches() {
		add(r.Start)
		add(r.Stop)
	}
	add(n.Now)
	add(n.end())
	add(n.Before.Until)
	all = slices.DeleteFunc(all, func(at time.Time) bool { return at.After(n.Now) })
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// looked returns the instants at which an objection counts: while a recorder ran, and
// after one started while none ran and the meeting was not over; with none started, now.
func (n *naive) looked() (recorded, gaps []time.Time) {
	all := n.stretches()
	if len(all) == 0 {
		return []time.Time{n.Now}, nil
	}
	for _, at := range n.instants() {
		switch {
		case n.recordedAt(at):
			recorded = append(recorded, at)
		case !at.Before(all[0].Start) && (at.Before(all[len(all)-1].Start) || !n.overAt(at)): // another recording came: it was not over
			gaps = append(gaps, at)
		}
	}
	return recorded, gaps
}

func (n *naive) everObjects(kind consent.Choice) bool {
	recorded, gaps := n.looked()
	return slices.ContainsFunc(append(recorded, gaps...), func(at time.Time) bool {
		return slices.ContainsFunc(n.objections(at), func(o objection) bool { return o.kind == kind })
	})
}

// firstMissing is when consent was first missing while a recorder ran, and while none did.
type firstMissing struct{ recorded, gap *time.Time }

func (n *naive) missing() firstMissing {
	recorded, gaps := n.looked()
	return firstMissing{n.first(recorded, n.counting), n.first(gaps, n.counting)}
}

func (n *naive) first(at []time.Time, fits func(time.Time) bool) *time.Time {
	if i := slices.IndexFunc(at, fits); i >= 0 {
		return &at[i]
	}
	return nil
}

// counting reports whether an objection of an instant counts: of who passed by the page
// only where it is enforced.
func (n *naive) counting(at time.Time) bool {
	return slices.ContainsFunc(n.objections(at), n.binding)
}

func (n *naive) binding(o objection) bool {
	return o.kind == consent.OptedOut || n.profile().Page == profile.PageEnforced
}

// enoughBefore reports whether enough of the planned time was recorded before an instant,
// from the planned start on.
func (n *naive) enoughBefore(cut time.Time) bool {
	percent := int64(n.Org.KeepPercent)
	if percent == 0 {
		percent = 70
	}
	recorded := new(big.Int)
	for _, r := range n.stretches() {
		from, to := r.Start, r.Stop
		if n.runs(r) {
			to = n.Now
		}
		if from.Before(n.Invite.Start) {
			from = n.Invite.Start
		}
		if to.After(cut) {
			to = cut
		}
		if from.Before(to) {
			recorded.Add(recorded, big.NewInt(to.UnixNano()-from.UnixNano()))
		}
	}
	planned := big.NewInt(n.Invite.End.UnixNano() - n.Invite.Start.UnixNano())
	return len(n.stretches()) > 0 && !n.Invite.End.IsZero() && recorded.Mul(recorded, big.NewInt(100)).Cmp(planned.Mul(planned, big.NewInt(percent))) >= 0
}

func (n *naive) answered() bool {
	for _, r := range n.Answers.Responses() {
		stricter := slices.ContainsFunc(n.Answers.Responses(), func(s consent.Response) bool {
			return s.Participant == r.Participant && s.At.Equal(r.At) && s.Choice > r.Choice
		})
		if n.happened(r.At) && !stricter && onPage(r.Choice) {
			return true
		}
	}
	return false
}

// ── sense ──

// senseless goes through everything that a case must say.
func (n *naive) senseless() bool {
	wrong := n.Now.IsZero() || senselessInvite(&n.Invite) || senselessOrg(&n.Org) || senselessProfile(n.profile())
	for _, r := range n.Answers.Responses() {
		wrong = wrong || r.Participant == none || r.At.IsZero() || !naiveOneOf(r.Choice, consent.AllChoices())
	}
	for _, p := range n.Roster.Presences() {
		wrong = wrong || p.From.IsZero() || !p.Until.IsZero() && p.Until.Before(p.From) || !naiveOneOf(p.Kind, consent.AllKinds())
	}
	for i, r := range n.Recordings {
		wrong = wrong || r.Start.IsZero() || !naiveOneOf(r.Ended, AllEnded()) ||
			!r.Stop.IsZero() && r.Stop.Before(r.Start) || r.Stop.IsZero() && r.Ended != Finished
		if i > 0 {
			before := n.Recordings[i-1]
			wrong = wrong || before.Stop.IsZero() || r.Start.Before(before.Stop)
		}
	}
	for _, r := range n.Requests {
		wrong = wrong || !naiveOneOf(r.How, AllHows())
	}
	for _, x := range n.Cancellations {
		wrong = wrong || x.At.IsZero()
	}
	if b := n.Before; b != (Before{}) {
		then := n.then()
		wrong = wrong || b.Until.IsZero() || senselessInvite(&then.Invite) || senselessOrg(&then.Org) || senselessProfile(then.profile())
	}
	return wrong
}

func naiveOneOf[T comparable](v T, all []T) bool { return slices.Contains(all, v) }

func senselessInvite(inv *invite.Invite) bool {
	wrong := inv.Start.IsZero() || !inv.End.IsZero() && !inv.End.After(inv.Start) ||
		!naiveOneOf(inv.Method, invite.AllMethods()) || !naiveOneOf(inv.Status, invite.AllStatuses()) || !naiveOneOf(inv.Class, invite.AllClasses())
	for _, p := range append([]invite.Party{inv.Organizer}, inv.Attendees...) {
		wrong = wrong || !naiveOneOf(p.Kind, invite.AllCUTypes()) || !naiveOneOf(p.Answer, invite.AllPartStats())
	}
	for _, l := range inv.Links {
		wrong = wrong || !naiveOneOf(l.Place(), invite.AllPlaces())
	}
	return wrong
}

func senselessProfile(p profile.Profile) bool {
	return !naiveOneOf(p.Page, profile.AllPages()) || !naiveOneOf(p.Links, profile.AllLinkTypes()) || !naiveOneOf(p.Provider, invite.AllProviders())
}

func senselessOrg(o *profile.Org) bool {
	wrong := o.KeepPercent < 0 || o.KeepPercent > 100 || o.CancelBefore < profile.NoPeriod || o.AnswerGrace < profile.NoPeriod ||
		!naiveOneOf(o.Records, profile.AllRecordingRules()) || (o.ConsentHost == "") != (o.Company == "") || senselessProfile(o.Default)
	names := map[string]bool{"": true}
	for _, p := range o.Profiles {
		wrong = wrong || senselessProfile(p) || names[p.Name]
		names[p.Name] = true
	}
	claimed := map[string]bool{}
	claim := func(what string) {
		wrong = wrong || claimed[what]
		claimed[what] = true
	}
	for _, m := range o.Members.All() {
		wrong = wrong || m.Address == none || !names[m.Profile] || strings.Contains(m.Slug, "/")
		for _, a := range append([]invite.Address{m.Address}, m.Aliases...) {
			claim("address " + a.String())
		}
		if m.Slug != "" {
			claim("slug " + m.Slug)
		}
	}
	for _, h := range o.ConferenceHosts {
		wrong = wrong || h.Host == "" || strings.HasPrefix(h.Path, "/") || h.Provider == invite.ProviderNone || !naiveOneOf(h.Provider, invite.AllProviders())
	}
	for _, d := range o.Domains {
		wrong = wrong || !strings.Contains(d, ".")
	}
	return wrong || len(o.Block.Problems()) > 0
}

// ── the decision ──

// unsure reports whether something may be in doubt: the invite says so, a calendar organizes for nobody, an
// attendee is a group or has no address, or somebody in the call is not identified.
func (n *naive) unsure() bool {
	unknown := func(p invite.Party) bool { return p.Kind == invite.CUTypeGroup || p.Address == none }
	return n.Invite.Doubts != 0 || n.Invite.Organizer.Address != none && n.organizer() == none || n.Invite.Organizer.Kind == invite.CUTypeGroup ||
		slices.ContainsFunc(n.Invite.Attendees, unknown) ||
		slices.ContainsFunc(n.seen(), func(p consent.Presence) bool { return p.Kind == consent.Person && p.Address == none })
}

// then is the case with what was in force before the change.
func (n *naive) then() *naive {
	then := &naive{n.Case}
	if n.Before.Invite != nil {
		then.Invite = *n.Before.Invite
	}
	if n.Before.Org != nil {
		then.Org = *n.Before.Org
	}
	if n.Before.Profile != nil {
		then.Profile = *n.Before.Profile
	}
	then.Before = Before{}
	return then
}

// now is the case with what is in force.
func (n *naive) now() *naive {
	now := &naive{n.Case}
	now.Before = Before{}
	return now
}

// follow adds what follows from observed facts: a request in order, a meeting that is
// recorded automatically, a consent that is missing.
func follow(f Facts) Facts {
	has := func(facts Facts) bool { return f&facts == facts }
	if has(FactAsked | FactAddressKnown | FactSenderMember | FactSenderPermitted) {
		f |= FactGranted
	}
	if has(FactRecordedMember) && !has(FactInternalExcluded) {
		f |= FactEligible
	}
	if has(FactOptedOut) || has(FactBypassed|FactPageEnforced) {
		f |= FactConsentMissing
	}
	return f
}

// reasons goes through the rows of the rule table.
func reasons(f Facts) Reasons {
	var all Reasons
	f = follow(f)
	for _, row := range Rules() {
		if f&row.Must == row.Must && f&row.MustNot == 0 {
			all |= enum.SetOf(row.Reason)
		}
	}
	return all
}

// Which reasons say that a ground to record is missing.
var families = []Reasons{
	enum.SetOf(AssistantAddressUnknown, SenderNotMember, SenderNotPermitted, InternalMeeting, NobodyRecorded),
	enum.SetOf(NoConferenceLink, ProviderOff),
}

// outcome collects what a case amounts to.
type outcome struct {
	verdict Verdict
	cut     time.Time
}

// is makes the verdict as strict as v, at least.
func (o *outcome) is(v Verdict) { o.verdict = min(o.verdict, v) }

// cutAt makes the cut as early as at, at least.
func (o *outcome) cutAt(at time.Time) {
	if o.cut.IsZero() || at.Before(o.cut) {
		o.cut = at.UTC()
	}
}

func naiveDecision(c Case) Decision {
	n := &naive{c}
	all := reasons(n.facts())
	if all.Has(InvalidCase) {
		all = enum.SetOf(InvalidCase)
		if len(c.Recordings) > 0 {
			return Decision{Verdict: Hold, Reasons: all}
		}
		return Decision{Verdict: Refuse, Reasons: all}
	}
	stretches := n.stretches()
	if c.Before == (Before{}) || len(stretches) == 0 || !stretches[0].Start.Before(c.Before.Until) {
		return n.now().plain()
	}
	return n.changed()
}

// plain decides a case in which nothing changed.
func (n *naive) plain() Decision {
	f := n.facts()
	all := reasons(f)
	against := all & ReasonsThat(Refuses, Ends, Objects)
	switch {
	case len(n.stretches()) == 0 && against != 0:
		return Decision{Verdict: Refuse, Reasons: all}
	case against == 0:
		return Decision{Verdict: Record, Reasons: all}
	}
	o := outcome{verdict: Record}
	if all&ReasonsThat(Refuses) != 0 {
		o.is(Discard)
	}
	if all&(families[0]|families[1]) != 0 {
		o.is(Hold)
	}
	n.stopped(&o)
	m := n.missing()
	n.missed(&o, m.recorded, m.gap)
	return Decision{Verdict: o.verdict, Reasons: all, Cut: o.cut}
}

// stopped is for a recording that somebody stopped.
func (n *naive) stopped(o *outcome) {
	all := n.stops()
	if len(all) == 0 {
		return
	}
	o.is(KeepPart)
	o.cutAt(all[0])
}

// missed is for consent that is missing while a recorder ran, or while none did.
func (n *naive) missed(o *outcome, recorded, gap *time.Time) {
	if recorded != nil {
		o.is(map[bool]Verdict{true: KeepPart, false: Discard}[n.enoughBefore(*recorded)])
		o.cutAt(*recorded)
	}
	if gap != nil {
		o.is(KeepPart)
		o.cutAt(n.lastStopBefore(*gap))
	}
}

// lastStopBefore is the end of the last stretch before an instant.
func (n *naive) lastStopBefore(at time.Time) time.Time {
	var last time.Time
	for _, r := range n.stretches() {
		if !r.Stop.IsZero() && !r.Stop.After(at) {
			last = r.Stop
		}
	}
	return last
}

// changed decides a case in which something changed after a recorder had started.
func (n *naive) changed() Decision {
	then, now := n.then(), n.now()
	until := n.Before.Until
	if until.After(n.Now) {
		return then.plain()
	}
	last := n.stretches()[len(n.stretches())-1]
	if !n.runs(last) && !until.Before(last.Stop) {
		inProgress := func(at time.Time) bool { return !at.Before(until) && !then.overAt(at) }
		if !slices.ContainsFunc(append(n.instants(), then.instants()...), inProgress) {
			d := then.plain()
			if always := reasons(now.facts()) & enum.SetOf(BlockedParty, MeetingPrivate); always != 0 {
				d.Verdict = min(d.Verdict, Discard)
				d.Reasons |= always
			}
			return d
		}
		until = last.Stop
	}
	before, after := reasons(then.facts()), reasons(now.facts())
	o := outcome{verdict: Record}
	for r := range ReasonsThat(Refuses).All() {
		switch {
		case before.Has(r), after.Has(r) && (r == BlockedParty || r == MeetingPrivate):
			o.is(Discard)
		case after.Has(r):
			o.is(KeepPart)
			o.cutAt(until)
		}
	}
	for _, family := range families {
		switch {
		case before&family != 0:
			o.is(Hold)
		case after&family != 0:
			o.is(KeepPart)
			o.cutAt(until)
		}
	}
	n.stopped(&o)
	all := before&ReasonsThat(Refuses, Ends, Objects) | after
	all &^= enum.SetOf(ConsentUnverified, LateOptOut, TooLittleRecorded)
	all |= n.missedAndChanged(&o, then, now, until)
	return Decision{Verdict: o.verdict, Reasons: all, Cut: o.cut}
}

// missedAndChanged is for consent that is missing by what was in force or by what is. Who
// said no, said no, by either. Who came past the page is judged by what was in force then:
// who was there already when it changed did nothing wrong, but is no ground to go on.
func (n *naive) missedAndChanged(o *outcome, then, now *naive, change time.Time) (all Reasons) {
	until := n.Before.Until
	var missing *time.Time
	look := func(by *naive, fits func(objection) bool) {
		recorded, gaps := by.looked()
		counting := func(at time.Time) bool {
			return slices.ContainsFunc(by.objections(at), func(x objection) bool { return by.binding(x) && (x.kind == consent.OptedOut || fits(x)) })
		}
		if slices.ContainsFunc(append(recorded, gaps...), func(at time.Time) bool {
			return slices.ContainsFunc(by.objections(at), func(x objection) bool { return by.binding(x) && x.kind == consent.Bypassed && fits(x) })
		}) {
			all |= enum.SetOf(ConsentUnverified)
		}
		if at := by.first(recorded, counting); at != nil && (missing == nil || at.Before(*missing)) {
			missing = at
		}
		if at := by.first(gaps, counting); at != nil {
			o.is(KeepPart)
			o.cutAt(n.lastStopBefore(*at))
		}
	}
	look(then, func(x objection) bool { return x.since.Before(until) })
	look(now, func(x objection) bool { return !x.since.Before(until) })
	for _, at := range n.instants() {
		through := func(x objection) bool { return x.kind == consent.Bypassed && now.binding(x) && x.since.Before(until) }
		if !at.Before(until) && slices.ContainsFunc(now.objections(at), through) {
			o.is(KeepPart)
			o.cutAt(change)
			all |= enum.SetOf(ConsentUnverified)
		}
	}
	if missing == nil {
		return all
	}
	inForce := now
	if missing.Before(until) {
		inForce = then
	}
	inForce.missed(o, missing, nil)
	if inForce.enoughBefore(*missing) {
		return all | enum.SetOf(LateOptOut)
	}
	return all | enum.SetOf(TooLittleRecorded)
}
