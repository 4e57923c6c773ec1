// Package profile holds what a company decided: its settings, its members, and the
// consent profiles that say how their calls may be recorded.
//
// [Org] is a company's settings as one value; [ParseOrg] reads them from strict
// JSON, where a typo is an error and never a default. [Org.Owner] says whose call
// it is and [Org.ProfileOf] which consent profile governs it; [Org.Judge] tells the
// company's consent links from other links.
//
// Sources are the articles "Record meetings with the Gong assistant" (A) and "FAQs
// for recording consent" (F).
package profile

import (
	"time"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Profile is a consent profile: how the calls of the members to whom it is assigned
// may be recorded. A change takes effect at once (F, "How long does it take for
// profile changes to take effect?").
//
// The zero Profile is unusable: its page is unset, and a case with it is refused.
type Profile struct {
	// Name is what members refer to it by; empty for the default profile.
	Name string `json:"name,omitempty"`
	// Page says whether participants pass a consent page.
	Page Page `json:"page"`
	// Links says which types of consent link the profile allows; zero is static.
	Links LinkType `json:"links,omitempty"`
	// Provider is the web conferencing system behind the consent page; zero is not
	// known.
	Provider invite.Provider `json:"provider,omitempty"`
	// OptOut offers "Join but don't record" on the page; otherwise participants
	// must consent to join.
	OptOut bool `json:"opt_out,omitempty"`
	// AudioPrompt plays a notice when the call starts.
	AudioPrompt bool `json:"audio_prompt,omitempty"`
	// PreCallEmail sends a notice ahead of the call.
	PreCallEmail bool `json:"pre_call_email,omitempty"`
	// DirectLinks tolerates links that pass by an enforced page, beside a consent
	// link (ours).
	DirectLinks bool `json:"direct_links,omitempty"`
	// EverybodyPasses asks everybody internal to pass an enforced page as well, but for
	// the host. Otherwise only those from outside have to (ours: members know of the
	// recording, and the host starts the call from the provider's program).
	EverybodyPasses bool `json:"everybody_passes,omitempty"`
}

// PageOn reports whether there is a consent page, enabled or enforced.
func (p *Profile) PageOn() bool { return p.Page == PageEnabled || p.Page == PageEnforced }

// IsZero reports whether p is the zero Profile.
func (p *Profile) IsZero() bool { return p.Page == 0 && *p == Profile{} }

// UnmarshalJSON reads a profile strictly: an unknown field is an error.
func (p *Profile) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p) }

// Page is the mode of the consent page. The zero Page is reserved: that there is
// no page must be said.
type Page uint8

// The modes (F, "What is the difference between an enabled or enforced consent
// page?").
const (
	// PageOff: there is no consent page.
	PageOff Page = iota + 1
	// PageEnabled: members may use their consent link, or another.
	PageEnabled
	// PageEnforced: members must use their consent link for the call to be recorded.
	PageEnforced
)

var pages = enum.Table[Page]{Kind: "consent page mode", Texts: []string{"", "off", "enabled", "enforced"}}

// AllPages returns every mode.
func AllPages() []Page { return pages.All() }

// Known reports whether p is one of the constants.
func (p Page) Known() bool { return p >= PageOff && p <= PageEnforced }

// String returns the text form of p.
func (p Page) String() string { return pages.String(p) }

// MarshalText returns the text form, or an error for an unknown value.
func (p Page) MarshalText() ([]byte, error) { return pages.AppendText(nil, p) }

// UnmarshalText reads the text form; unknown text is an error.
func (p *Page) UnmarshalText(text []byte) error { return pages.Parse(p, text) }

// LinkType is the type of consent link that a profile allows. The zero LinkType is
// static.
type LinkType uint8

// The link types (F, "What type of link should we choose …?").
const (
	// LinksStatic: the member's personal link, always the same.
	LinksStatic LinkType = iota
	// LinksDynamic: a link made for each meeting by an integration.
	LinksDynamic
	// LinksHostDecides: either.
	LinksHostDecides
)

var linkTypes = enum.Table[LinkType]{Kind: "link type", Texts: []string{"static", "dynamic", "host_decides"}}

// AllLinkTypes returns every link type.
func AllLinkTypes() []LinkType { return linkTypes.All() }

// Known reports whether t is one of the constants.
func (t LinkType) Known() bool { return t <= LinksHostDecides }

// Allows reports whether links that are dynamic, or static, may be used.
func (t LinkType) Allows(dynamic bool) bool {
	return t == LinksHostDecides || dynamic == (t == LinksDynamic)
}

// String returns the text form of t.
func (t LinkType) String() string { return linkTypes.String(t) }

// MarshalText returns the text form, or an error for an unknown value.
func (t LinkType) MarshalText() ([]byte, error) { return linkTypes.AppendText(nil, t) }

// UnmarshalText reads the text form; unknown text is an error.
func (t *LinkType) UnmarshalText(text []byte) error { return linkTypes.Parse(t, text) }

// RecordingRule says whose presence makes a meeting recorded automatically: the
// host's (zero) or any participant's.
type RecordingRule uint8

// The rules.
const (
	// HostOnly: a meeting is recorded if its host's calls are.
	HostOnly RecordingRule = iota
	// AnyParticipant: a meeting is recorded if the calls of anybody in it are.
	AnyParticipant
)

var recordingRules = enum.Table[RecordingRule]{Kind: "recording rule", Texts: []string{"host_only", "any_participant"}}

// AllRecordingRules returns every rule.
func AllRecordingRules() []RecordingRule { return recordingRules.All() }

// Known reports whether r is one of the constants.
func (r RecordingRule) Known() bool { return r <= AnyParticipant }

// String returns the text form of r.
func (r RecordingRule) String() string { return recordingRules.String(r) }

// MarshalText returns the text form, or an error for an unknown value.
func (r RecordingRule) MarshalText() ([]byte, error) { return recordingRules.AppendText(nil, r) }

// UnmarshalText reads the text form; unknown text is an error.
func (r *RecordingRule) UnmarshalText(text []byte) error { return recordingRules.Parse(r, text) }

// Period is a length of time in the settings. The zero Period stands for the default of
// its setting; NoPeriod is no time at all.
type Period time.Duration

// NoPeriod is no time at all, written "0s".
const NoPeriod = Period(-1)

// The defaults of the settings.
const (
	// DefaultCancelBefore is the default of Org.CancelBefore (A, "Cancel the recording
	// before the meeting").
	DefaultCancelBefore = 20 * time.Minute
	// DefaultAnswerGrace is the default of Org.AnswerGrace (ours).
	DefaultAnswerGrace = 2 * time.Minute
)

// or returns the length of the period, where standard is what the zero Period stands for.
func (p Period) or(standard time.Duration) time.Duration {
	switch p {
	case 0:
		return standard
	case NoPeriod:
		return 0
	}
	return time.Duration(p)
}

// Known reports whether p is a period: not negative, except NoPeriod.
func (p Period) Known() bool { return p >= NoPeriod }

// String returns a form like "20m0s", "default" for the zero Period.
func (p Period) String() string {
	if p == 0 {
		return defaultPeriod
	}
	return p.or(0).String()
}

const defaultPeriod = "default"

// MarshalText returns the form that String has, or a [*PeriodError] for a negative period.
func (p Period) MarshalText() ([]byte, error) {
	if !p.Known() {
		return nil, &PeriodError{Text: p.String()}
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads a form like "20m"; "0s" is NoPeriod. It fails with a [*PeriodError].
func (p *Period) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	switch {
	case string(text) == defaultPeriod:
		*p = 0
	case err != nil || d < 0:
		return &PeriodError{Text: string(text)}
	case d == 0:
		*p = NoPeriod
	default:
		*p = Period(d)
	}
	return nil
}

// PeriodError says that a text is no [Period].
type PeriodError struct{ Text string }

// Error quotes the text and says what a right one looks like.
func (e *PeriodError) Error() string {
	return "period " + strictjson.Quote(e.Text) + ": want a duration that is not negative, like 20m"
}
