import { colorsOf } from '@core/experiment'
import { styleOf } from '../palette'
import type { SweepView } from './results'

/** A method of a sweep as pictures draw it. */
export interface SweptMethod {
  readonly place: number
  readonly label: string
  readonly optimizer: string
  /** For `runStyle`. */
  readonly style: number
}

const runsOf = (document: unknown): readonly unknown[] => {
  if (typeof document !== 'object' || document === null || !('runs' in document)) return []
  return Array.isArray(document.runs) ? document.runs : []
}

const optimizerOf = (run: unknown): string =>
  typeof run === 'object' && run !== null && 'optimizer' in run ? String(run.optimizer) : ''
const colorOf = (run: unknown): number | undefined =>
  typeof run === 'object' && run !== null && 'color' in run && typeof run.color === 'number'
    ? run.color
    : undefined

/** The methods of a sweep, in the colours that its runs have in the Lab. */
export function methodsOf({ detail }: Pick<SweepView, 'detail'>): readonly SweptMethod[] {
  const runs = runsOf(detail.document).map((run) => ({ optimizer: optimizerOf(run), color: colorOf(run) }))
  const colors = colorsOf(runs)
  return detail.methods.map((label, place) => ({
    place,
    label,
    optimizer: runs[place]?.optimizer ?? '',
    style: styleOf({ optimizer: runs[place]?.optimizer ?? '', color: colors[place] ?? place }),
  }))
}
