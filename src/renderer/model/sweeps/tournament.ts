import {
  dataProfilesAt,
  duelsAt,
  hardestFirst,
  performanceProfilesAt,
  ranksAt,
  runningTimes,
  targetText,
  type Asked,
} from '@core/comparison/standings'
import type { Profile } from '@core/comparison/profiles'
import { tournamentOf, trialCounts, type Tournament } from '@core/comparison/tournament'
import { rulesText } from '@core/comparison/tournament-rules'
import { rankingSentence } from '@core/comparison/ranking'
import type { RunView } from '../chart-data'
import { formatCount, formatNumber, sentence } from '../format'
import type { SweptMethod } from './methods'
import type { SweepView } from './results'
import { findingOf, type Finding } from './verdicts'

/** The tournament of a sweep; undefined where it is none. */
export function tournamentIn({ detail, results }: SweepView): Tournament | undefined {
  const { options, methods, problemLabels } = detail
  const { tournament } = options
  if (!tournament) return undefined
  return tournamentOf({
    runs: results,
    options: { ...options, tournament },
    methods,
    problems: problemLabels,
  })
}

const writing = { number: formatNumber, count: formatCount, text: (words: string) => words }

/** Its rules, a sentence. */
export const rulesOf = ({ detail, results }: SweepView, tournament: Tournament): string =>
  sentence(
    rulesText(tournament, detail.options, trialCounts({ runs: results, methods: detail.methods }), writing),
  )

/** Targets to choose from by their place, the hardest first. */
export const targetItems = (tournament: Tournament): readonly { value: string; label: string }[] =>
  hardestFirst(tournament).map((place) => ({
    value: String(place),
    label: `To ${targetText(tournament.targets[place])}`,
  }))

export interface ProfileLine extends RunView {
  readonly profile: Profile
}

/** What a picture of profiles is, and who defined it. */
export interface ProfileKind {
  readonly title: string
  readonly x: string
  readonly y: string
  /** One target at a time, over all problems; else all targets, on a problem or on all. */
  readonly byTarget: boolean
  readonly note: string
  of(tournament: Tournament, view: SweepView, asked: Asked): readonly Profile[]
}

const spent = ({ budget }: Tournament): string => budget.of

export const profileKinds = {
  ecdf: {
    title: 'Running times',
    x: 'Spent by a run',
    y: 'Share of targets reached',
    byTarget: false,
    note: 'COCO’s empirical distribution of running times, over every problem, target and compared seed (Hansen, Auger, Ros, Mersmann, Tusar and Brockhoff 2021, Optim. Methods Softw. 36). Further left and higher is better.',
    of: (tournament, _view, { problem }) => runningTimes(tournament, problem),
  },
  data: {
    title: 'Data profile',
    x: 'Spent, in times the parameters and one',
    y: 'Share of problems solved',
    byTarget: true,
    note: 'Moré and Wild 2009 (SIAM J. Optim. 20), each problem by the median over its compared seeds. What a method solves within a budget.',
    of: (tournament, { detail }, { target }) => dataProfilesAt(tournament, target, detail.dimensions),
  },
  performance: {
    title: 'Performance profile',
    x: 'Times what the best method spent',
    y: 'Share of problems solved',
    byTarget: true,
    note: 'Dolan and Moré 2002 (Math. Programming 91), each problem by the median over its compared seeds. Where a line begins is how often the method is the best; who is second cannot be read from it.',
    of: (tournament, _view, { target }) => performanceProfilesAt(tournament, target),
  },
} as const satisfies Readonly<Record<string, ProfileKind>>
export type ProfileName = keyof typeof profileKinds

/** The axis in its own unit, where it has one. */
export const acrossText = (kind: ProfileKind, tournament: Tournament): string =>
  kind.byTarget ? kind.x : `${kind.x}, in ${spent(tournament)}`

/** A line to each method, with the share it ends at. */
export function profileLines(
  kind: ProfileKind,
  tournament: Tournament,
  view: SweepView,
  methods: readonly SweptMethod[],
  asked: Asked,
): readonly ProfileLine[] {
  const profiles = kind.of(tournament, view, asked)
  return methods.flatMap(({ place, label, style }) => {
    const profile = profiles.at(place)
    if (!profile) return []
    const whole = `${formatNumber(100 * (profile.share.at(-1) ?? 0))} %`
    return [{ key: String(place), label: `${label} (${whole})`, style, profile }]
  })
}

export const ranksText = (tournament: Tournament, target: number): string =>
  sentence(rankingSentence(ranksAt(tournament, target), writing))

/** What says most comes first. */
const order: readonly Finding['kind'][] = ['better', 'tied', 'undecided', 'single', 'unreached', 'nothing']

/** Each pair in a sentence. */
export const duelFindings = (tournament: Tournament, asked: Asked): readonly Finding[] =>
  duelsAt(tournament, asked)
    .map((verdict, nth) => findingOf(verdict, String(nth)))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
