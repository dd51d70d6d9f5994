import type { Sweep } from '@core/sweep/document'
import { numbersOf, placeOf } from '@core/sweep/packing'
import { sweepRuns } from '@core/sweep/runs'
import { sweepSlots } from '../../../worker/protocol'
import type { SweepPlan } from '../../contract'
import { withoutData } from './bare'
import { withProblems, type WithTable } from './preparing'
import type { SweepThread } from './sweep-thread'

/** Milliseconds that the trial of a few runs may take. */
const patience = 1_000
/** Runs of each method that are tried: the first of a thread tell more of it than of them. */
const tried = 4

/** Milliseconds that a run takes, by method; undefined where none was over in time. */
async function timesOf(
  sweep: Sweep,
  withTable: WithTable,
  thread: SweepThread,
  number: number,
): Promise<readonly (number | undefined)[]> {
  const { trials, indexOf } = sweepRuns(sweep)
  const methods = trials.map((_, method) => method)
  const runs = Uint32Array.from(
    Array.from({ length: tried }, (_, k) =>
      methods.map((method) => {
        const trial = Math.floor(((k + 0.5) / tried) * trials[method])
        return indexOf({ method, problem: 0, trial, seed: 0 }) ?? 0
      }),
    ).flat(),
  )
  const width = numbersOf(sweep.options.targets.length)
  const sums = trials.map(() => ({ runs: 0, milliseconds: 0 }))
  const control = new SharedArrayBuffer(sweepSlots * Int32Array.BYTES_PER_ELEMENT)
  await withProblems(sweep, withTable, ({ tables }) =>
    thread.ask(
      { sweep: number, document: withoutData(sweep), tables, runs, control, within: patience },
      ({ count, numbers }) => {
        for (let index = 0; index < count; index++) {
          const sum = sums[numbers[index * width + placeOf.method]]
          const duration = numbers[index * width + placeOf.duration]
          sum.runs += 1
          // Of equal runs the last is what the others will be like.
          sum.milliseconds = Math.min(sum.runs === 1 ? Infinity : sum.milliseconds, duration)
        }
      },
    ),
  )
  return sums.map(({ runs, milliseconds }) => (runs === 0 ? undefined : milliseconds))
}

/**
 * How many runs a sweep has, and about how long they take.
 * @param number the sweep's own, among the orders that threads get
 * @param threads that the sweep would be on
 */
export async function planOf(
  sweep: Sweep,
  withTable: WithTable,
  thread: SweepThread,
  { number, threads }: { readonly number: number; readonly threads: number },
): Promise<SweepPlan> {
  const { total, trials, problems } = sweepRuns(sweep)
  const times = await timesOf(sweep, withTable, thread, number)
  const each = times.map((time, method) =>
    time === undefined ? undefined : time * trials[method] * problems.length * sweep.options.seeds,
  )
  const known = each.every((time) => time !== undefined)
  return {
    runs: total,
    methods: sweep.experiment.runs.map(({ label }, method) => ({ label, trials: trials[method] })),
    estimate: known ? each.reduce<number>((sum, time) => sum + (time ?? 0), 0) / threads : null,
  }
}
