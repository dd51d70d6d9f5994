// @vitest-environment happy-dom
import { effectScope, shallowRef } from 'vue'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { CallInput, CallName, LabBridge } from '../../src/main/contract'
import { dispatch } from '../../src/main/lab/dispatch'
import type { CurveWindow } from '../../src/renderer/model/chart-data'
import { useCurves } from '../../src/renderer/model/curves/curves'
import { useRuns } from '../../src/renderer/model/runs'
import { freshFile, OpenLab } from '../main/lab/support/open-lab'
import { documentWith, noStops } from '../support/experiments'
import { frameClock } from './frame-clock'

/** What passes over the bridge of a page that shows curves. */
type Passing = 'points' | 'pictures' | 'other'

interface Answered {
  readonly what: Passing
  /** The frame it was asked for in. */
  readonly frame: number
  readonly numbers: number
}

/** Numbers in an answer. */
function numbersIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength / Float64Array.BYTES_PER_ELEMENT
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, each) => sum + numbersIn(each), 0)
    : 0
}

const passingOf = ({ picture }: CallInput<'curves.read'>): Passing => (picture ? 'pictures' : 'points')

/** A page on a real lab: counts what passes over its bridge, and in which frame. */
class Page {
  readonly answered: Answered[] = []
  readonly clock = frameClock()
  readonly underway = new Map<Passing, number>()
  readonly mostUnderway = new Map<Passing, number>()

  constructor(private readonly opened: OpenLab) {
    const bridge: LabBridge = {
      call: (name, input) => this.call(name, input),
      on: (name, listener) => opened.lab.on(name, (payload) => listener(structuredClone(payload))),
    }
    Object.defineProperty(window, 'lab', { value: bridge })
  }

  of(what: Passing): readonly Answered[] {
    return this.answered.filter((each) => each.what === what)
  }

  private async call(name: CallName, input: unknown): ReturnType<LabBridge['call']> {
    const { frames: frame } = this.clock
    const what = name === 'curves.read' ? passingOf(input as CallInput<'curves.read'>) : 'other'
    const underway = (this.underway.get(what) ?? 0) + 1
    this.underway.set(what, underway)
    this.mostUnderway.set(what, Math.max(underway, this.mostUnderway.get(what) ?? 0))
    const result = structuredClone(await dispatch(this.opened.lab.handlers, name, input))
    this.underway.set(what, (this.underway.get(what) ?? 0) - 1)
    this.answered.push({ what, frame, numbers: result.ok ? numbersIn(result.value) : 0 })
    return result
  }
}

it('a page hears of millions of points in one bounded answer a frame, and ends with them all', async () => {
  const opened = await OpenLab.open(freshFile())
  const page = new Page(opened)
  // Some become too long to be held while they are watched, the others do not.
  const budgets = { long: 1_000_000, short: 150_000 }
  const start = (iterations: number, runs: number): Promise<readonly number[]> =>
    opened.start(
      documentWith({
        iterations,
        record: { every: 1 },
        stop: noStops,
        start: [0.7],
        runs: Array.from({ length: runs }, (_, seed) => ({ optimizer: 'gd', hyper: { lr: 1e-6 }, seed })),
      }),
    )
  const long = await start(budgets.long, 4)
  const short = await start(budgets.short, 4)
  const ids = [...long, ...short]

  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const window = shallowRef<CurveWindow>()
  const made = scope.run(() => {
    const held = useCurves(ids, ['loss', 'theta_0'])
    const chart = useCurves([], [], {
      beside: () => held.curves.value,
      draws: () => true,
      series: () => 'loss',
      window: () => window.value,
    })
    return { ...held, pictured: chart.curves, byId: useRuns().byId }
  })
  if (!made) throw new Error('the scope is over')
  const { curves, pictured, version, byId, error } = made
  window.value = { range: undefined, columns: 800, scale: 'linear' }
  await opened.ended(ids)
  const lastOf = (run: number): number | undefined => pictured.value.get(run)?.iterations.at(-1)
  await vi.waitUntil(
    () =>
      long.every((run) => lastOf(run) === budgets.long) &&
      short.every((run) => curves.value.get(run)?.length === budgets.short + 1),
    { timeout: 20_000 },
  )

  expect(error.value).toBe('')
  expect(byId.get(long[0])?.points).toBe(budgets.long + 1)
  const follows = page.of('points')
  const views = page.of('pictures')
  for (const calls of [follows, views]) {
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.length).toBeLessThanOrEqual(page.clock.frames)
    expect(Math.max(...calls.map(({ numbers }) => numbers))).toBeLessThanOrEqual(500_000)
  }
  expect(new Set(follows.map(({ frame }) => frame)).size).toBe(follows.length)
  expect([page.mostUnderway.get('points'), page.mostUnderway.get('pictures')]).toEqual([1, 1])
  expect(version.value).toBeLessThanOrEqual(page.clock.frames)
  const passed = page.answered.reduce((sum, { numbers }) => sum + numbers, 0)
  // Millions were recorded of three series; what is drawn of them is what passed.
  expect(passed).toBeLessThan(ids.length * 200_001 * 3 + views.length * 500_000)

  for (const run of ids) {
    const points = byId.get(run)?.points ?? 0
    const first = points - 1_000
    const [answer] = await opened.call('curves.read', { runs: [{ run, first }], series: ['loss'] })
    const curve = curves.value.get(run)
    if (short.includes(run)) expect(curve?.series.loss.slice(first)).toEqual(answer.series.loss)
    else expect(pictured.value.get(run)?.series.loss.at(-1)).toBe(answer.series.loss.at(-1))
  }
}, 60_000)
