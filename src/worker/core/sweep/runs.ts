import type { Experiment, RunSpec } from '../experiment'
import { shortNumber } from '../issues'
import { objectiveById } from '../objectives'
import type { Problem } from '../plan'
import { designPoints, type AxisValue } from './designs'
import type { Sweep } from './document'
import { withSetting } from './ranges'
import { axesOf, runsOfSeed, trialsOf } from './sizes'

/** Which run of a sweep: it has the same settings in every sweep that is this one with more seeds or trials. */
export interface RunKey {
  /** Which of the experiment's runs, from 0. */
  readonly method: number
  /** The experiment's own is 0. */
  readonly problem: number
  /** Point of the method's design, from 0. */
  readonly trial: number
  /** Which of the seeds, from 0. */
  readonly seed: number
}

/** The runs of a sweep, any of them without the others. */
export interface SweepRuns {
  readonly total: number
  /** Points of each method's design. */
  readonly trials: readonly number[]
  /** An experiment for each problem, their own first, with the runs before they are varied. */
  readonly problems: readonly Problem[]
  /** Run number `index`, from 0: seed by seed, so that an early picture is a whole one. */
  keyAt(index: number): RunKey
  /** The number of a run; undefined where the sweep has no such run. */
  indexOf(key: RunKey): number | undefined
  /** Numbers of runs, those of one method on one problem together, and otherwise in their order. */
  grouped(numbers: readonly number[]): Uint32Array
  /** What the axes of a method have at a point of its design. */
  valuesOf(method: number, trial: number): readonly AxisValue[]
  specOf(key: RunKey): RunSpec
  /** The same with its method's label, which takes no time to make. */
  unlabelled(key: RunKey): RunSpec
  /** An experiment with that run alone. */
  experimentOf(key: RunKey): Experiment
}

/** An experiment for each problem of a sweep. */
export function problemsOf({ experiment, options }: Sweep): readonly Problem[] {
  const { start: own, ...rest } = experiment
  const measured = (reference: number | undefined) => (reference === undefined ? {} : { reference })
  const others = options.problems.map(({ objective, start, reference }): Problem => {
    const from = start === undefined ? {} : { start: typeof start === 'string' ? start : [...start] }
    return { ...rest, objective, ...from, ...measured(reference) }
  })
  return [
    { ...rest, ...(own === undefined ? {} : { start: own }), ...measured(options.reference) },
    ...others,
  ]
}

/** What each problem is called, the experiment's own first. */
export const problemLabelsOf = (sweep: Sweep): readonly string[] =>
  problemsOf(sweep).map(({ objective: { id } }, problem) => {
    const given = problem === 0 ? undefined : sweep.options.problems[problem - 1].label
    return given ?? objectiveById(id)?.label ?? id
  })

const longestLabel = 200

const valueText = (value: AxisValue): string =>
  typeof value === 'number' ? shortNumber(value) : String(value)

/** Order of the runs of a sweep that does not follow from when they were made. */
export const byKey = (a: RunKey, b: RunKey): number =>
  a.method - b.method || a.problem - b.problem || a.trial - b.trial || a.seed - b.seed

export function sweepRuns(sweep: Sweep): SweepRuns {
  const { experiment, axes, options } = sweep
  const problems = problemsOf(sweep)
  const trials = trialsOf(sweep)
  const together = trials.reduce((sum, count) => sum + count, 0)
  const ofSeed = runsOfSeed(sweep)
  const methods = experiment.runs.map((run, method) => {
    const own = axesOf(axes, method)
    const points = designPoints(
      options.design,
      own.map(({ axis }) => axis),
      own.length === 0 ? 1 : options.trials,
      options.seed,
    )
    return { run, own, points }
  })

  function keyAt(index: number): RunKey {
    const within = index % ofSeed
    let trial = within % together
    let method = 0
    while (trial >= trials[method]) trial -= trials[method++]
    return { method, problem: Math.floor(within / together), trial, seed: Math.floor(index / ofSeed) }
  }

  function unlabelled({ method, trial, seed }: RunKey): RunSpec {
    const { run, own, points } = methods[method]
    const values = points(trial)
    const varied = own.reduce((spec, { path }, index) => withSetting(spec, path, values[index]), run)
    return { ...varied, seed: run.seed + seed }
  }

  function specOf(key: RunKey): RunSpec {
    const { run, own, points } = methods[key.method]
    const values = points(key.trial)
    const settings = own.map(({ path }, index) => `${path.split('.').at(-1)} ${valueText(values[index])}`)
    const label = own.length === 0 ? run.label : `${run.label}, ${settings.join(', ')}`
    return { ...unlabelled(key), label: label.slice(0, longestLabel) }
  }

  function grouped(numbers: readonly number[]): Uint32Array {
    const groups = Array.from({ length: problems.length * methods.length }, (): number[] => [])
    for (const number of numbers) {
      const { method, problem } = keyAt(number)
      groups[problem * methods.length + method].push(number)
    }
    return Uint32Array.from(groups.flat())
  }

  return {
    total: ofSeed * options.seeds,
    trials,
    problems,
    keyAt,
    grouped,
    indexOf({ method, problem, trial, seed }) {
      const isThere = trial < (trials[method] ?? 0) && problem < problems.length && seed < options.seeds
      const before = trials.slice(0, method).reduce((sum, count) => sum + count, 0)
      return isThere ? seed * ofSeed + problem * together + before + trial : undefined
    },
    valuesOf: (method, trial) => methods[method].points(trial),
    specOf,
    unlabelled,
    experimentOf(key) {
      const problem: Problem & { reference?: number } = { ...problems[key.problem], runs: [specOf(key)] }
      // An experiment's file has none.
      delete problem.reference
      return problem
    },
  }
}
