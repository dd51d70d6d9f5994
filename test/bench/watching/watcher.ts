import { setTimeout as pause } from 'node:timers/promises'
import { heldPoints } from '../../../src/renderer/model/curves/points'
import { Browser, type Address } from './browser'

/** As `paced` of the renderer's: no more often than anybody would see, in milliseconds. */
const frame = 40
const series = ['loss', 'gradient_norm', 'theta_0']
const columns = 800

export const isLive = ({ status }: { readonly status: string }): boolean =>
  status === 'queued' || status === 'running' || status === 'paused'

/** A page that shows the newest runs: it reads their curves on as they grow, as `useCurves` does. */
export async function watch(address: Address, shown: number, isOver: () => boolean): Promise<void> {
  const held = new Map<number, number>()
  const browser = await Browser.open(address, () => undefined)
  const newest = () => [...browser.runs.values()].sort((a, b) => b.id - a.id).slice(0, shown)
  const share = (): number => heldPoints(newest().map(({ points }) => points))

  async function readOn(): Promise<void> {
    while (!isOver()) {
      const most = share()
      const asked = newest().flatMap(({ id, points }) => {
        const first = held.get(id) ?? 0
        return Math.min(points, most) > first ? [{ run: id, first, limit: most - first }] : []
      })
      if (asked.length > 0) {
        const slices = await browser.call('curves.read', { runs: asked, series })
        for (const { run, first, count } of slices) held.set(run, first + count)
      }
      await pause(frame)
    }
  }

  /** Those too long to be held are read as pictures. */
  async function lookOn(): Promise<void> {
    while (!isOver()) {
      const begun = performance.now()
      const most = share()
      const runs = newest().flatMap(({ id, points, status }) =>
        points > most && isLive({ status }) ? [{ run: id }] : [],
      )
      if (runs.length > 0) await browser.call('curves.read', { runs, series: ['loss'], picture: { columns } })
      await pause(Math.max(frame, performance.now() - begun))
    }
  }

  await Promise.all([readOn(), lookOn()])
  browser.close()
}
