import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  loopRest,
  shareAfter,
  timelineOf,
  type Pace,
  type Replayed,
} from '../../../src/renderer/model/replay'

const curveOf = (losses: readonly number[], every = 1, climbs = false): Replayed => ({
  iterations: Float64Array.from(losses, (_, index) => index * every),
  losses: Float64Array.from(losses),
  climbs,
})
const paces: readonly Pace[] = ['update', 'log', 'loss']
const curves = fc.array(
  fc
    .record({ losses: fc.array(fc.double(), { maxLength: 60 }), every: fc.integer({ min: 1, max: 1_000 }) })
    .map(({ losses, every }) => curveOf(losses, every)),
  { maxLength: 4 },
)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const timeline = fc
  .record({ pace: fc.constantFrom(...paces), last: fc.integer({ min: 0, max: 10_000_000 }), curves })
  .map(({ pace, last, curves: of }) => timelineOf(pace, last, of))

describe('a replay', () => {
  it('starts at the first update and ends at the last, whatever the curves', () => {
    fc.assert(
      fc.property(timeline, ({ at, last }) => {
        expect([at(0), at(1), at(-1), at(2)]).toEqual([0, last, 0, last])
      }),
    )
  })

  it('never goes back, and shows whole updates only', () => {
    fc.assert(
      fc.property(timeline, fc.array(share, { minLength: 2, maxLength: 20 }), ({ at }, shares) => {
        const seen = shares.toSorted((a, b) => a - b).map(at)
        expect(seen).toEqual(seen.toSorted((a, b) => a - b))
        expect(seen.every(Number.isInteger)).toBe(true)
      }),
    )
  })

  it('goes on from any update', () => {
    fc.assert(
      fc.property(timeline, share, ({ at, shareOf, last }, of) => {
        const iteration = Math.round(of * last)
        expect(at(shareOf(iteration))).toBe(iteration)
      }),
    )
  })

  it('spends its time where the loss falls', () => {
    const losses = Array.from({ length: 1_001 }, (_, k) =>
      k <= 400 ? 1 : k >= 440 ? 1e-6 : 10 ** (-6 * ((k - 400) / 40)),
    )
    const { shareOf } = timelineOf('loss', 1_000, [curveOf(losses)])
    expect(shareOf(440) - shareOf(400)).toBeGreaterThan(0.8)
    const half = timelineOf('log', 1_000, []).at(0.5)
    expect(half).toBe(Math.round(Math.sqrt(1_001) - 1))
    expect(timelineOf('update', 1_000, []).at(0.5)).toBe(500)
  })

  it('sees the progress of a run that climbs, and takes one without any by the log of the update', () => {
    const down = Array.from({ length: 101 }, (_, k) => Math.exp(-k / 5))
    const up = down.map((loss) => -loss)
    const at = (curve: Replayed): number => timelineOf('loss', 100, [curve]).at(0.5)
    expect(at(curveOf(up, 1, true))).toBe(at(curveOf(down)))
    expect(at(curveOf(up))).toBe(timelineOf('log', 100, []).at(0.5))
  })

  it('is over after its time, or goes round after a rest', () => {
    expect(shareAfter(1_000, 4_000, false)).toBe(0.25)
    expect(shareAfter(4_000, 4_000, false)).toBeUndefined()
    expect(shareAfter(4_000 + loopRest / 2, 4_000, true)).toBe(1)
    expect(shareAfter(5_000 + loopRest, 4_000, true)).toBe(0.25)
  })
})
