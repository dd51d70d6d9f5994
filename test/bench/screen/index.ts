import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright'
import { doorTo } from '../../../src/main/shell/lab-calls'
import { openWebShell } from '../../../src/main/shell/web/server'
import type { Lab } from '../../../src/main/lab/lab'
import { findBrowser } from '../../e2e/support/find-browser'
import { documentOf } from '../engine'
import { root, withLab } from '../lab'
import { quantile, timingOf } from '../measure'
import type { Report } from '../report'
import { beginMark, categories, endMark, stretchOf, type Stretch } from './trace'

const ownPages = join(root, 'out/renderer')
const uplotPages = fileURLToPath(new URL('./uplot', import.meta.url))
const runs = 12
const updates = 100_000
const rounds = 3

const withRuns = (document: object, run: (index: number) => object): object =>
  documentOf({
    iterations: updates,
    record: { every: 1 },
    ...document,
    runs: Array.from({ length: runs }, (_, index) => ({
      optimizer: 'gd',
      label: `Run ${index + 1}`,
      ...run(index),
    })),
  })

/** All of them slow enough to be far from 0 at the end: uPlot's log axis never comes back from 1e-27. */
const experiments = [
  {
    about: 'of Rosenbrock’s function',
    document: withRuns({ name: 'Screen', objective: { id: 'rosenbrock' }, start: [-1.2, 1] }, (index) => ({
      hyper: { lr: 1e-5 * (index + 1) },
    })),
  },
  {
    about: 'on batches of 50 of 500 rows',
    document: withRuns(
      {
        name: 'Screen, with data',
        objective: { id: 'linear-regression', data: { source: 'normal', rows: 500 } },
        start: [2, 2],
      },
      (index) => ({ batch: 50, hyper: { lr: 0.002 * (index + 1) } }),
    ),
  },
] as const

/** A stretch in which runs were live, and how many pictures of their losses there were in it. */
interface Watched extends Stretch {
  readonly pictures: number
}

declare global {
  /** Of the picture of the losses. */
  var timesDrawn: number
}

/** From now on the page wants every frame that it can have, and counts how often it draws the losses. */
function watch(mark: string): void {
  globalThis.timesDrawn = 0
  const { prototype } = CanvasRenderingContext2D
  const { clearRect } = prototype
  prototype.clearRect = function (...area) {
    if (this.canvas.closest('.uplot') ?? this.canvas.ariaLabel?.startsWith('Loss')) globalThis.timesDrawn++
    clearRect.apply(this, area)
  }
  const again = (): void => void requestAnimationFrame(again)
  again()
  performance.mark(mark)
}

/** @param start has the runs started, which end before the page is looked at again */
async function traced(browser: Browser, page: Page, lab: Lab, start: () => unknown): Promise<Watched> {
  await browser.startTracing(page, { categories })
  await page.evaluate(watch, beginMark)
  // They may have ended before `start` comes back.
  const begun = new Promise<void>((resolve) => {
    const stop = lab.on('runs.changed', () => {
      stop()
      resolve()
    })
  })
  await start()
  await begun
  while (lab.busy()) await setTimeout(20)
  await page.waitForFunction(() =>
    document.querySelector('main [role="status"]')?.textContent.startsWith('Done'),
  )
  const pictures = await page.evaluate((mark) => {
    performance.mark(mark)
    return globalThis.timesDrawn
  }, endMark)
  return { ...stretchOf(await browser.stopTracing()), pictures }
}

/** The Lab's own page, with all there is on it. */
async function inLab(
  browser: Browser,
  context: BrowserContext,
  lab: Lab,
  document: object,
): Promise<Watched> {
  const page = await context.newPage()
  try {
    await page.goto('/')
    await page.getByLabel('Experiment file').setInputFiles({
      name: 'experiment.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(document)),
    })
    const button = page.getByRole('main').getByRole('button', { name: 'Run', exact: true }).first()
    return await traced(browser, page, lab, () => button.click())
  } finally {
    await page.close()
  }
}

/** A page with nothing but the losses, drawn by uPlot. */
async function inUplot(
  browser: Browser,
  context: BrowserContext,
  lab: Lab,
  document: object,
): Promise<Watched> {
  const page = await context.newPage()
  try {
    await page.goto('/')
    await page.waitForSelector('body[data-ready]', { state: 'attached' })
    return await traced(browser, page, lab, () =>
      lab.handlers['runs.start']({ experiment: document, paused: false }),
    )
  } finally {
    await page.close()
  }
}

/** The same quantity of several rounds, its median. */
const median = (of: (watched: Watched) => number, all: readonly Watched[]): number =>
  quantile(
    all.map(of).toSorted((a, b) => a - b),
    0.5,
  )
const framesOf = ({ frames, length }: Watched): number => (1_000 * frames.length) / length
const picturesOf = ({ pictures, length }: Watched): number => (1_000 * pictures) / length
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const longest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), 0)

function inWords(all: readonly Watched[]): string {
  const part = (of: (watched: Watched) => number): string =>
    of === undefined ? '' : median(of, all).toFixed(0)
  return [
    `${part(framesOf)} frames and ${part(picturesOf)} pictures of the losses a second`,
    `longest frame ${part(({ frames }) => longest(frames))} ms`,
    `longest task ${part(({ tasks }) => longest(tasks))} ms, on a processor ${part(({ processor }) => longest(processor))} ms`,
    `${part(({ tasks, length }) => (100 * sum(tasks)) / length)} % of the main thread, on a processor ${part(({ processor, length }) => (100 * sum(processor)) / length)} %`,
    `${part(({ length }) => length)} ms in all`,
  ].join('; ')
}

/** Twelve live runs on the Lab's page, and the same losses drawn by uPlot in the same browser, in turn. */
export async function screen(report: Report): Promise<void> {
  if (!existsSync(ownPages))
    return report.say('The page is not built, so that nothing can be drawn: npm run build')
  const found = await findBrowser()
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args],
    env: { ...process.env, ...found.env } as Record<string, string>,
  })
  try {
    for (const { about, document } of experiments) await compare(report, browser, about, document)
  } finally {
    await browser.close()
  }
}

interface Opened {
  readonly context: BrowserContext
  readonly close: () => Promise<void>
}

/** A browser that is let in to pages of the lab's, which no other page shares. */
async function opened(browser: Browser, lab: Lab, pages: string): Promise<Opened> {
  const shell = await openWebShell({ door: doorTo(lab), pages, ports: [0], onNextLink: () => undefined })
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    baseURL: new URL(shell.link()).origin,
    // Not every system names one that a browser knows, which uPlot insists on.
    locale: 'en-US',
  })
  const page = await context.newPage()
  await page.goto(shell.link())
  await page.close()
  return {
    context,
    async close() {
      await context.close()
      await shell.close()
    },
  }
}

async function compare(report: Report, browser: Browser, about: string, document: object): Promise<void> {
  const title = `${runs} live runs of ${updates.toLocaleString('en')} updates ${about}`
  const watched = { 'Descent Lab': [] as Watched[], uPlot: [] as Watched[] }
  await withLab(
    async (lab) => {
      const [own, other] = [await opened(browser, lab, ownPages), await opened(browser, lab, uplotPages)]
      // In the first round the pages are compiled.
      for (let round = 0; round <= rounds; round++) {
        const pair = [
          await inLab(browser, own.context, lab, document),
          await inUplot(browser, other.context, lab, document),
        ]
        if (round === 0) continue
        watched['Descent Lab'].push(pair[0])
        watched.uPlot.push(pair[1])
      }
      await own.close()
      await other.close()
    },
    { shell: 'browser', threads: 2 },
  )
  report.compare(
    `${title}: from frame to frame`,
    Object.entries(watched).map(([name, all]) => ({
      name,
      ...timingOf(all.flatMap(({ frames }) => frames.map((frame) => frame / 1_000))),
    })),
    'uPlot',
  )
  for (const [name, all] of Object.entries(watched)) report.say(`${name}: ${inWords(all)}`)
  const own = watched['Descent Lab']
  const ratio = (of: (each: Watched) => number): number => median(of, own) / median(of, watched.uPlot)
  report.aim(`frames a second against uPlot, ${title}`, ratio(framesOf), { least: 1 }, 'x')
  report.aim(`pictures of the losses a second against uPlot, ${title}`, ratio(picturesOf), { least: 1 }, 'x')
  report.aim(
    `the longest task, ${title}`,
    median(({ tasks }) => longest(tasks), own),
    { most: 50 },
    'ms',
  )
}
