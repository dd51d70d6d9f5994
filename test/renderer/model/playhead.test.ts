import { describe, expect, it } from 'vitest'
import type { Curve } from '../../../src/renderer/model/curves/curves'
import { neighbour, newest, readingAt } from '../../../src/renderer/model/playhead'
import { stateOutOfReach, stateText } from '../../../src/renderer/pages/lab/state'
import { timeLeft } from '../../../src/renderer/pages/lab/live/time-left'

const curve = (iterations: number[], loss = iterations): Curve => ({
  run: 1,
  length: iterations.length,
  iterations: Float64Array.from(iterations),
  series: {
    loss: Float64Array.from(loss),
    gradient_norm: Float64Array.from(loss, (value) => value / 2),
    theta_0: Float64Array.from(loss, (value) => -value),
  },
})
const thinned = curve([0, 5, 10, 12], [9, 7, 3, 1])

describe('the playhead', () => {
  it('reads values as they were recorded', () => {
    expect(readingAt(thinned, 11)).toEqual({ iteration: 10, loss: 3, gradientNorm: 1.5, theta: [-3] })
    expect(readingAt(thinned, undefined)).toMatchObject({ iteration: 12, loss: 1 })
    expect(readingAt(curve([]), undefined)).toBeUndefined()
  })

  it('goes from recorded point to recorded point of whichever run is next', () => {
    const curves = [thinned, curve([0, 1, 2, 3])]
    expect(neighbour(curves, 0, true)).toBe(1)
    expect(neighbour(curves, 3, true)).toBe(5)
    expect(neighbour(curves, 12, true)).toBeUndefined()
    expect(neighbour(curves, 12, false)).toBe(10)
    expect(neighbour(curves, 7, false)).toBe(5)
    expect(neighbour(curves, 0, false)).toBeUndefined()
    expect(newest(curves)).toBe(12)
    expect(newest([])).toBe(0)
  })
})

describe('the playhead on a curve that is not held', () => {
  const values = [9, 7, 3, 1]
  const every = { length: 4, at: (index: number) => [0, 5, 10, 12][index] }
  /** Of its points only the last has been read. */
  const long: Curve = {
    ...curve([]),
    whole: {
      iterations: every,
      series: { loss: { length: 4, at: (index) => (index === 3 ? values[index] : undefined) } },
    },
  }

  it('has a reading where the point was read, and none until then', () => {
    expect(readingAt(long, undefined)).toMatchObject({ iteration: 12, loss: 1 })
    expect(readingAt(long, 11)).toBeUndefined()
  })

  it('goes from recorded point to recorded point', () => {
    expect([0, 7, 12].map((at) => neighbour([long], at, true))).toEqual([5, 10, undefined])
    expect([0, 7, 12].map((at) => neighbour([long], at, false))).toEqual([undefined, 5, 10])
    expect(newest([long, curve([0, 3])])).toBe(12)
  })
})

describe('the state of the runs in words', () => {
  const runs = (...statuses: Parameters<typeof stateText>[0][number]['status'][]) =>
    statuses.map((status) => ({ status }))

  it.each([
    [runs(), 'Ready'],
    [runs('running', 'finished', 'queued'), 'Running, 2 of 3 left'],
    [runs('paused', 'finished'), 'Paused'],
    [runs('paused', 'running'), 'Running, 2 of 2 left'],
    [runs('finished', 'diverged', 'finished', 'cancelled'), 'Done: 2 finished, 1 diverged, 1 stopped'],
    [runs('stalled', 'converged'), 'Done: 1 stalled, 1 converged'],
  ])('%o reads %s', (given, text) => {
    expect(stateText(given)).toBe(text)
  })

  it('says of a lab out of reach what it was heard to do last', () => {
    expect(stateOutOfReach(runs('running', 'finished'))).toBe(
      'Connection lost; last heard: Running, 1 of 2 left',
    )
    expect(stateOutOfReach(runs('finished'))).toBe('Connection lost; Done: 1 finished')
  })

  it('has time left at the pace so far', () => {
    const from = { iterations: 50, at: 1_000 }
    expect(timeLeft(1_000, from, { iterations: 250, at: 1_100 })).toBe(375)
    expect(timeLeft(1_000, from, from)).toBeNaN()
  })
})
