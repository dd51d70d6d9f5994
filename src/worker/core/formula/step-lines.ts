import { pythonNumber } from '../python'
import { isFixed, type Affine } from './affine'
import type { Binary, Unary } from './arithmetic'
import type { Program, Register, Step, Target } from './program'

/** Functions that NumPy calls otherwise. */
const otherNames: Readonly<Partial<Record<Unary, string>>> = {
  acos: 'arccos',
  asin: 'arcsin',
  atan: 'arctan',
}

export const unaryText = (name: Unary, of: string): string =>
  name === 'negative' ? `-${of}` : `np.${otherNames[name] ?? name}(${of})`

const signs: Readonly<Partial<Record<Binary, string>>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  power: '**',
}
const comparisons: Readonly<Partial<Record<Binary, string>>> = { less: '<', lessOrEqual: '<=', equal: '==' }

export function binaryText(name: Binary, left: string, right: string): string {
  if (name === 'max' || name === 'min') return `np.${name}imum(${left}, ${right})`
  const sign = signs[name]
  return sign ? `${left} ${sign} ${right}` : `1.0 * (${left} ${comparisons[name]} ${right})`
}

/** The end of a range whose last number this is. */
export const afterThat = (last: Affine): Affine => ({ ...last, base: last.base + 1 })

export const counterName = (counter: number): string => `i${counter}`

export function affineText({ base, steps }: Affine): string {
  const parts = [...steps].map(([counter, step]) =>
    step === 1 ? counterName(counter) : `${step} * ${counterName(counter)}`,
  )
  if (base !== 0 || parts.length === 0) parts.push(String(base))
  return parts.join(' + ').replaceAll('+ -', '- ')
}

/** In brackets where it is negative: it may stand left of a power. */
export const number = (value: number): string => {
  const text = pythonNumber(value)
  return text.startsWith('-') ? `(${text})` : text
}

/** Every register that steps read. */
function readBy(step: Step): readonly Register[] {
  switch (step.do) {
    case 'unary':
    case 'copy':
    case 'store':
    case 'scatter':
      return [step.of]
    case 'gather':
      return [step.of]
    case 'binary':
      return [step.left, step.right]
    case 'branch':
      return [step.when, ...step.yes.flatMap(readBy), ...step.no.flatMap(readBy)]
    case 'loop':
      return step.body.flatMap(readBy)
    default:
      return []
  }
}

/** The steps that it takes for what is written to a target: others of a program lead to its result alone. */
function stepsTo(steps: readonly Step[], target: Target): readonly Step[] {
  const needed = (all: readonly Step[], used: ReadonlySet<Register>): readonly Step[] =>
    all.flatMap((step): Step[] => {
      if (step.do === 'store' || step.do === 'scatter') return step.to === target ? [step] : []
      if (step.do === 'loop') {
        const body = needed(step.body, used)
        return body.length > 0 ? [{ ...step, body }] : []
      }
      if (step.do === 'branch') {
        const [yes, no] = [needed(step.yes, used), needed(step.no, used)]
        return yes.length + no.length > 0 ? [{ ...step, yes, no }] : []
      }
      return used.has(step.into) ? [step] : []
    })
  let left = steps
  for (;;) {
    const fewer = needed(left, new Set(left.flatMap(readBy)))
    if (countOf(fewer) === countOf(left)) return fewer
    left = fewer
  }
}

const countOf = (steps: readonly Step[]): number =>
  steps.reduce((sum, step) => {
    if (step.do === 'loop') return sum + 1 + countOf(step.body)
    return sum + 1 + (step.do === 'branch' ? countOf(step.yes) + countOf(step.no) : 0)
  }, 0)

/** Registers that steps write to more than once. */
function rewritten(steps: readonly Step[], found = new Set<Register>()): ReadonlySet<Register> {
  for (const step of steps) {
    if (step.do === 'copy' || step.do === 'gather') found.add(step.into)
    if (step.do === 'loop') rewritten(step.body, found)
    if (step.do === 'branch') for (const side of [step.yes, step.no]) rewritten(side, found)
  }
  return found
}

/**
 * The steps of a program in Python, as far as they lead to a target: a line each.
 * @param named what a coordinate is called
 */
export function stepLines(
  program: Program,
  target: Target,
  named: (index: number) => string,
): readonly string[] {
  const steps = stepsTo(program.steps, target)
  const held = rewritten(steps)
  const texts = new Map<Register, string>()
  const text = (register: Register): string => texts.get(register) ?? `r${register}`
  const assigned = (into: Register, expression: string): string[] => [`r${into} = ${expression}`]

  function short(into: Register, expression: string): string[] {
    if (held.has(into)) return assigned(into, expression)
    texts.set(into, expression)
    return []
  }

  const block = (all: readonly Step[]): string[] => {
    const lines = all.flatMap(visit).map((line) => `    ${line}`)
    return lines.length > 0 ? lines : ['    pass']
  }

  function visit(step: Step): string[] {
    switch (step.do) {
      case 'constant':
        return short(step.into, number(step.value))
      case 'load':
        return step.from === 'theta' && isFixed(step.at)
          ? short(step.into, named(step.at.base))
          : assigned(step.into, `${step.from}[${affineText(step.at)}]`)
      case 'counter':
        return assigned(step.into, `1.0 * ${counterName(step.counter)}`)
      case 'unary':
        return assigned(step.into, unaryText(step.name, text(step.of)))
      case 'binary':
        return assigned(step.into, binaryText(step.name, text(step.left), text(step.right)))
      case 'copy':
        return assigned(step.into, text(step.of))
      case 'gather':
        return [`r${step.into} += ${text(step.of)}`]
      case 'store':
        return [`${step.to}[${affineText(step.at)}] = ${text(step.of)}`]
      case 'scatter':
        return [`${step.to}[${affineText(step.at)}] += ${text(step.of)}`]
      case 'loop': {
        const range = `${affineText(step.first)}, ${affineText(afterThat(step.last))}`
        return [`for ${counterName(step.counter)} in range(${range}):`, ...block(step.body)]
      }
      case 'branch':
        return [
          `if ${text(step.when)} != 0:`,
          ...block(step.yes),
          ...(step.no.length > 0 ? ['else:', ...block(step.no)] : []),
        ]
    }
  }
  return steps.flatMap(visit)
}
