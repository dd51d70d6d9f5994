/** Never more often than this, in milliseconds: no eye would tell. */
const least = 40
/** Nor less often, however slow the drawing. */
const most = 500

/**
 * Calls `draw` in an animation frame soon after being asked, and then leaves the thread free
 * for about as long as drawing took, so that a slow picture never makes a slow page. The last
 * request is always drawn. Returns the request and its cancellation.
 */
export function paced(draw: () => void): { readonly request: () => void; readonly cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let freeAt = 0

  function run(): void {
    frame = 0
    const begun = performance.now()
    draw()
    // What `draw` set off is rendered and painted before this timer comes round.
    setTimeout(() => {
      const now = performance.now()
      freeAt = now + Math.min(most, Math.max(least, now - begun))
    })
    freeAt = begun + least
  }
  function request(): void {
    if (timer !== undefined || frame !== 0) return
    timer = setTimeout(
      () => {
        timer = undefined
        frame = requestAnimationFrame(run)
      },
      Math.max(0, freeAt - performance.now()),
    )
  }
  function cancel(): void {
    clearTimeout(timer)
    timer = undefined
    cancelAnimationFrame(frame)
    frame = 0
  }
  return { request, cancel }
}
