import { parseExperiment, type Experiment, type RunSpec } from '../experiment'
import { issuesFrom, pathText, type Issue, type Parsed } from '../issues'
import { limits } from '../limits'
import { mostFaults } from '../lists'
import { dialectOf } from '../rules'
import { recordEvery } from '../plan'
import { scheduleById } from '../schedules'
import type { SweepAxis, SweepOptions } from './contract'
import { optionsSchema } from './options'
import { isRecord, isWhole, rangeOf, readRange, settingsIn, withSetting, type RangeEnd } from './ranges'
import { designIssues } from './sizes'

type Raw = Readonly<Record<string, unknown>>

/** A sweep's file, read: every default filled in. */
export interface Sweep {
  /** With one value of each range in its place. */
  readonly experiment: Experiment
  readonly axes: readonly SweepAxis[]
  readonly options: SweepOptions
}

/** A range as it was found, with what it must be held against. */
interface Found {
  readonly axis: Omit<SweepAxis, 'label'>
  readonly ends: readonly RangeEnd[]
}

const failed = (issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } => ({
  ok: false,
  issues: issues.slice(0, mostFaults),
})

const below = (prefix: string, path: string): string =>
  path === '' ? prefix : path.startsWith('[') ? `${prefix}${path}` : `${prefix}.${path}`

const without = (raw: Raw, key: string): Raw =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => name !== key))

/** Takes the ranges out of the runs, one of their values put in the place of each. */
function split(raw: Raw): { readonly base: Raw; readonly found: readonly Found[]; readonly issues: Issue[] } {
  const found: Found[] = []
  const issues: Issue[] = []
  const runs = Array.isArray(raw.runs) ? (raw.runs as readonly unknown[]) : []
  const plain = runs.slice(0, limits.runs).map((run, index) => {
    if (!isRecord(run)) return run
    return settingsIn(run).reduce<Raw>((rest, { path, value }) => {
      if (!isRecord(value)) return rest
      const at = pathText(['runs', index]) + `.${path}`
      if (path === 'schedule.id') {
        issues.push({ path: at, message: "can't be a range: give each schedule a run of its own" })
        return rest
      }
      const range = readRange(value, isWhole(path))
      if ('axis' in range) {
        found.push({ axis: { run: index, path, axis: range.axis }, ends: range.ends })
        return withSetting(rest, path, range.ends[0].value)
      }
      issues.push(...range.map((issue) => ({ ...issue, path: below(at, issue.path) })))
      return rest
    }, run)
  })
  const base = without(raw, 'sweep')
  return { base: runs.length > limits.runs ? base : { ...base, runs: plain }, found, issues }
}

/** What the experiment's own schema says of the ends of a range, and of each value of a list. */
function endIssues(base: Raw, { axis: { run, path }, ends }: Found): readonly Issue[] {
  const issues: Issue[] = []
  const spec = (base.runs as readonly Raw[])[run]
  for (let from = 0; from < ends.length && issues.length < mostFaults; from += limits.runs) {
    const part = ends.slice(from, from + limits.runs)
    const parsed = parseExperiment({ ...base, runs: part.map(({ value }) => withSetting(spec, path, value)) })
    if (parsed.ok) continue
    for (const issue of parsed.issues) {
      const [, place, rest] = /^runs\[(\d+)\]\.?(.*)$/.exec(issue.path) ?? []
      if (place === undefined) continue
      const end = rest === path ? part[Number(place)].at : ''
      issues.push({ ...issue, path: below(pathText(['runs', run]), `${rest}${end}`) })
    }
  }
  return issues
}

/** The same of a problem besides the experiment's own, which then has its defaults filled in. */
function problemOf(base: Raw, problem: SweepOptions['problems'][number], index: number): Parsed<Experiment> {
  const { objective, start } = problem
  const rest = without(base, 'start')
  const parsed = parseExperiment({ ...rest, objective, ...(start === undefined ? {} : { start }) })
  if (parsed.ok) return parsed
  const at = pathText(['sweep', 'problems', index])
  return failed(
    parsed.issues.map(({ path, message }) =>
      /^(objective|start)\b/.test(path)
        ? { path: below(at, path), message }
        : { path: at, message: `does not fit ${path}, which ${message}` },
    ),
  )
}

/** What the form calls a setting. */
function labelOf(run: RunSpec, path: string): string {
  const [group, name] = path.split('.')
  if (group === 'batch') return 'Batch'
  if (name === 'warmup') return 'Warm-up'
  const specs = group === 'schedule' ? scheduleById(run.schedule.id)?.options : dialectOf(run)?.hyper
  return specs?.[name]?.label ?? name
}

function seedIssues({ runs }: Experiment, { seeds }: SweepOptions): readonly Issue[] {
  const [{ seed }] = runs
  const other = runs.findIndex((run) => run.seed !== seed)
  if (other >= 0) {
    const message = `must be ${seed}, that of the first run, got ${runs[other].seed}: the runs of a sweep are paired by their seeds`
    return [{ path: pathText(['runs', other, 'seed']), message }]
  }
  if (seed + seeds - 1 <= limits.seed) return []
  const message = `must be <= ${limits.seed - seed + 1}, since seeds end at ${limits.seed} and these begin at ${seed}, got ${seeds}`
  return [{ path: 'sweep.seeds', message }]
}

function tournamentIssues({ iterations }: Experiment, { seeds, tournament }: SweepOptions): readonly Issue[] {
  if (!tournament) return []
  const { tuningSeeds, budget } = tournament
  if (tuningSeeds >= seeds) {
    const message = `must be < ${seeds}, the seeds there are, so that one is left to compare, got ${tuningSeeds}`
    return [{ path: 'sweep.tournament.tuningSeeds', message }]
  }
  if (budget.of !== 'updates' || budget.most <= iterations) return []
  const message = `must be <= ${iterations}, the iterations of every run, got ${budget.most}`
  return [{ path: 'sweep.tournament.budget.most', message }]
}

/** Points of a curve that a sweep keeps: it is in memory until it is stored. */
const mostPoints = 1_000_000

function curveIssues({ iterations, record }: Experiment, { keep }: SweepOptions): readonly Issue[] {
  const points = Math.ceil(iterations / (record?.every ?? recordEvery(iterations))) + 1
  if (keep === 'values' || points <= mostPoints) return []
  const message = `must be "values" for runs of more than ${mostPoints} points, got ${points}; or record every k-th`
  return [{ path: 'sweep.keep', message }]
}

/** Whether a document is a sweep's: it says how it is to be gone through. */
export const isSweep = (raw: unknown): boolean => isRecord(raw) && Object.hasOwn(raw, 'sweep')

/** Checks a sweep's document from anywhere and fills in its defaults. Never throws. */
export function parseSweep(raw: unknown): Parsed<Sweep> {
  if (!isRecord(raw)) return failed([{ path: '', message: 'a sweep must be an object' }])
  if (!isSweep(raw)) {
    const message =
      'is missing; a sweep is an experiment with a range in the place of some values, and { "design": "grid" } or another design here'
    return failed([{ path: 'sweep', message }])
  }
  const { base, found, issues } = split(raw)
  const options = optionsSchema.safeParse(raw.sweep, { reportInput: true })
  if (!options.success) {
    issues.push(
      ...issuesFrom(options.error.issues).map((issue) => ({ ...issue, path: below('sweep', issue.path) })),
    )
  }
  if (issues.length > 0 || !options.success) return failed(issues)

  const parsed = parseExperiment(base)
  const wrongEnds = found.flatMap((range) => endIssues(base, range))
  // An end that is wrong is told where it stands.
  if (wrongEnds.length > 0) return failed(wrongEnds)
  if (!parsed.ok) return parsed
  const experiment = parsed.value

  const problems = options.data.problems.map((problem, index) => problemOf(base, problem, index))
  const wrong = problems.flatMap((problem) => (problem.ok ? [] : problem.issues))
  if (wrong.length > 0) return failed(wrong)
  const whole = problems.flatMap((problem) => (problem.ok ? [problem.value.objective] : []))
  const sweep: Sweep = {
    experiment,
    axes: found.map(({ axis }) => ({ ...axis, label: labelOf(experiment.runs[axis.run], axis.path) })),
    options: {
      ...options.data,
      problems: options.data.problems.map((problem, index) => ({ ...problem, objective: whole[index] })),
    },
  }
  const last = [
    ...seedIssues(experiment, sweep.options),
    ...tournamentIssues(experiment, sweep.options),
    ...curveIssues(experiment, sweep.options),
    ...designIssues(sweep),
  ]
  return last.length > 0 ? failed(last) : { ok: true, value: sweep }
}

/** The document that a sweep is read from, every default spelled out. */
export function sweepDocument({ experiment, axes, options }: Sweep): unknown {
  const runs = experiment.runs.map((run, index) =>
    axes
      .filter((axis) => axis.run === index)
      .reduce<object>((ranged, { path, axis }) => withSetting(ranged, path, rangeOf(axis)), run),
  )
  return { ...experiment, runs, sweep: options }
}

/** The same for two sweeps of which one is the other with more seeds, or more points of a design that is no grid. */
export function identityOf(sweep: Sweep): string {
  const { options } = sweep
  const trials = options.design === 'grid' ? options.trials : 0
  return JSON.stringify(sweepDocument({ ...sweep, options: { ...options, seeds: 0, trials } }))
}

/** The shorter of two such sweeps with the runs of the longer. */
export function longerOf(sweep: Sweep, other: Sweep): Sweep {
  const { options } = sweep
  const trials = Math.max(options.trials ?? 0, other.options.trials ?? 0)
  return {
    ...sweep,
    options: {
      ...options,
      seeds: Math.max(options.seeds, other.options.seeds),
      ...(trials > 0 ? { trials } : {}),
    },
  }
}
