package mail

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The fields of a mail that mx.acme.example receives.
const (
	received = "Received: from out.globex.example ([192.0.2.1]) by mx.acme.example with ESMTPS; Mon, 2 Mar 2026 09:00:00 +0000\n"
	internal = "Received: by 10.0.0.7 with SMTP id made-up; Mon, 2 Mar 2026 09:00:01 +0000\n"
	inner    = "Received: from evil by inner.filter.example with ESMTPS; Mon, 2 Mar 2026 09:00:00 +0000\n"
	foreign  = "Received: from pc.globex.example by out.globex.example; Mon, 2 Mar 2026 08:59:59 +0000\n"
	forged   = "Received: from x by mx.acme.example; Mon, 2 Mar 2026 08:59:58 +0000\n"
	pass     = "Authentication-Results: mx.acme.example; dmarc=pass header.from=globex.example\n"
	fail     = "Authentication-Results: mx.acme.example; dmarc=fail header.from=globex.example\n"
	silent   = "Authentication-Results: mx.acme.example; none\n"
	spf      = "Authentication-Results: mx.acme.example; spf=pass smtp.mailfrom=bo@globex.example\n"
	other    = "Authentication-Results: mx.globex.example; dmarc=pass header.from=globex.example\n"
	bo       = "From: Bo <bo@globex.example>\n"
)

func TestWhichAuthenticationResultsAreBelieved(t *testing.T) {
	for _, c := range []struct {
		rule, header string
		want         Result
		notes        int
	}{
		{"above the first Received field", pass + received + bo, ResultPass, 0},
		{"above the first Received field, whoever wrote it", pass + inner + bo, ResultPass, 0},
		{"without regard to case", strings.ReplaceAll(pass, "mx.acme", "MX.Acme") + received + bo, ResultPass, 0},
		{"no Received field at all", pass + bo, ResultUnreported, 1},
		{"right below the server's Received field", received + pass + bo, ResultUnreported, 1},
		{"below internal hops", internal + received + pass + foreign + bo, ResultUnreported, 1},
		{"below internal hops, above the server's Received field", internal + pass + received + bo, ResultUnreported, 1},
		{"below two Received fields", received + foreign + pass + bo, ResultUnreported, 1},
		{"below, where one above counts", fail + received + pass + bo, ResultFail, 1},
		{"below, where one above says nothing of it", spf + received + pass + bo, ResultUnreported, 1},
		{"of several above, the topmost", fail + pass + received + bo, ResultFail, 0},
		{"of several above, the topmost, if it passed, too", pass + fail + received + bo, ResultPass, 0},
		{"of several above, each for what it reports", spf + pass + received + bo, ResultPass, 0},
		{"a forged result above a forged Received field of the server, and the server's own name is another", fail + inner + pass + forged + bo, ResultFail, 1},
		{"the same, and the server says nothing", inner + pass + forged + bo, ResultUnreported, 1},
		{"the same, and the server's own name is the named one", received + pass + forged + bo, ResultUnreported, 1},
		{"the same below a forged Received field", received + forged + pass + bo, ResultUnreported, 1},
		{"another server's", other + received + bo, ResultUnreported, 0},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m, err := Read([]byte(c.header+"\n"), Options{AuthServer: "mx.acme.example", ReceivedBy: "inner.filter.example"})
			require.NoError(t, err)
			assert.Equal(t, c.want, m.Auth.DMARC.Result)
			assert.Equal(t, c.want == ResultPass, m.Authenticated())
			assert.Len(t, m.Notes, c.notes)
			for _, n := range m.Notes {
				assert.Equal(t, NoteAuth, n.Kind)
			}
			assert.Equal(t, Auth{}, read(t, c.header+"\n").Auth, "with no server named nothing is believed")
		})
	}
}

func TestResultsBelowTheReceivedFieldOfAServerThatWritesThemThere(t *testing.T) {
	for _, c := range []struct {
		rule, receivedBy, header string
		want                     Result
		notes                    int
	}{
		{"right below it", "", received + pass + bo, ResultPass, 0},
		{"above it", "", pass + received + bo, ResultPass, 0},
		{"a host under the server's name received it", "", strings.ReplaceAll(received, "by mx", "by in7.mx") + pass + bo, ResultPass, 0},
		{"a server whose name only ends alike", "", strings.ReplaceAll(received, "by mx", "by evilmx") + pass + bo, ResultUnreported, 1},
		{"a server of another name", "", inner + pass + bo, ResultUnreported, 1},
		{"a server of another name that is named", "inner.filter.example", inner + pass + bo, ResultPass, 0},
		{"the server, where another name is named", "inner.filter.example", received + pass + bo, ResultUnreported, 1},
		{"a server of another name, and a forged Received field", "", inner + pass + forged + bo, ResultUnreported, 1},
		{"a server of another name, and a result below a forged Received field", "", inner + forged + pass + bo, ResultUnreported, 1},
		{"below the next Received field", "", received + foreign + pass + bo, ResultUnreported, 1},
		{"below internal hops", "", internal + received + pass + bo, ResultUnreported, 1},
		{"one below where one above counts", "", fail + received + pass + bo, ResultFail, 1},
		{"one below where one above says nothing of it", "", spf + received + pass + bo, ResultUnreported, 1},
		{"a second one below it is the sender's", "", received + fail + pass + bo, ResultFail, 1},
		{"a second one below it, where the first says nothing", "", received + silent + pass + bo, ResultUnreported, 1},
		{"a forged Received field does not move the border", "", received + fail + forged + pass + bo, ResultFail, 1},
		{"another server's result between counts for nothing", "", received + other + pass + bo, ResultPass, 0},
		{"no Received field at all", "", pass + bo, ResultUnreported, 1},
		{"a sender that calls itself by", "", strings.ReplaceAll(received, "out.globex.example", "by") + pass + bo, ResultPass, 0},
		{"a sender that calls itself by, below the next Received field", "", strings.ReplaceAll(received, "out.globex.example", "by") + forged + pass + bo, ResultUnreported, 1},
		{"a Received field without by", "", "Received: from x\n" + pass + bo, ResultUnreported, 1},
	} {
		t.Run(c.rule, func(t *testing.T) {
			o := Options{AuthServer: "mx.acme.example", ReportsBelowReceived: true, ReceivedBy: c.receivedBy}
			m, err := Read([]byte(c.header+"\n"), o)
			require.NoError(t, err)
			assert.Equal(t, c.want, m.Auth.DMARC.Result)
			assert.Equal(t, c.want == ResultPass, m.Authenticated())
			assert.Equal(t, c.notes, len(m.Notes))
			m, err = Read([]byte(c.header+"\n"), Options{ReportsBelowReceived: true, ReceivedBy: c.receivedBy})
			require.NoError(t, err)
			assert.Equal(t, Auth{}, m.Auth, "with no server named nothing is believed")
		})
	}
}

func TestAuthenticationResults(t *testing.T) {
	check := func(result Result, domain string) Check { return Check{Result: result, Domain: domain} }
	for _, c := range []struct {
		rule, value string
		want        Auth
	}{
		{"nothing", "mx; none", Auth{}},
		{"no semicolon", "mx", Auth{}},
		{"SPF", "mx; spf=softfail smtp.mailfrom=bo@Globex.example", Auth{SPF: check(ResultSoftFail, "globex.example")}},
		{"SPF of a bare domain", "mx; spf=pass smtp.mailfrom=globex.example.", Auth{SPF: check(ResultPass, "globex.example")}},
		{"SPF of a greeting has no domain here", "mx; spf=pass smtp.helo=globex.example", Auth{SPF: check(ResultPass, "")}},
		{"of two SPF results the first", "mx; spf=fail smtp.mailfrom=a.example; spf=pass smtp.mailfrom=b.example", Auth{SPF: check(ResultFail, "a.example")}},
		{"DKIM", "mx; dkim=pass header.d=globex.example header.i=@mail.globex.example", Auth{DKIM: []Check{check(ResultPass, "globex.example")}}},
		{"DKIM by header.i", "mx; dkim=pass header.i=bo@globex.example", Auth{DKIM: []Check{check(ResultPass, "globex.example")}}},
		{"every signature", "mx; dkim=pass header.d=a.example; dkim=permerror header.d=b.example", Auth{DKIM: []Check{check(ResultPass, "a.example"), check(ResultPermError, "b.example")}}},
		{"DMARC with a comment", "mx; dmarc=pass (p=REJECT; dmarc=fail) header.from=globex.example", Auth{DMARC: check(ResultPass, "globex.example")}},
		{"of two DMARC results the one that is no pass", "mx; dmarc=pass header.from=a.example; dmarc=fail header.from=b.example; dmarc=pass", Auth{DMARC: check(ResultFail, "b.example")}},
		{"a version of the server and the method", "mx 1; dmarc/1=none", Auth{DMARC: check(ResultNone, "")}},
		{"blanks and comments around everything", " (a) mx (b) ; (c) dmarc (d) = (e) pass (f(g)) header . from = \tglobex.example", Auth{DMARC: check(ResultPass, "")}},
		{"blanks around the equals signs", "mx; dmarc = pass header.from = globex.example", Auth{DMARC: check(ResultPass, "globex.example")}},
		{"upper case", "MX; DMARC=Pass Header.From=GLOBEX.example", Auth{DMARC: check(ResultPass, "globex.example")}},
		{"a quoted text is no result", `mx; spf=fail reason="x; dmarc=pass header.from=globex.example"`, Auth{SPF: check(ResultFail, "")}},
		{"an escaped quote does not end it", `mx; spf=fail reason="\"; dmarc=pass"`, Auth{SPF: check(ResultFail, "")}},
		{"an escaped parenthesis does not end a comment", `mx; spf=fail (\); dmarc=pass)`, Auth{SPF: check(ResultFail, "")}},
		{"a comment that is not ended hides the rest", "mx; spf=fail (; dmarc=pass", Auth{SPF: check(ResultFail, "")}},
		{"an empty reason", `mx; dmarc=pass reason="" header.from=globex.example`, Auth{DMARC: check(ResultPass, "globex.example")}},
		{"an unknown result", "mx; dmarc=bestguesspass header.from=globex.example", Auth{}},
		{"unreported is no result", "mx; dmarc=unreported", Auth{}},
		{"an unknown method", "mx; arc=pass; dmarc=pass", Auth{DMARC: check(ResultPass, "")}},
		{"a method without a result, and another", "mx; dmarc=; spf=pass smtp.mailfrom=a.example", Auth{SPF: check(ResultPass, "a.example")}},
		{"equals signs and nothing else", "mx; =; ==; dmarc=", Auth{}},
		{"no server, as of Exchange Online", "spf=pass smtp.mailfrom=globex.example; dmarc=pass", Auth{}},
		{"a quoted server", `"mx"; dmarc=pass`, Auth{DMARC: check(ResultPass, "")}},
		{"an empty field", "", Auth{}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m, err := Read([]byte("Authentication-Results: "+c.value+"\nReceived: by mx\n"+bo+"\n"), Options{AuthServer: "mx"})
			require.NoError(t, err)
			assert.Equal(t, c.want, m.Auth)
		})
	}
}

func TestSignaturesOfTheUpperField(t *testing.T) {
	const field = "Authentication-Results: mx; dkim=pass header.d="
	m, err := Read([]byte(field+"a.example\n"+field+"b.example\nReceived: by mx\n"+bo+"\n"), Options{AuthServer: "mx"})
	require.NoError(t, err)
	assert.Equal(t, []Check{{Result: ResultPass, Domain: "a.example"}}, m.Auth.DKIM)
}

func TestAuthenticated(t *testing.T) {
	for _, c := range []struct {
		rule, from, results string
		want                bool
	}{
		{"DMARC passed for the domain of From", "From: bo@globex.example", "dmarc=pass header.from=globex.example", true},
		{"for another domain", "From: bo@globex.example", "dmarc=pass header.from=acme.example", false},
		{"for a domain above", "From: bo@mail.globex.example", "dmarc=pass header.from=globex.example", false},
		{"for no domain", "From: bo@globex.example", "dmarc=pass", false},
		{"for no domain and no sender", "From: bo", "dmarc=pass", false},
		{"it failed", "From: bo@globex.example", "dmarc=fail header.from=globex.example", false},
		{"only SPF and DKIM passed", "From: bo@globex.example", "spf=pass smtp.mailfrom=globex.example; dkim=pass header.d=globex.example", false},
		{"two mailboxes", "From: bo@globex.example, x@globex.example\nSender: bo@globex.example", "dmarc=pass header.from=globex.example", false},
		{"two fields", "From: bo@globex.example\nFrom: bo@globex.example", "dmarc=pass header.from=globex.example", false},
		{"a mailbox that is broken beside it", "From: bo@globex.example, <x>", "dmarc=pass header.from=globex.example", false},
	} {
		t.Run(c.rule, func(t *testing.T) {
			m, err := Read([]byte("Authentication-Results: mx; "+c.results+"\nReceived: by mx\n"+c.from+"\n\n"), Options{AuthServer: "mx"})
			require.NoError(t, err)
			assert.Equal(t, c.want, m.Authenticated())
		})
	}
}

func TestSampleResults(t *testing.T) {
	m := sample(t, "gmail_forward.eml", Options{AuthServer: "mx.acme.example", ReportsBelowReceived: true})
	assert.Equal(t, Auth{}, m.Auth, "it was passed on after it was checked")

	data, err := os.ReadFile("testdata/gmail_forward.eml")
	require.NoError(t, err)
	_, delivered, _ := strings.Cut(string(data), "(PST)\n")
	m, err = Read([]byte(delivered), Options{AuthServer: "mx.acme.example", ReportsBelowReceived: true})
	require.NoError(t, err)
	assert.Equal(t, Auth{
		SPF:   Check{Result: ResultPass, Domain: "acme.example"},
		DKIM:  []Check{{Result: ResultPass, Domain: "acme.example"}},
		DMARC: Check{Result: ResultPass, Domain: "acme.example"},
	}, m.Auth)
	assert.True(t, m.Authenticated())

	m = sample(t, "direct_invitation.eml", Options{AuthServer: "mail.acme.example", ReportsBelowReceived: true})
	assert.Equal(t, []Note{{Line: 8, Kind: NoteAuth, Was: m.Notes[0].Was}}, m.Notes, "the second one may be the sender's")
	assert.True(t, m.Authenticated())
	assert.Nil(t, m.Auth.DKIM)
}

func TestResults(t *testing.T) {
	for r := ResultUnreported; r <= ResultPermError; r++ {
		text, err := r.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, r.String(), string(text))
		assert.True(t, r.Known())
		var again Result
		require.NoError(t, again.UnmarshalText(text))
		assert.Equal(t, r, again)
	}
	assert.Len(t, AllResults(), int(ResultPermError)+1)
	assert.False(t, (ResultPermError + 1).Known())
	assert.Error(t, new(Result).UnmarshalText([]byte("Pass")))
}
