import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../../src/worker/core/experiment'
import { onlyThisRun } from '../../../src/renderer/model/only-this-run'
import { detail, experiment } from '../pages/history/records'

describe('a run taken out of its experiment', () => {
  it('keeps objective, start, budget, settings and seed, and is an experiment again', () => {
    const whole = experiment({
      start: [1, 2],
      seed: 7,
      runs: [{ optimizer: 'gd' }, { optimizer: 'adam', seed: 3 }],
    })
    const one = onlyThisRun(detail(whole, 1, { id: 12, note: 'mine', label: 'Renamed' }))
    expect(parseExperiment(one)).toEqual({ ok: true, value: one, notes: [] })
    expect(one).toEqual({ ...whole, runs: [{ ...whole.runs[1], label: 'Renamed' }] })
    expect(one.runs[0].seed).toBe(3)
  })

  it('climbs where it climbed', () => {
    const whole = experiment({ runs: [{ optimizer: 'gd', maximize: true }] })
    const [{ hyper }] = whole.runs
    expect(onlyThisRun(detail(whole, 0, { hyper: { ...hyper, maximize: true } }))).toEqual(whole)
  })
})
