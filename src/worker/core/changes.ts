/**
 * Settings that change in the course of a run. `at` counts updates made: the update after the first `at`
 * is the first with the new values. Of a learning rate that a schedule moves, a change sets the base.
 */
import type { Change, RunSpec } from './experiment'

type Settings = RunSpec['hyper']
type Changing = Pick<RunSpec, 'hyper' | 'changes'>

/** The hyper-parameters of the update that follows so many, less what a schedule makes of the learning rate. */
export function settingsAfter({ hyper, changes }: Changing, updates: number): Settings {
  if (!changes) return hyper
  const past = changes.filter(({ at }) => at <= updates)
  return past.reduce((settings: Settings, { set }) => ({ ...settings, ...set }), hyper)
}

/**
 * The learning rate that a schedule multiplies: one number, or where it changes that of the update which
 * follows so many; undefined for a method without one.
 */
export function baseRateOf({
  hyper: { lr },
  changes = [],
}: Changing): number | ((updates: number) => number) | undefined {
  if (typeof lr !== 'number') return undefined
  const steps = changes.flatMap(({ at, set }) => (typeof set.lr === 'number' ? [{ at, lr: set.lr }] : []))
  if (steps.length === 0) return lr
  return (updates) => {
    for (let i = steps.length - 1; i >= 0; i--) if (updates >= steps[i].at) return steps[i].lr
    return lr
  }
}

/** Changes up to some update and then these values from there on; what came later is dropped. */
export function withChange(
  changes: readonly Change[] | undefined,
  at: number,
  set: Settings,
): readonly Change[] {
  const before = (changes ?? []).filter((change) => change.at < at)
  const there = changes?.find((change) => change.at === at)
  return [...before, { at, set: { ...there?.set, ...set } }]
}

const longestLabel = 200

/** `lr 0.1 and gamma 0.9 after 500`: the run's name in a list of runs. */
function labelOf(label: string, at: number, set: Settings): string {
  const values = Object.entries(set).map(([name, value]) => `${name} ${value}`)
  const what = `, ${values.join(' and ')} after ${at}`
  return `${label.slice(0, longestLabel - what.length)}${what}`
}

/**
 * The run that is the same for its first `at` updates and goes on from there with other values. What was
 * changed later in the run it leaves is no part of it.
 */
export const forkOf = (parent: RunSpec, at: number, set: Settings, color: number): RunSpec => ({
  ...parent,
  label: labelOf(parent.label, at, set),
  color,
  forkOf: { run: parent.label, at },
  changes: withChange(parent.changes, at, set),
})
