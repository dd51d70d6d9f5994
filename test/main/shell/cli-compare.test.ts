import { describe, expect, test } from 'vitest'
import { documentWith, noStops } from '../../support/experiments'
import { Bench, useCli } from './support/cli'

useCli()

const seeds = Array.from({ length: 8 }, (_, seed) => seed)
const rates = [0.05, 0.2]

/** Runs 1 to 8 of the slower rate, 9 to 16 of the faster one under the same seeds, and run 17 of another function. */
async function keptRuns(): Promise<Bench> {
  const race = documentWith({
    objective: { id: 'quadratic', curvatures: [1, 2] },
    start: 'random',
    iterations: 200,
    runs: rates.flatMap((lr) =>
      seeds.map((seed) => ({ optimizer: 'gd', hyper: { lr }, seed, label: `lr ${lr}` })),
    ),
    stop: noStops,
  })
  const bench = new Bench({ 'race.json': race, 'other.json': documentWith({ objective: { id: 'beale' } }) })
  for (const file of ['race.json', 'other.json'])
    await bench.call('run', file, '--db', 'lab.db', '--out', file.slice(0, -5), '--quiet')
  return bench
}
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, k) => String(from + k))

describe('descent-lab compare', () => {
  test('tells which group of seeds is better, refuses what cannot be compared, and changes nothing', async () => {
    const bench = await keptRuns()
    const compare = (...words: string[]) => bench.call('compare', ...words, '--db', 'lab.db')
    const told = await compare(...numbers(1, 16), '--by', 'evaluations')
    expect(told).toMatchObject({ status: 0, stderr: '' })
    expect(told.stdout).toMatch(/^Lr 0\.2 beats lr 0\.05 on 8 of 8 seeds \(.*Wilcoxon.* p = 0\.0078/)
    expect(told.stdout).toContain('known minimum, 0')
    const single = await compare('1', '9')
    expect(single.stdout).toContain('n = 1, nothing to test')
    expect(await compare(...numbers(1, 8))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('differ in nothing but their seed'),
    })
    expect(await compare('1', '17')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('different objectives'),
    })
    expect((await compare('1', '99')).stderr).toContain('there is no run 99')
    expect((await compare(...numbers(1, 16), '--by', 'evaluations')).stdout).toBe(told.stdout)
  })
})
