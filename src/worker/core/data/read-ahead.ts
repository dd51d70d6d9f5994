/** Where rows stand in a buffer that holds them in the order in which they are asked for. */
export interface ReadAhead {
  /**
   * Has `rows[from..to)`, at most as many as the buffer has room for, in the buffer.
   * @returns the place of the first of them; the others follow
   */
  place(rows: Int32Array, from: number, to: number): number
}

/**
 * Batches go through a shuffled order from front to back, and through the data at random. Where
 * the data do not fit in the cache, every row would be waited for; copied a stretch ahead, the
 * rows of many batches are fetched at once and then read straight on. It is a shuffled copy of the
 * epoch that is made and walked piece by piece: made whole at its start it would cost every run a
 * table of memory, and as much time or more, since it leaves the cache before it is read (measured
 * at one and five million rows, one and ten features, batches of 1 to 2,048). A call that goes on
 * where the last one ended has its rows read ahead, from the same `rows` as they are now; any other
 * call begins anew.
 * @param room rows that the buffer holds
 * @param copy copies `rows[from..to)` to the front of the buffer
 */
export function createReadAhead(
  room: number,
  copy: (rows: Int32Array, from: number, to: number) => void,
): ReadAhead {
  let order: Int32Array | undefined
  let next = 0
  // The buffer holds order[begin..end).
  let begin = 0
  let end = 0
  return {
    place(rows, from, to) {
      const goesOn = rows === order && from === next
      order = rows
      next = to
      if (goesOn && to <= end) return from - begin
      begin = from
      end = goesOn ? Math.min(from + room, rows.length) : to
      copy(rows, begin, end)
      return 0
    },
  }
}
