package main

// usage is what -h prints.
const usage = `decide says whether the meetings in calendar files may be recorded, and why.

Usage: decide [flags] FILE...
       decide [flags] -case FILE

FILE is a calendar file (.ics) or a mail with an invitation (.eml); - is standard
input. Of a series one meeting is decided: the one in progress, else the next if it
starts within half an hour, else the last while it may overrun, else the next.

The company and the moment
  -settings FILE        the company's settings in JSON; without it, those of Acme,
                        an invented company
  -now TIME             the moment asked about; without it, the present one
  -zone ZONE            the zone of the times printed, and of times in the file that
                        name none: Europe/Berlin, UTC, Local; without it, the
                        meeting's own

What is known besides the invitation
  -sender ADDRESS       who asked the assistant to record; without it, whoever sent
                        the assistant the mail, where FILE is one
  -asked ADDRESS        the address that was asked; without it, the assistant's
  -asked-at TIME        when the sender asked; without it, before all else
  -answer WHO=CHOICE@TIME
                        a participant's answer: consented, opted_out, stayed_away or
                        bypassed; may be given several times
  -answers FILE         a list of such answers in JSON
  -present WHO=FROM[..UNTIL]
                        who was in the call, from when, and until when unless still
                        there; WHO is an address, or a name in double quotes for
                        somebody who is not identified, with room: or recorder:
                        before it for what is no person; may be given several times
  -roster FILE          a roster of such presences in JSON
  -cancel WHO=TIME      somebody cancelled the recording; may be given several times
  -recorder-start TIME  when a recorder started; of a series, the meeting in which
                        it did is decided
  -recorder-stop TIME   when it stopped
  -recorder-ended HOW   how it stopped: finished, stopped (by somebody in the call),
                        not_admitted or failed; without it, finished

Of a series, what was answered, who was present and what was cancelled counts for the
meeting that it belongs to by its time: the one whose recorder ran, else as above.

For programs
  -json                 one JSON object for each meeting, one a line
  -case FILE            decide the case in FILE, which is JSON and says all of the
                        above itself, and more: several recordings, what changed
                        while they ran, cancellations of other meetings
  -case -               decide a case on each line of standard input, and write one
                        decision a line; -settings serves the cases that name none

  -h                    this help

A TIME is like 2031-03-03T09:05:00Z.

Exit status: 0 every meeting may be recorded; 1 at least one may not: refuse, discard,
hold or keep_part; 2 wrong usage, or something could not be read.

Text is coloured on a terminal, unless NO_COLOR is set.
`
