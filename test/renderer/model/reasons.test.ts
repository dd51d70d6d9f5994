import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reasonText } from '@core/reasons/wording'
import { readable, sentence } from '../../../src/renderer/model/format'
import { formatReason, reasonSentence } from '../../../src/renderer/model/reasons'
import { anyReason } from '../../support/reason-arbitraries'

describe('why a run ended, on the screen', () => {
  it('is what files and terminals say, with its numbers as they stand everywhere else', () => {
    fc.assert(
      fc.property(anyReason, (reason) => {
        expect(formatReason(reason)).toBe(readable(reasonText(reason)))
        expect(reasonSentence(reason)).toBe(sentence(reasonText(reason)))
      }),
    )
  })

  it('leaves names with numbers in them as they are', () => {
    const rule = {
      kind: 'parameter-not-finite',
      values: { update: 12_345, parameter: 'w 2024-5', value: NaN },
    } as const
    expect(formatReason({ kind: 'rule', values: { status: 'diverged', rule, finding: null } })).toBe(
      'diverged at update 12,345: the parameter w 2024-5 is NaN',
    )
  })

  it('is nothing until the run has ended', () => {
    expect(formatReason(null)).toBe('')
  })
})
