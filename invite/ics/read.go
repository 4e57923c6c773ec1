package ics

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-ical"
)

// Read reads every event of every calendar in data, in any of the shapes that are
// found in the wild. It fails with [ErrNoCalendar] if there is no calendar in the
// input and with a [*LimitError] if the input is larger than o.Limits allow.
func Read(data []byte, o Options) (*Calendar, error) {
	o.Limits = o.Limits.withDefaults()
	repaired, err := repair(data, o.Limits)
	if err != nil {
		return nil, err
	}
	r := &reader{repairer: repaired, limits: o.Limits, named: o.Zone, zone: cmp.Or(o.Zone, time.UTC), vtimezones: map[string]definition{}}
	if err := r.decode(); err != nil {
		return nil, err
	}
	r.result.Notes = r.sorted()
	r.doubt()
	return &r.result, nil
}

// decode lets go-ical decode what was repaired, and maps it.
func (r *reader) decode() error {
	for decoder := ical.NewDecoder(bytes.NewReader(r.out)); ; {
		decoded, err := decoder.Decode()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return errors.Join(err, r.err)
		}
		r.calendar(decoded.Component)
	}
}
