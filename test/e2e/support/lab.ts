import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from 'playwright/test'
import { findElectron, type ElectronRuntime } from './electron-runtime'
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

/** Messages of the page that nobody should ever see. */
function listen(page: Page, complaints: string[]): Page {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return page
}

export const test = base.extend<Fixtures>({
  electron: [
    async ({}, use, info) => {
      const desktop = info.project.name === 'desktop'
      const runtime = desktop ? findElectron() : undefined
      if (runtime?.found === false) base.skip(true, `${runtime.reason}: the desktop suite did not run`)
      await use(runtime)
    },
    { auto: true },
  ],

  data: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'descent-lab-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },

  lab: async ({ electron, data, context }, use) => {
    const complaints: string[] = []
    const open = (): Promise<Shell> =>
      electron?.found
        ? openDesktopShell(data, electron.executablePath)
        : openBrowserShell(data, async () => listen(await context.newPage(), complaints))
    let shell = await open()
    if (electron) listen(shell.page, complaints)
    const lab = {
      data,
      page: shell.page,
      async reopen(how: Ending) {
        await shell.stop(how)
        shell = await open()
        if (electron) listen(shell.page, complaints)
        lab.page = shell.page
        return lab.page
      },
    }
    await use(lab)
    await shell.stop('close')
    expect(complaints, 'the console stays silent').toEqual([])
  },
})

export { expect }
