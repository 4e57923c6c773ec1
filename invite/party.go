package invite

import "github.com/mayrecord/mayrecord/invite/enum"

// Party is somebody or something that a calendar event names as organizer or
// attendee (RFC 5545, sections 3.8.4.1 and 3.8.4.3).
//
// The zero Party is nobody. A party with a name and no address is somebody who
// cannot be identified.
type Party struct {
	Address Address  `json:"address,omitzero"` // the calendar address, where it is a mail address
	Name    string   `json:"name,omitempty"`   // the CN parameter, as written
	Kind    CUType   `json:"kind,omitempty"`   // person, group, room or resource
	Answer  PartStat `json:"answer,omitempty"` // what the party answered to the invitation
	// NonParticipant says that the party is told of the meeting and does not take part
	// (ROLE=NON-PARTICIPANT, RFC 5545, section 3.2.16). Exchange invites rooms in this
	// role.
	NonParticipant bool `json:"non_participant,omitempty"`
}

// IsZero reports whether p is nobody.
func (p Party) IsZero() bool { return p == Party{} }

// googleRooms and googleCalendars are the ends of the addresses that Google Calendar gives
// to rooms and to calendars that several people share.
const (
	googleRooms     = "@resource.calendar.google.com"
	googleCalendars = "@group.calendar.google.com"
)

// IsRoom reports whether p is a room or a resource, or is only told of the meeting: no
// party to a call, on whose consent nothing depends.
func (p *Party) IsRoom() bool {
	return p.Kind == CUTypeRoom || p.Kind == CUTypeResource || p.NonParticipant || p.Address.IsRoom()
}

// CUType is the calendar user type of a party (RFC 5545, section 3.2.3). The
// zero CUType is an individual, which is also the RFC's default.
type CUType uint8

// The calendar user types.
const (
	// CUTypeIndividual is INDIVIDUAL, or no CUTYPE: a person.
	CUTypeIndividual CUType = iota
	// CUTypeGroup is GROUP: several people under one address, such as a mailing list.
	CUTypeGroup
	// CUTypeResource is RESOURCE: a thing that is booked, such as a projector.
	CUTypeResource
	// CUTypeRoom is ROOM: a room that is booked.
	CUTypeRoom
	// CUTypeUnknown is UNKNOWN, or a CUTYPE that is not known. It counts as a person.
	CUTypeUnknown
)

var cuTypes = enum.Table[CUType]{Kind: "calendar user type", Texts: []string{
	"individual", "group", "resource", "room", "unknown",
}}

// AllCUTypes returns every calendar user type.
func AllCUTypes() []CUType { return cuTypes.All() }

// Known reports whether t is one of the constants.
func (t CUType) Known() bool { return t <= CUTypeUnknown }

// String returns the text form of t.
func (t CUType) String() string { return cuTypes.String(t) }

// MarshalText returns the text form, or an error for an unknown value.
func (t CUType) MarshalText() ([]byte, error) { return cuTypes.AppendText(nil, t) }

// UnmarshalText reads the text form; unknown text is an error.
func (t *CUType) UnmarshalText(text []byte) error { return cuTypes.Parse(t, text) }

// PartStat is a party's participation status (RFC 5545, section 3.2.12). The
// zero PartStat is needs_action, which is also the RFC's default.
type PartStat uint8

// The participation statuses of events.
const (
	// PartStatNeedsAction is NEEDS-ACTION, or no PARTSTAT: the party has not answered.
	PartStatNeedsAction PartStat = iota
	// PartStatAccepted is ACCEPTED: the party comes.
	PartStatAccepted
	// PartStatDeclined is DECLINED: the party does not come.
	PartStatDeclined
	// PartStatTentative is TENTATIVE: the party may come.
	PartStatTentative
	// PartStatDelegated is DELEGATED: the party sends somebody else.
	PartStatDelegated
)

var partStats = enum.Table[PartStat]{Kind: "participation status", Texts: []string{
	"needs_action", "accepted", "declined", "tentative", "delegated",
}}

// AllPartStats returns every participation status.
func AllPartStats() []PartStat { return partStats.All() }

// Known reports whether s is one of the constants.
func (s PartStat) Known() bool { return s <= PartStatDelegated }

// String returns the text form of s.
func (s PartStat) String() string { return partStats.String(s) }

// MarshalText returns the text form, or an error for an unknown value.
func (s PartStat) MarshalText() ([]byte, error) { return partStats.AppendText(nil, s) }

// UnmarshalText reads the text form; unknown text is an error.
func (s *PartStat) UnmarshalText(text []byte) error { return partStats.Parse(s, text) }
