import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { experimentWith, noStops, pathOf, plansOf } from './experiments'

/** A trajectory of a method's source: point k is the state after k updates. */
export interface Golden {
  readonly name: string
  readonly source: string
  readonly objective: unknown
  readonly run: { readonly optimizer: string; readonly dialect: string }
  readonly start: readonly number[]
  readonly iterations: number
  readonly theta: readonly (readonly number[])[]
  readonly loss: readonly number[]
}

const folder = resolve(import.meta.dirname, '../golden')

export const goldens: readonly Golden[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Golden)

/** Relative agreement that the lab asks of itself, and what is allowed where a number is all but zero. */
export const agreement = { relative: 1e-9, absolute: 1e-12 } as const

/** The error as a share of the number, held to 1e-12 absolute where the number is smaller than a thousandth. */
function errorOf(found: number, expected: number): number {
  const error =
    Math.abs(found - expected) / Math.max(Math.abs(expected), agreement.absolute / agreement.relative)
  return Number.isNaN(error) ? Infinity : error
}

/** Largest relative error of theta and loss over a whole case, from the experiment file to the last update. */
export function largestError({ objective, run, start, iterations, theta, loss }: Golden): number {
  const experiment = experimentWith({ objective, runs: [run], start, iterations, stop: noStops })
  const path = pathOf(plansOf(experiment)[0])
  if (path.length !== theta.length) return Infinity
  return path.reduce((largest, point, k) => {
    const errors = point.theta.map((value, i) => errorOf(value, theta[k][i]))
    return Math.max(largest, errorOf(point.loss, loss[k]), ...errors)
  }, 0)
}

/** What the app says about a method in a dialect: how many trajectories of its source it matches, and how well. */
export interface Conformance {
  readonly optimizer: string
  readonly dialect: string
  readonly source: string
  readonly cases: number
  readonly updates: number
  /** Rounded up to one digit, so that another machine's last bits don't make it false. */
  readonly largestError: number
}

function roundedUp(error: number): number {
  if (error === 0) return 0
  const unit = 10 ** Math.floor(Math.log10(error))
  return Number((Math.ceil(error / unit) * unit).toPrecision(1))
}

/** One row a method and dialect that has reference trajectories. */
export function conformanceTable(): readonly Conformance[] {
  const groups = Map.groupBy(goldens, ({ run }) => `${run.optimizer} ${run.dialect}`)
  return [...groups.values()].map((cases) => ({
    optimizer: cases[0].run.optimizer,
    dialect: cases[0].run.dialect,
    source: cases[0].source,
    cases: cases.length,
    updates: cases.reduce((sum, { iterations }) => sum + iterations, 0),
    largestError: roundedUp(Math.max(...cases.map(largestError))),
  }))
}
