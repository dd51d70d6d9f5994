import type { SurfaceSource } from '../../model/chart-data'
import SurfaceThread from './surface-thread?worker'
import type { FromThread, SurfaceCall, SurfaceCalls, ToThread } from './protocol'

interface Waiting {
  resolve(answer: SurfaceCalls[SurfaceCall]['answer']): void
  reject(error: Error): void
}

/** One thread works out the surfaces of all charts; it starts with the first question. */
let thread: Worker | undefined
const waiting = new Map<number, Waiting>()
const numbers = new WeakMap<SurfaceSource, number>()
let lastSurface = 0
let lastTicket = 0

const send = (message: ToThread): void => thread?.postMessage(message)
/** Nobody can ask about a surface any more: the thread need not keep its data. */
const forgotten = new FinalizationRegistry<number>((surface) => send({ kind: 'close', surface }))

function start(): Worker {
  const started = new SurfaceThread()
  started.addEventListener('message', ({ data }: MessageEvent<FromThread>) => {
    const asked = waiting.get(data.ticket)
    waiting.delete(data.ticket)
    if ('error' in data) asked?.reject(new Error(data.error))
    else asked?.resolve(data.answer)
  })
  started.addEventListener('error', ({ message }) => {
    for (const asked of waiting.values()) asked.reject(new Error(message || 'the thread did not start'))
    waiting.clear()
  })
  return started
}

function numberOf(source: SurfaceSource): number {
  const known = numbers.get(source)
  if (known !== undefined) return known
  const surface = ++lastSurface
  numbers.set(source, surface)
  forgotten.register(source, surface)
  send({ kind: 'open', surface, source })
  return surface
}

/** Has the thread work something out of a surface. Questions are answered one after the other. */
export function askSurface<Call extends SurfaceCall>(
  source: SurfaceSource,
  kind: Call,
  request: SurfaceCalls[Call]['request'],
): Promise<SurfaceCalls[Call]['answer']> {
  thread ??= start()
  const surface = numberOf(source)
  const ticket = ++lastTicket
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject })
    send({ kind, surface, ticket, request } as ToThread)
  })
}
