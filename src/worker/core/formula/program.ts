import type { Affine } from './affine'
import type { Binary, Unary } from './arithmetic'

/** A place for one number. */
export type Register = number

/** What is read: theta, a direction in which derivatives are taken, and what has been written so far. */
export type Source = 'theta' | 'direction' | 'gradient'
/** What is written: the gradient, and how it turns in that direction. */
export type Target = 'gradient' | 'turned'

/** One step of arithmetic; kernels take them one after the other. */
export type Step =
  | { readonly do: 'constant'; readonly into: Register; readonly value: number }
  | { readonly do: 'load'; readonly into: Register; readonly from: Source; readonly at: Affine }
  | { readonly do: 'counter'; readonly into: Register; readonly counter: number }
  | { readonly do: 'unary'; readonly name: Unary; readonly into: Register; readonly of: Register }
  | {
      readonly do: 'binary'
      readonly name: Binary
      readonly into: Register
      readonly left: Register
      readonly right: Register
    }
  | { readonly do: 'copy'; readonly into: Register; readonly of: Register }
  /** into += of */
  | { readonly do: 'gather'; readonly into: Register; readonly of: Register }
  | { readonly do: 'store'; readonly to: Target; readonly at: Affine; readonly of: Register }
  /** to[at] += of */
  | { readonly do: 'scatter'; readonly to: Target; readonly at: Affine; readonly of: Register }
  | {
      readonly do: 'loop'
      readonly counter: number
      readonly first: Affine
      readonly last: Affine
      readonly body: readonly Step[]
    }
  /** `yes` where a register is not 0. */
  | {
      readonly do: 'branch'
      readonly when: Register
      readonly yes: readonly Step[]
      readonly no: readonly Step[]
    }

/** Steps that leave a number in `result`. Targets are zero before they begin. */
export interface Program {
  readonly steps: readonly Step[]
  readonly registers: number
  readonly counters: number
  readonly result: Register
}
