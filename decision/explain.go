package decision

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Explanation is a decision in words. It has a text form for people, String, and a
// JSON form for programs, in which a time outside the years 0 to 9999 is written as
// ECMAScript writes it: +010000-01-01T00:00:00Z.
//
// All texts in it are safe to print: what somebody else wrote is in the form of
// [strictjson.Printable].
type Explanation struct {
	Version int     `json:"version"`
	Verdict Verdict `json:"verdict"`
	// Says is the verdict as one sentence.
	Says string `json:"says"`
	// Cut is the decision's: nothing recorded from then on may be kept; zero for none.
	Cut time.Time `json:"cut,omitzero"`
	// Stop is how the recording that must stop can be stopped in the call.
	Stop StopMethod `json:"stop,omitempty"`
	// Reasons are the reasons in catalogue order. Permits stand here only beside a
	// recording.
	Reasons []Explained `json:"reasons"`
	// Possible are the reasons that may hold besides, as far as something is in doubt.
	// Their evidence says what.
	Possible []Explained `json:"possible,omitempty"`
	// Unsettled are the smallest sets of doubts that would have to be settled: see
	// [Unsettled].
	Unsettled []invite.Doubts `json:"unsettled,omitempty"`
	// Remedies are what would lead to a recording; each is a set of steps to be taken
	// together.
	Remedies [][]ExplainedStep `json:"remedies,omitempty"`
}

// Explained is one reason in words.
type Explained struct {
	Reason Reason `json:"reason"`
	Effect Effect `json:"effect"`
	Says   string `json:"says"`
	// Evidence is what in the case makes the reason hold.
	Evidence []Evidence `json:"evidence,omitempty"`
	// Source and Section are where the rule is from.
	Source  Source `json:"source"`
	Section string `json:"section"`
	// Steps are what can be done about it, where nothing has been recorded yet.
	Steps []ExplainedStep `json:"steps,omitempty"`
}

// ExplainedStep is a step in words.
type ExplainedStep struct {
	Step Step   `json:"step"`
	Who  Actor  `json:"who"`
	Says string `json:"says"`
}

// Evidence is something in the case that makes a reason hold. Fields that do not
// apply are empty.
type Evidence struct {
	Party   string    `json:"party,omitempty"`   // whose address
	Link    string    `json:"link,omitempty"`    // which link
	Setting string    `json:"setting,omitempty"` // which setting, by its name in JSON
	At      time.Time `json:"at,omitzero"`       // when, in UTC
	Note    string    `json:"note,omitempty"`    // what of it
	// Doubt is what is in doubt, and where in the invite.
	Doubt invite.Doubtful `json:"doubt,omitzero"`
}

// String returns the evidence as one line for people.
func (e Evidence) String() string {
	var parts []string
	for _, part := range []string{e.Party, e.Link, e.Note} {
		if part != "" {
			parts = append(parts, strictjson.Printable(part))
		}
	}
	if !e.At.IsZero() {
		parts = append(parts, "at "+instant(e.At))
	}
	if e.Setting != "" {
		parts = append(parts, "(setting "+strictjson.Printable(e.Setting)+")")
	}
	if where := e.where(); where != "" {
		parts = append(parts, "("+where+")")
	}
	return strings.Join(parts, " ")
}

// where says where in the invite something is in doubt; empty if it is not known.
func (e Evidence) where() string {
	var where []string
	if e.Doubt.Property != "" && e.Note != cutNote {
		where = append(where, strictjson.Printable(e.Doubt.Property))
	}
	if e.Doubt.Line != 0 {
		where = append(where, fmt.Sprint("line ", e.Doubt.Line))
	}
	return strings.Join(where, ", ")
}

// instant writes a time in UTC, to the second where that is all there is.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.999999999 UTC") }

// Explain puts the decision of a case into words: for each reason its sentence, what in
// the case makes it hold, where the rule is from, and who can do what about it.
//
// It takes time as [Decide] does, once for each reason, remedy and doubt, and sorts whose
// consent was missing by time. Of where a doubt comes from, it says the first 20 places.
func Explain(c Case) Explanation {
	x := explainer{c: &c, said: map[Step][]ExplainedStep{}}
	x.judge(&c)
	e := Explanation{Version: WireVersion, Verdict: x.Verdict, Says: x.sentence(), Cut: x.Cut, Reasons: []Explained{}}
	for r := range x.Reasons.All() {
		if x.shows(r) {
			e.Reasons = append(e.Reasons, x.explained(r, x.evidenceOf(r), ruleOf(r).Steps))
		}
	}
	if x.Possible != 0 {
		x.question()
	}
	for r := range x.Possible.All() {
		if x.shows(r) {
			evidence := x.inQuestion(r)
			e.Possible = append(e.Possible, x.explained(r, evidence, settling(evidence)))
		}
	}
	e.Unsettled = x.unsettled(&c)
	if x.Verdict == Refuse {
		for _, remedy := range Remedies(c) {
			e.Remedies = append(e.Remedies, x.steps(slices.Collect(remedy.All())))
		}
	} else if x.Verdict != Record {
		e.Stop = x.stop(&c)
	}
	return e
}

// explainer puts a judgement into words. It keeps what several reasons need.
type explainer struct {
	judgement
	c     *Case
	other *side                    // what was observed on the other side of a change; nil until asked for
	asked []questioned             // what is in question on each side of a change
	said  map[Step][]ExplainedStep // a step in words; none where it cannot be taken
}

// shows reports whether a reason is explained: what permits only beside a recording.
func (j *judgement) shows(r Reason) bool {
	return ruleOf(r).Effect != Permits || j.Verdict == Record
}

// explained puts a reason into words.
func (x *explainer) explained(r Reason, evidence []Evidence, steps []Step) Explained {
	rule := ruleOf(r)
	e := Explained{
		Reason: r, Effect: rule.Effect, Says: rule.Says, Evidence: evidence,
		Source: rule.Source, Section: rule.Section,
	}
	for i := range evidence {
		evidence[i].Note = strictjson.Printable(evidence[i].Note)
		evidence[i].Party = strictjson.Printable(evidence[i].Party)
		evidence[i].Doubt.Property = strictjson.Printable(evidence[i].Doubt.Property)
	}
	if x.Verdict == Refuse {
		e.Steps = x.steps(steps)
	}
	return e
}

// settling returns the steps that settle what is in doubt.
func settling(inDoubt []Evidence) []Step {
	organizer := func(e Evidence) bool { return e.Doubt.Doubt == invite.DoubtOrganizer && !e.covers() }
	if slices.ContainsFunc(inDoubt, organizer) {
		return stepsOfDoubt
	}
	return []Step{SendAgain}
}

// steps puts those steps into words that can be taken.
func (x *explainer) steps(steps []Step) []ExplainedStep {
	var all []ExplainedStep
	for _, s := range steps {
		said, found := x.said[s]
		if !found {
			if s.possible(*x.c) {
				said = []ExplainedStep{{Step: s, Who: s.Who(), Says: s.Says(*x.c)}}
			}
			x.said[s] = said
		}
		all = append(all, said...)
	}
	return all
}

// sentence says the verdict.
func (j *judgement) sentence() string {
	stopped := j.started() && !j.running
	switch {
	case j.Verdict == Discard && stopped:
		return "Nothing of this recording may be kept."
	case j.Verdict == Discard:
		return "The recording must stop, and nothing of it may be kept."
	case j.Verdict == Hold && stopped:
		return "This recording is sealed: nobody may process, see or delete it until it is settled what may become of it."
	case j.Verdict == Hold:
		return "The recording must stop, and is sealed: nobody may process, see or delete it until it is settled what may become of it."
	case j.Verdict == KeepPart && stopped:
		return "Of this recording, only what was recorded before " + instant(j.Cut) + " may be kept."
	case j.Verdict == KeepPart:
		return "The recording must stop; what was recorded before " + instant(j.Cut) + " may be kept."
	case j.Verdict == Record && stopped:
		return "This meeting was recorded, and the recording may be kept."
	case j.Verdict == Record && j.started():
		return "This meeting is being recorded, and that may go on."
	case j.Verdict == Record:
		return "This meeting may be recorded."
	}
	return "This meeting may not be recorded."
}

// String returns the explanation for people, some lines of text.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", strictjson.Printable(e.Says), e.Verdict)
	if e.Stop != NothingToStop {
		fmt.Fprintf(&b, "%s\n", e.Stop.Says())
	}
	for _, r := range e.Reasons {
		r.write(&b, r.Effect.String())
	}
	for group := range e.ByDoubt() {
		if len(group) == 1 {
			group[0].write(&b, "possible")
		} else {
			writeAlike(&b, group)
		}
	}
	for i, doubts := range e.Unsettled {
		if i == 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "To be settled: %s\n", doubts)
	}
	for i, remedy := range e.Remedies {
		fmt.Fprintf(&b, "\nRemedy %d\n", i+1)
		for _, s := range remedy {
			fmt.Fprintf(&b, "  %s: %s\n", s.Who, strictjson.Printable(s.Says))
		}
	}
	return b.String()
}

// write writes the reason for people, some lines of text.
func (e Explained) write(b *strings.Builder, how string) {
	fmt.Fprintf(b, "\n%s (%s)\n  %s\n", e.Reason, how, strictjson.Printable(e.Says))
	writeEvidence(b, e.Evidence)
	fmt.Fprintf(b, "  Source: %s\n", e.source())
	writeSteps(b, e.Steps)
}

func writeEvidence(b *strings.Builder, all []Evidence) {
	for _, evidence := range all {
		fmt.Fprintf(b, "  - %s\n", evidence)
	}
}

func writeSteps(b *strings.Builder, all []ExplainedStep) {
	for _, s := range all {
		fmt.Fprintf(b, "  To do (%s): %s\n", s.Who, strictjson.Printable(s.Says))
	}
}

// writeAlike writes the reasons that are possible because the same is in doubt, which it
// says once.
func writeAlike(b *strings.Builder, group []Explained) {
	fmt.Fprintf(b, "\n%d reasons are possible\n", len(group))
	writeEvidence(b, group[0].Evidence)
	writeSteps(b, group[0].Steps)
	for _, e := range group {
		fmt.Fprintf(b, "  %s: %s\n    Source: %s\n", e.Reason, strictjson.Printable(e.Says), e.source())
	}
}

// ByDoubt returns an iterator over the possible reasons, those together that are possible
// because the same is in doubt. The groups are in the order of their first reasons.
func (e Explanation) ByDoubt() iter.Seq[[]Explained] {
	groups := map[string][]Explained{}
	var keys []string
	for _, e := range e.Possible {
		key := fmt.Sprint(e.Evidence, e.Steps)
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], e)
	}
	return func(yield func([]Explained) bool) {
		for _, key := range keys {
			if !yield(groups[key]) {
				return
			}
		}
	}
}

// source names article and section.
func (e Explained) source() string {
	if e.Source == Ours {
		return "mayrecord's own rule: " + strictjson.Printable(e.Section)
	}
	return e.Source.Title() + ", " + strictjson.Printable(e.Section)
}
