import { expect, test } from 'vitest'
import { noStops, pathOf, planWith } from '../../support/experiments'

/** Where a method ends that is shown one row at a time, in the paper's setting. */
function endOf(optimizer: string, seed: number): { x: number; loss: number } {
  const plan = planWith({
    objective: { id: 'reddi' },
    iterations: 60_000,
    seed,
    runs: [
      {
        optimizer,
        dialect: 'pytorch',
        batch: 1,
        hyper: { lr: 0.05, beta1: 0.9, beta2: 0.99 },
      },
    ],
    stop: noStops,
  })
  const last = pathOf({ ...plan, recordEvery: 1_000 }).at(-1)
  return { x: last?.theta[0] ?? NaN, loss: last?.loss ?? NaN }
}

test.each([0, 1, 2])('Adam ends at the wrong wall and AMSGrad at the right one, seed %i', (seed) => {
  const adam = endOf('adam', seed)
  const amsgrad = endOf('amsgrad', seed)
  expect(adam.x).toBeGreaterThan(0.5)
  expect(adam.loss).toBeGreaterThan(0.05)
  expect(amsgrad.x).toBeLessThan(-0.5)
  expect(amsgrad.loss).toBeLessThan(-0.05)
})
