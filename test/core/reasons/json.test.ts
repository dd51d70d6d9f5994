import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reasonFromJson, reasonToJson } from '@core/reasons/json'
import { decode, encode } from '@core/wire'
import { anyReason } from '../../support/reason-arbitraries'

/** `toEqual` tells -0 from 0, and knows NaN. */
describe('a reason is the same, every number in it', () => {
  test('after its way through JSON', () => {
    fc.assert(
      fc.property(anyReason, (reason) => void expect(reasonFromJson(reasonToJson(reason))).toEqual(reason)),
    )
  })

  test('after its way through MessagePack', () => {
    fc.assert(fc.property(anyReason, (reason) => void expect(decode(encode(reason))).toEqual(reason)))
  })

  test('after its way through a message port', () => {
    fc.assert(fc.property(anyReason, (reason) => void expect(structuredClone(reason)).toEqual(reason)))
  })
})

test.each([
  '{"kind":"from-a-later-version","values":{}}',
  '{"kind":"rule","values":{"status":"stalled","rule":{"kind":"from-a-later-version","values":{}},"finding":null}}',
  '{"kind":"stopped"}',
  'null',
  'no JSON',
])('there is none in what this version has no words for: %s', (json) => {
  expect(reasonFromJson(json)).toBeUndefined()
})
