import type { Interval } from '@core/objectives/contract'
import type { SurfaceSource } from '../../model/chart-data'
import type { ContourLine, Grid } from '../painters/contours'

/** What a page asks of the thread that works surfaces out, and what it answers. */

/** A part of a surface, in values. */
export interface SurfaceWindow {
  readonly x: Interval
  readonly y: Interval
}

/** How closely a surface is looked at. */
export interface Detail {
  /** CSS pixels a cell. */
  readonly pitch: number
  /** Milliseconds that sampling may take. */
  readonly budget: number
}

export interface ContourRequest extends SurfaceWindow, Detail {
  /** Of the picture, in CSS pixels, and device pixels a CSS pixel. */
  readonly width: number
  readonly height: number
  readonly ratio: number
  /** True for lines to be drawn by the page, as few corners as will do, instead of pixels. */
  readonly vector: boolean
  readonly dark: boolean
  /** Of the lines, as a CSS colour. */
  readonly ink: string
}

/** A number on a level line, at its place in values. */
export interface LevelLabel {
  readonly level: number
  readonly x: number
  readonly y: number
}

export interface ContourPicture {
  readonly drawn: { readonly picture: ImageBitmap } | { readonly lines: readonly ContourLine[] }
  /** Between the colours, ascending. */
  readonly levels: readonly number[]
  readonly labels: readonly LevelLabel[]
}

export interface HeightRequest extends SurfaceWindow {
  /** Samples a side. */
  readonly cells: number
  readonly budget: number
}

export interface Heights {
  /** The window and nothing beyond it. */
  readonly grid: Grid
  readonly levels: readonly number[]
  /** Level by level (x, y, x, y, ...): the ends of every piece of its lines. */
  readonly lines: readonly Float64Array[]
  /** The lowest value there is, as far as is known; undefined where it goes on below zero as above. */
  readonly floor: number | undefined
}

/** Every question with the answer to it. */
export interface SurfaceCalls {
  readonly contours: { readonly request: ContourRequest; readonly answer: ContourPicture }
  readonly heights: { readonly request: HeightRequest; readonly answer: Heights }
}
export type SurfaceCall = keyof SurfaceCalls

export type ToThread =
  | { readonly kind: 'open'; readonly surface: number; readonly source: SurfaceSource }
  | { readonly kind: 'close'; readonly surface: number }
  | {
      readonly [Call in SurfaceCall]: {
        readonly kind: Call
        readonly surface: number
        readonly ticket: number
        readonly request: SurfaceCalls[Call]['request']
      }
    }[SurfaceCall]

export type FromThread =
  | { readonly ticket: number; readonly answer: SurfaceCalls[SurfaceCall]['answer'] }
  | { readonly ticket: number; readonly error: string }
