package profile

import (
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// LinkKind is what a link is to a company. The zero LinkKind is a link that leads
// into no call.
type LinkKind uint8

// The kinds of link.
const (
	// LinkOther leads into no call.
	LinkOther LinkKind = iota
	// LinkDirect joins a call without passing the company's consent page: a provider's
	// link, one of a conference host that the settings name, or one of another
	// company's consent page.
	LinkDirect
	// LinkStale is a consent link of the company that does not work (F, "Can I
	// customize the consent page link?" and "What happens if I choose dynamic
	// links …"): a former company part, an unknown member, a type that the profile
	// does not allow, a dynamic link whose integration is disconnected, any while
	// the member's page is off, and (ours) any that is not spelled the plain way.
	LinkStale
	// LinkCurrent is a consent link of the company that works.
	LinkCurrent
)

var linkKinds = enum.Table[LinkKind]{Kind: "link kind", Texts: []string{"other", "direct", "stale", "current"}}

// AllLinkKinds returns every kind.
func AllLinkKinds() []LinkKind { return linkKinds.All() }

// String returns the text form of k.
func (k LinkKind) String() string { return linkKinds.String(k) }

// MarshalText returns the text form, or an error for an unknown value.
func (k LinkKind) MarshalText() ([]byte, error) { return linkKinds.AppendText(nil, k) }

// UnmarshalText reads the text form; unknown text is an error.
func (k *LinkKind) UnmarshalText(text []byte) error { return linkKinds.Parse(k, text) }

// Judgement is what a link is to a company, and why. The zero Judgement is of a link
// that leads into no call.
type Judgement struct {
	Kind   LinkKind
	Member *Member // whose consent link it is; nil for none or an unknown member's
	Fault  Fault   // what makes it stale
	// Provider is the system whose call a direct link joins; ProviderNone for a call that
	// no recorder can join, as behind another company's consent page. Of a current link it
	// is the system that the profile names.
	Provider invite.Provider
}

// Judge says what a link is to the company. A consent link is judged by its member's own
// profile, or by a profile that stands in for every member's own, where p is not nil.
func (o *Org) Judge(l *invite.Link, p *Profile) Judgement {
	if !o.isConsentHost(l.Host()) {
		return o.judgeOther(l, false)
	}
	company, rest, _ := cutSegment(l.Path())
	former := company != o.Company
	if company == "" || former && !slices.Contains(o.FormerCompanies, company) {
		return o.judgeOther(l, company != "" && rest != "" && rest[0] != '/') // another company's
	}
	c := consentLink{former: former, plain: l.Plain()}
	slug, meeting, dynamic := cutSegment(rest)
	c.dynamic = dynamic
	if dynamic == (meeting != "") && strings.IndexByte(meeting, '/') < 0 {
		c.member = o.Members.BySlug(slug)
	}
	if p == nil {
		p = o.profileOf(c.member)
	}
	if fault := o.fault(&c, p); fault != FaultNone {
		return Judgement{Kind: LinkStale, Member: c.member, Fault: fault}
	}
	return Judgement{Kind: LinkCurrent, Member: c.member, Provider: p.Provider}
}

// judgeOther says what a link is that is none of the company's consent page, where it is
// known whether it is of another company's.
func (o *Org) judgeOther(l *invite.Link, page bool) Judgement {
	if provider := o.providerOf(l); provider != invite.ProviderNone || page {
		return Judgement{Kind: LinkDirect, Provider: provider}
	}
	return Judgement{}
}

// providerOf returns the provider whose call a link joins: by the conference hosts that
// the settings name, else by the link itself.
func (o *Org) providerOf(l *invite.Link) invite.Provider {
	for i := range o.ConferenceHosts {
		if h := &o.ConferenceHosts[i]; l.Matches(h.Host, h.Path) {
			return h.Provider
		}
	}
	return l.Provider()
}

// consentLink is a link of the company's consent page, taken apart.
type consentLink struct {
	former  bool // its company part is no longer ours
	dynamic bool
	plain   bool
	member  *Member
}

// isConsentHost reports whether a host is that of the company's consent page.
func (o *Org) isConsentHost(host string) bool {
	return len(host) == len(o.ConsentHost) && host != "" && (host == o.ConsentHost || isLower(host, o.ConsentHost))
}

// cutSegment cuts a path after its first segment, and reports whether there is a slash.
func cutSegment(path string) (first, rest string, more bool) {
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i+1:], true
	}
	return path, "", false
}

// isLower reports whether lower, which is as long as s, is s with the letters of ASCII in
// lower case. Other letters differ from their lower case: no name that folds to ours is
// ours.
func isLower(lower, s string) bool {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if lower[i] != c {
			return false
		}
	}
	return true
}

// Fault is why a consent link of the company does not work. The zero Fault is none.
type Fault uint8

// The faults.
const (
	// FaultNone is the zero Fault: the link works, or is no consent link of the company.
	FaultNone Fault = iota
	// FaultPageOff says that the consent page is off in the profile.
	FaultPageOff
	// FaultCompany says that the company part is a former one, as in
	// https://join.example/acme-inc/ann.
	FaultCompany
	// FaultMember says that no member has the slug of the link.
	FaultMember
	// FaultType says that the profile does not allow the type of the link: a dynamic link
	// where only static links are allowed, or the reverse.
	FaultType
	// FaultDisconnected says that the integration that makes dynamic links is not connected.
	FaultDisconnected
	// FaultSpelling says that the link is not plain, for example http instead of https: see
	// [invite.Link.Plain].
	FaultSpelling
)

var faults = enum.Table[Fault]{Kind: "link fault", Texts: []string{
	"none", "page_off", "company", "member", "type", "disconnected", "spelling",
}}

// AllFaults returns every fault.
func AllFaults() []Fault { return faults.All() }

// String returns the text form of f.
func (f Fault) String() string { return faults.String(f) }

// MarshalText returns the text form, or an error for an unknown value.
func (f Fault) MarshalText() ([]byte, error) { return faults.AppendText(nil, f) }

// UnmarshalText reads the text form; unknown text is an error.
func (f *Fault) UnmarshalText(text []byte) error { return faults.Parse(f, text) }

// Says returns what is wrong, for people; empty for FaultNone.
func (f Fault) Says() string {
	switch f {
	case FaultPageOff:
		return "the consent page is off"
	case FaultCompany:
		return "the company part of the link is a former one"
	case FaultMember:
		return "no member has such a link"
	case FaultType:
		return "the profile does not allow links of this type"
	case FaultDisconnected:
		return "the integration that makes such links is not connected"
	case FaultSpelling:
		return "a consent link begins with https and the host"
	}
	return ""
}

// fault returns the first thing that is wrong with one of the company's links.
func (o *Org) fault(c *consentLink, p *Profile) Fault {
	switch {
	case !c.plain:
		return FaultSpelling
	case c.former:
		return FaultCompany
	case c.member == nil:
		return FaultMember
	case p == nil || !p.PageOn():
		return FaultPageOff
	case !p.Links.Allows(c.dynamic):
		return FaultType
	case c.dynamic && !(p.Provider.MakesDynamicLinks() && o.Integrations.Has(p.Provider)):
		return FaultDisconnected
	}
	return FaultNone
}

// ConsentURL returns a member's static consent link, or the zero Link where the
// company has no consent page or the member no slug.
func (o *Org) ConsentURL(m *Member) invite.Link {
	if o.ConsentHost == "" || o.Company == "" || m == nil || m.Slug == "" {
		return invite.Link{}
	}
	l, err := invite.ParseLink("https://" + o.ConsentHost + "/" + o.Company + "/" + m.Slug)
	if err != nil {
		return invite.Link{}
	}
	return l
}

// BrokenLink is a consent link in an invitation that a change of settings makes stop
// working: participants will not get in.
type BrokenLink struct {
	Invite int // the invitation's place in the list
	Link   invite.Link
	Fault  Fault
}

// BrokenLinks returns the consent links in the invitations that are current under one
// company's settings, and no longer under the others (F, "Can I customize the consent
// page link?", "What happens if I choose dynamic links …").
func BrokenLinks(before, after *Org, invites []invite.Invite) []BrokenLink {
	var all []BrokenLink
	for i := range invites {
		for j := range invites[i].Links {
			l := &invites[i].Links[j]
			judged := after.Judge(l, nil)
			if before.Judge(l, nil).Kind == LinkCurrent && judged.Kind != LinkCurrent {
				all = append(all, BrokenLink{Invite: i, Link: *l, Fault: judged.Fault})
			}
		}
	}
	return all
}
