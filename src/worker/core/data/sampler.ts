import { unheard, type Pulse } from '../pulse'
import { RandomState, streamOf, type RandomSnapshot } from './random'

/**
 * How batches are drawn: `shuffle` goes through all rows in a fresh order every epoch,
 * the epoch's last batch may be smaller; `replacement` draws every row independently.
 */
export const samplings = ['shuffle', 'replacement'] as const
export type Sampling = (typeof samplings)[number]

/** What a run draws its batches by, as in the experiment file. */
export interface Drawing {
  readonly batch: 'full' | number
  readonly sampling: Sampling
}

/** Bytes of the order of rows that a run draws its batches from. */
export function bytesOfOrder(rows: number, { batch, sampling }: Drawing): number {
  if (batch === 'full') return 0
  return (sampling === 'shuffle' ? rows : batch) * Int32Array.BYTES_PER_ELEMENT
}

/** Where a sampler stands, as plain data. */
export interface SamplerSnapshot {
  readonly rows: number
  readonly batch: number
  readonly sampling: Sampling
  readonly order: readonly number[]
  readonly to: number
  readonly random: RandomSnapshot
}

/** Batches of row indices. After `next()`, the batch is `rows[from..to)`. */
export interface Sampler {
  /** Reused: read it before the next call of `next()`. */
  readonly rows: Int32Array
  readonly from: number
  readonly to: number
  /** Draws the next batch; allocates nothing. */
  next(): void
  save(): SamplerSnapshot
}

/**
 * Batches of `batch` out of `rows` rows, on the seed's own `shuffle` stream.
 * With `shuffle`, a batch larger than the data is the data.
 */
export function createSampler(
  rows: number,
  batch: number,
  sampling: Sampling,
  seed: number,
  pulse: Pulse = unheard,
): Sampler {
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`rows must be an integer >= 1, got ${rows}`)
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`batch must be an integer >= 1, got ${batch}`)
  const random = streamOf(seed, 'shuffle')
  if (sampling === 'replacement') return replacing(rows, batch, new Int32Array(batch), 0, random)
  const order = new Int32Array(rows)
  for (let row = 0; row < rows; row++) order[row] = row
  return shuffling(batch, order, rows, random, pulse)
}

/** A sampler that goes on exactly where the saved one stood. */
export function restoreSampler(snapshot: SamplerSnapshot, pulse: Pulse = unheard): Sampler {
  const { rows, batch, to } = snapshot
  const random = RandomState.restore(snapshot.random)
  const order = Int32Array.from(snapshot.order)
  return snapshot.sampling === 'replacement'
    ? replacing(rows, batch, order, to, random)
    : shuffling(batch, order, to, random, pulse)
}

function shuffling(batch: number, order: Int32Array, to: number, random: RandomState, pulse: Pulse): Sampler {
  const sampler = {
    rows: order,
    from: to,
    to,
    next() {
      if (sampler.to === order.length) {
        random.shuffle(order, pulse)
        sampler.to = 0
      }
      sampler.from = sampler.to
      sampler.to = Math.min(sampler.from + batch, order.length)
    },
    save: (): SamplerSnapshot => ({
      rows: order.length,
      batch,
      sampling: 'shuffle',
      order: Array.from(order),
      to: sampler.to,
      random: random.save(),
    }),
  }
  return sampler
}

function replacing(rows: number, batch: number, drawn: Int32Array, to: number, random: RandomState): Sampler {
  const sampler = {
    rows: drawn,
    from: 0,
    to,
    next() {
      for (let i = 0; i < batch; i++) drawn[i] = random.below(rows)
      sampler.to = batch
    },
    save: (): SamplerSnapshot => ({
      rows,
      batch,
      sampling: 'replacement',
      order: Array.from(drawn),
      to: sampler.to,
      random: random.save(),
    }),
  }
  return sampler
}

/**
 * How many passes over the data `updates` updates have made. An update on the whole
 * objective, or on one without data, counts as one.
 */
export function epochOf(
  updates: number,
  batch: 'full' | number,
  rows: number,
  sampling: Sampling = 'shuffle',
): number {
  if (batch === 'full' || rows === 0) return updates
  if (sampling === 'replacement') return (updates * batch) / rows
  const batchesAnEpoch = Math.ceil(rows / batch)
  const seenThisEpoch = Math.min((updates % batchesAnEpoch) * batch, rows)
  return Math.floor(updates / batchesAnEpoch) + seenThisEpoch / rows
}
