// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import type { VueWrapper } from '@vue/test-utils'
import { planRun } from '@core/plan'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import { newRun, withObjective } from '../../../../../src/renderer/model/draft/edit'
import { useProblem } from '../../../../../src/renderer/model/draft/problem'
import StartSection from '../../../../../src/renderer/pages/lab/composer/StartSection.vue'
import { drawnStarts } from '../../../../../src/renderer/model/draft/starts'
import LandscapePanel from '../../../../../src/renderer/pages/lab/live/LandscapePanel.vue'
import { standInLab } from '../../history/lab-double'
import { mountInApp } from '../../../mount-in-app'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))
standInLab({})

const draft = useDraft()

async function choose(section: VueWrapper, way: string): Promise<void> {
  await section.get(`[role="radio"][value="${way}"]`).trigger('click')
  draft.commit()
}

beforeEach(async () => {
  draft.reset()
  draft.document.value = withObjective(draft.document.value, 'rosenbrock')
  draft.document.value.runs = [newRun('gd'), newRun('adam'), { ...newRun('gd'), seed: 5 }]
  draft.commit()
  useProblem()
  await nextTick()
})

describe('the start of the runs', () => {
  it('is made random and a point again, both to be undone', async () => {
    draft.document.value.start = [0.5, 2]
    draft.commit()
    const section = mountInApp(StartSection, {})
    await choose(section, 'random')
    expect(draft.experiment.value?.start).toBe('random')
    expect(section.find('[data-field="start"]').exists()).toBe(false)
    await choose(section, 'point')
    expect(draft.document.value).not.toHaveProperty('start')
    draft.undo()
    expect(draft.document.value.start).toBe('random')
    draft.undo()
    expect(draft.document.value.start).toEqual([0.5, 2])
  })

  it('says where the runs of each seed begin when it is random', async () => {
    const section = mountInApp(StartSection, {})
    await choose(section, 'random')
    const lines = section.findAll('[aria-label="Drawn starts"] li').map((line) => line.text())
    expect(lines.map((line) => line.split(':')[0])).toEqual(['Seed 0', 'Seed 5'])
    expect(lines[0]).toMatch(/^Seed 0: x \S+, y \S+$/)
    expect(lines[0].split(':')[1]).not.toBe(lines[1].split(':')[1])
    draft.document.value.seed = 8
    await nextTick()
    expect(section.text()).toContain('Seed 8:')
  })

  it('stays random when the parameters change, where a point is dropped', () => {
    draft.document.value.start = 'random'
    expect(withObjective(draft.document.value, 'square').start).toBe('random')
    draft.document.value.start = [1, 1]
    expect(withObjective(draft.document.value, 'square')).not.toHaveProperty('start')
  })

  it('is told and drawn where the runs will really begin', () => {
    draft.document.value.start = 'random'
    const experiment = draft.experiment.value
    const objective = useProblem().problem.value?.objective
    if (!experiment || !objective) throw new Error('rosenbrock can be bound')
    const planned = experiment.runs.map((run) => planRun(experiment, run, objective).start)
    const [first, other] = drawnStarts(experiment, objective)
    expect(planned).toEqual([first.theta, first.theta, other.theta])
  })
})

describe('the landscape', () => {
  const panel = () =>
    mountInApp(LandscapePanel, {
      problem: useProblem().problem.value,
      live: { runs: ref([]), curves: ref(new Map()), version: ref(0) },
      playhead: undefined,
      height: 300,
      name: 'test',
    })
  const marks = (wrapper: VueWrapper): readonly string[] =>
    wrapper.findAll('ul li').map((entry) => entry.text())

  it('marks the start of every seed, and a click in it makes one start of them', async () => {
    const wrapper = panel()
    expect(marks(wrapper)).toEqual(['Start', 'Minimum'])
    draft.document.value.start = 'random'
    await nextTick()
    expect(marks(wrapper)).toEqual(['Starts', 'Minimum'])
    const chart = wrapper.getComponent({ name: 'ContourChart' })
    chart.vm.$emit('start', [0.123456, 1])
    await nextTick()
    expect(draft.document.value.start).toEqual([0.1235, 1])
    expect(marks(wrapper)).toEqual(['Start', 'Minimum'])
    // The click was half of a double click.
    chart.vm.$emit('start', undefined)
    expect(draft.document.value.start).toBe('random')
  })
})
