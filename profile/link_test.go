package profile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

// linkTo returns the link that a text is.
func linkTo(raw string) *invite.Link {
	l := invite.MustLink(raw)
	return &l
}

func TestJudge(t *testing.T) {
	const (
		other, direct, stale, current                           = profile.LinkOther, profile.LinkDirect, profile.LinkStale, profile.LinkCurrent
		fine, off, company, member, kind, disconnected, spelled = profile.FaultNone, profile.FaultPageOff, profile.FaultCompany, profile.FaultMember, profile.FaultType, profile.FaultDisconnected, profile.FaultSpelling
	)
	static := profile.Profile{Page: profile.PageEnforced}
	enabled := profile.Profile{Page: profile.PageEnabled}
	dynamic := profile.Profile{Page: profile.PageEnforced, Links: profile.LinksDynamic, Provider: invite.ProviderZoom}
	either := profile.Profile{Page: profile.PageEnforced, Links: profile.LinksHostDecides, Provider: invite.ProviderZoom}
	google, webex, unknown, noPage, unset := dynamic, dynamic, dynamic, either, either
	google.Provider, webex.Provider, unknown.Provider, noPage.Page, unset.Page = invite.ProviderGoogleMeet, invite.ProviderWebex, invite.ProviderNone, profile.PageOff, 0
	o := acme()
	o.Integrations = enum.SetOf(invite.ProviderZoom, invite.ProviderWebex, invite.ProviderNone)
	for _, test := range []struct {
		rule, link string
		profile    profile.Profile
		kind       profile.LinkKind
		fault      profile.Fault
		whose      string
	}{
		{"a static link", "https://join.example/acme/ann", static, current, fine, "ann"},
		{"a static link of another member", "https://join.example/acme/bea", static, current, fine, "bea"},
		{"a static link with the page enabled", "https://join.example/acme/ann", enabled, current, fine, "ann"},
		{"a static link where the host decides", "https://join.example/acme/ann", either, current, fine, "ann"},
		{"a static link with a query, a slash and upper case", "HTTPS://JOIN.Example.:443/acme/%61nn/?x#y", static, current, fine, "ann"},
		{"a static link where dynamic ones are asked for", "https://join.example/acme/ann", dynamic, stale, kind, "ann"},
		{"a dynamic link", "https://join.example/acme/ann/m1", dynamic, current, fine, "ann"},
		{"a dynamic link where the host decides", "https://join.example/acme/ann/m1", either, current, fine, "ann"},
		{"a dynamic link where static ones are asked for", "https://join.example/acme/ann/m1", static, stale, kind, "ann"},
		{"a dynamic link whose integration is not connected", "https://join.example/acme/ann/m1", google, stale, disconnected, "ann"},
		{"a dynamic link of a provider that makes none", "https://join.example/acme/ann/m1", webex, stale, disconnected, "ann"},
		{"a dynamic link with no provider", "https://join.example/acme/ann/m1", unknown, stale, disconnected, "ann"},
		{"a dynamic link without its meeting", "https://join.example/acme/ann//", either, stale, member, ""},

		{"the page is off", "https://join.example/acme/ann", noPage, stale, off, "ann"},
		{"the page is unset", "https://join.example/acme/ann", unset, stale, off, "ann"},
		{"a former company part", "https://join.example/acme-inc/ann", static, stale, company, "ann"},
		{"a former company part and no member", "https://join.example/acme-inc/zed", static, stale, company, ""},
		{"no such member", "https://join.example/acme/zed", static, stale, member, ""},
		{"a member in other case", "https://join.example/acme/Ann", static, stale, member, ""},
		{"a member whose name merely begins so", "https://join.example/acme/an", static, stale, member, ""},
		{"the company alone", "https://join.example/acme", static, stale, member, ""},
		{"no member but a meeting", "https://join.example/acme//m1", either, stale, member, ""},
		{"too many parts", "https://join.example/acme/ann/m1/x", either, stale, member, ""},
		{"an encoded slash for a meeting", "https://join.example/acme/ann%2Fm1", either, stale, member, ""},
		{"http", "http://join.example/acme/ann", static, stale, spelled, "ann"},
		{"something before an @", "https://ann@join.example/acme/ann", static, stale, spelled, "ann"},
		{"spelling comes first of several faults", "http://join.example/acme-inc/zed", noPage, stale, spelled, ""},
		{"a former company part comes before no member", "https://join.example/acme-inc/zed", noPage, stale, company, ""},
		{"no member comes before the page", "https://join.example/acme/zed", noPage, stale, member, ""},
		{"the page comes before the type", "https://join.example/acme/ann/m1", profile.Profile{Page: profile.PageOff}, stale, off, "ann"},
		{"the type comes before the integration", "https://join.example/acme/ann/m1", profile.Profile{Page: profile.PageEnforced, Provider: invite.ProviderGoogleMeet}, stale, kind, "ann"},

		{"a provider's link", "https://zoom.us/j/1", static, direct, fine, ""},
		{"a provider's link with the page off", "https://zoom.us/j/1", noPage, direct, fine, ""},
		{"a provider's other page", "https://zoom.us/u/abc", static, other, fine, ""},
		{"another company's link", "https://join.example/rival/ann", static, direct, fine, ""},
		{"another company's dynamic link", "https://join.example/rival/ann/m1", static, direct, fine, ""},
		{"a company whose name begins like ours", "https://join.example/acme-corp/ann", static, direct, fine, ""},
		{"a company whose name ours begins like", "https://join.example/acm/ann", static, direct, fine, ""},
		{"our company in other case", "https://join.example/Acme/ann", static, direct, fine, ""},
		{"our company with an encoded slash", "https://join.example/acme%2Fann/x", static, direct, fine, ""},
		{"another company without a member", "https://join.example/rival", static, other, fine, ""},
		{"a double slash before our company", "https://join.example//acme/ann", static, other, fine, ""},
		{"the consent page's host alone", "https://join.example", static, other, fine, ""},
		{"our company at another host", "https://evil.example/acme/ann", static, other, fine, ""},
		{"our company at a host below", "https://x.join.example/acme/ann", static, other, fine, ""},
		{"our company at a host that ends like ours", "https://evil-join.example/acme/ann", static, other, fine, ""},
		{"our company at a host that begins like ours", "https://join.example.evil.example/acme/ann", static, other, fine, ""},
		{"our host before an @", "https://join.example@evil.example/acme/ann", static, other, fine, ""},
		{"our company at another port", "https://join.example:8443/acme/ann", static, other, fine, ""},
		{"our link in another's query", "https://evil.example/?u=https://join.example/acme/ann", static, other, fine, ""},
		{"a look-alike of our host", "https://joi\u043f.example/acme/ann", static, other, fine, ""},
	} {
		t.Run(test.rule, func(t *testing.T) {
			got := o.Judge(linkTo(test.link), &test.profile)
			want := profile.Judgement{Kind: test.kind, Fault: test.fault, Member: o.Members.BySlug(test.whose)}
			switch test.kind {
			case current:
				want.Provider = test.profile.Provider
			case direct:
				want.Provider = invite.MustLink(test.link).Provider()
			}
			assert.Equal(t, want, got, "%v %v", got.Kind, got.Fault)
		})
	}
	assert.Equal(t, profile.Judgement{}, o.Judge(&invite.Link{}, &static), "no link is none")
}

// Without a profile that stands in, a link is judged by its member's own.
func TestJudgeByTheMembersOwnProfile(t *testing.T) {
	o := acme()
	o.Default = profile.Profile{Page: profile.PageEnabled, Links: profile.LinksDynamic, Provider: invite.ProviderGoogleMeet}
	o.Profiles = append(o.Profiles, profile.Profile{Name: "quiet", Page: profile.PageOff})
	o.Members = profile.NewDirectory(append(o.Members.All(), profile.Member{Address: eli, Slug: "eli", Profile: "quiet"}, profile.Member{Address: dia, Slug: "dia", Profile: "gone"})...)
	static := profile.Profile{Page: profile.PageEnforced, Provider: invite.ProviderWebex}
	for _, test := range []struct {
		rule, link string
		own        profile.Judgement
		standIn    profile.Judgement
	}{
		{"the profile assigned allows it", "https://join.example/acme/ann", profile.Judgement{Kind: profile.LinkCurrent, Provider: invite.ProviderZoom}, profile.Judgement{Kind: profile.LinkCurrent, Provider: invite.ProviderWebex}},
		{"the profile assigned allows its type", "https://join.example/acme/ann/m1", profile.Judgement{Kind: profile.LinkCurrent, Provider: invite.ProviderZoom}, profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultType}},
		{"the default profile does not allow its type", "https://join.example/acme/bea", profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultType}, profile.Judgement{Kind: profile.LinkCurrent, Provider: invite.ProviderWebex}},
		{"the default profile's integration is not connected", "https://join.example/acme/bea/m1", profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultDisconnected}, profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultType}},
		{"the page of the profile assigned is off", "https://join.example/acme/eli", profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultPageOff}, profile.Judgement{Kind: profile.LinkCurrent, Provider: invite.ProviderWebex}},
		{"no profile has the name assigned", "https://join.example/acme/dia", profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultPageOff}, profile.Judgement{Kind: profile.LinkCurrent, Provider: invite.ProviderWebex}},
		{"nobody's link", "https://join.example/acme/zed", profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultMember}, profile.Judgement{Kind: profile.LinkStale, Fault: profile.FaultMember}},
		{"another company's link", "https://join.example/rival/ann", profile.Judgement{Kind: profile.LinkDirect}, profile.Judgement{Kind: profile.LinkDirect}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			l := invite.MustLink(test.link)
			own, standIn := o.Judge(&l, nil), o.Judge(&l, &static)
			assert.Equal(t, own.Member, standIn.Member)
			own.Member, standIn.Member = nil, nil
			assert.Equal(t, test.own, own, "%v %v", own.Kind, own.Fault)
			assert.Equal(t, test.standIn, standIn, "%v %v", standIn.Kind, standIn.Fault)
		})
	}
}

func TestJudgeConferenceHosts(t *testing.T) {
	o := acme()
	o.ConferenceHosts = []profile.ConferenceHost{
		{Host: "Talk.acme.example", Provider: invite.ProviderOther},
		{Host: "*.meet.example", Path: "rooms/*", Provider: invite.ProviderJitsiMeet},
		{Host: "deep.example", Path: "a/**", Provider: invite.ProviderOther},
		{Host: "zoom.us", Path: "u/*", Provider: invite.ProviderWebex},
		{Host: "zoom.us", Provider: invite.ProviderZoom},
		{Host: "join.example", Provider: invite.ProviderOther},
	}
	for _, test := range []struct {
		rule, link string
		kind       profile.LinkKind
		provider   invite.Provider
	}{
		{"a host, any path", "https://talk.acme.example/x/y", profile.LinkDirect, invite.ProviderOther},
		{"a host, no path", "https://talk.acme.example", profile.LinkDirect, invite.ProviderOther},
		{"a host in upper case", "https://TALK.acme.example/x", profile.LinkDirect, invite.ProviderOther},
		{"a host below it", "https://x.talk.acme.example/x", profile.LinkOther, 0},
		{"a host that ends like it", "https://evil-talk.acme.example/x", profile.LinkOther, 0},
		{"another port of it", "https://talk.acme.example:8443/x", profile.LinkOther, 0},
		{"a name below a pattern's host", "https://emea.meet.example/rooms/7", profile.LinkDirect, invite.ProviderJitsiMeet},
		{"two names below", "https://a.b.meet.example/rooms/7", profile.LinkDirect, invite.ProviderJitsiMeet},
		{"the pattern's host itself", "https://meet.example/rooms/7", profile.LinkOther, 0},
		{"a host that ends like the pattern's", "https://notmeet.example/rooms/7", profile.LinkOther, 0},
		{"another path", "https://emea.meet.example/help/7", profile.LinkOther, 0},
		{"a path too short", "https://emea.meet.example/rooms", profile.LinkOther, 0},
		{"a path too long", "https://emea.meet.example/rooms/7/x", profile.LinkOther, 0},
		{"a deep path", "https://deep.example/a/b/c/d", profile.LinkDirect, invite.ProviderOther},
		{"a path that is not deep enough", "https://deep.example/a", profile.LinkOther, 0},
		{"the first host of several that match, before the link's own provider", "https://zoom.us/u/7", profile.LinkDirect, invite.ProviderWebex},
		{"a provider's page that joins no call, made a call", "https://zoom.us/pricing", profile.LinkDirect, invite.ProviderZoom},
		{"a provider's link that no host matches", "https://acme.zoom.us/j/1", profile.LinkDirect, invite.ProviderZoom},
		{"a consent link of ours on such a host", "https://join.example/acme/ann", profile.LinkCurrent, invite.ProviderZoom},
		{"a dead consent link of ours on such a host", "https://join.example/acme/zed", profile.LinkStale, 0},
		{"another company's link on such a host", "https://join.example/rival/ann", profile.LinkDirect, invite.ProviderOther},
	} {
		t.Run(test.rule, func(t *testing.T) {
			judged := o.Judge(linkTo(test.link), nil)
			assert.Equal(t, test.kind, judged.Kind)
			assert.Equal(t, test.provider, judged.Provider)
		})
	}
}

func TestJudgingAllocatesNothing(t *testing.T) {
	o := acme()
	o.ConferenceHosts = []profile.ConferenceHost{{Host: "talk.acme.example", Path: "rooms/*", Provider: invite.ProviderOther}}
	inv := invite.Invite{Organizer: invite.Party{Address: cem}, Attendees: []invite.Party{{Address: cem}, {Address: ann}}}
	for _, raw := range []string{"https://zoom.us/j/1", "https://talk.acme.example/rooms/1", "https://join.example/acme-inc/ann", "https://join.example/acme/ann"} {
		inv.Links = append(inv.Links, invite.MustLink(raw))
	}
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		o.Owner(&inv, o.Host(&inv, nil), cem)
		o.Owner(&inv, nil, cem)
	}))
}

func TestJudgeLookAlikesThatFoldToOurHost(t *testing.T) {
	p := profile.Profile{Page: profile.PageEnforced}
	for _, test := range []struct{ rule, host, link string }{
		{"a long s", "desk.example", "https://de\u017fk.example/acme/ann"},
		{"a Kelvin sign", "desk.example", "https://des\u212A.example/acme/ann"},
		{"a dotted capital I", "join.example", "https://jo\u0130n.example/acme/ann"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			o := acme()
			o.ConsentHost = test.host
			assert.Equal(t, profile.LinkOther, o.Judge(linkTo(test.link), &p).Kind)
		})
	}
}

func TestJudgeWithoutAConsentPage(t *testing.T) {
	p := profile.Profile{Page: profile.PageEnforced}
	for _, o := range []profile.Org{{}, {Company: "acme"}} {
		assert.Equal(t, profile.LinkOther, o.Judge(linkTo("https://join.example/acme/ann"), &p).Kind)
		assert.Equal(t, profile.LinkDirect, o.Judge(linkTo("https://zoom.us/j/1"), &p).Kind)
		assert.Equal(t, profile.LinkOther, o.Judge(&invite.Link{}, &p).Kind)
	}
}

func TestConsentURL(t *testing.T) {
	o := acme()
	m := o.Members.BySlug("ann")
	assert.Equal(t, invite.MustLink("https://Join.example/acme/ann"), o.ConsentURL(m))
	noHost, noCompany, badHost := acme(), acme(), acme()
	noHost.ConsentHost, noCompany.Company, badHost.ConsentHost = "", "", "join example"
	for _, test := range []struct {
		rule   string
		org    profile.Org
		member *profile.Member
	}{
		{"nobody", o, nil},
		{"a member without a slug", o, &profile.Member{Address: ann}},
		{"no consent host", noHost, m},
		{"no company", noCompany, m},
		{"a host that is none", badHost, m},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.True(t, test.org.ConsentURL(test.member).IsZero()) })
	}
}

func TestConsentURLsOfValidOrgsAreCurrent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := orgs().Draw(t, "org")
		require.NoError(t, o.Validate())
		p := profile.Profile{Page: profile.PageEnforced}
		for _, m := range o.Members.All() {
			l := o.ConsentURL(&m)
			require.Equal(t, o.ConsentHost == "" || m.Slug == "", l.IsZero())
			if !l.IsZero() {
				require.Equal(t, profile.Judgement{Kind: profile.LinkCurrent, Member: o.Members.BySlug(m.Slug)}, o.Judge(&l, &p))
				require.Equal(t, m.Address, o.Host(&invite.Invite{Links: []invite.Link{l}}, &p).Address)
			}
		}
	})
}

func TestBrokenLinks(t *testing.T) {
	static, meeting := invite.MustLink("https://join.example/acme/ann"), invite.MustLink("https://join.example/acme/ann/m1")
	beas, zoom := invite.MustLink("https://join.example/acme/bea"), invite.MustLink("https://zoom.us/j/1")
	invites := []invite.Invite{
		{Links: []invite.Link{zoom}},
		{Links: []invite.Link{static, zoom}},
		{Links: []invite.Link{meeting}},
		{Links: []invite.Link{beas}}, // Bea's page is off: the link is broken already
	}
	for _, test := range []struct {
		rule   string
		change func(o *profile.Org)
		want   []profile.BrokenLink
	}{
		{"nothing changed", func(o *profile.Org) {}, nil},
		{"a link that worked not is none", func(o *profile.Org) { o.Members = profile.NewDirectory(o.Members.All()[0]) }, nil},
		{"the company part", func(o *profile.Org) { o.Company, o.FormerCompanies = "acme-corp", []string{"acme"} }, []profile.BrokenLink{{1, static, profile.FaultCompany}, {2, meeting, profile.FaultCompany}}},
		{"the company part, the former one forgotten", func(o *profile.Org) { o.Company = "acme-corp" }, []profile.BrokenLink{{1, static, profile.FaultNone}, {2, meeting, profile.FaultNone}}},
		{"an integration disconnected", func(o *profile.Org) { o.Integrations = 0 }, []profile.BrokenLink{{2, meeting, profile.FaultDisconnected}}},
		{"another integration disconnected", func(o *profile.Org) { o.Integrations = o.Integrations &^ enum.SetOf(invite.ProviderWebex) }, nil},
		{"the page turned off", func(o *profile.Org) { o.Profiles[0].Page = profile.PageOff }, []profile.BrokenLink{{1, static, profile.FaultPageOff}, {2, meeting, profile.FaultPageOff}}},
		{"the default page turned off, which does not govern them", func(o *profile.Org) { o.Default.Page = profile.PageEnforced }, nil},
		{"static links no longer allowed", func(o *profile.Org) { o.Profiles[0].Links = profile.LinksDynamic }, []profile.BrokenLink{{1, static, profile.FaultType}}},
		{"the member gone", func(o *profile.Org) { o.Members = profile.NewDirectory(o.Members.All()[1]) }, []profile.BrokenLink{{1, static, profile.FaultMember}, {2, meeting, profile.FaultMember}}},
		{"the member given another profile", func(o *profile.Org) {
			members := o.Members.All()
			members[0].Profile = ""
			o.Members = profile.NewDirectory(members...)
		}, []profile.BrokenLink{{1, static, profile.FaultPageOff}, {2, meeting, profile.FaultPageOff}}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			before, after := acme(), acme()
			test.change(&after)
			assert.Equal(t, test.want, profile.BrokenLinks(&before, &after, invites))
		})
	}
}
