package invite

// ShownNumbers is how many telephone numbers the consent page shows (F, What
// numbers are shown?).
const ShownNumbers = 5

// numberPages are providers' pages that list the telephone numbers of a call. That
// the page links to one is from the FAQ; which they are is ours.
var numberPages = []joinLinks{
	{"tel.meet", []string{"**"}},
	{"dialin.teams.microsoft.com", []string{"**"}},
	{".zoom.us", []string{"u/*", "zoomconference"}},
	{".zoomgov.com", []string{"u/*"}},
	{".webex.com", []string{"*/globalcallin.php", "*/*/globalcallin.php"}},
}

// NumbersShown returns the telephone numbers that the consent page shows, the first
// five, and the invitation's link to a provider's page with more of them, zero if
// it has none. No rule looks at either: whoever dials in does not pass the consent
// page, and that is not to be seen from an invitation.
//
// Source: "FAQs for recording consent", What numbers are shown?
func (inv *Invite) NumbersShown() (numbers []string, more Link) {
	for _, l := range inv.Links {
		if l.listsNumbers() {
			more = l
			break
		}
	}
	return inv.DialIn[:min(len(inv.DialIn), ShownNumbers)], more
}

// listsNumbers reports whether a link leads to a page that lists telephone numbers.
func (l Link) listsNumbers() bool {
	for _, page := range numberPages {
		if matchHost(page.host, l.host) && joins(page.paths, withoutEmpty(l.path)) {
			return true
		}
	}
	return false
}
