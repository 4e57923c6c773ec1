package ics

import (
	"strings"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite"
)

// parties reads who organizes the event and who is asked to come.
func (e *event) parties(inv *invite.Invite) {
	if p := e.one("ORGANIZER"); p != nil {
		inv.Organizer = e.party(p, 0)
		inv.SentBy = e.sentBy(p)
	}
	attendees := e.Props["ATTENDEE"]
	if maximum := e.r.limits.Attendees; len(attendees) > maximum {
		e.r.exceeds("Attendees", maximum, e.lineOf("ATTENDEE", max(0, maximum)))
		return
	}
	for i := range attendees {
		party := e.party(&attendees[i], i)
		if party.IsZero() {
			continue
		}
		inv.Attendees = append(inv.Attendees, party)
		if inv.Organizer.IsZero() && organizes(&attendees[i]) {
			inv.Organizer = invite.Party{Address: party.Address, Name: party.Name}
			e.note("ATTENDEE", i, Note{Kind: NoteOrganizer, Was: "ROLE=" + param(&attendees[i], "ROLE"), Made: "ORGANIZER:" + party.Address.String(), Lossy: true})
		}
	}
}

// sentBy reads who sent on the organizer's behalf.
func (e *event) sentBy(p *ical.Prop) invite.Address {
	text := param(p, "SENT-BY")
	sender, ok := address(text)
	if !ok && text != "" || !isMapped(text) {
		e.note(p.Name, 0, Note{Kind: NoteAddress, Was: "SENT-BY=" + text, Made: sender.String(), Lossy: true})
	}
	return sender
}

// organizes reports whether an attendee is the organizer by role, as in vCalendar
// 1.0, which has no property for that.
func organizes(p *ical.Prop) bool {
	role := param(p, "ROLE")
	return strings.EqualFold(role, "ORGANIZER") || strings.EqualFold(role, "OWNER")
}

// maxName is the longest name of a party, in bytes: one that can be written again
// as a parameter, whatever is in it.
const maxName = maxParam/2 - 2

// party reads one party, the i-th of its property. Without a mail address it
// keeps its name.
func (e *event) party(p *ical.Prop, i int) invite.Party {
	party, ok := invite.Party{Name: param(p, "CN")}, false
	if len(party.Name) > maxName {
		party.Name = strings.ToValidUTF8(party.Name[:maxName], "")
		e.note(p.Name, i, Note{Kind: NoteLongParam, Was: "CN=" + param(p, "CN"), Made: party.Name, Lossy: true})
	}
	if p.Name == "ORGANIZER" {
		party.Address = e.addressOf(p, i, false)
		e.organizerKind(p)
		return party
	}
	kind := param(p, "CUTYPE")
	if party.Kind, ok = lookUp(cuTypes, kind); !ok {
		party.Kind = invite.CUTypeUnknown
		e.note(p.Name, i, Note{Kind: NoteCUType, Was: kind, Made: party.Kind.String()})
	}
	answer := param(p, "PARTSTAT")
	if answer == "" {
		answer = param(p, "STATUS") // vCalendar 1.0
	}
	if party.Answer, ok = lookUp(partStats, answer); !ok {
		e.note(p.Name, i, Note{Kind: NotePartStat, Was: answer, Made: party.Answer.String(), Lossy: true})
	}
	party.NonParticipant = strings.EqualFold(param(p, "ROLE"), nonParticipant)
	party.Address = e.addressOf(p, i, party.IsRoom())
	if party.Address.IsZero() && party.Name == "" {
		party.Name = unreadName(p)
	}
	return party
}

// addressOf reads the address of the i-th party of a property: that of its value, else
// that of EMAIL, which is for values that are no mail address (RFC 7986, section 6.2).
// That of a room does not count.
func (e *event) addressOf(p *ical.Prop, i int, room bool) invite.Address {
	value, ok := address(p.Value)
	var beside invite.Address
	if email := param(p, "EMAIL"); email != "" {
		beside, _ = address(email)
	}
	switch {
	case !ok:
		lossy := beside.IsZero() || strings.Contains(p.Value, "@") || lastMailto(p.Value) >= 0
		e.note(p.Name, i, Note{Kind: NoteAddress, Was: p.Value, Made: beside.String(), Lossy: lossy && !room})
		return beside
	case !beside.IsZero() && beside != value:
		e.note(p.Name, i, Note{Kind: NoteAddress, Was: "EMAIL=" + beside.String(), Made: value.String(), Lossy: !room})
	case !isMapped(p.Value):
		e.note(p.Name, i, Note{Kind: NoteAddress, Was: p.Value, Made: value.String(), Lossy: !room})
	}
	return value
}

// nonParticipant is the role of those who are told of a meeting and do not take part. The
// other roles of attendees do not matter.
const nonParticipant = "NON-PARTICIPANT"

// organizerKind notes that an organizer is called anything but a person. Kinds and
// answers are those of attendees (RFC 5545, sections 3.2.3 and 3.2.12): one that is
// called a room organizes all the same.
func (e *event) organizerKind(p *ical.Prop) {
	text := param(p, "CUTYPE")
	if kind, ok := lookUp(cuTypes, text); !ok || kind != invite.CUTypeIndividual {
		e.note(p.Name, 0, Note{Kind: NoteCUType, Was: text, Made: invite.CUTypeIndividual.String()})
	}
}

var (
	cuTypes = map[string]invite.CUType{
		"": invite.CUTypeIndividual, "INDIVIDUAL": invite.CUTypeIndividual, "GROUP": invite.CUTypeGroup,
		"RESOURCE": invite.CUTypeResource, "ROOM": invite.CUTypeRoom, "UNKNOWN": invite.CUTypeUnknown,
	}
	partStats = map[string]invite.PartStat{
		"": invite.PartStatNeedsAction, "NEEDS-ACTION": invite.PartStatNeedsAction,
		"ACCEPTED": invite.PartStatAccepted, "DECLINED": invite.PartStatDeclined,
		"TENTATIVE": invite.PartStatTentative, "DELEGATED": invite.PartStatDelegated,
		// vCalendar 1.0:
		"NEEDS ACTION": invite.PartStatNeedsAction, "SENT": invite.PartStatNeedsAction,
		"CONFIRMED": invite.PartStatAccepted,
	}
)

// lookUp finds a value by its iCalendar name, in any case.
func lookUp[T any](values map[string]T, name string) (T, bool) {
	value, ok := values[name]
	if !ok {
		value, ok = values[strings.ToUpper(strings.TrimSpace(name))]
	}
	return value, ok
}

// address reads the mail address of a party as it is found in values that should
// be mailto: URIs: bare, in quotes or angle brackets, or after a name. A text that
// holds another address before it is ambiguous, and none.
func address(value string) (invite.Address, bool) {
	if a, err := parseAddress(value); err == nil && !strings.HasPrefix(a.String(), "'") {
		return a, true
	}
	at := max(0, lastMailto(value))
	at += 1 + strings.LastIndexByte(value[at:], '<')
	before := value[:at]
	value, _, _ = strings.Cut(value[at:], ">")
	a, err := parseAddress(unquoted(value))
	if err == nil && strings.Contains(before, "@") {
		other, _ := parseAddress(unquoted(before[max(0, lastMailto(before)):]))
		if other != a || strings.Count(before, "@") > 1 {
			return invite.Address{}, false
		}
	}
	return a, err == nil
}

// unquoted takes off what stands around an address.
func unquoted(text string) string { return strings.Trim(text, " \t\"'<>,;") }

// lastMailto returns where the text after the last mailto: begins, -1 if there is
// none.
func lastMailto(s string) int {
	const scheme = "mailto:"
	for i := len(s) - len(scheme); i >= 0; i-- {
		if strings.EqualFold(s[i:i+len(scheme)], scheme) {
			return i + len(scheme)
		}
	}
	return -1
}
