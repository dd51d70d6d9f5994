import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './root.ts'

/** How a window ended: with an exit status, or by never having been one. */
export type Ended = { readonly status: number } | { readonly failed: string }

/** A program that ends with an error this soon, in milliseconds, could not show its window. */
const settling = 3_000

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function failure(code: number | null, signal: NodeJS.Signals | null, errors: string): string {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(errors)?.[1]
  if (library !== undefined) return `the window's runtime needs ${library}, which is not installed`
  return `the window's runtime stopped at once (${code === null ? signal : `exit status ${code}`})`
}

/** Its standard error, held back until it is clear that the program stays. */
function holdErrors({ stderr }: ChildProcess): { held(): string; release(): void } {
  let held: string[] | undefined = []
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (held) held.push(text)
    else process.stderr.write(text)
  })
  return {
    held: () => held?.join('') ?? '',
    release() {
      process.stderr.write(held?.join('') ?? '')
      held = undefined
    },
  }
}

/** Runs the lab in Electron until its window is closed. */
export function runDesktop(program: string, words: readonly string[]): Promise<Ended> {
  const child = spawn(program, [root, ...words], { stdio: ['inherit', 'inherit', 'pipe'] })
  const errors = holdErrors(child)
  let asked = false
  let settled = false
  const timer = setTimeout(() => {
    settled = true
    errors.release()
  }, settling)
  const forward = (signal: NodeJS.Signals): void => {
    asked = true
    child.kill(signal)
  }
  for (const signal of forwarded) process.on(signal, forward)

  return new Promise<Ended>((resolve) => {
    child.on('error', (error) => resolve({ failed: `the window's runtime cannot be run (${error.message})` }))
    child.on('close', (code, signal) => {
      if (!settled && !asked && code !== 0) return resolve({ failed: failure(code, signal, errors.held()) })
      errors.release()
      resolve({ status: code ?? 128 + (signal ? constants.signals[signal] : 0) })
    })
  }).finally(() => {
    clearTimeout(timer)
    for (const signal of forwarded) process.off(signal, forward)
  })
}
