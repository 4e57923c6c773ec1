package decision_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// enumeration is what every enumeration has.
type enumeration interface {
	comparable
	fmt.Stringer
	encoding.TextMarshaler
}

func roundTrips[T enumeration, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, all []T, past T) {
	t.Helper()
	require.NotEmpty(t, all)
	seen := map[string]bool{}
	for _, v := range all {
		text, err := v.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, v.String(), string(text))
		assert.Regexp(t, `^[a-z0-9_]+$`, v.String())
		assert.False(t, seen[v.String()], "%v twice", v)
		seen[v.String()] = true

		written, err := json.Marshal(map[string]T{"v": v})
		require.NoError(t, err)
		var read map[string]T
		require.NoError(t, json.Unmarshal(written, &read))
		assert.Equal(t, v, read["v"])
	}
	var unknown *enum.UnknownError
	_, err := past.MarshalText()
	assert.ErrorAs(t, err, &unknown)
	assert.Contains(t, past.String(), "(")
	before := all[len(all)-1]
	v := before
	err = P(&v).UnmarshalText([]byte("alow"))
	assert.ErrorAs(t, err, &unknown)
	assert.ErrorContains(t, err, `"alow"`)
	assert.Equal(t, before, v, "unknown text leaves the value alone")
	assert.Error(t, P(&v).UnmarshalText(nil))
	assert.Error(t, P(&v).UnmarshalText([]byte(past.String())))
}

func TestTextFormsRoundTrip(t *testing.T) {
	roundTrips(t, AllReasons(), AllReasons()[len(AllReasons())-1]+1)
	roundTrips(t, AllEffects(), Advises+1)
	roundTrips(t, AllVerdicts(), Record+1)
	roundTrips(t, AllSources(), ArticlesAF+1)
	roundTrips(t, AllScopes(), WholeSeries+1)
	roundTrips(t, AllStopMethods(), HostRemovesBot+1)
	roundTrips(t, AllHows(), Listed+1)
	roundTrips(t, AllEnded(), Failed+1)
	roundTrips(t, AllSteps(), SendAgain+1)
	roundTrips(t, AllActors(), ActorParticipant+1)
}

// The numbers of reasons are written down in other people's databases.
func TestReasonNumbersStay(t *testing.T) {
	for r, number := range map[Reason]int{
		InvalidCase: 1, ProviderOff: 7, NobodyRecorded: 12, BypassLink: 17, LateOptOut: 20,
		RecordingCancelled: 22, ConsentByNotice: 26, RequestNotNeeded: 31, CancellerNotMember: 33,
		NotAnInvitation: 34, AllDay: 35, RecordingStopped: 36, SeveralCalls: 37, NobodyAnswered: 38, PhoneBesidePage: 39, EverybodyLeft: 40, RecordedElsewhen: 41,
		TimeUncertain: 42,
	} {
		assert.EqualValues(t, number, r, r)
	}
	assert.Len(t, AllReasons(), 42, "append, and say the new number here")
}

func TestZeroValuesAreSafe(t *testing.T) {
	assert.Equal(t, Refuse, Verdict(0))
	assert.False(t, Reason(0).Known())
	assert.Equal(t, Rule{}, RuleOf(0))
	assert.Equal(t, Rule{}, RuleOf(200))
	d := Decide(Case{})
	assert.Equal(t, Refuse, d.Verdict)
	assert.True(t, d.Reasons.Has(InvalidCase))
	assert.Equal(t, Schedule{}, Timeline(Case{}))
	assert.Equal(t, Cancellability{Reason: InvalidCase}, CanCancel(Case{}, ann, ThisOccurrence))
}

func TestReasonSets(t *testing.T) {
	set := enum.SetOf(LateOptOut, InvalidCase, NoNotice)
	assert.Equal(t, "invalid_case, late_opt_out, no_notice", set.String())
	assert.Equal(t, 3, set.Len())
	assert.Equal(t, enum.SetOf(InvalidCase, NoNotice), set&ReasonsThat(Refuses, Advises))
	for r := range set.All() {
		assert.Equal(t, InvalidCase, r)
		break
	}
	for f := range (FactAsked | FactOver).All() {
		assert.Equal(t, FactOver, f)
		break
	}
	assert.Equal(t, "over, asked", (FactAsked | FactOver).String())
	var read Reasons
	require.NoError(t, json.Unmarshal([]byte(`["late_opt_out","no_notice"]`), &read))
	assert.Equal(t, enum.SetOf(LateOptOut, NoNotice), read)
	assert.Error(t, json.Unmarshal([]byte(`["late"]`), &read))
}

func TestFactsHaveNames(t *testing.T) {
	for f := range AllFacts().All() {
		got, ok := ParseFact(f.String())
		assert.True(t, ok)
		assert.Equal(t, f, got)
	}
	_, ok := ParseFact("unheard_of")
	assert.False(t, ok)
}

// Facts that follow are never taken on trust.
func TestDerivedFactsAreDerived(t *testing.T) {
	f := FactStarted | FactProviderOn
	verdict, reasons := (f | FactConsentMissing | FactGranted | FactEligible).Decide()
	wantVerdict, want := f.Decide()
	assert.Equal(t, want, reasons)
	assert.Equal(t, wantVerdict, verdict)
}

func TestRulesAreCopies(t *testing.T) {
	Rules()[3].Steps[0] = AskAssistant
	RuleOf(MeetingPrivate).Steps[0] = AskAssistant
	assert.Equal(t, []Step{MakePublic}, RuleOf(MeetingPrivate).Steps)
}

// What a row looks at has the facts that follow from others taken apart.
func TestRulesSayWhatTheyLookAt(t *testing.T) {
	assert.Equal(t, FactOver|FactStarted, RuleOf(MeetingOver).LooksAt())
	assert.Equal(t, FactAsked|FactAddressKnown|FactSenderMember|FactSenderPermitted|FactInternalExcluded, RuleOf(InternalMeeting).LooksAt())
	assert.Equal(t, FactStarted|FactOptedOut|FactBypassed|FactPageEnforced|FactLateEnough, RuleOf(LateOptOut).LooksAt())
}

func TestEveryRuleSaysWhatItIsAbout(t *testing.T) {
	for i, r := range Rules() {
		assert.EqualValues(t, i+1, r.Reason, "catalogue order")
		assert.Equal(t, r, RuleOf(r.Reason))
		assert.Regexp(t, `^[A-Z].*\.$`, r.Says, "%v", r.Reason)
		assert.NotEmpty(t, r.Section, "%v", r.Reason)
		assert.NotEmpty(t, r.Source.Title())
		assert.Contains(t, AllEffects(), r.Effect)
		if r.Effect != Refuses && r.Effect != Ends && r.Effect != Objects {
			assert.Empty(t, r.Steps, "%v is not against recording", r.Reason)
		}
	}
}
