import { describe, expect, it } from 'vitest'
import { runFacts, settingFacts } from '../../../../src/renderer/pages/history/run-details'
import { detail, experiment, record } from './records'

const text = (facts: ReturnType<typeof runFacts>, name: string) =>
  facts.find((fact) => fact.name === name)?.text

describe('a run in particular', () => {
  it('says where its best loss was, and how densely it was recorded', () => {
    const facts = runFacts(record({ bestLoss: 0.25, bestIteration: 900, recordEvery: 10, points: 101 }))
    expect(text(facts, 'Best loss')).toBe('0.25 at iteration 900')
    expect(text(facts, 'Recorded points')).toBe('101, every 10th iteration')
  })

  it('says how far it ended from the minimum, where that is known', () => {
    const run = record({ finalLoss: 0.5, minimum: -1 })
    expect(text(runFacts(run, 0.25), 'Final excess loss')).toBe('1.5')
    expect(text(runFacts(run, 0.25), 'Final distance')).toBe('0.25')
    expect(text(runFacts(run), 'Final distance')).toBeUndefined()
    expect(text(runFacts(record({ minimum: null })), 'Final excess loss')).toBeUndefined()
  })

  it('says what it evaluated, where that was counted', () => {
    const run = record({ valueEvaluations: 2_500, gradientEvaluations: 1_000 })
    expect(text(runFacts(run), 'Evaluations')).toBe('3,500')
    expect(text(runFacts({ ...run, valueEvaluations: null }), 'Evaluations')).toBeUndefined()
  })

  it('has no end while it goes, and no place for a best loss that is none', () => {
    const facts = runFacts(record({ endedAt: null, bestLoss: NaN }))
    expect(text(facts, 'Ended')).toBeUndefined()
    expect(text(facts, 'Best loss')).toBe('NaN')
  })

  it('spells its settings out, the start included', () => {
    const facts = settingFacts(detail(experiment({ start: [-1.5, 2] })))
    expect(text(facts, 'Learning rate (lr)')).toBe('0.001')
    expect(text(facts, 'Start')).toBe('(\u22121.5, 2)')
    expect(text(settingFacts(detail(experiment())), 'Start')).toBe('the objective’s own')
  })

  it('tells the noise on its gradients', () => {
    const noisy = experiment({ objective: { id: 'rosenbrock', sigma: 0.5 } })
    expect(text(settingFacts(detail(noisy)), 'Noise (sigma)')).toBe('0.5')
    expect(text(settingFacts(detail(experiment())), 'Noise (sigma)')).toBeUndefined()
  })
})
