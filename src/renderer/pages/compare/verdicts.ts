import { climbs } from '@core/ascent'
import { fallTarget, type Attempt } from '@core/comparison/attempts'
import {
  isSeedless,
  membersBySeed,
  runResult,
  type RunGroup,
  type RunResult,
  type RunsAsked,
} from '@core/comparison/runs'
import { toldOfRuns, type Told } from '@core/comparison/told'
import { evaluationsOf } from '@core/evaluations'
import { endedByItself, isLive } from '@core/run-statuses'
import { medianOf } from '@core/statistics/summary'
import type { RunDetail, RunRecord } from '../../../main/contract'
import { formatNumber, sentence } from '../../model/format'
import { groupNames } from '../../model/labels'
import { commonTarget, type Reached } from '../../model/target'

/** Where each run has reached the target, as far as it is known. */
export type ReachedBy = ReadonlyMap<number, Reached | undefined>

function attemptOf(
  run: RunRecord,
  reached: ReachedBy | undefined,
  spentAt: (there: Reached) => number | undefined,
  whole: number | undefined,
): Attempt | undefined {
  if (!reached?.has(run.id)) return undefined
  const there = reached.get(run.id)
  const spent = there ? spentAt(there) : whole
  if (spent === undefined) return undefined
  return { spent, reached: there !== undefined, gaveUp: !there && endedByItself(run.status) }
}

const resultOf = (run: RunDetail, reached: ReachedBy | undefined): RunResult =>
  runResult(run, {
    updates: attemptOf(run, reached, ({ iteration }) => iteration, run.iterations),
    evaluations: attemptOf(run, reached, ({ evaluations }) => evaluations, evaluationsOf(run)),
  })

/** The best against each other one, in sentences. */
export interface Comparison {
  readonly said: readonly Told[]
  /** How many more seeds, of each group, are asked for; 0 where none would tell anything. */
  readonly more: number
}

function groupsOf(runs: readonly RunDetail[], reached: ReachedBy | undefined): readonly RunGroup[] {
  const members = membersBySeed(runs)
  const names = groupNames(members, runs)
  return members.map((own, place) => ({
    name: names[place],
    runs: own.map((run) => resultOf(run, reached)),
    seedless: isSeedless(own[0].experiment, own[0]),
  }))
}

export function comparisonOf(
  runs: readonly RunDetail[],
  reached: ReachedBy | undefined,
  asked: RunsAsked,
): Comparison {
  const told = toldOfRuns(groupsOf(runs, reached), asked)
  return {
    said: told.map((one) => ({
      ...one,
      text: sentence(one.text),
      method: one.method === '' ? '' : sentence(one.method),
    })),
    more: Math.max(0, ...told.map(({ more }) => more)),
  }
}

/** A target to choose, and where it is from. */
export interface TargetChoice {
  readonly value: number
  /** `1 % above the best found`. */
  readonly label: string
  /** What it is, in a sentence's words. */
  readonly about: string
}

/** Shares of what the start is above the lowest value. */
const shares = [1e-2, 1e-4, 1e-6]

/**
 * Targets that follow from the runs: what all of them have reached, and shares of what the start is above
 * the known minimum or, where none is known, above the best loss that one of them found.
 *
 * @param starts their losses at the start, as far as they are known
 */
export function targetChoices(
  runs: readonly RunRecord[],
  starts: readonly number[],
): readonly TargetChoice[] {
  const common = commonTarget(runs)
  const ofAll =
    common === undefined
      ? []
      : [
          {
            value: common,
            label: `Reached by all: ${formatNumber(common)}`,
            about: 'about what every run has reached',
          },
        ]
  const best = Math.min(...runs.map(({ bestLoss }) => bestLoss).filter(Number.isFinite))
  const known = runs[0]?.minimum ?? null
  const lowest = known ?? best
  const start = medianOf(starts.filter(Number.isFinite))
  if (runs.some(climbs) || !(start > lowest)) return ofAll
  const [short, long] =
    known === null
      ? [
          'the best found',
          `the best loss that any of these runs found, ${formatNumber(best)}, which need not be the minimum`,
        ]
      : ['the minimum', `the known minimum, ${formatNumber(known)}`]
  return [
    ...ofAll,
    ...shares.map((share) => {
      const value = Number(fallTarget(start, lowest, share).toPrecision(12))
      const part = `${formatNumber(share)} of the start’s excess over`
      return { value, label: `${part} ${short}: ${formatNumber(value)}`, about: `${part} ${long}` }
    }),
  ]
}

/** What else a reader must know. */
export function caveats(runs: readonly RunDetail[], { measure }: RunsAsked): readonly string[] {
  const isCost = measure === 'updates' || measure === 'evaluations'
  const budgets = new Set(runs.map(({ budget }) => budget))
  return [
    ...(runs.some(({ status }) => isLive(status))
      ? ['Some runs are still going: this is told from what there is by now.']
      : []),
    ...(!isCost && budgets.size > 1
      ? ['The runs had different budgets: their losses are after different numbers of updates.']
      : []),
  ]
}
