// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { cancelDraw, drawSoon } from '../../../../src/renderer/charts/frame/frames'

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))

/** Keeps the thread busy, as a costly draw does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('drawSoon', () => {
  it('draws once a frame, however often it is asked', async () => {
    let draws = 0
    const draw = (): void => {
      draws++
    }
    drawSoon(draw)
    drawSoon(draw)
    expect(draws).toBe(0)
    await nextFrame()
    expect(draws).toBe(1)
    await nextFrame()
    expect(draws).toBe(1)
  })

  it('lets charts that cost too much for one frame take turns', async () => {
    const order: string[] = []
    const slow = (name: string) => (): void => {
      order.push(name)
      work(15)
    }
    const [a, b] = [slow('a'), slow('b')]
    drawSoon(a)
    drawSoon(b)
    await nextFrame()
    expect(order).toEqual(['a'])
    // Asked again, it stands behind the one that waits.
    drawSoon(a)
    await nextFrame()
    await nextFrame()
    expect(order).toEqual(['a', 'b', 'a'])
  })

  it('forgets what is cancelled', async () => {
    let draws = 0
    const draw = (): void => {
      draws++
    }
    drawSoon(draw)
    cancelDraw(draw)
    await nextFrame()
    expect(draws).toBe(0)
  })
})
