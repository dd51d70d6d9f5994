export interface AxisTick {
  readonly value: number
  /** Empty for a line without a number. */
  readonly label: string
  readonly major: boolean
}

const minus = '\u2212'
const decimalFormats = new Map<number, Intl.NumberFormat>()

function withDecimals(value: number, decimals: number): string {
  let format = decimalFormats.get(decimals)
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
    decimalFormats.set(decimals, format)
  }
  return typographic(format.format(value))
}

const typographic = (text: string): string => text.replaceAll('-', minus)

/** The smallest 1, 2 or 5 times a power of ten that is not below `atLeast`. */
function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast))
  const factor = [1, 2, 5].find((candidate) => candidate * power >= atLeast * (1 - 1e-9)) ?? 10
  return factor * power
}

/** `0.5e6`: so many millions, whatever the number is, with so many decimals. */
function inPowers(value: number, exponent: number, decimals: number): string {
  const shown = (value / 10 ** exponent).toFixed(Math.min(14, Math.max(0, decimals)))
  return typographic(`${shown}e${exponent}`)
}

const exponentOf = (value: number): number => Number(value.toExponential().split('e')[1])

/** At most `count` + 1 round values between min and max, equally far apart, all in one notation with one exponent. */
export function linearTicks(min: number, max: number, count: number): readonly AxisTick[] {
  const span = max - min
  const size = Math.max(Math.abs(min), Math.abs(max))
  // Below that, neighbouring values have no number between them.
  if (!(span > size * 1e-14 && span > 1e-300) || !Number.isFinite(span)) return []
  const step = niceStep(span / Math.max(1, count))
  const stepExponent = Math.floor(Math.log10(step) + 1e-9)
  const plain = size < 1e6 && step >= 1e-6
  const exponent = exponentOf(size)
  const label = (value: number): string => {
    if (value === 0) return '0'
    return plain
      ? withDecimals(value, Math.max(0, -stepExponent))
      : inPowers(value, exponent, exponent - stepExponent)
  }
  const first = Math.ceil(min / step - 1e-9)
  const last = Math.floor(max / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => {
    const value = (first + k) * step
    return { value, label: label(value), major: true }
  })
}

/** A label for `factor` times a power of ten. */
type FactorLabel = (factor: number, exponent: number) => string

/** `0.001` where the whole axis is within a few decades of 1, else `1e-3`: the same style all along. */
function factorLabels(min: number, max: number): FactorLabel {
  const plain = min >= 1e-4 && max < 1e6
  return (factor, exponent) =>
    plain
      ? withDecimals(Number(`${factor}e${exponent}`), Math.max(0, -exponent))
      : typographic(`${factor}e${exponent}`)
}

/**
 * Ticks of a log scale, 0 < min < max: decades, every second or fifth ... decade where there are
 * many, with unlabelled lines at 2 ... 9 between them where there are few; within one decade
 * equally spaced round values.
 */
export function logTicks(min: number, max: number, count: number): readonly AxisTick[] {
  const low = Math.log10(min)
  const high = Math.log10(max)
  if (!(high > low) || !Number.isFinite(high - low)) return []
  const first = Math.ceil(low - 1e-9)
  const last = Math.floor(high + 1e-9)
  if (last - first < 1) return fewDecades(min, max, count)

  const every = Math.max(1, decadeStep((last - first) / Math.max(1, count)))
  const labelOf = factorLabels(min, max)
  const numbersBetween = every === 1 && last - first <= 2 && count >= 5
  const ticks: AxisTick[] = []
  for (let exponent = first - 1; exponent <= last; exponent++) {
    const power = 10 ** exponent
    if (exponent >= first && exponent % every === 0) {
      ticks.push({ value: power, label: labelOf(1, exponent), major: true })
    } else if (exponent >= first && every <= 5) ticks.push({ value: power, label: '', major: false })
    if (every > 1) continue
    for (let factor = 2; factor <= 9; factor++) {
      const value = factor * power
      if (value < min || value > max) continue
      const label = numbersBetween && (factor === 2 || factor === 5) ? labelOf(factor, exponent) : ''
      ticks.push({ value, label, major: false })
    }
  }
  return ticks
}

function decadeStep(atLeast: number): number {
  return [1, 2, 5, 10, 20, 50, 100].find((step) => step >= atLeast) ?? 200
}

function fewDecades(min: number, max: number, count: number): readonly AxisTick[] {
  if (max / min < 2.5) return linearTicks(min, max, count)
  const labelOf = factorLabels(min, max)
  const ticks: AxisTick[] = []
  for (let exponent = Math.floor(Math.log10(min)); exponent <= Math.ceil(Math.log10(max)); exponent++) {
    for (let factor = 1; factor <= 9; factor++) {
      const value = Number(`${factor}e${exponent}`)
      if (value < min || value > max) continue
      const named = factor === 1 || factor === 2 || factor === 5
      ticks.push({ value, label: named ? labelOf(factor, exponent) : '', major: factor === 1 })
    }
  }
  return ticks
}
