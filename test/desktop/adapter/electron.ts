import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, protocol as olderProtocol } from 'electron'
import type { BytesResponse } from './response'

/** `electron` as the shell imports it, with what came after version 22. */

export { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, session, shell } from 'electron'

type Handler = (request: { readonly method: string; readonly url: string }) => Promise<BytesResponse>

/** A page or a part of one as this Chromium understands it, where that is not as it was built. */
function adapted(url: string): Buffer | undefined {
  const file = join(app.getAppPath(), 'pages', new URL(url).pathname)
  return /\.(html|css|js)$/.test(file) && existsSync(file) ? readFileSync(file) : undefined
}

export const protocol = {
  registerSchemesAsPrivileged: olderProtocol.registerSchemesAsPrivileged,
  /** Since 25. */
  handle(scheme: string, handler: Handler): void {
    olderProtocol.registerBufferProtocol(scheme, ({ method, url }, answer) => {
      void handler({ method, url }).then(async (response) => {
        const { status, headers } = response
        // What the pages need beside what was built is nowhere for the shell.
        const other = status === 200 || status === 404 ? adapted(url) : undefined
        const type = headers['content-type'] ?? (other ? 'text/javascript' : undefined)
        answer({
          statusCode: other ? 200 : status,
          headers,
          ...(type ? { mimeType: type.split(';')[0], charset: 'utf-8' } : {}),
          data: other ?? (await response.bytes()),
        })
      })
    })
  },
}
