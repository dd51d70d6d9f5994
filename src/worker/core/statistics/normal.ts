/** The standard normal distribution, to double precision. */

const rootTwoPi = Math.sqrt(2 * Math.PI)

export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / rootTwoPi

const horner = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

// Hart 1968, algorithm 5666, as printed by West 2005, "Better approximations to cumulative normal functions".
const above = [
  220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688,
  0.0352624965998911,
]
const below = [
  440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207,
  1.75566716318264, 0.0883883476483184,
]

/** The chance of more than z, for z >= 0. */
function upperTail(z: number): number {
  if (z > 38) return 0
  const bell = Math.exp((-z * z) / 2)
  if (z < 10 / Math.SQRT2) return (bell * horner(above, z)) / horner(below, z)
  let fraction = z + 0.65
  for (let k = 4; k >= 1; k--) fraction = z + k / fraction
  return bell / (fraction * rootTwoPi)
}

/** The chance of at most z. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN
  return z > 0 ? 1 - upperTail(z) : upperTail(-z)
}

/** The chance of |Z| being at least |z|: what a two-sided test has for p. */
export const twoSidedNormal = (z: number): number => Math.min(1, 2 * upperTail(Math.abs(z)))

// Wichura 1988, algorithm AS 241 (PPND16), Applied Statistics 37, 477-484.
const centre = {
  above: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  below: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852545925,
  ],
}
const middle = {
  above: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  below: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
}
const far = {
  above: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  below: [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
}

/** The z that the given share lies at or below; -Infinity at 0 and Infinity at 1. */
export function normalQuantile(share: number): number {
  if (share <= 0 || share >= 1) return share === 0 ? -Infinity : share === 1 ? Infinity : NaN
  const off = share - 0.5
  if (Math.abs(off) <= 0.425) {
    const r = 0.180625 - off * off
    return (off * horner(centre.above, r)) / horner(centre.below, r)
  }
  const r = Math.sqrt(-Math.log(Math.min(share, 1 - share)))
  const z =
    r <= 5
      ? horner(middle.above, r - 1.6) / horner(middle.below, r - 1.6)
      : horner(far.above, r - 5) / horner(far.below, r - 5)
  return off < 0 ? -z : z
}
