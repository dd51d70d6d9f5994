import type { Session } from 'electron'

/** What the system's dialog is called when a page hands out a file: by default its address, a blob's. */
export function titleDownloads(session: Pick<Session, 'on'>): void {
  session.on('will-download', (_event, item) => {
    item.setSaveDialogOptions({ title: `Save ${item.getFilename()}` })
  })
}
