import { descend, type Descent } from '@core/descend'
import type { Experiment } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { iterationOf, planRun, type Plan } from '@core/plan'
import type { Recording } from '@core/recording'
import type { OwnEnd } from '@core/reasons/contract'

/** `going`: it is being worked on; `cut`: it is longer than a preview is; `failed`: its method or objective threw. */
export type PreviewEnd = OwnEnd | 'going' | 'cut' | 'failed'

/** The curve of a run that has not been run, as far as it has been worked out. */
export interface PreviewCurve {
  /** Of the run in its experiment. */
  readonly place: number
  readonly iterations: Float64Array
  readonly series: Readonly<Record<string, Float64Array>>
  /** A point stands for so many updates. */
  readonly every: number
  /** Updates made. */
  readonly updates: number
  readonly end: PreviewEnd
}

/** Points of a run at the most, and numbers of all runs: what is drawn while somebody drags. */
const mostPoints = 20_000
const mostNumbers = 2_000_000
/** Points that an advance may bring. */
const room = 1_024
/** An advance that is over before so many milliseconds is made longer. */
const short = 0.5

/** A run that is worked out advance by advance. */
class Way {
  end: PreviewEnd = 'going'
  /** Whether there is more of it than was taken. */
  isNew = true
  private readonly plan: Plan
  private readonly descent: Descent
  private readonly chunk: Recording
  private columns: Float64Array[]
  private points = 0
  private most = 16

  constructor(
    experiment: Experiment,
    objective: Objective,
    readonly place: number,
    runs: number,
  ) {
    this.plan = planRun(experiment, experiment.runs[place], objective)
    const width = this.plan.series.length
    this.allowed = Math.max(2, Math.min(mostPoints, Math.floor(mostNumbers / (runs * width))))
    this.chunk = { columns: new Float64Array(room * width), stride: room, room, count: 0, iteration: 0 }
    this.columns = this.plan.series.map(() => new Float64Array(room))
    this.descent = descend(this.plan)
    this.descent.capture(this.chunk)
    this.take()
  }
  private readonly allowed: number

  /** Goes on for about a millisecond, or a single update where that takes longer. */
  goOn(now: () => number): void {
    const began = now()
    this.chunk.count = 0
    this.descent.advance(this.chunk, this.most)
    this.take()
    if (now() - began < short) this.most *= 2
  }

  get curve(): PreviewCurve {
    this.isNew = false
    const { plan, points, descent, place, end } = this
    const { recordEvery: every, series } = plan
    const updates = descent.position.iteration
    const last = this.chunk.iteration
    return {
      place,
      iterations: Float64Array.from({ length: points }, (_, index) => iterationOf(index, every, last)),
      series: Object.fromEntries(series.map((name, index) => [name, this.columns[index].slice(0, points)])),
      every,
      updates,
      end,
    }
  }

  private take(): void {
    const { chunk, columns, points } = this
    const total = points + chunk.count
    if (total > columns[0].length) {
      this.columns = columns.map((held) => {
        const larger = new Float64Array(Math.max(total, 2 * held.length))
        larger.set(held.subarray(0, points))
        return larger
      })
    }
    this.columns.forEach((column, index) => {
      const from = index * chunk.stride
      column.set(chunk.columns.subarray(from, from + chunk.count), points)
    })
    this.points = total
    this.isNew = true
    const { outcome } = this.descent.position
    if (outcome) this.end = outcome.status
    else if (total >= this.allowed) this.end = 'cut'
  }
}

/** Some runs of an experiment that nobody has run, worked out a little at a time by the core's own `descend`. */
export class PreviewWork {
  private readonly ways: readonly Way[]
  private readonly lost: PreviewCurve[] = []

  constructor(
    experiment: Experiment,
    objective: Objective,
    places: readonly number[],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.ways = places.flatMap((place) => {
      try {
        return [new Way(experiment, objective, place, places.length)]
      } catch {
        this.lost.push(failedAt(place))
        return []
      }
    })
  }

  get isOver(): boolean {
    return this.ways.every(({ end }) => end !== 'going')
  }

  /** Works for so many milliseconds, on all of the runs in turn. */
  goOn(milliseconds: number): void {
    const until = this.now() + milliseconds
    while (!this.isOver) {
      for (const way of this.ways) {
        if (way.end !== 'going') continue
        try {
          way.goOn(this.now)
        } catch {
          way.end = 'failed'
        }
        if (this.now() >= until) return
      }
    }
  }

  /** Leaves what is not finished as it is. */
  cut(): void {
    for (const way of this.ways) {
      if (way.end !== 'going') continue
      way.end = 'cut'
      way.isNew = true
    }
  }

  /** The curves that have changed since they were taken last; each is a copy. */
  take(): readonly PreviewCurve[] {
    return [...this.lost.splice(0), ...this.ways.filter(({ isNew }) => isNew).map((way) => way.curve)]
  }
}

const failedAt = (place: number): PreviewCurve => ({
  place,
  iterations: new Float64Array(0),
  series: {},
  every: 1,
  updates: 0,
  end: 'failed',
})
