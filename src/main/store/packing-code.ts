import {
  advance,
  either,
  f64,
  get,
  i64,
  int,
  isBelow,
  loop,
  minus,
  set,
  type Code,
  type Func,
  type ValueType,
} from '@core/kernels/wasm'

/** What packing does with each value. All pointers are byte addresses in the module's memory. */
export interface PackingCode {
  /**
   * Of the values from `at` to `end`, writes into `out` by how much they are off what is guessed,
   * as numbers whose high bytes are zeros where little is missing; into `all`, the bits that any has.
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

const word = 8

/**
 * The bits of value[-base] + slope (value[-lag] - value[-2 lag]), distances in bytes; zero where that is
 * not finite, because what a NaN's bits are is up to the machine.
 */
function guessFor(at: number, base: number, lag: number, slope: number, guess: number, spread: number): Code {
  const back = (distance: Code): Code => f64.load(minus(get(at), distance))
  const difference = f64.sub(back(get(lag)), f64.load(minus(minus(get(at), get(lag)), get(lag))))
  return [
    set(guess, f64.add(back(get(base)), f64.mul(get(slope), difference))),
    set(spread, f64.sub(get(guess), get(guess))),
  ]
}

const bitsOfGuess = (guess: number, spread: number): Code =>
  either(f64.isEqual(get(spread), get(spread)), i64.bitsOf(get(guess)), i64.constant(0))

function misses(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'f64', 'i32', 'i32']
  const [at, end, base, lag, slope, out, all, guess, spread, miss, bits] = Array(11).keys()
  const body: Code = [
    loop(isBelow(get(at), get(end)), [
      guessFor(at, base, lag, slope, guess, spread),
      set(miss, i64.sub(i64.load(get(at)), bitsOfGuess(guess, spread))),
      // The sign goes to the low end, so that small numbers of both signs are small.
      set(
        miss,
        i64.xor(i64.shiftLeft(get(miss), i64.constant(1)), i64.shiftRight(get(miss), i64.constant(63))),
      ),
      i64.store(get(out), get(miss)),
      set(bits, i64.or(get(bits), get(miss))),
      advance(at, int(word)),
      advance(out, int(word)),
    ]),
    i64.store(get(all), get(bits)),
  ]
  return { name: 'misses', params, locals: ['f64', 'f64', 'i64', 'i64'], body }
}

function narrow(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32']
  const [at, end, out, width] = params.keys()
  const body = loop(isBelow(get(at), get(end)), [
    i64.store(get(out), i64.load(get(at))),
    advance(at, int(word)),
    advance(out, get(width)),
  ])
  return { name: 'narrow', params, locals: [], body }
}

function restore(): Func {
  const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64']
  const [at, width, mask, out, end, base, lag, slope, guess, spread, miss] = Array(11).keys()
  const body = loop(isBelow(get(out), get(end)), [
    guessFor(out, base, lag, slope, guess, spread),
    set(miss, i64.and(i64.load(get(at)), i64.load(get(mask)))),
    set(
      miss,
      i64.xor(
        i64.shiftRightUnsigned(get(miss), i64.constant(1)),
        i64.sub(i64.constant(0), i64.and(get(miss), i64.constant(1))),
      ),
    ),
    i64.store(get(out), i64.add(bitsOfGuess(guess, spread), get(miss))),
    advance(at, get(width)),
    advance(out, int(word)),
  ])
  return { name: 'restore', params, locals: ['f64', 'f64', 'i64'], body }
}

export const packingCode = (): readonly Func[] => [misses(), narrow(), restore()]
