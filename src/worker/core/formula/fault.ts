/** What is wrong with a formula, and from which character to which of its text. */
export interface Fault {
  /** Begins small and has no full stop: `there is no function called sine`. */
  readonly message: string
  readonly from: number
  readonly to: number
}

/** Thrown inside of the formula's own modules only; `readFormula` hands it out as a value. */
export class FormulaFault extends Error implements Fault {
  constructor(
    message: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(message)
  }
}

export const faultAt = (message: string, { from, to }: Pick<Fault, 'from' | 'to'>): FormulaFault =>
  new FormulaFault(message, from, to)
