import { isSeedless } from '@core/comparison/runs'
import type { NumberHyper } from '@core/hyper'
import type { Axis } from '@core/sweep/contract'
import { designCount, designPoints } from '@core/sweep/designs'
import type { Sweep } from '@core/sweep/document'
import { optionsSchema } from '@core/sweep/options'
import { rangeOf, withSetting } from '@core/sweep/ranges'
import { formatCount, formatNumber } from '../format'
import { draftOf, type Draft, type DraftRun, type DraftSweep } from './document'

/** A setting of a run that takes several values; `path` as in `hyper.lr`. */
export interface Swept {
  readonly path: string
  readonly axis: Axis
}

function valueAt(run: DraftRun, path: string): unknown {
  if (path === 'batch') return run.batch
  const [part, name] = path.split('.')
  return part === 'hyper' ? run.hyper[name] : part === 'schedule' ? run.schedule[name] : undefined
}

/**
 * What a run sweeps. A range of what the run has no number for, of another method's setting say, has no
 * say until it has one again.
 */
export const sweptOf = (run: DraftRun): readonly Swept[] =>
  Object.entries(run.ranges ?? {}).flatMap(([path, axis]) =>
    typeof valueAt(run, path) === 'number' ? [{ path, axis }] : [],
  )

/** The ranges of a part of the run, by name. */
export const rangesUnder = (run: DraftRun, part: 'hyper' | 'schedule'): Readonly<Record<string, Axis>> =>
  Object.fromEntries(
    sweptOf(run).flatMap(({ path, axis }) =>
      path.startsWith(`${part}.`) ? [[path.slice(part.length + 1), axis]] : [],
    ),
  )

export const seedsOf = ({ sweep }: Draft): number => sweep?.seeds ?? 1

/** True for a draft that is more runs than it lists. */
export const isSweep = (draft: Draft): boolean =>
  seedsOf(draft) !== 1 || draft.runs.some((run) => sweptOf(run).length > 0)

/** The experiment alone, every range at its one value. */
export function plainOf(draft: Draft): Draft {
  const { sweep, ...plain } = draft
  const hasRanges = draft.runs.some(({ ranges }) => ranges !== undefined)
  if (sweep === undefined && !hasRanges) return draft
  return {
    ...plain,
    runs: draft.runs.map((run) => {
      const own = { ...run }
      delete own.ranges
      return own
    }),
  }
}

/** The run with a range in the place of one of its values; `undefined` puts the value back. */
export function setRange(run: DraftRun, path: string, axis: Axis | undefined): void {
  const kept = Object.entries(run.ranges ?? {}).filter(([held]) => held !== path)
  const ranges = Object.fromEntries(axis ? [...kept, [path, axis]] : kept)
  if (Object.keys(ranges).length > 0) run.ranges = ranges
  else delete run.ranges
}

/** Writes options of the sweep; none are kept where all are as usual. */
export function setOptions(draft: Draft, options: DraftSweep): void {
  const next = Object.entries({ ...draft.sweep, ...options }).filter(([, value]) => value !== undefined)
  if (next.length > 0) draft.sweep = Object.fromEntries(next)
  else delete draft.sweep
}

/** Places of the runs that go the same way whatever their seed: they begin at one point and draw nothing. */
export const seedlessRuns = (draft: Draft): readonly number[] =>
  draft.runs.flatMap((run, place) => (isSeedless(draft, run) ? [place] : []))

const tidy = (value: number): number => Number(value.toPrecision(12))
const range = (from: number, to: number, scale: 'linear' | 'log', steps: number, whole = false): Axis => ({
  kind: 'range',
  from: tidy(from),
  to: tidy(to),
  scale,
  steps,
  ...(whole ? { whole } : {}),
})

/** Shares whose distance from 1 is what matters: a momentum, say. */
const shares = [0, 0.5, 0.9, 0.95, 0.99]

/** Values around the one that a hyper-parameter has, on its own scale, to begin with. */
export function axisAround(value: number, spec: NumberHyper): Axis {
  const { min, max, minExclusive, maxExclusive, scale } = spec
  const held = Number.isFinite(value) ? value : spec.default
  if (scale === 'log') {
    const middle = held > 0 ? held : spec.default > 0 ? spec.default : 1e-3
    return range(Math.max(middle / 100, min), Math.min(middle * 10, max), 'log', 7)
  }
  if (min === 0 && max === 1 && maxExclusive) {
    const values = [...new Set([...shares, held])].filter((share) => share > 0 || !minExclusive)
    return { kind: 'list', values: values.sort((a, b) => a - b) }
  }
  const reach = Math.abs(held) || 1
  const low = Math.max(held - reach, min)
  return range(low === min && minExclusive ? held / 2 : low, Math.min(held + reach, max), 'linear', 5)
}

/** Counts around one: sizes of a batch, doubled; numbers of updates, evenly. */
export const batchesAround = (rows: number): Axis =>
  range(Math.max(1, Math.round((rows || 32) / 4)), 4 * (rows || 32), 'log', 5, true)
export const updatesAround = (updates: number): Axis =>
  range(0, Math.max(10, 2 * (updates || 0)), 'linear', 5, true)

/** The numbers that an axis takes in a grid; none of one without steps. */
export function numbersOf(axis: Axis): readonly number[] {
  if (axis.kind === 'range' && !(axis.steps !== undefined && axis.steps <= mostSteps)) return []
  if (axis.kind !== 'list' && axis.steps === undefined) return []
  const count = designCount('grid', [axis], undefined)
  const pointAt = designPoints('grid', [axis], count, 0)
  const values = Array.from({ length: count }, (_, place) => pointAt(place)[0])
  return values.filter((value) => typeof value === 'number')
}

/** Steps that a form spells out. */
const mostSteps = 10_000
/** Values that a line has room for. */
const mostTold = 7

/** `7 values: 0.0001, 0.0003162, 0.001, 0.003162, 0.01, 0.03162, 0.1`. */
export function valuesText(axis: Axis): string {
  if (axis.kind === 'normal')
    return `Drawn: normal, mean ${formatNumber(axis.mean)}, deviation ${formatNumber(axis.deviation)}`
  if (axis.kind === 'lognormal')
    return `Drawn: log-normal, median ${formatNumber(axis.median)}, factor ${formatNumber(axis.factor)}`
  if (axis.kind === 'range' && axis.steps === undefined && axis.from < axis.to)
    return `Drawn: from ${formatNumber(axis.from)} to ${formatNumber(axis.to)}${axis.scale === 'log' ? ', on a log scale' : ''}`
  const values = numbersOf(axis)
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    return 'Needs numbers; decimals are written with a point, as in 0.05.'
  const told = values.map((value) => formatNumber(value))
  const listed = told.length > mostTold ? [...told.slice(0, mostTold - 1), '…', told.at(-1)] : told
  return `${formatCount(values.length)} ${values.length === 1 ? 'value' : 'values'}: ${listed.join(', ')}`
}

/** The same axis as a list of its values, or as a range between its ends. */
export function asKind(axis: Axis, kind: 'list' | 'range'): Axis {
  if (axis.kind === kind) return axis
  const values = numbersOf(axis)
  if (kind === 'list') return { kind, values }
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return range(low, high, low > 0 && high / low >= 20 ? 'log' : 'linear', Math.max(2, values.length))
}

/** The draft as a file: its ranges in the places of the values, its options in `sweep`. */
export function documentOf(draft: Draft): unknown {
  const plain = plainOf(draft)
  if (!isSweep(draft)) return plain
  const runs = draft.runs.map((run, place) =>
    sweptOf(run).reduce<object>(
      (ranged, { path, axis }) => withSetting(ranged, path, rangeOf(axis)),
      plain.runs[place],
    ),
  )
  return { ...plain, runs, sweep: { ...draft.sweep } }
}

/** The draft of a sweep's file, its options as they were written. */
export function draftOfSweep({ experiment, axes, options }: Sweep): Draft {
  const draft = draftOf(experiment)
  for (const { run, path, axis } of axes) {
    setRange(draft.runs[run], path, axis)
    const values = numbersOf(axis)
    // Back at one value, it is the one in the middle.
    const middle = values[Math.floor((values.length - 1) / 2)]
    if (middle !== undefined) draft.runs[run] = withSetting(draft.runs[run], path, middle)
  }
  const usual = optionsSchema.parse({})
  const same = (key: string, value: unknown): boolean =>
    JSON.stringify(value) === JSON.stringify((usual as Readonly<Record<string, unknown>>)[key])
  setOptions(draft, Object.fromEntries(Object.entries(options).filter(([key, value]) => !same(key, value))))
  return draft
}
