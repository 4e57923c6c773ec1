package profile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

var (
	ann     = invite.MustAddress("ann@acme.example")
	annHome = invite.MustAddress("ann@home.example")
	bea     = invite.MustAddress("bea@acme.example")
	cem     = invite.MustAddress("cem@customer.example")
	dia     = invite.MustAddress("dia@acme.example")
	eli     = invite.MustAddress("eli@acme.example")
	room    = invite.MustAddress("c_1@resource.calendar.google.com")
	robot   = invite.MustAddress("record@acme.example")
	robot1  = invite.MustAddress("assistant@recorder.example")
)

func acme() profile.Org {
	return profile.Org{
		Name: "Acme", Domains: []string{"Acme.example", "acme.test"},
		Assistant: robot, FormerAssistants: []invite.Address{robot1},
		ConsentHost: "Join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
		Integrations: enum.SetOf(invite.ProviderZoom),
		Members: profile.NewDirectory(
			profile.Member{Address: ann, Aliases: []invite.Address{annHome}, Name: "Ann", Slug: "ann", Profile: "sales"},
			profile.Member{Address: bea, Name: "Bea", Slug: "bea"},
		),
		Default:  profile.Profile{Page: profile.PageOff},
		Profiles: []profile.Profile{{Name: "sales", Page: profile.PageEnforced, Links: profile.LinksHostDecides, Provider: invite.ProviderZoom}},
	}
}

func TestIsInternal(t *testing.T) {
	o := acme()
	for _, test := range []struct {
		rule, address string
		want          bool
	}{
		{"an address of the company's domain", "zed@acme.example", true},
		{"of another of its domains", "zed@acme.test", true},
		{"case does not matter", "ZED@ACME.EXAMPLE", true},
		{"a member's address elsewhere", "ann@home.example", true},
		{"another's address there", "bob@home.example", false},
		{"a domain below", "zed@mail.acme.example", false},
		{"a domain above", "zed@example", false},
		{"a domain that ends like the company's", "zed@notacme.example", false},
		{"a domain that begins like the company's", "zed@acme.example.evil.example", false},
		{"a look-alike", "zed@\u0430cme.example", false},
		{"letters that nobody sees do not matter", "zed@ac\u00adme.example", true},
		{"nobody", "", false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var a invite.Address
			require.NoError(t, a.UnmarshalText([]byte(test.address)))
			assert.Equal(t, test.want, o.IsInternal(a))
		})
	}
	var nobody profile.Org
	assert.False(t, nobody.IsInternal(ann))
}

func TestIsAssistant(t *testing.T) {
	o := acme()
	assert.True(t, o.IsAssistant(robot))
	assert.True(t, o.IsAssistant(robot1), "an older address still works")
	assert.False(t, o.IsAssistant(ann))
	assert.False(t, o.IsAssistant(invite.Address{}))
	none := profile.Org{FormerAssistants: []invite.Address{{}}}
	assert.False(t, none.IsAssistant(invite.Address{}), "no address is nobody's")
}

func TestIsRecorder(t *testing.T) {
	o := profile.Org{Recorders: []invite.Address{robot1, {}}}
	assert.True(t, o.IsRecorder(robot1))
	assert.True(t, o.IsRecorder(invite.MustAddress("FRED@fireflies.ai")))
	assert.False(t, o.IsRecorder(ann))
	assert.False(t, o.IsRecorder(invite.Address{}), "no address is nobody's")
}

func TestIsParty(t *testing.T) {
	o := acme()
	o.Recorders = []invite.Address{invite.MustAddress("bot@maker.example")}
	for _, test := range []struct {
		rule  string
		party invite.Party
		want  bool
	}{
		{"a person", invite.Party{Address: cem}, true},
		{"somebody without an address", invite.Party{Name: "Cem"}, true},
		{"a group", invite.Party{Address: cem, Kind: invite.CUTypeGroup}, true},
		{"who declined is decided elsewhere", invite.Party{Address: cem, Answer: invite.PartStatDeclined}, true},
		{"a room", invite.Party{Address: cem, Kind: invite.CUTypeRoom}, false},
		{"a resource", invite.Party{Address: cem, Kind: invite.CUTypeResource}, false},
		{"the assistant", invite.Party{Address: robot}, false},
		{"the assistant at an older address", invite.Party{Address: robot1}, false},
		{"a member", invite.Party{Address: ann}, true},
		{"who is only told", invite.Party{Address: cem, NonParticipant: true}, false},
		{"a room by its address", invite.Party{Address: room}, false},
		{"a room without an address", invite.Party{Name: "Room 4", Kind: invite.CUTypeRoom}, false},
		{"a shared calendar", invite.Party{Address: invite.MustAddress("c_7@group.calendar.google.com")}, false},
		{"a recorder of the settings", invite.Party{Address: invite.MustAddress("Bot@maker.example")}, false},
		{"a recorder of a known maker", invite.Party{Address: invite.MustAddress("fred@fireflies.ai")}, false},
		{"another at the maker's domain", invite.Party{Address: invite.MustAddress("ann@fireflies.ai")}, true},
		{"nobody", invite.Party{}, false},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.Equal(t, test.want, o.IsParty(&test.party)) })
	}
}

func TestTheZeroProfile(t *testing.T) {
	for p, zero := range map[profile.Profile]bool{{}: true, {Page: profile.PageOff}: false, {Name: "p"}: false} {
		assert.Equal(t, zero, p.IsZero(), p)
	}
}

func TestProfileOf(t *testing.T) {
	o := acme()
	sales := o.Profiles[0]
	for _, test := range []struct {
		rule   string
		member *profile.Member
		want   profile.Profile
	}{
		{"nobody: the default", nil, o.Default},
		{"a member without a profile: the default", &profile.Member{Address: bea}, o.Default},
		{"the one assigned", &profile.Member{Address: ann, Profile: "sales"}, sales},
		{"a name that no profile has: the unusable one", &profile.Member{Address: ann, Profile: "Sales"}, profile.Profile{Name: "Sales"}},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.Equal(t, test.want, o.ProfileOf(test.member)) })
	}
}

func TestHostOrganizerAndOwner(t *testing.T) {
	o := acme()
	o.Recorders = []invite.Address{dia}
	o.Members = profile.NewDirectory(append(o.Members.All(),
		profile.Member{Address: eli, Slug: "eli", Profile: "sales"},
		profile.Member{Address: robot}, profile.Member{Address: dia}, profile.Member{Address: room})...)
	annsLink, elisMeeting := invite.MustLink("https://join.example/acme/ann"), invite.MustLink("https://join.example/acme/eli/m1")
	annsFormer, elisHTTP := invite.MustLink("https://join.example/acme-inc/ann"), invite.MustLink("http://join.example/acme/eli")
	beasOff, nobodys := invite.MustLink("https://join.example/acme/bea"), invite.MustLink("https://join.example/acme/zed")
	zoom := invite.MustLink("https://zoom.us/j/1")
	team := invite.Party{Address: invite.MustAddress("c_7@group.calendar.google.com")}
	by := func(a invite.Address) invite.Party { return invite.Party{Address: a} }
	answered := func(a invite.Address, p invite.PartStat) invite.Party { return invite.Party{Address: a, Answer: p} }
	accepted := func(a invite.Address) invite.Party { return answered(a, invite.PartStatAccepted) }
	declined := func(a invite.Address) invite.Party { return answered(a, invite.PartStatDeclined) }
	type links = []invite.Link
	type parties = []invite.Party
	var nobody invite.Address
	for _, test := range []struct {
		rule      string
		invite    invite.Invite
		sender    invite.Address
		host      invite.Address
		organizer invite.Address
		owner     invite.Address
	}{
		{"whose current link it carries, before the organizer", invite.Invite{Links: links{zoom, elisMeeting}, Organizer: by(ann)}, bea, eli, ann, eli},
		{"the first of several current links", invite.Invite{Links: links{elisMeeting, annsLink}, Organizer: by(bea)}, nobody, eli, bea, eli},
		{"a link with a former company part hosts nothing", invite.Invite{Links: links{annsFormer}, Organizer: by(bea)}, nobody, nobody, bea, bea},
		{"nor does the link of a member whose page is off", invite.Invite{Links: links{beasOff}, Organizer: by(ann)}, nobody, nobody, ann, ann},
		{"nor does a link that is not https", invite.Invite{Links: links{elisHTTP}, Organizer: by(bea)}, nobody, nobody, bea, bea},
		{"nor does nobody's link", invite.Invite{Links: links{nobodys}, Organizer: by(bea)}, nobody, nobody, bea, bea},
		{"a dead link before a current link", invite.Invite{Links: links{annsFormer, beasOff, elisMeeting}, Organizer: by(bea)}, nobody, eli, bea, eli},
		{"dead links alone: nobody's call", invite.Invite{Links: links{annsFormer, beasOff}, Organizer: by(cem)}, nobody, nobody, cem, nobody},
		{"the organizer, before attendees and sender", invite.Invite{Links: links{zoom}, Organizer: by(bea), Attendees: parties{accepted(ann)}}, eli, nobody, bea, bea},
		{"the organizer by an alias", invite.Invite{Organizer: by(annHome)}, bea, nobody, annHome, ann},
		{"who sends for an organizer organizes nothing", invite.Invite{Organizer: by(cem), SentBy: bea}, nobody, nobody, cem, nobody},
		{"a shared calendar: who sent for it", invite.Invite{Organizer: team, SentBy: bea, Links: links{zoom}, Attendees: parties{accepted(ann)}}, nobody, nobody, bea, bea},
		{"a shared calendar: who sent for it by an alias", invite.Invite{Organizer: team, SentBy: annHome}, nobody, nobody, annHome, ann},
		{"a shared calendar: who sent for it, and a current link", invite.Invite{Organizer: team, SentBy: bea, Links: links{elisMeeting}}, nobody, eli, bea, eli},
		{"a shared calendar for which a stranger sent: the host", invite.Invite{Organizer: team, SentBy: cem, Links: links{elisMeeting}}, nobody, eli, eli, eli},
		{"a shared calendar alone: not known", invite.Invite{Organizer: team, Attendees: parties{by(bea)}}, nobody, nobody, nobody, bea},
		{"no organizer: not known", invite.Invite{SentBy: bea}, nobody, nobody, nobody, nobody},
		{"who accepted, before who is listed first", invite.Invite{Organizer: by(cem), Attendees: parties{by(cem), by(ann), accepted(bea)}}, eli, nobody, cem, bea},
		{"the first of several who accepted", invite.Invite{Attendees: parties{accepted(cem), accepted(bea), accepted(ann)}}, nobody, nobody, nobody, bea},
		{"the first listed, before the sender", invite.Invite{Organizer: by(cem), Attendees: parties{by(cem), by(bea), by(ann)}}, eli, nobody, cem, bea},
		{"a guest who accepted takes nothing from the first listed", invite.Invite{Attendees: parties{by(bea), accepted(cem), by(ann)}}, nobody, nobody, nobody, bea},
		{"who declined is passed over", invite.Invite{Attendees: parties{declined(ann), by(bea)}}, eli, nobody, nobody, bea},
		{"who is undecided is not", invite.Invite{Attendees: parties{answered(bea, invite.PartStatTentative), by(ann)}}, nobody, nobody, nobody, bea},
		{"nor who delegated", invite.Invite{Attendees: parties{answered(bea, invite.PartStatDelegated), by(ann)}}, nobody, nobody, nobody, bea},
		{"an attendee by an alias", invite.Invite{Attendees: parties{by(annHome)}}, nobody, nobody, nobody, ann},
		{"all declined: the sender", invite.Invite{Organizer: by(cem), Attendees: parties{declined(ann)}}, bea, nobody, cem, bea},
		{"the sender by an alias", invite.Invite{Organizer: by(cem)}, annHome, nobody, cem, ann},
		{"a room with a member's address owns nothing", invite.Invite{Attendees: parties{{Address: ann, Kind: invite.CUTypeRoom, Answer: invite.PartStatAccepted}, by(bea)}}, nobody, nobody, nobody, bea},
		{"nor who is only told", invite.Invite{Attendees: parties{{Address: ann, NonParticipant: true, Answer: invite.PartStatAccepted}, by(bea)}}, nobody, nobody, nobody, bea},
		{"nor a room by its address", invite.Invite{Attendees: parties{accepted(room), by(bea)}}, nobody, nobody, nobody, bea},
		{"nor the assistant", invite.Invite{Attendees: parties{accepted(robot), by(bea)}}, nobody, nobody, nobody, bea},
		{"nor a recorder", invite.Invite{Attendees: parties{accepted(dia), by(bea)}}, nobody, nobody, nobody, bea},
		{"no member: nobody", invite.Invite{Links: links{zoom}, Organizer: by(cem), Attendees: parties{accepted(cem)}}, cem, nobody, cem, nobody},
		{"an empty invitation: nobody", invite.Invite{}, nobody, nobody, nobody, nobody},
	} {
		t.Run(test.rule, func(t *testing.T) {
			host := o.Host(&test.invite, nil)
			assert.Equal(t, o.Members.ByAddress(test.host), host)
			assert.Equal(t, test.organizer, o.Organizer(&test.invite, host))
			assert.Equal(t, o.Members.ByAddress(test.owner), o.Owner(&test.invite, host, test.sender))
		})
	}
}

// A profile that stands in for every member's own says which links are current.
func TestHostByAProfileThatStandsIn(t *testing.T) {
	o := acme()
	inv := invite.Invite{Links: []invite.Link{invite.MustLink("https://join.example/acme/bea")}}
	assert.Nil(t, o.Host(nil, nil), "no invitation carries no links")
	assert.Nil(t, o.Host(&inv, nil), "Bea's own page is off")
	assert.Equal(t, bea, o.Host(&inv, &profile.Profile{Page: profile.PageEnforced}).Address)
	assert.Nil(t, o.Host(&inv, &profile.Profile{Page: profile.PageEnforced, Links: profile.LinksDynamic}))
}

func TestKeep(t *testing.T) {
	for percent, want := range map[int]int{0: 70, 1: 1, 70: 70, 100: 100} {
		o := profile.Org{KeepPercent: percent}
		assert.Equal(t, want, o.Keep())
	}
	assert.Equal(t, 70, profile.DefaultKeepPercent)
}

// settings holds every field, in the order in which they are written.
const settings = `{
	"name": "Acme", "domains": ["acme.example"],
	"assistant": "record@acme.example", "former_assistants": ["assistant@recorder.example"],
	"consent_host": "join.example", "company": "acme", "former_companies": ["acme-inc"],
	"recorders": ["bot@maker.example"], "conference_hosts": [{"host": "*.meet.example", "path": "rooms/*", "provider": "jitsi_meet"}, {"host": "talk.example", "provider": "other"}],
	"records": "any_participant", "only_accepted": true, "records_internal": true, "records_private": true,
	"providers_off": ["webex"], "integrations": ["zoom", "google_meet"], "native_recorder": true,
	"block": {"addresses": ["eve@rival.example"], "domains": ["rival.test"], "phrases": ["Board meeting"]},
	"cancel_before": "30m0s", "answer_grace": "1m0s", "keep_percent": 80,
	"members": [
		{"address": "ann@acme.example", "aliases": ["ann@home.example"], "name": "Ann", "slug": "ann", "recorded": true, "never_recorded": true, "may_schedule": true, "profile": "sales"},
		{"address": "bea@acme.example"}
	],
	"default_profile": {"page": "off"},
	"profiles": [{"name": "sales", "page": "enforced", "links": "host_decides", "provider": "zoom", "opt_out": true, "audio_prompt": true, "pre_call_email": true, "direct_links": true, "everybody_passes": true}]
}`

func parsed() profile.Org {
	return profile.Org{
		Name: "Acme", Domains: []string{"acme.example"},
		Assistant: robot, FormerAssistants: []invite.Address{robot1},
		ConsentHost: "join.example", Company: "acme", FormerCompanies: []string{"acme-inc"},
		Recorders:       []invite.Address{invite.MustAddress("bot@maker.example")},
		ConferenceHosts: []profile.ConferenceHost{{Host: "*.meet.example", Path: "rooms/*", Provider: invite.ProviderJitsiMeet}, {Host: "talk.example", Provider: invite.ProviderOther}},
		Records:         profile.AnyParticipant, OnlyAccepted: true, RecordsInternal: true, RecordsPrivate: true,
		Off: enum.SetOf(invite.ProviderWebex), Integrations: enum.SetOf(invite.ProviderZoom, invite.ProviderGoogleMeet), NativeRecorder: true,
		Block:        profile.NewBlockList([]invite.Address{invite.MustAddress("eve@rival.example")}, []string{"rival.test"}, []string{"Board meeting"}),
		CancelBefore: profile.Period(30 * time.Minute), AnswerGrace: profile.Period(time.Minute), KeepPercent: 80,
		Members: profile.NewDirectory(
			profile.Member{Address: ann, Aliases: []invite.Address{annHome}, Name: "Ann", Slug: "ann", Recorded: true, NeverRecorded: true, MaySchedule: true, Profile: "sales"},
			profile.Member{Address: bea},
		),
		Default: profile.Profile{Page: profile.PageOff},
		Profiles: []profile.Profile{{Name: "sales", Page: profile.PageEnforced, Links: profile.LinksHostDecides, Provider: invite.ProviderZoom,
			OptOut: true, AudioPrompt: true, PreCallEmail: true, DirectLinks: true, EverybodyPasses: true}},
	}
}

func TestParseOrg(t *testing.T) {
	o, err := profile.ParseOrg([]byte(settings))
	require.NoError(t, err)
	assert.Equal(t, parsed(), o)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, []byte(settings)))
	written, err := json.Marshal(o)
	require.NoError(t, err)
	assert.Equal(t, compact.String(), string(written))

	least, err := profile.ParseOrg([]byte(`{"default_profile": {"page": "off"}}`))
	require.NoError(t, err)
	written, err = json.Marshal(least)
	require.NoError(t, err)
	assert.Equal(t, `{"default_profile":{"page":"off"}}`, string(written))
}

func TestParseOrgRefuses(t *testing.T) {
	const profiles = `"default_profile": {"page": "off"}`
	for _, test := range []struct{ rule, text, want string }{
		{"an unknown field", "{\n  \"colour\": 1,\n  " + profiles + "}", `line 2, column 3: unknown field "colour"`},
		{"a typo", "{\n  \"domain\": [],\n  " + profiles + "}", `line 2, column 3: unknown field "domain" (did you mean "domains"?)`},
		{"a typo within", "{" + profiles + ",\n\"members\": [{\"address\": \"ann@acme.example\"},\n  {\"adress\": \"bea@acme.example\"}]}",
			`line 3, column 4: members[1]: unknown field "adress" (did you mean "address"?)`},
		{"wrong case", `{"Domains": [], ` + profiles + `}`, `line 1, column 2: unknown field "Domains" (did you mean "domains"?)`},
		{"other separators", `{"keepPercent": 70, ` + profiles + `}`, `line 1, column 2: unknown field "keepPercent" (did you mean "keep_percent"?)`},
		{"a field said twice", `{"name": "A", "name": "B", ` + profiles + `}`, `line 1, column 15: name: this field is said twice`},
		{"a field said twice within", `{"default_profile": {"page": "off",` + "\n" + `"page": "off"}}`, `line 2, column 1: default_profile.page: this field is said twice`},
		{"null", `{"name": null, ` + profiles + `}`, `line 1, column 10: name: want a string, not null (leave the field out instead)`},
		{"null for everything", `null`, `line 1, column 1: want an object, not null (leave the field out instead)`},
		{"a list for everything", `[]`, `line 1, column 1: want an object, not a list`},
		{"a text for a list", `{"domains": "acme.example", ` + profiles + `}`, `line 1, column 13: domains: want a list, not a string`},
		{"an object for a list", `{"members": {"a": [1, {}]}, ` + profiles + `}`, `line 1, column 13: members: want a list, not an object`},
		{"a number for a text", `{"name": 7, ` + profiles + `}`, `line 1, column 10: name: want a string, not a number`},
		{"a text for a yes or no", `{"records_internal": "yes", ` + profiles + `}`, `line 1, column 22: records_internal: want true or false, not a string`},
		{"a text for a number", `{"keep_percent": "70", ` + profiles + `}`, `line 1, column 18: keep_percent: want a whole number that is not too large, not a string`},
		{"a part of a percent", `{"keep_percent": 70.5, ` + profiles + `}`, `line 1, column 18: keep_percent: want a whole number that is not too large, not a number`},
		{"a yes or no for an enumeration", `{"default_profile": {"page": true}}`, `line 1, column 30: default_profile.page: want a string, not true or false: unknown consent page mode "true": want one of off, enabled, enforced`},
		{"an unknown value", `{"default_profile": {"page": "enforce"}}`, `line 1, column 30: default_profile.page: unknown consent page mode "enforce": want one of off, enabled, enforced (did you mean "enforced"?)`},
		{"an unknown provider", `{"providers_off": ["zoom", "teams"], ` + profiles + `}`, `line 1, column 28: providers_off[1]: unknown provider "teams": want one of none, zoom, google_meet, microsoft_teams, webex, goto_meeting, ` +
			`join_me, amazon_chime, ringcentral_meetings, ringcentral_video, bluejeans, whereby, jitsi_meet, 8x8, dialpad, zoho_meeting, skype, other, facetime, slack_huddle (did you mean "microsoft_teams"?)`},
		{"no address", `{"assistant": "record", ` + profiles + `}`, `line 1, column 15: assistant: address "record": there is no @; want the form name@domain`},
		{"no duration", `{"cancel_before": "20", ` + profiles + `}`, `line 1, column 19: cancel_before: period "20": want a duration that is not negative, like 20m`},
		{"text after it", `{` + profiles + `} {}`, `line 1, column 38: there is text after the value`},
		{"words after it", "{" + profiles + "}\n\n  and so on", `line 3, column 3: there is text after the value`},
		{"bad UTF-8", "{\n\"name\": \"A\xff\"}", `line 2, column 11: this is not UTF-8`},
		{"no text", "", `line 1, column 1: the text ends too early`},
		{"half a text", "{\n\"name\": \"A\",", `line 2, column 13: the text ends too early`},
		{"no JSON", "{\n\"name\" = \"A\"}", `line 2, column 8: this is not JSON: invalid character '=' after object key`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			o, err := profile.ParseOrg([]byte(test.text))
			var wrong *strictjson.Error
			require.ErrorAs(t, err, &wrong)
			assert.EqualError(t, err, test.want)
			assert.Equal(t, profile.Org{}, o)
		})
	}
}

func TestParseOrgReportsAll(t *testing.T) {
	_, err := profile.ParseOrg([]byte("{\n\"nam\": \"A\",\n\"records\": \"host\",\n\"default_profile\": {\"page\": 1}\n}"))
	assert.EqualError(t, err, `line 2, column 1: unknown field "nam" (did you mean "name"?)`+"\n"+
		`line 3, column 12: records: unknown recording rule "host": want one of host_only, any_participant (did you mean "host_only"?)`+"\n"+
		`line 4, column 29: default_profile.page: want a string, not a number: unknown consent page mode "1": want one of off, enabled, enforced`)
}

const (
	wantASCII = "write letters outside ASCII in Punycode, as in xn--mller-kva.example"
	wantHost  = "want a host like meet.acme.example or *.acme.example, without a scheme, port or path"
	wantPath  = "want a pattern like rooms/* or rooms/**, without a slash before or after it"
)

// spoils are changes that make settings wrong, each with the error that it gives.
var spoils = []struct {
	rule   string
	change func(o *profile.Org)
	want   string
}{
	{"an unknown recording rule", func(o *profile.Org) { o.Records = 2 }, "records: want host_only or any_participant"},
	{"a negative period", func(o *profile.Org) { o.CancelBefore = -2 }, "cancel_before: want a duration that is not negative"},
	{"a negative percentage", func(o *profile.Org) { o.KeepPercent = -1 }, "keep_percent: want 1 to 100, or nothing for 70"},
	{"more than all", func(o *profile.Org) { o.KeepPercent = 101 }, "keep_percent: want 1 to 100, or nothing for 70"},
	{"a company without a host", func(o *profile.Org) { o.ConsentHost = "" }, "consent_host: want it together with company, or neither"},
	{"a host without a company", func(o *profile.Org) { o.Company = "" }, "consent_host: want it together with company, or neither"},
	{"a host with a scheme", func(o *profile.Org) { o.ConsentHost = "https://join.example" }, "consent_host: want a host like join.acme.example, without a scheme, port or path"},
	{"a host with a path", func(o *profile.Org) { o.ConsentHost = "join.example/acme" }, "consent_host: want a host like join.acme.example, without a scheme, port or path"},
	{"a host with a slash", func(o *profile.Org) { o.ConsentHost = "join.example/" }, "consent_host: want a host like join.acme.example, without a scheme, port or path"},
	{"a host with a port", func(o *profile.Org) { o.ConsentHost = "join.example:8443" }, "consent_host: want a host like join.acme.example, without a scheme, port or path"},
	{"a host with a trailing dot", func(o *profile.Org) { o.ConsentHost = "join.example." }, "consent_host: want a host like join.acme.example, without a scheme, port or path"},
	{"a company of two parts", func(o *profile.Org) { o.Company = "acme/emea" }, "company: want one part of a path, without slashes"},
	{"a company that leads up", func(o *profile.Org) { o.Company = ".." }, "company: want one part of a path, without slashes"},
	{"a company with percent-encoding", func(o *profile.Org) { o.Company = "acme%2Femea" }, "company: want one part of a path, without slashes"},
	{"a company with a query", func(o *profile.Org) { o.Company = "acme?x" }, "company: want one part of a path, without slashes"},
	{"a company with a blank", func(o *profile.Org) { o.Company = "acme inc" }, "company: want one part of a path, without slashes"},
	{"a top-level domain", func(o *profile.Org) { o.Domains = []string{"acme.example", "example"} }, "domains[1]: want a mail domain like acme.example"},
	{"an address for a domain", func(o *profile.Org) { o.Domains = []string{"@acme.example"} }, "domains[0]: want a mail domain like acme.example"},
	{"a link for a domain", func(o *profile.Org) { o.Domains = []string{"acme.example/"} }, "domains[0]: want a mail domain like acme.example"},
	{"a pattern for a domain", func(o *profile.Org) { o.Domains = []string{"*.acme.example"} }, "domains[0]: want a mail domain like acme.example"},
	{"a domain with a trailing dot", func(o *profile.Org) { o.Domains = []string{"acme.example."} }, "domains[0]: want a mail domain like acme.example"},
	{"a domain with a leading dot", func(o *profile.Org) { o.Domains = []string{".acme.example"} }, "domains[0]: want a mail domain like acme.example"},
	{"a domain with a blank", func(o *profile.Org) { o.Domains = []string{"acme.example "} }, "domains[0]: want a mail domain like acme.example"},
	{"no domain", func(o *profile.Org) { o.Domains = []string{""} }, "domains[0]: want a mail domain like acme.example"},
	{"an address for a blocked domain", func(o *profile.Org) { o.Block = blockDomains("rival.example", "@rival.example") }, "block.domains[1]: want a mail domain like rival.example"},
	{"a pattern for a blocked domain", func(o *profile.Org) { o.Block = blockDomains("*.rival.example") }, "block.domains[0]: want a mail domain like rival.example"},
	{"a member without an address", func(o *profile.Org) { o.Members = profile.NewDirectory(profile.Member{}) }, "members[0].address: the address is missing"},
	{"a member's profile that is not there", func(o *profile.Org) { o.Members = profile.NewDirectory(profile.Member{Address: ann, Profile: "sale"}) }, `members[0].profile: there is no profile "sale" (did you mean "sales"?)`},
	{"a member's slug of two parts", func(o *profile.Org) { o.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "ann/x"}) }, "members[0].slug: want one part of a path, without slashes"},
	{"no mode of the default page", func(o *profile.Org) { o.Default.Page = 0 }, "default_profile.page: want off, enabled or enforced"},
	{"an unknown mode of a page", func(o *profile.Org) { o.Profiles[0].Page = 4 }, "profiles[0].page: want off, enabled or enforced"},
	{"an unknown link type", func(o *profile.Org) { o.Profiles[0].Links = 3 }, "profiles[0].links: want static, dynamic or host_decides"},
	{"an unknown provider", func(o *profile.Org) { o.Default.Provider = 200 }, "default_profile.provider: want a provider that is known, and whose calls a recorder can join"},
	{"a page before a call that no recorder can join", func(o *profile.Org) { o.Default.Provider = invite.ProviderFaceTime }, "default_profile.provider: want a provider that is known, and whose calls a recorder can join"},
	{"two profiles of one name", func(o *profile.Org) { o.Profiles = append(o.Profiles, o.Profiles[0]) }, "profiles[1].name: want a name that no other profile has"},
	{"a profile without a name", func(o *profile.Org) { o.Profiles[0].Name = ""; o.Members = profile.Directory{} }, "profiles[0].name: say the profile's name"},
	{"a negative grace", func(o *profile.Org) { o.AnswerGrace = -2 }, "answer_grace: want a duration that is not negative"},
	{"a former company of two parts", func(o *profile.Org) { o.FormerCompanies = []string{"acm", "acme/x"} }, "former_companies[1]: want one part of a path, without slashes"},
	{"no former company", func(o *profile.Org) { o.FormerCompanies = []string{""} }, "former_companies[0]: want one part of a path, without slashes"},
	{"a consent host in other letters", func(o *profile.Org) { o.ConsentHost = "j\u00f6in.example" }, "consent_host: write xn--jin-sna.example instead"},
	{"a domain in other letters", func(o *profile.Org) { o.Domains = []string{"m\u00fcller.example"} }, "domains[0]: write xn--mller-kva.example instead"},
	{"a conference host in other letters", func(o *profile.Org) { o.ConferenceHosts[0].Host = "*.m\u00fcller.example" }, "conference_hosts[0].host: write *.xn--mller-kva.example instead"},
	{"a consent host of full-width letters", func(o *profile.Org) { o.ConsentHost = "\uff4aoin.example" }, "consent_host: write join.example instead"},
	{"a domain of full-width letters", func(o *profile.Org) { o.Domains = []string{"acme\u3002example"} }, "domains[0]: write acme.example instead"},
	{"a consent host in letters that are not compared", func(o *profile.Org) { o.ConsentHost = "\u0915.example" }, "consent_host: " + wantASCII},
	{"a domain in other letters, as long in Punycode", func(o *profile.Org) { o.Domains = []string{"\u5b57\u5b57\u5b57.example"} }, "domains[0]: write xn--p8saa.example instead"},
	{"a domain in letters that are not compared", func(o *profile.Org) { o.Domains = []string{"\u0915.example"} }, "domains[0]: " + wantASCII},
	{"a conference host in letters that are not compared", func(o *profile.Org) { o.ConferenceHosts[0].Host = "*.\u0915.example" }, "conference_hosts[0].host: " + wantASCII},
	{"a consent host in other letters with a path", func(o *profile.Org) { o.ConsentHost = "j\u00f6in.example/x" }, "consent_host: " + wantASCII},
	{"a consent host in broken Punycode", func(o *profile.Org) { o.ConsentHost = "join.XN--.example" }, "consent_host: want a host like join.acme.example, without a scheme, port or path"},
	{"a domain in broken Punycode", func(o *profile.Org) { o.Domains = []string{"xn--acme-.example"} }, "domains[0]: want a mail domain like acme.example"},
	{"a conference host in broken Punycode", func(o *profile.Org) { o.ConferenceHosts[0].Host = "*.xn--acme-.example" }, "conference_hosts[0].host: " + wantHost},
	{"a blocked domain in letters that are not compared", func(o *profile.Org) {
		o.Block = profile.NewBlockList(nil, []string{"a.example", "\u0915.example"}, nil)
	}, "block.domains[1]: " + wantASCII},
	{"a blocked domain in broken Punycode", func(o *profile.Org) { o.Block = profile.NewBlockList(nil, []string{"xn--.example"}, nil) }, "block.domains[0]: want a mail domain like rival.example"},
	{"a conference host with a scheme", func(o *profile.Org) { o.ConferenceHosts[1].Host = "https://meet.example" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host with a path", func(o *profile.Org) { o.ConferenceHosts[1].Host = "meet.example/x" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host with a port", func(o *profile.Org) { o.ConferenceHosts[1].Host = "meet.example:8443" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host with a star within", func(o *profile.Org) { o.ConferenceHosts[1].Host = "meet.*.example" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host with two stars", func(o *profile.Org) { o.ConferenceHosts[1].Host = "*.*.example" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host of a star and no dot", func(o *profile.Org) { o.ConferenceHosts[1].Host = "*meet.example" }, "conference_hosts[1].host: " + wantHost},
	{"every host a conference host", func(o *profile.Org) { o.ConferenceHosts[1].Host = "*." }, "conference_hosts[1].host: " + wantHost},
	{"a conference host with an empty part", func(o *profile.Org) { o.ConferenceHosts[1].Host = "meet..example" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host that begins with a dot", func(o *profile.Org) { o.ConferenceHosts[1].Host = ".meet.example" }, "conference_hosts[1].host: " + wantHost},
	{"a conference host with an empty part after the star", func(o *profile.Org) { o.ConferenceHosts[1].Host = "*..meet.example" }, "conference_hosts[1].host: " + wantHost},
	{"every host of a top-level domain a conference host", func(o *profile.Org) { o.ConferenceHosts[1].Host = "*.com" }, "conference_hosts[1].host: " + wantHost},
	{"no conference host", func(o *profile.Org) { o.ConferenceHosts[1].Host = "" }, "conference_hosts[1].host: " + wantHost},
	{"a path with a slash before it", func(o *profile.Org) { o.ConferenceHosts[0].Path = "/rooms/*" }, "conference_hosts[0].path: " + wantPath},
	{"a path with a slash after it", func(o *profile.Org) { o.ConferenceHosts[0].Path = "rooms/" }, "conference_hosts[0].path: " + wantPath},
	{"a path with an empty part", func(o *profile.Org) { o.ConferenceHosts[0].Path = "rooms//x" }, "conference_hosts[0].path: " + wantPath},
	{"a path that goes on after two stars", func(o *profile.Org) { o.ConferenceHosts[0].Path = "**/x" }, "conference_hosts[0].path: " + wantPath},
	{"a path with a star in a name", func(o *profile.Org) { o.ConferenceHosts[0].Path = "room*" }, "conference_hosts[0].path: " + wantPath},
	{"a path with a query", func(o *profile.Org) { o.ConferenceHosts[0].Path = "room?id=*" }, "conference_hosts[0].path: " + wantPath},
	{"a conference host without a provider", func(o *profile.Org) { o.ConferenceHosts[0].Provider = invite.ProviderNone }, "conference_hosts[0].provider: say a provider that is known, or other"},
	{"a conference host of an unknown provider", func(o *profile.Org) { o.ConferenceHosts[0].Provider = 200 }, "conference_hosts[0].provider: say a provider that is known, or other"},
	{"too long a blocked phrase", func(o *profile.Org) { o.Block = profile.NewBlockList(nil, nil, []string{strings.Repeat("x", 201)}) }, "block.phrases[0]: want at most 200 letters"},
	{"two members with one address", func(o *profile.Org) {
		o.Members = profile.NewDirectory(profile.Member{Address: ann}, profile.Member{Address: ann})
	}, "members[1].address: ann@acme.example is already members[0]'s; each address and slug is one member's"},
	{"the second member's profile is not there", func(o *profile.Org) {
		o.Members = profile.NewDirectory(profile.Member{Address: ann}, profile.Member{Address: bea, Profile: "sale"}, profile.Member{Address: cem, Profile: "sale"})
	}, `members[1].profile: there is no profile "sale" (did you mean "sales"?)`},
	{"the second member's slug", func(o *profile.Org) {
		o.Members = profile.NewDirectory(profile.Member{Address: ann}, profile.Member{Address: bea, Slug: "%61"})
	}, "members[1].slug: want one part of a path, without slashes"},
	{"many profiles, two of one name", func(o *profile.Org) { manyProfiles(o, 20); o.Profiles[18].Name = "p3" }, "profiles[18].name: want a name that no other profile has"},
	{"many profiles, and a name that none has", func(o *profile.Org) {
		manyProfiles(o, 20)
		o.Members = profile.NewDirectory(profile.Member{Address: ann, Profile: "p20"})
	}, `members[0].profile: there is no profile "p20" (did you mean "p10"?)`},
}

func manyProfiles(o *profile.Org, n int) {
	o.Profiles = nil
	for i := range n {
		o.Profiles = append(o.Profiles, profile.Profile{Name: fmt.Sprint("p", i), Page: profile.PageOff})
	}
	o.Members = profile.NewDirectory(profile.Member{Address: ann, Profile: "p0"}, profile.Member{Address: bea, Profile: fmt.Sprint("p", n-1)})
}

func TestValidate(t *testing.T) {
	valid := parsed()
	require.NoError(t, valid.Validate())
	assert.True(t, valid.Valid())
	for _, test := range spoils {
		t.Run(test.rule, func(t *testing.T) {
			o := parsed()
			test.change(&o)
			err := o.Validate()
			require.EqualError(t, err, test.want)
			assert.False(t, o.Valid())
			var setting *profile.SettingError
			var member *profile.MemberError
			assert.True(t, errors.As(err, &setting) != errors.As(err, &member), "one of the typed errors")
		})
	}
}

// Valid and Validate agree, whatever is wrong.
func TestValidAgreesWithValidate(t *testing.T) {
	var valid, wrong int
	defer func() {
		assert.True(t, t.Failed() || valid+wrong < 100 || valid > 0 && wrong > 0, "%d and %d", valid, wrong)
	}()
	rapid.Check(t, func(t *rapid.T) {
		o := orgs().Draw(t, "org")
		o.ConferenceHosts = make([]profile.ConferenceHost, 2)
		for i := range o.ConferenceHosts {
			o.ConferenceHosts[i] = profile.ConferenceHost{Host: "meet.example", Provider: invite.ProviderOther}
		}
		o.Profiles = append(o.Profiles, profile.Profile{Name: "last", Page: profile.PageOff})
		for range rapid.IntRange(0, 3).Draw(t, "spoils") {
			rapid.SampledFrom(spoils).Draw(t, "spoil").change(&o)
		}
		err := o.Validate()
		require.Equal(t, err == nil, o.Valid(), "%v", err)
		if err == nil {
			valid++
		} else {
			wrong++
		}
	})
}

// company is settings with as many members.
func company(members int) *profile.Org {
	o := parsed()
	all := make([]profile.Member, members)
	for i := range all {
		all[i] = profile.Member{Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i)), Slug: fmt.Sprint("m", i), Profile: []string{"", "sales"}[i%2]}
	}
	o.Members = profile.NewDirectory(all...)
	return &o
}

// BenchmarkParseOrg shows that a member costs the same however many there are.
func BenchmarkParseOrg(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		text, err := json.Marshal(company(n))
		require.NoError(b, err)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := profile.ParseOrg(text); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/member")
		})
	}
}

// BenchmarkValid shows that a profile costs the same however many there are, and that
// members cost nothing.
func BenchmarkValid(b *testing.B) {
	for _, n := range []int{1_000, 32_000} {
		b.Run(fmt.Sprintf("profiles/%d", n), func(b *testing.B) {
			o := parsed()
			manyProfiles(&o, n)
			for b.Loop() {
				o.Valid()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/profile")
		})
	}
	for _, n := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("members/%d", n), func(b *testing.B) {
			o := company(n)
			for b.Loop() {
				o.Valid()
			}
		})
	}
}

func TestValidAllocatesNothing(t *testing.T) {
	o := company(100_000)
	require.True(t, o.Valid())
	assert.Zero(t, testing.AllocsPerRun(100, func() { o.Valid() }))
}

func blockDomains(domains ...string) profile.BlockList {
	return profile.NewBlockList(nil, domains, nil)
}

func TestValidateAccepts(t *testing.T) {
	for _, test := range []struct {
		rule   string
		change func(o *profile.Org)
	}{
		{"a host in upper case", func(o *profile.Org) { o.ConsentHost = "JOIN.example" }},
		{"no consent page", func(o *profile.Org) { o.ConsentHost, o.Company = "", "" }},
		{"a domain in upper case", func(o *profile.Org) { o.Domains = []string{"ACME.example"} }},
		{"the ends of the percentage", func(o *profile.Org) { o.KeepPercent = 1 }},
		{"the other end of the percentage", func(o *profile.Org) { o.KeepPercent = 100 }},
		{"no time to cancel before", func(o *profile.Org) { o.CancelBefore = profile.NoPeriod }},
		{"blank entries of the block list", func(o *profile.Org) { o.Block = blockDomains(" ", "example", " RIVAL.example. ") }},
		{"a grace of no time", func(o *profile.Org) { o.AnswerGrace = profile.NoPeriod }},
		{"a conference host with any path", func(o *profile.Org) { o.ConferenceHosts[0].Path = "" }},
		{"a conference host with a deep path", func(o *profile.Org) { o.ConferenceHosts[0].Path = "a/*/b_c/**" }},
		{"a conference host in upper case", func(o *profile.Org) { o.ConferenceHosts[0].Host = "*.MEET.example" }},
		{"a host in Punycode", func(o *profile.Org) { o.ConsentHost = "xn--mller-kva.example" }},
		{"a domain in Punycode", func(o *profile.Org) { o.Domains = []string{"xn--mller-kva.example"} }},
		{"many profiles", func(o *profile.Org) { manyProfiles(o, 20) }},
		{"as many profiles as are compared one by one", func(o *profile.Org) { manyProfiles(o, 16) }},
		{"one more", func(o *profile.Org) { manyProfiles(o, 17) }},
		{"a slug in another script", func(o *profile.Org) { o.Members = profile.NewDirectory(profile.Member{Address: ann, Slug: "änne.k"}) }},
	} {
		t.Run(test.rule, func(t *testing.T) {
			o := parsed()
			test.change(&o)
			assert.NoError(t, o.Validate())
			assert.True(t, o.Valid())
		})
	}
}

func TestValidateReportsAll(t *testing.T) {
	o := profile.Org{Records: 7, KeepPercent: 700}
	assert.EqualError(t, o.Validate(), "records: want host_only or any_participant\nkeep_percent: want 1 to 100, or nothing for 70\ndefault_profile.page: want off, enabled or enforced")
	_, err := profile.ParseOrg([]byte(`{"keep_percent": 101, "default_profile": {"page": "off"}}`))
	var wrong *profile.SettingError
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, "keep_percent", wrong.Field)
}

// orgs draws settings that make sense.
func orgs() *rapid.Generator[profile.Org] {
	texts := rapid.StringMatching(`[A-Za-z <>&"ßİé]{0,8}`)
	domains := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"acme.example", "ACME.test", "a.b.example", "rival.example"}), 0, 3, rapid.ID)
	providers := rapid.Custom(func(t *rapid.T) invite.ProviderSet {
		return enum.SetOf(rapid.SliceOf(rapid.SampledFrom(invite.AllProviders())).Draw(t, "set")...)
	})
	profiles := rapid.Custom(func(t *rapid.T) profile.Profile {
		return profile.Profile{
			Page: rapid.SampledFrom(profile.AllPages()).Draw(t, "page"), Links: rapid.SampledFrom(profile.AllLinkTypes()).Draw(t, "links"),
			Provider: rapid.SampledFrom(invite.AllProviders()[:invite.ProviderFaceTime]).Draw(t, "provider"), OptOut: rapid.Bool().Draw(t, "opt-out"),
			AudioPrompt: rapid.Bool().Draw(t, "prompt"), PreCallEmail: rapid.Bool().Draw(t, "email"), DirectLinks: rapid.Bool().Draw(t, "direct"), EverybodyPasses: rapid.Bool().Draw(t, "everybody"),
		}
	})
	hosts := rapid.Custom(func(t *rapid.T) profile.ConferenceHost {
		return profile.ConferenceHost{
			Host:     rapid.SampledFrom([]string{"meet.example", "*.Meet.example"}).Draw(t, "host"),
			Path:     rapid.SampledFrom([]string{"", "*", "rooms/**"}).Draw(t, "path"),
			Provider: rapid.SampledFrom(invite.AllProviders()[1:]).Draw(t, "provider"),
		}
	})
	return rapid.Custom(func(t *rapid.T) profile.Org {
		o := profile.Org{
			Name: texts.Draw(t, "name"), Domains: domains.Draw(t, "domains"),
			Recorders:       rapid.SliceOfN(rapid.SampledFrom([]invite.Address{robot1, dia}), 0, 2).Draw(t, "recorders"),
			ConferenceHosts: rapid.SliceOfN(hosts, 0, 2).Draw(t, "conference hosts"),
			Records:         rapid.SampledFrom(profile.AllRecordingRules()).Draw(t, "records"), OnlyAccepted: rapid.Bool().Draw(t, "accepted"), RecordsInternal: rapid.Bool().Draw(t, "internal"), RecordsPrivate: rapid.Bool().Draw(t, "private"),
			Off: providers.Draw(t, "off"), Integrations: providers.Draw(t, "integrations"), NativeRecorder: rapid.Bool().Draw(t, "native"),
			CancelBefore: rapid.SampledFrom([]profile.Period{0, profile.NoPeriod, 1, profile.Period(time.Hour)}).Draw(t, "cancel before"),
			AnswerGrace:  rapid.SampledFrom([]profile.Period{0, profile.NoPeriod, 1, profile.Period(time.Hour)}).Draw(t, "grace"),
			KeepPercent:  rapid.IntRange(0, 100).Draw(t, "percent"),
			Default:      profiles.Draw(t, "default"),
		}
		o.Block = profile.NewBlockList(rapid.SliceOfN(rapid.SampledFrom([]invite.Address{ann, cem, robot}), 0, 2).Draw(t, "blocked"),
			domains.Draw(t, "blocked domains"), rapid.SliceOfN(texts, 0, 2).Draw(t, "phrases"))
		if rapid.Bool().Draw(t, "assistant") {
			o.Assistant, o.FormerAssistants = robot, []invite.Address{robot1}
		}
		if rapid.Bool().Draw(t, "consent page") {
			o.ConsentHost = rapid.SampledFrom([]string{"join.example", "Join.Acme.example", "localhost"}).Draw(t, "host")
			o.Company = rapid.SampledFrom([]string{"acme", "Acme", "acme.inc", "ä"}).Draw(t, "company")
			o.FormerCompanies = rapid.SliceOfN(rapid.SampledFrom([]string{"acme-inc", "acm"}), 0, 2).Draw(t, "former")
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "profiles") {
			p := profiles.Draw(t, "profile")
			p.Name = fmt.Sprint("p", i)
			o.Profiles = append(o.Profiles, p)
		}
		var members []profile.Member
		for i := range rapid.IntRange(0, 4).Draw(t, "members") {
			m := profile.Member{
				Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i)), Name: texts.Draw(t, "member"),
				Recorded: rapid.Bool().Draw(t, "recorded"), NeverRecorded: rapid.Bool().Draw(t, "never"), MaySchedule: rapid.Bool().Draw(t, "may schedule"),
			}
			if rapid.Bool().Draw(t, "slug") {
				m.Slug = fmt.Sprint("m", i)
			}
			if rapid.Bool().Draw(t, "alias") {
				m.Aliases = []invite.Address{invite.MustAddress(fmt.Sprintf("m%d@home.example", i))}
			}
			if len(o.Profiles) > 0 && rapid.Bool().Draw(t, "assigned") {
				m.Profile = o.Profiles[0].Name
			}
			members = append(members, m)
		}
		o.Members = profile.NewDirectory(members...)
		return o
	})
}

func TestOrgReadAgainIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := orgs().Draw(t, "org")
		written, err := json.Marshal(o)
		require.NoError(t, err)
		read, err := profile.ParseOrg(written)
		if o.Contradictions() != nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		again, err := json.Marshal(read)
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))

		require.Equal(t, o.Valid(), read.Valid())
		require.Equal(t, o.Members.SomeNeverRecorded(), read.Members.SomeNeverRecorded())
		require.ElementsMatch(t, o.Recorders, read.Recorders)
		require.ElementsMatch(t, o.ConferenceHosts, read.ConferenceHosts)
		require.Equal(t, []any{o.Name, o.Keep(), o.CancelBefore, o.AnswerGrace, o.OnlyAccepted, o.Records, o.RecordsInternal, o.RecordsPrivate, o.Off, o.Integrations, o.NativeRecorder, o.Default},
			[]any{read.Name, read.Keep(), read.CancelBefore, read.AnswerGrace, read.OnlyAccepted, read.Records, read.RecordsInternal, read.RecordsPrivate, read.Off, read.Integrations, read.NativeRecorder, read.Default})
		require.Equal(t, o.Members.All(), read.Members.All())
		for _, text := range []string{"m0@acme.example", "m1@home.example", "x@acme.test", "x@b.example", "x@a.b.example", ann.String(), cem.String(), robot.String(), robot1.String()} {
			a := invite.MustAddress(text)
			require.Equal(t, o.IsInternal(a), read.IsInternal(a))
			require.Equal(t, o.IsAssistant(a), read.IsAssistant(a))
			require.Equal(t, o.Members.ByAddress(a), read.Members.ByAddress(a))
			require.Equal(t, o.Block.Party(a), read.Block.Party(a))
			require.Equal(t, o.ProfileOf(o.Members.ByAddress(a)), read.ProfileOf(read.Members.ByAddress(a)))
		}
		title := rapid.StringMatching(`[A-Za-z <>&"ßİé]{0,20}`).Draw(t, "title")
		require.Equal(t, o.Block.Phrase(title), read.Block.Phrase(title))
		for _, raw := range []string{"https://join.example/acme/m0", "https://join.acme.example/Acme/m1/x", "https://localhost/acme-inc/m2", "https://zoom.us/j/1", "https://meet.example/rooms/1", "https://x.meet.example/1"} {
			require.Equal(t, o.Judge(linkTo(raw), nil), read.Judge(linkTo(raw), nil))
			for _, p := range append(o.Profiles, o.Default) {
				require.Equal(t, o.Judge(linkTo(raw), &p), read.Judge(linkTo(raw), &p))
			}
		}
	})
}

func FuzzParseOrg(f *testing.F) {
	f.Add([]byte(settings))
	f.Add([]byte(`{"default_profile": {"page": "off"}}`))
	f.Add([]byte("\ufeff" + `{"version": 1, "default_profile": {"page": "off"}, "profiles": [{"name": "p\u00e9", "page": "off"}], "members": [{"address": "a@b.example", "profile": "p"}]}`))
	f.Add([]byte(`{"version": 2, "consent_host": "zoom.us", "company": "acme", "former_companies": ["acme", "a/b"], "conference_hosts": [{"host": "*.zoom.us", "provider": "other"}]}`))
	f.Add([]byte(`{"members": [], "block": {}, "cancel_before": "0s", "domains": [], "default_profile": {"page": "enabled", "links": "dynamic"}}`))
	f.Add([]byte(`{"name": "\ud800\u2028<", "members": [{"address": "", "aliases": [""]}], "default_profile": {"page": "off"}}`))
	f.Add([]byte(`{"block": {"addresses": [""], "domains": ["."], "phrases": [" "]}, "unknown": [[{"a": 1e999}]], "default_profile": null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := profile.ParseOrg(data)
		if err != nil {
			require.Equal(t, profile.Org{}, o)
			return
		}
		require.NoError(t, o.Validate())
		require.True(t, o.Valid())
		require.NoError(t, o.Contradictions())
		require.True(t, json.Valid(bytes.TrimPrefix(data, []byte("\ufeff"))))
		written, err := json.Marshal(o)
		require.NoError(t, err)
		read, err := profile.ParseOrg(written)
		require.NoError(t, err, "%s", written)
		again, err := json.Marshal(read)
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))
	})
}
