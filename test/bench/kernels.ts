import { join } from 'node:path'
import { denseKernels } from '@core/kernels'
import type { DenseKernels } from '@core/kernels/contract'
import { plainKernels } from '@core/kernels/plain'
import { columnProducts } from '@core/objectives/regression/column-products'
import { regressionSums } from '@core/objectives/regression/regression-sums'
import { peers } from './lab'
import { inTurn, repeated, timingOf, type Contestant } from './measure'
import { inPython } from './peers/outside'
import type { Report, Row } from './report'

const sizes = [
  [1_000, 10],
  [1_000, 100],
  [10_000, 10],
  [10_000, 100],
  [100_000, 10],
  [100_000, 100],
] as const

/** Multiplications in a repetition, at the least: a single call is too short to be timed. */
const work = 2e6

type Name = 'matrix' | 'transpose' | 'gradient' | 'products'

const titles: Readonly<Record<Name, string>> = {
  matrix: 'matrix times vector',
  transpose: 'transpose times vector',
  gradient: 'loss and gradient',
  products: 'products of columns',
}

/** What numpy has a name for, on rows of the kernels' own. */
function callsOn(kernelsOf: (lengths: readonly number[]) => DenseKernels, rows: number, width: number) {
  const lengths = [width + 1, rows * width, rows, rows, width + 1]
  const kernels = kernelsOf(lengths)
  const [theta, x, y, r, out] = lengths.map((length) => kernels.take(length))
  for (const array of [theta, x, y]) array.forEach((_, i) => (array[i] = Math.sin(i)))
  return {
    x,
    y,
    matrix: () => kernels.residuals(theta, x, y, 0, rows, r),
    transpose: () => kernels.addWeightedRows(y, x, 0, rows, out),
  }
}

/** The dense kernels against numpy on one thread, and against themselves as they are defined. */
export async function kernels(report: Report): Promise<void> {
  const ratios: number[] = []
  for (const [rows, width] of sizes) {
    const plain = callsOn(() => plainKernels(width), rows, width)
    const fast = callsOn((lengths) => denseKernels(width, lengths), rows, width)
    const features = Array.from({ length: width }, (_, j) =>
      Float64Array.from({ length: rows }, (_, i) => plain.x[i * width + j]),
    )
    const names = features.map((_, j) => `x${j}`)
    const sums = regressionSums({ featureNames: names, targetName: 'y', features, target: plain.y })
    const theta = new Float64Array(width + 1).fill(1 / width)
    const out = new Float64Array(width + 1)

    const compare = async (
      name: Name,
      contestants: Readonly<Record<string, () => unknown>>,
    ): Promise<void> => {
      const calls = Math.max(1, Math.floor(work / (rows * width * (name === 'products' ? width : 1))))
      const many = (call: () => unknown) => (): void => {
        for (let k = 0; k < calls; k++) call()
      }
      const ours = Object.entries(contestants).map(([contestant, call]): [string, Contestant] => [
        contestant,
        () => repeated(many(call), { seconds: 0.15 }),
      ])
      const script = join(peers, 'kernels.py')
      const numpy = async () => inPython('numpy', script, [name, rows, width, calls, 10])
      const measured: Row[] = []
      for (const [contestant, seconds] of await inTurn({ numpy, ...Object.fromEntries(ours) }, 3)) {
        if (seconds) measured.push({ name: contestant, ...timingOf(seconds, 1 / calls) })
        else report.say(`${contestant}: not on this machine`)
      }
      const ratio = report.compare(`${rows} rows, ${width} features: ${titles[name]}`, measured, 'numpy')
      if ('kernel' in contestants) ratios.push(ratio('kernel'))
    }
    await compare('matrix', { kernel: fast.matrix, 'plain loop': plain.matrix })
    await compare('transpose', { kernel: fast.transpose, 'plain loop': plain.transpose })
    await compare('gradient', { 'the regression': () => sums.sweep(theta, 2 / rows, out) })
    await compare('products', { 'the regression': () => columnProducts(features) })
  }
  report.aim('a dense kernel against numpy, the slowest of all', Math.max(...ratios), { most: 2 }, 'x')
}
