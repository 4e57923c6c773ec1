package decision_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

const articleCases = "../testdata/cases"

// articleCase is a case file: what one sentence, of the articles or of our own decisions,
// demands of one case.
// testdata/cases/README.md describes it.
type articleCase struct {
	Sentence string `json:"sentence"`
	Article  string `json:"article"`
	Section  string `json:"section"`
	Says     string `json:"says"`

	Case     *struct{}        `json:"case"` // read by ParseCase: see readArticleCase
	Decision *articleDecision `json:"decision"`

	Kept         *[]articleSpan     `json:"kept"`
	Owner        *invite.Address    `json:"owner"`
	Profile      *string            `json:"profile"`
	Key          *invite.Key        `json:"key"`
	Join         *Joining           `json:"join"`
	Cancel       *articleCancel     `json:"cancel"`
	Timeline     *Schedule          `json:"timeline"`
	Explain      []string           `json:"explain"`
	Remedies     *[][]Step          `json:"remedies"`
	Tally        *consent.Tally     `json:"tally"`
	OptOutRate   *articleRate       `json:"opt_out_rate"`
	Abilities    *articleAbilities  `json:"abilities"`
	ConsentLinks []articleLink      `json:"consent_links"`
	BrokenLinks  *articleBroken     `json:"broken_links"`
	Occurrence   *articleOccurrence `json:"occurrence"`
}

// articleDecision is the wire form of a decision, with its reasons in their order.
type articleDecision struct {
	Version  int       `json:"version"`
	Verdict  Verdict   `json:"verdict"`
	Reasons  []Reason  `json:"reasons"`
	Possible []Reason  `json:"possible"`
	Cut      time.Time `json:"cut"`
}

type articleSpan struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// articlePlan is the planned time of a meeting; a zero End is none.
type articlePlan struct {
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Cancelled bool      `json:"cancelled"`
}

type articleCancel struct {
	By     invite.Address `json:"by"`
	Scope  Scope          `json:"scope"`
	Answer Cancellability `json:"answer"`
}

type articleRate struct {
	Calls    []consent.Tally `json:"calls"`
	OptedOut int             `json:"opted_out"`
	Answered int             `json:"answered"`
}

// articleAbilities are the providers, all of them, of which something is true.
type articleAbilities struct {
	OptOut    *[]invite.Provider `json:"opt_out"`
	Dynamic   *[]invite.Provider `json:"dynamic_links"`
	Native    *[]invite.Provider `json:"native_recorder"`
	Alone     *[]invite.Provider `json:"links_matched_alone"`
	ByHand    *[]invite.Provider `json:"links_entered_by_hand"`
	Otherwise *[]invite.Provider `json:"neither_matched_nor_dynamic"`
}

type articleLink struct {
	Member invite.Address `json:"member"`
	URL    string         `json:"url"`
}

type articleBroken struct {
	After profile.Org    `json:"after"`
	Links []articleFault `json:"links"`
}

type articleFault struct {
	URL   string        `json:"url"`
	Fault profile.Fault `json:"fault"`
}

type articleOccurrence struct {
	Of       []articlePlan `json:"of"`
	At       time.Time     `json:"at"`
	Recorded []articleSpan `json:"recorded"`
	Is       *articlePlan  `json:"is"`
}

// readArticleCase reads a case file strictly: the case through ParseCase, and
// everything around it by the types above.
func readArticleCase(data []byte) (articleCase, Case, error) {
	var outer struct {
		Case json.RawMessage `json:"case"`
	}
	if err := json.Unmarshal(data, &outer); err != nil {
		return articleCase{}, Case{}, err
	}
	blank := append([]byte("{"), bytes.Repeat([]byte("\n"), bytes.Count(outer.Case, []byte("\n")))...)
	rest := bytes.Replace(data, outer.Case, append(blank, '}'), min(1, len(outer.Case)))
	var form articleCase
	if err := strictjson.Unmarshal(rest, &form); err != nil || form.Case == nil {
		return form, Case{}, err
	}
	c, err := ParseCase(outer.Case)
	return form, c, err
}

// TestArticles holds the library against what each sentence demands.
func TestArticles(t *testing.T) {
	for name, data := range articleFiles(t) {
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
			form, c, err := readArticleCase(data)
			require.NoError(t, err)
			assert.True(t, strings.HasPrefix(name, form.Sentence+"-"), "the file is named for another sentence")
			assert.NotEmpty(t, form.Says)
			require.Equal(t, form.Case == nil, form.Decision == nil, "case and decision belong together")
			if form.Case != nil {
				form.checkDecision(t, c)
				form.checkAnswers(t, c)
				form.checkWords(t, c)
				form.checkSettings(t, c)
			}
			form.checkWithoutCase(t)
		})
	}
}

// checkDecision compares the decision, and what may be kept.
func (f *articleCase) checkDecision(t *testing.T, c Case) {
	require.Equal(t, WireVersion, f.Decision.Version)
	want := Decision{Verdict: f.Decision.Verdict, Reasons: enum.SetOf(f.Decision.Reasons...),
		Possible: enum.SetOf(f.Decision.Possible...), Cut: f.Decision.Cut.UTC()}
	got := Decide(c)
	assert.Equal(t, want.Verdict.String(), got.Verdict.String())
	assert.Equal(t, wireTexts(slices.Collect(want.Reasons.All())), wireTexts(slices.Collect(got.Reasons.All())))
	assert.Equal(t, wireTexts(slices.Collect(want.Possible.All())), wireTexts(slices.Collect(got.Possible.All())), "possible")
	assert.Equal(t, want.Cut, got.Cut)
	assert.Equal(t, slices.Collect(want.Reasons.All()), f.Decision.Reasons, "the file's reasons are not in catalogue order")
	assert.Equal(t, slices.Collect(want.Possible.All()), f.Decision.Possible, "the file's possible reasons are not in catalogue order")
	if f.Kept != nil {
		assert.Equal(t, spans(*f.Kept), append([]invite.Span{}, got.Kept(c)...))
	}
}

// spans returns spans of a file, in UTC; empty, never nil.
func spans(all []articleSpan) []invite.Span {
	list := []invite.Span{}
	for _, s := range all {
		list = append(list, invite.Span{From: s.From.UTC(), To: s.To.UTC()})
	}
	return list
}

// checkAnswers compares what CanCancel, Join, Timeline and Tally answer.
func (f *articleCase) checkAnswers(t *testing.T, c Case) {
	if f.Cancel != nil {
		assert.Equal(t, f.Cancel.Answer, CanCancel(c, f.Cancel.By, f.Cancel.Scope))
	}
	if f.Join != nil {
		assert.Equal(t, *f.Join, Join(c))
	}
	if f.Timeline != nil {
		assert.Equal(t, *f.Timeline, Timeline(c))
	}
	if f.Tally != nil {
		assert.Equal(t, *f.Tally, c.Answers.Tally(c.Now))
	}
}

// checkWords looks for texts in the explanation, and compares the remedies.
func (f *articleCase) checkWords(t *testing.T, c Case) {
	text := Explain(c).String()
	for _, want := range f.Explain {
		assert.Contains(t, text, want)
	}
	if f.Remedies == nil {
		return
	}
	got := [][]Step{}
	for _, r := range Remedies(c) {
		steps := slices.Collect(r.All())
		got = append(got, steps)
		assert.Equal(t, Record, Decide(Apply(c, r)).Verdict, "the remedy %v does not lead to a recording", steps)
	}
	assert.ElementsMatch(t, *f.Remedies, got)
}

// checkSettings compares the meeting's key, whose profile governs, and what the settings
// make of links.
func (f *articleCase) checkSettings(t *testing.T, c Case) {
	if f.Key != nil {
		assert.Equal(t, *f.Key, c.Invite.Key())
	}
	if f.Owner != nil {
		owner := c.Owner()
		require.Equal(t, f.Owner.IsZero(), owner == nil)
		assert.True(t, owner == nil || owner.Has(*f.Owner), "the owner is %v", owner)
	}
	if f.Profile != nil {
		assert.Equal(t, *f.Profile, c.Governing().Name)
	}
	for _, want := range f.ConsentLinks {
		assert.Equal(t, want.URL, c.Org.ConsentURL(c.Org.Members.ByAddress(want.Member)).String())
	}
	if f.BrokenLinks != nil {
		got := []articleFault{}
		for _, b := range profile.BrokenLinks(&c.Org, &f.BrokenLinks.After, []invite.Invite{c.Invite}) {
			got = append(got, articleFault{b.Link.String(), b.Fault})
		}
		assert.ElementsMatch(t, f.BrokenLinks.Links, got)
	}
}

// checkWithoutCase compares what depends on no case.
func (f *articleCase) checkWithoutCase(t *testing.T) {
	if f.OptOutRate != nil {
		want := consent.Rate{OptedOut: f.OptOutRate.OptedOut, Answered: f.OptOutRate.Answered}
		assert.Equal(t, want, consent.OptOutRate(f.OptOutRate.Calls...))
	}
	if f.Abilities != nil {
		f.Abilities.check(t)
	}
	if f.Occurrence != nil {
		f.Occurrence.check(t)
	}
}

// check compares the providers that the file lists with all that can.
func (a *articleAbilities) check(t *testing.T) {
	for _, ability := range []struct {
		want *[]invite.Provider
		can  func(invite.Provider) bool
	}{
		{a.OptOut, invite.Provider.OffersOptOut},
		{a.Dynamic, invite.Provider.MakesDynamicLinks},
		{a.Native, invite.Provider.RecordsNatively},
		{a.Alone, invite.Provider.MatchesLinksAlone},
		{a.ByHand, func(p invite.Provider) bool { return !p.MatchesLinksAlone() }},
		{a.Otherwise, func(p invite.Provider) bool { return !p.MatchesLinksAlone() && !p.MakesDynamicLinks() }},
	} {
		if ability.want != nil {
			assert.ElementsMatch(t, *ability.want, providersThat(ability.can))
		}
	}
}

func providersThat(can func(invite.Provider) bool) []invite.Provider {
	return slices.DeleteFunc(invite.AllProviders(), func(p invite.Provider) bool {
		return p == invite.ProviderNone || !p.RecorderJoins() || !can(p)
	})
}

func (o *articleOccurrence) check(t *testing.T) {
	var all []invite.Occurrence
	for _, plan := range o.Of {
		all = append(all, invite.Occurrence(plan))
	}
	got, ok := invite.OccurrenceAt(slices.Values(all), o.At, spans(o.Recorded)...)
	require.Equal(t, o.Is != nil, ok)
	if ok {
		assert.Equal(t, invite.Occurrence(*o.Is), got)
	}
}

// articleFiles returns the case files by name.
func articleFiles(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(articleCases, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	files := map[string][]byte{}
	for _, name := range names {
		files[filepath.Base(name)], err = os.ReadFile(name)
		require.NoError(t, err)
	}
	return files
}

// A typo in a case file is an error, wherever it stands: nothing is expected in vain.
func TestArticleCasesAreReadStrictly(t *testing.T) {
	const good = `{"sentence":"A-01","article":"A","section":"s","says":"s","case":{"version":1,"now":"2026-03-02T09:00:00Z","invite":{},"org":{"default_profile":{"page":"off"}}},"decision":{"version":1,"verdict":"refuse","reasons":[]}}`
	_, _, err := readArticleCase([]byte(good))
	require.NoError(t, err)
	for name, swap := range map[string][2]string{
		"a field of the file":         {`"says"`, `"say"`},
		"a field of the case":         {`"invite"`, `"invitation"`},
		"a field within the case":     {`"default_profile"`, `"default"`},
		"a field of the decision":     {`"verdict"`, `"verdicts"`},
		"a possible reason":           {`"reasons":[]`, `"reasons":[],"possible":["no_notic"]`},
		"a value of the decision":     {`"refuse"`, `"refused"`},
		"a value of the case":         {`"off"`, `"of"`},
		"a field said twice":          {`"says":"s"`, `"says":"s","says":"s"`},
		"a case said twice":           {`"says":"s"`, `"case":{},"says":"s"`},
		"the version of another form": {`{"version":1,"now"`, `{"version":2,"now"`},
		"something after the end":     {`"reasons":[]}}`, `"reasons":[]}}{}`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, good, swap[0])
			_, _, err := readArticleCase([]byte(strings.Replace(good, swap[0], swap[1], 1)))
			assert.Error(t, err)
		})
	}
}

// sentence is an entry of sentences.txt, or of decided.txt.
type sentence struct {
	id, section, says string
	rules             []Reason
	outside           string
}

var sentenceHead = regexp.MustCompile(`^([ADF]-\d\d)  (\S.*)$`)

// readSentences reads the list of sentences: what stands before the first is prose.
func readSentences(text string) ([]sentence, error) {
	var all []sentence
	for block := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		head := sentenceHead.FindStringSubmatch(lines[0])
		if head == nil && len(all) == 0 {
			continue
		}
		if head == nil {
			return nil, fmt.Errorf("not a sentence: %q", lines[0])
		}
		s := sentence{id: head[1], section: head[2]}
		if err := s.read(lines[1:]); err != nil {
			return nil, fmt.Errorf("%s: %w", s.id, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// read takes the lines below a sentence's head: what it demands, then its mark.
func (s *sentence) read(lines []string) error {
	if len(lines) < 2 {
		return fmt.Errorf("there is too little of it")
	}
	mark := strings.TrimSpace(lines[len(lines)-1])
	for _, line := range lines[:len(lines)-1] {
		s.says += strings.TrimSpace(line) + " "
	}
	if why, ok := strings.CutPrefix(mark, "outside: "); ok {
		s.outside = why
		return nil
	}
	codes, ok := strings.CutPrefix(mark, "rules: ")
	if !ok {
		return fmt.Errorf("%q is neither rules nor outside", mark)
	}
	if codes == "none" {
		return nil
	}
	for code := range strings.SplitSeq(codes, ", ") {
		var r Reason
		if err := r.UnmarshalText([]byte(code)); err != nil {
			return err
		}
		s.rules = append(s.rules, r)
	}
	return nil
}

// source returns where a sentence is from.
func (s *sentence) source() Source {
	return map[byte]Source{'A': ArticleA, 'F': ArticleF, 'D': Ours}[s.id[0]]
}

// sentenceGaps returns everything that is missing between sentences, cases and rules.
func sentenceGaps(sentences []sentence, cases []articleCase, rules []Rule) []string {
	gaps := idGaps(sentences)
	byID := map[string][]articleCase{}
	for _, c := range cases {
		byID[c.Sentence] = append(byID[c.Sentence], c)
	}
	for _, s := range sentences {
		gaps = append(gaps, s.gaps(byID[s.id])...)
		delete(byID, s.id)
	}
	for id := range byID {
		gaps = append(gaps, id+": a case without a sentence")
	}
	for _, r := range rules {
		gaps = append(gaps, ruleGaps(r, sentences)...)
	}
	slices.Sort(gaps)
	return gaps
}

// idGaps says where the numbers do not run from 01 on, in each article and in our own
// decisions.
func idGaps(sentences []sentence) []string {
	var gaps []string
	count := map[byte]int{}
	for _, s := range sentences {
		count[s.id[0]]++
		if want := fmt.Sprintf("%c-%02d", s.id[0], count[s.id[0]]); s.id != want {
			gaps = append(gaps, fmt.Sprintf("%s: stands where %s belongs", s.id, want))
		}
	}
	return gaps
}

// gaps says what is missing between a sentence and its cases.
func (s *sentence) gaps(cases []articleCase) []string {
	var gaps []string
	switch {
	case s.outside != "" && s.source() == Ours:
		gaps = append(gaps, s.id+": our own decision, and outside")
	case s.outside != "" && len(cases) > 0:
		gaps = append(gaps, s.id+": outside, and has a case")
	case s.outside == "" && len(cases) == 0:
		gaps = append(gaps, s.id+": a sentence without a case")
	}
	var given []Reason
	for _, c := range cases {
		if c.Section != s.section || c.Article != s.id[:1] {
			gaps = append(gaps, fmt.Sprintf("%s: a case names the section %q of %s", s.id, c.Section, c.Article))
		}
		if c.Decision != nil {
			given = append(given, c.Decision.Reasons...)
			if s.source() == Ours { // that a doubt makes something possible is a decision of our own
				given = append(given, c.Decision.Possible...)
			}
		}
	}
	for _, r := range s.rules {
		if !slices.Contains(given, r) {
			gaps = append(gaps, fmt.Sprintf("%s: no case expects %s", s.id, r))
		}
	}
	return gaps
}

var quotedSection = regexp.MustCompile(`“([^”]+)”`)

// ruleGaps says which section that a rule is from has no sentence. An article's rule must
// be named by a sentence of each of its sections, and of each of its articles. One of our
// own must be named by some sentence, and may quote a section, which must exist.
func ruleGaps(r Rule, sentences []sentence) []string {
	if r.Source == Ours {
		return ownRuleGaps(r, sentences)
	}
	var gaps []string
	named := map[Source]bool{}
	for section := range strings.SplitSeq(r.Section, "; ") {
		i := slices.IndexFunc(sentences, func(s sentence) bool {
			return s.section == section && s.source() != Ours && slices.Contains(s.rules, r.Reason)
		})
		if i < 0 {
			gaps = append(gaps, fmt.Sprintf("%s: no sentence of %q names it", r.Reason, section))
			continue
		}
		named[sentences[i].source()] = true
	}
	for _, a := range []Source{ArticleA, ArticleF} {
		if (r.Source == a || r.Source == ArticlesAF) != named[a] {
			gaps = append(gaps, fmt.Sprintf("%s: its source is %s, and %s is named for it: %t", r.Reason, r.Source, a, named[a]))
		}
	}
	return gaps
}

func ownRuleGaps(r Rule, sentences []sentence) []string {
	var gaps []string
	for _, quoted := range quotedSection.FindAllStringSubmatch(r.Section, -1) {
		if !slices.ContainsFunc(sentences, func(s sentence) bool { return s.section == quoted[1] && s.source() != Ours }) {
			gaps = append(gaps, fmt.Sprintf("%s: no section %q", r.Reason, quoted[1]))
		}
	}
	if !slices.ContainsFunc(sentences, func(s sentence) bool { return slices.Contains(s.rules, r.Reason) }) {
		gaps = append(gaps, fmt.Sprintf("%s: no sentence names it", r.Reason))
	}
	return gaps
}

// TestEverySentenceHasItsCase lists what is missing between the articles' sentences, our
// own decisions, the case files, and the rules.
func TestEverySentenceHasItsCase(t *testing.T) {
	sentences, cases := articleTrace(t)
	assert.Empty(t, sentenceGaps(sentences, cases, Rules()))
}

func articleTrace(t *testing.T) ([]sentence, []articleCase) {
	t.Helper()
	var sentences []sentence
	for _, list := range []struct {
		name string
		ours bool
	}{{"sentences.txt", false}, {"decided.txt", true}} {
		text, err := os.ReadFile(filepath.Join(articleCases, list.name))
		require.NoError(t, err)
		all, err := readSentences(string(text))
		require.NoError(t, err, list.name)
		require.NotEmpty(t, all, list.name)
		for _, s := range all {
			require.Equal(t, list.ours, s.source() == Ours, "%s stands in %s", s.id, list.name)
		}
		sentences = append(sentences, all...)
	}
	var cases []articleCase
	for name, data := range articleFiles(t) {
		form, _, err := readArticleCase(data)
		require.NoError(t, err, name)
		cases = append(cases, form)
	}
	return sentences, cases
}

// The list above would be empty, too, if nothing were looked for: each gap is found.
func TestSentenceGapsAreFound(t *testing.T) {
	a := sentence{id: "A-01", section: "s", rules: []Reason{ProviderOff}}
	out := sentence{id: "F-01", section: "u", outside: "law"}
	own := sentence{id: "D-01", section: "w", rules: []Reason{NoNotice}}
	is := articleCase{Sentence: "A-01", Article: "A", Section: "s", Decision: &articleDecision{Reasons: []Reason{ProviderOff}}}
	decided := articleCase{Sentence: "D-01", Article: "D", Section: "w", Decision: &articleDecision{Reasons: []Reason{NoNotice}}}
	possible := func(c articleCase) articleCase {
		c.Decision = &articleDecision{Possible: c.Decision.Reasons}
		return c
	}
	rule := Rule{Reason: ProviderOff, Source: ArticleA, Section: "s"}
	ours := Rule{Reason: NoNotice, Source: Ours, Section: "from “u”"}
	change := func(rule Rule, do func(*Rule)) []Rule { do(&rule); return []Rule{rule} }
	all := []sentence{a, out, own}
	for _, row := range []struct {
		name      string
		sentences []sentence
		cases     []articleCase
		rules     []Rule
		want      string
	}{
		{"nothing is missing", all, []articleCase{is, decided}, []Rule{rule, ours}, ""},
		{"sentence without case", all, nil, nil, "A-01: a sentence without a case"},
		{"case without sentence", []sentence{out}, []articleCase{is}, nil, "A-01: a case without a sentence"},
		{"outside with a case", all, []articleCase{is, {Sentence: "F-01", Article: "F", Section: "u"}}, nil, "F-01: outside, and has a case"},
		{"own decision without case", all, []articleCase{is}, nil, "D-01: a sentence without a case"},
		{"own decision whose rule no case expects", all, []articleCase{is, {Sentence: "D-01", Article: "D", Section: "w"}}, nil, "D-01: no case expects no_notice"},
		{"own decision whose rule is possible in a case", all, []articleCase{is, possible(decided)}, nil, ""},
		{"sentence whose rule is only possible in a case", all, []articleCase{possible(is), decided}, nil, "A-01: no case expects provider_off"},
		{"own decision outside", []sentence{{id: "D-01", section: "w", outside: "law"}}, nil, nil, "D-01: our own decision, and outside"},
		{"case of an own decision in an article", all, []articleCase{is, {Sentence: "D-01", Article: "A", Section: "w"}}, nil, `D-01: a case names the section "w" of A`},
		{"number twice", []sentence{a, a}, []articleCase{is}, nil, "A-01: stands where A-02 belongs"},
		{"number left out", []sentence{out, {id: "F-03", outside: "law"}}, nil, nil, "F-03: stands where F-02 belongs"},
		{"case of another section", all, []articleCase{is, {Sentence: "A-01", Article: "A", Section: "u"}}, nil, `A-01: a case names the section "u" of A`},
		{"case of another article", all, []articleCase{is, {Sentence: "A-01", Article: "F", Section: "s"}}, nil, `A-01: a case names the section "s" of F`},
		{"rule that no case expects", all, []articleCase{{Sentence: "A-01", Article: "A", Section: "s"}}, nil, "A-01: no case expects provider_off"},
		{"rule of an unknown section", all, []articleCase{is}, change(rule, func(r *Rule) { r.Section = "v" }), `provider_off: no sentence of "v" names it`},
		{"rule that no sentence names", all, []articleCase{is}, change(rule, func(r *Rule) { r.Reason = NoNotice }), `no_notice: no sentence of "s" names it`},
		{"rule of the other article", all, []articleCase{is}, change(rule, func(r *Rule) { r.Source = ArticleF }), "provider_off: its source is f, and f is named for it: false"},
		{"rule of one article only", all, []articleCase{is}, change(rule, func(r *Rule) { r.Source = ArticlesAF }), "provider_off: its source is a_and_f, and f is named for it: false"},
		{"own rule quoting what is not there", all, []articleCase{is}, change(ours, func(r *Rule) { r.Section = "from “v”" }), `no_notice: no section "v"`},
		{"own rule quoting an own decision", all, []articleCase{is}, change(ours, func(r *Rule) { r.Section = "from “w”" }), `no_notice: no section "w"`},
		{"own rule that no sentence names", all, []articleCase{is}, change(ours, func(r *Rule) { r.Reason = BypassLink }), "bypass_link: no sentence names it"},
		{"rule that only an own decision names", []sentence{{id: "D-01", section: "s", rules: []Reason{ProviderOff}}}, nil, []Rule{rule}, `provider_off: no sentence of "s" names it`},
	} {
		t.Run(row.name, func(t *testing.T) {
			gaps := sentenceGaps(row.sentences, row.cases, row.rules)
			if row.want == "" {
				assert.Empty(t, gaps)
			} else {
				assert.Contains(t, gaps, row.want)
			}
		})
	}
}

// What is no entry of the list is an error, and not passed over.
func TestSentencesAreReadStrictly(t *testing.T) {
	const good = "Title\n\nA-01  Section\n  Demands.\n  rules: provider_off, no_notice\n\n\nF-01  Law\n  Differs.\n  outside: law\n"
	got, err := readSentences(good)
	require.NoError(t, err)
	assert.Equal(t, []sentence{
		{id: "A-01", section: "Section", says: "Demands. ", rules: []Reason{ProviderOff, NoNotice}},
		{id: "F-01", section: "Law", says: "Differs. ", outside: "law"},
	}, got)
	for name, swap := range map[string][2]string{
		"an unknown rule":     {"provider_off", "provider_of"},
		"no mark":             {"outside: law", "law"},
		"no demand":           {"  Differs.\n", ""},
		"prose in the middle": {"F-01  Law", "And now F"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readSentences(strings.Replace(good, swap[0], swap[1], 1))
			assert.Error(t, err)
		})
	}
}

// wireDocs is what testdata/cases/README.md describes: for each heading its fields,
// and the values of each enumeration.
type wireDocs struct {
	fields map[string][]string
	values map[string][]string
}

var (
	docRow   = regexp.MustCompile("^\\| `([a-z_]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$")
	docValue = regexp.MustCompile("`([^`]+)`")
)

func readWireDocs(text string) wireDocs {
	docs := wireDocs{fields: map[string][]string{}, values: map[string][]string{}}
	heading := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		cells := strings.Split(line, " | ")
		if strings.HasPrefix(line, "#") {
			heading = strings.TrimLeft(line, "# ")
		} else if row := docRow.FindStringSubmatch(line); row != nil {
			docs.fields[heading] = append(docs.fields[heading], row[1])
		} else if heading == "Values" && len(cells) == 2 {
			for _, value := range docValue.FindAllStringSubmatch(cells[1], -1) {
				name := strings.TrimPrefix(cells[0], "| ")
				docs.values[name] = append(docs.values[name], value[1])
			}
		}
	}
	return docs
}

// wireForms are the fields and values that there are, found in the types themselves.
type wireForms struct {
	wireDocs
	unknown []string // types that the walk does not know how to look into
}

// wireHeading is the heading of a type whose own name would not do.
var wireHeading = map[reflect.Type]string{
	reflect.TypeFor[articleCase]():       "File",
	reflect.TypeFor[articleDecision]():   "Decision",
	reflect.TypeFor[articleSpan]():       "Span",
	reflect.TypeFor[articleCancel]():     "Cancel",
	reflect.TypeFor[articleRate]():       "Rate",
	reflect.TypeFor[articleAbilities]():  "Abilities",
	reflect.TypeFor[articleLink]():       "MemberLink",
	reflect.TypeFor[articleBroken]():     "BrokenLinks",
	reflect.TypeFor[articleFault]():      "BrokenLink",
	reflect.TypeFor[articleOccurrence](): "Occurrence",
	reflect.TypeFor[articlePlan]():       "Plan",
}

// wireStandsFor is what is read and written in place of a type: the list of another,
// or a single text.
var wireStandsFor = map[reflect.Type]reflect.Type{
	reflect.TypeFor[profile.Directory]():  reflect.TypeFor[profile.Member](),
	reflect.TypeFor[consent.Log]():        reflect.TypeFor[consent.Response](),
	reflect.TypeFor[invite.ProviderSet](): reflect.TypeFor[invite.Provider](),
	reflect.TypeFor[time.Time]():          reflect.TypeFor[string](),
	reflect.TypeFor[invite.Address]():     reflect.TypeFor[string](),
	reflect.TypeFor[profile.Period]():     reflect.TypeFor[string](),
	reflect.TypeFor[invite.Key]():         reflect.TypeFor[string](),
	reflect.TypeFor[consent.Roster]():     reflect.TypeFor[consent.Presence](),
	reflect.TypeFor[invite.Doubts]():      reflect.TypeFor[invite.Doubt](),
	reflect.TypeFor[profile.BlockList]():  reflect.TypeFor[struct{}](), // see fullForms
	reflect.TypeFor[invite.Link]():        reflect.TypeFor[struct{}](), // see fullForms
}

// walk adds a type's fields, and those of the types of its fields.
func (w *wireForms) walk(t reflect.Type) {
	if form, ok := wireStandsFor[t]; ok {
		t = form
	}
	switch {
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer:
		w.walk(t.Elem())
	case t.Kind() == reflect.Struct && t.NumField() > 0:
		w.walkFields(t)
	case t.Kind() == reflect.Uint8:
		w.fields["value "+t.Name()] = nil
	case !slices.Contains([]reflect.Kind{reflect.Struct, reflect.String, reflect.Bool, reflect.Int}, t.Kind()):
		w.unknown = append(w.unknown, t.String())
	}
}

func (w *wireForms) walkFields(t reflect.Type) {
	heading := wireHeading[t]
	if heading == "" {
		heading = t.Name()
	}
	if _, done := w.fields[heading]; done {
		return
	}
	w.fields[heading] = []string{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" {
			w.unknown = append(w.unknown, t.String()+"."+t.Field(i).Name)
			continue
		}
		w.fields[heading] = append(w.fields[heading], name)
		w.walk(t.Field(i).Type)
	}
}

// fullForms adds the forms that are written by MarshalJSON, as they come out of
// values in which nothing is left out.
func (w *wireForms) fullForms(t *testing.T) {
	t.Helper()
	c := recorded()
	c.Profile = c.Org.Default
	c.Requests = []Request{{Sender: ann, To: assistant}}
	c.Answers = consent.NewLog(consent.Response{Participant: cem, Choice: consent.Consented, At: start})
	c.Roster = consent.NewRoster(true, consent.Presence{Address: cem, From: start})
	c.Recordings = []Recording{{Start: start}}
	c.Cancellations = []Cancellation{{By: ann, At: start}}
	c.Before = Before{Until: start, Invite: &c.Invite, Org: &c.Org, Profile: &c.Profile}
	form := w.full(t, "Case", c)
	w.full(t, "Before", form["before"])
	w.full(t, "Roster", c.Roster)
	w.full(t, "Decision", Decision{Possible: enum.SetOf(NoNotice), Cut: start})
	w.full(t, "Block", profile.NewBlockList([]invite.Address{cem}, []string{"d.example"}, []string{"p"}))
	w.full(t, "Link", annsLink.At(invite.PlaceLocation))
}

func (w *wireForms) full(t *testing.T, heading string, value any) map[string]json.RawMessage {
	t.Helper()
	data, err := json.Marshal(value)
	require.NoError(t, err)
	var form map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &form))
	w.fields[heading] = slices.Collect(maps.Keys(form))
	return form
}

// theWireForms finds all forms and all values.
func theWireForms(t *testing.T) wireForms {
	t.Helper()
	w := wireForms{wireDocs: wireDocs{fields: map[string][]string{}, values: map[string][]string{}}}
	for _, root := range []reflect.Type{
		reflect.TypeFor[articleCase](), reflect.TypeFor[invite.Invite](), reflect.TypeFor[profile.Org](),
		reflect.TypeFor[profile.Profile](), reflect.TypeFor[Request](), reflect.TypeFor[consent.Log](), reflect.TypeFor[consent.Roster](),
		reflect.TypeFor[Recording](), reflect.TypeFor[Cancellation](), reflect.TypeFor[invite.Place](),
		reflect.TypeFor[Explanation](),
	} {
		w.walk(root)
	}
	w.fullForms(t)
	w.values = map[string][]string{
		"Method": wireTexts(invite.AllMethods()), "Status": wireTexts(invite.AllStatuses()), "Class": wireTexts(invite.AllClasses()),
		"CUType": wireTexts(invite.AllCUTypes()), "PartStat": wireTexts(invite.AllPartStats()), "Place": wireTexts(invite.AllPlaces()),
		"Provider": wireTexts(invite.AllProviders()), "RecordingRule": wireTexts(profile.AllRecordingRules()), "Page": wireTexts(profile.AllPages()),
		"LinkType": wireTexts(profile.AllLinkTypes()), "Fault": wireTexts(profile.AllFaults()), "Choice": wireTexts(consent.AllChoices()),
		"Verdict": wireTexts(AllVerdicts()), "Reason": wireTexts(AllReasons()), "Scope": wireTexts(AllScopes()),
		"StopMethod": wireTexts(AllStopMethods()), "Step": wireTexts(AllSteps()), "Effect": wireTexts(AllEffects()),
		"How": wireTexts(AllHows()), "Ended": wireTexts(AllEnded()), "Kind": wireTexts(consent.AllKinds()), "Doubt": wireTexts(invite.AllDoubts()),
		"Source": wireTexts(AllSources()), "Actor": wireTexts(AllActors()),
	}
	return w
}

func wireTexts[T fmt.Stringer](all []T) []string {
	var texts []string
	for _, v := range all {
		texts = append(texts, v.String())
	}
	return texts
}

// docGaps returns what the page misses, and what it describes that is not there.
func (w *wireForms) docGaps(docs wireDocs) []string {
	var gaps []string
	for heading, fields := range w.fields {
		if enum, ok := strings.CutPrefix(heading, "value "); ok {
			if w.values[enum] == nil {
				gaps = append(gaps, "the values of "+enum+" are not looked at")
			}
			continue
		}
		for _, field := range fields {
			if !slices.Contains(docs.fields[heading], field) {
				gaps = append(gaps, heading+"."+field+" is not described")
			}
		}
	}
	for heading, fields := range docs.fields {
		for _, field := range fields {
			if !slices.Contains(w.fields[heading], field) {
				gaps = append(gaps, heading+"."+field+" is described and does not exist")
			}
		}
	}
	for enum, values := range w.values {
		if !slices.Equal(values, docs.values[enum]) {
			gaps = append(gaps, "the values of "+enum+" are others")
		}
	}
	slices.Sort(gaps)
	return gaps
}

// TestWireFormIsDocumented says which field or value of the wire form is missing in
// the page that describes it.
func TestWireFormIsDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(articleCases, "README.md"))
	require.NoError(t, err)
	w := theWireForms(t)
	assert.Empty(t, w.unknown)
	assert.Equal(t, []string{"answers", "before", "cancellations", "invite", "now", "org", "profile", "recordings", "requests", "roster", "version"},
		slices.Sorted(slices.Values(w.fields["Case"])))
	assert.Empty(t, w.docGaps(readWireDocs(string(text))))

	for name, swap := range map[string][2]string{
		"Member.may_schedule is not described":              {"| `may_schedule` | flag |", "| may_schedule | flag |"},
		"Block.phrases is not described":                    {"| `phrases` |", "| phrases |"},
		"Case.now is not described":                         {"| `now` | time | the case", "| now | time | the case"},
		"Link.hint is described and does not exist":         {"| `place` | Place |", "| `hint` | Place |"},
		"Plan.end is not described":                         {"### Plan", "### Plans"},
		"the values of Choice are others":                   {"`bypassed`, `opted_out` |", "`opted_out`, `bypassed` |"},
		"Cancellability.later_occurrences is not described": {"| `later_occurrences` |", "| `the_rest` |"},
		"Recording.begin is described and does not exist":   {"| `start` | time | the case is invalid | when the rec", "| `begin` | time | the case is invalid | when the rec"},
		"Before.until is not described":                     {"| `until` | time | the case is invalid | the instant of the change", "| until |"},
		"Presence.kind is not described":                    {"| `kind` | Kind", "| kind | Kind"},
		"the values of Ended are others":                    {"`finished`, ", ""},
		"Invite.doubts is not described":                    {"| `doubts` | list", "| doubts | list"},
		"Doubtful.line is not described":                    {"### Doubtful", "### Doubted"},
		"Decision.possible is not described":                {"| `possible` | list of Reason", "| possible | list of Reason"},
		"Explanation.unsettled is not described":            {"| `unsettled` | list", "| unsettled | list"},
		"Evidence.doubt is not described":                   {"| `doubt` | [Doubtful]", "| doubt | [Doubtful]"},
		"the values of Doubt are others":                    {"`organizer`, `attendees`, ", "`attendees`, "},
	} {
		broken := strings.Replace(string(text), swap[0], swap[1], 1)
		require.NotEqual(t, string(text), broken, name)
		assert.Contains(t, w.docGaps(readWireDocs(broken)), name)
	}
}
