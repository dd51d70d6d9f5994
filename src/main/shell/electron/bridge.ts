import type { CallResult, EventName, LabBridge, LabEvents } from '../../contract'
import { callChannel, eventChannel } from './channels'

type Hear = (event: unknown, ...words: unknown[]) => void

/** What of Electron's `ipcRenderer` is used. */
export interface Ipc {
  readonly invoke: (channel: string, ...words: unknown[]) => Promise<CallResult>
  readonly on: (channel: string, hear: Hear) => unknown
  readonly removeListener: (channel: string, hear: Hear) => unknown
}

/** The lab as a page sees it, over two channels and nothing else of `ipcRenderer`. */
export const bridgeOver = (ipc: Ipc): LabBridge => ({
  call: (name, input) => ipc.invoke(callChannel, name, input),
  on<Name extends EventName>(name: Name, listener: (payload: LabEvents[Name]) => void) {
    const hear: Hear = (_event, heard, payload) => {
      if (heard === name) listener(payload as LabEvents[Name])
    }
    ipc.on(eventChannel, hear)
    return () => {
      ipc.removeListener(eventChannel, hear)
    }
  },
})
