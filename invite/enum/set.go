package enum

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/bits"
	"strings"

	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// Set is a set of values of an enumeration T, a bit each, so T has at most 64 values.
// Sets are joined by |, intersected by &, subtracted by &^, and equal when ==. The zero
// Set is empty.
//
// Its JSON form is the list of the values' texts, in order.
type Set[T ~uint8] uint64

// SetOf returns the set of the values.
func SetOf[T ~uint8](values ...T) Set[T] {
	var s Set[T]
	for _, v := range values {
		s |= 1 << v
	}
	return s
}

// Has reports whether v is in the set.
func (s Set[T]) Has(v T) bool { return s>>v&1 != 0 }

// Len returns how many values are in the set.
func (s Set[T]) Len() int { return bits.OnesCount64(uint64(s)) }

// All returns an iterator over the values in the set, in order.
func (s Set[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for rest := s; rest != 0; rest &= rest - 1 {
			if !yield(T(bits.TrailingZeros64(uint64(rest)))) {
				return
			}
		}
	}
}

// String returns the values' texts, in order, with commas between.
func (s Set[T]) String() string {
	var texts []string
	for v := range s.All() {
		texts = append(texts, fmt.Sprint(v))
	}
	return strings.Join(texts, ", ")
}

// list returns the values in the set, in order; empty, never nil.
func (s Set[T]) list() []T {
	all := make([]T, 0, s.Len())
	for v := range s.All() {
		all = append(all, v)
	}
	return all
}

// MarshalJSON returns the list of the values' texts.
func (s Set[T]) MarshalJSON() ([]byte, error) { return json.Marshal(s.list()) }

// UnmarshalStrict reads a list of values' texts.
func (s *Set[T]) UnmarshalStrict(decode func(any) error) error {
	var list []T
	if err := decode(&list); err != nil {
		return err
	}
	*s = SetOf(list...)
	return nil
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown text is an error.
func (s *Set[T]) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s) }
