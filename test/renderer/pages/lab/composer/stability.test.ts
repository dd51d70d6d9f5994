// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { normalTable } from '@core/data/normal'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import { useProblem } from '../../../../../src/renderer/model/draft/problem'
import RunForm from '../../../../../src/renderer/pages/lab/composer/RunForm.vue'
import StabilityHint from '../../../../../src/renderer/pages/lab/composer/StabilityHint.vue'
import { useStability } from '../../../../../src/renderer/pages/lab/composer/warnings'
import { experimentWith } from '../../../../support/experiments'
import { standInLab } from '../../history/lab-double'
import { mountInApp } from '../../../mount-in-app'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))
const normal = { id: 'linear-regression', data: { source: 'normal', rows: 500, seed: 0 } }
standInLab({ 'datasets.table': () => normalTable(500, 0) })

const draft = useDraft()
const { problem, waiting } = useProblem()
const warnings = useStability()

/** A run of gradient descent in a bowl of curvature 100, or what else is said. */
async function compose(run: object, changes: object = {}): Promise<void> {
  const objective = { id: 'quadratic', curvatures: [1, 100] }
  draft.load(experimentWith({ objective, runs: [{ optimizer: 'gd', ...run }], ...changes }))
  await vi.waitUntil(() => !waiting.value && problem.value !== undefined)
  await nextTick()
}

const hint = (): string => mountInApp(StabilityHint, { index: 0 }).text()

describe('the warning before a run', () => {
  beforeEach(() => draft.reset())

  it('names the product, the bound, and the bound as a learning rate', async () => {
    await compose({ hyper: { lr: 0.05 } })
    expect(hint()).toContain('This will probably diverge')
    expect(hint()).toContain('learning rate × largest curvature = 5. Updates settle below 2')
    expect(hint()).toContain('stable below learning rate 0.02.')
  })

  it('does not foretell a divergence on the very bound, nor where it gets less steep on the way', async () => {
    await compose({ hyper: { lr: 1 } }, { objective: { id: 'square' }, start: [0.7] })
    expect(hint()).toContain('This will not settle')
    await compose({ hyper: { lr: 0.01 } }, { objective: { id: 'himmelblau' }, start: [3.585, 5.03] })
    expect(hint()).toContain('This may diverge')
    expect(hint()).toContain('grow beyond it, unless they get to where it is less steep: stable below')
  })

  it('is silent below the bound', async () => {
    await compose({ hyper: { lr: 0.0199 } })
    expect(warnings.value.size).toBe(0)
    expect(hint()).toBe('')
  })

  it.each([
    { name: 'textbook descent', run: { hyper: { lr: 0.05 } }, rate: 0.018 },
    {
      name: 'weight decay',
      run: { dialect: 'pytorch', hyper: { lr: 10, weightDecay: 100 } },
      rate: 0.009,
    },
    {
      name: 'a warm-up',
      run: { hyper: { lr: 0.05 }, schedule: { id: 'constant', warmup: 10 } },
      rate: 0.018,
    },
    { name: 'batches', run: { batch: 1, hyper: { lr: 0.8 } }, changes: { objective: normal } },
  ])('is gone once its remedy is pressed: $name', async ({ run, changes, rate }) => {
    await compose(run, changes)
    const form = mountInApp(RunForm, { run: draft.document.value.runs[0], path: 'runs[0]' })
    const remedy = form.findAll('button').find((button) => button.text().startsWith('Use learning rate'))
    await remedy?.trigger('click')
    const { lr } = draft.document.value.runs[0].hyper
    expect(remedy?.text()).toBe(`Use learning rate ${String(lr)}`)
    if (rate !== undefined) expect(lr).toBe(rate)
    expect(lr).toBeGreaterThan(0)
    await nextTick()
    expect(warnings.value.size).toBe(0)
    expect(form.text()).not.toContain('Use learning rate')
  })

  it('says from which update on a growing rate is too high, without a remedy that would be none', async () => {
    const schedule = { id: 'exponential', gamma: 1.02 }
    await compose({ hyper: { lr: 1e-5 }, schedule }, { iterations: 2_000 })
    expect(hint()).toContain('This is unstable from update 385 on')
    expect(hint()).toContain('From update 385 on, with the curvature at the start')
    expect(hint()).not.toContain('Use learning rate')
  })

  it('counts the weight decay in', async () => {
    await compose({ dialect: 'pytorch', hyper: { lr: 1, weightDecay: 100 } })
    expect(hint()).toContain('learning rate × (largest curvature + weight decay) = 200.')
    expect(hint()).toContain('stable below learning rate 0.01.')
  })

  it('says of a rate that falls in time that it climbs at first', async () => {
    const schedule = { id: 'inverse-time', decay: 1 }
    await compose({ hyper: { lr: 0.05 }, schedule })
    expect(hint()).toContain('This will climb at first')
    expect(hint()).toContain('In the first 2 of 100 updates')
  })

  it('says what batches do that the whole does not', async () => {
    await compose({ optimizer: 'momentum', batch: 1, hyper: { lr: 0.3 } }, { objective: normal })
    expect(hint()).toMatch(
      /Tried out, its first 100 updates make the loss grow to \S+ times; .* With the same batches, stable below/,
    )
  })

  it('is measured at the known minimum where nothing curves upwards at the start', async () => {
    await compose({ hyper: { lr: 1 } }, { objective: { id: 'himmelblau' }, start: [0, 0] })
    expect(hint()).toContain('This cannot settle at the minimum')
    expect(hint()).toContain('At the known minimum, learning rate × largest curvature = 80.55')
  })
})
