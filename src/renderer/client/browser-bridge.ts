import { callByteLimit, decode, encode, wireType } from '@core/wire'
import type { CallError, CallResult, EventName, LabBridge, LabEvents } from '../../main/contract'

export interface ConnectedBridge extends LabBridge {
  /** Called at once with how it stands, then with every change; returns its unsubscribe. */
  onConnection(listener: (connected: boolean) => void): () => void
}

type Listeners = { readonly [Name in EventName]: Set<(payload: LabEvents[Name]) => void> }

/** Milliseconds before trying to reach the lab again, doubling up to the last. */
const firstRetry = 250
const lastRetry = 8_000

const refusal = (kind: CallError['kind'], message: string): CallResult => ({
  ok: false,
  error: { kind, message, issues: [] },
})

const unreachable = refusal(
  'internal',
  'The lab does not answer. If it was closed, start it again and open the link it prints.',
)
const signedOut = refusal(
  'internal',
  'The lab was started again since this page was opened. Open the link it printed last.',
)
const tooLarge = refusal(
  'limit',
  `That is too large for one call: the limit is ${callByteLimit / 2 ** 20} MB.`,
)

/** Calls over HTTP, events over a WebSocket that finds its way back by itself. */
export function openBrowserBridge({ host }: Pick<Location, 'host'>): ConnectedBridge {
  const listeners: Listeners = {
    'runs.changed': new Set(),
    'sweeps.changed': new Set(),
    'library.changed': new Set(),
    'app.changed': new Set(),
  }
  const watchers = new Set<(connected: boolean) => void>()
  // A page that was served was connected a moment ago.
  let connected = true
  let retry = firstRetry
  let settle = (): void => {}
  // Whoever reads and then listens must not miss what happens in between: events first.
  const listening = new Promise<void>((resolve) => (settle = resolve))

  function setConnected(now: boolean): void {
    if (now === connected) return
    connected = now
    for (const watcher of watchers) watcher(now)
  }

  function deliver<Name extends EventName>(name: Name, payload: LabEvents[Name]): void {
    for (const listener of listeners[name]) listener(payload)
  }

  function connect(): void {
    const socket = new WebSocket(`ws://${host}/events`)
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      retry = firstRetry
      settle()
      setConnected(true)
    })
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      const [name, payload] = decode(new Uint8Array(data)) as [EventName, LabEvents[EventName]]
      deliver(name, payload as LabEvents[typeof name])
    })
    socket.addEventListener('close', () => {
      settle()
      setConnected(false)
      setTimeout(connect, retry)
      retry = Math.min(2 * retry, lastRetry)
    })
  }
  connect()

  return {
    async call(name, input) {
      const body = encode(input)
      if (body.byteLength > callByteLimit) return tooLarge
      await listening
      try {
        const answer = await fetch(`http://${host}/call/${name}`, {
          method: 'POST',
          headers: { 'content-type': wireType },
          body,
        })
        if (answer.status === 401) return signedOut
        if (answer.headers.get('content-type') !== wireType) return unreachable
        return decode(new Uint8Array(await answer.arrayBuffer())) as CallResult
      } catch {
        return unreachable
      }
    },
    on(name, listener) {
      listeners[name].add(listener)
      return () => listeners[name].delete(listener)
    },
    onConnection(listener) {
      watchers.add(listener)
      listener(connected)
      return () => watchers.delete(listener)
    },
  }
}
