package recur

// Left returns how many steps a pool has left.
func (p *Pool) Left() int { return p.left }
