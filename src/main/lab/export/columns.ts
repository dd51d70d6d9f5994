import { distanceSeries, rateSeries } from '@core/plan'
import type { RunRecord } from '../../contract'

/** What of a run tells its columns. */
export type Columned = Pick<RunRecord, 'series' | 'hyper'>

const isParameter = (name: string): boolean => name.startsWith('theta_')

/** The series of a file of several runs: what every run has, parameters up to the most there are, then what any has. */
export function columnsOf(runs: readonly Columned[]): readonly string[] {
  const counts = runs.map(({ series }) => series.filter(isParameter).length)
  const parameters = Array.from({ length: Math.max(0, ...counts) }, (_, index) => `theta_${index}`)
  const others = [rateSeries, distanceSeries].filter((name) =>
    runs.some(({ series }) => series.includes(name)),
  )
  return ['loss', 'gradient_norm', ...parameters, ...others]
}

/** The value that a series has at every point of a run that did not record it: beside a scheduled rate, one that never changed. */
export const constantOf = (name: string, { hyper }: Columned): number | undefined =>
  name === rateSeries && typeof hyper.lr === 'number' ? hyper.lr : undefined
