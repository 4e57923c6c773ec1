package decision

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

// WireVersion is the version of the JSON forms of [Case], [Decision] and
// [Explanation]. It changes when a reader of the old form would misread the new one.
const WireVersion = 1

// caseForm is a Case in JSON.
type caseForm struct {
	Version       int              `json:"version"`
	Now           time.Time        `json:"now"`
	Invite        invite.Invite    `json:"invite"`
	Org           *profile.Org     `json:"org,omitempty"`
	Profile       *profile.Profile `json:"profile,omitempty"`
	Requests      []Request        `json:"requests,omitempty"`
	Answers       consent.Log      `json:"answers,omitzero"`
	Roster        consent.Roster   `json:"roster,omitzero"`
	Recordings    []Recording      `json:"recordings,omitempty"`
	Cancellations []Cancellation   `json:"cancellations,omitempty"`
	Before        *beforeForm      `json:"before,omitempty"`
}

// beforeForm is a Before in JSON.
type beforeForm struct {
	Until   time.Time        `json:"until"`
	Invite  *invite.Invite   `json:"invite,omitempty"`
	Org     *profile.Org     `json:"org,omitempty"`
	Profile *profile.Profile `json:"profile,omitempty"`
}

// CaseDecoder reads cases from JSON. The zero CaseDecoder is ready. One that is kept
// for many cases is faster; it must not be used by several goroutines at once.
type CaseDecoder struct {
	// Org stands in where a case names no org; nil for none.
	Org    *profile.Org
	strict strictjson.Decoder
}

// Validate says whether the version is known and the settings are there.
func (f *caseForm) Validate() error {
	var missing error
	if f.Org == nil {
		missing = &CaseError{Field: "org", Want: "say the company's settings"}
	}
	return errors.Join(strictjson.CheckVersion(f.Version, WireVersion), missing)
}

// Decode reads one case. Reading is strict: an unknown or repeated field, an unknown value
// and settings that make no sense are errors, one [*strictjson.Error] each, with line and
// column: see [profile.ParseOrg].
//
// The version must be said; a case of a newer version fails with a
// [*strictjson.VersionError] alone. Where the profile is left out, it is that of the call's
// owner.
func (d *CaseDecoder) Decode(data []byte) (Case, error) {
	form := caseForm{Org: d.Org}
	if err := d.strict.Unmarshal(data, &form); err != nil {
		return Case{}, err
	}
	c := Case{
		Now: form.Now, Invite: form.Invite, Org: *form.Org, Requests: form.Requests,
		Answers: form.Answers, Roster: form.Roster, Recordings: form.Recordings, Cancellations: form.Cancellations,
	}
	if form.Profile != nil {
		c.Profile = *form.Profile
	}
	if b := form.Before; b != nil {
		c.Before = Before{b.Until, b.Invite, b.Org, b.Profile}
	}
	return c, nil
}

// ParseCase reads a case from JSON, as [CaseDecoder.Decode] does.
func ParseCase(data []byte) (Case, error) { return new(CaseDecoder).Decode(data) }

// MarshalJSON returns the wire form, times to the nanosecond. It fails where a field
// holds an unknown value, or a time a year outside 0 to 9999. A time whose offset is
// no whole number of minutes, which RFC 3339 cannot say, is written in UTC.
func (c Case) MarshalJSON() ([]byte, error) {
	form := caseForm{
		Version: WireVersion, Now: writable(c.Now), Invite: writableInvite(c.Invite), Org: &c.Org,
		Requests: slices.Clone(c.Requests), Answers: c.Answers, Roster: c.Roster,
		Recordings: slices.Clone(c.Recordings), Cancellations: slices.Clone(c.Cancellations),
	}
	if !c.Profile.IsZero() {
		form.Profile = &c.Profile
	}
	for i := range form.Requests {
		form.Requests[i].At = writable(form.Requests[i].At)
	}
	for i := range form.Recordings {
		r := &form.Recordings[i]
		r.Start, r.Stop = writable(r.Start), writable(r.Stop)
	}
	for i := range form.Cancellations {
		x := &form.Cancellations[i]
		x.At, x.Start = writable(x.At), writable(x.Start)
	}
	if b := c.Before; b != (Before{}) {
		form.Before = &beforeForm{writable(b.Until), nil, b.Org, b.Profile}
		if b.Invite != nil {
			inv := writableInvite(*b.Invite)
			form.Before.Invite = &inv
		}
	}
	return json.Marshal(form)
}

func writableInvite(inv invite.Invite) invite.Invite {
	for _, at := range []*time.Time{&inv.Start, &inv.End, &inv.Stamp, &inv.RecurrenceID} {
		*at = writable(*at)
	}
	return inv
}

// writable returns a time in a zone in which RFC 3339 can say it.
func writable(t time.Time) time.Time {
	if _, offset := t.Zone(); offset%60 != 0 {
		return t.UTC()
	}
	return t
}

// UnmarshalJSON is [ParseCase]; lines in errors count from the start of the case.
func (c *Case) UnmarshalJSON(data []byte) error {
	parsed, err := ParseCase(data)
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// decisionForm is a Decision in JSON.
type decisionForm struct {
	Version  int       `json:"version"`
	Verdict  Verdict   `json:"verdict"`
	Reasons  Reasons   `json:"reasons"`
	Possible Reasons   `json:"possible,omitempty"`
	Cut      time.Time `json:"cut,omitzero"`
}

// MarshalJSON returns the wire form.
func (d Decision) MarshalJSON() ([]byte, error) {
	return json.Marshal(decisionForm{WireVersion, d.Verdict, d.Reasons, d.Possible, d.Cut})
}

// Validate says whether the version is known.
func (f *decisionForm) Validate() error { return strictjson.CheckVersion(f.Version, WireVersion) }

// UnmarshalJSON reads the wire form, as strictly as [ParseCase].
func (d *Decision) UnmarshalJSON(data []byte) error {
	var form decisionForm
	if err := strictjson.Unmarshal(data, &form); err != nil {
		return err
	}
	*d = Decision{form.Verdict, form.Reasons, form.Possible, form.Cut.UTC()}
	return nil
}
