/** A pixel of a map, and the side of the square that stands for it until finer ones are there. */
export interface Place {
  readonly column: number
  readonly row: number
  readonly block: number
}

/**
 * The pixels of a map from coarse to fine: first every 16th of every 16th row, then what halves the
 * distance, and so on to all of them. Number n is the pixel at `places[n]`, as row * columns + column.
 */
export interface MapOrder {
  readonly columns: number
  readonly rows: number
  readonly places: Int32Array
  placeOf(number: number): Place
}

/** Distance of the pixels that come first. */
const coarsest = 16

export function orderOf(columns: number, rows: number): MapOrder {
  const places = new Int32Array(columns * rows)
  const blocks = new Uint8Array(columns * rows)
  let count = 0
  for (let block = coarsest; block >= 1; block /= 2) {
    for (let row = 0; row < rows; row += block) {
      for (let column = 0; column < columns; column += block) {
        const isThere = block < coarsest && row % (2 * block) === 0 && column % (2 * block) === 0
        if (isThere) continue
        blocks[count] = block
        places[count++] = row * columns + column
      }
    }
  }
  return {
    columns,
    rows,
    places,
    placeOf: (number) => ({
      column: places[number] % columns,
      row: Math.floor(places[number] / columns),
      block: blocks[number],
    }),
  }
}
