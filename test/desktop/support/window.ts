import Database from 'better-sqlite3'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { endless } from '../../e2e/support/app'
import type { Electron } from '../../e2e/support/electron-runtime'
import { expect, test as base } from '../../e2e/support/lab'
import { openDesktopShell, type LabWindow, type WindowOptions } from '../../e2e/support/shells'

interface Fixtures {
  /** The runtime; a test without one is skipped. */
  readonly runtimeHere: Electron
  /** Opens the lab of a data folder, by default the test's own; what is still open at the end is killed. */
  readonly open: (options?: WindowOptions & { readonly data?: string }) => Promise<LabWindow>
}

export const test = base.extend<Fixtures>({
  runtimeHere: async ({ electron }, use) => {
    if (!electron?.found) throw new Error('the desktop tests are of the desktop project')
    await use(electron)
  },

  open: async ({ runtimeHere, data }, use) => {
    const opened: LabWindow[] = []
    await use(async ({ data: folder = data, ...options } = {}) => {
      const window = await openDesktopShell(folder, runtimeHere, options)
      opened.push(window)
      await expect(window.page.getByRole('navigation', { name: 'Places' })).toBeVisible()
      return window
    })
    for (const { child, stop } of opened)
      if (child.exitCode === null && child.signalCode === null) await stop('kill')
  },
})

export { expect, type LabWindow }

/** How a window's process ends, with its streams. */
export async function ended({
  child,
}: LabWindow): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal }
}

/** Calls of the page itself, past what it shows. */
export const labCall = ({ page }: LabWindow, name: string, input: unknown = {}): Promise<unknown> =>
  page.evaluate(([name, input]) => window.lab?.call(name as never, input), [name, input] as const)

/** Starts a run that never ends by itself, and waits until it makes updates. */
export async function startEndless(window: LabWindow): Promise<void> {
  const experiment = { format: 'descent-lab/experiment@1', ...endless() }
  expect(await labCall(window, 'runs.start', { experiment })).toMatchObject({ ok: true })
  await expect
    .poll(() => labCall(window, 'runs.list'), { timeout: 60_000 })
    .toMatchObject({ ok: true, value: [{ status: 'running', points: expect.any(Number) }] })
}

export interface Kept {
  readonly runs: readonly { readonly status: string; readonly points: number }[]
  readonly sessions: number
  readonly backups: number
}

/** What a data folder holds. */
export function kept(data: string): Kept {
  const db = new Database(join(data, 'lab.sqlite'), { readonly: true })
  try {
    return {
      runs: db.prepare<[], Kept['runs'][number]>('select status, points from runs').all(),
      sessions: db.prepare('select id from sessions').all().length,
      backups: readdirSync(data).includes('backups')
        ? readdirSync(join(data, 'backups')).filter((file) => file.endsWith('.sqlite')).length
        : 0,
    }
  } finally {
    db.close()
  }
}

/** Whether a lab has a data folder open; while it makes the database there is nothing to read. */
export function isOpen(data: string): boolean {
  try {
    return kept(data).sessions > 0
  } catch {
    return false
  }
}

/** Answers the shell's questions from now on, and remembers them in the main process as `asked`. */
export const answerQuestions = ({ app }: LabWindow, response: number): Promise<void> =>
  app.evaluate(({ dialog }, answer) => {
    const memory = globalThis as { asked?: string[]; answer?: number }
    memory.answer = answer
    memory.asked ??= []
    const ask = (...words: unknown[]): Promise<unknown> => {
      memory.asked?.push((words.at(-1) as { message: string }).message)
      // Nobody answers while the event that asks is still on its way.
      return new Promise((answered) => {
        setImmediate(() => answered({ response: memory.answer, checkboxChecked: false }))
      })
    }
    Object.assign(dialog, { showMessageBox: ask })
  }, response)

export const questionsAsked = ({ app }: LabWindow): Promise<readonly string[]> =>
  app.evaluate(() => (globalThis as { asked?: string[] }).asked ?? [])

/** Does something to the one window from the main process, and does not wait for what comes of it. */
export const inMain = async ({ app }: LabWindow, what: 'quit' | 'close' | 'crash'): Promise<void> => {
  await app.evaluate(({ app: electron, BrowserWindow }, what) => {
    const [window] = BrowserWindow.getAllWindows()
    setImmediate(() => {
      if (what === 'quit') electron.quit()
      if (what === 'close') window.close()
      if (what === 'crash') window.webContents.forcefullyCrashRenderer()
    })
  }, what)
}
