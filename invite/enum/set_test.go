package enum_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

func (f fruit) String() string               { return fruits.String(f) }
func (f fruit) MarshalText() ([]byte, error) { return fruits.AppendText(nil, f) }
func (f *fruit) UnmarshalText(b []byte) error {
	return fruits.Parse(f, b)
}

const (
	apple  fruit = 0
	cherry fruit = 2
)

func TestSet(t *testing.T) {
	for _, row := range []struct {
		rule   string
		set    enum.Set[fruit]
		values []fruit
	}{
		{"nothing", enum.SetOf[fruit](), nil},
		{"the zero set", 0, nil},
		{"the first value", enum.SetOf(apple), []fruit{apple}},
		{"several, in order and once", enum.SetOf(cherry, apple, cherry), []fruit{apple, cherry}},
		{"the last value that there is a bit for", enum.SetOf(fruit(63)), []fruit{63}},
		{"a value without a bit is in no set", enum.SetOf(fruit(64), fruit(255)), nil},
		{"joined", enum.SetOf(apple) | enum.SetOf(cherry), []fruit{apple, cherry}},
		{"intersected", enum.SetOf(apple, cherry) & enum.SetOf(cherry), []fruit{cherry}},
		{"subtracted", enum.SetOf(apple, cherry) &^ enum.SetOf(cherry), []fruit{apple}},
		{"what is not there can be subtracted", enum.SetOf(apple) &^ enum.SetOf(cherry), []fruit{apple}},
	} {
		t.Run(row.rule, func(t *testing.T) {
			assert.Equal(t, row.values, slices.Collect(row.set.All()))
			assert.Equal(t, len(row.values), row.set.Len())
			for v := range 256 {
				assert.Equal(t, slices.Contains(row.values, fruit(v)), row.set.Has(fruit(v)), v)
			}
			assert.True(t, row.set == enum.SetOf(row.values...))
		})
	}
}

func TestSetStopsWhenAsked(t *testing.T) {
	for v := range enum.SetOf(apple, cherry).All() {
		assert.Equal(t, apple, v)
		break
	}
}

func TestSetJSON(t *testing.T) {
	for _, row := range []struct {
		rule, text string
		set        enum.Set[fruit]
	}{
		{"the empty set is an empty list", `[]`, 0},
		{"the texts, in order", `["apple","cherry"]`, enum.SetOf(cherry, apple)},
	} {
		t.Run(row.rule, func(t *testing.T) {
			written, err := json.Marshal(row.set)
			require.NoError(t, err)
			assert.Equal(t, row.text, string(written))
			read := enum.SetOf(fruit(9))
			require.NoError(t, json.Unmarshal(written, &read))
			assert.Equal(t, row.set, read)
		})
	}
	_, err := json.Marshal(enum.SetOf(fruit(1)))
	var unknown *enum.UnknownError
	require.ErrorAs(t, err, &unknown, "a value without a text cannot be written")
	for _, row := range []struct{ rule, text, problem string }{
		{"an unknown text", `["apple", "chery"]`, `line 1, column 11: [1]: unknown fruit "chery": want one of apple, cherry (did you mean "cherry"?)`},
		{"a number", `[2]`, "want a string"},
		{"a text and no list", `"apple"`, "want a list"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			before := enum.SetOf(cherry)
			read := before
			assert.ErrorContains(t, json.Unmarshal([]byte(row.text), &read), row.problem)
			assert.Equal(t, before, read, "the set is left alone")
			assert.ErrorContains(t, strictjson.Unmarshal([]byte(row.text), &read), row.problem)
		})
	}
}

func TestSetIsASet(t *testing.T) {
	values := rapid.SliceOf(rapid.Uint8Range(0, 63))
	rapid.Check(t, func(t *rapid.T) {
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		x, y := enum.SetOf(a...), enum.SetOf(b...)
		for v := range uint8(64) {
			inA, inB := slices.Contains(a, v), slices.Contains(b, v)
			require.Equal(t, inA, x.Has(v))
			require.Equal(t, inA || inB, (x | y).Has(v))
			require.Equal(t, inA && inB, (x & y).Has(v))
			require.Equal(t, inA && !inB, (x &^ y).Has(v))
		}
		slices.Sort(a)
		require.Equal(t, slices.Compact(a), append([]uint8{}, slices.Collect(x.All())...))
	})
}

func ExampleSet() {
	basket := enum.SetOf(cherry, apple)
	for f := range basket.All() {
		fmt.Println(f)
	}
	basket &^= enum.SetOf(apple)
	fmt.Println(basket.Has(apple), basket.Has(cherry))
	// Output:
	// apple
	// cherry
	// false true
}
