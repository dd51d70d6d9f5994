import { and, int, times, type Code, type ValueType } from './assembler'

/** What the code of the kernels is made of. All pointers are byte addresses in the module's memory. */

/** Bytes of a double, and of two. */
export const one = 8
export const two = 16

export const indices = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index)

/** Hands out a function's locals. */
export class Locals {
  readonly types: ValueType[] = []

  constructor(private readonly params: number) {}

  one(type: ValueType): number {
    this.types.push(type)
    return this.params + this.types.length - 1
  }

  some(count: number, type: ValueType): readonly number[] {
    return indices(count).map(() => this.one(type))
  }
}

export const bytes = (numbers: Code): Code => times(numbers, int(one))
/** How much of it comes in whole portions of a power of two. */
export const wholes = (amount: Code, portion: number): Code => and(amount, int(-portion))
