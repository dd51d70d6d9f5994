// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { format, parseExperiment, type Experiment } from '@core/experiment'
import type { DraftRun } from '../../../../src/renderer/model/draft/document'
import { createDraft } from '../../../../src/renderer/model/draft/draft'
import {
  newRun,
  rateVariations,
  withObjective,
  withOptimizer,
} from '../../../../src/renderer/model/draft/edit'
import { firstExperiment } from '../../../../src/renderer/model/draft/first'
import { setRange } from '../../../../src/renderer/model/draft/sweep'

const parsed = (raw: unknown): Experiment => {
  const result = parseExperiment(raw)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}
const rosenbrock = parsed({
  format,
  name: 'Valley',
  objective: { id: 'rosenbrock' },
  iterations: 10,
  seed: 4,
  runs: [{ optimizer: 'adam' }, { optimizer: 'gd', label: 'Mine', seed: 9 }],
})

describe('the draft', () => {
  beforeEach(() => localStorage.clear())

  it('starts with an experiment that is ready to run', () => {
    const { experiment, issues, dirty } = createDraft(localStorage)
    expect(issues.value).toEqual([])
    expect(experiment.value?.runs.map(({ label }) => label)).toEqual([
      'GD',
      'SGD',
      'Mini-batch GD (32)',
      'Adam',
    ])
    expect(dirty.value).toBe(false)
  })

  it('undoes and redoes edits step by step', () => {
    const draft = createDraft(localStorage)
    draft.document.value.iterations = 7
    draft.commit()
    draft.document.value.runs[0].hyper.lr = 0.5
    draft.commit()
    draft.undo()
    expect(draft.document.value.runs[0].hyper.lr).toBe(0.01)
    expect(draft.document.value.iterations).toBe(7)
    draft.undo()
    expect(draft.document.value).toEqual(firstExperiment())
    expect(draft.canUndo.value).toBe(false)
    draft.redo()
    draft.redo()
    expect(draft.document.value.runs[0].hyper.lr).toBe(0.5)
    expect(draft.canRedo.value).toBe(false)
  })

  it('lets a label that names the rate follow the rate and the method', () => {
    const draft = createDraft(localStorage)
    const runs = () => draft.document.value.runs
    const labels = () => runs().map(({ label }) => label)
    const mine: DraftRun = { ...newRun('adam'), label: 'Mine, lr 0.01' }
    draft.document.value.runs = [...rateVariations(newRun('adam'), 10), mine, newRun('gd')]
    expect(labels()).toEqual(['Adam, lr 0.1', 'Adam, lr 0.001', 'Mine, lr 0.01', undefined])
    runs()[0].hyper.lr = 0.3
    runs()[2].hyper.lr = 0.2
    expect(labels()).toEqual(['Adam, lr 0.3', 'Adam, lr 0.001', 'Mine, lr 0.2', undefined])
    draft.document.value.runs = runs().map((run, place) =>
      place === 1 ? withOptimizer(run, 'adadelta') : run,
    )
    expect(labels()).toEqual(['Adam, lr 0.3', undefined, 'Mine, lr 0.2', undefined])
    setRange(runs()[2], 'hyper.lr', { kind: 'list', values: [0.01, 0.1] })
    expect(labels()[2]).toBe('Mine')
    draft.undo()
    expect(labels()).not.toContain('Adam, lr 0.3')
  })

  it('leaves a label alone that somebody else’s rate is in', () => {
    const draft = createDraft(localStorage)
    draft.document.value.runs = [{ ...newRun('gd'), label: 'Not at all, lr 3' }]
    draft.document.value.runs[0].hyper.lr = 0.5
    expect(draft.document.value.runs[0].label).toBe('Not at all, lr 3')
  })

  it('is called by what it is composed of, until somebody types a name', () => {
    const draft = createDraft(localStorage)
    const name = () => draft.document.value.name
    expect(name()).toBe('GD, SGD, Mini-batch GD (32) and Adam on linear regression')
    draft.document.value = withObjective(draft.document.value, 'rosenbrock')
    draft.document.value.runs = [newRun('adam'), newRun('momentum'), newRun('adam')]
    expect(name()).toBe('Adam and Momentum on Rosenbrock')
    draft.commit()
    draft.document.value.runs.push(newRun('gd'), newRun('nag'), newRun('rmsprop'))
    expect(name()).toMatch(/^Adam, Momentum, GD and 2 more on Rosenbrock$/)
    draft.undo()
    expect(name()).toBe('Adam and Momentum on Rosenbrock')
    draft.document.value.name = 'Mine'
    draft.document.value.runs.pop()
    draft.document.value.runs.pop()
    expect(name()).toBe('Mine')
  })

  it('keeps the name of an experiment that is opened, even the one that the last followed', () => {
    const draft = createDraft(localStorage)
    const followed = draft.document.value.name
    draft.load({ ...rosenbrock, name: followed })
    expect(draft.document.value.name).toBe(followed)
    draft.document.value.runs.pop()
    expect(draft.document.value.name).toBe(followed)
  })

  it('undoes an edit that was made this very moment', () => {
    const draft = createDraft(localStorage)
    draft.document.value.iterations = 7
    expect(draft.canUndo.value).toBe(true)
    draft.undo()
    expect(draft.document.value.iterations).toBe(2_000)
  })

  it('forgets what was undone once something else is done', () => {
    const draft = createDraft(localStorage)
    draft.document.value.iterations = 7
    draft.undo()
    draft.document.value.iterations = 8
    draft.commit()
    expect(draft.canRedo.value).toBe(false)
    draft.redo()
    expect(draft.document.value.iterations).toBe(8)
  })

  it('survives a reload, half-written values included', () => {
    const draft = createDraft(localStorage)
    draft.load(rosenbrock, 12)
    draft.document.value.name = 'Half'
    draft.document.value.runs[0].hyper.lr = NaN
    draft.commit()
    const again = createDraft(localStorage)
    expect(again.document.value.name).toBe('Half')
    expect(again.savedId.value).toBe(12)
    expect(again.dirty.value).toBe(true)
    expect(again.issues.value.map(({ path }) => path)).toEqual(['runs[0].hyper.lr'])
  })

  it.each([
    ['cut short', '{"document":{"name"'],
    ['nothing', 'null'],
    ['of another program', '{"document":{"cells":[]}}'],
    [
      'with a method that is not there',
      JSON.stringify({
        document: { ...firstExperiment(), runs: [{ ...firstExperiment().runs[0], optimizer: 'magic' }] },
      }),
    ],
    [
      'with an objective that is not there',
      JSON.stringify({ document: { ...firstExperiment(), objective: { id: 'gone' } } }),
    ],
  ])('falls back on the ready experiment where what was kept is %s', (_, kept) => {
    localStorage.setItem('descent-lab.draft', kept)
    expect(createDraft(localStorage).document.value).toEqual(firstExperiment())
  })

  it('goes on where nothing can be kept', () => {
    const full: Storage = Object.assign(Object.create(localStorage), {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
    const draft = createDraft(full)
    draft.document.value.iterations = 7
    draft.commit()
    expect(draft.document.value.iterations).toBe(7)
  })

  it('opens an experiment so that defaults go on following', () => {
    const draft = createDraft(localStorage)
    draft.load(rosenbrock)
    const [adam, mine] = draft.document.value.runs
    expect(adam).not.toHaveProperty('label')
    expect(adam).not.toHaveProperty('seed')
    expect(mine).toMatchObject({ label: 'Mine', seed: 9 })
    expect(draft.experiment.value).toEqual(rosenbrock)
    draft.undo()
    expect(draft.document.value).toEqual(firstExperiment())
  })

  it('knows what is saved, also across undo', () => {
    const draft = createDraft(localStorage)
    draft.document.value.iterations = 7
    expect(draft.dirty.value).toBe(true)
    draft.markSaved(3)
    expect(draft.dirty.value).toBe(false)
    expect(draft.savedId.value).toBe(3)
    draft.undo()
    expect(draft.dirty.value).toBe(true)
    expect(draft.savedId.value).toBe(3)
    draft.load(rosenbrock, 5)
    expect(draft.savedId.value).toBe(5)
    draft.undo()
    expect(draft.savedId.value).toBe(3)
  })

  it('shows what the lab refused until the next edit', () => {
    const draft = createDraft(localStorage)
    const issue = { path: 'runs[2].batch', message: 'must be <= 10, the rows of the data, got 32' }
    draft.refuse([issue])
    expect(draft.issues.value).toEqual([issue])
    draft.document.value.runs[2].batch = 10
    expect(draft.issues.value).toEqual([])
  })
})
