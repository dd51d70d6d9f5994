import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { bundleStore, ended, run, said, type Bundle } from '../support/child'
import { freshFile, freshFolder, names, openedWell, points, startOne } from '../support/fixtures'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundleStore()
})
afterAll(() => bundle.remove())

test('backups that were killed half way leave nothing behind at the next start', async () => {
  const file = freshFile()
  const store = openedWell({ file })
  const { id } = startOne(store)
  const noise = points(0, 1_000_000)
  for (let i = 0; i < noise.columns.length; i++) noise.columns[i] = Math.sin(i * i)
  store.curves.append(id, names, noise)
  store.close()
  const backups = join(dirname(file), 'backups')
  const script = `
    const { store } = openStore({ file: inputs[0] })
    const backup = store.backup()
    say(1)
    await backup
    store.close()`
  for (let kill = 0; kill < 3; kill++) {
    const child = run(bundle, script, [file])
    for await (const line of said(child)) {
      expect(line).toBe(1)
      await vi.waitFor(() => {
        if (!readdirSync(backups).some((name) => name.includes('.part-'))) throw new Error('not begun')
      })
      child.kill('SIGKILL')
    }
    await ended(child)
    expect(readdirSync(backups).filter((name) => name.includes('.part-'))).not.toEqual([])
    openedWell({ file }).close()
    expect(readdirSync(backups).filter((name) => name.includes('.part-'))).toEqual([])
  }
})

test('whatever a dead process was making goes, what a living one makes and all else stays', () => {
  const temporary = freshFolder()
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  const file = freshFile()
  const folder = dirname(file)
  const { pid: dead } = spawnSync(process.execPath, ['--version'])
  const living = process.pid
  const leftBy = (pid: number): readonly string[] => [
    join(folder, 'backups', `descent-lab.part-${pid}.db`),
    join(folder, 'backups', `descent-lab.part-${pid}.db-journal`),
    join(folder, `descent-lab.saving-${pid}.db`),
    join(folder, `descent-lab.restoring-${pid}.db`),
    join(folder, `descent-lab.restoring-${pid}.db-wal`),
  ]
  const others = [
    join(folder, 'backups', `other.part-${dead}.db`),
    join(folder, `descent-lab.saving-${dead}.txt`),
    join(folder, `descent-lab.saving-of-mine.db`),
    join(temporary, `descent-lab-${dead}`),
  ]
  mkdirSync(join(folder, 'backups'))
  for (const path of [...leftBy(dead), ...leftBy(living), ...others]) writeFileSync(path, 'half')
  const copies = [dead, living].map((pid) => mkdtempSync(join(temporary, `descent-lab-unkept-${pid}-`)))
  writeFileSync(join(copies[0], 'descent-lab.db'), 'a copy')
  openedWell({ file })
  expect([...leftBy(dead), copies[0]].filter(existsSync)).toEqual([])
  for (const path of [...leftBy(living), copies[1], ...others]) expect(existsSync(path)).toBe(true)
})
