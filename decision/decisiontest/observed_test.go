package decisiontest

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// Whatever the implications allow can happen: for every combination of every table there
// are cases in which just that is observed, in random surroundings.
func TestEveryCombinationIsObservedInSomeCase(t *testing.T) {
	tables, err := readTables(os.DirFS("../../testdata/specification"))
	require.NoError(t, err)
	random, s, n := rand.New(rand.NewPCG(1, 2)), library(), 0
	for _, table := range tables {
		for i := range 1 << len(table.columns) {
			if _, possible := s.extend(table.factsAt(i), table.looksAt()); table.verdicts != nil || !possible {
				continue
			}
			for range 40 {
				around := Facts(random.Uint64()&random.Uint64()) & AllFacts() &^ table.looksAt()
				f, possible := s.extend(table.factsAt(i)|around, table.looksAt())
				if !possible {
					continue
				}
				n++
				seen, inDoubt := Observe(caseFor(f))
				require.Equal(t, f.String(), (seen | inDoubt&f).String(), "what is in doubt may hold")
			}
		}
	}
	require.Greater(t, n, 5000)
	t.Logf("%d cases", n)
}

// Nothing else happens: whatever is wished for, and whatever case is drawn, what is
// observed is allowed.
func TestOnlyAllowedCombinationsAreObserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 50 {
			wish := Facts(rapid.Uint64().Draw(t, "facts")) & AllFacts()
			seen, _ := Observe(caseFor(wish))
			require.True(t, can(seen), "%s", seen)
		}
		seen, _ := Observe(Cases().Draw(t, "case"))
		require.True(t, can(seen), "%s", seen)
	})
}

var (
	ann, bea, cem, dia, eli = members[0].Address, members[1].Address, addr("cem@customer.example"), addr("dia@customer.example"), addr("eli@customer.example")
	hour                    = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // when recorders start
)

// caseFor returns a case in which exactly the given facts are observed. Ann organizes
// the meeting, or Cem from outside, or nobody; Bea is invited.
//
// Of facts that cannot hold together, it brings about some.
func caseFor(f Facts) Case {
	c := Case{
		Now:        hour.Add(55 * time.Minute),
		Invite:     inviteFor(f),
		Org:        orgFor(f),
		Profile:    profileFor(f),
		Requests:   requestsFor(f),
		Answers:    answersFor(f),
		Recordings: recordingsFor(f),
	}
	c.Cancellations = cancellationsFor(f, c.Invite.Start)
	var stays []consent.Presence
	switch {
	case f.Has(FactEverybodyLeft):
		stays = append(stays, consent.Presence{Address: bea, From: hour, Until: hour.Add(time.Minute)})
	case f.Has(FactElsewhen) && !f.Has(FactOver):
		stays = append(stays, consent.Presence{Address: bea, From: hour})
	}
	if stays != nil {
		c.Roster = consent.NewRoster(false, stays...)
	}
	if f.Has(FactOver) {
		c.Now = hour.Add(time.Hour)
	}
	return c
}

// inviteFor returns the invite of a meeting at the time of the recording, or of one that
// was planned two hours before.
func inviteFor(f Facts) invite.Invite {
	inv := invite.Invite{
		Title: "Roadmap", Start: hour, End: hour.Add(time.Hour), AllDay: f.Has(FactAllDay),
		Organizer: organizerFor(f),
		Attendees: []invite.Party{{Address: bea, Answer: invite.PartStatAccepted}},
		Links:     linksFor(f),
	}
	if f.Has(FactInvalid) {
		inv.Attendees[0].Kind = 99
	}
	if f.Has(FactEventCancelled) {
		inv.Status = invite.StatusCancelled
	}
	if f.Has(FactNotInvitation) {
		inv.Method = invite.MethodCounter
	}
	if f.Has(FactPrivate) {
		inv.Class = invite.ClassPrivate
	}
	if f.Has(FactTimeUncertain) {
		inv.Doubts = enum.SetOf(invite.DoubtTime)
	}
	if f.Has(FactDialIn) {
		inv.DialIn = []string{"+49 30 1"}
	}
	if f.Has(FactElsewhen) {
		inv.Start, inv.End = hour.Add(-2*time.Hour), hour.Add(-time.Hour)
	}
	return inv
}

// organizerFor returns a room for an organizer from outside of an internal meeting.
func organizerFor(f Facts) invite.Party {
	switch {
	case !f.Has(FactOrganizerKnown):
		return invite.Party{}
	case f.Has(FactOrganizerInternal):
		return invite.Party{Address: ann}
	case f.Has(FactInternalExcluded):
		return invite.Party{Address: addr("hall@venue.example"), Kind: invite.CUTypeRoom}
	}
	return invite.Party{Address: cem}
}

func linksFor(f Facts) []invite.Link {
	var all []string
	add := func(when bool, links ...string) {
		if when {
			all = append(all, links...)
		}
	}
	add(f.Has(FactCurrentLink|FactStaticLinks), "https://join.example/acme/ann")
	add(f.Has(FactCurrentLink) && !f.Has(FactStaticLinks), "https://join.example/acme/ann/7f3a")
	add(f.Has(FactStaleLink), "https://join.example/acme-inc/ann")
	joined := f.Has(FactJoinable) && !f.Has(FactCurrentLink)
	add(f.Has(FactDirectLink) && !joined, "https://join.example/globex/hal")
	add(joined && f.Has(FactCannotOptOut), "https://whereby.com/room")
	add(joined && !f.Has(FactCannotOptOut), "https://teams.microsoft.com/meet/234")
	add(f.Has(FactSeveralRooms), "https://zoom.us/j/123456789", "https://zoom.us/j/987654321")
	var links []invite.Link
	for _, l := range all {
		links = append(links, invite.MustLink(l))
	}
	return links
}

// providerFor returns the provider of the link that the meeting is on, and of the profile.
func providerFor(f Facts) invite.Provider {
	if f.Has(FactCannotOptOut) {
		return invite.ProviderWhereby
	}
	return invite.ProviderMicrosoftTeams
}

func orgFor(f Facts) profile.Org {
	org := profile.Org{
		Domains: []string{"acme.example"}, ConsentHost: "join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
		Assistant: assistants[0], Records: profile.AnyParticipant, RecordsInternal: !f.Has(FactInternalExcluded),
		Integrations: enum.SetOf(invite.ProviderMicrosoftTeams), Default: profile.Profile{Page: profile.PageOff},
		Members: profile.NewDirectory(
			profile.Member{Address: ann, Slug: "ann", MaySchedule: true},
			profile.Member{Address: bea, Recorded: f.Has(FactRecordedMember)},
		),
	}
	if !f.Has(FactProviderOn) {
		org.Off = enum.SetOf(providerFor(f))
	}
	if f.Has(FactBlocked) {
		org.Block = profile.NewBlockList([]invite.Address{bea}, nil, nil)
	}
	return org
}

func profileFor(f Facts) profile.Profile {
	p := profile.Profile{
		Page: profile.PageOff, Links: profile.LinksDynamic, Provider: providerFor(f),
		OptOut: f.Has(FactOptOutOffered), AudioPrompt: f.Has(FactNotice), DirectLinks: f.Has(FactDirectTolerated),
	}
	if f.Has(FactStaticLinks) {
		p.Links = profile.LinksStatic
	}
	switch {
	case f.Has(FactPageEnforced):
		p.Page = profile.PageEnforced
	case f.Has(FactPageOn):
		p.Page = profile.PageEnabled
	}
	return p
}

func requestsFor(f Facts) []Request {
	if !f.Has(FactAsked) {
		return nil
	}
	r := Request{Sender: cem, To: dia}
	switch {
	case f.Has(FactSenderPermitted):
		r.Sender = ann
	case f.Has(FactSenderMember):
		r.Sender = bea
	}
	if f.Has(FactAddressKnown) {
		r.To = assistants[0]
	}
	if f.Has(FactAskedAgain) {
		r.At = hour.Add(-time.Minute)
	}
	return []Request{r}
}

// answersFor returns answers ten minutes into the recording, or forty-three, which is
// enough, or half an hour, when no recorder runs, and until one runs again.
func answersFor(f Facts) consent.Log {
	at := hour.Add(10 * time.Minute)
	if f.Has(FactLateEnough) {
		at = hour.Add(43 * time.Minute)
	}
	if f.Has(FactMissingLater) {
		at = hour.Add(30 * time.Minute)
	}
	var answers []consent.Response
	add := func(when bool, who invite.Address, choice, then consent.Choice) {
		if when {
			answers = append(answers, consent.Response{Participant: who, Choice: choice, At: at})
		}
		if when && f.Has(FactMissingLater) {
			answers = append(answers, consent.Response{Participant: who, Choice: then, At: hour.Add(40 * time.Minute)})
		}
	}
	add(f.Has(FactOptedOut), cem, consent.OptedOut, consent.Consented)
	add(f.Has(FactBypassed), dia, consent.Bypassed, consent.StayedAway)
	add(f.Has(FactAnswered), eli, consent.Consented, consent.Consented)
	return consent.NewLog(answers...)
}

// recordingsFor returns a recording that runs, with a short one before it that was stopped
// in the call, or a break in its middle.
func recordingsFor(f Facts) []Recording {
	if !f.Has(FactStarted) {
		if f.Has(FactStopped) {
			return []Recording{{Start: hour, Stop: hour.Add(time.Minute), Ended: NotAdmitted}}
		}
		return nil
	}
	r := Recording{Start: hour, Stop: hour.Add(time.Minute)}
	if f.Has(FactMissingLater) {
		r.Stop = hour.Add(20 * time.Minute)
	}
	all := []Recording{r, {Start: r.Stop}}
	if f.Has(FactStopped) {
		all[0].Ended = Stopped
	}
	if f.Has(FactMissingLater) {
		all[1].Start = hour.Add(45 * time.Minute)
	}
	return all
}

func cancellationsFor(f Facts, start time.Time) []Cancellation {
	var all []Cancellation
	if f.Has(FactCancelledInTime) {
		all = append(all, Cancellation{By: ann, At: start.Add(-20 * time.Minute)})
	}
	if f.Has(FactCancelledLate) {
		all = append(all, Cancellation{By: ann, At: start.Add(-19 * time.Minute)})
	}
	if f.Has(FactCancelledByOther) {
		all = append(all, Cancellation{By: cem, At: start.Add(-time.Hour)})
	}
	return all
}
