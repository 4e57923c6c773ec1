package invite

import (
	"strings"

	"github.com/mayrecord/mayrecord/invite/enum"
)

// Provider is a web conferencing system. The zero Provider is none, or one that
// is not known.
type Provider uint8

// The providers that are known. Those through which a participant can opt out on
// the consent page come first, in the order in which the article names them.
const (
	// ProviderNone is the zero Provider: no provider, or an unknown provider.
	ProviderNone Provider = iota
	// ProviderZoom is Zoom, also Zoom for Government.
	ProviderZoom
	// ProviderGoogleMeet is Google Meet.
	ProviderGoogleMeet
	// ProviderMicrosoftTeams is Microsoft Teams, for work and for private accounts.
	ProviderMicrosoftTeams
	// ProviderWebex is Webex.
	ProviderWebex
	// ProviderGoToMeeting is GoToMeeting, also under goto.com.
	ProviderGoToMeeting
	// ProviderJoinMe is join.me.
	ProviderJoinMe
	// ProviderAmazonChime is Amazon Chime.
	ProviderAmazonChime
	// ProviderRingCentralMeetings is RingCentral Meetings, the older of the two systems of
	// RingCentral.
	ProviderRingCentralMeetings
	// ProviderRingCentralVideo is RingCentral Video.
	ProviderRingCentralVideo
	// ProviderBlueJeans is BlueJeans.
	ProviderBlueJeans
	// ProviderWhereby is Whereby.
	ProviderWhereby
	// ProviderJitsiMeet is Jitsi Meet on meet.jit.si. Other hosts of Jitsi are named in the
	// settings.
	ProviderJitsiMeet
	// ProviderEightByEight is 8x8 Meet.
	ProviderEightByEight
	// ProviderDialpad is Dialpad Meetings, formerly UberConference.
	ProviderDialpad
	// ProviderZohoMeeting is Zoho Meeting.
	ProviderZohoMeeting
	// ProviderSkype is Skype, also Skype for Business on meet.lync.com.
	ProviderSkype
	// ProviderOther is a system that the settings name and this library does not know.
	ProviderOther
	// ProviderFaceTime is FaceTime. No recorder can join its calls: a link to one is a way
	// past a consent page, and alone it is nothing to record.
	ProviderFaceTime
	// ProviderSlackHuddle is a Slack huddle. No recorder can join it, as with
	// ProviderFaceTime.
	ProviderSlackHuddle

	lastProvider = ProviderSlackHuddle
)

// ability is one thing that a provider can do.
type ability uint8

const (
	// canOptOut: opt-out via the consent page is available (F, "Can the consent
	// page be used for all web conferencing systems?").
	canOptOut ability = 1 << iota
	// canDynamic: meetings, and so dynamic links, are made through an integration
	// (F, "Where does the dial-in info come from?").
	canDynamic
	// canNative: the provider's own recorder can be used (A, "or record natively
	// (Zoom only)").
	canNative
	// canLinkAlone: personal links are matched without the member's doing once the
	// integration is connected (F, "What do team members need to do …").
	canLinkAlone
	// hostRemoves: only the host or the organizer can remove a bot. A says that
	// there are such providers and not which; the list is ours, from what the
	// providers document of removing participants.
	hostRemoves
	// shut: no recorder can join. That there are such systems is ours.
	shut
)

// providerInfo is what is known of a provider: its text, its name for people, what
// it can do, and the links that join its calls.
type providerInfo struct {
	text, name string
	can        ability
	joins      []joinLinks
}

// joinLinks are the links on one host that join a call. A host that begins with a
// dot also stands for every name below it. In a path, "*" is one segment and a
// final "**" is at least one more; a path that begins with "!" is a page that joins
// none, and comes before the paths that would match it.
type joinLinks struct {
	host  string
	paths []string
}

var providers = [...]providerInfo{
	ProviderNone: {text: "none", name: "an unknown provider"},
	ProviderZoom: {"zoom", "Zoom", canOptOut | canDynamic | canNative | canLinkAlone | hostRemoves, []joinLinks{
		{".zoom.us", zoomPaths}, {".zoom.com", zoomPaths}, {".zoomgov.com", zoomPaths}}},
	ProviderGoogleMeet: {"google_meet", "Google Meet", canOptOut | canDynamic, []joinLinks{
		{"meet.google.com", []string{"!landing", "!linkredirect", "*", "lookup/*", "_meet/*"}}, {"g.co", []string{"meet/*"}}}},
	ProviderMicrosoftTeams: {"microsoft_teams", "Microsoft Teams", canOptOut | canDynamic | hostRemoves, []joinLinks{
		{"teams.microsoft.com", teamsPaths}, {"teams.live.com", teamsPaths}, {"teams.cloud.microsoft", teamsPaths},
		{"gov.teams.microsoft.us", teamsPaths}, {"dod.teams.microsoft.us", teamsPaths}}},
	ProviderWebex: {"webex", "Webex", canOptOut | canLinkAlone | hostRemoves, []joinLinks{
		{".webex.com", []string{"meet/*", "join/*", "*/j.php", "*/e.php", "*/k2/j.php", "wbxmjs/joinservice/**",
			"webappng/sites/*/meeting/**", "*/onstage/**", "m/*"}}}},
	ProviderGoToMeeting: {"goto_meeting", "GoToMeeting", canOptOut | canLinkAlone | hostRemoves, []joinLinks{
		{".gotomeeting.com", []string{"join/*", "meeting/join/*"}}, {".gotomeet.me", []string{"*"}},
		{"meet.goto.com", []string{"!install", "*", "*/*"}}, {"app.goto.com", []string{"meeting/*"}}}},
	ProviderJoinMe: {"join_me", "join.me", canOptOut | hostRemoves, []joinLinks{
		{".join.me", []string{"*"}}}},
	ProviderAmazonChime: {"amazon_chime", "Amazon Chime", canOptOut, []joinLinks{
		{"chime.aws", []string{"!dialinnumbers", "*"}}, {"app.chime.aws", []string{"meetings/*"}}}},
	ProviderRingCentralMeetings: {"ringcentral_meetings", "RingCentral Meetings", canOptOut | hostRemoves, []joinLinks{
		{"meetings.ringcentral.com", []string{"j/*", "join/*", "my/*"}}}},
	ProviderRingCentralVideo: {"ringcentral_video", "RingCentral Video", canOptOut | hostRemoves, []joinLinks{
		{"v.ringcentral.com", []string{"join/*", "conf/on/*"}}, {"video.ringcentral.com", []string{"join/*"}}}},
	ProviderBlueJeans: {"bluejeans", "BlueJeans", hostRemoves, []joinLinks{
		{".bluejeans.com", []string{"!numbers", "!premium-numbers", "*", "*/*"}}}},
	ProviderWhereby: {"whereby", "Whereby", hostRemoves, []joinLinks{
		{".whereby.com", []string{"*"}}}},
	ProviderJitsiMeet: {"jitsi_meet", "Jitsi Meet", hostRemoves, []joinLinks{
		{"meet.jit.si", []string{"!static/**", "*", "*/*"}}}},
	ProviderEightByEight: {"8x8", "8x8 Meet", hostRemoves, []joinLinks{
		{"8x8.vc", []string{"!static/**", "*", "*/*"}}}},
	ProviderDialpad: {"dialpad", "Dialpad Meetings", hostRemoves, []joinLinks{
		{"meetings.dialpad.com", []string{"*", "room/*"}}, {".uberconference.com", []string{"*"}}}},
	ProviderZohoMeeting: {"zoho_meeting", "Zoho Meeting", hostRemoves, []joinLinks{
		{"meet.zoho.com", []string{"*"}}, {"meet.zoho.eu", []string{"*"}},
		{"meeting.zoho.com", []string{"join", "meeting/**"}}, {"meeting.zoho.eu", []string{"join", "meeting/**"}}}},
	ProviderSkype: {"skype", "Skype", hostRemoves, []joinLinks{
		{"join.skype.com", []string{"*", "meetingjoin", "invite/*"}}, {"meet.lync.com", []string{"**"}}}},
	ProviderOther: {text: "other", name: "another web conferencing system"},
	ProviderFaceTime: {"facetime", "FaceTime", shut, []joinLinks{
		{"facetime.apple.com", []string{"join"}}}},
	ProviderSlackHuddle: {"slack_huddle", "a Slack huddle", shut, []joinLinks{
		{"app.slack.com", []string{"huddle/*/*"}}}},
}

var (
	zoomPaths = []string{"j/*", "s/*", "w/*", "my/*", "my/*/*", "wc/*", "wc/*/*", "launch/**",
		"meeting/register/*", "meeting/tokenized-join/**", "webinar/register/*"}
	teamsPaths = []string{"l/meetup-join/**", "meet/*", "_", "dl/launcher/launcher.html", "light-meetings/launch"}
)

// providerOf returns the provider whose calls are joined on a host by a path, both
// in their normal forms.
func providerOf(host, path string) Provider {
	for p := range providers {
		for _, join := range providers[p].joins {
			if matchHost(join.host, host) && joins(join.paths, path) {
				return Provider(p)
			}
		}
	}
	return ProviderNone
}

// ProvidersOn returns the providers whose calls are joined on a host like meet.acme.example,
// or on any host below one, as *.acme.example stands for. Case plays no part.
func ProvidersOn(pattern string) ProviderSet {
	var all ProviderSet
	host, below := strings.CutPrefix(strings.ToLower(pattern), "*.")
	for p := range providers {
		for _, join := range providers[p].joins {
			if matchHost(join.host, host) && (!below || join.host[0] == '.') || below && strings.HasSuffix(join.host, "."+host) {
				all |= enum.SetOf(Provider(p))
			}
		}
	}
	return all
}

func matchHost(pattern, host string) bool {
	return host == strings.TrimPrefix(pattern, ".") ||
		pattern[0] == '.' && strings.HasSuffix(host, pattern)
}

// joins reports whether a path joins a call: the first pattern that it matches says.
func joins(patterns []string, path string) bool {
	for _, pattern := range patterns {
		pattern, page := strings.CutPrefix(pattern, "!")
		if matchPath(pattern, path) {
			return !page
		}
	}
	return false
}

func matchPath(pattern, path string) bool {
	for {
		want, morePattern, wantMore := strings.Cut(pattern, "/")
		got, morePath, gotMore := strings.Cut(path, "/")
		switch {
		case want == "**":
			return path != ""
		case want != got && (want != "*" || got == ""):
			return false
		case !wantMore || !gotMore:
			return wantMore == gotMore
		}
		pattern, path = morePattern, morePath
	}
}

var providerTexts = func() enum.Table[Provider] {
	t := enum.Table[Provider]{Kind: "provider"}
	for _, info := range providers {
		t.Texts = append(t.Texts, info.text)
	}
	return t
}()

// AllProviders returns every provider, ProviderNone first.
func AllProviders() []Provider { return providerTexts.All() }

// Known reports whether p is one of the constants.
func (p Provider) Known() bool { return int(p) < len(providers) }

// String returns the text form of p.
func (p Provider) String() string { return providerTexts.String(p) }

// MarshalText returns the text form, or an error for an unknown value.
func (p Provider) MarshalText() ([]byte, error) { return providerTexts.AppendText(nil, p) }

// UnmarshalText reads the text form; unknown text is an error.
func (p *Provider) UnmarshalText(text []byte) error { return providerTexts.Parse(p, text) }

// Name returns the provider's name as people write it.
func (p Provider) Name() string {
	if !p.Known() {
		return p.String()
	}
	return providers[p].name
}

func (p Provider) can(a ability) bool { return p.Known() && providers[p].can&a != 0 }

// OffersOptOut reports whether a participant can opt out of the recording on the
// consent page. Elsewhere joining the call is implied consent (F).
func (p Provider) OffersOptOut() bool { return p.can(canOptOut) }

// MakesDynamicLinks reports whether an integration can make a link for each
// meeting (F).
func (p Provider) MakesDynamicLinks() bool { return p.can(canDynamic) }

// RecordsNatively reports whether the provider's own recorder can be used in place
// of a bot (A: Zoom only).
func (p Provider) RecordsNatively() bool { return p.can(canNative) }

// MatchesLinksAlone reports whether the integration connects members' consent
// links with their personal links; elsewhere members do so themselves (F).
func (p Provider) MatchesLinksAlone() bool { return p.can(canLinkAlone) }

// HostRemovesBot reports whether only the host or the organizer can remove a bot
// from the call. That such providers exist is from A; which they are is ours.
func (p Provider) HostRemovesBot() bool { return p.can(hostRemoves) }

// RecorderJoins reports whether a recorder can join the provider's calls. A call that it
// cannot join is a way past a consent page all the same (ours).
func (p Provider) RecorderJoins() bool { return !p.can(shut) }

// ProviderSet is a set of providers, made by [enum.SetOf]. The zero set is empty.
type ProviderSet = enum.Set[Provider]

// Each provider has a bit in a set: this does not compile otherwise.
const _ = uint(63 - lastProvider)
