import { issuesFrom, pathText, type Issue } from '../issues'
import { finite, list } from '../lists'
import { z } from '../zod'
import type { Axis, AxisValue } from './designs'

/** Values of one range at the most. */
const mostValues = 10_000
/** Beyond so many deviations no design draws: the smallest chance that a float64 tells from none. */
const farthest = 8.3

const steps = z.int().min(2).max(mostValues).optional()
const deviation = finite.gt(0)

/** What may stand in an experiment file in the place of a value, by the key that tells which. */
const forms = {
  values: z.strictObject({
    values: list(z.union([finite, z.string().max(200), z.boolean()]), 1, mostValues),
  }),
  from: z.strictObject({
    from: finite,
    to: finite,
    steps,
    scale: z.enum(['linear', 'log']).default('linear'),
  }),
  normal: z.strictObject({ normal: z.strictObject({ mean: finite, deviation }), steps }),
  lognormal: z.strictObject({
    lognormal: z.strictObject({ median: finite.gt(0), factor: finite.gt(1) }),
    steps,
  }),
}

/** A range in the place of a setting's value. */
export const rangeSchema = z.union([forms.values, forms.from, forms.normal, forms.lognormal])

const formsText =
  '{ "values": [...] }, { "from", "to", "steps", "scale" }, { "normal": { "mean", "deviation" } } or { "lognormal": { "median", "factor" } }'

/** A value that the setting itself must take, so that it takes all of the range. */
export interface RangeEnd {
  readonly value: AxisValue
  /** Where in the range it stands: `.values[2]`, `.from`. */
  readonly at: string
}

export interface ReadRange {
  readonly axis: Axis
  readonly ends: readonly RangeEnd[]
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function fromTo(raw: z.output<typeof forms.from>, whole: boolean): ReadRange | Issue {
  const { from, to, scale } = raw
  if (scale === 'log' && !(from > 0))
    return { path: 'from', message: `must be > 0 on a log scale, got ${from}` }
  if (!(from < to)) return { path: 'to', message: `must be above from, ${from}, got ${to}` }
  const [low, high] = whole ? [Math.ceil(from), Math.floor(to)] : [from, to]
  if (low > high) return { path: 'to', message: `must leave a whole number above from, ${from}, got ${to}` }
  const axis: Axis = {
    kind: 'range',
    from,
    to,
    scale,
    ...(raw.steps === undefined ? {} : { steps: raw.steps }),
    ...(whole ? { whole } : {}),
  }
  return {
    axis,
    ends: [
      { value: low, at: '.from' },
      { value: high, at: '.to' },
    ],
  }
}

function read(key: keyof typeof forms, raw: unknown, whole: boolean): ReadRange | readonly Issue[] {
  const parsed = forms[key].safeParse(raw, { reportInput: true })
  if (!parsed.success) return issuesFrom(parsed.error.issues)
  const { data } = parsed
  if ('values' in data) {
    const ends = data.values.map((value, index) => ({ value, at: `.values[${index}]` }))
    return { axis: { kind: 'list', values: data.values }, ends }
  }
  if ('from' in data) {
    const range = fromTo(data, whole)
    return 'axis' in range ? range : [range]
  }
  const rest = data.steps === undefined ? {} : { steps: data.steps }
  const at = `.${key}`
  if ('normal' in data) {
    const { mean, deviation } = data.normal
    const reach = [mean, mean - farthest * deviation, mean + farthest * deviation]
    return {
      axis: { kind: 'normal', ...data.normal, ...rest },
      ends: reach.map((value) => ({ value, at })),
    }
  }
  const { median, factor } = data.lognormal
  const reach = [median, median * factor ** -farthest, median * factor ** farthest]
  return {
    axis: { kind: 'lognormal', ...data.lognormal, ...rest },
    ends: reach.map((value) => ({ value, at })),
  }
}

/**
 * @param whole whether the setting takes whole numbers only
 * @returns what is wrong with it, each path below the range, where it is none
 */
export function readRange(
  raw: Readonly<Record<string, unknown>>,
  whole: boolean,
): ReadRange | readonly Issue[] {
  const key = (Object.keys(forms) as (keyof typeof forms)[]).find((name) => Object.hasOwn(raw, name))
  const found = Object.hasOwn(raw, 'to') ? (key ?? 'from') : key
  if (found === undefined) return [{ path: '', message: `must be a value or a range: ${formsText}` }]
  if (whole && (found === 'normal' || found === 'lognormal')) {
    const message = 'must be left out: the setting takes whole numbers; give it values, or from and to'
    return [{ path: found, message }]
  }
  return read(found, raw, whole)
}

/** The range as it stands in the file. */
export function rangeOf(axis: Axis): z.input<typeof rangeSchema> {
  if (axis.kind === 'list') return { values: [...axis.values] }
  const steps = axis.steps === undefined ? {} : { steps: axis.steps }
  if (axis.kind === 'range') return { from: axis.from, to: axis.to, ...steps, scale: axis.scale }
  if (axis.kind === 'normal') return { normal: { mean: axis.mean, deviation: axis.deviation }, ...steps }
  return { lognormal: { median: axis.median, factor: axis.factor }, ...steps }
}

/** A setting of a run that may be a range. */
export interface Setting {
  /** `hyper.lr`, `batch`, `schedule.gamma` */
  readonly path: string
  readonly value: unknown
}

const within = (key: 'hyper' | 'schedule', group: unknown): readonly Setting[] =>
  isRecord(group)
    ? Object.entries(group).map(([name, value]) => ({ path: pathText([key, name]), value }))
    : []

/** The settings of a run, as the file has them, that a range may take the place of. */
export const settingsIn = (run: Readonly<Record<string, unknown>>): readonly Setting[] => [
  { path: 'batch', value: run.batch },
  ...within('hyper', run.hyper),
  ...within('schedule', run.schedule),
]

/** The settings that take whole numbers only. */
export const isWhole = (path: string): boolean => path === 'batch' || path === 'schedule.warmup'

/** The same run with another value of one setting. */
export function withSetting<Run extends object>(run: Run, path: string, value: unknown): Run {
  const [key, name] = path.split('.')
  if (name === undefined) return { ...run, [key]: value }
  const group = (run as Readonly<Record<string, unknown>>)[key]
  return { ...run, [key]: { ...(isRecord(group) ? group : {}), [name]: value } }
}
