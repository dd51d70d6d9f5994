// @vitest-environment happy-dom
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
