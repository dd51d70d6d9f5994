import type { Experiment } from '../experiment'
import type { Objective } from '../objectives/contract'
import { minimumOf, parametersIn, planRun, startOf } from '../plan'
import type { Pulse } from '../pulse'
import { rowsOf, valuesOf, type MapSides } from './axes'
import { orderOf } from './order'
import { mapOutcomes, resultOf } from './outcome'
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

/** The lowest loss known, and the one that counts as arrived; NaN where none is known, or none is sought. */
export function goalOf(
  experiment: Experiment,
  objective: Objective,
  share: number,
): { readonly lowest: number; readonly target: number } {
  const [run] = experiment.runs
  const lowest = minimumOf(objective)
  if (lowest === undefined || run.maximize) return { lowest: NaN, target: NaN }
  const start = objective.value(Float64Array.from(startOf(experiment, run, objective)))
  return { lowest, target: lowest + share * (start - lowest) }
}

/**
 * Runs pixels of a map one after the other, each as the lab would run it, until `limit` are there or
 * `isOver` says so after one.
 * @param experiment as `asMapped` has it
 */
export function mapPixels(
  experiment: Experiment,
  objective: Objective,
  spec: MapSpec,
  { from, limit }: { readonly from: number; readonly limit: number },
  isOver: () => boolean,
  pulse?: Pulse,
): MapPixels {
  const { iterations } = experiment
  const [run] = experiment.runs
  const { x, y, size } = spec
  const alongX = valuesOf(x, size)
  const alongY = y ? valuesOf(y, size) : []
  const order = orderOf(size, rowsOf(spec))
  const most = Math.max(0, Math.min(limit, order.places.length - from))
  const { lowest, target } = goalOf(experiment, objective, spec.share)
  const column = (): Float64Array => new Float64Array(most)
  const [outcome, rate, reached, loss] = [column(), column(), column(), column()]
  const plan = planRun(experiment, run, objective, pulse)
  const repeat = repeatOf(plan)
  const { series } = plan
  const stride = iterations + 1
  const curve = {
    columns: new Float64Array(series.length * stride),
    stride,
    room: stride,
    count: 0,
    iteration: 0,
  }
  const parameters = parametersIn(series)
  let count = 0
  while (count < most) {
    const place = order.placeOf(from + count)
    const hyper = {
      ...run.hyper,
      [x.name]: alongX[place.column],
      ...(y ? { [y.name]: alongY[place.row] } : {}),
    }
    const result = resultOf(curve, parameters, repeat(hyper, curve), lowest, target)
    outcome[count] = mapOutcomes.indexOf(result.outcome)
    rate[count] = result.rate
    reached[count] = result.reached
    loss[count] = result.loss
    count += 1
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
