package decision_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// hostile begins a line, colours, turns the direction of writing, hides, and floods with
// marks.
const hostile = "\nrecord (permits)\r\u2028\u2029\x1b[31m\u009b\u202e\u2066\u200b\u2060\ufeff\u00ad\u3164\u0301\u0301\u0301\u0301\u0301\u0301\u0301"

// unseen is the part of hostile that may stand in an address or a link.
const unseen = "\u202e\u2066\u200b\u2060\ufeff\u00ad\u3164\u0301\u0301\u0301\u0301\u0301\u0301\u0301"

// isSafe reports whether every character of a line is seen, and no letter has more than four
// marks.
func isSafe(line string) bool {
	marks := 0
	for _, r := range line {
		switch {
		case r != ' ' && !unicode.IsPrint(r), unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Bidi_Control):
			return false
		case unicode.In(r, unicode.Mn, unicode.Me):
			marks++
		default:
			marks = 0
		}
		if marks > 4 {
			return false
		}
	}
	return len(line) < 10_000
}

// The strings of a case in JSON whose text is somebody else's, by the names of their fields,
// and those that have a form of their own.
var (
	foreign = regexp.MustCompile(`^(name|title|uid|of|property|dial_in|profile)$`)
	formed  = regexp.MustCompile(`^(now|at|start|end|stop|from|until|stamp|recurrence_id|status|method|class|kind|answer|place|doubts?|` +
		`records|providers_off|integrations|page|links|provider|how|choice|ended|cancel_before|answer_grace|domains|conference_hosts|host|path|` +
		`recorders|consent_host|company|former_companies|slug|phrases)$`)
)

// poison puts hostile text into every string of a case in JSON that is somebody else's.
func poison(t require.TestingT, name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for field, of := range v {
			v[field] = poison(t, field, of)
		}
	case []any:
		for i := range v {
			v[i] = poison(t, name, v[i])
		}
	case string:
		local, domain, isAddress := strings.Cut(v, "@")
		switch {
		case name == "url":
			return v + "#" + unseen
		case foreign.MatchString(name):
			return v + hostile
		case domain == "fireflies.ai": // a recorder that is known by its address
		case isAddress:
			return local + unseen + "@" + domain
		default:
			require.Regexp(t, formed, name, "a string of a case that this test does not know")
		}
	}
	return v
}

// poisoned returns a case that is the same but for hostile text.
func poisoned(t require.TestingT, c Case) Case {
	written, err := json.Marshal(c)
	require.NoError(t, err)
	var form any
	require.NoError(t, json.Unmarshal(written, &form))
	written, err = json.Marshal(poison(t, "", form))
	require.NoError(t, err)
	read, err := ParseCase(written)
	require.NoError(t, err)
	return read
}

// lineBegins is how lines of an explanation begin that are the library's.
var lineBegins = regexp.MustCompile(`^(|This (meeting|recording) .*|The recording must stop.*|Nothing of this recording .*|Of this recording, .*|` +
	`Stop the recording .*|Remove the recorder .*|[a-z_]+ \((refuses|ends|objects|stops|permits|advises|possible)\)|[0-9]+ reasons are possible|` +
	`To be settled: .*|Remedy [0-9]+|  .*)$`)

func TestExplanationsAreSafeToPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		if c.Validate() != nil {
			t.Skip("it has no form in JSON")
		}
		c.Invite.DialIn = append(c.Invite.DialIn, "+1 555 0100")
		p := poisoned(t, c)
		e := Explain(p)
		lines := strings.Split(e.String(), "\n")
		assert.Len(t, lines, len(strings.Split(Explain(c).String(), "\n")), "a line begins with somebody else's text")
		for _, line := range lines {
			assert.True(t, isSafe(line), "%q", line)
			assert.Regexp(t, lineBegins, line)
		}
		safe := func(text string) { assert.True(t, isSafe(text), "%q", text) }
		for _, r := range append(e.Reasons, e.Possible...) {
			for _, evidence := range r.Evidence {
				for _, text := range []string{evidence.String(), evidence.Note, evidence.Party, evidence.Link, evidence.Setting, evidence.Doubt.Property} {
					safe(text)
				}
			}
			for _, s := range r.Steps {
				safe(s.Says)
			}
		}
		for _, s := range AllSteps() {
			safe(s.Says(p))
		}
		key := p.Invite.Key()
		safe(key.String())
		safe(Join(p).Link.String())
		p.Cancellations = append(p.Cancellations, Cancellation{})
		p.Invite.Start = p.Now.AddDate(1, 0, 0)
		safe(strings.ReplaceAll(p.Validate().Error(), "\n", "")) // joined: a line for each
	})
}

// What is set by hand is as safe as what is explained.
func TestExplanationsByHandAreSafeToPrint(t *testing.T) {
	step := ExplainedStep{Step: SendAgain, Who: ActorOrganizer, Says: hostile}
	evidence := Evidence{Party: hostile, Link: hostile, Setting: hostile, Note: hostile, Doubt: invite.Doubtful{Property: hostile}}
	r := Explained{Reason: BlockedParty, Says: hostile, Section: hostile, Evidence: []Evidence{evidence}, Steps: []ExplainedStep{step}}
	e := Explanation{Says: hostile, Reasons: []Explained{r}, Possible: []Explained{r, r}, Remedies: [][]ExplainedStep{{step}}}
	for line := range strings.SplitSeq(e.String(), "\n") {
		assert.True(t, isSafe(line), "%q", line)
		assert.False(t, strings.HasPrefix(line, "record"), line)
	}
}

// The texts that only some reasons show.
func TestEvidenceThatQuotesIsSafeToPrint(t *testing.T) {
	doubtful := func(c *Case) {
		c.Invite.DoubtsFrom = []invite.Doubtful{{Doubt: invite.DoubtClass, Property: hostile}}
	}
	for name, c := range map[string]Case{
		"a phrase of the block list": with(func(c *Case) {
			c.Invite.Title, c.Org.Block = "a"+hostile, profile.NewBlockList(nil, nil, []string{"a" + hostile})
		}),
		"an organizer's name": with(func(c *Case) { c.Invite.Organizer = invite.Party{Name: hostile} }),
		"telephone numbers": with(func(c *Case) {
			c.Invite.DialIn, c.Profile.Links = []string{hostile}, profile.LinksStatic
		}),
		"a property in doubt": doubting(doubts(invite.DoubtClass), doubtful),
	} {
		e := Explain(c)
		found := false
		for _, r := range append(e.Reasons, e.Possible...) {
			for _, evidence := range r.Evidence {
				assert.True(t, isSafe(evidence.Doubt.Property), name)
			}
		}
		for _, line := range strings.Split(e.String(), "\n") {
			assert.True(t, isSafe(line), "%s: %q", name, line)
			found = found || strings.Contains(line, `\nrecord (permits)\r\u2028`) ||
				strings.Contains(line, "a record (permits)") // a phrase is said as it is compared
		}
		assert.True(t, found, "%s: it is quoted", name)
	}
}

// Errors of what is read quote what they could not read.
func TestErrorsOfCasesAreSafeToPrint(t *testing.T) {
	written, err := json.Marshal(with(func(c *Case) { c.Answers = consent.NewLog(said(cem, consent.Consented, start)) }))
	require.NoError(t, err)
	strs := regexp.MustCompile(`"[^"]*"`).FindAllIndex(written, -1)
	quoted, err := json.Marshal(hostile + strings.Repeat("x", 1<<16))
	require.NoError(t, err)
	n := 0
	for _, at := range strs {
		_, err := ParseCase([]byte(string(written[:at[0]]) + string(quoted) + string(written[at[1]:])))
		if err == nil {
			continue // a text that may be anything
		}
		n++
		var joined interface{ Unwrap() []error }
		if !errors.As(err, &joined) {
			assert.True(t, isSafe(err.Error()), "%q", err.Error())
			continue
		}
		for _, one := range joined.Unwrap() {
			assert.True(t, isSafe(one.Error()), "%q", one.Error())
		}
	}
	assert.Greater(t, n, 50)
}
