package decision_test

import (
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// ── when.txt ──

var theMoment = meetingBuilder{
	given: func(s *scene) { s.noMorePeople = true },
	words: map[string]words{
		"end": plannedEnd,
		"asked": {
			"before":      askedAt("08:50"),
			"during":      askedAt("09:30"),
			"just_before": func(s *scene) { s.now = s.at("10:00").Add(-1) },
			"at_end":      askedAt("10:00"),
			"after":       askedAt("10:05"),
			"next_day":    func(s *scene) { s.now = s.at("10:30").Add(24 * time.Hour) },
		},
		"people": {
			"no_roster": nothing,
			"left":      func(s *scene) { s.comesBefore(s.somebody(), s.now.Add(-time.Minute)) },
			"recorder":  func(s *scene) { s.comesBefore(oneOf(s.chance, s.aRecorder(), guest(s.org.Assistant)), time.Time{}) },
			"some":      func(s *scene) { s.comesBefore(s.somebody(), oneOf(s.chance, time.Time{}, s.now, s.now.Add(time.Hour))) },
		},
		"event": {
			"stands": func(s *scene) {
				s.invite.Method = oneOf(s.chance, 0, invite.MethodRequest, invite.MethodPublish, invite.MethodAdd)
			},
			"called_off": func(s *scene) { s.callOff() },
			"reply": func(s *scene) {
				s.invite.Method = oneOf(s.chance, invite.MethodReply, invite.MethodRefresh, invite.MethodCounter, invite.MethodDeclineCounter)
			},
			"dates": func(s *scene) { s.invite.AllDay = true },
		},
		"recorder": {
			"none": nothing,
			"runs": func(s *scene) { s.runs(s.now.Add(-15 * time.Minute)) },
		},
	},
}

var plannedEnd = words{
	"planned": nothing,
	"open":    func(s *scene) { s.invite.End = time.Time{} },
}

// somebody returns somebody in the call who does not object: a person or a room.
func (s *scene) somebody() someone {
	gil := guest(s.gil)
	s.answer(gil, consent.Consented, s.at("08:00"))
	return oneOf(s.chance, gil, all(&s.ann), someone{kind: consent.Room, name: "Room 1"}, someone{name: "+49 30 1234567"})
}

func (s *scene) comesBefore(who someone, until time.Time) {
	s.comes(who, s.now.Add(-20*time.Minute), until)
}

func (s *scene) callOff() {
	if s.invite.Status = invite.StatusCancelled; s.coin() {
		s.invite.Status, s.invite.Method = 0, invite.MethodCancel
	}
}

var optingOutWithoutEnd = meetingBuilder{
	given: func(s *scene) { s.runs(s.at("09:00")); s.comes(all(&s.ann), s.at("08:55"), time.Time{}) },
	words: map[string]words{
		"end": plannedEnd,
		"opt_out": {
			"nobody":    askedAt("09:30"),
			"minute_10": func(s *scene) { s.optsOutNow("09:10") },
			"minute_50": func(s *scene) { s.optsOutNow("09:50") },
			"minute_90": func(s *scene) { s.optsOutNow("10:30") },
		},
	},
}

func (s *scene) optsOutNow(clock string) {
	s.now = s.at(clock)
	s.optsOut(s.now)
}

// optsOut is that Gil comes and says no at an instant.
func (s *scene) optsOut(at time.Time) {
	s.comes(guest(s.gil), at, time.Time{})
	s.answer(guest(s.gil), consent.OptedOut, at)
}

// ── objection_and_recorder.txt ──

var optOutAndWhen = meetingBuilder{
	given: func(s *scene) {
		s.now = s.at("10:10")
		s.comes(all(&s.ann), s.at("08:00"), time.Time{})
		s.complete = s.coin()
	},
	words: map[string]words{
		"recorder": {
			"none":     nothing,
			"start":    theRecorder["runs"],
			"early":    func(s *scene) { s.runs(s.at("08:15")) },
			"finished": func(s *scene) { s.ran(s.at("09:00"), s.at("10:00"), Finished) },
			"gap": func(s *scene) {
				s.ran(s.at("09:00"), s.at("09:20"), Failed)
				s.runs(s.at("09:30"))
			},
			"late_gap": func(s *scene) {
				s.ran(s.at("09:00"), s.at("09:50"), Failed)
				s.runs(s.at("09:55"))
			},
			"removed_back": func(s *scene) {
				s.ran(s.at("09:00"), s.at("09:20"), Stopped)
				s.ran(s.at("09:30"), s.at("09:40"), Stopped)
			},
			"at_once": func(s *scene) {
				s.ran(s.at("09:00"), s.at("09:00"), Stopped)
				s.ran(s.at("09:10"), s.at("09:20"), Stopped)
			},
			"let_out": func(s *scene) {
				s.ran(s.at("09:00"), s.at("09:20"), Failed)
				s.ran(s.at("09:25"), s.at("09:30"), NotAdmitted)
			},
			"failed":       func(s *scene) { s.ran(s.at("09:00"), s.at("09:20"), Failed) },
			"removed":      func(s *scene) { s.ran(s.at("09:00"), s.at("09:20"), Stopped) },
			"not_admitted": func(s *scene) { s.ran(s.at("09:00"), s.at("09:06"), NotAdmitted) },
			"admitted_late": func(s *scene) {
				s.ran(s.at("09:00"), s.at("09:06"), NotAdmitted)
				s.runs(s.at("09:06"))
			},
		},
		"opt_out": {
			"nobody": func(s *scene) {
				s.answer(guest(s.gil), consent.Consented, s.at("08:50"))
				s.comes(guest(s.gil), s.at("08:50"), time.Time{})
			},
			"early":     func(s *scene) { s.optsOut(s.at("08:16")) },
			"minute_1":  func(s *scene) { s.optsOut(s.at("09:01")) },
			"minute_25": func(s *scene) { s.optsOut(s.at("09:25")) },
			"before_42": func(s *scene) { s.optsOut(s.at("09:42").Add(-1)) },
			"at_42":     func(s *scene) { s.optsOut(s.at("09:42")) },
			"before_52": func(s *scene) { s.optsOut(s.at("09:52").Add(-1)) },
			"at_52":     func(s *scene) { s.optsOut(s.at("09:52")) },
			"minute_65": func(s *scene) { s.optsOut(s.at("10:05")) },
		},
	},
}

var twoWhoSayNo = meetingBuilder{
	given: func(s *scene) {
		s.now = s.at("09:59")
		s.comes(all(&s.ann), s.at("08:55"), time.Time{})
		s.invited(s.dia, invite.PartStatAccepted)
	},
	words: map[string]words{
		"gil": saysNo(func(s *scene) someone { return guest(s.gil) }),
		"dia": saysNo(func(s *scene) someone { return guest(s.dia) }),
		"recorder": {
			"none":    nothing,
			"runs":    theRecorder["runs"],
			"removed": func(s *scene) { s.ran(s.at("09:00"), s.at("09:48"), Stopped) },
		},
	},
}

// saysNo is when somebody comes and says no.
func saysNo(who func(*scene) someone) words {
	no := func(clock string) func(*scene) {
		return func(s *scene) {
			s.comes(who(s), s.at(clock), time.Time{})
			s.answer(who(s), consent.OptedOut, s.at(clock))
		}
	}
	return words{
		"consented": func(s *scene) {
			s.answer(who(s), consent.Consented, s.at("08:50"))
			s.comes(who(s), s.at("08:55"), time.Time{})
		},
		"at_30": no("09:30"), "at_45": no("09:45"), "at_52": no("09:52"),
	}
}

var afterTheEnd = meetingBuilder{
	given: func(s *scene) {
		s.now = s.at("11:00")
		s.answer(guest(s.gil), consent.OptedOut, s.at("10:30"))
	},
	words: map[string]words{
		"people": {
			"no_roster": nothing,
			"left":      func(s *scene) { s.leave = s.at("10:00"); s.bothThere(s.leave) },
			"overruns":  func(s *scene) { s.bothThere(time.Time{}) },
		},
		"recorder": {
			"finished": func(s *scene) { s.ran(s.at("09:00"), s.at("10:00"), Finished) },
			"runs":     theRecorder["runs"],
		},
	},
}

func (s *scene) bothThere(until time.Time) {
	s.comes(all(&s.ann), s.at("09:00"), until)
	s.comes(guest(s.gil), s.at("09:00"), until)
}

// ── opt_out_and_roster.txt ──

var optOutAndRoster = meetingBuilder{
	given: func(s *scene) {
		s.now = s.at("09:55")
		s.answer(guest(s.gil), consent.OptedOut, s.at("08:55"))
	},
	words: map[string]words{
		"roster": {
			"none":     nothing,
			"partial":  func(s *scene) { s.annIsThere() },
			"complete": func(s *scene) { s.annIsThere(); s.complete = true },
			"unknown": func(s *scene) {
				s.annIsThere()
				s.complete = true
				s.comes(someone{name: oneOf(s.chance, "Gil", "+49 30 1234567")}, s.at("09:05"), oneOf(s.chance, time.Time{}, s.at("09:06")))
			},
		},
		"gil": {
			"never":  nothing,
			"coming": func(s *scene) { s.comes(guest(s.gil), s.at("09:58"), time.Time{}) },
			"came":   func(s *scene) { s.comes(guest(s.gil), s.at("08:58"), time.Time{}) },
			"left":   func(s *scene) { s.comes(guest(s.gil), s.at("08:58"), s.at("09:05")) },
			"late":   func(s *scene) { s.comes(guest(s.gil), s.at("09:50"), time.Time{}) },
		},
		"then": {
			"nothing":  nothing,
			"consents": func(s *scene) { s.answer(guest(s.gil), consent.Consented, s.at("09:20")) },
		},
		"recorder": {
			"none":  nothing,
			"start": theRecorder["runs"],
			"half":  func(s *scene) { s.runs(s.at("09:30")) },
		},
	},
}

func (s *scene) annIsThere() { s.comes(all(&s.ann), s.at("08:58"), time.Time{}) }

// ── who_objects.txt ──

var whoDidWhat = meetingBuilder{
	given: func(s *scene) {
		s.now, s.roster = s.at("09:50"), true
		s.ben.Recorded = true
		s.atTheEnd(s.hostAndOthers)
	},
	words: map[string]words{
		"who": {
			"guest":     func(s *scene) { s.who = guest(s.gil) },
			"colleague": func(s *scene) { s.who = oneOf(s.chance, all(&s.ben), guest(s.address("zoe", s.domain()))) },
			"scheduler": func(s *scene) { s.who, s.bensOwn = all(&s.ann), true },
			"host":      func(s *scene) { s.who = all(&s.ann) },
			"room":      func(s *scene) { s.who = s.aRoom() },
			"telephone": func(s *scene) { s.who = someone{name: oneOf(s.chance, "+49 30 1234567", "Gil", "")} },
			"recorder":  func(s *scene) { s.who = oneOf(s.chance, s.aRecorder(), s.newRecorder()) },
			"assistant": func(s *scene) { s.who = guest(s.assistant()) },
		},
		"did": {
			"consented":    func(s *scene) { s.answers0910(consent.Consented); s.comesAt("09:10") },
			"opted_out":    func(s *scene) { s.answers0910(consent.OptedOut); s.comesAt("09:10") },
			"changed_mind": func(s *scene) { s.changesMind() },
			"silent":       func(s *scene) { s.comesAt("09:10") },
			"new":          func(s *scene) { s.comesAt("09:49") },
			"late_report":  func(s *scene) { s.comesAt("09:10"); s.consents(s.at(oneOf(s.chance, "09:12", "09:11"))) },
			"late_consent": func(s *scene) { s.comesAt("09:10"); s.consents(oneOf(s.chance, s.at("09:12").Add(1), s.at("09:15"))) },
			"passed_by":    func(s *scene) { s.answers0910(consent.Bypassed); s.comesAt("09:10") },
			"back":         func(s *scene) { s.comesBack() },
			"stays_away":   func(s *scene) { s.answers0910(consent.StayedAway) },
		},
		"page": everyonePage,
		"everybody": {
			"no":  nothing,
			"yes": func(s *scene) { s.pages(func(p *profile.Profile) { p.EverybodyPasses = true }) },
		},
		"recorder": theRecorder,
	},
}

// aRoom returns a room in the call that the invitation, the address or the roster says to be
// one.
func (s *scene) aRoom() someone {
	room := s.invitedRoom()
	if s.coin() {
		return someone{addresses: []invite.Address{s.address("huddle", oneOf(s.chance, "rooms.example", s.domain()))}, kind: consent.Room}
	}
	return someone{addresses: []invite.Address{room}, kind: oneOf(s.chance, consent.Room, consent.Person)}
}

// newRecorder returns a recorder that only the roster says to be one.
func (s *scene) newRecorder() someone {
	return someone{addresses: []invite.Address{s.address("bot7", "new.example")}, kind: consent.Recorder}
}

// invitedRoom adds a room to the invitation.
func (s *scene) invitedRoom() invite.Address {
	room := s.someRoom()
	s.invite.Attendees = append(s.invite.Attendees, room)
	return room.Address
}

func (s *scene) answers0910(choice consent.Choice) { s.answer(s.who, choice, s.at("09:10")) }

func (s *scene) consents(at time.Time) { s.answer(s.who, consent.Consented, at) }

func (s *scene) comesAt(clock string) { s.comes(s.who, s.at(clock), time.Time{}) }

func (s *scene) changesMind() {
	s.answers0910(consent.OptedOut)
	s.comesAt("09:10")
	s.consents(s.at("09:12"))
}

func (s *scene) comesBack() {
	s.answers0910(consent.Consented)
	s.comes(s.who, s.at("09:10"), s.at("09:20"))
	s.comesAt("09:30")
}

// hostAndOthers adds the link, the host, and whoever else is in the call.
func (s *scene) hostAndOthers() {
	host := &s.ann
	if s.bensOwn {
		host = &s.ben
	}
	if s.links(s.consentLink(host)); !s.anns.PageOn() {
		s.links(s.room(s.provider))
	}
	if !slices.Contains(s.who.addresses, host.Address) {
		s.comes(all(host), s.at("08:55"), time.Time{})
	}
	if !slices.Contains(s.who.addresses, s.gil) {
		s.answer(guest(s.gil), consent.Consented, s.at("08:56"))
		s.comes(guest(s.gil), s.at("08:57"), time.Time{})
	}
}

// ── settings_changed.txt ──

var whatChanged = meetingBuilder{
	given: func(s *scene) {
		s.leave = s.at("10:00")
		s.answer(guest(s.gil), consent.Consented, s.at("08:40"))
	},
	words: map[string]words{
		"change": {
			"provider_off": func(s *scene) {
				s.change = func(s *scene) { s.org.Off = s.org.Off | 1<<s.provider }
			},
			"not_recorded": func(s *scene) { s.change = func(s *scene) { s.ann.Recorded = false } },
			"declines": func(s *scene) {
				s.noMoreGuests = true
				s.change = gilDeclines
			},
			"link_removed":     func(s *scene) { s.change = func(s *scene) { s.links() } },
			"renamed":          func(s *scene) { s.change = renamed },
			"renamed_enforced": func(s *scene) { everyonePage["enforced"](s); s.change = renamed },
			"enforced_link":    func(s *scene) { s.links(s.room(s.provider)); s.change = everyonePage["enforced"] },
			"enforced_guest": func(s *scene) {
				s.organizedBy(s.gil)
				s.invited(s.annAddress(), s.takesPart())
				s.change = everyonePage["enforced"]
			},
			"enforced_silent": func(s *scene) {
				s.comes(guest(s.dia), s.at("09:00"), s.at("10:00"))
				s.change = everyonePage["enforced"]
			},
			"enforced_left": func(s *scene) {
				s.comes(guest(s.dia), s.at("09:05"), s.at("09:10"))
				s.change = everyonePage["enforced"]
			},
			"enforced_joins": func(s *scene) {
				s.change = everyonePage["enforced"]
				s.atTheEnd(func() { s.comes(guest(s.dia), s.changes.Add(time.Minute), time.Time{}) })
			},
			"added": func(s *scene) { s.more = []profile.Member{s.eli}; s.change = eliIsInvited },
			"added_passed_by": func(s *scene) {
				everyonePage["enforced"](s)
				s.comes(guest(s.dia), s.at("09:05"), s.at("10:00"))
				s.more = []profile.Member{s.eli}
				s.change = eliIsInvited
			},
			"private": func(s *scene) {
				s.change = func(s *scene) { s.invite.Class = oneOf(s.chance, invite.ClassPrivate, invite.ClassConfidential) }
			},
			"blocked": func(s *scene) {
				s.change = func(s *scene) { s.org.Block = profile.NewBlockList([]invite.Address{s.gil}, nil, nil) }
			},
			"called_off": func(s *scene) { s.change = func(s *scene) { s.callOff() } },
			"moved_day":  func(s *scene) { s.change = nextDay },
			"counter":    func(s *scene) { s.change = func(s *scene) { s.invite.Method = invite.MethodCounter } },
			"all_day":    func(s *scene) { s.change = allDay },
		},
		"when": {
			"no_recorder": func(s *scene) {
				s.changesAt("09:30")
				s.now = s.at("09:59")
				s.ran(s.at("09:00"), s.at("09:20"), Failed)
			},
			"just_now":  func(s *scene) { s.changesAt("09:59"); s.now = s.at("09:59"); s.runs(s.at("09:00")) },
			"minute_30": func(s *scene) { s.changesAt("09:30"); s.now = s.at("09:59"); s.runs(s.at("09:00")) },
			"minute_55": func(s *scene) { s.changesAt("09:55"); s.now = s.at("09:59"); s.runs(s.at("09:00")) },
			"after_call": func(s *scene) {
				s.changesAt("10:30")
				s.now = s.at("11:00")
				s.ran(s.at("09:00"), s.at("10:00"), Finished)
			},
			"later": func(s *scene) { s.changesAt("10:30"); s.now = s.at("09:59"); s.runs(s.at("09:00")) },
		},
		"on_record": onRecord,
	},
}

// onRecord makes the change, after taking note of what was in force before it.
var onRecord = words{
	"yes": func(s *scene) { s.keepsRecord() },
	"no":  func(s *scene) { s.change(s) },
}

func (s *scene) keepsRecord() {
	then := *s
	s.then = &then
	s.change(s)
}

var whatCame = meetingBuilder{
	given: func(s *scene) {
		s.now, s.leave = s.at("09:59"), s.at("10:00")
		s.runs(s.at("09:00"))
	},
	words: map[string]words{
		"change": {
			"provider_on": func(s *scene) {
				off := s.org.Off | 1<<s.provider
				s.org.Off, s.change = off, func(s *scene) { s.org.Off = 0 }
			},
			"recorded": func(s *scene) { s.ann.Recorded = false; s.change = func(s *scene) { s.ann.Recorded = true } },
			"other_basis": func(s *scene) {
				s.ann.Recorded, s.noMoreGuests = false, true
				s.change = func(s *scene) { s.ann.Recorded = true; gilDeclines(s) }
			},
			"link_added": func(s *scene) {
				s.links()
				s.change = func(s *scene) { s.links(oneOf(s.chance, s.consentLink(&s.ann), s.room(s.provider))) }
			},
			"other_link": func(s *scene) {
				s.links()
				s.change = func(s *scene) { s.org.Off = s.org.Off | 1<<s.provider; s.links(s.room(s.provider)) }
			},
			"relaxed_guest":  func(s *scene) { s.organizedBy(s.gil); s.invited(s.annAddress(), s.takesPart()); s.relaxes() },
			"relaxed_link":   func(s *scene) { s.links(s.room(s.provider)); s.relaxes() },
			"relaxed_silent": func(s *scene) { s.relaxes(); s.comes(guest(s.dia), s.at("09:05"), time.Time{}) },
			"relaxed_late":   func(s *scene) { s.relaxes(); s.diaComes(-4 * time.Minute) },
			"relaxed_joins":  func(s *scene) { s.relaxes(); s.diaComes(time.Minute) },
			"public": func(s *scene) {
				s.invite.Class = oneOf(s.chance, invite.ClassPrivate, invite.ClassConfidential)
				s.change = func(s *scene) { s.invite.Class = invite.ClassPublic }
			},
			"unblocked": func(s *scene) { s.block(s.gil); s.change = func(s *scene) { s.org.Block = profile.BlockList{} } },
		},
		"when": {
			"minute_30": func(s *scene) { s.changesAt("09:30") },
			"minute_55": func(s *scene) { s.changesAt("09:55") },
			"later":     func(s *scene) { s.changesAt("10:30") },
		},
		"on_record": onRecord,
	},
}

// relaxes is that the page is enforced, and becomes enabled.
func (s *scene) relaxes() { everyonePage["enforced"](s); s.change = everyonePage["enabled"] }

// diaComes is that Dia comes some time after the change.
func (s *scene) diaComes(after time.Duration) {
	s.atTheEnd(func() { s.comes(guest(s.dia), s.changes.Add(after), time.Time{}) })
}

func gilDeclines(s *scene) {
	s.invite.Attendees = []invite.Party{{Address: s.gil, Answer: invite.PartStatDeclined}}
}

var changeAndOptOut = meetingBuilder{
	given: func(s *scene) {
		s.now, s.more = s.at("09:59"), []profile.Member{s.eli}
		s.runs(s.at("09:00"))
		s.changesAt("09:55")
		s.atTheEnd(s.keepsRecord)
	},
	words: map[string]words{
		"change": {
			"nothing":      func(s *scene) { s.change = eliIsInvited },
			"provider_off": func(s *scene) { s.change = func(s *scene) { s.org.Off = s.org.Off | 1<<s.provider } },
			"moved_day":    func(s *scene) { s.change = nextDay },
			"longer":       func(s *scene) { s.change = func(s *scene) { s.invite.End = s.at("12:00") } },
			"no_end":       func(s *scene) { s.change = func(s *scene) { s.invite.End = time.Time{} } },
			"all_of_it":    func(s *scene) { s.change = func(s *scene) { s.org.KeepPercent = 100 } },
		},
		"opt_out": {
			"nobody":    func(s *scene) { s.answer(guest(s.gil), consent.Consented, s.at("08:50")) },
			"minute_20": func(s *scene) { s.optsOut(s.at("09:20")) },
			"minute_50": func(s *scene) { s.optsOut(s.at("09:50")) },
			"minute_57": func(s *scene) { s.optsOut(s.at("09:57")) },
		},
	},
}

func nextDay(s *scene) {
	s.invite.Start, s.invite.End = s.invite.Start.Add(24*time.Hour), s.invite.End.Add(24*time.Hour)
}

func (s *scene) changesAt(clock string) { s.changes = s.at(clock) }

// renamed is that the company's part of consent links changes.
func renamed(s *scene) {
	s.org.FormerCompanies = append(slices.Clone(s.org.FormerCompanies), s.org.Company)
	s.org.Company = "renamed"
}

func eliIsInvited(s *scene) { s.invited(s.addressOf(&s.eli), s.takesPart()) }

func allDay(s *scene) {
	if s.invite.AllDay = true; s.coin() {
		s.invite.Start = s.at("00:00")
		s.invite.End = s.invite.Start.Add(24 * time.Hour)
	}
}

// ── series.txt ──

// series is the meetings of a series, and which of them is asked about.
type series struct {
	further *invite.Occurrence // another one today
	off     bool               // today's is called off
	runs    bool               // today's recorder
	next    bool               // the next meeting is asked about, not today's
}

var aSeries = meetingBuilder{
	given: func(s *scene) {
		s.noMoreAnswers, s.invite.Recurring = true, true
		s.atTheEnd(s.theSeries)
	},
	words: map[string]words{
		"series": {
			"weekly":         nothing,
			"back_to_back":   func(s *scene) { s.another("10:00", "11:00", false) },
			"soon":           func(s *scene) { s.another("10:20", "11:20", false) },
			"soon_cancelled": func(s *scene) { s.another("10:20", "11:20", true) },
			"called_off":     func(s *scene) { s.series.off = true },
		},
		"recorder": {
			"none":   nothing,
			"todays": func(s *scene) { s.series.runs = true },
		},
		"answered": {
			"at_0700": func(s *scene) { s.opted = s.at("07:00") },
			"at_0845": func(s *scene) { s.opted = s.at("08:45") },
			"at_0930": func(s *scene) { s.opted = s.at("09:30") },
			"at_1002": func(s *scene) { s.opted = s.at("10:02") },
			"at_1040": func(s *scene) { s.opted = s.at("10:40") },
			"at_1130": func(s *scene) { s.opted = s.at("11:30") },
		},
		"about": {
			"todays": nothing,
			"next":   func(s *scene) { s.series.next = true },
		},
	},
}

func (s *scene) another(from, to string, cancelled bool) {
	s.series.further = &invite.Occurrence{Start: s.at(from), End: s.at(to), Cancelled: cancelled}
}

// theSeries makes of the series the meeting that is asked about.
func (s *scene) theSeries() {
	const week = 7 * 24 * time.Hour
	today := invite.Occurrence{Start: s.at("09:00"), End: s.at("10:00")}
	after := func(d time.Duration) invite.Occurrence {
		return invite.Occurrence{Start: today.Start.Add(d), End: today.End.Add(d)}
	}
	today.Cancelled = s.series.off
	meetings, next := []invite.Occurrence{after(-week), today, after(week)}, after(week)
	if s.series.further != nil {
		next = *s.series.further
		meetings = slices.Insert(meetings, 2, next)
	}
	var recorded []invite.Span
	if s.series.runs {
		recorded = []invite.Span{{From: today.Start, To: s.at("10:15")}}
	}
	about := today
	if s.series.next {
		about = next
	}
	s.now = later(s.opted, about.Start).Add(time.Minute)
	s.inSeries(about)
	if of, ok := invite.OccurrenceAt(slices.Values(meetings), s.opted, recorded...); ok && of == about {
		s.answer(guest(s.gil), consent.OptedOut, s.opted)
	}
}

// inSeries sets the meeting that is asked about, and what is known of its call.
func (s *scene) inSeries(about invite.Occurrence) {
	if s.invite.Start, s.invite.End = about.Start, about.End; about.Cancelled {
		s.callOff()
	}
	if s.series.next {
		return
	}
	s.annIsThere()
	switch stop := s.at("10:15"); {
	case s.series.runs && stop.After(s.now):
		s.recordings = []Recording{{Start: s.at("09:00"), Stop: oneOf(s.chance, time.Time{}, stop)}}
	case s.series.runs:
		s.ran(s.at("09:00"), stop, oneOf(s.chance, Finished, Failed))
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// ── ruled_out.txt ──

var whatIsRuledOut = meetingBuilder{
	given: func(s *scene) {
		s.annIsThere()
		s.answer(guest(s.gil), consent.Consented, s.at("08:40"))
	},
	words: map[string]words{
		"what": {
			"nothing":   nothing,
			"organizer": func(s *scene) { s.block(s.invite.Organizer.Address) },
			"sent_by":   func(s *scene) { s.byCalendar(); s.invite.SentBy = s.annAddress(); s.block(s.invite.SentBy) },
			"attendee":  func(s *scene) { s.block(s.gil) },
			"declined":  func(s *scene) { s.invited(s.dia, invite.PartStatDeclined); s.block(s.dia) },
			"room":      func(s *scene) { s.block(s.invitedRoom()) },
			"notetaker": func(s *scene) {
				maker := s.address("fred", "fireflies.ai")
				s.invited(maker, s.takesPart())
				s.block(maker)
			},
			"in_call":   func(s *scene) { s.block(s.dia); s.comes(guest(s.dia), s.at("09:05"), time.Time{}) },
			"left_call": func(s *scene) { s.block(s.dia); s.comes(guest(s.dia), s.at("09:05"), s.at("09:10")) },
			"coming": func(s *scene) {
				s.block(s.dia)
				s.atTheEnd(func() { s.comes(guest(s.dia), s.now.Add(1), time.Time{}) })
			},
			"title": func(s *scene) {
				s.org.Block = profile.NewBlockList(nil, nil, []string{s.capitals("board review")})
				s.invite.Title = "The " + s.capitals("board review") + "s"
			},
			"never_invited":  func(s *scene) { s.never(); s.invited(s.addressOf(&s.eli), s.takesPart()) },
			"never_declined": func(s *scene) { s.never(); s.invited(s.addressOf(&s.eli), invite.PartStatDeclined) },
			"never_in_call":  func(s *scene) { s.never(); s.comes(all(&s.eli), s.at("09:05"), time.Time{}) },
			"never_hosts": func(s *scene) {
				s.eli.Recorded = true
				s.never()
				s.links(s.consentLink(&s.eli))
			},
			"never_away":   func(s *scene) { s.never() },
			"private":      func(s *scene) { s.invite.Class = invite.ClassPrivate },
			"confidential": func(s *scene) { s.invite.Class = invite.ClassConfidential },
			"open_private": func(s *scene) {
				s.invite.Class = oneOf(s.chance, invite.ClassPrivate, invite.ClassConfidential)
				s.org.RecordsPrivate = true
			},
		},
		"recorder": {
			"none":     nothing,
			"runs":     theRecorder["runs"],
			"finished": func(s *scene) { s.ran(s.at("09:00"), s.at("10:00"), Finished); s.now = s.at("11:00") },
		},
	},
}

// block puts somebody on the block list, by address or domain.
func (s *scene) block(a invite.Address) {
	if s.coin() {
		s.org.Block = profile.NewBlockList(nil, []string{s.capitals(a.Domain())}, nil)
		return
	}
	s.org.Block = profile.NewBlockList([]invite.Address{a}, nil, nil)
}

// never adds Eli, who is never recorded.
func (s *scene) never() {
	s.eli.NeverRecorded = true
	s.more = []profile.Member{s.eli}
}

var withoutSense = meetingBuilder{
	given: nothing,
	words: map[string]words{
		"mistake": {
			"none": nothing,
			"no_time": func(s *scene) {
				if s.answer(guest(s.dia), consent.Consented, time.Time{}); s.coin() {
					s.answers, s.cancelled = nil, []Cancellation{{By: s.stranger()}}
				}
			},
			"cancelled":   func(s *scene) { s.cancelled = []Cancellation{{By: s.benAddress()}} },
			"no_profile":  func(s *scene) { s.more = badMembers(s) },
			"before":      func(s *scene) { s.changesAt("09:20"); s.more = badMembers(s); s.keepsRecordOf(goodMembers) },
			"since":       func(s *scene) { s.changesAt("09:20"); s.keepsRecordOf(func(s *scene) { s.more = badMembers(s) }) },
			"announced":   func(s *scene) { s.changesAt("10:30"); s.keepsRecordOf(func(s *scene) { s.more = badMembers(s) }) },
			"overlapping": func(s *scene) { s.atTheEnd(s.overlap) },
		},
		"recorder": {
			"none":   nothing,
			"failed": func(s *scene) { s.ran(s.at("09:00"), s.at("09:20"), Failed) },
			"runs":   theRecorder["runs"],
		},
	},
}

// badMembers are members of whom one has a profile that does not exist.
func badMembers(s *scene) []profile.Member {
	bad := s.eli
	bad.Profile = "no such"
	return []profile.Member{bad}
}

func goodMembers(s *scene) { s.more = []profile.Member{s.eli} }

func (s *scene) keepsRecordOf(change func(*scene)) { s.change = change; s.keepsRecord() }

// overlap adds a recording that overlaps, or is out of order.
func (s *scene) overlap() {
	s.recordings = append(s.recordings, oneOf(s.chance,
		Recording{Start: s.at("09:10"), Stop: s.at("09:15")},
		Recording{Start: s.at("08:10"), Stop: s.at("08:15")},
		Recording{Start: s.at("09:19"), Stop: s.at("09:25"), Ended: Failed},
	))
}
