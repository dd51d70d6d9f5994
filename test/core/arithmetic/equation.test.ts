import { expect, test } from 'vitest'
import { isOfValues, partsOf, piecesOf, withNumbers, type Written } from '@core/arithmetic/equation'
import { symbolsOf, type MathSymbol } from '@core/arithmetic/symbols'
import { optimizerById } from '@core/optimizers'

const dialect = optimizerById('adam')?.dialects.pytorch
if (!dialect) throw new Error('no such dialect')
const symbols = symbolsOf(dialect)

const numbers: Readonly<Record<string, number>> = { m: -2, g: 3, beta1: 0.9, beta2: 0.999, v: 1e-9, t: 4 }
function write({ name, when }: MathSymbol): Written {
  const value = when === 'before' && name === 'm' ? -5 : (numbers[name] ?? 7)
  return { tex: String(value), isNegative: value < 0, isProduct: value === 1e-9 }
}
const filled = (equation: string): string => withNumbers(partsOf(equation, symbols), write)

test.each([
  // factors side by side get a dot, negative ones brackets
  [
    String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
    String.raw`{-2} = {0.9} \cdot {(-5)} + (1 - {0.9}) \cdot {3}`,
  ],
  // a power of a product, and of a negative number
  ['v_t^2 + m_t^2', '{(1e-9)}^2 + {(-2)}^2'],
  // what begins a fraction or a root needs none
  [String.raw`\frac{m_t}{\sqrt{v_t}}`, String.raw`\frac{{-2}}{\sqrt{{1e-9}}}`],
  [String.raw`\eta\, \frac{m_t}{g_t}\, g_t`, String.raw`{7} \cdot \frac{{-2}}{{3}} \cdot {3}`],
  // a bias correction is one number; a power of t is not
  [String.raw`\frac{m_t}{1 - \beta_1^t}`, String.raw`\frac{{-2}}{{7}}`],
  [String.raw`2 t \beta_2^t`, String.raw`2 \cdot {4} \cdot {0.999}^{4}`],
  [String.raw`|g_t|\, |m_t|`, String.raw`|{3}| \cdot |{-2}|`],
  [
    String.raw`\begin{cases} m_t & t = 1 \\ -m_t & \text{otherwise} \end{cases}`,
    String.raw`\begin{cases} {-2} & {4} = 1 \\ -{(-2)} & \text{otherwise} \end{cases}`,
  ],
])('%s with its numbers', (equation, expected) => {
  expect(filled(equation)).toBe(expected)
})

test('an equation taken apart is whole again, whatever symbols it has', () => {
  for (const equation of dialect.equations) {
    const pieces = piecesOf(equation, symbols).map((parts) => parts.map(({ text }) => text).join(''))
    expect(pieces.join(', ').replaceAll(/[\s,]/g, '')).toBe(
      equation.replaceAll(String.raw`\qquad`, '').replaceAll(/[\s,]/g, ''),
    )
  }
})

test('a symbol is not found within a longer one', () => {
  const found = partsOf(String.raw`\eta_t + \eta + \epsilon`, symbols).flatMap(
    ({ symbol }) => symbol?.name ?? [],
  )
  expect(found).toEqual(['lr', 'eps'])
})

test('functions and π name no value that would be missing', () => {
  expect(isOfValues(partsOf(String.raw`m_t = \pi \cos\left(t\right) - \arctan g_t`, symbols))).toBe(true)
  expect(isOfValues(partsOf(String.raw`m_t = H g_t`, symbols))).toBe(false)
})
