// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { parseSweep } from '@core/sweep/document'
import { number } from '@core/hyper'
import { createDraft } from '../../../../src/renderer/model/draft/draft'
import { newRun, withOptimizer } from '../../../../src/renderer/model/draft/edit'
import { firstExperiment } from '../../../../src/renderer/model/draft/first'
import {
  asKind,
  axisAround,
  batchesAround,
  documentOf,
  draftOfSweep,
  isSweep,
  numbersOf,
  plainOf,
  seedlessRuns,
  setOptions,
  setRange,
  sweptOf,
  valuesText,
} from '../../../../src/renderer/model/draft/sweep'

const lr = number('Learning rate', '\\eta', 0.01, { minExclusive: true, scale: 'log' })
const share = number('Momentum', '\\beta', 0.9, { max: 1, maxExclusive: true })

describe('values around the one that a setting has', () => {
  it('are seven, from a hundredth to ten times a rate', () => {
    const axis = axisAround(0.01, lr)
    expect(axis).toEqual({ kind: 'range', from: 1e-4, to: 0.1, scale: 'log', steps: 7 })
    expect(numbersOf(axis)).toHaveLength(7)
    expect(valuesText(axis)).toBe('7 values: 0.0001, 0.0003162, 0.001, 0.003162, 0.01, 0.03162, 0.1')
  })
  it('tell apart how far a share stays from 1', () => {
    expect(axisAround(0.8, share)).toEqual({ kind: 'list', values: [0, 0.5, 0.8, 0.9, 0.95, 0.99] })
  })
  it('double the rows of a batch, as whole numbers', () => {
    expect(numbersOf(batchesAround(32))).toEqual([8, 16, 32, 64, 128])
  })
  it('go from a range to a list and back', () => {
    const range = axisAround(0.01, lr)
    const list = asKind(range, 'list')
    expect(list).toEqual({ kind: 'list', values: numbersOf(range) })
    expect(asKind(list, 'range')).toEqual(range)
  })
  it('that are no numbers are asked for in words', () => {
    expect(valuesText({ kind: 'range', from: NaN, to: 1, scale: 'log', steps: 7 })).toMatch(/^Needs numbers/)
    expect(valuesText({ kind: 'list', values: [] })).toMatch(/^Needs numbers/)
  })
})

describe('a draft with ranges', () => {
  beforeEach(() => localStorage.clear())

  it('is read without them, and its document with them', () => {
    const draft = createDraft(localStorage)
    const [run] = draft.document.value.runs
    setRange(run, 'hyper.lr', axisAround(0.01, lr))
    setOptions(draft.document.value, { seeds: 5 })
    expect(draft.issues.value).toEqual([])
    expect(draft.experiment.value?.runs[0].hyper.lr).toBe(0.01)
    const sweep = parseSweep(documentOf(draft.document.value))
    if (!sweep.ok) throw new Error(JSON.stringify(sweep.issues))
    expect(sweep.value.axes).toEqual([
      { run: 0, path: 'hyper.lr', label: 'Learning rate', axis: axisAround(0.01, lr) },
    ])
    expect(sweep.value.options.seeds).toBe(5)
  })

  it('comes back from its file as it was', () => {
    const draft = firstExperiment()
    setRange(draft.runs[3], 'hyper.lr', axisAround(0.01, lr))
    setOptions(draft, { design: 'sobol', trials: 16, keep: 'curves' })
    const sweep = parseSweep(JSON.parse(JSON.stringify(documentOf(draft))))
    if (!sweep.ok) throw new Error(JSON.stringify(sweep.issues))
    const back = draftOfSweep(sweep.value)
    expect(back.sweep).toEqual(draft.sweep)
    expect(sweptOf(back.runs[3])).toEqual(sweptOf(draft.runs[3]))
    // One of its values, the middle one, is what is left without the range.
    expect(back.runs[3].hyper.lr).toBeCloseTo(0.003_162, 6)
    expect(documentOf(back)).toMatchObject({ sweep: { design: 'sobol', trials: 16 } })
  })

  it('keeps them through undo and a reload', () => {
    const draft = createDraft(localStorage)
    setRange(draft.document.value.runs[0], 'hyper.lr', axisAround(0.01, lr))
    draft.commit()
    setOptions(draft.document.value, { seeds: 20 })
    draft.commit()
    draft.undo()
    expect(draft.document.value.sweep).toBeUndefined()
    expect(isSweep(draft.document.value)).toBe(true)
    draft.redo()
    const again = createDraft(localStorage)
    expect(again.document.value.sweep).toEqual({ seeds: 20 })
    expect(sweptOf(again.document.value.runs[0])).toHaveLength(1)
  })

  it('names what is wrong with a range where it stands', () => {
    const draft = createDraft(localStorage)
    setRange(draft.document.value.runs[0], 'hyper.lr', {
      kind: 'range',
      from: 1,
      to: 0.1,
      scale: 'log',
      steps: 5,
    })
    expect(draft.issues.value).toEqual([
      { path: 'runs[0].hyper.lr.to', message: expect.stringContaining('above from') as string },
    ])
  })

  it('leaves a range of what another method has not out until it has it again', () => {
    const adam = newRun('adam')
    setRange(adam, 'hyper.beta1', axisAround(0.9, share))
    const plain = withOptimizer(adam, 'gd')
    expect(sweptOf(plain)).toEqual([])
    expect(sweptOf(withOptimizer(plain, 'adam'))).toHaveLength(1)
  })

  it('without any is the same document', () => {
    const draft = firstExperiment()
    expect(plainOf(draft)).toBe(draft)
    expect(documentOf(draft)).toBe(draft)
  })
})

it('tells which runs every seed makes the same', () => {
  const draft = firstExperiment()
  expect(seedlessRuns(draft)).toEqual([0, 3])
  expect(seedlessRuns({ ...draft, start: 'random' })).toEqual([])
  expect(seedlessRuns({ ...draft, objective: { ...draft.objective, sigma: 0.1 } })).toEqual([])
})
