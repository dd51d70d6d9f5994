import { assignmentOf, identifier } from '../../python'
import type { Arithmetic, PythonLines } from '../contract'

/** A function in NumPy, from its coordinates by their names. */
export interface Written {
  /** They assign `f`, its value, and `d_x`, ... its slopes. */
  readonly lines: readonly string[]
  /** What only scripts ask for: lines that may use all of these, the last of them an expression. */
  readonly hessian: readonly string[]
  /**
   * Set where the lines come near the value and the slopes, and not to them to the last bit, in the very order
   * of their arithmetic: then runs are not made with them.
   */
  readonly onlyInScripts?: true
}

/** What other machines repeat: to the last bit. */
export const arithmeticOf = ({ lines, onlyInScripts }: Written): { readonly arithmetic?: Arithmetic } =>
  onlyInScripts ? {} : { arithmetic: { kind: 'lines', lines: () => lines } }

const namesIn = (text: string): readonly string[] => text.match(identifier) ?? []

/** Those of the lines that it takes to know some names. */
function leadingTo(names: readonly string[], lines: readonly string[]): readonly string[] {
  const wanted = new Set(names)
  return lines.reduceRight<readonly string[]>((taken, line) => {
    const { name, expression } = assignmentOf(line)
    if (!wanted.has(name)) return taken
    for (const read of namesIn(expression)) wanted.add(read)
    return [line, ...taken]
  }, [])
}

/** The same for scripts. */
export function pythonOf(names: readonly string[], { lines, hessian }: Written): PythonLines {
  const slopes = names.map((name) => `d_${name}`)
  const value = leadingTo(['f'], lines)
  return {
    names,
    value: [...value.slice(0, -1), assignmentOf(value[value.length - 1]).expression],
    gradient: [...leadingTo(slopes, lines), `[${slopes.join(', ')}]`],
    hessian: [...leadingTo(hessian.flatMap(namesIn), lines), ...hessian],
  }
}
