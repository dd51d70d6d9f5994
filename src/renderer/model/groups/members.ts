import type { RunRecord } from '../../../main/contract'
import { groupNames } from '../labels'
import { styleOf } from '../palette'
import type { Grouped } from './curves'

/** Members of each group of two and more, by key, in the order given. */
export function groupsOf<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** What decides a run's numbers within its experiment, but for the seed. */
function settingsKey(run: RunRecord): string {
  const { optimizer, dialect, rule, hyper, schedule, changes, batch, sampling } = run
  return JSON.stringify([
    ...[optimizer, dialect, rule, schedule, changes, batch, sampling],
    Object.entries(hyper).sort(),
  ])
}

/** Runs of one experiment that differ in nothing but their seed, each group in the look of its first. */
export function seedGroups(runs: readonly RunRecord[]): readonly Grouped[] {
  const groups = groupsOf(runs, settingsKey)
  const names = groups.length > 0 ? groupNames(groups, runs) : []
  return groups.map((members, place) => ({ name: names[place], style: styleOf(members[0]), runs: members }))
}
