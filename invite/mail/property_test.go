package mail

import (
	"errors"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// titles are what meetings are called in generated mails.
var titles = rapid.StringMatching(`[A-Za-zäöüßéñ会議 .:=?_-]{1,80}`)

// calendars generates calendars with one event.
var calendars = rapid.Custom(func(t *rapid.T) string {
	uid := rapid.StringMatching(`[a-z0-9]{1,20}@acme\.example`).Draw(t, "uid")
	title := "x" + titles.Draw(t, "title")
	cal := strings.ReplaceAll(calendarOf(uid), "SUMMARY:Brücke", "SUMMARY:"+title)
	if rapid.Bool().Draw(t, "CRLF") {
		cal = strings.ReplaceAll(cal, "\n", "\r\n")
	}
	return cal
})

// encoded returns a calendar as the body of a part, with the fields for it.
func encoded(t *rapid.T, cal string) string {
	fields := rapid.SampledFrom([]string{
		"Content-Type: text/calendar; charset=utf-8; method=REQUEST\n",
		"Content-Type: text/calendar;method=REQUEST;; charset=UTF-8\n",
		"Content-Type: application/ics; name=invite.ics\n",
		"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"Our invite.ics\"\n",
		"Content-Type: application/octet-stream\n",
		"Content-Type: text/plain; charset=utf-8\n",
	}).Draw(t, "fields")
	switch rapid.SampledFrom([]string{"8bit", "base64", "quoted-printable"}).Draw(t, "encoding") {
	case "base64":
		return fields + "Content-Transfer-Encoding: BASE64\n\n" + encode(cal, rapid.IntRange(1, 200).Draw(t, "length"))
	case "quoted-printable":
		var out strings.Builder
		w := quotedprintable.NewWriter(&out)
		_, err := w.Write([]byte(cal))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return fields + "Content-Transfer-Encoding: Quoted-Printable\n\n" + out.String()
	}
	return fields + "Content-Transfer-Encoding: 8bit\n\n" + cal
}

// wrapped puts a part into multiparts and attached mails, beside other parts.
func wrapped(t *rapid.T, part string) string {
	for i := range rapid.IntRange(0, 6).Draw(t, "depth") {
		boundary := strings.Repeat("=b", i+1)
		other := "\n--" + boundary + "\nContent-Type: text/plain\n\nHello: a text\n"
		switch rapid.SampledFrom([]string{"mixed", "before", "after", "mail", "encoded mail"}).Draw(t, "around") {
		case "mixed":
			part = multi("mixed", boundary, part)
		case "before":
			part = multi("alternative", boundary, "Content-Type: text/html\n\n<p>Hello</p>\n--"+boundary+"\n"+part)
		case "after":
			part = multi("related", boundary, part+other)
		case "mail":
			part = "Content-Type: message/rfc822\n\nFrom: x@globex.example\nSubject: inner\n" + part
		case "encoded mail":
			part = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + encode("Subject: inner\n"+part, 76)
		}
	}
	return part
}

func multi(kind, boundary, parts string) string {
	return "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\n\npreamble\n--" + boundary + "\n" + parts + "\n--" + boundary + "--\nepilogue\n"
}

func TestACalendarComesOutAsItWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal := calendars.Draw(t, "calendar")
		m := read(t, head+wrapped(t, encoded(t, cal)))
		require.Len(t, m.Calendars, 1)
		assert.Equal(t, string(normalLines([]byte(cal))), string(normalLines(m.Calendars[0].Content)))
		assert.Equal(t, "ann@acme.example", m.Sender.Address.String())
		assert.Len(t, m.Events(), 1)
	})
}

func TestACalendarGivenTwiceIsReadOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal := calendars.Draw(t, "calendar")
		text := head + multi("mixed", "outermost", wrapped(t, encoded(t, cal))+"\n--outermost\n"+encoded(t, strings.ReplaceAll(cal, "\r", "")))
		m := read(t, text)
		require.Len(t, m.Calendars, 2)
		assert.Same(t, m.Calendars[0], m.Calendars[1].DuplicateOf)
		assert.Len(t, m.Events(), 1)
	})
}

func TestUnknownFieldsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := wrapped(t, encoded(t, calendars.Draw(t, "calendar")))
		fields := rapid.SliceOf(rapid.StringMatching(`X-[A-Z][a-z]{0,9}: [ -~]{0,80}\n`)).Draw(t, "fields")
		want, got := read(t, head+body), read(t, head+strings.Join(fields, "")+body)
		for _, p := range want.Calendars {
			p.Line += len(fields)
		}
		for i := range got.Calendars {
			if first := got.Calendars[i].Line; first != want.Calendars[i].Line {
				want.Calendars[i].Line = first // inside an encoded mail lines are its own
			}
		}
		for i := range want.Notes {
			want.Notes[i].Line = got.Notes[i].Line
		}
		assert.Equal(t, want, got)
	})
}

func TestReadingIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := head + wrapped(t, encoded(t, calendars.Draw(t, "calendar")))
		assert.Equal(t, read(t, text), read(t, text))
	})
}

// senderFields are what a sender may write to look authentic.
var senderFields = rapid.SliceOf(rapid.SampledFrom([]string{
	pass, fail, silent, spf, other, received, internal, foreign, forged,
	"Authentication-Results: mx.acme.example; dkim=pass header.d=globex.example; dmarc=pass header.from=globex.example\n",
	"Authentication-Results: (mx.globex.example) mx.acme.example; dmarc=pass header.from=globex.example\n",
	"X-Made-Up: yes\n", "nonsense\n", " folded\n", "Resent-From: ann@acme.example\n",
}))

func TestASenderCannotAuthenticateItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := strings.Join(senderFields.Draw(t, "fields"), "")
		server := rapid.SampledFrom([]string{
			received, inner, internal + received, fail + received, fail + inner, silent + internal, spf + received, received + fail, inner + silent,
		}).Draw(t, "server")
		m, err := Read([]byte(server+written+bo+"\n"), Options{AuthServer: "mx.acme.example"})
		require.NoError(t, err)
		assert.False(t, m.Authenticated())
		assert.NotEqual(t, ResultPass, m.Auth.DMARC.Result)
	})
}

func TestASenderCannotAuthenticateItselfBelowTheReportsOfAServer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := strings.Join(senderFields.Draw(t, "fields"), "")
		server := rapid.SampledFrom([]string{inner, internal + received, received + fail, received + silent, fail + received, inner + fail}).Draw(t, "server")
		m, err := Read([]byte(server+written+bo+"\n"), Options{AuthServer: "mx.acme.example", ReportsBelowReceived: true})
		require.NoError(t, err)
		assert.False(t, m.Authenticated())
		assert.NotEqual(t, ResultPass, m.Auth.DMARC.Result)
	})
}

func TestASenderCannotChangeWhatTheServerFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := strings.Join(senderFields.Draw(t, "fields"), "")
		below := rapid.Bool().Draw(t, "below")
		server := pass + rapid.SampledFrom([]string{received, inner, internal + received}).Draw(t, "server")
		if below {
			server = received + pass
		}
		m, err := Read([]byte(server+written+bo+"\n"), Options{AuthServer: "mx.acme.example", ReportsBelowReceived: below})
		require.NoError(t, err)
		assert.Equal(t, Auth{DMARC: Check{Result: ResultPass, Domain: "globex.example"}}, m.Auth)
		assert.Equal(t, m.Sender.Address.String() == "bo@globex.example", m.Authenticated(), "nonsense may end the header before From")
	})
}

func FuzzMail(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	require.NoError(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(data)
	}
	for _, attack := range attacks() {
		f.Add([]byte(attack(1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(data, Options{AuthServer: "mx.acme.example"})
		if err != nil {
			requireTyped(t, err)
			return
		}
		requireSound(t, m)
		again, err := Read(data, Options{AuthServer: "mx.acme.example"})
		require.NoError(t, err)
		require.Equal(t, m, again, "reading is deterministic")
		requireSameWithField(t, m, data)
		requireSameInside(t, m, data)
	})
}

func requireTyped(t *testing.T, err error) {
	if limit := new(LimitError); !errors.As(err, &limit) {
		require.ErrorIs(t, err, ErrNoMail)
	}
}

// requireSound checks what holds for every mail.
func requireSound(t *testing.T, m *Message) {
	for _, n := range m.Notes {
		require.True(t, n.Kind.Known())
		require.Positive(t, n.Line)
		require.Equal(t, strings.ToValidUTF8(n.Was+n.Made, "?"), n.Was+n.Made)
		require.LessOrEqual(t, len(n.Was), maxExcerpt*3)
	}
	for _, p := range m.Calendars {
		require.NotNil(t, p.Calendar)
		require.Positive(t, p.Line)
		if p.DuplicateOf != nil {
			require.Same(t, p.DuplicateOf.Calendar, p.Calendar)
			require.Nil(t, p.DuplicateOf.DuplicateOf)
		}
	}
	if m.Authenticated() {
		require.Equal(t, m.From[0].Address.Domain(), m.Auth.DMARC.Domain)
	}
	require.Equal(t, strings.ToValidUTF8(m.Subject+m.MessageID+m.Sender.Name, "?"), m.Subject+m.MessageID+m.Sender.Name)
}

// requireSameWithField checks that an unknown field before all others changes
// nothing.
func requireSameWithField(t *testing.T, m *Message, data []byte) {
	line, _ := cutLine(data)
	if _, _, bare := unixLines(data, ""); bare || !isField(line) {
		return // a line feed changes what a carriage return alone means
	}
	more, err := Read(slices.Concat([]byte("X-Made-Up: yes\n"), data), Options{AuthServer: "mx.acme.example"})
	if err != nil {
		requireTyped(t, err)
		return
	}
	require.Equal(t, m.Sender, more.Sender)
	require.Equal(t, m.Auth, more.Auth)
	require.Equal(t, paths(m), paths(more))
	require.Equal(t, contents(m), contents(more))
}

// requireSameInside checks that the mail has the same calendars when it is
// forwarded as an attachment.
func requireSameInside(t *testing.T, m *Message, data []byte) {
	outer, err := Read([]byte(head+"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"+encode(string(data), 76)), Options{})
	if err != nil {
		requireTyped(t, err)
		return
	}
	require.Equal(t, contents(m), contents(outer))
	require.Equal(t, "ann@acme.example", outer.Sender.Address.String())
}

// contents returns the texts of a mail's calendars.
func contents(m *Message) (list []string) {
	for _, p := range m.Calendars {
		list = append(list, string(p.Content))
	}
	return list
}
