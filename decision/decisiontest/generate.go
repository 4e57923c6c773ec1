// Package decisiontest helps to test code that decides about recordings: generators
// of cases that lie on the edges of the rules, the properties that every decision
// must have, and a runner for cases in files.
//
// The shortest use proves the ten properties of a function that wraps
// [decision.Decide]:
//
//	func TestOurPolicy(t *testing.T) {
//		decisiontest.Run(t, ourDecide)
//	}
//
// [Properties] gives them one by one, [Cases] the generator, for rapid's own checks.
package decisiontest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// start is when the generated meetings begin; a daylight-saving change of Europe and
// a leap day lie within the generated times around it.
var start = time.Date(2028, 2, 28, 23, 30, 0, 0, time.UTC)

// The people of the generated cases: members, and others.
var (
	members = []profile.Member{
		{Address: addr("ann@acme.example"), Slug: "ann", Recorded: true, MaySchedule: true},
		{Address: addr("bea@acme.example"), Slug: "bea", MaySchedule: true, Profile: "strict"},
		{Address: addr("cai@acme.example"), Slug: "cai", Recorded: true, Profile: "light"},
		{Address: addr("dov@partner.example"), Aliases: []invite.Address{addr("dov@home.example")}, Recorded: true},
	}
	assistants = []invite.Address{addr("record@acme.example"), addr("assistant@old.example")}
	people     = []invite.Address{
		addr("ann@acme.example"), addr("bea@acme.example"), addr("cai@acme.example"), addr("dov@home.example"),
		addr("guest@acme.example"), addr("eli@customer.example"), addr("fay@rival.example"), addr("gus@eu.rival.example"),
	}
	// links lead everywhere that the rules tell apart.
	links = []string{
		"https://join.example/acme/ann", "https://join.example/acme/bea", "https://join.example/acme/ann/7f3a",
		"https://join.example/acme-inc/ann", "https://join.example/acme/zoe", "http://join.example/acme/ann",
		"https://join.example/globex/hal", "https://join.example/acmes/ann", "https://join.example@evil.example/acme/ann",
		"https://zoom.us/j/1234567890", "https://acme.webex.com/meet/ann", "https://meet.google.com/abc-defg-hij",
		"https://whereby.com/room", "https://zoom.us.evil.example/j/1", "https://acme.example/agenda",
	}
)

func addr(s string) invite.Address { return invite.MustAddress(s) }

// Cases generates cases that lie on the edges of the rules: a small company, every
// kind of link, and times at and a nanosecond around the instants that matter. About
// one in twenty makes no sense.
func Cases() *rapid.Generator[decision.Case] {
	return rapid.Custom(func(t *rapid.T) decision.Case {
		c := decision.Case{Org: Orgs().Draw(t, "org"), Invite: Invites().Draw(t, "invite")}
		c.Now = instant(t, "now")
		c.Answers = consent.NewLog(rapid.SliceOfN(Responses(), 0, 6).Draw(t, "answers")...)
		c.Recording = recordings().Draw(t, "recording")
		c.Request = requests().Draw(t, "request")
		c.Cancellations = rapid.SliceOfN(cancellations(), 0, 2).Draw(t, "cancellations")
		if rapid.Bool().Draw(t, "calm") {
			calm(t, &c)
		}
		c = c.Governed()
		if rapid.Bool().Draw(t, "another profile") {
			c.Profile = Profiles().Draw(t, "profile")
		}
		if oneIn(t, 20, "senseless") {
			spoil(t, &c)
		}
		return c
	})
}

// calm takes away what refuses a recording, so that what is left decides.
func calm(t *rapid.T, c *decision.Case) {
	c.Org.Off, c.Org.Block, c.Cancellations = 0, profile.BlockList{}, nil
	c.Invite.Method, c.Invite.Status, c.Invite.Class = invite.MethodRequest, invite.StatusConfirmed, invite.ClassPublic
	c.Invite.Organizer = invite.Party{Address: members[0].Address}
	c.Invite.Links = []invite.Link{invite.MustLink(rapid.SampledFrom([]string{links[0], links[9]}).Draw(t, "link"))}
	c.Request = decision.Request{Sender: members[0].Address, To: assistants[1]}
}

// spoil makes a case senseless in one way.
func spoil(t *rapid.T, c *decision.Case) {
	switch rapid.IntRange(0, 6).Draw(t, "spoiled") {
	case 0:
		c.Now = time.Time{}
	case 1:
		c.Invite.End = c.Invite.Start
	case 2:
		c.Invite.Start = time.Time{}
	case 3:
		c.Profile.Page = 0
	case 4:
		c.Answers = c.Answers.With(consent.Response{Choice: consent.Consented, At: start})
	case 5:
		c.Recording = decision.Recording{Start: start, Stop: start.Add(-1)}
	case 6:
		c.Org.KeepPercent = 101
	}
}

func oneIn(t *rapid.T, n int, label string) bool { return rapid.IntRange(1, n).Draw(t, label) == n }

// oneOf draws from a list, or, less often, the zero value.
func oneOf[T any](t *rapid.T, label string, all ...T) T {
	var none T
	return rapid.SampledFrom(append(slices.Clone(all), none)).Draw(t, label)
}

// instant draws a time at or near one that matters: last moment to cancel, start,
// seventy percent, end.
func instant(t *rapid.T, label string) time.Time {
	at := rapid.SampledFrom([]time.Duration{
		-25 * time.Hour, -20 * time.Minute, -5 * time.Minute, 0, 3 * time.Minute, 18 * time.Minute, 42 * time.Minute, 45 * time.Minute,
		57 * time.Minute, time.Hour, 26 * time.Hour,
	}).Draw(t, label)
	near := rapid.SampledFrom([]time.Duration{-1, 0, 0, 0, 1}).Draw(t, label+" nearly")
	return start.Add(at + near)
}

// Orgs generates the settings of one small company.
func Orgs() *rapid.Generator[profile.Org] {
	return rapid.Custom(func(t *rapid.T) profile.Org {
		o := profile.Org{
			Name: "Acme", Domains: []string{"acme.example"},
			ConsentHost: "join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
			Members: profile.NewDirectory(members...),
			Default: Profiles().Draw(t, "default profile"),
		}
		o.Assistant, o.FormerAssistants = oneOf(t, "assistant", assistants[0], assistants[0]), assistants[1:]
		o.Profiles = []profile.Profile{Profiles().Draw(t, "strict"), Profiles().Draw(t, "light")}
		o.Profiles[0].Name, o.Profiles[1].Name = "strict", "light"
		o.Records = rapid.SampledFrom(profile.Whoses()).Draw(t, "records")
		o.RecordsInternal = rapid.Bool().Draw(t, "records internal")
		o.RecordsPrivate = rapid.Bool().Draw(t, "records private")
		o.Off = invite.SetOf(rapid.SliceOfN(providers(), 0, 2).Draw(t, "off")...)
		o.Integrations = invite.SetOf(rapid.SliceOfN(providers(), 0, 2).Draw(t, "integrations")...)
		o.NativeRecorder = rapid.Bool().Draw(t, "native recorder")
		o.CancelBefore = oneOf(t, "cancel before", profile.NoLead, profile.Lead(time.Hour))
		o.KeepPercent = oneOf(t, "keep percent", 1, 100)
		if oneIn(t, 3, "blocks") {
			o.Block = profile.NewBlockList(people[5:6], []string{"rival.example"}, []string{"board"})
		}
		return o
	})
}

func providers() *rapid.Generator[invite.Provider] {
	return rapid.SampledFrom([]invite.Provider{
		invite.ProviderZoom, invite.ProviderGoogleMeet, invite.ProviderWebex, invite.ProviderWhereby,
	})
}

// Profiles generates consent profiles.
func Profiles() *rapid.Generator[profile.Profile] {
	return rapid.Custom(func(t *rapid.T) profile.Profile {
		return profile.Profile{
			Page:         rapid.SampledFrom(profile.Pages()).Draw(t, "page"),
			Links:        rapid.SampledFrom(profile.LinkTypes()).Draw(t, "links"),
			Provider:     oneOf(t, "provider", invite.ProviderZoom, invite.ProviderWebex, invite.ProviderWhereby),
			OptOut:       rapid.Bool().Draw(t, "opt out"),
			AudioPrompt:  oneIn(t, 4, "audio prompt"),
			PreCallEmail: oneIn(t, 4, "pre-call email"),
			DirectLinks:  rapid.Bool().Draw(t, "direct links"),
		}
	})
}

// Invites generates invites to one meeting of an hour, with any links and people.
func Invites() *rapid.Generator[invite.Invite] {
	return rapid.Custom(func(t *rapid.T) invite.Invite {
		inv := invite.Invite{UID: "1@acme.example", Start: start, End: start.Add(time.Hour)}
		inv.Title = rapid.SampledFrom([]string{"Roadmap", "Board meeting"}).Draw(t, "title")
		inv.Method = oneOf(t, "method", invite.MethodRequest, invite.MethodRequest, invite.MethodCancel)
		inv.Status = oneOf(t, "status", invite.StatusConfirmed, invite.StatusConfirmed, invite.StatusCancelled)
		inv.Class = oneOf(t, "class", invite.ClassPublic, invite.ClassPublic, invite.ClassPrivate, invite.ClassConfidential)
		inv.Recurring = rapid.Bool().Draw(t, "recurring")
		inv.Organizer = invite.Party{Address: oneOf(t, "organizer", people...)}
		inv.Attendees = rapid.SliceOfN(Parties(), 0, 4).Draw(t, "attendees")
		for _, l := range rapid.SliceOfN(rapid.SampledFrom(links), 0, 3).Draw(t, "links") {
			inv.Links = append(inv.Links, invite.MustLink(l).At(rapid.SampledFrom(invite.Places()).Draw(t, "place")))
		}
		return inv
	})
}

// Parties generates attendees: people, rooms, assistants, and somebody without an
// address.
func Parties() *rapid.Generator[invite.Party] {
	return rapid.Custom(func(t *rapid.T) invite.Party {
		p := invite.Party{Address: oneOf(t, "address", append(people, assistants...)...), Name: "N"}
		p.Answer = rapid.SampledFrom(invite.PartStats()).Draw(t, "answer")
		if oneIn(t, 4, "special") {
			p.Kind = rapid.SampledFrom(invite.CUTypes()).Draw(t, "kind")
		}
		return p
	})
}

// Responses generates answers of three participants.
func Responses() *rapid.Generator[consent.Response] {
	return rapid.Custom(func(t *rapid.T) consent.Response {
		return consent.Response{
			Participant: rapid.SampledFrom(people[4:7]).Draw(t, "participant").String(),
			Choice:      rapid.SampledFrom(consent.Choices()).Draw(t, "choice"),
			At:          instant(t, "at"),
		}
	})
}

func recordings() *rapid.Generator[decision.Recording] {
	return rapid.Custom(func(t *rapid.T) decision.Recording {
		var r decision.Recording
		if oneIn(t, 3, "unrecorded") {
			return r
		}
		r.Start = instant(t, "recorder started")
		if stop := instant(t, "recorder stopped"); !stop.Before(r.Start) && rapid.Bool().Draw(t, "stops") {
			r.Stop = stop
		}
		return r
	})
}

func requests() *rapid.Generator[decision.Request] {
	return rapid.Custom(func(t *rapid.T) decision.Request {
		return decision.Request{
			Sender: oneOf(t, "sender", people...),
			To:     oneOf(t, "asked", assistants[0], assistants[1], addr("assistant@gone.example")),
		}
	})
}

func cancellations() *rapid.Generator[decision.Cancellation] {
	return rapid.Custom(func(t *rapid.T) decision.Cancellation {
		return decision.Cancellation{By: oneOf(t, "canceller", people...), At: instant(t, "cancelled at")}
	})
}
