package consent_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
)

// ever is the minute of no end, and second the part of a minute.
const (
	ever   = 1_000_000
	second = 1.0 / 60
)

// when is an instant of the call, in minutes from its start.
func when(minutes float64) time.Time {
	return start.Add(time.Duration(minutes * float64(time.Minute)).Round(time.Second))
}

func stay(who string, from, until float64) consent.Presence {
	p := consent.Presence{Address: person(who), From: when(from)}
	if until != ever {
		p.Until = when(until)
	}
	return p
}

// stranger is somebody who is not identified.
func stranger(name string, kind consent.Kind, from, until float64) consent.Presence {
	p := stay("x", from, until)
	p.Address, p.Name, p.Kind = invite.Address{}, name, kind
	return p
}

func as(kind consent.Kind, p consent.Presence) consent.Presence {
	p.Kind = kind
	return p
}

// gave is an answer at a minute.
func gave(who string, c consent.Choice, at float64) consent.Response {
	return consent.Response{Participant: person(who), Choice: c, At: when(at)}
}

// The people of these tests: Dia is one person under three addresses, Eli under two, and colleagues do
// not have to pass the page.
var aliases = map[invite.Address][]invite.Address{
	person("dia"): {person("dia.home"), person("a.dia"), person("dia"), {}},
	person("eli"): {person("elias")}, // who comes after the first address in order
}

func oneOf(a invite.Address) (invite.Address, []invite.Address) {
	for first, others := range aliases {
		if a == first || slices.Contains(others, a) {
			return first, others
		}
	}
	return a, nil
}

func hasToPass(a invite.Address) bool { return !strings.HasPrefix(a.String(), "colleague") }

// objections returns the objections at a minute, as texts like "cem opted_out 0-5", in
// the order of their beginning. An objection without an end ends in "-".
func objections(c *consent.Call) []string {
	all := slices.SortedFunc(c.Objections(), func(a, b consent.Objection) int {
		return cmp.Or(a.From.Compare(b.From), a.Participant.Compare(b.Participant), a.Until.Compare(b.Until))
	})
	var texts []string
	for _, o := range all {
		name, _, _ := strings.Cut(o.Participant.String(), "@")
		until := ""
		if !o.Until.IsZero() {
			until = minutes(o.Until)
		}
		texts = append(texts, fmt.Sprintf("%s %v %s-%s", name, o.Choice, minutes(o.From), until))
	}
	return texts
}

// minutes is an instant as minutes from the start, with the seconds where there are any,
// and a sign where it is a nanosecond before or after.
func minutes(at time.Time) string {
	d := at.Sub(start)
	whole := d.Round(time.Second)
	text := fmt.Sprint(int(whole / time.Minute))
	if s := whole % time.Minute / time.Second; s != 0 {
		text += fmt.Sprintf(":%02d", s)
	}
	return text + map[time.Duration]string{1: "+", -1: "-"}[d-whole]
}

func TestObjections(t *testing.T) {
	type answers = []consent.Response
	type stays = []consent.Presence
	const partly, complete = false, true
	for _, test := range []struct {
		rule     string
		answers  answers
		complete bool
		stays    stays
		now      float64
		want     []string
	}{
		// Without a roster.
		{"nothing is known", nil, partly, nil, 10, nil},
		{"a consent objects to nothing", answers{gave("cem", agreed, 0)}, partly, nil, 10, nil},
		{"who stayed away objects to nothing", answers{gave("cem", away, 0)}, partly, nil, 10, nil},
		{"no roster: an opt-out objects from its answer on", answers{gave("cem", optedOut, 1)}, partly, nil, 10, []string{"cem opted_out 1-"}},
		{"no roster: until a consent", answers{gave("cem", optedOut, 1), gave("cem", agreed, 5)}, partly, nil, 10, []string{"cem opted_out 1-5"}},
		{"no roster: until the giver stays away", answers{gave("cem", optedOut, 1), gave("cem", away, 5)}, partly, nil, 10, []string{"cem opted_out 1-5"}},
		{"a consent that is withdrawn", answers{gave("cem", agreed, 1), gave("cem", optedOut, 5)}, partly, nil, 10, []string{"cem opted_out 5-"}},
		{"an opt-out at now", answers{gave("cem", optedOut, 10)}, partly, nil, 10, []string{"cem opted_out 10-"}},
		{"an opt-out after now has not been given", answers{gave("cem", optedOut, 11)}, partly, nil, 10, nil},
		{"a consent after now has not been given", answers{gave("cem", optedOut, 1), gave("cem", agreed, 11)}, partly, nil, 10, []string{"cem opted_out 1-"}},
		{"a colleague's no counts", answers{gave("colleague", optedOut, 1)}, partly, nil, 10, []string{"colleague opted_out 1-"}},
		{"each person's for itself", answers{gave("cem", optedOut, 1), gave("eli", optedOut, 2)}, partly, nil, 10, []string{"cem opted_out 1-", "eli opted_out 2-"}},
		{"no roster: a bypass objects from the answer on", answers{gave("cem", bypassed, 1)}, partly, nil, 10, []string{"cem bypassed 1-"}},
		{"no roster: until a consent", answers{gave("cem", bypassed, 1), gave("cem", agreed, 1+second)}, partly, nil, 10, []string{"cem bypassed 1-1:01"}},
		{"no roster: until an opt-out, which objects", answers{gave("cem", bypassed, 1), gave("cem", optedOut, 2)}, partly, nil, 10, []string{"cem bypassed 1-2", "cem opted_out 2-"}},
		{"who does not have to pass the page cannot pass it by", answers{gave("colleague", bypassed, 1)}, partly, nil, 10, nil},

		// An opt-out and the roster.
		{"seen after the opt-out: from joining on", answers{gave("cem", optedOut, -5)}, partly, stays{stay("cem", 50, ever)}, 60, []string{"cem opted_out 50-"}},
		{"seen before the opt-out: from the opt-out on", answers{gave("colleague", optedOut, 5)}, partly, stays{stay("colleague", 0, ever)}, 60, []string{"colleague opted_out 5-"}},
		{"seen long before, and gone: from the opt-out on", answers{gave("colleague", optedOut, 5)}, partly, stays{stay("colleague", -20, -10)}, 60, []string{"colleague opted_out 5-"}},
		{"seen at the instant of the opt-out", answers{gave("cem", optedOut, 5)}, partly, stays{stay("cem", 5, ever)}, 60, []string{"cem opted_out 5-"}},
		{"leaving takes no opt-out back", answers{gave("cem", optedOut, -5)}, partly, stays{stay("cem", 0, 5)}, 60, []string{"cem opted_out 0-"}},
		{"nor does coming back: from the first joining on", answers{gave("cem", optedOut, -5)}, partly, stays{stay("cem", 0, 3), stay("cem", 5, ever)}, 60, []string{"cem opted_out 0-"}},
		{"nor does staying away after having been in the call", answers{gave("cem", optedOut, -5), gave("cem", away, 6)}, partly, stays{stay("cem", 0, 5)}, 60, []string{"cem opted_out 0-"}},
		{"a consent does", answers{gave("cem", optedOut, -5), gave("cem", away, 6), gave("cem", agreed, 7)}, partly, stays{stay("cem", 0, 5)}, 60, []string{"cem opted_out 0-7"}},
		{"a consent before joining ends it", answers{gave("cem", optedOut, -5), gave("cem", agreed, -1)}, partly, stays{stay("cem", 0, ever)}, 60, []string{"cem opted_out -5--1"}},
		{"and it never was, where the roster is complete", answers{gave("cem", optedOut, -5), gave("cem", agreed, -1)}, complete, stays{stay("cem", 0, ever)}, 60, nil},
		{"and a stranger came by then: it ends", answers{gave("cem", optedOut, -5), gave("cem", agreed, -1)}, complete, stays{stay("cem", 0, ever), stranger("?", consent.Person, 0, ever)}, 60, []string{"cem opted_out -5--1"}},
		{"a consent at joining ends it", answers{gave("cem", optedOut, -5), gave("cem", agreed, 0)}, partly, stays{stay("cem", 0, ever)}, 60, []string{"cem opted_out -5-0"}},
		{"a consent after joining moves it to the joining", answers{gave("cem", optedOut, -5), gave("cem", agreed, 1)}, partly, stays{stay("cem", 0, ever)}, 60, []string{"cem opted_out 0-1"}},
		{"opted out, stayed away, came: from joining on", answers{gave("cem", optedOut, -5), gave("cem", away, -4)}, partly, stays{stay("cem", 3, ever)}, 60, []string{"cem opted_out 3-"}},
		{"opted out, stayed away, came, consented at once: until the consent", answers{gave("cem", optedOut, -5), gave("cem", away, -4), gave("cem", agreed, 4)}, partly, stays{stay("cem", 3, ever)}, 60, []string{"cem opted_out 3-4"}},
		{"opted out, stayed away, left again: all the same", answers{gave("cem", optedOut, -5), gave("cem", away, -4)}, partly, stays{stay("cem", 3, 4)}, 60, []string{"cem opted_out 3-"}},
		{"consent withdrawn in the call", answers{gave("cem", agreed, -5), gave("cem", optedOut, 8)}, partly, stays{stay("cem", 0, ever)}, 60, []string{"cem opted_out 8-"}},
		{"a giver who comes after now has not been seen", answers{gave("cem", optedOut, -5)}, partly, stays{stay("cem", 61, ever)}, 60, []string{"cem opted_out -5-"}},
		{"not seen, incomplete roster: from the answer on", answers{gave("cem", optedOut, -5)}, partly, stays{stay("colleague", 0, ever)}, 60, []string{"cem opted_out -5-"}},
		{"not seen, incomplete roster: until staying away", answers{gave("cem", optedOut, -5), gave("cem", away, 2)}, partly, stays{stay("colleague", 0, ever)}, 60, []string{"cem opted_out -5-2"}},
		{"not seen, complete and everybody identified: never", answers{gave("cem", optedOut, -5)}, complete, stays{stay("colleague", 0, ever)}, 60, nil},
		{"not seen, complete and nobody there: never", answers{gave("cem", optedOut, -5)}, complete, nil, 60, nil},
		{"not seen, complete, somebody unidentified: from the answer on", answers{gave("cem", optedOut, -5)}, complete, stays{stranger("Cem", consent.Person, 0, 1)}, 60, []string{"cem opted_out -5-"}},
		{"not seen, complete, somebody unidentified comes after now: never", answers{gave("cem", optedOut, -5)}, complete, stays{stranger("Cem", consent.Person, 61, ever)}, 60, nil},
		{"a room without an address is not somebody unidentified", answers{gave("cem", optedOut, -5)}, complete, stays{stranger("Room", consent.Room, 0, ever)}, 60, nil},
		{"nor is a recorder", answers{gave("cem", optedOut, -5)}, complete, stays{stranger("Bot", consent.Recorder, 0, ever)}, 60, nil},
		{"a person is, beside a room", answers{gave("cem", optedOut, -5)}, complete, stays{stranger("Room", consent.Room, 0, ever), stranger("+49 30 1", consent.Person, 5, 6)}, 60, []string{"cem opted_out -5-"}},
		{"seen, in a complete roster: from joining on", answers{gave("cem", optedOut, -5)}, complete, stays{stay("cem", 50, ever)}, 60, []string{"cem opted_out 50-"}},
		{"a complete roster in which the giver comes after now", answers{gave("cem", optedOut, -5)}, complete, stays{stay("cem", 61, ever)}, 60, nil},

		// Somebody in the call without an answer. The grace is two minutes.
		{"no answer: from joining on", nil, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-"}},
		{"no answer: until leaving, that instant included", nil, partly, stays{stay("cem", 0, 5)}, 10, []string{"cem bypassed 0-5+"}},
		{"leaving at now: not yet over", nil, partly, stays{stay("cem", 0, 10)}, 10, []string{"cem bypassed 0-"}},
		{"leaving after now: not known", nil, partly, stays{stay("cem", 0, 11)}, 10, []string{"cem bypassed 0-"}},
		{"exactly the grace", nil, partly, stays{stay("cem", 8, ever)}, 10, []string{"cem bypassed 8-"}},
		{"a second within the grace", nil, partly, stays{stay("cem", 8+second, ever)}, 10, nil},
		{"a second after the grace", nil, partly, stays{stay("cem", 8-second, ever)}, 10, []string{"cem bypassed 7:59-"}},
		{"joining after now", nil, partly, stays{stay("cem", 11, ever)}, 20, []string{"cem bypassed 11-"}},
		{"a consent within the grace covers all of the stay", answers{gave("cem", agreed, 1)}, partly, stays{stay("cem", 0, ever)}, 10, nil},
		{"exactly at the grace as well", answers{gave("cem", agreed, 2)}, partly, stays{stay("cem", 0, ever)}, 10, nil},
		{"a second after the grace no more", answers{gave("cem", agreed, 2+second)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-2:01"}},
		{"answered later: until the answer", answers{gave("cem", agreed, 7)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-7"}},
		{"answered after now: not known", answers{gave("cem", agreed, 11)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-"}},
		{"answered after now, within the grace", answers{gave("cem", agreed, 11)}, partly, stays{stay("cem", 9, ever)}, 10, nil},
		{"an opt-out within the grace objects from its own instant", answers{gave("cem", optedOut, 1)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem opted_out 1-"}},
		{"an opt-out later ends the bypass", answers{gave("cem", optedOut, 7)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-7", "cem opted_out 7-"}},
		{"left within the grace: counted once it has passed", nil, partly, stays{stay("cem", 0, 1)}, 2, []string{"cem bypassed 0-1+"}},
		{"left within the grace, which has not passed", nil, partly, stays{stay("cem", 0, 1)}, 2 - second, nil},
		{"left within the grace, and consented within it", answers{gave("cem", agreed, 2)}, partly, stays{stay("cem", 0, 1)}, 10, nil},
		{"left, and answered after the grace", answers{gave("cem", agreed, 5)}, partly, stays{stay("cem", 0, 1)}, 10, []string{"cem bypassed 0-1+"}},
		{"a consent in force on joining is enough", answers{gave("cem", agreed, -9)}, partly, stays{stay("cem", 0, ever)}, 10, nil},
		{"consented, dropped out, came back: consented", answers{gave("cem", agreed, -9)}, partly, stays{stay("cem", 0, 3), stay("cem", 5, ever)}, 10, nil},
		{"came, left, consented, came back: the first stay alone", answers{gave("cem", agreed, 4)}, partly, stays{stay("cem", 0, 3), stay("cem", 5, ever)}, 10, []string{"cem bypassed 0-3+"}},
		{"consented, stayed away, came: not for this", answers{gave("cem", agreed, -9), gave("cem", away, -8)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-"}},
		{"nor if that is said at the instant of coming", answers{gave("cem", agreed, -9), gave("cem", away, 0)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-"}},
		{"staying away is no answer on the page", answers{gave("cem", away, -8)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-"}},
		{"nor does it end a stay", answers{gave("cem", away, 1)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-"}},
		{"who stays away and consents later has answered then", answers{gave("cem", away, 1), gave("cem", agreed, 6)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-6"}},
		{"a colleague does not have to answer", nil, partly, stays{stay("colleague", 0, ever)}, 10, nil},
		{"nor does a room", nil, partly, stays{as(consent.Room, stay("cem", 0, ever))}, 10, nil},
		{"nor does a recorder", nil, partly, stays{as(consent.Recorder, stay("cem", 0, ever))}, 10, nil},
		{"nor can somebody who is not identified", nil, partly, stays{stranger("Cem", consent.Person, 0, ever)}, 10, nil},
		{"two devices: each stay for itself", nil, partly, stays{stay("cem", 0, 5), stay("cem", 1, 6)}, 10, []string{"cem bypassed 0-5+", "cem bypassed 1-6+"}},

		// The service says that somebody passed the page by.
		{"bypassed and seen: from the answer on, without any grace", answers{gave("cem", bypassed, 9)}, partly, stays{stay("cem", 9, ever)}, 10, []string{"cem bypassed 9-"}},
		{"bypassed and seen: until leaving", answers{gave("cem", bypassed, 0)}, partly, stays{stay("cem", 0, 1)}, 1.5, []string{"cem bypassed 0-1+"}},
		{"bypassed, seen, consented at once: until the consent", answers{gave("cem", bypassed, 0), gave("cem", agreed, 1)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem bypassed 0-1"}},
		{"bypassed, and seen later: from the answer on", answers{gave("cem", bypassed, 0)}, partly, stays{stay("cem", 9, 9.5)}, 10, []string{"cem bypassed 0-9:30+"}},
		{"bypassed, and seen before only: from the answer on", answers{gave("cem", bypassed, 6)}, partly, stays{stay("cem", 0, 5)}, 10, []string{"cem bypassed 0-5+", "cem bypassed 6-"}},
		{"bypassed, and seen after now only", answers{gave("cem", bypassed, 6)}, partly, stays{stay("cem", 11, 12)}, 10, []string{"cem bypassed 6-"}},
		{"bypassed, left, came back: at once, without any grace", answers{gave("cem", bypassed, 0)}, partly, stays{stay("cem", 0, 1), stay("cem", 9, ever)}, 10, []string{"cem bypassed 0-1+", "cem bypassed 0-1+", "cem bypassed 9-"}},
		{"bypassed, left, consented, came back", answers{gave("cem", bypassed, 0), gave("cem", agreed, 2)}, partly, stays{stay("cem", 0, 1), stay("cem", 9, ever)}, 10, []string{"cem bypassed 0-1+"}},
		{"bypassed, came back, consented at once: until the consent", answers{gave("cem", bypassed, 8), gave("cem", agreed, 9.5)}, partly, stays{stay("cem", 8, 8.5), stay("cem", 9, ever)}, 10, []string{"cem bypassed 8-8:30+", "cem bypassed 9-9:30"}},
		{"bypassed, stays that touch are one visit", answers{gave("cem", bypassed, 8.5)}, partly, stays{stay("cem", 8.25, 9), stay("cem", 9, 9.5)}, 10, []string{"cem bypassed 8:30-9:30+"}},
		{"bypassed, a stay within another", answers{gave("cem", bypassed, 8.5)}, partly, stays{stay("cem", 8.25, 9.5), stay("cem", 8.5, 9)}, 10, []string{"cem bypassed 8:30-9:30+"}},
		{"bypassed at the instant of leaving", answers{gave("cem", bypassed, 9)}, partly, stays{stay("cem", 8.5, 9)}, 10, []string{"cem bypassed 9-9+"}},
		{"bypassed twice, two visits", answers{gave("cem", bypassed, 0), gave("cem", away, 3), gave("cem", bypassed, 9)}, partly, stays{stay("cem", 0, 2), stay("cem", 9, 9.5)}, 10, []string{"cem bypassed 0-2+", "cem bypassed 0-2+", "cem bypassed 9-9:30+"}},
		{"bypassed twice, three visits: each for itself", answers{gave("cem", bypassed, 0), gave("cem", away, 3), gave("cem", bypassed, 9)}, partly, stays{as(consent.Room, stay("cem", 0, 2)), as(consent.Room, stay("cem", 9, 9.5)), as(consent.Room, stay("cem", 11, 12)), stay("cem", 20, 21)}, 22, []string{"cem bypassed 0-2+", "cem bypassed 9-9:30+", "cem bypassed 11-12+", "cem bypassed 20-21+", "cem bypassed 20-21+"}},
		{"said to be bypassed by a room", answers{gave("cem", bypassed, 0)}, partly, stays{as(consent.Room, stay("cem", 0, 2)), as(consent.Recorder, stay("cem", 3, 4))}, 13, nil},
		{"bypassed after a consent: consented", answers{gave("cem", agreed, -1), gave("cem", bypassed, 0)}, partly, stays{stay("cem", 0, ever)}, 10, nil},
		{"bypassed after an opt-out: opted out", answers{gave("cem", optedOut, -1), gave("cem", bypassed, 0)}, partly, stays{stay("cem", 0, ever)}, 10, []string{"cem opted_out 0-"}},
		{"a colleague in the call cannot pass it by", answers{gave("colleague", bypassed, 0)}, partly, stays{stay("colleague", 0, ever)}, 10, nil},

		// One person under several addresses.
		{"opt-out under one address, seen under another", answers{gave("dia", optedOut, -5)}, partly, stays{stay("dia.home", 5, ever)}, 10, []string{"dia opted_out 5-"}},
		{"consent under one address, seen under another", answers{gave("dia.home", agreed, -5)}, partly, stays{stay("dia", 0, ever)}, 10, nil},
		{"consent under one address, seen under the last", answers{gave("dia.home", agreed, -5)}, partly, stays{stay("a.dia", 0, ever)}, 10, nil},
		{"opt-out under one, then consent under another", answers{gave("a.dia", optedOut, 1), gave("dia.home", agreed, 2)}, partly, nil, 10, []string{"a.dia opted_out 1-2"}},
		{"opt-out under the other, then consent under the one", answers{gave("dia.home", optedOut, 1), gave("a.dia", agreed, 2)}, partly, nil, 10, []string{"dia.home opted_out 1-2"}},
		{"consent under one, then opt-out under another", answers{gave("a.dia", agreed, 1), gave("dia", optedOut, 2)}, partly, nil, 10, []string{"dia opted_out 2-"}},
		{"consent under the other, then opt-out under the one", answers{gave("dia", agreed, 1), gave("a.dia", optedOut, 2)}, partly, nil, 10, []string{"a.dia opted_out 2-"}},
		{"both at one instant: the opt-out", answers{gave("a.dia", agreed, 1), gave("dia", optedOut, 1)}, partly, nil, 10, []string{"dia opted_out 1-"}},
		{"both at one instant, the other way round: the opt-out", answers{gave("a.dia", optedOut, 1), gave("dia", agreed, 1)}, partly, nil, 10, []string{"a.dia opted_out 1-"}},
		{"opt-outs under both: once", answers{gave("a.dia", optedOut, 1), gave("dia", optedOut, 2), gave("dia.home", optedOut, 3)}, partly, nil, 10, []string{"a.dia opted_out 1-"}},
		{"opt-outs under the first and a later address: once", answers{gave("eli", optedOut, 1), gave("elias", optedOut, 2)}, partly, nil, 10, []string{"eli opted_out 1-"}},
		{"bypassed under one, consented under another before", answers{gave("dia", agreed, 1), gave("a.dia", bypassed, 2)}, partly, nil, 10, nil},
		{"consented and passed by under one, stayed away under another between", answers{gave("a.dia", agreed, 1), gave("dia", away, 2), gave("a.dia", bypassed, 3)}, partly, nil, 10, []string{"a.dia bypassed 3-"}},
		{"stayed away under one, opted out under another", answers{gave("a.dia", optedOut, 1), gave("dia", away, 2)}, partly, nil, 10, []string{"a.dia opted_out 1-2"}},
		{"two addresses in the call, no answer", nil, partly, stays{stay("a.dia", 0, 3), stay("dia", 5, ever)}, 10, []string{"a.dia bypassed 0-3+", "dia bypassed 5-"}},
		{"two addresses in the call, answered under a third", answers{gave("dia.home", agreed, 4)}, partly, stays{stay("a.dia", 0, 3), stay("dia", 5, ever)}, 10, []string{"a.dia bypassed 0-3+"}},
		{"an opt-out after now under another address", answers{gave("a.dia", agreed, 1), gave("dia", optedOut, 11)}, partly, nil, 10, nil},
		{"an opt-out under one address, presence under another after now", answers{gave("dia", optedOut, 1)}, partly, stays{stay("a.dia", 11, ever)}, 10, []string{"dia opted_out 1-"}},
		{"complete roster, opt-out under one address, another is in it", answers{gave("dia", optedOut, -5)}, complete, stays{stay("a.dia", 3, ever)}, 10, []string{"dia opted_out 3-"}},
		{"two stays that touch, under two addresses, are one visit", answers{gave("dia", bypassed, 8.5)}, partly, stays{stay("a.dia", 8.25, 9), stay("dia", 9, 9.5)}, 10, []string{"dia bypassed 8:30-9:30+"}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			log, roster := consent.NewLog(test.answers...), consent.NewRoster(test.complete, test.stays...)
			c := consent.Call{Answers: log, Roster: roster, Now: when(test.now), Grace: 2 * time.Minute, Person: oneOf, Passes: hasToPass}
			assert.Equal(t, test.want, objections(&c))
		})
	}
}

func TestUnseen(t *testing.T) {
	type answers = []consent.Response
	type stays = []consent.Presence
	for _, test := range []struct {
		rule    string
		answers answers
		stays   stays
		want    int
	}{
		{"nobody answered", nil, stays{stay("cem", 0, ever)}, 0},
		{"without a roster, everybody who consented or opted out", answers{gave("cem", agreed, 1), gave("eli", optedOut, 2)}, nil, 2},
		{"who stayed away or passed the page by has not answered it", answers{gave("cem", away, 1), gave("eli", bypassed, 2)}, nil, 0},
		{"who consented and stayed away has answered", answers{gave("cem", agreed, 1), gave("cem", away, 2)}, nil, 1},
		{"an answer at the moment asked about", answers{gave("cem", agreed, 10)}, nil, 1},
		{"an answer after it", answers{gave("cem", agreed, 11)}, nil, 0},
		{"seen", answers{gave("cem", agreed, 1)}, stays{stay("cem", 0, 1)}, 0},
		{"seen after the moment asked about", answers{gave("cem", agreed, 1)}, stays{stay("cem", 11, ever)}, 1},
		{"somebody else is seen", answers{gave("cem", agreed, 1)}, stays{stay("eli", 0, ever)}, 1},
		{"seen under another address", answers{gave("dia", agreed, 1)}, stays{stay("a.dia", 0, ever)}, 0},
		{"answers under two addresses are one person's", answers{gave("dia", agreed, 1), gave("a.dia", optedOut, 2)}, nil, 1},
	} {
		t.Run(test.rule, func(t *testing.T) {
			c := consent.Call{Answers: consent.NewLog(test.answers...), Roster: consent.NewRoster(false, test.stays...), Now: when(10), Person: oneOf}
			assert.Equal(t, test.want, c.Unseen())
		})
	}
}

// The grace is exact to the nanosecond.
func TestGraceToTheNanosecond(t *testing.T) {
	for _, test := range []struct {
		rule          string
		now, answered time.Duration
		want          int
	}{
		{"a nanosecond before the grace has passed", 2*time.Minute - 1, time.Hour, 0},
		{"at the instant at which it has", 2 * time.Minute, time.Hour, 1},
		{"a nanosecond later", 2*time.Minute + 1, time.Hour, 1},
		{"answered a nanosecond before", time.Hour, 2*time.Minute - 1, 0},
		{"answered at that instant", time.Hour, 2 * time.Minute, 0},
		{"answered a nanosecond later", time.Hour, 2*time.Minute + 1, 1},
	} {
		t.Run(test.rule, func(t *testing.T) {
			roster := consent.NewRoster(false, stay("cem", 0, ever))
			log := consent.NewLog(consent.Response{Participant: person("cem"), Choice: agreed, At: start.Add(test.answered)})
			c := consent.Call{Answers: log, Roster: roster, Now: start.Add(test.now), Grace: 2 * time.Minute}
			assert.Len(t, slices.Collect(c.Objections()), test.want)
		})
	}
}

// Without a grace, whoever is in the call has to have answered on joining.
func TestNoGrace(t *testing.T) {
	roster := consent.NewRoster(false, stay("cem", 0, ever), stay("eli", 0, ever))
	log := consent.NewLog(gave("cem", agreed, 0), consent.Response{Participant: person("eli"), Choice: agreed, At: start.Add(1)})
	c := consent.Call{Answers: log, Roster: roster, Now: start.Add(1)}
	assert.Equal(t, []string{"eli bypassed 0-0+"}, objections(&c))
}

func TestZeroCall(t *testing.T) {
	var zero consent.Call
	assert.Empty(t, slices.Collect(zero.Objections()))
	log, roster := consent.NewLog(gave("a.dia", optedOut, 1), gave("dia", agreed, 2)), consent.NewRoster(false, stay("colleague", 0, ever))
	c := consent.Call{Answers: log, Now: when(10)}
	assert.Equal(t, []string{"a.dia opted_out 1-"}, objections(&c), "every address is another person's")
	c = consent.Call{Roster: roster, Now: when(10)}
	assert.Equal(t, []string{"colleague bypassed 0-"}, objections(&c), "everybody has to pass")
}

// Invalid answers and presences decide nothing, but do no harm.
func TestObjectionsOfNonsense(t *testing.T) {
	log := consent.NewLog(consent.Response{}, consent.Response{Choice: optedOut, At: start}, gave("cem", 9, 0))
	roster := consent.NewRoster(false, consent.Presence{}, stay("cem", 5, 1), as(9, stay("eli", 0, ever)))
	c := consent.Call{Answers: log, Roster: roster, Now: when(10), Person: oneOf}
	assert.Equal(t, []string{" opted_out 0-"}, objections(&c))
}

func TestObjectionsCanStopEarly(t *testing.T) {
	log := consent.NewLog(gave("cem", optedOut, 1), gave("eli", bypassed, 2))
	roster := consent.NewRoster(false, stay("zoe", 0, ever))
	c := consent.Call{Answers: log, Roster: roster, Now: when(10)}
	require.Len(t, slices.Collect(c.Objections()), 3)
	for stop := range 3 {
		n := 0
		for range c.Objections() {
			if n++; n > stop {
				break
			}
		}
		assert.Equal(t, stop+1, n)
	}
}

func TestObjectionIn(t *testing.T) {
	closed := consent.Objection{From: minute(10), Until: minute(20)}
	open := consent.Objection{From: minute(10)}
	for _, test := range []struct {
		rule      string
		objection consent.Objection
		from, to  time.Time
		open      bool
		first     time.Time
		ok        bool
	}{
		{"a window around it", closed, minute(0), minute(30), false, minute(10), true},
		{"a window within it", closed, minute(12), minute(15), false, minute(12), true},
		{"a window that ends at its begin", closed, minute(0), minute(10), false, time.Time{}, false},
		{"an open window that ends at its begin", closed, minute(0), minute(10), true, minute(10), true},
		{"an open window that ends before", closed, minute(0), minute(10).Add(-1), true, time.Time{}, false},
		{"a window that begins a nanosecond before its end", closed, minute(20).Add(-1), minute(30), false, minute(20).Add(-1), true},
		{"a window that begins at its end", closed, minute(20), minute(30), true, time.Time{}, false},
		{"an instant", closed, minute(15), minute(15), true, minute(15), true},
		{"an empty window", closed, minute(15), minute(15), false, time.Time{}, false},
		{"a reversed window", closed, minute(15), minute(14), true, time.Time{}, false},
		{"without an end, long after", open, minute(1e6), minute(1e6), true, minute(1e6), true},
		{"without an end, before", open, minute(0), minute(9), true, time.Time{}, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			first, ok := test.objection.In(test.from, test.to, test.open)
			assert.Equal(t, test.ok, ok)
			if ok {
				assert.Equal(t, test.first, first)
			}
		})
	}
}

// naiveCall is a call written a second time: it says of one person at one instant whether
// consent was missing, by the written rules alone.
type naiveCall struct {
	answers  []consent.Response
	stays    []consent.Presence
	complete bool
	now      time.Time
	grace    time.Duration
}

// known drops what has not happened.
func (n naiveCall) known() naiveCall {
	n.answers = slices.DeleteFunc(slices.Clone(n.answers), func(r consent.Response) bool { return r.At.After(n.now) })
	n.stays = slices.DeleteFunc(slices.Clone(n.stays), func(p consent.Presence) bool { return p.From.After(n.now) })
	return n
}

// said are the answers of one person, as if they had been given under one address.
func (n naiveCall) said(who invite.Address) naive {
	var own naive
	for _, r := range n.answers {
		if first, _ := oneOf(r.Participant); first == who {
			r.Participant = who
			own = append(own, r)
		}
	}
	return own
}

func (n naiveCall) staysOf(who invite.Address) []consent.Presence {
	var own []consent.Presence
	for _, p := range n.stays {
		if first, _ := oneOf(p.Address); first == who && !p.Address.IsZero() {
			own = append(own, p)
		}
	}
	return own
}

func (n naiveCall) optedOut(who invite.Address, s time.Time) bool {
	own := n.staysOf(who)
	if len(own) == 0 {
		strangers := slices.ContainsFunc(n.stays, func(p consent.Presence) bool { return p.Kind == consent.Person && p.Address.IsZero() })
		return n.said(who).inForce(who, s) == optedOut && (!n.complete || strangers)
	}
	first := slices.MinFunc(own, func(a, b consent.Presence) int { return a.From.Compare(b.From) }).From
	if !s.Before(first) {
		return n.said(who).lastOnPage(who, s) == optedOut
	}
	unknown := slices.ContainsFunc(n.stays, func(p consent.Presence) bool {
		return p.Kind == consent.Person && p.Address.IsZero() && !p.From.After(first)
	})
	ended := slices.ContainsFunc(n.instants(), func(at time.Time) bool {
		return at.After(s) && !at.After(first) && n.said(who).lastOnPage(who, at) != optedOut
	})
	return n.said(who).inForce(who, s) == optedOut && ended && (!n.complete || unknown)
}

// bypassedBySaying reports whether the service says that the person passed the page by,
// and the roster does not show that the person has left since and not come back.
func (n naiveCall) bypassedBySaying(who invite.Address, s time.Time) bool {
	said := n.said(who)
	if said.inForce(who, s) != bypassed || n.isThing(who) {
		return false
	}
	since := s // when the bypass began that is in force
	for _, r := range said {
		whole := true
		for _, at := range n.instants() {
			whole = whole && (at.Before(r.At) || at.After(s) || said.inForce(who, at) == bypassed)
		}
		if whole && r.At.Before(since) && said.inForce(who, r.At) == bypassed {
			since = r.At
		}
	}
	for _, left := range n.staysOf(who) {
		if left.Until.IsZero() || left.Until.Before(since) || !left.Until.Before(s) {
			continue
		}
		present := func(at time.Time) bool {
			return slices.ContainsFunc(n.staysOf(who), func(p consent.Presence) bool { return p.At(at) })
		}
		if !present(left.Until.Add(1)) && !present(s) {
			return false
		}
	}
	return true
}

// isThing reports whether the roster shows a room or a recorder in place of a person.
func (n naiveCall) isThing(who invite.Address) bool {
	own := n.staysOf(who)
	persons := slices.DeleteFunc(slices.Clone(own), func(p consent.Presence) bool { return p.Kind != consent.Person })
	return len(own) > 0 && len(persons) == 0
}

// unanswered reports whether the person is in the call, and did not answer in time.
func (n naiveCall) unanswered(who invite.Address, s time.Time) bool {
	return slices.ContainsFunc(n.staysOf(who), func(p consent.Presence) bool {
		said, by := n.said(who), p.From.Add(n.grace)
		if p.Kind != consent.Person || !p.At(s) || n.now.Before(by) || said.inForce(who, p.From) == agreed || said.lastOnPage(who, p.From) == optedOut {
			return false
		}
		for _, r := range said {
			onPage := said.inForce(who, r.At) == agreed || said.inForce(who, r.At) == optedOut
			if onPage && r.At.After(p.From) && (!r.At.After(by) || !r.At.After(s)) {
				return false
			}
		}
		return true
	})
}

func (n naiveCall) instants() []time.Time {
	events := []time.Time{n.now}
	for _, r := range n.answers {
		events = append(events, r.At)
	}
	for _, p := range n.stays {
		events = append(events, p.From, p.From.Add(n.grace))
		if !p.Until.IsZero() {
			events = append(events, p.Until, p.Until.Add(1))
		}
	}
	return instants(events...)
}

func (n naiveCall) missing(who invite.Address, s time.Time) map[consent.Choice]bool {
	missing := map[consent.Choice]bool{}
	if n.optedOut(who, s) {
		missing[optedOut] = true
	}
	if hasToPass(who) && (n.bypassedBySaying(who, s) || n.unanswered(who, s)) {
		missing[bypassed] = true
	}
	return missing
}

// anyCall draws a call of three people, one of them under three addresses.
func anyCall() *rapid.Generator[naiveCall] {
	who := rapid.SampledFrom([]invite.Address{person("cem"), person("colleague"), person("dia"), person("dia.home"), person("a.dia")})
	at := rapid.Custom(func(t *rapid.T) time.Time {
		return minute(rapid.IntRange(0, 6).Draw(t, "minute")).Add(time.Duration(rapid.SampledFrom([]int{0, 0, 0, -1, 1}).Draw(t, "ns")))
	})
	return rapid.Custom(func(t *rapid.T) naiveCall {
		n := naiveCall{
			complete: rapid.Bool().Draw(t, "complete"), now: at.Draw(t, "now"),
			grace: rapid.SampledFrom([]time.Duration{0, time.Minute, 2 * time.Minute}).Draw(t, "grace"),
		}
		n.answers = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) consent.Response {
			return consent.Response{Participant: who.Draw(t, "who"), Choice: rapid.SampledFrom(consent.AllChoices()).Draw(t, "choice"), At: at.Draw(t, "at")}
		}), 0, 8).Draw(t, "answers")
		n.stays = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) consent.Presence {
			p := consent.Presence{Address: who.Draw(t, "who"), From: at.Draw(t, "from")}
			p.Kind = rapid.SampledFrom([]consent.Kind{0, 0, 0, consent.Room, consent.Recorder}).Draw(t, "kind")
			if rapid.IntRange(0, 9).Draw(t, "identified") == 0 {
				p.Address, p.Name = invite.Address{}, "somebody"
			}
			if until := at.Draw(t, "until"); rapid.Bool().Draw(t, "left") && !until.Before(p.From) {
				p.Until = until
			}
			return p
		}), 0, 6).Draw(t, "stays")
		return n
	})
}

func (n naiveCall) call() consent.Call {
	log, roster := consent.NewLog(n.answers...), consent.NewRoster(n.complete, n.stays...)
	return consent.Call{Answers: log, Roster: roster, Now: n.now, Grace: n.grace, Person: oneOf, Passes: hasToPass}
}

func TestObjectionsAgainstTheRules(t *testing.T) {
	found := map[consent.Choice]int{}
	defer func() { assert.True(t, t.Failed() || found[optedOut] > 0 && found[bypassed] > 0, found) }()
	rapid.Check(t, func(t *rapid.T) {
		n := anyCall().Draw(t, "call")
		c, known := n.call(), n.known()
		all := slices.Collect(c.Objections())
		for _, s := range n.instants() {
			if s.After(n.now) {
				continue
			}
			for _, who := range []invite.Address{person("cem"), person("colleague"), person("dia")} {
				got := map[consent.Choice]bool{}
				for _, o := range all {
					if first, _ := oneOf(o.Participant); first != who {
						continue
					}
					if at, in := o.In(s, s, true); in {
						require.Equal(t, s, at)
						got[o.Choice] = true
						found[o.Choice]++
					}
				}
				require.Equal(t, known.missing(who, s), got, "%v at %v", who, s)
			}
		}
		for _, o := range all {
			require.False(t, o.From.After(n.now), "nothing begins after now")
			require.True(t, o.Until.IsZero() || o.From.Before(o.Until) && !o.Until.After(n.now), "nor ends")
		}
	})
}

func TestWhatLiesAfterNowObjectsToNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyCall().Draw(t, "call")
		all, known := n.call(), n.known().call()
		require.Equal(t, objections(&known), objections(&all))
	})
}

func TestOrderAndRepeatsOfACallChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyCall().Draw(t, "call")
		again := n
		again.answers = rapid.Permutation(append(n.answers, n.answers...)).Draw(t, "answers")
		again.stays = n.stays
		for _, p := range n.stays {
			if !p.Address.IsZero() {
				again.stays = append(again.stays, p)
			}
		}
		again.stays = rapid.Permutation(again.stays).Draw(t, "stays")
		c, other := n.call(), again.call()
		require.Equal(t, c.Answers, other.Answers)
		require.Equal(t, c.Roster, other.Roster)
		require.Equal(t, slices.Collect(c.Objections()), slices.Collect(other.Objections()))
	})
}

// observed calls Objections as package decision does, with method values.
type observed struct {
	log    consent.Log
	roster consent.Roster
	first  time.Time
	now    time.Time
	inside map[invite.Address]bool
}

func (o *observed) person(a invite.Address) (invite.Address, []invite.Address) {
	if o.inside[a] {
		return a, nil
	}
	return a, nil
}

func (o *observed) passes(a invite.Address) bool { return !o.inside[a] }

func (o *observed) call() *consent.Call {
	return &consent.Call{Answers: o.log, Roster: o.roster, Now: o.now, Grace: 2 * time.Minute, Person: o.person, Passes: o.passes}
}

func (o *observed) look() {
	for x := range o.call().Objections() {
		if at, in := x.In(start, o.now, true); in && (o.first.IsZero() || at.Before(o.first)) {
			o.first = at
		}
	}
}

func TestObjectionsAllocateNothing(t *testing.T) {
	o := observed{now: minute(60), log: consent.NewLog(manyAnswers(100)...), roster: consent.NewRoster(false, manyStays(100)...), inside: map[invite.Address]bool{person("p3"): true}}
	assert.Zero(t, testing.AllocsPerRun(10, o.look))
	assert.False(t, o.first.IsZero())
	o = observed{now: minute(60), log: consent.NewLog(manyAnswers(100)...)}
	assert.Zero(t, testing.AllocsPerRun(10, o.look), "without a roster")
	o = observed{now: minute(60), roster: consent.NewRoster(true, manyStays(100)...)}
	assert.Zero(t, testing.AllocsPerRun(10, o.look), "without answers")
}
