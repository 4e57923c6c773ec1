package zone

import (
	"encoding/binary"
	"slices"
)

// maxKinds bounds the kinds of time of one zone: their names are found by one
// byte.
const maxKinds = 32

// encode writes time zone data in the form of RFC 9636 (TZif, version 2): the
// kind of time before the first onset, the onsets, and how it goes on after them.
func encode(begin kind, onsets []onset, footer string) ([]byte, bool) {
	kinds := []kind{begin}
	var at, index, infos, names []byte
	for _, o := range onsets {
		i := slices.Index(kinds[1:], o.kind) + 1 // the first is for the time before
		if i == 0 {
			i = len(kinds)
			kinds = append(kinds, o.kind)
		}
		at = binary.BigEndian.AppendUint64(at, uint64(o.at))
		index = append(index, byte(i))
		if len(kinds) > maxKinds {
			return nil, false
		}
	}
	for _, k := range kinds {
		infos = binary.BigEndian.AppendUint32(infos, uint32(int32(k.offset)))
		infos = append(infos, truth(k.daylight), byte(len(names)))
		names = append(append(names, offsetName(k.offset)...), 0)
	}
	data := header(0, 0, 0) // the block for readers of version 1
	data = append(data, header(len(onsets), len(kinds), len(names))...)
	data = slices.Concat(data, at, index, infos, names)
	return append(data, "\n"+footer+"\n"...), true
}

func truth(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// header writes the head of a block with so many onsets, kinds and bytes of names.
func header(onsets, kinds, names int) []byte {
	head := append([]byte("TZif2"), make([]byte, 15+3*4)...) // reserved; no leap seconds, no indicators
	for _, n := range []int{onsets, kinds, names} {
		head = binary.BigEndian.AppendUint32(head, uint32(n))
	}
	return head
}
