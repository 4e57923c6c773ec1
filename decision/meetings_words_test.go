package decision_test

import (
	"strings"
	"time"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// words are what the words of a column do to a meeting.
type words map[string]func(*scene)

// meetingBuilder makes the meetings of a table: of the usual one by what is given, then by a
// word of each column, in the order of the columns.
type meetingBuilder struct {
	given func(*scene)
	words map[string]words // by column
}

// nothing is what a word does that leaves the usual meeting as it is.
func nothing(*scene) {}

// askedAt sets the moment asked about.
func askedAt(clock string) func(*scene) { return func(s *scene) { s.now = s.at(clock) } }

// ── words that mean the same in several tables ──

// theRecorder is a recorder that has run since 09:00, or none.
var theRecorder = words{
	"none": nothing,
	"runs": func(s *scene) { s.runs(s.at("09:00")) },
}

// theOrganizer is who organizes; Ann accepted where she does not.
var theOrganizer = words{
	"ours":     func(s *scene) { s.organizedBy(s.annAddress()) },
	"calendar": func(s *scene) { s.byCalendar(); s.invite.SentBy = s.annAddress() },
	"shared":   func(s *scene) { s.byCalendar(); s.annAccepts(); s.onlyProfiles = true },
	"guest":    func(s *scene) { s.organizedBy(s.gil); s.annAccepts() },
	"nobody":   func(s *scene) { s.invite.Organizer = invite.Party{}; s.annAccepts() },
}

func (s *scene) byCalendar() {
	s.organizedBy(s.address("c_4711", "group.calendar.google.com"))
	if s.coin() {
		s.invite.Organizer.Name, s.invite.Organizer.Kind = "Sales", invite.CUTypeGroup
	}
}

func (s *scene) annAccepts() { s.invited(s.annAddress(), invite.PartStatAccepted) }

// thePage is the page of a profile.
func thePage(of func(*scene) []*profile.Profile) words {
	set := func(page profile.Page) func(*scene) {
		return func(s *scene) {
			for _, p := range of(s) {
				p.Page = page
			}
		}
	}
	return words{"off": set(profile.PageOff), "enabled": set(profile.PageEnabled), "enforced": set(profile.PageEnforced)}
}

var (
	annsPage     = thePage(func(s *scene) []*profile.Profile { return []*profile.Profile{&s.anns} })
	bensPage     = thePage(func(s *scene) []*profile.Profile { return []*profile.Profile{&s.bens} })
	everyonePage = thePage(func(s *scene) []*profile.Profile { return []*profile.Profile{&s.anns, &s.bens, &s.to} })
)

// annAsked is that nobody's calls are recorded by themselves, and that Ann asked.
func annAsked(s *scene) {
	s.ann.Recorded, s.ann.MaySchedule = false, true
	s.ask(s.annAddress(), s.at("08:00"), Forwarded)
	s.now = s.at("08:50")
}

// ── organizer_and_link.txt ──

var organizerAndLink = meetingBuilder{
	given: func(s *scene) { annAsked(s); s.noMoreAnswers = true },
	words: map[string]words{
		"organizer": theOrganizer,
		"page":      annsPage,
		"link": {
			"ours":      func(s *scene) { s.links(s.consentLink(&s.ann)) },
			"stale":     func(s *scene) { s.links(s.formerLink(&s.ann)) },
			"colleague": func(s *scene) { s.links(s.bensDeadLink()) },
			"other":     func(s *scene) { s.links(s.othersPage()) },
			"provider":  func(s *scene) { s.links(s.room(s.provider)) },
			"none":      func(s *scene) { s.links() },
		},
		"beside": {
			"nothing":   nothing,
			"provider":  func(s *scene) { s.besides(s.room(s.provider)) },
			"tolerated": func(s *scene) { s.besides(s.room(s.provider)); s.anns.DirectLinks = true },
		},
	},
}

func (s *scene) links(all ...invite.Link) { s.invite.Links = all }

func (s *scene) besides(l invite.Link) { s.invite.Links = append(s.invite.Links, l) }

// bensDeadLink returns Ben's consent link, which does not work.
func (s *scene) bensDeadLink() invite.Link {
	if s.coin() {
		return s.formerLink(&s.ben)
	}
	s.bens.Page = profile.PageOff
	return s.consentLink(&s.ben)
}

// providerOff is the provider that is off: any but the usual one.
func (s *scene) providerOff() invite.Provider {
	for p := range s.org.Off.All() {
		return p
	}
	return invite.ProviderNone
}

var providerTurnedOff = meetingBuilder{
	given: func(s *scene) {
		off := oneOf(s.chance, providersThat(func(p invite.Provider) bool { return roomsOf[p] != "" && p != s.provider })...)
		s.org.Off = enum.SetOf(off)
	},
	words: map[string]words{
		"first": {
			"page_on":      nothing,
			"page_off":     func(s *scene) { s.pages(func(p *profile.Profile) { p.Provider = s.providerOff() }) },
			"page_unknown": func(s *scene) { s.pages(func(p *profile.Profile) { p.Provider = invite.ProviderNone }) },
			"room_on":      func(s *scene) { s.links(s.room(s.provider)) },
			"room_off":     func(s *scene) { s.links(s.room(s.providerOff())) },
			"own_host":     func(s *scene) { s.links(s.ownHost()) },
			"dead":         func(s *scene) { s.links(s.formerLink(&s.ann)) },
			"other":        func(s *scene) { s.links(s.othersPage()) },
			"none":         func(s *scene) { s.links() },
		},
		"second": {
			"none": nothing,
			"on":   func(s *scene) { s.besides(s.room(s.provider)) },
			"off":  func(s *scene) { s.besides(s.room(s.providerOff())) },
		},
		"recorder": theRecorder,
	},
}

// ownHost returns a link of a conference host that the settings name.
func (s *scene) ownHost() invite.Link {
	host := oneOf(s.chance, "calls.example", "*.calls.example")
	s.org.ConferenceHosts = []profile.ConferenceHost{{
		Host: s.capitals(host), Path: oneOf(s.chance, "", "rooms/*", "rooms/**"), Provider: oneOf(s.chance, invite.ProviderOther, s.provider),
	}}
	if host[0] == '*' {
		host = "eu" + host[1:]
	}
	return s.link(host + "/rooms/7")
}

var linkWorks = meetingBuilder{
	given: everyonePage["enforced"],
	words: map[string]words{
		"link": {
			"static":  nothing,
			"dynamic": func(s *scene) { s.links(s.dynamic(s.org.Company, s.ann.Slug)) },
			"former": func(s *scene) {
				s.links(oneOf(s.chance, s.formerLink(&s.ann), s.dynamic(s.org.FormerCompanies[0], s.ann.Slug)))
			},
			"nobodys":  func(s *scene) { s.links(oneOf(s.chance, s.consentLink(&s.eli), s.dynamic(s.org.Company, "zoe"))) },
			"insecure": func(s *scene) { s.links(s.insecure()) },
		},
		"type": {
			"static":       nothing,
			"dynamic":      func(s *scene) { s.pages(func(p *profile.Profile) { p.Links = profile.LinksDynamic }) },
			"host_decides": func(s *scene) { s.pages(func(p *profile.Profile) { p.Links = profile.LinksHostDecides }) },
		},
		"system": {
			"connected":    func(s *scene) { s.connects(s.behindThePage(true)) },
			"disconnected": func(s *scene) { s.behindThePage(true) },
			"none":         func(s *scene) { s.connects(s.behindThePage(false)) },
		},
	},
}

// dynamic returns a consent link that was made for one meeting.
func (s *scene) dynamic(company, slug string) invite.Link {
	return s.link(s.capitals(s.org.ConsentHost) + "/" + company + "/" + slug + "/" + oneOf(s.chance, "7f3a", "2026-03-02"))
}

// insecure returns Ann's consent link, spelled in a way in which it does not work.
func (s *scene) insecure() invite.Link {
	l := oneOf(s.chance, s.consentLink(&s.ann), s.dynamic(s.org.Company, s.ann.Slug))
	rest := strings.TrimPrefix(l.String(), "https://")
	return invite.MustLink(oneOf(s.chance, "http://", "https://zoom.us@") + rest)
}

// behindThePage sets the system behind everybody's page: one whose integration makes
// links, or one that has none.
func (s *scene) behindThePage(makesLinks bool) invite.Provider {
	provider := oneOf(s.chance, providersThat(func(p invite.Provider) bool {
		return p.OffersOptOut() && p.MakesDynamicLinks() == makesLinks
	})...)
	s.pages(func(p *profile.Profile) { p.Provider = provider })
	return provider
}

func (s *scene) connects(p invite.Provider) { s.org.Integrations = enum.SetOf(p) }

// ── whose_profile.txt ──

var whoseProfile = meetingBuilder{
	given: annAsked,
	words: map[string]words{
		"organizer": {
			"ann": func(s *scene) { s.organizedBy(s.annAddress()); s.invited(s.benAddress(), s.takesPart()) },
			"ben": func(s *scene) { s.organizedBy(s.benAddress()); s.invited(s.annAddress(), s.takesPart()) },
			"guest": func(s *scene) {
				s.guestsCall(s.benAddress(), invite.PartStatNeedsAction, s.annAddress(), invite.PartStatAccepted)
			},
			"guest_declined": func(s *scene) {
				s.guestsCall(s.annAddress(), invite.PartStatDeclined, s.benAddress(), invite.PartStatNeedsAction)
			},
		},
		"link": {
			"anns":     func(s *scene) { s.links(s.consentLink(&s.ann), s.room(s.provider)) },
			"bens":     func(s *scene) { s.links(s.consentLink(&s.ben), s.room(s.provider)) },
			"both":     func(s *scene) { s.links(s.consentLink(&s.ann), s.consentLink(&s.ben), s.room(s.provider)) },
			"provider": func(s *scene) { s.links(s.room(s.provider)) },
		},
		"ann": annsPage,
		"ben": bensPage,
	},
}

// guestsCall is a meeting that Gil organizes, with two members in this order.
func (s *scene) guestsCall(first invite.Address, answer invite.PartStat, second invite.Address, other invite.PartStat) {
	s.organizedBy(s.gil)
	s.invite.Attendees = []invite.Party{{Address: first, Answer: answer}, {Address: second, Answer: other}}
}

var whoAsked = meetingBuilder{
	given: func(s *scene) {
		s.now, s.noMoreMembers = s.at("08:50"), true
		s.ann.Recorded = false
		s.organizedBy(s.gil)
		s.links(s.room(s.provider))
	},
	words: map[string]words{
		"asked": {
			"ann_then_ben": func(s *scene) { s.mayAsk(true, true); s.askInTurn(s.annAddress(), s.benAddress()) },
			"ben_then_ann": func(s *scene) { s.mayAsk(true, true); s.askInTurn(s.benAddress(), s.annAddress()) },
			"wrong_then_ben": func(s *scene) {
				s.mayAsk(true, true)
				s.askInTurn(s.annAddress(), s.benAddress())
				s.requests[0].To = s.rivalsAssistant()
			},
			"barred_then_ben": func(s *scene) { s.mayAsk(false, true); s.askInTurn(s.annAddress(), s.benAddress()) },
			"both_barred":     func(s *scene) { s.askInTurn(s.annAddress(), s.benAddress()) },
			"listed_barred": func(s *scene) {
				s.invite.SentBy = s.annAddress()
				s.invited(s.org.Assistant, s.takesPart())
				s.ask(s.benAddress(), s.at("08:00"), Forwarded)
			},
			"stranger_first": func(s *scene) { s.askInTurn(s.stranger(), s.benAddress()) },
		},
		"ann": {"enabled": annsPage["enabled"], "enforced": annsPage["enforced"]},
		"ben": {"enabled": bensPage["enabled"], "enforced": bensPage["enforced"]},
	},
}

// mayAsk says whether Ann and Ben may schedule calls.
func (s *scene) mayAsk(ann, ben bool) { s.ann.MaySchedule, s.ben.MaySchedule = ann, ben }

// askInTurn is one asking, and another an hour later.
func (s *scene) askInTurn(first, second invite.Address) {
	s.ask(first, s.at("07:00"), Forwarded)
	s.ask(second, s.at("08:00"), Forwarded)
}

// ── asking.txt ──

var oneRequest = meetingBuilder{
	given: func(s *scene) { s.now = s.at("08:50") },
	words: map[string]words{
		"asker": {
			"nobody":        nothing,
			"permitted":     func(s *scene) { s.ben.MaySchedule = true; s.asks(s.benAddress()) },
			"not_permitted": func(s *scene) { s.asks(s.benAddress()) },
			"stranger":      func(s *scene) { s.asks(s.stranger()) },
		},
		"address": {
			"ours":    nothing,
			"former":  func(s *scene) { s.requests[0].To = s.org.FormerAssistants[0] },
			"another": func(s *scene) { s.requests[0].To = s.rivalsAssistant() },
		},
		"meeting": {
			"automatic":    nothing,
			"not_recorded": func(s *scene) { s.ann.Recorded = false },
			"internal": func(s *scene) {
				s.noMoreGuests = true
				s.invite.Attendees = []invite.Party{{Address: s.benAddress(), Answer: s.takesPart()}}
			},
		},
	},
}

func (s *scene) asks(who invite.Address) {
	s.requests = []Request{{Sender: who, To: s.org.Assistant, At: s.at("08:00")}}
}

// stranger returns somebody who is no member.
func (s *scene) stranger() invite.Address {
	return oneOf(s.chance, s.gil, s.address("zoe", s.domain()), invite.Address{}, s.dia)
}

func (s *scene) rivalsAssistant() invite.Address {
	return oneOf(s.chance, s.address("record", "rival.example"), s.address("rival", "assistant.gong.io"))
}

var twoRequests = meetingBuilder{
	given: func(s *scene) {
		s.now, s.ann.Recorded = s.at("09:10"), false
		s.times = [2]time.Time{s.at("08:30"), s.at("08:40")}
	},
	words: map[string]words{
		"recorder": {
			"none":       nothing,
			"after_both": func(s *scene) { s.runs(s.at("09:00")) },
			"between":    func(s *scene) { s.runs(s.at("09:00")); s.times[1] = s.at("09:05") },
		},
		"first":  requestAt(0),
		"second": requestAt(1),
	},
}

func requestAt(i int) words {
	ask := func(s *scene, who, to invite.Address) {
		s.requests = append(s.requests, Request{Sender: who, To: to, At: s.times[i]})
	}
	return words{
		"nobody":        nothing,
		"in_order":      func(s *scene) { s.ann.MaySchedule = true; ask(s, s.annAddress(), s.org.Assistant) },
		"not_permitted": func(s *scene) { ask(s, s.benAddress(), s.org.Assistant) },
		"stranger":      func(s *scene) { ask(s, s.stranger(), s.org.Assistant) },
		"wrong_address": func(s *scene) { s.ann.MaySchedule = true; ask(s, s.annAddress(), s.rivalsAssistant()) },
	}
}

var assistantListed = meetingBuilder{
	given: func(s *scene) {
		s.pageOff()
		s.now, s.ann.Recorded = s.at("08:50"), false
	},
	words: map[string]words{
		"organizer": {
			"permitted":     func(s *scene) { s.ann.MaySchedule = true },
			"not_permitted": nothing,
			"guest":         func(s *scene) { s.organizedBy(s.gil) },
		},
		"sent_by": {
			"nobody":        nothing,
			"permitted":     func(s *scene) { s.ben.MaySchedule = true; s.invite.SentBy = s.benAddress() },
			"not_permitted": func(s *scene) { s.invite.SentBy = s.benAddress() },
			"stranger":      func(s *scene) { s.invite.SentBy = oneOf(s.chance, s.dia, s.address("zoe", s.domain())) },
		},
		"assistant": {
			"listed":   func(s *scene) { s.invited(s.org.Assistant, s.takesPart()) },
			"declined": func(s *scene) { s.invited(s.org.Assistant, invite.PartStatDeclined) },
		},
		"on_record": {
			"nothing":         nothing,
			"guest_forwarded": func(s *scene) { s.ask(s.gil, s.at("08:00"), Forwarded) },
			"guest_listed":    func(s *scene) { s.ask(s.gil, s.at("08:00"), Listed) },
			"both_listed": func(s *scene) {
				s.ask(s.gil, s.at("08:00"), Listed)
				s.ask(s.invite.Organizer.Address, s.at("08:30"), Listed)
			},
		},
	},
}

// ── automatic.txt ──

var whoTakesPart = meetingBuilder{
	given: func(s *scene) {
		s.pageOff()
		s.now, s.noMoreGuests = s.at("08:50"), true
		s.ann.Recorded = false
		s.invite.Attendees = nil
	},
	words: map[string]words{
		"recorded": {
			"host":       func(s *scene) { s.ann.Recorded = true },
			"attendee":   func(s *scene) { s.ben.Recorded = true; s.invited(s.benAddress(), 0) },
			"guest_call": func(s *scene) { s.ben.Recorded = true; s.invited(s.benAddress(), 0); s.organizedBy(s.dia) },
		},
		"rule": recordingRule,
		"answer": {
			"accepted": func(s *scene) { s.bensAnswer(invite.PartStatAccepted) },
			"silent":   func(s *scene) { s.bensAnswer(oneOf(s.chance, invite.PartStatNeedsAction, invite.PartStatTentative)) },
			"declined": func(s *scene) { s.bensAnswer(invite.PartStatDeclined) },
		},
		"only": {
			"all":      nothing,
			"accepted": func(s *scene) { s.org.OnlyAccepted = true },
		},
		"customer": {
			"comes":    func(s *scene) { s.invited(s.gil, s.takesPart()) },
			"declined": func(s *scene) { s.invited(s.gil, invite.PartStatDeclined) },
		},
	},
}

var recordingRule = words{
	"host_only": nothing,
	"any":       func(s *scene) { s.org.Records = profile.AnyParticipant },
}

var whoseLink = meetingBuilder{
	given: func(s *scene) { s.now, s.ann.Recorded = s.at("08:50"), false },
	words: map[string]words{
		"link": {
			"anns":     nothing,
			"bens":     func(s *scene) { s.links(s.consentLink(&s.ben)) },
			"both":     func(s *scene) { s.links(s.consentLink(&s.ben), s.consentLink(&s.ann)) },
			"provider": func(s *scene) { s.links(s.room(s.provider)) },
		},
		"recorded": {
			"ann": func(s *scene) { s.ann.Recorded = true },
			"ben": func(s *scene) { s.ben.Recorded = true },
		},
		"rule": recordingRule,
		"ben": {
			"not_invited": nothing,
			"silent": func(s *scene) {
				s.invited(s.benAddress(), oneOf(s.chance, invite.PartStatNeedsAction, invite.PartStatTentative))
			},
			"declined": func(s *scene) { s.invited(s.benAddress(), invite.PartStatDeclined) },
		},
	},
}

var whoComes = meetingBuilder{
	given: func(s *scene) {
		s.noMoreGuests = true
		s.invite.Attendees = []invite.Party{{Address: s.benAddress(), Answer: s.takesPart()}}
	},
	words: map[string]words{
		"comes": {
			"nobody": nothing,
			"colleague": func(s *scene) {
				s.comes(oneOf(s.chance, all(&s.ben), guest(s.address("zoe", s.domain()))), s.at("09:05"), time.Time{})
			},
			"guest":     func(s *scene) { s.comes(guest(s.gil), s.at("09:05"), time.Time{}) },
			"left":      func(s *scene) { s.comes(guest(s.gil), s.at("09:05"), s.at("09:10")) },
			"coming":    func(s *scene) { s.comes(guest(s.gil), s.at("09:31"), time.Time{}) },
			"room":      func(s *scene) { s.comes(s.aRoom(), s.at("09:05"), time.Time{}) },
			"recorder":  func(s *scene) { s.comes(oneOf(s.chance, s.aRecorder(), s.newRecorder()), s.at("09:05"), time.Time{}) },
			"telephone": func(s *scene) { s.comes(someone{name: "+49 30 1234567"}, s.at("09:05"), time.Time{}) },
		},
		"recorder": theRecorder,
	},
}

// bensAnswer sets the answer of Ben, where he is invited.
func (s *scene) bensAnswer(answer invite.PartStat) {
	for i := range s.invite.Attendees {
		s.invite.Attendees[i].Answer = answer
	}
}

// ── cancelling.txt ──

var whoCancelled = meetingBuilder{
	given: func(s *scene) { s.now, s.invite.Recurring = s.at("09:25"), true },
	words: map[string]words{
		"by": {
			"member":   func(s *scene) { s.cancels(s.benAddress(), "08:30") },
			"stranger": func(s *scene) { s.cancels(s.stranger(), "08:30") },
		},
		"of": {
			"this":      func(s *scene) { s.ofMeeting(func(k invite.Key) invite.Key { return oneOf(s.chance, invite.Key{}, k) }) },
			"series":    func(s *scene) { s.ofMeeting(invite.Key.Series) },
			"next_week": func(s *scene) { s.ofMeeting(func(invite.Key) invite.Key { return s.nextWeek() }) },
		},
		"when": {
			"at_25":    func(s *scene) { s.cancelled[0].At = s.at("08:35") },
			"at_20":    func(s *scene) { s.cancelled[0].At = s.at("08:40") },
			"after_20": func(s *scene) { s.cancelled[0].At = s.at("08:40").Add(1) },
			"during":   func(s *scene) { s.cancelled[0].At = s.at("09:10") },
		},
		"moved": {
			"no":      func(s *scene) { s.cancelled[0].Start = oneOf(s.chance, time.Time{}, s.at("09:00")) },
			"earlier": func(s *scene) { s.moved(10 * time.Minute) },
			"later":   func(s *scene) { s.moved(-10 * time.Minute) },
		},
		"recorder": {
			"none":  nothing,
			"runs":  theRecorder["runs"],
			"early": func(s *scene) { s.runs(s.at("08:15")) },
		},
	},
}

func (s *scene) cancels(who invite.Address, clock string) {
	s.cancelled = append(s.cancelled, Cancellation{By: who, At: s.at(clock)})
}

// ofMeeting says which meeting was cancelled, by the key of this one.
func (s *scene) ofMeeting(which func(invite.Key) invite.Key) {
	s.atTheEnd(func() { s.cancelled[0].Of = which(s.invite.Key()) })
}

// nextWeek returns the key of next week's meeting, or of another one.
func (s *scene) nextWeek() invite.Key {
	other := invite.Invite{UID: s.invite.UID, Recurring: true, Start: s.at("09:00").AddDate(0, 0, 7)}
	other.UID += oneOf(s.chance, "", "-other")
	return other.Key()
}

// moved is that the start planned when it was cancelled was later by some time.
func (s *scene) moved(by time.Duration) {
	s.cancelled[0].At = s.cancelled[0].At.Add(by)
	s.cancelled[0].Start = s.at("09:00").Add(by)
	s.invite.RecurrenceID = s.cancelled[0].Start
}

var cancelledAndAsked = meetingBuilder{
	given: askedAt("09:40"),
	words: map[string]words{
		"automatic": {
			"yes": nothing,
			"no":  func(s *scene) { s.ann.Recorded = false },
		},
		"cancelled": {
			"nobody":   nothing,
			"in_time":  func(s *scene) { s.cancels(s.benAddress(), "08:30") },
			"twice":    func(s *scene) { s.cancels(s.benAddress(), "08:30"); s.cancels(s.annAddress(), "08:35") },
			"late":     func(s *scene) { s.cancels(s.benAddress(), "08:50") },
			"stranger": func(s *scene) { s.cancels(s.stranger(), "08:30") },
		},
		"asked": {
			"nobody":   nothing,
			"before":   func(s *scene) { s.asksInOrder("08:20") },
			"same":     func(s *scene) { s.asksInOrder("08:30") },
			"between":  func(s *scene) { s.asksInOrder("08:33") },
			"after":    func(s *scene) { s.asksInOrder("08:55") },
			"again":    func(s *scene) { s.asksInOrder("08:20"); s.asksInOrder("08:55") },
			"during":   func(s *scene) { s.asksInOrder("09:31") },
			"outsider": func(s *scene) { s.ask(s.stranger(), s.at("08:55"), Forwarded) },
		},
		"recorder": theRecorder,
	},
}

func (s *scene) asksInOrder(clock string) {
	s.ben.MaySchedule = true
	s.ask(s.benAddress(), s.at(clock), Forwarded)
}

// ── notice.txt ──

var noticeWithoutPage = meetingBuilder{
	given: func(s *scene) {
		s.pages(func(p *profile.Profile) { p.Page = profile.PageOff })
		s.now, s.ann.Recorded, s.ben.MaySchedule = s.at("09:00"), false, true
		s.invite.Stamp = s.at("09:00").AddDate(0, 0, -1)
	},
	words: map[string]words{
		"host": {
			"ours":     theOrganizer["ours"],
			"calendar": theOrganizer["calendar"],
			"guest":    func(s *scene) { s.organizedBy(s.gil) },
		},
		"provider": {
			"zoom":    func(s *scene) { s.links(s.room(invite.ProviderZoom)) },
			"another": func(s *scene) { s.links(s.room(s.notZoom())) },
		},
		"native": {
			"yes": func(s *scene) { s.org.NativeRecorder = true },
			"no":  nothing,
		},
		"notice": {
			"nothing": nothing,
			"prompt":  func(s *scene) { s.pages(func(p *profile.Profile) { p.AudioPrompt = true }) },
			"email":   func(s *scene) { s.pages(func(p *profile.Profile) { p.PreCallEmail = true }) },
		},
		"asked": {
			"day_before": func(s *scene) { s.ask(s.benAddress(), s.at("08:00").AddDate(0, 0, -1), Forwarded) },
			"at_0850":    func(s *scene) { s.ask(s.benAddress(), s.at("08:50"), Forwarded) },
			"at_0855":    func(s *scene) { s.ask(s.benAddress(), s.at("08:55"), Forwarded) },
		},
	},
}

func (s *scene) notZoom() invite.Provider {
	return oneOf(s.chance, providersThat(func(p invite.Provider) bool { return roomsOf[p] != "" && p != invite.ProviderZoom })...)
}
