import { expect, test } from 'vitest'
import { titleOf } from '../../../../../src/renderer/pages/lab/live/arithmetic/copies'

test('a run that is called by its method is named once', () => {
  expect(titleOf('Nadam', 'Nadam', 'as in PyTorch')).toBe('Nadam, as in PyTorch')
  expect(titleOf('Mine', 'Nadam', 'as in PyTorch')).toBe('Mine: Nadam, as in PyTorch')
})
