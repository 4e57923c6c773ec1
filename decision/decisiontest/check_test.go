package decisiontest

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// smallTables specifies smallRules. The tests below break the one or the other.
const smallTables = `
A few rules, to show that what is wrong
is found.

table: the meeting
decides:
  meeting_private    refuses  it is private
  consent_by_notice  permits  participants are told
looks at:
  private  the event is private
  notice   participants are told

private  notice  |  reasons
no       no      |  none
no       yes     |  consent_by_notice
yes      no      |  meeting_private
yes      yes     |  meeting_private, consent_by_notice

table: opting out
decides:
  participant_opted_out  objects  somebody opted out
  late_opt_out           stops    late
  too_little_recorded    stops    early
looks at:
  started      a recorder has started
  opted_out    somebody opted out
  late_enough  late

started  opted_out  late_enough  |  reasons
no       no         no           |  none
no       yes        no           |  participant_opted_out
yes      no         no           |  none
yes      yes        no           |  participant_opted_out, too_little_recorded
yes      yes        yes          |  participant_opted_out, late_opt_out
no       -          yes          |  impossible  # nothing was recorded
yes      no         yes          |  impossible  # consent is not missing

table: the verdict
decides:
  refuse     verdict  no
  discard    verdict  no, nothing
  keep_part  verdict  a part
  record     verdict  yes
looks at:
  started              a recorder has started
  refusing_reason      one at least
  objecting_reason     one at least
  too_little_recorded  this one

started  refusing_reason  objecting_reason  too_little_recorded  |  verdict
no       no               no                no                   |  record
no       no               yes               no                   |  refuse
no       yes              -                 no                   |  refuse
yes      no               no                no                   |  record
yes      yes              -                 no                   |  discard
yes      no               yes               no                   |  keep_part
yes      -                yes               yes                  |  discard
no       -                -                 yes                  |  impossible  # nothing was recorded
yes      -                no                yes                  |  impossible  # nobody objects
`

func smallRules() []Rule {
	return []Rule{
		{Reason: MeetingPrivate, Effect: Refuses, Must: FactPrivate},
		{Reason: ParticipantOptedOut, Effect: Objects, Must: FactOptedOut},
		{Reason: LateOptOut, Effect: Stops, Must: FactStarted | FactOptedOut | FactLateEnough},
		{Reason: TooLittleRecorded, Effect: Stops, Must: FactStarted | FactOptedOut, MustNot: FactLateEnough},
		{Reason: ConsentByNotice, Effect: Permits, Must: FactNotice},
	}
}

// decideBy decides by a few rules, in the plainest way.
func decideBy(rules []Rule) func(Facts) (Verdict, Reasons) {
	return func(f Facts) (Verdict, Reasons) {
		var all Reasons
		for _, r := range rules {
			if f.Has(r.Must) && f&r.MustNot == 0 {
				all |= enum.SetOf(r.Reason)
			}
		}
		switch started := f.Has(FactStarted); {
		case all.Has(MeetingPrivate) && started:
			return Discard, all
		case all.Has(LateOptOut):
			return KeepPart, all
		case all.Has(TooLittleRecorded):
			return Discard, all
		case all.Has(MeetingPrivate) || all.Has(ParticipantOptedOut):
			return Refuse, all
		}
		return Record, all
	}
}

func smallSubject(rules []Rule) subject {
	return subject{
		facts: FactPrivate | FactNotice | FactStarted | FactOptedOut | FactLateEnough,
		implications: []implication{
			{when: FactLateEnough, then: FactStarted},
			{when: FactLateEnough, then: FactOptedOut},
		},
		rules:   rules,
		looksAt: func(r Rule) Facts { return r.Must | r.MustNot },
		decide:  decideBy(rules),
	}
}

func checkSmall(t *testing.T, s subject, text string) error {
	tables, err := parseTables("small.txt", text)
	require.NoError(t, err)
	_, err = s.check(tables)
	return err
}

// replaced changes a text in one place.
func replaced(t *testing.T, text, from, to string) string {
	require.Equal(t, 1, strings.Count(text, from), "how often %q stands in the text", from)
	return strings.Replace(text, from, to, 1)
}

func TestSmallTablesAreRight(t *testing.T) {
	require.NoError(t, checkSmall(t, smallSubject(smallRules()), smallTables))
}

func TestWrongTablesAreFound(t *testing.T) {
	_, noticeRow, _ := strings.Cut(smallTables, "consent_by_notice\nyes")
	noticeRow, _, _ = strings.Cut(noticeRow, "\n")
	for _, test := range []struct{ name, from, to, want string }{
		{"a combination is missed", "yes" + noticeRow + "\n", "", "small.txt:5: the table misses yes no"},
		{"a combination is repeated", "no       no      |  none\n", "no       no      |  none\n-        no      |  none\n", "small.txt:15: repeats what line 14 says of no no"},
		{"what happens is called impossible", "no       yes     |  consent_by_notice", "no       yes     |  impossible # so it seems", "small.txt:15: no yes happens, and is called impossible"},
		{"what never happens is answered", "impossible  # consent is not missing", "none", "small.txt:36: yes no yes is answered, and never happens"},
		{"a verdict that is given is called impossible", "yes      yes              -                 no                   |  discard", "yes      yes              -                 no                   |  impossible # so it seems", "yes yes no no happens, and is called impossible"},
		{"a verdict that is never given is answered", "impossible  # nobody objects", "discard", "yes no no yes is answered, and never happens"},
		{"a reason is left out", "participant_opted_out, late_opt_out", "participant_opted_out", "small.txt:34: the table says [participant_opted_out], the rules [participant_opted_out, late_opt_out], of: started, opted_out, late_enough"},
		{"a reason is made up", "no       no      |  none", "no       no      |  meeting_private", "small.txt:14: the table says [meeting_private], the rules [], of: "},
		{"a verdict is wrong", "|  keep_part", "|  record", "the table says record, the rules keep_part, of: "},
		{"an answer is not decided", "  participant_opted_out  objects  somebody opted out\n", "", "the table does not decide participant_opted_out"},
		{"a reason is decided twice", "  participant_opted_out  objects", "  meeting_private  refuses  again\n  participant_opted_out  objects", "meeting_private is decided twice: small.txt:5 and small.txt:19"},
		{"an effect is wrong", "consent_by_notice  permits", "consent_by_notice  advises", "small.txt:5: consent_by_notice advises, by its rule it permits"},
		{"there is no rule", "  consent_by_notice  permits", "  no_notice  advises  nobody is told\n  consent_by_notice  permits", "small.txt:5: no rule gives no_notice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := replaced(t, smallTables, test.from, test.to)
			tables, err := parseTables("small.txt", text)
			if err == nil {
				_, err = smallSubject(smallRules()).check(tables)
			}
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestWrongSetsOfTablesAreFound(t *testing.T) {
	small := smallSubject(smallRules())
	tables, err := parseTables("small.txt", smallTables)
	require.NoError(t, err)
	for _, test := range []struct {
		name   string
		tables []*table
		want   string
	}{
		{"no table of a reason", tables[1:], "no table decides meeting_private"},
		{"no table of verdicts", tables[:2], "0 tables decide the verdict"},
		{"two tables of verdicts", append(slices.Clone(tables), tables[2]), "2 tables decide the verdict"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := small.check(test.tables)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestWrongRulesAreFound(t *testing.T) {
	right := smallRules()
	with := func(i int, change func(*Rule)) []Rule {
		rules := slices.Clone(right)
		change(&rules[i])
		return rules
	}
	for _, test := range []struct {
		name  string
		rules []Rule
		want  string
	}{
		{"a condition is lost", with(2, func(r *Rule) { r.Must &^= FactLateEnough }), "the table says [participant_opted_out, too_little_recorded], the rules [participant_opted_out, late_opt_out, too_little_recorded], of: started, opted_out"},
		{"an exception is lost", with(3, func(r *Rule) { r.MustNot = 0 }), "the table says [participant_opted_out, late_opt_out], the rules [participant_opted_out, late_opt_out, too_little_recorded]"},
		{"a condition too many", with(4, func(r *Rule) { r.Must |= FactPrivate }), "the table says [consent_by_notice], the rules []"},
		{"the same facts", with(1, func(r *Rule) { r.Must = FactPrivate }), "the rules meeting_private and participant_opted_out are the same"},
		{"the same reason", with(3, func(r *Rule) { r.Reason = LateOptOut }), "the rules late_opt_out and late_opt_out are the same"},
		{"out of order", []Rule{right[1], right[0], right[2], right[3], right[4]}, "the rule meeting_private is not in the catalogue's order"},
		{"a fact of another table", with(0, func(r *Rule) { r.MustNot = FactOptedOut }), "small.txt:5: the rule of meeting_private also looks at: opted_out"},
		{"not specified", append(slices.Clone(right), Rule{Reason: NoNotice, Effect: Advises, MustNot: FactNotice}), "no table decides no_notice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.ErrorContains(t, checkSmall(t, smallSubject(test.rules), smallTables), test.want)
		})
	}
}

func TestWrongVerdictsAreFound(t *testing.T) {
	small := smallSubject(smallRules())
	decide := small.decide
	small.decide = func(f Facts) (Verdict, Reasons) {
		v, reasons := decide(f)
		if v == Discard {
			v = KeepPart
		}
		return v, reasons
	}
	require.ErrorContains(t, checkSmall(t, small, smallTables), "the table says discard, the rules keep_part, of: ")
}

func TestARuleThatNeverFiresIsFound(t *testing.T) {
	never := Rule{Reason: NoNotice, Effect: Advises, Must: FactLateEnough, MustNot: FactStarted}
	text := replaced(t, smallTables, "  too_little_recorded    stops    early\n", "  too_little_recorded    stops    early\n  no_notice              advises  never\n")
	require.ErrorContains(t, checkSmall(t, smallSubject(append(smallRules(), never)), text), "the rule no_notice never fires")
}

func TestAFactOnWhichNothingTurnsIsFound(t *testing.T) {
	small := smallSubject(smallRules())
	small.facts |= FactOver
	err := checkSmall(t, small, smallTables)
	require.ErrorContains(t, err, "nothing turns on: over")
	require.ErrorContains(t, err, "no table looks at: over")
}

// A table is read whole or not at all.
func TestMalformedTablesAreFound(t *testing.T) {
	for _, test := range []struct{ name, from, to, want string }{
		{"a tab", "it is private", "it is\tprivate", "small.txt:7: a tab, or a blank at the end of the line"},
		{"a blank at the end", "it is private", "it is private ", "small.txt:7: a tab, or a blank at the end of the line"},
		{"two names", "table: the meeting\n", "table: a\ntable: the meeting\n", `small.txt:6: the table "a" has no rows`},
		{"no rows under the columns", "no       no      |  none\n", "\nno       no      |  none\n", "small.txt:14: no row under the names of the columns"},
		{"a row beyond a blank line", "yes      no      |", "\nyes      no      |", "small.txt:17: a row outside of a table"},
		{"prose among the rows", "yes      no      |", "as said\nyes      no      |", `small.txt:16: not understood: "as said"`},
		{"an entry among the rows", "yes      no      |  m", "  as said\nyes      no      |  m", `small.txt:16: not understood: "  as said"`},
		{"nothing decided", "decides:\n  meeting_private    refuses  it is private\n  consent_by_notice  permits  participants are told\n", "", "small.txt:6: out of place"},
		{"an unknown reason", "meeting_private    refuses", "meeting_secret    refuses", `small.txt:7: unknown reason "meeting_secret"`},
		{"an unknown effect", "meeting_private    refuses", "meeting_private    forbids", `small.txt:7: unknown effect "forbids"`},
		{"an unknown verdict", "  keep_part  verdict", "  keep_some  verdict", `unknown verdict "keep_some"`},
		{"a reason said twice", "  late_opt_out           stops", "  participant_opted_out  objects  again\n  late_opt_out           stops", "participant_opted_out does not belong here, or is said twice"},
		{"a verdict said twice", "  keep_part  verdict", "  refuse  verdict  again\n  keep_part  verdict", "refuse does not belong here, or is said twice"},
		{"a verdict among reasons", "meeting_private    refuses  it", "record    verdict  yes\n  meeting_private    refuses  it", "small.txt:8: meeting_private does not belong here"},
		{"a reason among verdicts", "  refuse     verdict  no", "  meeting_private  refuses  no\n  refuse     verdict  no", "refuse does not belong here"},
		{"no meaning", "refuses  it is private", "refuses", "small.txt:7: not understood"},
		{"an unknown fact", "  private  the", "  secret  the", `small.txt:10: "secret" is nothing that this table can look at`},
		{"a fact that follows from others", "  private  the", "  granted  the", `small.txt:10: "granted" is nothing that this table can look at`},
		{"a fact said twice", "  notice   participants", "  private  again\n  notice   participants", "small.txt:11: private is said twice"},
		{"a fact that verdicts do not look at", "  refusing_reason      one", "  private      one", `"private" is nothing that this table can look at`},
		{"other columns", "private  notice  |", "notice  private  |", "small.txt:13: the columns [notice private] are not what the table looks at: [private notice]"},
		{"other answers", "private  notice  |  reasons", "private  notice  |  verdict", `small.txt:13: the last column is "verdict", not "reasons"`},
		{"no other answers for verdicts", "  |  verdict", "  |  reasons", `the last column is "reasons", not "verdict"`},
		{"a cell out of line", "no       yes     |", "no      yes      |", "small.txt:15: the cells do not stand under the names of the columns"},
		{"a cell missing", "no       yes     |", "no               |", "small.txt:15: the cells do not stand under the names of the columns"},
		{"a cell too many", "no       yes     |", "no       yes  no |", "small.txt:15: the cells do not stand under the names of the columns"},
		{"neither yes nor no", "no       yes     |", "no       maybe   |", `small.txt:15: "maybe" is not yes, no or -`},
		{"impossible, without why", "impossible  # consent is not missing", "impossible", "small.txt:36: impossible, but not why"},
		{"no answer", "|  keep_part", "|", `unknown verdict ""`},
		{"a verdict that is not decided", "  keep_part  verdict  a part\n", "", "the table does not decide keep_part"},
		{"reasons that are not decided", "  |  consent_by_notice", "  |  no_notice", "small.txt:15: the table does not decide no_notice"},
		{"unknown reasons", "  |  consent_by_notice", "  |  notice", `small.txt:15: unknown reason "notice"`},
		{"reasons out of order", "meeting_private, consent_by_notice", "consent_by_notice, meeting_private", "small.txt:17: in the catalogue's order, each once, it reads: meeting_private, consent_by_notice"},
		{"reasons repeated", "meeting_private, consent_by_notice", "meeting_private, meeting_private, consent_by_notice", "small.txt:17: in the catalogue's order, each once, it reads: meeting_private, consent_by_notice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parseTables("small.txt", replaced(t, smallTables, test.from, test.to))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestUnfinishedFilesAreFound(t *testing.T) {
	_, err := parseTables("small.txt", "Prose alone.")
	require.EqualError(t, err, "small.txt: no table")
	head, _, _ := strings.Cut(smallTables, "\nprivate  notice")
	_, err = parseTables("small.txt", head)
	require.EqualError(t, err, `small.txt:5: the table "the meeting" has no rows`)
	_, err = readTables(fstest.MapFS{"a.txt": {Data: []byte(smallTables)}, "b.txt": {Data: []byte(head)}})
	require.EqualError(t, err, `b.txt:5: the table "the meeting" has no rows`)
}

// The signed tables are read as they stand: every file, and what each is about.
func TestSpecificationIsComplete(t *testing.T) {
	tables, err := readTables(os.DirFS("../../testdata/specification"))
	require.NoError(t, err)
	var looked Facts
	var reasons Reasons
	for _, table := range tables {
		reasons |= table.decides()
		for _, column := range table.columns {
			looked |= column
		}
	}
	assert.Equal(t, AllFacts(), looked&AllFacts(), "the facts that some table looks at")
	assert.Equal(t, len(AllReasons()), reasons.Len(), "the reasons that some table decides")
}

// extend finds a combination wherever there is one, by going through all.
func TestExtendFindsWhatCanHappen(t *testing.T) {
	const some = FactDirectLink<<1 - 1 // the first few
	rapid.Check(t, func(t *rapid.T) {
		s := subject{facts: some}
		one := rapid.SampledFrom(slices.Collect(Facts(some).All()))
		for range rapid.IntRange(0, 6).Draw(t, "implications") {
			m := implication{when: one.Draw(t, "when") | one.Draw(t, "and when"), then: one.Draw(t, "then") | one.Draw(t, "or then")}
			if rapid.IntRange(0, 3).Draw(t, "never") == 0 {
				m.then = 0
			}
			s.implications = append(s.implications, m)
		}
		fixed := Facts(rapid.Uint64Range(0, uint64(some)).Draw(t, "fixed"))
		given := Facts(rapid.Uint64().Draw(t, "given")) & fixed
		possible := false
		for f := range Facts(some + 1) {
			holds := !slices.ContainsFunc(s.implications, func(m implication) bool { return !m.holds(f) })
			possible = possible || holds && f&fixed == given
		}
		got, ok := s.extend(given, fixed)
		require.Equal(t, possible, ok)
		if ok {
			require.Equal(t, given, got&fixed)
			require.False(t, slices.ContainsFunc(s.implications, func(m implication) bool { return !m.holds(got) }))
		}
	})
}

// The tables of facts hold, on every combination.
func TestRulesAreAsSpecified(t *testing.T) {
	n, err := CheckTables(os.DirFS("../../testdata/specification"))
	require.NoError(t, err)
	t.Logf("%d combinations", n)
	_, err = CheckTables(fstest.MapFS{"bad.txt": &fstest.MapFile{Data: []byte("no table")}})
	require.EqualError(t, err, "bad.txt: no table")
}
