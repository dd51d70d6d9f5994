import { climbs } from '@core/ascent'
import type { RunRecord } from '../../main/contract'
import type { Curve } from './curves/curves'
import { createFinder } from './curves/finder'
import { isLive } from '@core/run-statuses'
import { formatCount } from './format'
import { shortly } from './run-text'

/** Something worth seeing in the course of a run. */
export interface RunEvent {
  readonly run: number
  /** The update after which it shows. */
  readonly iteration: number
  readonly kind: 'worse' | 'rate' | 'change' | 'best' | 'diverged' | 'converged' | 'end'
  /** `Loss rises for the first time`. */
  readonly text: string
}

type Recorded = Pick<
  RunRecord,
  'id' | 'hyper' | 'schedule' | 'changes' | 'forkOf' | 'status' | 'iterations' | 'bestIteration'
>
type Found = Omit<RunEvent, 'run'>

/** Of a schedule that steps again and again, so many steps are listed. */
const mostSteps = 8

const find = createFinder()

/** The first recorded point that is worse than the one before. */
function firstWorse(
  run: Recorded,
  { iterations, series: { loss } }: Pick<Curve, 'iterations' | 'series'>,
): Found[] {
  if (!loss) return []
  const isClimb = climbs(run)
  const point = find(loss, isClimb ? 'fall' : 'rise', (now, index) =>
    isClimb ? now < loss[index - 1] : now > loss[index - 1],
  )
  if (point < 0) return []
  const text = `Loss ${isClimb ? 'falls' : 'rises'} for the first time`
  return [{ kind: 'worse', iteration: iterations[point], text }]
}

/** Where a schedule changes the learning rate at one stroke: the next update is the first with the new one. */
function rateChanges({ schedule, hyper, iterations }: Recorded): Found[] {
  if (typeof hyper.lr !== 'number') return []
  const { id, warmup, every } = schedule
  const found: Found[] = warmup > 0 ? [{ kind: 'rate', iteration: warmup, text: 'Warm-up is over' }] : []
  for (let step = 1; step <= mostSteps && id === 'step' && typeof every === 'number'; step++)
    found.push({
      kind: 'rate',
      iteration: warmup + step * every,
      text: `Learning rate changes, step ${formatCount(step)}`,
    })
  return found.filter(({ iteration }) => iteration < iterations)
}

/** Where its settings were changed: the next update is the first with the new ones. */
const settingChanges = ({ changes = [], forkOf, iterations }: Recorded): Found[] =>
  changes
    .filter(({ at }) => at < iterations)
    .map(({ at, set }) => {
      const values = Object.entries(set).map(([name, value]) => `${name} ${shortly()(value)}`)
      const fork = forkOf?.at === at ? `Leaves ${forkOf.run}: ` : 'Changes: '
      return { kind: 'change', iteration: at, text: `${fork}${values.join(', ')} from here` }
    })

function ending({ status, iterations }: Recorded): Found[] {
  if (isLive(status) || iterations === 0) return []
  if (status === 'diverged') return [{ kind: 'diverged', iteration: iterations, text: 'Diverges' }]
  if (status === 'converged') return [{ kind: 'converged', iteration: iterations, text: 'Converges' }]
  return [{ kind: 'end', iteration: iterations, text: 'Ends' }]
}

/**
 * What happens to a run, in the order of its updates; of one under way, what has happened so far. Whether
 * the loss rises is not told while it runs, for every new point would have all of them looked through,
 * nor of a curve of which only a part is held.
 */
export function eventsOf(
  run: Recorded,
  curve: Pick<Curve, 'iterations' | 'series' | 'whole'> | undefined,
): RunEvent[] {
  const best: Found = {
    kind: 'best',
    iteration: run.bestIteration,
    text: `${climbs(run) ? 'Highest' : 'Lowest'} loss`,
  }
  return [
    ...(curve && !curve.whole && run.status !== 'running' ? firstWorse(run, curve) : []),
    ...rateChanges(run),
    ...settingChanges(run),
    ...(run.bestIteration > 0 ? [best] : []),
    ...ending(run),
  ]
    .map((event) => ({ run: run.id, ...event }))
    .toSorted((a, b) => a.iteration - b.iteration)
}

/** The event next to an update; undefined where there is none that way. */
export function eventBeside(
  events: readonly RunEvent[],
  iteration: number,
  forward: boolean,
): RunEvent | undefined {
  const ordered = events.toSorted((a, b) => a.iteration - b.iteration)
  return forward
    ? ordered.find((event) => event.iteration > iteration)
    : ordered.findLast((event) => event.iteration < iteration)
}
