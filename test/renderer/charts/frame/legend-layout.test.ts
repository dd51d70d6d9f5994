import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  layoutLegend,
  sampleGap,
  shorten,
  wrapped,
} from '../../../../src/renderer/charts/frame/legend-layout'

/** A typeface whose every letter is seven pixels wide. */
const measure = (text: string): number => [...text].length * 7

describe('layoutLegend', () => {
  it('puts entries side by side while there is room', () => {
    const items = ['GD', 'Adam', 'Nadam'].map((label) => ({ label, sampleWidth: 34 }))
    const { entries, height } = layoutLegend(items, 1_000, measure)
    expect(new Set(entries.map((entry) => entry.y)).size).toBe(1)
    expect(entries[1].x).toBeGreaterThan(entries[0].x + 34 + sampleGap + measure('GD'))
    expect(height).toBe(2 * entries[0].y)
  })

  it('takes no room without entries', () => {
    expect(layoutLegend([], 500, measure)).toEqual({ entries: [], height: 0 })
  })

  it('never lets an entry leave the picture or touch another', () => {
    const item = fc.record({
      label: fc.string({ maxLength: 60 }),
      sampleWidth: fc.constantFrom(14, 34),
    })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), fc.integer({ min: 120, max: 900 }), (items, width) => {
        const { entries, height } = layoutLegend(items, width, measure)
        expect(entries.length).toBe(items.length)
        entries.forEach(({ x, y, label }, index) => {
          const end = x + items[index].sampleWidth + sampleGap + measure(label)
          expect(end).toBeLessThanOrEqual(width)
          expect(y).toBeLessThan(height)
          const next = entries[index + 1]
          if (next?.y === y) expect(next.x).toBeGreaterThan(end)
          else if (next) expect(next.x).toBe(0)
        })
      }),
    )
  })
})

describe('shorten', () => {
  it('keeps what fits', () => {
    expect(shorten('Adam', 28, measure)).toBe('Adam')
  })

  it('cuts with an ellipsis, without a space before it', () => {
    expect(shorten('Mini-batch GD (50)', 77, measure)).toBe('Mini-batch…')
  })
})

describe('wrapped', () => {
  it('breaks between words, in lines that fit', () => {
    expect(wrapped('Showing 20 of 3,000 points', 91, measure)).toEqual(['Showing 20 of', '3,000 points'])
  })

  it('loses no word that fits', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,10}$/), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(words, fc.integer({ min: 70, max: 400 }), (given, room) => {
        const lines = wrapped(given.join(' '), room, measure)
        expect(lines.join(' ')).toBe(given.join(' '))
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(room)
      }),
    )
  })
})
