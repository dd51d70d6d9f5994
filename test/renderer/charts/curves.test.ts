import { describe, expect, it } from 'vitest'
import {
  curveNotes,
  curveTable,
  describeCurves,
  fitting,
  spanOf,
  statsOf,
  whyEmpty,
} from '../../../src/renderer/charts/curves'
import type { CurveView } from '../../../src/renderer/model/chart-data'

function curve(label: string, y: readonly number[], first = 0): CurveView {
  return {
    key: label,
    label,
    style: 0,
    x: Float64Array.from(y, (_, index) => first + index),
    y: Float64Array.from(y),
  }
}

describe('spanOf', () => {
  it('spans what is finite, with a little room above and below', () => {
    const { x, y } = spanOf(
      [curve('a', [5, NaN, 1]), curve('b', [2, Infinity, -Infinity, 3])],
      'linear',
      'linear',
    )
    expect(x).toEqual([0, 3])
    expect(y[0]).toBeCloseTo(1 - 0.16)
    expect(y[1]).toBeCloseTo(5 + 0.16)
  })

  it('counts what log axes can not show', () => {
    const span = spanOf([curve('a', [9, 1, 0, -4, NaN, 0.01])], 'log', 'log')
    expect(span.x).toEqual([1, 5])
    expect(span.leftOutX).toBe(1)
    expect(span.leftOutY).toBe(2)
    expect(span.y[0]).toBeGreaterThan(0.008)
    expect(span.y[0]).toBeLessThan(0.01)
  })

  it('takes in bands and levels', () => {
    const banded = {
      ...curve('a', [2, 2]),
      band: {
        low: Float64Array.of(1, -1),
        high: Float64Array.of(3, 4),
        n: Float64Array.of(5, 5),
        diverged: Float64Array.of(0, 0),
      },
    }
    const logs = spanOf([banded], 'linear', 'log')
    expect(curveNotes({ shown: 2, total: 2 }, logs, 'iteration')).toEqual([
      expect.stringMatching(/^The lower edge is at or below zero at 1 point: no band/),
    ])
    const { y } = spanOf([banded], 'linear', 'linear', [{ value: 6, label: 'target' }])
    expect(y[0]).toBeCloseTo(-1.28)
    expect(y[1]).toBeCloseTo(6.28)
  })

  it('has something to draw without any point', () => {
    expect(spanOf([], 'linear', 'log')).toMatchObject({ x: [0, 1], y: [0.1, 1] })
  })
})

describe('what y shows of a part of x', () => {
  const falling = curve('a', [1_000, 100, 10, 2, 1, 1, NaN, 1])

  it('is what the curves span there', () => {
    const fit = fitting([falling], 'linear', [0, 1_040])
    const [low, high] = fit([3, 7])
    expect(low).toBeCloseTo(1 - 0.04)
    expect(high).toBeCloseTo(2 + 0.04)
  })

  it('keeps a flat line in the middle', () => {
    const [low, high] = fitting([falling], 'linear', [0, 1_040])([4, 5])
    expect((low + high) / 2).toBeCloseTo(1)
  })

  it('takes in the points around a part between two points', () => {
    const [low, high] = fitting([falling], 'linear', [0, 1_040])([1.2, 1.8])
    expect(low).toBeLessThan(10)
    expect(high).toBeGreaterThan(100)
  })

  it('is all of y where there is nothing', () => {
    expect(fitting([falling], 'linear', [0, 1_040])([5.9, 6.1])).not.toEqual([0, 1_040])
    expect(fitting([curve('b', [NaN, NaN])], 'log', [0.1, 1])([0, 1])).toEqual([0.1, 1])
  })
})

describe('statsOf', () => {
  it('finds the lowest finite value and where it is first seen', () => {
    expect(statsOf(curve('a', [3, NaN, 1, 1, 2], 10))).toEqual({
      points: 5,
      first: 3,
      last: 2,
      lastX: 14,
      best: 1,
      bestX: 12,
      notFinite: 1,
      counted: true,
    })
  })

  it('says nothing about an empty curve', () => {
    expect(statsOf(curve('a', []))).toMatchObject({ points: 0, first: undefined, best: undefined })
  })
})

describe('a curve of which a picture is held', () => {
  /** Points 0, 2 and 5 of six that lie ten iterations apart. */
  const every = { length: 6, at: (index: number) => (index < 6 ? 10 * index : undefined) }
  const read = { length: 6, at: (index: number) => [4, 3, 2, -1, 1, 3][index] }
  const drawn = (indices: readonly number[]): CurveView => ({
    ...curve(
      'a',
      indices.map((index) => read.at(index)),
    ),
    x: Float64Array.from(indices, (index) => 10 * index),
    whole: { x: every, y: read },
  })

  it('counts every recorded point, and only so many values as it has seen', () => {
    expect(statsOf(drawn([0, 3, 5]))).toMatchObject({
      points: 6,
      first: 4,
      last: 3,
      lastX: 50,
      best: -1,
      bestX: 30,
    })
    const [row] = curveTable('Loss', [{ ...drawn([0, 3, 5]), y: Float64Array.of(4, NaN, 3) }], 'x', 'y').rows
    expect(row.cells.at(0)?.text).toBe('6')
    expect(row.cells.at(-1)?.text).toBe('at least 1')
    const span = spanOf([drawn([1, 3, 5])], 'log', 'log')
    expect(curveNotes({ shown: 3, total: 5 }, span, 'x')).toEqual([
      'Showing 3 of 5 points: first, last, lowest and highest of every pixel column.',
      '1 point at x 0 can’t be shown on a log axis.',
      'At least 1 point at or below zero can’t be shown on a log axis.',
    ])
  })

  it('begins at its start, though a log axis does not', () => {
    expect(statsOf(drawn([1, 2, 5]))).toMatchObject({ first: 4, best: 2, bestX: 20 })
    const rising = { ...drawn([1, 5]), y: Float64Array.of(8, 9) }
    expect(statsOf(rising)).toMatchObject({ first: 4, best: 4, bestX: 0 })
  })
})

describe('text', () => {
  it('puts the picture in words', () => {
    const text = describeCurves(
      'Loss',
      [curve('GD', [4, 1, 2]), { ...curve('SGD', [4, Infinity]), diverged: true }],
      'iteration',
      'loss',
    )
    expect(text).toBe(
      'Loss: loss against iteration, 2 curves. GD: from 4 to 2 at iteration 2, lowest 1 at iteration 1. ' +
        'SGD: from 4 to ∞ at iteration 1, lowest 4 at iteration 0, 1 values not finite, diverged.',
    )
  })

  it('counts updates to the last one', () => {
    const far = curve('GD', [4, 1, 2], 1_044_123)
    expect(describeCurves('Loss', [far], 'iteration', 'loss')).toContain(
      'from 4 to 2 at iteration 1,044,125, lowest 1',
    )
    expect(curveTable('Loss', [far], 'iteration', 'loss').rows[0].cells[3].text).toBe('1,044,125')
  })

  it('tells how much of the data is in the picture, and what is not', () => {
    const span = spanOf([curve('a', [1, -1])], 'log', 'log')
    expect(curveNotes({ shown: 1_200, total: 100_001 }, span, 'iteration')).toEqual([
      'Showing 1,200 of 100,001 points: first, last, lowest and highest of every pixel column.',
      '1 point at iteration 0 can’t be shown on a log axis.',
      '1 point at or below zero can’t be shown on a log axis.',
    ])
    expect(curveNotes({ shown: 5, total: 5 }, spanOf([curve('a', [1, 2])], 'linear', 'linear'), 'x')).toEqual(
      [],
    )
  })

  it.each([
    ['Only every 5th update was recorded.', [5, 5]],
    ['Not every update was recorded: of one curve only every 22nd.', [undefined, 3, 22]],
  ])('tells of updates that were not recorded: %s', (note, all) => {
    const curves = all.map((every) => ({ ...curve('a', [1, 2]), every }))
    const none = { shown: 2, total: 2 }
    expect(curveNotes(none, spanOf(curves, 'linear', 'linear'), 'x')).toEqual([note])
  })

  it('gives the numbers as a table, every digit on hover', () => {
    const { rows } = curveTable('Loss', [curve('GD', [1 / 3, 0.25])], 'iteration', 'loss')
    expect(rows[0].cells.map((cell) => cell.text)).toEqual(['2', '0.3333', '0.25', '1', '0.25', '1', '0'])
    expect(rows[0].cells[1].exact).toBe(String(1 / 3))
  })

  it('says why there is nothing to see', () => {
    const shown = [curve('a', [0, -1])]
    expect(whyEmpty(shown, [], 'linear', 'linear')).toContain('hidden')
    expect(whyEmpty([], [], 'linear', 'linear')).toBe('No points yet.')
    expect(whyEmpty([], [], 'linear', 'linear', 'Reading the curves, 40 %')).toBe('Reading the curves, 40 %')
    expect(whyEmpty(shown, shown, 'linear', 'log')).toContain('above zero')
    expect(whyEmpty(shown, shown, 'linear', 'linear')).toBe('')
    const lost = [curve('a', [NaN])]
    expect(whyEmpty(lost, lost, 'linear', 'linear')).toContain('finite')
  })

  it('is told truly: no scale shows a loss that is infinite everywhere', () => {
    const lost = [curve('a', [Infinity, Infinity]), curve('b', [NaN, -Infinity])]
    expect(whyEmpty(lost, lost, 'linear', 'log')).toBe(whyEmpty(lost, lost, 'linear', 'linear'))
    expect(whyEmpty(lost, lost, 'log', 'log')).toMatch(/^No value is a finite number/)
  })

  it('advises the axis that hides the points', () => {
    const start = [curve('a', [5])]
    expect(whyEmpty(start, start, 'log', 'linear')).toContain('log x axis')
    expect(whyEmpty(start, start, 'log', 'log')).toContain('log x axis')
    const below = [curve('a', [-5, Infinity])]
    expect(whyEmpty(below, below, 'linear', 'log')).toContain('Try a linear one')
    expect(whyEmpty(below, below, 'log', 'log')).toContain('Try linear ones')
  })
})
