import { describe, expect, it } from 'vitest'
import { colorsOf, firstShade, parseExperiment } from '@core/experiment'
import { objectives } from '@core/objectives'
import { optimizers } from '@core/optimizers'
import {
  keepColors,
  newRun,
  rateVariations,
  withDialect,
  withObjective,
  withOptimizer,
  withSuggestion,
} from '../../../../src/renderer/model/draft/edit'
import type { Draft } from '../../../../src/renderer/model/draft/document'
import { firstExperiment } from '../../../../src/renderer/model/draft/first'

const issuesOf = (draft: unknown): readonly unknown[] => {
  const parsed = parseExperiment(draft)
  return parsed.ok ? [] : parsed.issues
}

describe('edits of a draft', () => {
  it.each(optimizers.map(({ id }) => id))('a new run of %s is valid', (id) => {
    expect(issuesOf({ ...firstExperiment(), runs: [newRun(id)] })).toEqual([])
  })

  it.each(objectives.map(({ id }) => id))('changing to %s leaves a valid document', (id) => {
    const next = withObjective(firstExperiment(), id)
    expect(issuesOf(next)).toEqual([])
    expect(issuesOf(withObjective(next, 'linear-regression'))).toEqual([])
  })

  it.each(optimizers.map(({ id }) => id))('changing a mini-batch run to %s leaves it valid', (id) => {
    const run = { ...newRun('gd'), batch: 8, schedule: { id: 'cosine', warmup: 3, final: 0 } }
    expect(issuesOf({ ...firstExperiment(), runs: [withOptimizer(run, id)] })).toEqual([])
  })

  it('keeps a value changed by hand where the other method has it, and no default', () => {
    const run = newRun('gd')
    run.hyper.lr = 0.3
    expect(withOptimizer(run, 'adam').hyper.lr).toBe(0.3)
    expect(withOptimizer(newRun('gd'), 'adam').hyper).toEqual(newRun('adam').hyper)
  })

  it('keeps batch, seed and label when the method changes', () => {
    const run = { ...newRun('gd'), batch: 8, seed: 4, label: 'Mine' }
    expect(withOptimizer(run, 'adam')).toMatchObject({ batch: 8, seed: 4, label: 'Mine', optimizer: 'adam' })
  })

  it('takes on the other dialect with its own defaults', () => {
    const run = withDialect({ ...newRun('adam'), hyper: { ...newRun('adam').hyper, lr: 0.5 } }, 'pytorch')
    expect(run.dialect).toBe('pytorch')
    expect(run.hyper).toMatchObject({ lr: 0.5, weightDecay: 0 })
    expect(issuesOf({ ...firstExperiment(), runs: [run] })).toEqual([])
  })

  it('varies the rate, and says so in the label', () => {
    const runs = rateVariations({ ...newRun('gd'), batch: 1 }, 10)
    expect(runs.map(({ hyper, label }) => [hyper.lr, label])).toEqual([
      [0.1, 'SGD, lr 0.1'],
      [0.001, 'SGD, lr 0.001'],
    ])
    expect(issuesOf({ ...firstExperiment(), runs })).toEqual([])
  })

  it.each(['Adam, lr 0.05', 'Adam, lr 5e-2', 'Adam'])(
    'varies the rate of “%s”, which then names one',
    (label) => {
      const adam = newRun('adam')
      const runs = rateVariations({ ...adam, hyper: { ...adam.hyper, lr: 0.05 }, label }, 10)
      expect(runs.map((run) => run.label)).toEqual(['Adam, lr 0.5', 'Adam, lr 0.005'])
    },
  )

  it('leaves a label alone that names another rate than the run has', () => {
    const [faster] = rateVariations({ ...newRun('gd'), label: 'Not at all, lr 3' }, 10)
    expect(faster.label).toBe('Not at all, lr 3, lr 0.1')
  })

  it('keeps batches and noise for a function that brings rows of its own', () => {
    const noisy = firstExperiment()
    noisy.objective.sigma = 0.5
    const reddi = withObjective(noisy, 'reddi')
    expect(reddi.objective.sigma).toBe(0.5)
    expect(reddi.runs.map(({ batch }) => batch)).toEqual(noisy.runs.map(({ batch }) => batch))
    expect(issuesOf(reddi)).toEqual([])
    expect(withObjective(noisy, 'square').runs.every(({ batch }) => batch === 'full')).toBe(true)
  })

  it.each(objectives.filter(({ suggestion }) => suggestion))(
    'what $id suggests is valid, and takes out what would be in its way',
    ({ id, suggestion }) => {
      if (!suggestion) throw new Error('only those with a suggestion')
      const before = withObjective(firstExperiment(), id)
      before.objective.sigma = 0.5
      before.start = 'random'
      before.seed = 9
      const draft = withSuggestion(before, suggestion)
      expect(issuesOf(draft)).toEqual([])
      expect(draft).toMatchObject({ seed: 9, objective: { id }, iterations: suggestion.iterations })
      expect(draft).not.toHaveProperty('start')
      expect(draft.objective).not.toHaveProperty('sigma')
      // Everything that is suggested is in the runs, and runs say no more.
      expect(draft.runs).toMatchObject(suggestion.runs)
      expect(draft.runs).toHaveLength(suggestion.runs.length)
    },
  )

  it('leaves out what is the same as another run once there are no batches', () => {
    const names = (draft: Draft) => draft.runs.map((run) => run.label ?? run.optimizer)
    const draft = firstExperiment()
    expect(names(draft)).toEqual(['gd', 'gd', 'gd', 'adam'])
    expect(names(withObjective(draft, 'rosenbrock'))).toEqual(['gd', 'adam'])
    // Whoever put two of a kind there, or named one, meant it.
    draft.runs.push({ ...newRun('adam') }, { ...newRun('gd'), batch: 8, label: 'Mine' })
    expect(names(withObjective(draft, 'rosenbrock'))).toEqual(['gd', 'adam', 'adam', 'Mine'])
  })

  it('leaves what it is given as it was', () => {
    const draft = firstExperiment()
    withObjective(draft, 'square')
    expect(draft).toEqual(firstExperiment())
  })
})

describe('colours of the runs', () => {
  const three = () => [newRun('gd'), newRun('gd'), newRun('adam')]
  const [first, second] = [firstShade, firstShade + 1]

  it('stay with a run when another one is removed, moved or put in between', () => {
    const [full, single, adam] = three()
    const removed = [single, adam]
    keepColors([full, single, adam], removed)
    expect(colorsOf(removed)).toEqual([second, first])
    const moved = [adam, single]
    keepColors(removed, moved)
    expect(colorsOf(moved)).toEqual([first, second])
    const added = [adam, newRun('gd'), single]
    keepColors(moved, added)
    expect(colorsOf(added)).toEqual([first, first, second])
    expect(issuesOf({ ...firstExperiment(), runs: added })).toEqual([])
  })

  it('of a copy are new shades, and say nothing in a file where they are those it would have anyway', () => {
    const before = three()
    const next = [...before, { ...before[0] }]
    keepColors(before, next)
    expect(colorsOf(next)).toEqual([first, second, first, firstShade + 2])
    expect(next.every((run) => !('color' in run))).toBe(true)
  })

  it('that somebody chose stay, and a shade is given once a method', () => {
    const gd = { optimizer: 'gd' }
    expect(colorsOf([{ ...gd, color: 1 }, gd, gd, { ...gd, color: first }])).toEqual([
      1,
      second,
      second + 1,
      first,
    ])
    expect(
      colorsOf([
        { ...gd, color: first },
        { optimizer: 'adam', color: first },
        { ...gd, color: first },
      ]),
    ).toEqual([first, first, second])
  })
})
