package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

// Contradictions joins a [*SettingError] or [*MemberError] for settings that make sense one
// by one, and not together, up to twenty: one of the two is not what the company meant.
// [ParseOrg] refuses such settings. A decision does not ask for them, and they can be read
// as a part of a case. It takes time linear in the settings, members included.
//
// A member on the block list is no contradiction, and neither is a member who is recorded
// and never recorded: the stricter setting counts.
func (o *Org) Contradictions() error {
	var v validation
	o.checkTogether(&v)
	return v.err()
}

func (o *Org) checkTogether(v *validation) {
	o.checkAssistants(v)
	o.checkConsentHost(v)
	o.checkConferenceHosts(v)
	o.checkDomains(v)
	o.checkMembers(v)
}

// against adds that a setting, or where i is not negative a part of a list's element, is at
// odds with another setting. want is a format for args.
func (v *validation) against(field string, i int, part, with, want string, args ...any) {
	if v.enough() {
		return
	}
	if i >= 0 {
		field = fmt.Sprintf("%s[%d]", field, i)
	}
	v.errs = append(v.errs, &SettingError{Field: field + part, With: with, Want: fmt.Sprintf(want, args...)})
}

// checkAssistants looks for mailboxes that are two things: what is sent to an assistant or
// a recorder is not sent to a person.
func (o *Org) checkAssistants(v *validation) {
	o.checkNoMember(v, "assistant", -1, o.Assistant)
	for i, a := range o.FormerAssistants {
		o.checkNoMember(v, "former_assistants", i, a)
		if a == o.Assistant && !a.IsZero() {
			v.against("former_assistants", i, "", "assistant", "want an older address, not the assistant's of today")
		}
	}
	for i, a := range o.Recorders {
		o.checkNoMember(v, "recorders", i, a)
	}
}

// checkNoMember looks for a member who has the address of something that is nobody.
func (o *Org) checkNoMember(v *validation, field string, i int, a invite.Address) {
	if m := o.Members.ByAddress(a); m != nil {
		v.against(field, i, "", "members", "want a mailbox of its own: %v is the member %v's", a, m.Address)
	}
}

// checkConsentHost looks for links that are a consent page's and something else's.
func (o *Org) checkConsentHost(v *validation) {
	for i, former := range o.FormerCompanies {
		if former == o.Company && former != "" {
			v.against("former_companies", i, "", "company", "want a part that no longer works, not today's company")
		}
	}
	if o.ConsentHost == "" {
		return
	}
	for p := range invite.ProvidersOn(o.ConsentHost).All() {
		v.against("consent_host", -1, "", "", "want a host of a consent page: %s has its calls on %s", p.Name(), o.ConsentHost)
	}
	page := "https://" + o.ConsentHost + "/" + o.Company + "/member"
	static, _ := invite.ParseLink(page) // of what is no host, the zero Link
	dynamic, _ := invite.ParseLink(page + "/meeting")
	for i := range o.ConferenceHosts {
		if h := &o.ConferenceHosts[i]; static.Matches(h.Host, h.Path) || dynamic.Matches(h.Host, h.Path) {
			v.against("conference_hosts", i, ".host", "consent_host", "want a host of calls: the company's consent links are on this one")
		}
	}
}

// checkConferenceHosts looks for hosts of calls that are two providers'.
func (o *Org) checkConferenceHosts(v *validation) {
	first := map[[2]string]int{}
	for i := range o.ConferenceHosts {
		h := &o.ConferenceHosts[i]
		for p := range (invite.ProvidersOn(h.Host) &^ enum.SetOf(h.Provider)).All() {
			v.against("conference_hosts", i, ".provider", "", "want %v: %s has its calls on %s", p, p.Name(), h.Host)
		}
		key := [2]string{strings.ToLower(h.Host), h.Path}
		j, said := first[key]
		if !said {
			first[key] = i
		} else if want := o.ConferenceHosts[j].Provider; want != h.Provider {
			v.against("conference_hosts", i, ".provider", "", "want %v, as conference_hosts[%d] says of the same links", want, j)
		}
	}
}

// mailProviders are domains on which anybody can have an address: their mail is sold or
// given to the public. Whoever has such an address is no colleague.
var mailProviders = []string{
	"aol.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "mail.ru", "me.com",
	"msn.com", "outlook.com", "proton.me", "protonmail.com", "qq.com", "web.de", "yahoo.com", "yandex.ru", "163.com",
}

// checkDomains looks for domains of which not everybody is the company's, or nobody can be
// recorded.
func (o *Org) checkDomains(v *validation) {
	for i, d := range o.Domains {
		if slices.Contains(mailProviders, strings.ToLower(d)) {
			v.against("domains", i, "", "", "want a domain of the company: anybody can have an address of %s", d)
		}
		a, _ := invite.ParseAddress("x@" + d) // of what is no domain, the zero Address
		if blocked := o.Block.Party(a); blocked == a.Domain() && !a.IsZero() {
			v.against("domains", i, "", "block.domains", "the block list has %s: no meeting of the company could be recorded", blocked)
		}
	}
}

// checkMembers looks for members who are no people: rooms, shared calendars and recorders
// are no parties to a call.
func (o *Org) checkMembers(v *validation) {
	i := 0
	for m := range o.Members.Each() {
		if !isPerson(m.Address) {
			v.noPerson(i, "address", m.Address)
		}
		for j, a := range m.Aliases {
			if !isPerson(a) {
				v.noPerson(i, fmt.Sprintf("aliases[%d]", j), a)
			}
		}
		i++
	}
}

func isPerson(a invite.Address) bool { return !a.IsRoom() && !a.IsCalendar() && !a.IsRecorder() }

func (v *validation) noPerson(i int, field string, a invite.Address) {
	v.add(&MemberError{Index: i, Field: field, Problem: fmt.Sprintf("want a person's address: %v is a room's, a shared calendar's or a recorder's", a)})
}
