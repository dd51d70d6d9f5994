import { describe, expect, test } from 'vitest'
import { documentWith, faultsOf, noStops, pathOf, planWith, type Point } from '../support/experiments'

const noisy = (sigma: number, seed = 0, changes: Readonly<Record<string, unknown>> = {}): readonly Point[] =>
  pathOf(
    planWith({
      objective: { id: 'quadratic', curvatures: [1, 1], sigma },
      start: [1, 1],
      iterations: 2_000,
      runs: [{ optimizer: 'gd', hyper: { lr: 0.1 } }],
      stop: noStops,
      seed,
      ...changes,
    }),
  )

/** What was added to the gradient of update k: the gradient of this quadratic is theta itself. */
const noiseIn = (path: readonly Point[]): readonly number[] =>
  path
    .slice(1)
    .flatMap(({ theta }, k) => theta.map((value, i) => (path[k].theta[i] - value) / 0.1 - path[k].theta[i]))

describe('gradient noise', () => {
  test('is Gaussian with the standard deviation asked for', () => {
    const noise = noiseIn(noisy(0.5))
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length
    const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(0.02)
    // Of a Gaussian, 68 % lie within one deviation.
    const within = noise.filter((value) => Math.abs(value) < 0.5).length / noise.length
    expect(Math.abs(within - 0.683)).toBeLessThan(0.03)
  })

  test('follows the seed, and scales with sigma', () => {
    const first = noiseIn(noisy(0.5))
    expect(noiseIn(noisy(0.5))).toEqual(first)
    expect(noiseIn(noisy(0.5, 1))).not.toEqual(first)
    const doubled = noiseIn(noisy(1))
    for (const [k, value] of first.slice(0, 100).entries()) expect(doubled[k]).toBeCloseTo(2 * value, 9)
  })

  test('of zero changes nothing', () => {
    const objective = { id: 'quadratic', curvatures: [1, 1] }
    expect(noisy(0)).toEqual(noisy(0, 0, { objective }))
  })

  test('leaves loss and gradient norm those of the objective itself', () => {
    for (const { theta, loss, gradientNorm } of noisy(0.5).slice(0, 50)) {
      expect(loss).toBeCloseTo((theta[0] ** 2 + theta[1] ** 2) / 2, 12)
      expect(gradientNorm).toBeCloseTo(Math.hypot(...theta), 12)
    }
  })

  test('comes on top of batches without disturbing how they are drawn', () => {
    const data = { source: 'normal', rows: 30 }
    const run = { optimizer: 'gd', batch: 4 }
    const pathWith = (sigma: number): readonly Point[] =>
      pathOf(planWith({ objective: { id: 'linear-regression', data, sigma }, iterations: 40, runs: [run] }))
    const tiny = pathWith(1e-12)
    pathWith(0).forEach(({ theta }, k) =>
      theta.forEach((value, i) => expect(tiny[k].theta[i]).toBeCloseTo(value, 9)),
    )
  })

  test('is refused for methods that search along a line', () => {
    const changes = { objective: { id: 'square', sigma: 0.1 }, runs: [{ optimizer: 'lbfgs' }] }
    expect(faultsOf(documentWith(changes))).toEqual([
      'runs[0].optimizer: must be a method for noisy gradients where objective.sigma is above 0, got L-BFGS',
    ])
    expect(faultsOf(documentWith({ objective: { id: 'square', sigma: -1 } }))).toEqual([
      'objective.sigma: must be >= 0, got -1',
    ])
  })
})
