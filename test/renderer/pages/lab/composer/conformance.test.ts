import { expect, it } from 'vitest'
import { conformanceText, sentenceOf } from '../../../../../src/renderer/pages/lab/composer/conformance'

const torch = { source: 'torch.optim', version: '2.15.0', cases: 3, largestError: 2e-13 }
const equations = { source: 'chapter equations', cases: 1, largestError: 0 }

it('names the source with its version, the number of cases and the largest error', () => {
  expect(sentenceOf([torch])).toBe('Matches torch.optim 2.15.0 on 3 cases, largest error 2e−13.')
})

it('counts a single case in the singular, and says where not a bit differs', () => {
  expect(sentenceOf([equations])).toBe('Matches the chapter equations on 1 case, to the last bit.')
})

it('keeps sources apart', () => {
  const older = { ...torch, version: '1.13.1', cases: 1, largestError: 4e-15 }
  expect(sentenceOf([torch, older])).toBe(
    'Matches torch.optim 2.15.0 on 3 cases, largest error 2e−13; torch.optim 1.13.1 on 1 case, largest error 4e−15.',
  )
})

it('says what was done to a source to compare it', () => {
  expect(conformanceText('yogi', 'paper')).toContain(
    '(adjusted: the paper corrects no bias: the script sets rate',
  )
})

it('claims nothing where there was nothing', () => {
  expect(sentenceOf([])).toMatch(/^No trajectory/)
})

it('quotes what the tests found for the dialect that is asked for', () => {
  expect(conformanceText('adam', 'pytorch')).toMatch(
    /^Matches torch\.optim 2\.\S+ on \d+ cases, largest error \de−\d+; /,
  )
  expect(conformanceText('adam', 'chapter')).toMatch(/^Matches the chapter equations on \d+ cases, [^;]*\.$/)
  expect(conformanceText('lion', 'paper')).toContain('lion-pytorch 0.2.5')
})
