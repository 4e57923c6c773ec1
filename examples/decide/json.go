package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"time"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
)

// resultForm is a meeting in JSON.
type resultForm struct {
	Version  int                  `json:"version"`
	File     string               `json:"file"`
	Now      time.Time            `json:"now"`
	Key      invite.Key           `json:"key,omitzero"`
	Meeting  invite.Invite        `json:"meeting"`
	Owner    invite.Address       `json:"owner,omitzero"`
	Profile  string               `json:"profile"` // empty for the default profile
	Requests []decision.Request   `json:"requests,omitempty"`
	Join     decision.Joining     `json:"join,omitzero"`
	Decision decision.Explanation `json:"decision"`
	Schedule decision.Schedule    `json:"schedule,omitzero"`
	Kept     []spanForm           `json:"kept,omitempty"`
	Repairs  []note               `json:"repairs,omitempty"`
}

// spanForm is a part of a recording that may be kept.
type spanForm struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// printJSON prints a meeting as one line of JSON. It fails where a time has no form in
// JSON; that nothing can be written, out says when it is flushed.
func printJSON(out *bufio.Writer, m meeting) error {
	form := resultForm{
		Version: decision.WireVersion, File: m.name, Now: m.c.Now.Round(0).UTC(), Key: m.c.Invite.Key(), Meeting: m.c.Invite,
		Profile: m.c.Governing().Name, Requests: m.c.Requests, Join: decision.Join(m.c),
		Decision: decision.Explain(m.c), Schedule: decision.Timeline(m.c), Repairs: m.notes,
	}
	if owner := m.c.Owner(); owner != nil {
		form.Owner = owner.Address
	}
	for _, s := range m.d.Kept(m.c) {
		form.Kept = append(form.Kept, spanForm(s))
	}
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(form); err != nil {
		return about(m.name, err)
	}
	out.Write(line.Bytes())
	return nil
}
