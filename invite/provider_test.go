package invite_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// What each provider can do, written from the articles: the nine systems with opt-out
// on the page and the three with dynamic links and with links that are matched alone
// are named in F, Zoom alone records natively in A. Who removes a bot is ours.
func TestAbilities(t *testing.T) {
	const yes, no = true, false
	for _, test := range []struct {
		provider                                     invite.Provider
		name                                         string
		optOut, dynamic, native, matchesAlone, hosts bool
	}{
		{invite.ProviderNone, "an unknown provider", no, no, no, no, no},
		{invite.ProviderZoom, "Zoom", yes, yes, yes, yes, yes},
		{invite.ProviderGoogleMeet, "Google Meet", yes, yes, no, no, no},
		{invite.ProviderMicrosoftTeams, "Microsoft Teams", yes, yes, no, no, yes},
		{invite.ProviderWebex, "Webex", yes, no, no, yes, yes},
		{invite.ProviderGoToMeeting, "GoToMeeting", yes, no, no, yes, yes},
		{invite.ProviderJoinMe, "join.me", yes, no, no, no, yes},
		{invite.ProviderAmazonChime, "Amazon Chime", yes, no, no, no, no},
		{invite.ProviderRingCentralMeetings, "RingCentral Meetings", yes, no, no, no, yes},
		{invite.ProviderRingCentralVideo, "RingCentral Video", yes, no, no, no, yes},
		{invite.ProviderBlueJeans, "BlueJeans", no, no, no, no, yes},
		{invite.ProviderWhereby, "Whereby", no, no, no, no, yes},
		{invite.ProviderJitsiMeet, "Jitsi Meet", no, no, no, no, yes},
		{invite.ProviderEightByEight, "8x8 Meet", no, no, no, no, yes},
		{invite.ProviderDialpad, "Dialpad Meetings", no, no, no, no, yes},
		{invite.ProviderZohoMeeting, "Zoho Meeting", no, no, no, no, yes},
		{invite.ProviderSkype, "Skype", no, no, no, no, yes},
		{invite.ProviderOther, "another web conferencing system", no, no, no, no, no},
		{invite.ProviderFaceTime, "FaceTime", no, no, no, no, no},
		{invite.ProviderSlackHuddle, "a Slack huddle", no, no, no, no, no},
		{invite.ProviderSlackHuddle + 1, "provider(20)", no, no, no, no, no},
		{255, "provider(255)", no, no, no, no, no},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := test.provider
			assert.Equal(t, test.name, p.Name())
			assert.Equal(t, test.optOut, p.OffersOptOut(), "opt-out")
			assert.Equal(t, test.dynamic, p.MakesDynamicLinks(), "dynamic links")
			assert.Equal(t, test.native, p.RecordsNatively(), "native recorder")
			assert.Equal(t, test.matchesAlone, p.MatchesLinksAlone(), "matches links alone")
			assert.Equal(t, test.hosts, p.HostRemovesBot(), "only the host removes a bot")
			shut := p == invite.ProviderFaceTime || p == invite.ProviderSlackHuddle
			assert.Equal(t, !shut, p.RecorderJoins(), "a recorder can join")
		})
	}
}

func TestJoinLinks(t *testing.T) {
	for provider, test := range map[invite.Provider]struct{ joins, others []string }{
		invite.ProviderZoom: {
			joins: []string{
				"https://zoom.us/j/123456789?pwd=abc", "https://acme.zoom.us/j/123456789", "https://us02web.zoom.us/j/1", "https://zoom.us/s/1",
				"https://acme.zoom.us/w/1", "https://zoom.us/my/ann", "https://zoom.us/my/ann/lobby", "https://zoom.us/wc/123456789",
				"https://app.zoom.us/wc/1/join", "https://zoom.us/launch/jc/1", "https://zoom.us/meeting/register/abc", "https://zoom.us/webinar/register/WN_x",
				"https://zoom.us/meeting/tokenized-join/a/b", "https://acme.zoom.com/j/1", "https://acme.zoomgov.com/j/1",
			},
			others: []string{
				"https://zoom.us", "https://zoom.us/u/abc", "https://acme.zoom.us/u/abc", "https://zoom.us/zoomconference", "https://zoom.us/j", "https://zoom.us/j/",
				"https://zoom.us/j/1/2", "https://zoom.us/profile/setting", "https://zoom.us/rec/share/x", "https://zoom.us/test", "https://zoom.us/launch",
				"https://support.zoom.us/hc/en-us/articles/1", "https://zoom.us/meeting/1", "https://zoom.us/my", "https://zoom.us/my/a/b/c", "https://zoom.us/webinar/register",
				"https://evilzoom.us/j/1", "https://zoom.us.evil.example/j/1", "https://zoom.example/j/1", "https://us/j/1", "https://notzoomgov.com/j/1",
			},
		},
		invite.ProviderGoogleMeet: {
			joins: []string{"https://meet.google.com/abc-defg-hij", "https://meet.google.com/lookup/acme", "https://meet.google.com/_meet/abc-defg-hij", "https://g.co/meet/acme"},
			others: []string{
				"https://meet.google.com", "https://meet.google.com/landing", "https://meet.google.com/linkredirect?dest=https://a.example/", "https://meet.google.com/a/b", "https://tel.meet/abc-defg-hij?pin=1", "https://support.google.com/a/users/answer/1",
				"https://x.meet.google.com/abc-defg-hij", "https://google.com/abc-defg-hij", "https://calendar.google.com/x", "https://g.co/x", "https://evilmeet.google.com/abc-defg-hij",
			},
		},
		invite.ProviderMicrosoftTeams: {
			joins: []string{
				"https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d", "https://teams.microsoft.com/meet/123?p=abc",
				"https://teams.live.com/meet/123", "https://teams.microsoft.com/dl/launcher/launcher.html?url=x", "https://teams.microsoft.com/_#/l/meetup-join/x",
				"https://teams.cloud.microsoft/meet/1", "https://gov.teams.microsoft.us/l/meetup-join/x/0", "https://dod.teams.microsoft.us/l/meetup-join/x/0",
				"https://teams.microsoft.com/light-meetings/launch?x",
			},
			others: []string{
				"https://teams.microsoft.com/meetingOptions/?organizerId=x", "https://dialin.teams.microsoft.com/abc?id=1", "https://dialin.teams.microsoft.com/usp/pstnconferencing",
				"https://aka.ms/JoinTeamsMeeting", "https://teams.microsoft.com/l/chat/x/0", "https://teams.microsoft.com/l/channel/x/y", "https://teams.microsoft.com/l/meetup-join",
				"https://teams.microsoft.com", "https://microsoft.com/l/meetup-join/x", "https://x.teams.microsoft.com/l/meetup-join/x", "https://teams.microsoft.com/L/meetup-join/x",
			},
		},
		invite.ProviderWebex: {
			joins: []string{
				"https://acme.webex.com/meet/ann", "https://acme.webex.com/join/ann", "https://acme.webex.com/acme/j.php?MTID=m1", "https://acme.webex.com/acme/e.php?MTID=m1", "https://acme.webex.com/acme/k2/j.php?MTID=m1",
				"https://acme.webex.com/wbxmjs/joinservice/sites/acme/meeting/download/x", "https://acme.webex.com/webappng/sites/acme/meeting/info/1",
				"https://acme.webex.com/acme/onstage/g.php", "https://acme.webex.com/m/1-2-3", "https://webex.com/meet/ann",
			},
			others: []string{
				"https://help.webex.com", "https://acme.webex.com/acme/globalcallin.php?MTID=m1", "https://acme.webex.com/webappng/sites/acme/dashboard", "https://www.webex.com/pdf/tollfree_restrictions.pdf",
				"https://acme.webex.com/meet", "https://notwebex.com/meet/ann", "https://webex.com.evil.example/meet/ann", "https://acme.webex.com/wbxmjs/joinservice",
			},
		},
		invite.ProviderGoToMeeting: {
			joins:  []string{"https://global.gotomeeting.com/join/123456789", "https://gotomeeting.com/join/1", "https://app.gotomeeting.com/meeting/join/1", "https://www.gotomeet.me/ann", "https://meet.goto.com/123456789", "https://meet.goto.com/acme/ann", "https://app.goto.com/meeting/1"},
			others: []string{"https://global.gotomeeting.com/install/1", "https://meet.goto.com/install", "https://support.goto.com/meeting", "https://link.gotomeeting.com/system-check", "https://goto.com/1", "https://notgotomeeting.com/join/1"},
		},
		invite.ProviderJoinMe: {
			joins:  []string{"https://join.me/123-456-789", "https://acme.join.me/ann"},
			others: []string{"https://join.me", "https://join.me/intphone/123456789/0", "https://evil-join.me/123", "https://join.me.evil.example/123"},
		},
		invite.ProviderAmazonChime: {
			joins:  []string{"https://chime.aws/1234567890", "https://app.chime.aws/meetings/1234567890"},
			others: []string{"https://chime.aws", "https://chime.aws/dialinnumbers/", "https://app.chime.aws/check", "https://x.chime.aws/1", "https://answers.chime.aws/questions/1"},
		},
		invite.ProviderRingCentralMeetings: {
			joins:  []string{"https://meetings.ringcentral.com/j/1", "https://meetings.ringcentral.com/join/1", "https://meetings.ringcentral.com/my/ann"},
			others: []string{"https://meetings.ringcentral.com/teleconference", "https://ringcentral.com/j/1", "https://support.ringcentral.com/join/1"},
		},
		invite.ProviderRingCentralVideo: {
			joins:  []string{"https://v.ringcentral.com/join/1", "https://v.ringcentral.com/conf/on/1", "https://video.ringcentral.com/join/1"},
			others: []string{"https://v.ringcentral.com/teleconference", "https://v.ringcentral.com/conf/off/1", "https://video.ringcentral.com/conf/on/1"},
		},
		invite.ProviderBlueJeans: {
			joins:  []string{"https://bluejeans.com/123456789", "https://acme.bluejeans.com/123456789/1234"},
			others: []string{"https://bluejeans.com", "https://www.bluejeans.com/numbers", "https://bluejeans.com/premium-numbers", "https://support.bluejeans.com/a/b/c", "https://notbluejeans.com/1"},
		},
		invite.ProviderWhereby: {
			joins:  []string{"https://whereby.com/acme-room", "https://acme.whereby.com/room"},
			others: []string{"https://whereby.com", "https://whereby.com/information/tos", "https://nowhereby.com/room"},
		},
		invite.ProviderJitsiMeet: {
			joins:  []string{"https://meet.jit.si/AcmeRoom", "https://meet.jit.si/acme/Room"},
			others: []string{"https://meet.jit.si", "https://meet.jit.si/static/dialInInfo.html?room=AcmeRoom", "https://jit.si/AcmeRoom", "https://x.meet.jit.si/AcmeRoom"},
		},
		invite.ProviderEightByEight: {
			joins:  []string{"https://8x8.vc/room", "https://8x8.vc/acme/room"},
			others: []string{"https://8x8.vc", "https://8x8.vc/static/dialInInfo.html?room=room", "https://8x8.com/acme/room", "https://x.8x8.vc/room"},
		},
		invite.ProviderDialpad: {
			joins:  []string{"https://meetings.dialpad.com/ann", "https://meetings.dialpad.com/room/ann", "https://www.uberconference.com/ann"},
			others: []string{"https://dialpad.com/ann", "https://meetings.dialpad.com", "https://help.uberconference.com/hc/en-us", "https://notuberconference.com/ann"},
		},
		invite.ProviderZohoMeeting: {
			joins:  []string{"https://meet.zoho.com/abc-def", "https://meet.zoho.eu/abc-def", "https://meeting.zoho.com/join?key=1", "https://meeting.zoho.eu/meeting/public/videoprv"},
			others: []string{"https://zoho.com/join", "https://meeting.zoho.com/login", "https://meet.zoho.com", "https://meeting.zoho.eu/meeting", "https://meet.zoho.evil.example/abc"},
		},
		invite.ProviderSkype: {
			joins:  []string{"https://join.skype.com/abc", "https://join.skype.com/invite/abc", "https://meet.lync.com/acme/ann/X1"},
			others: []string{"https://join.skype.com", "https://meet.lync.com", "https://skype.com/abc", "https://dialin.lync.com/abc", "https://support.skype.com/abc"},
		},
		invite.ProviderFaceTime: {
			joins:  []string{"https://facetime.apple.com/join#v=1&p=x"},
			others: []string{"https://facetime.apple.com", "https://apple.com/join", "https://facetime.apple.com/join/more"},
		},
		invite.ProviderSlackHuddle: {
			joins:  []string{"https://app.slack.com/huddle/T1/C1"},
			others: []string{"https://app.slack.com/client/T1/C1", "https://app.slack.com/huddle/T1", "https://slack.com/huddle/T1/C1"},
		},
	} {
		for _, raw := range test.joins {
			assert.Equal(t, provider, invite.MustLink(raw).Provider(), raw)
		}
		for _, raw := range test.others {
			assert.Equal(t, invite.ProviderNone, invite.MustLink(raw).Provider(), raw)
		}
	}
}

func TestEveryProviderHasJoinLinksInTheTests(t *testing.T) {
	for _, p := range invite.AllProviders()[1:] {
		assert.Equal(t, p != invite.ProviderOther, len(below[p]) > 0, "%v: the settings alone name the hosts of others", p)
	}
}

func TestProviderSet(t *testing.T) {
	assert.Equal(t, invite.AllProviders(), slices.Collect(enum.SetOf(invite.AllProviders()...).All()), "every provider has a place")
}

func TestProviderSetReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := enum.SetOf(rapid.SliceOf(rapid.SampledFrom(invite.AllProviders())).Draw(t, "providers")...)
		written, err := json.Marshal(set)
		require.NoError(t, err)
		var read invite.ProviderSet
		require.NoError(t, strictjson.Unmarshal(written, &read))
		assert.Equal(t, set, read)
	})
}

func TestProviderSetJSON(t *testing.T) {
	written, err := json.Marshal(enum.SetOf(invite.ProviderWebex, invite.ProviderZoom))
	require.NoError(t, err)
	assert.Equal(t, `["zoom","webex"]`, string(written))
	written, err = json.Marshal(invite.ProviderSet(0))
	require.NoError(t, err)
	assert.Equal(t, `[]`, string(written))
	var read invite.ProviderSet
	assert.EqualError(t, strictjson.Unmarshal([]byte(`["zoom", "webx"]`), &read), `line 1, column 10: [1]: `+
		`unknown provider "webx": want one of none, zoom, google_meet, microsoft_teams, webex, goto_meeting, join_me, amazon_chime, `+
		`ringcentral_meetings, ringcentral_video, bluejeans, whereby, jitsi_meet, 8x8, dialpad, zoho_meeting, skype, other, facetime, slack_huddle (did you mean "webex"?)`)
	assert.Zero(t, read)
}

func TestProvidersOn(t *testing.T) {
	for _, test := range []struct {
		rule, pattern string
		want          invite.ProviderSet
	}{
		{"a provider's host", "meet.google.com", enum.SetOf(invite.ProviderGoogleMeet)},
		{"in another case", "Meet.Google.COM", enum.SetOf(invite.ProviderGoogleMeet)},
		{"a host below a provider's", "us02web.zoom.us", enum.SetOf(invite.ProviderZoom)},
		{"the host above such hosts", "zoom.us", enum.SetOf(invite.ProviderZoom)},
		{"every host below a provider's", "*.zoom.us", enum.SetOf(invite.ProviderZoom)},
		{"every host below one that two providers have hosts below", "*.ringcentral.com", enum.SetOf(invite.ProviderRingCentralMeetings, invite.ProviderRingCentralVideo)},
		{"every host below one that a provider's hosts are below", "*.US", enum.SetOf(invite.ProviderZoom, invite.ProviderMicrosoftTeams)},
		{"a host above a provider's", "google.com", 0},
		{"a host that ends like a provider's", "notzoom.us", 0},
		{"every host below one that ends like a provider's", "*.oom.us", 0},
		{"every host below one on which alone calls are", "*.meet.google.com", 0},
		{"a host of nobody", "meet.example", 0},
		{"no host", "", 0},
	} {
		t.Run(test.rule, func(t *testing.T) { assert.Equal(t, test.want, invite.ProvidersOn(test.pattern)) })
	}
}
