import { defaults, type HyperSpecs, type NumberHyper } from '../hyper'
import type { Dialect, DialectId, Optimizer } from '../optimizers/contract'
import { optimizers } from '../optimizers'
import { readRule } from './reading'
import type { RuleSpec } from './spec'

/** Every method that has such a form, as a rule to change: its code says the same in NumPy. */

const words: readonly (readonly [RegExp, string])[] = [
  [/np\.maximum\(/g, 'max('],
  [/np\.minimum\(/g, 'min('],
  [/np\.where\(/g, 'if('],
  [/np\./g, ''],
  [/\s*\*\*\s*/g, '^'],
  [/ \| /g, ' or '],
  [/ & /g, ' and '],
  [/\btheta\b/g, 'x'],
  [/\bgradient\b/g, 'g'],
]

/** A line of code in the language of rules. */
function lineOf(code: string, flags: readonly string[]): string {
  const compared = flags.reduce(
    (line, flag) => line.replaceAll(`np.where(${flag},`, `np.where(${flag} == 1,`),
    code,
  )
  return words.reduce((line, [found, word]) => line.replace(found, word), compared)
}

function hyperFrom(specs: HyperSpecs): RuleSpec['hyper'] {
  const range = ({ default: value, min, max }: NumberHyper): RuleSpec['hyper'][string] =>
    max === Number.MAX_VALUE ? { default: value, min } : { default: value, min, max }
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      spec.kind === 'flag' ? { default: Number(spec.default), min: 0, max: 1 } : range(spec),
    ]),
  )
}

/** What its memory begins with, where that is not 0: a number, or the hyper-parameter that says it. */
function startsOf({ init, hyper }: Dialect, names: readonly string[]): RuleSpec['state'] {
  const held = defaults(hyper)
  const first = init(1, held)
  const starting = Object.entries(hyper).flatMap(([name, spec]) =>
    spec.kind === 'number' && spec.onlyStarts === true ? [name] : [],
  )
  const entries = names.flatMap((name): [string, number | string][] => {
    const [value] = first[name] ?? [0]
    const says = starting.find((other) => init(1, { ...held, [other]: value + 1 })[name]?.[0] !== value)
    if (says !== undefined) return [[name, says]]
    return value === 0 ? [] : [[name, value]]
  })
  return Object.fromEntries(entries)
}

/** A method's arithmetic as a rule; undefined for what the language of rules can't say, such as a line search. */
export function ruleFrom(
  { dialects }: Pick<Optimizer, 'dialects'>,
  dialect: DialectId,
): RuleSpec | undefined {
  const found = dialects[dialect]
  if (!found) return undefined
  const flags = Object.entries(found.hyper).flatMap(([name, spec]) => (spec.kind === 'flag' ? [name] : []))
  const ahead = (found.lookaheadCode ?? []).map((line) => line.replace(/^ahead =/, 'lookahead ='))
  const text = [...ahead, ...found.code].map((line) => lineOf(line, flags)).join('\n')
  const assigned = Object.keys(found.init(1, defaults(found.hyper))).filter((name) =>
    new RegExp(`^${name} =`, 'm').test(text),
  )
  const spec = { text, state: startsOf(found, assigned), hyper: hyperFrom(found.hyper) }
  return readRule(spec).ok ? spec : undefined
}

export interface Template {
  readonly key: string
  readonly label: string
  readonly rule: RuleSpec
}

/** Written by hand: what no method of the catalog does. */
const heavyBall: Template = {
  key: 'heavy-ball-restarts',
  label: 'Heavy ball with restarts',
  rule: {
    text: [
      '# A heavy ball that stops where it would roll uphill, and starts anew.',
      'v = if(dot(g, v) > 0, 0, b v) - lr g',
      'x = x + v',
    ].join('\n'),
    state: {},
    hyper: { lr: { default: 0.01, min: 0 }, b: { default: 0.9, min: 0, max: 1 } },
  },
}

/** The textbook's methods in its own arithmetic, and one that is in no book of them. */
export const templates = (): readonly Template[] => [
  heavyBall,
  ...optimizers.flatMap((optimizer) => {
    const rule = ruleFrom(optimizer, 'chapter')
    return rule ? [{ key: optimizer.id, label: optimizer.label, rule }] : []
  }),
]
