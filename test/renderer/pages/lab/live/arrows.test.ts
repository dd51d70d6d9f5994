import { expect, test } from 'vitest'
import { symbolsOf } from '@core/arithmetic/symbols'
import { optimizerById } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { arrowsOf } from '../../../../../src/renderer/pages/lab/live/arithmetic/arrows'

function symbols(optimizer: string, dialect: DialectId) {
  const found = optimizerById(optimizer)?.dialects[dialect]
  if (!found) throw new Error('no such dialect')
  return symbolsOf(found)
}
const of = (...values: number[]): Float64Array => Float64Array.from(values)

test('an update has its step, the way downhill and its momentum, each the way it moves the parameters', () => {
  const values = {
    update: 3,
    coordinates: [0, 1],
    before: { theta: of(1, 1), v: of(0, 0) },
    after: { theta: of(0.5, 2), gradient: of(4, -8), ahead: of(0.9, 1.1), v: of(0.5, -1) },
  }
  expect(arrowsOf(symbols('nag', 'chapter'), values, 'v-after')).toEqual([
    { label: 'step', from: [1, 1], along: [-0.5, 1], toScale: true, lit: false },
    // where the method takes it
    { label: 'downhill', from: [0.9, 1.1], along: [-4, 8], toScale: false, lit: false },
    { label: 'velocity', from: [1, 1], along: [-0.5, 1], toScale: false, lit: true },
  ])
})

test('a velocity that is added points the way it is', () => {
  const values = {
    update: 1,
    coordinates: [0],
    before: { theta: of(1) },
    after: { theta: of(0.5), gradient: of(4), m: of(-0.5) },
  }
  const [, , velocity] = arrowsOf(symbols('momentum', 'keras'), values, undefined)
  expect(velocity).toMatchObject({ label: 'velocity', along: [-0.5] })
})
