import { shallowRef, type ShallowRef } from 'vue'
import { firstView, turnedBy, type View } from './view'
import { takesWheel } from '../frame/wheel'

export interface TurningListeners {
  readonly pointerdown: (event: PointerEvent) => void
  readonly pointermove: (event: PointerEvent) => void
  readonly pointerup: (event: PointerEvent) => void
  readonly pointercancel: (event: PointerEvent) => void
  readonly dblclick: () => void
  readonly wheel: (event: WheelEvent) => void
  readonly keydown: (event: KeyboardEvent) => void
}

/** Radians a CSS pixel of dragging. */
const perPixel = 0.008
/** Radians a key press turns by, and with Shift. */
const turns = { coarse: 0.15, fine: 0.03 }
/** Times as near, with each press of a key. */
const nearer = 0.85
/** Of the wheel: the share of the distance in a CSS pixel. */
const perWheel = 0.0015

/** What on the surface is steered itself, not the view of it. */
interface Steered {
  /** Something to drag at a place, in CSS pixels; what it returns is called along the way. */
  grab(x: number, y: number): ((x: number, y: number) => void) | undefined
  /** It is let go. */
  released(): void
  /** The drag is broken off, by Esc or by the system. */
  cancelled(): void
  /** True when the key meant something. */
  key(key: string, fine: boolean): boolean
}

/** The view of a surface, turned by dragging and by keys, drawn near by wheel, pinch and keys. */
export function useTurning(steered: Steered): {
  readonly view: ShallowRef<View>
  readonly listeners: TurningListeners
} {
  const view = shallowRef(firstView)
  const held = new Map<number, { readonly x: number; readonly y: number }>()
  const turn = (around: number, down: number, times?: number): void => {
    view.value = turnedBy(view.value, around, down, times)
  }
  const spread = (): number => {
    const [a, b] = [...held.values()]
    return Math.hypot(a.x - b.x, a.y - b.y)
  }
  let drag: ((x: number, y: number) => void) | undefined
  const release =
    (ended: 'released' | 'cancelled') =>
    ({ pointerId }: PointerEvent): void => {
      held.delete(pointerId)
      if (drag) steered[ended]()
      drag = undefined
    }

  function byKey({ key, shiftKey, currentTarget }: KeyboardEvent): boolean {
    if (drag && key === 'Escape') {
      drag = undefined
      held.clear()
      steered.cancelled()
      return true
    }
    if (steered.key(key, shiftKey)) return true
    const by = shiftKey ? turns.fine : turns.coarse
    if (key === 'ArrowLeft') turn(-by, 0)
    else if (key === 'ArrowRight') turn(by, 0)
    else if (key === 'ArrowUp') turn(0, -by)
    else if (key === 'ArrowDown') turn(0, by)
    else if (key === '+' || key === '=') turn(0, 0, nearer)
    else if (key === '-') turn(0, 0, 1 / nearer)
    else if (key === '0') view.value = firstView
    else if (key === 'Escape' && currentTarget instanceof HTMLElement) currentTarget.blur()
    else return false
    return true
  }

  return {
    view,
    listeners: {
      pointerdown({ pointerId, button, offsetX: x, offsetY: y, currentTarget }) {
        if (button !== 0) return
        held.set(pointerId, { x, y })
        drag = held.size === 1 ? steered.grab(x, y) : undefined
        if (currentTarget instanceof Element) currentTarget.setPointerCapture(pointerId)
      },
      pointermove({ pointerId, offsetX: x, offsetY: y }) {
        const before = held.get(pointerId)
        if (!before) return
        const apart = held.size === 2 ? spread() : 0
        held.set(pointerId, { x, y })
        if (drag) drag(x, y)
        else if (held.size === 1) turn((before.x - x) * perPixel, (before.y - y) * perPixel)
        else if (apart > 0) turn(0, 0, apart / Math.max(1, spread()))
      },
      pointerup: release('released'),
      pointercancel: release('cancelled'),
      dblclick() {
        view.value = firstView
      },
      wheel(event) {
        if (!(event.currentTarget instanceof HTMLElement && takesWheel(event.currentTarget, event))) return
        event.preventDefault()
        turn(0, 0, Math.exp(event.deltaY * perWheel))
      },
      keydown(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || !byKey(event)) return
        event.preventDefault()
        event.stopPropagation()
      },
    },
  }
}
