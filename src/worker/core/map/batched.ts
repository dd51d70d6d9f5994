import type { Kernels } from '../batch'
import { reachedName, targetName, turnName } from '../batch/kernel'
import type { Machine } from '../batch/kernels'
import { isPlain, placerOf, positionAt, startOf, type Start } from '../batch/lane'
import type { HyperValues } from '../hyper'
import { isWhole } from '../norms'
import { maxRecordedParameters, type Plan } from '../plan'
import { judgeOf } from '../stopping'
import type { Goal, Pixels } from './pixels'
import { firstNeeded, resultOf, type Course, type PixelResult } from './outcome'

/** The places among a kernel's fields of what is asked of a lane. */
function askedOf({ places }: Machine, dimension: number) {
  const place = (name: string): number => places.get(name) ?? -1
  const all = (kind: string): readonly number[] =>
    Array.from({ length: dimension }, (_, i) => place(`${kind} ${i}`))
  return {
    theta: all('theta'),
    gradient: all('gradient'),
    made: place('made'),
    loss: place('loss'),
    quiet: place('quiet'),
    reached: place(reachedName(0)),
    turns: place('turns'),
    turnsBefore: place('turns before'),
  }
}

/** Norms of which the squares are known; `isTold` is false where a square does not tell. */
class Norms {
  isTold = true
  private readonly values: Float64Array

  constructor(points: number) {
    this.values = new Float64Array(points)
  }

  of(squares: Float64Array, from: number, last: number): Float64Array {
    for (let k = from; k <= last; k++) {
      this.isTold &&= isWhole(squares[k]) || Number.isNaN(squares[k])
      this.values[k] = Math.sqrt(squares[k])
    }
    return this.values
  }
}

/** Pixels of a plan, many at once, each the engine's to the last bit. */
class Lanewise implements Pixels {
  readonly portion: number
  private readonly place: ReturnType<typeof placerOf>
  private readonly asked: ReturnType<typeof askedOf>
  private readonly losses: Float64Array
  private readonly squares: Float64Array
  private readonly norms: Norms

  constructor(
    private readonly machine: Machine,
    plan: Plan,
    private readonly start: Start,
    private readonly goal: Goal,
    private readonly singly: (hyper: HyperValues) => PixelResult,
  ) {
    const { dimension } = plan.objective
    this.portion = machine.lanes.room
    const turns = Object.fromEntries(Array.from({ length: dimension }, (_, i) => [turnName(i), 0]))
    this.place = placerOf(machine, plan, {
      ...turns,
      turns: 0,
      'turns before': 0,
      [targetName(0)]: goal.target,
      [reachedName(0)]: start.loss <= goal.target ? 0 : NaN,
    })
    this.asked = askedOf(machine, dimension)
    this.losses = new Float64Array(plan.iterations + 1)
    this.squares = new Float64Array(plan.iterations + 1)
    this.norms = new Norms(plan.iterations + 1)
  }

  of(hypers: readonly HyperValues[]): readonly PixelResult[] {
    const { start } = this
    const results: (PixelResult | undefined)[] = hypers.map(() => undefined)
    this.place(hypers.map((hyper) => ({ start, hyper })))
    const { lanes } = this.machine
    lanes.all(hypers.length, { ended: (lane) => void (results[lane] = this.result(lane)) })
    return results.map((result, index) => result ?? this.singly(hypers[index]))
  }

  /** How the lane that is heard of ended; undefined where only the engine can tell. */
  private status() {
    const { machine, asked, start } = this
    const { lanes } = machine
    const all = (places: readonly number[]): Float64Array =>
      Float64Array.from(places, (place) => lanes.field(place))
    const position = positionAt(
      lanes.field(asked.made),
      all(asked.theta),
      lanes.field(asked.loss),
      all(asked.gradient),
    )
    return start.judge.verdict(position, lanes.field(asked.quiet))?.status
  }

  private result(lane: number): PixelResult | undefined {
    const { machine, asked, start, goal, losses, squares, norms } = this
    const { lanes } = machine
    const status = this.status()
    if (!status) return undefined
    const last = lanes.field(asked.made)
    const from = firstNeeded(last)
    losses[0] = start.loss
    lanes.course(lane, 0, from, last, losses)
    norms.isTold = true
    const course: Course = {
      last,
      losses,
      norms: () => {
        squares[0] = start.gradient.reduce((sum, slope) => sum + slope * slope, 0)
        lanes.course(lane, 1, from, last, squares)
        return norms.of(squares, from, last)
      },
      reached: lanes.field(asked.reached),
      turns: lanes.field(losses[last] <= goal.target ? asked.turnsBefore : asked.turns),
    }
    const result = resultOf(course, status, goal.lowest, goal.target)
    return norms.isTold ? result : undefined
  }
}

/** @returns undefined where the plan's runs can't be made in lanes */
export function lanewise(
  plan: Plan,
  varied: readonly string[],
  goal: Goal,
  singly: (hyper: HyperValues) => PixelResult,
  kernels: Kernels,
): Pixels | undefined {
  const judge = judgeOf(plan)
  const { dimension } = plan.objective
  if (!isPlain(plan, judge) || dimension > maxRecordedParameters) return undefined
  const start = startOf(plan, judge)
  const machine = start.outcome ? undefined : kernels.machineFor(plan, varied, { for: 'map' })
  return machine && new Lanewise(machine, plan, start, goal, singly)
}
