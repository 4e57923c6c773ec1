package decision_test

import (
	"math/big"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/consent"
	. "github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/decision/decisiontest"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Every fact that Observe finds is found a second time, in the most pedestrian way:
// by going through lists, comparing texts, and looking at single instants.
func TestObserveAgreesWithTheNaiveWay(t *testing.T) {
	can := theRules().specFacts
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Cases().Draw(t, "case")
		got, want := Observe(c), naive{c}.facts()
		if !can.can(got) {
			t.Fatalf("%v cannot happen", got)
		}
		if got != want {
			t.Fatalf("found %v\nwant  %v", got&^want, want&^got)
		}
	})
}

// naive finds the facts of a case.
type naive struct{ Case }

func (n naive) facts() Facts {
	var f Facts
	for fact, holds := range map[Facts]bool{
		FactInvalid:           (&n.Case).Validate() != nil,
		FactEventCancelled:    n.Invite.Status == invite.StatusCancelled || n.Invite.Method == invite.MethodCancel,
		FactStarted:           n.started(),
		FactOver:              !n.Invite.End.IsZero() && (n.Now.Equal(n.Invite.End) || n.Now.After(n.Invite.End)),
		FactPrivate:           !n.Org.RecordsPrivate && (n.Invite.Class == invite.ClassPrivate || n.Invite.Class == invite.ClassConfidential),
		FactBlocked:           n.blocked(),
		FactCurrentLink:       n.anyLink(func(l string) bool { return n.kind(l) == "current" }),
		FactStaleLink:         n.anyLink(func(l string) bool { return n.kind(l) == "stale" }),
		FactDirectLink:        n.anyLink(func(l string) bool { return n.kind(l) == "direct" || n.kind(l) == "foreign" }),
		FactProviderLink:      n.anyLink(func(l string) bool { return n.kind(l) == "direct" }),
		FactProviderOn:        n.joinedBy() != "",
		FactCannotOptOut:      slices.Contains([]string{"whereby", "unknown"}, n.joinedBy()),
		FactAsked:             n.request() != Request{},
		FactAddressKnown:      n.isAssistant(n.request().To.String()),
		FactSenderMember:      n.member(n.request().Sender.String()).Name() != "",
		FactSenderPermitted:   n.member(n.request().Sender.String()).MaySchedule,
		FactRecordedMember:    n.recordedMember(),
		FactInternalExcluded:  n.internal() && !n.Org.RecordsInternal,
		FactPageOn:            n.Profile.Page == profile.PageEnabled || n.Profile.Page == profile.PageEnforced,
		FactPageEnforced:      n.Profile.Page == profile.PageEnforced,
		FactOrganizerKnown:    n.Invite.Organizer.Address.String() != "",
		FactOrganizerInternal: n.isInternal(n.Invite.Organizer.Address.String()),
		FactDirectTolerated:   n.Profile.DirectLinks,
		FactOptedOut:          n.firstWith(consent.OptedOut) != nil,
		FactBypassed:          n.firstWith(consent.Bypassed) != nil,
		FactLateEnough:        n.lateEnough(),
		FactCancelledInTime:   n.cancelled(func(member, late bool) bool { return member && !late }),
		FactCancelledLate:     n.cancelled(func(member, late bool) bool { return member && late }),
		FactCancelledByOther:  n.cancelled(func(member, _ bool) bool { return !member }),
		FactNotice: n.Profile.AudioPrompt || n.Profile.PreCallEmail ||
			n.Org.NativeRecorder && n.joinedBy() == "zoom",
		FactOptOutOffered: n.Profile.OptOut,
	} {
		if holds {
			f |= fact
		}
	}
	return f
}

func (n naive) started() bool {
	start := n.Recording.Start
	return !start.IsZero() && (start.Equal(n.Now) || start.Before(n.Now))
}

// ── people ──

// staff is a member, or the zero staff.
type staff struct{ profile.Member }

func (p staff) Name() string { return p.Address.String() }

func (n naive) member(address string) staff {
	for _, m := range n.Org.Members.All() {
		for _, a := range append([]invite.Address{m.Address}, m.Aliases...) {
			if address != "" && a.String() == address {
				return staff{m}
			}
		}
	}
	return staff{}
}

func (n naive) isAssistant(address string) bool {
	for _, a := range append([]invite.Address{n.Org.Assistant}, n.Org.FormerAssistants...) {
		if address != "" && a.String() == address {
			return true
		}
	}
	return false
}

func (n naive) isInternal(address string) bool {
	for _, domain := range n.Org.Domains {
		if strings.HasSuffix(address, "@"+domain) {
			return true
		}
	}
	return n.member(address).Name() != ""
}

// parties is everybody who counts: the organizer, then the attendees.
func (n naive) parties() []invite.Party {
	var all []invite.Party
	for _, p := range append([]invite.Party{n.Invite.Organizer}, n.Invite.Attendees...) {
		room := p.Kind == invite.CUTypeRoom || p.Kind == invite.CUTypeResource
		if p != (invite.Party{}) && !room && !n.isAssistant(p.Address.String()) {
			all = append(all, p)
		}
	}
	return all
}

func (n naive) internal() bool {
	count := 0
	for _, p := range n.parties() {
		if p.Answer == invite.PartStatDeclined {
			continue
		}
		if count++; !n.isInternal(p.Address.String()) {
			return false
		}
	}
	return count > 0
}

func (n naive) blocked() bool {
	block, _ := n.Org.Block.MarshalJSON()
	if string(block) == "{}" {
		return false
	}
	for _, p := range n.parties() { // what the generator blocks
		domain := strings.SplitN(p.Address.String()+"@", "@", 3)[1]
		if p.Address.String() == "eli@customer.example" || domain == "rival.example" || strings.HasSuffix(domain, ".rival.example") {
			return true
		}
	}
	return strings.Contains(strings.ToLower(n.Invite.Title), "board")
}

// recordedMember: the host alone, or anybody who takes part.
func (n naive) recordedMember() bool {
	host := n.member(n.Invite.Organizer.Address.String())
	for i := len(n.Invite.Links) - 1; i >= 0; i-- {
		if l := n.Invite.Links[i].String(); n.kind(l) == "current" {
			host = n.slug(l)
		}
	}
	candidates := []staff{host}
	if n.Org.Records == profile.AnyParticipant {
		for _, p := range n.parties() {
			candidates = append(candidates, n.member(p.Address.String()))
		}
		candidates = append(candidates, n.member(n.Invite.Organizer.Address.String()))
	}
	return slices.ContainsFunc(candidates, func(m staff) bool { return m.Recorded && n.comes(m) })
}

// comes: who is not listed comes, and who is listed and did not always decline.
func (n naive) comes(m staff) bool {
	listed, declined := 0, 0
	for _, p := range n.Invite.Attendees {
		room := p.Kind == invite.CUTypeRoom || p.Kind == invite.CUTypeResource
		if room || n.member(p.Address.String()).Name() != m.Name() {
			continue
		}
		listed++
		if p.Answer == invite.PartStatDeclined {
			declined++
		}
	}
	return listed == 0 || declined < listed
}

// request is the best of the requests: the said one, and the organizer's if the
// assistant is an attendee.
func (n naive) request() Request {
	requests := []Request{n.Request}
	for _, p := range n.Invite.Attendees {
		if n.isAssistant(p.Address.String()) {
			requests = append(requests, Request{Sender: n.Invite.Organizer.Address, To: p.Address})
			break
		}
	}
	for _, r := range requests {
		if n.isAssistant(r.To.String()) && n.member(r.Sender.String()).MaySchedule {
			return r
		}
	}
	for _, r := range requests {
		if r != (Request{}) {
			return r
		}
	}
	return Request{}
}

// ── links ──

func (n naive) anyLink(is func(string) bool) bool {
	return slices.ContainsFunc(n.Invite.Links, func(l invite.Link) bool { return is(l.String()) })
}

// kind tells the generated links apart by what stands in them.
func (n naive) kind(link string) string {
	u, _ := url.Parse(link)
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case n.providerOf(link) != "":
		return "direct"
	case u.Host != "join.example" || u.User != nil:
		return "other"
	case parts[0] != "acme" && parts[0] != "acme-inc":
		return "foreign"
	}
	dynamic := len(parts) == 3
	makers := map[invite.Provider]bool{invite.ProviderZoom: true, invite.ProviderGoogleMeet: true, invite.ProviderMicrosoftTeams: true}
	current := u.Scheme == "https" && parts[0] == "acme" && n.slug(link).Name() != "" &&
		(n.Profile.Page == profile.PageEnabled || n.Profile.Page == profile.PageEnforced) &&
		(!dynamic && n.Profile.Links != profile.LinksDynamic || dynamic && n.Profile.Links != profile.LinksStatic) &&
		(!dynamic || makers[n.Profile.Provider] && slices.Contains(n.Org.Integrations.All(), n.Profile.Provider))
	if current {
		return "current"
	}
	return "stale"
}

func (n naive) slug(link string) staff {
	parts := strings.Split(link, "/")
	for _, m := range n.Org.Members.All() {
		if len(parts) > 4 && m.Slug != "" && m.Slug == parts[4] {
			return staff{m}
		}
	}
	return staff{}
}

func (n naive) providerOf(link string) string {
	return map[string]string{
		"https://zoom.us/j/1234567890":         "zoom",
		"https://acme.webex.com/meet/ann":      "webex",
		"https://meet.google.com/abc-defg-hij": "google_meet",
		"https://whereby.com/room":             "whereby",
	}[link]
}

// joinedBy is the provider through which to join, "unknown" for one behind the
// consent page that the profile does not name, or nothing.
func (n naive) joinedBy() string {
	var off []string
	for _, p := range n.Org.Off.All() {
		off = append(off, p.String())
	}
	current := n.anyLink(func(l string) bool { return n.kind(l) == "current" })
	var candidates []string
	if !current || n.Profile.Page != profile.PageEnforced {
		for _, l := range n.Invite.Links {
			if p := n.providerOf(l.String()); p != "" {
				candidates = append(candidates, p)
			}
		}
	}
	if current && n.Profile.Provider != invite.ProviderNone {
		candidates = append(candidates, n.Profile.Provider.String())
	}
	for _, p := range candidates {
		if !slices.Contains(off, p) {
			return p
		}
	}
	if current && n.Profile.Provider == invite.ProviderNone && len(off) == 0 {
		return "unknown"
	}
	return ""
}

// ── consent ──

// firstWith samples the instants around every event, and returns the first at which
// somebody's answer in force is the choice.
func (n naive) firstWith(choice consent.Choice) *time.Time {
	from, to := n.Now, n.Now
	if n.started() {
		from = n.Recording.Start
		if stop := n.Recording.Stop; !stop.IsZero() && stop.Before(to) {
			to = stop
		}
	}
	instants := []time.Time{from, to}
	for _, r := range n.Answers.Responses() {
		instants = append(instants, r.At.Add(-1), r.At, r.At.Add(1))
	}
	slices.SortFunc(instants, time.Time.Compare)
	for _, s := range instants {
		if s.Before(from) || s.After(to) {
			continue
		}
		for _, who := range n.participants() {
			if n.inForce(who, s) == choice {
				return &s
			}
		}
	}
	return nil
}

func (n naive) participants() []string {
	var all []string
	for _, r := range n.Answers.Responses() {
		all = append(all, r.Participant)
	}
	return all
}

// inForce replays one participant's answers up to an instant.
func (n naive) inForce(who string, s time.Time) consent.Choice {
	var inForce, onPage consent.Choice
	for _, r := range n.strictestPerInstant(who) {
		switch {
		case r.At.After(s):
		case r.Choice == consent.Bypassed && inForce != 0 && inForce != consent.StayedAway && inForce != consent.Bypassed:
		case r.Choice == consent.Bypassed && onPage == consent.OptedOut:
			inForce = consent.OptedOut
		default:
			inForce = r.Choice
			if r.Choice == consent.Consented || r.Choice == consent.OptedOut {
				onPage = r.Choice
			}
		}
	}
	return inForce
}

func (n naive) strictestPerInstant(who string) []consent.Response {
	rank := map[consent.Choice]int{consent.OptedOut: 4, consent.Bypassed: 3, consent.Consented: 2, consent.StayedAway: 1}
	strictest := map[time.Time]consent.Response{}
	for _, r := range n.Answers.Responses() {
		if r.Participant == who && rank[r.Choice] > rank[strictest[r.At].Choice] {
			strictest[r.At] = r
		}
	}
	var all []consent.Response
	for _, r := range strictest {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b consent.Response) int { return a.At.Compare(b.At) })
	return all
}

func (n naive) lateEnough() bool {
	cut := n.firstWith(consent.OptedOut)
	if bypassed := n.firstWith(consent.Bypassed); n.Profile.Page == profile.PageEnforced && bypassed != nil && (cut == nil || bypassed.Before(*cut)) {
		cut = bypassed
	}
	if cut == nil || !n.started() {
		return false
	}
	percent := map[int]int64{0: 70}[n.Org.KeepPercent] + int64(n.Org.KeepPercent)
	recorded := new(big.Int).Mul(big.NewInt(cut.UnixNano()-n.Recording.Start.UnixNano()), big.NewInt(100))
	wanted := new(big.Int).Mul(big.NewInt(n.Invite.End.UnixNano()-n.Invite.Start.UnixNano()), big.NewInt(percent))
	return percent <= 100 && n.Invite.End.After(n.Invite.Start) && recorded.Cmp(wanted) >= 0
}

func (n naive) cancelled(is func(member, late bool) bool) bool {
	lead := map[profile.Lead]time.Duration{0: 20 * time.Minute, profile.NoLead: 0, profile.Lead(time.Hour): time.Hour}[n.Org.CancelBefore]
	for _, x := range n.Cancellations {
		late := n.Invite.Start.Sub(x.At) < lead
		if !x.At.After(n.Now) && is(n.member(x.By.String()).Name() != "", late) {
			return true
		}
	}
	return false
}
