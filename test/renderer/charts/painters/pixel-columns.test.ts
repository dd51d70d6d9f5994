import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnEdges, type PixelAxis } from '../../../../src/renderer/charts/scales/axis'
import {
  entriesPerColumn,
  gap,
  reduceBand,
  reduceColumns,
} from '../../../../src/renderer/charts/painters/pixel-columns'

const floats = (values: readonly number[]): Float64Array => Float64Array.from(values)

/** Steps between recorded points: mostly one, sometimes none, sometimes many. */
const ascending = (maxLength: number, values: fc.Arbitrary<number>) =>
  fc
    .array(fc.tuple(fc.oneof(fc.constant(1), fc.constant(0), fc.integer({ min: 1, max: 40 })), values), {
      maxLength,
      size: 'max',
    })
    .map((steps) => {
      let at = 0
      return { x: floats(steps.map(([step]) => (at += step))), y: floats(steps.map(([, y]) => y)) }
    })
const short = ascending(400, value())

function value(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }) },
    { weight: 2, arbitrary: fc.constantFrom(0, -1, 1) },
    { weight: 2, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
  )
}

const window = fc
  .record({
    scale: fc.constantFrom('linear' as const, 'log' as const),
    low: fc.double({ min: 0.5, max: 500, noNaN: true }),
    span: fc.double({ min: 0.5, max: 5_000, noNaN: true }),
    columns: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ scale, low, span, columns }) => {
    const axis: PixelAxis = { scale, min: low, max: low + span, from: 0, to: columns }
    return { edges: columnEdges(axis, columns), columns }
  })

/** The column of x, by looking at every edge. */
function columnOf(edges: Float64Array, x: number): number {
  const columns = edges.length - 1
  if (x < edges[0] || x > edges[columns]) return -1
  for (let column = columns - 1; column > 0; column--) if (x >= edges[column]) return column
  return 0
}

const yFloor = fc.constantFrom(-Infinity, 0)

interface Columns {
  readonly edges: Float64Array
  readonly columns: number
}

function keepsExtremes(
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
  { edges, columns }: Columns,
  floor: number,
): void {
  const kept = reduceColumns(x, y, edges, floor)
  const [there, shown] = [
    [...x.keys()].filter((index) => y[index] > floor && y[index] < Infinity),
    [...kept].filter((index) => index !== gap),
  ].map((indices) => Map.groupBy(indices, (index) => columnOf(edges, x[index])))
  for (let column = 0; column < columns; column++) {
    const [all, some] = [there.get(column) ?? [], shown.get(column) ?? []]
    expect(some[0]).toBe(all[0])
    expect(some.at(-1)).toBe(all.at(-1))
    expect(Math.min(...some.map((index) => y[index]))).toBe(Math.min(...all.map((index) => y[index])))
    expect(Math.max(...some.map((index) => y[index]))).toBe(Math.max(...all.map((index) => y[index])))
  }
}

describe('reduceColumns', () => {
  it('keeps first, last, lowest and highest drawable point of every column', () => {
    fc.assert(fc.property(short, window, yFloor, keepsExtremes))
  })
  it('keeps them where a column is broken again and again, by several values at a time', () => {
    const x = floats([...Array(15).keys()])
    const y = floats([1, 0, 1, 1, 0, 0, 2, 1, 3, 1, 0, 0, 1, NaN, 2])
    keepsExtremes({ x, y }, { edges: floats([0.5, 14]), columns: 1 }, 0)
  })

  it('does so of a long curve that grows, of which it remembers what it has seen', () => {
    const rarelyBad = fc.oneof(
      { weight: 300, arbitrary: fc.double({ noNaN: true, min: -5, max: 1e3 }) },
      { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -1) },
    )
    fc.assert(
      fc.property(ascending(2_000, rarelyBad), fc.nat(2_000), window, yFloor, (curve, seen, shown, floor) => {
        const [x, y] = [curve.x.subarray(0, seen), curve.y.subarray(0, seen)]
        keepsExtremes({ x, y }, shown, floor)
        keepsExtremes(curve, shown, floor)
      }),
      { numRuns: 60 },
    )
  })

  it('yields only drawable points, each once and in order, and few of them', () => {
    fc.assert(
      fc.property(short, window, yFloor, ({ x, y }, { edges, columns }, floor) => {
        const kept = [...reduceColumns(x, y, edges, floor)]
        const points = kept.filter((index) => index !== gap)
        expect(points).toEqual([...new Set(points)].sort((a, b) => a - b))
        expect(points.every((index) => y[index] > floor && Number.isFinite(y[index]))).toBe(true)
        expect(kept.length).toBeLessThanOrEqual(columns * entriesPerColumn + 2)
      }),
    )
  })

  it('never joins two columns across a point that can not be drawn, and never breaks without one', () => {
    fc.assert(
      fc.property(short, window, yFloor, ({ x, y }, { edges }, floor) => {
        const kept = [...reduceColumns(x, y, edges, floor)]
        const lost = (from: number, to: number): boolean =>
          [...y.subarray(from, to)].some((value) => !(value > floor && value < Infinity))
        kept.forEach((index, place) => {
          const next = kept[place + 1]
          if (index === gap) {
            expect(lost(kept[place - 1], next)).toBe(true)
          } else if (
            next !== undefined &&
            next !== gap &&
            columnOf(edges, x[index]) !== columnOf(edges, x[next])
          ) {
            expect(lost(index, next)).toBe(false)
          }
        })
        expect(kept.at(0)).not.toBe(gap)
        expect(kept.at(-1)).not.toBe(gap)
      }),
    )
  })

  it('keeps every point of a short curve', () => {
    const x = floats([0, 1, 2, 3])
    const edges = columnEdges({ scale: 'linear', min: 0, max: 3, from: 0, to: 300 }, 300)
    expect([...reduceColumns(x, floats([3, 1, 2, 0]), edges)]).toEqual([0, 1, 2, 3])
  })

  it('takes in the neighbours on either side of the window, so that lines run to its edges', () => {
    const x = floats([0, 10, 20, 30])
    const edges = columnEdges({ scale: 'linear', min: 12, max: 18, from: 0, to: 50 }, 50)
    expect([...reduceColumns(x, floats([1, 2, 3, 4]), edges)]).toEqual([1, 2])
  })

  it('shows one bad point in a crowded column as a break', () => {
    const x = floats([0, 1, 2, 3, 4])
    const edges = columnEdges({ scale: 'linear', min: 0, max: 4, from: 0, to: 1 }, 1)
    expect([...reduceColumns(x, floats([5, 6, NaN, 1, 2]), edges)]).toEqual([0, 1, gap, 3, 4])
  })

  it('breaks before the next column, too, after more than one bad point', () => {
    const x = floats([0, 0.2, 0.4, 0.6, 1.5])
    expect([...reduceColumns(x, floats([1, NaN, 2, NaN, 3]), floats([0, 1, 2]))]).toEqual([0, gap, 2, gap, 4])
  })

  it('counts a point on an inner edge to the column on its right', () => {
    const x = floats([0, 0.2, 0.4, 1])
    expect([...reduceColumns(x, floats([0, 9, 5, 6]), floats([0, 1, 2]))]).toEqual([0, 1, 2, 3])
  })

  it('leaves out what a log x can not show', () => {
    const x = floats([0, 1, 10])
    const edges = columnEdges({ scale: 'log', min: 1, max: 10, from: 0, to: 20 }, 20)
    expect([...reduceColumns(x, floats([7, 8, 9]), edges, 0, 0)]).toEqual([1, 2])
  })
})

describe('reduceBand', () => {
  it('keeps the true lowest low and highest high of every column', () => {
    fc.assert(
      fc.property(short, window, ({ x, y }, { edges, columns }) => {
        const finite = y.map((value) => (Number.isFinite(value) ? value : 0))
        const low = finite.map((value) => value - 1)
        const high = finite.map((value) => value + 1)
        const band = reduceBand(x, low, high, edges)
        for (let column = 0; column < columns; column++) {
          const there = [...x.keys()].filter((index) => columnOf(edges, x[index]) === column)
          const shown = [...band.x.keys()].filter((index) => columnOf(edges, band.x[index]) === column)
          expect(Math.min(...shown.map((index) => band.low[index]))).toBe(
            Math.min(...there.map((index) => low[index])),
          )
          expect(Math.max(...shown.map((index) => band.high[index]))).toBe(
            Math.max(...there.map((index) => high[index])),
          )
        }
      }),
    )
  })

  it('breaks where a bound is not a number', () => {
    const x = floats([0, 1, 2])
    const edges = columnEdges({ scale: 'linear', min: 0, max: 2, from: 0, to: 30 }, 30)
    const band = reduceBand(x, floats([0, NaN, 0]), floats([1, 1, 1]), edges)
    expect(band.x).toEqual([0, 1, 2])
    expect(band.low[1]).toBeNaN()
  })
})
