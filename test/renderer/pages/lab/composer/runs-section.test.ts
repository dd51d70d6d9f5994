// @vitest-environment happy-dom
import { nextTick } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import RunsSection from '../../../../../src/renderer/pages/lab/composer/RunsSection.vue'
import { standInLab } from '../../history/lab-double'
import { experiment } from '../../history/records'
import { mountInApp } from '../../../mount-in-app'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))
standInLab({})

describe('the cards of the runs', () => {
  it('are folded away in an experiment that is opened, whichever was unfolded in the one before', async () => {
    const draft = useDraft()
    const section = mountInApp(RunsSection, {})
    const second = () => section.get('[data-field="runs[1]"] button')
    await second().trigger('click')
    expect(second().attributes('aria-expanded')).toBe('true')
    draft.load(experiment())
    await nextTick()
    expect(second().attributes('aria-expanded')).toBe('false')
  })
})
