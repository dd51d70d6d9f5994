import { createGlobalState, useLocalStorage } from '@vueuse/core'
import { firstWhere } from '@core/bisection'
import { endedByItself } from '@core/run-statuses'
import type { RunRecord } from '../../main/contract'
import type { Curve } from './curves/curves'
import { evaluationsAt, formatEvaluations } from './evaluations'
import { formatCount, formatDuration, formatNumber } from './format'
import type { Reached } from './target'

/** What a run spends: a fair race is one in which all have spent the same. */
export const costs = [
  { value: 'updates', label: 'Updates' },
  { value: 'evaluations', label: 'Evaluations' },
  { value: 'time', label: 'Computing time' },
] as const
export type Cost = (typeof costs)[number]['value']

/** What runs are ranked and the first one to a target is found by. */
export const useRaceCost = createGlobalState(() => useLocalStorage<Cost>('descent-lab.race-cost', 'updates'))

type Racer = Pick<
  RunRecord,
  'status' | 'iterations' | 'duration' | 'batch' | 'rows' | 'sampling' | 'series' | 'gradientEvaluations'
>

/**
 * What a run had spent after so many updates, in milliseconds where it is time; undefined where that is
 * not known. Time is measured for the whole run: each update counts as having taken the same.
 */
export function spentAfter(
  run: Racer,
  iteration: number,
  curve: Curve | undefined,
  cost: Cost,
): number | undefined {
  if (cost === 'updates') return iteration
  if (cost === 'evaluations') return evaluationsAt(run, iteration, curve)
  if (iteration === 0) return 0
  return run.duration > 0 ? (run.duration * iteration) / run.iterations : undefined
}

/**
 * What every run can be granted at the playhead: the least that one of those has spent that would have gone
 * on; where all came to an end of their own, the most. Undefined where that is known of none.
 * @param playhead undefined: at the newest update of each
 */
export function commonBudget(
  runs: readonly (Racer & Pick<RunRecord, 'id'>)[],
  curves: ReadonlyMap<number, Curve>,
  playhead: number | undefined,
  cost: Cost,
): number | undefined {
  const spent = runs.flatMap((run) => {
    const iteration = Math.min(playhead ?? Infinity, run.iterations)
    const amount = spentAfter(run, iteration, curves.get(run.id), cost)
    const goesOn = iteration < run.iterations || !endedByItself(run.status)
    return amount === undefined ? [] : [{ amount, goesOn }]
  })
  const going = spent.filter(({ goesOn }) => goesOn).map(({ amount }) => amount)
  if (going.length > 0) return Math.min(...going)
  return spent.length > 0 ? Math.max(...spent.map(({ amount }) => amount)) : undefined
}

/** The last recorded update that a run makes within the budget; undefined where its cost is not known. */
export function updateWithin(run: Racer, curve: Curve, budget: number, cost: Cost): number | undefined {
  const { iterations } = curve.whole ?? curve
  if (iterations.length === 0) return undefined
  const isBeyond = (index: number): boolean => {
    const spent = spentAfter(run, iterations.at(index) ?? NaN, curve, cost)
    return spent !== undefined && spent > budget
  }
  const last = firstWhere(0, iterations.length, isBeyond) - 1
  const iteration = last < 0 ? undefined : iterations.at(last)
  const isKnown = iteration !== undefined && spentAfter(run, iteration, curve, cost) !== undefined
  return isKnown ? iteration : undefined
}

/** `120 updates`, `120 evaluations`, `3.2 ms`. */
export function costText(amount: number, cost: Cost): string {
  if (cost === 'time') return formatDuration(amount)
  const count = cost === 'updates' ? formatCount(amount) : formatEvaluations(amount)
  return `${count} ${amount === 1 ? cost.slice(0, -1) : cost}`
}

/** A run on its way to a target. */
export interface Arrival {
  readonly label: string
  /** What it spent to get there; undefined: it does not get there, or its cost is not known. */
  readonly spent: number | undefined
  /** False while that is still being looked for. */
  readonly known: boolean
}

/** Each run's way to the target, those first that spent least. */
export function arrivals(
  runs: readonly (Racer & Pick<RunRecord, 'id' | 'label'>)[],
  curves: ReadonlyMap<number, Curve>,
  reached: ReadonlyMap<number, Reached | undefined>,
  cost: Cost,
): readonly Arrival[] {
  return runs
    .map((run) => {
      const at = reached.get(run.id)
      const spent = at && spentAfter(run, at.iteration, curves.get(run.id), cost)
      return { label: run.label, spent, known: reached.has(run.id) }
    })
    .sort((one, other) => (one.spent ?? Infinity) - (other.spent ?? Infinity) || 0)
}

const listOf = new Intl.ListFormat('en')

/** Who is first to the target, in a sentence: `GD is first, with 3 updates; Adam needs 2.5 times as many`. */
export function winnerText(all: readonly Arrival[], cost: Cost): string {
  if (all.some(({ known }) => !known)) return 'Looking for the first to get there'
  const there = all.filter((arrival): arrival is Arrival & { spent: number } => arrival.spent !== undefined)
  if (there.length === 0) return 'No run gets there'
  const least = there[0].spent
  const first = there.filter(({ spent }) => spent === least).map(({ label }) => label)
  const how = `${listOf.format(first)} ${first.length === 1 ? 'is' : 'are'} first, with ${costText(least, cost)}`
  const next = there.at(first.length)
  if (all.length === first.length) return how
  if (!next)
    return `${how}; ${all.length - first.length === 1 ? 'the other one does' : 'the others do'} not get there`
  if (least === 0) return `${how}; ${next.label} needs ${costText(next.spent, cost)}`
  const times = formatNumber(Number((next.spent / least).toPrecision(2)))
  return `${how}; ${next.label} needs ${times} times as ${cost === 'time' ? 'long' : 'many'}`
}
