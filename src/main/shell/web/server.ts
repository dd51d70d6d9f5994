import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import pagesPlugin from '@fastify/static'
import websocket from '@fastify/websocket'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { callByteLimit, callLimits, decode, encode, wireType } from '@core/wire'
import { WireFault } from '@core/wire-scan'
import { eventNames, type CallError, type CallResult } from '../../contract'
import { goneFile, type LabDoor } from '../lab-calls'
import { pageHeaders } from '../policy'
import { cookieName, Gate, strangerReason } from './gate'
import { noLinkPage, onceMorePage, usedLinkPage } from './messages'
import { openOutbox } from './outbox'

export interface WebShellOptions {
  readonly door: LabDoor
  /** Folder of the built renderer. */
  readonly pages: string
  /** The first of these that is not taken; 0 takes a free one. */
  readonly ports: readonly number[]
  /** Bytes a call may take. */
  readonly limit?: number
  /** Milliseconds without a byte after which a call that is not whole is given up. */
  readonly longestSilence?: number
  /** A link was used; this is the one for the next browser. */
  readonly onNextLink: (link: string) => void
}

export interface WebShell {
  /** The link that lets in the next browser. */
  link(): string
  close(): Promise<void>
}

/** The default of `longestSilence`. */
const usualSilence = 20_000
/** Milliseconds that a call may take to arrive, however steadily it comes. */
const longestArrival = 10 * 60 * 1_000

const refusal = (kind: CallError['kind'], message: string): CallResult => ({
  ok: false,
  error: { kind, message, issues: [] },
})

const answer = (reply: FastifyReply, status: number, result: CallResult): FastifyReply =>
  reply.code(status).type(wireType).send(encode(result))

const plain = (reply: FastifyReply, status: number, sentence: string): FastifyReply =>
  reply.code(status).type('text/plain; charset=utf-8').send(`${sentence}\n`)

const html = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page)

async function listenAt(server: FastifyInstance, [port, ...others]: readonly number[]): Promise<void> {
  try {
    await server.listen({ host: '127.0.0.1', port })
  } catch (error) {
    if (others.length === 0) throw error
    await listenAt(server, others)
  }
}

/** Serves the lab on 127.0.0.1 to whoever came in by a link. Rejects where all its ports are taken. */
export async function openWebShell(options: WebShellOptions): Promise<WebShell> {
  const { door, limit = callByteLimit, longestSilence = usualSilence } = options
  const gate = new Gate()
  const server = Fastify({
    bodyLimit: limit,
    forceCloseConnections: true,
    requestTimeout: longestArrival,
    frameworkErrors: (_error, _request, reply) => {
      void plain(reply.headers(pageHeaders), 400, 'That is no address of the lab.')
    },
  })
  const link = (): string => {
    const { port } = server.server.address() as AddressInfo
    return `http://127.0.0.1:${port}/?token=${gate.token}`
  }

  const atToken = (request: FastifyRequest): string | undefined => {
    // Not by `URL`, which takes what follows `//` for a host.
    const [path, query] = request.url.split('?', 2)
    if (request.method !== 'GET' || path !== '/') return undefined
    return new URLSearchParams(query).get('token') ?? undefined
  }

  await server.register(cookie)
  await server.register(websocket, {
    // The pages only listen.
    options: { maxPayload: 1_024 },
    preClose(done) {
      for (const client of server.websocketServer.clients) client.terminate()
      done()
    },
  })

  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...pageHeaders, 'cache-control': 'no-store' })
    const stranger = strangerReason(request.method, request.ws, request.headers)
    if (stranger !== undefined) return plain(reply, 403, stranger)

    const name = cookieName(request.headers.host)
    const known = gate.knows(request.cookies[name])
    const token = atToken(request)
    if (token !== undefined) {
      // A guess of the browser's, not the person: the link stays good.
      if (/prefetch/.test(String(request.headers['sec-purpose'] ?? request.headers.purpose))) {
        return plain(reply, 503, 'The lab is opened by a visit only.')
      }
      if (!known) {
        if (!gate.exchange(token)) return html(reply, 401, usedLinkPage)
        options.onNextLink(link())
      }
      reply.setCookie(name, gate.session, { path: '/', httpOnly: true, sameSite: 'strict' })
      return reply.redirect('/', 303)
    }
    if (known) return
    return html(reply, 401, request.headers['sec-fetch-site'] === 'cross-site' ? onceMorePage : noLinkPage)
  })

  server.addHook('preParsing', async (request) => void request.socket.setTimeout(longestSilence))
  // Once it is whole, an answer may take as long as it takes.
  server.addHook('preValidation', async (request) => void request.socket.setTimeout(0))

  server.removeAllContentTypeParsers()
  server.addContentTypeParser(wireType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  server.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      const most = `The limit is ${(limit / 2 ** 20).toLocaleString('en')} MB.`
      return answer(reply, 413, refusal('limit', `That is too large for one call. ${most}`))
    }
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return answer(reply, 415, refusal('invalid', `A call is sent as ${wireType}.`))
    }
    return answer(reply, 500, refusal('internal', `The lab could not answer: ${error.message}`))
  })
  server.setNotFoundHandler((_request, reply) => plain(reply, 404, 'There is nothing here.'))

  server.post<{ Params: { name: string } }>('/call/:name', async (request, reply) => {
    let input: unknown
    try {
      input = decode(request.body as Buffer, callLimits)
    } catch (error) {
      if (error instanceof WireFault && error.kind === 'limit') {
        return answer(reply, 413, refusal('limit', error.message))
      }
      return answer(reply, 400, refusal('invalid', 'That message cannot be read.'))
    }
    return answer(reply, 200, await door.call(request.params.name, input))
  })

  server.get('/export/:ticket', async (request, reply) => {
    const file = await door.file(request.url.slice(1))
    if (!file) return plain(reply, 404, goneFile)
    return reply
      .type(file.type)
      .header('content-disposition', 'attachment')
      .send(Readable.from(file.pieces, { objectMode: false }))
  })

  server.get('/events', { websocket: true }, (socket) => {
    const push = openOutbox(socket)
    const unsubscribe = eventNames.map((name) => door.on(name, (payload) => push(name, payload)))
    socket.on('close', () => unsubscribe.forEach((stop) => stop()))
  })

  // A route for each file there is: no path from outside reaches the file system.
  await server.register(pagesPlugin, { root: options.pages, wildcard: false, cacheControl: false })

  await listenAt(server, options.ports)
  return { link, close: () => server.close() }
}
