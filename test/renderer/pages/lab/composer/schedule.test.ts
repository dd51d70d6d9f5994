// @vitest-environment happy-dom
import USelect from '@nuxt/ui/components/Select.vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { VueWrapper } from '@vue/test-utils'
import { planRun } from '@core/plan'
import { descend } from '@core/descend'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import { newRun, withObjective } from '../../../../../src/renderer/model/draft/edit'
import { useProblem } from '../../../../../src/renderer/model/draft/problem'
import RatePlot from '../../../../../src/renderer/pages/lab/composer/RatePlot.vue'
import ScheduleFields from '../../../../../src/renderer/pages/lab/composer/ScheduleFields.vue'
import { scheduleById } from '@core/schedules'
import { standInLab } from '../../history/lab-double'
import { mountInApp } from '../../../mount-in-app'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))
standInLab({})

const draft = useDraft()

beforeEach(async () => {
  draft.reset()
  draft.document.value = withObjective(draft.document.value, 'square')
  draft.document.value.runs = [newRun('gd')]
  draft.document.value.iterations = 1_000
  draft.commit()
  useProblem()
  await nextTick()
})

const fields = (): VueWrapper =>
  mountInApp(ScheduleFields, { run: draft.document.value.runs[0], path: 'runs[0]' })

async function choose(wrapper: VueWrapper, id: string): Promise<void> {
  wrapper.getComponent(USelect).vm.$emit('update:modelValue', id)
  await nextTick()
}

async function type(wrapper: VueWrapper, label: string, text: string): Promise<void> {
  const owner = wrapper.findAll('label').find((each) => each.text().startsWith(label))
  const input = wrapper.get<HTMLInputElement>(`[id="${owner?.attributes('for')}"]`)
  input.element.value = text
  await input.trigger('input')
  await input.trigger('change')
}

describe('the schedule of a run', () => {
  it('is written to the document, a warm-up before it too, both to be undone', async () => {
    const wrapper = fields()
    await choose(wrapper, 'cosine')
    draft.commit()
    await type(wrapper, 'Warm-up updates', '100')
    draft.commit()
    expect(draft.experiment.value?.runs[0].schedule).toEqual({ id: 'cosine', final: 0, warmup: 100 })
    await type(wrapper, 'Share left at the end', '0.1')
    expect(draft.experiment.value?.runs[0].schedule).toMatchObject({ final: 0.1 })
    draft.undo()
    draft.undo()
    expect(draft.document.value.runs[0].schedule).toEqual({ id: 'cosine', final: 0, warmup: 0 })
    draft.undo()
    expect(draft.document.value.runs[0].schedule).toEqual({ id: 'constant', warmup: 0 })
  })

  it('keeps its warm-up when another is chosen, and no option of the one before', async () => {
    const wrapper = fields()
    await type(wrapper, 'Warm-up updates', '20')
    await choose(wrapper, 'cosine')
    await choose(wrapper, 'step')
    expect(draft.experiment.value?.runs[0].schedule).toEqual({
      id: 'step',
      warmup: 20,
      every: 1_000,
      gamma: 0.1,
    })
  })

  it('is drawn from where it varies on, with the numbers in words', async () => {
    const wrapper = fields()
    expect(wrapper.find('figure [role="img"]').exists()).toBe(false)
    await choose(wrapper, 'cosine')
    const plot = wrapper.get('figure [role="img"]')
    expect(plot.attributes('aria-label')).toBe('Rate from 0.01 to 2.467e−8, at most 0.01')
    const falling = plot.get('polyline').attributes('points')
    await type(wrapper, 'Warm-up updates', '500')
    expect(plot.get('polyline').attributes('points')).not.toBe(falling)
    expect(plot.attributes('aria-label')).toBe('Rate from 1.996e−5 to 9.87e−8, at most 0.01')
  })

  it('is what the runs then do', async () => {
    await choose(fields(), 'cosine')
    const experiment = draft.experiment.value
    const objective = useProblem().problem.value?.objective
    if (!experiment || !objective) throw new Error('the square can be bound')
    const plan = planRun(experiment, experiment.runs[0], objective)
    const rates = Array.from(
      descend({ ...plan, stop: { ...plan.stop, gradientNorm: 0, parameterChange: 0 } }).positions,
      ({ rate }) => rate,
    )
    expect(rates[0]).toBe(0.01)
    expect(rates[999]).toBeCloseTo(2.467e-8, 10)
  })
})

describe('the small plot of the rate', () => {
  const plotOf = (warmup: number, options: Record<string, number>, id = 'step') =>
    mountInApp(RatePlot, { schedule: scheduleById(id), options, warmup, rate: 0.1, iterations: 100 })
  const heights = (wrapper: VueWrapper): readonly number[] =>
    (wrapper.get('polyline').attributes('points') ?? '')
      .split(' ')
      .map((point) => 44 - Number(point.split(',')[1]))

  it('rises over a warm-up and falls at each step', () => {
    const drawn = heights(plotOf(20, { every: 40, gamma: 0.5 }))
    const top = Math.max(...drawn)
    expect(drawn[0]).toBeLessThan(0.2 * top)
    expect(drawn.at(-1)).toBeLessThan(0.6 * top)
    expect(drawn.filter((height) => height === top).length).toBeGreaterThan(30)
  })

  it('is left out where there is nothing to draw', () => {
    const growing = plotOf(0, { gamma: 10 }, 'exponential')
    expect(growing.find('svg').exists()).toBe(true)
    const beyond = mountInApp(RatePlot, {
      schedule: scheduleById('exponential'),
      options: { gamma: 10 },
      warmup: 0,
      rate: 0.1,
      iterations: 1_000,
    })
    expect(beyond.find('svg').exists()).toBe(false)
  })
})
