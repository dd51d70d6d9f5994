import { expect, test } from 'vitest'
import { documentWith, noStops } from '../../support/experiments'
import { Bench, useCli } from './support/cli'

useCli('test/support/mad-worker.ts')

test('a run whose thread dies gives exit 1 and says why; the others are written all the same', async () => {
  const mad = { objective: { id: 'quartic' }, iterations: 10_000, stop: noStops }
  const run = { optimizer: 'gd', hyper: { lr: 1e-9 } }
  const bench = new Bench({
    'one.json': documentWith({ ...mad, runs: [{ ...run, label: 'Mad' }] }),
    'three.json': documentWith({ ...mad, runs: ['A', 'B', 'C'].map((label) => ({ ...run, label })) }),
    'short.json': documentWith({ ...mad, iterations: 100, runs: [run] }),
  })
  const why = 'its thread ended unexpectedly'
  const one = await bench.call('run', 'one.json', '--out', 'one', '--quiet')
  expect(one).toMatchObject({ status: 1, stderr: `descent-lab: Mad failed: ${why}\n` })
  expect(one.stdout).toMatch(/Mad +│ failed/)
  expect(bench.text('one/runs.csv')).toContain(`,failed,${why},`)
  const points = bench.rows('one/curves.csv').slice(1)
  expect(points.map(([, iteration]) => Number(iteration))).toEqual(points.map((_, index) => index))
  expect(points.length).toBeGreaterThan(0)

  const three = await bench.call('run', 'three.json', '--quiet')
  expect(three).toMatchObject({ status: 1, stderr: `descent-lab: A failed: ${why} (and 2 other runs)\n` })
  expect(await bench.call('run', 'short.json', '--quiet')).toMatchObject({ status: 0, stderr: '' })
})
