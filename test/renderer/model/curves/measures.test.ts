import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { descend } from '@core/descend'
import type { Change } from '@core/experiment'
import { planRuns } from '@core/plan'
import type { Curve } from '../../../../src/renderer/model/curves/curves'
import { createMeasured } from '../../../../src/renderer/model/curves/measured'
import { offered, usualScale, type Plotted } from '../../../../src/renderer/model/curves/measures'
import { distanceToMinimum } from '../../../../src/renderer/model/distance-to-minimum'
import { experiment, record } from '../../pages/history/records'

const minima = [{ theta: [1, 1], value: 0 }]
const bare = ['loss', 'gradient_norm', 'theta_0', 'theta_1']
const curve = (series: Record<string, readonly number[]>, first = 0): Curve => {
  const columns = Object.entries(series).map(([name, values]) => [name, Float64Array.from(values)] as const)
  const length = columns[0]?.[1].length ?? 0
  const iterations = Float64Array.from({ length }, (_, index) => first + index)
  return { run: 1, length, iterations, series: Object.fromEntries(columns) }
}
const choices = (runs: Parameters<typeof offered>[0], known = minima): readonly Plotted[] =>
  offered(runs, known).map(({ value }) => value)

describe('what can be plotted of runs', () => {
  it('is everything where the minimum, the parameters and the rate are known', () => {
    expect(choices([record()])).toEqual(['loss', 'excess_loss', 'gradient_norm', 'learning_rate', 'distance'])
  })

  it('leaves out what one of the runs can not show', () => {
    const unknown = record({ minimum: null })
    expect(choices([record(), unknown])).not.toContain('excess_loss')
    const [tall, recorded] = [record({ series: bare.slice(0, 2) }), record({ series: [...bare, 'distance'] })]
    expect(choices([recorded, tall])).not.toContain('distance')
    expect(choices([recorded], [])).toContain('distance')
    expect(choices([record()], [])).not.toContain('distance')
  })

  it('has a learning rate as soon as one run has: recorded, or constant', () => {
    const without = record({ hyper: { eps: 1 } })
    const schedule = { id: 'cosine', warmup: 0, final: 0 }
    // An older lab recorded no rate: what a schedule made of it is not to be told.
    const untold = record({ schedule })
    const told = record({ schedule, series: [...bare, 'learning_rate'] })
    expect(choices([without])).not.toContain('learning_rate')
    expect(choices([untold])).not.toContain('learning_rate')
    expect(choices([without, told])).toContain('learning_rate')
  })

  it('starts on the scale that has something to show', () => {
    expect(usualScale('loss', [record({ minimum: -2 })])).toBe('linear')
    expect(usualScale('excess_loss', [record({ minimum: -2 })])).toBe('log')
    expect(usualScale('loss', [record({ minimum: null })])).toBe('log')
    // Where no minimum is known, the losses of a run tell.
    expect(usualScale('loss', [record({ minimum: null, bestLoss: -3, finalLoss: 1 })])).toBe('linear')
    expect(usualScale('loss', [record({ minimum: null, bestLoss: 1, finalLoss: -3 })])).toBe('linear')
    expect(usualScale('loss', [record({ minimum: null, bestLoss: NaN, finalLoss: NaN })])).toBe('log')
    expect(usualScale('learning_rate', [record()])).toBe('linear')
  })
})

describe('the values of a measure', () => {
  it('follow the learning rate where it was changed, in a curve that is held in part, too', () => {
    const changes: Change[] = [
      { at: 2, set: { lr: 0.5 } },
      { at: 3, set: { eps: 1 } },
    ]
    const run = record({ hyper: { lr: 0.1 }, changes })
    const rate = createMeasured('learning_rate', [])
    expect([...(rate(run, curve({ loss: [4, 3, 2, 1, 0] }))?.y ?? [])]).toEqual([0.1, 0.1, 0.5, 0.5, 0.5])
    const whole = { iterations: Array.from({ length: 1_001 }, (_, index) => index), series: {} }
    const partly = rate(run, { ...curve({ loss: [4, 3] }), whole })
    expect([...(partly?.x ?? [])]).toEqual([0, 1, 2, 3, 1_000])
    expect([...(partly?.y ?? [])]).toEqual([0.1, 0.1, 0.5, 0.5, 0.5])
  })

  it('are the recorded ones where there are such', () => {
    const run = record({ series: [...bare, 'distance'] })
    const { series } = curve({ distance: [3, 2] })
    const found = createMeasured('distance', minima)(run, { ...curve({ loss: [1, 2] }), series })
    expect(found?.y).toBe(series.distance)
  })

  it('are the loss above the lowest known one, below zero by rounding as it comes', () => {
    const found = createMeasured('excess_loss', [])(record({ minimum: 0.5 }), curve({ loss: [2, 0.5, 0.25] }))
    expect([...(found?.y ?? [])]).toEqual([1.5, 0, -0.25])
  })

  it('are one and the same rate for a run whose rate never changes', () => {
    const found = createMeasured('learning_rate', [])(record({ hyper: { lr: 0.3 } }), curve({ loss: [1, 1] }))
    expect([...(found?.y ?? [])]).toEqual([0.3, 0.3])
  })

  it('wait for the parameters', () => {
    expect(createMeasured('distance', minima)(record(), curve({ loss: [1], theta_0: [0] }))).toBeUndefined()
  })

  it('come out the same whether a curve comes at once or in pieces', () => {
    const points = fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 3_000 })
    fc.assert(
      fc.property(points, fc.nat(3_000), (thetas, cut) => {
        const part = (end: number) =>
          curve({
            theta_0: thetas.slice(0, end).map(([x]) => x),
            theta_1: thetas.slice(0, end).map(([, y]) => y),
          })
        const growing = createMeasured('distance', minima)
        growing(record(), part(Math.min(cut, thetas.length)))
        const found = growing(record(), part(thetas.length))
        expect(found?.y).toEqual(createMeasured('distance', minima)(record(), part(thetas.length))?.y)
        expect(found?.y).toHaveLength(thetas.length)
      }),
      { numRuns: 30 },
    )
  })

  it('of a curve too long to be held are those of its picture, and of each point asked for', () => {
    const measured = createMeasured('excess_loss', [])
    const every = [9, 8, 7, 6]
    const whole = {
      iterations: { length: 4, at: (index: number) => index },
      series: { loss: { length: 4, at: (index: number) => (index === 2 ? undefined : every[index]) } },
    }
    const pictured = (loss: readonly number[]) =>
      measured(record({ minimum: 1 }), { ...curve({ loss }), whole })
    expect([...(pictured([9, 6])?.y ?? [])]).toEqual([8, 5])
    // The next picture has other points in the places of the last one's.
    const next = pictured([8, 7])
    expect([...(next?.y ?? [])]).toEqual([7, 6])
    expect([0, 1, 2, 3].map((index) => next?.whole?.y.at(index))).toEqual([8, 7, undefined, 5])
  })
})

describe('the distance to the minimum', () => {
  const descent = (record?: { distance: boolean }) => {
    const planned = planRuns(experiment({ iterations: 50, ...(record && { record }) }))
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    return descend(planned.value[0])
  }

  it('is the distance that the lab records, to the last bit', () => {
    for (const { theta, loss, gradientNorm, distance, iteration } of descent({ distance: true }).positions) {
      const reading = { iteration, loss, gradientNorm, theta: [...theta], distance: undefined }
      expect(distanceToMinimum(record(), reading, minima).distance).toBe(distance)
    }
  })

  it('is to the nearest of several minima, of those that are equally low', () => {
    const several = [...minima, { theta: [5, 5], value: 0 }, { theta: [4, 4], value: 1e-9 }]
    const reading = { iteration: 0, loss: 3, gradientNorm: 1, theta: [4, 4], distance: undefined }
    expect(distanceToMinimum(record({ minimum: 2 }), reading, several)).toEqual({
      excess: 1,
      distance: Math.SQRT2,
    })
    expect(distanceToMinimum(record({ minimum: null }), reading, [])).toEqual({
      excess: undefined,
      distance: undefined,
    })
  })
})
