/** Shares of what was solved against what it cost: steps that rise, never to 1 where something was not solved. */
import { costOf, restarts, type Attempt } from './attempts'

export interface Profile {
  /** Ascending and finite; the share holds from there to the next. Before the first it is 0. */
  readonly x: readonly number[]
  readonly share: readonly number[]
}

/** The empirical distribution of costs, of which those that are Infinity are never reached but count. */
export function stepsOf(costs: readonly number[]): Profile {
  const sorted = costs.filter(Number.isFinite).sort((a, b) => a - b)
  const ends = sorted.flatMap((cost, k) => (cost === sorted[k + 1] ? [] : [k]))
  return { x: ends.map((k) => sorted[k]), share: ends.map((k) => (k + 1) / costs.length) }
}

/** The share solved at a cost of at most x. */
export function shareAt({ x, share }: Profile, at: number): number {
  const next = x.findIndex((cost) => cost > at)
  return next === 0 || x.length === 0 ? 0 : share[(next < 0 ? x.length : next) - 1]
}

/**
 * COCO's ECDF of running times over every (problem, target, seed) together. With `restartsOf`, runs that
 * did not reach a target go on from a start that another one had: simulated restarts.
 *
 * @param attempts a list to every (problem, target) of its runs
 */
export function runtimeProfile(
  attempts: readonly (readonly Attempt[])[],
  simulated?: { readonly count: number; readonly seed: number },
): Profile {
  return stepsOf(
    attempts.flatMap((ofOne, i) =>
      simulated ? restarts(ofOne, simulated.count, (simulated.seed + i) >>> 0) : ofOne.map(costOf),
    ),
  )
}

/** What every method spent on a problem; Infinity where it did not reach the target. */
export type CostRow = readonly number[]

/** The costs of one problem, a list of runs to each method, by a statistic of them such as the median. */
export const costRow = (
  methods: readonly (readonly Attempt[])[],
  statistic: (costs: readonly number[]) => number,
): CostRow => methods.map((attempts) => statistic(attempts.map(costOf)))

/**
 * Data profiles: of each method the share of problems that it solved within a budget of so many times
 * the problem's parameters and one, which is what a gradient by differences costs.
 *
 * More & Wild 2009, SIAM J. Optim. 20, 172-191, (2.7).
 *
 * @param rows a row of costs to each problem
 * @param dimensions the parameters of each problem
 */
export function dataProfiles(rows: readonly CostRow[], dimensions: readonly number[]): readonly Profile[] {
  return columnsOf(rows.map((row, problem) => row.map((cost) => cost / (dimensions[problem] + 1))))
}

/**
 * Performance profiles: of each method the share of problems that it solved at no more than so many
 * times the cost of the best method of that problem.
 *
 * Dolan & More 2002, "Benchmarking optimization software with performance profiles", Math. Programming 91, 201-213.
 */
export function performanceProfiles(rows: readonly CostRow[]): readonly Profile[] {
  const ratio = (cost: number, best: number): number => (cost === best ? 1 : cost / best)
  return columnsOf(
    rows.map((row) => {
      const best = Math.min(...row)
      return row.map((cost) => (Number.isFinite(cost) ? ratio(cost, best) : Infinity))
    }),
  )
}

const columnsOf = (rows: readonly CostRow[]): readonly Profile[] =>
  (rows[0] ?? []).map((_, method) => stepsOf(rows.map((row) => row[method])))
