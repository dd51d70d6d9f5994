/** The curves of one configuration under several seeds, point by point. */
export interface Band {
  readonly iterations: Float64Array
  readonly mean: Float64Array
  /** Sample standard deviation (n - 1). */
  readonly deviation: Float64Array
}

export interface BandInput {
  readonly iterations: Float64Array
  readonly values: Float64Array
}

/**
 * Mean and deviation at every iteration that all of the curves recorded, so that the number of
 * runs behind it is the same all along. A value that is not finite makes both NaN there.
 */
export function bandOf(curves: readonly BandInput[]): Band {
  if (curves.length === 0) {
    const none = new Float64Array(0)
    return { iterations: none, mean: none, deviation: none }
  }
  const [first, ...rest] = curves
  const at = rest.map(() => 0)
  const iterations: number[] = []
  const mean: number[] = []
  const deviation: number[] = []
  const sample = new Float64Array(curves.length)
  for (let index = 0; index < first.iterations.length; index++) {
    const iteration = first.iterations[index]
    let shared = true
    for (const [other, curve] of rest.entries()) {
      while (at[other] < curve.iterations.length && curve.iterations[at[other]] < iteration) at[other]++
      if (curve.iterations[at[other]] !== iteration) shared = false
      else sample[other + 1] = curve.values[at[other]]
    }
    if (!shared) continue
    sample[0] = first.values[index]
    const [average, spread] = meanAndDeviation(sample)
    iterations.push(iteration)
    mean.push(average)
    deviation.push(spread)
  }
  return {
    iterations: Float64Array.from(iterations),
    mean: Float64Array.from(mean),
    deviation: Float64Array.from(deviation),
  }
}

function meanAndDeviation(sample: Float64Array): readonly [number, number] {
  if (!sample.every(Number.isFinite)) return [NaN, NaN]
  const average = sample.reduce((sum, value) => sum + value, 0) / sample.length
  if (sample.length < 2) return [average, 0]
  const squares = sample.reduce((sum, value) => sum + (value - average) ** 2, 0)
  return [average, Math.sqrt(squares / (sample.length - 1))]
}

/** Members of each group of two and more, by key, in the order given. */
export function groupsOf<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}
