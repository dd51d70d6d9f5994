import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { countText, issuesFrom, issueText, pathText, valueText } from '@core/issues'

describe('issues', () => {
  test.each([
    [[], ''],
    [['runs', 2, 'hyper', 'lr'], 'runs[2].hyper.lr'],
    [[0, 'x'], '[0].x'],
    [['data', 'waiting time', 1], 'data["waiting time"][1]'],
  ])('path %j reads %s', (path, text) => {
    expect(pathText(path)).toBe(text)
  })

  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [-0.5, '-0.5'],
    [NaN, 'NaN'],
    [true, 'true'],
    ['a "b"', '"a \\"b\\""'],
    ['x'.repeat(41), `"${'x'.repeat(37)}..."`],
    [[1], 'a list'],
    [{}, 'an object'],
  ])('value %j reads %s', (value, text) => {
    expect(valueText(value)).toBe(text)
  })

  test('an issue without path is its message alone', () => {
    expect(issueText({ path: '', message: 'faithful.csv is empty' })).toBe('faithful.csv is empty')
    expect(issueText({ path: 'seed', message: 'must be >= 0, got -1' })).toBe('seed: must be >= 0, got -1')
  })

  test('one of a thing is one', () => {
    expect(countText(1, 'update', 'updates')).toBe('1 update')
    expect(countText(0, 'update', 'updates')).toBe('0 updates')
  })

  test('words what zod finds in any schema', () => {
    const schema = z.strictObject({ run: z.int().min(1), note: z.string().max(3).optional() })
    const found = schema.safeParse({ run: 0, note: 'long', extra: 1 }, { reportInput: true })
    expect(issuesFrom(found.error?.issues ?? []).map(issueText)).toEqual([
      'run: must be >= 1, got 0',
      'note: must have at most 3 characters, got 4',
      'extra: unknown key; known here: run, note',
    ])
  })

  test('says of a union what the branch says that the value is meant for', () => {
    const schema = z.object({ at: z.union([z.literal('home'), z.array(z.number()).max(2)]) })
    const faultsOf = (at: unknown): string[] =>
      issuesFrom(schema.safeParse({ at }, { reportInput: true }).error?.issues ?? []).map(issueText)
    expect(faultsOf([1, '2'])).toEqual(['at[1]: must be a number, got "2"'])
    expect(faultsOf([1, 2, 3])).toEqual(['at: must have at most 2 entries, got 3'])
    expect(faultsOf('away')).toEqual(['at: must be "home" or a list, got "away"'])
  })

  test('keeps the message of what it has no words for', () => {
    const schema = z.string().regex(/^a/, 'must begin with an a')
    const found = schema.safeParse('b', { reportInput: true })
    expect(issuesFrom(found.error?.issues ?? [])).toEqual([{ path: '', message: 'must begin with an a' }])
  })
})
