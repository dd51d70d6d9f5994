import type { Dialect } from '../optimizers/contract'
import { carried, fresh, moving } from '../optimizers/quantities'
import type { UpdateValues } from './update'

/** What an equation writes for a value of an update. */
export interface MathSymbol {
  readonly tex: string
  /** Of the value. */
  readonly name: string
  readonly when: 'before' | 'after'
  /** In a sentence: what it is. */
  readonly says: string
  /** Where it is a direction in the parameters: which way it moves them. */
  readonly moves?: 'along' | 'against'
}

/** Hyper-parameters are in sentences by what the form calls them. */
const sentence = (label: string): string => `${label}, a hyper-parameter of the run.`

const rateSays = 'Learning rate of this update: the hyper-parameter, times the factor of the schedule.'

const common = {
  theta: carried(String.raw`\theta`, 'Parameter of the objective.'),
  gradient: moving(
    'against',
    fresh(String.raw`\nabla_\theta J(\theta_{t-1})`, 'Gradient of the objective, as the step is handed it.'),
  ),
  t: fresh('t', 'Number of the update, from 1.'),
}

/** All that the equations of a dialect write for values, what is written longest first. */
export function symbolsOf({
  quantities,
  hyper,
}: Pick<Dialect, 'quantities' | 'hyper'>): readonly MathSymbol[] {
  const all = Object.entries({ ...common, ...quantities })
  const symbols: MathSymbol[] = Object.entries(hyper).map(([name, { symbol, label }]) => ({
    tex: symbol,
    name,
    when: 'after',
    says: name === 'lr' ? rateSays : sentence(label),
  }))
  for (const [name, { tex, before, says, ...direction }] of all) {
    symbols.push({ tex, name, when: 'after', says, ...direction })
    if (before !== undefined)
      symbols.push({ tex: before, name, when: 'before', says: `${says} As it was before the update.` })
  }
  return symbols.sort((a, b) => b.tex.length - a.tex.length)
}

/** The value of a symbol in one coordinate, the place of which counts those asked for; undefined where there is none. */
export function valueOf(
  { name, when }: Pick<MathSymbol, 'name' | 'when'>,
  values: UpdateValues,
  place: number,
): number | undefined {
  const found = values[when][name]
  return typeof found === 'object' ? found[place] : found
}

/** Whether a value is another one in every coordinate. */
export const isPerCoordinate = (
  { name, when }: Pick<MathSymbol, 'name' | 'when'>,
  values: UpdateValues,
): boolean => typeof values[when][name] === 'object'
