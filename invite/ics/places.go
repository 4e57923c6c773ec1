package ics

import (
	"strings"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite"
)

// where are the properties that hold links, those of higher authority first.
var where = []struct {
	name  string
	place invite.Place
	read  func(*finder, invite.Place, *ical.Prop, string)
}{
	{"CONFERENCE", invite.PlaceConference, wholeIn},
	{"X-GOOGLE-CONFERENCE", invite.PlaceGoogleConference, wholeIn},
	{"X-MICROSOFT-SKYPETEAMSMEETINGURL", invite.PlaceTeamsMeetingURL, wholeIn},
	{"X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", invite.PlaceTeamsMeetingURL, wholeIn}, // of Skype for Business and older Outlook
	{"LOCATION", invite.PlaceLocation, runningIn},
	{"URL", invite.PlaceURL, wholeIn},
	{"DESCRIPTION", invite.PlaceDescription, runningIn},
	{"X-ALT-DESC", invite.PlaceAltDescription, runningIn},
	{"STYLED-DESCRIPTION", invite.PlaceAltDescription, runningIn},
}

// places reads the links and dial-in numbers of the event.
func (e *event) places(inv *invite.Invite) {
	var f finder
	for _, w := range where {
		props := e.Props[w.name]
		for i := range props {
			f.bad = nil
			w.read(&f, w.place, &props[i], e.text(&props[i], i))
			for _, bad := range f.bad {
				e.note(w.name, i, Note{Kind: NoteLink, Was: bad, Lossy: true})
			}
			if maximum := e.r.limits.Links; len(f.links)+len(f.numbers) > maximum {
				e.r.exceeds("Links", maximum, e.lineOf(w.name, i))
				return
			}
		}
	}
	inv.Links, inv.DialIn = f.links, f.numbers
}

func wholeIn(f *finder, place invite.Place, _ *ical.Prop, text string) { f.whole(place, text) }

// runningIn reads running text, plain or HTML.
func runningIn(f *finder, place invite.Place, p *ical.Prop, text string) {
	if strings.EqualFold(param(p, "FMTTYPE"), "text/html") || isHTML(text) {
		f.html(place, text)
	} else {
		f.text(place, text)
	}
}
