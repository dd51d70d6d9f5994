import { faultAt } from './fault'
import type { Place, Syntax, Written } from './syntax'
import { constantNamed, functionNames, isFunction, nameFault } from './vocabulary'

/** The names in a formula that it does not explain itself, each where it stands first. */
export interface FreeNames {
  readonly single: ReadonlyMap<string, Place>
  /** Those with an index: `x[i]`. */
  readonly indexed: ReadonlyMap<string, Place>
}

/** The word for the number of entries of x where x has an index. */
export const dimensionName = 'n'

/**
 * Every free name of a formula.
 * @throws FormulaFault at a function that there is not, and at a name that nothing can have
 */
export function freeNames({ definition, body }: Written): FreeNames {
  const single = new Map<string, Place>()
  const indexed = new Map<string, Place>()
  const called = new Map<string, Place>()
  const note = (names: Map<string, Place>, name: string, place: Place): void => {
    if (!names.has(name)) names.set(name, place)
  }

  function visit(syntax: Syntax, counters: readonly string[]): void {
    switch (syntax.kind) {
      case 'name':
        if (!counters.includes(syntax.name)) note(single, syntax.name, syntax)
        return
      case 'element':
        note(indexed, syntax.name, syntax)
        return visit(syntax.index, counters)
      case 'negative':
      case 'group':
        return visit(syntax.of, counters)
      case 'operation':
        visit(syntax.left, counters)
        return visit(syntax.right, counters)
      case 'call': {
        const { name, args } = syntax
        const counter = name === 'sum' ? args[1] : undefined
        if (counter?.kind === 'name') {
          visit(args[0], [...counters, counter.name])
          return args.slice(2).forEach((each) => visit(each, counters))
        }
        if (!isFunction(name) && !counters.includes(name)) note(called, name, syntax)
        return args.forEach((each) => visit(each, counters))
      }
    }
  }
  visit(body, [])
  const declared = definition?.variables.map(({ name }) => name) ?? []
  for (const [name, place] of called) {
    if (constantNamed(name) !== undefined || single.has(name) || declared.includes(name)) continue
    throw faultAt(noFunction(name), { from: place.from, to: place.from + name.length })
  }
  for (const [name, place] of [...single, ...indexed]) {
    const fault = constantNamed(name) === undefined || indexed.has(name) ? nameFault(name) : undefined
    if (fault !== undefined) throw faultAt(fault, place)
  }
  return { single, indexed }
}

export function noFunction(name: string): string {
  const alike = functionNames.find(
    (known) => name.startsWith(known) || (name.length > 1 && known.startsWith(name)),
  )
  const hint = alike
    ? `did you mean ${alike}?`
    : `known: ${functionNames.join(', ')}; to multiply, write ${name} * (...)`
  return `there is no function called ${name}; ${hint}`
}
