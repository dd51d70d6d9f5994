import { spawnSync } from 'node:child_process'
import { go, runRow, runToEnd } from '../e2e/support/app'
import { expect, kept, labCall, test } from './support/window'

test('the window opens on the lab, shut off from Node and in its sandbox', async ({ open, runtimeHere }) => {
  const window = await open()
  const { app } = window
  const seen = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return { title: window.getTitle(), visible: window.isVisible(), url: window.webContents.getURL() }
  })
  expect(seen).toEqual({ title: 'Descent Lab', visible: true, url: expect.stringMatching(/^app:\/\/lab\//) })
  expect(await labCall(window, 'app.info')).toMatchObject({
    ok: true,
    value: { shell: 'desktop', notices: [] },
  })
  const sandboxed = await app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Tab')?.sandboxed,
  )
  // Known on some systems only.
  if (sandboxed !== undefined) expect(sandboxed).toBe(runtimeHere.sandbox)
})

test('a run goes to its end, stands in the history and in the database', async ({ open, data }) => {
  const window = await open()
  await runToEnd(window.page)
  await go(window.page, 'History')
  for (const run of ['GD', 'SGD', 'Adam']) await expect(runRow(window.page, run)).toHaveCount(1)
  await window.stop('close')
  const { runs, sessions } = kept(data)
  expect(runs).toHaveLength(4)
  for (const { points } of runs) expect(points).toBeGreaterThan(100)
  expect(sessions).toBe(0)
})

test('a second start shows the window that is there', async ({ open, runtimeHere, data }) => {
  const { app } = await open()
  await app.evaluate(({ app, BrowserWindow }) => {
    const memory = globalThis as { seen?: string[] }
    memory.seen = []
    const [window] = BrowserWindow.getAllWindows()
    const focus = window.focus.bind(window)
    window.focus = () => {
      memory.seen?.push('focus')
      focus()
    }
    app.on('second-instance', () => memory.seen?.push('second'))
  })
  const { executablePath, sandbox, app: folder, env } = runtimeHere
  const second = spawnSync(executablePath, [...(sandbox ? [] : ['--no-sandbox']), folder], {
    env: { ...env, DESCENT_LAB_DATA: data },
    timeout: 30_000,
  })
  expect(second.status).toBe(0)
  await expect
    .poll(() => app.evaluate(() => (globalThis as { seen?: string[] }).seen))
    .toEqual(['focus', 'second'])
  expect(app.windows()).toHaveLength(1)
})
