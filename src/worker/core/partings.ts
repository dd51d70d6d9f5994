import { descend } from './descend'
import { format, parseExperiment } from './experiment'
import type { HyperSpecs, HyperValues } from './hyper'
import { distanceTo } from './norms'
import type { DialectId, Optimizer } from './optimizers/contract'
import { counterpart, dialectsOf } from './optimizers/dialects'
import { planRuns } from './plan'

/** Two dialects of a method on the reference problem, with the same settings. */
export interface Parting {
  readonly from: DialectId
  readonly to: DialectId
  /** Largest Euclidean distance between the two, each after as many updates as the other. */
  readonly distance: number
  /** After how many updates they are that far apart. */
  readonly update: number
}

/** Curved, with a step in every direction, and far from its minimum at the start. */
export const reference = {
  objective: 'three-hump-camel',
  start: [-1.8, 1.6],
  /** Of every dialect that has one. */
  rate: 0.02,
  updates: 150,
} as const

/** The defaults of one dialect as another has them, where it has a place for them; one learning rate for all. */
function settings(specs: HyperSpecs, from: HyperSpecs): Partial<HyperValues> {
  const carried = Object.entries(from).flatMap(([name, spec]) => {
    const there = counterpart(specs, name, spec)
    return there === undefined ? [] : [[there, spec.default] as const]
  })
  return { ...Object.fromEntries(carried), ...('lr' in specs && { lr: reference.rate }) }
}

/** The parameters after every update, the start included. */
function pathsOf(runs: readonly object[]): readonly (readonly Float64Array[])[] {
  const { objective, start, updates } = reference
  const parsed = parseExperiment({
    format,
    name: 'reference',
    objective: { id: objective },
    start,
    iterations: updates,
    stop: { gradientNorm: 0, parameterChange: 0, divergeAbove: 0 },
    runs,
  })
  const plans = parsed.ok ? planRuns(parsed.value, undefined) : parsed
  if (!plans.ok) throw new Error(plans.issues.map(({ message }) => message).join('; '))
  return plans.value.map((plan) => Array.from(descend(plan).positions, ({ theta }) => theta.slice()))
}

function partingOf(optimizer: Optimizer, from: DialectId, to: DialectId): Parting {
  const own = optimizer.dialects[from]?.hyper ?? {}
  const runs = [from, to].map((dialect) => ({
    optimizer: optimizer.id,
    dialect,
    hyper: settings(optimizer.dialects[dialect]?.hyper ?? {}, own),
  }))
  const [one, other] = pathsOf(runs)
  const apart = one.map((theta, k) => distanceTo([Array.from(other[k])], theta))
  const distance = Math.max(...apart)
  return { from, to, distance, update: apart.indexOf(distance) }
}

/** Below this, two paths are the same but for the order in which sums are rounded. */
export const roundingOnly = 1e-12

/** How far each two dialects of a method part, though all that both can be told is the same. */
export const partingsOf = (optimizer: Optimizer): readonly Parting[] =>
  dialectsOf(optimizer).flatMap(({ id }, index, all) =>
    all.slice(index + 1).map((other) => partingOf(optimizer, id, other.id)),
  )
