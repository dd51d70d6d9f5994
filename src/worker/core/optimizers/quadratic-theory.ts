import type { HyperValues } from '../hyper'

/** Hyper-parameters with which a method comes nearest to the minimum of a quadratic, however it begins. */
export interface BestHyper {
  /** By name; what is not named is as it was. */
  readonly hyper: HyperValues
  /** What the error shrinks by in an update, in the long run. */
  readonly factor: number
  /** The formulas in TeX, by name of the hyper-parameter; L and mu are the extreme curvatures, kappa = L / mu. */
  readonly formulas: Readonly<Record<string, string>>
  readonly citation: string
}

/**
 * What theory knows of a method on a quadratic of these extreme curvatures, both above zero.
 * @param momentum what the dialect calls its momentum; undefined where it has none
 */
export type QuadraticTheory = (
  largest: number,
  smallest: number,
  momentum: string | undefined,
) => BestHyper | undefined

const tuned = 'Lessard, Recht and Packard 2016, proposition 1'

/** |1 - lr L| = |1 - lr mu|: neither the steepest nor the flattest direction is the slower one. */
export const descent: QuadraticTheory = (largest, smallest) => ({
  hyper: { lr: 2 / (largest + smallest) },
  factor: (largest - smallest) / (largest + smallest),
  formulas: { lr: String.raw`\frac{2}{L + \mu}` },
  citation: tuned,
})

export const heavyBall: QuadraticTheory = (largest, smallest, momentum) => {
  if (momentum === undefined) return undefined
  const [root, low] = [Math.sqrt(largest), Math.sqrt(smallest)]
  const factor = (root - low) / (root + low)
  return {
    hyper: { lr: (2 / (root + low)) ** 2, [momentum]: factor ** 2 },
    factor,
    formulas: {
      lr: String.raw`\left(\frac{2}{\sqrt L + \sqrt\mu}\right)^2`,
      [momentum]: String.raw`\left(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2`,
    },
    citation: `Polyak 1964; ${tuned}`,
  }
}

export const nesterov: QuadraticTheory = (largest, smallest, momentum) => {
  if (momentum === undefined) return undefined
  const root = Math.sqrt((3 * largest) / smallest + 1)
  // Equally steep all around: no momentum is best, and Nesterov's method without it is descent.
  if (root <= 2) return undefined
  return {
    hyper: { lr: 4 / (3 * largest + smallest), [momentum]: (root - 2) / (root + 2) },
    factor: 1 - 2 / root,
    formulas: {
      lr: String.raw`\frac{4}{3L + \mu}`,
      [momentum]: String.raw`\frac{\sqrt{3\kappa + 1} - 2}{\sqrt{3\kappa + 1} + 2}`,
    },
    citation: tuned,
  }
}
