import { settingsOf } from '@core/ascent'
import type { RunSpec } from '@core/experiment'
import { optimizerById } from '@core/optimizers'
import { dialectOf } from '@core/rules'
import { scheduleById } from '@core/schedules'
import { formatCount } from './format'

type Configured = Pick<RunSpec, 'optimizer' | 'dialect' | 'hyper' | 'schedule' | 'changes' | 'maximize'>

/** Every digit in the fewest characters: `0.01`, `1e-6`. */
export function valueText(value: number | boolean | string): string {
  const tiny = typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-4
  return tiny ? value.toExponential() : String(value)
}

type ValueText = typeof valueText

/** As people read it: so many significant digits, counts whole. */
export const shortly =
  (digits = 4): ValueText =>
  (value) =>
    valueText(
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value,
    )

/** What a run's schedule adds to its hyper-parameters; empty for a constant learning rate. */
function scheduleEntries({ schedule }: Configured, text: ValueText): [string, string][] {
  const { id, warmup, ...options } = schedule
  const named = Object.entries(options).map(([name, value]): [string, string] => [name, text(value)])
  return [
    ...(scheduleById(id)?.isConstant ? [] : [['schedule', id] satisfies [string, string], ...named]),
    ...(warmup > 0 ? [['warmup', String(warmup)] satisfies [string, string]] : []),
  ]
}

/** What a run changes on its way: `lr after 500` and its new value. */
const changeEntries = ({ changes = [] }: Configured, text: ValueText): [string, string][] =>
  changes.flatMap(({ at, set }) =>
    Object.entries(set).map(([name, value]): [string, string] => [`${name} after ${at}`, text(value)]),
  )

/** Which run it was forked from, and where: `fork of Adam at 500`; empty for a run of its own. */
export const lineageText = ({ forkOf }: Pick<RunSpec, 'forkOf'>): string =>
  forkOf ? `fork of ${forkOf.run} at ${formatCount(forkOf.at)}` : ''

/**
 * Hyper-parameters, schedule and changes as names and values, in the order of the method's own record; `maximize`
 * among them, whether it is a draft's or a record's.
 */
export const settingEntries = (run: Configured, text: ValueText = valueText): [string, string][] => [
  ...Object.entries(settingsOf(run)).map(([name, value]): [string, string] => [name, text(value)]),
  ...scheduleEntries(run, text),
  ...changeEntries(run, text),
]

/** On one line: `lr 0.01, beta1 0.9`. */
export const settingsText = (run: Configured, text: ValueText = valueText): string =>
  settingEntries(run, text)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** In full, a line each, under the names the composer's form uses: `Learning rate (lr): 0.01`. */
export function settingsInFull(run: Configured): string {
  const specs = dialectOf(run)?.hyper ?? {}
  const lines = settingEntries(run).map(([name, value]) => {
    const label = name in specs ? `${specs[name].label} (${name})` : name
    return `${label}: ${value}`
  })
  return lines.length > 0 ? lines.join('\n') : 'No hyper-parameters'
}

/** The method's own name: `Adam`. */
export const optimizerLabel = (id: string): string => optimizerById(id)?.label ?? id

/** `full`, or the rows a batch. */
export const batchText = (batch: RunSpec['batch']): string => String(batch)
