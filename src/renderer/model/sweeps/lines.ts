import type { RunView } from '../chart-data'
import { formatCount } from '../format'
import type { Choices } from './choices'
import { lineOf, type Group } from './groups'
import type { SweptMethod } from './methods'
import type { SweepView } from './results'

/** What a method came to against one of its settings. */
export interface ResultLine extends RunView {
  /** Its name alone; the label has the number of its runs, too. */
  readonly method: string
  readonly groups: readonly Group[]
}

/** `n = 35, 2 diverged`: how many runs stand behind a line, and how many of them came to nothing. */
export function countText(groups: readonly Group[], word: string): string {
  const runs = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  const lost = groups.reduce((sum, group) => sum + group.lost, 0)
  return `n = ${formatCount(runs)}${lost === 0 ? '' : `, ${formatCount(lost)} ${word}`}`
}

/** The lines of some methods on a problem, with what the legend says of them. */
export function resultLines(
  view: SweepView,
  { x, values, summary, others, measure }: Choices,
  methods: readonly SweptMethod[],
  problem: number,
): readonly ResultLine[] {
  const setting = x.value
  if (!setting) return []
  return methods.flatMap(({ place, label, style }) => {
    const { groups } = lineOf(
      view,
      values.value,
      { method: place, problem },
      setting,
      summary.value,
      others.value,
    )
    if (groups.length === 0) return []
    return [
      {
        key: String(place),
        method: label,
        label: `${label} (${countText(groups, measure.value.failed)})`,
        style,
        groups,
      },
    ]
  })
}
