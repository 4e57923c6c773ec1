package ics

import (
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/internal/idn"
)

// parseAddress is [invite.ParseAddress] of an address whose domain is mapped as browsers do.
func parseAddress(text string) (invite.Address, error) {
	mapped, _ := idn.Address(text)
	return invite.ParseAddress(mapped)
}

// isMapped reports whether browsers know to which domain an address leads.
func isMapped(text string) bool {
	_, sure := idn.Address(text)
	return sure
}

// unreadName is the name of a party without one, whose address has letters by which nobody can
// be found: the address as it is written. It is empty for an address in ASCII.
func unreadName(p *ical.Prop) string {
	if strings.IndexFunc(p.Value, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return ""
	}
	return strings.ToValidUTF8(p.Value[:min(len(p.Value), maxName)], "")
}
