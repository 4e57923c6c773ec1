package decision_test

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// scene is a meeting as the words of a table describe it. It begins as the usual meeting
// of testdata/meetings/README.md; every word changes it.
type scene struct {
	*chance
	now, nine time.Time // nine is 09:00, the start of the usual meeting

	org            profile.Org // but for members and profiles
	ann, ben, eli  profile.Member
	more           []profile.Member // of the table
	anns, bens, to profile.Profile  // of Ann, of Ben, of everybody else
	gil, dia       invite.Address   // guests
	provider       invite.Provider
	invite         invite.Invite

	requests   []Request
	answers    []consent.Response
	roster     bool // there is one
	complete   bool
	present    []consent.Presence
	leave      time.Time // when those leave whom the surroundings add; zero for never
	recordings []Recording
	cancelled  []Cancellation

	// What the surroundings must leave alone.
	noMoreGuests  bool
	noMoreMembers bool // invited
	onlyProfiles  bool // of the table: anybody's profile may govern
	noMoreAnswers bool
	noMorePeople  bool // in the call

	// What the words of one column hand to those of another.
	who     someone
	bensOwn bool // the link is Ben's
	times   [2]time.Time
	opted   time.Time    // when the opt-out of the table was given
	change  func(*scene) // what changes during the recording
	changes time.Time    // when it does
	series  series

	last []func() // what words leave for the end
	add  extras
	then *scene // what was in force before the change
}

// someone is who the word of a column speaks of. A person has several addresses.
type someone struct {
	addresses []invite.Address // none for somebody who is not identified
	name      string
	kind      consent.Kind
}

// usualScene returns the usual meeting, in surroundings of chance.
func usualScene(by *chance) *scene {
	s := &scene{chance: by}
	s.nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(s.pick(100_000)) * 53 * time.Minute)
	s.now = s.at("09:30")
	s.provider = oneOf(by, providersThat(func(p invite.Provider) bool { return p.OffersOptOut() })...)
	s.company()
	s.people()
	p := profile.Profile{Page: profile.PageEnabled, Provider: s.provider, OptOut: true}
	s.anns, s.bens, s.to = p, p, p
	s.invite = invite.Invite{
		UID: oneOf(by, "1@acme.example", "040000008200E00074C5B7101A82E008"), Title: oneOf(by, "Roadmap", "", "Privé"),
		Start: s.nine, End: s.at("10:00"), Organizer: invite.Party{Address: s.annAddress()},
		Attendees: []invite.Party{{Address: s.gil, Answer: invite.PartStatAccepted}},
	}
	s.invite.Links = []invite.Link{s.consentLink(&s.ann)}
	return s
}

// company makes the company.
func (s *scene) company() {
	name := oneOf(s.chance, "acme", "norden")
	domain := name + oneOf(s.chance, ".example", ".co.example")
	s.org = profile.Org{
		Name: name, Domains: []string{s.capitals(domain)}, Company: oneOf(s.chance, name, strings.ToUpper(name)),
		ConsentHost:     s.capitals(oneOf(s.chance, "join.example", "meet."+domain)),
		FormerCompanies: []string{"before-" + name, "once-" + name},
		Assistant:       s.address("record", domain), FormerAssistants: []invite.Address{s.address("record", "old.example")},
		Recorders: []invite.Address{s.address("bot", "recorders.example")},
	}
}

// people makes the members and the guests.
func (s *scene) people() {
	s.ann, s.ben, s.eli = s.member("ann"), s.member("ben"), s.member("eli")
	s.ann.Recorded = true
	s.gil = s.address("gil", oneOf(s.chance, "customer.example", "gmail.example", "sub.customer.example"))
	s.dia = s.address("dia", "third.example")
}

// member makes a member with a number of addresses.
func (s *scene) member(name string) profile.Member {
	m := profile.Member{Address: s.address(name, s.domain()), Slug: oneOf(s.chance, name, strings.ToUpper(name))}
	for i := range oneOf(s.chance, 0, 1, 2, 6) {
		domain := oneOf(s.chance, s.domain(), "alias.example")
		m.Aliases = append(m.Aliases, s.address(name+string(rune('a'+i)), domain))
	}
	return m
}

func (s *scene) domain() string { return s.org.Domains[0] }

func (s *scene) address(name, domain string) invite.Address {
	return invite.MustAddress(s.capitals(name + "@" + domain))
}

// addressOf returns one of a member's addresses.
func (s *scene) addressOf(m *profile.Member) invite.Address {
	return oneOf(s.chance, append([]invite.Address{m.Address}, m.Aliases...)...)
}

func (s *scene) annAddress() invite.Address { return s.addressOf(&s.ann) }
func (s *scene) benAddress() invite.Address { return s.addressOf(&s.ben) }

// all returns somebody with all addresses of a member.
func all(m *profile.Member) someone {
	return someone{addresses: append([]invite.Address{m.Address}, m.Aliases...)}
}

// at returns a time of the day, as if the usual meeting were at nine.
func (s *scene) at(clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	return s.zone(s.nine.Add(time.Duration(t.Hour()-9)*time.Hour + time.Duration(t.Minute())*time.Minute))
}

// ── links ──

// consentLink returns a member's consent link as it is today.
func (s *scene) consentLink(m *profile.Member) invite.Link { return s.pageOf(s.org.Company, m) }

// formerLink returns a member's consent link by a former name of the company.
func (s *scene) formerLink(m *profile.Member) invite.Link {
	return s.pageOf(oneOf(s.chance, s.org.FormerCompanies...), m)
}

func (s *scene) pageOf(company string, m *profile.Member) invite.Link {
	return s.link(s.capitals(s.org.ConsentHost) + "/" + company + "/" + m.Slug + oneOf(s.chance, "", "/", "?from=mail", "#top"))
}

// othersPage returns a link of another company's consent page.
func (s *scene) othersPage() invite.Link {
	return s.link(s.org.ConsentHost + "/rival/" + oneOf(s.chance, s.ann.Slug, "zoe"))
}

func (s *scene) link(rest string) invite.Link {
	return invite.MustLink("https://" + rest).At(oneOf(s.chance, invite.AllPlaces()...))
}

// roomsOf are links into rooms of the providers that offer opting out; each continues with
// a digit.
var roomsOf = map[invite.Provider]string{
	invite.ProviderZoom:                "acme.zoom.us/j/912345678",
	invite.ProviderGoogleMeet:          "meet.google.com/abc-defg-h",
	invite.ProviderMicrosoftTeams:      "teams.microsoft.com/meet/31234567",
	invite.ProviderWebex:               "acme.webex.com/meet/room",
	invite.ProviderGoToMeeting:         "meet.goto.com/12345678",
	invite.ProviderJoinMe:              "join.me/acme-",
	invite.ProviderAmazonChime:         "chime.aws/123456789",
	invite.ProviderRingCentralMeetings: "meetings.ringcentral.com/j/148123456",
	invite.ProviderRingCentralVideo:    "v.ringcentral.com/join/1234567",
}

// room returns a link into one of a provider's rooms.
func (s *scene) room(p invite.Provider) invite.Link {
	return s.link(roomsOf[p] + oneOf(s.chance, "1", "2"))
}

// pages changes the profile of everybody.
func (s *scene) pages(change func(*profile.Profile)) {
	for _, p := range []*profile.Profile{&s.anns, &s.bens, &s.to} {
		change(p)
	}
}

// pageOff is that the page is off for everybody, and the link the provider's.
func (s *scene) pageOff() {
	s.pages(func(p *profile.Profile) { p.Page = profile.PageOff })
	s.invite.Links = []invite.Link{s.room(s.provider)}
}

// ── what happens ──

func (s *scene) invited(a invite.Address, answer invite.PartStat) {
	s.invite.Attendees = append(slices.Clone(s.invite.Attendees), invite.Party{Address: a, Answer: answer})
}

// takesPart returns an answer to an invitation of somebody who has not declined.
func (s *scene) takesPart() invite.PartStat {
	return oneOf(s.chance, invite.PartStatNeedsAction, invite.PartStatAccepted, invite.PartStatTentative, invite.PartStatDelegated)
}

func (s *scene) organizedBy(a invite.Address) { s.invite.Organizer = invite.Party{Address: a} }

// ask is somebody asking the assistant at one of the company's addresses.
func (s *scene) ask(who invite.Address, at time.Time, how How) {
	s.requests = append(s.requests, Request{Sender: who, To: s.assistant(), At: at, How: how})
}

func (s *scene) assistant() invite.Address {
	return oneOf(s.chance, s.org.Assistant, s.org.FormerAssistants[0])
}

func (s *scene) answer(who someone, choice consent.Choice, at time.Time) {
	s.answers = append(s.answers, consent.Response{Participant: oneOf(s.chance, who.addresses...), Choice: choice, At: at})
}

// comes is somebody in the call from one instant to another, zero for who stays.
func (s *scene) comes(who someone, from, until time.Time) {
	p := consent.Presence{Name: who.name, Kind: who.kind, From: from, Until: until}
	if len(who.addresses) > 0 {
		p.Address = oneOf(s.chance, who.addresses...)
	}
	s.roster, s.present = true, append(s.present, p)
}

func guest(a invite.Address) someone { return someone{addresses: []invite.Address{a}} }

func (s *scene) runs(from time.Time) {
	s.recordings = append(s.recordings, Recording{Start: from})
}

func (s *scene) ran(from, to time.Time, ended Ended) {
	s.recordings = append(s.recordings, Recording{Start: from, Stop: to, Ended: ended})
}

// atTheEnd leaves something for when all words have been used.
func (s *scene) atTheEnd(do func()) { s.last = append(s.last, do) }

// ── the case ──

// build returns the case.
func (s *scene) build() Case {
	s.surround()
	c := Case{
		Now: s.now, Invite: s.theInvite(), Org: s.theOrg(),
		Requests: shuffled(s.chance, s.requests), Recordings: s.recordings,
		Answers:       consent.NewLog(shuffled(s.chance, s.answers)...),
		Cancellations: shuffled(s.chance, s.cancelled),
	}
	if s.roster {
		c.Roster = consent.NewRoster(s.complete, shuffled(s.chance, s.present)...)
	}
	if s.then != nil {
		s.before(&c)
	}
	if s.add.saysProfile && s.samePages() && (s.then == nil || s.then.samePages()) {
		c.Profile = s.to
		if s.then != nil {
			c.Before.Profile = &s.then.to
		}
	}
	return c
}

// before says what was in force before the change; what is the same need not be said.
func (s *scene) before(c *Case) {
	s.then.add = s.add
	inv, org := s.then.theInvite(), s.then.theOrg()
	c.Before = Before{Until: s.changes, Invite: &inv, Org: &org}
	if s.coin() && reflect.DeepEqual(s.invite, s.then.invite) {
		c.Before.Invite = nil
	}
	if s.coin() && reflect.DeepEqual(s.settings(), s.then.settings()) {
		c.Before.Org = nil
	}
}

// settings is what the company's settings are made of.
func (s *scene) settings() []any {
	return []any{s.org, s.ann, s.ben, s.more, s.anns, s.bens, s.to}
}

// samePages reports whether everybody has the same profile.
func (s *scene) samePages() bool { return s.anns == s.to && s.bens == s.to }

func (s *scene) theInvite() invite.Invite {
	inv := s.invite
	inv.Sequence = s.add.sequence
	inv.Attendees = slices.Concat(s.add.before, inv.Attendees, s.add.after)
	if s.add.repeats {
		inv.Attendees = slices.Concat(inv.Attendees, s.invite.Attendees)
	}
	inv.Links = slices.Concat(s.add.linksBefore, inv.Links, s.add.linksAfter)
	return inv
}

func (s *scene) theOrg() profile.Org {
	org := s.org
	members := slices.Concat([]profile.Member{s.ann, s.ben}, s.more, s.add.members)
	if s.add.spelled {
		org.CancelBefore, org.AnswerGrace = profile.Period(profile.DefaultCancelBefore), profile.Period(profile.DefaultAnswerGrace)
		org.KeepPercent = cmp.Or(org.KeepPercent, profile.DefaultKeepPercent)
	}
	org.Default = s.to
	org.Profiles = slices.Clone(s.add.profiles)
	if !s.samePages() || s.add.namesPages {
		for i, p := range []profile.Profile{s.anns, s.bens} {
			p.Name = []string{"Ann’s", "Ben’s"}[i]
			org.Profiles = append(org.Profiles, p)
			members[i].Profile = cmp.Or(members[i].Profile, p.Name)
		}
	}
	org.Members = profile.NewDirectory(shuffled(s.chance, members)...)
	org.Profiles = shuffled(s.chance, org.Profiles)
	return org
}

// chance is the surroundings' source of chance. Without one, everything is at its
// plainest.
type chance struct{ rand *rand.Rand }

// pick returns a number from 0 up to, not including, n; plainly 0.
func (c *chance) pick(n int) int {
	if c.rand == nil {
		return 0
	}
	return c.rand.IntN(n)
}

// coin returns true or false; plainly false.
func (c *chance) coin() bool { return c.pick(2) == 1 }

func oneOf[T any](c *chance, all ...T) T { return all[c.pick(len(all))] }

// shuffled returns a copy in another order.
func shuffled[T any](c *chance, all []T) []T {
	all = slices.Clone(all)
	if c.rand != nil {
		c.rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	return all
}

// capitals returns a text with some letters of ASCII as capitals.
func (c *chance) capitals(text string) string {
	if !c.coin() {
		return text
	}
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' && c.coin() {
			return r - 'a' + 'A'
		}
		return r
	}, text)
}

var meetingZones = []*time.Location{
	time.UTC, time.FixedZone("east", 14*3600), time.FixedZone("west", -(9*3600 + 1800)), time.FixedZone("odd", 3661),
}

// zone returns a time in another zone.
func (c *chance) zone(t time.Time) time.Time { return t.In(oneOf(c, meetingZones...)) }
