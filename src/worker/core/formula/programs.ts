import type { Programs } from './kernel'
import type { Formula } from './reading'
import { gradientProgram, valueProgram } from './reverse'
import { tangentOf } from './tangent'
import { unrolled } from './unroll'

/** The steps to a formula's value and derivatives. */
export function programsOf({ tree: given, meaning: { dimension } }: Formula): Programs {
  const tree = unrolled(given)
  const gradient = gradientProgram(tree, dimension)
  return { dimension, value: valueProgram(tree), gradient, turn: () => tangentOf(gradient) }
}
