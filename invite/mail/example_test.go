package mail_test

import (
	"fmt"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/mail"
)

const text = `Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example
Received: from out.acme.example by mx.acme.example; Mon, 2 Mar 2026 09:00:02 +0000
From: Ann Lee <ann@acme.example>
To: assistant@acme.example
Date: Mon, 2 Mar 2026 09:00:00 +0000
Subject: Fwd: Kick-off
Content-Type: multipart/mixed; boundary=b

--b

Please record this one.
--b
Content-Type: text/calendar; method=REQUEST;; charset=UTF-8

BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:kickoff@globex.example
DTSTAMP:20260302T080000Z
DTSTART:20260310T140000Z
DTEND:20260310T150000Z
SUMMARY:Kick-off
END:VEVENT
END:VCALENDAR
--b--
`

func ExampleRead() {
	m, err := mail.Read([]byte(text), mail.Options{AuthServer: "mx.acme.example"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sender, to := m.Asked(func(a invite.Address) bool { return strings.HasPrefix(a.String(), "assistant@") })
	fmt.Println(sender, "asks", to, "- authenticated:", m.Authenticated())
	for _, event := range m.Events() {
		fmt.Println(event.Invite.Title, event.Invite.Start)
	}
	for _, note := range m.Notes {
		fmt.Printf("line %d, part %s: %s: %s\n", note.Line, note.Part, note.Kind, note.Was)
	}
	// Output:
	// ann@acme.example asks assistant@acme.example - authenticated: true
	// Kick-off 2026-03-10 14:00:00 +0000 UTC
	// line 13, part 2: type: text/calendar; method=REQUEST;; charset=UTF-8
}
