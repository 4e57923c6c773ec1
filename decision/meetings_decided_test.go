package decision_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
)

// meetingBuilders are how the meetings of each table are built.
var meetingBuilders = map[string]meetingBuilder{
	"one request by mail":                          oneRequest,
	"two requests and a recorder":                  twoRequests,
	"the assistant among the attendees":            assistantListed,
	"whose link and whose calls":                   whoseLink,
	"an internal meeting, and who comes":           whoComes,
	"two who say no":                               twoWhoSayNo,
	"an opt-out after the planned end":             afterTheEnd,
	"nobody takes part but who asked":              whoAsked,
	"what came during the recording":               whatCame,
	"a change and an opt-out":                      changeAndOptOut,
	"whether a consent link works":                 linkWorks,
	"who takes part":                               whoTakesPart,
	"who cancelled which meeting, and when":        whoCancelled,
	"cancelled, and asked again":                   cancelledAndAsked,
	"notice without a consent page":                noticeWithoutPage,
	"an opt-out, and when":                         optOutAndWhen,
	"opted out on the page at 08:55":               optOutAndRoster,
	"who organizes, which page, which link":        organizerAndLink,
	"a web conferencing system that is turned off": providerTurnedOff,
	"who or what is ruled out":                     whatIsRuledOut,
	"a case without sense":                         withoutSense,
	"an opt-out and two meetings":                  aSeries,
	"the change, when, and what is on record":      whatChanged,
	"the moment asked about":                       theMoment,
	"opting out where no end is planned":           optingOutWithoutEnd,
	"who did what":                                 whoDidWhat,
	"two members, two profiles":                    whoseProfile,
	"what is in doubt":                             whatIsInDoubt,
}

// meetingSurroundings is in how many surroundings each meeting is built, the plainest
// among them.
const meetingSurroundings = 8

func meetingTables(t *testing.T) []*meetingTable {
	tables, err := readMeetings(os.DirFS("../testdata/meetings"))
	require.NoError(t, err)
	return tables
}

// TestMeetings builds every meeting of every table and holds the library against it.
func TestMeetings(t *testing.T) {
	for _, table := range meetingTables(t) {
		t.Run(table.name, func(t *testing.T) {
			builder, ok := meetingBuilders[table.name]
			require.True(t, ok, "nothing builds the table")
			require.NoError(t, builder.covers(table))
			for combination := range table.combinations() {
				if row := table.row(combination); !row.impossible {
					builder.hold(t, table, row, table.words(combination))
				}
			}
		})
	}
}

// TestMeetingsDifferByEveryWord shows that no word of a table is idle: of any two words of a
// column, some combination makes two meetings.
func TestMeetingsDifferByEveryWord(t *testing.T) {
	for _, table := range meetingTables(t) {
		builder, built := meetingBuilders[table.name], map[string]string{}
		for combination := range table.combinations() {
			if table.row(combination).impossible {
				continue
			}
			s := builder.scene(table, table.words(combination), &chance{})
			text, err := json.Marshal(s.build())
			require.NoError(t, err)
			built[fmt.Sprint(combination)] = string(text)
		}
		for i, c := range table.columns {
			for w := range c.words {
				for other := range w {
					assert.True(t, table.differs(built, i, w, other), "%s:%d: %s and %s of %s", table.file, table.line, c.words[w], c.words[other], c.name)
				}
			}
		}
	}
}

// differs reports whether in some combination two words of a column make two meetings, or
// in no combination both can be built.
func (t *meetingTable) differs(built map[string]string, column, word, other int) bool {
	both := false
	for combination := range t.combinations() {
		if combination[column] != word {
			continue
		}
		changed := slices.Clone(combination)
		changed[column] = other
		one, can := built[fmt.Sprint(combination)]
		two, canToo := built[fmt.Sprint(changed)]
		if can && canToo && one != two {
			return true
		}
		both = both || can && canToo
	}
	return !both
}

var meetingCount = regexp.MustCompile("(?m)^\\| (?:`([a-z_]+\\.txt)`)? *\\| .* \\| ([0-9]+) \\| ([0-9]+) \\|$")

// TestMeetingsAreCounted holds the numbers of README.md against the tables.
func TestMeetingsAreCounted(t *testing.T) {
	text, err := os.ReadFile("../testdata/meetings/README.md")
	require.NoError(t, err)
	said, counted := map[string][2]int{}, map[string][2]int{}
	for _, m := range meetingCount.FindAllStringSubmatch(string(text), -1) {
		rows, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		combinations, err := strconv.Atoi(m[3])
		require.NoError(t, err)
		said[m[1]] = [2]int{rows, combinations}
	}
	for _, table := range meetingTables(t) {
		n := 0
		for range table.combinations() {
			n++
		}
		for _, of := range []string{table.file, ""} { // the file's, and together
			counted[of] = [2]int{counted[of][0] + len(table.rows), counted[of][1] + n}
		}
	}
	assert.Equal(t, counted, said)
}

// covers reports a word of a table that the builder cannot build, or one that it builds
// and the table does not have.
func (b *meetingBuilder) covers(table *meetingTable) error {
	for _, c := range table.columns {
		for _, word := range c.words {
			if b.words[c.name][word] == nil {
				return fmt.Errorf("%s:%d: nothing builds %s %s", table.file, table.line, c.name, word)
			}
		}
		if len(c.words) != len(b.words[c.name]) {
			return fmt.Errorf("%s:%d: the builder has words of %s that the table has not", table.file, table.line, c.name)
		}
	}
	if len(table.columns) != len(b.words) {
		return fmt.Errorf("%s:%d: the builder has columns that the table has not", table.file, table.line)
	}
	return nil
}

// scene builds one meeting in surroundings of chance.
func (b *meetingBuilder) scene(table *meetingTable, words []string, by *chance) *scene {
	s := usualScene(by)
	b.given(s)
	for i, word := range words {
		b.words[table.columns[i].name][word](s)
	}
	for _, do := range s.last {
		do()
	}
	return s
}

// hold compares the decision about one combination in several surroundings.
func (b *meetingBuilder) hold(t *testing.T, table *meetingTable, row *meetingRow, words []string) {
	for n := range uint64(meetingSurroundings) {
		by := &chance{}
		if n > 0 {
			h := fnv.New64a()
			fmt.Fprint(h, table.name, words)
			by.rand = rand.New(rand.NewPCG(h.Sum64(), n))
		}
		s := b.scene(table, words, by)
		c := s.build()
		if wrong := row.compare(table, s.nine, c); wrong != "" {
			text, err := json.Marshal(c)
			require.NoError(t, err)
			assert.Fail(t, wrong, "%s:%d: %s, surroundings %d\n%s", table.file, row.line, strings.Join(words, " "), n, text)
			return
		}
	}
}

// compare says in what the decision about a case is not what the row says; nothing is
// empty.
func (r *meetingRow) compare(table *meetingTable, nine time.Time, c Case) string {
	d := Decide(c)
	var cut time.Time
	if r.verdict == KeepPart {
		cut = nine.Add(r.cut)
	}
	also := d.Reasons & table.also
	switch because := decisive(d) &^ table.also; {
	case d.Verdict != r.verdict:
		return fmt.Sprintf("%s because of %v, want %s because of %v", d.Verdict, d.Reasons, r.verdict, r.because)
	case r.doubtful&^(d.Reasons|d.Possible) != 0:
		return fmt.Sprintf("%v is not possible, want %v", r.doubtful&^(d.Reasons|d.Possible), r.doubtful)
	case r.doubtful == 0 && d.Verdict != Discard && d.Possible&ReasonsThat(Refuses, Ends, Objects) != 0:
		return fmt.Sprintf("%v is possible, want nothing in doubt", d.Possible)
	case (because|also)&^r.doubtful != r.because&^r.doubtful:
		return fmt.Sprintf("%s because of %v, want %v", d.Verdict, because|also, r.because)
	case (r.verdict == KeepPart || r.verdict == Record) && !d.Cut.Equal(cut):
		return fmt.Sprintf("cut %v, want %v", d.Cut, cut)
	case !slices.Equal(d.Kept(c), keptOf(c, r.verdict, cut)):
		return fmt.Sprintf("kept %v, want %v", d.Kept(c), keptOf(c, r.verdict, cut))
	case d.Reasons.Has(TooLittleRecorded) && d.Reasons.Has(LateOptOut) || isLate(c, d) != d.Reasons.Has(LateOptOut):
		return fmt.Sprintf("%s with cut %v because of %v: late_opt_out or too_little_recorded is wrong", d.Verdict, d.Cut, d.Reasons)
	}
	return ""
}

// decisive returns the reasons that decide, as README.md says.
func decisive(d Decision) Reasons {
	switch d.Verdict {
	case Record:
		return d.Reasons & (meetingBasis | ReasonsThat(Refuses, Ends, Objects))
	case Discard:
		if d.Reasons.Has(TooLittleRecorded) {
			return d.Reasons & ReasonsThat(Refuses, Objects)
		}
		return d.Reasons & ReasonsThat(Refuses)
	}
	return d.Reasons & ReasonsThat(Refuses, Ends, Objects)
}

// isLate reports whether late_opt_out is to be expected: a part is kept, and consent went
// missing while a recorder ran. Where something else ends the recording, or discards it,
// the tables do not say.
func isLate(c Case, d Decision) bool {
	objects := d.Reasons&ReasonsThat(Objects) != 0
	if d.Verdict != KeepPart || !objects || d.Reasons&ReasonsThat(Refuses, Ends) != 0 || c.Before != (Before{}) {
		return d.Reasons.Has(LateOptOut)
	}
	if slices.ContainsFunc(c.Recordings, func(r Recording) bool { return r.Start.After(d.Cut) }) {
		return d.Reasons.Has(LateOptOut) // a recorder started again
	}
	return slices.ContainsFunc(c.Recordings, func(r Recording) bool {
		return r.Ended != NotAdmitted && !d.Cut.Before(r.Start) && (r.Stop.IsZero() || d.Cut.Before(r.Stop))
	})
}

// keptOf returns the parts of the recordings that a verdict leaves.
func keptOf(c Case, v Verdict, cut time.Time) []invite.Span {
	end := c.Now
	switch v {
	case KeepPart:
		end = cut
	case Record:
	default:
		return nil
	}
	var kept []invite.Span
	for _, r := range c.Recordings {
		to := r.Stop
		if to.IsZero() || to.After(end) {
			to = end
		}
		if r.Ended != NotAdmitted && r.Start.Before(to) {
			kept = append(kept, invite.Span{From: r.Start.UTC(), To: to.UTC()})
		}
	}
	return kept
}
