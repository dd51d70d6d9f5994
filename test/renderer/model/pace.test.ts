// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { betweenDrawings } from '../../../src/renderer/model/pace'
import { frameClock } from '../frame-clock'

const soon = (): Promise<void> => new Promise((goOn) => setTimeout(goOn))

describe('acts between drawings', () => {
  it('wait for nothing where nothing is drawn, and are one for all that is asked at once', async () => {
    let acts = 0
    const { request } = betweenDrawings(() => acts++)
    request()
    request()
    await Promise.resolve()
    expect(acts).toBe(1)
  })

  it('wait for what is being drawn, and then are one', async () => {
    const clock = frameClock()
    let acts = 0
    const { request, drawing } = betweenDrawings(() => acts++)
    drawing()
    const { frames } = clock
    request()
    request()
    expect(acts).toBe(0)
    await vi.waitUntil(() => acts > 0)
    expect(clock.frames).toBeGreaterThan(frames)
    await soon()
    expect(acts).toBe(1)
  })

  it('leave the thread free for as long as drawing took', async () => {
    const took = 120
    let [drawn, acted] = [0, 0]
    const { request, drawing } = betweenDrawings(() => (acted = performance.now()))
    requestAnimationFrame(() => {
      const until = performance.now() + took
      while (performance.now() < until);
      drawn = performance.now()
    })
    drawing()
    request()
    await vi.waitUntil(() => acted > 0)
    expect(acted - drawn).toBeGreaterThan(took / 2)
  })

  it('go on where the page has no frames, for nobody sees it', async () => {
    vi.stubGlobal('requestAnimationFrame', () => 1)
    try {
      let acts = 0
      const { request, drawing } = betweenDrawings(() => acts++)
      drawing()
      request()
      await vi.waitUntil(() => acts === 1)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('are over once cancelled', async () => {
    const clock = frameClock()
    let acts = 0
    const { request, drawing, cancel } = betweenDrawings(() => acts++)
    drawing()
    request()
    cancel()
    const { frames } = clock
    await vi.waitUntil(() => clock.frames > frames + 3)
    expect(acts).toBe(0)
  })
})
