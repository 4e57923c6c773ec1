package decision_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
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

func TestRemedies(t *testing.T) {
	for name, row := range map[string]struct {
		c    Case
		want []Steps
	}{
		"recorded: none needed":       {recorded(), nil},
		"over: none":                  {with(func(c *Case) { c.Now = end }), nil},
		"begun without consent: none": {cutAt(0), nil},
		"begun where it must not be: none": {with(func(c *Case) {
			c.Org.Off, c.Recordings = enum.SetOf(invite.ProviderZoom), ran(start)
		}), nil},
		"no consent link": {with(func(c *Case) { c.Invite.Links = nil }), []Steps{enum.SetOf(UseConsentLink)}},
		"a direct link in its place": {with(func(c *Case) { c.Invite.Links = []invite.Link{zoomLink} }),
			[]Steps{enum.SetOf(UseConsentLink, RemoveDirectLinks)}},
		"a direct link beside it": {with(func(c *Case) { c.Invite.Links = []invite.Link{annsLink, zoomLink} }),
			[]Steps{enum.SetOf(RemoveDirectLinks)}},
		"dynamic links only": {with(func(c *Case) {
			c.Profile.Links, c.Org.Integrations = profile.LinksDynamic, enum.SetOf(invite.ProviderZoom)
		}), []Steps{enum.SetOf(UseConsentLink)}},
		"dynamic links only, disconnected: none": {with(func(c *Case) { c.Profile.Links = profile.LinksDynamic }), nil},
		"a third party's meeting":                {with(func(c *Case) { c.Invite.Organizer.Address = cem }), []Steps{enum.SetOf(OrganizeYourself)}},
		"private, and blocked": {with(func(c *Case) {
			c.Invite.Class = invite.ClassPrivate
			c.Org.Block = profile.NewBlockList([]invite.Address{cem}, []string{"rival.example", "customer.example"}, []string{"roadmap"})
		}), []Steps{enum.SetOf(MakePublic, LiftBlock)}},
		"a provider turned off": {with(func(c *Case) { c.Org.Off = enum.SetOf(invite.ProviderZoom, invite.ProviderWebex) }),
			[]Steps{enum.SetOf(TurnProviderOn)}},
		"an unknown provider while one is off: none": {with(func(c *Case) {
			c.Org.Off, c.Profile.Provider = enum.SetOf(invite.ProviderZoom), invite.ProviderNone
		}), nil},
		"asked without permission": {asked(bea, assistant, unchanged), []Steps{enum.SetOf(PermitSender), enum.SetOf(AskAssistant)}},
		"asked elsewhere":          {asked(ann, gone, unchanged), []Steps{enum.SetOf(AskAssistant)}},
		"nobody to ask":            {asked(cem, assistant, func(c *Case) { c.Org.Members = profile.NewDirectory(profile.Member{Address: bea}) }), nil},
		"no assistant to ask": {with(func(c *Case) {
			c.Org.Assistant, c.Invite.Attendees = invite.Address{}, nil
		}), nil},
		"an opt-out":                   {with(func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.OptedOut, start)) }), nil},
		"an opt-out this very instant": {with(func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.OptedOut, c.Now)) }), nil},
		"past an enforced page":        {with(func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.Bypassed, start)) }), []Steps{enum.SetOf(ParticipantsConsent)}},
		"cancelled":                    {cancelledBy(ann, -1e18), []Steps{enum.SetOf(AskAssistant)}},
		"nobody has a consent link": {with(func(c *Case) {
			c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Recorded: true})
			c.Invite.Links = nil
		}), nil},
		"no member at all": {with(func(c *Case) {
			c.Org.Members, c.Invite.Organizer.Address = profile.Directory{}, cem
		}), nil},
	} {
		got := Remedies(row.c)
		assert.Equal(t, row.want, got, name)
		for _, r := range got {
			assert.Equal(t, Record, Decide(Apply(row.c, r)).Verdict, name)
		}
	}
}

// A slug that leaves no room for the meeting's part makes no link, and no panic.
func TestDynamicLinksThatWouldBeTooLong(t *testing.T) {
	c := with(func(c *Case) {
		c.Profile.Links, c.Org.Integrations = profile.LinksDynamic, enum.SetOf(invite.ProviderZoom)
		c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: strings.Repeat("a", 8160), Recorded: true})
	})
	assert.NotPanics(t, func() { Explain(c) })
	assert.Empty(t, Remedies(c))
}

// Who would organize the meeting must have a consent link to put into it.
func TestRemediesNeedSomebodyWithALink(t *testing.T) {
	c := with(func(c *Case) {
		c.Invite.Organizer.Address, c.Invite.Links = cem, nil
		c.Org.Members = profile.NewDirectory(
			profile.Member{Address: bea, MaySchedule: true}, profile.Member{Address: ann, Slug: "ann", Recorded: true})
	})
	assert.Equal(t, []Steps{enum.SetOf(OrganizeYourself, UseConsentLink)}, Remedies(c))
}

// naiveRemedies tries every set of up to five steps that address what speaks against a
// recording, each from the beginning.
func naiveRemedies(c Case) []Steps {
	if Decide(c).Verdict != Refuse {
		return nil
	}
	against := ReasonsThat(Refuses, Ends, Objects)
	var found, level []Steps
	level = []Steps{0}
	for range 5 {
		var next []Steps
		tried := map[Steps]bool{}
		for _, r := range level {
			d := Decide(Apply(c, r))
			open := Steps(0)
			for reason := range ((d.Reasons | d.Possible) & against).All() {
				open |= enum.SetOf(RuleOf(reason).Steps...)
			}
			if d.Possible&against != 0 {
				open |= enum.SetOf(SayOrganizer, SendAgain)
			}
			for step := range open.All() {
				more := r | enum.SetOf(step)
				holds := slices.ContainsFunc(found, func(r Steps) bool { return more&r == r })
				if tried[more] || holds {
					continue
				}
				tried[more] = true
				if Decide(Apply(c, more)).Verdict != Record {
					next = append(next, more)
					continue
				}
				needed := true
				for s := range more.All() {
					needed = needed && Decide(Apply(c, more&^enum.SetOf(s))).Verdict != Record
				}
				if needed {
					found = append(found, more)
				}
			}
		}
		level = next
	}
	return found
}

// What is left out of a case and remembered between trials changes no remedy.
func TestRemediesAreThoseThatTryingEverythingFinds(t *testing.T) {
	some, n := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		want := naiveRemedies(c)
		require.Equal(t, want, Remedies(c))
		n++
		if len(want) > 0 {
			some++
		}
	})
	if n >= 100 { // few draws may have none
		assert.NotZero(t, some)
	}
}

// crossed is a meeting with nearly everything against it, of many people and links.
func crossed(n int) Case {
	c := crowd(n, 0)
	c.Recordings, c.Profile.DirectLinks, c.Invite.Doubts = nil, false, allDoubts()
	c.Invite.Class, c.Invite.Organizer.Address = invite.ClassPrivate, cem
	c.Org.Records, c.Org.Off = profile.AnyParticipant, enum.SetOf(invite.ProviderZoom)
	c.Org.Block = profile.NewBlockList(nil, []string{"customer.example"}, nil)
	c.Org.Members = profile.NewDirectory(profile.Member{Address: bea}, profile.Member{Address: ann, Slug: "ann", MaySchedule: true})
	c.Requests, c.Answers = []Request{{Sender: bea, To: assistant}}, consent.NewLog(said(cem, consent.Bypassed, start))
	c.Invite.Links = linked(n, "https://zoom.us/j/%d", "https://join.example/acme-inc/a%d").Invite.Links
	return c
}

// Who is like an attendee before is left out of the trials. Who is not counts.
func TestRemediesLookAtEverybody(t *testing.T) {
	eli := invite.MustAddress("eli@acme.example") // of the company, no member
	gus := invite.MustAddress("gus@customer.example")
	invited := func(some ...invite.Address) (all []invite.Party) {
		for _, a := range some {
			all = append(all, invite.Party{Address: a})
		}
		return all
	}
	private := func(change func(*Case)) Case {
		return with(func(c *Case) { c.Invite.Class = invite.ClassPrivate; change(c) })
	}
	for name, row := range map[string]struct {
		c    Case
		want []Steps
	}{
		"nobody": {private(unchanged), []Steps{enum.SetOf(MakePublic)}},
		"the second is blocked": {private(func(c *Case) {
			c.Invite.Attendees, c.Org.Block = invited(cem, gus), profile.NewBlockList([]invite.Address{gus}, nil, nil)
		}), []Steps{enum.SetOf(MakePublic, LiftBlock)}},
		"the second is from outside": {private(func(c *Case) { c.Invite.Attendees = invited(eli, cem) }), []Steps{enum.SetOf(MakePublic)}},
		"the second is a recorded member": {private(func(c *Case) {
			c.Invite.Attendees, c.Org.Records = append(invited(cem, bea, ann), invite.Party{Address: assistant, Answer: invite.PartStatDeclined}), profile.AnyParticipant
			c.Invite.Links, c.Profile.DirectLinks, c.Invite.Organizer = []invite.Link{zoomLink}, true, invite.Party{Address: bea}
			c.Profile.Page = profile.PageEnabled
		}), []Steps{enum.SetOf(MakePublic)}},
		"the second is a room, and in the call": {private(func(c *Case) {
			c.Invite.Attendees = append(invited(cem), invite.Party{Address: dia, Kind: invite.CUTypeRoom}, invite.Party{Address: gus, Kind: invite.CUTypeRoom})
			c.Now = start.Add(10 * time.Minute)
			c.Roster = consent.NewRoster(false, consent.Presence{Address: gus, From: start})
		}), []Steps{enum.SetOf(MakePublic)}},
		"a link that no longer works, beside one that does not pass the page": {private(func(c *Case) {
			c.Invite.Links = []invite.Link{annsLink, invite.MustLink("https://join.example/acme-inc/ann"), zoomLink}
		}), []Steps{enum.SetOf(MakePublic, RemoveDirectLinks)}},
		"who would organize is blocked too": {with(func(c *Case) {
			c.Invite.Organizer, c.Invite.Links, c.Invite.Attendees = invite.Party{Address: cem}, nil, invited(dia)
			c.Org.Block = profile.NewBlockList([]invite.Address{dia, ann}, nil, nil)
		}), []Steps{enum.SetOf(OrganizeYourself, UseConsentLink, LiftBlock)}},
		"a link that no longer works": {private(func(c *Case) {
			c.Invite.Links = []invite.Link{invite.MustLink("https://acme.example"), invite.MustLink("https://join.example/acme-inc/ann"), zoomLink}
		}), []Steps{enum.SetOf(MakePublic, UseConsentLink, RemoveDirectLinks)}},
	} {
		assert.Equal(t, row.want, Remedies(row.c), name)
		assert.Equal(t, row.want, naiveRemedies(row.c), name)
	}
}

func TestRemediesHaveNoStepTooMany(t *testing.T) {
	private := with(func(c *Case) { c.Invite.Class = invite.ClassPrivate })
	assert.True(t, AllNeeded(private, enum.SetOf(MakePublic)))
	assert.False(t, AllNeeded(private, enum.SetOf(MakePublic, AskAssistant)))
}

// Of many links and people the first ten are named.
func TestStepsNameTen(t *testing.T) {
	for n, want := range map[int]string{1: "1000000000", 10: "1000000009", 11: ", and 1 more", 3000: ", and 2990 more"} {
		said := RemoveDirectLinks.Says(linked(n, "https://zoom.us/j/%d"))
		assert.True(t, strings.HasSuffix(said, want), said)
		assert.Equal(t, min(n, 10), strings.Count(said, "https://"))
	}
}

// How many cases are tried to find remedies is bounded, and depends on what is against a
// recording alone, not on how much of it there is.
func TestTrialsAreBounded(t *testing.T) {
	_, few := Tried(crossed(10))
	_, many := Tried(crossed(1000))
	assert.Equal(t, few, many)
	assert.Greater(t, many, 500)
	assert.LessOrEqual(t, many, MaxTried)
}

// An entry of the block list may stand for several people, and several entries for one.
func TestRemediesLiftEveryEntryThatBlocks(t *testing.T) {
	lifted := func(c Case) string {
		addresses, domains, phrases := Apply(c, enum.SetOf(LiftBlock)).Org.Block.Entries()
		return fmt.Sprint(addresses, domains, phrases)
	}
	c := with(func(c *Case) {
		c.Invite.Attendees = append(c.Invite.Attendees, invite.Party{Address: invite.MustAddress("eli@a.b.rival.example")})
		c.Org.Block = profile.NewBlockList([]invite.Address{cem, dia}, []string{
			"customer.example", " Rival.Example ", "b.rival.example", "A.B.rival.example", "c.rival.example", "example", "no domain", "",
		}, []string{"roadmap", "x", "road"})
	})
	assert.Equal(t, "[dia@customer.example] [c.rival.example no domain ] [x]", lifted(c))
	assert.NotContains(t, Decide(Apply(c, enum.SetOf(LiftBlock))).Reasons.String(), "blocked_party")
}

// Who must do more than five things has another meeting.
func TestRemediesHaveAtMostFiveSteps(t *testing.T) {
	five := with(func(c *Case) {
		c.Invite.Class = invite.ClassPrivate
		c.Org.Block = profile.NewBlockList([]invite.Address{cem}, nil, nil)
		c.Org.Off = enum.SetOf(invite.ProviderZoom)
		c.Answers = consent.NewLog(said(cem, consent.Bypassed, start))
		c.Invite.Links = append(c.Invite.Links, zoomLink)
	})
	assert.Equal(t, []Steps{enum.SetOf(MakePublic, LiftBlock, TurnProviderOn, ParticipantsConsent, RemoveDirectLinks)}, Remedies(five))
	five.Cancellations = []Cancellation{{By: ann, At: start.Add(-time.Hour)}}
	assert.Empty(t, Remedies(five), "a sixth")
}

// Nobody who said no is asked to say yes, and nobody gives up being never recorded.
func TestRemediesTakeANoForANo(t *testing.T) {
	both := with(func(c *Case) {
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start), said(dia, consent.Bypassed, start))
	})
	assert.Empty(t, Remedies(both))
	after := Apply(both, enum.SetOf(ParticipantsConsent))
	assert.Equal(t, consent.NewLog(said(cem, consent.OptedOut, start), said(dia, consent.Bypassed, start), said(dia, consent.Consented, both.Now)), after.Answers)
	never := with(func(c *Case) {
		c.Org.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "ann", Recorded: true, NeverRecorded: true})
	})
	assert.Equal(t, enum.SetOf(BlockedParty), Decide(never).Reasons&ReasonsThat(Refuses))
	assert.Empty(t, Remedies(never))
}

// Whoever is no member cannot be given a permission.
func TestPermittingAStranger(t *testing.T) {
	c := asked(cem, assistant, unchanged)
	assert.Equal(t, c, Apply(c, enum.SetOf(PermitSender)))
}

// A block by somebody who came is lifted as well.
func TestRemediesLiftTheBlockOfWhoIsInTheCall(t *testing.T) {
	c := with(func(c *Case) {
		c.Org.Block = profile.NewBlockList([]invite.Address{dia}, nil, nil)
		c.Answers = consent.NewLog(said(dia, consent.Consented, start))
		c.Roster = consent.NewRoster(false, consent.Presence{Address: dia, From: start})
	})
	assert.Equal(t, []Steps{enum.SetOf(LiftBlock)}, Remedies(c))
}

// Whoever is in the call and has not answered can still answer.
func TestRemediesAskWhoIsInTheCall(t *testing.T) {
	c := with(func(c *Case) {
		c.Now = start.Add(10 * time.Minute)
		c.Roster = consent.NewRoster(false, consent.Presence{Address: cem, From: start}, consent.Presence{Address: dia, From: start, Until: start.Add(time.Minute)})
	})
	assert.Equal(t, []Steps{enum.SetOf(ParticipantsConsent)}, Remedies(c))
	assert.Equal(t, "Pass the consent page and consent to be recorded: cem@customer.example", ParticipantsConsent.Says(c))
	c.Profile.Page = profile.PageEnabled
	assert.Equal(t, "Pass the consent page and consent to be recorded.", ParticipantsConsent.Says(c))
}

// A remedy may change whose call it is, and with that the profile.
func TestRemediesFollowTheOwner(t *testing.T) {
	c := with(func(c *Case) {
		c.Org.Profiles = []profile.Profile{{Name: "light", Page: profile.PageOff, AudioPrompt: true}}
		c.Org.Members = profile.NewDirectory(profile.Member{Address: bea, Slug: "bea", Recorded: true, MaySchedule: true, Profile: "light"})
		c.Invite.Organizer.Address, c.Invite.Links = cem, []invite.Link{zoomLink}
		c.Profile = profile.Profile{}
	})
	remedies := Remedies(c)
	assert.Equal(t, []Steps{enum.SetOf(OrganizeYourself), enum.SetOf(AskAssistant)}, remedies)
	after := Apply(c, remedies[0])
	assert.Equal(t, "light", after.Governing().Name)
}

func TestRemedyAsJSON(t *testing.T) {
	written, err := json.Marshal(enum.SetOf(AskAssistant, MakePublic))
	assert.NoError(t, err)
	assert.Equal(t, `["make_public","ask_assistant"]`, string(written))
	var read Steps
	assert.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, enum.SetOf(AskAssistant, MakePublic), read)
	assert.Error(t, json.Unmarshal([]byte(`["give_up"]`), &read))
}

func TestStepsSayWhatToDo(t *testing.T) {
	c := with(func(c *Case) {
		c.Org.Off = enum.SetOf(invite.ProviderZoom)
		c.Invite.Links = []invite.Link{annsLink, teamsLink}
		c.Requests = []Request{{Sender: bea, To: assistant}}
		c.Answers = consent.NewLog(said(cem, consent.OptedOut, start), said(dia, consent.Bypassed, start))
	})
	for step, want := range map[Step]string{
		OrganizeYourself:    "Set the meeting up yourself, as a member of the organization.",
		UseConsentLink:      "Put your consent page link into the invitation: https://join.example/acme/ann",
		RemoveDirectLinks:   "Remove the links that bypass the consent page: " + teamsLink.String(),
		MakePublic:          "Remove the private or confidential mark from the meeting.",
		LiftBlock:           "Take the entry that matches off the organization's block list.",
		TurnProviderOn:      "Turn recording on for the web conferencing system: Zoom",
		PermitSender:        "Give the sender the permission to manually schedule and upload calls: bea@acme.example",
		AskAssistant:        "As a member who may schedule calls, forward the invitation to the assistant: record@acme.example",
		ParticipantsConsent: "Pass the consent page and consent to be recorded: dia@customer.example",
		AddConferenceLink:   "Put the link of the video call into the invitation.",
		SayOrganizer:        "Say in the invitation, by an address, who organizes the meeting.",
		SendAgain:           "Send the invitation again, complete and in a form that can be read.",
	} {
		assert.Equal(t, want, step.Says(c))
	}
	assert.Equal(t, "step(99)", Step(99).Says(c))
	assert.Equal(t, c.Now, Apply(c, 0).Now)

	c.Profile.Provider = invite.ProviderNone
	assert.Equal(t, "Say in the consent profile which web conferencing system the consent page leads to.", TurnProviderOn.Says(c))
	c.Org.ConsentHost = ""
	assert.Equal(t, "Put your consent page link into the invitation.", UseConsentLink.Says(c))
}
