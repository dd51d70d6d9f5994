import { expect, test } from 'vitest'
import { alongParameters } from '../../../src/renderer/model/plane'
import { arrowsIn, type StepArrow } from '../../../src/renderer/model/step-arrows'

const arrow = (along: readonly number[]): StepArrow => ({
  label: 'step',
  from: [1, 2, 3],
  along,
  toScale: true,
  lit: false,
})

test('an arrow is projected onto a plane, and as much shorter as it leads out of it', () => {
  const plane = alongParameters(['a', 'b', 'c'], [0, 2], [7, 7, 7], 'at the minimum')
  expect(arrowsIn(plane, [arrow([3, 0, 4])])).toEqual([{ ...arrow([3, 4]), from: [1, 3], share: 1 }])
  expect(arrowsIn(plane, [arrow([3, 4, 0])])).toMatchObject([{ along: [3, 0], share: 0.6 }])
  // Straight out of it there is nothing to be seen, and of no step neither.
  expect(arrowsIn(plane, [arrow([0, 5, 0]), arrow([0, 0, 0])])).toEqual([])
})
