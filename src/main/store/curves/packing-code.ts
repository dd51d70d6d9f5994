import { Locals, one, two } from '@core/wasm/simd-parts'
import {
  advance,
  either,
  f64,
  f64x2,
  get,
  i64,
  i64x2,
  int,
  isBelow,
  loop,
  minus,
  set,
  type Code,
  type Func,
  type ValueType,
} from '@core/wasm/assembler'

/** What packing does with each value. All pointers are byte addresses in the module's memory. */
export interface PackingCode {
  /**
   * Of the values from `at` to `end`, an even number of them, writes into `out` by how much they are off
   * value[-base] + slope (value[-lag] - value[-2 lag]), distances in bytes, as 64-bit numbers whose high
   * bytes are zeros where little is missing; into `all`, the bits that any has, of every other one apart.
   */
  misses(at: number, end: number, base: number, lag: number, slope: number, out: number, all: number): void
  /** Writes the low `width` bytes of the 64-bit numbers from `at` to `end` side by side, and some bytes more. */
  narrow(at: number, end: number, out: number, width: number): void
  /** Writes values from `out` to `end`: those of which the misses, `width` bytes under `mask`, begin at `at`. */
  restore(
    at: number,
    width: number,
    mask: number,
    out: number,
    end: number,
    base: number,
    lag: number,
    slope: number,
  ): void
}

const back = (at: number, distance: Code): Code => minus(get(at), distance)
const farther = (at: number, distance: Code): Code => minus(back(at, distance), distance)

/** Two values at a time. */
function misses(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'f64', 'i32', 'i32']
  const [at, end, base, lag, slope, out, all] = params.keys()
  const locals = new Locals(params.length)
  const [slopes, guess, spread, miss, bits] = locals.some(5, 'f64x2')
  const { load, add, sub, mul } = f64x2
  const difference = sub(load(back(at, get(lag))), load(farther(at, get(lag))))
  const bitsOfGuess = i64x2.and(get(guess), f64x2.isEqual(get(spread), get(spread)))
  // The sign goes to the low end, so that small numbers of both signs are small.
  const folded = i64x2.xor(i64x2.shiftLeft(get(miss), int(1)), i64x2.shiftRight(get(miss), int(63)))
  const body: Code = [
    set(slopes, f64x2.splat(get(slope))),
    loop(isBelow(get(at), get(end)), [
      set(guess, add(load(back(at, get(base))), mul(get(slopes), difference))),
      // What a NaN's bits are is up to the machine: where the guess is not finite, it is zero.
      set(spread, sub(get(guess), get(guess))),
      set(miss, i64x2.sub(load(get(at)), bitsOfGuess)),
      set(miss, folded),
      f64x2.store(get(out), get(miss)),
      set(bits, i64x2.or(get(bits), get(miss))),
      advance(at, int(two)),
      advance(out, int(two)),
    ]),
    f64x2.store(get(all), get(bits)),
  ]
  return { name: 'misses', params, locals: locals.types, body }
}

function narrow(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32']
  const [at, end, out, width] = params.keys()
  const body = loop(isBelow(get(at), get(end)), [
    i64.store(get(out), i64.load(get(at))),
    advance(at, int(one)),
    advance(out, get(width)),
  ])
  return { name: 'narrow', params, locals: [], body }
}

function restore(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64']
  const [at, width, mask, out, end, base, lag, slope] = params.keys()
  const locals = new Locals(params.length)
  const [guess, spread] = locals.some(2, 'f64')
  const miss = locals.one('i64')
  const { load, add, sub, mul } = f64
  const difference = sub(load(back(out, get(lag))), load(farther(out, get(lag))))
  const isFinite = f64.isEqual(get(spread), get(spread))
  const bitsOfGuess = either(isFinite, i64.bitsOf(get(guess)), i64.constant(0))
  const sign = i64.sub(i64.constant(0), i64.and(get(miss), i64.constant(1)))
  const unfolded = i64.xor(i64.shiftRightUnsigned(get(miss), i64.constant(1)), sign)
  const body = loop(isBelow(get(out), get(end)), [
    set(guess, add(load(back(out, get(base))), mul(get(slope), difference))),
    set(spread, sub(get(guess), get(guess))),
    set(miss, i64.and(i64.load(get(at)), i64.load(get(mask)))),
    set(miss, unfolded),
    i64.store(get(out), i64.add(bitsOfGuess, get(miss))),
    advance(at, get(width)),
    advance(out, int(one)),
  ])
  return { name: 'restore', params, locals: locals.types, body }
}

export const packingCode = (): readonly Func[] => [misses(), narrow(), restore()]
