// Package consent holds what the participants of one call answered, who was in the call,
// and what follows from both over time.
//
// A [Log] is the record of a call's answers, and a [Roster] the record of who was in the
// call when. [Call.Objections] says from both whose consent was missing when. Nothing
// here knows what the company decided: whether a page that was passed by matters is for
// package decision.
//
// # The fold
//
// A person's answer in force at an instant is the latest one up to and including it; of
// several at the same instant the strictest counts. Bypassed never replaces a consent or
// an opt-out that is in force: whoever answered the page and came in again by telephone
// has still answered.
//
// Ours: whoever opted out, then stayed away, and then came in past the page has still
// opted out; whoever consented, then stayed away, and then came in past the page has not
// consented to that. The stricter reading is taken both times.
//
// Consent is asked for one meeting of a series ("How does the consent page work with
// recurring meetings?"), so a Log never spans two.
package consent
