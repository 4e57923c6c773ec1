package enum_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
)

func TestSetString(t *testing.T) {
	for want, s := range map[string]invite.ProviderSet{
		"":                  0,
		"zoom":              enum.SetOf(invite.ProviderZoom),
		"zoom, google_meet": enum.SetOf(invite.ProviderGoogleMeet, invite.ProviderZoom),
	} {
		assert.Equal(t, want, fmt.Sprint(s))
	}
}
