import type { Session, WebContents } from 'electron'

/** Where the lab's links lead: papers, documentation, and its own pages. */
const externalOrigins: ReadonlySet<string> = new Set([
  'https://arxiv.org',
  'https://distill.pub',
  'https://doi.org',
  'https://docs.pytorch.org',
  'https://github.com',
  'https://jmlr.org',
  'https://optax.readthedocs.io',
  'https://pytorch.org',
  'https://www.jmlr.org',
])

/** Whether the system's browser may be sent there. */
export function isExternal(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.username === '' && externalOrigins.has(url.origin)
}

/** The lab needs no camera, no clipboard, no device: pages get none. */
export function denyPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** Keeps contents on the page they show; links that may leave open in the system's browser. */
export function confine(
  contents: Pick<WebContents, 'on' | 'getURL' | 'setWindowOpenHandler'>,
  openExternal: (address: string) => void,
): void {
  const leave = (address: string): void => {
    if (isExternal(address)) openExternal(address)
  }
  // Comes before `will-navigate`, and for frames too.
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame && details.url === contents.getURL()) return
    details.preventDefault()
    if (details.isMainFrame) leave(details.url)
  })
  contents.on('will-redirect', (details) => details.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    leave(url)
    return { action: 'deny' }
  })
}
