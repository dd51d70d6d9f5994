import { pathText, type Issue } from '../issues'
import type { SweepAxis, SweepOptions } from './contract'
import { designCount } from './designs'
import { sweepLimits } from './options'
import { maxSobolDimension } from './sobol'

/** What tells how many runs a sweep has. */
export interface Sized {
  readonly experiment: { readonly runs: readonly unknown[] }
  readonly axes: readonly SweepAxis[]
  readonly options: SweepOptions
}

export const axesOf = (axes: readonly SweepAxis[], method: number): readonly SweepAxis[] =>
  axes.filter(({ run }) => run === method)

/** Points of each method's design; one of a method that varies nothing. May be Infinity, and is never built. */
export const trialsOf = ({ experiment, axes, options }: Sized): readonly number[] =>
  experiment.runs.map((_, method) => {
    const own = axesOf(axes, method).map(({ axis }) => axis)
    return own.length === 0 ? 1 : designCount(options.design, own, options.trials)
  })

export const runsOfSeed = (sized: Sized): number =>
  (1 + sized.options.problems.length) * trialsOf(sized).reduce((sum, trials) => sum + trials, 0)

const atAxis = ({ run, path }: SweepAxis, rest: string): string => `${pathText(['runs', run])}.${path}${rest}`

/** What is wrong with a design for what it is to vary. */
export function designIssues(sized: Sized): readonly Issue[] {
  const { axes, options, experiment } = sized
  const { design, trials, seeds } = options
  if (design === 'grid') {
    const endless = axes.filter(({ axis }) => axis.kind !== 'list' && axis.steps === undefined)
    const message = 'is missing: a grid needs to know how many; or take the design "random" or "sobol"'
    if (endless.length > 0) return endless.map((axis) => ({ path: atAxis(axis, '.steps'), message }))
  } else {
    if (axes.length > 0 && trials === undefined) {
      const message = `is missing: how many points the design "${design}" has for each method`
      return [{ path: 'sweep.trials', message }]
    }
    const most = Math.max(...experiment.runs.map((_, method) => axesOf(axes, method).length))
    if (design === 'sobol' && most > maxSobolDimension) {
      const message = `must be "random" or "grid" for more than ${maxSobolDimension} ranges of one run, got ${most}`
      return [{ path: 'sweep.design', message }]
    }
  }
  const count = runsOfSeed(sized) * seeds
  if (count <= sweepLimits.runs) return []
  const runs = count < 1e15 ? count.toLocaleString('en') : count.toExponential(1)
  const remedy =
    design === 'grid'
      ? 'take fewer steps or seeds, or the design "sobol" with trials'
      : 'take fewer trials or seeds'
  const message = `would have ${runs} runs; the limit is ${sweepLimits.runs.toLocaleString('en')}: ${remedy}`
  return [{ path: 'sweep', message }]
}
