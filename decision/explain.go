package decision

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite"
)

// Explanation is a decision in words. It has a text form for people, String, and a
// JSON form for programs.
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
			parts = append(parts, part)
		}
	}
	if !e.At.IsZero() {
		parts = append(parts, "at "+instant(e.At))
	}
	if e.Setting != "" {
		parts = append(parts, "(setting "+e.Setting+")")
	}
	if where := e.where(); where != "" {
		parts = append(parts, "("+where+")")
	}
	return strings.Join(parts, " ")
}

// where says where in the invite something is in doubt; empty if it is not known.
func (e Evidence) where() string {
	var where []string
	if e.Doubt.Property != "" {
		where = append(where, e.Doubt.Property)
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
func Explain(c Case) Explanation {
	var j judgement
	j.judge(&c)
	e := Explanation{Version: WireVersion, Verdict: j.Verdict, Says: j.sentence(), Cut: j.Cut, Reasons: []Explained{}}
	for r := range j.Reasons.All() {
		if j.shows(r) {
			e.Reasons = append(e.Reasons, j.explained(c, r, j.evidence(&c, r), ruleOf(r).Steps))
		}
	}
	for r := range j.Possible.All() {
		if j.shows(r) {
			evidence := j.inQuestion(&c, r)
			e.Possible = append(e.Possible, j.explained(c, r, evidence, settling(evidence)))
		}
	}
	e.Unsettled = j.unsettled(&c)
	if j.Verdict == Refuse {
		for _, remedy := range Remedies(c) {
			e.Remedies = append(e.Remedies, explainSteps(c, slices.Collect(remedy.All())))
		}
	} else if j.Verdict != Record {
		e.Stop = j.stop(&c)
	}
	return e
}

// shows reports whether a reason is explained: what permits only beside a recording.
func (j *judgement) shows(r Reason) bool {
	return ruleOf(r).Effect != Permits || j.Verdict == Record
}

// explained puts a reason into words.
func (j *judgement) explained(c Case, r Reason, evidence []Evidence, steps []Step) Explained {
	rule := ruleOf(r)
	e := Explained{
		Reason: r, Effect: rule.Effect, Says: rule.Says, Evidence: evidence,
		Source: rule.Source, Section: rule.Section,
	}
	if j.Verdict == Refuse {
		e.Steps = explainSteps(c, steps)
	}
	return e
}

// settling returns the steps that settle what is in doubt.
func settling(inDoubt []Evidence) []Step {
	if slices.ContainsFunc(inDoubt, func(e Evidence) bool { return e.Doubt.Doubt == invite.DoubtOrganizer }) {
		return stepsOfDoubt
	}
	return []Step{SendAgain}
}

func explainSteps(c Case, steps []Step) []ExplainedStep {
	var all []ExplainedStep
	for _, s := range steps {
		if s.possible(c) {
			all = append(all, ExplainedStep{Step: s, Who: s.Who(), Says: s.Says(c)})
		}
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
	fmt.Fprintf(&b, "%s (%s)\n", e.Says, e.Verdict)
	if e.Stop != NothingToStop {
		fmt.Fprintf(&b, "%s\n", e.Stop.Says())
	}
	for _, r := range e.Reasons {
		r.write(&b, r.Effect.String())
	}
	for _, r := range e.Possible {
		r.write(&b, "possible")
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
			fmt.Fprintf(&b, "  %s: %s\n", s.Who, s.Says)
		}
	}
	return b.String()
}

// write writes the reason for people, some lines of text.
func (e Explained) write(b *strings.Builder, how string) {
	fmt.Fprintf(b, "\n%s (%s)\n  %s\n", e.Reason, how, e.Says)
	for _, evidence := range e.Evidence {
		fmt.Fprintf(b, "  - %s\n", evidence)
	}
	fmt.Fprintf(b, "  Source: %s\n", e.source())
	for _, s := range e.Steps {
		fmt.Fprintf(b, "  To do (%s): %s\n", s.Who, s.Says)
	}
}

// source names article and section.
func (e Explained) source() string {
	if e.Source == Ours {
		return "mayrecord's own rule: " + e.Section
	}
	return e.Source.Title() + ", " + e.Section
}
