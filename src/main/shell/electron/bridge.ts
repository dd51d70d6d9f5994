import type { CallResult, EventName, LabBridge, LabEvents } from '../../contract'
import { callChannel, eventChannel } from './channels'

type Hear = (event: unknown, ...words: unknown[]) => void

/** What of Electron's `ipcRenderer` is used. */
export interface Ipc {
  readonly invoke: (channel: string, ...words: unknown[]) => Promise<CallResult>
  readonly on: (channel: string, hear: Hear) => unknown
  readonly removeListener: (channel: string, hear: Hear) => unknown
}

/** What never reached the lab or was refused there, as the answer to the call. */
function failure(error: unknown): CallResult {
  const detail = error instanceof Error ? error.message : String(error)
  const unsendable = /could not be cloned/.test(detail)
  const message = unsendable
    ? `what the lab was asked can't be sent to it: ${detail}; send plain values, without functions or proxies`
    : detail
  return { ok: false, error: { kind: unsendable ? 'invalid' : 'internal', message, issues: [] } }
}

/** The lab as a page sees it, over two channels and nothing else of `ipcRenderer`. */
export function bridgeOver(ipc: Ipc): LabBridge {
  const listeners = new Set<(name: unknown, payload: unknown) => void>()
  const hear: Hear = (_event, name, payload) => {
    for (const listener of [...listeners]) listener(name, payload)
  }
  return {
    async call(name, input) {
      try {
        return await ipc.invoke(callChannel, name, input)
      } catch (error) {
        return failure(error)
      }
    },
    on<Name extends EventName>(name: Name, listener: (payload: LabEvents[Name]) => void) {
      const hearing = (heard: unknown, payload: unknown): void => {
        if (heard === name) listener(payload as LabEvents[Name])
      }
      // One for all: Electron takes many listeners on a channel for a leak.
      if (listeners.size === 0) ipc.on(eventChannel, hear)
      listeners.add(hearing)
      return () => {
        if (listeners.delete(hearing) && listeners.size === 0) ipc.removeListener(eventChannel, hear)
      }
    },
  }
}
