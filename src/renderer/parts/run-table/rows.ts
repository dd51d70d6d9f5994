import type { RunRecord, RunStatus } from '../../../main/contract'
import { statusLooks } from '../../model/format'

/** A line of the table: a run, or the heading of the runs that were started together. */
export type Row =
  | { readonly kind: 'run'; readonly id: string; readonly run: RunRecord; readonly grouped: boolean }
  | {
      readonly kind: 'launch'
      readonly id: string
      readonly launch: number
      readonly runs: readonly RunRecord[]
      readonly open: boolean
    }

const lone = new WeakMap<RunRecord, Row>()
const under = new WeakMap<RunRecord, Row>()

/** A run's row; the same object as long as the run is, so that only rows that changed are drawn anew. */
export function runRow(run: RunRecord, grouped = false): Row {
  const known = grouped ? under : lone
  const held = known.get(run)
  if (held) return held
  const row: Row = { kind: 'run', id: String(run.id), run, grouped }
  known.set(run, row)
  return row
}

/**
 * The runs under a heading for each launch. Launches come in the order of their first run,
 * so that sorting by best loss puts the launch with the best run on top.
 */
export function groupRows(runs: readonly RunRecord[], closed: ReadonlySet<number>): readonly Row[] {
  const launches = new Map<number, RunRecord[]>()
  for (const run of runs) {
    const together = launches.get(run.launch)
    if (together) together.push(run)
    else launches.set(run.launch, [run])
  }
  return [...launches].flatMap(([launch, together]): Row[] => {
    const open = !closed.has(launch)
    const heading: Row = { kind: 'launch', id: `launch-${launch}`, launch, runs: together, open }
    return open ? [heading, ...together.map((run) => runRow(run, true))] : [heading]
  })
}

/** The runs a row stands for. */
export const runsOf = (row: Row): readonly RunRecord[] => (row.kind === 'run' ? [row.run] : row.runs)

/** How a launch went: `2 converged, 1 diverged`. */
export function statusSummary(runs: readonly RunRecord[]): string {
  const counts = new Map<RunStatus, number>()
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .map(([status, count]) => `${count} ${statusLooks[status].label.toLowerCase()}`)
    .join(', ')
}

/** The run with the lowest loss; undefined where none has a number. */
export function bestOf(runs: readonly RunRecord[]): RunRecord | undefined {
  return runs.reduce<RunRecord | undefined>((best, run) => {
    if (Number.isNaN(run.bestLoss)) return best
    return best === undefined || run.bestLoss < best.bestLoss ? run : best
  }, undefined)
}
