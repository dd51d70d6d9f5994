import { compiledKernel, compiledMachine } from './compiled'
import { kinksIn, lookAt, type Kink, type PointReport } from './domain'
import type { Kernel, Machine } from './kernel'
import type { Program } from './program'
import { programsOf } from './programs'
import type { Formula } from './reading'
import { tapeKernel, tapeMachine } from './tape'

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
export { programsOf } from './programs'
export { formulaPython } from './python'
export { formulaTex, nameTex } from './tex'

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
