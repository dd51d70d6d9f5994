import { climbs } from '../ascent'
import { descend, type Descent } from '../descend'
import { explain } from '../diagnosis'
import type { Evaluations } from '../evaluations'
import type { Experiment, RunSpec } from '../experiment'
import type { Objective } from '../objectives/contract'
import { evaluationSeries, iterationOf, minimumOf, planRun, type Plan } from '../plan'
import type { Pulse } from '../pulse'
import type { OwnEnd, Reason } from '../reasons/contract'
import type { Recording } from '../recording'

/** What a run came to, as far as it is told without its curve. */
export interface RunOutcome extends Evaluations {
  readonly status: OwnEnd
  readonly reason: Reason
  readonly iterations: number
  readonly startLoss: number
  readonly finalLoss: number
  readonly bestLoss: number
  readonly bestIteration: number
  /** For each target the first recorded update that is as low; NaN where none is, or the lowest loss is not known. */
  readonly reachedUpdates: readonly number[]
  /** Evaluations up to there. */
  readonly reachedEvaluations: readonly number[]
}

/** Points of a curve that are looked at together. */
const room = 1_024

/**
 * How a run ended. Why it went as it did would be looked into for longer than it took, so that is told
 * only where the status depends on it.
 */
function endOf(plan: Plan, descent: Descent): Pick<RunOutcome, 'status' | 'reason'> {
  const { outcome } = descent.position
  if (!outcome) throw new Error('the run has not ended')
  return outcome.status === 'converged' ? explain(plan, descent, descent.position) : outcome
}

/** Makes runs one after the other, each as the lab would make it by itself, and keeps what they came to. */
export class OutcomeMaker {
  private columns = new Float64Array(0)

  /** @param targets shares of what the loss is above the lowest known one at the start */
  constructor(private readonly targets: readonly number[]) {}

  /** @param pulse called in the course of long work; it may throw, to break off */
  outcomeOf(problem: Experiment, run: RunSpec, objective: Objective, pulse: Pulse): RunOutcome {
    const plan = planRun(problem, run, objective, pulse)
    const descent = descend(plan)
    const curve = this.recordingOf(plan)
    const watch = new Watch(plan, this.targets)
    descent.capture(curve)
    for (;;) {
      watch.take(curve)
      if (descent.position.outcome) break
      pulse()
      curve.count = 0
      descent.advance(curve, room * plan.recordEvery)
    }
    const iterations = descent.position.iteration
    return {
      ...endOf(plan, descent),
      ...descent.evaluations(iterations),
      ...watch.found(descent),
      iterations,
    }
  }

  private recordingOf({ series }: Plan): Recording {
    const numbers = series.length * room
    if (this.columns.length < numbers) this.columns = new Float64Array(numbers)
    return { columns: this.columns, stride: room, room, count: 0, iteration: 0 }
  }
}

/** Goes through the losses of a curve, piece by piece. */
class Watch {
  private readonly sign: 1 | -1
  private readonly evaluationColumn: number
  private points = 0
  private startLoss = NaN
  private finalLoss = NaN
  private best = Infinity
  private bestIteration = 0
  private readonly levels: Float64Array
  private readonly reached: Float64Array
  private readonly evaluated: Float64Array
  /** The highest level that was not reached yet. */
  private next = -Infinity

  constructor(
    private readonly plan: Plan,
    private readonly targets: readonly number[],
  ) {
    this.sign = climbs(plan.run) || plan.run.maximize ? -1 : 1
    this.evaluationColumn = plan.series.indexOf(evaluationSeries)
    this.levels = new Float64Array(targets.length).fill(NaN)
    this.reached = new Float64Array(targets.length).fill(NaN)
    this.evaluated = new Float64Array(targets.length).fill(NaN)
  }

  take({ columns, stride, count, iteration }: Recording): void {
    const { sign, plan } = this
    if (this.points === 0) this.begin(columns[0])
    let { best, next } = this
    for (let i = 0; i < count; i++) {
      const loss = sign * columns[i]
      if (loss <= next) {
        this.reach(loss, this.points + i, iteration, columns[this.evaluationColumn * stride + i])
        next = this.next
      }
      if (loss < best && loss > -Infinity) {
        best = loss
        this.bestIteration = iterationOf(this.points + i, plan.recordEvery, iteration)
      }
    }
    this.best = best
    this.points += count
    if (count > 0) this.finalLoss = columns[count - 1]
  }

  found(descent: Descent): Omit<RunOutcome, 'status' | 'reason' | 'iterations' | keyof Evaluations> {
    const { startLoss, finalLoss, best, sign, bestIteration } = this
    const bestLoss = best === Infinity ? NaN : sign * best
    const evaluated = [...this.reached].map((update, target) => {
      if (this.evaluationColumn >= 0 || Number.isNaN(update)) return this.evaluated[target]
      const { valueEvaluations, gradientEvaluations, hessianEvaluations } = descent.evaluations(update)
      return valueEvaluations + gradientEvaluations + hessianEvaluations
    })
    return {
      startLoss,
      finalLoss,
      bestLoss,
      bestIteration,
      reachedUpdates: [...this.reached],
      reachedEvaluations: evaluated,
    }
  }

  private begin(startLoss: number): void {
    this.startLoss = startLoss
    const lowest = minimumOf(this.plan.objective)
    if (lowest === undefined || this.sign < 0) return
    this.targets.forEach((share, target) => {
      this.levels[target] = lowest + share * (startLoss - lowest)
    })
    this.next = Math.max(-Infinity, ...this.levels)
  }

  private reach(loss: number, index: number, iteration: number, evaluations: number): void {
    let next = -Infinity
    for (const [target, level] of this.levels.entries()) {
      if (!Number.isNaN(this.reached[target])) continue
      if (loss <= level) {
        this.reached[target] = iterationOf(index, this.plan.recordEvery, iteration)
        this.evaluated[target] = evaluations
      } else if (level > next) next = level
    }
    this.next = next
  }
}
