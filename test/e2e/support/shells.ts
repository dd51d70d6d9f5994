import { spawn, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type Page } from 'playwright/test'

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

/** The lab in its own window. */
export async function openDesktopShell(data: string, executablePath: string): Promise<Shell> {
  const app = await _electron.launch({
    executablePath,
    args: [root],
    env: { ...process.env, DESCENT_LAB_DATA: data },
  })
  const page = await app.firstWindow()
  return {
    page,
    async stop(how) {
      const child = app.process()
      // Asked by a signal it does not ask back whether runs may be interrupted.
      child.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM')
      await ended(child)
    },
  }
}
