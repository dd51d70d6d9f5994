/** Goes on in a task of its own: what is waiting to be drawn, and whoever clicks, come first. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

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

/** The longest that acts wait after a drawing, in milliseconds: clicks have been answered by then. */
const mostRest = 100
/** What a page waits for its next frame at the most, in milliseconds, where its screen is a usual one. */
const frameTime = 16

/** Acts between drawings. */
export interface Turns {
  /** Acts now where the page is free, and else as soon as it is. */
  request(): void
  /** Something has changed that will be drawn: until it has been, and the thread was left alone for a while, there are no acts. */
  drawing(): void
  cancel(): void
}

/**
 * For an act whose outcome is drawn: it waits for nothing where nothing is being drawn, and a slow
 * picture never makes a slow page, for the thread is left free for about as long as drawing took, or
 * long enough for whoever clicks.
 */
export function betweenDrawings(act: () => void): Turns {
  let isDrawing = false
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Which drawing is waited for. */
  let turn = 0

  function actIfWanted(): void {
    if (isDrawing || !isWanted) return
    isWanted = false
    act()
  }
  function goOn(): void {
    turn += 1
    isDrawing = false
    actIfWanted()
  }
  return {
    request() {
      if (isWanted) return
      isWanted = true
      // What else is asked for in the same breath goes with it.
      if (!isDrawing) queueMicrotask(actIfWanted)
    },
    drawing() {
      if (isDrawing) return
      isDrawing = true
      const [mine, begun] = [++turn, performance.now()]
      // A page that nobody sees has no frames.
      timer = setTimeout(goOn, most)
      requestAnimationFrame(() => {
        if (turn !== mine) return
        clearTimeout(timer)
        // What this frame has is painted before this timer comes round.
        timer = setTimeout(() => {
          const spent = performance.now() - begun - frameTime
          timer = setTimeout(goOn, Math.min(mostRest, Math.max(0, spent)))
        })
      })
    },
    cancel() {
      turn += 1
      clearTimeout(timer)
      isWanted = false
    },
  }
}
