import { firstShade } from '@core/experiment'
import type { Plotted } from '../curves/measures'
import { formatCount } from '../format'
import type { BandInput } from '../groups/bands'
import { styleOf } from '../palette'
import type { Choices } from './choices'
import { isBetter, middleRow, pointsOf, type Group } from './groups'
import type { SweptMethod } from './methods'
import type { SweepView } from './results'
import { settingAt } from './settings'
import { settingText } from './words'

/** Points of one method whose curves are in one picture. */
export const mostPoints = 12

/** Which points of the design are drawn. */
export const pointWays = [
  { value: 'best', label: 'Best point of each method' },
  { value: 'method', label: 'Points of one method' },
] as const
export type PointWay = (typeof pointWays)[number]['value']

/** What can be drawn along the runs of a sweep. */
export const curveMeasures = [
  { value: 'excess_loss', label: 'Loss above the minimum' },
  { value: 'loss', label: 'Loss' },
  { value: 'gradient_norm', label: 'Gradient norm' },
] as const satisfies readonly { readonly value: Plotted; readonly label: string }[]
export type CurveMeasure = (typeof curveMeasures)[number]['value']

/** Those that the sweep has on a problem. */
export const measuresOn = ({ detail }: SweepView, problem: number) =>
  curveMeasures.filter(({ value }) => value !== 'excess_loss' || detail.minima[problem] !== null)

export function measuredOn(
  { detail }: SweepView,
  problem: number,
  measure: CurveMeasure,
): BandInput['measured'] {
  if (measure === 'gradient_norm') return { series: 'gradient_norm' }
  return { series: 'loss', less: measure === 'excess_loss' ? (detail.minima[problem] ?? 0) : 0 }
}

/** A point of the design, whose runs over its seeds are one curve with a band. */
export interface CurveGroup {
  readonly key: string
  readonly name: string
  readonly style: number
  /** Ids, and that of the one in the middle. */
  readonly runs: readonly number[]
  readonly middle: number
}

/** A method with the settings of a point: `Adam (learning rate 0.01)`. */
function nameOf(view: SweepView, { settings }: Choices, { label }: SweptMethod, { rows }: Group): string {
  const own = settings.value.flatMap((setting) => {
    const value = settingAt(view, setting, rows[0])
    return Number.isNaN(value) ? [] : [`${setting.label.toLowerCase()} ${settingText(setting, value)}`]
  })
  return own.length === 0 ? label : `${label} (${own.join(', ')})`
}

/** What is drawn, the best first, and of how many. */
export interface CurveGroups {
  readonly groups: readonly CurveGroup[]
  readonly of: number
}

/** The points whose curves are asked for, told apart by how the runs came out. */
export function curveGroups(view: SweepView, choices: Choices, way: PointWay): CurveGroups {
  const { methods, method, problem, values, summary } = choices
  const sorted = ({ place }: SweptMethod): readonly Group[] =>
    pointsOf(view, values.value, place, problem.value, summary.value).toSorted(
      (one, other) => Number(isBetter(other, one)) - Number(isBetter(one, other)),
    )
  const groupOf = (of: SweptMethod, group: Group, style: number): CurveGroup => ({
    key: `${of.place} ${group.x}`,
    name: nameOf(view, choices, of, group),
    style,
    runs: group.rows.map((row) => view.results.run[row]),
    middle: view.results.run[middleRow(values.value, group)],
  })
  if (way === 'best') {
    const groups = methods.value.flatMap((of) =>
      sorted(of)
        .slice(0, 1)
        .map((best) => groupOf(of, best, of.style)),
    )
    return { groups, of: groups.length }
  }
  const of = methods.value.find(({ place }) => place === method.value)
  if (!of) return { groups: [], of: 0 }
  const points = sorted(of)
  const shades = points
    .map((_, shade) => styleOf({ optimizer: of.optimizer, color: firstShade + shade }))
    .filter((style) => style !== of.style)
  const groups = points
    .slice(0, mostPoints)
    .map((point, rank) => groupOf(of, point, [of.style, ...shades][rank]))
  return { groups, of: points.length }
}

export const leftOutText = ({ groups, of }: CurveGroups): readonly string[] =>
  of > groups.length ? [`The ${formatCount(groups.length)} best of ${formatCount(of)} points.`] : []
