import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { progressLine } from '../../../src/main/launch/progress'
import type { Fetched } from '../../../src/main/launch/runtime'

let server: Server | undefined
let cache: string

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'runtime-'))
})
afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await rm(cache, { recursive: true })
})

/** A mirror of Electron's host on this machine. */
async function mirror(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const runtime = pathToFileURL(join(import.meta.dirname, '../../../src/main/launch/runtime.ts')).href

/** Fetches from the mirror as `npm start` does, in a process of its own. */
async function fetchFrom(address: string, patience: number): Promise<{ fetched: Fetched; errors: string }> {
  const script = `import { fetchRuntime } from ${JSON.stringify(runtime)}
    console.log(JSON.stringify(await fetchRuntime({ patience: ${patience} })))`
  const none = { HTTP_PROXY: '', HTTPS_PROXY: '', http_proxy: '', https_proxy: '' }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...none, ELECTRON_MIRROR: address, electron_config_cache: cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { fetched: JSON.parse(output) as Fetched, errors }
}

describe('fetching the runtime', { timeout: 60_000 }, () => {
  it('gives up on a host that accepts and never answers', async () => {
    const address = await mirror(() => {})
    const { fetched, errors } = await fetchFrom(address, 500)
    expect(fetched).toEqual({ ok: false, reason: 'the host it is downloaded from does not answer' })
    expect(errors).toBe('')
  })

  it('gives up on a host that stops in the middle', async () => {
    const address = await mirror((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 }).write(Buffer.alloc(100_000))
    })
    const { fetched, errors } = await fetchFrom(address, 500)
    expect(fetched).toEqual({ ok: false, reason: 'the host it is downloaded from does not answer' })
    expect(errors).toContain('10 % of 1 MB')
  })

  it('is patient with a host that is slow', async () => {
    const address = await mirror(async (_request, response) => {
      response.writeHead(200, { 'content-length': 8_000 })
      for (let part = 0; part < 8; part++) {
        response.write(Buffer.alloc(1_000))
        await wait(400)
      }
      response.end()
    })
    const { fetched } = await fetchFrom(address, 2_000)
    expect(fetched).toEqual({ ok: false, reason: 'what came is not what was published' })
  })

  it('says that a host refuses', async () => {
    const address = await mirror(() => {})
    server?.close()
    const { fetched } = await fetchFrom(address, 10_000)
    expect(fetched).toEqual({
      ok: false,
      reason: 'the host it is downloaded from cannot be reached (ECONNREFUSED)',
    })
  })

  it('says what a host answers', async () => {
    const address = await mirror((_request, response) => response.writeHead(404).end())
    const { fetched } = await fetchFrom(address, 10_000)
    expect(fetched).toEqual({ ok: false, reason: 'the host it is downloaded from answered 404' })
  })
})

describe('the progress', () => {
  function shown(isTTY: boolean, total: number | null): string {
    const written: string[] = []
    const line = progressLine({ isTTY, write: (words) => written.push(words) })
    for (let part = 1; part <= 20; part++) line.show({ transferred: part * 5e6, total })
    line.end()
    return written.join('')
  }

  it('is one line in a terminal', () => {
    expect(shown(true, 1e8)).toMatch(/\r[^\r\n]*: 5 % of 100 MB\r[^]*100 % of 100 MB\n$/)
  })

  it('is a line every ten percent in a file', () => {
    const lines = shown(false, 1e8).trimEnd().split('\n')
    expect(lines).toHaveLength(11)
    expect(lines.at(-1)).toMatch(/: 100 % of 100 MB$/)
  })

  it('counts what came where the size is not told', () => {
    expect(shown(false, null)).toMatch(/: 5 MB\n/)
  })
})
