import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef, type EffectScope } from 'vue'
import { useGradually, useLater } from '../../../src/renderer/parts/spread'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function within<Value>(scope: EffectScope, make: () => Value): Value {
  const made = scope.run(make)
  if (made === undefined) throw new Error('the scope is over')
  return made
}
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

test('a long list comes up a few at a time, what stays in it stays', async () => {
  const scope = effectScope()
  const keys = shallowRef(upTo(8))
  const there = within(scope, () => useGradually(() => keys.value, 3))
  expect([...there.value]).toEqual([0, 1, 2])
  vi.runOnlyPendingTimers()
  expect([...there.value]).toEqual([0, 1, 2, 3, 4, 5])
  vi.runOnlyPendingTimers()
  expect([...there.value]).toEqual(upTo(8))
  expect(vi.getTimerCount()).toBe(0)

  keys.value = [7, 9]
  await nextTick()
  expect([...there.value]).toEqual([7, 9])

  keys.value = [20, 21, 22, 23]
  await nextTick()
  expect([...there.value]).toEqual([20, 21, 22])
  scope.stop()
  vi.runAllTimers()
  expect([...there.value]).toEqual([20, 21, 22])
})

test('what can wait follows in the task after, once however often it changed', async () => {
  const scope = effectScope()
  const source = ref(0)
  const later = within(scope, () => useLater(() => source.value))
  expect(later.value).toBe(0)
  source.value = 1
  await nextTick()
  source.value = 2
  await nextTick()
  expect(later.value).toBe(0)
  expect(vi.getTimerCount()).toBe(1)
  vi.runAllTimers()
  expect(later.value).toBe(2)
  scope.stop()
})
