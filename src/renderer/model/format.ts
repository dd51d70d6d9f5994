import { isLive } from '@core/run-statuses'
import type { RunRecord, RunStatus } from '../../main/contract'

/** Making a formatter costs far more than using it. */
const formatters = new Map<number, Intl.NumberFormat>()
function significant(digits: number): Intl.NumberFormat {
  const known = formatters.get(digits) ?? new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits })
  formatters.set(digits, known)
  return known
}
const whole = new Intl.NumberFormat('en-US')

const minus = '\u2212'
const typographic = (text: string): string => text.replaceAll('-', minus)

/** Four significant digits by default: `0.01234`, `1.234e−7`, `12,350`; `∞`, `NaN` as such. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 1e-4 || size >= 1e6) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e')
    const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
    return typographic(`${short}e${exponent.replace('+', '')}`)
  }
  return typographic(significant(digits).format(value))
}

/** For columns: always as many significant digits, so that decimals of like size line up: `0.01230`. */
export function formatAligned(value: number, digits = 4): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value) || size < 1e-4 || size >= 10 ** digits) return formatNumber(value, digits)
  return typographic(value.toPrecision(digits))
}

/** Every digit: the shortest text that reads back as the same number. */
export const formatExact = (value: number): string => typographic(String(value))

const subscripts = '₀₁₂₃₄₅₆₇₈₉'
/** A parameter's name as it is written: `x_12` is `x₁₂`. */
export const formatParameter = (name: string): string =>
  name.replace(/_(\d+)$/, (_, digits: string) =>
    Array.from(digits, (digit) => subscripts[Number(digit)]).join(''),
  )

/** A whole number with thousands separators: `50,000`. */
export const formatCount = (value: number): string => whole.format(value)

/** `1st`, `2nd`, `3rd`, `11th`, `1,000th`. */
export function formatOrdinal(value: number): string {
  const isTeen = Math.floor(value / 10) % 10 === 1
  const ending = (isTeen ? undefined : ['th', 'st', 'nd', 'rd'][value % 10]) ?? 'th'
  return `${formatCount(value)}${ending}`
}

/** What stands in brackets or quotes may be a name; anything else that looks like a number is one. */
const namesAndNumbers = /\([^)]*\)|"[^"]*"|(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)/g

/**
 * Words of the lab with their numbers as they stand everywhere else on the screen: `50,000 iterations`,
 * `1e−9`. The lab writes them plainly, for files and terminals as well.
 */
export const readable = (words: string): string =>
  words.replace(namesAndNumbers, (part) => {
    if (part.startsWith('(') || part.startsWith('"')) return part
    return typographic(part.replace(/(?<=^-?)\d{4,}/, (digits) => whole.format(BigInt(digits))))
  })

/** Words that begin small, as a sentence of their own. */
export function sentenceOf(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`
}

/** The same of words of the lab. */
export const sentence = (words: string): string => sentenceOf(readable(words))

/** Milliseconds as people say them: `6.5 µs`, `0.4 ms`, `850 ms`, `1.2 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 0.1) return `${Number((1_000 * milliseconds).toPrecision(2))} µs`
  if (milliseconds < 999.5) return `${Number(milliseconds.toPrecision(2))} ms`
  const seconds = milliseconds / 1_000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const rounded = Math.round(seconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  if (rounded < 3_600) return `${Math.floor(rounded / 60)} min ${two(rounded % 60)} s`
  return `${Math.floor(rounded / 3_600)} h ${two(Math.floor((rounded % 3_600) / 60))} min`
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const shortDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** A moment in full, for hovering: date and time to the second. */
export const formatMoment = (since1970: number): string => dateTime.format(since1970)

/** A moment at a glance: the time today, else the date. */
export function formatWhen(since1970: number, now = Date.now()): string {
  const sameDay = new Date(since1970).toDateString() === new Date(now).toDateString()
  return sameDay ? clock.format(since1970) : shortDate.format(since1970)
}

export interface StatusLook {
  readonly label: string
  readonly icon: string
  readonly color: 'primary' | 'success' | 'warning' | 'error' | 'neutral'
}

/**
 * How each status is shown: always a word and an icon beside the colour. Green is kept for what
 * was found: a run that used up its budget has neither succeeded nor failed.
 */
export const statusLooks: Readonly<Record<RunStatus, StatusLook>> = {
  queued: { label: 'Queued', icon: 'i-lucide-clock', color: 'neutral' },
  running: { label: 'Running', icon: 'i-lucide-play', color: 'primary' },
  paused: { label: 'Paused', icon: 'i-lucide-pause', color: 'warning' },
  converged: { label: 'Converged', icon: 'i-lucide-circle-check', color: 'success' },
  stalled: { label: 'Stalled', icon: 'i-lucide-circle-minus', color: 'warning' },
  finished: { label: 'Finished', icon: 'i-lucide-flag', color: 'neutral' },
  diverged: { label: 'Diverged', icon: 'i-lucide-trending-up', color: 'error' },
  cancelled: { label: 'Stopped', icon: 'i-lucide-square', color: 'neutral' },
  failed: { label: 'Failed', icon: 'i-lucide-circle-x', color: 'error' },
  interrupted: { label: 'Interrupted', icon: 'i-lucide-unplug', color: 'warning' },
}

/** Computing time; a dash while there is none yet, or where nobody was there to tell it. */
export const formatComputing = ({
  duration,
  iterations,
  status,
}: Pick<RunRecord, 'duration' | 'iterations' | 'status'>): string =>
  duration === 0 && (isLive(status) || iterations > 0) ? '–' : formatDuration(duration)

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const

/** The size of a file in three significant digits: `812 bytes`, `1.21 GB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  return `${significant(3).format(bytes / 2 ** (10 * power))} ${units[power]}`
}
