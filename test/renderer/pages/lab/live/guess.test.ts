import { expect, test } from 'vitest'
import { judgement } from '../../../../../src/renderer/pages/lab/live/arithmetic/guess'

test.each([
  [0.9, true, 'Right, to the last bit.'],
  [0.90001, true, 'Right: off by 1e\u22125, 0.01 % of the step.'],
  [0.95, false, 'Off by 0.05, 50 % of the step.'],
  [1, false, 'Off by 0.1, 100 % of the step.'],
])('%d for a step from 1 to 0.9', (guess, right, text) => {
  expect(judgement(guess, 1, 0.9)).toEqual({ right, text })
})

test('where there was no step, any other number is wrong', () => {
  expect(judgement(1.5, 1, 1)).toEqual({ right: false, text: 'Off by 0.5.' })
})
