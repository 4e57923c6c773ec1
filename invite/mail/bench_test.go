package mail

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/gmail_forward.eml")
	require.NoError(b, err)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Read(data, Options{})
	}
}

func BenchmarkReadParts(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		data := []byte(many(n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Read(data, unlimited)
			}
		})
	}
}
