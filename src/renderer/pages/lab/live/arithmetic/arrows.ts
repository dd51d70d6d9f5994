import type { MathSymbol } from '@core/arithmetic/symbols'
import type { UpdateValues } from '@core/arithmetic/update'
import type { StepArrow } from '../../../../model/step-arrows'
import { keyOf } from './tex'

/** Words for a direction: what comes before the first comma or colon of its sentence. */
const wordsOf = ({ name, says }: MathSymbol): string =>
  name === 'g' || name === 'gradient' ? 'downhill' : says.split(/[:,.]/)[0].toLowerCase()

const columnOf = (value: number | Float64Array | undefined): readonly number[] | undefined =>
  typeof value === 'object' ? [...value] : undefined

/**
 * The step of an update, its gradient, its momentum, and what is pointed at.
 * @param values of all parameters, in their order
 */
export function arrowsOf(
  symbols: readonly MathSymbol[],
  { before, after }: UpdateValues,
  pointed: string | undefined,
): readonly StepArrow[] {
  const from = columnOf(before.theta)
  const to = columnOf(after.theta)
  if (!from || !to) return []
  const directions = symbols.filter(({ moves, when }) => moves !== undefined && when === 'after')
  const isGradient = ({ name }: MathSymbol): boolean => name === 'g' || name === 'gradient'
  const usual = [directions.find(isGradient), directions.find((symbol) => !isGradient(symbol))]
  const chosen = directions.filter((symbol) => usual.includes(symbol) || keyOf(symbol) === pointed)
  const arrows = chosen.flatMap((symbol): StepArrow[] => {
    const value = columnOf(after[symbol.name])
    if (!value) return []
    return [
      {
        label: wordsOf(symbol),
        from: (isGradient(symbol) && columnOf(after.ahead)) || from,
        along: value.map((entry) => (symbol.moves === 'against' ? -entry : entry)),
        toScale: false,
        lit: keyOf(symbol) === pointed,
      },
    ]
  })
  const lit = pointed?.startsWith('theta-') ?? false
  const step = {
    label: 'step',
    from,
    along: to.map((value, index) => value - from[index]),
    toScale: true,
    lit,
  }
  return [step, ...arrows]
}
