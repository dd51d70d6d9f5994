/**
 * Sobol's quasi-random sequence in base 2 (Sobol 1967), by Gray code (Antonov & Saleev 1979), with the
 * direction numbers of S. Joe and F. Y. Kuo 2008, "Constructing Sobol sequences with better
 * two-dimensional projections", SIAM J. Sci. Comput. 30, 2635-2654: file new-joe-kuo-6.21201
 * (web.maths.unsw.edu.au/~fkuo/sobol, BSD licence), its first 20 dimensions.
 */

/** A primitive polynomial's degree and inner coefficients, and the first m of its dimension, as in the file. */
const directions: readonly (readonly [degree: number, inner: number, first: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
]

export const maxSobolDimension = directions.length + 1
const bits = 32

/** The words that bit k of a point's Gray code turns: of dimension 0 van der Corput's. */
function wordsOf(dimension: number): Uint32Array {
  const words = new Uint32Array(bits)
  if (dimension === 0) return words.map((_, k) => 2 ** (bits - 1 - k))
  const [degree, inner, first] = directions[dimension - 1]
  for (let k = 0; k < bits; k++) {
    if (k < degree) {
      words[k] = first[k] * 2 ** (bits - 1 - k)
      continue
    }
    let word = words[k - degree] ^ (words[k - degree] >>> degree)
    for (let j = 1; j < degree; j++) if ((inner >>> (degree - 1 - j)) & 1) word ^= words[k - j]
    words[k] = word
  }
  return words
}

/**
 * Point `index` of the sequence, in 32-bit words: over 2^32 they are in [0, 1). Point 0 is the corner.
 *
 * @param dimension from 1 to 20
 */
export function sobolSequence(dimension: number): (index: number) => readonly number[] {
  const dimensions = Array.from({ length: dimension }, (_, i) => wordsOf(i))
  return (index) => {
    const gray = (index ^ (index >>> 1)) >>> 0
    return dimensions.map((words) => {
      let word = 0
      for (let left = gray, k = 0; left !== 0; left >>>= 1, k++) if (left & 1) word ^= words[k]
      return word >>> 0
    })
  }
}
