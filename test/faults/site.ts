import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Ledger } from './ledger'
import { heard } from './words'

/** How long a process may go on that is not killed, in milliseconds, also on a busy machine. */
const patience = 90_000

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  readonly hung: boolean
}

export interface Visit {
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Killed so many milliseconds after it has said something, if it has not ended by itself. */
  readonly killAfter?: number
}

/** A folder with a database in it, and what was acknowledged to be there. */
export class Site {
  readonly folder: string
  readonly file: string
  readonly temporary: string
  readonly ledger = new Ledger()

  constructor(parent: string) {
    this.folder = mkdtempSync(join(parent, 'site-'))
    this.file = join(this.folder, 'lab.sqlite')
    this.temporary = join(this.folder, 'tmp')
    mkdirSync(this.temporary)
  }

  /** Lets a built script at it. */
  visit(script: string, words: readonly string[], { env = {}, killAfter }: Visit = {}): Promise<Ending> {
    const child = spawn(process.execPath, [join(import.meta.dirname, script), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: this.folder,
      env: { ...process.env, TMPDIR: this.temporary, ...env },
    })
    let stderr = ''
    let hung = false
    let killing: NodeJS.Timeout | undefined
    const kill = (): boolean => child.kill('SIGKILL')
    const limit = setTimeout(() => {
      hung = true
      kill()
    }, patience)
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    const lines = createInterface({ input: child.stdout }).on('line', (line) => {
      const word = heard(line)
      if (word) this.ledger.hear(word)
      if (killAfter !== undefined) killing ??= setTimeout(kill, killAfter)
    })
    const read = new Promise((settle) => lines.once('close', settle))
    return new Promise((settle, fail) => {
      child.once('error', fail)
      child.once('close', async (code, signal) => {
        clearTimeout(limit)
        clearTimeout(killing)
        await read
        settle({ code, signal, stderr, hung })
      })
    })
  }

  get names(): readonly string[] {
    return readdirSync(this.folder)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
