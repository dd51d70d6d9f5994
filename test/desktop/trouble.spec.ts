import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportAs, go, runRow, runToEnd } from '../e2e/support/app'
import {
  answerQuestions,
  ended,
  expect,
  inMain,
  kept,
  questionsAsked,
  startEndless,
  test,
  type LabWindow,
} from './support/window'

/** In the page, when Playwright has given it up as crashed. */
const inPage = <Result>({ app }: LabWindow, script: string): Promise<Result> =>
  app.evaluate(
    ({ BrowserWindow }, script) => BrowserWindow.getAllWindows()[0].webContents.executeJavaScript(script),
    script,
  ) as Promise<Result>

const listed = "window.lab.call('runs.list', {}).then(({ value }) => value)"

test('a page that crashed is said and loaded again; runs go on', async ({ open, data }) => {
  const window = await open()
  await startEndless(window)
  const [before] = await inPage<{ iterations: number }[]>(window, listed)
  const again = 0
  await answerQuestions(window, again)
  await inMain(window, 'crash')
  await expect.poll(() => questionsAsked(window)).toEqual(['The page of the lab has stopped.'])
  await expect
    .poll(() => inPage<string>(window, 'document.querySelector("nav")?.innerText ?? ""').catch(() => ''))
    .toContain('History')
  const runs = await inPage<{ status: string; iterations: number }[]>(window, listed)
  expect(runs).toMatchObject([{ status: 'running' }])
  expect(runs[0].iterations).toBeGreaterThan(before.iterations)
  const end = ended(window)
  window.child.kill('SIGTERM')
  expect(await end).toEqual({ code: 0, signal: null })
  expect(kept(data)).toMatchObject({ runs: [{ status: 'interrupted' }], sessions: 0 })
})

test('a window whose page crashed can be closed', async ({ open, data }) => {
  const window = await open()
  const close = 1
  await answerQuestions(window, close)
  const end = ended(window)
  await inMain(window, 'crash')
  expect(await end).toEqual({ code: 0, signal: null })
  expect(kept(data)).toMatchObject({ sessions: 0, backups: 1 })
})

test('the dialog that saves a file says which', async ({ open }) => {
  const { app, page } = await open({ downloads: false })
  await runToEnd(page)
  await app.evaluate(({ session }) => {
    session.defaultSession.once('will-download', (_event, item) => {
      const memory = globalThis as { title?: string }
      memory.title = item.getSaveDialogOptions().title
      item.cancel()
    })
  })
  await exportAs(page, 'Table (CSV)')
  await expect
    .poll(() => app.evaluate(() => (globalThis as { title?: string }).title))
    .toMatch(/^Save \S.*\.csv$/)
})

test('a folder that can’t be made is said, and the lab goes on without keeping', async ({ open, data }) => {
  writeFileSync(join(data, 'taken'), '')
  const window = await open({ data: join(data, 'taken', 'lab') })
  await expect(window.page.getByText("Runs can't be kept in this session")).toBeVisible()
  await expect(window.page.getByText(/Check that the folder and the file may be written/)).toBeVisible()
  await runToEnd(window.page)
  const end = ended(window)
  await inMain(window, 'quit')
  expect(await end).toEqual({ code: 0, signal: null })
})

test('a lab that became read-only shows its runs and says so', async ({ open, data, runtimeHere }) => {
  test.skip(process.getuid?.() === 0 && !runtimeHere.user, 'the superuser can write everywhere')
  const first = await open()
  await runToEnd(first.page)
  await first.stop('close')
  const parts = [data, join(data, 'window'), join(data, 'lab.sqlite')]
  for (const part of parts) chmodSync(part, part.endsWith('.sqlite') ? 0o444 : 0o555)
  const window = await open()
  await expect(window.page.getByText("Runs can't be kept in this session")).toBeVisible()
  await expect(window.page.getByText(/Your earlier runs are shown/)).toBeVisible()
  await go(window.page, 'History')
  await expect(runRow(window.page, 'Adam')).toHaveCount(1)
  await window.stop('close')
  for (const part of parts) chmodSync(part, 0o755)
})
