import { narrowed } from './bisection'
import { RandomState } from './data/random'
import { dot } from './norms'
import { unheard, type Pulse } from './pulse'

/** The extreme eigenvalues of a symmetric matrix. */
export interface Extremes {
  readonly largest: number
  readonly smallest: number
}

/** Rotations converge quadratically: ten sweeps are many. */
const sweeps = 30
/** Off-diagonal entries below this share of the whole count as gone. */
const precision = 1e-16

/** Turns the plane of coordinates p and q so that their off-diagonal entry vanishes, and the columns of `turns` along. */
function rotate(a: Float64Array, size: number, p: number, q: number, turns: Float64Array | undefined): void {
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * a[p * size + q])
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p]
    const kq = a[k * size + q]
    a[k * size + p] = c * kp - s * kq
    a[k * size + q] = s * kp + c * kq
  }
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k]
    const qk = a[q * size + k]
    a[p * size + k] = c * pk - s * qk
    a[q * size + k] = s * pk + c * qk
  }
  if (!turns) return
  for (let k = 0; k < size; k++) {
    const kp = turns[k * size + p]
    const kq = turns[k * size + q]
    turns[k * size + p] = c * kp - s * kq
    turns[k * size + q] = s * kp + c * kq
  }
}

/**
 * The eigenvalues of a symmetric matrix, row-major, by Jacobi's rotations: exact up to
 * rounding, ties and tiny ones included (Golub & Van Loan, Matrix Computations, 8.5).
 * @param turns where the identity becomes the eigenvectors, as columns
 */
export function eigenvalues(matrix: Float64Array, size: number, turns?: Float64Array): number[] {
  const a = matrix.slice()
  const negligible = precision * Math.hypot(...a)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let turned = false
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p * size + q]) <= negligible) continue
        rotate(a, size, p, q, turns)
        turned = true
      }
    }
    if (!turned) break
  }
  return Array.from({ length: size }, (_, i) => a[i * size + i])
}

/** An eigenvalue with its eigenvector, of length 1. */
export interface Eigenpair {
  readonly value: number
  readonly vector: Float64Array
}

/** The eigenvalues of a small symmetric matrix, row-major, with their vectors, the largest first. */
export function eigenpairs(matrix: Float64Array, size: number): readonly Eigenpair[] {
  const turns = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
  return eigenvalues(matrix, size, turns)
    .map((value, column) => ({
      value,
      vector: Float64Array.from({ length: size }, (_, row) => turns[row * size + column]),
    }))
    .sort((a, b) => b.value - a.value)
}

/** The extreme eigenvalues of a small symmetric matrix, row-major. */
export function extremes(matrix: Float64Array, size: number): Extremes {
  const all = eigenvalues(matrix, size)
  return { largest: Math.max(...all), smallest: Math.min(...all) }
}

/** Products that the extremes of a large matrix may take, and numbers that each size may have in them. */
const most = { products: 96, numbers: 3e4 } as const
/** The extremes are looked at after every so many products, and are there when they stay within this share. */
const lookEvery = 8
const settled = 1e-9

/** How many eigenvalues of a tridiagonal matrix lie below x (Sturm's count). */
function countBelow(diagonal: readonly number[], beside: readonly number[], x: number): number {
  let count = 0
  let pivot = 1
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - x - (i > 0 ? (beside[i - 1] * beside[i - 1]) / pivot : 0)
    if (pivot === 0) pivot = Number.MIN_VALUE
    if (pivot < 0) count += 1
  }
  return count
}

function tridiagonalExtremes(diagonal: readonly number[], beside: readonly number[]): Extremes {
  const size = diagonal.length
  const around = (i: number): number => Math.abs(beside[i - 1] ?? 0) + Math.abs(i < size - 1 ? beside[i] : 0)
  const low = Math.min(...diagonal.map((value, i) => value - around(i)))
  const high = Math.max(...diagonal.map((value, i) => value + around(i)))
  /** The eigenvalue above `below` others. */
  const eigenvalue = (below: number): number => {
    const [left, right] = narrowed([low, high], 60, (x) => countBelow(diagonal, beside, x) > below)
    return (left + right) / 2
  }
  return { largest: eigenvalue(size - 1), smallest: eigenvalue(0) }
}

function addScaled(out: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] += factor * other[i]
}

/**
 * The extreme eigenvalues of a symmetric matrix that is known by what it makes of a vector: Lanczos'
 * method, every new direction held orthogonal to all before (Golub & Van Loan, 10.1). Never beyond
 * the true ones; undefined where a product is not finite.
 */
export function extremesOf(
  product: (vector: Float64Array, out: Float64Array) => void,
  size: number,
  pulse: Pulse = unheard,
): Extremes | undefined {
  const random = new RandomState(0)
  const basis: Float64Array[] = []
  const diagonal: number[] = []
  const beside: number[] = []
  let next = Float64Array.from({ length: size }, () => random.normal())
  let found: Extremes | undefined
  let length = Math.sqrt(dot(next, next))
  const products = Math.min(size, Math.max(most.products, most.numbers / size))
  while (basis.length < products) {
    pulse()
    const current = next.map((value) => value / length)
    basis.push(current)
    next = new Float64Array(size)
    product(current, next)
    diagonal.push(dot(current, next))
    // Twice is enough to be orthogonal up to rounding.
    for (let pass = 0; pass < 2; pass++) {
      for (const each of basis) addScaled(next, each, -dot(each, next))
    }
    length = Math.sqrt(dot(next, next))
    if (!Number.isFinite(length)) return undefined
    const scale = Math.max(...diagonal.map(Math.abs), ...beside)
    const exhausted = length <= 1e-14 * scale
    if (exhausted || basis.length % lookEvery === 0) {
      const before = found
      found = tridiagonalExtremes(diagonal, beside)
      if (exhausted || (before && isClose(before, found))) return found
    }
    beside.push(length)
  }
  return tridiagonalExtremes(diagonal, beside.slice(0, diagonal.length - 1))
}

function isClose(before: Extremes, now: Extremes): boolean {
  const scale = settled * Math.max(Math.abs(now.largest), Math.abs(now.smallest))
  return now.largest - before.largest <= scale && before.smallest - now.smallest <= scale
}
