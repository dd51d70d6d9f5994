import Table from 'cli-table3'
import { plain } from '@core/plain-text'
import { runStatuses } from '@core/run-statuses'
import type { SweepDetail, SweepResults } from '../../contract'
import type { Lab } from '../../lab/lab'
import { tournamentSummary } from './tournament-summary'

/** A point of a method's design on a problem, over its seeds. */
interface Point {
  readonly method: number
  readonly problem: number
  readonly trial: number
  /** Where one of its runs stands in the results. */
  readonly at: number
  readonly losses: number[]
}

const diverged = runStatuses.indexOf('diverged')
const failed = runStatuses.indexOf('failed')

/** A loss that is no number is worse than any that is. */
const order = (loss: number): number => (Number.isNaN(loss) ? Infinity : loss)

function median(values: readonly number[]): number {
  const sorted = values.map(order).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value)

function pointsOf(results: SweepResults): readonly Point[] {
  const points = new Map<string, Point>()
  for (let at = 0; at < results.count; at++) {
    const [method, problem, trial] = [results.method[at], results.problem[at], results.trial[at]]
    const key = [method, problem, trial].join()
    const point = points.get(key) ?? { method, problem, trial, at, losses: [] }
    point.losses.push(results.finalLoss[at])
    points.set(key, point)
  }
  return [...points.values()]
}

function settingsText({ axes }: SweepDetail, results: SweepResults, { method, at }: Point): string {
  return axes
    .flatMap(({ run, path, axis }, index) => {
      if (run !== method) return []
      const number = results.values[index][at]
      const value =
        axis.kind === 'list' ? (axis.values.includes(number) ? number : axis.values[number]) : number
      return [`${path.split('.').at(-1)} ${typeof value === 'number' ? short(value) : String(value)}`]
    })
    .join(', ')
}

/**
 * What a person reads after a sweep: for each method on each problem its best point by the median of its
 * final losses; of a tournament how it came out.
 */
export async function sweepSummary(lab: Lab, sweep: number): Promise<string> {
  const detail = await lab.handlers['sweeps.get']({ sweep })
  const results = await lab.handlers['sweeps.results']({ sweep, first: 0, limit: 1_000_000 })
  const told = tournamentSummary(detail, results)
  if (told !== undefined) return told
  const table = new Table({
    head: ['problem', 'method', 'runs', 'diverged', 'failed', 'best point', 'seeds', 'median final loss'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  const points = pointsOf(results)
  const counted = (method: number, problem: number, status: number | undefined): number =>
    results.status.filter(
      (found, at) =>
        results.method[at] === method &&
        results.problem[at] === problem &&
        (status === undefined || found === status),
    ).length
  for (const [problem, problemLabel] of detail.problemLabels.entries()) {
    for (const [method, label] of detail.methods.entries()) {
      const own = points.filter((point) => point.method === method && point.problem === problem)
      const [best] = own
        .map((point) => ({ point, loss: median(point.losses) }))
        .sort((a, b) => a.loss - b.loss || a.point.trial - b.point.trial)
      table.push([
        plain(problemLabel),
        plain(label),
        counted(method, problem, undefined),
        counted(method, problem, diverged),
        counted(method, problem, failed),
        best ? settingsText(detail, results, best.point) : '',
        best ? best.point.losses.length : 0,
        best ? short(best.loss) : '',
      ])
    }
  }
  return table.toString()
}
