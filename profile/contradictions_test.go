package profile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

func member(address string, aliases ...string) profile.Directory {
	m := profile.Member{Address: invite.MustAddress(address)}
	for _, alias := range aliases {
		m.Aliases = append(m.Aliases, invite.MustAddress(alias))
	}
	return profile.NewDirectory(profile.Member{Address: ann}, m)
}

func conference(host, path string, p invite.Provider) profile.ConferenceHost {
	return profile.ConferenceHost{Host: host, Path: path, Provider: p}
}

func TestContradictions(t *testing.T) {
	const mailbox, nobody = ": want a mailbox of its own: ", " is a room's, a shared calendar's or a recorder's"
	for _, test := range []struct {
		rule   string
		change func(o *profile.Org)
		want   string
	}{
		{"the assistant is a member", func(o *profile.Org) { o.Members = member(robot.String()) }, "assistant" + mailbox + "record@acme.example is the member record@acme.example's"},
		{"the assistant is a member's alias", func(o *profile.Org) { o.Members = member("bea@acme.example", robot.String()) }, "assistant" + mailbox + "record@acme.example is the member bea@acme.example's"},
		{"a former assistant is a member", func(o *profile.Org) { o.Members = member(robot1.String()) }, "former_assistants[0]" + mailbox + "assistant@recorder.example is the member assistant@recorder.example's"},
		{"a former assistant is today's", func(o *profile.Org) { o.FormerAssistants = append(o.FormerAssistants, robot) }, "former_assistants[1]: want an older address, not the assistant's of today"},
		{"a recorder is a member", func(o *profile.Org) { o.Recorders = append(o.Recorders, ann) }, "recorders[1]" + mailbox + "ann@acme.example is the member ann@acme.example's"},
		{"a known maker's recorder is a member", func(o *profile.Org) { o.Members = member("fred@fireflies.ai") }, "members[1].address: want a person's address: fred@fireflies.ai" + nobody},
		{"a room is a member", func(o *profile.Org) { o.Members = member("c_18@resource.calendar.google.com") }, "members[1].address: want a person's address: c_18@resource.calendar.google.com" + nobody},
		{"a shared calendar is a member's alias", func(o *profile.Org) {
			o.Members = member("bea@acme.example", "b@home.example", "c_18@group.calendar.google.com")
		}, "members[1].aliases[1]: want a person's address: c_18@group.calendar.google.com" + nobody},
		{"today's company is a former one", func(o *profile.Org) { o.FormerCompanies = append(o.FormerCompanies, "acme") }, "former_companies[1]: want a part that no longer works, not today's company"},
		{"the consent host is a provider's", func(o *profile.Org) { o.ConsentHost = "zoom.us" }, "consent_host: want a host of a consent page: Zoom has its calls on zoom.us"},
		{"the consent host is below a provider's", func(o *profile.Org) { o.ConsentHost = "ACME.Zoom.us" }, "consent_host: want a host of a consent page: Zoom has its calls on ACME.Zoom.us"},
		{"the consent host is a conference host", func(o *profile.Org) { o.ConferenceHosts[1] = conference("join.example", "", invite.ProviderOther) }, "conference_hosts[1].host: want a host of calls: the company's consent links are on this one"},
		{"the consent host is below a conference host", func(o *profile.Org) {
			o.ConsentHost = "join.acme.example"
			o.ConferenceHosts[1] = conference("*.acme.example", "*/*", invite.ProviderOther)
		}, "conference_hosts[1].host: want a host of calls: the company's consent links are on this one"},
		{"dynamic consent links are those of a conference host", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("JOIN.example", "acme/*/*", invite.ProviderOther)
		}, "conference_hosts[1].host: want a host of calls: the company's consent links are on this one"},
		{"a provider's host with another provider", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("us02web.zoom.us", "j/*", invite.ProviderWebex)
		}, "conference_hosts[1].provider: want zoom: Zoom has its calls on us02web.zoom.us"},
		{"a pattern that a provider's host is among, with another provider", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("*.Google.com", "", invite.ProviderOther)
		}, "conference_hosts[1].provider: want google_meet: Google Meet has its calls on *.Google.com"},
		{"the same links with two providers", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("*.MEET.example", "rooms/*", invite.ProviderOther)
		}, "conference_hosts[1].provider: want jitsi_meet, as conference_hosts[0] says of the same links"},
		{"a domain on which anybody can have an address", func(o *profile.Org) { o.Domains = append(o.Domains, "GMail.com") }, "domains[1]: want a domain of the company: anybody can have an address of GMail.com"},
		{"a domain of the company on the block list", func(o *profile.Org) { o.Block = blockDomains("rival.example", "ACME.example") }, "domains[0]: the block list has acme.example: no meeting of the company could be recorded"},

		{"nothing", func(*profile.Org) {}, ""},
		{"no settings are in order", func(o *profile.Org) { *o = profile.Org{Default: profile.Profile{Page: profile.PageOff}} }, ""},
		{"former addresses of nobody, without an assistant", func(o *profile.Org) { o.Assistant, o.FormerAssistants = invite.Address{}, []invite.Address{{}} }, ""},
		{"a member on the block list is in order", func(o *profile.Org) { o.Block = profile.NewBlockList([]invite.Address{ann}, nil, nil) }, ""},
		{"a domain above the company's on the block list is in order", func(o *profile.Org) { o.Block = blockDomains("example") }, ""},
		{"a blocked mail provider is in order", func(o *profile.Org) { o.Block = blockDomains("gmail.com") }, ""},
		{"a member at a mail provider is in order", func(o *profile.Org) { o.Members = member("bea@gmail.com") }, ""},
		{"recorded and never recorded is in order", func(o *profile.Org) {
			o.Members = profile.NewDirectory(profile.Member{Address: ann, Recorded: true, NeverRecorded: true})
		}, ""},
		{"rooms on the consent host beside the consent links are in order", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("join.example", "rooms/*", invite.ProviderOther)
		}, ""},
		{"a provider's host with its provider is in order", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("*.zoom.us", "my-room/*", invite.ProviderZoom)
		}, ""},
		{"the same links with one provider are in order", func(o *profile.Org) { o.ConferenceHosts[1] = o.ConferenceHosts[0] }, ""},
		{"other paths of one host with another provider are in order", func(o *profile.Org) {
			o.ConferenceHosts[1] = conference("*.meet.example", "", invite.ProviderOther)
		}, ""},
		{"a former company in another case is in order", func(o *profile.Org) { o.FormerCompanies = []string{"Acme"} }, ""},
	} {
		t.Run(test.rule, func(t *testing.T) {
			o := parsed()
			test.change(&o)
			assert.True(t, o.Valid(), "a decision does not ask for it")
			written, err := json.Marshal(&o)
			require.NoError(t, err)
			_, err = profile.ParseOrg(written)
			if test.want == "" {
				assert.NoError(t, o.Contradictions())
				assert.NoError(t, err)
				return
			}
			require.EqualError(t, o.Contradictions(), test.want)
			var at *strictjson.Error
			require.ErrorAs(t, err, &at)
			assert.Equal(t, test.want, at.Path+": "+at.Problem)
			var setting *profile.SettingError
			var who *profile.MemberError
			assert.True(t, errors.As(err, &setting) != errors.As(err, &who), "one of the typed errors")
		})
	}
}

// Errors of form, of meaning, and of what contradicts itself come together, each at its
// place.
func TestParseOrgReportsMeaningAtItsPlace(t *testing.T) {
	_, err := profile.ParseOrg([]byte(`{
  "version": 1,
  "domans": ["acme.example"],
  "domains": ["gmail.com", "*.acme.example"],
  "assistant": "ann@acme.example",
  "cancel_before": 20,
  "answer_grace": "2",
  "keep_percent": 700,
  "consent_host": "meet.google.com", "company": "acme",
  "former_companies": ["acme-inc", "acme/emea"],
  "providers_off": ["teams"],
  "block": {"domains": ["rival.example", "@rival.example"]},
  "members": [
    {"address": "ann@acme.example", "slug": "ann", "profile": "sale"},
    {"name": "Bea"},
    {"address": "cem@acme.example", "aliases": ["c@home.example", "ann@acme.example"],
      "slug": "ann"}
  ],
  "profiles": [{"name": "sales", "page": "enforced"}, {"name": "sales", "page": "of"}]
}`))
	assert.EqualError(t, err, strings.Join([]string{
		`line 1, column 1: default_profile.page: want off, enabled or enforced`,
		`line 3, column 3: unknown field "domans" (did you mean "domains"?)`,
		`line 4, column 15: domains[0]: want a domain of the company: anybody can have an address of gmail.com`,
		`line 4, column 28: domains[1]: want a mail domain like acme.example`,
		`line 5, column 16: assistant: want a mailbox of its own: ann@acme.example is the member ann@acme.example's`,
		`line 6, column 20: cancel_before: want a string, not a number: period "20": want a duration that is not negative, like 20m`,
		`line 7, column 19: answer_grace: period "2": want a duration that is not negative, like 20m`,
		`line 8, column 19: keep_percent: want 1 to 100, or nothing for 70`,
		`line 9, column 19: consent_host: want a host of a consent page: Google Meet has its calls on meet.google.com`,
		`line 10, column 36: former_companies[1]: want one part of a path, without slashes`,
		`line 11, column 21: providers_off[0]: unknown provider "teams": want one of ` + allProviders() + ` (did you mean "microsoft_teams"?)`,
		`line 12, column 42: block.domains[1]: want a mail domain like rival.example`,
		`line 15, column 5: members[1].address: the address is missing`,
		`line 16, column 67: members[2].aliases[1]: ann@acme.example is already members[0]'s; each address and slug is one member's`,
		`line 17, column 15: members[2].slug: ann is already members[0]'s; each address and slug is one member's`,
		`line 19, column 64: profiles[1].name: want a name that no other profile has`,
		`line 19, column 81: profiles[1].page: unknown consent page mode "of": want one of off, enabled, enforced (did you mean "off"?)`,
	}, "\n"), "sale may be the broken profile")
}

func allProviders() string {
	var all []string
	for _, p := range invite.AllProviders() {
		all = append(all, p.String())
	}
	return strings.Join(all, ", ")
}

func TestVersionOfTheSettings(t *testing.T) {
	const rest = `"default_profile": {"page": "off"}`
	for _, test := range []struct{ rule, text, want string }{
		{"none is the first", `{` + rest + `}`, ""},
		{"this one", `{"version": 1, ` + rest + `}`, ""},
		{"a newer one, and nothing else counts", `{"version": 2, "colour": 1, ` + rest + `}`, "line 1, column 13: version: version 2 is newer than this program, which reads up to version 1"},
		{"no such version", `{"version": -1, ` + rest + `}`, "line 1, column 13: version: there is no version -1: want 1"},
		{"a version in quotes", `{"version": "1", ` + rest + `}`, "line 1, column 13: version: want a whole number that is not too large, not a string"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			o, err := profile.ParseOrg([]byte(test.text))
			if test.want == "" {
				require.NoError(t, err)
				assert.True(t, o.Valid())
				return
			}
			assert.EqualError(t, err, test.want)
		})
	}
	o := profile.Org{Version: 2, Default: profile.Profile{Page: profile.PageOff}}
	var version *strictjson.VersionError
	require.ErrorAs(t, o.Validate(), &version)
	assert.Equal(t, &strictjson.VersionError{Said: 2, Known: profile.SettingsVersion}, version)
	assert.False(t, o.Valid())
}

func TestFurtherErrorsAreCounted(t *testing.T) {
	o := profile.Org{Domains: make([]string, 1000), Default: profile.Profile{Page: profile.PageOff}}
	var more *strictjson.MoreError
	require.ErrorAs(t, o.Validate(), &more)
	assert.Equal(t, 980, more.Count)
	written, err := json.Marshal(&o)
	require.NoError(t, err)
	_, err = profile.ParseOrg(written)
	require.ErrorAs(t, err, &more)
	assert.Equal(t, 980, more.Count)
	assert.Contains(t, err.Error(), "domains[19]: want a mail domain")
	assert.NotContains(t, err.Error(), "domains[20]")

	o = profile.Org{Domains: []string{"gmail.com"}, Assistant: robot}
	for range 30 {
		o.FormerAssistants = append(o.FormerAssistants, robot)
	}
	require.ErrorAs(t, o.Contradictions(), &more)
	assert.Equal(t, 11, more.Count)

	var members []profile.Member
	for i := range 30 {
		members = append(members, profile.Member{Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i)), Profile: fmt.Sprint("sale", i)})
	}
	o = profile.Org{Members: profile.NewDirectory(members...), Default: profile.Profile{Page: profile.PageOff}}
	require.ErrorAs(t, o.Validate(), &more)
	assert.Equal(t, 10, more.Count)
}
