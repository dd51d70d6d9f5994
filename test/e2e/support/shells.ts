import { spawn, type ChildProcess } from 'node:child_process'
import { once, type EventEmitter } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type ElectronApplication, type Page } from 'playwright/test'
import type { Electron } from './electron-runtime'

export const root = resolve(import.meta.dirname, '../../..')

/** How a shell ends: asked to, or killed where it stands. */
export type Ending = 'close' | 'kill'

/** A running lab, and the page that shows it. */
export interface Shell {
  readonly page: Page
  stop(how: Ending): Promise<void>
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()))

/** The browser shell without a page, and the link it prints. */
export interface Served {
  readonly link: string
  stop(how: Ending): Promise<void>
}

/** Serves the lab whose data is in the folder `data`. */
export async function serve(data: string): Promise<Served> {
  const words = [join(root, 'out/main/web.js'), '--port', '0', '--data', data, '--no-open']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const link = await new Promise<string>((found, failed) => {
    createInterface(child.stdout).on('line', (line) => {
      const match = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)
      if (match) found(match[0])
    })
    child.once('exit', (status) =>
      failed(new Error(`the browser shell ended with ${status} before it printed a link: ${said}`)),
    )
  })
  return {
    link,
    async stop(how) {
      child.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM')
      await ended(child)
    },
  }
}

/** The lab in a page of the test's browser. */
export async function openBrowserShell(data: string, newPage: () => Promise<Page>): Promise<Shell> {
  const served = await serve(data)
  const page = await newPage()
  await page.goto(served.link)
  return {
    page,
    async stop(how) {
      // The page first: it would rightly complain of a lab that is gone.
      await page.close()
      await served.stop(how)
    },
  }
}

/** Ends the shell's process, and with it the lab beside it where there is one: both write to its streams. */
async function endWindow(child: ChildProcess, how: Ending): Promise<void> {
  const closed = once(child, 'close')
  // Asked by a signal it does not ask back whether runs may be interrupted.
  child.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM')
  await closed
}

/** The lab in its own window. */
export interface LabWindow extends Shell {
  readonly app: ElectronApplication
  readonly child: ChildProcess
}

export interface WindowOptions {
  /** Takes files that pages hand out without the system's dialog; by default it does. */
  readonly downloads?: boolean
}

/** Playwright hears of downloads since Electron 30: for an older one, its page is told in its place. */
function tellDownloads(app: ElectronApplication, page: Page): void {
  app.on('console', (message) => {
    const said = /^{"download":.*}$/.exec(message.text())?.[0]
    if (said === undefined) return
    const { download, path } = JSON.parse(said) as { readonly download: string; readonly path: string }
    const event = { suggestedFilename: () => download, path: () => Promise.resolve(path) }
    ;(page as unknown as EventEmitter).emit('download', event)
  })
}

/** Opens the lab whose data is in the folder `data`. */
export async function openDesktopShell(
  data: string,
  { executablePath, app: folder, env, sandbox, user, older }: Electron,
  { downloads = true }: WindowOptions = {},
): Promise<LabWindow> {
  const files = older && downloads ? mkdtempSync(join(tmpdir(), 'descent-lab-downloads-')) : undefined
  if (user) {
    for (const each of [data, files]) if (each && existsSync(each)) chownSync(each, user.uid, user.gid)
  }
  const app = await _electron.launch({
    executablePath,
    chromiumSandbox: sandbox,
    ...(older ? {} : { acceptDownloads: true }),
    args: [folder],
    env: { ...env, DESCENT_LAB_DATA: data, ...(files ? { TEST_DOWNLOADS: files } : {}) } as Record<
      string,
      string
    >,
  })
  const child = app.process()
  child.once('close', () => {
    if (files) rmSync(files, { recursive: true, force: true })
  })
  const page = await app.firstWindow()
  // As in the browser: with motion, quick runs are replayed.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  if (older) tellDownloads(app, page)
  return { app, child, page, stop: (how) => endWindow(child, how) }
}
