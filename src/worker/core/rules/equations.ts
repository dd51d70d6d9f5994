import { expressionTex } from '../formula/tex'
import type { Quantity } from '../optimizers/contract'
import { carried, fresh, moving } from '../optimizers/quantities'
import { plainTex } from './names'
import { after, before, type Rule, type Step } from './rule'

/** The lines of a rule in TeX. What is of all parameters has no line: it stands in the one that asks for it. */
export function equationsOf({ values, steps, lookahead }: Rule): readonly string[] {
  const texOf = (key: string): string => values.get(key)?.tex ?? plainTex(key)
  return [...lookahead, ...steps]
    .filter(({ overall }) => overall === undefined)
    .map(({ key, syntax }) => `${texOf(key)} = ${expressionTex(syntax, texOf)}`)
}

/** Which way x goes along the values that its last line adds or takes away, by key. */
function movesOf({ keys, steps }: Rule): ReadonlyMap<string, 'along' | 'against'> {
  const found = new Map<string, 'along' | 'against'>()
  for (const { key, tree } of steps) {
    if (key !== after('theta') || tree.kind !== 'arithmetic') continue
    const { operator, left, right } = tree
    const isFromX = left.kind === 'variable' && keys[left.index.base] === before('theta')
    if (!isFromX || right.kind !== 'variable' || (operator !== '+' && operator !== '-')) continue
    found.set(keys[right.index.base], operator === '+' ? 'along' : 'against')
  }
  return found
}

const overallSays: Readonly<Record<NonNullable<Step['overall']>, string>> = {
  sum: 'Sum over all parameters.',
  mean: 'Mean over all parameters.',
  norm: 'Euclidean norm over all parameters.',
  dot: 'Inner product over all parameters: above 0 where the two point the same way.',
  max: 'The largest of all parameters.',
  min: 'The smallest of all parameters.',
}

/** What the equations of a rule name, by the names of its code. */
export function quantitiesOf(rule: Rule): Readonly<Record<string, Quantity>> {
  const { values, steps, states, each, asksValue } = rule
  const moves = movesOf(rule)
  const isState = new Set(states.map(({ name }) => name))
  const entries: [string, Quantity][] = []
  const gradient = values.get('gradient')
  if (gradient) {
    const says = 'Gradient of the objective, as the rule is handed it.'
    entries.push(['gradient', moving('against', fresh(gradient.tex, says))])
  }
  if (rule.lookahead.length > 0)
    entries.push(['ahead', fresh(values.get('ahead')?.tex ?? '', 'Point at which the gradient is taken.')])
  if (asksValue)
    entries.push(['f', fresh(values.get('f')?.tex ?? '', 'Value of the objective before the update.')])
  for (const { key, overall } of [...rule.lookahead, ...steps]) {
    const value = values.get(key)
    if (!value || value.name === 'theta' || key === 'ahead') continue
    const { name, tex } = value
    if (overall !== undefined) {
      entries.push([name, fresh(tex, overallSays[overall])])
      continue
    }
    const number = each.has(key) ? 'of each parameter' : 'one for all parameters'
    const carriedBefore = isState.has(name) && key === after(name) ? values.get(before(name)) : undefined
    const own = carriedBefore
      ? {
          ...carried(name, `State variable, ${number}: carried on from update to update.`),
          tex,
          before: carriedBefore.tex,
        }
      : fresh(tex, `Worked out in every update, ${number}.`)
    const way = moves.get(key)
    entries.push([name, way ? moving(way, own) : own])
  }
  return Object.fromEntries(entries)
}
