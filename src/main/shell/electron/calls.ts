import type { WebContents, WebFrameMain } from 'electron'
import { eventNames } from '../../contract'
import type { LabDoor } from '../lab-calls'
import { callChannel, eventChannel } from './channels'

/** What of Electron's `IpcMainInvokeEvent` tells who calls. */
export interface Caller {
  readonly senderFrame: Pick<WebFrameMain, 'origin' | 'url' | 'parent'> | null
}

/** What of Electron's `ipcMain` is used. */
export interface CallRegistry {
  readonly handle: (
    channel: string,
    answer: (caller: Caller, ...words: unknown[]) => Promise<unknown>,
  ) => void
}

/** What of Electron's `BrowserWindow` hears events. */
export interface HearingWindow {
  readonly webContents: Pick<WebContents, 'send' | 'getURL' | 'isCrashed'>
}

/** `about:blank` has the origin of the page that went there: only the address tells the two apart. */
const isAddressOf = (origin: string, address: string): boolean => address.startsWith(`${origin}/`)

const isOurs = ({ senderFrame }: Caller, origin: string): boolean =>
  senderFrame !== null &&
  senderFrame.parent === null &&
  senderFrame.origin === origin &&
  isAddressOf(origin, senderFrame.url)

/** The one place where windows reach the lab: whole pages of `origin` only, never a frame in them. */
export function answerCalls(registry: CallRegistry, door: LabDoor, origin: string): void {
  registry.handle(callChannel, async (caller, name, input) => {
    if (!isOurs(caller, origin)) throw new Error('The lab answers only its own pages.')
    return door.call(name, input)
  })
}

/** Sends every event of the lab to every window that shows a page of `origin` at that moment. */
export function forwardEvents(door: LabDoor, windows: () => readonly HearingWindow[], origin: string): void {
  for (const name of eventNames) {
    door.on(name, (payload) => {
      for (const { webContents } of windows()) {
        if (webContents.isCrashed() || !isAddressOf(origin, webContents.getURL())) continue
        webContents.send(eventChannel, name, payload)
      }
    })
  }
}
