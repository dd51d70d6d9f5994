import { addProducts, layRows } from './product-code'
import { bytes, indices, Locals, one, two, wholes } from '../wasm/simd-parts'
import {
  advance,
  and,
  f64,
  f64x2,
  get,
  int,
  isBelow,
  loop,
  minus,
  plus,
  set,
  times,
  touch,
  when,
  type Code,
  type Func,
  type ValueType,
} from '../wasm/assembler'

/**
 * The kernels on two numbers at a time. They round exactly as the plain ones do: two rows'
 * residuals, or two entries of a sum over rows, share a vector, and each is still added up in
 * the plain order.
 */

/** Rows taken together, so that what they share is loaded once: a column of them is a cache line's worth. */
const group = 8
const line = group * one
/** Columns that a loop goes through at a time. */
const block = 4
/**
 * Bytes of the rows whose group is followed by a touch of the next one, line by line: a cache
 * fetches ahead of that order, and hardly of that in which rows side by side are read. Shorter
 * rows are read nearly in order as it is; two groups of longer ones are more than the first cache.
 */
const touchedRows = { least: 2 ** 7, most: 2 ** 11 }
/** How far past a matrix its kernels may read, therefore. */
export const reach = group * touchedRows.most

/** Lets a pointer go through `rows` numbers: in groups, then what is left one at a time. */
function byGroups(pointer: number, rows: number, last: number, ofGroup: Code, ofOne: Code): Code {
  return [
    set(last, plus(get(pointer), bytes(wholes(get(rows), group)))),
    loop(isBelow(get(pointer), get(last)), ofGroup),
    set(last, plus(get(last), bytes(and(get(rows), int(group - 1))))),
    loop(isBelow(get(pointer), get(last)), ofOne),
  ]
}

/**
 * Through the columns of a group of rows, the first of them at `x`, with a pointer that starts at
 * `numbers` and goes through as many. `stride` is how many bytes they are.
 */
function throughColumns(locals: Locals, x: number, numbers: number, stride: number) {
  const [at, column, ahead, touchedEnd, blocksEnd, pairsEnd, end] = locals.some(7, 'i32')
  const next = (count: number): Code => [advance(at, int(count * one)), advance(column, int(count * one))]
  const nothing = (): Code => []
  return {
    at,
    /** In the first row. */
    column,
    end,
    before: [
      set(end, plus(get(numbers), get(stride))),
      set(pairsEnd, plus(get(numbers), wholes(get(stride), two))),
      set(blocksEnd, plus(get(numbers), wholes(get(stride), block * one))),
      when(
        isBelow(minus(get(stride), int(touchedRows.least)), int(touchedRows.most - touchedRows.least + 1)),
        set(touchedEnd, get(blocksEnd)),
      ),
    ],
    /** `touched(k)` goes between the rest of a block: there are as many as columns. */
    each: (ofColumns: (count: number, touched: (k: number) => Code) => Code, ofLast: Code): Code => [
      set(at, get(numbers)),
      set(column, get(x)),
      set(ahead, plus(get(x), times(get(stride), int(group)))),
      loop(isBelow(get(at), get(touchedEnd)), [
        ofColumns(block, (k) => touch(get(ahead), k * line)),
        next(block),
        advance(ahead, int(block * line)),
      ]),
      loop(isBelow(get(at), get(blocksEnd)), [ofColumns(block, nothing), next(block)]),
      when(isBelow(get(at), get(pairsEnd)), [ofColumns(2, nothing), next(2)]),
      when(isBelow(get(at), get(end)), ofLast),
    ],
  }
}

function residuals(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32']
  const [theta, x, y, rows, width, r] = indices(params.length)
  const locals = new Locals(params.length)
  const [stride, last, row] = locals.some(3, 'i32')
  const pairs = locals.some(group / 2, 'f64x2')
  const weights = locals.some(block / 2, 'f64x2')
  const firsts = locals.some(block / 2, 'f64x2')
  const second = locals.one('f64x2')
  const [bias, single] = locals.some(2, 'f64')
  const columns = throughColumns(locals, x, theta, stride)
  const ofColumns = (count: number, touched: (k: number) => Code): Code => {
    const vectors = indices(count / 2)
    const product = (c: number): Code => f64x2.mul(get(weights[c]), f64x2.load(get(row), c * two))
    const zipped = (c: number, lane: 0 | 1): Code => f64x2.zip(get(firsts[c]), get(second), lane)
    return [
      vectors.map((c) => set(weights[c], f64x2.load(get(columns.at), c * two))),
      set(row, get(columns.column)),
      pairs.map((pair, k) => [
        touched(k),
        vectors.map((c) => set(firsts[c], product(c))),
        advance(row, get(stride)),
        vectors.map((c) => [
          set(second, product(c)),
          set(pair, f64x2.add(f64x2.add(get(pair), zipped(c, 0)), zipped(c, 1))),
        ]),
        advance(row, get(stride)),
      ]),
    ]
  }
  const ofLast: Code = [
    set(weights[0], f64x2.loadSplat(get(columns.at))),
    set(row, get(columns.column)),
    pairs.map((pair) => [
      set(second, f64x2.loadSplat(get(row))),
      advance(row, get(stride)),
      set(second, f64x2.replace(get(second), 1, f64.load(get(row)))),
      set(pair, f64x2.add(get(pair), f64x2.mul(get(weights[0]), get(second)))),
      advance(row, get(stride)),
    ]),
  ]
  const ofGroup: Code = [
    pairs.map((pair, k) => set(pair, f64x2.sub(f64x2.splat(get(bias)), f64x2.load(get(y), k * two)))),
    columns.each(ofColumns, ofLast),
    pairs.map((pair, k) => f64x2.store(get(r), get(pair), k * two)),
    advance(x, times(get(stride), int(group))),
    advance(y, int(group * one)),
    advance(r, int(group * one)),
  ]
  const ofOne: Code = [
    set(single, f64.sub(get(bias), f64.load(get(y)))),
    set(columns.at, get(theta)),
    loop(isBelow(get(columns.at), get(columns.end)), [
      set(single, f64.add(get(single), f64.mul(f64.load(get(columns.at)), f64.load(get(x))))),
      advance(x, int(one)),
      advance(columns.at, int(one)),
    ]),
    f64.store(get(r), get(single)),
    advance(y, int(one)),
    advance(r, int(one)),
  ]
  const body: Code = [
    set(stride, bytes(get(width))),
    columns.before,
    set(bias, f64.load(get(columns.end))),
    byGroups(r, rows, last, ofGroup, ofOne),
  ]
  return { name: 'residuals', params, locals: locals.types, body }
}

function addWeightedRows(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32']
  const [r, x, rows, width, out] = indices(params.length)
  const locals = new Locals(params.length)
  const [stride, last, row] = locals.some(3, 'i32')
  const shares = locals.some(group, 'f64x2')
  const sums = locals.some(block / 2, 'f64x2')
  const single = locals.one('f64')
  const columns = throughColumns(locals, x, out, stride)
  const ofColumns = (count: number, touched: (k: number) => Code): Code => {
    const ofBlock = sums.slice(0, count / 2)
    return [
      ofBlock.map((sum, c) => set(sum, f64x2.load(get(columns.at), c * two))),
      set(row, get(columns.column)),
      shares.map((share, k) => [
        k % 2 === 0 ? touched(k / 2) : [],
        ofBlock.map((sum, c) =>
          set(sum, f64x2.add(get(sum), f64x2.mul(get(share), f64x2.load(get(row), c * two)))),
        ),
        advance(row, get(stride)),
      ]),
      ofBlock.map((sum, c) => f64x2.store(get(columns.at), get(sum), c * two)),
    ]
  }
  const ofLast: Code = [
    set(single, f64.load(get(columns.at))),
    set(row, get(columns.column)),
    shares.map((share) => [
      set(single, f64.add(get(single), f64.mul(f64x2.extract(get(share), 0), f64.load(get(row))))),
      advance(row, get(stride)),
    ]),
    f64.store(get(columns.at), get(single)),
  ]
  const ofGroup: Code = [
    shares.map((share, k) => set(share, f64x2.loadSplat(get(r), k * one))),
    columns.each(ofColumns, ofLast),
    advance(x, times(get(stride), int(group))),
    advance(r, int(group * one)),
  ]
  const ofOne: Code = [
    set(single, f64.load(get(r))),
    set(columns.at, get(out)),
    loop(isBelow(get(columns.at), get(columns.end)), [
      f64.store(get(columns.at), f64.add(f64.load(get(columns.at)), f64.mul(get(single), f64.load(get(x))))),
      advance(x, int(one)),
      advance(columns.at, int(one)),
    ]),
    advance(r, int(one)),
  ]
  const body: Code = [set(stride, bytes(get(width))), columns.before, byGroups(r, rows, last, ofGroup, ofOne)]
  return { name: 'addWeightedRows', params, locals: locals.types, body }
}

export const kernelCode = (): readonly Func[] => [residuals(), addWeightedRows(), layRows(), addProducts()]
