// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import NumberField from '../../src/renderer/parts/NumberField.vue'
import { mountInApp } from './mount-in-app'

it.each([
  [0.01, '0.01'],
  [1e-6, '1e-6'],
  [1_000_000, '1000000'],
  [1e12, '1e12'],
  [1_234_567_891, '1234567891'],
])('a field shows %d as %s', (value, text) => {
  expect(mountInApp(NumberField, { modelValue: value }).get('input').element.value).toBe(text)
})

it('leaves what is being typed alone while its value moves on', async () => {
  const field = mountInApp(NumberField, { modelValue: 10 })
  const input = field.get('input')
  await input.trigger('focus')
  await field.setProps({ modelValue: 20 })
  expect(input.element.value).toBe('10')
  input.element.value = '37'
  await input.trigger('input')
  await field.setProps({ modelValue: 30 })
  expect(input.element.value).toBe('37')
  await input.trigger('keydown.enter')
  expect(field.emitted('update:modelValue')).toEqual([[37]])
  // Taken as the nearest that there is.
  await flushPromises()
  expect(input.element.value).toBe('30')
})

it('shows the newest value once it is left', async () => {
  const field = mountInApp(NumberField, { modelValue: 10 })
  const input = field.get('input')
  await input.trigger('focus')
  await field.setProps({ modelValue: 20 })
  await input.trigger('blur')
  await flushPromises()
  expect(input.element.value).toBe('20')
})
