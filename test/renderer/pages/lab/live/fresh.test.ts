import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { SessionState } from '../../../../../src/renderer/model/session'
import { areFresh, useFresh } from '../../../../../src/renderer/pages/lab/live/fresh'

const run = (launch: number, took: number | null, startedAt = Date.now() + 1_000) => ({
  launch,
  startedAt,
  endedAt: took === null ? null : startedAt + took,
})

describe('runs that are replayed by themselves', () => {
  it('began while the page was there, and were over in no time', () => {
    expect(areFresh([run(1, 3, 500), run(1, 20, 510)], 400)).toBe(true)
    expect(areFresh([run(1, 3, 500)], 600)).toBe(false)
    expect(areFresh([run(1, 3, 500), run(1, 5_000, 500)], 400)).toBe(false)
    expect(areFresh([run(1, null, 500)], 400)).toBe(false)
    expect(areFresh([], 0)).toBe(false)
  })

  it('are so once, when their curves are there, and not when they were made step by step', async () => {
    const state = shallowRef<SessionState>('ready')
    const runs = shallowRef([run(0, null)].slice(1))
    const ready = shallowRef(false)
    let replays = 0
    const scope = effectScope()
    scope.run(() =>
      useFresh({
        state: () => state.value,
        runs: () => runs.value,
        ready: () => ready.value,
        replay: () => (replays += 1),
      }),
    )
    async function show(now: SessionState, launch: number, isRead: boolean): Promise<number> {
      state.value = now
      runs.value = [run(launch, now === 'ended' ? 5 : null)]
      ready.value = isRead
      await nextTick()
      return replays
    }
    expect(await show('running', 1, false)).toBe(0)
    expect(await show('ended', 1, false)).toBe(0)
    expect(await show('ended', 1, true)).toBe(1)
    // What is written beside a run makes a new list of them.
    expect(await show('ended', 1, true)).toBe(1)
    expect(await show('paused', 2, true)).toBe(1)
    expect(await show('running', 2, true)).toBe(1)
    expect(await show('ended', 2, true)).toBe(1)
    expect(await show('ended', 3, true)).toBe(2)
    scope.stop()
  })
})
