import { bytes, indices, Locals, one, two, wholes } from '../wasm/simd-parts'
import { advance, and, f64, f64x2, get, int, isBelow, loop, plus, set, times, when } from '../wasm/assembler'
import type { Code, Func, ValueType } from '../wasm/assembler'

/** The kernels that the products of columns are made by, two columns to a vector. */

/** Columns by columns of a matrix of products that are worked on together. */
const tile = 4

/** Two columns at a time, two rows at a time. */
export function layRows(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32']
  const [columns, rows, width, x] = indices(params.length)
  const locals = new Locals(params.length)
  const [stride, length, end, left, right, cell, pairsEnd] = locals.some(7, 'i32')
  const [first, second] = locals.some(2, 'f64x2')
  const ofRows: Code = [
    set(first, f64x2.load(get(left))),
    set(second, f64x2.load(get(right))),
    f64x2.store(get(cell), f64x2.zip(get(first), get(second), 0)),
    f64x2.store(plus(get(cell), get(stride)), f64x2.zip(get(first), get(second), 1)),
    advance(left, int(two)),
    advance(right, int(two)),
    advance(cell, plus(get(stride), get(stride))),
  ]
  const ofRow: Code = [
    f64.store(get(cell), f64.load(get(left))),
    f64.store(get(cell), f64.load(get(right)), one),
    advance(right, int(one)),
  ]
  const body: Code = [
    set(stride, bytes(get(width))),
    set(length, bytes(get(rows))),
    set(end, plus(get(x), get(stride))),
    set(left, get(columns)),
    loop(isBelow(get(x), get(end)), [
      set(right, plus(get(left), get(length))),
      set(pairsEnd, plus(get(left), wholes(get(length), two))),
      set(cell, get(x)),
      loop(isBelow(get(left), get(pairsEnd)), ofRows),
      when(and(get(rows), int(1)), ofRow),
      set(left, get(right)),
      advance(x, int(two)),
    ]),
  ]
  return { name: 'layRows', params, locals: locals.types, body }
}

export function addProducts(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32']
  const [x, rows, width, products] = indices(params.length)
  const locals = new Locals(params.length)
  const [stride, end, tilesEnd, size, left, right, last, leftCell, rightCell, target] = locals.some(10, 'i32')
  const at = locals.some(tile, 'i32')
  const sums = at.map(() => locals.some(tile / 2, 'f64x2'))
  const columns = locals.some(tile / 2, 'f64x2')
  const value = locals.one('f64x2')

  /**
   * Adds to the products of so many columns from `left` and pairs of columns from `right`; of a
   * tile on the diagonal without the vectors left of it.
   */
  const ofTile = (lefts: number, rights: number, isOnDiagonal = false): Code => {
    const cells = indices(lefts).flatMap((j) =>
      indices(rights)
        .filter((k) => !isOnDiagonal || 2 * k + 1 >= j)
        .map((k) => ({ j, k, sum: sums[j][k] })),
    )
    const withCell = (sum: number, k: number): Code =>
      f64x2.add(get(sum), f64x2.mul(get(value), get(columns[k])))
    return [
      indices(lefts).map((j) => set(at[j], j === 0 ? get(target) : plus(get(at[j - 1]), get(stride)))),
      cells.map(({ j, k, sum }) => set(sum, f64x2.load(get(at[j]), k * two))),
      set(leftCell, get(left)),
      set(rightCell, get(right)),
      set(last, plus(get(left), get(size))),
      loop(isBelow(get(leftCell), get(last)), [
        indices(rights).map((k) => set(columns[k], f64x2.load(get(rightCell), k * two))),
        indices(lefts).map((j) => [
          set(value, f64x2.loadSplat(get(leftCell), j * one)),
          cells.filter((cell) => cell.j === j).map(({ k, sum }) => set(sum, withCell(sum, k))),
        ]),
        advance(leftCell, get(stride)),
        advance(rightCell, get(stride)),
      ]),
      cells.map(({ j, k, sum }) => f64x2.store(get(at[j]), get(sum), k * two)),
      advance(right, int(rights * two)),
      advance(target, int(rights * two)),
    ]
  }
  const body: Code = [
    set(stride, bytes(get(width))),
    set(size, times(get(rows), get(stride))),
    set(end, plus(get(x), get(stride))),
    set(tilesEnd, plus(get(x), wholes(get(stride), tile * one))),
    set(left, get(x)),
    loop(isBelow(get(left), get(tilesEnd)), [
      set(right, get(left)),
      set(target, get(products)),
      ofTile(tile, tile / 2, true),
      loop(isBelow(get(right), get(tilesEnd)), ofTile(tile, tile / 2)),
      when(isBelow(get(right), get(end)), ofTile(tile, 1)),
      advance(left, int(tile * one)),
      advance(products, plus(times(get(stride), int(tile)), int(tile * one))),
    ]),
    when(isBelow(get(left), get(end)), [
      set(right, get(left)),
      set(target, get(products)),
      ofTile(2, 1, true),
    ]),
  ]
  return { name: 'addProducts', params, locals: locals.types, body }
}
