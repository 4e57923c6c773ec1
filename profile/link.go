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
	// LinkDirect joins a call without passing the company's consent page: a
	// provider's link, or one of another company's consent page.
	LinkDirect
	// LinkStale is a consent link of the company that does not work (F, "Can I
	// customize the consent page link?" and "What happens if I choose dynamic
	// links …"): a former company part, an unknown member, a type that the profile
	// does not allow, a dynamic link whose integration is disconnected, any while
	// the page is off, and (ours) any that is not spelled the plain way.
	LinkStale
	// LinkCurrent is a consent link of the company that works.
	LinkCurrent
)

var linkKinds = enum.Table[LinkKind]{Kind: "link kind", Texts: []string{"other", "direct", "stale", "current"}}

// LinkKinds returns every kind.
func LinkKinds() []LinkKind { return linkKinds.All() }

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
}

// Judge says what a link is to the company while a profile, which must not be nil, is
// in force.
func (o *Org) Judge(l invite.Link, p *Profile) Judgement {
	c, ours := o.consentLink(&l)
	switch {
	case !ours && (l.Provider() != invite.ProviderNone || c.foreign):
		return Judgement{Kind: LinkDirect}
	case !ours:
		return Judgement{}
	}
	if fault := o.fault(c, p); fault != FaultNone {
		return Judgement{Kind: LinkStale, Member: c.member, Fault: fault}
	}
	return Judgement{Kind: LinkCurrent, Member: c.member}
}

// consentLink is a link of a consent page, taken apart.
type consentLink struct {
	foreign bool // another company's
	former  bool // its company part is no longer ours
	dynamic bool
	plain   bool
	member  *Member
}

// consentLink takes a link apart, and reports whether it is one of the company's.
func (o *Org) consentLink(l *invite.Link) (consentLink, bool) {
	if o.ConsentHost == "" || !isLower(l.Host(), o.ConsentHost) {
		return consentLink{}, false
	}
	company, rest, _ := strings.Cut(l.Path(), "/")
	member, meeting, dynamic := strings.Cut(rest, "/")
	former := company != o.Company
	if company == "" || former && !slices.Contains(o.FormerCompanies, company) {
		return consentLink{foreign: company != "" && member != ""}, false
	}
	c := consentLink{former: former, dynamic: dynamic, plain: l.Plain()}
	if dynamic == (meeting != "") && !strings.Contains(meeting, "/") {
		c.member = o.Members.BySlug(member)
	}
	return c, true
}

// isLower reports whether lower is s with the letters of ASCII in lower case. Others
// differ from their lower case: no name that folds to ours is ours.
func isLower(lower, s string) bool {
	if len(lower) != len(s) {
		return false
	}
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
	FaultNone         Fault = iota
	FaultPageOff            // the profile has no consent page
	FaultCompany            // the company part is a former one
	FaultMember             // no member has such a link
	FaultType               // the profile does not allow the link's type
	FaultDisconnected       // the integration that makes dynamic links is not connected
	FaultSpelling           // not https, or something before an @
)

var faults = enum.Table[Fault]{Kind: "link fault", Texts: []string{
	"none", "page_off", "company", "member", "type", "disconnected", "spelling",
}}

// Faults returns every fault.
func Faults() []Fault { return faults.All() }

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
func (o *Org) fault(c consentLink, p *Profile) Fault {
	switch {
	case !c.plain:
		return FaultSpelling
	case c.former:
		return FaultCompany
	case c.member == nil:
		return FaultMember
	case !p.PageOn():
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

// Break is a consent link in an invitation that a change of settings makes stop
// working: participants will not get in.
type Break struct {
	Invite int // the invitation's place in the list
	Link   invite.Link
	Fault  Fault
}

// Breaks returns the consent links in the invitations that are current under one
// company's settings and its owner's profile, and no longer under the others (F, "Can
// I customize the consent page link?", "What happens if I choose dynamic links …").
func Breaks(before, after *Org, invites []invite.Invite) []Break {
	var all []Break
	for i := range invites {
		inv := &invites[i]
		old := before.ProfileOf(before.Owner(inv, invite.Address{}))
		now := after.ProfileOf(after.Owner(inv, invite.Address{}))
		for _, l := range inv.Links {
			judged := after.Judge(l, &now)
			if before.Judge(l, &old).Kind == LinkCurrent && judged.Kind != LinkCurrent {
				all = append(all, Break{Invite: i, Link: l, Fault: judged.Fault})
			}
		}
	}
	return all
}
