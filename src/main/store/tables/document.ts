import { parseExperiment, type Experiment } from '@core/experiment'
import { isSweep, parseSweep, sweepDocument, type Sweep } from '@core/sweep/document'
import { sweepRuns, type SweepRuns } from '@core/sweep/runs'
import { Fault } from '../../faults'
import { issueText, type Parsed } from '@core/issues'

function unreadable(what: string, name: string, detail: string): Fault {
  const message = `the experiment "${name}" of ${what} can't be read by this version of the lab (${detail})`
  return new Fault('invalid', message)
}

/** A stored document, with its name for an error. */
interface Stored {
  readonly name: string
  readonly document: string
}

function parsedWith<Value>(
  row: Stored | undefined,
  what: string,
  parse: (raw: unknown) => Parsed<Value>,
): Value {
  if (!row) throw new Fault('missing', `there is no ${what}`)
  let document: unknown
  try {
    document = JSON.parse(row.document)
  } catch (error) {
    throw unreadable(what, row.name, error instanceof Error ? error.message : String(error))
  }
  const parsed = parse(document)
  if (!parsed.ok) throw unreadable(what, row.name, parsed.issues.map(issueText).join('; '))
  return parsed.value
}

/**
 * A stored experiment, checked again: what an older or newer version wrote may not be
 * one any more.
 * @param what names the row for the error
 * @throws Fault `missing` or `invalid`
 */
export const experimentFrom = (row: Stored | undefined, what: string): Experiment =>
  parsedWith(row, what, parseExperiment)

/** What the library keeps. */
export type Saved = Experiment | Sweep

/** A saved experiment, which may be a sweep. */
export const savedFrom = (row: Stored | undefined, what: string): Saved =>
  parsedWith(row, what, (raw): Parsed<Saved> => (isSweep(raw) ? parseSweep(raw) : parseExperiment(raw)))

export const experimentIn = (saved: Saved): Experiment => ('axes' in saved ? saved.experiment : saved)

/** The document that it is kept and sent as. */
export const documentOf = (saved: Saved): unknown => ('axes' in saved ? sweepDocument(saved) : saved)

/** The same of a sweep. */
export const sweepFrom = (row: Stored | undefined, what: string): SweepRuns =>
  sweepRuns(parsedWith(row, what, parseSweep))
