import { chromium } from 'playwright'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { doorTo } from '../../../src/main/shell/lab-calls'
import { openWebShell } from '../../../src/main/shell/web/server'
import { findBrowser } from '../../e2e/support/find-browser'
import { documentOf } from '../engine'
import { root, withLab } from '../lab'
const kind = process.env.KIND ?? 'reg'
const doc = kind === 'reg' ? {
  name: 'Screen', objective: { id: 'linear-regression', gradient: 'as-printed', data: { source: 'normal', rows: 500 } },
  start: [2, 2], iterations: 100_000, record: { every: 1 },
  runs: Array.from({ length: 12 }, (_, i) => ({ optimizer: 'gd', batch: Number(process.env.BATCH ?? 500), hyper: { lr: 0.001 * (i + 1) }, label: `Run ${i + 1}` })),
} : {
  name: 'Screen', objective: { id: 'rosenbrock' }, start: [-1.2, 1], iterations: 100_000, record: { every: 1 },
  runs: Array.from({ length: 12 }, (_, i) => ({ optimizer: 'gd', hyper: { lr: 1e-4 * (i + 1) }, label: `Run ${i + 1}` })),
}
const found = await findBrowser()
const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args], env: { ...process.env, ...found.env } as any })
await withLab(async (lab) => {
  const shell = await openWebShell({ door: doorTo(lab), pages: join(root, 'out/renderer'), ports: [0], onNextLink: () => undefined })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(shell.link())
  await page.getByLabel('Experiment file').setInputFiles({ name: 'e.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(documentOf(doc))) })
  const button = page.getByRole('main').getByRole('button', { name: 'Run', exact: true }).first()
  for (let round = 0; round < 3; round++) {
    if (round === 2 && process.env.TRACE) await browser.startTracing(page, { categories: ['devtools.timeline','disabled-by-default-devtools.timeline.frame','disabled-by-default-devtools.timeline','blink.user_timing','toplevel','__metadata','cc'] })
    const cdp = await page.context().newCDPSession(page)
    if (round === 2 && process.env.PROFILE) { await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 500 }); await cdp.send('Profiler.start') }
    await page.evaluate(() => {
      const g = globalThis as any
      g.gaps = []; g.tasks = []; g.on = true; let last = performance.now()
      new PerformanceObserver((l) => { for (const e of l.getEntries()) g.tasks.push(Math.round(e.duration)) }).observe({ type: 'longtask' })
      const tick = (): void => { const n = performance.now(); g.gaps.push(n - last); last = n; if (g.on) requestAnimationFrame(tick) }
      requestAnimationFrame(tick)
      performance.mark('begin')
    })
    const t0 = Date.now()
    await button.click()
    await new Promise((r) => setTimeout(r, 200))
    while (lab.busy()) await new Promise((r) => setTimeout(r, 20))
    const t1 = Date.now()
    const got = await page.evaluate(() => { const g = globalThis as any; g.on = false; performance.mark('end'); return { gaps: g.gaps, tasks: g.tasks } })
    if (round === 2 && process.env.TRACE) writeFileSync('/tmp/sm/trace.json', await browser.stopTracing())
    if (round === 2 && process.env.PROFILE) writeFileSync('/tmp/sm/profile.json', JSON.stringify((await cdp.send('Profiler.stop')).profile))
    await page.waitForTimeout(1500)
    console.log({ ms: t1 - t0, frames: got.gaps.length, fps: got.gaps.length / ((t1 - t0) / 1000), longest: Math.max(...got.gaps), tasks: got.tasks.sort((a: number, b: number) => b - a).slice(0, 12) })
  }
  await page.screenshot({ path: '/tmp/sm/shot.png' })
  await shell.close()
}, { shell: 'browser', threads: 2 })
await browser.close()
