package profile_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/profile"
)

// BenchmarkParseOrg reads the settings of companies with many members.
func BenchmarkParseOrg(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		o := parsed()
		all := make([]profile.Member, n)
		for i := range all {
			all[i] = profile.Member{
				Address: invite.MustAddress(fmt.Sprintf("m%d@acme.example", i)), Name: fmt.Sprintf("Member %d", i),
				Slug: fmt.Sprint("m", i), Recorded: i%2 == 0, Profile: []string{"", "sales"}[i%2],
			}
		}
		o.Members = profile.NewDirectory(all...)
		text, err := json.Marshal(o)
		require.NoError(b, err)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := profile.ParseOrg(text); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/member")
		})
	}
}
