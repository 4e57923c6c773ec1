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
	"github.com/mayrecord/mayrecord/profile"
)

// with returns the recorded case, changed.
func with(change func(*Case)) Case {
	c := recorded()
	change(&c)
	return c
}

func said(who invite.Address, choice consent.Choice, at time.Time) consent.Response {
	return consent.Response{Participant: who.String(), Choice: choice, At: at}
}

func TestTheRecordedCaseIsRecorded(t *testing.T) {
	d := Decide(recorded())
	assert.Equal(t, Decision{Verdict: Record, Reasons: ReasonSet(RecordedAutomatically, ConsentByPage)}, d)
}

func TestValidateNamesTheField(t *testing.T) {
	for field, spoil := range map[string]func(*Case){
		"now":                        func(c *Case) { c.Now = time.Time{} },
		"invite.start":               func(c *Case) { c.Invite.Start = time.Time{} },
		"invite.end":                 func(c *Case) { c.Invite.End = start },
		"invite.method":              func(c *Case) { c.Invite.Method = 99 },
		"invite.status":              func(c *Case) { c.Invite.Status = 99 },
		"invite.class":               func(c *Case) { c.Invite.Class = 99 },
		"invite.organizer.kind":      func(c *Case) { c.Invite.Organizer.Kind = 99 },
		"invite.organizer.answer":    func(c *Case) { c.Invite.Organizer.Answer = 99 },
		"invite.attendees[0].kind":   func(c *Case) { c.Invite.Attendees[0].Kind = 99 },
		"invite.attendees[0].answer": func(c *Case) { c.Invite.Attendees[0].Answer = 99 },
		"profile.page":               func(c *Case) { c.Profile.Page = 0 },
		"profile.links":              func(c *Case) { c.Profile.Links = 99 },
		"profile.provider":           func(c *Case) { c.Profile.Provider = 99 },
		"org.records":                func(c *Case) { c.Org.Records = 99 },
		"org.cancel_before":          func(c *Case) { c.Org.CancelBefore = -2 },
		"org.keep_percent":           func(c *Case) { c.Org.KeepPercent = 101 },
		"org.members[1]": func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann}, profile.Member{Address: ann})
		},
		"answers[0].participant": func(c *Case) { c.Answers = consent.NewLog(consent.Response{Choice: consent.Consented, At: start}) },
		"answers[0].choice":      func(c *Case) { c.Answers = consent.NewLog(said(cem, 0, start)) },
		"answers[0].at":          func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.Consented, time.Time{})) },
		"invite.links[0].place":  func(c *Case) { c.Invite.Links[0] = annsLink.At(99) },
		"org.block.domains[0]":   func(c *Case) { c.Org.Block = profile.NewBlockList(nil, []string{"*.rival.example"}, nil) },
		"recording.start":        func(c *Case) { c.Recording.Stop = start },
		"recording.stop":         func(c *Case) { c.Recording = Recording{Start: start, Stop: start.Add(-1)} },
		"cancellations[0].at":    func(c *Case) { c.Cancellations = []Cancellation{{By: ann}} },
	} {
		c := with(spoil)
		var problem *CaseError
		require.ErrorAs(t, c.Validate(), &problem, field)
		assert.ErrorContains(t, c.Validate(), field+": ")
		d := Decide(c)
		assert.True(t, d.Reasons.Has(InvalidCase), field)
		assert.Less(t, d.Verdict, KeepPart, field)
	}
	c := Case{}
	for _, field := range []string{"now: ", "invite.start: ", "invite.end: ", "profile.page: "} {
		assert.ErrorContains(t, c.Validate(), field, "all at once")
	}
	c = recorded()
	assert.NoError(t, c.Validate())
}

func TestInvalidExactlyWhenValidateSaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		assert.Equal(t, (&c).Validate() != nil, Decide(c).Reasons.Has(InvalidCase))
	})
}

// An address means the same person wherever it stands.
func TestParticipantsAreNormalizedAsAddressesAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		local := rapid.StringMatching(`[A-Za-z0-9.+'ÄÖéß_-]{1,12}`).Draw(t, "local")
		domain := rapid.StringMatching(`[A-Za-z0-9-]{1,8}\.[A-Za-z]{2,5}\.?`).Draw(t, "domain")
		text := rapid.SampledFrom([]string{"", " ", "mailto:", "MAILTO:"}).Draw(t, "before") +
			local + rapid.SampledFrom([]string{"@", "@", "%40"}).Draw(t, "at") + domain +
			rapid.SampledFrom([]string{"", "", "?subject=x"}).Draw(t, "after")
		a, err := invite.ParseAddress(text)
		if err != nil {
			t.Skip(err)
		}
		log := consent.NewLog(consent.Response{Participant: text, Choice: consent.Consented, At: start})
		assert.Equal(t, a.String(), log.Responses()[0].Participant)
	})
}

func TestGovernedTakesTheOwnersProfile(t *testing.T) {
	c := recorded()
	c.Org.Profiles = []profile.Profile{{Name: "sales", Page: profile.PageEnabled}}
	c.Org.Members = profile.NewDirectory(
		profile.Member{Address: ann, Slug: "ann", Profile: "sales"}, profile.Member{Address: bea})
	assert.Equal(t, "sales", c.Governed().Profile.Name, "by the consent link")

	c.Invite.Links = nil
	c.Invite.Organizer.Address = cem
	assert.Equal(t, "", c.Governed().Profile.Name, "nobody's")
	c.Request = Request{Sender: ann, To: assistant}
	assert.Equal(t, "sales", c.Governed().Profile.Name, "by the sender")
}

func TestKept(t *testing.T) {
	running := with(func(c *Case) { c.Recording.Start = start })
	late := with(func(c *Case) {
		c.Now, c.Recording.Start = start.Add(50*time.Minute), start
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start.Add(45*time.Minute)))
	})
	stopped := with(func(c *Case) {
		c.Now, c.Recording = end, Recording{Start: start, Stop: start.Add(30 * time.Minute)}
	})
	for name, row := range map[string]struct {
		c    Case
		kept time.Duration
	}{
		"all so far while it runs":     {running, time.Minute},
		"the part before the cut":      {late, 45 * time.Minute},
		"all of one that was stopped":  {stopped, 30 * time.Minute},
		"nothing where none started":   {recorded(), 0},
		"nothing of a refused meeting": {with(func(c *Case) { c.Recording.Start, c.Invite.Class = start, invite.ClassPrivate }), 0},
	} {
		from, to, ok := Decide(row.c).Kept(row.c)
		assert.Equal(t, row.kept, to.Sub(from), name)
		assert.Equal(t, row.kept > 0, ok, name)
	}
}

// Ours: with an enforced page only the provider behind it counts, or adding a direct
// link could make a recording possible.
func TestProviderToJoin(t *testing.T) {
	webexOff := invite.SetOf(invite.ProviderWebex)
	for name, row := range map[string]struct {
		page  profile.Page
		with  invite.Provider
		links []invite.Link
		off   bool
	}{
		"page enforced, its provider off, a direct link on": {profile.PageEnforced, invite.ProviderWebex, []invite.Link{annsLink, zoomLink}, true},
		"page enabled, its provider off, a direct link on":  {profile.PageEnabled, invite.ProviderWebex, []invite.Link{annsLink, zoomLink}, false},
		"page enforced, its provider on":                    {profile.PageEnforced, invite.ProviderZoom, []invite.Link{annsLink}, false},
		"page's provider unknown while one is off":          {profile.PageEnabled, invite.ProviderNone, []invite.Link{annsLink}, true},
		"page's provider unknown, a direct link on":         {profile.PageEnabled, invite.ProviderNone, []invite.Link{annsLink, zoomLink}, false},
		"direct links only, the first off, the second on":   {profile.PageOff, invite.ProviderNone, []invite.Link{invite.MustLink("https://acme.webex.com/meet/ann"), zoomLink}, false},
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
	} {
		c := with(func(c *Case) { c.Org = org; row.change(c) })
		assert.Equal(t, row.recorded, Observe(c).Has(FactRecordedMember), name)
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
