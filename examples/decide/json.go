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
	Meeting  invite.Invite        `json:"meeting"`
	Owner    invite.Address       `json:"owner,omitzero"`
	Profile  string               `json:"profile"` // empty for the default profile
	Request  decision.Request     `json:"request,omitzero"`
	Decision decision.Explanation `json:"decision"`
	Schedule decision.Schedule    `json:"schedule,omitzero"`
	Kept     *spanForm            `json:"kept,omitempty"`
	Repairs  []note               `json:"repairs,omitempty"`
}

// spanForm is the part of a recording that may be kept.
type spanForm struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// printJSON prints a meeting as one line of JSON. It fails where a time has no form in
// JSON; that nothing can be written, out says when it is flushed.
func printJSON(out *bufio.Writer, m meeting) error {
	form := resultForm{
		Version: decision.WireVersion, File: m.name, Now: m.c.Now.Round(0).UTC(), Meeting: m.c.Invite,
		Profile: m.c.Profile.Name, Decision: decision.Explain(m.c, m.d), Schedule: decision.Timeline(m.c),
		Request: m.c.Request, Repairs: m.notes,
	}
	if owner := m.c.Org.Owner(&m.c.Invite, m.c.Request.Sender); owner != nil {
		form.Owner = owner.Address
	}
	if from, to, ok := m.d.Kept(m.c); ok {
		form.Kept = &spanForm{from.UTC(), to.UTC()}
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
