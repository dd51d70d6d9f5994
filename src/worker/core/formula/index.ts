import { compiledKernel, compiledMachine } from './compiled'
import { kinksIn, lookAt, type Kink, type PointReport } from './domain'
import type { Kernel, Machine, Programs } from './kernel'
import type { Formula } from './reading'
import { gradientProgram, valueProgram } from './reverse'
import { tangentOf } from './tangent'
import type { Program } from './program'
import { tapeKernel, tapeMachine } from './tape'
import { unrolled } from './unroll'

export type { Kernel } from './kernel'
export type { Kink, PointReport, Trouble } from './domain'
export type { Fault } from './fault'
export {
  namesIn,
  readFormula,
  usualDimension,
  variableNames,
  type FieldFault,
  type Formula,
  type FormulaSpec,
  type Reading,
} from './reading'
export { dimensionName } from './names'
export { formulaTex, nameTex } from './tex'

/** The steps to a formula's value and derivatives. */
export function programsOf({ tree: given, meaning: { dimension } }: Formula): Programs {
  const tree = unrolled(given)
  const gradient = gradientProgram(tree, dimension)
  return { dimension, value: valueProgram(tree), gradient, turn: () => tangentOf(gradient) }
}

/** A page's content security policy forbids WebAssembly, and says so in the console. */
const mayCompile = (): boolean => !('document' in globalThis)

/** The fastest kernel there is; which one it is can't be told from the results. */
export function kernelOf(formula: Formula): Kernel {
  const programs = programsOf(formula)
  return (mayCompile() ? compiledKernel(programs) : undefined) ?? tapeKernel(programs)
}

/** The same for a program with loops, on memory of its own. */
export const machineFor = (program: Program, size: number): Machine =>
  (mayCompile() ? compiledMachine(program, size) : undefined) ?? tapeMachine(program, size)

/** What is special about a point: steps without a result, and kinks. */
export const reportAt = ({ tree }: Formula, theta: ArrayLike<number>): PointReport => lookAt(tree, theta)

/** The parts of a formula whose slope jumps somewhere. */
export const kinksOf = ({ tree }: Formula): readonly Kink[] => kinksIn(tree)
