// @vitest-environment happy-dom
import { effectScope, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useCurves, type Curve } from '../../../../../src/renderer/model/curves/curves'
import { bestUpTo, useBest } from '../../../../../src/renderer/pages/lab/live/best'
import { LongLab } from '../../../long-lab'

const curve = (iterations: readonly number[], loss: readonly number[]): Curve => ({
  run: 1,
  length: iterations.length,
  iterations: Float64Array.from(iterations),
  series: { loss: Float64Array.from(loss) },
})

describe('the best loss up to the playhead', () => {
  const run = { bestLoss: 1, bestIteration: 12, hyper: {} }
  const points = curve([0, 5, 10, 12, 15], [9, 3, NaN, 1, 4])

  it('is that of the run where the playhead has passed it, or stands nowhere', () => {
    expect(bestUpTo(run, points, undefined)).toEqual({ loss: 1, iteration: 12 })
    expect(bestUpTo(run, undefined, 12)).toEqual({ loss: 1, iteration: 12 })
  })

  it('is the lowest that had been reached by then', () => {
    expect(bestUpTo(run, points, 11)).toEqual({ loss: 3, iteration: 5 })
    expect(bestUpTo(run, points, 3)).toEqual({ loss: 9, iteration: 0 })
    expect(bestUpTo(run, curve([0, 12], [Infinity, 1]), 5)?.loss).toBeNaN()
  })

  it('is the highest of a run that climbs', () => {
    const climb = { bestLoss: 9, bestIteration: 15, hyper: { lr: 1, maximize: true } }
    expect(bestUpTo(climb, curve([0, 5, 10, 15], [3, 4, 2, 9]), 11)).toEqual({ loss: 4, iteration: 5 })
  })
})

/** Falls, and rises again for a while in the middle. */
const lossAt = (index: number): number => (index % 1_000_000 === 600_000 ? 5 : 1e7 - index)
const lab = new LongLab(lossAt)
lab.install()

describe('the best loss of a run too long to be held', () => {
  let scope = effectScope()
  beforeEach(() => (scope = effectScope()))
  afterEach(() => scope.stop())

  it('is asked of the lab, for the moment of the playhead', async () => {
    lab.record(1, 4_000_001, { bestLoss: 1, bestIteration: 4_000_000, status: 'finished' })
    const playhead = ref<number>()
    const made = scope.run(() => {
      const { curves } = useCurves([1], ['loss'])
      const runs = [...lab.runs.values()]
      return {
        curves,
        best: useBest({ runs: () => runs, curves: () => curves.value, playhead: () => playhead.value }),
      }
    })
    const best = () => made?.best.value.get(1)
    await vi.waitUntil(() => made?.curves.value.get(1)?.whole, { timeout: 5_000 })
    expect(best()).toEqual({ loss: 1, iteration: 4_000_000 })
    playhead.value = 500_000
    await vi.waitUntil(() => best()?.iteration === 500_000, { timeout: 5_000 })
    playhead.value = 700_000
    await vi.waitUntil(() => best()?.iteration === 600_000, { timeout: 5_000 })
    expect(best()?.loss).toBe(5)
    playhead.value = undefined
    await vi.waitUntil(() => best()?.iteration === 4_000_000, { timeout: 5_000 })
  })
})
