import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../e2e/support/shells'
import {
  answerQuestions,
  ended,
  expect,
  inMain,
  isOpen,
  kept,
  questionsAsked,
  startEndless,
  test,
} from './support/window'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends the lab well: runs kept, session closed, a backup made`, async ({ open, data }) => {
    const window = await open()
    await startEndless(window)
    const end = ended(window)
    window.child.kill(signal)
    expect(await end).toEqual({ code: 0, signal: null })
    const { runs, sessions, backups } = kept(data)
    expect(runs).toMatchObject([{ status: 'interrupted' }])
    expect(runs[0].points).toBeGreaterThan(1)
    expect({ sessions, backups }).toEqual({ sessions: 0, backups: 1 })
  })
}

test('a signal is not held up by a page that hangs', async ({ open, data }) => {
  const window = await open()
  await window.page.evaluate(() => {
    setTimeout(() => {
      for (;;);
    })
  })
  const end = ended(window)
  window.child.kill('SIGTERM')
  expect(await end).toEqual({ code: 0, signal: null })
  expect(kept(data)).toMatchObject({ sessions: 0, backups: 1 })
})

test('Ctrl+C on what npm start runs ends with 0, a backup and a closed session', async ({
  runtimeHere,
  data,
}) => {
  const { program, app, env, sandbox, user } = runtimeHere
  test.skip(
    process.getuid?.() === 0 && !user,
    'npm start opens no window for the superuser, and nobody else may read this folder',
  )
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-launcher-'))
  try {
    // `npm start` runs what is here with the project's folder, where the app for this runtime is elsewhere.
    const launcher = join(folder, 'electron')
    const words = `${sandbox ? '' : '--no-sandbox '}'${app}'`
    writeFileSync(launcher, `#!/bin/sh\nshift\nexec '${program}' ${words} "$@"\n`)
    chmodSync(launcher, 0o755)
    chmodSync(folder, 0o755)
    if (user) chownSync(data, user.uid, user.gid)
    // Not through npm: its shell ends by the signal itself, whatever it waited for.
    const child = spawn(process.execPath, ['src/main/launch/start.ts'], {
      cwd: root,
      // A group of its own, as a terminal makes one.
      detached: true,
      stdio: 'ignore',
      env: { ...env, DESCENT_LAB_DATA: data, ELECTRON_OVERRIDE_DIST_PATH: folder },
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    })
    await expect.poll(() => isOpen(data), { timeout: 60_000 }).toBe(true)
    const end = once(child, 'exit')
    process.kill(-(child.pid ?? 0), 'SIGINT')
    expect(await end).toEqual([0, null])
    expect(kept(data)).toMatchObject({ sessions: 0, backups: 1 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('closing while runs are going asks, once, and keeps what there is', async ({ open, data }) => {
  const window = await open()
  await startEndless(window)
  const keep = 1
  await answerQuestions(window, keep)
  await inMain(window, 'close')
  await expect.poll(() => questionsAsked(window)).toEqual(['Runs are still going.'])
  await inMain(window, 'quit')
  await expect.poll(() => questionsAsked(window)).toHaveLength(2)
  await expect(window.page.getByRole('navigation', { name: 'Places' })).toBeVisible()
  const stop = 0
  await answerQuestions(window, stop)
  const end = ended(window)
  await inMain(window, 'close')
  expect(await end).toEqual({ code: 0, signal: null })
  expect(kept(data)).toMatchObject({ runs: [{ status: 'interrupted' }], sessions: 0, backups: 1 })
})

test('a question that stands does not hold up a signal', async ({ open, data }) => {
  const window = await open()
  await startEndless(window)
  await inMain(window, 'close')
  const end = ended(window)
  window.child.kill('SIGTERM')
  expect(await end).toEqual({ code: 0, signal: null })
  expect(kept(data)).toMatchObject({ runs: [{ status: 'interrupted' }], sessions: 0 })
})

test('quitting a second time while the lab closes cuts nothing short', async ({ open, data }) => {
  const window = await open()
  await startEndless(window)
  await answerQuestions(window, 0)
  await window.app.evaluate(({ app }) => {
    app.once('will-quit', () => setImmediate(() => app.quit()))
  })
  const end = ended(window)
  await inMain(window, 'quit')
  expect(await end).toEqual({ code: 0, signal: null })
  expect(kept(data)).toMatchObject({ runs: [{ status: 'interrupted' }], sessions: 0, backups: 1 })
})
