import { describe, expect, it } from 'vitest'
import { resultRows } from '../../../../src/renderer/pages/compare/results'
import { record } from '../history/records'
import { sentenceOf } from '../../../support/reasons'

const runs = [
  record({ id: 1, finalLoss: 2, bestLoss: 1, bestIteration: 5 }),
  record({
    id: 2,
    finalLoss: NaN,
    bestLoss: 0.5,
    bestIteration: 7,
    status: 'diverged',
    reason: sentenceOf('Too fast.'),
  }),
  record({ id: 3, finalLoss: 2, bestLoss: 3, bestIteration: 9 }),
]
const row = (rows: ReturnType<typeof resultRows>, name: string) => rows.find((one) => one.name === name)
const best = (rows: ReturnType<typeof resultRows>, name: string) =>
  row(rows, name)?.results.map((result) => result.best)

describe('results side by side', () => {
  it('mark the lowest loss, ties included, and never one that is no number', () => {
    const rows = resultRows(runs, undefined, true)
    expect(best(rows, 'Final loss')).toEqual([true, false, true])
    expect(best(rows, 'Best loss')).toEqual([false, true, false])
  })

  it('mark nothing where the objectives differ, or where all are the same', () => {
    expect(best(resultRows(runs, undefined, false), 'Best loss')).toEqual([false, false, false])
    expect(best(resultRows([runs[0], runs[0]], undefined, true), 'Best loss')).toEqual([false, false])
  })

  it('mark the highest loss where all climb, and none where only some do', () => {
    const up = runs.map((run) => ({ ...run, hyper: { ...run.hyper, maximize: true } }))
    const rows = resultRows(up, undefined, true)
    expect(best(rows, 'Best loss')).toEqual([false, false, true])
    expect(row(rows, 'Best loss')?.prize).toBe('the highest')
    expect(best(resultRows([up[0], runs[1]], undefined, true), 'Best loss')).toEqual([false, false])
  })

  it('have a row for the target only when there is one', () => {
    expect(row(resultRows(runs, undefined, true), 'Iterations to target')).toBeUndefined()
    const reached = new Map([
      [1, { iteration: 40, after: 39 }],
      [2, undefined],
    ])
    const target = row(resultRows(runs, reached, true), 'Iterations to target')
    expect(target?.results.map(({ text }) => text)).toEqual(['40', 'not reached', '…'])
  })

  it('crown the fewest evaluations to the target, and the fewest iterations', () => {
    const reached = new Map([
      [1, { iteration: 40, after: 39, evaluations: 40 }],
      [2, { iteration: 10, after: 9, evaluations: 95 }],
      [3, undefined],
    ])
    const rows = resultRows(runs, reached, true)
    expect(row(rows, 'Iterations to target')?.prize).toBe('the fewest iterations')
    expect(best(rows, 'Iterations to target')).toEqual([false, true, false])
    expect(row(rows, 'Evaluations to target')).toMatchObject({
      prize: 'the fewest evaluations',
      results: [
        { text: '40', best: true },
        { text: '95', best: false },
        { text: 'not reached', best: false },
      ],
    })
    expect(best(resultRows(runs, reached, false), 'Evaluations to target')).toEqual([false, false, false])
  })

  it('crown nobody where the evaluations of one that got there are not known', () => {
    const before = { valueEvaluations: null, gradientEvaluations: null, hessianEvaluations: null }
    const old = record({ id: 2, ...before })
    const reached = new Map([
      [1, { iteration: 40, after: 39, evaluations: 40 }],
      [2, { iteration: 10, after: 9, evaluations: undefined }],
    ])
    const rows = resultRows([runs[0], old], reached, true)
    expect(row(rows, 'Evaluations to target')?.results).toMatchObject([
      { text: '40', best: false },
      { text: '–', title: expect.stringContaining('before evaluations were counted'), best: false },
    ])
    expect(row(rows, 'Evaluations')?.results.map(({ text }) => text)).toEqual(['1,000', '–'])
  })

  it('tell evaluations kind by kind where there are several kinds', () => {
    const search = record({ id: 2, valueEvaluations: 2_500, gradientEvaluations: 1_000 })
    const names = (of: typeof runs) =>
      resultRows(of, undefined, true).flatMap(({ name }) => (/valuations/.test(name) ? [name] : []))
    expect(names([runs[0]])).toEqual(['Evaluations'])
    expect(names([runs[0], search])).toEqual(['Evaluations', 'Value evaluations', 'Gradient evaluations'])
    const rows = resultRows([runs[0], search], undefined, true)
    expect(row(rows, 'Value evaluations')?.results.map(({ text }) => text)).toEqual(['0', '2,500'])
    expect(row(rows, 'Evaluations')?.results[1]).toMatchObject({
      text: '3,500',
      title: '2,500 values, 1,000 gradients',
    })
  })

  it('own up to what was not recorded', () => {
    const reached = new Map([[1, { iteration: 40, after: 30 }]])
    const target = row(resultRows([runs[0]], reached, true), 'Iterations to target')
    expect(target?.results[0].title).toMatch(/^Between iterations 31 and 40/)
  })

  it('show as many digits as it takes to tell two losses apart', () => {
    const near = [record({ id: 1, finalLoss: 0.99981234 }), record({ id: 2, finalLoss: 0.99981299 })]
    const texts = (of: typeof near) =>
      row(resultRows(of, undefined, true), 'Final loss')?.results.map(({ text }) => text)
    expect(texts(near)).toEqual(['0.999812', '0.999813'])
    expect(texts([near[0], near[0]])).toEqual(['0.9998', '0.9998'])
  })

  it('tell why a run ended', () => {
    expect(row(resultRows(runs, undefined, true), 'Status')?.results[1]).toMatchObject({
      text: 'Diverged',
      title: 'Too fast.',
    })
    const why = row(resultRows(runs, undefined, true), 'Why it ended')
    expect(why?.results.map(({ text }) => text)).toEqual([
      expect.any(String),
      'Too fast.',
      expect.any(String),
    ])
  })
})
