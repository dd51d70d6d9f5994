import { describe, expect, it } from 'vitest'
import { objectiveById, objectives } from '@core/objectives'
import { optionFields } from '../../../../../src/renderer/pages/lab/composer/options'
import { thumbOf } from '../../../../../src/renderer/pages/lab/composer/thumb'

describe('the form of an objective', () => {
  // A typed function has a form of its own.
  it.each(objectives.filter(({ family }) => family !== 'typed'))(
    '$id has a field for every option',
    (kind) => {
      const fields = optionFields(kind)
      expect(fields.map(({ name }) => name)).toEqual(Object.keys(kind.options.shape))
      for (const { title } of fields) expect(title).not.toBe('')
    },
  )

  it('knows choices, numbers and lists', () => {
    const field = (id: string) => optionFields(objectiveById(id) ?? objectives[0])[0]
    expect(field('linear-regression')).toMatchObject({ kind: 'choice', values: ['mean', 'as-printed'] })
    expect(field('rosenbrock')).toMatchObject({ kind: 'number', integer: true, min: 2, max: 1_000 })
    expect(field('quadratic')).toMatchObject({ kind: 'numbers' })
  })
})

describe('the picture of an objective', () => {
  it.each(objectives)('$id has one that fills its frame', (kind) => {
    const thumb = thumbOf(kind)
    if (thumb.kind === 'map') {
      expect(new Set(thumb.bands).size).toBeGreaterThan(3)
      expect(Math.max(...thumb.bands)).toBeLessThan(9)
    } else if (thumb.kind === 'curve') {
      expect(Math.min(...thumb.heights)).toBe(0)
      expect(Math.max(...thumb.heights)).toBe(1)
    } else {
      for (const share of thumb.points.flat()) expect(share).toBeGreaterThan(0)
    }
  })
})
