import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { format, parseExperiment, type Experiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { noStops, pathOf, plansOf, tableFor } from '../support/experiments'
import { firstDeparture, horizonOf } from '../support/conditioning'

interface Golden {
  readonly name: string
  readonly objective: unknown
  readonly run: unknown
  readonly start: readonly number[]
  readonly iterations: number
  readonly theta: readonly (readonly number[])[]
  readonly loss: readonly number[]
}

const folder = resolve(import.meta.dirname, '../golden')
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Golden)

function experimentOf({ name, objective, run, start, iterations }: Golden): Experiment {
  const document = { format, name, objective, start, iterations, runs: [run], stop: noStops }
  const parsed = parseExperiment(document)
  if (!parsed.ok) throw new Error(parsed.issues.map(issueText).join('; '))
  return parsed.value
}

/** What the lab asks of itself; near zero 1e-12 absolute. */
const agreement = 1e-9

/**
 * Updates for which every case must agree, whatever comes then. A chaotic trajectory's
 * digits tell after a while of the order in which some library added numbers up, and of
 * nothing else: where rounding alone moves the path by 1e-10, agreement ends being asked for.
 */
const leastHorizon = 40

interface Comparison {
  readonly points: number
  /** The first point that is off; `points` if none is. */
  readonly departure: number
  /** The first point that rounding alone decides; `points` if none is. */
  readonly horizon: number
}

function compare(golden: Golden): Comparison {
  const experiment = experimentOf(golden)
  const table = tableFor(experiment)
  const path = pathOf(plansOf(experiment, table)[0])
  const expected = golden.theta.map((theta, k) => ({ theta, loss: golden.loss[k] }))
  expect(expected).toHaveLength(golden.iterations + 1)
  expect(path).toHaveLength(golden.iterations + 1)
  return {
    points: path.length,
    departure: firstDeparture(path, expected, agreement),
    horizon: horizonOf(experiment, table),
  }
}

describe('golden trajectories, from the experiment file to the last update', () => {
  test('all of them are here', () => {
    expect(cases.length).toBeGreaterThanOrEqual(26)
  })

  test.each(cases)('$name', (golden) => {
    const { points, departure, horizon } = compare(golden)
    if (departure === points) return
    console.info(`${golden.name}: determined for ${horizon} updates, compared up to there`)
    expect(departure).toBeGreaterThanOrEqual(horizon)
    expect(horizon).toBeGreaterThanOrEqual(leastHorizon)
  })

  test('all but one agree to the end', () => {
    const departing = cases.filter((golden) => {
      const { points, departure } = compare(golden)
      return departure < points
    })
    expect(departing.length).toBeLessThanOrEqual(1)
  })
})
