import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { decode, encode, wireType } from '@core/wire'
import { openBrowserBridge, type ConnectedBridge } from '../../../src/renderer/client/browser-bridge'

vi.setConfig({ testTimeout: 30_000 })

let server: Server
let sockets: WebSocketServer
let answerWith: (path: string, input: unknown) => { status: number; type: string; body: Uint8Array }
let bridge: ConnectedBridge
let port = 0

async function open(): Promise<void> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { status, type, body } = answerWith(request.url ?? '', decode(Buffer.concat(chunks)))
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  sockets = new WebSocketServer({ server, path: '/events' })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  port = (server.address() as AddressInfo).port
}

async function close(): Promise<void> {
  for (const client of sockets.clients) client.terminate()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

const push = (message: unknown): void => sockets.clients.forEach((client) => client.send(encode(message)))

beforeEach(async () => {
  port = 0
  await open()
  bridge = openBrowserBridge({ host: `127.0.0.1:${port}` })
})
afterEach(close)

describe('calls', () => {
  it('go to their address and come back with arrays whole', async () => {
    const result = { ok: true, value: { loss: new Float64Array([1, NaN]), note: -0 } }
    const asked: unknown[] = []
    answerWith = (path, input) => {
      asked.push([path, input])
      return { status: 200, type: wireType, body: encode(result) }
    }
    expect(await bridge.call('runs.list', { trash: true })).toStrictEqual(result)
    expect(asked).toStrictEqual([['/call/runs.list', { trash: true }]])
  })

  it('wait until events are heard, so that none falls in between', async () => {
    let heard = 0
    answerWith = () => {
      heard = sockets.clients.size
      return { status: 200, type: wireType, body: encode({ ok: true, value: null }) }
    }
    await bridge.call('app.info', {})
    expect(heard).toBe(1)
  })

  it('say what to do when the page is no longer let in', async () => {
    answerWith = () => ({ status: 401, type: 'text/html', body: Buffer.from('no') })
    expect(await bridge.call('app.info', {})).toMatchObject({
      ok: false,
      error: { kind: 'internal', message: expect.stringContaining('Open the link it printed last') },
    })
  })

  it('say so when something else answers, or nothing does', async () => {
    answerWith = () => ({ status: 200, type: 'text/html', body: Buffer.from('hello') })
    const silence = { ok: false, error: { message: expect.stringContaining('does not answer') } }
    expect(await bridge.call('app.info', {})).toMatchObject(silence)
    await close()
    expect(await bridge.call('app.info', {})).toMatchObject(silence)
    await open()
  })
})

describe('events', () => {
  const heard: unknown[] = []
  beforeEach(() => heard.splice(0))
  const connected = (): Promise<void> => vi.waitFor(() => expect(sockets.clients.size).toBe(1), 20_000)

  it('reach their listeners until these unsubscribe', async () => {
    const stop = bridge.on('runs.changed', (runs) => heard.push(runs))
    bridge.on('library.changed', () => heard.push('library'))
    await connected()
    push(['runs.changed', []])
    push(['library.changed', null])
    await vi.waitFor(() => expect(heard).toEqual([[], 'library']), 20_000)
    stop()
    push(['runs.changed', []])
    push(['library.changed', null])
    await vi.waitFor(() => expect(heard).toEqual([[], 'library', 'library']), 20_000)
  })

  it('come again after the lab was away, and who watches is told of both', async () => {
    const changes: boolean[] = []
    const stop = bridge.onConnection((now) => changes.push(now))
    bridge.on('library.changed', () => heard.push('library'))
    expect(changes).toEqual([true])
    await connected()
    await close()
    await vi.waitFor(() => expect(changes).toEqual([true, false]), 20_000)
    await open()
    await vi.waitFor(() => expect(changes).toEqual([true, false, true]), 20_000)
    push(['library.changed', null])
    await vi.waitFor(() => expect(heard).toEqual(['library']), 20_000)
    stop()
  })
})
