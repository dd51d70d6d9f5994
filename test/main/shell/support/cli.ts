import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest'
import { buildCli, type BuiltCli } from '../../../support/build-cli'
import { documentWith } from '../../../support/experiments'

export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

let built: BuiltCli | undefined

function script(): string {
  if (!built) throw new Error('the command line is not built')
  return built.script
}

/** Builds the command line for the tests of a file, with a thread entry of their own if they name one. */
export function useCli(worker?: string): void {
  beforeAll(async () => {
    built = await buildCli(worker)
  }, 120_000)
  afterAll(() => built?.remove())
}

/** A folder to call the command line in, gone when the test is. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'descent-lab-cli-'))

  constructor(files: Readonly<Record<string, string | Uint8Array | object>> = {}) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }))
    for (const [name, content] of Object.entries(files)) this.put(name, content)
  }

  /** A text or bytes as they are, anything else as JSON. */
  put(name: string, content: string | Uint8Array | object): void {
    const raw = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(this.at(name), raw ? content : JSON.stringify(content))
  }

  at(name: string): string {
    return join(this.folder, name)
  }

  text(name: string): string {
    return readFileSync(this.at(name), 'utf8')
  }

  /** The lines of a CSV file, cut at their commas. */
  rows(name: string): readonly (readonly string[])[] {
    const text = this.text(name)
    return text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
  }

  /** Everything below the folder. */
  get names(): readonly string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).sort()
  }

  spawn(...words: readonly string[]): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [script(), ...words], { cwd: this.folder })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }

  call(...words: readonly string[]): Promise<Outcome> {
    return outcomeOf(this.spawn(...words))
  }

  /** As a person does; what the terminal shows is in `stdout`. */
  callOnTerminal(...words: readonly string[]): Promise<Outcome> {
    const command = this.line(...words)
    const env = { ...process.env, TERM: 'xterm' }
    return outcomeOf(spawn('script', ['-qec', command, '/dev/null'], { cwd: this.folder, env }))
  }

  /** A call as a line for a shell. */
  line(...words: readonly string[]): string {
    return [process.execPath, script(), ...words].map((word) => `'${word}'`).join(' ')
  }

  /** What a shell makes of a line. */
  shell(line: string): Promise<Outcome> {
    return outcomeOf(spawn('sh', ['-c', line], { cwd: this.folder }))
  }

  /** With standard output going into a file. */
  callTo(file: string, ...words: readonly string[]): Promise<Outcome> {
    const output = openSync(file, 'w')
    onTestFinished(() => closeSync(output))
    return outcomeOf(
      spawn(process.execPath, [script(), ...words], { cwd: this.folder, stdio: ['ignore', output, 'pipe'] }),
    )
  }
}

export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => (said[name] += text))
  }
  return new Promise((settle) => child.on('close', (status) => settle({ status, ...said })))
}

/** Settles when every run in a database has so many points. */
export async function pointsIn(file: string, points: number): Promise<void> {
  await vi.waitFor(
    () => {
      const db = new Database(file, { readonly: true, fileMustExist: true })
      try {
        const least = db.prepare('select min(points) from runs').pluck().get()
        if (typeof least !== 'number' || least < points) throw new Error(`${least} points`)
      } finally {
        db.close()
      }
    },
    { timeout: 30_000, interval: 20 },
  )
}

/** More updates than any test waits for. */
export const endless = (runs: readonly object[] = [{}]): object =>
  documentWith({
    start: [0.7],
    iterations: 100_000_000,
    runs: runs.map((run) => ({ optimizer: 'gd', hyper: { lr: 1 }, ...run })),
    stop: { gradientNorm: 0, parameterChange: 0 },
  })
