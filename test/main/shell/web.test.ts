import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { decode, encode, wireType } from '@core/wire'
import { eventNames } from '../../../src/main/contract'
import { openWebShell, type WebShell } from '../../../src/main/shell/web/server'
import { curve, fakeLab, runRecord } from './fake-lab'

vi.setConfig({ testTimeout: 30_000 })

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

let folder: string
let lab: ReturnType<typeof fakeLab>
let shell: WebShell
let nextLinks: string[]
let port: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-shell-'))
  await writeFile(join(folder, 'index.html'), '<title>the lab</title>')
  await writeFile(join(folder, 'main-1a2b.js'), 'export {}')
  await writeFile(join(folder, '..', 'web-shell-secret.txt'), 'secret')
  lab = fakeLab()
  nextLinks = []
  shell = await openWebShell({
    door: lab,
    pages: folder,
    ports: [0],
    limit: 1_024,
    onNextLink: (link) => nextLinks.push(link),
  })
  port = Number(new URL(shell.link()).port)
})

afterEach(async () => {
  await shell.close()
  await rm(folder, { recursive: true })
  await rm(join(folder, '..', 'web-shell-secret.txt'))
})

/** One real request; the path goes out as it is written. */
async function ask(
  path: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: Uint8Array } = {},
) {
  const { method = 'GET', headers, body } = options
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) } as Answer
}

const linkPath = (link: string): string => link.slice(link.indexOf('/?'))

async function signIn(): Promise<string> {
  const { headers } = await ask(linkPath(shell.link()))
  return String(headers['set-cookie']).split(';')[0] ?? ''
}

const origin = (): string => `http://127.0.0.1:${port}`

async function callWith(cookie: string, name: string, body: Uint8Array, headers: OutgoingHttpHeaders = {}) {
  const all = { cookie, origin: origin(), 'content-type': wireType, ...headers }
  return ask(`/call/${name}`, { method: 'POST', body, headers: all })
}

const listen = (headers: Record<string, string>): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${port}/events`, { headers })

/** The status a WebSocket upgrade is refused with. */
async function refused(socket: WebSocket): Promise<number | undefined> {
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  socket.on('error', () => {})
  socket.terminate()
  return response.statusCode
}

describe('the link', () => {
  it('lets in one browser, which then shows its cookie', async () => {
    const link = linkPath(shell.link())
    const answer = await ask(link)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    const [cookie = ''] = answer.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    const page = await ask('/', { headers: { cookie: cookie.split(';')[0] } })
    expect(page.status).toBe(200)
    expect(page.body.toString()).toContain('the lab')
  })

  it('is good once; the next one is told and works', async () => {
    const link = linkPath(shell.link())
    await ask(link)
    const again = await ask(link)
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body.toString()).toContain('newest one from the terminal')
    expect(nextLinks).toEqual([shell.link()])
    expect((await ask(linkPath(shell.link()))).status).toBe(303)
  })

  it('leads a browser that is in to the lab, used or not', async () => {
    const link = linkPath(shell.link())
    const cookie = await signIn()
    const before = shell.link()
    expect((await ask(link, { headers: { cookie } })).status).toBe(303)
    expect(shell.link()).toBe(before)
  })

  it.each(['wrong', ''])('does not take the token %j', async (token) => {
    expect((await ask(`/?token=${token}`)).status).toBe(401)
    expect(nextLinks).toEqual([])
  })

  it('is not used up by a prefetch or a HEAD', async () => {
    const link = linkPath(shell.link())
    expect((await ask(link, { headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(503)
    expect((await ask(link, { method: 'HEAD' })).status).toBe(401)
    expect((await ask(link)).status).toBe(303)
  })

  it('keeps the cookies of labs behind different ports apart', async () => {
    const forwarded = await ask(linkPath(shell.link()), { headers: { host: 'localhost:9000' } })
    expect(String(forwarded.headers['set-cookie'])).toMatch(/^descent-lab-9000=/)
  })

  it('has a page that comes from elsewhere without its cookie ask once more', async () => {
    const answer = await ask('/', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(answer.status).toBe(401)
    expect(answer.body.toString()).toContain('http-equiv="refresh"')
  })
})

describe('strangers', () => {
  it.each(['/', '/index.html', '/main-1a2b.js', '/call/app.info', '/nowhere'])(
    'get nothing at %s without a cookie',
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(401)
      expect(answer.body.toString()).not.toContain('the lab</title>')
    },
  )

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    '[::1]:80',
    '0.0.0.0',
    'localhost.',
    '10.0.0.1',
  ])('are refused under the name %s, cookie or not', async (host) => {
    const cookie = await signIn()
    expect((await ask('/', { headers: { cookie, host } })).status).toBe(403)
    expect((await ask(linkPath(shell.link()), { headers: { host } })).status).toBe(403)
    const call = await callWith(cookie, 'app.info', encode({}), { host })
    expect(call.status).toBe(403)
  })

  it('are refused from other pages, those of other ports of this machine among them', async () => {
    const cookie = await signIn()
    for (const from of [
      'http://evil.example',
      `http://127.0.0.1:${port + 1}`,
      `https://127.0.0.1:${port}`,
      'null',
    ]) {
      expect((await callWith(cookie, 'app.info', encode({}), { origin: from })).status).toBe(403)
      expect((await ask('/', { headers: { cookie, origin: from } })).status).toBe(403)
    }
    const withoutOrigin = { cookie, 'content-type': wireType }
    expect((await ask('/call/app.info', { method: 'POST', headers: withoutOrigin })).status).toBe(403)
  })

  it('cannot listen', async () => {
    const cookie = await signIn()
    expect(await refused(listen({ origin: origin() }))).toBe(401)
    expect(await refused(listen({ cookie }))).toBe(403)
    expect(await refused(listen({ cookie, origin: 'http://evil.example' }))).toBe(403)
    expect(await refused(listen({ cookie, origin: 'http://evil.example', host: 'evil.example' }))).toBe(403)
    expect(lab.listeners).toBe(0)
  })
})

describe('pages', () => {
  it('come with the strict headers, and so do refusals', async () => {
    const cookie = await signIn()
    for (const answer of [await ask('/', { headers: { cookie } }), await ask('/'), await ask('/%zz')]) {
      expect(answer.headers['content-security-policy']).toBe(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
          "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
      )
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['referrer-policy']).toBe('no-referrer')
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it.each([
    '/../web-shell-secret.txt',
    '/%2e%2e/web-shell-secret.txt',
    '/..%2fweb-shell-secret.txt',
    '/..%5cweb-shell-secret.txt',
    '/%252e%252e/web-shell-secret.txt',
    '//web-shell-secret.txt',
    '//',
    '///?token=a',
    '/./../web-shell-secret.txt',
    '/main-1a2b.js/../../web-shell-secret.txt',
    '/main-1a2b.js%00',
    '/assets',
    '/nowhere/',
  ])('there is nothing at %s', async (path) => {
    const answer = await ask(path, { headers: { cookie: await signIn() } })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.body.toString()).not.toContain('secret')
  })

  it('say what they are', async () => {
    const cookie = await signIn()
    const script = await ask('/main-1a2b.js', { headers: { cookie } })
    expect(script.headers['content-type']).toMatch(/javascript/)
  })
})

describe('calls', () => {
  it('carry arrays and NaN both ways', async () => {
    const body = encode({ runs: [{ run: 1 }], series: ['loss'] })
    const answer = await callWith(await signIn(), 'curves.read', body)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(wireType)
    expect(decode(answer.body)).toStrictEqual({ ok: true, value: [curve] })
  })

  it('carry pieces of a file', async () => {
    const data = Buffer.from('x,y\n1,2\n')
    const answer = await callWith(await signIn(), 'datasets.append', encode({ import: 1, at: 100, data }))
    expect(decode(answer.body)).toStrictEqual({ ok: true, value: { bytes: 108, rows: 2 } })
  })

  it.each(['no.such', 'toString', '__proto__', '..%2f..'])('refuse the unknown name %s', async (name) => {
    const answer = await callWith(await signIn(), name, encode({}))
    expect(decode(answer.body)).toMatchObject({ ok: false, error: { kind: 'missing' } })
  })

  it('tell the faults of an input with their paths', async () => {
    const answer = await callWith(
      await signIn(),
      'curves.read',
      encode({ runs: [{ run: 0 }], series: ['loss'] }),
    )
    expect(decode(answer.body)).toMatchObject({
      ok: false,
      error: { kind: 'invalid', issues: [{ path: 'runs[0].run' }] },
    })
  })

  it('refuse what is too large with its limit, and what is no message', async () => {
    const cookie = await signIn()
    const large = await callWith(cookie, 'experiments.read', encode({ text: 'a'.repeat(2_000) }))
    expect(large.status).toBe(413)
    expect(decode(large.body)).toMatchObject({
      ok: false,
      error: { kind: 'limit', message: 'That is too large for one call. The limit is 0.001 MB.' },
    })
    const garbage = await callWith(cookie, 'app.info', new Uint8Array([0xc1]))
    expect(garbage.status).toBe(400)
    expect(decode(garbage.body)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    const form = await callWith(cookie, 'app.info', Buffer.from('a=1'), { 'content-type': 'text/plain' })
    expect(form.status).toBe(415)
  })

  it.each([
    [
      'a few bytes that promise 33 million lists in one another',
      400,
      Buffer.concat(Array.from({ length: 40 }, () => Buffer.of(0xdd, 1, 255, 255, 255))),
    ],
    ['maps in one another', 413, Buffer.concat(Array.from({ length: 300 }, () => Buffer.of(0x81, 0xa1, 97)))],
  ])('refuse %s, and the lab goes on', async (_, status, body) => {
    const cookie = await signIn()
    const answer = await callWith(cookie, 'runs.start', body)
    expect(answer.status).toBe(status)
    expect(decode(answer.body)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\.$/) } })
    expect(
      (await callWith(cookie, 'curves.read', encode({ runs: [{ run: 1 }], series: ['loss'] }))).status,
    ).toBe(200)
  })

  it('are given up where the rest does not come, and waited for where the lab takes its time', async () => {
    let answerNow = (): void => undefined
    const slow = new Promise<void>((resolve) => (answerNow = resolve))
    const asked = { ...lab, call: () => slow.then(() => ({ ok: true, value: 'late' }) as const) }
    const other = await openWebShell({
      door: asked,
      pages: folder,
      ports: [0],
      longestSilence: 50,
      onNextLink: () => undefined,
    })
    try {
      const address = new URL(other.link())
      const { headers } = await fetch(other.link(), { redirect: 'manual' })
      const cookie = headers.get('set-cookie')?.split(';')[0] ?? ''
      const head = { cookie, origin: address.origin, 'content-type': wireType }
      const whole = fetch(new URL('/call/runs.verify', address), {
        method: 'POST',
        headers: head,
        body: encode({}),
      })
      const half = request(new URL('/call/runs.verify', address), {
        method: 'POST',
        headers: { ...head, 'content-length': 100 },
        agent: false,
      })
      const given = once(half, 'error')
      half.write(Buffer.of(0x81))
      expect(await given).toMatchObject([{ code: 'ECONNRESET' }])
      answerNow()
      expect(decode(new Uint8Array(await (await whole).arrayBuffer()))).toEqual({ ok: true, value: 'late' })
    } finally {
      await other.close()
    }
  })

  it('are not made by a GET', async () => {
    expect((await ask('/call/app.info', { headers: { cookie: await signIn() } })).status).toBe(404)
  })
})

describe('events', () => {
  async function listening(): Promise<{ socket: WebSocket; messages: unknown[] }> {
    const socket = listen({ cookie: await signIn(), origin: origin() })
    const messages: unknown[] = []
    socket.on('message', (data: Buffer) => messages.push(decode(data)))
    await once(socket, 'open')
    await vi.waitFor(() => expect(lab.listeners).toBe(eventNames.length), 20_000)
    return { socket, messages }
  }

  it('arrive as they were sent', async () => {
    const { messages } = await listening()
    const record = runRecord(1, 5)
    lab.emit('runs.changed', [record])
    lab.emit('library.changed', null)
    await vi.waitFor(() => expect(messages).toHaveLength(2), 20_000)
    expect(messages).toStrictEqual([
      ['runs.changed', [record]],
      ['library.changed', null],
    ])
  })

  it('end with the page', async () => {
    const { socket } = await listening()
    socket.close()
    await vi.waitFor(() => expect(lab.listeners).toBe(0), 20_000)
  })

  it('merge for a page that does not read, and end at the latest of each run', async () => {
    const { socket, messages } = await listening()
    socket.pause()
    const runs = Array.from({ length: 500 }, (_, index) => index + 1)
    const rounds = 200
    for (let round = 1; round <= rounds; round++)
      lab.emit(
        'runs.changed',
        runs.map((id) => runRecord(id, round)),
      )
    socket.resume()
    const last = (): unknown => messages.at(-1)
    await vi.waitFor(
      () => expect(last()).toMatchObject(['runs.changed', { 499: { id: 500, iterations: rounds } }]),
      20_000,
    )
    expect(messages.length).toBeLessThan(rounds)
  })
})

describe('files that the lab makes', () => {
  it('are for whoever came in by a link, and come as they are made', async () => {
    const pieces = Array.from({ length: 100 }, (_, index) => Buffer.alloc(100_000, index))
    lab.files.set('export/1a-2b', {
      type: 'application/zip',
      pieces: (async function* () {
        yield* pieces
      })(),
    })
    expect((await ask('/export/1a-2b')).status).toBe(401)
    const { status, headers, body } = await ask('/export/1a-2b', { headers: { cookie: await signIn() } })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    })
    expect(body.equals(Buffer.concat(pieces))).toBe(true)
  })

  it('are made no further for a browser that has gone', async () => {
    let ended: () => void = () => {}
    const end = new Promise<void>((settle) => (ended = settle))
    lab.files.set('export/1a-2b', {
      type: 'text/csv',
      pieces: (async function* () {
        try {
          for (;;) yield Buffer.alloc(1_000_000)
        } finally {
          ended()
        }
      })(),
    })
    const sent = request({ host: '127.0.0.1', port, path: '/export/1a-2b', agent: false })
    sent.setHeader('cookie', await signIn())
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.destroy()
    await end
  })

  it('say in words where there is none', async () => {
    const { status, body } = await ask('/export/none', { headers: { cookie: await signIn() } })
    expect(status).toBe(404)
    expect(body.toString()).toMatch(/^This file was fetched already/)
  })
})

describe('closing', () => {
  it('does not wait for pages that listen or connections that idle', async () => {
    const socket = listen({ cookie: await signIn(), origin: origin() })
    await once(socket, 'open')
    const idle = connect(port, '127.0.0.1')
    idle.on('error', () => {})
    await once(idle, 'connect')
    const gone = Promise.all([once(socket, 'close'), once(idle, 'close')])
    await shell.close()
    await gone
  })
})

it('takes the first of its ports that is not taken, and fails where there is none', async () => {
  const open = (ports: readonly number[]): Promise<WebShell> =>
    openWebShell({ door: lab, pages: folder, ports, onNextLink: () => undefined })
  const other = await open([port, 0])
  expect(Number(new URL(other.link()).port)).not.toBe(port)
  await other.close()
  await expect(open([port])).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await shell.close()
  shell = await open([port, 0])
  expect(Number(new URL(shell.link()).port)).toBe(port)
  expect((await fetch(shell.link(), { redirect: 'manual' })).status).toBeLessThan(400)
})
