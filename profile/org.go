package profile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// DefaultKeepPercent is what a KeepPercent of zero stands for (F, "What happens when
// an invitee does not consent to be recorded?").
const DefaultKeepPercent = 70

// Org is a company's settings. The zero Org is a company without members, domains,
// assistant or consent page: nothing of it is recorded.
type Org struct {
	Name string `json:"name,omitempty"`
	// Domains are the company's mail domains, exactly: one below is another's (ours).
	Domains []string `json:"domains,omitempty"`

	// Assistant is the mailbox that is asked to record, and FormerAssistants older
	// addresses that still work (A, note).
	Assistant        invite.Address   `json:"assistant,omitzero"`
	FormerAssistants []invite.Address `json:"former_assistants,omitempty"`

	// ConsentHost and Company begin every consent link, as in
	// https://HOST/COMPANY/MEMBER. Links with one of the FormerCompanies no longer
	// work (F, "Can I customize the consent page link?").
	ConsentHost     string   `json:"consent_host,omitempty"`
	Company         string   `json:"company,omitempty"`
	FormerCompanies []string `json:"former_companies,omitempty"`

	// Records says whose taking part makes a meeting recorded automatically.
	Records Whose `json:"records,omitempty"`
	// RecordsInternal records meetings among members automatically as well.
	RecordsInternal bool `json:"records_internal,omitempty"`
	// RecordsPrivate does not honour a CLASS of PRIVATE or CONFIDENTIAL.
	RecordsPrivate bool `json:"records_private,omitempty"`

	// Off are the web conferencing systems with which recording is turned off.
	Off invite.ProviderSet `json:"providers_off,omitempty"`
	// Integrations are the connected ones, which dynamic links need.
	Integrations invite.ProviderSet `json:"integrations,omitempty"`
	// NativeRecorder records with the provider's own recorder where it has one.
	NativeRecorder bool `json:"native_recorder,omitempty"`

	// Block is whom and what the company never records.
	Block BlockList `json:"block,omitzero"`

	// CancelBefore is how long before the start a recording can last be cancelled;
	// zero is 20 minutes.
	CancelBefore Lead `json:"cancel_before,omitempty"`
	// KeepPercent is the percentage, 1 to 100, of the planned time that must have
	// been recorded when consent goes missing for that part to be kept; zero is 70.
	KeepPercent int `json:"keep_percent,omitempty"`

	Members Directory `json:"members,omitzero"`
	// Default governs the calls of everybody without a profile (F, "What does the
	// default profile control?").
	Default  Profile   `json:"default_profile"`
	Profiles []Profile `json:"profiles,omitempty"`
}

// ParseOrg reads settings from JSON. What it does not know it refuses: it fails with
// a [*strictjson.Error] or a [*SettingError] for everything that is wrong, joined.
func ParseOrg(data []byte) (Org, error) {
	var o Org
	if err := strictjson.Unmarshal(data, &o); err != nil {
		return Org{}, err
	}
	if err := o.Validate(); err != nil {
		return Org{}, err
	}
	return o, nil
}

// SettingError says which setting makes no sense.
type SettingError struct {
	Field string // by its name in JSON
	Want  string // what would be right
}

// Error names the setting.
func (e *SettingError) Error() string { return e.Field + ": " + e.Want }

// Validate joins a [*SettingError] or [*MemberError] for everything that makes no
// sense in the settings, up to twenty.
func (o *Org) Validate() error {
	var v validation
	v.check(o.Records.Known(), "records", "want host_only or any_participant")
	v.check(o.CancelBefore.Known(), "cancel_before", "want a duration that is not negative")
	v.check(o.KeepPercent >= 0 && o.KeepPercent <= 100, "keep_percent", "want 1 to 100, or nothing for 70")
	v.check((o.ConsentHost == "") == (o.Company == ""), "consent_host", "want it together with company, or neither")
	v.check(o.ConsentHost == "" || isHost(o.ConsentHost), "consent_host", "want a host like join.acme.example, without a scheme, port or path")
	v.check(isSegment(o.Company), "company", "want one part of a path, without slashes")
	for i, d := range o.Domains {
		v.check(strings.Contains(d, ".") && isDomain(d), fmt.Sprintf("domains[%d]", i), "want a mail domain like acme.example")
	}
	for _, problem := range o.Block.problems {
		v.add(problem)
	}
	for _, problem := range o.Members.problems {
		v.add(problem)
	}
	o.validateProfiles(&v)
	return errors.Join(v.errs...)
}

func (o *Org) validateProfiles(v *validation) {
	v.profile("default_profile", o.Default)
	named := map[string]bool{"": true}
	for i, p := range o.Profiles {
		field := fmt.Sprintf("profiles[%d]", i)
		v.profile(field, p)
		v.check(!named[p.Name], field+".name", "want a name that no other profile has")
		named[p.Name] = true
	}
	for i, m := range o.Members.members {
		v.check(named[m.Profile], fmt.Sprintf("members[%d].profile", i), fmt.Sprintf("there is no profile %q", m.Profile))
		v.check(isSegment(m.Slug), fmt.Sprintf("members[%d].slug", i), "want one part of a path, without slashes")
	}
}

// isDomain reports whether s can be the domain of an address, as it is compared.
func isDomain(s string) bool {
	return s != "" && len(normalDomain(s)) == len(s) && !strings.ContainsAny(s, "*/")
}

// isHost reports whether s is the host of a plain link.
func isHost(s string) bool {
	l, err := invite.ParseLink("https://" + s)
	return err == nil && l.Plain() && l.Host() == strings.ToLower(s)
}

// isSegment reports whether s can be one part of a link's path, or is empty.
func isSegment(s string) bool {
	l, err := invite.ParseLink("https://host/" + s)
	return err == nil && l.Path() == s && !strings.ContainsAny(s, "/%")
}

// validation collects what is wrong.
type validation struct{ errs []error }

func (v *validation) check(right bool, field, want string) {
	if !right {
		v.add(&SettingError{Field: field, Want: want})
	}
}

// maxErrors bounds how many errors are reported at once.
const maxErrors = 20

func (v *validation) add(err error) {
	if len(v.errs) < maxErrors {
		v.errs = append(v.errs, err)
	}
}

func (v *validation) profile(field string, p Profile) {
	v.check(p.Page.Known(), field+".page", "want off, enabled or enforced")
	v.check(p.Links.Known(), field+".links", "want static, dynamic or host_decides")
	v.check(p.Provider.Known(), field+".provider", "want a provider that is known")
}

// Keep returns the percentage of the planned time that must have been recorded for
// a part to be kept.
func (o *Org) Keep() int {
	if o.KeepPercent == 0 {
		return DefaultKeepPercent
	}
	return o.KeepPercent
}

// IsAssistant reports whether mail to an address reaches the company's assistant.
func (o *Org) IsAssistant(a invite.Address) bool {
	return !a.IsZero() && (a == o.Assistant || slices.Contains(o.FormerAssistants, a))
}

// IsInternal reports whether an address is of the company: of one of its domains, or
// a member's.
func (o *Org) IsInternal(a invite.Address) bool {
	return !a.IsZero() && (o.hasDomain(a.Domain()) || o.Members.ByAddress(a) != nil)
}

func (o *Org) hasDomain(domain string) bool {
	for _, d := range o.Domains {
		if len(d) == len(domain) && strings.EqualFold(d, domain) {
			return true
		}
	}
	return false
}

// IsParty reports whether p counts as somebody in the call: rooms, resources and the
// assistant do not.
func (o *Org) IsParty(p *invite.Party) bool {
	named := !p.Address.IsZero() || *p != (invite.Party{})
	return named && !p.IsRoom() && !o.IsAssistant(p.Address)
}

// ProfileOf returns the consent profile that governs a member's calls: the one
// assigned to the member, or the default profile for nobody (nil) and for a member
// to whom none is assigned. A name that no profile has gives a profile of that name
// whose page is unset, on which nothing is recorded.
func (o *Org) ProfileOf(m *Member) Profile {
	if m == nil || m.Profile == "" {
		return o.Default
	}
	for _, p := range o.Profiles {
		if p.Name == m.Profile {
			return p
		}
	}
	return Profile{Name: m.Profile}
}

// Owner returns the member to whom a call is attributed, whose consent profile
// governs it, or nil. It is the first of these that applies (ours; F says that the
// owner's profile counts and that a call is hosted by whose link it carries): the
// member whose consent link the invitation carries; the organizer; the sender who
// asked the assistant, where sender is not zero; the first attendee who accepted,
// then the first listed who has not declined.
func (o *Org) Owner(inv *invite.Invite, sender invite.Address) *Member {
	for _, l := range inv.Links {
		if c, ok := o.consentLink(&l); ok && c.member != nil {
			return c.member
		}
	}
	for _, a := range []invite.Address{inv.Organizer.Address, sender} {
		if m := o.Members.ByAddress(a); m != nil {
			return m
		}
	}
	var listed *Member
	for _, p := range inv.Attendees {
		m := o.Members.ByAddress(p.Address)
		switch {
		case m == nil || !o.IsParty(&p) || p.Answer == invite.PartStatDeclined:
		case p.Answer == invite.PartStatAccepted:
			return m
		case listed == nil:
			listed = m
		}
	}
	return listed
}

// UnmarshalJSON is [ParseOrg]; lines in errors count from the start of the settings.
func (o *Org) UnmarshalJSON(data []byte) error {
	parsed, err := ParseOrg(data)
	if err == nil {
		*o = parsed
	}
	return err
}
