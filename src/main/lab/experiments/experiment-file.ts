import { getLocation, printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser'
import {
  limits,
  parseExperiment,
  serialiseExperiment,
  type Experiment,
  type ParsedExperiment,
} from '@core/experiment'
import { pathText, type Issue, type Parsed } from '@core/issues'
import type { ReadingProgress } from '../../contract'
import { Fault, invalid } from '../../faults'
import { placeText, scanJson } from './json-scan'
import { repeatedKeys } from './repeated-keys'
import { placesOf, takeColumns, type Locate } from '../tables/table-source'
import { csvTableOf } from '../tables/tables'
import { inSlices } from '../yielding'

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

/** Ends a visit: it has no other way. */
class FirstError extends Error {
  constructor(
    readonly code: ParseErrorCode,
    readonly offset: number,
  ) {
    super()
  }
}

/** Where a text first stops being JSON; undefined if it does not. Nothing is built, and nothing behind it is read. */
function firstError(text: string): FirstError | undefined {
  try {
    const options = { disallowComments: true, allowTrailingComma: false }
    visit(text, { onError: (code, offset) => raise(new FirstError(code, offset)) }, options)
    return undefined
  } catch (error) {
    if (error instanceof FirstError) return error
    throw error
  }
}

function raise(error: Error): never {
  throw error
}

/** Where a text first stops being JSON: line, column, and the path of the field it stands at. */
function syntaxIssue(text: string): Issue {
  const first = firstError(text)
  const offset = first?.offset ?? text.length
  const [found = 'the end'] = /[^\s,:[\]{}]{1,20}|\S/.exec(text.slice(offset)) ?? []
  const wanted = first && expected[printParseErrorCode(first.code)]
  const path = getLocation(text, offset).path.filter((part) => part !== '')
  const fault = wanted ? `${wanted} must come here, not ${found}` : `${found} is not JSON`
  return { path: pathText(path), message: `${fault} (${placeText(text, offset)})` }
}

/** What the counting takes of the whole, and what is done when it has been parsed; measured on 60 MB. */
const shareOf = { counting: 0.4, parsing: 0.8 } as const

/**
 * Reads the text of a file that `parse` has the schema of. Faults of the JSON itself carry the path they
 * stand at, too. Never throws, stops at the hundredth fault, and takes a few times the memory of the text.
 */
export function readDocument<Value>(
  file: string,
  parse: (raw: unknown) => Parsed<Value>,
  report: (progress: ReadingProgress) => void = () => undefined,
): Parsed<Value> {
  const text = file.replace(/^\uFEFF/, '')
  const limit = scanJson(text, (share) =>
    report({ share: share * shareOf.counting, doing: 'looking through it' }),
  )
  if (limit) return { ok: false, issues: [limit] }
  report({ share: shareOf.counting, doing: 'reading it' })
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { ok: false, issues: [syntaxIssue(text)] }
  }
  report({ share: shareOf.parsing, doing: 'checking it' })
  const repeated = repeatedKeys(text, raw)
  return repeated.length > 0 ? { ok: false, issues: repeated } : parse(raw)
}

/** Reads the text of an experiment file. */
export function readExperiment(file: string, report?: (progress: ReadingProgress) => void): ParsedExperiment {
  let notes: readonly string[] = []
  const parse = (raw: unknown): ParsedExperiment => {
    const parsed = parseExperiment(raw)
    notes = parsed.notes
    return parsed
  }
  return { ...readDocument(file, parse, report), notes }
}

/** Numbers that fit into a file which `readExperiment` still takes. */
const mostNumbers = limits.inlineNumbers
/** Rows written without a pause. */
const rowsAStep = 2_048

/** What writing needs of the data sets. */
export interface FileLinks {
  readonly locate: Locate
  /** Turns a table of an older version into numbers. */
  convert(path: string): Promise<void>
  isShipped(name: string): boolean
}

/** Lines of JSON, a row each. */
function* linesOf(rows: number, line: (row: number) => string): Generator<void, string> {
  const steps: string[] = []
  for (let from = 0; from < rows; from += rowsAStep) {
    const count = Math.min(rowsAStep, rows - from)
    steps.push(Array.from({ length: count }, (_, index) => `\n        ${line(from + index)}`).join(','))
    yield
  }
  return steps.join(',')
}

/**
 * The text of a file that stands alone: data that only this lab has is written into it.
 * @throws Fault `limit` where that is too much
 */
export async function writeExperiment(experiment: Experiment, links: FileLinks): Promise<string> {
  const { objective } = experiment
  const { data } = objective
  if (data?.source !== 'csv' || links.isShipped(data.path)) return serialiseExperiment(experiment)
  await links.convert(data.path)
  const source = links.locate(data.path)
  const places = source && placesOf(source, data)
  // A table that can't be read any more stays a reference: the file then says which.
  if (!source || !places?.ok) return serialiseExperiment(experiment)
  const { rows } = source
  if (rows * places.value.length > mostNumbers) {
    const message = `${data.path} has ${rows} rows: too many to be written into an experiment file, which may hold ${mostNumbers} numbers`
    throw new Fault('limit', message)
  }
  const columns = await inSlices(takeColumns(source, places.value))
  if (!columns.ok) throw invalid(columns.issues)
  const { features, target } = csvTableOf(data, columns.value)
  const inline = { source: 'inline' as const, x: [], y: [], standardize: data.standardize }
  const empty = serialiseExperiment({ ...experiment, objective: { ...objective, data: inline } })
  const x = await inSlices(
    linesOf(target.length, (row) => `[${features.map((feature) => feature[row] + 0).join(', ')}]`),
  )
  const y = await inSlices(linesOf(target.length, (row) => `${target[row] + 0}`))
  // Quotes in a name are escaped: these are the keys.
  return empty.replace('"x": []', () => `"x": [${x}\n      ]`).replace('"y": []', () => `"y": [${y}\n      ]`)
}
