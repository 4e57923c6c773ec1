package profile_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/profile"
)

type enumeration interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
}

type readable[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// testEnumeration goes through every value, the one past the last, and the largest.
// An empty text marks a reserved value.
func testEnumeration[T enumeration, P readable[T]](t *testing.T, kind string, all []T, texts ...string) {
	t.Helper()
	var named []T
	for i, text := range append(texts, "") {
		v := T(i)
		if text == "" {
			assertNoValue[T, P](t, kind, v)
			continue
		}
		named = append(named, v)
		assert.Equal(t, text, v.String())
		written, err := json.Marshal(v)
		require.NoError(t, err)
		assert.Equal(t, strconv.Quote(text), string(written))
		read := T(99)
		require.NoError(t, json.Unmarshal(written, &read))
		assert.Equal(t, v, read)
		read = T(99)
		require.NoError(t, P(&read).UnmarshalText([]byte(text)))
		assert.Equal(t, v, read)
	}
	assert.Equal(t, named, all)
	assertNoValue[T, P](t, kind, 255)
	for _, text := range []string{"", "no such", strings.ToUpper(named[0].String()), named[0].String() + " "} {
		read := T(99)
		assertUnknown(t, P(&read).UnmarshalText([]byte(text)), kind, text)
		assert.Equal(t, T(99), read)
	}
}

func assertNoValue[T enumeration, P readable[T]](t *testing.T, kind string, v T) {
	t.Helper()
	assert.Equal(t, fmt.Sprintf("%s(%d)", kind, uint8(v)), v.String())
	_, err := v.MarshalText()
	assertUnknown(t, err, kind, strconv.Itoa(int(v)))
	_, err = json.Marshal(v)
	assertUnknown(t, err, kind, strconv.Itoa(int(v)))
	assertUnknown(t, P(&v).UnmarshalText([]byte(v.String())), kind, v.String())
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
	t.Run("page", func(t *testing.T) {
		testEnumeration(t, "consent page mode", profile.AllPages(), "", "off", "enabled", "enforced")
	})
	t.Run("link type", func(t *testing.T) {
		testEnumeration(t, "link type", profile.AllLinkTypes(), "static", "dynamic", "host_decides")
	})
	t.Run("recording rule", func(t *testing.T) {
		testEnumeration(t, "recording rule", profile.AllRecordingRules(), "host_only", "any_participant")
	})
	t.Run("link kind", func(t *testing.T) {
		testEnumeration(t, "link kind", profile.AllLinkKinds(), "other", "direct", "stale", "current")
	})
	t.Run("link fault", func(t *testing.T) {
		testEnumeration(t, "link fault", profile.AllFaults(), "none", "page_off", "company", "member", "type", "disconnected", "spelling")
	})
}

func TestConstantsHaveTheirTexts(t *testing.T) {
	for v, text := range map[fmt.Stringer]string{
		profile.PageOff: "off", profile.PageEnabled: "enabled", profile.PageEnforced: "enforced",
		profile.LinksStatic: "static", profile.LinksDynamic: "dynamic", profile.LinksHostDecides: "host_decides",
		profile.HostOnly: "host_only", profile.AnyParticipant: "any_participant",
		profile.LinkOther: "other", profile.LinkDirect: "direct", profile.LinkStale: "stale", profile.LinkCurrent: "current",
		profile.FaultNone: "none", profile.FaultPageOff: "page_off", profile.FaultCompany: "company", profile.FaultMember: "member",
		profile.FaultType: "type", profile.FaultDisconnected: "disconnected", profile.FaultSpelling: "spelling",
	} {
		assert.Equal(t, text, v.String())
	}
}

func TestKnown(t *testing.T) {
	for v := range 256 {
		assert.Equal(t, 1 <= v && v <= 3, profile.Page(v).Known())
		assert.Equal(t, v <= 2, profile.LinkType(v).Known())
		assert.Equal(t, v <= 1, profile.RecordingRule(v).Known())
	}
}

func TestEveryFaultSaysWhatIsWrong(t *testing.T) {
	said := map[string]bool{}
	for _, f := range profile.AllFaults()[1:] {
		assert.NotEmpty(t, f.Says(), f)
		assert.False(t, said[f.Says()], f)
		said[f.Says()] = true
	}
	assert.Empty(t, profile.FaultNone.Says())
	assert.Empty(t, profile.Fault(200).Says())
	assert.Equal(t, "the consent page is off", profile.FaultPageOff.Says())
	assert.Equal(t, "no member has such a link", profile.FaultMember.Says())
}

func TestPageOn(t *testing.T) {
	for page, on := range map[profile.Page]bool{0: false, profile.PageOff: false, profile.PageEnabled: true, profile.PageEnforced: true, 9: false} {
		p := profile.Profile{Page: page}
		assert.Equal(t, on, p.PageOn(), page)
	}
}

func TestLinkTypeAllows(t *testing.T) {
	for _, test := range []struct {
		links           profile.LinkType
		static, dynamic bool
	}{
		{profile.LinksStatic, true, false},
		{profile.LinksDynamic, false, true},
		{profile.LinksHostDecides, true, true},
	} {
		assert.Equal(t, test.static, test.links.Allows(false), test.links)
		assert.Equal(t, test.dynamic, test.links.Allows(true), test.links)
	}
}

func TestPeriod(t *testing.T) {
	for _, test := range []struct {
		rule, text string
		period     profile.Period
		length     time.Duration
		written    string
	}{
		{"minutes", "30m", profile.Period(30 * time.Minute), 30 * time.Minute, "30m0s"},
		{"the default, said", "20m", profile.Period(20 * time.Minute), 20 * time.Minute, "20m0s"},
		{"to the nanosecond", "1h2m3.000000004s", profile.Period(time.Hour + 2*time.Minute + 3*time.Second + 4), time.Hour + 2*time.Minute + 3*time.Second + 4, "1h2m3.000000004s"},
		{"a nanosecond", "1ns", 1, 1, "1ns"},
		{"the longest", "2562047h47m16.854775807s", 1<<63 - 1, 1<<63 - 1, "2562047h47m16.854775807s"},
		{"no time at all", "0s", profile.NoPeriod, 0, "0s"},
		{"no time at all, without a unit", "0", profile.NoPeriod, 0, "0s"},
		{"no time at all, with a sign", "-0s", profile.NoPeriod, 0, "0s"},
		{"the default", "default", 0, 20 * time.Minute, "default"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			p := profile.Period(77)
			require.NoError(t, p.UnmarshalText([]byte(test.text)))
			assert.Equal(t, test.period, p)
			assert.True(t, p.Known())
			o := profile.Org{CancelBefore: p}
			assert.Equal(t, test.length, o.CancelLead())
			assert.Equal(t, test.written, p.String())
			written, err := p.MarshalText()
			require.NoError(t, err)
			assert.Equal(t, test.written, string(written))
			read := profile.Period(77)
			require.NoError(t, read.UnmarshalText(written))
			assert.Equal(t, p, read)
		})
	}
}

func TestPeriodsOfTheSettings(t *testing.T) {
	var o profile.Org
	assert.Equal(t, 20*time.Minute, o.CancelLead(), "the default")
	assert.Equal(t, 2*time.Minute, o.Grace(), "the default")
	o.CancelBefore, o.AnswerGrace = profile.NoPeriod, profile.NoPeriod
	assert.Zero(t, o.CancelLead())
	assert.Zero(t, o.Grace())
	o.CancelBefore, o.AnswerGrace = profile.Period(time.Hour), profile.Period(time.Second)
	assert.Equal(t, time.Hour, o.CancelLead())
	assert.Equal(t, time.Second, o.Grace())
}

func TestBadPeriod(t *testing.T) {
	for _, text := range []string{"", "20", "20 minutes", "-1ns", "-20m", "20m ", "9999999h", "Default", " default"} {
		p := profile.Period(time.Minute)
		err := p.UnmarshalText([]byte(text))
		var wrong *profile.PeriodError
		require.ErrorAs(t, err, &wrong, text)
		assert.Equal(t, text, wrong.Text)
		assert.EqualError(t, err, `period "`+text+`": want a duration that is not negative, like 20m`)
		assert.Equal(t, profile.Period(time.Minute), p, "an error leaves the period alone")
	}
	for _, p := range []profile.Period{-2, -1 << 63} {
		assert.False(t, p.Known())
		_, err := p.MarshalText()
		var wrong *profile.PeriodError
		require.ErrorAs(t, err, &wrong)
	}
	_, err := profile.Period(-2).MarshalText()
	assert.EqualError(t, err, `period "-2ns": want a duration that is not negative, like 20m`)
}
