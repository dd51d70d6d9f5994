import type { DialectId } from '@core/optimizers/contract'
import found from '../../../resources/conformance.json'

/** What the tests found when they held a method against trajectories of its source. */
export function conformanceText(optimizer: string, dialect: DialectId): string {
  const row = found.find((each) => each.optimizer === optimizer && each.dialect === dialect)
  if (!row) return 'No trajectory of its source was at hand to hold it against.'
  const cases = row.cases === 1 ? '1 case' : `${row.cases} cases`
  const error = row.largestError === 0 ? 'to the last bit' : `largest error ${row.largestError}`
  return `Matches ${row.source} on ${cases} (${row.updates} updates): ${error}.`
}
