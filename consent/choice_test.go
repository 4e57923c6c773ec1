package consent_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

type enumeration interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	Known() bool
}

type readable[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// testEnumeration goes through every value, the value past the last, and the largest.
// An empty text marks a reserved value.
func testEnumeration[T enumeration, P readable[T]](t *testing.T, kind string, all []T, texts ...string) {
	t.Helper()
	var named []T
	for i, text := range append(texts, "") {
		v := T(i)
		if text == "" {
			assertNoValue[T, P](t, kind, v)
			continue
		}
		named = append(named, v)
		assert.True(t, v.Known())
		assert.Equal(t, text, v.String())
		written, err := json.Marshal(v)
		require.NoError(t, err)
		assert.Equal(t, strconv.Quote(text), string(written))
		read := T(99)
		require.NoError(t, json.Unmarshal(written, &read))
		assert.Equal(t, v, read)
	}
	assert.Equal(t, named, all)
	assertNoValue[T, P](t, kind, 255)
	for _, text := range []string{"", "no such", " " + texts[1], texts[1] + "s", kind + "(1)", `a"b`} {
		read := T(99)
		assertUnknown(t, P(&read).UnmarshalText([]byte(text)), kind, text)
		assert.Equal(t, T(99), read, "an error leaves the value alone")
	}
}

func assertNoValue[T enumeration, P readable[T]](t *testing.T, kind string, v T) {
	t.Helper()
	assert.False(t, v.Known())
	assert.Equal(t, fmt.Sprintf("%s(%d)", kind, uint8(v)), v.String())
	_, err := v.MarshalText()
	assertUnknown(t, err, kind, strconv.Itoa(int(v)))
	assertUnknown(t, P(&v).UnmarshalText([]byte(v.String())), kind, v.String())
}

func assertUnknown(t *testing.T, err error, kind, text string) {
	t.Helper()
	var unknown *enum.UnknownError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, kind, unknown.Kind)
	assert.Equal(t, text, unknown.Text)
}

func TestEnumerations(t *testing.T) {
	t.Run("choice", func(t *testing.T) {
		testEnumeration(t, "choice", consent.AllChoices(), "", "stayed_away", "consented", "bypassed", "opted_out")
	})
	t.Run("kind of presence", func(t *testing.T) {
		testEnumeration(t, "kind of presence", consent.AllKinds(), "person", "room", "recorder")
	})
}

func TestConstants(t *testing.T) {
	assert.Equal(t, []consent.Choice{consent.StayedAway, consent.Consented, consent.Bypassed, consent.OptedOut}, consent.AllChoices(), "from the most lenient to the strictest")
	assert.Equal(t, []consent.Kind{consent.Person, consent.Room, consent.Recorder}, consent.AllKinds())
	assert.Equal(t, "stayed_away consented bypassed opted_out", fmt.Sprint(consent.StayedAway, " ", consent.Consented, " ", consent.Bypassed, " ", consent.OptedOut))
	assert.Equal(t, "person room recorder", fmt.Sprint(consent.Person, " ", consent.Room, " ", consent.Recorder))
}

func TestUnknownChoice(t *testing.T) {
	var c consent.Choice
	assert.EqualError(t, c.UnmarshalText([]byte("Consented")), `unknown choice "Consented": want one of stayed_away, consented, bypassed, opted_out`)
	assert.ErrorContains(t, strictjson.Unmarshal([]byte(`"opted-out"`), &c), `(did you mean "opted_out"?)`)
}
