// @vitest-environment happy-dom
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PathView } from '../../../../src/renderer/model/chart-data'
import { runStyle } from '../../../../src/renderer/model/palette'
import { PathPainter, type Project } from '../../../../src/renderer/charts/painters/path-painter'
import { frame } from '../frames'

/** Notes what is drawn; this page has no canvas, and in vectors a painter needs no other than the one it is given. */
function notingContext() {
  const calls: string[] = []
  const context = new Proxy({} as Record<string | symbol, unknown>, {
    get: (held, name) =>
      held[name] ?? ((...given: unknown[]) => void calls.push(`${String(name)} ${given.join()}`)),
  })
  return { context: context as unknown as CanvasRenderingContext2D, calls }
}

const project: Project = ({ theta }, index) => [theta[0][index], theta[1][index]]
const plain: Project = Object.assign(project.bind(undefined), { isPlain: true })

/** Steps far shorter than a pixel, steps across the plot, and values that are no numbers. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: -1e-3, max: 1e-3, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
)

function pathOf(steps: readonly (readonly [number, number])[]): PathView {
  const at: [number, number] = [1, 1]
  const theta = [new Float64Array(steps.length), new Float64Array(steps.length)]
  steps.forEach((moves, index) => {
    for (const j of [0, 1] as const) {
      if (Number.isFinite(moves[j])) at[j] += moves[j]
      theta[j][index] = Number.isFinite(moves[j]) ? at[j] : moves[j]
    }
  })
  return { key: '1', label: 'Run', style: 0, x: Float64Array.from(steps.keys()), theta }
}

describe('a path', () => {
  it('leaves points out that lie in the pixel of the one before, and draws the same without looking at them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, step), { minLength: 1, maxLength: 300 }), (steps) => {
        const styled = [{ view: pathOf(steps), style: runStyle(0, false) }]
        const [one, other] = [project, plain].map((how) => {
          const { context, calls } = notingContext()
          new PathPainter().paint(context, { ...frame(), vector: true }, styled, how, [], false)
          return calls
        })
        expect(other).toEqual(one)
      }),
    )
  })

  it('has a corner where it moves, and none for a thousand points in one place', () => {
    const moves = Array.from({ length: 1_000 }, (_, index) => [index === 500 ? 2 : 1e-6, 0] as const)
    const { context, calls } = notingContext()
    const styled = [{ view: pathOf(moves), style: runStyle(0, false) }]
    new PathPainter().paint(context, { ...frame(), vector: true }, styled, plain, [], false)
    expect(calls.filter((call) => call.startsWith('lineTo')).length).toBeLessThan(10)
  })
})
