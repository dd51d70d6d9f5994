import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExperiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { identityOf, longerOf, parseSweep, sweepDocument, type Sweep } from '@core/sweep/document'
import { trialsOf } from '@core/sweep/sizes'
import { documentWith } from '../../support/experiments'

const rates = { from: 1e-4, to: 1, steps: 7, scale: 'log' }
const sweepWith = (changes: object = {}): object =>
  documentWith({
    objective: { id: 'rosenbrock' },
    start: 'random',
    runs: [{ optimizer: 'adam', hyper: { lr: rates } }],
    sweep: {},
    ...changes,
  })

function read(document: unknown): Sweep {
  const parsed = parseSweep(document)
  if (!parsed.ok) throw new Error(parsed.issues.map(issueText).join('; '))
  return parsed.value
}

function faults(document: unknown): readonly string[] {
  const parsed = parseSweep(document)
  return parsed.ok ? [] : parsed.issues.map(issueText)
}

const run = (hyper: object, others: object = {}) => ({ runs: [{ optimizer: 'adam', hyper, ...others }] })

describe("a sweep's document", () => {
  test('is an experiment with one value of each range in its place, its axes and its options', () => {
    const { experiment, axes, options } = read(sweepWith({ sweep: { seeds: 5 } }))
    expect(experiment.runs[0].hyper.lr).toBe(1e-4)
    expect(axes).toEqual([
      { run: 0, path: 'hyper.lr', label: 'Learning rate', axis: { kind: 'range', ...rates } },
    ])
    expect(options).toMatchObject({ design: 'grid', seeds: 5, keep: 'values', targets: [1e-2, 1e-4, 1e-6] })
  })

  test('comes back from what it is written as', () => {
    const values = fc.uniqueArray(fc.double({ min: 1e-6, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 5,
    })
    const range = fc
      .tuple(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.integer({ min: 2, max: 9 }))
      .map(([from, steps]) => ({ from, to: from * 10, steps, scale: 'log' }))
    const axis = fc.oneof(
      values.map((list) => ({ values: list })),
      range,
    )
    const flagged = fc.option(fc.constant({ values: [true, false] }), { nil: undefined })
    fc.assert(
      fc.property(axis, flagged, fc.integer({ min: 1, max: 20 }), (lr, centered, seeds) => {
        const hyper = { lr, ...(centered ? { centered } : {}) }
        const sweep = read(
          sweepWith({ runs: [{ optimizer: 'rmsprop', dialect: 'pytorch', hyper }], sweep: { seeds } }),
        )
        const again = read(JSON.parse(JSON.stringify(sweepDocument(sweep))))
        expect(again).toEqual(sweep)
        expect(sweepDocument(again)).toEqual(sweepDocument(sweep))
      }),
    )
  })

  test('is no experiment, and says what it is', () => {
    const parsed = parseExperiment(sweepWith())
    expect(parsed).toMatchObject({ ok: false, issues: [{ path: 'sweep' }] })
    expect(parsed.ok ? '' : issueText(parsed.issues[0])).toMatch(
      /a sweep of many runs.*descent-lab sweep FILE/,
    )
    expect(faults(documentWith())).toEqual([expect.stringMatching(/^sweep: is missing; a sweep is/)])
    expect(faults(7)).toEqual(['a sweep must be an object'])
  })

  test.each([
    [
      'an end beyond the setting',
      run({ lr: { from: 0, to: 1, steps: 3 } }),
      'runs[0].hyper.lr.from: must be > 0, got 0',
    ],
    [
      'the other end',
      run({ beta1: { from: 0, to: 1, steps: 3 } }),
      'runs[0].hyper.beta1.to: must be < 1, got 1',
    ],
    [
      'a value of a list',
      run({ lr: { values: [0.1, -1] } }),
      'runs[0].hyper.lr.values[1]: must be > 0, got -1',
    ],
    [
      'a value of another kind',
      run({ lr: { values: [0.1, 'high'] } }),
      'runs[0].hyper.lr.values[1]: must be a number, got "high"',
    ],
    [
      'a zero on a log scale',
      run({ lr: { from: 0, to: 1, steps: 3, scale: 'log' } }),
      'runs[0].hyper.lr.from: must be > 0 on a log scale, got 0',
    ],
    [
      'a range upside down',
      run({ lr: { from: 1, to: 0.1, steps: 3 } }),
      'runs[0].hyper.lr.to: must be above from, 1, got 0.1',
    ],
    [
      'a grid without steps',
      run({ lr: { from: 0.1, to: 1 } }),
      'runs[0].hyper.lr.steps: is missing: a grid needs to know how many; or take the design "random" or "sobol"',
    ],
    [
      'draws that the setting does not take',
      run({ lr: { normal: { mean: 1, deviation: 1 }, steps: 3 } }),
      'runs[0].hyper.lr.normal: must be > 0, got -7.300000000000001',
    ],
    [
      'a key that no range has',
      run({ lr: { from: 1, to: 2, step: 3 } }),
      'runs[0].hyper.lr.step: unknown key; known here: from, to, steps, scale',
    ],
    [
      'an object that is no range',
      run({ lr: { low: 1 } }),
      expect.stringMatching(/^runs\[0\].hyper.lr: must be a value or a range/),
    ],
    [
      'a setting that the method has not',
      run({ momentum: { values: [1] } }),
      expect.stringMatching(
        /^runs\[0\].hyper.momentum: unknown key|^runs\[0\].hyper.momentum.values\[0\]: unknown key/,
      ),
    ],
    [
      'a batch without data',
      run({}, { batch: { values: ['full', 10] } }),
      expect.stringMatching(/^runs\[0\].batch.values\[1\]: must be "full"/),
    ],
    [
      'a schedule as a range',
      run({}, { schedule: { id: { values: ['constant'] } } }),
      "runs[0].schedule.id: can't be a range: give each schedule a run of its own",
    ],
    [
      'a design without an end',
      { sweep: { design: 'sobol' } },
      'sweep.trials: is missing: how many points the design "sobol" has for each method',
    ],
    [
      'an unknown option',
      { sweep: { designs: 'grid' } },
      expect.stringMatching(/^sweep.designs: unknown key/),
    ],
    [
      'a problem that is none',
      { sweep: { problems: [{ objective: { id: 'rosenbrok' } }] } },
      expect.stringMatching(/^sweep.problems\[0\].objective/),
    ],
    [
      'a start of another dimension',
      { sweep: { problems: [{ objective: { id: 'beale' }, start: [1] }] } },
      expect.stringMatching(/^sweep.problems\[0\].start: must have 2 entries/),
    ],
    [
      'seeds beyond the last',
      { seed: 2 ** 32 - 3, sweep: { seeds: 5 } },
      'sweep.seeds: must be <= 3, since seeds end at 4294967295 and these begin at 4294967293, got 5',
    ],
    [
      'runs of different seeds',
      { runs: [{ optimizer: 'gd' }, { optimizer: 'adam', seed: 3 }] },
      'runs[1].seed: must be 0, that of the first run, got 3: the runs of a sweep are paired by their seeds',
    ],
    [
      'tuning with every seed',
      { sweep: { seeds: 5, tournament: { tuningSeeds: 5, budget: { of: 'updates', most: 10 } } } },
      expect.stringMatching(/^sweep.tournament.tuningSeeds: must be < 5/),
    ],
  ])('with %s is refused, at its place', (_, changes, expected) => {
    expect(faults(sweepWith(changes))).toEqual([expected])
  })

  test('of too many runs is refused with their number, the limit and what to do; the product is never built', () => {
    const steps = 10_000
    const hyper = Object.fromEntries(
      ['lr', 'beta1', 'beta2', 'eps'].map((name) => [name, { from: 0.1, to: 0.9, steps }]),
    )
    const begun = performance.now()
    expect(faults(sweepWith({ ...run(hyper), sweep: { seeds: 10 } }))).toEqual([
      'sweep: would have 1.0e+17 runs; the limit is 1,000,000: take fewer steps or seeds, or the design "sobol" with trials',
    ])
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test('of a method that varies nothing has one point of it, whatever the others have', () => {
    const sweep = read(
      sweepWith({
        runs: [{ optimizer: 'gd' }, { optimizer: 'adam', hyper: { lr: rates } }],
        sweep: { design: 'random', trials: 12 },
      }),
    )
    expect(trialsOf(sweep)).toEqual([1, 12])
  })

  test('has the identity of one with other seeds or trials, and not of one with other settings', () => {
    const options = { design: 'sobol', trials: 8, seeds: 2 }
    const sweep = read(sweepWith({ sweep: options }))
    const longer = read(sweepWith({ sweep: { ...options, trials: 16, seeds: 1 } }))
    expect(identityOf(longer)).toBe(identityOf(sweep))
    expect(longerOf(sweep, longer).options).toMatchObject({ trials: 16, seeds: 2 })
    for (const other of [{ seed: 1 }, { targets: [0.1] }, { design: 'random' }])
      expect(identityOf(read(sweepWith({ sweep: { ...options, ...other } })))).not.toBe(identityOf(sweep))
  })
})
