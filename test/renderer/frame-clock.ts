import { onTestFinished } from 'vitest'

/** As many milliseconds as a screen takes for a frame; the test's page draws as fast as it can. */
const frameTime = 16

/** From now on until the test is over the page has frames at the pace of a screen; it counts them. */
export function frameClock(): { readonly frames: number } {
  const clock = { frames: 0 }
  const { requestAnimationFrame: request, cancelAnimationFrame: cancel } = globalThis
  let waiting = new Map<number, FrameRequestCallback>()
  let newest = 0
  const ticking = setInterval(() => {
    clock.frames += 1
    const due = waiting
    waiting = new Map()
    for (const draw of due.values()) draw(performance.now())
  }, frameTime)
  globalThis.requestAnimationFrame = (draw) => {
    waiting.set(++newest, draw)
    return newest
  }
  globalThis.cancelAnimationFrame = (id) => void waiting.delete(id)
  onTestFinished(() => {
    clearInterval(ticking)
    Object.assign(globalThis, { requestAnimationFrame: request, cancelAnimationFrame: cancel })
  })
  return clock
}
