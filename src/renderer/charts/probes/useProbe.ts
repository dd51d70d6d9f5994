import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { toPixel, toValue } from '../scales/axis'
import { paintReadout, type Readout } from './readout'
import type { Frame } from '../frame/scene'

/** Where someone looks: values, and where these are on the canvas in CSS pixels. */
export interface Aim {
  readonly x: number
  readonly y: number
  readonly pixelX: number
  readonly pixelY: number
}

export interface Probe {
  readonly readout: Readonly<ShallowRef<Readout | undefined>>
  /** True while the keyboard leads. */
  readonly byKeys: Readonly<Ref<boolean>>
  /** Looks at a pixel and stays there, whatever the window does. */
  atPixel(x: number, y: number): void
  /** Looks at values and stays with them; without y, in the upper part of the plot. */
  atValue(x: number, y?: number): void
  leave(): void
  /** Where the look rests; undefined for nowhere. */
  aim(): Aim | undefined
  /** Reads again what is there, after a draw. */
  refresh(): void
  paint(context: CanvasRenderingContext2D, frame: Frame): void
}

type Target =
  | { readonly kind: 'pixel'; readonly x: number; readonly y: number }
  | { readonly kind: 'value'; readonly x: number; readonly y: number | undefined }

/** @param read what stands at the aim; undefined for nothing to say */
export function useProbe(
  frameNow: () => Frame | undefined,
  read: (frame: Frame, aim: Aim) => Readout | undefined,
  onChange: () => void,
): Probe {
  const readout = shallowRef<Readout>()
  const byKeys = ref(false)
  let target: Target | undefined

  function aimIn(frame: Frame): Aim | undefined {
    if (!target) return undefined
    const { area } = frame
    if (target.kind === 'pixel') {
      const { x: pixelX, y: pixelY } = target
      return { x: toValue(frame.x, pixelX), y: toValue(frame.y, pixelY), pixelX, pixelY }
    }
    const middle = area.top + (area.bottom - area.top) / 4
    const pixelX = toPixel(frame.x, target.x)
    if (target.y === undefined) return { x: target.x, y: toValue(frame.y, middle), pixelX, pixelY: middle }
    return { x: target.x, y: target.y, pixelX, pixelY: toPixel(frame.y, target.y) }
  }

  function refresh(): void {
    const frame = frameNow()
    const aim = frame && aimIn(frame)
    readout.value = aim && read(frame, aim)
  }

  function look(at: Target | undefined): void {
    if (!at && !target) return
    target = at
    byKeys.value = at?.kind === 'value'
    refresh()
    onChange()
  }

  return {
    readout,
    byKeys,
    atPixel: (x, y) => look({ kind: 'pixel', x, y }),
    atValue: (x, y) => look({ kind: 'value', x, y }),
    leave: () => look(undefined),
    aim() {
      const frame = frameNow()
      return frame && aimIn(frame)
    },
    refresh,
    paint(context, frame) {
      if (readout.value) paintReadout(context, frame, readout.value)
    },
  }
}
