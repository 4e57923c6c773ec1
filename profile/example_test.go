package profile_test

import (
	"fmt"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

func ExampleParseOrg() {
	o, err := profile.ParseOrg([]byte(`{
		"domains": ["acme.example"],
		"default_profile": {"page": "enforced"}
	}`))
	fmt.Println(o.Default.Page, o.Keep(), o.CancelLead(), err)

	_, err = profile.ParseOrg([]byte(`{
		"domain": ["acme.example"],
		"default_profile": {"page": "enforce"}
	}`))
	fmt.Println(err)
	// Output:
	// enforced 70 20m0s <nil>
	// line 2, column 3: unknown field "domain" (did you mean "domains"?)
	// line 3, column 31: default_profile.page: unknown consent page mode "enforce": want one of off, enabled, enforced (did you mean "enforced"?)
}

func ExampleNewDirectory() {
	members := profile.NewDirectory(
		profile.Member{Address: invite.MustAddress("ann@acme.example"), Name: "Ann", Slug: "ann"},
		profile.Member{Address: invite.MustAddress("bea@acme.example"), Name: "Bea", Slug: "ann"},
	)
	fmt.Println(members.BySlug("ann").Name)
	for _, problem := range members.Problems() {
		fmt.Println(problem)
	}
	// Output:
	// Ann
	// members[1].slug: ann is already members[0]'s; each address and slug is one member's
}

// A consent link is judged by its member's own profile. Bea's page is off.
func ExampleOrg_Judge() {
	org := profile.Org{
		ConsentHost: "join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
		ConferenceHosts: []profile.ConferenceHost{{Host: "*.acme.example", Path: "talk/*", Provider: invite.ProviderOther}},
		Members: profile.NewDirectory(
			profile.Member{Address: invite.MustAddress("ann@acme.example"), Slug: "ann"},
			profile.Member{Address: invite.MustAddress("bea@acme.example"), Slug: "bea", Profile: "quiet"},
		),
		Default:  profile.Profile{Page: profile.PageEnforced, Provider: invite.ProviderZoom},
		Profiles: []profile.Profile{{Name: "quiet", Page: profile.PageOff}},
	}
	for _, raw := range []string{
		"https://join.example/acme/ann",
		"https://join.example/acme/bea",
		"https://join.example/acme-inc/ann",
		"https://join.example/acme-corp/ann",
		"https://zoom.us/j/123456789",
		"https://emea.acme.example/talk/7",
		"https://acme.example/agenda",
	} {
		link := invite.MustLink(raw)
		judged := org.Judge(&link, nil)
		fmt.Println(judged.Kind, judged.Fault, judged.Provider, raw)
	}
	// Output:
	// current none zoom https://join.example/acme/ann
	// stale page_off none https://join.example/acme/bea
	// stale company none https://join.example/acme-inc/ann
	// direct none none https://join.example/acme-corp/ann
	// direct none zoom https://zoom.us/j/123456789
	// direct none other https://emea.acme.example/talk/7
	// other none none https://acme.example/agenda
}

// Bea organizes. Ann's consent link makes it Ann's call, as long as it works.
func ExampleOrg_Owner() {
	ann, bea := invite.MustAddress("ann@acme.example"), invite.MustAddress("bea@acme.example")
	org := profile.Org{
		ConsentHost: "join.example", Company: "acme",
		Members: profile.NewDirectory(profile.Member{Address: ann, Name: "Ann", Slug: "ann"}, profile.Member{Address: bea, Name: "Bea"}),
		Default: profile.Profile{Page: profile.PageEnforced},
	}
	meeting := invite.Invite{
		Organizer: invite.Party{Address: bea},
		Links:     []invite.Link{invite.MustLink("https://join.example/acme/ann")},
	}
	fmt.Println(org.Owner(&meeting, org.Host(&meeting, nil), invite.Address{}).Name)
	org.Default.Page = profile.PageOff
	fmt.Println(org.Owner(&meeting, org.Host(&meeting, nil), invite.Address{}).Name)
	// Output:
	// Ann
	// Bea
}

// A domain stands for the domains below it, and a phrase for every title that it stands in.
func ExampleNewBlockList() {
	list := profile.NewBlockList(
		[]invite.Address{invite.MustAddress("dia@customer.example")},
		[]string{"rival.example"},
		[]string{"board meeting"},
	)
	fmt.Printf("%q\n", list.Party(invite.MustAddress("dia@customer.example")))
	fmt.Printf("%q\n", list.Party(invite.MustAddress("eli@mail.rival.example")))
	fmt.Printf("%q\n", list.Party(invite.MustAddress("cem@customer.example")))
	fmt.Printf("%q\n", list.Phrase("Board Meeting, March"))

	list = profile.NewBlockList(nil, []string{"https://rival.example"}, nil)
	for _, problem := range list.Problems() {
		fmt.Println(problem)
	}
	// Output:
	// "dia@customer.example"
	// "rival.example"
	// ""
	// "board meeting"
	// block.domains[0]: want a mail domain like rival.example
}
