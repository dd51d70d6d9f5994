import { formatCount, formatNumber } from '../format'
import type { PreviewedRun } from './preview'

/** How a previewed run of so many updates comes out, in a few words: `0.0031`, `0.0031 after 1,204`. */
export function outcomeText({ series, updates, end }: PreviewedRun, budget: number): string {
  const loss = series.loss?.at(-1)
  if (end === 'failed' || loss === undefined) return 'can’t be worked out'
  const after = formatCount(updates)
  if (end === 'diverged') return `diverges after ${after}`
  const told = updates === budget ? formatNumber(loss) : `${formatNumber(loss)} after ${after}`
  if (end === 'going') return `${told}, going on`
  return end === 'cut' ? `${told}, as far as a preview goes` : told
}
