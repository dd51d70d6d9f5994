import type { Fault } from '../formula/fault'

/** Where in a rule, and what. Faults of the text have a place in it. */
export type RuleFault =
  | { readonly field: 'text'; readonly fault: Fault }
  | { readonly field: 'state' | 'hyper'; readonly key: string; readonly message: string }

/** Thrown inside of the rules' own modules only; `readRule` hands out the fault as a value. */
export class Refusal extends Error {
  constructor(readonly fault: RuleFault) {
    super()
  }
}

export function refuse(field: 'state' | 'hyper', key: string, message: string): never {
  throw new Refusal({ field, key, message })
}
