import { getLocation, parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { parseExperiment, serialiseExperiment, type Experiment } from '@core/experiment'
import { pathText, type Issue, type Parsed } from '@core/issues'
import { tableOf, type Locate } from './tables'

/** What the JSON lacks at the place where it goes wrong; other faults speak for themselves. */
const expected: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  PropertyNameExpected: 'a name in double quotes',
  ValueExpected: 'a value',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a closing brace',
  CloseBracketExpected: 'a closing bracket',
  EndOfFileExpected: 'the end of the file',
}

/** Where a text first stops being JSON: line, column, and the path of the field it stands at. */
function syntaxIssue(text: string): Issue {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  const [first] = errors
  const offset = first?.offset ?? text.length
  const before = text.slice(0, offset).split('\n')
  const where = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  const [found = 'the end'] = /[^\s,:[\]{}]{1,20}|\S/.exec(text.slice(offset)) ?? []
  const wanted = first && expected[printParseErrorCode(first.error)]
  const path = getLocation(text, offset).path.filter((part) => part !== '')
  const fault = wanted ? `${wanted} must come here, not ${found}` : `${found} is not JSON`
  return { path: pathText(path), message: `${fault} (${where})` }
}

function faultIn(text: string): Issue {
  try {
    return syntaxIssue(text)
  } catch {
    // Looking for the place takes a stack as deep as the brackets go.
    return { path: '', message: 'the file is not JSON' }
  }
}

/** Reads the text of an experiment file. Faults of the JSON itself carry the path they stand at, too. */
export function readExperiment(file: string): Parsed<Experiment> {
  const text = file.replace(/^\uFEFF/, '')
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { ok: false, issues: [faultIn(text)] }
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
