import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron'
import { openLab, type Lab } from './lab/lab'
import { doorTo } from './shell/door'
import { answerCalls, forwardEvents } from './shell/electron/calls'
import { confine, denyPermissions } from './shell/electron/lockdown'
import { menuTemplate } from './shell/electron/menu'
import { pagesFrom, pagesOrigin, pagesScheme } from './shell/electron/pages'
import { askBeforeClosing, closingAnswer, closingQuestion, windowOptions } from './shell/electron/window'
import { dataFolder, databaseIn } from './shell/paths'

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

let lab: Lab | undefined
let ending = false

async function end(): Promise<void> {
  try {
    await lab?.close()
  } finally {
    app.exit(0)
  }
}

async function start(): Promise<void> {
  lab = await openLab({ database: databaseIn(folder), shell: 'desktop', resources, worker, reader, parser })
  const { busy } = lab
  const door = doorTo(lab)
  denyPermissions(session.defaultSession)
  protocol.handle(pagesScheme.scheme, pagesFrom(join(here, '../renderer')))
  answerCalls(ipcMain, door, origin)
  forwardEvents(door, () => BrowserWindow.getAllWindows())
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
  await window.loadURL(developed ?? `${pagesOrigin}/index.html`).catch((error: unknown) => {
    // Closed while it was loading.
    if (!window.isDestroyed()) throw error
  })
}

app.setPath('userData', join(folder, 'window'))
app.enableSandbox()
protocol.registerSchemesAsPrivileged([pagesScheme])
app.on('web-contents-created', (_event, contents) =>
  confine(contents, (address) => void shell.openExternal(address)),
)
app.on('window-all-closed', () => app.quit())
app.once('will-quit', (event) => {
  event.preventDefault()
  void end()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    ending = true
    app.quit()
  })
}

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox('Descent Lab cannot start', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
} else {
  app.exit(0)
}
