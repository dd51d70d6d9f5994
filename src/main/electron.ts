import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron'
import { openLab, type Lab } from './lab/lab'
import { doorTo } from './shell/lab-calls'
import { answerCalls, forwardEvents } from './shell/electron/calls'
import { titleDownloads } from './shell/electron/downloads'
import { confine, denyPermissions } from './shell/electron/lockdown'
import { menuTemplate } from './shell/electron/menu'
import { goneQuestion, loadAgainAnswer, offerWhenGone } from './shell/electron/page-gone'
import { pagesFrom, pagesOrigin, pagesScheme } from './shell/electron/pages'
import { isTaken, profileIn } from './shell/electron/profile'
import { quitAfter } from './shell/electron/quitting'
import { askBeforeClosing, closingAnswer, closingQuestion, windowOptions } from './shell/electron/window'
import { dataFolder, databaseIn } from './shell/paths'
import { onTermination } from './shell/signals'

const here = import.meta.dirname
const resources = join(here, '../../resources')
// Threads read their script from the disk, not from the archive the packaged app is in.
const [worker, reader, parser] = ['worker.js', 'reader.js', 'parser.js'].map((script) =>
  pathToFileURL(join(here, script).replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)),
)
const { values } = parseArgs({ strict: false, options: { data: { type: 'string' } } })
const folder = dataFolder(typeof values.data === 'string' ? values.data : undefined, process.env)
/** Where the pages are served from while they are written; never in the packaged app. */
const developed = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const origin = developed ? new URL(developed).origin : pagesOrigin

const profile = profileIn(folder)
let opening: Promise<Lab> | undefined
/** Asked to end by the system, which no question holds up. */
let ending = false

/** How long pages may take to go when the system asks, in milliseconds: one that hangs never would. */
const farewell = 2_000

async function endForSystem(): Promise<void> {
  ending = true
  app.quit()
  setTimeout(() => BrowserWindow.getAllWindows().forEach((window) => window.destroy()), farewell)
}

async function start(): Promise<void> {
  // Electron puts handlers of its own in place while it starts: these come after them.
  onTermination(endForSystem)
  opening = openLab({ database: databaseIn(folder), shell: 'desktop', resources, worker, reader, parser })
  const lab = await opening
  if (ending) return
  const { busy } = lab
  const door = doorTo(lab)
  denyPermissions(session.defaultSession)
  titleDownloads(session.defaultSession)
  protocol.handle(pagesScheme.scheme, pagesFrom(join(here, '../renderer'), door))
  answerCalls(ipcMain, door, origin)
  forwardEvents(door, () => BrowserWindow.getAllWindows(), origin)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))

  const window = new BrowserWindow(
    windowOptions({
      preload: join(here, '../preload/preload.cjs'),
      icon: join(resources, 'icon.png'),
      dark: nativeTheme.shouldUseDarkColors,
    }),
  )
  window.once('ready-to-show', () => window.show())
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  askBeforeClosing(
    window,
    () => !ending && busy(),
    async () => (await dialog.showMessageBox(window, closingQuestion)).response === closingAnswer,
  )
  offerWhenGone(window.webContents, {
    ask: async (details) =>
      (await dialog.showMessageBox(window, goneQuestion(details))).response === loadAgainAnswer,
    close: () => window.close(),
  })
  await window.loadURL(developed ?? `${pagesOrigin}/index.html`).catch((error: unknown) => {
    // Closed while it was loading, or asked to; where its process is gone, that is said already.
    if (!ending && !window.isDestroyed() && !window.webContents.isCrashed()) throw error
  })
}

function fail(reason: string): void {
  dialog.showErrorBox('Descent Lab cannot start', reason)
  app.exit(1)
}

app.setPath('userData', profile.folder)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([pagesScheme])
app.on('web-contents-created', (_event, contents) =>
  confine(contents, (address) => void shell.openExternal(address)),
)
app.on('window-all-closed', () => app.quit())
quitAfter(app, async () => {
  const lab = await opening?.catch(() => undefined)
  await lab?.close()
})
process.once('exit', profile.discard)

const alone = app.requestSingleInstanceLock()
if (alone || !isTaken(profile)) {
  void app
    .whenReady()
    .then(() => {
      if (!alone)
        throw new Error(
          `The window's own folder, ${profile.folder}, can't be locked. Make room on the disk, or choose another place with --data.`,
        )
      return start()
    })
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))
} else {
  app.exit(0)
}
