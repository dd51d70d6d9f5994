// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dialectIds } from '@core/optimizers/contract'
import { optimizers } from '@core/optimizers'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import { mountInApp } from '../../../mount-in-app'
import HyperForm from '../../../../../src/renderer/pages/lab/composer/HyperForm.vue'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))

const dialects = optimizers.flatMap((optimizer) =>
  dialectIds.flatMap((id) => {
    const dialect = optimizer.dialects[id]
    return dialect ? [{ name: `${optimizer.id} ${id}`, dialect }] : []
  }),
)
const gd = optimizers[0].dialects.chapter?.hyper ?? {}
const path = 'runs[0].hyper'

describe('the form of hyper-parameters', () => {
  beforeEach(() => useDraft().reset())

  it('is tested with every method there is', () => {
    expect(dialects.length).toBeGreaterThanOrEqual(optimizers.length)
  })

  it.each(dialects)('$name has a labelled field for each, at its default', ({ dialect }) => {
    const values = Object.fromEntries(
      Object.entries(dialect.hyper).map(([name, spec]) => [name, spec.default]),
    )
    const form = mountInApp(HyperForm, { specs: dialect.hyper, values, path })
    for (const [name, spec] of Object.entries(dialect.hyper)) {
      const field = form.get(`[data-field="${path}.${name}"]`)
      const label = field.get('label')
      expect(label.text()).toContain(spec.label)
      const control = field.get(`[id="${label.attributes('for')}"]`)
      if (spec.kind === 'number')
        expect(control.element).toSatisfy(({ value }: HTMLInputElement) => Number(value) === spec.default)
      else expect(control.attributes('aria-checked')).toBe(String(spec.default))
    }
    expect(form.findAll('[aria-label*="default"]')).toEqual([])
  })

  it('hands on what was typed once the field is left', async () => {
    const form = mountInApp(HyperForm, { specs: gd, values: { lr: 0.01 }, path })
    const input = form.get('input')
    input.element.value = '5e-3'
    await input.trigger('input')
    expect(form.emitted('set')).toBeUndefined()
    await input.trigger('change')
    expect(form.emitted('set')).toEqual([['lr', 0.005]])
  })

  it('steps a learning rate by decades with the arrow keys', async () => {
    const form = mountInApp(HyperForm, { specs: gd, values: { lr: 0.01 }, path })
    await form.get('input').trigger('keydown', { key: 'ArrowUp' })
    await form.setProps({ values: { lr: 0.02 } })
    await form.get('input').trigger('keydown', { key: 'ArrowDown' })
    expect(form.emitted('set')).toEqual([
      ['lr', 0.02],
      ['lr', 0.01],
    ])
  })

  it('offers the way back to the default', async () => {
    const form = mountInApp(HyperForm, { specs: gd, values: { lr: 3 }, path })
    await form.get('[aria-label="Learning rate back to the default, 0.01"]').trigger('click')
    expect(form.emitted('set')).toEqual([['lr', 0.01]])
  })

  it('shows what the check of the document says under the field it is about', async () => {
    const { document } = useDraft()
    document.value.runs[0].hyper.lr = -1
    const form = mountInApp(HyperForm, { specs: gd, values: document.value.runs[0].hyper, path })
    expect(form.get(`[data-field="${path}.lr"]`).text()).toContain('Must be > 0, got -1')
    const other = mountInApp(HyperForm, { specs: gd, values: { lr: 1 }, path: 'runs[1].hyper' })
    expect(other.text()).not.toContain('Must be')
  })
})
