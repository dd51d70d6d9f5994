import { defineObjective } from '../contract'
import { coordinateNames, dimensionOption, noBatches } from './plain'

/** In NumPy: of a coordinate and the next one, how far they are from the valley, and how far from its end. */
const acrossOf = (x: string, next: string): string => `${next} - ${x} * ${x}`
const alongOf = (x: string): string => `1 - ${x}`
/** What both add to the value, and to the slopes by the coordinate behind and the one before them. */
const shareOf = (across: string, along: string): string => `100 * ${across} * ${across} + ${along} * ${along}`
const slopeBefore = (across: string): string => `200 * ${across}`
const slopeAfter = (x: string, across: string, along: string): string =>
  `(400 * ${x} * ${across} + 2 * ${along})`
/** Of all of them at once. */
const allPieces = [`across = ${acrossOf('theta[:-1]', 'theta[1:]')}`, `along = ${alongOf('theta[:-1]')}`]

/** The value and the slopes, coordinate after coordinate, as `evaluate` has them. */
function linesOf(names: readonly string[]): readonly string[] {
  const last = names.length - 1
  const pieces = names
    .slice(0, last)
    .flatMap((x, i) => [
      `across${i} = ${acrossOf(x, names[i + 1])}`,
      `along${i} = ${alongOf(x)}`,
      `f${i} = ${shareOf(`across${i}`, `along${i}`)}`,
      `d_${x} = ${i === 0 ? '0' : slopeBefore(`across${i - 1}`)} - ${slopeAfter(x, `across${i}`, `along${i}`)}`,
    ])
  const sum = names.slice(0, last).map((_, i) => `f${i}`)
  return [...pieces, `d_${names[last]} = ${slopeBefore(`across${last - 1}`)}`, `f = ${sum.join(' + ')}`]
}

/**
 * f = sum over i of 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2 (Rosenbrock 1960, "An automatic
 * method for finding the greatest or least value of a function", Computer Journal 3; the
 * chained form from two dimensions on).
 *
 * Domain [-2, 2] and [-1, 3] in turn; start (-1.2, 1, -1.2, 1, ...) as Rosenbrock's.
 * Global minimum: f(1, ..., 1) = 0; from four dimensions on there is a local one near
 * (-1, 1, ..., 1).
 */
export const rosenbrock = defineObjective({
  id: 'rosenbrock',
  label: 'Rosenbrock',
  formula: String.raw`f(x) = \sum_{i=1}^{n-1} 100\,(x_{i+1} - x_i^2)^2 + (1 - x_i)^2`,
  lesson: 'A bent, narrow valley: finding it is easy, following it to the end is the race.',
  family: 'n-dimensional',
  options: dimensionOption(2),
  create({ dimension }, _table, pulse) {
    const value = (theta: Float64Array) => {
      let sum = 0
      for (let i = 0; i + 1 < dimension; i++) {
        const across = theta[i + 1] - theta[i] * theta[i]
        const along = 1 - theta[i]
        sum += 100 * across * across + along * along
      }
      return sum
    }
    const evaluate = (theta: Float64Array, out: Float64Array) => {
      let sum = 0
      out[0] = 0
      for (let i = 0; i + 1 < dimension; i++) {
        const across = theta[i + 1] - theta[i] * theta[i]
        const along = 1 - theta[i]
        sum += 100 * across * across + along * along
        out[i] -= 400 * theta[i] * across + 2 * along
        out[i + 1] = 200 * across
      }
      return sum
    }
    return {
      dimension,
      rows: 0,
      pulse,
      value,
      gradient(theta, out) {
        evaluate(theta, out)
      },
      evaluate,
      arithmetic: { kind: 'lines', lines: () => linesOf(coordinateNames(dimension)) },
      batchGradient: noBatches,
      hessian(theta, out) {
        out.fill(0)
        for (let i = 0; i + 1 < dimension; i++) {
          const at = i * dimension + i
          const next = at + dimension + 1
          out[at] += 1200 * theta[i] * theta[i] - 400 * theta[i + 1] + 2
          out[at + 1] = -400 * theta[i]
          out[at + dimension] = -400 * theta[i]
          out[next] = 200
        }
      },
      domain: Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? [-2, 2] : [-1, 3])),
      defaultStart: Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
      minima: [{ theta: new Array<number>(dimension).fill(1), value: 0 }],
      parameterNames: coordinateNames(dimension),
    }
  },
  python: () => ({
    value: [...allPieces, `np.sum(${shareOf('across', 'along')})`],
    gradient: [
      ...allPieces,
      `np.append(0.0, ${slopeBefore('across')}) - np.append(${slopeAfter('theta[:-1]', 'across', 'along')}, 0.0)`,
    ],
    hessian: [
      'left = 1200 * theta[:-1] * theta[:-1] - 400 * theta[1:] + 2',
      'beside = np.diag(-400 * theta[:-1], 1)',
      'np.diag(np.append(left, 0.0) + np.append(0.0, 200.0 + 0 * left)) + beside + beside.T',
    ],
  }),
})
