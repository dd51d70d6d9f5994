import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { descend } from '@core/descend'
import type { HyperValues } from '@core/hyper'
import { optimizers } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { experimentWith, noStops, plansOf, pointOf } from './experiments'

/** A trajectory of a method's source: point k is the state after k updates. */
export interface Golden {
  readonly name: string
  /** Package and version, then how it was used: `torch.optim 2.15.0, float64`. */
  readonly source: string
  /** How it was made, where a script of ours made it. */
  readonly provenance?: { readonly note?: string }
  readonly objective: {
    readonly id: string
    readonly dimension?: number
    readonly gradient?: 'as-printed'
    readonly data?: { readonly rows: number; readonly seed: number }
  }
  readonly run: {
    readonly optimizer: string
    readonly dialect: DialectId
    readonly hyper: HyperValues
    readonly batch: 'full' | number
    readonly sampling?: string
    readonly schedule?: { readonly id: string; readonly warmup?: number }
    readonly maximize?: boolean
  }
  readonly start: readonly number[]
  readonly iterations: number
  readonly theta: readonly (readonly number[])[]
  readonly loss: readonly number[]
  /** The optimizer's memory after the last update, where theta does not show all that a method does. */
  readonly state?: Readonly<Record<string, readonly number[]>>
  /** The first rows of the data. */
  readonly data?: readonly (readonly [number, number])[]
}

const folder = resolve(import.meta.dirname, '../golden')

export const goldens: readonly Golden[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Golden)

/** Relative agreement that the lab asks of itself, and what is allowed where a number is all but zero. */
export const agreement = { relative: 1e-9, absolute: 1e-12 } as const

/** The error as a share of the number, held to 1e-12 absolute where the number is smaller than a thousandth. */
function errorOf(found: number, expected: number): number {
  const error =
    Math.abs(found - expected) / Math.max(Math.abs(expected), agreement.absolute / agreement.relative)
  return Number.isNaN(error) ? Infinity : error
}

/** Of all numbers of two lists; infinite where one has more of them. */
export function largestOf(found: ArrayLike<number>, expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity
  return expected.reduce((largest, value, i) => Math.max(largest, errorOf(found[i], value)), 0)
}

/** Largest relative error of theta, loss and memory over a whole case, from the experiment file to the last update. */
export function largestError({ objective, run, start, iterations, theta, loss, state = {} }: Golden): number {
  const experiment = experimentWith({ objective, runs: [run], start, iterations, stop: noStops })
  const descent = descend(plansOf(experiment)[0])
  const path = Array.from(descent.positions, pointOf)
  const { memory } = descent.save()
  return Math.max(
    largestOf(
      path.flatMap((point) => point.theta),
      theta.flat(),
    ),
    largestOf(
      path.map((point) => point.loss),
      loss,
    ),
    ...Object.entries(state).map(([name, values]) => largestOf(memory[name], values)),
  )
}

/** What the app says about a method in a dialect: how many trajectories of a source it matches, and how well. */
export interface Conformance {
  readonly optimizer: string
  readonly dialect: DialectId
  readonly source: string
  /** Of the source; equations have none. */
  readonly version?: string
  /** What was done to the source so that it walks this dialect's path; absent where nothing was. */
  readonly adjusted?: string
  readonly cases: number
  readonly updates: number
  /** Rounded up to one digit. */
  readonly largestError: number
}

function roundedUp(error: number): number {
  if (error === 0) return 0
  const unit = 10 ** Math.floor(Math.log10(error))
  return Number((Math.ceil(error / unit) * unit).toPrecision(1))
}

/** `torch.optim 2.15.0, float64` and `chapter equations, numpy`, taken apart. */
function sourceOf(label: string): Pick<Conformance, 'source' | 'version'> {
  const [named] = label.split(', ')
  const [, source, version] = /^(.+) (\d\S*)$/.exec(named) ?? []
  return source ? { source, version } : { source: named }
}

function adjustmentOf(cases: readonly Golden[]): Pick<Conformance, 'adjusted'> {
  const adjusted = cases.find(({ provenance }) => provenance?.note !== undefined)?.provenance?.note
  return adjusted === undefined ? {} : { adjusted }
}

/** One row a method, dialect and source that has trajectories, in the order of the catalog. */
export function conformanceTable(): readonly Conformance[] {
  const rank = new Map(optimizers.map(({ id }, index) => [id, index]))
  const groups = Map.groupBy(goldens, ({ run, source }) => `${run.optimizer} ${run.dialect} ${source}`)
  const rows = [...groups.values()].map((cases) => ({
    optimizer: cases[0].run.optimizer,
    dialect: cases[0].run.dialect,
    ...sourceOf(cases[0].source),
    ...adjustmentOf(cases),
    cases: cases.length,
    updates: cases.reduce((sum, { iterations }) => sum + iterations, 0),
    largestError: roundedUp(Math.max(...cases.map(largestError))),
  }))
  return rows.sort((a, b) => (rank.get(a.optimizer) ?? 0) - (rank.get(b.optimizer) ?? 0))
}
