package decision

// screen tests facts against all rows of a table at once. Element [i][b] has a bit
// for each row that is not held back when byte i of the facts is b: by a fact that
// must hold and does not, or must not and does. A row fires when no byte holds it
// back.
//
// It is made from the table, and only faster than going through it: one look-up for
// each byte of facts in place of one comparison for each row, and no branches.
type screen [7][256]uint64

// bytesOf returns the bytes of facts that hold any: those of the observed facts, and the
// highest, of the facts that follow.
func bytesOf(f Facts) [7]byte {
	return [7]byte{byte(f), byte(f >> 8), byte(f >> 16), byte(f >> 24), byte(f >> 32), byte(f >> 40), byte(f >> 56)}
}

// Every fact is in one of these bytes: this does not compile otherwise.
const _ = uint(48 - factCount)

// newScreen makes the screen of a table of up to 64 rows.
func newScreen(rows []Rule) *screen {
	var s screen
	for r := range rows {
		must, mustNot := bytesOf(rows[r].Must), bytesOf(rows[r].MustNot)
		for i := range s {
			for b := range s[i] {
				if byte(b)&(must[i]|mustNot[i]) == must[i] {
					s[i][b] |= 1 << r
				}
			}
		}
	}
	return &s
}

// pass returns the rows that fire, a bit each.
func (s *screen) pass(f Facts) uint64 {
	return s[0][byte(f)] & s[1][byte(f>>8)] & s[2][byte(f>>16)] & s[3][byte(f>>24)] &
		s[4][byte(f>>32)] & s[5][byte(f>>40)] & s[6][byte(f>>56)]
}
