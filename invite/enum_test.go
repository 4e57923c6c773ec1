package invite_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

type enumeration interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	Known() bool
}

type readable[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// testEnumeration goes through every value, the one past the last, and the largest.
func testEnumeration[T enumeration, P readable[T]](t *testing.T, kind string, all []T, texts ...string) {
	t.Helper()
	require.Len(t, all, len(texts))
	for i, text := range texts {
		v := T(i)
		assert.Equal(t, v, all[i])
		assert.True(t, v.Known(), text)
		assert.Equal(t, text, v.String())
		written, err := v.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(written))
		read := T(99)
		require.NoError(t, P(&read).UnmarshalText(written))
		assert.Equal(t, v, read)
		inJSON, err := json.Marshal(v)
		require.NoError(t, err)
		assert.Equal(t, strconv.Quote(text), string(inJSON))
		read = T(99)
		require.NoError(t, json.Unmarshal(inJSON, &read))
		assert.Equal(t, v, read)
	}
	for _, v := range []T{T(len(texts)), 255} {
		assert.False(t, v.Known())
		assert.Equal(t, fmt.Sprintf("%s(%d)", kind, uint8(v)), v.String())
		_, err := v.MarshalText()
		assertUnknown(t, err, kind, strconv.Itoa(int(v)))
		_, err = json.Marshal(v)
		assertUnknown(t, err, kind, strconv.Itoa(int(v)))
		var read T
		assertUnknown(t, P(&read).UnmarshalText([]byte(v.String())), kind, v.String())
	}
	for _, text := range []string{"", "no such", strings.ToUpper(texts[0]), texts[0] + " "} {
		read := T(99)
		assertUnknown(t, P(&read).UnmarshalText([]byte(text)), kind, text)
		assert.Equal(t, T(99), read)
		assertUnknown(t, json.Unmarshal([]byte(strconv.Quote(text)), &read), kind, text)
	}
}

func assertUnknown(t *testing.T, err error, kind, text string) {
	t.Helper()
	var unknown *enum.UnknownError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, kind, unknown.Kind)
	assert.Equal(t, text, unknown.Text)
	assert.Contains(t, err.Error(), strconv.Quote(text))
}

func TestEnumerations(t *testing.T) {
	t.Run("method", func(t *testing.T) {
		testEnumeration(t, "method", invite.AllMethods(),
			"none", "publish", "request", "reply", "add", "cancel", "refresh", "counter", "decline_counter")
	})
	t.Run("status", func(t *testing.T) {
		testEnumeration(t, "status", invite.AllStatuses(), "none", "tentative", "confirmed", "cancelled")
	})
	t.Run("class", func(t *testing.T) {
		testEnumeration(t, "class", invite.AllClasses(), "public", "private", "confidential")
	})
	t.Run("calendar user type", func(t *testing.T) {
		testEnumeration(t, "calendar user type", invite.AllCUTypes(), "individual", "group", "resource", "room", "unknown")
	})
	t.Run("participation status", func(t *testing.T) {
		testEnumeration(t, "participation status", invite.AllPartStats(),
			"needs_action", "accepted", "declined", "tentative", "delegated")
	})
	t.Run("place", func(t *testing.T) {
		testEnumeration(t, "place", invite.AllPlaces(), "unstated", "conference", "x_google_conference",
			"x_microsoft_skypeteamsmeetingurl", "location", "url", "description", "x_alt_desc")
	})
	t.Run("provider", func(t *testing.T) {
		testEnumeration(t, "provider", invite.AllProviders(), "none", "zoom", "google_meet", "microsoft_teams", "webex",
			"goto_meeting", "join_me", "amazon_chime", "ringcentral_meetings", "ringcentral_video", "bluejeans", "whereby",
			"jitsi_meet", "8x8", "dialpad", "zoho_meeting", "skype", "other", "facetime", "slack_huddle")
	})
}

// The texts are the wire form; this table ties them to the constants' names.
func TestConstantsHaveTheirTexts(t *testing.T) {
	for v, text := range map[fmt.Stringer]string{
		invite.MethodNone: "none", invite.MethodPublish: "publish", invite.MethodRequest: "request",
		invite.MethodReply: "reply", invite.MethodAdd: "add", invite.MethodCancel: "cancel", invite.MethodRefresh: "refresh",
		invite.MethodCounter: "counter", invite.MethodDeclineCounter: "decline_counter",
		invite.StatusNone: "none", invite.StatusTentative: "tentative", invite.StatusConfirmed: "confirmed", invite.StatusCancelled: "cancelled",
		invite.ClassPublic: "public", invite.ClassPrivate: "private", invite.ClassConfidential: "confidential",
		invite.CUTypeIndividual: "individual", invite.CUTypeGroup: "group", invite.CUTypeResource: "resource",
		invite.CUTypeRoom: "room", invite.CUTypeUnknown: "unknown",
		invite.PartStatNeedsAction: "needs_action", invite.PartStatAccepted: "accepted", invite.PartStatDeclined: "declined",
		invite.PartStatTentative: "tentative", invite.PartStatDelegated: "delegated",
		invite.PlaceUnstated: "unstated", invite.PlaceConference: "conference", invite.PlaceGoogleConference: "x_google_conference",
		invite.PlaceTeamsMeetingURL: "x_microsoft_skypeteamsmeetingurl", invite.PlaceLocation: "location",
		invite.PlaceURL: "url", invite.PlaceDescription: "description", invite.PlaceAltDescription: "x_alt_desc",
		invite.ProviderNone: "none", invite.ProviderZoom: "zoom", invite.ProviderGoogleMeet: "google_meet",
		invite.ProviderMicrosoftTeams: "microsoft_teams", invite.ProviderWebex: "webex", invite.ProviderGoToMeeting: "goto_meeting",
		invite.ProviderJoinMe: "join_me", invite.ProviderAmazonChime: "amazon_chime",
		invite.ProviderRingCentralMeetings: "ringcentral_meetings", invite.ProviderRingCentralVideo: "ringcentral_video",
		invite.ProviderBlueJeans: "bluejeans", invite.ProviderWhereby: "whereby", invite.ProviderJitsiMeet: "jitsi_meet",
		invite.ProviderEightByEight: "8x8", invite.ProviderDialpad: "dialpad", invite.ProviderZohoMeeting: "zoho_meeting",
		invite.ProviderSkype: "skype", invite.ProviderOther: "other", invite.ProviderFaceTime: "facetime", invite.ProviderSlackHuddle: "slack_huddle",
	} {
		assert.Equal(t, text, v.String())
	}
}
