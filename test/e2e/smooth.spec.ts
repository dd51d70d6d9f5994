import type { Page } from 'playwright/test'
import { headerButton, openExperiment, state, type ExperimentFile } from './support/app'
import { expect, test } from './support/lab'

/**
 * The one place where a time is asserted: 50,000 iterations of gradient descent on 500 rows, four
 * at once, and the page answers a click within 100 ms all the while. The gradient as printed,
 * without its 1/N, and no stopping rule, so that every run uses its whole budget.
 */
const heavy: ExperimentFile = {
  name: 'Fifty thousand',
  objective: { id: 'linear-regression', gradient: 'as-printed', data: { source: 'normal', rows: 500 } },
  start: [2, 2],
  iterations: 50_000,
  runs: [1e-6, 2e-6, 4e-6, 8e-6].map((lr) => ({ optimizer: 'gd', hyper: { lr }, label: `lr ${lr}` })),
  stop: { gradientNorm: 0, parameterChange: 0 },
}

interface Watch {
  /** Milliseconds from each click, as the browser took it, until the page had changed. */
  readonly answers: number[]
  /** Points of the longest curve at each drawing, in the order drawn. */
  readonly drawn: number[]
  /** Milliseconds of each task over 50 that kept the page from doing anything else. */
  readonly tasks: number[]
}

declare global {
  var smooth: Watch
}

/** From now on the page notes how fast it answers clicks on the switch of the y axis. */
function watch(): void {
  const answers: number[] = []
  const drawn: number[] = []
  const tasks: number[] = []
  globalThis.smooth = { answers, drawn, tasks }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  }).observe({ type: 'longtask' })

  let clicked = 0
  const isSwitch = (target: EventTarget | null): target is Element =>
    target instanceof Element && target.closest('button')?.textContent.trim() === 'log y'
  document.addEventListener(
    'click',
    (event) => {
      if (isSwitch(event.target)) clicked = event.timeStamp
    },
    { capture: true },
  )
  new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (attributeName !== 'aria-pressed' || !isSwitch(target) || clicked === 0) continue
      answers.push(performance.now() - clicked)
      clicked = 0
    }
    const name = document.querySelector('[role="img"][aria-label^="Loss:"]')?.getAttribute('aria-label') ?? ''
    const last = [...name.matchAll(/at Iteration ([\d,]+)/g)].map(([, count]) =>
      Number(count.replaceAll(',', '')),
    )
    const furthest = Math.max(0, ...last)
    if (furthest !== drawn.at(-1)) drawn.push(furthest)
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
}

/** Clicks the switch for as long as the runs go on. */
async function clickWhileRunning(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'log y' })
  await expect(button).toBeVisible()
  const box = await button.boundingBox()
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2]
  while (/^Running/.test(await state(page).innerText())) await page.mouse.click(x, y)
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]

test('the page answers clicks and draws live while 50,000 iterations run', async ({ lab }, info) => {
  const { page } = lab
  await openExperiment(page, heavy)
  await page.evaluate(watch)
  const answers = (): Promise<number> => page.evaluate(() => globalThis.smooth.answers.length)
  let launches = 0
  // One launch may be over after a few clicks; enough of them make a sample.
  while ((await answers()) < 40 && launches < 20) {
    await headerButton(page, 'Run').click()
    await expect(state(page)).toHaveText(/^Running|^Done/)
    await clickWhileRunning(page)
    await expect(state(page)).toHaveText('Done: 4 finished')
    launches++
  }
  const seen = await page.evaluate(() => globalThis.smooth)
  const figures = {
    launches,
    clicks: seen.answers.length,
    median: percentile(seen.answers, 0.5),
    p95: percentile(seen.answers, 0.95),
    slowest: Math.max(...seen.answers),
    longTasks: seen.tasks.length,
    longestTask: Math.max(0, ...seen.tasks),
    drawings: seen.drawn.length,
  }
  info.annotations.push({ type: 'figures', description: JSON.stringify(figures) })
  process.stdout.write(`${JSON.stringify(figures)}\n`)

  expect(figures.clicks).toBeGreaterThanOrEqual(20)
  expect(seen.drawn.filter((count) => count > 0 && count < 50_000).length).toBeGreaterThan(launches)
  // Nine in ten: other programs share the machine that tests run on, and one of them is the lab itself.
  expect(figures.median).toBeLessThan(100)
})
