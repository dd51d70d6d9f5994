// @vitest-environment happy-dom
import { useToast } from '@nuxt/ui/composables'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useNotify } from '../../../src/renderer/model/notify'
import { emptyPlaces, inComponent } from '../pages/history/mount-page'

const router = emptyPlaces()
const shown = () => inComponent(router, useToast).toasts.value.filter(({ open }) => open)

beforeEach(() => {
  vi.useFakeTimers()
  inComponent(router, useToast).clear()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a passing note', () => {
  it('goes when its time is over', async () => {
    inComponent(router, useNotify).done('Saved')
    await vi.advanceTimersByTimeAsync(4_900)
    expect(shown()).toMatchObject([{ title: 'Saved' }])
    await vi.advanceTimersByTimeAsync(200)
    expect(shown()).toEqual([])
  })

  it('stays while somebody points at it, and for the rest of its time after that', async () => {
    inComponent(router, useNotify).done('Saved')
    await vi.advanceTimersByTimeAsync(3_000)
    const [{ onPause, onResume }] = shown()
    for (const act of [onPause].flat()) act?.()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(shown()).toHaveLength(1)
    for (const act of [onResume].flat()) act?.()
    await vi.advanceTimersByTimeAsync(1_900)
    expect(shown()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(shown()).toEqual([])
  })

  it('has no clock of the library’s, which would draw it anew in every frame', async () => {
    inComponent(router, useNotify).failed('Not saved', 'the disk is full')
    await vi.advanceTimersByTimeAsync(100)
    expect(shown()).toMatchObject([{ duration: 0 }])
  })
})
