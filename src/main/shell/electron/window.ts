import type { BrowserWindowConstructorOptions, MessageBoxOptions } from 'electron'

export interface WindowLook {
  /** Path of the preload script. */
  readonly preload: string
  readonly icon: string
  readonly dark: boolean
}

/** The lab's window, shut off from everything but the bridge. */
export const windowOptions = ({ preload, icon, dark }: WindowLook): BrowserWindowConstructorOptions => ({
  name: 'lab',
  windowStatePersistence: true,
  title: 'Descent Lab',
  icon,
  width: 1280,
  height: 800,
  minWidth: 960,
  minHeight: 640,
  show: false,
  // What shows before the page does: nothing flashes.
  backgroundColor: dark ? '#0f172a' : '#ffffff',
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  },
})

/** What of Electron's `BrowserWindow` closing takes. */
export interface ClosingWindow {
  readonly on: (name: 'close', listener: (event: { readonly preventDefault: () => void }) => void) => unknown
  readonly close: () => void
}

/** A window on runs that are going asks before it closes, once; `ask` resolves to true for closing. */
export function askBeforeClosing(
  window: ClosingWindow,
  busy: () => boolean,
  ask: () => Promise<boolean>,
): void {
  let asking = false
  let agreed = false
  window.on('close', (event) => {
    if (agreed || !busy()) return
    event.preventDefault()
    if (asking) return
    asking = true
    void ask().then((close) => {
      asking = false
      agreed = close
      if (close) window.close()
    })
  })
}

export const closingQuestion = {
  type: 'question',
  message: 'Runs are still going.',
  detail: 'Closing stops them. Their curves are kept up to here.',
  buttons: ['Stop the runs and close', 'Keep them running'],
  defaultId: 1,
  cancelId: 1,
  noLink: true,
} as const satisfies MessageBoxOptions

/** The answer of `closingQuestion` that closes. */
export const closingAnswer = 0
