import { tile } from './contract'
import {
  advance,
  and,
  f64,
  f64x2,
  get,
  int,
  isBelow,
  loop,
  plus,
  set,
  times,
  when,
  type Code,
  type Func,
  type ValueType,
} from './wasm'

/**
 * The kernels on two numbers at a time. They round exactly as the plain ones do: two rows'
 * residuals, or two entries of a sum over rows, share a vector, and each is still added up in
 * the plain order. All pointers are byte addresses in the module's memory.
 */

/** Bytes of a double, and of two. */
export const one = 8
const two = 16
/** Rows taken together, so that what they share is loaded once. */
const group = 8

const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

/** Hands out a function's locals. */
class Locals {
  readonly types: ValueType[] = []

  constructor(private readonly params: number) {}

  one(type: ValueType): number {
    this.types.push(type)
    return this.params + this.types.length - 1
  }

  some(count: number, type: ValueType): readonly number[] {
    return indices(count).map(() => this.one(type))
  }
}

const bytes = (numbers: Code): Code => times(numbers, int(one))
/** How much of it comes in whole portions of a power of two. */
const wholes = (amount: Code, portion: number): Code => and(amount, int(-portion))

/** Lets a pointer go through `rows` numbers: in groups, then what is left one at a time. */
function byGroups(pointer: number, rows: number, last: number, ofGroup: Code, ofOne: Code): Code {
  return [
    set(last, plus(get(pointer), bytes(wholes(get(rows), group)))),
    loop(isBelow(get(pointer), get(last)), ofGroup),
    set(last, plus(get(last), bytes(and(get(rows), int(group - 1))))),
    loop(isBelow(get(pointer), get(last)), ofOne),
  ]
}

/** Points at the rows of a group, the first of them at `x`. */
const pointAtRows = (pointers: readonly number[], x: number, stride: number): Code =>
  pointers.map((pointer, k) => set(pointer, k === 0 ? get(x) : plus(get(pointers[k - 1]), get(stride))))

function residuals(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32']
  const [theta, x, y, rows, width, r] = indices(params.length)
  const locals = new Locals(params.length)
  const [stride, end, pairsEnd, last, weight] = locals.some(5, 'i32')
  const at = locals.some(group, 'i32')
  const pairs = locals.some(group / 2, 'f64x2')
  const [even, odd, first, second] = locals.some(4, 'f64x2')
  const [bias, single] = locals.some(2, 'f64')
  /** Adds a column's part to the residuals of two rows. */
  const withColumn = (sums: Code, weights: number, values: Code): Code =>
    f64x2.add(sums, f64x2.mul(get(weights), values))
  const ofGroup: Code = [
    pointAtRows(at, x, stride),
    pairs.map((pair, k) => set(pair, f64x2.sub(f64x2.splat(get(bias)), f64x2.load(get(y), k * two)))),
    set(weight, get(theta)),
    loop(isBelow(get(weight), get(pairsEnd)), [
      set(even, f64x2.loadSplat(get(weight))),
      set(odd, f64x2.loadSplat(get(weight), one)),
      pairs.map((pair, k) => {
        const ofColumn = (lane: 0 | 1): Code => f64x2.zip(get(first), get(second), lane)
        return [
          set(first, f64x2.load(get(at[2 * k]))),
          set(second, f64x2.load(get(at[2 * k + 1]))),
          set(pair, withColumn(withColumn(get(pair), even, ofColumn(0)), odd, ofColumn(1))),
        ]
      }),
      at.map((pointer) => advance(pointer, int(two))),
      advance(weight, int(two)),
    ]),
    when(isBelow(get(weight), get(end)), [
      set(even, f64x2.loadSplat(get(weight))),
      pairs.map((pair, k) => {
        const values = f64x2.replace(f64x2.loadSplat(get(at[2 * k])), 1, f64.load(get(at[2 * k + 1])))
        return set(pair, withColumn(get(pair), even, values))
      }),
    ]),
    pairs.map((pair, k) => f64x2.store(get(r), get(pair), k * two)),
    advance(x, times(get(stride), int(group))),
    advance(y, int(group * one)),
    advance(r, int(group * one)),
  ]
  const ofOne: Code = [
    set(single, f64.sub(get(bias), f64.load(get(y)))),
    set(weight, get(theta)),
    loop(isBelow(get(weight), get(end)), [
      set(single, f64.add(get(single), f64.mul(f64.load(get(weight)), f64.load(get(x))))),
      advance(x, int(one)),
      advance(weight, int(one)),
    ]),
    f64.store(get(r), get(single)),
    advance(y, int(one)),
    advance(r, int(one)),
  ]
  const body: Code = [
    set(stride, bytes(get(width))),
    set(end, plus(get(theta), get(stride))),
    set(pairsEnd, plus(get(theta), wholes(get(stride), two))),
    set(bias, f64.load(get(end))),
    byGroups(r, rows, last, ofGroup, ofOne),
  ]
  return { name: 'residuals', params, locals: locals.types, body }
}

function addWeightedRows(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32']
  const [r, x, rows, width, out] = indices(params.length)
  const locals = new Locals(params.length)
  const [stride, end, pairsEnd, last, sum] = locals.some(5, 'i32')
  const at = locals.some(group, 'i32')
  const shares = locals.some(group, 'f64x2')
  const single = locals.one('f64')
  const ofGroup: Code = [
    pointAtRows(at, x, stride),
    shares.map((share, k) => set(share, f64x2.loadSplat(get(r), k * one))),
    set(sum, get(out)),
    loop(isBelow(get(sum), get(pairsEnd)), [
      f64x2.store(
        get(sum),
        at.reduce<Code>(
          (sums, row, k) => f64x2.add(sums, f64x2.mul(get(shares[k]), f64x2.load(get(row)))),
          f64x2.load(get(sum)),
        ),
      ),
      at.map((pointer) => advance(pointer, int(two))),
      advance(sum, int(two)),
    ]),
    when(
      isBelow(get(sum), get(end)),
      f64.store(
        get(sum),
        at.reduce<Code>(
          (total, row, k) => f64.add(total, f64.mul(f64x2.extract(get(shares[k]), 0), f64.load(get(row)))),
          f64.load(get(sum)),
        ),
      ),
    ),
    advance(x, times(get(stride), int(group))),
    advance(r, int(group * one)),
  ]
  const ofOne: Code = [
    set(single, f64.load(get(r))),
    set(sum, get(out)),
    loop(isBelow(get(sum), get(end)), [
      f64.store(get(sum), f64.add(f64.load(get(sum)), f64.mul(get(single), f64.load(get(x))))),
      advance(x, int(one)),
      advance(sum, int(one)),
    ]),
    advance(r, int(one)),
  ]
  const body: Code = [
    set(stride, bytes(get(width))),
    set(end, plus(get(out), get(stride))),
    set(pairsEnd, plus(get(out), wholes(get(stride), two))),
    byGroups(r, rows, last, ofGroup, ofOne),
  ]
  return { name: 'addWeightedRows', params, locals: locals.types, body }
}

/** One tile of the products; `left` and `right` point at the tile's columns in the first row. */
function addTile(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32']
  const [left, right, rows, stride, products] = indices(params.length)
  const locals = new Locals(params.length)
  const last = locals.one('i32')
  const at = locals.some(tile, 'i32')
  const sums = at.map(() => locals.some(tile / 2, 'f64x2'))
  const columns = locals.some(tile / 2, 'f64x2')
  const value = locals.one('f64x2')
  const eachSum = (code: (sum: number, j: number, k: number) => Code): Code =>
    sums.flatMap((ofRow, j) => ofRow.map((sum, k) => code(sum, j, k)))
  const body: Code = [
    pointAtRows(at, products, stride),
    eachSum((sum, j, k) => set(sum, f64x2.load(get(at[j]), k * two))),
    set(last, plus(get(left), times(get(rows), get(stride)))),
    loop(isBelow(get(left), get(last)), [
      columns.map((column, k) => set(column, f64x2.load(get(right), k * two))),
      sums.map((ofRow, j) => [
        set(value, f64x2.loadSplat(get(left), j * one)),
        ofRow.map((sum, k) => set(sum, f64x2.add(get(sum), f64x2.mul(get(value), get(columns[k]))))),
      ]),
      advance(left, get(stride)),
      advance(right, get(stride)),
    ]),
    eachSum((sum, j, k) => f64x2.store(get(at[j]), get(sum), k * two)),
  ]
  return { name: 'addTile', params, locals: locals.types, body }
}

export const kernelCode = (): readonly Func[] => [residuals(), addWeightedRows(), addTile()]
