import type { DialectId } from '@core/optimizers/contract'
import found from '../../../../../resources/conformance.json'
import { formatExact } from '../../../model/format'

/** How a method in a dialect fared against the trajectories of one source. */
interface Match {
  readonly source: string
  readonly version?: string
  /** What was done to the source so that it walks this dialect's path. */
  readonly adjusted?: string
  readonly cases: number
  readonly largestError: number
}

/** What the tests found when they held a method against trajectories of its sources. */
export const conformanceText = (optimizer: string, dialect: DialectId): string =>
  sentenceOf(found.rows.filter((row) => row.optimizer === optimizer && row.dialect === dialect))

export function sentenceOf(matches: readonly Match[]): string {
  if (matches.length === 0) return 'No trajectory of its source was at hand to hold it against.'
  return `Matches ${matches.map(matchText).join('; ')}.`
}

function matchText({ source, version, adjusted, cases, largestError }: Match): string {
  // Equations have no version, and take an article.
  const named = version === undefined ? `the ${source}` : `${source} ${version}`
  const counted = cases === 1 ? '1 case' : `${cases} cases`
  const error = largestError === 0 ? 'to the last bit' : `largest error ${formatExact(largestError)}`
  const how = adjusted === undefined ? '' : ` (adjusted: ${adjusted})`
  return `${named} on ${counted}, ${error}${how}`
}
