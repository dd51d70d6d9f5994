import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Browser, type BrowserContext, type Page } from 'playwright/test'
import { findElectron, type Electron, type ElectronRuntime } from './electron-runtime'
import { openBrowserShell, openDesktopShell, type Ending, type Shell } from './shells'

/** A lab with a data folder of its own, in whichever shell the project tests. */
export interface LabUnderTest {
  /** The page of the shell that is open now. */
  readonly page: Page
  readonly data: string
  /** Ends the shell and opens it again on the same data. */
  reopen(how: Ending): Promise<Page>
}

interface Fixtures {
  /** Electron's runtime in the desktop project, which is skipped where there is none. */
  readonly electron: ElectronRuntime | undefined
  readonly data: string
  readonly lab: LabUnderTest
}

interface WorkerFixtures {
  /** Found, or fetched, when the first test asks for it. */
  readonly runtime: ElectronRuntime | undefined
  /** Started when the first test asks for it: windows need none. */
  readonly newContext: () => Promise<BrowserContext>
}

/** What Chromium says of WebGL that is computed without a graphics card: pictures are read back, slowly. */
const softwareDrawing = /GPU stall due to ReadPixels/

/** Messages of the page that nobody should ever see. */
function listen(page: Page, complaints: string[]): Page {
  page.on('console', (message) => {
    if (softwareDrawing.test(message.text())) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return page
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  runtime: [
    async ({}, use, { project }) => {
      const runtime = project.name === 'desktop' ? await findElectron() : undefined
      await use(runtime)
      if (runtime?.found) runtime.stop()
    },
    // An older one may have to be fetched.
    { scope: 'worker', timeout: 600_000 },
  ],

  newContext: [
    async ({ playwright }, use) => {
      let browser: Browser | undefined
      await use(async () => {
        browser ??= await playwright.chromium.launch()
        // With motion, runs that are over in no time are replayed, and what is on screen is not yet their end.
        return browser.newContext({ reducedMotion: 'reduce' })
      })
      await browser?.close()
    },
    { scope: 'worker' },
  ],

  electron: [
    async ({ runtime }, use, info) => {
      if (runtime?.found === false) base.skip(true, `${runtime.reason}: the desktop suite did not run`)
      if (runtime?.found) info.annotations.push({ type: 'desktop', description: runtime.about })
      await use(runtime)
    },
    { auto: true },
  ],

  data: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'descent-lab-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },

  lab: async ({ electron, data, newContext }, use) => {
    const complaints: string[] = []
    let context: BrowserContext | undefined
    const newPage = async (): Promise<Page> => {
      context ??= await newContext()
      return listen(await context.newPage(), complaints)
    }
    const openWindow = async (runtime: Electron): Promise<Shell> => {
      const shell = await openDesktopShell(data, runtime)
      listen(shell.page, complaints)
      return shell
    }
    const open = async (): Promise<Shell> => {
      const shell = await (electron?.found ? openWindow(electron) : openBrowserShell(data, newPage))
      // Keys pressed before the app is there are nobody's.
      await shell.page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
      return shell
    }
    let shell = await open()
    const lab = {
      data,
      page: shell.page,
      async reopen(how: Ending) {
        await shell.stop(how)
        shell = await open()
        lab.page = shell.page
        return lab.page
      },
    }
    await use(lab)
    await shell.stop('close')
    await context?.close()
    expect(complaints, 'the console stays silent').toEqual([])
  },
})

export { expect }
