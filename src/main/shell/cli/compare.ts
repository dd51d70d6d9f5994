import { climbs } from '@core/ascent'
import { attemptOf, fallTarget, type Attempt } from '@core/comparison/attempts'
import {
  isSeedless,
  membersBySeed,
  runResult,
  type RunGroup,
  type RunMeasure,
  type RunResult,
} from '@core/comparison/runs'
import { toldOfRuns } from '@core/comparison/told'
import { epochOf } from '@core/data/sampler'
import { evaluationsOf } from '@core/evaluations'
import { shortNumber } from '@core/issues'
import { evaluationSeries, iterationOf } from '@core/plan'
import { plain } from '@core/plain-text'
import { endedByItself } from '@core/run-statuses'
import type { RunDetail } from '../../contract'
import { Fault } from '../../faults'
import { openLab, type Lab } from '../../lab/lab'
import type { Surroundings } from './experiment-in'
import { historyIn } from './history'
import { upper, write } from './terminal-text'

export interface CompareOptions {
  readonly by: RunMeasure
  readonly target?: number
  readonly db?: string
}

/** Of the way from the start down to the lowest known value, what is left at the target that nobody typed. */
const share = 1e-2

interface LossCurve {
  readonly iterations: Float64Array
  readonly loss: Float64Array
  /** To each point what had been evaluated; undefined where that is not known. */
  readonly evaluations: Float64Array | undefined
}

async function curveOf(lab: Lab, run: RunDetail): Promise<LossCurve> {
  const loss: number[] = []
  const counted: number[] = []
  for (let total = 1; loss.length < total;) {
    const series = ['loss', evaluationSeries]
    const [slice] = await lab.handlers['curves.read']({ runs: [{ run: run.id, first: loss.length }], series })
    if (slice === undefined || slice.count === 0) break
    for (const value of slice.series.loss) loss.push(value)
    for (const value of slice.series[evaluationSeries] ?? []) counted.push(value)
    total = slice.total
  }
  const iterations = Float64Array.from(loss, (_, k) => iterationOf(k, run.recordEvery, run.iterations))
  const hasSeries = run.series.includes(evaluationSeries)
  const evaluations =
    run.gradientEvaluations === null
      ? undefined
      : hasSeries
        ? Float64Array.from(counted)
        : iterations.map((iteration) => epochOf(iteration, run.batch, run.rows, run.sampling))
  return { iterations, loss: Float64Array.from(loss), evaluations }
}

function resultOf(run: RunDetail, curve: LossCurve, target: number): RunResult {
  const sign = climbs(run) ? -1 : 1
  const loss = curve.loss.map((value) => sign * value)
  const attempt = (cost: Float64Array | undefined, spent: number | undefined): Attempt | undefined =>
    cost && spent !== undefined
      ? attemptOf(cost, loss, sign * target, { spent, byItself: endedByItself(run.status) })
      : undefined
  return runResult(run, {
    updates: attempt(curve.iterations, run.iterations),
    evaluations: attempt(curve.evaluations, evaluationsOf(run)),
  })
}

/** A target that follows from the runs, and where it is from. */
function targetOf(runs: readonly RunDetail[], curves: readonly LossCurve[]): { value: number; from: string } {
  const sign = runs.every(climbs) ? -1 : 1
  const best = Math.min(...runs.map(({ bestLoss }) => sign * bestLoss).filter(Number.isFinite))
  const known = sign > 0 ? runs[0].minimum : null
  const starts = curves.map(({ loss }) => sign * loss[0]).sort((a, b) => a - b)
  const value = Number(fallTarget(starts[starts.length >> 1], known ?? best, share).toPrecision(6))
  const above =
    known === null
      ? `the best that any of these runs found, ${shortNumber(sign * best)}, which need not be the minimum`
      : `the known minimum, ${shortNumber(known)}`
  return { value: sign * value, from: `${shortNumber(share)} of the start's excess over ${above}` }
}

function named(members: readonly (readonly [RunDetail, ...RunDetail[]])[]): readonly string[] {
  const labels = members.map(([{ label }]) => plain(label))
  return labels.map((label, place) =>
    labels.filter((other) => other === label).length > 1 ? `${label} (run ${members[place][0].id})` : label,
  )
}

/**
 * Says which of some runs of the history is better: those that differ in their seed alone are one group,
 * and the best group is told against each other one.
 * @throws Fault `invalid` where there is nothing to compare
 */
export async function compareRuns(
  ids: readonly number[],
  { by, target: typed, db }: CompareOptions,
  surroundings: Surroundings,
): Promise<void> {
  const lab = await openLab({
    ...surroundings,
    shell: 'command line',
    database: historyIn(db),
    borrowed: true,
  })
  try {
    const runs: RunDetail[] = []
    for (const run of new Set(ids)) runs.push(await lab.handlers['runs.get']({ run }))
    const problems = new Set(runs.map(({ experiment }) => JSON.stringify(experiment.objective)))
    if (problems.size > 1)
      throw new Fault('invalid', 'these runs minimise different objectives: nothing to compare')
    if (new Set(runs.map((run) => climbs(run))).size > 1)
      throw new Fault('invalid', 'some of these runs climb and some descend: nothing to compare')
    const members = membersBySeed(runs)
    if (members.length < 2)
      throw new Fault(
        'invalid',
        'these runs differ in nothing but their seed: name runs of another method as well',
      )
    const curves = new Map<number, LossCurve>()
    for (const run of runs) curves.set(run.id, await curveOf(lab, run))
    const curveFor = ({ id }: RunDetail): LossCurve => {
      const curve = curves.get(id)
      if (!curve) throw new Error(`run ${id} was not read`)
      return curve
    }
    const target =
      typed === undefined ? targetOf(runs, runs.map(curveFor)) : { value: typed, from: 'as typed' }
    const names = named(members)
    const groups = members.map((own, place): RunGroup => ({
      name: names[place],
      seedless: isSeedless(own[0].experiment, own[0]),
      runs: own.map((run) => resultOf(run, curveFor(run), target.value)),
    }))
    const told = toldOfRuns(groups, {
      measure: by,
      target: shortNumber(target.value),
      climbs: runs.every(climbs),
    })
    const methods = new Set(told.map(({ method }) => method).filter((method) => method !== ''))
    const lines = [
      ...told.map(({ text }) => upper(text)),
      `Target: ${shortNumber(target.value)}, ${target.from}`,
      ...(members.length > 2
        ? ['Told is the best against each other one, p being corrected for all pairs']
        : []),
      ...[...methods].map(upper),
    ]
    await write(process.stdout, lines.map((line) => `${plain(line)}.\n`).join(''))
  } finally {
    await lab.close()
  }
}
