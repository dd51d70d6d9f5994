import { valueOf } from './affine'
import { faultAt, type FormulaFault } from './fault'
import { formulaLimits } from './limits'
import { partsOf, type Sum, type Tree } from './tree'

/**
 * Goes through the sums of a formula: every index has to be one of theta's, and there is a limit to their
 * terms. Indices go evenly with the innermost counter, so that its first and last number tell of all.
 * @returns how many terms are added up
 * @throws FormulaFault
 */
export function termsIn(tree: Tree, indexed: string | undefined, dimension: number): number {
  const counters: number[] = []
  let terms = 0

  function visit(tree: Tree): void {
    if (tree.kind === 'sum') return sum(tree)
    if (tree.kind === 'variable' && indexed !== undefined) {
      const index = valueOf(tree.index, counters)
      if (index >= 0 && index < dimension) return
      const message = `${indexed}[${index + 1}] is asked for, and there are ${indexed}[1] to ${indexed}[${dimension}]`
      throw faultAt(message, tree)
    }
    partsOf(tree).forEach(visit)
  }

  function sum(tree: Sum): void {
    const { counter, first, last, body } = tree
    const [from, to] = [valueOf(first, counters), valueOf(last, counters)]
    if (to < from) return
    const count = to - from + 1
    terms += count
    if (terms > formulaLimits.terms) throw tooMany(tree)
    const isInnermost = !partsOf(body).concat(body).some(hasSum)
    const step = isInnermost ? Math.max(1, count - 1) : 1
    for (let at = from; at <= to; at += step) {
      counters[counter] = at
      visit(body)
    }
  }

  visit(tree)
  return terms
}

const hasSum = (tree: Tree): boolean => tree.kind === 'sum' || partsOf(tree).some(hasSum)

function tooMany(tree: Tree): FormulaFault {
  const most = formulaLimits.terms.toLocaleString('en-US')
  return faultAt(`the sums have more than ${most} terms together, which is as many as are added up`, tree)
}
