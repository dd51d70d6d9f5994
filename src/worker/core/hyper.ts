/**
 * Hyper-parameters as data. From one record follow the form, the validation,
 * the command line's help and the table tests.
 */
export interface NumberHyper {
  readonly kind: 'number'
  readonly label: string
  /** TeX, as in the textbook: `\\eta`, `\\beta_1`. */
  readonly symbol: string
  readonly default: number
  readonly min: number
  /** True where `min` itself is not allowed (a learning rate of 0 goes nowhere). */
  readonly minExclusive: boolean
  readonly max: number
  readonly maxExclusive: boolean
  /** How a slider or a sweep should space values. */
  readonly scale: 'linear' | 'log'
  readonly unit?: string
  /** True where only the beginning of a run depends on it: a run under way can't change it. */
  readonly onlyStarts?: boolean
}

export interface FlagHyper {
  readonly kind: 'flag'
  readonly label: string
  readonly symbol: string
  readonly default: boolean
}

export type HyperSpec = NumberHyper | FlagHyper
export type HyperSpecs = Readonly<Record<string, HyperSpec>>

/** The value type that a record of specs describes; flags are booleans, the rest numbers. */
export type HyperValues<Specs extends HyperSpecs = HyperSpecs> = {
  [Name in keyof Specs]: HyperValue<Specs[Name]>
}
type HyperValue<Spec> = Spec extends FlagHyper ? boolean : number

type Range = Partial<Omit<NumberHyper, 'kind' | 'label' | 'symbol' | 'default'>>

export const number = (label: string, symbol: string, value: number, range: Range = {}): NumberHyper => ({
  kind: 'number',
  label,
  symbol,
  default: value,
  min: 0,
  minExclusive: false,
  max: Number.MAX_VALUE,
  maxExclusive: false,
  scale: 'linear',
  ...range,
})

export const flag = (label: string, symbol: string, value: boolean): FlagHyper => ({
  kind: 'flag',
  label,
  symbol,
  default: value,
})

/** A step size: any positive finite number. */
export const learningRate = (value: number): NumberHyper =>
  number('Learning rate', '\\eta', value, { minExclusive: true, scale: 'log' })

/** A decay in [0, 1): the share of the past that is kept. */
export const decay = (label: string, symbol: string, value: number): NumberHyper =>
  number(label, symbol, value, { max: 1, maxExclusive: true })

/** The small number that keeps a denominator away from zero. */
export const epsilon = (value: number): NumberHyper => number('Epsilon', '\\epsilon', value, { scale: 'log' })

/** L2 penalty added to the gradient, or decoupled decay where the method says so. */
export const weightDecay = (value: number): NumberHyper =>
  number('Weight decay', '\\lambda', value, { scale: 'log' })

/** The hyper-parameters that a run under way can change. */
export const changeable = (specs: HyperSpecs): HyperSpecs =>
  Object.fromEntries(
    Object.entries(specs).filter(([, spec]) => spec.kind === 'flag' || spec.onlyStarts !== true),
  )

/** Every hyper-parameter at its default. */
export function defaults(specs: HyperSpecs): HyperValues {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default]))
}
