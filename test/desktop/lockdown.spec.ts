import { join } from 'node:path'
import { root } from '../e2e/support/shells'
import { expect, labCall, test } from './support/window'

test('a page has the two functions of its bridge, and nothing of Node or Electron', async ({ open }) => {
  const { page } = await open()
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in globalThis,
    ),
    lab: Object.keys(window.lab ?? {}),
    frozen: Object.isFrozen(window.lab),
  }))
  expect(seen).toEqual({ globals: [], lab: ['call', 'on'], frozen: true })
})

test('a page runs no script but its own and reaches nobody else', async ({ open }) => {
  const { page } = await open()
  const tried = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.ran = true'
    document.head.append(script)
    const button = document.createElement('button')
    button.setAttribute('onclick', 'globalThis.ran = true')
    document.body.append(button)
    button.click()
    button.remove()
    const worker = await new Promise<string>((told) => {
      const made = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
      made.onmessage = () => told('ran')
      made.onerror = () => told('refused')
    }).catch(() => 'refused')
    return {
      ran: 'ran' in globalThis,
      worker,
      fetched: await fetch('https://example.com/').then(
        () => 'answered',
        () => 'refused',
      ),
    }
  })
  expect(tried).toEqual({ ran: false, worker: 'refused', fetched: 'refused' })
})

test('pages come from their folder and from nowhere else', async ({ open }) => {
  const { page } = await open()
  const statuses = await page.evaluate(
    async (addresses) => {
      const found: Record<string, number | string> = {}
      for (const address of addresses) {
        found[address] = await fetch(address).then(
          ({ status }) => status,
          () => 'refused',
        )
      }
      const post = await fetch('app://lab/index.html', { method: 'POST' }).then(({ status }) => status)
      return { ...found, post }
    },
    [
      'app://lab/index.html',
      'app://lab/..%2f..%2f..%2fetc/passwd',
      'app://lab/..%2fmain%2felectron.js',
      'app://lab/..%5c..%5cetc',
      'app://lab/assets',
      'app://other/index.html',
      'file:///etc/passwd',
    ],
  )
  expect(statuses).toEqual({
    'app://lab/index.html': 200,
    'app://lab/..%2f..%2f..%2fetc/passwd': 403,
    'app://lab/..%2fmain%2felectron.js': 403,
    'app://lab/..%5c..%5cetc': 403,
    'app://lab/assets': 404,
    'app://other/index.html': 'refused',
    'file:///etc/passwd': 'refused',
    post: 405,
  })
})

test('a window stays on its page; only known links leave, for the system browser', async ({ open }) => {
  const { app, page } = await open()
  await app.evaluate(({ shell, BrowserWindow }) => {
    const memory = globalThis as { opened?: string[]; left?: string[] }
    memory.opened = []
    memory.left = []
    Object.assign(shell, {
      openExternal: (address: string) => Promise.resolve(void memory.opened?.push(address)),
    })
    BrowserWindow.getAllWindows()[0].webContents.on('will-frame-navigate', ({ url }) =>
      memory.left?.push(url),
    )
  })
  const leave = (address: string): Promise<void> =>
    page.evaluate((to) => {
      location.href = to
      window.open(to)
    }, address)
  // These two Chromium refuses itself.
  for (const address of ['file:///etc/passwd', 'data:text/html,elsewhere']) await leave(address)
  const asked = [
    'https://example.com/',
    'app://lab/other.html',
    'app://other/index.html',
    'https://arxiv.org/abs/1412.6980',
  ]
  for (const [index, address] of asked.entries()) {
    await leave(address)
    await expect
      .poll(() => app.evaluate(() => (globalThis as { left?: string[] }).left))
      .toEqual(asked.slice(0, index + 1))
  }
  await expect
    .poll(() => app.evaluate(() => (globalThis as { opened?: string[] }).opened))
    .toEqual(['https://arxiv.org/abs/1412.6980', 'https://arxiv.org/abs/1412.6980'])
  const there = await page.evaluate(() => [location.href, document.querySelector('nav')?.innerText])
  expect(there).toEqual([
    expect.stringMatching(/^app:\/\/lab\/index\.html/),
    expect.stringContaining('History'),
  ])
  expect(app.windows()).toHaveLength(1)
})

test('a page gets no camera, no place, no messages, no clipboard and no device', async ({ open }) => {
  const { page } = await open()
  const granted = await page.evaluate(async () => {
    const asked: Record<string, () => Promise<unknown>> = {
      media: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      place: () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      messages: async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied')
      },
      clipboard: () => navigator.clipboard.readText(),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
    }
    const got: string[] = []
    for (const [name, ask] of Object.entries(asked)) {
      await ask().then(
        () => got.push(name),
        () => {},
      )
    }
    return got
  })
  expect(granted).toEqual([])
})

test('the lab answers its own pages only, not about:blank with their origin', async ({ open }) => {
  const opened = await open()
  const { app, page } = opened
  expect(await labCall(opened, 'app.info')).toMatchObject({ ok: true })
  // The events of a run reach the page that listens...
  await page.evaluate(() => {
    location.href = 'about:blank'
  })
  await page.waitForURL('about:blank')
  expect(await page.evaluate(() => window.lab !== undefined)).toBe(true)
  expect(await labCall(opened, 'app.info')).toMatchObject({ ok: false })
  // ... and from here on none is sent.
  const sent = await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]
    const memory = globalThis as { sent?: number }
    memory.sent = 0
    const send = webContents.send.bind(webContents)
    webContents.send = (...words) => {
      memory.sent = (memory.sent ?? 0) + 1
      send(...words)
    }
    return memory.sent
  })
  expect(sent).toBe(0)
})

test('pages of others with the same preload are refused', async ({ open }) => {
  const { app } = await open()
  const answers = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const ask = "window.lab ? window.lab.call('app.info', {}).then(({ ok }) => ok) : 'no lab'"
      const heard: unknown[] = []
      for (const address of ['data:text/html,<p>hello', 'about:blank', 'file:///etc/hostname']) {
        const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
        await other.loadURL(address)
        heard.push(await other.webContents.executeJavaScript(ask))
        other.destroy()
      }
      return heard
    },
    join(root, 'out/preload/preload.cjs'),
  )
  expect(answers).toEqual([false, false, false])
})

test('what can’t be sent to the lab is answered with an error, and many may listen', async ({ open }) => {
  const { page } = await open()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  const answers = await page.evaluate(async () => {
    const call = (input: unknown): Promise<unknown> => window.lab?.call('runs.get', input) as Promise<unknown>
    return [await call({ run: () => 1 }), await call({ run: { nested: [() => 1] } })]
  })
  for (const answer of answers) {
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'invalid', message: expect.stringContaining('plain values') },
    })
  }
  const saved = await page.evaluate(async () => {
    const counts = Array.from({ length: 15 }, () => 0)
    const stops = counts.map((_, index) => window.lab?.on('library.changed', () => counts[index]++))
    stops[3]?.()
    Object.assign(globalThis, { counts })
    const experiment = {
      format: 'descent-lab/experiment@1',
      name: 'Heard',
      objective: { id: 'rosenbrock' },
      iterations: 1,
      runs: [{ optimizer: 'gd', hyper: { lr: 0.1 } }],
    }
    return window.lab?.call('experiments.save', { experiment })
  })
  expect(saved).toMatchObject({ ok: true })
  await expect
    .poll(() => page.evaluate(() => (globalThis as { counts?: number[] }).counts))
    .toEqual(Array.from({ length: 15 }, (_, index) => (index === 3 ? 0 : 1)))
  expect(complaints).toEqual([])
})
