import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildFaults, type BuiltFaults } from './build'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let built: BuiltFaults
beforeAll(async () => {
  built = await buildFaults()
})
afterAll(() => built.remove())

/** The report, if nothing is lost, damaged or left over. */
function played(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [built.script, ...words], {
    encoding: 'utf8',
  })
  expect(status, stdout + stderr).toBe(0)
  return stdout
}

test('the short form of `npm run test:faults`: one round of each', () => {
  expect(played('--seed', '1', '--rounds', '11')).toMatch(/all\W+\d+/)
})

test('a database whose making was killed still opens', () => {
  played('--seed', '2', '--only', 'creation', '--rounds', '3')
})

test('knows what there is to choose from', () => {
  const { status, stderr } = spawnSync(process.execPath, [built.script, '--only', 'chaos'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([1, 'there is no scenario chaos\n'])
})
