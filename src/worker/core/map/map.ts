import type { Experiment } from '../experiment'
import type { Objective } from '../objectives/contract'
import { hyperOf, type Varied } from '../batch/lane'
import { minimumOf, parametersIn, planRun, startOf, type Plan } from '../plan'
import type { Pulse } from '../pulse'
import { rowsOf, type MapSides } from './axes'
import { lanewise } from './batched'
import { courseOf } from './course'
import { mapOutcomes, resultOf, type PixelResult } from './outcome'
import { Known } from './known'
import type { Goal, Pixels } from './pixels'
import { repeatOf } from './repeat'

/** A map of one run: every pixel is this run with hyper-parameters of its own. */
export interface MapSpec extends MapSides {
  /** The target's share of what the loss is above the lowest known one at the start. */
  readonly share: number
}

/** Pixels `from .. from + count - 1` in the map's order. */
export interface MapPixels {
  readonly from: number
  readonly count: number
  /** Places in `mapOutcomes`. */
  readonly outcome: Float64Array
  readonly rate: Float64Array
  readonly reached: Float64Array
  readonly loss: Float64Array
}

export const mapLimits = { size: 256, updates: 10_000 } as const

/** The experiment as a map runs it: its first run alone, a point for every update. */
export const asMapped = (experiment: Experiment, updates: number): Experiment => ({
  ...experiment,
  iterations: updates,
  record: undefined,
  runs: experiment.runs.slice(0, 1),
})

/** NaN where no lowest loss is known, or none is sought. */
export function goalOf(experiment: Experiment, objective: Objective, share: number): Goal {
  const [run] = experiment.runs
  const lowest = minimumOf(objective)
  if (lowest === undefined || run.maximize) return { lowest: NaN, target: NaN }
  const start = objective.value(Float64Array.from(startOf(experiment, run, objective)))
  return { lowest, target: lowest + share * (start - lowest) }
}

/** Makes one pixel as the lab makes any run. */
function engine(plan: Plan, { lowest, target }: Goal) {
  const repeat = repeatOf(plan)
  const { series, iterations } = plan
  const stride = iterations + 1
  const curve = {
    columns: new Float64Array(series.length * stride),
    stride,
    room: stride,
    count: 0,
    iteration: 0,
  }
  const parameters = parametersIn(series)
  return (varied: readonly Varied[], index: number): PixelResult => {
    const status = repeat(hyperOf(plan, varied, index), curve)
    return resultOf(courseOf(curve, parameters, target), status, lowest, target)
  }
}

/**
 * Runs pixels of a map, each as the lab would run it, until `limit` are there or `isOver` says so after some.
 * @param experiment as `asMapped` has it
 * @param known keeps what the next call of the same map wants again
 */
export function mapPixels(
  experiment: Experiment,
  objective: Objective,
  spec: MapSpec,
  { from, limit }: { readonly from: number; readonly limit: number },
  isOver: () => boolean,
  pulse?: Pulse,
  known = new Known(),
): MapPixels {
  const [run] = experiment.runs
  const { x, y, size } = spec
  const { places } = known.orderOf(size, rowsOf(spec))
  const most = Math.max(0, Math.min(limit, places.length - from))
  const goal = goalOf(experiment, objective, spec.share)
  const column = (): Float64Array => new Float64Array(most)
  const [outcome, rate, reached, loss] = [column(), column(), column(), column()]
  const plan = planRun(experiment, run, objective, pulse)
  const singly = engine(plan, goal)
  const names = [x.name, ...(y ? [y.name] : [])]
  const pixels: Pixels = lanewise(plan, names, goal, singly, known.kernels) ?? {
    portion: 1,
    of: (varied) => [singly(varied, 0)],
  }
  const columns = known.valuesOf(x, size)
  const rows = y ? known.valuesOf(y, size) : []
  const varied = names.map((name) => ({ name, values: new Float64Array(pixels.portion) }))
  const [alongX, alongY] = varied
  let count = 0
  while (count < most) {
    const portion = Math.min(pixels.portion, most - count)
    for (let index = 0; index < portion; index++) {
      const place = places[from + count + index]
      alongX.values[index] = columns[place % size]
      if (y) alongY.values[index] = rows[Math.floor(place / size)]
    }
    for (const result of pixels.of(varied, portion)) {
      outcome[count] = mapOutcomes.indexOf(result.outcome)
      rate[count] = result.rate
      reached[count] = result.reached
      loss[count] = result.loss
      count += 1
    }
    if (isOver()) break
  }
  const taken = (values: Float64Array): Float64Array => values.slice(0, count)
  return {
    from,
    count,
    outcome: taken(outcome),
    rate: taken(rate),
    reached: taken(reached),
    loss: taken(loss),
  }
}
