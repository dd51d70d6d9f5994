import type { Kernels } from '../batch'
import { reachedName, stretchNames, targetName, turnName } from '../batch/kernel'
import type { Machine } from '../batch/kernels'
import { isPlain, placerOf, positionAt, startOf, type Placer, type Start, type Varied } from '../batch/lane'
import { isWhole } from '../norms'
import type { Plan } from '../plan'
import type { OwnEnd } from '../reasons/contract'
import { judgeOf } from '../stopping'
import { highest, stretchIn } from './course'
import { fewest, resultOf, stretchesOf, type Course, type PixelResult } from './outcome'
import type { Goal, Pixels } from './pixels'

/** Before the first point of a stretch. */
const nothing = [-Infinity, Infinity, 0, -Infinity] as const

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
    stretch: stretchNames.map(place),
  }
}

/** A square that does not tell its root: the engine is to be asked. */
class Untold extends Error {}

function rootOf(square: number): number {
  if (!isWhole(square)) throw new Untold()
  return Math.sqrt(square)
}

/** Pixels of a plan, many at once, each the engine's to the last bit. */
class Lanewise implements Pixels {
  readonly portion: number
  private readonly placer: Placer
  private readonly asked: ReturnType<typeof askedOf>
  private readonly losses: Float64Array
  private readonly squares: Float64Array
  private readonly theta: Float64Array
  private readonly gradient: Float64Array
  /** Of each lane, what was watched in the earlier stretch. */
  private readonly before: readonly Float64Array[]
  /** Updates after which the stretches begin of which a whole run is told by; none where it is too short. */
  private readonly halts: readonly number[]

  constructor(
    private readonly machine: Machine,
    { objective, iterations }: Plan,
    placer: (watched: Readonly<Record<string, number>>) => Placer,
    private readonly start: Start,
    private readonly goal: Goal,
    private readonly singly: (varied: readonly Varied[], index: number) => PixelResult,
  ) {
    const { dimension } = objective
    const { from, later } = stretchesOf(iterations)
    this.portion = machine.lanes.room
    this.halts = iterations < fewest ? [] : [from - 1, later - 1]
    this.placer = placer({
      ...Object.fromEntries(Array.from({ length: dimension }, (_, i) => [turnName(i), 0])),
      ...Object.fromEntries(stretchNames.map((name, k) => [name, nothing[k]])),
      turns: 0,
      'turns before': 0,
      [targetName(0)]: goal.target,
      [reachedName(0)]: start.loss <= goal.target ? 0 : Infinity,
    })
    this.asked = askedOf(machine, dimension)
    this.losses = new Float64Array(iterations + 1)
    this.squares = new Float64Array(iterations + 1)
    this.theta = new Float64Array(dimension)
    this.gradient = new Float64Array(dimension)
    this.before = stretchNames.map(() => new Float64Array(this.portion))
  }

  of(varied: readonly Varied[], count: number): readonly PixelResult[] {
    const { start, halts, machine } = this
    const results: (PixelResult | undefined)[] = Array.from({ length: count })
    this.placer.alike(start, varied, count)
    machine.lanes.all(count, {
      halts,
      halted: (_, left) => this.beginStretch(left),
      ended: (lane) => void (results[lane] = this.result(lane)),
    })
    return results.map((result, index) => result ?? this.singly(varied, index))
  }

  private beginStretch(left: number): void {
    const { asked, before, machine } = this
    const { lanes } = machine
    const { doubles } = lanes
    asked.stretch.forEach((field, k) => {
      const row = lanes.fieldRow(field)
      for (let place = 0; place < left; place++) before[k][lanes.numberAt(place)] = doubles[row + place]
      doubles.fill(nothing[k], row, row + left)
    })
  }

  /** How the lane that is heard of ended; undefined where only the engine can tell. */
  private status(): OwnEnd | undefined {
    const { machine, asked, start, theta, gradient } = this
    const { lanes } = machine
    if (!lanes.hasEnded) return 'finished'
    for (let i = 0; i < theta.length; i++) {
      theta[i] = lanes.field(asked.theta[i])
      gradient[i] = lanes.field(asked.gradient[i])
    }
    const position = positionAt(lanes.field(asked.made), theta, lanes.field(asked.loss), gradient)
    return start.judge.verdict(position, lanes.field(asked.quiet))?.status
  }

  private result(lane: number): PixelResult | undefined {
    const { asked, goal, machine, start, halts } = this
    const { lanes } = machine
    const status = this.status()
    if (!status) return undefined
    const loss = lanes.field(asked.loss)
    const reached = lanes.field(asked.reached)
    const last = lanes.field(asked.made)
    const isWholeRun = !lanes.hasEnded && halts.length > 0
    const { before, after, slopes } = isWholeRun ? this.wholeRun(lane, last) : this.readBack(lane, last)
    const course: Course = {
      last,
      first: start.loss,
      loss,
      before,
      after,
      slopes,
      reached: reached < Infinity ? reached : NaN,
      turns: lanes.field(loss <= goal.target ? asked.turnsBefore : asked.turns),
    }
    try {
      return resultOf(course, status, goal.lowest, goal.target)
    } catch (error) {
      if (error instanceof Untold) return undefined
      throw error
    }
  }

  /** As it was watched on the way. */
  private wholeRun(lane: number, last: number): Pick<Course, 'before' | 'after' | 'slopes'> {
    const { machine, before } = this
    const { lanes } = machine
    const { from, later } = stretchesOf(last)
    const [high, low, sum, steep] = this.asked.stretch
    const steepLater = lanes.field(steep)
    return {
      before: { points: later - from, high: before[0][lane], low: before[1][lane], sum: before[2][lane] },
      after: {
        points: last + 1 - later,
        high: lanes.field(high),
        low: lanes.field(low),
        sum: lanes.field(sum),
      },
      slopes: () => [rootOf(before[3][lane]), rootOf(steepLater)],
    }
  }

  /** Of a run that ended before anybody could know where its stretches begin. */
  private readBack(lane: number, last: number): Pick<Course, 'before' | 'after' | 'slopes'> {
    const { machine, start, losses, squares } = this
    const { lanes } = machine
    const { from, later } = stretchesOf(last)
    losses[0] = start.loss
    lanes.course(lane, 0, from, last, losses)
    return {
      before: stretchIn(losses, from, later),
      after: stretchIn(losses, later, last + 1),
      slopes: () => {
        squares[0] = start.gradient.reduce((sum, slope) => sum + slope * slope, 0)
        lanes.course(lane, 1, from, last, squares)
        return [rootOf(highest(squares, from, later)), rootOf(highest(squares, later, last + 1))]
      },
    }
  }
}

/** @returns undefined where the plan's runs can't be made in lanes */
export function lanewise(
  plan: Plan,
  varied: readonly string[],
  goal: Goal,
  singly: (varied: readonly Varied[], index: number) => PixelResult,
  kernels: Kernels,
): Pixels | undefined {
  const judge = judgeOf(plan)
  if (!isPlain(plan, judge)) return undefined
  const start = startOf(plan, judge)
  const machine = start.outcome ? undefined : kernels.machineFor(plan, varied, { for: 'map' })
  if (!machine) return undefined
  return new Lanewise(machine, plan, (watched) => placerOf(machine, plan, watched), start, goal, singly)
}
