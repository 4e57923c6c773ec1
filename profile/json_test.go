package profile_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// Settings are read strictly by encoding/json too: a typo in one must not pass.
func TestPlainJSONIsStrictAndLosesNothing(t *testing.T) {
	o := profile.Org{
		Domains: []string{"acme.example"},
		Block:   profile.NewBlockList(nil, []string{"rival.example"}, []string{"board"}),
		Members: profile.NewDirectory(profile.Member{Address: invite.MustAddress("ann@acme.example"), Slug: "ann"}),
		Default: profile.Profile{Page: profile.PageEnforced},
	}
	written, err := json.Marshal(o)
	require.NoError(t, err)
	var read profile.Org
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, o, read)

	for text, into := range map[string]any{
		`{"records_privat":true}`:      &profile.Org{},
		`{"domain":["a.example"]}`:     &profile.BlockList{},
		`[{"adress":"a@b.example"}]`:   &profile.Directory{},
		`{"recorded":true,"x":1}`:      &profile.Member{},
		`{"page":"off","opt_ot":true}`: &profile.Profile{},
	} {
		assert.ErrorContains(t, json.Unmarshal([]byte(text), into), "unknown field", text)
	}
}

func TestBlockListProblems(t *testing.T) {
	for name, row := range map[string]struct {
		domain, phrase, want string
	}{
		"a wildcard":        {"*.rival.example", "", "block.domains[0]: want a mail domain"},
		"an address":        {"@rival.example", "", "block.domains[0]: want a mail domain"},
		"a URL":             {"https://rival.example", "", "block.domains[0]: want a mail domain"},
		"a path":            {"rival.example/", "", "block.domains[0]: want a mail domain"},
		"too long a phrase": {"", strings.Repeat("ü", 201), "block.phrases[0]: want at most 200 letters"},
		"nothing wrong":     {"rival.example", strings.Repeat("ü", 200), ""},
		"blanks":            {" ", " ", ""},
	} {
		b := profile.NewBlockList(nil, []string{row.domain}, []string{row.phrase})
		assert.Equal(t, row.want == "", b.Valid(), name)
		if row.want != "" {
			require.Len(t, b.Problems(), 1, name)
			assert.ErrorContains(t, b.Problems()[0], row.want, name)
		}
	}
}

func TestValidateReportsAtMostTwenty(t *testing.T) {
	o := profile.Org{Domains: make([]string, 1000), Default: profile.Profile{Page: profile.PageOff}}
	assert.Equal(t, 20, strings.Count(fmt.Sprint(o.Validate()), "domains["))
}
