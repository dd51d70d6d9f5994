// @vitest-environment happy-dom
import fc from 'fast-check'
import { effectScope, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { findFirst, useReached } from '../../../src/renderer/model/reached'
import { useCurves } from '../../../src/renderer/model/curves/curves'
import { call } from '../../../src/renderer/client/lab'
import { useRuns } from '../../../src/renderer/model/runs'
import { LongLab } from '../long-lab'

const points = 300_001
/** Noise on a slope. */
const lossAt = (index: number): number => 2 - index / points + ((index * 7_919) % 104_729) / 104_729
const losses = Float64Array.from({ length: points }, (_, index) => lossAt(index))
const lab = new LongLab(lossAt)
lab.install()
lab.record(1, points, { recordEvery: 3 })

describe('a target on a curve that is not held', () => {
  it('is first reached where a look at every point finds it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.9, max: 3.1, noNaN: true }), async (target) => {
        const stretch = { from: 0, to: 3 * (points - 1) }
        const index = losses.findIndex((loss) => loss <= target)
        const after = index > 0 ? 3 * (index - 1) : undefined
        const [view] = await call('curves.read', {
          runs: [{ run: 1 }],
          series: ['loss'],
          picture: { ...stretch, columns: 100 },
        })
        expect(await findFirst({ id: 1, recordEvery: 3, hyper: {} }, target, stretch, view)).toEqual(
          index < 0 ? undefined : { iteration: 3 * index, after },
        )
      }),
      { numRuns: 20 },
    )
  })

  it('is looked for anew with another target, and in what a run has added', async () => {
    lab.record(2, points)
    const target = shallowRef<number | undefined>(1.5)
    const scope = effectScope()
    const reached = scope.run(() => {
      const { byId } = useRuns()
      const { curves } = useCurves([2], ['loss'])
      return useReached(
        () => [...byId.values()].filter(({ id }) => id === 2),
        () => curves.value,
        () => target.value,
      )
    })
    /** Long enough for a machine that has other work. */
    const until = (holds: () => boolean | undefined) => vi.waitUntil(holds, { timeout: 5_000 })
    const first = (goal: number): number => losses.findIndex((loss) => loss <= goal)
    await until(() => reached?.value?.get(2)?.iteration === first(1.5))
    // A gradient an update.
    expect(reached?.value?.get(2)?.evaluations).toBe(first(1.5))
    target.value = 1.25
    expect(reached?.value?.has(2)).toBe(false)
    await until(() => reached?.value?.get(2)?.iteration === first(1.25))
    target.value = 0.5
    await until(() => reached?.value?.has(2))
    expect(reached?.value?.get(2)).toBeUndefined()
    lab.views.length = 0
    lab.record(2, points + 200_000)
    await until(() => reached?.value?.get(2) !== undefined)
    expect(lossAt(reached?.value?.get(2)?.iteration ?? 0)).toBeLessThanOrEqual(0.5)
    expect(lab.views[0].picture?.from).toBe(points - 1)
    target.value = undefined
    expect(reached?.value).toBeUndefined()
    scope.stop()
  })
})
