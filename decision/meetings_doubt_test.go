package decision_test

import (
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// doubt adds that something is in doubt.
func (s *scene) doubt(d invite.Doubt) { s.invite.Doubts |= enum.SetOf(d) }

// onlyBen is that only Ben is invited.
func (s *scene) onlyBen() {
	s.noMoreGuests = true
	s.invite.Attendees = []invite.Party{{Address: s.benAddress(), Answer: s.takesPart()}}
}

var whatIsInDoubt = meetingBuilder{
	given: func(s *scene) {
		s.pageOff()
		s.invite.Title = oneOf(s.chance, "Roadmap", "The roadmap, part two")
	},
	words: map[string]words{
		"guests": {
			"come":     nothing,
			"nobody":   func(s *scene) { s.onlyBen() },
			"in_doubt": func(s *scene) { s.onlyBen(); s.doubt(invite.DoubtAttendees) },
		},
		"title": {
			"free":     func(s *scene) { s.blocks("board") },
			"blocked":  func(s *scene) { s.blocks("roadmap") },
			"in_doubt": func(s *scene) { s.blocks("board"); s.doubt(invite.DoubtTitle) },
		},
		"class": {
			"public":   nothing,
			"private":  func(s *scene) { s.invite.Class = oneOf(s.chance, invite.ClassPrivate, invite.ClassConfidential) },
			"in_doubt": func(s *scene) { s.doubt(invite.DoubtClass) },
		},
		"recorder": {
			"none": nothing,
			"runs": func(s *scene) { s.runs(s.at("09:00")) },
		},
	},
}

func (s *scene) blocks(phrase string) {
	s.org.Block = profile.NewBlockList(nil, nil, []string{s.capitals(phrase)})
}
