import { describe, expect, it } from 'vitest'
import type { Change } from '@core/experiment'
import { eventBeside, eventsOf } from '../../../src/renderer/model/events'
import { record } from '../pages/history/records'

const curve = (losses: readonly number[], every = 1) => ({
  iterations: Float64Array.from(losses, (_, index) => index * every),
  series: { loss: Float64Array.from(losses) },
})
const told = (...given: Parameters<typeof eventsOf>): unknown[] =>
  eventsOf(...given).map(({ iteration, text }) => [iteration, text])
const run = record({ id: 7, status: 'finished', iterations: 40, bestIteration: 0 })

describe('the events of a run', () => {
  it('are its first rise, its lowest loss and its end, in their order', () => {
    const events = eventsOf({ ...run, bestIteration: 30 }, curve([5, 4, 4, 4.5, 1], 10))
    expect(events).toEqual([
      { run: 7, kind: 'worse', iteration: 30, text: 'Loss rises for the first time' },
      { run: 7, kind: 'best', iteration: 30, text: 'Lowest loss' },
      { run: 7, kind: 'end', iteration: 40, text: 'Ends' },
    ])
  })

  it('are of a run that climbs the other way round', () => {
    const climbing = { ...run, hyper: { lr: 0.1, maximize: true }, bestIteration: 2 }
    expect(told(climbing, curve([1, 2, 3, 2]))).toEqual([
      [2, 'Highest loss'],
      [3, 'Loss falls for the first time'],
      [40, 'Ends'],
    ])
  })

  it.each([
    ['diverged', 'Diverges'],
    ['converged', 'Converges'],
    ['cancelled', 'Ends'],
  ] as const)('end as %s', (status, text) => {
    expect(told({ ...run, status }, curve([3, 2, 1]))).toEqual([[40, text]])
  })

  it('are only those that have happened', () => {
    expect(told({ ...run, status: 'running' }, undefined)).toEqual([])
    expect(told({ ...run, status: 'failed', iterations: 0 }, curve([NaN]))).toEqual([])
  })

  it('name where a schedule steps, as long as the run goes on', () => {
    const schedule = { id: 'step', warmup: 5, every: 10, gamma: 0.1 }
    expect(told({ ...run, hyper: { lr: 0.1 }, schedule }, undefined)).toEqual([
      [5, 'Warm-up is over'],
      [15, 'Learning rate changes, step 1'],
      [25, 'Learning rate changes, step 2'],
      [35, 'Learning rate changes, step 3'],
      [40, 'Ends'],
    ])
    expect(told({ ...run, hyper: {}, schedule }, undefined)).toEqual([[40, 'Ends']])
  })

  it('name what was changed on the way, and where a fork left its run', () => {
    const changes: Change[] = [
      { at: 10, set: { lr: 0.5 } },
      { at: 20, set: { lr: 0.25, gamma: 0.9 } },
      { at: 40, set: { lr: 1 } },
    ]
    expect(told({ ...run, changes, forkOf: { run: 'GD', at: 10 } }, undefined)).toEqual([
      [10, 'Leaves GD: lr 0.5 from here'],
      [20, 'Changes: lr 0.25, gamma 0.9 from here'],
      [40, 'Ends'],
    ])
  })

  it('say nothing of rises in a curve that is held in part', () => {
    const whole = { iterations: [0, 1, 2], series: {} }
    expect(told(run, { ...curve([1, 2]), whole })).toEqual([[40, 'Ends']])
  })

  it('are gone through either way, whichever run is next', () => {
    const events = [
      ...eventsOf(run, curve([1, 2])),
      ...eventsOf({ ...run, id: 8, iterations: 20 }, undefined),
    ]
    expect([0, 1, 20, 40].map((at) => eventBeside(events, at, true)?.iteration)).toEqual([
      1,
      20,
      40,
      undefined,
    ])
    expect([40, 5, 1].map((at) => eventBeside(events, at, false)?.iteration)).toEqual([20, 1, undefined])
  })
})
