import type { Program } from './program'

/** A formula ready to be worked out. theta has its dimension; nothing is kept of what is handed in. */
export interface Kernel {
  value(theta: Float64Array): number
  /** Returns the value, and writes the gradient. */
  evaluate(theta: Float64Array, gradient: Float64Array): number
  /** Writes the Hessian times a direction. */
  turn(theta: Float64Array, direction: Float64Array, turned: Float64Array): void
}

/** What a kernel is made of. */
export interface Programs {
  readonly dimension: number
  readonly value: Program
  readonly gradient: Program
  /** Worked out where it is asked for: it is longer than the others together. */
  turn(): Program
}

/** A program that reads and writes numbers of its own: who uses it puts them in and takes them out. */
export interface Machine {
  readonly input: Float64Array
  readonly output: Float64Array
  run(): void
}
