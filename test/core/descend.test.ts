import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { scheduleById } from '@core/schedules'
import { noStops, pathOf, planWith } from '../support/experiments'

const thetas = (changes: Readonly<Record<string, unknown>>): readonly number[] =>
  pathOf(planWith(changes)).map(({ theta }) => theta[0])

const gd = (lr: number): readonly unknown[] => [{ optimizer: 'gd', hyper: { lr } }]

describe("the chapter's figures on x^2, from 0.7", () => {
  test('a learning rate of 0.15 gives 0.49', () => {
    const path = thetas({ start: [0.7], iterations: 2, runs: gd(0.15) })
    expect(path[0]).toBe(0.7)
    expect(path[1]).toBeCloseTo(0.49, 15)
    expect(path[2]).toBeCloseTo(0.343, 15)
  })

  test('a learning rate of 1 bounces between 0.7 and -0.7 for ever', () => {
    const path = pathOf(planWith({ start: [0.7], iterations: 1_000, runs: gd(1) }))
    expect(path).toHaveLength(1_001)
    for (const { theta } of path) expect(Math.abs(theta[0])).toBeCloseTo(0.7, 12)
    expect(path.filter(({ theta, iteration }) => Math.sign(theta[0]) !== (-1) ** iteration)).toEqual([])
    expect(path.at(-1)?.outcome?.status).toBe('finished')
  })

  test('a learning rate above 1 diverges', () => {
    const path = pathOf(planWith({ start: [0.7], iterations: 1_000, runs: gd(1.1) }))
    const last = path.at(-1)
    // 1.44^k is above 10^12 from k = 76.
    expect(last?.iteration).toBe(76)
    expect(last?.outcome).toEqual({
      status: 'diverged',
      reason: "diverged at update 76: the loss is 5.318e11, above 4.9e11 (1e12 times the start's)",
    })
  })
})

describe('descend', () => {
  test('begins with the start as point 0', () => {
    const [first, second] = pathOf(planWith({ start: [3], runs: gd(0.1) }))
    expect(first).toEqual({
      iteration: 0,
      theta: [3],
      recorded: true,
      loss: 9,
      gradientNorm: 6,
      rate: NaN,
      distance: NaN,
      evaluations: NaN,
      outcome: undefined,
    })
    expect(second.iteration).toBe(1)
  })

  test('leaves the plan alone', () => {
    const plan = planWith({ start: [3], runs: [{ optimizer: 'adam', schedule: { id: 'cosine' } }] })
    const before = structuredClone({ run: plan.run, start: plan.start })
    pathOf(plan)
    expect({ run: plan.run, start: plan.start }).toEqual(before)
  })

  test('goes the same way twice, to the last bit', () => {
    const objective = { id: 'linear-regression', data: { source: 'normal', rows: 50, seed: 3 } }
    const run = { optimizer: 'nadam', batch: 7, seed: 5, schedule: { id: 'exponential', warmup: 10 } }
    const plan = planWith({ objective, iterations: 300, runs: [run], stop: noStops })
    expect(pathOf(plan)).toEqual(pathOf(plan))
    const otherSeed = planWith({ objective, iterations: 300, runs: [{ ...run, seed: 6 }], stop: noStops })
    expect(pathOf(otherSeed).at(-1)?.theta).not.toEqual(pathOf(plan).at(-1)?.theta)
  })

  test('tells loss and gradient norm of the whole objective, batches or not', () => {
    const objective = { id: 'linear-regression', data: { source: 'normal', rows: 50, seed: 3 } }
    for (const run of [{ optimizer: 'gd', batch: 1 }, { optimizer: 'nag' }]) {
      const plan = planWith({ objective, iterations: 20, runs: [run] })
      for (const { theta, loss, gradientNorm } of pathOf(plan)) {
        const gradient = new Float64Array(2)
        expect(loss).toBe(plan.objective.evaluate(Float64Array.from(theta), gradient))
        expect(gradientNorm).toBeCloseTo(Math.hypot(...gradient), 14)
      }
    }
  })

  test('takes the gradient at the lookahead point where the method has one', () => {
    const plan = planWith({
      start: [1],
      iterations: 2,
      runs: [{ optimizer: 'nag', hyper: { lr: 0.1, gamma: 0.5 } }],
    })
    const asked: number[] = []
    const objective = {
      ...plan.objective,
      gradient(theta: Float64Array, out: Float64Array) {
        asked.push(theta[0])
        plan.objective.gradient(theta, out)
      },
    }
    const path = pathOf({ ...plan, objective })
    // v = 0.2, theta = 0.8; then at 0.8 - 0.5 * 0.2 = 0.7: v = 0.1 + 0.14, theta = 0.56.
    expect(asked[0]).toBe(1)
    expect(asked[1]).toBeCloseTo(0.7, 15)
    expect(path[2].theta[0]).toBeCloseTo(0.56, 15)
  })

  test('sets the learning rate before every update as the schedule says', () => {
    const schedule = { id: 'cosine', final: 0.1, warmup: 3 }
    const path = thetas({
      start: [1],
      iterations: 20,
      runs: [{ optimizer: 'gd', hyper: { lr: 0.1 }, schedule }],
    })
    const cosine = scheduleById('cosine')
    const factor = (update: number): number =>
      update < 3 ? (update + 1) / 4 : (cosine?.factor(update - 3, 17, { final: 0.1 }) ?? NaN)
    for (let k = 0; k < 20; k++) {
      expect(path[k + 1]).toBeCloseTo(path[k] * (1 - 2 * 0.1 * factor(k)), 14)
    }
    expect(path[1]).toBeCloseTo(1 - 2 * 0.025, 15)
  })

  test('records every k-th point and the last, with the loss of that very point', () => {
    const plan = {
      ...planWith({ start: [1], iterations: 25, runs: gd(0.1), stop: noStops }),
      recordEvery: 10,
    }
    const path = pathOf(plan)
    expect(path).toHaveLength(26)
    const recorded = path.filter((point) => point.recorded)
    expect(recorded.map(({ iteration }) => iteration)).toEqual([0, 10, 20, 25])
    for (const { theta, loss } of recorded) expect(loss).toBe(theta[0] ** 2)
    // What is recorded changes nothing about the way.
    expect(path.map(({ theta }) => theta)).toEqual(
      pathOf({ ...plan, recordEvery: 1 }).map(({ theta }) => theta),
    )
  })

  test('advances by many updates at once as it does one by one, into columns', () => {
    const objective = { id: 'linear-regression', data: { source: 'normal', rows: 50, seed: 3 } }
    const run = { optimizer: 'adam', batch: 7, schedule: { id: 'cosine', warmup: 10 } }
    const document = { objective, iterations: 300, runs: [run], stop: noStops, record: { distance: true } }
    for (const every of [1, 7]) {
      const plan = { ...planWith(document), recordEvery: every }
      const points = pathOf(plan).filter(({ recorded }) => recorded)
      const stride = points.length + 5
      const columns = new Float64Array(plan.series.length * stride)
      const into = { columns, stride, room: stride, count: 0, iteration: 0 }
      const descent = descend(plan)
      descent.capture(into)
      const made: number[] = []
      while (!descent.position.outcome) made.push(descent.advance(into, 64))
      expect(made).toEqual([64, 64, 64, 64, 44])
      expect(into).toMatchObject({ count: points.length, iteration: 300 })
      const column = (index: number): number[] =>
        Array.from(columns.subarray(index * stride, index * stride + points.length))
      const expected: Readonly<Record<string, (point: (typeof points)[number]) => number>> = {
        loss: ({ loss }) => loss,
        gradient_norm: ({ gradientNorm }) => gradientNorm,
        theta_0: ({ theta }) => theta[0],
        theta_1: ({ theta }) => theta[1],
        learning_rate: ({ rate }) => rate,
        distance: ({ distance }) => distance,
      }
      expect(plan.series).toEqual(Object.keys(expected))
      plan.series.forEach((name, index) => expect(column(index)).toEqual(points.map(expected[name])))
    }
  })

  test('stops where there is no more room', () => {
    const descent = descend(planWith({ iterations: 50, runs: gd(0.1), stop: noStops }))
    const into = { columns: new Float64Array(30), stride: 10, room: 4, count: 1, iteration: 0 }
    expect(descent.advance(into, 100)).toBe(3)
    expect(into).toMatchObject({ count: 4, iteration: 3 })
    expect(descent.advance(into, 100)).toBe(0)
  })

  test('tells a gradient norm whose squares are no numbers', () => {
    const quadratic = (start: number[]) =>
      planWith({ objective: { id: 'quadratic', curvatures: [3, 4] }, start, iterations: 1, stop: noStops })
    const large = pathOf(quadratic([1e160, 1e160]))[0].gradientNorm
    expect(large / 5e160).toBeCloseTo(1, 14)
    expect(pathOf(quadratic([1e-170, 1e-170]))[0].gradientNorm / 5e-170).toBeCloseTo(1, 14)
  })

  test('captures a point whose turn has not come, and goes on as before', () => {
    const plan = {
      ...planWith({ start: [1], iterations: 25, runs: gd(0.1), stop: noStops }),
      recordEvery: 10,
    }
    const descent = descend(plan)
    for (let i = 0; i <= 13; i++) descent.positions.next()
    const point = { columns: new Float64Array(3), stride: 1, room: 1, count: 0, iteration: 0 }
    descent.capture(point)
    expect(point).toMatchObject({ count: 1, iteration: 13 })
    expect(point.columns[2]).toBe(descent.position.theta[0])
    expect(point.columns[0]).toBe(descent.position.theta[0] ** 2)
    expect(descent.position).toMatchObject({ iteration: 13, recorded: true, outcome: undefined })
    const rest = Array.from(descent.positions, ({ iteration, recorded, theta }) => ({
      iteration,
      recorded,
      theta: theta[0],
    }))
    expect(rest.filter(({ recorded }) => recorded).map(({ iteration }) => iteration)).toEqual([20, 25])
    expect(rest.map(({ theta }) => theta)).toEqual(
      pathOf(plan).flatMap(({ iteration, theta }) => (iteration > 13 ? theta : [])),
    )
  })
})
