// Package recur computes when an event of a calendar takes place: the recurrence
// set of RFC 5545, section 3.8.5, made of the event's start, its rules (RRULE),
// its further dates (RDATE) and its exceptions (EXDATE, and EXRULE of RFC 2445).
//
// [New] reads the raw values and reports what is wrong with them; [Set.Between]
// gives the occurrences that overlap a window, in order.
//
// Rules run on the wall clock of the event's location: a daily meeting at 09:00
// stays at 09:00 when the clocks change. A time that the clocks skip is moved
// forward by what they skip; of a time that they show twice, the first is meant
// (RFC 5545, section 3.3.10).
//
// The cost of an iteration depends on the window and on the limits, not on how
// old or how absurd a rule is: a rule without COUNT is entered at the window, one
// with COUNT passes the periods before it without listing what is in them, and
// every step is counted against [Limits].
package recur
