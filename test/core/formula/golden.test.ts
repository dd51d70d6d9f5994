import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { objectiveById } from '@core/objectives'
import { programsOf, readFormula } from '@core/formula'
import { compiledKernel } from '@core/formula/compiled'
import { tapeKernel } from '@core/formula/tape'

interface Case {
  readonly text: string
  readonly point: readonly number[]
  readonly value: number
  readonly gradient: readonly number[]
  readonly hessian: readonly number[]
}

const file = resolve(import.meta.dirname, '../../golden/formulas/formulas.json')
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }

/** Relative to the largest number of its kind: near the edges of domains a digit or two are lost. */
function near(found: ArrayLike<number>, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-300)
  expected.forEach((each, i) => expect(Math.abs(found[i] - each) / scale).toBeLessThan(2e-12))
}

describe('derivatives that mpmath worked out at 60 digits', () => {
  test('are of 60 formulas', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
  })

  test.each(cases)('$text', ({ text, point, value, gradient, hessian }) => {
    const dimension = point.length
    const indexed = text.includes('[') ? { dimension } : {}
    const kind = objectiveById('formula')
    if (!kind) throw new Error('no formula')
    const objective = kind.create(kind.options.parse({ text, ...indexed }))
    const theta = Float64Array.from(point)
    const [slopes, turned] = [new Float64Array(dimension), new Float64Array(dimension ** 2)]
    near([objective.value(theta)], [value])
    near([objective.evaluate(theta, slopes)], [value])
    near(slopes, gradient)
    objective.hessian?.(theta, turned)
    near(turned, hessian)
  })

  test.each(cases)('both kernels round alike: $text', ({ text, point }) => {
    const dimension = point.length
    const indexed = text.includes('[') ? { dimension } : {}
    const read = readFormula({ text, parameters: new Map(), ...indexed })
    if (!read.ok) throw new Error(JSON.stringify(read.fault))
    const programs = programsOf(read.formula)
    const kernels = [compiledKernel(programs), tapeKernel(programs)]
    const theta = Float64Array.from(point)
    const direction = theta.map((_, i) => 1 / (i + 1))
    const [compiled, tape] = kernels.map((kernel) => {
      if (!kernel) throw new Error('no WebAssembly here')
      const [out, turned] = [new Float64Array(dimension), new Float64Array(dimension)]
      const value = kernel.evaluate(theta, out)
      kernel.turn(theta, direction, turned)
      return [kernel.value(theta), value, ...out, ...turned]
    })
    expect(compiled).toEqual(tape)
    expect(compiled[0]).toBe(compiled[1])
  })
})
