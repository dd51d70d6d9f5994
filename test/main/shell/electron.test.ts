import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  App,
  BrowserWindow,
  IpcMain,
  IpcMainInvokeEvent,
  IpcRenderer,
  RenderProcessGoneDetails,
  Session,
  WebContents,
  WebContentsWillFrameNavigateEventParams,
} from 'electron'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { bridgeOver, type Ipc } from '../../../src/main/shell/electron/bridge'
import {
  answerCalls,
  forwardEvents,
  type Caller,
  type CallRegistry,
  type HearingWindow,
} from '../../../src/main/shell/electron/calls'
import { callChannel, eventChannel } from '../../../src/main/shell/electron/channels'
import { titleDownloads } from '../../../src/main/shell/electron/downloads'
import { confine, denyPermissions, isExternal } from '../../../src/main/shell/electron/lockdown'
import { menuTemplate } from '../../../src/main/shell/electron/menu'
import { goneQuestion, offerWhenGone } from '../../../src/main/shell/electron/page-gone'
import { pagesFrom, pagesOrigin, pagesScheme } from '../../../src/main/shell/electron/pages'
import { isTaken, profileIn } from '../../../src/main/shell/electron/profile'
import { quitAfter, type QuittingApp } from '../../../src/main/shell/electron/quitting'
import { askBeforeClosing, windowOptions, type ClosingWindow } from '../../../src/main/shell/electron/window'
import { curve, fakeLab, runRecord } from './fake-lab'

vi.setConfig({ testTimeout: 30_000 })

describe('calls', () => {
  const url = `${pagesOrigin}/index.html#/history`
  const ours: Caller = { senderFrame: { origin: pagesOrigin, url, parent: null } }

  function registered(lab = fakeLab()) {
    const answers = new Map<string, Parameters<CallRegistry['handle']>[1]>()
    answerCalls({ handle: (channel, answer) => answers.set(channel, answer) }, lab, pagesOrigin)
    return answers
  }

  it('need of Electron what there is', () => {
    expectTypeOf<IpcMain>().toExtend<CallRegistry>()
    expectTypeOf<IpcMainInvokeEvent>().toExtend<Caller>()
    expectTypeOf<BrowserWindow>().toExtend<ClosingWindow>()
  })

  it('go through one channel to the lab', async () => {
    const answers = registered()
    expect([...answers.keys()]).toEqual([callChannel])
    const result = await answers.get(callChannel)?.(ours, 'curves.read', {
      runs: [{ run: 1 }],
      series: ['loss'],
    })
    expect(result).toStrictEqual({ ok: true, value: [curve] })
  })

  it('are checked behind the door', async () => {
    const answer = registered().get(callChannel)
    expect(await answer?.(ours, 'no.such', {})).toMatchObject({ ok: false, error: { kind: 'missing' } })
    expect(await answer?.(ours, { toString: () => 'app.info' }, {})).toMatchObject({ ok: false })
    expect(await answer?.(ours, 'curves.read', { run: 'one' })).toMatchObject({
      ok: false,
      error: { kind: 'invalid' },
    })
  })

  const parent = { origin: pagesOrigin } as NonNullable<NonNullable<Caller['senderFrame']>['parent']>
  it.each<[string, Caller]>([
    ['a page from elsewhere', { senderFrame: { origin: 'https://evil.example', url, parent: null } }],
    [
      'a page with a similar origin',
      { senderFrame: { origin: `${pagesOrigin}.evil.example`, url, parent: null } },
    ],
    ['a file', { senderFrame: { origin: 'file://', url, parent: null } }],
    ['a frame in our page', { senderFrame: { origin: pagesOrigin, url, parent } }],
    ['a frame that is gone', { senderFrame: null }],
    [
      'an empty page, which has the origin of the one before it,',
      { senderFrame: { origin: pagesOrigin, url: 'about:blank', parent: null } },
    ],
    [
      'a page whose address only begins like ours',
      { senderFrame: { origin: pagesOrigin, url: `${pagesOrigin}.evil.example/`, parent: null } },
    ],
  ])('of %s are refused unread', async (_who, caller) => {
    const lab = fakeLab()
    const call = vi.spyOn(lab, 'call')
    await expect(registered(lab).get(callChannel)?.(caller, 'curves.read', {})).rejects.toThrow('own pages')
    expect(call).not.toHaveBeenCalled()
  })
})

describe('events', () => {
  const sent: unknown[][] = []
  const send: WebContents['send'] = (...words) => sent.push(words)
  const window = (url = `${pagesOrigin}/index.html`, crashed = false): HearingWindow => ({
    webContents: { send, getURL: () => url, isCrashed: () => crashed },
  })
  beforeEach(() => void sent.splice(0))

  it('need of Electron what there is', () => {
    expectTypeOf<BrowserWindow>().toExtend<HearingWindow>()
  })

  it('reach every window open at the time', () => {
    const lab = fakeLab()
    const windows: HearingWindow[] = []
    forwardEvents(lab, () => windows, pagesOrigin)
    lab.emit('library.changed', null)
    windows.push(window(), window())
    lab.emit('runs.changed', [])
    expect(sent).toEqual([
      [eventChannel, 'runs.changed', []],
      [eventChannel, 'runs.changed', []],
    ])
  })

  it('reach no page that is not ours, and none that has crashed', () => {
    const lab = fakeLab()
    const windows = [window('about:blank'), window('https://evil.example/'), window(undefined, true)]
    forwardEvents(lab, () => windows, pagesOrigin)
    lab.emit('library.changed', null)
    expect(sent).toEqual([])
  })
})

describe('the bridge', () => {
  /** Main and renderer side of the channels, joined. */
  class JoinedIpc extends EventEmitter implements Ipc {
    readonly invoked: unknown[][] = []
    invoke(...words: Parameters<Ipc['invoke']>): ReturnType<Ipc['invoke']> {
      this.invoked.push(words)
      return Promise.resolve({ ok: true, value: null })
    }
  }

  it('needs of Electron what there is', () => {
    expectTypeOf<IpcRenderer>().toExtend<Ipc>()
  })

  it('offers call and on, and nothing of ipcRenderer', () => {
    expect(Object.keys(bridgeOver(new JoinedIpc()))).toEqual(['call', 'on'])
  })

  it('passes calls on over the one channel', async () => {
    const ipc = new JoinedIpc()
    await bridgeOver(ipc).call('runs.list', { trash: true })
    expect(ipc.invoked).toEqual([[callChannel, 'runs.list', { trash: true }]])
  })

  it('gives a listener its own events without the sender, until it unsubscribes', () => {
    const ipc = new JoinedIpc()
    const heard: unknown[][] = []
    const stop = bridgeOver(ipc).on('runs.changed', (...words) => heard.push(words))
    const record = runRecord(1, 2)
    ipc.emit(eventChannel, { sender: ipc }, 'runs.changed', [record])
    ipc.emit(eventChannel, { sender: ipc }, 'library.changed', null)
    expect(heard).toEqual([[[record]]])
    expect(stop()).toBeUndefined()
    ipc.emit(eventChannel, { sender: ipc }, 'runs.changed', [record])
    expect(heard).toHaveLength(1)
    expect(ipc.listenerCount(eventChannel)).toBe(0)
  })

  it('has one listener on its channel, however many listen to it', () => {
    const ipc = new JoinedIpc()
    const bridge = bridgeOver(ipc)
    const heard: number[] = []
    const listener = (): void => void heard.push(0)
    const stops = [bridge.on('library.changed', listener), bridge.on('library.changed', listener)]
    for (let i = 1; i <= 20; i++) stops.push(bridge.on('library.changed', () => heard.push(i)))
    expect(ipc.listenerCount(eventChannel)).toBe(1)
    stops[0]()
    stops[0]()
    ipc.emit(eventChannel, {}, 'library.changed', null)
    expect(heard).toEqual(Array.from({ length: 21 }, (_, i) => i))
    for (const stop of stops) stop()
    expect(ipc.listenerCount(eventChannel)).toBe(0)
  })

  it.each([
    [new Error('An object could not be cloned.'), 'invalid', /plain values/],
    [new Error("Error invoking remote method 'lab:call': Error: own pages"), 'internal', /own pages/],
  ])('answers with an error where Electron says %s', async (error, kind, message) => {
    const ipc = Object.assign(new JoinedIpc(), { invoke: () => Promise.reject(error) })
    expect(await bridgeOver(ipc).call('runs.list', {})).toEqual({
      ok: false,
      error: { kind, message: expect.stringMatching(message), issues: [] },
    })
  })
})

describe('pages', () => {
  let folder: string
  let lab: ReturnType<typeof fakeLab>
  let serve: ReturnType<typeof pagesFrom>

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages-'))
    await writeFile(join(folder, 'index.html'), '<title>the lab</title>')
    await writeFile(join(folder, 'a b.js'), 'export {}')
    await writeFile(`${folder}-secret.txt`, 'secret')
    lab = fakeLab()
    serve = pagesFrom(folder, lab)
  })

  afterEach(async () => {
    await rm(folder, { recursive: true })
    await rm(`${folder}-secret.txt`)
  })

  const get = (url: string): Promise<Response> => serve({ method: 'GET', url })

  it('come from the folder with their type and the strict headers', async () => {
    for (const address of [pagesOrigin, `${pagesOrigin}/`, `${pagesOrigin}/index.html?x#/history`]) {
      const page = await get(address)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('the lab')
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'; script-src 'self';/)
      expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    }
    const script = await get(`${pagesOrigin}/a%20b.js`)
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
  })

  it('stand beside the files that the lab makes, which come as they are made', async () => {
    let made = 0
    lab.files.set('export/1a-2b', {
      type: 'text/csv;charset=utf-8',
      pieces: (async function* () {
        for (; made < 3; made++) yield Buffer.from(`${made}\n`)
      })(),
    })
    const answer = await get(`${pagesOrigin}/export/1a-2b`)
    expect(made).toBe(0)
    expect(answer.headers.get('content-type')).toBe('text/csv;charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).toBe('0\n1\n2\n')
    const gone = await get(`${pagesOrigin}/export/3c`)
    expect(gone.status).toBe(404)
    expect(await gone.text()).toMatch(/Export it once more/)
  })

  it('are there only under their names', async () => {
    expect((await get(`${pagesOrigin}/nowhere.js`)).status).toBe(404)
    expect((await get(`${pagesOrigin}/assets`)).status).toBe(404)
    expect((await serve({ method: 'POST', url: pagesOrigin })).status).toBe(405)
  })

  it.each([
    (name: string) => `${pagesOrigin}/..%2f${name}`,
    (name: string) => `${pagesOrigin}/..%5c${name}`,
    (name: string) => `${pagesOrigin}/%2e%2e%2f${name}`,
    (name: string) => `${pagesOrigin}/x%2f..%2f..%2f${name}`,
    (name: string) => `${pagesOrigin}/%2e%2e/${name}`,
    (name: string) => `${pagesOrigin}/../${name}`,
    (name: string) => `${pagesOrigin}//../${name}`,
    () => `${pagesOrigin}/%00`,
    () => `${pagesOrigin}/%zz`,
    () => `${pagesOrigin}/%2f`,
    () => 'app://other/index.html',
    () => 'file:///etc/passwd',
    () => 'no address',
  ])('are not found outside it (%#)', async (address) => {
    const answer = await get(address(`${folder.split('/').at(-1)}-secret.txt`))
    expect([403, 404]).toContain(answer.status)
    expect(await answer.text()).toBe('')
  })

  it('have an origin of their own, with no way round the policy', () => {
    expect(`${pagesScheme.scheme}://lab`).toBe(pagesOrigin)
    expect(pagesScheme.privileges).toMatchObject({ standard: true, secure: true })
    expect(pagesScheme.privileges?.bypassCSP ?? false).toBe(false)
    expect(pagesScheme.privileges?.allowServiceWorkers ?? false).toBe(false)
  })
})

describe('the lockdown', () => {
  it('denies every permission at all three handlers', () => {
    let request: Parameters<Session['setPermissionRequestHandler']>[0] = null
    let check: Parameters<Session['setPermissionCheckHandler']>[0] = null
    let device: Parameters<Session['setDevicePermissionHandler']>[0] = null
    denyPermissions({
      setPermissionRequestHandler: (handler) => (request = handler),
      setPermissionCheckHandler: (handler) => (check = handler),
      setDevicePermissionHandler: (handler) => (device = handler),
    })
    const answers: boolean[] = []
    const call = (handler: unknown, ...words: unknown[]): unknown =>
      (handler as (...words: unknown[]) => unknown)(...words)
    call(request, undefined, 'media', (granted: boolean) => answers.push(granted), {})
    expect(answers).toEqual([false])
    expect(call(check, null, 'clipboard-read', pagesOrigin, {})).toBe(false)
    expect(call(device, { deviceType: 'usb', origin: pagesOrigin, device: {} })).toBe(false)
  })

  type Confined = Pick<WebContents, 'on' | 'getURL' | 'setWindowOpenHandler'>

  class Contents implements Confined {
    readonly #events = new EventEmitter()
    readonly on = this.#events.on.bind(this.#events) as unknown as WebContents['on']
    openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined
    getURL(): string {
      return `${pagesOrigin}/index.html`
    }
    setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
      this.openHandler = handler
    }
    /** Whether the event was prevented. */
    ask(name: string, details: Partial<WebContentsWillFrameNavigateEventParams>): boolean {
      let prevented = false
      this.#events.emit(name, { ...details, preventDefault: () => (prevented = true) })
      return prevented
    }
  }

  function confined(): { contents: Contents; opened: string[] } {
    const opened: string[] = []
    const contents = new Contents()
    confine(contents, (address) => opened.push(address))
    return { contents, opened }
  }

  it('keeps a window on its page', () => {
    const { contents, opened } = confined()
    for (const url of ['https://evil.example/', 'file:///etc/passwd', `${pagesOrigin}/other.html`]) {
      expect(contents.ask('will-frame-navigate', { url, isMainFrame: true })).toBe(true)
    }
    expect(contents.ask('will-frame-navigate', { url: contents.getURL(), isMainFrame: false })).toBe(true)
    expect(contents.ask('will-frame-navigate', { url: contents.getURL(), isMainFrame: true })).toBe(false)
    expect(contents.ask('will-redirect', { url: 'https://evil.example/' })).toBe(true)
    expect(contents.ask('will-attach-webview', {})).toBe(true)
    expect(opened).toEqual([])
  })

  it('opens no windows; known links open in the system browser', () => {
    const { contents, opened } = confined()
    const open = (url: string): unknown => contents.openHandler?.({ url } as never)
    expect(open('https://arxiv.org/abs/1412.6980')).toEqual({ action: 'deny' })
    expect(open('https://evil.example/')).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://arxiv.org/abs/1412.6980'])
    contents.ask('will-frame-navigate', { url: 'https://doi.org/10.1', isMainFrame: false })
    expect(opened).toHaveLength(1)
    contents.ask('will-frame-navigate', { url: 'https://doi.org/10.1', isMainFrame: true })
    expect(opened).toHaveLength(2)
  })

  it.each([
    'http://arxiv.org/',
    'https://arxiv.org.evil.example/',
    'https://arxiv.org@evil.example/',
    'https://user@arxiv.org/',
    'https://arxiv.org:8443/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'arxiv.org',
    '',
  ])('does not take %j for a known link', (address) => expect(isExternal(address)).toBe(false))
})

describe('the window', () => {
  it('is shut off from Node and from the web', () => {
    expect(windowOptions({ preload: 'p', icon: 'i', dark: false }).webPreferences).toMatchObject({
      preload: 'p',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    })
  })

  function closing(busy: () => boolean) {
    const answers: ((close: boolean) => void)[] = []
    const listeners: ((event: { preventDefault: () => void }) => void)[] = []
    let closed = 0
    const close = (): void => {
      let prevented = false
      for (const listener of listeners) listener({ preventDefault: () => (prevented = true) })
      if (!prevented) closed += 1
    }
    askBeforeClosing({ on: (_name, listener) => listeners.push(listener), close }, busy, () => {
      return new Promise((resolve) => answers.push(resolve))
    })
    return { answers, close, closed: () => closed }
  }

  it('closes at once while nothing runs', () => {
    const { answers, close, closed } = closing(() => false)
    close()
    expect(closed()).toBe(1)
    expect(answers).toHaveLength(0)
  })

  it('asks once while runs are going, and closes on agreement', async () => {
    const { answers, close, closed } = closing(() => true)
    close()
    close()
    expect(answers).toHaveLength(1)
    expect(closed()).toBe(0)
    answers[0]?.(true)
    await vi.waitFor(() => expect(closed()).toBe(1), 20_000)
    expect(answers).toHaveLength(1)
  })

  it('stays open on refusal and asks again the next time', async () => {
    const { answers, close, closed } = closing(() => true)
    close()
    answers[0]?.(false)
    await Promise.resolve()
    await Promise.resolve()
    close()
    expect(closed()).toBe(0)
    expect(answers).toHaveLength(2)
  })

  it('has a menu that starts with the app only where the system wants it', () => {
    expect(menuTemplate('darwin')[0]).toEqual({ role: 'appMenu' })
    expect(menuTemplate('linux')[0]).toEqual({ role: 'fileMenu' })
  })
})

describe('quitting', () => {
  function quitting() {
    const events = new EventEmitter()
    const exits: number[] = []
    const closed = Promise.withResolvers<undefined>()
    const close = vi.fn((): Promise<void> => closed.promise.then(() => {}))
    const on: QuittingApp['on'] = (name, listener) => events.on(name, listener)
    quitAfter({ on, exit: (status) => exits.push(status) }, close)
    const quit = (): boolean => {
      let prevented = false
      events.emit('will-quit', { preventDefault: () => (prevented = true) })
      return prevented
    }
    return { quit, closed, close, exits }
  }

  it('needs of Electron what there is', () => {
    expectTypeOf<App>().toExtend<QuittingApp>()
  })

  it('waits for the lab, however often it is asked for', async () => {
    const { quit, closed, close, exits } = quitting()
    expect([quit(), quit(), quit()]).toEqual([true, true, true])
    expect(close).toHaveBeenCalledTimes(1)
    expect(exits).toEqual([])
    closed.resolve(undefined)
    await vi.waitFor(() => expect(exits).toEqual([0]))
  })
})

describe('a page that is gone', () => {
  type Details = RenderProcessGoneDetails
  function gone() {
    const events = new EventEmitter()
    const answers: ((again: boolean) => void)[] = []
    const done: string[] = []
    let destroyed = false
    const on = events.on.bind(events) as unknown as WebContents['on']
    offerWhenGone(
      { on, reload: () => void done.push('reload'), isDestroyed: () => destroyed },
      { ask: () => new Promise((resolve) => answers.push(resolve)), close: () => void done.push('close') },
    )
    const go = (reason: Details['reason']): unknown =>
      events.emit('render-process-gone', {}, { reason, exitCode: 5 })
    const destroy = (): void => void (destroyed = true)
    return { go, answers, done, destroy }
  }

  it('is loaded again or closed, as the answer is, and asked about once', async () => {
    const { go, answers, done } = gone()
    go('crashed')
    go('crashed')
    expect(answers).toHaveLength(1)
    answers[0](true)
    await vi.waitFor(() => expect(done).toEqual(['reload']))
    go('oom')
    answers[1](false)
    await vi.waitFor(() => expect(done).toEqual(['reload', 'close']))
  })

  it('whose window went under the question is left alone', async () => {
    const { go, answers, done, destroy } = gone()
    go('crashed')
    destroy()
    answers[0](true)
    await Promise.resolve()
    await Promise.resolve()
    expect(done).toEqual([])
  })

  it('that went by itself is not asked about', () => {
    const { go, answers } = gone()
    go('clean-exit')
    expect(answers).toHaveLength(0)
  })

  it('is told with why, in words', () => {
    expect(goneQuestion({ reason: 'oom', exitCode: 1 }).detail).toContain('its memory was used up')
    expect(goneQuestion({ reason: 'integrity-failure', exitCode: 7 }).detail).toContain('exit code 7')
  })
})

describe('the profile', () => {
  it('is beside the data, or passes where nothing can be written there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'profile-'))
    try {
      const beside = profileIn(folder)
      expect(beside.folder).toBe(join(folder, 'window'))
      beside.discard()
      expect(existsSync(beside.folder)).toBe(true)
      await writeFile(join(folder, 'taken'), '')
      const passing = profileIn(join(folder, 'taken'))
      expect(existsSync(passing.folder)).toBe(true)
      // What Chromium wrote after its own end goes with the next.
      const dead = spawnSync(process.execPath, ['--version']).pid
      const left = await mkdtemp(join(tmpdir(), `descent-lab-window-${dead}-`))
      profileIn(join(folder, 'taken')).discard()
      expect([existsSync(left), existsSync(passing.folder)]).toEqual([false, true])
      passing.discard()
      expect(existsSync(passing.folder)).toBe(false)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it.skipIf(process.platform === 'win32')('is taken only by another process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'profile-'))
    try {
      const profile = { folder, discard: () => {} }
      expect(isTaken(profile)).toBe(false)
      await symlink(`host-${process.pid}`, join(folder, 'SingletonLock'))
      expect(isTaken(profile)).toBe(false)
      await rm(join(folder, 'SingletonLock'))
      await symlink('host-1', join(folder, 'SingletonLock'))
      expect(isTaken(profile)).toBe(true)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('a file that a page hands out', () => {
  it('is named by the dialog', () => {
    const events = new EventEmitter()
    const options: unknown[] = []
    titleDownloads({ on: events.on.bind(events) as unknown as Session['on'] })
    const setSaveDialogOptions = (given: unknown): void => void options.push(given)
    events.emit('will-download', {}, { getFilename: () => 'runs.csv', setSaveDialogOptions })
    expect(options).toEqual([{ title: 'Save runs.csv' }])
  })
})
