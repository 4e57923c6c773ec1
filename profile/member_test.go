package profile_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

func TestDirectory(t *testing.T) {
	members := []profile.Member{
		{Address: ann, Aliases: []invite.Address{annHome, ann}, Slug: "ann"},
		{Address: bea, Slug: "bea"},
		{Address: cem},
	}
	d := profile.NewDirectory(members...)
	assert.True(t, d.Valid(), "an alias that is the member's own address is no conflict")
	assert.Empty(t, d.Problems())
	assert.Equal(t, 3, d.Len())
	assert.False(t, d.IsZero())
	assert.Equal(t, members, d.All())
	assert.Equal(t, ann, d.ByAddress(ann).Address)
	assert.Equal(t, ann, d.ByAddress(annHome).Address)
	assert.Equal(t, bea, d.ByAddress(bea).Address)
	assert.Equal(t, bea, d.BySlug("bea").Address)
	assert.Nil(t, d.ByAddress(robot))
	assert.Nil(t, d.ByAddress(invite.Address{}))
	assert.Nil(t, d.BySlug("Bea"), "slugs differ in case")
	assert.Nil(t, d.BySlug(""), "no slug is nobody's")

	var nobody profile.Directory
	assert.True(t, nobody.Valid())
	assert.True(t, nobody.IsZero())
	assert.True(t, profile.NewDirectory().IsZero())
	assert.Zero(t, nobody.Len())
	assert.Empty(t, nobody.All())
	assert.Nil(t, nobody.ByAddress(ann))
	assert.Nil(t, nobody.BySlug("ann"))
	assert.False(t, nobody.ByAddress(ann).Has(ann), "nobody has no address")
}

func TestDirectoryEach(t *testing.T) {
	d := profile.NewDirectory(profile.Member{Address: bea}, profile.Member{Address: ann, NeverRecorded: true}, profile.Member{Address: cem})
	var all []invite.Address
	for m := range d.Each() {
		all = append(all, m.Address)
		assert.Same(t, d.ByAddress(m.Address), m, "no copy")
	}
	assert.Equal(t, []invite.Address{bea, ann, cem}, all, "in the order in which they were given")
	for m := range d.Each() {
		assert.Equal(t, bea, m.Address)
		break // an iteration can stop early
	}
	var nobody profile.Directory
	for range nobody.Each() {
		t.Fatal("there is nobody")
	}
}

func TestSomeNeverRecorded(t *testing.T) {
	for _, test := range []struct {
		rule    string
		members []profile.Member
		want    bool
	}{
		{"nobody", nil, false},
		{"some are recorded, some not", []profile.Member{{Address: ann, Recorded: true}, {Address: bea}}, false},
		{"never", []profile.Member{{Address: ann}, {Address: bea, NeverRecorded: true}}, true},
		{"recorded, and never", []profile.Member{{Address: ann, Recorded: true, NeverRecorded: true}}, true},
	} {
		t.Run(test.rule, func(t *testing.T) {
			d := profile.NewDirectory(test.members...)
			assert.Equal(t, test.want, d.SomeNeverRecorded())
		})
	}
}

func TestDirectoryConflicts(t *testing.T) {
	for _, test := range []struct {
		rule          string
		first, second profile.Member
		want          string
	}{
		{"two members with one address", profile.Member{Address: ann}, profile.Member{Address: ann}, "members[1].address: ann@acme.example is already members[0]'s; each address and slug is one member's"},
		{"an alias that is another's address", profile.Member{Address: ann}, profile.Member{Address: bea, Aliases: []invite.Address{ann}}, "members[1].aliases[0]: ann@acme.example is already members[0]'s; each address and slug is one member's"},
		{"an address that is another's alias", profile.Member{Address: ann, Aliases: []invite.Address{bea}}, profile.Member{Address: bea}, "members[1].address: bea@acme.example is already members[0]'s; each address and slug is one member's"},
		{"one slug", profile.Member{Address: ann, Slug: "x"}, profile.Member{Address: bea, Slug: "x"}, "members[1].slug: x is already members[0]'s; each address and slug is one member's"},
		{"no address", profile.Member{Address: ann}, profile.Member{Name: "Bea"}, "members[1].address: the address is missing"},
		{"a slug of two parts", profile.Member{Address: ann}, profile.Member{Address: bea, Slug: "bea/x"}, "members[1].slug: want one part of a path, without slashes"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			d := profile.NewDirectory(test.first, test.second)
			assert.False(t, d.Valid())
			require.Len(t, d.Problems(), 1)
			assert.EqualError(t, d.Problems()[0], test.want)
			assert.Equal(t, 1, d.Problems()[0].Index)
			assert.Equal(t, 2, d.Len(), "nobody is lost")
			assert.Equal(t, test.first.Address, d.ByAddress(ann).Address, "the first has it")
			o := profile.Org{Members: d, Default: profile.Profile{Page: profile.PageOff}}
			var problem *profile.MemberError
			assert.ErrorAs(t, o.Validate(), &problem)
		})
	}
	d := profile.NewDirectory(profile.Member{Address: ann, Slug: "x"}, profile.Member{Address: bea, Slug: "x"})
	assert.Equal(t, ann, d.BySlug("x").Address)
	twice := profile.NewDirectory(profile.Member{Address: ann, Aliases: []invite.Address{{}, {}}}, profile.Member{Address: bea, Aliases: []invite.Address{{}}})
	assert.True(t, twice.Valid(), "no address is nobody's")
}

func TestDirectoryIsImmutable(t *testing.T) {
	members := []profile.Member{{Address: ann, Aliases: []invite.Address{annHome}}}
	d := profile.NewDirectory(members...)
	members[0].Aliases[0], members[0].Address = cem, cem
	d.All()[0].Aliases[0] = cem
	d.All()[0].Name = "Cem"
	assert.Equal(t, profile.Member{Address: ann, Aliases: []invite.Address{annHome}}, *d.ByAddress(ann))
	conflict := profile.NewDirectory(profile.Member{})
	conflict.Problems()[0] = nil
	assert.NotNil(t, conflict.Problems()[0])
}

func TestMemberHas(t *testing.T) {
	m := profile.Member{Address: ann, Aliases: []invite.Address{annHome, {}}}
	assert.True(t, m.Has(ann))
	assert.True(t, m.Has(annHome))
	assert.False(t, m.Has(bea))
	assert.False(t, m.Has(invite.Address{}), "no address is nobody's")
}

func TestDirectoryJSON(t *testing.T) {
	d := profile.NewDirectory(profile.Member{Address: ann, Slug: "ann", Recorded: true}, profile.Member{Address: bea, Aliases: []invite.Address{cem}})
	written, err := json.Marshal(d)
	require.NoError(t, err)
	assert.Equal(t, `[{"address":"ann@acme.example","slug":"ann","recorded":true},{"address":"bea@acme.example","aliases":["cem@customer.example"]}]`, string(written))
	var read profile.Directory
	require.NoError(t, strictjson.Unmarshal(written, &read))
	assert.Equal(t, d, read)
	written, err = json.Marshal(profile.Directory{})
	require.NoError(t, err)
	assert.Equal(t, `[]`, string(written))
	assert.EqualError(t, strictjson.Unmarshal([]byte(`[{"address": 1}]`), &read), "line 1, column 14: [0].address: want a string, not a number: address \"1\": there is no @; want the form name@domain")
}
