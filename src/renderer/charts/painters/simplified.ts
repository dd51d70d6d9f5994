type Corner = readonly [number, number]

/**
 * A line of fewer corners that passes no corner left out further than `most` away (Douglas and Peucker
 * 1973). First and last corner stay.
 * @param across, up what a distance along x or y counts: pixels a unit, say
 */
export function simplified(line: readonly Corner[], across: number, up: number, most: number): Corner[] {
  const kept = new Uint8Array(line.length)
  kept[0] = kept[line.length - 1] = 1
  const open = [[0, line.length - 1]]
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [from, to] = piece
    const place = (k: number): Corner => [line[k][0] * across, line[k][1] * up]
    const [x0, y0] = place(from)
    const [x1, y1] = place(to)
    const length = Math.hypot(x1 - x0, y1 - y0)
    let farthest = most
    let at = -1
    for (let k = from + 1; k < to; k++) {
      const [x, y] = place(k)
      // From the first corner where a ring comes back to it.
      const away =
        length === 0
          ? Math.hypot(x - x0, y - y0)
          : Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length
      if (away <= farthest) continue
      farthest = away
      at = k
    }
    if (at < 0) continue
    kept[at] = 1
    open.push([from, at], [at, to])
  }
  return line.filter((_, k) => kept[k] === 1)
}
