import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { decode, encode, wireType } from '@core/wire'
import type {
  CallInput,
  CallName,
  CallOutput,
  CallResult,
  EventName,
  LabEvents,
  RunRecord,
} from '../../../src/main/contract'

/** What lets a browser in. */
export interface Address {
  readonly port: number
  readonly cookie: string
}

async function ask(
  port: number,
  path: string,
  headers: Record<string, string>,
  body?: Uint8Array,
  agent?: Agent,
): Promise<{ readonly head: IncomingMessage; readonly body: Buffer }> {
  const sent = request({ host: '127.0.0.1', port, path, method: body ? 'POST' : 'GET', headers, agent })
  sent.end(body)
  const [head] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of head) chunks.push(chunk as Buffer)
  return { head, body: Buffer.concat(chunks) }
}

/** Uses up a link of the lab's: all the browsers of the bench show the same cookie. */
export async function signIn(link: string): Promise<Address> {
  const { port, pathname, search } = new URL(link)
  const { head } = await ask(Number(port), `${pathname}${search}`, {})
  const [cookie = ''] = head.headers['set-cookie'] ?? []
  return { port: Number(port), cookie: cookie.split(';')[0] }
}

/** The client's side of the web door, on real sockets: what `src/renderer/browser-bridge.ts` is in a page. */
export class Browser {
  /** Every run it has heard of. */
  readonly runs = new Map<number, RunRecord>()
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 6 })
  private readonly socket: WebSocket
  private readonly headers: Record<string, string>

  private constructor(
    private readonly address: Address,
    private readonly heard: (runs: readonly RunRecord[]) => void,
  ) {
    const { port, cookie } = address
    this.headers = { cookie, origin: `http://127.0.0.1:${port}`, 'content-type': wireType }
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/events`, { headers: this.headers })
    this.socket.on('message', (data: Buffer) => {
      const [name, payload] = decode(data) as [EventName, LabEvents[EventName]]
      if (name === 'runs.changed') this.take(payload as LabEvents['runs.changed'])
    })
  }

  /** @param heard called with runs that are not any more as they were */
  static async open(address: Address, heard: (runs: readonly RunRecord[]) => void): Promise<Browser> {
    const browser = new Browser(address, heard)
    await once(browser.socket, 'open')
    browser.take(await browser.call('runs.list', { trash: false }))
    return browser
  }

  /** The answer, still to be decoded, which in a page takes nobody else's time. */
  async post(name: string, body: Uint8Array): Promise<Buffer> {
    return (await ask(this.address.port, `/call/${name}`, this.headers, body, this.agent)).body
  }

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = decode(await this.post(name, encode(input))) as CallResult
    if (!result.ok) throw new Error(result.error.message)
    return result.value as CallOutput<Name>
  }

  close(): void {
    this.socket.terminate()
    this.agent.destroy()
  }

  private take(records: readonly RunRecord[]): void {
    for (const record of records) this.runs.set(record.id, record)
    this.heard(records)
  }
}
