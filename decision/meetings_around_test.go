package decision_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// extras is what the surroundings add to a meeting. It decides nothing.
type extras struct {
	before, after           []invite.Party // attendees
	linksBefore, linksAfter []invite.Link
	members                 []profile.Member
	profiles                []profile.Profile
	sequence                int
	saysProfile             bool // the case says the profile, where all have the same
	namesPages              bool // profiles have names, also where all are the same
	repeats                 bool // attendees are listed twice
	spelled                 bool // the settings say what they say by default
}

// surround adds what README.md, "What a test does with a table", lets surroundings add.
// Plain surroundings add nothing.
func (s *scene) surround() {
	if s.rand == nil {
		return
	}
	s.add.sequence, s.add.saysProfile, s.add.namesPages, s.add.repeats = s.pick(3), s.coin(), s.coin(), s.coin()
	s.add.linksBefore, s.add.linksAfter = s.pagesBeside(), s.pagesBeside()
	s.add.spelled = s.coin()
	if s.invite.Stamp.IsZero() && s.coin() {
		s.invite.Stamp = s.zone(s.now.Add(-time.Duration(s.pick(100)) * time.Hour))
	}
	for i := range s.pick(3) {
		s.addGuest(i)
		s.addMember(i)
		if !s.onlyProfiles {
			s.addUnused(i)
		}
	}
	s.addRoom()
	s.addRecorder()
	s.repeat()
}

// pagesBeside returns links that lead into no call.
func (s *scene) pagesBeside() []invite.Link {
	all := []invite.Link{
		s.link(s.domain() + "/agenda"), s.link("zoom.us/pricing"), s.link("help.webex.com/en/article/7"),
		s.link("docs.example/" + s.org.ConsentHost + "/" + s.org.Company + "/" + s.ann.Slug),
	}
	return shuffled(s.chance, all)[:s.pick(3)]
}

// addGuest adds a guest who consented before the call, and said no earlier or says so
// later than the moment asked about.
func (s *scene) addGuest(i int) {
	if s.noMoreGuests {
		return
	}
	who := guest(s.address(fmt.Sprintf("guest%d", i), "guests.example"))
	s.add.before = append(s.add.before, invite.Party{Address: who.addresses[0], Answer: s.takesPart()})
	s.addConsent(who)
	if !s.noMoreAnswers && s.coin() {
		s.answer(who, consent.OptedOut, s.at("09:00").Add(-3*time.Hour))
	}
	if !s.noMoreAnswers && s.coin() {
		s.answer(who, consent.OptedOut, s.now.Add(1+time.Duration(s.pick(2))*time.Hour))
	}
}

// addConsent adds that somebody consented and came.
func (s *scene) addConsent(who someone) {
	if s.noMoreAnswers {
		return
	}
	s.answer(who, consent.Consented, s.at("07:30"))
	if s.roster && !s.noMorePeople {
		s.comes(who, s.at("07:40"), s.leave)
	}
}

// addMember adds a member who is invited, has not accepted, and is not recorded.
func (s *scene) addMember(i int) {
	if s.noMoreMembers {
		return
	}
	m := s.member(fmt.Sprintf("member%d", i))
	m.MaySchedule = s.coin()
	s.add.members = append(s.add.members, m)
	answer := oneOf(s.chance, invite.PartStatNeedsAction, invite.PartStatDeclined, invite.PartStatTentative, invite.PartStatDelegated)
	s.add.after = append(s.add.after, invite.Party{Address: s.addressOf(&m), Answer: answer})
	if s.coin() {
		s.addConsent(all(&m))
	}
}

// addUnused adds a member who has nothing to do with the meeting, and a profile.
func (s *scene) addUnused(i int) {
	m := s.member(fmt.Sprintf("unused%d", i))
	m.Recorded, m.MaySchedule, m.Profile = s.coin(), s.coin(), fmt.Sprintf("profile %d", i)
	s.add.members = append(s.add.members, m)
	s.add.profiles = append(s.add.profiles, profile.Profile{
		Name: m.Profile, Page: oneOf(s.chance, profile.AllPages()...), DirectLinks: s.coin(), OptOut: s.coin(),
		EverybodyPasses: s.coin(), Provider: oneOf(s.chance, providersThat(invite.Provider.RecorderJoins)...), AudioPrompt: s.coin(), PreCallEmail: s.coin(),
	})
}

// someRoom returns a room or another resource, as an invitation names it.
func (s *scene) someRoom() invite.Party {
	return oneOf(s.chance,
		invite.Party{Address: s.address("room", "rooms.example"), Kind: invite.CUTypeRoom},
		invite.Party{Address: s.address("beamer", s.domain()), Kind: invite.CUTypeResource, Answer: invite.PartStatAccepted},
		invite.Party{Address: s.address("c_188", "resource.calendar.google.com")},
	)
}

func (s *scene) addRoom() {
	room := s.someRoom()
	if s.coin() {
		room.NonParticipant = s.coin()
		s.add.before = append(s.add.before, room)
	}
	if s.coin() {
		s.add.before = append(s.add.before, invite.Party{Address: s.address("c_815", "group.calendar.google.com"), Answer: s.takesPart()})
	}
	if s.roster && !s.noMorePeople && s.coin() {
		who := oneOf(s.chance, someone{kind: consent.Room, name: "Room 1"}, someone{kind: consent.Room, addresses: []invite.Address{room.Address}})
		s.comes(who, s.at("08:30"), s.leave)
	}
}

// aRecorder returns a recorder as a roster may show it.
func (s *scene) aRecorder() someone {
	kind := oneOf(s.chance, consent.Recorder, consent.Person)
	a := oneOf(s.chance, s.org.Recorders[0], s.address("fred", "fireflies.ai"), s.address("acme", "assistant.gong.io"))
	return someone{addresses: []invite.Address{a}, kind: kind, name: oneOf(s.chance, "", "Notetaker")}
}

func (s *scene) addRecorder() {
	if who := s.aRecorder(); s.roster && s.coin() {
		s.comes(who, s.at("08:45"), time.Time{})
	}
	if who := s.aRecorder(); s.coin() {
		s.add.before = append(s.add.before, invite.Party{Address: who.addresses[0], Answer: s.takesPart()})
	}
	if s.roster && s.coin() {
		s.comes(someone{kind: consent.Recorder, name: "Recorder"}, s.at("08:45"), time.Time{})
	}
}

// repeat repeats entries of lists in which it means nothing.
func (s *scene) repeat() {
	if !s.coin() {
		return
	}
	s.requests = slices.Repeat(s.requests, 2)
	s.answers = slices.Repeat(s.answers, 2)
	s.cancelled = slices.Repeat(s.cancelled, 2)
	for _, p := range s.present {
		if !p.Address.IsZero() {
			s.present = append(s.present, p)
		}
	}
}
