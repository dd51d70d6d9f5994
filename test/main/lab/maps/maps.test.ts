import { expect, test } from 'vitest'
import { mapOutcomes } from '@core/map/outcome'
import { documentWith } from '../../../support/experiments'
import { freshFile, OpenLab } from '../support/open-lab'

const sides = {
  x: { name: 'lr', scale: 'log', from: 1e-4, to: 10 },
  y: { name: 'gamma', scale: 'linear', from: 0, to: 1 },
  size: 16,
  updates: 100,
  share: 1e-3,
  from: 0,
  limit: 16 ** 2,
} as const

const onData = documentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 100 } },
  runs: [{ optimizer: 'momentum', batch: 10 }, { optimizer: 'adam' }],
})

test('the lab works out a map piece by piece, of an experiment with data too', async () => {
  const opened = await OpenLab.open(freshFile())
  const outcomes: string[] = []
  for (let from = 0; from < 256; from = outcomes.length) {
    const { count, outcome, rate } = await opened.call('maps.pixels', {
      experiment: onData,
      ...sides,
      from,
      limit: 256 - from,
    })
    expect(count).toBeGreaterThan(0)
    expect(rate).toHaveLength(count)
    outcomes.push(...Array.from(outcome, (place) => mapOutcomes[place]))
  }
  expect(outcomes).toHaveLength(256)
  expect(new Set(outcomes)).toContain('diverges')
  expect(new Set(outcomes).size).toBeGreaterThan(2)
})

test('threads that were prepared answer, and are prepared as often as anybody asks', async () => {
  const opened = await OpenLab.open(freshFile())
  expect(await opened.call('maps.prepare', {})).toBeNull()
  expect(await opened.call('maps.prepare', {})).toBeNull()
  const { count } = await opened.call('maps.pixels', { experiment: onData, ...sides, limit: 4 })
  expect(count).toBeGreaterThan(0)
})

test('what is no side of the method is refused with its name', async () => {
  const opened = await OpenLab.open(freshFile())
  const x = { ...sides.x, name: 'beta1' }
  await expect(opened.call('maps.pixels', { experiment: onData, ...sides, x })).rejects.toThrow(
    'x.name: must be one of lr, gamma, got "beta1"',
  )
  await expect(opened.call('maps.pixels', { experiment: onData, ...sides, size: 10_000 })).rejects.toThrow(
    'size',
  )
})

test('several maps at once each get their own answer, and a lab that closes gives none', async () => {
  const opened = await OpenLab.open(freshFile())
  const asked = [0.01, 1].map((to) =>
    opened.call('maps.pixels', {
      experiment: documentWith({ runs: [{ optimizer: 'gd' }] }),
      ...sides,
      x: { ...sides.x, from: to / 10, to },
      y: null,
      limit: 1,
    }),
  )
  const [low, high] = await Promise.all(asked)
  expect(low.loss[0]).toBeGreaterThan(high.loss[0])

  const late = opened.call('maps.pixels', {
    experiment: documentWith({ objective: { id: 'rosenbrock' }, runs: [{ optimizer: 'adam' }] }),
    ...sides,
    y: null,
    updates: 10_000,
  })
  const refused = expect(late).rejects.toThrow('the lab is closing')
  await opened.lab.close()
  await refused
})
