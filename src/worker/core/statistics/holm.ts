/**
 * p-values of one family, each made larger so that the chance of even one false finding among all is
 * kept. In the order given.
 *
 * Holm 1979, "A simple sequentially rejective multiple test procedure", Scand. J. Statistics 6, 65-70.
 */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, i) => i).sort((i, j) => ps[i] - ps[j])
  const adjusted = new Array<number>(ps.length)
  let largest = 0
  order.forEach((i, k) => {
    largest = Math.max(largest, Math.min(1, (ps.length - k) * ps[i]))
    adjusted[i] = largest
  })
  return adjusted
}
