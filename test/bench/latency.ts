import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { chromium, type Page } from 'playwright'
import { doorTo } from '../../src/main/shell/lab-calls'
import { openWebShell } from '../../src/main/shell/web/server'
import { findBrowser } from '../e2e/support/find-browser'
import { clockChannel, timeBetweenUpdates, type ClockedRun } from './clock'
import { documentOf } from './engine'
import { root, withLab } from './lab'
import { quantile, timingOf } from './measure'
import type { Report, Row } from './report'

const pages = join(root, 'out/renderer')

/** So many runs at once, of so many updates each: few enough for every point to be a corner of its line. */
const sizes = [
  { runs: 1, updates: 500, launches: 4 },
  { runs: 12, updates: 120, launches: 2 },
] as const

const documentFor = ({ runs, updates }: (typeof sizes)[number]): object =>
  documentOf({
    name: 'Latency',
    objective: { id: 'rosenbrock' },
    start: [-1.2, 1],
    iterations: updates,
    record: { every: 1 },
    runs: Array.from({ length: runs }, (_, index) => ({
      optimizer: 'gd',
      hyper: { lr: 1e-5 * (index + 1) },
      label: `Run ${index + 1}`,
    })),
  })

/** A picture of the losses: when it was drawn, and up to which point of each run. */
interface Drawing {
  readonly at: number
  readonly newest: readonly number[]
}

declare global {
  var drawings: Drawing[]
}

/** From now on the page notes the lines that it draws of curves of the loss. */
function noteDrawings(): void {
  globalThis.drawings = []
  const { prototype } = CanvasRenderingContext2D
  const { beginPath, lineTo, stroke } = prototype
  let corners = 0
  let drawing: { at: number; newest: number[] } | undefined
  prototype.beginPath = function () {
    corners = 0
    beginPath.call(this)
  }
  prototype.lineTo = function (x, y) {
    corners++
    lineTo.call(this, x, y)
  }
  prototype.stroke = function (...path: [] | [Path2D]) {
    ;(stroke as (...path: [] | [Path2D]) => void).apply(this, path)
    const isCurve = this.lineJoin === 'bevel' && this.canvas.ariaLabel?.startsWith('Loss')
    if (!isCurve) return
    if (!drawing) {
      const begun = (drawing = { at: 0, newest: [] })
      queueMicrotask(() => {
        globalThis.drawings.push({ ...begun, at: Date.now() })
        drawing = undefined
      })
    }
    // A line from one point to the next.
    drawing.newest.push(corners)
  }
}

/** Milliseconds from each point to the first picture that has it, once there is one of all runs. */
function delaysOf(drawings: readonly Drawing[], clocked: readonly ClockedRun[]): readonly number[] {
  const runs = clocked.toSorted((a, b) => a.run - b.run)
  // One of the launch before has points that these runs did not have by then.
  const whole = drawings.filter(
    ({ at, newest }) =>
      newest.length === runs.length && newest.every((point, index) => runs[index].times[point] <= at),
  )
  const begun = whole[0]?.at ?? Infinity
  return runs.flatMap(({ times }, index) => {
    let next = 0
    return [...times].flatMap((made, point) => {
      while (next < whole.length && whole[next].newest[index] < point) next++
      return made > begun && next < whole.length ? [whole[next].at - made] : []
    })
  })
}

async function launch(page: Page, size: (typeof sizes)[number]): Promise<readonly number[]> {
  const channel = new BroadcastChannel(clockChannel)
  const runs: ClockedRun[] = []
  const over = new Promise<void>((done) => {
    channel.onmessage = ({ data }: { readonly data: unknown }) => {
      runs.push(data as ClockedRun)
      if (runs.length === size.runs) done()
    }
  })
  await page.evaluate(() => (globalThis.drawings = []))
  await page.getByRole('main').getByRole('button', { name: 'Run', exact: true }).first().click()
  await over
  channel.close()
  const settled = await page.waitForFunction((points) => {
    const { drawings } = globalThis
    return drawings.at(-1)?.newest.every((newest) => newest >= points) && drawings
  }, size.updates)
  return delaysOf((await settled.jsonValue()) as readonly Drawing[], runs)
}

async function delays(page: Page, size: (typeof sizes)[number]): Promise<readonly number[]> {
  await page.getByLabel('Experiment file').setInputFiles({
    name: 'experiment.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(documentFor(size))),
  })
  // In the first one the page is compiled.
  await launch(page, size)
  const all: number[] = []
  for (let round = 0; round < size.launches; round++) all.push(...(await launch(page, size)))
  return all
}

/** From an update on its thread to its pixel in the built page, in a browser. */
export async function latency(report: Report): Promise<void> {
  if (!existsSync(pages))
    return report.say('The page is not built, so that nothing can be drawn: npm run build')
  const found = await findBrowser()
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args],
    env: { ...process.env, ...found.env } as Record<string, string>,
  })
  try {
    await withLab(
      async (lab) => {
        const shell = await openWebShell({
          door: doorTo(lab),
          pages,
          ports: [0],
          onNextLink: () => undefined,
        })
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
        await page.addInitScript(noteDrawings)
        await page.goto(shell.link())
        const rows: Row[] = []
        for (const size of sizes) {
          const seconds = (await delays(page, size)).map((delay) => delay / 1_000)
          const slowest = Math.round(
            1_000 *
              quantile(
                seconds.toSorted((a, b) => a - b),
                0.95,
              ),
          )
          const name = size.runs === 1 ? 'one run' : `${size.runs} runs`
          rows.push({ name, ...timingOf(seconds), note: `95 % within ${slowest} ms` })
        }
        report.add(`From an update to its pixel, an update every ${timeBetweenUpdates} ms`, rows)
        await page.close()
        await shell.close()
      },
      // Room for twelve runs at once.
      { shell: 'browser', threads: 2, worker: new URL('./clocked.js', import.meta.url) },
    )
  } finally {
    await browser.close()
  }
}
