/** What a picture needs of stretches of a series, by looking at every point. */
export function pickedNaively(
  values: Float64Array,
  edges: readonly number[],
): [index: number, value: number][] {
  return edges.slice(1).flatMap((end, stretch) => {
    const indices = Array.from({ length: end - edges[stretch] }, (_, offset) => edges[stretch] + offset)
    const finite = indices.filter((index) => Number.isFinite(values[index]))
    const broken = indices.filter((index) => !Number.isFinite(values[index]))
    const numbers = finite.map((index) => values[index])
    const low = Math.min(...numbers)
    const high = Math.max(...numbers)
    const lowest = finite.find((index) => values[index] === low)
    const highest = finite.find((index) => values[index] === high)
    const roles = [finite[0], finite.at(-1), lowest, highest, broken[0], broken.at(-1)]
    const chosen = [...new Set(roles.filter((index) => index !== undefined))].sort((a, b) => a - b)
    return chosen.map((index): [number, number] => [index, values[index]])
  })
}
