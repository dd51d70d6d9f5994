import { lastAtOrBelow } from './sequence'

/** What the time of a replay is spread over evenly. */
export type Pace = 'update' | 'log' | 'loss'

/** What a replay needs of a curve: point k of both arrays belongs together, iterations ascend. */
export interface Replayed {
  readonly iterations: Float64Array
  readonly losses: Float64Array
  /** True: the run looks for the highest value. */
  readonly climbs?: boolean
}

/** Which update is on show when a share of the replay, from 0 to 1, is over. */
export interface Timeline {
  /** The last update. */
  readonly last: number
  /** A whole number from 0 to `last`; never decreases. */
  at(share: number): number
  /** The share after which `at` comes to the update. */
  shareOf(iteration: number): number
}

/** In `loss`, the part of the time that is spread by the log of the update, so that nothing stands still. */
const restless = 0.15
/** Progress is followed down to this part of the whole way. */
const finest = 1e-6
/** Updates at which progress is looked up, of each spacing; between them it is taken to be even. */
const gridSize = 512

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

const logShare = (iteration: number, last: number): number => Math.log1p(iteration) / Math.log1p(last)

/** Whole updates from 0 to `last`, ascending, as dense near the start as all along. */
function gridOf(last: number): Float64Array {
  const marks = new Set<number>([0, last])
  for (let index = 1; index < gridSize; index++) {
    const share = index / gridSize
    marks.add(Math.round(last * share))
    marks.add(Math.round(Math.expm1(Math.log1p(last) * share)))
  }
  return Float64Array.from(marks).sort()
}

/** The best loss up to each update of the grid, lower being better; NaN before the first finite one. */
function bestAlong({ iterations, losses, climbs }: Replayed, grid: Float64Array): Float64Array {
  const sign = climbs ? -1 : 1
  let best = NaN
  let point = 0
  return grid.map((iteration) => {
    for (; point < iterations.length && iterations[point] <= iteration; point++) {
      const loss = sign * losses[point]
      if (Number.isFinite(loss) && !(best <= loss)) best = loss
    }
    return best
  })
}

/**
 * How much of the way from its first to its best loss a run has made by each update of the grid, from
 * 0 to 1, by orders of magnitude of what is left of it; undefined for a run that makes none.
 */
function progressAlong(curve: Replayed, grid: Float64Array): Float64Array | undefined {
  const best = bestAlong(curve, grid)
  const first = best.find((value) => !Number.isNaN(value)) ?? NaN
  const whole = first - best[best.length - 1]
  if (!(whole > 0 && whole < Infinity)) return undefined
  const orders = Math.log(1 + 1 / finest)
  return best.map((value) => {
    const left = Number.isNaN(value) ? 1 : (value - best[best.length - 1]) / whole
    return 1 - Math.log1p(left / finest) / orders
  })
}

/** The share of the time by which each update of the grid is on show. */
function sharesByLoss(curves: readonly Replayed[], grid: Float64Array): Float64Array {
  const last = grid[grid.length - 1]
  const ways = curves.map((curve) => progressAlong(curve, grid)).filter((way) => way !== undefined)
  return grid.map((iteration, index) => {
    const even = logShare(iteration, last)
    if (ways.length === 0) return even
    const mean = ways.reduce((sum, way) => sum + way[index], 0) / ways.length
    return restless * even + (1 - restless) * mean
  })
}

function timelineByLoss(curves: readonly Replayed[], last: number): Timeline {
  const grid = gridOf(last)
  const shares = sharesByLoss(curves, grid)
  /** The value in `to` that lies where `value` lies in `from`. */
  function between(value: number, from: Float64Array, to: Float64Array): number {
    const index = within(lastAtOrBelow(from, value), 0, from.length - 2)
    const part = (value - from[index]) / (from[index + 1] - from[index])
    return to[index] + within(part, 0, 1) * (to[index + 1] - to[index])
  }
  return {
    last,
    at: (share) => Math.round(between(within(share, 0, 1), shares, grid)),
    shareOf: (iteration) => within(between(within(iteration, 0, last), grid, shares), 0, 1),
  }
}

/** From the start to `last`, the newest update of the curves; those whose losses are not at hand are left out. */
export function timelineOf(pace: Pace, last: number, curves: readonly Replayed[]): Timeline {
  if (last <= 0) return { last: 0, at: () => 0, shareOf: () => 1 }
  if (pace === 'loss') return timelineByLoss(curves, last)
  if (pace === 'update')
    return {
      last,
      at: (share) => Math.round(last * within(share, 0, 1)),
      shareOf: (iteration) => within(iteration, 0, last) / last,
    }
  return {
    last,
    at: (share) => Math.round(within(Math.expm1(Math.log1p(last) * within(share, 0, 1)), 0, last)),
    shareOf: (iteration) => logShare(within(iteration, 0, last), last),
  }
}

/** Milliseconds for which a replay that goes round rests on its last update. */
export const loopRest = 700

/** The share of a replay that is over after some milliseconds of it; `undefined` once it is at its end. */
export function shareAfter(elapsed: number, duration: number, loop: boolean): number | undefined {
  if (loop) return Math.min(1, (elapsed % (duration + loopRest)) / duration)
  return elapsed < duration ? elapsed / duration : undefined
}
