import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { decide } from './decide.ts'
import { runDesktop, type Ended } from './desktop.ts'
import { electronProgram, factsHere } from './machine.ts'
import { fresh } from './fresh.ts'
import { nodeComplaint } from './node-version.ts'
import { root } from './root.ts'
import { fetchRuntime } from './runtime.ts'

const words = process.argv.slice(2)

/** Electron's program, or why there is no window; undefined where none was asked for. */
async function windowProgram(): Promise<{ program: string } | { reason: string | undefined }> {
  const decision = decide(factsHere(words, process.env))
  if (decision.shell === 'browser') return { reason: decision.reason }
  if (decision.shell === 'desktop-once-fetched') {
    process.stderr.write("The window's runtime (Electron) is missing; trying to download it, once.\n")
    const fetched = await fetchRuntime()
    if (!fetched.ok)
      return { reason: `the window's runtime (Electron) could not be fetched: ${fetched.reason}` }
  }
  const program = electronProgram(process.env)
  return program === undefined ? { reason: "the window's runtime (Electron) is not complete" } : { program }
}

async function openWindow(program: string): Promise<Ended> {
  await fresh()
  return runDesktop(program, words)
}

async function openInBrowser(reason: string | undefined): Promise<void> {
  if (reason !== undefined) process.stderr.write(`Opening the lab for the browser: ${reason}.\n`)
  await fresh()
  const entry = join(root, 'out/main/web.js')
  process.argv = [process.execPath, entry, ...words.filter((word) => word !== '--browser')]
  await import(pathToFileURL(entry).href)
}

async function start(): Promise<void> {
  const window = await windowProgram()
  if ('reason' in window) return openInBrowser(window.reason)
  const ended = await openWindow(window.program)
  if ('failed' in ended) return openInBrowser(ended.failed)
  process.exitCode = ended.status
}

const complaint = nodeComplaint(process.versions.node)
try {
  if (complaint !== undefined) throw new Error(complaint)
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
