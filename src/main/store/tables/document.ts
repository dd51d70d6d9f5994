import { parseExperiment, type Experiment } from '@core/experiment'
import { Fault } from '../../faults'
import { issueText } from '@core/issues'

function unreadable(what: string, name: string, detail: string): Fault {
  const message = `the experiment "${name}" of ${what} can't be read by this version of the lab (${detail})`
  return new Fault('invalid', message)
}

/**
 * A stored experiment, checked again: what an older or newer version wrote may not be
 * one any more.
 * @param what names the row for the error
 * @throws Fault `missing` or `invalid`
 */
export function experimentFrom(
  row: { readonly name: string; readonly document: string } | undefined,
  what: string,
): Experiment {
  if (!row) throw new Fault('missing', `there is no ${what}`)
  let document: unknown
  try {
    document = JSON.parse(row.document)
  } catch (error) {
    throw unreadable(what, row.name, error instanceof Error ? error.message : String(error))
  }
  const parsed = parseExperiment(document)
  if (!parsed.ok) throw unreadable(what, row.name, parsed.issues.map(issueText).join('; '))
  return parsed.value
}
