package invite

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One line for each row of the table, and what looks like it and is none.
func TestIsRecorder(t *testing.T) {
	tested := map[string]bool{}
	for _, row := range []struct {
		row string
		is  []string
		not []string
	}{
		{"record@clovers.ai", []string{"record@clovers.ai"}, []string{"recording@clovers.ai", "record@clovers.example", "ann@clovers.ai"}},
		{"fred@fireflies.ai", []string{"fred@fireflies.ai", "FRED@Fireflies.AI"}, []string{"fred@fireflies.ai.example", "alfred@fireflies.ai", "fred+x@fireflies.ai", "fred@mail.fireflies.ai", "fred@evilfireflies.ai", "fred@fireflies.example"}},
		{"assistant@gong.io", []string{"assistant@gong.io"}, []string{"ann@gong.io", "assistant@gong.example", "assistant@eu.gong.io"}},
		{"coordinator@gong.io", []string{"coordinator@gong.io"}, []string{"coordinator@acme.example"}},
		{"@assistant.gong.io", []string{"acme@assistant.gong.io", "globex-2@assistant.gong.io"}, []string{"acme@x.assistant.gong.io", "acme@evilassistant.gong.io", "acme@assistant.gong.io.example", "assistant.gong.io@acme.example"}},
	} {
		tested[row.row] = true
		for _, text := range row.is {
			assert.True(t, MustAddress(text).IsRecorder(), text)
		}
		for _, text := range row.not {
			assert.False(t, MustAddress(text).IsRecorder(), text)
		}
	}
	for _, r := range recorders {
		assert.True(t, tested[r.address], r.address)
	}
	assert.False(t, Address{}.IsRecorder())
}

func TestRecordersSayWhereTheyWereSeen(t *testing.T) {
	assert.True(t, slices.IsSortedFunc(recorders[:], func(a, b recorder) int { return strings.Compare(a.maker, b.maker) }), "by their makers")
	for _, r := range recorders {
		place, err := url.Parse(r.seen)
		require.NoError(t, err)
		assert.Equal(t, "https", place.Scheme, r.address)
		assert.NotEmpty(t, place.Path, r.address)
		assert.NotEmpty(t, r.maker, r.address)
		if r.address[0] != '@' {
			assert.Equal(t, r.address, MustAddress(r.address).String(), "in the form that is compared")
			continue
		}
		assert.Equal(t, "x"+r.address, MustAddress("x"+r.address).String(), "in the form that is compared")
	}
}
