import { settingsAfter } from '@core/changes'
import { isScheduled, type Plan } from '@core/plan'
import { pythonNumber } from '@core/python'
import { scheduleById } from '@core/schedules'
import type { Problem } from './problem'
import { indented } from './text'

/** A run as it is written: what made it, on which problem, and how many updates it made. */
export interface RunToScript {
  readonly plan: Plan
  readonly problem: Problem
  readonly updates: number
}

type Value = number | boolean

export const valueText = (value: Value): string =>
  typeof value === 'number' ? pythonNumber(value) : value ? 'True' : 'False'

/** The function `schedule` of the update, counted from 0; none where no schedule moves the learning rate. */
export function scheduleLines({ run, iterations }: Plan): readonly string[] {
  if (!isScheduled(run)) return []
  const { id, warmup, ...options } = run.schedule
  const schedule = scheduleById(id)
  if (!schedule) throw new Error(`unknown schedule ${id}`)
  const values = Object.entries(options).map(([name, value]) => `, ${name}=${String(value)}`)
  const total = Math.max(iterations - warmup, 1)
  const rate =
    warmup === 0
      ? 'share(update)'
      : `share(update - ${warmup}) if update >= ${warmup} else share(0) * (update + 1) / ${warmup + 1}`
  return [
    'def schedule(update):',
    ...indented([
      `def share(update, total=${total}${values.join('')}):`,
      ...indented([`return ${schedule.python}`]),
      '',
      `return ${rate}`,
    ]),
    '',
  ]
}

/** What changes before which update, counted from 1, in the updates that were made. */
export function changesOf({ run }: Plan, updates: number) {
  const changes = run.changes ?? []
  return changes
    .filter(({ at }) => at < updates)
    .map(({ at, set }) => ({ update: at + 1, set, after: settingsAfter(run, at) }))
}
