import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openStore } from '../../src/main/store'
import { freshFolder } from '../main/store/support/fixtures'
import { buildFaults, type BuiltFaults } from './build'
import { buildShim } from './shim'

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
  expect(played('--seed', '1', '--rounds', '12')).toMatch(/all\W+\d+/)
})

test('killed at any call to the system while it is made, a database still opens', ({ skip }) => {
  const folder = freshFolder()
  const shim = buildShim(folder)
  if (typeof shim === 'string') return skip(shim)
  const child = join(dirname(built.script), 'child.js')
  for (let after = 1; after <= 16; after++) {
    const file = join(folder, `${after}`, 'lab.sqlite')
    const env = { ...process.env, ...shim(dirname(file), { error: 'KILL', after, span: 1 }) }
    expect(spawnSync(process.execPath, [child, 'open', file], { env }).signal).toBe('SIGKILL')
    openStore({ file, onTrouble: 'refuse' }).store.close()
  }
})

test('knows what there is to choose from', () => {
  const { status, stderr } = spawnSync(process.execPath, [built.script, '--only', 'chaos'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([1, 'there is no scenario chaos\n'])
})
