import { evaluationsOf } from '@core/evaluations'
import { randomStart, type Experiment } from '@core/experiment'
import { dialectOf } from '@core/rules'
import type { RunDetail, RunRecord } from '../../../main/contract'
import { evaluationKinds, formatEvaluations } from '../../model/evaluations'
import {
  formatComputing,
  formatCount,
  formatExact,
  formatMoment,
  formatNumber,
  formatOrdinal,
} from '../../model/format'
import { optimizerLabel, settingEntries, valueText } from '../../model/run-text'

/** A line of a run's particulars. */
export interface RunDetailLine {
  readonly name: string
  readonly text: string
  /** Every digit, or the whole of a long text; for hovering. */
  readonly exact: string
}

const plain = (name: string, text: string): RunDetailLine => ({ name, text, exact: text })
const number = (name: string, value: number): RunDetailLine => ({
  name,
  text: formatNumber(value),
  exact: formatExact(value),
})

/** How far it ended from what is known of the objective. */
function minimumLines(
  { minimum, finalLoss }: RunRecord,
  distance: number | undefined,
): readonly RunDetailLine[] {
  if (minimum === null) return []
  const excess = number('Final excess loss', finalLoss - minimum)
  return [
    { ...excess, exact: `${excess.exact}, above the lowest known loss, ${formatExact(minimum)}` },
    ...(distance === undefined
      ? []
      : [
          {
            ...number('Final distance', distance),
            exact: `${formatExact(distance)}, of the parameters to the nearest known minimum`,
          },
        ]),
  ]
}

/** What its method evaluated; nothing of a run from before that was counted. */
function evaluationFacts(run: RunRecord): readonly RunDetailLine[] {
  const made = evaluationsOf(run)
  if (made === undefined) return []
  return [{ name: 'Evaluations', text: formatEvaluations(made), exact: evaluationKinds(run) }]
}

/**
 * What came out.
 * @param distance of the last parameters to the nearest known minimum, where it is known
 */
export function runFacts(run: RunRecord, distance?: number): readonly RunDetailLine[] {
  const at = Number.isNaN(run.bestLoss) ? '' : ` at iteration ${formatCount(run.bestIteration)}`
  const every = run.recordEvery > 1 ? `, every ${formatOrdinal(run.recordEvery)} iteration` : ''
  return [
    number('Final loss', run.finalLoss),
    ...minimumLines(run, distance),
    {
      name: 'Best loss',
      text: `${formatNumber(run.bestLoss)}${at}`,
      exact: `${formatExact(run.bestLoss)}${at}`,
    },
    plain('Iterations', `${formatCount(run.iterations)} of at most ${formatCount(run.budget)}`),
    ...evaluationFacts(run),
    plain('Recorded points', `${formatCount(run.points)}${every}`),
    plain('Computing time', formatComputing(run)),
    plain('Started', formatMoment(run.startedAt)),
    ...(run.endedAt === null ? [] : [plain('Ended', formatMoment(run.endedAt))]),
    plain('Run', `#${run.id}`),
    ...(run.hash === null ? [] : [plain('Hash of the curve', run.hash)]),
  ]
}

/** A list of numbers on one line. */
const listText = (values: readonly number[], text: (value: number) => string): string =>
  `(${values.map((value) => text(value)).join(', ')})`

function startFact(start: Experiment['start']): RunDetailLine {
  if (start === undefined) return plain('Start', 'the objective’s own')
  if (start === randomStart) return plain('Start', 'random, drawn from the seed')
  return { name: 'Start', text: listText(start, formatNumber), exact: listText(start, formatExact) }
}

/** Where its rows come from, and how many there are. */
function dataFacts({ experiment, rows, leftOut }: RunDetail): readonly RunDetailLine[] {
  const { data } = experiment.objective
  if (data?.source !== 'csv') return []
  const gaps = leftOut === undefined ? '' : `; ${formatCount(leftOut)} with a missing cell left out`
  return [plain('Data', `${data.path}, ${formatCount(rows)} rows${gaps}`)]
}

/** What went in. */
export function settingFacts(run: RunDetail): readonly RunDetailLine[] {
  const specs = dialectOf(run)?.hyper ?? {}
  const { start, objective } = run.experiment
  const { sigma = 0 } = objective
  return [
    plain('Objective', run.objectiveLabel),
    ...dataFacts(run),
    ...(sigma > 0 ? [plain('Noise (sigma)', valueText(sigma))] : []),
    ...(run.rule
      ? [plain('Optimizer', optimizerLabel(run.optimizer)), plain('Rule', run.rule.text)]
      : [plain('Optimizer', `${optimizerLabel(run.optimizer)}, ${run.dialect} dialect`)]),
    ...(run.forkOf
      ? [plain('Forked from', `${run.forkOf.run}, after ${formatCount(run.forkOf.at)} updates`)]
      : []),
    ...settingEntries(run).map(([name, value]) =>
      plain(name in specs ? `${specs[name].label} (${name})` : name, value),
    ),
    plain('Batch', run.batch === 'full' ? 'full' : `${formatCount(run.batch)} rows, ${run.sampling}`),
    plain('Seed', String(run.seed)),
    startFact(start),
  ]
}
