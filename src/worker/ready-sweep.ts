import { randomStart, type Experiment, type RunSpec } from '@core/experiment'
import { isReadyFor, Kernels } from '@core/batch'
import type { Objective } from '@core/objectives/contract'
import { bindObjective, planLike, planRun, startOf, type Plan, type Problem } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import type { Recording } from '@core/recording'
import { OutcomeMaker, type RunOutcome } from '@core/sweep/outcome'
import { failedOutcome, type OutcomeNumbers } from '@core/sweep/packing'
import { axesOf } from '@core/sweep/sizes'
import { sweepRuns, type RunKey, type SweepRuns } from '@core/sweep/runs'
import { outcomesTogether } from '@core/sweep/together'
import { wireError, type PointBatch, type SweepOrder } from './protocol'
import { failure } from './runner'

/** Runs that are made at once, and their updates all together: nobody is heard meanwhile. */
const mostTogether = 512
const mostUpdates = 4_000_000
/** Fewer are made one by one: to make many ready takes a while. */
const fewest = 4

/** Starts that are kept: to draw one takes longer than many a run. */
const mostStarts = 4_096

/** What ends long work on a run of a sweep that has been stopped. */
export class Stopped extends Error {}

/** A run that has been made. */
export interface Made {
  readonly outcome: OutcomeNumbers
  readonly reason: Reason
  readonly curve: readonly PointBatch[]
}

/** The next piece of a curve. */
function copyOf({ columns, stride, count, iteration }: Recording, before: readonly PointBatch[]): PointBatch {
  const series = Math.floor(columns.length / stride)
  const last = before.at(-1)
  const copy = new Float64Array(series * count)
  for (let s = 0; s < series; s++) copy.set(columns.subarray(s * stride, s * stride + count), s * count)
  return { first: last ? last.first + last.count : 0, count, iteration, columns: copy }
}

/** Those from a place on that are of one method on one problem. */
function likeFirst(keys: readonly RunKey[], from: number, most: number): readonly RunKey[] {
  const { method, problem } = keys[from]
  let to = from + 1
  while (to < keys.length && to - from < most && keys[to].method === method && keys[to].problem === problem)
    to++
  return keys.slice(from, to)
}

/** The updates that a run made, and its start. */
const worked = (outcome: RunOutcome | undefined): number => 1 + (outcome?.iterations ?? 0)

/** Runs that were made at once, each with its share of the milliseconds that all of them took. */
function timed(outcomes: readonly (RunOutcome | undefined)[], all: number): readonly (Made | undefined)[] {
  const sum = outcomes.reduce((total, outcome) => total + worked(outcome), 0)
  return outcomes.map(
    (outcome) =>
      outcome && {
        outcome: { ...outcome, duration: (all * worked(outcome)) / sum },
        reason: outcome.reason,
        curve: [],
      },
  )
}

/** A sweep made ready: what is the same for all of its runs. */
export class ReadySweep {
  readonly targets: number
  private readonly keepsCurves: boolean
  readonly runs: SweepRuns
  private readonly maker: OutcomeMaker
  private readonly objectives: (Objective | undefined)[] = []
  /** Problems with the start of a seed, by both. */
  private readonly started = new Map<string, Problem>()

  constructor(
    readonly sweep: number,
    private readonly order: SweepOrder,
    private readonly pulse: () => void,
    private readonly kernels = new Kernels(),
  ) {
    const { document } = order
    this.runs = sweepRuns(document)
    this.targets = document.options.targets.length
    this.keepsCurves = document.options.keep === 'curves'
    this.maker = new OutcomeMaker(document.options.targets)
  }

  /** Makes runs in turn. @throws Stopped where it was told to stop before one was over */
  *made(keys: readonly RunKey[]): Generator<Made, void> {
    const { iterations } = this.order.document.experiment
    const most = Math.max(1, Math.min(mostTogether, Math.floor(mostUpdates / iterations)))
    for (let at = 0; at < keys.length;) {
      const group = likeFirst(keys, at, most)
      this.pulse()
      const made = this.together(group)
      for (const [index, key] of group.entries()) yield made?.[index] ?? this.outcomeOf(key)
      at += group.length
    }
  }

  /** As many as can be made at once. */
  private together(keys: readonly RunKey[]): readonly (Made | undefined)[] | undefined {
    if (this.keepsCurves || keys.length < fewest) return undefined
    const [{ problem: place }] = keys
    const { targets } = this.order.document.options
    const problem = this.runs.problems[place]
    try {
      const objective = this.objectiveOf(problem, place)
      const plans = this.plansOf(keys, objective)
      // To compile is no run's work.
      if (!isReadyFor(plans, targets.length, this.kernels)) return undefined
      const begun = performance.now()
      const outcomes = outcomesTogether(plans, targets, this.kernels)
      return outcomes && timed(outcomes, performance.now() - begun)
    } catch (error) {
      if (error instanceof Stopped) throw error
      // Which of them it is shows when each is made by itself.
      return undefined
    }
  }

  /** Of runs of one method on one problem. */
  private plansOf(keys: readonly RunKey[], objective: Objective): readonly Plan[] {
    const [{ method, problem }] = keys
    const onlyHyper = axesOf(this.order.document.axes, method).every(({ path }) => path.startsWith('hyper.'))
    let first: Plan | undefined
    return keys.map((key) => {
      const spec = this.runs.unlabelled(key)
      const experiment = this.startedFrom(problem, spec, objective)
      if (first && onlyHyper) return planLike(first, experiment, spec)
      return (first = planRun(experiment, spec, objective, this.pulse))
    })
  }

  private outcomeOf(key: RunKey): Made {
    const begun = performance.now()
    const curve: PointBatch[] = []
    const keep = this.keepsCurves
      ? (piece: Recording): void => void curve.push(copyOf(piece, curve))
      : undefined
    try {
      const problem = this.runs.problems[key.problem]
      const outcome = this.maker.outcomeOf(
        problem,
        this.runs.specOf(key),
        this.objectiveOf(problem, key.problem),
        this.pulse,
        keep,
      )
      return { outcome: { ...outcome, duration: performance.now() - begun }, reason: outcome.reason, curve }
    } catch (error) {
      if (error instanceof Stopped) throw error
      const outcome = failedOutcome(this.targets, performance.now() - begun)
      return { outcome, reason: failure(wireError(error)), curve: [] }
    }
  }

  /** A problem with the place that runs of a seed begin at: those of all methods and trials begin there. */
  private startedFrom(place: number, spec: RunSpec, objective: Objective): Problem {
    const problem = this.runs.problems[place]
    if (problem.start !== randomStart) return problem
    const key = `${place} ${spec.seed}`
    const known = this.started.get(key)
    if (known) return known
    if (this.started.size >= mostStarts) this.started.clear()
    const started = { ...problem, start: [...startOf(problem, spec, objective)] }
    this.started.set(key, started)
    return started
  }

  private objectiveOf(problem: Experiment, place: number): Objective {
    return (this.objectives[place] ??= bindObjective(problem, this.order.tables[place], this.pulse))
  }
}
