package consent_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

const (
	away     = consent.StayedAway
	agreed   = consent.Consented
	bypassed = consent.Bypassed
	optedOut = consent.OptedOut
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// minute is an instant of the call.
func minute(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }

// person is the address of somebody.
func person(name string) invite.Address { return invite.MustAddress(name + "@customer.example") }

func answer(who string, c consent.Choice, at int) consent.Response {
	return consent.Response{Participant: person(who), Choice: c, At: minute(at)}
}

// said is the log of one participant's answers, a minute apart.
func said(choices ...consent.Choice) []consent.Response {
	var rs []consent.Response
	for i, c := range choices {
		rs = append(rs, answer("cem", c, i))
	}
	return rs
}

// at returns the answer in force of a participant, by the stretches.
func at(l consent.Log, who string, s time.Time) consent.Choice {
	var found consent.Choice
	for stretch := range l.Stretches() {
		if _, ok := stretch.In(s, s); ok && stretch.Participant == person(who) {
			found = stretch.Choice
		}
	}
	return found
}

func TestAnswerInForce(t *testing.T) {
	for _, test := range []struct {
		rule    string
		answers []consent.Response
		at      int
		want    consent.Choice
	}{
		{"before the first answer there is none", said(agreed), -1, 0},
		{"an answer is in force at its own instant", said(agreed), 0, agreed},
		{"and ever after", said(agreed), 1000000, agreed},
		{"the latest counts", said(agreed, optedOut), 1, optedOut},
		{"until then the one before does", said(agreed, optedOut), 0, agreed},
		{"a consent replaces an opt-out", said(optedOut, agreed), 1, agreed},
		{"staying away replaces a consent", said(agreed, away), 1, away},
		{"staying away replaces an opt-out", said(optedOut, away), 1, away},
		{"staying away replaces a bypass", said(bypassed, away), 1, away},
		{"a consent replaces a bypass", said(bypassed, agreed), 1, agreed},
		{"an opt-out replaces a bypass", said(bypassed, optedOut), 1, optedOut},

		{"a bypass without an earlier answer is one", said(bypassed), 0, bypassed},
		{"a bypass after staying away is one", said(away, bypassed), 1, bypassed},
		{"a bypass never replaces a consent", said(agreed, bypassed), 1, agreed},
		{"a bypass never replaces an opt-out", said(optedOut, bypassed), 1, optedOut},
		{"two bypasses never replace a consent", said(agreed, bypassed, bypassed), 2, agreed},
		{"a bypass before a consent does not linger", said(bypassed, agreed, bypassed), 2, agreed},
		{"opted out, stayed away, came in past the page: opted out", said(optedOut, away, bypassed), 2, optedOut},
		{"opted out, stayed away twice, came in past the page: opted out", said(optedOut, away, away, bypassed), 3, optedOut},
		{"opted out, came in past the page, stayed away, came in again: opted out", said(optedOut, bypassed, away, bypassed), 3, optedOut},
		{"consented, stayed away, came in past the page: bypassed", said(agreed, away, bypassed), 2, bypassed},
		{"opted out, consented, stayed away, came in past the page: bypassed", said(optedOut, agreed, away, bypassed), 3, bypassed},
		{"consented, opted out, stayed away, came in past the page: opted out", said(agreed, optedOut, away, bypassed), 3, optedOut},
		{"bypassed, stayed away, came in past the page: bypassed", said(bypassed, away, bypassed), 2, bypassed},

		{"at one instant an opt-out beats a bypass", []consent.Response{answer("cem", optedOut, 0), answer("cem", bypassed, 0)}, 0, optedOut},
		{"at one instant a bypass beats a consent", []consent.Response{answer("cem", bypassed, 0), answer("cem", agreed, 0)}, 0, bypassed},
		{"at one instant a consent beats staying away", []consent.Response{answer("cem", agreed, 0), answer("cem", away, 0)}, 0, agreed},
		{"an answer that is beaten leaves nothing behind", append(said(agreed), answer("cem", away, 1), answer("cem", bypassed, 1)), 1, agreed},
		{"at one instant an answer without a choice beats none", []consent.Response{answer("cem", optedOut, 0), answer("cem", 0, 0), answer("cem", 9, 0)}, 0, optedOut},
		{"an answer without a choice replaces none", said(optedOut, 0, 9), 2, optedOut},

		{"another's answer is another's", []consent.Response{answer("dia", optedOut, 0)}, 0, 0},
		{"spelling does not matter", []consent.Response{answer("cem", agreed, 0), {Participant: invite.MustAddress(" MAILTO:Cem@CUSTOMER.example. "), Choice: optedOut, At: minute(1)}}, 1, optedOut},
	} {
		t.Run(test.rule, func(t *testing.T) {
			assert.Equal(t, test.want, at(consent.NewLog(test.answers...), "cem", minute(test.at)))
		})
	}
}

func TestProblems(t *testing.T) {
	good := answer("cem", agreed, 0)
	nobody, undecided, unknown, untimed := good, good, good, good
	nobody.Participant, undecided.Choice, unknown.Choice, untimed.At = invite.Address{}, 0, 5, time.Time{}
	for _, test := range []struct {
		rule   string
		answer consent.Response
		want   string
	}{
		{"no participant", nobody, "[0].participant: say whose answer it is"},
		{"no choice", undecided, "[0].choice: want a choice that is known"},
		{"an unknown choice", unknown, "[0].choice: want a choice that is known"},
		{"no time", untimed, "[0].at: say when it was given"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			l := consent.NewLog(test.answer)
			require.Len(t, l.Problems(), 1)
			assert.EqualError(t, l.Problems()[0], test.want)
			assert.False(t, l.Valid())
			assert.Equal(t, 1, l.Len(), "it is not lost")
		})
	}
	l := consent.NewLog(consent.Response{}, good)
	require.Len(t, l.Problems(), 3)
	for i, field := range []string{"participant", "choice", "at"} {
		assert.Equal(t, field, l.Problems()[i].Field)
		assert.Zero(t, l.Problems()[i].Index)
	}
	assert.False(t, l.Valid())
	assert.True(t, consent.NewLog(good).Valid())
	assert.Empty(t, consent.NewLog(good).Problems())
	withLast := consent.NewLog(good, consent.Response{Participant: person("dia"), Choice: agreed})
	require.Len(t, withLast.Problems(), 1)
	assert.Equal(t, 1, withLast.Problems()[0].Index)
}

func TestZeroLog(t *testing.T) {
	var zero consent.Log
	assert.True(t, zero.Valid())
	assert.True(t, zero.IsZero())
	assert.Zero(t, zero.Len())
	assert.Empty(t, zero.Responses())
	assert.Empty(t, slices.Collect(zero.Stretches()))
	assert.Zero(t, zero.Tally(start))
	assert.Equal(t, zero, consent.NewLog())
	assert.False(t, consent.NewLog(answer("cem", agreed, 0)).IsZero())
}

func TestAnswered(t *testing.T) {
	for _, test := range []struct {
		rule    string
		answers []consent.Response
		at      time.Time
		want    bool
	}{
		{"nobody", nil, minute(60), false},
		{"before the answer", said(agreed), minute(0).Add(-1), false},
		{"at the answer", said(agreed), minute(0), true},
		{"an opt-out is an answer", said(optedOut), minute(60), true},
		{"staying away is none", said(away), minute(60), false},
		{"passing the page by is none", said(bypassed), minute(60), false},
		{"an answer that was taken back was one", said(agreed, away), minute(60), true},
		{"the first of several", []consent.Response{answer("cem", agreed, 9), answer("dia", optedOut, 5), answer("eli", agreed, 7)}, minute(5), true},
		{"before the first of several", []consent.Response{answer("cem", agreed, 9), answer("dia", optedOut, 5), answer("eli", agreed, 7)}, minute(5).Add(-1), false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			l := consent.NewLog(test.answers...)
			assert.Equal(t, test.want, l.Answered(test.at))
		})
	}
}

func TestStretches(t *testing.T) {
	l := consent.NewLog(answer("dia", bypassed, 5), answer("cem", optedOut, 3), answer("cem", agreed, 1), answer("cem", bypassed, 2), answer("cem", away, 4))
	assert.Equal(t, []consent.Stretch{
		{person("cem"), agreed, minute(1), minute(3)},
		{person("cem"), optedOut, minute(3), minute(4)},
		{person("cem"), away, minute(4), time.Time{}},
		{person("dia"), bypassed, minute(5), time.Time{}},
	}, slices.Collect(l.Stretches()))
	for range l.Stretches() {
		break // an iteration can stop early
	}
}

func TestStretchIn(t *testing.T) {
	closed := consent.Stretch{From: minute(10), Until: minute(20)}
	open := consent.Stretch{From: minute(10)}
	for _, test := range []struct {
		rule     string
		stretch  consent.Stretch
		from, to time.Time
		first    time.Time
		ok       bool
	}{
		{"a window around it", closed, minute(0), minute(30), minute(10), true},
		{"a window within it", closed, minute(12), minute(15), minute(12), true},
		{"a window that ends at its begin", closed, minute(0), minute(10), minute(10), true},
		{"a window that ends a nanosecond before", closed, minute(0), minute(10).Add(-1), time.Time{}, false},
		{"a window that begins a nanosecond before its end", closed, minute(20).Add(-1), minute(30), minute(20).Add(-1), true},
		{"a window that begins at its end", closed, minute(20), minute(30), time.Time{}, false},
		{"one instant of it", closed, minute(15), minute(15), minute(15), true},
		{"a reversed window", closed, minute(15), minute(14), time.Time{}, false},
		{"a reversed window around it", closed, minute(30), minute(0), time.Time{}, false},
		{"without an end, long after", open, minute(1e6), minute(1e6), minute(1e6), true},
		{"without an end, before", open, minute(0), minute(9), time.Time{}, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			first, ok := test.stretch.In(test.from, test.to)
			assert.Equal(t, test.ok, ok)
			if ok {
				assert.Equal(t, test.first, first)
			}
		})
	}
}

// naive is the log written a second time, on purpose without any cleverness: it
// applies the written rules to the answers of one participant at one instant.
type naive []consent.Response

// strictness orders the choices as the rule does.
var strictness = map[consent.Choice]int{away: 1, agreed: 2, bypassed: 3, optedOut: 4}

// latest returns the strictest of the latest answers up to an instant, and its time.
func (n naive) latest(who invite.Address, s time.Time) (choice consent.Choice, given time.Time) {
	for _, r := range n {
		if r.Participant != who || r.At.After(s) || strictness[r.Choice] == 0 {
			continue
		}
		later := choice == 0 || r.At.After(given)
		stricter := r.At.Equal(given) && strictness[r.Choice] > strictness[choice]
		if later || stricter {
			choice, given = r.Choice, r.At
		}
	}
	return choice, given
}

func (n naive) inForce(who invite.Address, s time.Time) consent.Choice {
	choice, given := n.latest(who, s)
	if choice != bypassed {
		return choice
	}
	before := given.Add(-1)
	if earlier := n.inForce(who, before); earlier == agreed || earlier == optedOut {
		return earlier
	}
	if n.lastOnPage(who, before) == optedOut {
		return optedOut
	}
	return bypassed
}

// lastOnPage is the last answer that was given on the page: coming in and staying
// away are none.
func (n naive) lastOnPage(who invite.Address, s time.Time) consent.Choice {
	choice, given := n.latest(who, s)
	if choice == away || choice == bypassed {
		return n.lastOnPage(who, given.Add(-1))
	}
	return choice
}

var people = []invite.Address{person("cem"), person("dia"), person("eli")}

// answers draws answers that often fall on one instant or a nanosecond beside.
func answers() *rapid.Generator[[]consent.Response] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) consent.Response {
		return consent.Response{
			Participant: rapid.SampledFrom(people).Draw(t, "who"),
			Choice:      rapid.SampledFrom([]consent.Choice{away, agreed, bypassed, optedOut, away, agreed, bypassed, optedOut, 0, 7}).Draw(t, "choice"),
			At:          minute(rapid.IntRange(-2, 6).Draw(t, "minute")).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns"))),
		}
	}), 0, 14)
}

// instants are those around every event.
func instants(events ...time.Time) []time.Time {
	var all []time.Time
	for _, e := range events {
		all = append(all, e.Add(-1), e, e.Add(1))
	}
	return all
}

func TestStretchesAgainstTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := answers().Draw(t, "answers")
		l := consent.NewLog(rs...)
		var events []time.Time
		for _, r := range rs {
			events = append(events, r.At)
		}
		for _, s := range append(instants(events...), minute(-100), minute(100)) {
			var want consent.Tally
			for _, who := range people {
				expected := naive(rs).inForce(who, s)
				var got []consent.Choice
				for stretch := range l.Stretches() {
					if first, ok := stretch.In(s, s); ok && stretch.Participant == who {
						require.Equal(t, s, first)
						got = append(got, stretch.Choice)
					}
				}
				if expected == 0 {
					require.Empty(t, got)
				} else {
					require.Equal(t, []consent.Choice{expected}, got, "%s at %s", who, s)
				}
				count(&want, expected)
			}
			require.Equal(t, want, l.Tally(s))
		}
	})
}

func count(t *consent.Tally, c consent.Choice) {
	for choice, n := range map[consent.Choice]*int{away: &t.StayedAway, agreed: &t.Consented, bypassed: &t.Bypassed, optedOut: &t.OptedOut} {
		if c == choice {
			*n++
		}
	}
}

func TestStretchesAreAsLongAsCanBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := slices.Collect(consent.NewLog(answers().Draw(t, "answers")...).Stretches())
		for i, s := range all {
			last := i+1 == len(all) || all[i+1].Participant != s.Participant
			require.Equal(t, last, s.Until.IsZero())
			if !last {
				require.Equal(t, s.Until, all[i+1].From)
				require.True(t, s.From.Before(s.Until))
				require.NotEqual(t, s.Choice, all[i+1].Choice)
			}
			if i > 0 {
				require.LessOrEqual(t, all[i-1].Participant.Compare(s.Participant), 0)
			}
		}
	})
}

func TestOrderAndRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := answers().Draw(t, "answers")
		want := consent.NewLog(rs...)
		again := slices.Clone(rs)
		if len(rs) > 0 {
			again = append(again, rapid.SliceOf(rapid.SampledFrom(rs)).Draw(t, "repeats")...)
			again = rapid.Permutation(again).Draw(t, "order")
		}
		require.Equal(t, want, consent.NewLog(again...))
		k := rapid.IntRange(0, len(again)).Draw(t, "part")
		require.Equal(t, want, consent.NewLog(again[:k]...).With(again[k:]...))
		require.Equal(t, want, want.With(again...))
	})
}

func TestZonesAndMonotonicReadingsChangeNothing(t *testing.T) {
	now := time.Now()
	zone := now.Round(0).In(time.FixedZone("", -9*3600))
	log := func(at time.Time) consent.Log {
		return consent.NewLog(consent.Response{Participant: people[0], Choice: optedOut, At: at}, consent.Response{Participant: people[0], Choice: agreed, At: at.Add(time.Hour)})
	}
	want := log(now.Round(0).UTC())
	require.Equal(t, want, log(now))
	require.Equal(t, want, log(zone))
	require.Equal(t, 3, log(now).With(consent.Response{Participant: people[1], Choice: agreed, At: now}, consent.Response{Participant: people[1], Choice: agreed, At: zone}).Len())
	assert.Equal(t, consent.Tally{OptedOut: 1}, want.Tally(now))
	assert.Equal(t, consent.Tally{OptedOut: 1}, want.Tally(zone))
	assert.Equal(t, consent.Tally{Consented: 1}, want.Tally(now.Add(time.Hour)))
}

func TestLogIsImmutable(t *testing.T) {
	rs := said(agreed, optedOut)
	l := consent.NewLog(rs...)
	want := consent.NewLog(said(agreed, optedOut)...)
	rs[0] = consent.Response{}
	assert.Equal(t, want, l, "the caller's slice is the caller's")
	l.Responses()[1].Choice = agreed
	assert.Equal(t, want, l, "what Responses returns is a copy")
	_ = append(l.Responses()[:1], consent.Response{})
	longer := l.With(answer("dia", optedOut, 0))
	assert.Equal(t, want, l, "With makes another log")
	assert.Equal(t, 3, longer.Len())
	slices.Reverse(slices.Collect(l.Stretches()))
	assert.Equal(t, want, l)
}

func TestLogJSON(t *testing.T) {
	for _, test := range []struct {
		rule string
		log  consent.Log
		text string
	}{
		{"no answers", consent.Log{}, `[]`},
		{"answers come by participant, then time", consent.NewLog(answer("dia", agreed, 1), answer("cem", optedOut, 2)),
			`[{"participant":"cem@customer.example","choice":"opted_out","at":"2026-03-02T09:02:00Z"},{"participant":"dia@customer.example","choice":"consented","at":"2026-03-02T09:01:00Z"}]`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			written, err := json.Marshal(test.log)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(written))
			var read consent.Log
			require.NoError(t, strictjson.Unmarshal(written, &read))
			assert.Equal(t, test.log, read)
		})
	}
	var read consent.Log
	err := strictjson.Unmarshal([]byte(`[{"participant": "cem@customer.example", "choice": "opted-out"}]`), &read)
	assert.EqualError(t, err, `line 1, column 52: [0].choice: unknown choice "opted-out": want one of stayed_away, consented, bypassed, opted_out (did you mean "opted_out"?)`)
	_, err = json.Marshal(consent.NewLog(answer("cem", 0, 0)))
	var unknown *enum.UnknownError
	assert.ErrorAs(t, err, &unknown)
}

func TestLogReadAgainIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		valid := slices.DeleteFunc(answers().Draw(t, "answers"), func(r consent.Response) bool { return !r.Choice.Known() })
		l := consent.NewLog(valid...)
		written, err := json.Marshal(l)
		require.NoError(t, err)
		var read consent.Log
		require.NoError(t, strictjson.Unmarshal(written, &read))
		require.Equal(t, l.Responses(), read.Responses())
		require.Equal(t, slices.Collect(l.Stretches()), slices.Collect(read.Stretches()))
	})
}
