import type { MessagePort } from 'node:worker_threads'
import type { Experiment } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { bindObjective } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import { reasonToJson } from '@core/reasons/json'
import { reasonText } from '@core/reasons/wording'
import { OutcomeMaker } from '@core/sweep/outcome'
import { failedOutcome, numbersOf, packOutcome, type OutcomeNumbers } from '@core/sweep/packing'
import { sweepRuns, type RunKey, type SweepRuns } from '@core/sweep/runs'
import { sweepSlot, wireError, type SweepAnswer, type SweepOrder } from './protocol'
import { failure } from './runner'

/** Milliseconds after which what there is is told. */
const patience = 80
/** Runs that are told together at the most. */
const mostTold = 1_000

class Stopped extends Error {}

/** A sweep made ready: what is the same for all of its runs. */
class ReadySweep {
  readonly targets: number
  private readonly runs: SweepRuns
  private readonly maker: OutcomeMaker
  private readonly objectives: (Objective | undefined)[] = []

  constructor(
    readonly sweep: number,
    private readonly order: SweepOrder,
    private readonly pulse: () => void,
  ) {
    const { document } = order
    this.runs = sweepRuns(document)
    this.targets = document.options.targets.length
    this.maker = new OutcomeMaker(document.options.targets)
  }

  /** @throws Stopped where it was told to stop before the run was over */
  outcomeOf(key: RunKey): { readonly numbers: OutcomeNumbers; readonly reason: Reason } {
    const begun = performance.now()
    try {
      const problem = this.runs.problems[key.problem]
      const outcome = this.maker.outcomeOf(
        problem,
        this.runs.specOf(key),
        this.objectiveOf(problem, key.problem),
        this.pulse,
      )
      return { numbers: { ...outcome, duration: performance.now() - begun }, reason: outcome.reason }
    } catch (error) {
      if (error instanceof Stopped) throw error
      const numbers = failedOutcome(this.targets, performance.now() - begun)
      return { numbers, reason: failure(wireError(error)) }
    }
  }

  private objectiveOf(problem: Experiment, place: number): Objective {
    return (this.objectives[place] ??= bindObjective(problem, this.order.tables[place], this.pulse))
  }
}

const keyAt = (keys: Uint32Array, index: number): RunKey => {
  const [method, problem, trial, seed] = keys.subarray(4 * index, 4 * index + 4)
  return { method, problem, trial, seed }
}

/** Answers a port with runs of sweeps, one order after the other. */
export function serveSweeps(port: MessagePort): void {
  let ready: ReadySweep | undefined
  let flags: Int32Array = new Int32Array(1)
  const pulse = (): void => {
    if (Atomics.load(flags, sweepSlot.stop) !== 0) throw new Stopped('stopped')
  }

  function* answersTo({ keys }: SweepOrder, sweep: ReadySweep): Generator<SweepAnswer> {
    const total = keys.length / 4
    const width = numbersOf(sweep.targets)
    let first = 0
    while (first < total) {
      const begun = performance.now()
      const most = Math.min(mostTold, total - first)
      const numbers = new Float64Array(most * width)
      const reasons: (readonly [string, string])[] = []
      let count = 0
      while (count < most && performance.now() - begun < patience) {
        try {
          pulse()
          const outcome = sweep.outcomeOf(keyAt(keys, first + count))
          packOutcome(outcome.numbers, sweep.targets, numbers, count * width)
          reasons.push([reasonText(outcome.reason), reasonToJson(outcome.reason)])
        } catch (error) {
          if (!(error instanceof Stopped)) throw error
          yield { first, count, numbers, reasons, over: true }
          return
        }
        count += 1
      }
      yield { first, count, numbers, reasons, over: first + count === total }
      first += count
    }
  }

  port.on('message', (order: SweepOrder) => {
    flags = new Int32Array(order.control)
    if (ready?.sweep !== order.sweep) ready = new ReadySweep(order.sweep, order, pulse)
    for (const answer of answersTo(order, ready)) port.postMessage(answer)
  })
}
