package decision

import (
	"errors"
	"fmt"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

// CaseError says which field of a case makes no sense.
type CaseError struct {
	Field string // by its name in JSON, as in "invite.end"
	Want  string // what would be right
}

// Error names the field.
func (e *CaseError) Error() string { return e.Field + ": " + e.Want }

// Where implements [strictjson.Finding].
func (e *CaseError) Where() (path, with, problem string) { return e.Field, "", e.Want }

// Validate joins a [*CaseError] for every field that makes no sense. A case is refused
// with invalid_case exactly when there is one. Of the settings it asks what
// [profile.Org.Validate] asks.
func (c *Case) Validate() error {
	var k checker
	k.check(c)
	return errors.Join(k.errs...)
}

// valid reports whether Validate finds nothing.
func (c *Case) valid() bool {
	k := checker{quiet: true}
	k.check(c)
	return !k.wrong
}

// checker collects what is wrong, or, when quiet, only that something is.
type checker struct {
	quiet  bool
	wrong  bool
	before string // of the names of the fields
	errs   []error
}

func (k *checker) require(right bool, field, want string) {
	if right {
		return
	}
	k.wrong = true
	if !k.quiet {
		k.errs = append(k.errs, &CaseError{Field: k.before + field, Want: want})
	}
}

// requireAt is require for a field of a list's element.
func (k *checker) requireAt(right bool, list string, i int, field, want string) {
	if right || k.quiet {
		k.wrong = k.wrong || !right
		return
	}
	k.require(right, fmt.Sprintf("%s[%d].%s", list, i, field), want)
}

func (k *checker) check(c *Case) {
	k.require(!c.Now.IsZero(), "now", "say the moment asked about")
	k.invite(c)
	k.settings(&c.Org, &c.Profile)
	for i := range c.Requests {
		k.requireAt(c.Requests[i].How.Known(), "requests", i, "how", "want forwarded or listed")
	}
	if !c.Answers.Valid() {
		k.list("answers", c.Answers.Problems())
	}
	if !c.Roster.Valid() {
		k.list("roster.presences", c.Roster.Problems())
	}
	k.recordings(c.Recordings)
	for i := range c.Cancellations {
		k.requireAt(!c.Cancellations[i].At.IsZero(), "cancellations", i, "at", "say when it was cancelled")
	}
	if c.Before != (Before{}) {
		k.changed(c)
	}
}

// changed checks what was in force before a change.
func (k *checker) changed(c *Case) {
	k.require(!c.Before.Until.IsZero(), "before.until", "say when it changed")
	then := c.then()
	k.before = "before."
	if c.Before.Invite != nil {
		k.invite(&then)
	}
	if c.Before.Org != nil || c.Before.Profile != nil {
		k.settings(&then.Org, &then.Profile)
	}
}

func (k *checker) invite(c *Case) {
	inv := &c.Invite
	k.require(!inv.Start.IsZero(), "invite.start", "say when the meeting starts")
	k.require(inv.End.IsZero() || inv.End.Round(0).After(inv.Start), "invite.end", "want a time after the start, or none")
	k.require(inv.Method.Known(), "invite.method", "want a method that is known")
	k.require(inv.Status.Known(), "invite.status", "want a status that is known")
	k.require(inv.Class.Known(), "invite.class", "want a class that is known")
	k.require(inv.Organizer.Kind.Known(), "invite.organizer.kind", "want a calendar user type that is known")
	k.require(inv.Organizer.Answer.Known(), "invite.organizer.answer", "want a participation status that is known")
	for i := range inv.Links {
		if !inv.Links[i].Place().Known() {
			k.requireAt(false, "invite.links", i, "place", "want a place that is known")
		}
	}
	for i := range inv.Attendees {
		if p := &inv.Attendees[i]; !p.Kind.Known() || !p.Answer.Known() {
			k.requireAt(p.Kind.Known(), "invite.attendees", i, "kind", "want a calendar user type that is known")
			k.requireAt(p.Answer.Known(), "invite.attendees", i, "answer", "want a participation status that is known")
		}
	}
}

// settings checks the company's settings, and a profile that is said.
func (k *checker) settings(org *profile.Org, p *profile.Profile) {
	if !p.IsZero() {
		k.require(p.Page.Known(), "profile.page", "want off, enabled or enforced")
		k.require(p.Links.Known(), "profile.links", "want static, dynamic or host_decides")
		k.require(p.Provider.Known() && p.Provider.RecorderJoins(), "profile.provider", "want a provider that is known, and whose calls a recorder can join")
	}
	if org.Valid() {
		return
	}
	k.wrong = true
	if k.quiet {
		return
	}
	for _, err := range org.Validate().(interface{ Unwrap() []error }).Unwrap() {
		k.setting(err)
	}
}

// setting adds what is wrong with the settings, by its name within the case. What has no
// name is a number of further errors.
func (k *checker) setting(err error) {
	var place strictjson.Finding
	if !errors.As(err, &place) {
		k.errs = append(k.errs, err)
		return
	}
	path, _, want := place.Where()
	k.require(false, "org."+path, want)
}

func (k *checker) list(list string, problems []*consent.Error) {
	for _, problem := range problems {
		k.requireAt(false, list, problem.Index, problem.Field, problem.Want)
	}
}

// recordings checks that recordings come in order and do not overlap.
func (k *checker) recordings(all []Recording) {
	var last time.Time
	for i := range all {
		r := &all[i]
		if i == 0 && r.Ended == Finished && r.Stop.IsZero() && !r.Start.IsZero() {
			continue // as nearly all are while they run
		}
		start, stop := r.Start.Round(0), r.Stop.Round(0)
		k.requireAt(!r.Start.IsZero(), "recordings", i, "start", "say when the recorder started")
		k.requireAt(r.Ended.Known(), "recordings", i, "ended", "want finished, stopped, not_admitted or failed")
		k.requireAt(!r.Stop.IsZero() || r.Ended == Finished, "recordings", i, "stop", "say when the recording ended")
		k.requireAt(r.Stop.IsZero() || !stop.Before(start), "recordings", i, "stop", "want a time that is not before the start")
		k.requireAt(i == 0 || !all[i-1].Stop.IsZero() && !start.Before(last), "recordings", i, "start", "want a time that is not before the stop of the recording before")
		last = stop
	}
}
