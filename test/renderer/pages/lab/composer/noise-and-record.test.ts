// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { VueWrapper } from '@vue/test-utils'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import { newRun, withObjective } from '../../../../../src/renderer/model/draft/edit'
import NoiseField from '../../../../../src/renderer/pages/lab/composer/NoiseField.vue'
import ObjectiveSection from '../../../../../src/renderer/pages/lab/composer/ObjectiveSection.vue'
import ObjectivePicker from '../../../../../src/renderer/pages/lab/composer/ObjectivePicker.vue'
import { useProblem } from '../../../../../src/renderer/model/draft/problem'
import RecordSection from '../../../../../src/renderer/pages/lab/composer/RecordSection.vue'
import RunCard from '../../../../../src/renderer/pages/lab/composer/RunCard.vue'
import RunForm from '../../../../../src/renderer/pages/lab/composer/RunForm.vue'
import { standInLab } from '../../history/lab-double'
import { mountInApp } from '../../../mount-in-app'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))
standInLab({})

const draft = useDraft()

async function type(field: VueWrapper | ReturnType<VueWrapper['get']>, text: string): Promise<void> {
  const input = field.get('input')
  input.element.value = text
  await input.trigger('input')
  await input.trigger('change')
}

/** The document with another objective, bound as far as the form needs it. */
async function compose(id: string): Promise<void> {
  draft.document.value = withObjective(draft.document.value, id)
  draft.commit()
  const { problem } = useProblem()
  await vi.waitFor(() => expect(problem.value?.kind.id).toBe(id))
  await nextTick()
}

beforeEach(async () => {
  draft.reset()
  await compose('rosenbrock')
})

describe('the noise of the gradients', () => {
  it('is written to the document, and left out again with 0, both to be undone', async () => {
    const field = mountInApp(NoiseField, {})
    await type(field, '0.5')
    draft.commit()
    expect(draft.experiment.value?.objective.sigma).toBe(0.5)
    await type(field, '0')
    draft.commit()
    expect(draft.experiment.value?.objective).not.toHaveProperty('sigma')
    draft.undo()
    expect(draft.document.value.objective.sigma).toBe(0.5)
    draft.undo()
    expect(draft.document.value.objective).not.toHaveProperty('sigma')
  })

  it('is refused at its field where it can not be', async () => {
    const field = mountInApp(NoiseField, {})
    await type(field, '-1')
    expect(field.text()).toContain('Must be >= 0, got -1')
    await type(field, '0,5')
    expect(field.text()).toContain('Needs a number')
  })

  it('names the methods that do not go with it', async () => {
    draft.document.value.runs = [newRun('gd'), newRun('lbfgs')]
    draft.document.value.objective.sigma = 0.5
    const field = mountInApp(NoiseField, {})
    expect(field.text()).toContain('L-BFGS needs exact gradients')
    expect(draft.issues.value.map(({ path }) => path)).toEqual(['runs[1].optimizer'])
    draft.document.value.runs = [newRun('gd')]
    await nextTick()
    expect(field.text()).not.toContain('needs exact gradients')
  })
})

describe('what is recorded', () => {
  /** The fields stand in a section that opens. */
  async function opened(): Promise<VueWrapper> {
    const section = mountInApp(RecordSection, {})
    await section.get('button[aria-expanded]').trigger('click')
    return section
  }

  it('is in the document only where it differs from the default', async () => {
    const section = await opened()
    await type(section.get('[data-field="record.every"]'), '10')
    expect(draft.experiment.value?.record).toEqual({ every: 10, distance: false })
    await section.get('[role="switch"]').trigger('click')
    expect(draft.experiment.value?.record).toEqual({ every: 10, distance: true })
    await type(section.get('[data-field="record.every"]'), '')
    expect(draft.document.value.record).toEqual({ distance: true })
    await section.get('[role="switch"]').trigger('click')
    expect(draft.document.value).not.toHaveProperty('record')
  })

  it('says how many points that makes', async () => {
    draft.document.value.iterations = 1_000
    const section = await opened()
    expect(section.text()).toContain('At most 1,001 points')
    await type(section.get('[data-field="record.every"]'), '300')
    expect(section.text()).toContain('At most 5 points')
    await type(section.get('[data-field="record.every"]'), '1.5')
    expect(section.get('[data-field="record.every"]').text()).toMatch(/whole number|integer/)
  })

  it('has no distance where no minimum is known, and says so at its switch', async () => {
    const section = await opened()
    const distance = section.get('[data-field="record.distance"]')
    await section.get('[role="switch"]').trigger('click')
    await compose('saddle')
    expect(distance.text()).toContain('Must be false for an objective whose minimum is not known')
    await section.get('[role="switch"]').trigger('click')
    expect(draft.issues.value).toEqual([])
    expect(distance.text()).toContain('No minimum of this objective is known.')
    expect(section.get('[role="switch"]').attributes('disabled')).toBeDefined()
  })
})

describe('a run card', () => {
  const card = (index = 0) =>
    mountInApp(RunCard, { run: draft.document.value.runs[index], index, color: index, count: 1, open: false })

  it('warns of an unstable rate while it is folded away', async () => {
    await compose('square')
    draft.document.value.runs = [newRun('gd')]
    await nextTick()
    const folded = card()
    expect(folded.text()).not.toContain('This will probably diverge')
    draft.document.value.runs[0].hyper.lr = 50
    await nextTick()
    expect(card().text()).toContain('This will probably diverge')
  })

  it('offers batches wherever there are rows to draw from, for methods that can', async () => {
    const form = (id = 'gd') => {
      draft.document.value.runs = [newRun(id)]
      return mountInApp(RunForm, { run: draft.document.value.runs[0], path: 'runs[0]' })
    }
    const batch = '[data-field="runs[0].batch"]'
    expect(form().find(batch).exists()).toBe(false)
    await compose('reddi')
    expect(form().find(batch).exists()).toBe(true)
    expect(form('lbfgs').find(batch).exists()).toBe(false)
  })
})

describe('the objective', () => {
  it('offers the setting that shows its lesson, with one button, and takes it back', async () => {
    expect(mountInApp(ObjectiveSection, {}).text()).not.toContain('Use the setting')
    await compose('reddi')
    const before = draft.experiment.value
    const section = mountInApp(ObjectiveSection, {})
    const button = section.findAll('button').find((each) => each.text() === 'Use the setting of the paper')
    await button?.trigger('click')
    expect(draft.experiment.value?.runs.map(({ label, hyper }) => [label, hyper.lr])).toEqual([
      ['Adam pytorch (batch 1)', 0.05],
      ['AMSGrad pytorch (batch 1)', 0.05],
    ])
    draft.undo()
    expect(draft.experiment.value).toEqual(before)
  })
})

describe('the objective picker', () => {
  it('takes the first that was found on Enter, and none before anything is looked for', async () => {
    const picker = mountInApp(ObjectivePicker, { open: true, chosen: 'square' })
    await nextTick()
    const search = document.body.querySelector<HTMLInputElement>('[aria-label="Search objectives"]')
    const enter = () => search?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    enter()
    expect(picker.emitted('choose')).toBeUndefined()
    if (search) search.value = 'beal'
    search?.dispatchEvent(new Event('input'))
    await nextTick()
    enter()
    expect(picker.emitted('choose')).toEqual([['beale']])
  })
})
