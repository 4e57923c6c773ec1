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
	fmt.Println(o.Default.Page, o.Keep(), o.CancelBefore, err)

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
	// members[1]: ann is already members[0]'s; each address and slug is one member's
}

func ExampleOrg_Judge() {
	org := profile.Org{
		ConsentHost: "join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
		Members: profile.NewDirectory(profile.Member{Address: invite.MustAddress("ann@acme.example"), Slug: "ann"}),
		Default: profile.Profile{Page: profile.PageEnforced},
	}
	for _, raw := range []string{
		"https://join.example/acme/ann",
		"https://join.example/acme-inc/ann",
		"https://join.example/acme-corp/ann",
		"https://zoom.us/j/123456789",
		"https://acme.example/agenda",
	} {
		judged := org.Judge(invite.MustLink(raw), &org.Default)
		fmt.Println(judged.Kind, judged.Fault, raw)
	}
	// Output:
	// current none https://join.example/acme/ann
	// stale company https://join.example/acme-inc/ann
	// direct none https://join.example/acme-corp/ann
	// direct none https://zoom.us/j/123456789
	// other none https://acme.example/agenda
}
