/** A whole number that goes with the counters of sums: base + steps[0] counter 0 + steps[1] counter 1 + ... */
export interface Affine {
  readonly base: number
  /** By counter. */
  readonly steps: ReadonlyMap<number, number>
}

export const whole = (base: number): Affine => ({ base, steps: new Map() })
export const ofCounter = (counter: number): Affine => ({ base: 0, steps: new Map([[counter, 1]]) })

export const isFixed = ({ steps }: Affine): boolean => steps.size === 0

export function scaled({ base, steps }: Affine, by: number): Affine {
  const entries = [...steps].map(([counter, step]) => [counter, step * by] as const)
  return { base: base * by, steps: new Map(entries.filter(([, step]) => step !== 0)) }
}

export function added(a: Affine, b: Affine): Affine {
  const steps = new Map(a.steps)
  for (const [counter, step] of b.steps) {
    const sum = (steps.get(counter) ?? 0) + step
    if (sum === 0) steps.delete(counter)
    else steps.set(counter, sum)
  }
  return { base: a.base + b.base, steps }
}

export function valueOf({ base, steps }: Affine, counters: ArrayLike<number>): number {
  let sum = base
  for (const [counter, step] of steps) sum += step * counters[counter]
  return sum
}
