import { describe, expect, test } from 'vitest'
import { shareAt } from '@core/comparison/profiles'
import {
  dataProfilesAt,
  duelsAt,
  performanceProfilesAt,
  ranksAt,
  runningTimes,
  standingsOf,
  winsAt,
} from '@core/comparison/standings'
import { areaOf, tournamentOf, type TournamentParts } from '@core/comparison/tournament'
import { rulesText } from '@core/comparison/tournament-rules'
import { verdictSentence } from '@core/comparison/wording'
import { runStatuses, type RunStatus } from '@core/run-statuses'

interface Made {
  readonly method: number
  readonly problem: number
  readonly trial: number
  readonly seed: number
  /** Evaluations to each target; NaN: never. Twice its updates. */
  readonly reached: readonly number[]
  readonly evaluations?: number
  readonly loss?: number
  readonly status?: RunStatus
}

const tuning = 2
const seeds = 10

function partsOf(
  made: readonly Made[],
  rules: Partial<TournamentParts['options']['tournament']> = {},
): TournamentParts {
  const column = (of: (one: Made) => number): Float64Array => Float64Array.from(made, of)
  const evaluations = column((one) => one.evaluations ?? 1000)
  const targets = [1e-2, 1e-4]
  return {
    runs: {
      count: made.length,
      method: column(({ method }) => method),
      problem: column(({ problem }) => problem),
      trial: column(({ trial }) => trial),
      seed: column(({ seed }) => seed),
      status: column(({ status = 'finished' }) => runStatuses.indexOf(status)),
      finalLoss: column(({ loss = 1 }) => loss),
      iterations: evaluations.map((count) => count / 2),
      evaluations,
      duration: evaluations.map((count) => count / 100),
      reachedEvaluations: targets.map((_, k) => column(({ reached }) => reached[k])),
      reachedUpdates: targets.map((_, k) => column(({ reached }) => reached[k] / 2)),
    },
    options: {
      design: 'sobol',
      trials: 2,
      seed: 0,
      seeds,
      keep: 'values',
      targets,
      problems: [],
      tournament: {
        tune: 'problem',
        tuningSeeds: tuning,
        budget: { of: 'evaluations', most: 1000 },
        ...rules,
      },
    },
    methods: ['Quick', 'Slow'],
    problems: ['Bowl', 'Valley'],
  }
}

/** Quick is fastest at point 1 of the bowl and at point 0 of the valley; Slow has one point, four times as slow. */
const whole: readonly Made[] = Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) => {
  const cost = 20 + seed
  const quick = [0, 1].flatMap((problem) =>
    [0, 1].map((trial): Made => {
      const factor = trial === 1 - problem ? 1 : 10
      return { method: 0, problem, trial, seed, reached: [cost * factor, 2 * cost * factor] }
    }),
  )
  const slow = [0, 1].map((problem): Made => ({
    method: 1,
    problem,
    trial: 0,
    seed,
    reached: [4 * cost, problem === 0 ? 8 * cost : NaN],
  }))
  return [...quick, ...slow]
})

describe('a tournament', () => {
  test('the first seeds choose the point of each method, and only the others are compared', () => {
    const { entrants } = tournamentOf(partsOf(whole))
    expect(entrants.map((ofProblem) => ofProblem.map(({ trial }) => trial))).toEqual([
      [1, 0],
      [0, 0],
    ])
    for (const { entries } of entrants.flat())
      expect(entries.map(({ seed }) => seed)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(entrants[0][0].entries[0].attempts).toEqual([
      { spent: 22, reached: true, gaveUp: false },
      { spent: 44, reached: true, gaveUp: false },
    ])
  })

  test('for a suite one point has to do for all problems', () => {
    const better = whole.map((one) =>
      one.problem === 1 && one.trial === 1 ? { ...one, reached: one.reached.map((cost) => cost / 9) } : one,
    )
    const { entrants } = tournamentOf(partsOf(better, { tune: 'suite' }))
    expect(entrants.map(([quick]) => quick.trial)).toEqual([1, 1])
  })

  test('where no target is reached the lower final loss chooses, and what diverged never does', () => {
    const none = [NaN, NaN]
    const made = [0, 1, 2].flatMap((trial) =>
      Array.from({ length: seeds }, (_, seed): Made => ({
        ...{ method: 0, problem: 0, trial, seed, reached: none, loss: 5 - trial },
        status: trial === 2 ? 'diverged' : 'finished',
      })),
    )
    expect(tournamentOf(partsOf(made)).entrants[0][0].trial).toBe(1)
  })

  test('what was reached beyond the budget was not reached, in each of its units', () => {
    const attemptsUnder = (of: 'updates' | 'evaluations' | 'milliseconds', most: number) =>
      tournamentOf(partsOf(whole, { budget: { of, most } })).entrants[0][0].entries[0].attempts
    expect(attemptsUnder('evaluations', 43)).toMatchObject([{ reached: true }, { spent: 43, reached: false }])
    expect(attemptsUnder('updates', 22)).toMatchObject([
      { spent: 11, reached: true },
      { spent: 22, reached: true },
    ])
    expect(attemptsUnder('milliseconds', 0.3)).toMatchObject([
      { spent: expect.closeTo(0.22) as number, reached: true },
      { spent: 0.3, reached: false },
    ])
  })

  test('nobody is compared beyond what another was given', () => {
    const short = whole.map((one) =>
      one.method === 1 && one.problem === 1 ? { ...one, evaluations: 40, reached: [NaN, NaN] } : one,
    )
    const tournament = tournamentOf(partsOf(short))
    expect(tournament.held).toEqual([1000, 40])
    expect(tournament.entrants[1][0].entries[0].attempts).toMatchObject([
      { reached: true },
      { reached: false, spent: 40 },
    ])
    expect(rulesText(tournament, partsOf(short).options, [2, 2])).toContain(
      'less was tried, and compared, on Valley 40',
    )
  })

  test('its rules are said', () => {
    const { options } = partsOf(whole)
    expect(rulesText(tournamentOf(partsOf(whole)), options, [2, 2])).toBe(
      "each method: 2 points of a Sobol design, chosen for each problem on 2 seeds, compared on 8 others; budget 1000 evaluations for each run; targets: 0.01, 0.0001 of the start's excess over the known minimum; every method from the same starts, under the same seeds",
    )
    expect(rulesText(tournamentOf(partsOf(whole)), options, [2, 1])).toContain('not the same number for each')
  })
})

describe('its standings', () => {
  const tournament = tournamentOf(partsOf(whole))

  test('the area below running times: 1 at once, 0 never', () => {
    const took = (spent: number) => ({ spent, reached: true, gaveUp: false })
    expect(areaOf([took(1)], 1000)).toBe(1)
    expect(areaOf([{ spent: 1000, reached: false, gaveUp: false }], 1000)).toBe(0)
    expect(areaOf([took(Math.sqrt(1001)), took(1)], 1000)).toBeCloseTo(0.75, 12)
  })

  test('a table, best first', () => {
    const [first, last] = standingsOf(tournament)
    expect(first).toMatchObject({ method: 'Quick', solved: 32, of: 32, rank: 1 })
    expect(last).toMatchObject({ method: 'Slow', solved: 24, of: 32, rank: 2 })
    expect(first.area).toBeGreaterThan(last.area)
    const [low, high] = last.interval ?? [NaN, NaN]
    expect(low).toBeLessThan(last.area)
    expect(high).toBeGreaterThan(last.area)
  })

  test('profiles end at what was solved', () => {
    const last = (profiles: readonly { readonly share: readonly number[] }[]) =>
      profiles.map(({ share }) => share.at(-1) ?? 0)
    expect(last(runningTimes(tournament, undefined))).toEqual([1, 0.75])
    expect(last(runningTimes(tournament, 0))).toEqual([1, 1])
    expect(last(dataProfilesAt(tournament, 1, [2, 9]))).toEqual([1, 0.5])
    expect(dataProfilesAt(tournament, 0, [2, 9])[0].x).toEqual([2.55, 8.5])
    const [quick, slow] = performanceProfilesAt(tournament, 0)
    expect([shareAt(quick, 1), shareAt(slow, 3.9), shareAt(slow, 4)]).toEqual([1, 0, 1])
  })

  test('ranks over problems, wins over pairs', () => {
    expect(ranksAt(tournament, 1)).toMatchObject({ meanRanks: [1, 2], problems: 2 })
    expect(winsAt(tournament, { target: 0, problem: undefined })[0][1]).toEqual({
      wins: 16,
      ties: 0,
      losses: 0,
    })
    expect(winsAt(tournament, { target: 0, problem: 0 })[1][0]).toEqual({ wins: 0, ties: 0, losses: 8 })
  })

  test('verdicts: seeds on a problem, problems over the suite', () => {
    const [duel] = duelsAt(tournament, { target: 0, problem: 0 })
    expect(verdictSentence(duel)).toMatch(
      /^Quick beats Slow on 8 of 8 seeds \(median 75 % fewer evaluations to 0\.01 of the start's excess, /,
    )
    const [suite] = duelsAt(tournament, { target: 0, problem: undefined })
    expect(suite).toMatchObject({ kind: 'undecided', values: { unit: 'problem', sizes: [2, 2] } })
  })

  test('what is under way is compared on the seeds that all have', () => {
    const begun = whole.filter(({ method, seed }) => method === 0 || seed < 5)
    expect(winsAt(tournamentOf(partsOf(begun)), { target: 0, problem: 0 })[0][1].wins).toBe(3)
    const tuned = whole.filter(({ seed }) => seed < 2)
    expect(standingsOf(tournamentOf(partsOf(tuned)))).toMatchObject([{ of: 0 }, { of: 0 }])
    expect(standingsOf(tournamentOf(partsOf([])))).toMatchObject([{ of: 0 }, { of: 0 }])
  })
})
