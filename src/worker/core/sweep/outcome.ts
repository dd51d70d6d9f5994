import { fallTarget } from '../comparison/attempts'
import { descend, type Descent } from '../descend'
import { explain } from '../diagnosis'
import type { Evaluations } from '../evaluations'
import type { RunSpec } from '../experiment'
import type { Objective } from '../objectives/contract'
import { evaluationSeries, iterationOf, minimumOf, planRun, type Plan, type Problem } from '../plan'
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

/** Points of a curve that are looked at together; where they are kept, as many as the store keeps together. */
const room = { passing: 1_024, kept: 8_192 } as const

/** Gets a curve piece by piece, the start first; what it is handed is used again. */
export type CurveKeeper = (piece: Recording) => void

/**
 * How a run ended. Why it went as it did would be looked into for longer than many a run took, so that is
 * told only where it is wanted, or the status depends on it.
 */
function endOf(plan: Plan, descent: Descent, isWanted: boolean): Pick<RunOutcome, 'status' | 'reason'> {
  const { outcome } = descent.position
  if (!outcome) throw new Error('the run has not ended')
  return isWanted || outcome.status === 'converged' ? explain(plan, descent, descent.position) : outcome
}

/** The losses that shares of what there is above the lowest known one, or else the reference, at the start come to; NaN without either. */
export function levelsOf(
  { objective, run, reference }: Plan,
  targets: readonly number[],
  startLoss: number,
): readonly number[] {
  const lowest = run.maximize ? undefined : (minimumOf(objective) ?? reference)
  return targets.map((share) => (lowest === undefined ? NaN : fallTarget(startLoss, lowest, share)))
}

/** Makes runs one after the other, each as the lab would make it by itself, and keeps what they came to. */
export class OutcomeMaker {
  private columns = new Float64Array(0)

  /** @param targets shares of what the loss is above the lowest known one at the start */
  constructor(private readonly targets: readonly number[]) {}

  /**
   * @param pulse called in the course of long work; it may throw, to break off
   * @param keep gets the whole curve, where somebody keeps it
   */
  outcomeOf(
    problem: Problem,
    run: RunSpec,
    objective: Objective,
    pulse: Pulse,
    keep?: CurveKeeper,
  ): RunOutcome {
    const plan = planRun(problem, run, objective, pulse)
    const descent = descend(plan)
    const curve = this.recordingOf(plan, keep ? room.kept : room.passing)
    const watch = new Watch(plan, this.targets)
    descent.capture(curve)
    for (;;) {
      watch.take(curve)
      keep?.(curve)
      if (descent.position.outcome) break
      pulse()
      curve.count = 0
      descent.advance(curve, curve.room * plan.recordEvery)
    }
    const iterations = descent.position.iteration
    return {
      ...endOf(plan, descent, keep !== undefined),
      ...descent.evaluations(iterations),
      ...watch.found(descent),
      iterations,
    }
  }

  private recordingOf({ series }: Plan, points: number): Recording {
    const numbers = series.length * points
    // Of this length: it tells how many series there are.
    if (this.columns.length !== numbers) this.columns = new Float64Array(numbers)
    return { columns: this.columns, stride: points, room: points, count: 0, iteration: 0 }
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
    this.sign = plan.run.maximize ? -1 : 1
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
    this.levels.set(levelsOf(this.plan, this.targets, startLoss))
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
