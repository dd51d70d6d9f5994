import { encode } from '@core/wire'
import type { EventName, LabEvents } from '../../contract'

/** The part of a WebSocket that events go out through. */
export interface Sink {
  /** Bytes sent but not yet taken. */
  readonly bufferedAmount: number
  send(message: Uint8Array, done: () => void): void
}

/** Bytes a reader may be behind before events wait and merge. */
const highWater = 1 << 20

/** What waits of one event, merged into what someone needs who sees only the last. */
class Slot<Payload> {
  readonly #merge: (older: Payload, newer: Payload) => Payload
  #waiting: readonly Payload[] = []

  constructor(merge: (older: Payload, newer: Payload) => Payload) {
    this.#merge = merge
  }

  put(payload: Payload): void {
    this.#waiting = [this.#waiting.reduce((newer, older) => this.#merge(older, newer), payload)]
  }

  /** None or one. */
  take(): readonly Payload[] {
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }
}

/** Of what goes to several readers as it is: written once for all of them. */
const written = new WeakMap<object, Uint8Array>()

function messageOf<Name extends EventName>(name: Name, payload: LabEvents[Name]): Uint8Array {
  if (payload === null) return encode([name, payload])
  const message = written.get(payload) ?? encode([name, payload])
  written.set(payload, message)
  return message
}

const latestOfEach = <Item extends { readonly id: number }>(
  older: readonly Item[],
  newer: readonly Item[],
): readonly Item[] => [...new Map([...older, ...newer].map((item) => [item.id, item])).values()]

/** Sends events to one reader; a slow one gets the latest of each, and memory does not grow. */
export function openOutbox(
  sink: Sink,
): <Name extends EventName>(name: Name, payload: LabEvents[Name]) => void {
  const slots: { readonly [Name in EventName]: Slot<LabEvents[Name]> } = {
    'runs.changed': new Slot(latestOfEach),
    'sweeps.changed': new Slot(latestOfEach),
    'library.changed': new Slot(() => null),
    'app.changed': new Slot((_older, newer) => newer),
  }

  function flush(): void {
    for (const [name, slot] of Object.entries(slots)) {
      if (sink.bufferedAmount > highWater) return
      for (const payload of slot.take()) sink.send(messageOf(name as EventName, payload), flush)
    }
  }

  return (name, payload) => {
    slots[name].put(payload)
    flush()
  }
}
