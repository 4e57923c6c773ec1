package decision

// screen tests facts against all rows of a table at once. Element [i][b] has a bit
// for each row that is not held back when byte i of the facts is b: by a fact that
// must hold and does not, or must not and does. A row fires when no byte holds it
// back.
//
// It is made from the table, and only faster than going through it: one look-up for
// each byte of facts in place of one comparison for each row, and no branches.
type screen [(factCount + 7) / 8][256]uint64

// init makes the screen of a table of up to 64 rows.
func (s *screen) init(rows int, row func(int) (must, mustNot Facts)) {
	for i := range s {
		for b := range s[i] {
			for r := range rows {
				must, mustNot := row(r)
				must, mustNot = must>>(8*i)&0xff, mustNot>>(8*i)&0xff
				if Facts(b)&(must|mustNot) == must {
					s[i][b] |= 1 << r
				}
			}
		}
	}
}

// pass returns the rows that fire, a bit each.
func (s *screen) pass(f Facts) uint64 {
	return s[0][byte(f)] & s[1][byte(f>>8)] & s[2][byte(f>>16)] & s[3][byte(f>>24)] & s[4][byte(f>>32)]
}
