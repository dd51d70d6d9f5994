import { binaryNames } from './arithmetic'
import type { Register } from './program'
import type { Relation } from './syntax'
import type { Condition, Tree } from './tree'
import type { Writer } from './writer'

/** Writes the steps to a tree's value, unless it is there already. */
export const writeValue = (write: Writer, tree: Tree): Register =>
  write.recall(tree) ?? write.remember(tree, worked(write, tree))

function worked(write: Writer, tree: Tree): Register {
  const value = (part: Tree): Register => writeValue(write, part)
  switch (tree.kind) {
    case 'number':
      return write.constant(tree.value)
    case 'variable':
      return write.load('theta', tree.index)
    case 'counter':
      return write.counter(tree.counter)
    case 'negative':
      return write.negative(value(tree.of))
    case 'arithmetic':
      return write.binary(binaryNames[tree.operator], value(tree.left), value(tree.right))
    case 'function':
      return write.unary(tree.name, value(tree.of))
    case 'power':
      return tree.exponent.kind === 'number'
        ? write.power(value(tree.base), tree.exponent.value)
        : write.binary('power', value(tree.base), value(tree.exponent))
    case 'extreme':
      return write.binary(tree.name, value(tree.left), value(tree.right))
    case 'choice': {
      const when = writeCondition(write, tree.condition)
      const into = write.variable(0)
      write.branch(
        when,
        () => write.copy(into, value(tree.yes)),
        () => write.copy(into, value(tree.no)),
      )
      return into
    }
    case 'sum': {
      const { counter, first, last, body } = tree
      const into = write.variable(0)
      write.loop(counter, first, last, () => write.gather(into, value(body)))
      return into
    }
  }
}

/** Leaves 1 where a condition holds and 0 where it does not. */
export function writeCondition(write: Writer, condition: Condition): Register {
  if (condition.kind !== 'comparison') {
    const [left, right] = [writeCondition(write, condition.left), writeCondition(write, condition.right)]
    return write.binary(condition.kind === 'both' ? 'min' : 'max', left, right)
  }
  return compared(
    write,
    condition.relation,
    writeValue(write, condition.left),
    writeValue(write, condition.right),
  )
}

function compared(write: Writer, relation: Relation, left: Register, right: Register): Register {
  switch (relation) {
    case '<':
      return write.binary('less', left, right)
    case '<=':
      return write.binary('lessOrEqual', left, right)
    case '>':
      return write.binary('less', right, left)
    case '>=':
      return write.binary('lessOrEqual', right, left)
    case '==':
      return write.binary('equal', left, right)
  }
}
