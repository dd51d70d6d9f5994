import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, plain, visibleJson } from '@core/plain-text'

const text = fc.string({ unit: 'binary' })
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

describe('plain text', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['a\r\nb\tc', 'a b c'],
    ['safe\u202Egpj.exe', 'safegpj.exe'],
    ['pay\u200Bpal\u2060\uFEFF', 'paypal'],
    ['\u2066a\u2069', 'a'],
    ['tag\u{E0041}', 'tag'],
    ['\u009b31m', '31m'],
    ['a\u3164b', 'ab'],
    ['η = 0.1, épée, 日本', 'η = 0.1, épée, 日本'],
  ])('of %j is %j', (given, shown) => {
    expect(plain(given)).toBe(shown)
  })

  it('of anything is one line of what can be seen', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(plain(given)).not.toMatch(hidden)
        expect(oneLine(oneLine(given))).toBe(oneLine(given))
      }),
    )
  })

  it('of JSON says the same, with every character to be seen', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (given) => {
        const written = visibleJson(JSON.stringify(given))
        expect(written).not.toMatch(hidden)
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(given)))
      }),
    )
  })
})
