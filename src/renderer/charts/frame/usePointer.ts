import { ref, type Ref } from 'vue'
import { contains } from '../painters/polyline'
import type { Plot } from './useChart'

/** Positions are CSS pixels from the canvas's top left corner. */
export interface PointerActions {
  /** The pointer is over the plot area. */
  move(x: number, y: number): void
  leave(): void
  /** Returns how to take it back, should it turn out to be half of a double click. */
  click?(x: number, y: number): (() => void) | undefined
  /** Something to drag here; what it returns is called along the way, `grabbed` tells the cursor. */
  grab?(x: number, y: number): ((x: number, y: number) => void) | undefined
  /** What was dragged is let go. */
  released?(): void
  /** The drag is broken off, by Esc or by the system. */
  cancelled?(): void
  /** True when the key meant something. */
  key?(event: KeyboardEvent): boolean
}

export interface PointerListeners {
  readonly pointerdown: (event: PointerEvent) => void
  readonly pointermove: (event: PointerEvent) => void
  readonly pointerup: (event: PointerEvent) => void
  readonly pointercancel: (event: PointerEvent) => void
  readonly pointerleave: () => void
  readonly dblclick: () => void
  readonly keydown: (event: KeyboardEvent) => void
}

/** So far the pointer may move between down and up in a click, in CSS pixels. */
const clickSlack = 4
/** Two clicks within so many milliseconds may be one double click. */
const doubleClickTime = 500

/** Esc leaves the plot; the wheel is the page's again. */
function leftBy({ key, currentTarget }: KeyboardEvent): boolean {
  if (key !== 'Escape' || !(currentTarget instanceof HTMLElement)) return false
  currentTarget.blur()
  return true
}

export function usePointer(
  plot: Plot,
  actions: PointerActions,
): { readonly listeners: PointerListeners; readonly cursor: Readonly<Ref<string>> } {
  const cursor = ref('crosshair')
  let down: { readonly x: number; readonly y: number } | undefined
  let drag: ((x: number, y: number) => void) | undefined
  let clickedAt = -Infinity
  let firstTakeBack: (() => void) | undefined

  function release(): void {
    down = undefined
    drag = undefined
    plot.holdsPan.value = false
  }

  const listeners: PointerListeners = {
    pointerdown(event) {
      const { offsetX: x, offsetY: y } = event
      const frame = plot.frame()
      if (event.button !== 0 || !frame || !contains(frame.area, x, y)) return
      down = { x, y }
      drag = actions.grab?.(x, y)
      plot.holdsPan.value = drag !== undefined
      if (drag && event.currentTarget instanceof Element)
        event.currentTarget.setPointerCapture(event.pointerId)
    },
    pointermove(event) {
      const { offsetX: x, offsetY: y } = event
      if (drag) {
        drag(x, y)
        return
      }
      const frame = plot.frame()
      if (!frame || !contains(frame.area, x, y)) {
        actions.leave()
        return
      }
      if (event.buttons === 0) cursor.value = actions.grab?.(x, y) ? 'grab' : 'crosshair'
      actions.move(x, y)
    },
    pointerup(event) {
      const { offsetX: x, offsetY: y } = event
      const still = down && Math.hypot(x - down.x, y - down.y) <= clickSlack
      const dragged = drag !== undefined
      release()
      if (dragged) actions.released?.()
      if (!still || dragged) return
      const takeBack = actions.click?.(x, y)
      if (event.timeStamp - clickedAt > doubleClickTime) firstTakeBack = takeBack
      clickedAt = event.timeStamp
    },
    pointercancel() {
      const dragged = drag !== undefined
      release()
      if (dragged) actions.cancelled?.()
    },
    pointerleave() {
      if (!drag) actions.leave()
    },
    dblclick() {
      firstTakeBack?.()
      plot.resetZoom()
    },
    keydown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (drag && event.key === 'Escape') {
        release()
        actions.cancelled?.()
        event.preventDefault()
        event.stopPropagation()
        return
      }
      const meant = plot.zoomByKey(event.key) || actions.key?.(event) === true
      if (!meant && !leftBy(event)) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
  return { listeners, cursor }
}
