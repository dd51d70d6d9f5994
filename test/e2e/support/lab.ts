import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, test as base, expect, type Page } from 'playwright/test'
import { findElectron } from './electron-runtime'

const root = resolve(import.meta.dirname, '../../..')

/** A lab with a data folder of its own, in whichever shell the project tests. */
export interface LabUnderTest {
  readonly page: Page
  /** Ends the shell and opens it again on the same data. */
  reopen(how?: 'close' | 'kill'): Promise<Page>
  readonly data: string
}

interface Shell {
  readonly page: Page
  stop(how: 'close' | 'kill'): Promise<void>
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()))

/** The link that the browser shell prints. */
function linkFrom(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    if (!child.stdout) return failed(new Error('the shell has no output'))
    createInterface(child.stdout).on('line', (line) => {
      const link = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)
      if (link) found(link[0])
    })
    child.once('exit', (code) =>
      failed(new Error(`the browser shell ended with ${code} before it printed a link`)),
    )
  })
}

async function openBrowserShell(data: string, newPage: () => Promise<Page>): Promise<Shell> {
  const script = join(root, 'out/main/web.js')
  const child = spawn(process.execPath, [script, '--port', '0', '--data', data, '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const link = await linkFrom(child)
  const page = await newPage()
  await page.goto(link)
  return {
    page,
    async stop(how) {
      await page.close()
      child.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM')
      await ended(child)
    },
  }
}

async function openDesktopShell(data: string, executablePath: string): Promise<Shell> {
  const app = await _electron.launch({
    executablePath,
    args: [root],
    env: { ...process.env, DESCENT_LAB_DATA: data },
  })
  const page = await app.firstWindow()
  return {
    page,
    async stop(how) {
      if (how === 'close') return app.close()
      const child = app.process()
      child.kill('SIGKILL')
      await ended(child)
    },
  }
}

/** Messages of the page that nobody should see. */
function listen(page: Page, complaints: string[]): Page {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return page
}

export const test = base.extend<{ lab: LabUnderTest; complaints: string[] }>({
  complaints: async ({}, use) => use([]),
  lab: async ({ context, complaints }, use, info) => {
    const electron = findElectron()
    const desktop = info.project.name === 'desktop'
    if (desktop && !electron.found) base.skip(true, `${electron.reason}: the desktop suite did not run`)
    const data = mkdtempSync(join(tmpdir(), 'descent-lab-e2e-'))
    const open = (): Promise<Shell> =>
      desktop && electron.found
        ? openDesktopShell(data, electron.executablePath)
        : openBrowserShell(data, () => context.newPage())
    let shell = await open()
    const lab = {
      data,
      page: listen(shell.page, complaints),
      async reopen(how: 'close' | 'kill' = 'close') {
        await shell.stop(how)
        shell = await open()
        lab.page = listen(shell.page, complaints)
        return lab.page
      },
    }
    await use(lab)
    await shell.stop('close')
    rmSync(data, { recursive: true, force: true })
    expect(complaints, 'the console stays silent').toEqual([])
  },
})

export { expect }
