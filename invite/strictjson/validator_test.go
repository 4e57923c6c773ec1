package strictjson_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// wrong is a finding.
type wrong struct{ path, with, problem string }

func (w *wrong) Error() string                       { return w.path + ": " + w.problem }
func (w *wrong) Where() (path, with, problem string) { return w.path, w.with, w.problem }

// room is something that is checked within something that is checked.
type room struct {
	Name  string   `json:"name"`
	Seats int8     `json:"seats"`
	Tags  []string `json:"tags"`
}

func (r *room) Validate() error {
	if r.Seats < 0 {
		return &wrong{path: "seats", problem: "want no less than 0"}
	}
	return nil
}

// house has a version, rooms, and a best room.
type house struct {
	Version int    `json:"version"`
	Best    string `json:"best"`
	Rooms   []room `json:"rooms"`
	Main    *room  `json:"main"`
}

var errNoHouse = errors.New("this is no house")

func (h *house) Validate() error {
	var all []error
	if err := strictjson.CheckVersion(h.Version, 3); err != nil {
		all = append(all, err)
	}
	found := 0
	for i := range h.Rooms {
		if h.Rooms[i].Name == "" {
			all = append(all, fmt.Errorf("a room: %w", &wrong{path: fmt.Sprintf("rooms[%d].name", i), problem: "say the room's name"}))
		}
		for j, tag := range h.Rooms[i].Tags {
			if tag == "" {
				all = append(all, &wrong{path: fmt.Sprintf("rooms[%d].tags[%d]", i, j), problem: "want a tag"})
			}
		}
		if h.Rooms[i].Name == h.Best {
			found++
		}
	}
	switch {
	case h.Best == "none":
		return errNoHouse
	case h.Best != "" && found == 0:
		all = append(all, &wrong{path: "best", with: "rooms", problem: "there is no such room"})
	}
	if len(all) > 20 {
		all = append(all[:20], &strictjson.MoreError{Count: len(all) - 20})
	}
	return errors.Join(all...)
}

func TestValidator(t *testing.T) {
	const missing = "line 1, column 1: version: the version is missing: want 3"
	for _, test := range []struct{ rule, text, want string }{
		{"nothing wrong", `{"version": 1, "best": "a", "rooms": [{"name": "a"}], "main": {}}`, ""},
		{"a value, at its place", "{\"version\": 3,\n \"rooms\": [{\"name\": \"a\"}, {\"seats\": 1, \"name\": \"\"}]}", `line 2, column 48: rooms[1].name: say the room's name`},
		{"what is missing, at what it is missing in", "{\"version\": 1,\n\"rooms\": [{\"name\": \"a\"},\n  {\"seats\": 1}]}", `line 3, column 3: rooms[1].name: say the room's name`},
		{"a value in a list in a list", `{"version": 1, "rooms": [{}, {"name": "b", "tags": ["x", "y", ""]}]}`, "line 1, column 26: rooms[0].name: say the room's name\nline 1, column 63: rooms[1].tags[2]: want a tag"},
		{"a name in escapes is found", `{"version": 1, "b\u0065st": "x"}`, `line 1, column 29: best: there is no such room`},
		{"in the order of the text", `{"version": 1, "best": "x", "rooms": [{"seats": -1}], "main": {"seats": -2}}`,
			"line 1, column 24: best: there is no such room\nline 1, column 39: rooms[0].name: say the room's name\nline 1, column 49: rooms[0].seats: want no less than 0\nline 1, column 73: main.seats: want no less than 0"},
		{"an error without a place is one of the whole", `{"version": 1, "best": "none", "main": {"seats": -1}}`, "line 1, column 1: this is no house\nline 1, column 50: main.seats: want no less than 0"},

		{"beside errors of reading", `{"version": 1, "colour": 1, "rooms": [{"name": ""}]}`, "line 1, column 16: unknown field \"colour\"\nline 1, column 48: rooms[0].name: say the room's name"},
		{"nothing of what could not be read", `{"version": 1, "rooms": [{"name": 1}]}`, `line 1, column 35: rooms[0].name: want a string, not a number`},
		{"nothing in what could not be read", `{"version": 1, "rooms": [1]}`, `line 1, column 26: rooms[0]: want an object, not a number`},
		{"nothing of what may be missing for a typo", `{"version": 1, "rooms": [{"nam": "a"}, {}]}`, "line 1, column 27: rooms[0]: unknown field \"nam\" (did you mean \"name\"?)\nline 1, column 40: rooms[1].name: say the room's name"},
		{"nothing of what may be missing for a name that is like no other", `{"version": 1, "rooms": [{"colour": "a"}]}`, "line 1, column 27: rooms[0]: unknown field \"colour\""},
		{"what is missing beside a typo of another", `{"version": 1, "rooms": [{"seat": 1}]}`, "line 1, column 26: rooms[0].name: say the room's name\nline 1, column 27: rooms[0]: unknown field \"seat\" (did you mean \"seats\"?)"},
		{"nothing of what is at odds with what could not be read", `{"version": 1, "best": "x", "rooms": [{"name": 1}]}`, `line 1, column 48: rooms[0].name: want a string, not a number`},
		{"nothing of what is at odds with what may be missing for a typo", `{"version": 1, "best": "x", "room": []}`, `line 1, column 29: unknown field "room" (did you mean "rooms"?)`},
		{"what is at odds with what was read", `{"version": 1, "best": "x", "rooms": [], "colour": 1}`, "line 1, column 24: best: there is no such room\nline 1, column 42: unknown field \"colour\""},
		{"a name that begins like another", `{"version": 1, "best": "x", "rooms": [], "main": {"tags": [1], "tag": ""}}`,
			"line 1, column 24: best: there is no such room\nline 1, column 60: main.tags[0]: want a string, not a number\nline 1, column 64: main: unknown field \"tag\" (did you mean \"tags\"?)"},
		{"nothing of a field said twice", `{"version": 1, "best": "x", "best": "a", "rooms": [{"name": "a"}]}`, `line 1, column 29: best: this field is said twice`},

		{"no version", `{}`, missing},
		{"no version, and everything else", `{"rooms": [{}]}`, missing + "\nline 1, column 12: rooms[0].name: say the room's name"},
		{"a version with a typo", `{"verison": 1}`, `line 1, column 2: unknown field "verison" (did you mean "version"?)`},
		{"nothing of what is at odds with something in which a name is not known", `{"version": 1, "main": {"seats": -1, "x": 1}, "best": "x", "rooms": [{"name": "a", "x": 1}]}`,
			"line 1, column 34: main.seats: want no less than 0\nline 1, column 38: main: unknown field \"x\"\nline 1, column 84: rooms[0]: unknown field \"x\""},
		{"the newest version", `{"version": 3}`, ""},
		{"a newer version", `{"best": "x", "version": 4, "colour": 1}`, `line 1, column 26: version: version 4 is newer than this program, which reads up to version 3`},
		{"a newer version with many new fields", `{"version": 4` + strings.Repeat(`, "x": 1`, 50) + `}`, `line 1, column 13: version: version 4 is newer than this program, which reads up to version 3`},
		{"no such version", `{"version": -1}`, `line 1, column 13: version: there is no version -1: want 3`},
		{"a version that is none", `{"version": "3"}`, `line 1, column 13: version: want a whole number that is not too large, not a string`},
		{"a version said twice", `{"version": 3, "version": 4}`, `line 1, column 16: version: this field is said twice`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			var h house
			err := strictjson.Unmarshal([]byte(test.text), &h)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, test.want)
			var at *strictjson.Error
			require.ErrorAs(t, err, &at)
		})
	}
}

func TestValidatorWithin(t *testing.T) {
	var all []house
	err := strictjson.Unmarshal([]byte("[{\"version\": 1, \"rooms\": [{}]},\n {\"version\": 9, \"x\": 1}, {\"best\": \"a\"}]"), &all)
	assert.EqualError(t, err, "line 1, column 27: [0].rooms[0].name: say the room's name\n"+
		"line 2, column 14: [1].version: version 9 is newer than this program, which reads up to version 3\n"+
		"line 2, column 26: [2].version: the version is missing: want 3\nline 2, column 35: [2].best: there is no such room")
	var version *strictjson.VersionError
	require.ErrorAs(t, err, &version)
	assert.Equal(t, &strictjson.VersionError{Said: 9, Known: 3}, version)
	var place *wrong
	require.ErrorAs(t, err, &place, "the cause")

	err = strictjson.Unmarshal([]byte(`[{"version": 1, "best": "none"}]`), &all)
	assert.EqualError(t, err, "line 1, column 2: [0]: this is no house")
	assert.ErrorIs(t, err, errNoHouse)
}

func TestVersionError(t *testing.T) {
	assert.NoError(t, strictjson.CheckVersion(1, 1))
	assert.NoError(t, strictjson.CheckVersion(1, 2))
	assert.EqualError(t, strictjson.CheckVersion(0, 2), "version: the version is missing: want 2")
	assert.EqualError(t, strictjson.CheckVersion(3, 2), "version: version 3 is newer than this program, which reads up to version 2")
}

func TestValidatorsErrorsAreCounted(t *testing.T) {
	for _, n := range []int{19, 20, 21, 1000} {
		var h house
		requireErrors(t, n, strictjson.Unmarshal([]byte(`{"version": 1, "rooms": [`+strings.Repeat(`{}, `, n)+`{"name": "a"}]}`), &h))
		requireErrors(t, n+1, strictjson.Unmarshal([]byte(`{"version": 1, "colour": 1, "rooms": [`+strings.Repeat(`{}, `, n)+`{"name": "a"}]}`), &h))
	}
	var h house
	err := strictjson.Unmarshal([]byte(`{"version": 1, "best": "x"`+strings.Repeat(`, "x": 1`, 21)+`}`), &h)
	requireErrors(t, 21, err)
	assert.NotContains(t, err.Error(), "best", "what follows from what cannot be known")
}

// Whoever says a place that is not there is answered at the last place that is.
type lost struct {
	Path string   `json:"path"`
	List []string `json:"list"`
}

func (l *lost) Validate() error { return &wrong{path: l.Path, problem: "lost"} }

func TestPlacesThatAreNotThere(t *testing.T) {
	for path, want := range map[string]string{
		"":             "line 1, column 1: lost",
		"path":         "line 1, column 10: path: lost",
		"list[0]":      "line 1, column %d: list[0]: lost",
		"list[2]":      "line 1, column %d: list[2]: lost",
		"list[x]":      "line 1, column %d: list[x]: lost",
		"list.a.b":     "line 1, column %d: list.a.b: lost",
		"path.a":       "line 1, column 10: path.a: lost",
		"path[0]":      "line 1, column 10: path[0]: lost",
		"none.of[0].a": "line 1, column 1: none.of[0].a: lost",
		"[0]":          "line 1, column 1: [0]: lost",
		".":            "line 1, column 1: .: lost",
	} {
		text := fmt.Sprintf(`{"path": %q, "list": ["a", "b"]}`, path)
		list := strings.Index(text, `["a`) + 1
		if path == "list[0]" {
			list++
		}
		if strings.Contains(want, "%d") {
			want = fmt.Sprintf(want, list)
		}
		assert.EqualError(t, strictjson.Unmarshal([]byte(text), new(lost)), want)
	}
}
