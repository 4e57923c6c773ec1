package invite

import (
	"fmt"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Key names one meeting for good: by its UID without blanks around it, and a meeting of a
// series also by its original start, the one that the rules of the series give it, which
// stays the same when the meeting is moved. It is a small comparable value; two invites
// are of the same meeting exactly when their keys are ==.
//
// The zero Key names no meeting: an invite without a UID has it.
type Key struct {
	uid   string
	start time.Time // the original start, in UTC; zero for a single meeting or a whole series
}

// Key returns the key of the meeting. An occurrence that was changed must say its
// RecurrenceID as an instant that the series has, as invites of an ics.Series do: an
// event as it was sent may name a day only.
func (inv *Invite) Key() Key {
	k := Key{uid: strings.TrimSpace(inv.UID)}
	switch {
	case k.uid == "":
	case !inv.RecurrenceID.IsZero():
		k.start = inv.RecurrenceID.UTC()
	case inv.Recurring:
		k.start = inv.Start.UTC()
	}
	return k
}

// IsZero reports whether k names no meeting.
func (k Key) IsZero() bool { return k == Key{} }

// UID returns the UID, without blanks around it.
func (k Key) UID() string { return k.uid }

// Start returns the original start of a meeting of a series, in UTC. It is zero for a
// single meeting and for a whole series.
func (k Key) Start() time.Time { return k.start }

// Series returns the key of the whole series that a meeting belongs to. The key of a
// single meeting is its own.
func (k Key) Series() Key { return Key{uid: k.uid} }

// String returns the key's text, in the form of [strictjson.Printable]: the original start, where there is one, in UTC, a
// slash, and the UID, as in "2026-03-02T09:00:00Z/7@acme.example" or "/7@acme.example".
// It is empty for the zero Key.
func (k Key) String() string { return strictjson.Printable(k.text()) }

// text returns the text that UnmarshalText reads.
func (k Key) text() string {
	switch {
	case k.IsZero():
		return ""
	case k.start.IsZero():
		return "/" + k.uid
	}
	return k.start.Format(time.RFC3339Nano) + "/" + k.uid
}

// MarshalText returns the text, as String does, with a UID as it is. It fails with a [*KeyError] where the year
// of the original start does not have four digits: the text could not be read again.
func (k Key) MarshalText() ([]byte, error) {
	if year := k.start.Year(); year < 0 || year > 9999 {
		return nil, &KeyError{Text: k.text(), Problem: noTime}
	}
	return []byte(k.text()), nil
}

// UnmarshalText reads the text; an empty text is the zero Key. It fails with a
// [*KeyError].
func (k *Key) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*k = Key{}
		return nil
	}
	start, uid, _ := strings.Cut(string(text), "/")
	read := Key{uid: strings.TrimSpace(uid)}
	if read.uid == "" {
		return &KeyError{Text: string(text), Problem: "there is no UID after a slash"}
	}
	if start != "" {
		at, err := time.Parse(time.RFC3339Nano, start)
		if err != nil || at.IsZero() {
			return &KeyError{Text: string(text), Problem: noTime}
		}
		read.start = at.UTC()
	}
	*k = read
	return nil
}

const noTime = "the original start is no time of the years 0 to 9999"

// KeyError says why a text is no [Key].
type KeyError struct {
	Text    string // the text as it was given
	Problem string // what is wrong with it
}

// Error quotes the text and says what a right one looks like.
func (e *KeyError) Error() string {
	return fmt.Sprintf("key %s: %s; want the form 2026-03-02T09:00:00Z/UID, or /UID for a single meeting or a whole series", strictjson.Quote(e.Text), e.Problem)
}
