// Package decisiontest helps to test code that decides about recordings: generators
// of cases that lie on the edges of the rules, the properties that every decision
// must have, and a runner for cases in files.
//
// The shortest use proves the properties of a function that wraps [decision.Decide]:
//
//	func TestOurPolicy(t *testing.T) {
//		decisiontest.Run(t, ourDecide)
//	}
//
// [Properties] gives them one by one, [Cases] the generator, for rapid's own checks.
package decisiontest

import (
	"math/bits"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// start is when the generated meetings begin; a daylight-saving change of Europe and
// a leap day lie within the generated times around it.
var start = time.Date(2028, 2, 28, 23, 30, 0, 0, time.UTC)

// The people of the generated cases.
var (
	members = []profile.Member{
		{Address: addr("ann@acme.example"), Slug: "ann", Recorded: true, MaySchedule: true},
		{Address: addr("bea@acme.example"), Slug: "bea", MaySchedule: true, Profile: "strict"},
		{Address: addr("cai@acme.example"), Slug: "cai", Recorded: true, Profile: "light"},
		{Address: addr("dov@partner.example"), Aliases: []invite.Address{addr("dov@home.example")}, Recorded: true},
	}
	assistants = []invite.Address{addr("record@acme.example"), addr("assistant@old.example")}
	insiders   = []invite.Address{
		addr("ann@acme.example"), addr("bea@acme.example"), addr("cai@acme.example"),
		addr("dov@home.example"), addr("dov@partner.example"), addr("intern@acme.example"),
	}
	guests = []invite.Address{
		addr("eli@customer.example"), addr("fay@rival.example"), addr("gus@eu.rival.example"), addr("hal@partner.example"),
	}
	people   = slices.Concat(insiders, guests)
	twoNames = insiders[3:5] // one person's
	// things are no parties to a call.
	things = []invite.Address{
		addr("r1@resource.calendar.google.com"), addr("c1@group.calendar.google.com"), addr("fred@fireflies.ai"),
		addr("notes@acme.example"), assistants[0], assistants[1],
	}
	shared = things[1]
)

// links lead everywhere that the rules tell apart.
var links = []string{
	"https://join.example/acme/ann", "https://join.example/acme/bea", "https://join.example/acme/cai", "https://join.example/acme/ann/7f3a",
	"https://join.example/acme-inc/ann", "https://join.example/acme/zoe", "http://join.example/acme/ann",
	"https://join.example/globex/hal", "https://join.example/acmes/ann", "https://join.example@evil.example/acme/ann",
	"https://zoom.us/j/1234567890", "https://us02web.zoom.us/j/1234567890?pwd=a", "https://zoom.us/j/9876543210",
	"https://acme.webex.com/meet/ann", "https://meet.google.com/abc-defg-hij", "https://whereby.com/room",
	"https://meet.acme.example/rooms/7", "https://eu.vc.example/42", "https://meet.acme.example/help",
	"https://zoom.us.evil.example/j/1", "https://zoom.us/pricing", "https://acme.example/agenda",
}

// Where the links of each sort begin and end in links.
var (
	consentLinks = links[:6]
	annsLink     = links[0]
	zoomLink     = links[10]
	directLinks  = links[10:18]
)

func addr(s string) invite.Address { return invite.MustAddress(s) }

// below draws a number below n, each as likely as the others: rapid's own numbers are
// mostly small.
func below(t *rapid.T, n int, label string) int {
	for {
		drawn := 0
		for range bits.Len(uint(n - 1)) {
			drawn *= 2
			if rapid.Bool().Draw(t, label) {
				drawn++
			}
		}
		if drawn < n {
			return drawn
		}
	}
}

// oneIn reports true once in n times.
func oneIn(t *rapid.T, n int, label string) bool { return below(t, n, label) == n-1 }

// from draws from a list, each as likely as the others.
func from[T any](t *rapid.T, label string, all ...T) T { return all[below(t, len(all), label)] }

// oneOf draws from a list, or, less often, the zero value.
func oneOf[T any](t *rapid.T, label string, all ...T) T {
	if i := below(t, len(all)+1, label); i < len(all) {
		return all[i]
	}
	var none T
	return none
}

// some draws up to most values.
func some[T any](t *rapid.T, most int, label string, one func() T) []T {
	all := []T{}
	for range below(t, most+1, label) {
		all = append(all, one())
	}
	return all
}

// Cases generates cases that lie on the edges of the rules: a small company, every
// kind of link, and times at and a nanosecond around the instants that matter. About
// one in twenty makes no sense.
func Cases() *rapid.Generator[decision.Case] {
	return rapid.Custom(func(t *rapid.T) decision.Case {
		c := decision.Case{Org: Orgs().Draw(t, "org"), Invite: Invites().Draw(t, "invite"), Now: instant(t, "now")}
		c.Requests = some(t, 3, "requests", func() decision.Request { return Requests().Draw(t, "request") })
		c.Answers = consent.NewLog(some(t, 6, "answers", func() consent.Response { return Responses().Draw(t, "answer") })...)
		c.Roster = Rosters().Draw(t, "roster")
		c.Recordings = Recordings().Draw(t, "recordings")
		c.Cancellations = some(t, 2, "cancellations", func() decision.Cancellation { return cancellation(t, &c.Invite) })
		if rapid.Bool().Draw(t, "another profile") {
			c.Profile = Profiles().Draw(t, "profile")
		}
		mood := below(t, 8, "mood")
		if mood >= 2 {
			calm(t, &c)
		}
		if mood >= 5 {
			quiet(t, &c)
		}
		if oneIn(t, 3, "something changed") {
			change(t, &c)
		}
		if oneIn(t, 20, "senseless") {
			spoil(t, &c)
		}
		if oneIn(t, 10, "in doubt") { // the last draw: the cases without doubts stay as they are
			doubt(t, &c)
		}
		return c
	})
}

// calm takes away what refuses a recording, so that what is left decides.
func calm(t *rapid.T, c *decision.Case) {
	c.Org.Off, c.Org.Block, c.Org.Members = 0, profile.BlockList{}, profile.NewDirectory(members...)
	c.Invite.Method, c.Invite.Status, c.Invite.Class = invite.MethodRequest, invite.StatusConfirmed, invite.ClassPublic
	c.Invite.AllDay, c.Invite.SentBy = false, invite.Address{}
	c.Invite.Organizer = invite.Party{Address: members[0].Address}
	c.Invite.Links = nil
	for _, l := range from(t, "link", []string{annsLink}, []string{zoomLink}, []string{annsLink, zoomLink}) {
		c.Invite.Links = append(c.Invite.Links, invite.MustLink(l))
	}
	c.Org.ConferenceHosts = nil
	c.Requests = append(c.Requests, decision.Request{Sender: members[0].Address, To: assistants[1]})
	switch below(t, 8, "still cancelled") {
	case 0: // as drawn
	case 1:
		c.Cancellations = []decision.Cancellation{{By: members[1].Address, At: start.Add(-25 * time.Hour)}}
		c.Requests = append(c.Requests, decision.Request{Sender: members[0].Address, To: assistants[1], At: instant(t, "asked again")})
	default:
		c.Cancellations = nil
	}
}

// quiet takes away most of what people said and did, so that nothing objects, or one
// thing.
func quiet(t *rapid.T, c *decision.Case) {
	c.Answers, c.Roster = consent.Log{}, consent.Roster{}
	early := start.Add(-5 * time.Minute)
	if rapid.Bool().Draw(t, "consented") {
		c.Answers = c.Answers.With(consent.Response{Participant: guests[0], Choice: consent.Consented, At: early})
	}
	if rapid.Bool().Draw(t, "seen") {
		presences := []consent.Presence{
			{Address: insiders[0], From: early}, {Address: guests[0], From: start, Until: oneOf(t, "guest until", start.Add(time.Hour))},
		}
		if rapid.Bool().Draw(t, "host left") {
			presences[0].Until = start.Add(time.Hour)
		}
		c.Roster = consent.NewRoster(rapid.Bool().Draw(t, "complete"), presences...)
	}
	switch below(t, 7, "late answer") {
	case 0:
		c.Answers = c.Answers.With(Responses().Draw(t, "answer"))
	case 1, 2, 3:
		late := from(t, "late", 42*time.Minute, 45*time.Minute, 57*time.Minute)
		c.Answers = c.Answers.With(consent.Response{Participant: guests[1], Choice: consent.OptedOut, At: start.Add(late)})
		if len(c.Recordings) == 0 {
			c.Recordings = []decision.Recording{{Start: start}}
		}
	}
	if oneIn(t, 2, "no stops") {
		for i := range c.Recordings {
			if r := &c.Recordings[i]; r.Ended != decision.Finished {
				r.Ended = decision.Failed
			}
		}
	}
}

// change says what was in force when the recording began, as far as it differs: it
// changes the case, or what was before.
func change(t *rapid.T, c *decision.Case) {
	if len(c.Recordings) == 0 && !oneIn(t, 4, "changed, not recorded") {
		c.Recordings = []decision.Recording{{Start: start}}
	}
	was := *c
	changed := &was
	if rapid.Bool().Draw(t, "changed since") {
		changed = c
	}
	c.Before.Until = instant(t, "changed at")
	what := 1 + below(t, 7, "what changed") // a bit for each
	if what&1 != 0 {
		changeInvite(t, &changed.Invite)
		c.Before.Invite = &was.Invite
	}
	if what&2 != 0 {
		changeOrg(t, &changed.Org)
		c.Before.Org = &was.Org
	}
	if what&4 != 0 {
		was.Profile = was.Governing() // the zero Profile has no text
		changed.Profile = changedProfile(t, was.Profile)
		c.Before.Profile = &was.Profile
	}
}

// changeInvite changes one thing that a calendar says.
func changeInvite(t *rapid.T, inv *invite.Invite) {
	switch below(t, 14, "changed in the invite") {
	case 0:
		inv.Links = drawLinks(t)
	case 1:
		inv.Links = nil
	case 2:
		inv.Organizer.Address = oneOf(t, "organizer", people...)
	case 3:
		inv.SentBy = oneOf(t, "sent by", people...)
	case 4:
		inv.Attendees = append(slices.Clone(inv.Attendees), Parties().Draw(t, "attendee"))
	case 5:
		inv.Attendees = slices.Clone(inv.Attendees)
		for i := range inv.Attendees {
			inv.Attendees[i].Answer = invite.PartStatDeclined
		}
	case 6:
		inv.Attendees = nil
	case 7:
		inv.Class = invite.ClassPrivate
	case 8:
		inv.Title = "Board meeting"
	case 9:
		inv.Method = from(t, "method", invite.AllMethods()...)
	case 10:
		inv.AllDay = !inv.AllDay
	case 11:
		inv.Start = inv.Start.Add(24 * time.Hour)
		if !inv.End.IsZero() {
			inv.End = inv.End.Add(24 * time.Hour)
		}
	case 12:
		inv.End = oneOf(t, "end", inv.Start.Add(30*time.Minute), inv.Start.Add(2*time.Hour))
	case 13:
		*inv = Invites().Draw(t, "invite")
	}
}

// changeOrg changes one setting.
func changeOrg(t *rapid.T, o *profile.Org) {
	switch below(t, 14, "changed setting") {
	case 0:
		o.Off ^= enum.SetOf(providers(t))
	case 1, 2:
		o.Members = directory(t)
	case 3:
		o.Members = profile.NewDirectory(members[1:]...)
	case 4:
		o.Company, o.FormerCompanies = "acme-inc", []string{"acme"}
	case 5:
		o.Block = blockList()
	case 6, 7:
		o.Default.Page = from(t, "page", profile.AllPages()...)
	case 8:
		o.Domains = nil
	case 9:
		o.Records, o.OnlyAccepted = from(t, "records", profile.AllRecordingRules()...), rapid.Bool().Draw(t, "only accepted")
	case 10:
		o.RecordsInternal, o.RecordsPrivate = !o.RecordsInternal, !o.RecordsPrivate
	case 11:
		o.Assistant, o.FormerAssistants = invite.Address{}, nil
	case 12:
		o.AnswerGrace, o.KeepPercent, o.CancelBefore = profile.NoPeriod, 50, profile.NoPeriod
	case 13:
		*o = Orgs().Draw(t, "org")
	}
}

// changedProfile changes one thing of a profile.
func changedProfile(t *rapid.T, p profile.Profile) profile.Profile {
	switch below(t, 5, "changed in the profile") {
	case 0, 1:
		p.Page = from(t, "page", profile.AllPages()...)
	case 2:
		p.EverybodyPasses, p.DirectLinks = !p.EverybodyPasses, !p.DirectLinks
	case 3:
		p.Links = from(t, "links", profile.AllLinkTypes()...)
	case 4:
		p.Provider = oneOf(t, "provider", invite.ProviderZoom, invite.ProviderWhereby)
	}
	return p
}

// spoil makes a case senseless in one way.
func spoil(t *rapid.T, c *decision.Case) {
	c.Invite.Attendees, c.Recordings = slices.Clone(c.Invite.Attendees), slices.Clone(c.Recordings)
	switch below(t, 22, "spoiled") {
	case 0:
		c.Now = time.Time{}
	case 1:
		c.Invite.End = c.Invite.Start
	case 2:
		c.Invite.Start = time.Time{}
	case 3:
		c.Profile = profile.Profile{Name: "no page"}
	case 4:
		c.Answers = c.Answers.With(consent.Response{Choice: consent.Consented, At: start})
	case 5:
		c.Answers = c.Answers.With(consent.Response{Participant: guests[0], At: start})
	case 6:
		c.Answers = c.Answers.With(consent.Response{Participant: guests[0], Choice: consent.Consented})
	case 7:
		c.Recordings = []decision.Recording{{Start: start, Stop: start.Add(-1)}}
	case 8:
		c.Recordings = []decision.Recording{{Start: start, Stop: start.Add(9)}, {Start: start.Add(8)}}
	case 9:
		c.Recordings = []decision.Recording{{Start: start}, {Start: start.Add(8)}}
	case 10:
		c.Recordings = append(c.Recordings, decision.Recording{Stop: start})
	case 11:
		c.Recordings = []decision.Recording{{Start: start, Stop: start.Add(1), Ended: 77}}
	case 12:
		c.Org.KeepPercent = 101
	case 13:
		c.Org.Members = profile.NewDirectory(append(c.Org.Members.All(), profile.Member{Slug: "nobody"})...)
	case 14:
		c.Org.Default.Page = 0
	case 15:
		c.Roster = consent.NewRoster(false, append(c.Roster.Presences(), consent.Presence{Name: "when?"})...)
	case 16:
		c.Roster = consent.NewRoster(false, consent.Presence{From: start, Until: start.Add(-1)})
	case 17:
		c.Requests = append(slices.Clone(c.Requests), decision.Request{How: 77})
	case 18:
		c.Cancellations = append(slices.Clone(c.Cancellations), decision.Cancellation{})
	case 19:
		c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Kind: 77})
	case 20:
		c.Before = decision.Before{Until: start, Invite: &invite.Invite{}}
	case 21:
		c.Recordings = []decision.Recording{{Start: start, Ended: decision.Failed}}
	}
}

// inviteDoubts are the doubts that an invite can have.
var inviteDoubts = []invite.Doubt{
	invite.DoubtOrganizer, invite.DoubtAttendees, invite.DoubtTime, invite.DoubtLinks, invite.DoubtState, invite.DoubtClass, invite.DoubtTitle,
}

// Doubts generates sets of one to three of the doubts that an invite can have.
func Doubts() *rapid.Generator[invite.Doubts] {
	return rapid.Custom(func(t *rapid.T) invite.Doubts {
		set := enum.SetOf(from(t, "doubt", inviteDoubts...))
		for range below(t, 3, "further doubts") {
			set |= enum.SetOf(from(t, "further doubt", inviteDoubts...))
		}
		return set
	})
}

// doubt puts something in doubt: the invite says so, or a group is invited, or somebody
// by name only, or somebody in the call is not identified.
func doubt(t *rapid.T, c *decision.Case) {
	attend := func(p invite.Party) { c.Invite.Attendees = append(slices.Clone(c.Invite.Attendees), p) }
	switch below(t, 8, "sort of doubt") {
	case 0:
		attend(invite.Party{Address: from(t, "group", addr("team@acme.example"), addr("all@customer.example")), Kind: invite.CUTypeGroup})
	case 1:
		attend(invite.Party{Name: "Sam"})
	case 2:
		unknown := consent.Presence{Name: from(t, "name", "Sam", "+1 555 0199", ""), From: instant(t, "stranger from")}
		c.Roster = consent.NewRoster(c.Roster.Complete(), append(c.Roster.Presences(), unknown)...)
	default:
		c.Invite.Doubts |= Doubts().Draw(t, "doubts")
	}
	if was := c.Before.Invite; was != nil && rapid.Bool().Draw(t, "then as well") {
		before := *was
		before.Doubts |= Doubts().Draw(t, "doubts then")
		c.Before.Invite = &before
	}
}

// instant draws a time at or near one that matters: last moment to cancel, email ahead of
// the call, start, grace, seventy percent, end, a day after the start.
func instant(t *rapid.T, label string) time.Time {
	at := from(t, label,
		-25*time.Hour, -time.Hour, -20*time.Minute, -10*time.Minute, -5*time.Minute, 0, 2*time.Minute, 3*time.Minute, 5*time.Minute,
		18*time.Minute, 42*time.Minute, 45*time.Minute, 57*time.Minute, time.Hour, 70*time.Minute, 24*time.Hour, 26*time.Hour)
	near := from[time.Duration](t, label+" nearly", -1, 0, 0, 0, 0, 0, 0, 1)
	return start.Add(at + near)
}

// Orgs generates the settings of one small company.
func Orgs() *rapid.Generator[profile.Org] {
	return rapid.Custom(func(t *rapid.T) profile.Org {
		o := profile.Org{
			Name: "Acme", Domains: []string{"acme.example"},
			ConsentHost: "join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
			Members: directory(t), Recorders: things[3:4],
			Default: Profiles().Draw(t, "default profile"),
		}
		o.Assistant, o.FormerAssistants = oneOf(t, "assistant", assistants[0], assistants[0]), assistants[1:]
		o.Profiles = []profile.Profile{Profiles().Draw(t, "strict"), Profiles().Draw(t, "light")}
		o.Profiles[0].Name, o.Profiles[1].Name = "strict", "light"
		o.Records = from(t, "records", profile.AllRecordingRules()...)
		o.OnlyAccepted = oneIn(t, 4, "only accepted")
		o.RecordsInternal = rapid.Bool().Draw(t, "records internal")
		o.RecordsPrivate = rapid.Bool().Draw(t, "records private")
		o.Off = enum.SetOf(some(t, 2, "off", func() invite.Provider { return providers(t) })...)
		o.Integrations = enum.SetOf(some(t, 2, "integrations", func() invite.Provider { return providers(t) })...)
		o.NativeRecorder = rapid.Bool().Draw(t, "native recorder")
		if rapid.Bool().Draw(t, "hosts of its own") {
			o.ConferenceHosts = []profile.ConferenceHost{
				{Host: "meet.acme.example", Path: "rooms/*", Provider: invite.ProviderOther},
				{Host: "*.vc.example", Provider: from(t, "their provider", invite.ProviderZoom, invite.ProviderOther)},
			}
		}
		o.CancelBefore = oneOf(t, "cancel before", profile.NoPeriod, profile.Period(time.Hour))
		o.AnswerGrace = oneOf(t, "answer grace", 0, 0, profile.NoPeriod, profile.Period(15*time.Minute))
		o.KeepPercent = from(t, "keep percent", 0, 0, 1, 60, 100)
		if oneIn(t, 5, "blocks") {
			o.Block = blockList()
		}
		return o
	})
}

// directory draws the members, one of them changed.
func directory(t *rapid.T) profile.Directory {
	all := slices.Clone(members)
	m := &all[below(t, len(all), "changed member")]
	switch below(t, 8, "changed in the member") {
	case 0:
		m.NeverRecorded = true
	case 1:
		m.Recorded = !m.Recorded
	case 2:
		m.MaySchedule = !m.MaySchedule
	case 3:
		m.Profile = from(t, "profile of the member", "", "strict", "light")
	}
	return profile.NewDirectory(all...)
}

func blockList() profile.BlockList {
	return profile.NewBlockList(guests[3:4], []string{"rival.example"}, []string{"board"})
}

func providers(t *rapid.T) invite.Provider {
	return from(t, "provider", invite.ProviderZoom, invite.ProviderGoogleMeet, invite.ProviderWebex, invite.ProviderWhereby, invite.ProviderOther)
}

// Profiles generates consent profiles.
func Profiles() *rapid.Generator[profile.Profile] {
	return rapid.Custom(func(t *rapid.T) profile.Profile {
		return profile.Profile{
			Page:            from(t, "page", append(profile.AllPages(), profile.PageEnforced)...),
			Links:           from(t, "links", append(profile.AllLinkTypes(), profile.LinksStatic)...),
			Provider:        oneOf(t, "provider", invite.ProviderZoom, invite.ProviderZoom, invite.ProviderWebex, invite.ProviderWhereby),
			OptOut:          rapid.Bool().Draw(t, "opt out"),
			AudioPrompt:     oneIn(t, 4, "audio prompt"),
			PreCallEmail:    oneIn(t, 3, "pre-call email"),
			DirectLinks:     rapid.Bool().Draw(t, "direct links"),
			EverybodyPasses: oneIn(t, 3, "everybody passes"),
		}
	})
}

// Invites generates invites to one meeting of an hour, with any links and people.
func Invites() *rapid.Generator[invite.Invite] {
	return rapid.Custom(func(t *rapid.T) invite.Invite {
		inv := invite.Invite{UID: "1@acme.example", Start: start, End: start.Add(time.Hour)}
		if oneIn(t, 8, "no end") {
			inv.End = time.Time{}
		}
		if oneIn(t, 8, "no UID") {
			inv.UID = ""
		}
		inv.Title = from(t, "title", "Roadmap", "Roadmap", "Board meeting")
		inv.Method, inv.Status, inv.Class = invite.MethodRequest, invite.StatusConfirmed, invite.ClassPublic
		switch below(t, 8, "told otherwise") {
		case 0:
			inv.Method = from(t, "method", invite.AllMethods()...)
		case 1:
			inv.Status = from(t, "status", invite.AllStatuses()...)
		case 2:
			inv.Class = from(t, "class", invite.AllClasses()...)
		}
		inv.AllDay = oneIn(t, 12, "all day")
		inv.Stamp = oneOf(t, "stamp", instant(t, "stamp at"), instant(t, "stamped at"))
		if inv.Recurring = rapid.Bool().Draw(t, "recurring"); inv.Recurring {
			inv.RecurrenceID = oneOf(t, "recurrence id", start.Add(-time.Hour))
		}
		inv.Organizer = invite.Party{Address: oneOf(t, "organizer", append(people, shared, shared)...)}
		if oneIn(t, 12, "named organizer") {
			inv.Organizer.Name = "N"
		}
		if inv.Organizer.Address == shared || oneIn(t, 4, "sent by somebody") {
			inv.SentBy = oneOf(t, "sent by", people...)
		}
		inv.Attendees = some(t, 4, "attendees", func() invite.Party { return Parties().Draw(t, "attendee") })
		inv.Links = drawLinks(t)
		if oneIn(t, 4, "dial-in") {
			inv.DialIn = []string{"+1 555 0100"}
		}
		return inv
	})
}

func drawLinks(t *rapid.T) []invite.Link {
	return some(t, 3, "links", func() invite.Link {
		l := from(t, "link", links...)
		switch below(t, 4, "sort of link") {
		case 0:
			l = from(t, "consent link", consentLinks...)
		case 1:
			l = from(t, "direct link", directLinks...)
		}
		return invite.MustLink(l).At(from(t, "place", invite.AllPlaces()...))
	})
}

// Parties generates attendees: people, rooms, calendars, recorders, assistants, and
// somebody without an address.
func Parties() *rapid.Generator[invite.Party] {
	return rapid.Custom(func(t *rapid.T) invite.Party {
		p := invite.Party{Address: oneOf(t, "address", people...), Answer: from(t, "answer", invite.AllPartStats()...)}
		if rapid.Bool().Draw(t, "named") {
			p.Name = "N"
		}
		if oneIn(t, 3, "a thing") {
			p.Address = from(t, "thing", things...)
		}
		if oneIn(t, 4, "special") {
			p.Kind = from(t, "kind", invite.AllCUTypes()...)
		}
		p.NonParticipant = oneIn(t, 12, "no participant")
		return p
	})
}

// Responses generates answers of guests and colleagues, and of one person under two
// addresses.
func Responses() *rapid.Generator[consent.Response] {
	return rapid.Custom(func(t *rapid.T) consent.Response {
		r := consent.Response{Participant: from(t, "guest", guests...), At: instant(t, "at")}
		if oneIn(t, 3, "insider") {
			r.Participant = from(t, "participant", insiders...)
		}
		switch below(t, 12, "who") {
		case 0:
			r.Participant = from(t, "thing", things...)
		case 1, 2:
			r.Participant = from(t, "by one of two names", twoNames...)
		}
		r.Choice = from(t, "choice", append(consent.AllChoices(), consent.Consented, consent.Consented)...)
		return r
	})
}

// Rosters generates rosters, half of the time none.
func Rosters() *rapid.Generator[consent.Roster] {
	return rapid.Custom(func(t *rapid.T) consent.Roster {
		if rapid.Bool().Draw(t, "no roster") {
			return consent.Roster{}
		}
		all := some(t, 5, "presences", func() consent.Presence { return Presences().Draw(t, "presence") })
		return consent.NewRoster(rapid.Bool().Draw(t, "complete"), all...)
	})
}

// Presences generates stays in the call: of guests and colleagues, of rooms and
// recorders by kind or by address, and of somebody who is not identified.
func Presences() *rapid.Generator[consent.Presence] {
	return rapid.Custom(func(t *rapid.T) consent.Presence {
		p := consent.Presence{Address: from(t, "address", people...), From: instant(t, "from")}
		switch below(t, 8, "who") {
		case 0:
			p.Address, p.Name = invite.Address{}, from(t, "name", "Sam", "+1 555 0199", "")
		case 1:
			p.Address = from(t, "thing", things...)
		case 2:
			p.Kind = from(t, "kind", consent.AllKinds()...)
		case 3:
			p.Address = from(t, "by one of two names", twoNames...)
		}
		if until := instant(t, "until"); !until.Before(p.From) && !oneIn(t, 3, "stays") {
			p.Until = until
		}
		return p
	})
}

// Recordings generates recordings in order: none, one from the start, and several with
// every way to end, touching or with gaps between.
func Recordings() *rapid.Generator[[]decision.Recording] {
	return rapid.Custom(func(t *rapid.T) []decision.Recording {
		switch below(t, 8, "recordings") {
		case 0, 1, 2:
			return nil
		case 3:
			return []decision.Recording{{Start: start}}
		case 4:
			return []decision.Recording{{Start: start, Stop: start.Add(time.Hour), Ended: from(t, "ended", decision.Finished, decision.Finished, decision.Stopped)}}
		}
		var at []time.Time
		for range 2 * (1 + below(t, 3, "how many")) {
			at = append(at, instant(t, "started or stopped"))
		}
		slices.SortFunc(at, time.Time.Compare)
		var all []decision.Recording
		for i := 0; i < len(at); i += 2 {
			r := decision.Recording{Start: at[i], Stop: at[i+1], Ended: from(t, "ended", decision.AllEnded()...)}
			if r.Ended == decision.Stopped && r.Start.Equal(r.Stop) {
				r.Ended = decision.NotAdmitted // there was nothing to stop
			}
			all = append(all, r)
		}
		if rapid.Bool().Draw(t, "runs") {
			last := &all[len(all)-1]
			last.Stop, last.Ended = time.Time{}, decision.Finished
		}
		return all
	})
}

// Requests generates requests to the assistant, by members and strangers, at right and
// wrong addresses.
func Requests() *rapid.Generator[decision.Request] {
	return rapid.Custom(func(t *rapid.T) decision.Request {
		return decision.Request{
			Sender: oneOf(t, "sender", people...),
			To:     oneOf(t, "asked", assistants[0], assistants[1], assistants[1], addr("assistant@gone.example")),
			At:     oneOf(t, "asked at", instant(t, "asked about"), instant(t, "asked then")),
			How:    from(t, "how", decision.AllHows()...),
		}
	})
}

// cancellation draws a cancellation of a meeting, of its series, or of another meeting.
func cancellation(t *rapid.T, inv *invite.Invite) decision.Cancellation {
	x := decision.Cancellation{By: oneOf(t, "canceller", insiders...), At: instant(t, "cancelled at")}
	if oneIn(t, 5, "guest cancels") {
		x.By = from(t, "guest", guests...)
	}
	key, next := inv.Key(), invite.Invite{UID: inv.UID, Recurring: true, Start: inv.Start.Add(7 * 24 * time.Hour)}
	x.Of = oneOf(t, "of", key, key.Series(), next.Key())
	x.Start = oneOf(t, "start then", inv.Start.Add(10*time.Minute), inv.Start.Add(-24*time.Hour))
	return x
}
