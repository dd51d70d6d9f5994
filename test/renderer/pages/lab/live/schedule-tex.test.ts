import { expect, test } from 'vitest'
import { scheduleTex } from '../../../../../src/renderer/pages/lab/live/arithmetic/tex'

const ramp = { id: 'step', warmsUp: true, u: 1, base: 0.03, factor: 1 / 3 }

test('a scheduled learning rate is shown by its formula, with base and factor', () => {
  expect(scheduleTex(ramp)).toEqual({
    symbols: String.raw`\eta_u = \eta_0\, \frac{u + 1}{w + 1}`,
    numbers: String.raw`\eta_{1} = {0.03} \cdot {0.3333} = {0.01}`,
  })
  const later = { id: 'step', warmsUp: false, u: 4_000, base: 0.03, factor: 1e-4 }
  expect(scheduleTex(later, { exactly: true })).toEqual({
    symbols: String.raw`\eta_u = \eta\, \gamma^{\lfloor u / k \rfloor}`,
    numbers: String.raw`\eta_{4000} = {0.03} \cdot {0.0001} = {0.000003}`,
  })
})
