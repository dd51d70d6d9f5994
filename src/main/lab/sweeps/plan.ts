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
/**
 * Runs of each method that are tried, round by round: one, so that each is known of soon; then so many
 * together as are made at once; then again, for the first ones tell of new code more than of themselves.
 */
const tried = [1, 32, 32] as const

/** The round that the so-manieth run of a method is of. */
function roundOf(run: number): number {
  let [round, end] = [0, tried[0] as number]
  while (run > end) end += tried[++round]
  return round
}

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
    tried.flatMap((count) =>
      methods.flatMap((method) =>
        Array.from({ length: count }, (_, k) => {
          const trial = Math.floor(((k + 0.5) / count) * trials[method])
          return indexOf({ method, problem: 0, trial, seed: k % sweep.options.seeds }) ?? 0
        }),
      ),
    ),
  )
  const width = numbersOf(sweep.options.targets.length)
  const sums = trials.map(() => ({
    runs: 0,
    updates: 0,
    rounds: tried.map(() => ({ updates: 0, milliseconds: 0 })),
  }))
  const control = new SharedArrayBuffer(sweepSlots * Int32Array.BYTES_PER_ELEMENT)
  await withProblems(sweep, withTable, ({ tables }) =>
    thread.ask(
      { sweep: number, document: withoutData(sweep), tables, runs, control, within: patience },
      ({ count, numbers }) => {
        for (let index = 0; index < count; index++) {
          const at = index * width
          const sum = sums[numbers[at + placeOf.method]]
          const duration = numbers[at + placeOf.duration]
          const iterations = numbers[at + placeOf.iterations]
          sum.runs += 1
          sum.updates += iterations + 1
          const round = sum.rounds[roundOf(sum.runs)]
          round.updates += iterations + 1
          round.milliseconds += duration
        }
      },
    ),
  )
  return sums.map(({ runs, updates, rounds }) => {
    // How long an update takes now; how many a run makes, those that diverge early among them, all tell.
    const last = rounds.findLast((round) => round.updates > 0)
    return last && (last.milliseconds / last.updates) * (updates / runs)
  })
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
