import type { RunDetail } from '../../../main/contract'
import { valueText } from '../../model/run-text'

/** One setting of every run compared; undefined where a run has no such setting. */
export interface SettingRow {
  /** `learning rate` -> the path in the experiment file: `hyper.lr`, `objective.data.rows`. */
  readonly name: string
  readonly values: readonly (string | undefined)[]
  /** True where not all runs have the same. */
  readonly differs: boolean
}

/** Lists longer than this are shown by their length. */
const spelledOut = 16

/** FNV-1a, so that two long lists of equal length that differ also read differently. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}

function listText(list: readonly unknown[]): string {
  const text = JSON.stringify(list)
  return list.length <= spelledOut && text.length <= 200
    ? text.replaceAll(',', ', ')
    : `${list.length} entries (${fingerprint(text)})`
}

/** A document's leaves by path; lists are leaves. */
function leaves(value: unknown, path: string): [string, string][] {
  if (value === undefined) return []
  if (Array.isArray(value)) return [[path, listText(value)]]
  if (typeof value === 'number') return [[path, valueText(value)]]
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, path === '' ? key : `${path}.${key}`))
}

/** What decides a run's numbers, as paths and values: its own settings first, then the experiment's. */
export function configuration({ experiment, ...run }: RunDetail): ReadonlyMap<string, string> {
  const { optimizer, dialect, hyper, schedule, changes = [], batch, sampling, seed } = run
  const { objective, start, iterations, stop } = experiment
  const changed = Object.fromEntries(changes.map(({ at, set }) => [`after ${at}`, set]))
  const own = { optimizer, dialect, hyper, schedule, changes: changed, batch, sampling, seed }
  return new Map(leaves({ ...own, objective, start: start ?? 'default', iterations, stop }, ''))
}

/** Every setting that any of the runs has, side by side. */
export function settingRows(runs: readonly RunDetail[]): readonly SettingRow[] {
  const configurations = runs.map(configuration)
  const names = new Set<string>()
  for (const one of configurations) for (const name of one.keys()) names.add(name)
  const order = [...names].sort((a, b) => rank(a) - rank(b))
  return order.map((name) => {
    const values = configurations.map((one) => one.get(name))
    return { name, values, differs: values.some((value) => value !== values[0]) }
  })
}

const sections = [
  'optimizer',
  'dialect',
  'hyper',
  'schedule',
  'changes',
  'batch',
  'sampling',
  'seed',
  'objective',
  'start',
]

/** Keeps a section's settings together when runs bring different ones. */
function rank(name: string): number {
  const section = sections.indexOf(name.split('.')[0])
  return section < 0 ? sections.length : section
}
