import { asMapped, type MapSpec } from '@core/map/map'
import type { MapAxis } from '@core/map/axes'
import type { Experiment, RunSpec } from '@core/experiment'
import type { HyperSpecs, NumberHyper } from '@core/hyper'
import { dialectOf, type MethodOfRun } from '@core/rules'

/** A map to be worked out. */
export interface MapWanted extends MapSpec {
  /** With the one run that the map is of. */
  readonly experiment: Experiment
  readonly updates: number
}

/** So many times beyond the rate that is just stable there is nothing but divergence to be seen. */
const beyondStable = 10
/** Without such a rate to go by, and below it: so many times around the run's own value. */
const around = 20

const twoDigits = (value: number): number => Number(value.toPrecision(2))

/** The hyper-parameters of a run that are numbers, which can be the sides of its map. */
export function numberSpecs(run: MethodOfRun): Readonly<Record<string, NumberHyper>> {
  const specs: HyperSpecs = dialectOf(run)?.hyper ?? {}
  return Object.fromEntries(
    Object.entries(specs).flatMap(([name, spec]) => (spec.kind === 'number' ? [[name, spec]] : [])),
  )
}

/**
 * A range of a hyper-parameter that is worth a look.
 * @param value the run's own, which is within
 * @param stable of the learning rate: where updates just settle, as far as that is known
 */
export function usualAxis(
  name: string,
  { scale, min, max, maxExclusive }: NumberHyper,
  value: number,
  stable?: number,
): MapAxis {
  if (scale === 'log') {
    const known = [value, ...(stable !== undefined ? [stable] : [])].filter((each) => each > 0)
    if (known.length === 0) return { name, scale, from: 1e-6, to: 1 }
    const from = twoDigits(Math.min(...known) / around)
    const beyond = stable !== undefined && value <= stable ? beyondStable : around
    return { name, scale, from, to: twoDigits(Math.min(max, Math.max(...known) * beyond)) }
  }
  if (min === -Number.MAX_VALUE) {
    const reach = Math.max(1, Math.abs(value))
    return { name, scale, from: value - reach, to: Math.min(max, value + reach) }
  }
  if (max < Number.MAX_VALUE || maxExclusive) return { name, scale, from: min, to: max }
  return { name, scale, from: min, to: Math.max(min + 1, 2 * value) }
}

/** The learning rate, where there is one, and the hyper-parameter that the method lists next. */
export function usualNames(specs: Readonly<Record<string, NumberHyper>>): readonly string[] {
  const names = Object.keys(specs)
  return [...names.filter((name) => name === 'lr'), ...names.filter((name) => name !== 'lr')].slice(0, 2)
}

export const mapKey = ({ experiment, ...rest }: MapWanted): string =>
  JSON.stringify([
    rest,
    { ...experiment, name: '', runs: experiment.runs.map((run) => ({ ...run, label: '' })) },
  ])

/** The experiment that a map of one of its runs is of. */
export const experimentOf = (experiment: Experiment, run: RunSpec, updates: number): Experiment => ({
  ...asMapped(experiment, updates),
  runs: [run],
})
