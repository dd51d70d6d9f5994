import { unheard, type Pulse } from '../pulse'
import { exactLog } from './log'
/** A generator's whole state as plain data: survives JSON and structured cloning. */
export interface RandomSnapshot {
  readonly key: readonly number[]
  readonly position: number
  /** The second Gaussian of the last pair, if it has not been handed out yet. */
  readonly gaussian: number | null
}

/** Seeds are integers from 0 to this one, as numpy's. */
export const maxSeed = 0xffffffff

const size = 624
const shift = 397
const upperBit = 0x80000000
const lowerBits = 0x7fffffff
const twist = 0x9908b0df
/** A millisecond of shuffling, or a few. */
const itemsAPulse = 2 ** 15

/**
 * MT19937 as numpy's `RandomState`, number for number: the same seed gives the same
 * integers, 53-bit doubles, legacy polar Gaussians and shuffles.
 *
 * Matsumoto & Nishimura 1998, "Mersenne Twister", ACM TOMACS 8(1).
 */
export class RandomState {
  private readonly key = new Uint32Array(size)
  private position = size
  private gaussian: number | null = null

  /** @param seed an integer in [0, 2^32), as numpy's `RandomState(seed)` */
  constructor(seed: number) {
    this.fill(checkedSeed(seed))
  }

  /** As numpy's `RandomState([...])`: `init_by_array` of the reference implementation. */
  static fromArray(words: readonly number[]): RandomState {
    const random = new RandomState(19650218)
    random.mix(words)
    return random
  }

  static restore(snapshot: RandomSnapshot): RandomState {
    const random = new RandomState(0)
    random.key.set(snapshot.key)
    random.position = snapshot.position
    random.gaussian = snapshot.gaussian
    return random
  }

  save(): RandomSnapshot {
    return { key: Array.from(this.key), position: this.position, gaussian: this.gaussian }
  }

  /** Uniform on the integers [0, 2^32). */
  uint32(): number {
    if (this.position === size) this.refill()
    let word = this.key[this.position++]
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    word ^= word >>> 18
    return word >>> 0
  }

  /** Uniform on [0, 1) with 53 random bits: numpy's `random_sample()`. */
  double(): number {
    const high = this.uint32() >>> 5
    const low = this.uint32() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** Standard normal by Marsaglia's polar method: numpy's `randn()`. */
  normal(): number {
    if (this.gaussian !== null) {
      const kept = this.gaussian
      this.gaussian = null
      return kept
    }
    for (;;) {
      const a = 2 * this.double() - 1
      const b = 2 * this.double() - 1
      const square = a * a + b * b
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * exactLog(square)) / square)
      // numpy hands out the second of the pair first.
      this.gaussian = factor * a
      return factor * b
    }
  }

  /** Uniform on the integers [0, limit), limit at most 2^32, without bias. */
  below(limit: number): number {
    const last = limit - 1
    if (last === 0) return 0
    const mask = 0xffffffff >>> Math.clz32(last)
    for (;;) {
      const drawn = (this.uint32() & mask) >>> 0
      if (drawn <= last) return drawn
    }
  }

  /** Fisher-Yates in place: numpy's `RandomState.shuffle`. */
  shuffle(items: Int32Array, pulse: Pulse = unheard): void {
    for (let i = items.length - 1; i > 0; i--) {
      if (i % itemsAPulse === 0) pulse()
      const j = this.below(i + 1)
      const swapped = items[i]
      items[i] = items[j]
      items[j] = swapped
    }
  }

  /** `init_genrand` of the reference implementation. */
  private fill(seed: number): void {
    const { key } = this
    key[0] = seed
    for (let i = 1; i < size; i++) {
      const previous = key[i - 1] ^ (key[i - 1] >>> 30)
      key[i] = Math.imul(1812433253, previous) + i
    }
  }

  /** The mixing passes of `init_by_array`, over a state seeded with 19650218. */
  private mix(words: readonly number[]): void {
    const { key } = this
    let i = 1
    let j = 0
    for (let k = Math.max(size, words.length); k > 0; k--) {
      const previous = key[i - 1] ^ (key[i - 1] >>> 30)
      key[i] = (key[i] ^ Math.imul(previous, 1664525)) + words[j] + j
      j = (j + 1) % words.length
      if (++i === size) {
        key[0] = key[size - 1]
        i = 1
      }
    }
    for (let k = size - 1; k > 0; k--) {
      const previous = key[i - 1] ^ (key[i - 1] >>> 30)
      key[i] = (key[i] ^ Math.imul(previous, 1566083941)) - i
      if (++i === size) {
        key[0] = key[size - 1]
        i = 1
      }
    }
    key[0] = upperBit
  }

  /** The next 624 words of the recurrence. */
  private refill(): void {
    const { key } = this
    const wrap = size - shift
    for (let i = 0; i < wrap; i++) key[i] = key[i + shift] ^ twisted(key[i], key[i + 1])
    for (let i = wrap; i < size - 1; i++) key[i] = key[i - wrap] ^ twisted(key[i], key[i + 1])
    key[size - 1] = key[shift - 1] ^ twisted(key[size - 1], key[0])
    this.position = 0
  }
}

function twisted(word: number, next: number): number {
  const mixed = (word & upperBit) | (next & lowerBits)
  return (mixed >>> 1) ^ (mixed & 1 ? twist : 0)
}

/** What randomness is used for. The numbers seed stored runs: add at the end, never renumber. */
const streams = { data: 1, shuffle: 2, noise: 3, start: 4, design: 5, resample: 6 } as const

export type StreamName = keyof typeof streams

/**
 * A stream of its own for each use of one seed, so that drawing more of one (other
 * batches, say) leaves the others as they were. One that is read at any place, not from its
 * beginning only, comes in numbered parts.
 */
export function streamOf(seed: number, name: StreamName, part?: number): RandomState {
  return RandomState.fromArray([checkedSeed(seed), streams[name], ...(part === undefined ? [] : [part])])
}

function checkedSeed(seed: number): number {
  if (!Number.isInteger(seed) || seed < 0 || seed > maxSeed) {
    throw new RangeError(`a seed is an integer from 0 to ${maxSeed}, got ${seed}`)
  }
  return seed
}
