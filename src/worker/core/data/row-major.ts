/** Numbers that are copied while their rows are in the cache. */
const blockNumbers = 2 ** 15

/** Writes the features of a table row by row, number j of row i to `into[i * width + j]`, in small steps. */
export function* layRows(features: readonly Float64Array[], into: Float64Array): Generator<void> {
  const width = features.length
  const rows = features[0].length
  const block = Math.ceil(blockNumbers / width)
  for (let from = 0; from < rows; from += block) {
    const to = Math.min(from + block, rows)
    for (let j = 0; j < width; j++) {
      const feature = features[j]
      for (let i = from, cell = from * width + j; i < to; i++, cell += width) into[cell] = feature[i]
    }
    yield
  }
}

/** The same at once. */
export function writeRows(features: readonly Float64Array[], into: Float64Array): void {
  const steps = layRows(features, into)
  while (!steps.next().done);
}
