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
}

// PageOn reports whether there is a consent page, enabled or enforced.
func (p *Profile) PageOn() bool { return p.Page == PageEnabled || p.Page == PageEnforced }

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

// Pages returns every mode.
func Pages() []Page { return pages.All() }

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

// LinkTypes returns every link type.
func LinkTypes() []LinkType { return linkTypes.All() }

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

// Whose is the org's rule for whose taking part makes a meeting one that is
// recorded automatically. The zero Whose is the host's alone.
type Whose uint8

// The rules.
const (
	// HostOnly: a meeting is recorded if its host's calls are.
	HostOnly Whose = iota
	// AnyParticipant: a meeting is recorded if the calls of anybody in it are.
	AnyParticipant
)

var whoses = enum.Table[Whose]{Kind: "recording rule", Texts: []string{"host_only", "any_participant"}}

// Whoses returns every rule.
func Whoses() []Whose { return whoses.All() }

// Known reports whether w is one of the constants.
func (w Whose) Known() bool { return w <= AnyParticipant }

// String returns the text form of w.
func (w Whose) String() string { return whoses.String(w) }

// MarshalText returns the text form, or an error for an unknown value.
func (w Whose) MarshalText() ([]byte, error) { return whoses.AppendText(nil, w) }

// UnmarshalText reads the text form; unknown text is an error.
func (w *Whose) UnmarshalText(text []byte) error { return whoses.Parse(w, text) }

// Lead is how long before a meeting's start its recording can last be cancelled.
// The zero Lead is the default of 20 minutes (A, "Cancel the recording before the
// meeting").
type Lead time.Duration

const (
	// DefaultLead is what the zero Lead stands for.
	DefaultLead = Lead(20 * time.Minute)
	// NoLead allows cancelling until the meeting starts.
	NoLead = Lead(-1)
)

// Duration returns the length of the lead.
func (l Lead) Duration() time.Duration {
	switch l {
	case 0:
		return time.Duration(DefaultLead)
	case NoLead:
		return 0
	}
	return time.Duration(l)
}

// Known reports whether l is a lead: not negative, except NoLead.
func (l Lead) Known() bool { return l >= NoLead }

// String returns a form like "20m0s".
func (l Lead) String() string { return l.Duration().String() }

// MarshalText returns a form like "20m0s", or an error for a negative lead.
func (l Lead) MarshalText() ([]byte, error) {
	if !l.Known() {
		return nil, &LeadError{Text: l.String()}
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads a form like "20m"; "0s" is NoLead.
func (l *Lead) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	switch {
	case err != nil || d < 0:
		return &LeadError{Text: string(text)}
	case d == 0:
		*l = NoLead
	default:
		*l = Lead(d)
	}
	return nil
}

// LeadError says that a text is no [Lead].
type LeadError struct{ Text string }

// Error quotes the text and says what a right one looks like.
func (e *LeadError) Error() string {
	return "lead \"" + e.Text + "\": want a duration that is not negative, like 20m"
}
