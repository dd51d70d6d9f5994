import { describe, expect, test } from 'vitest'
import { contract, type CallName, type LabHandlers } from '../../../src/main/contract'
import { Fault } from '../../../src/main/faults'
import { dispatch } from '../../../src/main/lab/dispatch'

/** Answers with what it was given. */
const echo = Object.fromEntries(
  Object.keys(contract).map((name) => [name, (input: unknown) => input]),
) as unknown as LabHandlers

const failing = (error: unknown): LabHandlers => ({
  ...echo,
  'app.info': () => {
    throw error
  },
})

describe('dispatch', () => {
  test('hands over the parsed input, with its defaults', async () => {
    expect(await dispatch(echo, 'runs.list', {})).toEqual({ ok: true, value: { trash: false } })
    expect(await dispatch(echo, 'runs.list', undefined)).toEqual({ ok: true, value: { trash: false } })
    expect(await dispatch(echo, 'runs.edit', { run: 1, label: ' a ' })).toEqual({
      ok: true,
      value: { run: 1, label: 'a' },
    })
  })

  test.each([
    ['__proto__', '"__proto__"'],
    ['constructor', '"constructor"'],
    ['toString', '"toString"'],
    ['hasOwnProperty', '"hasOwnProperty"'],
    ['runs.List', '"runs.List"'],
    ['', '""'],
    ['a'.repeat(60), `"${'a'.repeat(37)}..."`],
    [undefined, 'nothing'],
    [null, 'null'],
    [7n, '7'],
    [Symbol('runs.list'), 'Symbol(runs.list)'],
    [['runs.list'], 'a list'],
    [{ toString: () => 'runs.list' }, 'an object'],
  ])('knows no call %s', async (name, text) => {
    expect(await dispatch(echo, name, {})).toEqual({
      ok: false,
      error: { kind: 'missing', message: `the lab has no call ${text}`, issues: [] },
    })
  })

  test.each<[CallName, unknown, string]>([
    ['runs.get', {}, 'run: is missing; it must be a number'],
    ['runs.get', { run: 0 }, 'run: must be >= 1, got 0'],
    ['runs.get', { run: 1.5 }, 'run: must be a whole number, got 1.5'],
    ['runs.get', { run: '1' }, 'run: must be a number, got "1"'],
    ['runs.get', { run: 1, more: 2 }, 'more: unknown key; known here: run'],
    ['runs.trash', { runs: [] }, 'runs: must have at least 1 entry, got 0'],
    ['runs.trash', { runs: [1, NaN] }, 'runs[1]: must be a finite number, got NaN'],
    [
      'runs.control',
      { runs: [1], action: 'stop' },
      'action: must be one of "pause", "resume", "step", "cancel", got "stop"',
    ],
    ['runs.control', { runs: [1], action: 'step', updates: 0 }, 'updates: must be >= 1, got 0'],
    ['runs.edit', { run: 1, label: '   ' }, 'label: must have at least 1 character, got 0'],
    [
      'datasets.table',
      { objective: 'linear-regression', data: { source: 'web' } },
      'data.source: must be one of "normal", "csv", "inline", got "web"',
    ],
    ['app.info', { anything: 1 }, 'anything: unknown key; none is known here'],
    ['app.info', { ['k'.repeat(10_000)]: 1 }, `["${'k'.repeat(37)}..."]: unknown key; none is known here`],
    ['runs.start', {}, 'experiment: is missing'],
    ['runs.trash', { runs: Array(300_000).fill('a') }, 'runs: must have at most 10000 entries, got 300000'],
  ])('refuses %s with %j', async (name, input, message) => {
    expect(await dispatch(echo, name, input)).toMatchObject({
      ok: false,
      error: { kind: 'invalid', message },
    })
  })

  test.each([null, 5, 'text', [], () => 1])('refuses an input that is no object: %s', async (input) => {
    const result = await dispatch(echo, 'runs.get', input)
    expect(result).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })

  test('counts the faults that it does not spell out', async () => {
    const result = await dispatch(echo, 'runs.trash', { runs: ['a', 'b', 'c'] })
    expect(result).toMatchObject({
      ok: false,
      error: {
        message: 'runs[0]: must be a number, got "a" (and 2 more)',
        issues: [{ path: 'runs[0]' }, { path: 'runs[1]' }, { path: 'runs[2]' }],
      },
    })
  })

  test('a prototype smuggled in stays outside', async () => {
    const input: unknown = JSON.parse('{"run": 1, "__proto__": {"label": "x"}}')
    const result = await dispatch(echo, 'runs.edit', input)
    expect(result).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })

  test.each(['invalid', 'missing', 'conflict', 'limit', 'internal'] as const)(
    'passes on a fault: %s',
    async (kind) => {
      const issues = [{ path: 'a', message: 'b' }]
      expect(await dispatch(failing(new Fault(kind, 'why', issues)), 'app.info', {})).toEqual({
        ok: false,
        error: { kind, message: 'why', issues },
      })
    },
  )

  test.each([
    [new TypeError('cannot read x'), 'cannot read x'],
    ['just a text', 'just a text'],
    [undefined, 'undefined'],
  ])('wraps any other error: %s', async (error, detail) => {
    expect(await dispatch(failing(error), 'app.info', {})).toEqual({
      ok: false,
      error: { kind: 'internal', message: `"app.info" failed: ${detail}`, issues: [] },
    })
  })

  test('waits for a handler that takes its time, and for its failure', async () => {
    const late: LabHandlers = {
      ...echo,
      'experiments.write': async () => Promise.reject(new Fault('limit', 'too much')),
      'datasets.open': async () => Promise.resolve(7),
    }
    expect(await dispatch(late, 'experiments.write', { experiment: {} })).toMatchObject({
      error: { kind: 'limit' },
    })
    expect(await dispatch(late, 'datasets.open', { name: 'a.csv', bytes: 1 })).toEqual({
      ok: true,
      value: 7,
    })
  })
})
