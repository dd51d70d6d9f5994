import type { RunRecord } from '../../main/contract'
import { batchText, settingEntries } from '../history/run-text'

/** What may tell two runs of one name apart, from what matters most. */
const marks = (run: RunRecord): ReadonlyMap<string, string> =>
  new Map([
    ['on', run.objectiveLabel],
    ...settingEntries(run),
    ['batch', batchText(run.batch)],
    ['dialect', run.dialect],
    ['seed', String(run.seed)],
    ['budget', String(run.budget)],
  ])

/** Names by id; where several runs have one name, with what differs: `Adam (lr 0.1, seed 3)`. */
export function labelsOf(runs: readonly RunRecord[]): ReadonlyMap<number, string> {
  const byName = new Map<string, RunRecord[]>()
  for (const run of runs) byName.set(run.label, [...(byName.get(run.label) ?? []), run])
  const labels = new Map<number, string>()
  for (const [name, same] of byName) {
    const all = same.map(marks)
    const names = new Set(all.flatMap((of) => [...of.keys()]))
    const telling = [...names].filter((mark) => new Set(all.map((of) => of.get(mark))).size > 1)
    const texts = all.map((of) =>
      telling.flatMap((mark) => (of.has(mark) ? [`${mark} ${of.get(mark)}`] : [])).join(', '),
    )
    same.forEach((run, index) => {
      const alone = same.length === 1
      const unique = texts.filter((text) => text === texts[index]).length === 1
      const mark = unique ? texts[index] : [texts[index], `#${run.id}`].filter(Boolean).join(', ')
      labels.set(run.id, alone ? name : `${name} (${mark})`)
    })
  }
  return labels
}

/** The same runs, those of one name called by what tells them apart. */
export function distinctly(runs: readonly RunRecord[]): readonly RunRecord[] {
  const labels = labelsOf(runs)
  return runs.map((run) => ({ ...run, label: labels.get(run.id) ?? run.label }))
}

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
