import type { RunRecord } from '../../../main/contract'
import { settingEntries } from '../../model/run-text'
import { boundNames, searchWords } from '../../model/search'

const bound = /^([a-z]\w*)(<=|>=|=|<|>)(.*)$/

/** What can be looked for in these runs by name, in lower case. */
interface Names {
  readonly numbers: ReadonlySet<string>
  /** Numbers and words: `schedule=cosine`. */
  readonly settings: ReadonlySet<string>
}

function namesIn(runs: readonly RunRecord[]): Names {
  const numbers = new Set(boundNames)
  const settings = new Set<string>()
  for (const run of runs) {
    for (const [name, value] of Object.entries(run.hyper)) {
      if (typeof value === 'number') numbers.add(name.toLowerCase())
    }
    for (const [name] of settingEntries(run)) settings.add(name.toLowerCase())
  }
  return { numbers, settings }
}

/** What keeps a word of the search from finding what was meant; undefined where nothing does. */
function hintAt(word: string, names: () => Names): string | undefined {
  const found = bound.exec(word)
  if (!found) return undefined
  const [, name, sign, value] = found
  const { numbers, settings } = names()
  if (!numbers.has(name)) {
    if (sign === '=' && settings.has(name)) return undefined
    return `No run here has a number called “${name}”. There are: ${[...numbers].join(', ')}.`
  }
  if (value === '') return `“${word}” is not finished: a number comes next, as in ${name}${sign}0.1.`
  if (!Number.isNaN(Number(value))) return undefined
  return `“${value}” is no number; decimals are written with a point, as in ${name}${sign}0.05.`
}

/** A sentence about the first bound of a search that is unknown or half typed; empty where there is none. */
export function searchHint(query: string, runs: readonly RunRecord[]): string {
  let names: Names | undefined
  for (const word of searchWords(query)) {
    const hint = hintAt(word, () => (names ??= namesIn(runs)))
    if (hint !== undefined) return hint
  }
  return ''
}
