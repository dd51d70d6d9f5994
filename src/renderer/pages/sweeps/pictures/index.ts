import type { Component } from 'vue'
import CurvesPicture from './CurvesPicture.vue'
import HeatPicture from './HeatPicture.vue'
import MultiplesPicture from './MultiplesPicture.vue'
import ParallelPicture from './ParallelPicture.vue'
import PointsPicture from './PointsPicture.vue'
import ProfilesPicture from './ProfilesPicture.vue'
import ResultPicture from './ResultPicture.vue'
import StandingsPicture from './StandingsPicture.vue'
import VerdictPicture from './VerdictPicture.vue'

/** What decides which pictures there is something to see in. */
export interface Seen {
  readonly methods: number
  /** Settings that vary. */
  readonly settings: number
  readonly isTournament: boolean
  readonly keepsCurves: boolean
}

interface Picture {
  readonly id: string
  readonly label: string
  /** Takes `PictureProps`, emits `PictureEvents`. */
  readonly component: Component
  /** Whether there is something to see in it. */
  shows(seen: Seen): boolean
}

const ofTournaments = ({ isTournament }: Seen): boolean => isTournament
const fromSettings =
  (least: number) =>
  ({ settings }: Seen): boolean =>
    settings >= least

/** The pictures of a sweep: one file each, and a line here. */
export const pictures = [
  { id: 'standings', label: 'Standings', component: StandingsPicture, shows: ofTournaments },
  { id: 'profiles', label: 'Profiles', component: ProfilesPicture, shows: ofTournaments },
  { id: 'result', label: 'Result', component: ResultPicture, shows: fromSettings(1) },
  { id: 'heat', label: 'Heat map', component: HeatPicture, shows: fromSettings(2) },
  { id: 'parallel', label: 'Parallel', component: ParallelPicture, shows: fromSettings(1) },
  { id: 'multiples', label: 'Small multiples', component: MultiplesPicture, shows: fromSettings(1) },
  { id: 'curves', label: 'Curves', component: CurvesPicture, shows: ({ keepsCurves }) => keepsCurves },
  {
    id: 'verdict',
    label: 'Verdict',
    component: VerdictPicture,
    shows: ({ methods, settings }) => methods > 1 || settings > 0,
  },
  { id: 'points', label: 'Table', component: PointsPicture, shows: fromSettings(0) },
] as const satisfies readonly Picture[]
export type PictureId = (typeof pictures)[number]['id']
