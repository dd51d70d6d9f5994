/** A sweep's results under the rules of a tournament: which point each method is given, and what it took it to each target. */
import { endedByItself, isLost, placesWhere } from '../run-statuses'
import { medianOf } from '../statistics/summary'
import type { SweepOptions } from '../sweep/contract'
import { costOf, type Attempt } from './attempts'

export type Budget = NonNullable<SweepOptions['tournament']>['budget']

/** What runs of a sweep came to, a column each. */
export interface TournamentRuns {
  readonly count: number
  readonly method: ArrayLike<number>
  readonly problem: ArrayLike<number>
  readonly trial: ArrayLike<number>
  readonly seed: ArrayLike<number>
  /** Places in `runStatuses`. */
  readonly status: ArrayLike<number>
  readonly finalLoss: ArrayLike<number>
  readonly iterations: ArrayLike<number>
  readonly evaluations: ArrayLike<number>
  /** Milliseconds of the whole run. */
  readonly duration: ArrayLike<number>
  readonly reachedUpdates: readonly ArrayLike<number>[]
  readonly reachedEvaluations: readonly ArrayLike<number>[]
}

/** A run that is compared. */
export interface Entry {
  /** Its place among the runs. */
  readonly row: number
  readonly seed: number
  /** One to each target. */
  readonly attempts: readonly Attempt[]
}

/** A method on a problem. */
export interface Entrant {
  /** The point of its design that the tuning seeds chose; undefined where it has no run there. */
  readonly trial: number | undefined
  /** At that point, over the seeds that did not choose it, in their order. */
  readonly entries: readonly Entry[]
}

export interface Tournament {
  readonly methods: readonly string[]
  readonly problems: readonly string[]
  readonly targets: readonly number[]
  readonly budget: Budget
  /** What was really left to each run of a problem, in the budget's units: less where one ended before it. */
  readonly held: readonly number[]
  /** To each problem its methods. */
  readonly entrants: readonly (readonly Entrant[])[]
}

export interface TournamentParts {
  readonly runs: TournamentRuns
  readonly options: SweepOptions & Required<Pick<SweepOptions, 'tournament'>>
  readonly methods: readonly string[]
  readonly problems: readonly string[]
}

const ownEnds = placesWhere(endedByItself)
const lost = placesWhere(isLost)

/** What a run spent altogether. */
function spentOf(
  { iterations, evaluations, duration }: TournamentRuns,
  of: Budget['of'],
  row: number,
): number {
  return { updates: iterations, evaluations, milliseconds: duration }[of][row]
}

/** What it had spent at a target; NaN where it never was there. Of time only that of the whole run is known. */
function spentAt(runs: TournamentRuns, of: Budget['of'], target: number, row: number): number {
  if (of === 'evaluations') return runs.reachedEvaluations[target][row]
  const updates = runs.reachedUpdates[target][row]
  return of === 'updates' || updates === 0
    ? updates
    : (runs.duration[row] * updates) / Math.max(1, runs.iterations[row])
}

/** An attempt under a budget: what was reached beyond it was not reached. */
function attemptUnder(runs: TournamentRuns, { of, most }: Budget, target: number, row: number): Attempt {
  const spent = spentAt(runs, of, target, row)
  if (spent <= most) return { spent, reached: true, gaveUp: false }
  const whole = spentOf(runs, of, row)
  return {
    spent: Math.min(whole, most),
    reached: false,
    gaveUp: whole < most && ownEnds.has(runs.status[row]),
  }
}

/**
 * The area below the empirical distribution of what targets cost, on a logarithmic scale from 1 to the
 * budget: 1 where each was reached at once, 0 where none was.
 *
 * Hansen, Auger, Brockhoff & Tusar 2022, "Anytime performance assessment in blackbox optimization
 * benchmarking", IEEE Trans. Evol. Comput. 26, 1293-1305.
 */
export function areaOf(attempts: readonly Attempt[], budget: number): number {
  if (attempts.length === 0) return 0
  const whole = Math.log1p(budget)
  const shares = attempts.map((attempt) => {
    const cost = costOf(attempt)
    return cost === Infinity ? 0 : Math.max(0, 1 - Math.log(Math.max(1, cost)) / whole)
  })
  return shares.reduce((sum, share) => sum + share, 0) / attempts.length
}

/** What a point of a design came to on the seeds that choose. */
interface Tuned {
  readonly trial: number
  readonly area: number
  /** To each problem the median of the final losses. */
  readonly losses: readonly number[]
}

/** More area, then the lower final losses on more of the problems, then the earlier point. */
function isBetter(one: Tuned, other: Tuned): boolean {
  if (one.area !== other.area) return one.area > other.area
  const ahead = one.losses.reduce((sum, loss, k) => sum + Math.sign(other.losses[k] - loss || 0), 0)
  return ahead === 0 ? one.trial < other.trial : ahead > 0
}

function byPlace(parts: TournamentParts): readonly (readonly number[][])[] {
  const rows = parts.problems.map(() => parts.methods.map((): number[] => []))
  const { runs } = parts
  for (let row = 0; row < runs.count; row++) rows[runs.problem[row]][runs.method[row]].push(row)
  return rows
}

/** The point that comes out best of these rows, a list to each problem. */
function chosenOf(
  { runs, options }: TournamentParts,
  problems: readonly (readonly number[])[],
): number | undefined {
  const { budget } = options.tournament
  const trials = new Map<number, number[][]>()
  problems.forEach((rows, problem) => {
    for (const row of rows) {
      const own = trials.get(runs.trial[row]) ?? problems.map(() => [])
      own[problem].push(row)
      trials.set(runs.trial[row], own)
    }
  })
  const tuned = [...trials].map(([trial, own]): Tuned => ({
    trial,
    area: areaOf(
      own
        .flat()
        .flatMap((row) => options.targets.map((_, target) => attemptUnder(runs, budget, target, row))),
      budget.most,
    ),
    losses: own.map((rows) => {
      const losses = rows.map((row) => (lost.has(runs.status[row]) ? Infinity : runs.finalLoss[row]))
      return medianOf(losses.map((loss) => (Number.isNaN(loss) ? Infinity : loss)))
    }),
  }))
  return tuned.reduce<Tuned | undefined>(
    (best, one) => (!best || isBetter(one, best) ? one : best),
    undefined,
  )?.trial
}

/** The least that was tried of those that would have gone on: nobody is compared beyond it. */
function heldOf(entrants: readonly Entrant[], { most }: Budget): number {
  const attempts = entrants.flatMap(({ entries }) => entries.flatMap((entry) => entry.attempts))
  const vain = attempts.filter(({ reached, gaveUp }) => !reached && !gaveUp)
  return vain.reduce((least, { spent }) => Math.min(least, spent), most)
}

const within = (attempt: Attempt, budget: number): Attempt =>
  attempt.reached && attempt.spent > budget ? { spent: budget, reached: false, gaveUp: false } : attempt

/** Chooses each method's point with the first seeds, and holds what the others came to to the same budget. */
export function tournamentOf(parts: TournamentParts): Tournament {
  const { runs, options, methods, problems } = parts
  const { tune, tuningSeeds, budget } = options.tournament
  const rows = byPlace(parts)
  const choosing = rows.map((ofMethods) =>
    ofMethods.map((own) => own.filter((row) => tuningSeeds === 0 || runs.seed[row] < tuningSeeds)),
  )
  const forSuite = methods.map((_, method) =>
    tune === 'suite'
      ? chosenOf(
          parts,
          choosing.map((ofMethods) => ofMethods[method]),
        )
      : undefined,
  )
  const entrants = rows.map((ofMethods, problem) =>
    ofMethods.map((own, method): Entrant => {
      const trial = tune === 'suite' ? forSuite[method] : chosenOf(parts, [choosing[problem][method]])
      const entries = own
        .filter((row) => runs.trial[row] === trial && runs.seed[row] >= tuningSeeds)
        .sort((a, b) => runs.seed[a] - runs.seed[b])
        .map((row): Entry => ({
          row,
          seed: runs.seed[row],
          attempts: options.targets.map((_, target) => attemptUnder(runs, budget, target, row)),
        }))
      return { trial, entries }
    }),
  )
  const held = entrants.map((ofProblem) => heldOf(ofProblem, budget))
  return {
    methods,
    problems,
    targets: options.targets,
    budget,
    held,
    entrants: entrants.map((ofProblem, problem) =>
      ofProblem.map(({ trial, entries }) => ({
        trial,
        entries: entries.map((entry) => ({
          ...entry,
          attempts: entry.attempts.map((attempt) => within(attempt, held[problem])),
        })),
      })),
    ),
  }
}

/** How many points each method was tried at. */
export function trialCounts({ runs, methods }: Pick<TournamentParts, 'runs' | 'methods'>): readonly number[] {
  const counts = methods.map(() => 0)
  for (let row = 0; row < runs.count; row++)
    counts[runs.method[row]] = Math.max(counts[runs.method[row]], runs.trial[row] + 1)
  return counts
}
