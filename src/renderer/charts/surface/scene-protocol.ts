import type { PathView } from '../../model/chart-data'
import type { RunStyle } from '../../model/palette'
import type { Relief } from './relief'
import type { View, Viewport } from './view'

/** What a page tells the thread that draws a surface in three dimensions, and what it hears. */

/** Colours of the page, as `#rrggbb`. */
export interface SceneColours {
  readonly dark: boolean
  readonly background: string
  readonly text: string
  readonly axis: string
}

export interface SceneGround {
  readonly relief: Relief
  readonly values: Float64Array
  readonly levels: readonly number[]
  /** Level by level: the ends of every piece of its lines, (x, y, x, y, ...). */
  readonly lines: readonly Float64Array[]
}

/** A path as far as it is drawn. */
export interface ScenePath {
  readonly view: Pick<PathView, 'x' | 'theta'>
  readonly style: Pick<RunStyle, 'color' | 'dash'>
}

export interface SceneUpdate {
  /** What has changed since the last one. */
  readonly ground?: SceneGround
  readonly paths?: readonly ScenePath[]
  readonly colours: SceneColours
  readonly view: View
  readonly viewport: Viewport
  /** True: as a picture to keep, of so many device pixels a CSS pixel as the viewport says. */
  readonly keep: boolean
}

export type ToScene =
  { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas } | ({ readonly kind: 'draw' } & SceneUpdate)

export type FromScene =
  | { readonly kind: 'drawn'; readonly view: View; readonly picture?: ImageBitmap }
  | { readonly kind: 'failed'; readonly why: string }
