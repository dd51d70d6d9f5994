import { defaultLabel } from '@core/experiment'
import type { RunRecord } from '../../main/contract'
import { batchText, optimizerLabel, settingEntries, shortly } from './run-text'

type Marks = ReadonlyMap<string, string>

/** What may tell runs apart, from what matters most. */
const marksOf = (run: RunRecord, digits: number): Marks =>
  new Map([
    ['on', run.objectiveLabel],
    ...settingEntries(run, shortly(digits)),
    ['batch', batchText(run.batch)],
    ['dialect', run.dialect],
    ['seed', String(run.seed)],
    ['budget', String(run.budget)],
  ])

/** More than these no number has. */
const allDigits = 17

const different = (all: readonly Marks[]): number =>
  new Set(all.map((marks) => JSON.stringify([...marks]))).size

/** Marks with the fewest digits, from four on, in which runs that differ also read differently. */
function tellingMarks(runs: readonly RunRecord[]): readonly Marks[] {
  const exact = runs.map((run) => marksOf(run, allDigits))
  for (let digits = 4; digits < allDigits; digits++) {
    const short = runs.map((run) => marksOf(run, digits))
    if (different(short) === different(exact)) return short
  }
  return exact
}

/** Names by id; where several runs have one name, with what differs: `Adam (lr 0.1, seed 3)`. */
export function labelsOf(runs: readonly RunRecord[]): ReadonlyMap<number, string> {
  const byName = new Map<string, RunRecord[]>()
  for (const run of runs) byName.set(run.label, [...(byName.get(run.label) ?? []), run])
  const labels = new Map<number, string>()
  for (const [name, same] of byName) {
    if (same.length === 1) {
      labels.set(same[0].id, name)
      continue
    }
    const all = tellingMarks(same)
    const names = new Set(all.flatMap((of) => [...of.keys()]))
    const telling = [...names].filter((mark) => new Set(all.map((of) => of.get(mark))).size > 1)
    const texts = all.map((of) =>
      telling.flatMap((mark) => (of.has(mark) ? [`${mark} ${of.get(mark)}`] : [])).join(', '),
    )
    same.forEach((run, index) => {
      const unique = texts.filter((text) => text === texts[index]).length === 1
      const mark = unique ? texts[index] : [texts[index], `#${run.id}`].filter(Boolean).join(', ')
      labels.set(run.id, `${name} (${mark})`)
    })
  }
  return labels
}

/** The same runs, those of one name called by what tells them apart. */
export function distinctly(runs: readonly RunRecord[]): readonly RunRecord[] {
  const labels = labelsOf(runs)
  return runs.map((run) => ({ ...run, label: labels.get(run.id) ?? run.label }))
}

/** The list before where it is of the same runs, for what only names them. */
export const unlessSameRuns = (
  before: readonly RunRecord[] | undefined,
  now: readonly RunRecord[],
): readonly RunRecord[] =>
  before?.length === now.length &&
  now.every(({ id, label }, index) => id === before[index].id && label === before[index].label)
    ? before
    : now

/** Names of groups whose runs differ in nothing but their seed, unlike each other and those of the other runs. */
export function groupNames(
  groups: readonly (readonly RunRecord[])[],
  runs: readonly RunRecord[],
): readonly string[] {
  const grouped = new Set(groups.flatMap((members) => members.map(({ id }) => id)))
  // No seed tells one group from another.
  const named = groups.map(([first]) => ({ ...first, seed: 0 }))
  const labels = labelsOf([...named, ...runs.filter(({ id }) => !grouped.has(id))])
  return named.map(({ id, label }) => labels.get(id) ?? label)
}

/** True where the words stand in the text by themselves: `lr 0.1` does not in `lr 0.15`. */
function says(text: string, words: string): boolean {
  const at = text.indexOf(words)
  return at >= 0 && !/[\w.]/.test(text.charAt(at + words.length)) && !/\w/.test(text.charAt(at - 1))
}

interface Named {
  readonly run: RunRecord
  /** Unlike any other's. */
  readonly label: string
}

/**
 * Names for a picture that leaves the page, by id: with every setting that is not the same in all of
 * the runs that have it, unless the name says it: `GD, lr 0.1`, `Adam, lr 0.001`.
 */
export function labelsInFull(named: readonly Named[]): ReadonlyMap<number, string> {
  const all = tellingMarks(named.map(({ run }) => run))
  const names = new Set(all.flatMap((marks) => [...marks.keys()]))
  const values = (mark: string) => new Set(all.flatMap((marks) => marks.get(mark) ?? []))
  const telling = [...names].filter((mark) => mark !== 'dialect' && values(mark).size > 1)
  return new Map(
    named.map(({ run, label }, index) => {
      const own = label === defaultLabel(run) ? telling.filter((mark) => mark !== 'batch') : telling
      const texts = own.flatMap((mark) => {
        const value = all[index].get(mark)
        return value === undefined || says(label, `${mark} ${value}`) ? [] : [`${mark} ${value}`]
      })
      return [run.id, [label, ...texts].join(', ')]
    }),
  )
}

/** So many values of a setting are named one by one. */
const mostNamed = 6

/**
 * For below a picture that leaves the page: the experiment, what it minimises, and what its runs
 * differ in with the values: `Two rates. 2 runs on Rosenbrock, which differ in lr (0.1, 0.01).`
 */
export function captionOf(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return ''
  const all = tellingMarks(runs).map(
    (marks, index) => new Map([['method', optimizerLabel(runs[index].optimizer)], ...marks]),
  )
  const valuesOf = (mark: string): readonly string[] => [
    ...new Set(all.flatMap((marks) => marks.get(mark) ?? [])),
  ]
  const names = [...new Set(all.flatMap((marks) => [...marks.keys()]))]
  const telling = names.filter((name) => name !== 'on' && valuesOf(name).length > 1)
  const differences = telling.map((name) => {
    const values = valuesOf(name)
    const more = values.length > mostNamed ? ', …' : ''
    return `${name} (${values.slice(0, mostNamed).join(', ')}${more})`
  })
  const distinct = (of: (run: RunRecord) => string): string => [...new Set(runs.map(of))].join('; ')
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`
  const what = `${count} on ${distinct((run) => run.objectiveLabel)}`
  const differ = differences.length > 0 ? `, which differ in ${differences.join(', ')}` : ''
  return `${distinct((run) => run.experimentName)}. ${what}${differ}.`
}
