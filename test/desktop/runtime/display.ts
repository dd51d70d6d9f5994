import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { NotHad } from '../../e2e/support/not-had'
import { installPackages } from '../../e2e/support/system-packages'

/** A screen that nobody looks at. */
export interface Display {
  /** As in the environment's DISPLAY. */
  readonly name: string
  stop(): void
}

/** @throws NotHad that says what to install, where there is no X server to be had */
export async function startDisplay(): Promise<Display> {
  if (spawnSync('Xvfb', ['-help']).error) {
    installPackages(['xvfb'], 'there is no display, and none can be made without an X server')
  }
  const words = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-ac']
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const stop = (): void => void server.kill()
  process.once('exit', stop)
  const ready = once(server.stdio[3] as Readable, 'data') as Promise<[Buffer]>
  const [number] = await Promise.race([
    ready,
    once(server, 'exit').then(() => {
      throw new NotHad('the X server for the tests does not start')
    }),
  ])
  return { name: `:${String(number).trim()}`, stop }
}
