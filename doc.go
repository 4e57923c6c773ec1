// Package mayrecord answers one question at any moment before, during or after a
// meeting: may this meeting be recorded, and why?
//
// A parsed invite, the company's settings, who asked for the recording and who
// cancelled it, what participants answered, who was in the call and when a recorder ran
// go in; a verdict with every reason for it comes out. The consent profile is that of
// the call's owner, unless another is said. All of it is pure functions: no clock, no
// I/O, no goroutines, no globals. The moment asked about is an argument.
//
//	.ics / .eml ──invite/ics, invite/mail──▶ invite.Invite ──┐
//	settings.json ───profile.ParseOrg──────▶ profile.Org ────┤                  ┌▶ Decide ─▶ Explain, Remedies
//	consent page ──────consent.NewLog──────▶ consent.Log ────┼▶ decision.Case ──┼▶ Join, Timeline
//	who was in the call ─consent.NewRoster─▶ consent.Roster ─┤                  └▶ CanCancel
//	requests, recordings, cancellations ─────────────────────┘
//
// In ten lines:
//
//	host := profile.Member{Address: invite.MustAddress("ann@acme.example"), Slug: "ann", Recorded: true}
//	org := profile.Org{ConsentHost: "join.example", Company: "acme", RecordsInternal: true, Members: profile.NewDirectory(host)}
//	org.Default = profile.Profile{Page: profile.PageEnforced, Provider: invite.ProviderZoom, OptOut: true}
//	start := time.Date(2031, 3, 3, 9, 0, 0, 0, time.UTC)
//	meeting := invite.Invite{Start: start, End: start.Add(time.Hour), Organizer: invite.Party{Address: host.Address}}
//	meeting.Links = []invite.Link{invite.MustLink("https://join.example/acme/ann")}
//	no := consent.Response{Participant: invite.MustAddress("cem@customer.example"), Choice: consent.OptedOut, At: start}
//	c := decision.Case{Now: start, Invite: meeting, Org: org, Answers: consent.NewLog(no)}
//	d := decision.Decide(c)
//	fmt.Println(d.Verdict, d.Reasons)
//
// It prints "refuse participant_opted_out, recorded_automatically, consent_by_page": every
// reason that holds, for and against.
//
// # Verdicts
//
// Before a recorder has started the verdict is record or refuse. Afterwards it is one of
// four: record, keep_part (what was recorded before the cut), discard, and hold. Hold says
// that the recording must stop, and that nobody processes, sees or deletes what was
// recorded until the doubt is settled: a ground to record is missing, and nothing on
// record says whether it was there when the recording began. [decision.Before] says so.
//
// # Where to go next
//
//   - Package decision: [decision.Decide], its rules with their sources, explanations,
//     remedies, which link is joined, cancelling, and the JSON form of cases.
//   - Package profile: settings, members, consent profiles, whose call it is.
//   - Package consent: the answers of a call and who was in it, folded over time.
//   - Package invite: what the calendar says, links, providers, keys of meetings, which
//     meeting of a series an instant belongs to.
//   - Package invite/ics reads iCalendar, and invite/mail the mail that brings it.
//   - Package decision/decisiontest: generators and properties for your own tests.
//   - examples/decide: the program that decides a calendar file.
//
// # Promises
//
// Codes of reasons, verdicts and other enumerations are stable texts: they are added
// to, never renamed or reused. The JSON forms carry a version, and change it when an
// old reader would misread them. Before version 1 the Go API may still change; what a
// zero value means, and that it is the safe answer, will not.
//
// consent, invite, profile and decision link nothing but the standard library.
//
// # What it is not
//
// It is not legal advice: which settings a company needs is the company's to know. It
// runs no recorder and sends no mail; it says what they may do.
package mayrecord
