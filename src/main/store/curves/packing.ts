import { compile } from '@core/wasm/instance'
import { blockPoints } from './blocks'
import { bytesPerNumber } from '../bytes'
import { packingCode, type PackingCode } from './packing-code'

/**
 * Packs values so that all their bits come back. A curve is smooth, or smooth every other point,
 * over long stretches: there, what a value adds to what those before it let one guess is a few low
 * bytes. The idea is FPC's (Burtscher and Ratanaworabhan 2009, FPC: A High-Speed Compressor for
 * Double-Precision Floating-Point Data) with differences of higher order for its tables.
 *
 * Packed are: one byte, which guess; a byte for every block, how many bytes w a miss has in it; and
 * block by block, so that one can be had alone, the first values as they are and w bytes of every
 * other one's miss, the low ones first.
 */
export interface Packing {
  /** Undefined where it is not worth it. The bytes are good until the packing is used again. */
  pack(values: Float64Array): Uint8Array | undefined
  /** `count` values; undefined where the data can't be those of so many. */
  unpack(data: Uint8Array, count: number): Float64Array | undefined
  /** Block `block` of them. */
  unpackBlock(data: Uint8Array, count: number, block: number): Float64Array | undefined
}

/** A value is taken for value[-base] + slope (value[-lag] - value[-2 lag]). */
interface Guess {
  readonly base: number
  readonly lag: number
  readonly slope: number
  /** Values of a block that nothing can be guessed for: an even number. */
  readonly seeds: number
}

/** As the value before, on the line through two, on the parabola through three; and the same of every other value. */
const guesses: readonly Guess[] = [1, 2].flatMap((lag) => [
  { base: lag, lag, slope: 0, seeds: 2 * lag },
  { base: lag, lag, slope: 1, seeds: 2 * lag },
  { base: 3 * lag, lag, slope: 3, seeds: 2 * lag + 2 },
])

/** Of all bytes, what must be saved at the least. */
const worthwhile = 1 / 8
/** Blocks by which the guess is chosen. */
const samples = 2
const blockBytes = blockPoints * bytesPerNumber

const bytes = (numbers: number): number => numbers * bytesPerNumber

/** @param most values at once, a whole number of blocks */
export function createPacking(most: number): Packing {
  const make = compile<PackingCode>(packingCode())
  if (!make) throw new Error('curves are packed by WebAssembly, which is missing here')
  const valuesAt = 0
  const missesAt = valuesAt + bytes(most)
  const allAt = missesAt + blockBytes
  const maskAt = allAt + 2 * bytesPerNumber
  const packedAt = maskAt + bytesPerNumber
  // What is written over the end of a block, or read over it, is of no matter.
  const { buffer, exports } = make(packedAt + 1 + most / blockPoints + bytes(most) + bytesPerNumber)
  const values = new Float64Array(buffer, valuesAt, most)
  const memory = new Uint8Array(buffer)
  const all = new Uint32Array(buffer, allAt, 4)

  /** Bytes that the misses of a block have, which are then in their place. */
  function widthOf(block: number, { base, lag, slope, seeds }: Guess): number {
    const start = valuesAt + block * blockBytes
    exports.misses(start + bytes(seeds), start + blockBytes, bytes(base), bytes(lag), slope, missesAt, allAt)
    const low = all[0] | all[2]
    const high = all[1] | all[3]
    return high === 0 ? 4 - (Math.clz32(low) >> 3) : 8 - (Math.clz32(high) >> 3)
  }

  /** The best guess; undefined where none is good. */
  function choose(blocks: number): number | undefined {
    const sampled = Array.from({ length: samples }, (_, k) => Math.floor(((blocks - 1) * k) / (samples - 1)))
    let best: number | undefined
    let least = (1 - worthwhile) * samples * bytesPerNumber
    for (const [index, guess] of guesses.entries()) {
      // Values far off the one before may be like every other one; those near it are not nearer to that.
      if (guess.lag > 1 && least <= (samples * bytesPerNumber) / 4) break
      const width = sampled.reduce((sum, block) => sum + widthOf(block, guess), 0)
      if (width > least || (best !== undefined && width === least)) continue
      best = index
      least = width
    }
    return best
  }

  /** Writes a block to `at`. @returns where it ends */
  function packBlock(block: number, width: number, { seeds }: Guess, at: number): number {
    const start = valuesAt + block * blockBytes
    const kept = bytes(seeds)
    memory.copyWithin(at, start, start + kept)
    const count = blockPoints - seeds
    exports.narrow(missesAt, missesAt + bytes(count), at + kept, width)
    return at + kept + count * width
  }

  /** Makes a block from `at`, in its place among the values. */
  function unpackBlockAt(at: number, block: number, width: number, guess: Guess): void {
    const { base, lag, slope, seeds } = guess
    const start = valuesAt + block * blockBytes
    const kept = bytes(seeds)
    memory.copyWithin(start, at, at + kept)
    memory.fill(0xff, maskAt, maskAt + width).fill(0, maskAt + width, maskAt + bytesPerNumber)
    const from = start + kept
    exports.restore(at + kept, width, maskAt, from, start + blockBytes, bytes(base), bytes(lag), slope)
  }

  /** Where a block of some packed data begins and how wide its misses are, for every block; the end comes last. */
  function* layout(
    data: Uint8Array,
    blocks: number,
    { seeds }: Guess,
  ): Generator<readonly [at: number, width: number]> {
    let at = 1 + blocks
    for (const width of data.subarray(1, 1 + blocks)) {
      yield [at, width]
      at += bytes(seeds) + (blockPoints - seeds) * width
    }
    yield [at, 0]
  }

  /** Makes those blocks of some packed data that are wanted. */
  function unpackSome(data: Uint8Array, count: number, from: number, to: number): Float64Array | undefined {
    const guess = guesses.at(data[0])
    const blocks = count / blockPoints
    if (!guess || !Number.isInteger(blocks) || count > most) return undefined
    const [...places] = layout(data, blocks, guess)
    const isWhole = places.length === blocks + 1 && places[blocks][0] === data.length
    if (!isWhole || places.some(([, width]) => width > bytesPerNumber)) return undefined
    memory.set(data, packedAt)
    for (let block = from; block < to; block++) {
      const [at, width] = places[block]
      unpackBlockAt(packedAt + at, block, width, guess)
    }
    return values.slice(from * blockPoints, to * blockPoints)
  }

  return {
    pack(given) {
      values.set(given)
      const blocks = given.length / blockPoints
      const chosen = choose(blocks)
      if (chosen === undefined) return undefined
      const guess = guesses[chosen]
      memory[packedAt] = chosen
      let at = packedAt + 1 + blocks
      for (let block = 0; block < blocks; block++) {
        const width = widthOf(block, guess)
        memory[packedAt + 1 + block] = width
        at = packBlock(block, width, guess, at)
      }
      const size = at - packedAt
      return size > (1 - worthwhile) * bytes(given.length) ? undefined : memory.subarray(packedAt, at)
    },

    unpack: (data, count) => unpackSome(data, count, 0, count / blockPoints),

    unpackBlock: (data, count, block) => unpackSome(data, count, block, block + 1),
  }
}
