/** What a tournament's results say: profiles, ranks, wins and verdicts, all from the same attempts. */
import { streamOf } from '../data/random'
import { shortNumber } from '../issues'
import { medianOf } from '../statistics/summary'
import { costOf, targetSummary, type Attempt, type TargetSummary } from './attempts'
import type { Question, Verdict } from './contract'
import {
  costRow,
  dataProfiles,
  performanceProfiles,
  runtimeProfile,
  type CostRow,
  type Profile,
} from './profiles'
import { rankingOf, type Ranking } from './ranking'
import { areaOf, type Entrant, type Tournament } from './tournament'
import { verdictsOf } from './verdict'
import { winMatrix, type Tally } from './wins'

/** What is looked at: a target by its place, on a problem or on all (undefined). */
export interface Asked {
  readonly target: number
  readonly problem: number | undefined
}

const attemptsAt = ({ entries }: Entrant, target: number): readonly Attempt[] =>
  entries.map(({ attempts }) => attempts[target])

const places = ({ problems }: Tournament, problem: number | undefined): readonly number[] =>
  problem === undefined ? problems.map((_, place) => place) : [problem]

/** Attempts of a method, a list to each (problem, target). */
const listsOf = (
  { entrants, targets }: Tournament,
  method: number,
  problems: readonly number[],
): readonly (readonly Attempt[])[] =>
  problems.flatMap((problem) => targets.map((_, target) => attemptsAt(entrants[problem][method], target)))

/** Seeds that every method has a compared run of: while a sweep is under way some are ahead. */
function commonSeeds(entrants: readonly Entrant[]): readonly number[] {
  const [first, ...others] = entrants.map(({ entries }) => entries.map(({ seed }) => seed))
  return (first ?? []).filter((seed) => others.every((seeds) => seeds.includes(seed)))
}

/** The costs of a method over the seeds that all have. */
function costsAt(tournament: Tournament, problem: number, method: number, target: number): readonly number[] {
  const ofProblem = tournament.entrants[problem]
  const seeds = new Set(commonSeeds(ofProblem))
  return ofProblem[method].entries.flatMap(({ seed, attempts }) =>
    seeds.has(seed) ? [costOf(attempts[target])] : [],
  )
}

/** Problems that every method has been compared on. */
const comparable = (tournament: Tournament, problem: number | undefined): readonly number[] =>
  places(tournament, problem).filter((place) => commonSeeds(tournament.entrants[place]).length > 0)

/** COCO's distribution of running times of each method, over all targets. */
export const runningTimes = (tournament: Tournament, problem: number | undefined): readonly Profile[] =>
  tournament.methods.map((_, method) =>
    runtimeProfile(listsOf(tournament, method, comparable(tournament, problem))),
  )

/** To each of some problems the median cost of each method. */
const rowsOf = ({ entrants }: Tournament, problems: readonly number[], target: number): readonly CostRow[] =>
  problems.map((problem) =>
    costRow(
      entrants[problem].map((entrant) => attemptsAt(entrant, target)),
      medianOf,
    ),
  )

/** More and Wild's. @param dimensions parameters of each problem */
export function dataProfilesAt(
  tournament: Tournament,
  target: number,
  dimensions: readonly number[],
): readonly Profile[] {
  const problems = comparable(tournament, undefined)
  return dataProfiles(
    rowsOf(tournament, problems, target),
    problems.map((problem) => dimensions[problem]),
  )
}

/** Dolan and More's. */
export const performanceProfilesAt = (tournament: Tournament, target: number): readonly Profile[] =>
  performanceProfiles(rowsOf(tournament, comparable(tournament, undefined), target))

/** Ranks over problems by the median cost to a target. */
export function ranksAt(tournament: Tournament, target: number): Ranking {
  const problems = comparable(tournament, undefined)
  return rankingOf(
    tournament.methods,
    tournament.methods.map((_, method) =>
      problems.map((problem) => costsAt(tournament, problem, method, target)),
    ),
  )
}

/** Each method against each over every (problem, seed). */
export const winsAt = (tournament: Tournament, { target, problem }: Asked): readonly (readonly Tally[])[] =>
  winMatrix(
    tournament.methods.map((_, method) =>
      comparable(tournament, problem).flatMap((place) => costsAt(tournament, place, method, target)),
    ),
  )

/** What it took each method to a target, over the compared seeds of one problem. */
export function timesAt(
  { entrants, methods }: Tournament,
  { target, problem }: { readonly target: number; readonly problem: number },
): readonly TargetSummary[] {
  return methods.map((_, method) => targetSummary(attemptsAt(entrants[problem][method], target), 0))
}

const unitOf = ({ of }: Tournament['budget']): 'updates' | 'evaluations' | 'seconds' =>
  of === 'milliseconds' ? 'seconds' : of

/** `0.01 of the start's excess` */
export const targetText = (share: number): string => `${shortNumber(share)} of the start's excess`

/**
 * Each pair of methods, Holm's correction over all of them. On one problem the seeds are the
 * observations; over the suite its problems, each with the median over its seeds, since seeds of one
 * problem are not problems of their own.
 */
export function duelsAt(tournament: Tournament, { target, problem }: Asked): readonly Verdict[] {
  const { methods, budget, targets } = tournament
  const places = comparable(tournament, problem)
  const scale = budget.of === 'milliseconds' ? 1e-3 : 1
  const values = methods.map((_, method) =>
    places.flatMap((place) => {
      const costs = costsAt(tournament, place, method, target).map((cost) => cost * scale)
      return problem === undefined ? [medianOf(costs)] : costs
    }),
  )
  const measure = { kind: 'cost', of: unitOf(budget), target: targetText(targets[target]) } as const
  const unit = problem === undefined ? 'problem' : 'seed'
  return verdictsOf(
    methods.flatMap((a, i) =>
      methods.slice(i + 1).map((b, k): Question => ({
        a,
        b,
        measure,
        values: [values[i], values[i + 1 + k]],
        paired: true,
        unit,
        // Problems are not repeats of each other, whatever they cost.
        ...(problem === undefined && { repeats: false }),
      })),
    ),
  )
}

/** A method's line in the table of a tournament. */
export interface Standing {
  readonly method: string
  /** Of (problem, target, seed), those reached. */
  readonly solved: number
  readonly of: number
  /** Below its distribution of running times, `areaOf`; with an interval at 95 % by drawing problems anew. */
  readonly area: number
  readonly interval: readonly [low: number, high: number] | null
  /** By the hardest target; NaN where nothing is ranked. */
  readonly rank: number
}

const resamples = 999

/** Percentiles of the mean of problems' areas, each problem drawn as a whole. */
function areaInterval(areas: readonly number[]): Standing['interval'] {
  if (areas.length < 2) return null
  const random = streamOf(0, 'resample')
  const means = Array.from(
    { length: resamples },
    () => areas.reduce((sum) => sum + areas[random.below(areas.length)], 0) / areas.length,
  ).sort((a, b) => a - b)
  return [means[Math.floor(0.025 * resamples)], means[Math.ceil(0.975 * resamples) - 1]]
}

/** Places of the targets, the hardest first. */
export const hardestFirst = ({ targets }: Pick<Tournament, 'targets'>): readonly number[] =>
  targets.map((_, place) => place).sort((a, b) => targets[a] - targets[b])

/** The table: a line to each method, best area first. */
export function standingsOf(tournament: Tournament): readonly Standing[] {
  const problems = comparable(tournament, undefined)
  const hardest = hardestFirst(tournament).at(0)
  const ranks = hardest === undefined ? [] : ranksAt(tournament, hardest).meanRanks
  return tournament.methods
    .map((method, place): Standing => {
      const attempts = listsOf(tournament, place, problems).flat()
      const areas = problems.map((problem) =>
        areaOf(listsOf(tournament, place, [problem]).flat(), tournament.budget.most),
      )
      return {
        method,
        solved: attempts.filter(({ reached }) => reached).length,
        of: attempts.length,
        area: areas.reduce((sum, area) => sum + area, 0) / Math.max(1, areas.length),
        interval: areaInterval(areas),
        rank: ranks[place] ?? NaN,
      }
    })
    .sort((a, b) => b.area - a.area)
}
