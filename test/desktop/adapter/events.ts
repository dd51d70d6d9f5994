import { join } from 'node:path'
import { app, session } from 'electron'

/** Events that the shell or its tests wait for, told by what this version has of them. */

// Since 25; of frames nothing is told here.
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url: string) => {
    const preventDefault = (): void => event.preventDefault()
    contents.emit('will-frame-navigate', { url, isMainFrame: true, preventDefault })
  })
})

// Playwright hears of downloads since 30: for older ones each goes to a file that is named on the console.
const { TEST_DOWNLOADS: downloads } = process.env
let count = 0
if (downloads) {
  void app.whenReady().then(() =>
    session.defaultSession.on('will-download', (_event, item) => {
      const path = join(downloads, String(++count))
      item.setSavePath(path)
      item.once('done', () => {
        console.log(JSON.stringify({ download: item.getFilename(), path }))
      })
    }),
  )
}
