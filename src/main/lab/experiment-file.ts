import { getLocation, parse, ParseErrorCode, type ParseError } from 'jsonc-parser'
import { parseExperiment, serialiseExperiment, type Experiment } from '@core/experiment'
import { pathText, type Issue, type Parsed } from '@core/issues'
import { tableOf, type Locate } from './tables'

/** What the JSON lacks at the place where it goes wrong; other faults speak for themselves. */
const expected: Partial<Record<ParseErrorCode, string>> = {
  [ParseErrorCode.PropertyNameExpected]: 'a name in double quotes',
  [ParseErrorCode.ValueExpected]: 'a value',
  [ParseErrorCode.ColonExpected]: 'a colon',
  [ParseErrorCode.CommaExpected]: 'a comma',
  [ParseErrorCode.CloseBraceExpected]: 'a closing brace',
  [ParseErrorCode.CloseBracketExpected]: 'a closing bracket',
  [ParseErrorCode.EndOfFileExpected]: 'the end of the file',
}

/** Where a text first stops being JSON: line, column, and the path of the field it stands at. */
function syntaxIssue(text: string): Issue {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  const { offset, error } = errors[0] ?? { offset: text.length, error: ParseErrorCode.ValueExpected }
  const before = text.slice(0, offset).split('\n')
  const where = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  const [found = 'the end'] = /[^\s,:[\]{}]{1,20}|\S/.exec(text.slice(offset)) ?? []
  const wanted = expected[error]
  const path = getLocation(text, offset).path.filter((part) => part !== '')
  const fault = wanted ? `${wanted} must come here, not ${found}` : `${found} is not JSON`
  return { path: pathText(path), message: `${fault} (${where})` }
}

/** Reads the text of an experiment file. Faults of the JSON itself carry the path they stand at, too. */
export function readExperiment(file: string): Parsed<Experiment> {
  const text = file.replace(/^\uFEFF/, '')
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { ok: false, issues: [syntaxIssue(text)] }
  }
  return parseExperiment(raw)
}

/** The text of a file that stands alone: data that only this lab has is written into it. */
export function writeExperiment(
  experiment: Experiment,
  locate: Locate,
  shipped: (name: string) => boolean,
): string {
  const { objective } = experiment
  const { data } = objective
  if (data?.source !== 'csv' || shipped(data.path)) return serialiseExperiment(experiment)
  const table = tableOf({ ...data, standardize: false }, locate)
  // A table that can't be read any more stays a reference: the file then says which.
  if (!table.ok) return serialiseExperiment(experiment)
  const { features, target } = table.value
  const inline = {
    source: 'inline' as const,
    x: Array.from(target, (_, row) => features.map((feature) => feature[row])),
    y: [...target],
    standardize: data.standardize,
  }
  return serialiseExperiment({ ...experiment, objective: { ...objective, data: inline } })
}
