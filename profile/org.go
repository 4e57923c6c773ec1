package profile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// DefaultKeepPercent is what a KeepPercent of zero stands for (F, "What happens when
// an invitee does not consent to be recorded?").
const DefaultKeepPercent = 70

// SettingsVersion is the newest version of the JSON form of [Org]. It changes when a reader
// of the old form would misread the new one.
const SettingsVersion = 1

// Org is a company's settings. The zero Org is a company without members, domains,
// assistant or consent page: nothing of it is recorded.
type Org struct {
	// Version is the version of the settings' form, 1 to SettingsVersion; zero is 1.
	Version int    `json:"version,omitempty"`
	Name    string `json:"name,omitempty"`
	// Domains are the company's mail domains, exactly: one below is another's (ours). They,
	// the ConsentHost and the ConferenceHosts are written in ASCII, other letters in Punycode:
	// in every other form Validate says which would be right.
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

	// Recorders are recorders of the company's own, or of makers that this library does not
	// know: they are no parties to a call.
	Recorders []invite.Address `json:"recorders,omitempty"`
	// ConferenceHosts are hosts of calls that this library does not know.
	ConferenceHosts []ConferenceHost `json:"conference_hosts,omitempty"`

	// Records says whose taking part makes a meeting recorded automatically.
	Records RecordingRule `json:"records,omitempty"`
	// OnlyAccepted counts for that only members who accepted the invitation, besides the
	// organizer and the host.
	OnlyAccepted bool `json:"only_accepted,omitempty"`
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
	CancelBefore Period `json:"cancel_before,omitempty"`
	// AnswerGrace is how long somebody in the call has to answer on an enforced page
	// before the recording must stop; zero is two minutes (ours: the page leads into the
	// call, and reports come late).
	AnswerGrace Period `json:"answer_grace,omitempty"`
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
// a [*strictjson.Error] for everything that is wrong, joined, up to twenty. Where Validate or
// Contradictions finds it, the cause is a [*SettingError] or a [*MemberError]. Settings of a newer version
// fail with a [*strictjson.VersionError] alone.
func ParseOrg(data []byte) (Org, error) {
	var s settings
	if err := strictjson.Unmarshal(data, &s); err != nil {
		return Org{}, err
	}
	return Org(s), nil
}

// settings are an Org by itself, which must not contradict itself. An Org within a case may.
type settings Org

// Validate implements [strictjson.Validator].
func (s *settings) Validate() error {
	var v validation
	o := (*Org)(s)
	o.check(&v)
	o.checkTogether(&v)
	return v.err()
}

// SettingError says which setting makes no sense.
type SettingError struct {
	Field string // by its name in JSON
	With  string // a setting that Field is at odds with; empty for none
	Want  string // what would be right
}

// Error names the setting.
func (e *SettingError) Error() string { return e.Field + ": " + e.Want }

// Where implements [strictjson.Finding].
func (e *SettingError) Where() (path, with, problem string) { return e.Field, e.With, e.Want }

// Validate joins a [*SettingError], [*MemberError] or [*strictjson.VersionError] for
// everything that makes no sense in the settings, up to twenty, and then a
// [*strictjson.MoreError] with the number of the others.
func (o *Org) Validate() error {
	var v validation
	o.check(&v)
	return v.err()
}

// Valid reports whether Validate finds nothing. It takes time linear in domains, conference
// hosts and profiles, whatever the number of members, and allocates nothing for up to 16
// profiles and names of letters and digits.
func (o *Org) Valid() bool {
	v := validation{quiet: true}
	o.check(&v)
	return !v.wrong
}

func (o *Org) check(v *validation) {
	if o.Version != 0 && o.Version != SettingsVersion {
		v.add(strictjson.CheckVersion(o.Version, SettingsVersion))
	}
	v.check(o.Records.Known(), "records", "want host_only or any_participant")
	v.check(o.CancelBefore.Known(), "cancel_before", "want a duration that is not negative")
	v.check(o.AnswerGrace.Known(), "answer_grace", "want a duration that is not negative")
	v.check(o.KeepPercent >= 0 && o.KeepPercent <= 100, "keep_percent", "want 1 to 100, or nothing for 70")
	v.checkWith((o.ConsentHost == "") == (o.Company == ""), "consent_host", "company", "want it together with company, or neither")
	if h := o.ConsentHost; h != "" && !isHost(h) {
		v.check(false, "consent_host", wantForm(h, normalHost(h), "want a host like join.acme.example, without a scheme, port or path"))
	}
	v.check(isSegment(o.Company), "company", "want one part of a path, without slashes")
	for i, c := range o.FormerCompanies {
		if !isPlain(c) {
			v.checkAt(c != "" && readsAsSegment(c), "former_companies", i, "", "want one part of a path, without slashes")
		}
	}
	for i, d := range o.Domains {
		if strings.IndexByte(d, '.') < 0 || !isDomain(d) {
			v.checkAt(false, "domains", i, "", wantForm(d, normalDomain(d), "want a mail domain like acme.example"))
		}
	}
	for i := range o.ConferenceHosts {
		o.ConferenceHosts[i].check(v, i)
	}
	for _, problem := range o.Block.get().problems {
		v.add(problem)
	}
	for _, problem := range o.Members.get().problems {
		v.add(problem)
	}
	o.checkProfiles(v)
}

func (o *Org) checkProfiles(v *validation) {
	v.profile("default_profile", -1, &o.Default)
	for i := range o.Profiles {
		p := &o.Profiles[i]
		v.profile("profiles", i, p)
		v.checkAt(p.Name != "", "profiles", i, ".name", "say the profile's name")
	}
	if len(o.Profiles) > fewProfiles {
		o.checkNames(v)
		return
	}
	for i := range o.Profiles {
		v.checkAt(o.first(o.Profiles[i].Name) == i, "profiles", i, ".name", "want a name that no other profile has")
	}
	for _, use := range o.Members.get().profiles {
		v.checkUse(o.first(use.name) >= 0, o, use)
	}
}

// fewProfiles is how many profiles are compared with each other one by one.
const fewProfiles = 16

// first returns the place of the first profile of a name; -1 for none.
func (o *Org) first(name string) int {
	for i := range o.Profiles {
		if o.Profiles[i].Name == name {
			return i
		}
	}
	return -1
}

// checkNames is the end of checkProfiles for many profiles.
func (o *Org) checkNames(v *validation) {
	named := map[string]bool{}
	for i := range o.Profiles {
		name := o.Profiles[i].Name
		v.checkAt(!named[name], "profiles", i, ".name", "want a name that no other profile has")
		named[name] = true
	}
	for _, use := range o.Members.get().profiles {
		v.checkUse(named[use.name], o, use)
	}
}

// ConferenceHost is a host of calls that the settings name. The zero ConferenceHost is
// refused.
type ConferenceHost struct {
	// Host is a host like meet.acme.example, or *.acme.example for every name below one. A
	// star right before a top-level domain, as in *.com, is refused.
	Host string `json:"host"`
	// Path is a pattern of the paths that join a call: * is one segment, a final ** at
	// least one more. Empty is every path.
	Path string `json:"path,omitempty"`
	// Provider is whose calls these are: a provider that is known, or other. FaceTime and
	// Slack huddles are allowed. A recorder can join neither: a link to such a host is a way
	// past the consent page, and alone it gives no_conference_link.
	Provider invite.Provider `json:"provider"`
}

func (h *ConferenceHost) check(v *validation, i int) {
	if !isHostPattern(h.Host) {
		below := strings.TrimPrefix(h.Host, "*.")
		normal := h.Host[:len(h.Host)-len(below)] + normalHost(below)
		v.checkAt(false, "conference_hosts", i, ".host", wantForm(h.Host, normal, "want a host like meet.acme.example or *.acme.example, without a scheme, port or path"))
	}
	v.checkAt(isPattern(h.Path), "conference_hosts", i, ".path", "want a pattern like rooms/* or rooms/**, without a slash before or after it")
	v.checkAt(h.Provider != invite.ProviderNone && h.Provider.Known(), "conference_hosts", i, ".provider", "say a provider that is known, or other")
}

// wantForm says what is right for a host or a domain that is not in the form in which it is
// compared: that form, or in which letters to write it. Want is for what is in ASCII.
func wantForm(written, normal, want string) string {
	switch {
	case isASCII(written):
		return want
	case isHostPattern(normal):
		return "write " + normal + " instead"
	}
	return wantASCII
}

// wantASCII is what is right for a host or a domain in letters of which nobody here knows what
// browsers make of them.
const wantASCII = "write letters outside ASCII in Punycode, as in xn--mller-kva.example"

// isDomain reports whether s is the domain of an address in the form that is compared, but for
// case.
func isDomain(s string) bool { return isPlain(s) || readsAsDomain(s) }

func readsAsDomain(s string) bool {
	return s != "" && isASCII(s) && len(normalDomain(s)) == len(s) && !strings.ContainsAny(s, "*/")
}

// isHostPattern reports whether s is a host, or a star and a dot before one of several
// parts: all of *.com is nobody's.
func isHostPattern(s string) bool {
	below, star := strings.CutPrefix(s, "*.")
	return isHost(below) && (!star || strings.IndexByte(below, '.') >= 0)
}

// isHost reports whether s is the host of a plain link in the form that is compared, but for
// case.
func isHost(s string) bool { return isPlain(s) || readsAsHost(s) }

func readsAsHost(s string) bool {
	return s != "" && isASCII(s) && normalHost(s) == strings.ToLower(s) && !strings.Contains("."+s+".", "..") && !badPunycode(s)
}

// normalHost returns the host of a plain link in the form that is compared. It returns an empty
// text for what is none.
func normalHost(s string) string {
	l, err := invite.ParseLink("https://" + s)
	if err != nil || !l.Plain() && isASCII(s) || l.Path() != "" {
		return ""
	}
	return l.Host()
}

// badPunycode reports whether a host has a part in Punycode that stands for nothing.
func badPunycode(s string) bool {
	return strings.Contains(strings.ToLower(s), "xn--") && normalDomain(s) == ""
}

// isSegment reports whether s can be one part of a link's path, or is empty.
func isSegment(s string) bool { return isPlain(s) || readsAsSegment(s) }

func readsAsSegment(s string) bool {
	l, err := invite.ParseLink("https://host/" + s)
	return err == nil && l.Path() == s && !strings.ContainsAny(s, "/%")
}

// isPattern reports whether s is a pattern that can match a path, or is empty.
func isPattern(s string) bool {
	for more := s != ""; more; {
		var part string
		part, s, more = strings.Cut(s, "/")
		any := part == "*" || part == "**" && !more
		if part == "" || !any && (!isSegment(part) || strings.Contains(part, "*")) {
			return false
		}
	}
	return true
}

// isPlain reports whether s is made of letters and digits of ASCII with single dots and
// hyphens between, and is not long: what needs no closer look as a domain, a host or a part
// of a path.
func isPlain(s string) bool {
	if len(s) >= maxPlain {
		return false
	}
	wrong, before := letter, mark
	for i := range len(s) {
		kind := plainBytes[s[i]]
		wrong |= kind & (before | other)
		before = kind
	}
	return wrong|before == letter
}

// maxPlain bounds the length of what needs no closer look. No domain is as long.
const maxPlain = 256

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// The kinds of bytes for isPlain.
const (
	letter uint8 = 0
	mark   uint8 = 1
	other  uint8 = 2
)

var plainBytes = func() (kinds [256]uint8) {
	for c := range kinds {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
			kinds[c] = letter
		case c == '.' || c == '-':
			kinds[c] = mark
		default:
			kinds[c] = other
		}
	}
	return kinds
}()

// validation collects what is wrong or, when quiet, only that something is.
type validation struct {
	quiet bool
	wrong bool
	errs  []error
	more  int // how many errors there are beside errs
}

// err joins what was found.
func (v *validation) err() error {
	if v.more > 0 {
		return errors.Join(append(v.errs, &strictjson.MoreError{Count: v.more})...)
	}
	return errors.Join(v.errs...)
}

func (v *validation) check(right bool, field, want string) {
	if !right {
		v.add(&SettingError{Field: field, Want: want})
	}
}

// checkAt is check for a part of a list's element; i < 0 is no list.
func (v *validation) checkAt(right bool, list string, i int, part, want string) {
	if right || v.enough() {
		return
	}
	if i >= 0 {
		list = fmt.Sprintf("%s[%d]", list, i)
	}
	v.check(false, list+part, want)
}

// enough reports whether what is wrong need not be said, and takes note of it.
func (v *validation) enough() bool {
	v.wrong = true
	if !v.quiet && len(v.errs) < maxErrors {
		return false
	}
	v.more++
	return true
}

func (v *validation) checkUse(right bool, o *Org, use profileUse) {
	if right || v.enough() {
		return
	}
	want := "there is no profile " + strictjson.Quote(use.name) + strictjson.Meant(use.name, o.profileNames())
	v.checkWith(false, fmt.Sprintf("members[%d].profile", use.member), "profiles", want)
}

func (o *Org) profileNames() []string {
	var names []string
	for i := range o.Profiles {
		names = append(names, o.Profiles[i].Name)
	}
	return names
}

// checkWith is check for a field that is at odds with another.
func (v *validation) checkWith(right bool, field, with, want string) {
	if !right {
		v.add(&SettingError{Field: field, With: with, Want: want})
	}
}

// maxErrors bounds how many errors are reported at once.
const maxErrors = 20

func (v *validation) add(err error) {
	if !v.enough() {
		v.errs = append(v.errs, err)
	}
}

func (v *validation) profile(list string, i int, p *Profile) {
	if p.Page.Known() && p.Links.Known() && p.Provider.Known() && p.Provider.RecorderJoins() {
		return
	}
	v.checkAt(p.Page.Known(), list, i, ".page", "want off, enabled or enforced")
	v.checkAt(p.Links.Known(), list, i, ".links", "want static, dynamic or host_decides")
	v.checkAt(p.Provider.Known() && p.Provider.RecorderJoins(), list, i, ".provider", "want a provider that is known, and whose calls a recorder can join")
}

// CancelLead returns how long before the start a recording can last be cancelled.
func (o *Org) CancelLead() time.Duration { return o.CancelBefore.or(DefaultCancelBefore) }

// Grace returns how long somebody in the call has to answer on an enforced page.
func (o *Org) Grace() time.Duration { return o.AnswerGrace.or(DefaultAnswerGrace) }

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
	return !a.IsZero() && (a == o.Assistant || o.wasAssistant(a))
}

func (o *Org) wasAssistant(a invite.Address) bool {
	for i := range o.FormerAssistants {
		if o.FormerAssistants[i] == a {
			return true
		}
	}
	return false
}

// IsInternal reports whether an address is of the company: of one of its domains, or
// a member's. It takes time linear in the domains, whatever the number of members.
func (o *Org) IsInternal(a invite.Address) bool {
	return !a.IsZero() && (o.hasDomain(a.Domain()) || o.Members.ByAddress(a) != nil)
}

func (o *Org) hasDomain(domain string) bool {
	for _, d := range o.Domains {
		if d == domain || len(d) == len(domain) && strings.EqualFold(d, domain) {
			return true
		}
	}
	return false
}

// IsRecorder reports whether an address is that of a recorder: one of the settings, or of
// a known maker.
func (o *Org) IsRecorder(a invite.Address) bool {
	return !a.IsZero() && (slices.Contains(o.Recorders, a) || a.IsRecorder())
}

// IsParty reports whether p counts as somebody in the call: rooms, resources, calendars,
// recorders and the assistant do not.
func (o *Org) IsParty(p *invite.Party) bool {
	if p.Address.IsZero() {
		return p.Name != "" && !p.IsRoom()
	}
	return !p.IsRoom() && !p.Address.IsCalendar() && !o.IsAssistant(p.Address) && !o.IsRecorder(p.Address)
}

// ProfileOf returns the consent profile that governs a member's calls: the one
// assigned to the member, or the default profile for nobody (nil) and for a member
// to whom none is assigned. A name that no profile has gives a profile of that name
// whose page is unset, on which nothing is recorded.
func (o *Org) ProfileOf(m *Member) Profile {
	if p := o.profileOf(m); p != nil {
		return *p
	}
	return Profile{Name: m.Profile}
}

// profileOf is ProfileOf without a copy; nil for a name that no profile has.
func (o *Org) profileOf(m *Member) *Profile {
	if m == nil || m.Profile == "" {
		return &o.Default
	}
	if i := o.first(m.Profile); i >= 0 {
		return &o.Profiles[i]
	}
	return nil
}

// Host returns the member whose current consent link an invitation carries first, or nil.
// The links are judged as by [Org.Judge]. A nil invitation carries no links.
func (o *Org) Host(inv *invite.Invite, p *Profile) *Member {
	if inv == nil {
		return nil
	}
	for i := range inv.Links {
		if j := o.Judge(&inv.Links[i], p); j.Kind == LinkCurrent {
			return j.Member
		}
	}
	return nil
}

// Organizer returns the address of who organizes a meeting, where host is the meeting's
// [Org.Host]. A calendar that several people share organizes nothing by itself (ours): it
// stands for whoever sent the invitation on its behalf (SENT-BY), if a member, else for
// the host, else for nobody who is known.
func (o *Org) Organizer(inv *invite.Invite, host *Member) invite.Address {
	switch a := inv.Organizer.Address; {
	case !a.IsCalendar():
		return a
	case o.Members.ByAddress(inv.SentBy) != nil:
		return inv.SentBy
	case host != nil:
		return host.Address
	}
	return invite.Address{}
}

// Owner returns the member to whom a call is attributed, whose consent profile governs
// it, or nil. It is the first of these that applies (ours; F says that the owner's profile
// counts and that a call is hosted by whose link it carries): the [Org.Host], who is
// given; the organizer; the first attendee who accepted, then the first listed who has
// not declined; the sender who asked the assistant, where sender is not zero.
func (o *Org) Owner(inv *invite.Invite, host *Member, sender invite.Address) *Member {
	if host != nil {
		return host
	}
	if m := o.Members.ByAddress(o.Organizer(inv, host)); m != nil {
		return m
	}
	if m := o.attending(inv); m != nil {
		return m
	}
	return o.Members.ByAddress(sender)
}

// attending returns the first attendee who is a member and accepted, else the first listed
// who has not declined.
func (o *Org) attending(inv *invite.Invite) *Member {
	var listed *Member
	for i := range inv.Attendees {
		p := &inv.Attendees[i]
		if p.Answer == invite.PartStatDeclined || listed != nil && p.Answer != invite.PartStatAccepted || !o.IsParty(p) {
			continue
		}
		m := o.Members.ByAddress(p.Address)
		if m != nil && p.Answer == invite.PartStatAccepted {
			return m
		}
		if listed == nil {
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
