package decision_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// with returns the recorded case, changed.
func with(change func(*Case)) Case {
	c := recorded()
	change(&c)
	return c
}

func validate(c Case) error { return c.Validate() }

func said(who invite.Address, choice consent.Choice, at time.Time) consent.Response {
	return consent.Response{Participant: who, Choice: choice, At: at}
}

func TestTheRecordedCaseIsRecorded(t *testing.T) {
	d := Decide(recorded())
	assert.Equal(t, Decision{Verdict: Record, Reasons: enum.SetOf(RecordedAutomatically, ConsentByPage)}, d)
}

func TestValidateNamesTheField(t *testing.T) {
	for field, spoil := range map[string]func(*Case){
		"now":                      func(c *Case) { c.Now = time.Time{} },
		"invite.start":             func(c *Case) { c.Invite.Start = time.Time{} },
		"invite.end":               func(c *Case) { c.Invite.End = start },
		"requests[0].how":          func(c *Case) { c.Requests = []Request{{How: 99}} },
		"roster.presences[0].from": func(c *Case) { c.Roster = consent.NewRoster(false, consent.Presence{Address: cem}) },
		"roster.presences[0].kind": func(c *Case) {
			c.Roster = consent.NewRoster(false, consent.Presence{Address: cem, Kind: 9, From: start})
		},
		"roster.presences[0].until": func(c *Case) {
			c.Roster = consent.NewRoster(false, consent.Presence{Address: cem, From: start, Until: start.Add(-1)})
		},
		"org.answer_grace":                 func(c *Case) { c.Org.AnswerGrace = -2 },
		"org.default_profile.page":         func(c *Case) { c.Org.Default.Page = 0 },
		"org.consent_host":                 func(c *Case) { c.Org.Company = "" },
		"org.conference_hosts[0].provider": func(c *Case) { c.Org.ConferenceHosts = []profile.ConferenceHost{{Host: "meet.acme.example"}} },
		"org.members[0].profile":           func(c *Case) { c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Profile: "p"}) },
		"before.until":                     func(c *Case) { c.Before.Org = &profile.Org{} },
		"before.org.default_profile.page":  func(c *Case) { c.Before = Before{Until: start, Org: &profile.Org{}} },
		"before.invite.start":              func(c *Case) { c.Before = Before{Until: start, Invite: &invite.Invite{}} },
		"before.profile.links": func(c *Case) {
			c.Before = Before{Until: start, Profile: &profile.Profile{Page: profile.PageOff, Links: 9}}
		},
		"invite.method":              func(c *Case) { c.Invite.Method = 99 },
		"invite.status":              func(c *Case) { c.Invite.Status = 99 },
		"invite.class":               func(c *Case) { c.Invite.Class = 99 },
		"invite.organizer.kind":      func(c *Case) { c.Invite.Organizer.Kind = 99 },
		"invite.organizer.answer":    func(c *Case) { c.Invite.Organizer.Answer = 99 },
		"invite.attendees[0].kind":   func(c *Case) { c.Invite.Attendees[0].Kind = 99 },
		"invite.attendees[0].answer": func(c *Case) { c.Invite.Attendees[0].Answer = 99 },
		"profile.page":               func(c *Case) { c.Profile.Page = 9 },
		"profile.links":              func(c *Case) { c.Profile.Links = 99 },
		"profile.provider":           func(c *Case) { c.Profile.Provider = 99 },
		"org.records":                func(c *Case) { c.Org.Records = 99 },
		"org.cancel_before":          func(c *Case) { c.Org.CancelBefore = -2 },
		"org.keep_percent":           func(c *Case) { c.Org.KeepPercent = 101 },
		"org.members[1].address": func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann}, profile.Member{Address: ann})
		},
		"answers[0].participant": func(c *Case) { c.Answers = consent.NewLog(consent.Response{Choice: consent.Consented, At: start}) },
		"answers[0].choice":      func(c *Case) { c.Answers = consent.NewLog(said(cem, 0, start)) },
		"answers[0].at":          func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.Consented, time.Time{})) },
		"invite.links[0].place":  func(c *Case) { c.Invite.Links[0] = annsLink.At(99) },
		"org.block.domains[0]":   func(c *Case) { c.Org.Block = profile.NewBlockList(nil, []string{"*.rival.example"}, nil) },
		"recordings[0].start":    func(c *Case) { c.Recordings = []Recording{{Stop: start}} },
		"recordings[0].stop":     func(c *Case) { c.Recordings = ranTo(start, start.Add(-1)) },
		"recordings[0].ended":    func(c *Case) { c.Recordings = []Recording{{Start: start, Stop: start, Ended: 9}} },
		"recordings[1].start":    func(c *Case) { c.Recordings = []Recording{{Start: start, Stop: start.Add(2)}, {Start: start.Add(1)}} },
		"recordings[2].start": func(c *Case) {
			c.Recordings = []Recording{{Start: start, Stop: start.Add(2)}, {Start: start.Add(2)}, {Start: start.Add(3)}}
		},
		"cancellations[0].at": func(c *Case) { c.Cancellations = []Cancellation{{By: ann}} },

		"requests[1].how":            func(c *Case) { c.Requests = []Request{{}, {How: 99}} },
		"invite.links[1].place":      func(c *Case) { c.Invite.Links = []invite.Link{annsLink, annsLink.At(99)} },
		"invite.attendees[1].answer": func(c *Case) { c.Invite.Attendees = []invite.Party{{}, {Answer: 99}} },
		"cancellations[1].at":        func(c *Case) { c.Cancellations = []Cancellation{{At: start}, {}} },
	} {
		c := with(spoil)
		var problem *CaseError
		require.ErrorAs(t, c.Validate(), &problem, field)
		assert.ErrorContains(t, c.Validate(), field+": ")
		d := Decide(c)
		assert.True(t, d.Reasons.Has(InvalidCase), field)
		assert.Equal(t, map[bool]Verdict{true: Refuse, false: Hold}[len(c.Recordings) == 0], d.Verdict, field)
	}
	assert.ErrorContains(t, validate(with(func(c *Case) { c.Recordings = []Recording{{}} })), "recordings[0].start: ", "nor a stop")
	assert.ErrorContains(t, validate(with(func(c *Case) { c.Recordings = []Recording{{Start: start, Ended: Failed}} })), "recordings[0].stop: ", "it failed")
	c := Case{}
	for _, field := range []string{"now: ", "invite.start: ", "org.default_profile.page: "} {
		assert.ErrorContains(t, c.Validate(), field, "all at once")
	}
	c.Org.Version, c.Org.Domains = 2, make([]string, 30)
	assert.ErrorContains(t, c.Validate(), "org.version: version 2 is newer than this program")
	assert.ErrorContains(t, c.Validate(), "org.domains[18]: want a mail domain like acme.example\nand 12 more")
	c = recorded()
	assert.NoError(t, c.Validate())
}

func TestInvalidExactlyWhenValidateSaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		assert.Equal(t, (&c).Validate() != nil, Decide(c).Reasons.Has(InvalidCase))
	})
}

func TestTheZeroProfileIsTheOwners(t *testing.T) {
	c := recorded()
	c.Profile = profile.Profile{}
	c.Org.Profiles = []profile.Profile{{Name: "sales", Page: profile.PageEnabled}}
	c.Org.Members = profile.NewDirectory(
		profile.Member{Address: ann, Slug: "ann", Profile: "sales"}, profile.Member{Address: bea})
	assert.Equal(t, "sales", c.Governing().Name, "by the consent link")
	assert.Equal(t, ann, c.Owner().Address)

	c.Invite.Links = nil
	c.Invite.Organizer.Address = cem
	assert.Equal(t, "", c.Governing().Name, "nobody's")
	assert.Nil(t, c.Owner())
	c.Requests = []Request{{Sender: ann, To: assistant}}
	assert.Equal(t, "sales", c.Governing().Name, "by the sender")
	c.Profile = profile.Profile{Name: "said", Page: profile.PageOff}
	assert.Equal(t, "said", c.Governing().Name)
	assert.Equal(t, ann, c.Owner().Address, "whatever profile is said")
}

// Who owns the call where several asked: whoever asked in order, else the first member.
func TestTheOwnerAmongThoseWhoAsked(t *testing.T) {
	at := func(who invite.Address, to invite.Address, minute int) Request {
		return Request{Sender: who, To: to, At: start.Add(time.Duration(minute-60) * time.Minute)}
	}
	for name, row := range map[string]struct {
		requests []Request
		want     invite.Address
	}{
		"in order, after another member":    {[]Request{at(bea, assistant, 1), at(ann, assistant, 2)}, ann},
		"nobody in order: the first member": {[]Request{at(cem, assistant, 1), at(ann, gone, 3), at(bea, assistant, 2)}, bea},
		"no member":                         {[]Request{at(cem, assistant, 1)}, invite.Address{}},
		"what has not happened yet":         {[]Request{at(ann, assistant, 90)}, invite.Address{}},
	} {
		c := with(func(c *Case) {
			c.Profile, c.Invite.Organizer.Address, c.Invite.Links, c.Requests = profile.Profile{}, cem, []invite.Link{zoomLink}, row.requests
		})
		owner := c.Owner()
		require.Equal(t, row.want.IsZero(), owner == nil, name)
		assert.True(t, owner == nil || owner.Has(row.want), name)
	}
	listedByBea := with(func(c *Case) {
		c.Profile, c.Invite.Organizer.Address, c.Invite.Links = profile.Profile{}, cem, []invite.Link{zoomLink}
		c.Invite.Attendees, c.Invite.SentBy = append(c.Invite.Attendees, invite.Party{Address: assistant}), bea
	})
	assert.Equal(t, bea, listedByBea.Owner().Address, "SENT-BY listed the assistant, in vain")
	listedByBea.Requests = []Request{at(ann, gone, 1)}
	assert.Equal(t, bea, listedByBea.Owner().Address, "before a member who asked in vain as well")
	bothMay := changed(listedByBea, func(c *Case) {
		c.Invite.Attendees = c.Invite.Attendees[:1]
		c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, MaySchedule: true}, profile.Member{Address: bea, MaySchedule: true})
		c.Requests = []Request{at(ann, assistant, 2), at(bea, assistant, 1)}
	})
	assert.Equal(t, bea, bothMay.Owner().Address, "the first of two in order")
}

func TestKept(t *testing.T) {
	running := with(func(c *Case) { c.Recordings = ran(start) })
	late := with(func(c *Case) {
		c.Now, c.Recordings = start.Add(50*time.Minute), ran(start)
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(45*time.Minute)))
	})
	stopped := with(func(c *Case) {
		c.Now, c.Recordings = end, ranTo(start, start.Add(30*time.Minute))
	})
	gap := with(func(c *Case) {
		c.Now = end
		c.Recordings = []Recording{{Start: start, Stop: start.Add(10 * time.Minute), Ended: Failed}, {Start: start.Add(20 * time.Minute)}}
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(55*time.Minute)))
	})
	for name, row := range map[string]struct {
		c    Case
		kept time.Duration
	}{
		"all so far while it runs":      {running, time.Minute},
		"the part before the cut":       {late, 45 * time.Minute},
		"all of one that was stopped":   {stopped, 30 * time.Minute},
		"nothing where none started":    {recorded(), 0},
		"nothing of a refused meeting":  {with(func(c *Case) { c.Recordings, c.Invite.Class = ran(start), invite.ClassPrivate }), 0},
		"without the gap":               {gap, 45 * time.Minute},
		"nothing of one that is sealed": {with(func(c *Case) { c.Recordings, c.Invite.Links = ran(start), nil }), 0},
		"nothing of one that waited":    {with(func(c *Case) { c.Recordings = []Recording{{Start: start, Stop: start.Add(1), Ended: NotAdmitted}} }), 0},
	} {
		var kept time.Duration
		for _, s := range Decide(row.c).Kept(row.c) {
			assert.True(t, s.From.Before(s.To), name)
			kept += s.To.Sub(s.From)
		}
		assert.Equal(t, row.kept, kept, name)
	}
}

// Ours: the link that the meeting is on decides, or a further link could make a recording
// possible.
func TestProviderToJoin(t *testing.T) {
	webexOff := enum.SetOf(invite.ProviderWebex)
	for name, row := range map[string]struct {
		page  profile.Page
		with  invite.Provider
		links []invite.Link
		off   bool
	}{
		"page enforced, its provider off, a direct link on": {profile.PageEnforced, invite.ProviderWebex, []invite.Link{annsLink, zoomLink}, true},
		"page enabled, its provider off, a direct link on":  {profile.PageEnabled, invite.ProviderWebex, []invite.Link{zoomLink, annsLink}, true},
		"page enforced, its provider on":                    {profile.PageEnforced, invite.ProviderZoom, []invite.Link{annsLink}, false},
		"page's provider unknown while one is off":          {profile.PageEnabled, invite.ProviderNone, []invite.Link{annsLink}, true},
		"page's provider unknown, a direct link on":         {profile.PageEnabled, invite.ProviderNone, []invite.Link{annsLink, zoomLink}, true},
		"direct links only, the first off, the second on":   {profile.PageOff, invite.ProviderNone, []invite.Link{invite.MustLink("https://acme.webex.com/meet/ann"), zoomLink}, true},
		"direct links only, the first on, the second off":   {profile.PageOff, invite.ProviderNone, []invite.Link{zoomLink, invite.MustLink("https://acme.webex.com/meet/ann")}, false},
		"direct link off": {profile.PageOff, invite.ProviderNone, []invite.Link{invite.MustLink("https://acme.webex.com/meet/ann")}, true},
	} {
		c := with(func(c *Case) {
			c.Org.Off, c.Invite.Links = webexOff, row.links
			c.Profile.Page, c.Profile.Provider, c.Profile.DirectLinks = row.page, row.with, true
		})
		assert.Equal(t, row.off, Decide(c).Reasons.Has(ProviderOff), name)
	}
	nothingOff := with(func(c *Case) { c.Profile.Provider = invite.ProviderNone })
	assert.False(t, Decide(nothingOff).Reasons.Has(ProviderOff), "page's provider unknown, none is off")
}

// A call that no recorder can join is a way past the page, and alone nothing to join.
func TestCallsThatNoRecorderCanJoin(t *testing.T) {
	faceTime := invite.MustLink("https://facetime.apple.com/join#v=1&p=x")
	beside := with(func(c *Case) { c.Invite.Links = []invite.Link{annsLink, faceTime} })
	assert.Equal(t, enum.SetOf(BypassLink), Decide(beside).Reasons&ReasonsThat(Refuses, Ends))
	alone := with(func(c *Case) { c.Invite.Links, c.Profile.Page = []invite.Link{faceTime, zoomLink}, profile.PageOff })
	assert.Equal(t, enum.SetOf(NoConferenceLink), Decide(alone).Reasons&ReasonsThat(Refuses, Ends), "whatever stands further below")
	assert.Equal(t, Joining{}, Join(alone))
	assert.ErrorContains(t, validate(with(func(c *Case) { c.Profile.Provider = invite.ProviderFaceTime })), "profile.provider")
}

func TestWhoTakesPart(t *testing.T) {
	org := acme()
	declined := func(p invite.Party) invite.Party { p.Answer = invite.PartStatDeclined; return p }
	for name, row := range map[string]struct {
		change   func(*Case)
		recorded bool
	}{
		"the host of the consent link": {func(c *Case) { c.Invite.Organizer.Address = bea }, true},
		"the host declined":            {func(c *Case) { c.Invite.Attendees = append(c.Invite.Attendees, declined(invite.Party{Address: ann})) }, false},
		"the host declined as one and came as another": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Aliases: []invite.Address{bea}, Slug: "ann", Recorded: true})
			c.Invite.Attendees = []invite.Party{declined(invite.Party{Address: ann}), {Address: bea}}
		}, true},
		"a guest who is recorded, host only": {func(c *Case) {
			c.Invite.Links, c.Invite.Organizer.Address = []invite.Link{zoomLink}, cem
			c.Invite.Attendees = []invite.Party{{Address: ann}}
		}, false},
		"a guest who is recorded, any participant": {func(c *Case) {
			c.Invite.Links, c.Invite.Organizer.Address = []invite.Link{zoomLink}, cem
			c.Invite.Attendees, c.Org.Records = []invite.Party{{Address: ann}}, profile.AnyParticipant
		}, true},
		"the organizer beside another host, any participant": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Recorded: true}, profile.Member{Address: bea, Slug: "bea"})
			c.Invite.Links, c.Org.Records = []invite.Link{invite.MustLink("https://join.example/acme/bea")}, profile.AnyParticipant
		}, true},
		"the first of two hosts": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "ann", Recorded: true}, profile.Member{Address: bea, Slug: "bea"})
			c.Invite.Links = []invite.Link{annsLink, invite.MustLink("https://join.example/acme/bea")}
		}, true},
		"the second of two hosts": {func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "ann", Recorded: true}, profile.Member{Address: bea, Slug: "bea"})
			c.Invite.Links = []invite.Link{invite.MustLink("https://join.example/acme/bea"), annsLink}
		}, false},
		"declined as a person, listed as a room": {func(c *Case) {
			c.Invite.Attendees = []invite.Party{declined(invite.Party{Address: ann}), {Address: ann, Kind: invite.CUTypeRoom}}
		}, false},
		"nobody": {func(c *Case) { c.Invite.Links, c.Invite.Organizer = nil, invite.Party{} }, false},
		"the host of many aliases declined under one": {func(c *Case) {
			m := profile.Member{Address: ann, Slug: "ann", Recorded: true}
			for i := range 9 {
				m.Aliases = append(m.Aliases, person(i))
			}
			c.Org.Members = profile.NewDirectory(m)
			c.Invite.Attendees = append(c.Invite.Attendees, declined(invite.Party{Address: person(8)}))
		}, false},
		"a member who has not accepted": {func(c *Case) {
			c.Org.Records, c.Org.OnlyAccepted, c.Invite.Links, c.Invite.Organizer.Address = profile.AnyParticipant, true, nil, cem
			c.Invite.Attendees = []invite.Party{{Address: ann, Answer: invite.PartStatTentative}}
		}, false},
		"a member who has accepted": {func(c *Case) {
			c.Org.Records, c.Org.OnlyAccepted, c.Invite.Links, c.Invite.Organizer.Address = profile.AnyParticipant, true, nil, cem
			c.Invite.Attendees = []invite.Party{{Address: ann, Answer: invite.PartStatAccepted}}
		}, true},
		"the organizer need not accept": {func(c *Case) {
			c.Org.Records, c.Org.OnlyAccepted, c.Invite.Links = profile.AnyParticipant, true, nil
			c.Invite.Attendees = []invite.Party{{Address: ann, Answer: invite.PartStatNeedsAction}}
		}, true},
		"a member who delegated still counts": {func(c *Case) {
			c.Org.Records, c.Invite.Links, c.Invite.Organizer.Address = profile.AnyParticipant, nil, cem
			c.Invite.Attendees = []invite.Party{{Address: ann, Answer: invite.PartStatDelegated}}
		}, true},
	} {
		c := with(func(c *Case) { c.Org = org; row.change(c) })
		holds, _ := Observe(c)
		assert.Equal(t, row.recorded, holds.Has(FactRecordedMember), name)
	}
}

func TestDecideAllocatesNothing(t *testing.T) {
	for name, c := range map[string]Case{
		"typical": crowd(8, 8), "large": crowd(1000, 1000), "senseless": {}, "blocking": with(func(c *Case) {
			c.Org.Block = profile.NewBlockList([]invite.Address{cem}, []string{"rival.example"}, []string{"Übergabe"})
			c.Invite.Title = "ÜBERGABE am Montag"
		}),
	} {
		assert.Zero(t, testing.AllocsPerRun(20, func() { sink = Decide(c) }), name)
	}
}
