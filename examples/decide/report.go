package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
)

// width is how wide a report is, in characters.
const width = 88

// report prints a meeting for people.
func (p *program) report(out *bufio.Writer, m meeting) {
	r := reporter{style: p.style, out: out, zone: zoneOf(p.zone, m.c.Invite)}
	if p.shown > 1 {
		r.line("")
	}
	if len(p.files) > 1 || p.shown > 1 {
		r.line(r.paint(bold, "== "+clean(m.name)+" =="))
	}
	r.meeting(&m)
	e := decision.Explain(m.c)
	r.line("")
	mark, code := r.verdict(e.Verdict)
	r.marked(mark+"  ", code, r.own(e.Says))
	r.reasons(e)
	r.possible(&e)
	r.remedies(e.Remedies)
	r.schedule(&m, e)
	r.repairs(m.notes)
}

// zoneOf returns the zone to print times in: the one asked for, else the meeting's.
func zoneOf(asked *time.Location, inv invite.Invite) *time.Location {
	if asked != nil {
		return asked
	}
	return inv.Start.Location()
}

// reporter prints one meeting.
type reporter struct {
	style
	out  io.Writer
	zone *time.Location
}

func (r *reporter) line(text string) { fmt.Fprintln(r.out, strings.TrimRight(text, " ")) }

// heading prints a heading with a blank line above.
func (r *reporter) heading(text string) {
	r.line("")
	r.line(r.paint(bold, text))
}

// text prints a text, wrapped: first before its first line, and as many blanks
// before the others.
func (r *reporter) text(first, text string) { r.marked(first, "", text) }

// marked is text with the first in a colour.
func (r *reporter) marked(first, code, text string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(first))
	first = r.paint(code, first)
	for _, line := range wrap(clean(text), width-len(indent)) {
		r.line(first + line)
		first = indent
	}
}

func (r *reporter) row(label, text string) {
	if text != "" {
		r.text(fmt.Sprintf("  %-11s", label), text)
	}
}

// meeting prints which meeting it is.
func (r *reporter) meeting(m *meeting) {
	c := &m.c
	title := c.Invite.Title
	if title == "" {
		title = "(a meeting without a title)"
	}
	r.line(r.paint(bold, clean(title)))
	r.row("When", r.when(&c.Invite))
	r.row("Organizer", organizer(c))
	r.join(c)
	r.row("Dial in", numbers(&c.Invite))
	r.row("Profile", governing(c))
	if m.momentSaid {
		r.row("Asked at", r.instant(c.Now))
	}
	for _, q := range c.Requests {
		r.row("Request", r.request(q, m.bySender))
	}
	r.row("Answers", answers(c))
	r.row("Present", present(c))
	r.row("Elsewhere", m.elsewhere.String())
}

// numbers lists the telephone numbers that the consent page shows, and where more
// of them are.
func numbers(inv *invite.Invite) string {
	shown, more := inv.NumbersShown()
	text := strings.Join(shown, ", ")
	switch {
	case text == "":
		return ""
	case !more.IsZero():
		text += "; more at " + more.Host()
	case len(shown) < len(inv.DialIn):
		text += fmt.Sprintf("; and %d more", len(inv.DialIn)-len(shown))
	}
	return text
}

// nameless returns an address, or who it is when there is none.
func nameless(a invite.Address) string {
	if a.IsZero() {
		return "somebody unknown"
	}
	return a.String()
}

// when says the planned time in the zone and in UTC.
func (r *reporter) when(inv *invite.Invite) string {
	if inv.Start.IsZero() {
		return "the invitation does not say"
	}
	if inv.End.IsZero() {
		return inv.Start.In(r.zone).Format("Mon 2 January 2006, ") + r.clock(inv.Start) + ", without an end" + ofSeries(inv)
	}
	from, to := inv.Start.In(r.zone), inv.End.In(r.zone)
	text := from.Format("Mon 2 January 2006, 15:04-") + to.Format(afterDay(from, to)+"15:04 MST")
	if r.zone != time.UTC {
		text += " (" + inv.Start.UTC().Format(afterDay(from, inv.Start.UTC())+"15:04-") +
			inv.End.UTC().Format(afterDay(inv.Start.UTC(), inv.End.UTC())+"15:04 UTC)")
	}
	return text + map[bool]string{true: ", all day"}[inv.AllDay] + ofSeries(inv)
}

// ofSeries says that a meeting is one of a series.
func ofSeries(inv *invite.Invite) string {
	if inv.Recurring {
		return ", one of a series"
	}
	return ""
}

// afterDay is the layout of a date, where it differs from the one before.
func afterDay(before, t time.Time) string {
	if before.Format(time.DateOnly) == t.Format(time.DateOnly) {
		return ""
	}
	return "2006-01-02 "
}

// instant writes an instant in the zone and in UTC.
func (r *reporter) instant(t time.Time) string {
	return t.In(r.zone).Format(time.DateOnly+" ") + r.clock(t)
}

// clock writes the time of day of an instant in the zone and in UTC.
func (r *reporter) clock(t time.Time) string {
	local, utc := t.In(r.zone), t.UTC()
	layout := "15:04"
	if local.Second() != 0 || local.Nanosecond() != 0 {
		layout = "15:04:05.999999999"
	}
	text := local.Format(layout + " MST")
	if r.zone != time.UTC {
		text += " (" + utc.Format(afterDay(local, utc)+layout) + " UTC)"
	}
	return text
}

func organizer(c *decision.Case) string {
	o := c.Invite.Organizer
	who, address := o.Name, o.Address.String()
	switch {
	case who == "":
		who = address
	case address != "" && address != who:
		who += " <" + address + ">"
	}
	switch {
	case who == "":
		return "the invitation names none"
	case c.Org.IsInternal(o.Address):
		return who
	}
	return who + ", from outside"
}

// governing says which consent profile governs the call.
func governing(c *decision.Case) string {
	p := c.Governing()
	text := cmp.Or(p.Name, "default") + ": consent page " + p.Page.String()
	if m := c.Owner(); m != nil && m.Name != "" {
		text += ", owner " + m.Name
	}
	return text
}

// groups are the headings under which reasons stand.
var groups = []group{
	{"Why not", "-", "✘", red, []decision.Effect{decision.Refuses, decision.Ends, decision.Objects, decision.Stops}},
	{"Why it may be recorded", "+", "✔", green, []decision.Effect{decision.Permits}},
	{"To know", "!", "!", yellow, []decision.Effect{decision.Advises}},
}

type group struct {
	heading     string
	plain, mark string // before each reason
	code        string
	effects     []decision.Effect
}

// reasons prints the reasons, those that decide first.
func (r *reporter) reasons(e decision.Explanation) {
	for _, g := range groups {
		of := slices.DeleteFunc(slices.Clone(e.Reasons), func(x decision.Explained) bool {
			return !slices.Contains(g.effects, x.Effect)
		})
		if len(of) > 0 {
			r.heading(g.heading)
		}
		for _, reason := range of {
			r.reason(g, reason)
		}
	}
}

// possible prints the reasons that may hold besides, and what would have to be settled.
// What makes several possible is said once. Their steps are left out: what leads to a
// recording stands under the remedies.
func (r *reporter) possible(e *decision.Explanation) {
	if len(e.Possible) > 0 {
		r.heading("What may hold besides, as long as it is in doubt")
	}
	for alike := range e.ByDoubt() {
		if len(alike) > 1 {
			r.alike(alike)
			continue
		}
		alike[0].Steps = nil
		r.reason(inDoubt, alike[0])
	}
	for i, doubts := range e.Unsettled {
		if i == 0 {
			r.line("")
		}
		r.text("To be settled: ", doubts.String())
	}
}

// inDoubt is how reasons are marked that are possible.
var inDoubt = group{mark: "?", plain: "?", code: yellow}

// alike prints reasons that are possible because the same is in doubt.
func (r *reporter) alike(reasons []decision.Explained) {
	first, code := "  ? ", yellow
	for _, evidence := range reasons[0].Evidence {
		r.marked(first, code, evidence.String())
		first, code = "    ", ""
	}
	for _, e := range reasons {
		r.text("      - ", r.own(e.Says)+" ("+e.Reason.String()+")")
	}
}

func (r *reporter) reason(g group, e decision.Explained) {
	mark := g.plain
	if r.fancy {
		mark = g.mark
	}
	r.marked("  "+mark+" ", g.code, r.own(e.Says))
	for _, evidence := range e.Evidence {
		r.text("      found: ", evidence.String())
	}
	for _, s := range e.Steps {
		r.text("      to do: ", step(s))
	}
	r.text("      rule:  ", e.Reason.String()+", "+r.own(source(e)))
}

func source(e decision.Explained) string {
	if e.Source == decision.Ours {
		return "mayrecord's own: " + e.Section
	}
	return e.Source.Title() + ", " + e.Section
}

// step says who does what. A full stop would be taken for a part of a link that a
// step ends with.
func step(s decision.ExplainedStep) string {
	return actor(s.Who) + ": " + strings.TrimSuffix(s.Says, ".")
}

func actor(a decision.Actor) string {
	switch a {
	case decision.ActorOrganizer:
		return "the organizer"
	case decision.ActorMember:
		return "a member"
	case decision.ActorAdmin:
		return "an administrator"
	}
	return "the participants"
}

// remedies prints what would lead to a recording.
func (r *reporter) remedies(all [][]decision.ExplainedStep) {
	if len(all) == 0 {
		return
	}
	r.heading("What would lead to a recording")
	for i, remedy := range all {
		first := fmt.Sprintf("  %d. ", i+1)
		for _, s := range remedy {
			r.text(first, step(s))
			first = "     "
		}
	}
}

// schedule prints what happens next.
func (r *reporter) schedule(m *meeting, e decision.Explanation) {
	r.heading("What happens next")
	if m.d.Verdict == decision.Refuse && len(e.Remedies) == 0 {
		r.line("  No recorder joins.")
		return
	}
	happens := events(m)
	if text := whatHappens(m.d.Verdict); text != "" {
		if m.d.Verdict == decision.Refuse && len(happens) > 0 {
			text = strings.TrimSuffix(text, ".") + ":"
		}
		if m.d.Verdict != decision.Refuse && running(&m.c) {
			text = "The recorder must stop. " + text
		}
		r.text("  ", text)
	}
	if e.Stop != decision.NothingToStop {
		r.text("  ", "To stop it, "+stopping(e.Stop)+".")
	}
	r.kept(m)
	r.events(happens)
	r.instead(m)
}

// whatHappens says what becomes of a recording by the verdict.
func whatHappens(v decision.Verdict) string {
	switch v {
	case decision.Record:
		return ""
	case decision.Discard:
		return "All that was recorded is deleted."
	case decision.Hold:
		return "What was recorded is sealed: nobody processes, sees or deletes it until the above is settled. Then ask again."
	case decision.KeepPart:
		return "What was recorded after the cut is deleted."
	}
	return "No recorder joins, unless the above is put right in time."
}

// running reports whether a recorder runs at the moment asked about.
func running(c *decision.Case) bool {
	return slices.ContainsFunc(c.Recordings, func(r decision.Recording) bool {
		return r.Ended != decision.NotAdmitted && !r.Start.After(c.Now) && (r.Stop.IsZero() || r.Stop.After(c.Now))
	})
}

// started reports whether a recorder has started by the moment asked about.
func started(c *decision.Case) bool {
	return slices.ContainsFunc(c.Recordings, func(r decision.Recording) bool {
		return r.Ended != decision.NotAdmitted && !r.Start.After(c.Now)
	})
}

func (r *reporter) events(all []event) {
	widest := 0
	for _, e := range all {
		widest = max(widest, utf8.RuneCountInString(r.instant(e.at)))
	}
	for _, e := range all {
		r.text(fmt.Sprintf("  %-*s  ", widest, r.instant(e.at)), e.says)
	}
}

// kept says which parts of a recording may be kept.
func (r *reporter) kept(m *meeting) {
	what := "Kept"
	if m.d.Verdict == decision.Record && running(&m.c) {
		what = "Recorded so far"
	}
	for _, s := range m.d.Kept(m.c) {
		r.text("  ", fmt.Sprintf("%s: %s to %s, %v", what, r.instant(s.From), r.instant(s.To), s.To.Sub(s.From)))
	}
}

// event is something that happens at an instant.
type event struct {
	at   time.Time
	says string
}

// events says what happens when, as seen from the moment asked about.
func events(m *meeting) []event {
	s := decision.Timeline(m.c)
	going := m.d.Verdict == decision.Record || m.d.Verdict == decision.Refuse
	var all []event
	add := func(when bool, at time.Time, says string) {
		if when && !at.IsZero() && !at.Before(m.c.Now) {
			all = append(all, event{at, says})
		}
	}
	add(going, s.CancelUntil, "last moment to cancel the recording")
	add(going && !started(&m.c), s.Joins, "the recorder joins")
	add(going, s.KeepsFrom, "a later opt-out keeps what was recorded before it")
	add(true, s.Ends, "planned end")
	return all
}

// instead says how to stop a recording that can no longer be cancelled.
func (r *reporter) instead(m *meeting) {
	members := m.c.Org.Members.All()
	if m.d.Verdict != decision.Record || len(members) == 0 {
		return
	}
	if a := decision.CanCancel(m.c, members[0].Address, decision.ThisOccurrence); a.Stop != decision.NothingToStop {
		r.text("  ", "It is too late to cancel. To end the recording, "+stopping(a.Stop)+".")
	}
}

// stopping says how a recording is stopped in the call.
func stopping(how decision.StopMethod) string {
	switch how {
	case decision.StopNativeRecorder:
		return "stop the provider's own recorder"
	case decision.HostRemovesBot:
		return "remove the recorder from the call (only the host or the organizer can)"
	}
	return "remove the recorder from the call"
}

// repairs prints what was not as it should be in the file.
func (r *reporter) repairs(notes []note) {
	if len(notes) == 0 {
		return
	}
	r.heading("Repaired in the file")
	for _, n := range notes[:min(len(notes), maxRepairs)] {
		r.text("  "+lineOf(n)+" ", repair(n))
	}
	if more := len(notes) - maxRepairs; more > 0 {
		r.line(fmt.Sprintf("  and %d more; -json says all of them", more))
	}
}

// maxRepairs is how many repairs are printed for people.
const maxRepairs = 20

// lineOf says where a repair was made.
func lineOf(n note) string {
	where := ""
	if n.Part != "" {
		where = "part " + n.Part + ", "
	}
	switch {
	case n.Line == 0:
		return where + "as a whole:"
	case n.Until > n.Line:
		return fmt.Sprintf("%slines %d-%d:", where, n.Line, n.Until)
	}
	return fmt.Sprintf("%sline %d:", where, n.Line)
}

func repair(n note) string {
	text := strings.ReplaceAll(n.Kind, "_", " ")
	if n.Was != "" {
		text += fmt.Sprintf(", %q", n.Was)
	}
	switch {
	case n.Made != "":
		text += fmt.Sprintf(" read as %q", n.Made)
	case n.Was != "":
		text += " left out"
	}
	if n.Lossy {
		text += " (something may be lost)"
	}
	return text
}
