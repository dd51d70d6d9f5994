import type { RunRecord } from '../../main/contract'
import { optimizerLabel, settingEntries, settingsText } from './run-text'

/** A word to look for, or a bound on a number: `lr>=0.1`, `best<1e-6`. */
type Term =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bound'; readonly name: string; readonly sign: Sign; readonly value: number }
type Sign = '<' | '<=' | '=' | '>=' | '>'

const holds: Readonly<Record<Sign, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '=': (left, right) => left === right,
  '>=': (left, right) => left >= right,
  '>': (left, right) => left > right,
}

/** Numbers beside the hyper-parameters that a bound may name, in lower case. */
const numbers: Readonly<Record<string, (run: RunRecord) => number>> = {
  batch: (run) => (run.batch === 'full' ? NaN : run.batch),
  seed: (run) => run.seed,
  iterations: (run) => run.iterations,
  budget: (run) => run.budget,
  dimension: (run) => run.dimension,
  final: (run) => run.finalLoss,
  best: (run) => run.bestLoss,
  duration: (run) => run.duration,
  run: (run) => run.id,
}

function numberOf(run: RunRecord, name: string): number | undefined {
  if (name in numbers) return numbers[name](run)
  const entry = Object.entries(run.hyper).find(([key]) => key.toLowerCase() === name)
  return entry === undefined || typeof entry[1] === 'boolean' ? undefined : entry[1]
}

/** What a bound may name beside the hyper-parameters, in lower case. */
export const boundNames: readonly string[] = Object.keys(numbers)

/** The words, quoted phrases and bounds of a search, in lower case. */
export function searchWords(query: string): readonly string[] {
  // A bound may be written with air around its sign; within quotes everything stays as it is.
  const tight = query
    .toLowerCase()
    .replace(/("[^"]*"?)|\s*(<=|>=|=|<|>)\s*/g, (_, quoted, sign) => quoted ?? sign)
  return tight.match(/"[^"]*"?|[^\s"]+/g) ?? []
}

/** What a search asks for; every term of it must hold. */
export function searchTerms(query: string): readonly Term[] {
  return searchWords(query).flatMap((word): Term[] => {
    const bound = /^([a-z]\w*)(<=|>=|=|<|>)(.+)$/.exec(word)
    const value = bound ? Number(bound[3]) : NaN
    if (bound && !Number.isNaN(value)) {
      return [{ kind: 'bound', name: bound[1], sign: bound[2] as Sign, value }]
    }
    const text = word.replaceAll('"', '')
    return text === '' ? [] : [{ kind: 'text', text }]
  })
}

const haystacks = new WeakMap<RunRecord, string>()

/** Everything a word may be found in. Records are replaced, never changed, so it is made once. */
function haystack(run: RunRecord): string {
  const known = haystacks.get(run)
  if (known !== undefined) return known
  const parts = [
    `#${run.id}`,
    run.label,
    run.experimentName,
    run.objectiveLabel,
    run.objective,
    optimizerLabel(run.optimizer),
    run.optimizer,
    run.dialect,
    settingsText(run),
    ...settingEntries(run).map(([name, value]) => `${name}=${value}`),
    run.status,
    run.note,
  ]
  const text = parts.join('\n').toLowerCase()
  haystacks.set(run, text)
  return text
}

/** Whether a run answers all of a search's terms. */
export function matches(run: RunRecord, terms: readonly Term[]): boolean {
  return terms.every((term) => {
    if (term.kind === 'text') return haystack(run).includes(term.text)
    const value = numberOf(run, term.name)
    return value !== undefined && holds[term.sign](value, term.value)
  })
}
