/** Ordinary runs as groups that verdicts compare: those that differ in nothing but their seed. */
import { randomStart, type Experiment, type RunSpec } from '../experiment'
import { isLost, type RunStatus } from '../run-statuses'
import { medianOf } from '../statistics/summary'
import type { Attempt } from './attempts'
import type { Question, Verdict } from './contract'
import { costQuestions, valueQuestions, type Group } from './questions'
import { verdictsOf } from './verdict'

/** What decides a run's numbers; a record of a run has `maximize` among its hyper-parameters. */
export type RunSettings = Pick<
  RunSpec,
  'optimizer' | 'dialect' | 'rule' | 'hyper' | 'schedule' | 'changes' | 'batch' | 'sampling' | 'maximize'
>
export type ProblemSettings = Pick<Experiment, 'objective' | 'start' | 'iterations' | 'stop'>

/** The same text for the same values, in whatever order their names stand. */
const settled = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  )

/** Runs with the same key differ in nothing but their seed, and in what they are called. */
export function keyButSeed(
  { objective, start, iterations, stop }: ProblemSettings,
  { optimizer, dialect, rule, hyper, schedule, changes, batch, sampling, maximize = false }: RunSettings,
): string {
  const run = { optimizer, dialect, rule, hyper, schedule, changes, batch, sampling, maximize }
  return settled([objective, start, iterations, stop, run])
}

/** Whether every seed gives the very same run: it begins at one point and draws nothing. */
export const isSeedless = (
  { start, objective }: { readonly start?: unknown; readonly objective: { readonly sigma?: number } },
  { batch }: { readonly batch: unknown },
): boolean => start !== randomStart && !((objective.sigma ?? 0) > 0) && batch === 'full'

/** Runs that differ in nothing but their seed, in the order of the first of each. */
export function membersBySeed<
  Run extends RunSettings & { readonly seed: number; readonly experiment: ProblemSettings },
>(runs: readonly Run[]): readonly (readonly [Run, ...Run[]])[] {
  const groups = new Map<string, [Run, ...Run[]]>()
  for (const run of runs) {
    const key = keyButSeed(run.experiment, run)
    const held = groups.get(key)
    if (!held) groups.set(key, [run])
    // A run that was repeated is no second observation.
    else if (!held.some(({ seed }) => seed === run.seed)) held.push(run)
  }
  return [...groups.values()]
}

/** What a run came to, as far as verdicts ask. */
export interface RunResult {
  readonly seed: number
  /** It diverged or failed: its losses are no result. */
  readonly lost: boolean
  readonly finalLoss: number
  readonly bestLoss: number
  /** To the target; undefined where that is not known (yet). */
  readonly updates: Attempt | undefined
  readonly evaluations: Attempt | undefined
}

/** From a run's record, and what it took to the target. */
export const runResult = (
  {
    seed,
    status,
    finalLoss,
    bestLoss,
  }: Pick<RunResult, 'seed' | 'finalLoss' | 'bestLoss'> & {
    readonly status: RunStatus
  },
  attempts: Pick<RunResult, 'updates' | 'evaluations'>,
): RunResult => ({ seed, lost: isLost(status), finalLoss, bestLoss, ...attempts })

export interface RunGroup {
  readonly name: string
  readonly runs: readonly RunResult[]
  readonly seedless: boolean
}

/** What runs can be compared by. */
export const runMeasures = {
  finalLoss: 'final loss',
  bestLoss: 'best loss',
  updates: 'updates',
  evaluations: 'evaluations',
} as const
export type RunMeasure = keyof typeof runMeasures

export interface RunsAsked {
  readonly measure: RunMeasure
  /** As a person reads it; needed for what is counted up to there. */
  readonly target: string
  /** All of them climb. */
  readonly climbs: boolean
}

const isCost = (measure: RunMeasure): measure is 'updates' | 'evaluations' =>
  measure === 'updates' || measure === 'evaluations'

/** What a run has of a measure: a cost or a loss; undefined where it is not known. */
function resultOf(run: RunResult, { measure, climbs }: RunsAsked): number | undefined {
  if (!isCost(measure)) return run.lost ? (climbs ? -Infinity : Infinity) : run[measure]
  const attempt = run[measure]
  return attempt && (attempt.reached ? attempt.spent : Infinity)
}

/** The values of a group, low being good. */
const badness = ({ runs }: RunGroup, asked: RunsAsked): readonly number[] =>
  runs.map((run) => {
    const value = resultOf(run, asked) ?? Infinity
    if (Number.isNaN(value)) return Infinity
    return asked.climbs && !isCost(asked.measure) ? -value : value
  })

/** Place of the group with the best median; the first one of several. */
export function leaderOf(groups: readonly RunGroup[], asked: RunsAsked): number {
  const middles = groups.map((group) => medianOf(badness(group, asked)))
  return middles.reduce((best, middle, place) => (middle < middles[best] ? place : best), 0)
}

/** What gives the same run under every seed has one for each seed that others were run under. */
function underAllSeeds(groups: readonly RunGroup[]): readonly RunGroup[] {
  const seeds = new Set(
    groups.flatMap(({ runs, seedless }) => (seedless ? [] : runs.map(({ seed }) => seed))),
  )
  if (seeds.size === 0) return groups
  return groups.map((group) =>
    group.seedless && group.runs.length > 0
      ? { ...group, runs: [...seeds].map((seed) => ({ ...group.runs[0], seed })) }
      : group,
  )
}

function questionsOf(groups: readonly RunGroup[], asked: RunsAsked): readonly Question[] {
  const { measure, target, climbs } = asked
  const of = <Result>(valueOf: (run: RunResult) => Result | undefined): readonly Group<Result>[] =>
    groups.map(({ name, runs, seedless }) => ({
      name,
      repeats: seedless,
      runs: runs.flatMap((run) => {
        const result = valueOf(run)
        return result === undefined ? [] : [{ pair: String(run.seed), result }]
      }),
    }))
  if (isCost(measure))
    return costQuestions(
      of((run) => run[measure]),
      { kind: 'cost', of: measure, target },
    )
  return valueQuestions(
    of((run) => resultOf(run, asked)),
    { kind: 'value', of: runMeasures[measure], goal: climbs ? 'high' : 'low' },
  )
}

/** A verdict and the two groups it is on, by their places. */
export interface PairVerdict {
  readonly pair: readonly [a: number, b: number]
  readonly verdict: Verdict
}

/** Each pair of groups, p being corrected for all of them. */
export function verdictsOnPairs(groups: readonly RunGroup[], asked: RunsAsked): readonly PairVerdict[] {
  const pairs = groups.flatMap((_, a) => groups.slice(a + 1).map((__, k) => [a, a + 1 + k] as const))
  return verdictsOf(questionsOf(underAllSeeds(groups), asked)).map((verdict, nth) => ({
    verdict,
    pair: pairs[nth],
  }))
}

/**
 * The best group against each other one. Which is the best the same runs have told, so p is corrected
 * for all pairs of groups, among which these are.
 */
export function verdictsOnRuns(groups: readonly RunGroup[], asked: RunsAsked): readonly PairVerdict[] {
  const leader = leaderOf(groups, asked)
  return verdictsOnPairs(groups, asked).filter(({ pair }) => pair.includes(leader))
}
