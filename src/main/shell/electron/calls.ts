import type { WebContents, WebFrameMain } from 'electron'
import { eventNames } from '../../contract'
import type { LabDoor } from '../door'
import { callChannel, eventChannel } from './channels'

/** What of Electron's `IpcMainInvokeEvent` tells who calls. */
export interface Caller {
  readonly senderFrame: Pick<WebFrameMain, 'origin' | 'parent'> | null
}

/** What of Electron's `ipcMain` is used. */
export interface CallRegistry {
  readonly handle: (
    channel: string,
    answer: (caller: Caller, ...words: unknown[]) => Promise<unknown>,
  ) => void
}

const isOurs = ({ senderFrame }: Caller, origin: string): boolean =>
  senderFrame !== null && senderFrame.parent === null && senderFrame.origin === origin

/** The one place where windows reach the lab: whole pages of `origin` only, never a frame in them. */
export function answerCalls(registry: CallRegistry, door: LabDoor, origin: string): void {
  registry.handle(callChannel, async (caller, name, input) => {
    if (!isOurs(caller, origin)) throw new Error('The lab answers only its own pages.')
    return door.call(name, input)
  })
}

/** Sends every event of the lab to every window there is at that moment. */
export function forwardEvents(
  door: LabDoor,
  windows: () => readonly { readonly webContents: Pick<WebContents, 'send'> }[],
): void {
  for (const name of eventNames) {
    door.on(name, (payload) => {
      for (const { webContents } of windows()) webContents.send(eventChannel, name, payload)
    })
  }
}
