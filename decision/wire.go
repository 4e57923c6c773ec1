package decision

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
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
	Version  int     `json:"version"`
	Verdict  Verdict `json:"verdict"`
	Reasons  Reasons `json:"reasons"`
	Possible Reasons `json:"possible,omitempty"`
	Cut      stamp   `json:"cut,omitzero"`
}

// MarshalJSON returns the wire form. A time outside the years 0 to 9999 is written as in an
// [Explanation].
func (d Decision) MarshalJSON() ([]byte, error) {
	return json.Marshal(decisionForm{WireVersion, d.Verdict, d.Reasons, d.Possible, stamp(d.Cut)})
}

// Validate says whether the version is known.
func (f *decisionForm) Validate() error { return strictjson.CheckVersion(f.Version, WireVersion) }

// UnmarshalJSON reads the wire form, as strictly as [ParseCase].
func (d *Decision) UnmarshalJSON(data []byte) error {
	var form decisionForm
	if err := strictjson.Unmarshal(data, &form); err != nil {
		return err
	}
	*d = Decision{form.Verdict, form.Reasons, form.Possible, time.Time(form.Cut)}
	return nil
}

// maxYear is about the last year that a time can be in.
const maxYear = 290e9

// stamp is a time in UTC in JSON: in the form of RFC 3339, or, outside the years 0 to 9999,
// which RFC 3339 cannot say, with the year as in ECMAScript: a sign and at least six digits.
type stamp time.Time

// IsZero reports whether there is no time.
func (s stamp) IsZero() bool { return time.Time(s).IsZero() }

// MarshalText returns the text.
func (s stamp) MarshalText() ([]byte, error) {
	t := time.Time(s).UTC()
	if year := t.Year(); year < 0 || year > 9999 {
		return t.AppendFormat(fmt.Appendf(nil, "%+07d", year), "-01-02T15:04:05.999999999Z07:00"), nil
	}
	return t.AppendFormat(nil, time.RFC3339Nano), nil
}

// UnmarshalText reads the text. Years of a leap-year cycle, of 400, are alike.
func (s *stamp) UnmarshalText(text []byte) error {
	year, shift := text, 0
	if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
		rest := bytes.IndexByte(text[1:], '-') + 1
		y, err := strconv.Atoi(string(text[:rest]))
		if err != nil || rest < len("+010000") || y >= 0 && y <= 9999 || max(y, -y) > maxYear {
			return errors.New(strictjson.Quote(string(text)) + " is no time: want the form +010000-01-01T00:00:00Z")
		}
		shift = y - 2000 - (y%400+400)%400
		year = fmt.Appendf(nil, "%04d%s", y-shift, text[rest:])
	}
	var t time.Time
	if err := strictjson.Unmarshal([]byte(strconv.Quote(string(year))), &t); err != nil {
		var wrong *strictjson.Error
		errors.As(err, &wrong)
		return errors.New(wrong.Problem)
	}
	*s = stamp(t.UTC().AddDate(shift, 0, 0))
	return nil
}

// evidenceForm is an Evidence in JSON.
type evidenceForm struct {
	Party   string          `json:"party,omitempty"`
	Link    string          `json:"link,omitempty"`
	Setting string          `json:"setting,omitempty"`
	At      stamp           `json:"at,omitzero"`
	Note    string          `json:"note,omitempty"`
	Doubt   invite.Doubtful `json:"doubt,omitzero"`
}

// MarshalJSON returns an object. It fails where the doubt has an unknown value.
func (e Evidence) MarshalJSON() ([]byte, error) {
	return json.Marshal(evidenceForm{e.Party, e.Link, e.Setting, stamp(e.At), e.Note, e.Doubt})
}

// UnmarshalStrict reads what MarshalJSON writes.
func (e *Evidence) UnmarshalStrict(decode func(any) error) error {
	var f evidenceForm
	if err := decode(&f); err != nil {
		return err
	}
	*e = Evidence{f.Party, f.Link, f.Setting, time.Time(f.At), f.Note, f.Doubt}
	return nil
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (e *Evidence) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e) }

// explanationForm is an Explanation in JSON.
type explanationForm struct {
	Version   int               `json:"version"`
	Verdict   Verdict           `json:"verdict"`
	Says      string            `json:"says"`
	Cut       stamp             `json:"cut,omitzero"`
	Stop      StopMethod        `json:"stop,omitempty"`
	Reasons   []Explained       `json:"reasons"`
	Possible  []Explained       `json:"possible,omitempty"`
	Unsettled []invite.Doubts   `json:"unsettled,omitempty"`
	Remedies  [][]ExplainedStep `json:"remedies,omitempty"`
}

// MarshalJSON returns the wire form. It succeeds for what [Explain] returns of any case.
func (e Explanation) MarshalJSON() ([]byte, error) {
	reasons := e.Reasons
	if reasons == nil {
		reasons = []Explained{}
	}
	return json.Marshal(explanationForm{
		WireVersion, e.Verdict, e.Says, stamp(e.Cut), e.Stop, reasons, e.Possible, e.Unsettled, e.Remedies,
	})
}

// UnmarshalJSON reads the wire form, as strictly as [ParseCase].
func (e *Explanation) UnmarshalJSON(data []byte) error {
	var f explanationForm
	if err := strictjson.Unmarshal(data, &f); err != nil {
		return err
	}
	if f.Version != WireVersion {
		return &CaseError{Field: "version", Want: "want 1"}
	}
	if f.Reasons == nil {
		f.Reasons = []Explained{} // as Explain returns none
	}
	*e = Explanation{f.Version, f.Verdict, f.Says, time.Time(f.Cut), f.Stop, f.Reasons, f.Possible, f.Unsettled, f.Remedies}
	return nil
}

// scheduleForm is a Schedule in JSON.
type scheduleForm struct {
	CancelUntil stamp `json:"cancel_until,omitzero"`
	Joins       stamp `json:"joins,omitzero"`
	KeepsFrom   stamp `json:"keeps_from,omitzero"`
	Ends        stamp `json:"ends,omitzero"`
}

// MarshalJSON returns an object, with times as in an [Explanation].
func (s Schedule) MarshalJSON() ([]byte, error) {
	return json.Marshal(scheduleForm{stamp(s.CancelUntil), stamp(s.Joins), stamp(s.KeepsFrom), stamp(s.Ends)})
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (s *Schedule) UnmarshalJSON(data []byte) error {
	var f scheduleForm
	if err := strictjson.Unmarshal(data, &f); err != nil {
		return err
	}
	*s = Schedule{time.Time(f.CancelUntil), time.Time(f.Joins), time.Time(f.KeepsFrom), time.Time(f.Ends)}
	return nil
}

// cancellabilityForm is a Cancellability in JSON.
type cancellabilityForm struct {
	Allowed          bool       `json:"allowed"`
	Until            stamp      `json:"until,omitzero"`
	Reason           Reason     `json:"reason,omitempty"`
	LaterOccurrences bool       `json:"later_occurrences,omitempty"`
	Stop             StopMethod `json:"stop,omitempty"`
}

// MarshalJSON returns an object, with times as in an [Explanation].
func (a Cancellability) MarshalJSON() ([]byte, error) {
	return json.Marshal(cancellabilityForm{a.Allowed, stamp(a.Until), a.Reason, a.LaterOccurrences, a.Stop})
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error.
func (a *Cancellability) UnmarshalJSON(data []byte) error {
	var f cancellabilityForm
	if err := strictjson.Unmarshal(data, &f); err != nil {
		return err
	}
	*a = Cancellability{f.Allowed, time.Time(f.Until), f.Reason, f.LaterOccurrences, f.Stop}
	return nil
}
