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

interface Picture {
  readonly id: string
  readonly label: string
  /** Takes `PictureProps`, emits `PictureEvents`. */
  readonly component: Component
}

/** The pictures of a sweep: one file each, and a line here. */
export const pictures = [
  { id: 'standings', label: 'Standings', component: StandingsPicture },
  { id: 'profiles', label: 'Profiles', component: ProfilesPicture },
  { id: 'result', label: 'Result', component: ResultPicture },
  { id: 'heat', label: 'Heat map', component: HeatPicture },
  { id: 'parallel', label: 'Parallel', component: ParallelPicture },
  { id: 'multiples', label: 'Small multiples', component: MultiplesPicture },
  { id: 'curves', label: 'Curves', component: CurvesPicture },
  { id: 'verdict', label: 'Verdict', component: VerdictPicture },
  { id: 'points', label: 'Table', component: PointsPicture },
] as const satisfies readonly Picture[]
export type PictureId = (typeof pictures)[number]['id']
