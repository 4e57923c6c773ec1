package decision_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// smallMeetings are two tables, to show that what is wrong is found.
const smallMeetings = `Small tables
============

Prose about them.

sources:
  A     a heading
  ours  what we decided,
        on two lines

table: one

Prose about the first.

also: no_notice, consent_by_notice

given:
  What is given.

columns:
  who   ann   Ann
        ben   Ben,
              another member
        cem   a guest
  page  off   it is off
        on    it is on

who      page  |  verdict                         because
ann/ben  off   |  record                          recorded_automatically, no_notice
ann      on    |  keep_part until just before 52  participant_opted_out
but ann  on    |  refuse                          meeting_over, private_meeting

cem      off   |  impossible                      # there is no such thing

table: two

given:
  Nothing.

columns:
  only  one  one thing
        two  another

only  |  verdict             because
-     |  keep_part until 20  recording_stopped
`

// rightMeetings is smallMeetings without its one mistake.
var rightMeetings = strings.Replace(smallMeetings, "private_meeting", "meeting_private", 1)

func TestMeetingsThatAreRightAreRead(t *testing.T) {
	tables, err := parseMeetings("dir/small.txt", rightMeetings)
	require.NoError(t, err)
	require.Len(t, tables, 2)
	one := tables[0]
	assert.Equal(t, "one", one.name)
	assert.Equal(t, 11, one.line)
	assert.Equal(t, enum.SetOf(NoNotice, ConsentByNotice), one.also)
	assert.Equal(t, []meetingColumn{{"who", []string{"ann", "ben", "cem"}}, {"page", []string{"off", "on"}}}, one.columns)
	assert.Equal(t, []meetingRow{
		{line: 29, cells: [][]int{{0, 1}, {0}}, verdict: Record, because: enum.SetOf(RecordedAutomatically, NoNotice)},
		{line: 30, cells: [][]int{{0}, {1}}, verdict: KeepPart, cut: 52*time.Minute - 1, because: enum.SetOf(ParticipantOptedOut)},
		{line: 31, cells: [][]int{{1, 2}, {1}}, verdict: Refuse, because: enum.SetOf(MeetingOver, MeetingPrivate)},
		{line: 33, cells: [][]int{{2}, {0}}, impossible: true},
	}, one.rows)
	var all []string
	for combination := range one.combinations() {
		all = append(all, strings.Join(one.words(combination), " "))
	}
	assert.Equal(t, []string{"ann off", "ann on", "ben off", "ben on", "cem off", "cem on"}, all)
}

// A file is read whole or not at all.
func TestMeetingsThatAreMalformedAreFound(t *testing.T) {
	for _, test := range []struct{ name, from, to, want string }{
		{"a tab", "Prose about them", "Prose\tabout them", "small.txt:4: not UTF-8, a tab, or a blank"},
		{"a blank at the end", "about them.", "about them. ", "small.txt:4: not UTF-8, a tab, or a blank"},
		{"not UTF-8", "about them", "about \xff", "small.txt:4: not UTF-8"},
		{"no title", "Small tables\n====", "====", "small.txt:2: want a title, and below it as many ="},
		{"a short line below the title", "============\n", "===========\n", "small.txt:2: want a title, and below it as many ="},
		{"no sources", "sources:\n", "", `small.txt:6: no prose, and not understood here: "  A     a heading"`},
		{"no source", "sources:\n  A     a heading\n  ours  what we decided,\n        on two lines\n", "sources:\n", "small.txt:7: want A, F or ours"},
		{"a source that is none", "  A     a", "  B     a", "small.txt:7: want A, F or ours"},
		{"a source without a place", "  A     a heading", "  A", "small.txt:7: want A, F or ours"},
		{"more of no source", "sources:\n", "sources:\n        more\n", "small.txt:7: want A, F or ours"},
		{"prose after the sources", "on two lines\n", "on two lines\n\nMore.\n", `small.txt:11: not understood: "More."`},
		{"a table before the sources", "sources:\n", "table: zero\n\nsources:\n", "small.txt:6: a table stands after the sources, or after another table"},
		{"a word like a keyword", "also: no_notice, consent_by_notice", "gives:", `small.txt:15: no prose, and not understood here: "gives:"`},
		{"a keyword out of place", "also: no_notice, consent_by_notice", "columns:", `small.txt:15: no prose, and not understood here: "columns:"`},
		{"a bar in prose", "about the first", "about | the first", "small.txt:13: no prose, and not understood here"},
		{"prose further in", "Prose about the first", "  Prose about the first", "small.txt:13: no prose, and not understood here"},
		{"also twice", "also: no_notice, consent_by_notice", "also: no_notice\nalso: consent_by_notice", "small.txt:16: also: is said twice"},
		{"also what is unknown", "also: no_notice", "also: no_advice", `small.txt:15: unknown reason "no_advice"`},
		{"also what is said", "also: no_notice", "also: consent_by_notice", "small.txt:15: consent_by_notice is said twice"},
		{"nothing given", "given:\n  What is given.\n", "given:\n", "small.txt:18: want what is given, two blanks in"},
		{"given at the margin", "  What is given", "What is given", "small.txt:18: want what is given, two blanks in"},
		{"no columns", "columns:\n  who   ann", "  who   ann", `small.txt:20: not understood: "  who   ann   Ann"`},
		{"a blank below columns", "columns:\n  who", "columns:\n\n  who", "small.txt:21: want a column, a word and what it means"},
		{"no name of a column", "  who   ann   Ann", "        ann   Ann", "small.txt:21: want a column, a word and what it means"},
		{"no meaning", "ann   Ann", "ann", "small.txt:21: want a column, a word and what it means"},
		{"capitals in a word", "  who   ann", "  who   Ann", "small.txt:21: want a column, a word and what it means"},
		{"a word too far left", "        ben   Ben", "       ben   Ben", "small.txt:22: want a column, a word and what it means"},
		{"a word elsewhere", "  page  off   it", "  page   off  it", "small.txt:25: the word off does not begin where the others do"},
		{"a column said twice", "  page  off", "  who   off", "small.txt:25: the column who is said twice"},
		{"a word said twice", "        cem   a", "        ben   a", "small.txt:24: the word ben is said twice"},
		{"a word that means something else", "        cem   a", "        but   a", "small.txt:24: the word but is said twice, or means something else"},
		{"prose before the rows", "who      page  |", "As follows.\nwho      page  |", `small.txt:28: not understood: "As follows."`},
		{"other columns", "who      page  |", "page     who   |", "small.txt:28: the heading is"},
		{"a column too many", "who      page  |  verdict", "who      page  not  |  verdict", "small.txt:28: the heading is"},
		{"no because", "|  verdict                         because", "|  verdict", "small.txt:28: the heading is"},
		{"prose among the rows", "cem      off", "As said.\ncem      off", `small.txt:33: not a row: "As said."`},
		{"two bars", "ann      on    |", "ann   |  on    |", "small.txt:30: not a row"},
		{"a comment after one blank", "automatically, no_notice", "automatically, no_notice # why", "small.txt:29: not a row"},
		{"a cell out of line", "ann      on    |", "ann       on   |", "small.txt:30: the cells do not stand under the heading"},
		{"a cell missing", "ann      on    |", "ann            |", "small.txt:30: the cells do not stand under the heading"},
		{"a cell too many", "|  impossible    ", "|  impossible  no", "small.txt:33: the cells do not stand under the heading"},
		{"no verdict", "|  impossible                      # there is no such thing", "|", "small.txt:33: the cells do not stand under the heading"},
		{"an unknown word", "ann/ben  off", "ann/bea  off", `small.txt:29: "bea" is no word of the column who`},
		{"an unknown word after but", "but ann", "but bea", `small.txt:31: "bea" is no word of the column who`},
		{"a word of another column", "ann/ben  off   |", "ann/ben  ben   |", `small.txt:29: "ben" is no word of the column page`},
		{"a word twice in a cell", "ann/ben  off", "ann/ann  off", "small.txt:29: ann is said twice"},
		{"no word at all", "but ann  on", "but ann/ben/cem  on", "small.txt:31: the cells do not stand under the heading"},
		{"all words but all", "-     |", "but one/two  |", "small.txt:45: the cells do not stand under the heading"},
		{"an unknown verdict", "refuse     ", "refuses    ", `small.txt:31: unknown verdict "refuses"`},
		{"keep_part, and not until when", "keep_part until 20", "keep_part         ", "small.txt:45: keep_part says until when"},
		{"keep_part until no minute", "until 20", "until x ", `small.txt:45: unknown verdict "keep_part until x"`},
		{"another verdict until when", "keep_part until 20", "record until 20   ", `small.txt:45: unknown verdict "record until 20"`},
		{"impossible, and not why", "                      # there is no such thing", "", "small.txt:33: impossible says why, and no reasons"},
		{"no reason", "refuse                          meeting_over, meeting_private", "refuse", `small.txt:31: unknown reason ""`},
		{"an unknown reason", "  meeting_over", "  meeting_late", `small.txt:31: unknown reason "meeting_late"`},
		{"a reason twice", "meeting_over, meeting_private", "meeting_over, meeting_over", "small.txt:31: meeting_over is said twice"},
		{"a reason that decides nothing", "meeting_over, meeting_private", "meeting_over, all_is_well", `small.txt:31: unknown reason "all_is_well"`},
		{"a reason for a recording that refuses it", "recorded_automatically, no_notice", "recorded_automatically, meeting_over", "small.txt:29: meeting_over do not decide record"},
		{"a reason against a recording that permits it", "meeting_over, meeting_private", "meeting_over, recorded_automatically", "small.txt:31: recorded_automatically do not decide refuse"},
		{"a reason that follows from the verdict", "52  participant_opted_out", "52  participant_opted_out, late_opt_out", "small.txt:30: late_opt_out do not decide keep_part"},
		{"a doubt for a recording", "recorded_automatically, no_notice", "recorded_automatically?, no_notice", "small.txt:29: a doubt does not decide record"},
		{"a doubt twice", "meeting_over, meeting_private", "meeting_over, meeting_over?", "small.txt:31: meeting_over is said twice"},
		{"nothing that decides", "recorded_automatically, no_notice", "no_notice", "small.txt:29: no reason decides record"},
		{"a combination that is missed", "ann/ben  off   |", "ann      off   |", `small.txt:11: the table "one" does not answer ["ben" "off"]`},
		{"a combination that is repeated", "but ann  on    |", "-        on    |", `small.txt:31: answers ["ann" "on"], as line 30 does`},
		{"two tables without rows between", "table: two", "table: between\n\ntable: two", "small.txt:37: a table stands after the sources, or after another table"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(rightMeetings, test.from), "how often the text stands in the tables")
			_, err := parseMeetings("dir/small.txt", strings.Replace(rightMeetings, test.from, test.to, 1))
			require.ErrorContains(t, err, test.want)
		})
	}
	_, err := parseMeetings("dir/small.txt", smallMeetings)
	require.ErrorContains(t, err, `small.txt:31: unknown reason "private_meeting"`)
}

func TestMeetingsThatAreUnfinishedAreFound(t *testing.T) {
	head, _, _ := strings.Cut(rightMeetings, "table: one")
	_, err := parseMeetings("small.txt", head)
	require.EqualError(t, err, "small.txt: no table")
	for _, end := range []string{"\nProse about the first", "\ngiven", "\ncolumns", "\nwho  ", "\nann/ben"} {
		text, _, _ := strings.Cut(rightMeetings, end)
		_, err = parseMeetings("small.txt", text)
		require.EqualError(t, err, `small.txt:11: the table "one" has no rows`)
	}
	files := fstest.MapFS{"a.txt": {Data: []byte(rightMeetings)}, "b.txt": {Data: []byte(rightMeetings)}}
	_, err = readMeetings(files)
	require.EqualError(t, err, `b.txt:11: a table of a.txt has the name "one"`)
	files["b.txt"].Data = []byte("\n")
	_, err = readMeetings(files)
	require.ErrorContains(t, err, "b.txt:1: want a title")
}

func TestMeetingsNeedEveryWordBuilt(t *testing.T) {
	tables, err := parseMeetings("small.txt", rightMeetings)
	require.NoError(t, err)
	builds := func(columns map[string]words) error {
		b := meetingBuilder{given: nothing, words: columns}
		return b.covers(tables[1])
	}
	both := words{"one": nothing, "two": nothing}
	require.NoError(t, builds(map[string]words{"only": both}))
	require.EqualError(t, builds(nil), "small.txt:35: nothing builds only one")
	require.EqualError(t, builds(map[string]words{"only": {"one": nothing}}), "small.txt:35: nothing builds only two")
	require.EqualError(t, builds(map[string]words{"only": {"one": nothing, "two": nothing, "six": nothing}}), "small.txt:35: the builder has words of only that the table has not")
	require.EqualError(t, builds(map[string]words{"only": both, "not": both}), "small.txt:35: the builder has columns that the table has not")
}

// What a decision may have wrong is found, one thing at a time.
func TestMeetingsThatAreDecidedOtherwiseAreFound(t *testing.T) {
	c := recorded()
	c.Now, c.Recordings = end, ran(start)
	table := &meetingTable{also: enum.SetOf(ConsentByPage)}
	right := meetingRow{verdict: Record, because: enum.SetOf(RecordedAutomatically, ConsentByPage)}
	assert.Empty(t, right.compare(table, start, c))
	for _, wrong := range []meetingRow{
		{verdict: Hold, because: right.because},
		{verdict: Record, because: enum.SetOf(RecordedAutomatically)},
		{verdict: Record, because: enum.SetOf(AskedThroughAssistant, ConsentByPage)},
		{verdict: KeepPart, cut: time.Minute, because: right.because},
	} {
		assert.NotEmpty(t, wrong.compare(table, start, c), "%+v", wrong)
	}
	c.Recordings = []Recording{{Start: start, Stop: start.Add(20 * time.Minute), Ended: Stopped}}
	part := meetingRow{verdict: KeepPart, cut: 20 * time.Minute, because: enum.SetOf(RecordingStopped, ConsentByPage)}
	assert.Empty(t, part.compare(table, start, c))
	part.cut--
	assert.Contains(t, part.compare(table, start, c), "cut ")
}
