// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { LabBridge, RunRecord } from '../../../../../src/main/contract'
import type { Curve } from '../../../../../src/renderer/model/curves/curves'
import RunTable from '../../../../../src/renderer/pages/lab/live/RunTable.vue'
import { record } from '../../history/records'
import { mountInApp } from '../../../mount-in-app'

const bridge: LabBridge = {
  call: (name) => Promise.resolve({ ok: true, value: name === 'runs.list' ? [] : null }),
  on: () => () => undefined,
}
Object.defineProperty(window, 'lab', { value: bridge })

/** Points 0, 1, ... of a curve as far as it has been read. */
const curveUpTo = (last: number): Curve => {
  const iterations = Float64Array.from({ length: last + 1 }, (_, index) => index)
  return {
    run: 1,
    length: last + 1,
    iterations,
    series: { loss: iterations.map((value) => 100 - value), gradient_norm: iterations },
  }
}
const shown = (run: RunRecord, last: number, playhead?: number): string =>
  mountInApp(RunTable, {
    runs: [run],
    curves: new Map([[run.id, curveUpTo(last)]]),
    playhead,
    parameterNames: [],
    minima: [],
    problem: undefined,
    sameObjective: true,
  }).text()

const over = record({ id: 1, points: 101, iterations: 100, budget: 100, status: 'finished', finalLoss: 0 })

describe('the rows below the charts', () => {
  it('say of a run that is over which update their values are of, until they are the last', () => {
    const text = shown(over, 60)
    expect(text).toContain('100 of 100 updates')
    expect(text).toContain('Reading on, 60 %: the values are those of update 60')
    expect(shown(over, 100)).not.toContain('Reading')
  })

  it('count the updates of a run under way up to their values', () => {
    const text = shown({ ...over, status: 'running', budget: 1_000 }, 60)
    expect(text).toContain('60 of 1,000 updates')
    expect(text).not.toContain('Reading')
  })

  it('have nothing to wait for at the playhead', () => {
    expect(shown(over, 60, 30)).not.toContain('Reading')
  })
})
